/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All of the core. */
#ifndef GX_CORE_CORE_H
#define GX_CORE_CORE_H

#include <gx/core/book.h>
#include <gx/core/ledger.h>
#include <gx/core/packet.h>
#include <gx/core/split.h>
#include <gx/core/wallet.h>

#endif
