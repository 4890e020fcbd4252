/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders and payments from inside: for the files of the wallet that keep them, and for referral. */
#ifndef GX_CORE_WALLET_ORDERS_H
#define GX_CORE_WALLET_ORDERS_H

#include "ledger/book_internal.h"

#include <gx/core/order.h>

/* Something bought online. Its deadline is held.expires. */
typedef struct gx_order_record {
    gx_slab_head head;
    gx_held held;
    gx_fen price;
    gx_fen referral_cap;
    uint32_t merchant;
    uint32_t placed;
    uint32_t recommender;
    uint32_t referral_ppm;
    uint8_t state; /* gx_order_state */
    bool referred;
} gx_order_record;

/* What a merchant took and may have to give back. Payments that can no longer be refunded are forgotten from
 * the oldest on, some with each new one; whether one is forgotten or only too old cannot be told from
 * outside. */
typedef struct gx_payment_record {
    gx_slab_head head;
    gx_fen left;
    gx_party merchant;
    uint32_t payer;
    uint32_t until;
    uint32_t newer; /* the place of the next payment, GX_SLAB_NONE at the end */
} gx_payment_record;

struct gx_orders {
    gx_order_rules rules;
    gx_order_counts counts;
    gx_slab orders;
    gx_slab payments;
    uint32_t oldest, newest; /* payments; GX_SLAB_NONE when there are none */
};

/* May a user pay a merchant: what till and orders ask alike. The spend's party and purpose are set. */
gx_answer gx_orders_check_buyer(const gx_book *book, const gx_op *op, uint32_t merchant,
                                const gx_spend *spend);

/* The payments' part of the theme's digest and audit. */
void gx_orders_digest_payments(const struct gx_orders *orders, gx_digest *digest);
bool gx_orders_audit_payments(const gx_book *book);

/* What the recommender of an order would get if `released` went out now. */
gx_fen gx_order_commission(const gx_order_record *order, gx_fen released);

static inline gx_order_record *gx_order_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->orders->orders, place);
}

static inline gx_payment_record *gx_payment_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->orders->payments, place);
}

/* Users and merchants can sell; pools cannot. */
static inline bool gx_can_sell(const gx_book *book, gx_party party)
{
    return party != GX_NO_PARTY && party < book->users + book->merchants.count;
}

#endif
