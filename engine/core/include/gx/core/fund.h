/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Idle money: the money fund on the balance (W6), and what the platform earns on what lies there (W8). Theme
 * FUND.
 *
 * Everything a day brings is counted for each user, with a remainder that is carried: nothing is lost or made
 * by rounding however long it lasts, and nothing depends on how users are cut into books. With B_d what lay
 * in the fund on day d, and R_d the rate of that day, a user was paid after any number of days
 *
 *     floor( sum over d of B_d * R_d  /  1,000,000,000 )   fen,
 *
 * where interest paid before is part of B_d; and so for channel fee and float, each by itself. */
#ifndef GX_CORE_FUND_H
#define GX_CORE_FUND_H

#include <gx/core/book.h>

typedef struct gx_fund_rules {
    uint32_t interest_ppb; /* of what lies in the fund, a DAY, in 10^-9: 109,589 (4 % a year) */
    uint32_t channel_ppm; /* the fund's fee to the platform for what lies in it, a year of 365 days, in 10^-6:
                             2,500 (0.25 %) */
    uint32_t float_ppm;   /* what the platform earns on what lies in balances, likewise: 3,500 (0.35 %) */
} gx_fund_rules;

gx_fund_rules gx_fund_rules_default(void); /* what a new book has */

/* FUND_RULES. From now on; remainders stay. GX_REFUSED_RULE, in this order: interest_ppb above 1,000,000,000
 * (have it, need that); channel_ppm, float_ppm above 1,000,000 (likewise). Done: amount 0. */
gx_answer gx_fund_set_rules(gx_book *book, const gx_fund_rules *rules, uint32_t now);
gx_fund_rules gx_fund_rules_now(const gx_book *book); /* without the theme: all zero */

/* FUND_BUY. A user (key.account) moves money from the balance into the fund. Refused, in this order: not a
 * user (GX_REFUSED_ACCOUNT, 0, account); no real name (GX_REFUSED_IDENTITY, 0, 1: tier 0; not asked in a book
 * without the theme IDENTITY, which knows no names); no card (GX_REFUSED_NO_CARD, 0, 1); what may be said
 * against a payment of the amount from the balance (below 1: GX_REFUSED_AMOUNT, amount, 1; GX_REFUSED_FROZEN;
 * GX_REFUSED_FUNDS, balance, amount; themes). Done: answer.amount is the amount. O(1). */
gx_answer gx_fund_buy(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now);

/* FUND_REDEEM. And back. Needs neither name nor card. Refused, in this order: not a user (GX_REFUSED_ACCOUNT,
 * 0, account); amount below 1 (GX_REFUSED_AMOUNT, amount, 1); not so much in the fund (GX_REFUSED_FUNDS,
 * fund, amount); the balance may not take it (GX_REFUSED_FROZEN, GX_REFUSED_CAP). Done: answer.amount is the
 * amount. O(1). */
gx_answer gx_fund_redeem(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now);

/* FUND_DAY. The host says that a user's day is counted: at most once on each calendar day of the book,
 * whenever on that day; a day on which it does not come brings nothing. With F in his fund and B in his
 * balance just now:
 *
 *     interest    = (F * interest_ppb + its remainder) / 1,000,000,000       YIELD to his fund
 *     channel fee = (F * channel_ppm  + its remainder) / 365,000,000         YIELD to FEES
 *     float       = (B * float_ppm    + its remainder) / 365,000,000         YIELD to FEES
 *
 * each rounded down, and what the division leaves is the new remainder. Refused, in this order: not a user
 * (GX_REFUSED_ACCOUNT, 0, user); counted today already (GX_REFUSED_TWICE, 1, 0); the three together are above
 * 0 and more than the book can take (GX_REFUSED_AMOUNT). Done: answer.amount is the interest, result.second
 * the channel fee, result.third the float; any of them may be 0. The account's flags do not stand in the way.
 * O(1). */
gx_answer gx_fund_day(gx_book *book, uint32_t user, uint32_t now);

gx_fen gx_fund_balance(const gx_book *book, uint32_t user); /* 0 for strangers, and without the theme */

/* Idle balance: what lies still, and what came of it since the book was made. */
typedef struct gx_idle {
    gx_fen balances; /* of users; of merchants and pools nothing */
    gx_fen funds;
    gx_fen interest; /* paid to users */
    gx_fen channel;  /* fees paid by the fund to the platform */
    gx_fen floated;  /* what the platform earned on balances */
} gx_idle;

/* Of the whole book: O(users). Without the theme only `balances` is not 0. Sums over books are independent of
 * the cut. Of one user: balance and fund are gx_book_balance and gx_fund_balance. */
gx_idle gx_wallet_idle(const gx_book *book);

#endif
