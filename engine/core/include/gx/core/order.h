/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paying merchants (W5): at the till, and online through escrow. Theme ORDERS.
 *
 * A merchant is a party of the merchants' range, or a user who sells. He may live in another book than his
 * customer, so what is paid to him leaves for clearing, and arrives where he lives with gx_merchant_take:
 *
 *     at the till   payer's book: gx_merchant_pay ──clearing──► merchant's book: gx_merchant_take
 *                   payer's book: gx_transfer_return ◄─clearing── merchant's book: gx_merchant_refund
 *
 *     online        placed ──ship──► shipped ──received, or receive_ticks later──► released, to clearing
 *                     │                │
 *                     ▼                ▼ agreed, whole
 *                     refunded         refunded
 *                     called off by the buyer, not shipped within ship_ticks, or agreed, whole
 *
 * A part of an order's money can be refunded by agreement at any time; the rest goes on as it was. An order
 * lives in its buyer's book. When it is over the book forgets it; its handle is GX_REFUSED_RESOLVED from
 * then on.
 *
 * Refusals are given in the order in which they are written here; `(have, need)` are their figures, (0, 0)
 * when none are written. "As every payment" is the ledger's order: GX_REFUSED_AMOUNT (amount, 1) below 1
 * fen, GX_REFUSED_FROZEN, GX_REFUSED_FUNDS (balance, amount), then what the book's other themes have to say
 * of a payment for the purpose named. A handle is refused with GX_REFUSED_NO_SUCH when it was never given
 * out, and with GX_REFUSED_RESOLVED when what it stood for is over. All calls are O(1). */
#ifndef GX_CORE_ORDER_H
#define GX_CORE_ORDER_H

#include <gx/core/book.h>

/* Deadlines, in the host's ticks; a time that would lie beyond the last tick (2^32 - 1) lies there. */
typedef struct gx_order_rules {
    uint32_t ship_ticks;    /* 7 days: how long a merchant has to ship */
    uint32_t receive_ticks; /* 10 days: how long after that the money goes to him unasked */
    uint32_t refund_ticks;  /* 90 days: how long a payment can be refunded; 0: never, and none is kept */
} gx_order_rules;

gx_order_rules gx_order_rules_default(void); /* for ticks of one second */

/* From now on; what is under way keeps its deadlines. Refuses nothing. */
gx_answer gx_order_set_rules(gx_book *book, const gx_order_rules *rules, uint32_t now);

/* ---- At the till */

typedef gx_ref gx_payment; /* what a merchant took, in his book */

/* A user pays a merchant: `amount` from his balance to clearing, for GX_FOR_MERCHANT. `unconfirmed`: without
 * a confirmation step (W7; any value but 0).
 *
 * Refused: GX_REFUSED_ACCOUNT (0, key.account) when the payer is not a user; GX_REFUSED_ACCOUNT (0,
 * merchant) when it is himself; GX_REFUSED_NO_CARD (0, 1) when the book has the theme IDENTITY and he has no
 * card bound; then as every payment. That there is such a merchant his own book says.
 *
 * Done: answer.amount. */
gx_answer gx_merchant_pay(gx_book *book, gx_op_key key, uint32_t merchant, gx_fen amount, bool unconfirmed,
                          uint32_t now);

/* What arrived for a merchant: `amount` from clearing to his balance. `paid` is what the payer gave for it
 * and may be given back at most: it differs from amount by what coupons added and commissions took.
 *
 * Refused: GX_REFUSED_ACCOUNT (0, merchant) when he is neither a user nor a merchant of this book;
 * GX_REFUSED_ACCOUNT (0, payer) when they are the same; GX_REFUSED_AMOUNT (paid, 0) when paid is below 0,
 * (paid, 2^60) when above 2^60 fen; GX_REFUSED_AMOUNT (amount, 1) when amount is below 1, (amount, most)
 * when more than a book may hold; GX_REFUSED_FROZEN, GX_REFUSED_CAP (room, amount) as of everything that
 * comes in; MEMORY.
 *
 * Done: answer.amount; result.made, *out: the payment, when refund_ticks and paid are above 0; else no
 * handle (0, 0). It can be refunded before the tick now + refund_ticks. When the book has the theme COUPONS
 * and paid is above 0, it is one more purchase of this payer's with this merchant (coupon.h). Takes no key:
 * exactly-once delivery is the host's duty, as for gx_transfer_in. */
gx_answer gx_merchant_take(gx_book *book, uint32_t merchant, uint32_t payer, gx_fen amount, gx_fen paid,
                           uint32_t now, gx_payment *out);

/* The merchant (key.account) gives back a part of a payment, or all that is left of it: from his balance to
 * clearing, for the host to bring to the payer with gx_transfer_return. The parts never add up to more than
 * `paid`.
 *
 * Refused: the handle (RESOLVED also when all of it was given back, and from the tick on at which its time
 * was over); GX_REFUSED_RIGHT (key.account, the payment's merchant) to others; GX_REFUSED_AMOUNT (amount, 1)
 * below 1 fen; GX_REFUSED_LIMIT (what may still be given back, amount); GX_REFUSED_FROZEN; GX_REFUSED_FUNDS
 * (balance, amount). No theme is asked: it is no spending.
 *
 * Done: answer.amount. With the last fen the purchase that the payment counted for is taken back (once; not
 * below 0). */
gx_answer gx_merchant_refund(gx_book *book, gx_op_key key, gx_payment payment, gx_fen amount, uint32_t now);

typedef struct gx_payment_view {
    uint32_t merchant, payer;
    gx_fen left;    /* what may still be given back, above 0 */
    uint32_t until; /* from this tick on nothing */
} gx_payment_view;

/* False when gx_merchant_refund at `now` would refuse the handle. */
bool gx_payment_look(const gx_book *book, gx_payment payment, uint32_t now, gx_payment_view *out);

/* ---- Online */

typedef gx_ref gx_order;

typedef enum gx_order_state { GX_ORDER_PLACED, GX_ORDER_SHIPPED } gx_order_state;

/* A user (key.account) buys: `price` from his balance into escrow, for GX_FOR_ORDER. Refused as
 * gx_merchant_pay, with that purpose; then MEMORY.
 *
 * Done: answer.amount is the price, result.made (*out) the order. It is to be shipped before the tick now +
 * ship_ticks. */
gx_answer gx_order_place(gx_book *book, gx_op_key key, uint32_t merchant, gx_fen price, bool unconfirmed,
                         uint32_t now, gx_order *out);

/* The merchant sent it.
 *
 * Refused: the handle; GX_REFUSED_STATE (SHIPPED, PLACED) when it is shipped; GX_REFUSED_EXPIRED (now,
 * deadline) from its deadline on.
 *
 * Done: answer.amount is what is held; the order is now to be received before the tick now + receive_ticks.
 */
gx_answer gx_order_ship(gx_book *book, gx_order order, uint32_t now);

typedef enum gx_refund_why {
    GX_REFUND_CALLED_OFF, /* by the buyer, before it is shipped: whole */
    GX_REFUND_UNSHIPPED,  /* it was not shipped in time: whole */
    GX_REFUND_AGREED      /* by the merchant's leave, in any state: `amount` of it, or all */
} gx_refund_why;

/* From escrow back to the buyer, also when his account takes nothing else.
 *
 * Refused: the handle; GX_REFUSED_RULE (why, 2) for another why. CALLED_OFF and UNSHIPPED: GX_REFUSED_STATE
 * (SHIPPED, PLACED) when it is shipped; UNSHIPPED: GX_REFUSED_NOT_DUE (now, deadline) before its deadline;
 * both: GX_REFUSED_AMOUNT (amount, 0) when amount is not 0. AGREED: GX_REFUSED_AMOUNT (amount, 1) below 1,
 * GX_REFUSED_FUNDS (held, amount) above what is held.
 *
 * Done: answer.amount is what went back, result.closed that nothing is left and the order over, result.who
 * the merchant. In gx_book_count all of the rest is a refund, a part is a post. */
gx_answer gx_order_refund(gx_book *book, gx_order order, gx_refund_why why, gx_fen amount, uint32_t now);

typedef struct gx_release {
    uint32_t merchant;
    gx_fen net; /* for the merchant: what was held - commission */
    gx_fen commission;
    uint32_t recommender; /* 0 without one */
} gx_release;

/* The buyer has it (`received`), or the time for that is over (not received): what is held goes to clearing,
 * the commission of a referral (referral.h) for the recommender, the rest for the merchant; together exactly
 * what was held.
 *
 * Refused: the handle; GX_REFUSED_STATE (PLACED, SHIPPED) when it is not shipped; without `received`
 * GX_REFUSED_NOT_DUE (now, deadline) before the deadline. (With it also after.)
 *
 * Done: answer.amount is what was held; result.who the merchant, .third his net, .second the commission,
 * .number the recommender; .closed. The order is over. In gx_book_count the net is a post and the commission
 * another, each if it is above 0. */
gx_answer gx_order_release(gx_book *book, gx_order order, bool received, uint32_t now, gx_release *out);

typedef struct gx_order_view {
    gx_order_state state;
    uint32_t buyer, merchant;
    gx_fen price, held; /* held: above 0 */
    uint32_t placed;    /* tick */
    uint32_t deadline;  /* to be shipped, or received */
    bool referred;      /* has a recommender */
    uint32_t recommender;
    gx_fen commission; /* what he would get if it were released as it is */
} gx_order_view;

bool gx_order_look(const gx_book *book, gx_order order, gx_order_view *out);

/* What the book has seen, in numbers and fen; sums over books do not depend on the cut. Sums wrap. */
typedef struct gx_order_counts {
    uint64_t payments, takes, refunds; /* gx_merchant_pay, _take, _refund */
    uint64_t orders, shipped, order_refunds, released, referred;
    gx_fen paid, taken, refunded;
    gx_fen ordered, order_refunded, netted,
        commissions; /* ordered = refunded + netted + commissions + held */
} gx_order_counts;

/* Zeros when the book is without the theme. `referred` counts released orders that gave a commission. */
gx_order_counts gx_order_count(const gx_book *book);

#endif
