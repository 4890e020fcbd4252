/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders, for the parts that have a say in them: referral and coupons. */
#ifndef TESTS_CORE_AUDITOR_ORDERS_H
#define TESTS_CORE_AUDITOR_ORDERS_H

#include "core/auditor/auditor.h"

#include <gx/core/order.h>

/* An order, behind its thing (AUD_ORDER); thing->expires is its deadline, thing->held what is held. */
typedef struct aud_order {
    bool shipped;
    uint32_t buyer, merchant; /* names */
    uint32_t placed;
    gx_fen price;
    bool referred;
    uint32_t recommender;
    uint32_t ppm;
    gx_fen cap;
} aud_order;

/* What a recommender would get if `released` were released now. */
gx_fen aud_commission(const aud_order *order, gx_fen released);

/* A merchant of any book, mostly. */
uint32_t aud_some_merchant(aud_world *world);

/* One more purchase of a user's with a merchant (an account of this book), or one less (coupons.c). */
void aud_note_bought(aud_book *book, uint32_t merchant, uint32_t user, bool more);

#endif
