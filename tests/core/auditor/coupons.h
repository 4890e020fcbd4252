/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two files of the part for coupons and referral share. */
#ifndef TESTS_CORE_AUDITOR_COUPONS_H
#define TESTS_CORE_AUDITOR_COUPONS_H

#include "core/auditor/auditor.h"

#include <gx/core/referral.h>

enum { AUD_SELLERS = AUD_USERS + AUD_MERCHANTS };

/* The part's state: the rates now, and who bought how often at whose shop. */
typedef struct aud_markets {
    gx_referral_rules rules;
    uint32_t bought[AUD_SELLERS][AUD_NAMES];
} aud_markets;

aud_markets *aud_markets_of(const aud_book *book);

void aud_generate_referral_rules(aud_world *world, aud_step *step);
gx_answer aud_predict_referral_rules(aud_book *book, const gx_op *op, aud_want *want);
void aud_generate_attach(aud_world *world, aud_step *step);
gx_answer aud_predict_attach(aud_book *book, const gx_op *op, aud_want *want);

#endif
