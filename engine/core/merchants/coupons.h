/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coupons and referral from inside. */
#ifndef GX_CORE_MERCHANTS_COUPONS_H
#define GX_CORE_MERCHANTS_COUPONS_H

#include "ledger/book_internal.h"

#include <gx/core/coupon.h>
#include <gx/core/referral.h>

/* A batch; its budget's rest is held, until held.expires. */
typedef struct gx_batch_record {
    gx_slab_head head;
    gx_held held;
    gx_fen face, floor;
    gx_fen discounts; /* of the coupons that are used: kept apart from what is held, the audit compares */
    uint64_t passes;
    uint32_t count, granted, used;
    uint32_t off_ppm;
    uint32_t from;
    uint32_t partner;
    uint32_t bought_min, bought_max;
    uint32_t badges;
    uint32_t coupons;  /* the list of those given out, the latest first; GX_SLAB_NONE when none */
    uint32_t given_to; /* how many to whom: its pairs in `given` */
    uint16_t per_user, passes_max, score_min, place;
    uint8_t kind, tier_min, sex, age_min, age_max, occupation;
} gx_batch_record;

typedef struct gx_coupon_record {
    gx_slab_head head;
    gx_fen discount;  /* when used */
    uint32_t batch;   /* its place; a batch outlives its coupons */
    uint32_t earlier; /* of the batch's list */
    uint32_t holder, first_holder;
    uint16_t passed;
    bool used;
} gx_coupon_record;

struct gx_coupons {
    gx_referral_rules rules;
    gx_slab batches;
    gx_slab coupons;
    gx_relation given;  /* (batch, user): how many coupons he was given */
    gx_relation bought; /* (merchant, user): how many purchases; all in one list */
    uint32_t bought_list;
};

static inline gx_batch_record *gx_batch_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->coupons->batches, place);
}

static inline gx_coupon_record *gx_coupon_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->coupons->coupons, place);
}

/* What a batch takes off a price of at least 1 fen. */
gx_fen gx_coupon_discount(const gx_batch_record *batch, gx_fen price);

/* ---- Purchases, told by the till. All do nothing in a book without the theme. */

/* Room for one more pair; false when memory is exhausted. */
bool gx_coupons_reserve_purchase(gx_book *book);
void gx_coupons_note_purchase(gx_book *book, gx_party merchant, uint32_t user);
void gx_coupons_take_back_purchase(gx_book *book, gx_party merchant, uint32_t user);
uint32_t gx_coupons_purchases(const gx_book *book, gx_party merchant, uint32_t user);

/* ---- The theme's state */
size_t gx_coupons_bytes(const gx_book *book);
bool gx_coupons_audit(const gx_book *book, gx_fen *held);
void gx_coupons_digest(const gx_book *book, gx_digest *digest);

#endif
