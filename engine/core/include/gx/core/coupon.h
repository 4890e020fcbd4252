/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coupons (M5, M6): issued in batches with a budget, given to whom a target rule names, passed on, redeemed,
 * expired. Theme COUPONS.
 *
 *     issue ──► batch: budget = count * face, held of the merchant's balance
 *                 │ grant
 *                 ▼
 *               coupon of a user ──pass (M6)──► of another
 *                 │        ▲
 *                 │ redeem │ restore: the payment failed
 *                 ▼        │
 *               used: the discount went to clearing
 *
 *     close, from `until` on: the rest of the budget back, batch and coupons gone
 *
 * A batch and its coupons live in the merchant's book; their holders are users of any book and act by
 * messages. A discount is never above face, and there are never more than count coupons: so the budget is
 * never overspent.
 *
 * How a purchase with a coupon goes: redeem in the merchant's book (the discount is then in clearing); the
 * user pays the rest in his own book (gx_merchant_pay, or an order); then gx_merchant_take brings both to
 * the merchant, with `paid` = the user's part. If the user's payment fails: gx_coupon_restore; if that finds
 * the batch closed, the discount goes back to the merchant with gx_transfer_return.
 *
 * Conventions of refusals: as order.h. All is O(1), but closing: O(coupons given out). */
#ifndef GX_CORE_COUPON_H
#define GX_CORE_COUPON_H

#include <gx/core/book.h>

typedef enum gx_coupon_kind {
    GX_COUPON_FACE,   /* min(face, price) off */
    GX_COUPON_PERCENT /* min(face, floor(price * off_ppm / 1,000,000)) off */
} gx_coupon_kind;

enum { GX_COUPONS_MAX = 1000000 }; /* of a batch */

/* What a merchant orders. Fields of the target rule that are 0 ask nothing, but bought_max. */
typedef struct gx_coupon_order {
    gx_coupon_kind kind;
    uint32_t count;       /* 1 … GX_COUPONS_MAX coupons */
    gx_fen face;          /* the most that one takes off */
    uint32_t off_ppm;     /* of GX_COUPON_PERCENT: 1 … 1,000,000; else 0 */
    gx_fen floor;         /* the least price; 0: any */
    uint32_t from, until; /* valid in the ticks from … until - 1; given out before `until` */
    uint32_t
        partner; /* the service partner (ISV) who made it for the shop; kept for the host, unseen by rules */
    uint16_t
        per_user; /* at least 1: how many one user is given (what friends pass on to him does not count) */
    uint16_t passes_max;             /* how often one coupon is passed on; 0: never */
    uint32_t bought_min, bought_max; /* the user's purchases with this merchant: 0, 0 new customers only; 0,
                                        UINT32_MAX anybody */
    uint32_t badges;                 /* all of these bits */
    uint16_t score_min;
    uint16_t place;
    uint8_t tier_min;
    uint8_t sex;
    uint8_t age_min, age_max;
    uint8_t occupation;
} gx_coupon_order;

typedef gx_ref gx_coupon_batch;
typedef gx_ref gx_coupon;

/* The merchant (key.account) issues a batch: count * face from his balance into escrow, for GX_FOR_CAMPAIGN.
 *
 * Refused: GX_REFUSED_ACCOUNT (0, key.account) when he is neither a user nor a merchant; GX_REFUSED_RULE
 * (kind, 1) for another kind; GX_REFUSED_RULE (count, 1) for none, (count, GX_COUPONS_MAX) for too many;
 * GX_REFUSED_AMOUNT (face, 1) below 1, (face, floor(2^60 / count)) above that; off_ppm of PERCENT:
 * GX_REFUSED_RULE (off_ppm, 1) for 0, (off_ppm, 1,000,000) above that, of FACE: GX_REFUSED_RULE (off_ppm, 0)
 * for another than 0; GX_REFUSED_AMOUNT (floor, 0) below 0; GX_REFUSED_RULE (0, 1) for per_user 0;
 * GX_REFUSED_SCHEDULE (from, until) unless from is below until; GX_REFUSED_EXPIRED (now, until) unless now
 * is; GX_REFUSED_RULE (bought_max, bought_min) when max is below min; GX_REFUSED_RULE (age_max, age_min)
 * when age_max is not 0 and below age_min; then as every payment; MEMORY.
 *
 * Done: answer.amount is the budget, result.made (*out) the batch. */
gx_answer gx_coupon_issue(gx_book *book, gx_op_key key, const gx_coupon_order *order, uint32_t now,
                          gx_coupon_batch *out);

/* A coupon to the user of the pass.
 *
 * Refused: the batch's handle; GX_REFUSED_EXPIRED (now, until) from until on; GX_REFUSED_STOCK (0, 1) when
 * all are given out; GX_REFUSED_LIMIT (given to him, per_user); then the target rule: GX_REFUSED_IDENTITY
 * (tier, tier_min), GX_REFUSED_SCORE (score, score_min), GX_REFUSED_PLACE (place, place asked),
 * GX_REFUSED_GATE (badges of those asked that he has, badges), GX_REFUSED_GATE (sex, sex asked),
 * GX_REFUSED_GATE (age, age_min) below it, (age, age_max) above it, GX_REFUSED_GATE (occupation, occupation
 * asked), GX_REFUSED_GATE (bought, bought_min) below it, (bought, bought_max) above it; MEMORY.
 *
 * Done: result.made (*out) is the coupon, result.number how many were given out before. */
gx_answer gx_coupon_grant(gx_book *book, gx_coupon_batch batch, const gx_pass *to, uint32_t now,
                          gx_coupon *out);

/* Its holder buys for `price`: the discount goes from the budget to clearing, the coupon is used.
 *
 * Refused: the handle; GX_REFUSED_STATE (1, 0) when it is used; GX_REFUSED_RIGHT (user, holder) to others;
 * GX_REFUSED_SCHEDULE (now, from) before from; GX_REFUSED_EXPIRED (now, until) from until on;
 * GX_REFUSED_AMOUNT (price, 1) below 1, (price, 2^60) above that, (price, floor) below the floor;
 * GX_REFUSED_AMOUNT (0, 1) when the discount comes to 0.
 *
 * Done: answer.amount is the discount, result.second (*rest) = price - discount is left to pay, result.who
 * the merchant. */
gx_answer gx_coupon_redeem(gx_book *book, gx_coupon coupon, uint32_t user, gx_fen price, uint32_t now,
                           gx_fen *rest);

/* The payment failed: the discount comes back from clearing into the budget and the coupon is its holder's
 * again (also when it has expired since).
 *
 * Refused: the handle; GX_REFUSED_STATE (0, 1) when it is not used; GX_REFUSED_AMOUNT (discount, most) when
 * more than a book may hold.
 *
 * Done: answer.amount is the discount. */
gx_answer gx_coupon_restore(gx_book *book, gx_coupon coupon, uint32_t now);

/* M6: `from` passes his coupon on to `to`. `nth` is how often it was passed on before, as `from` saw it: a
 * repeated message does nothing twice. No target rule is asked of a friend.
 *
 * Refused: the handle; GX_REFUSED_STATE (1, 0) when it is used; GX_REFUSED_EXPIRED (now, until) from until
 * on; GX_REFUSED_TURN (passed, nth) when that is not so; GX_REFUSED_RIGHT (from, holder) to others;
 * GX_REFUSED_NOT_ADDRESSED (to, from) when it is himself; GX_REFUSED_LIMIT (passed, passes_max) when it may
 * not be passed on again.
 *
 * Done: result.number is how often it was passed on now. */
gx_answer gx_coupon_pass(gx_book *book, gx_coupon coupon, uint32_t from, uint32_t to, uint16_t nth,
                         uint32_t now);

/* From `until` on: what is left of the budget goes back to the merchant, also when his account takes nothing
 * else; the batch and all its coupons are gone.
 *
 * Refused: the handle; GX_REFUSED_NOT_DUE (now, until).
 *
 * Done: answer.amount is what went back (may be 0), result.number how many were given out and not used. */
gx_answer gx_coupon_close(gx_book *book, gx_coupon_batch batch, uint32_t now);

/* ---- Looking */

typedef struct gx_coupon_batch_view {
    uint32_t merchant, partner;
    uint32_t count, granted, used;
    uint64_t passes;     /* of all its coupons */
    gx_fen budget, left; /* what was held, what is still */
    gx_fen discounts;    /* given: budget - left */
    uint32_t from, until;
} gx_coupon_batch_view;

typedef struct gx_coupon_view {
    gx_coupon_batch batch;
    uint32_t holder, first_holder;
    uint16_t passed;
    bool used;
    gx_fen discount; /* when used */
} gx_coupon_view;

bool gx_coupon_batch_look(const gx_book *book, gx_coupon_batch batch, gx_coupon_batch_view *out);
bool gx_coupon_look(const gx_book *book, gx_coupon coupon, gx_coupon_view *out);

/* How many purchases of the user's with this merchant the book has counted (gx_merchant_take) and not taken
 * back; at most UINT32_MAX. */
uint32_t gx_coupon_bought(const gx_book *book, uint32_t merchant, uint32_t user);

#endif
