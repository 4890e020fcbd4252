/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All of the core. */
#ifndef GX_CORE_CORE_H
#define GX_CORE_CORE_H

#include <gx/core/bill.h>
#include <gx/core/book.h>
#include <gx/core/brand.h>
#include <gx/core/campaign.h>
#include <gx/core/circle.h>
#include <gx/core/collection.h>
#include <gx/core/content.h>
#include <gx/core/coupon.h>
#include <gx/core/credit.h>
#include <gx/core/fission.h>
#include <gx/core/fund.h>
#include <gx/core/gala.h>
#include <gx/core/identity.h>
#include <gx/core/journal.h>
#include <gx/core/ledger.h>
#include <gx/core/member.h>
#include <gx/core/moderation.h>
#include <gx/core/order.h>
#include <gx/core/packet.h>
#include <gx/core/photo.h>
#include <gx/core/purpose.h>
#include <gx/core/referral.h>
#include <gx/core/risk.h>
#include <gx/core/scene.h>
#include <gx/core/score.h>
#include <gx/core/service.h>
#include <gx/core/shake.h>
#include <gx/core/social_packet.h>
#include <gx/core/split.h>
#include <gx/core/wallet.h>

#endif
