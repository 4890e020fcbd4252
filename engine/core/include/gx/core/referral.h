/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Referral (M4): who recommended gets a part of the price. Theme COUPONS, on orders (theme ORDERS).
 *
 * Two kinds. An OPEN referral stands on the recommender's credit: he needs a score, and all see that he
 * recommended. An AFFILIATE (淘客) brings strangers: no score, no tie, another rate. The commission comes out
 * of the merchant's share and is paid only when the order is released, of what is released: before that none
 * is paid, so a refund has nothing to take back, and a part refund lowers it in proportion.
 *
 *     commission = min(cap, floor(released * ppm / 1,000,000)),  the merchant's net = released - commission
 *
 * Conventions of refusals: as order.h. */
#ifndef GX_CORE_REFERRAL_H
#define GX_CORE_REFERRAL_H

#include <gx/core/order.h>

typedef enum gx_referral_kind { GX_REFERRAL_OPEN, GX_REFERRAL_AFFILIATE } gx_referral_kind;

typedef struct gx_referral_rules {
    uint32_t open_ppm;      /* 30,000: 3 % */
    uint32_t affiliate_ppm; /* 50,000: 5 % */
    gx_fen cap;             /* ¥1,000: at most that much an order */
    uint16_t score_min;     /* 600: of an open referral's recommender */
} gx_referral_rules;

gx_referral_rules gx_referral_rules_default(void);

/* From now on; orders keep the rate and the cap under which their recommender was attached.
 *
 * Refused: GX_REFUSED_RULE (ppm, 1,000,000) for a rate above that, open first; GX_REFUSED_RULE (cap, 0)
 * below 0. */
gx_answer gx_referral_set_rules(gx_book *book, const gx_referral_rules *rules, uint32_t now);

/* An order of this book came by a recommendation of `by.user`, of any book.
 *
 * Refused: GX_REFUSED_THEME (0, GX_THEME_ORDERS) when the book is without orders; the order's handle;
 * GX_REFUSED_RULE (kind, 1) for another kind; GX_REFUSED_STATE (SHIPPED, PLACED) when it is shipped;
 * GX_REFUSED_TWICE (1, 0) when it has a recommender; GX_REFUSED_NOT_ADDRESSED (by.user, by.user) when he is
 * the buyer or the merchant himself; GX_REFUSED_SCORE (by.score, score_min) for an open one below the least
 * score.
 *
 * Done: answer.amount is the commission that the order would give as it is. */
gx_answer gx_referral_attach(gx_book *book, gx_order order, const gx_pass *by, gx_referral_kind kind,
                             uint32_t now);

#endif
