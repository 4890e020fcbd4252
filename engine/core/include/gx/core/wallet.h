/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wallet: cards, top-up, withdrawal (W2). In every book. O(1).
 *
 * Who needs a card: nobody, to send on what he has received, to a friend or in a packet; but money leaves for
 * the bank, and is spent at a shop (order.h), only by who has one. Only users have cards. */
#ifndef GX_CORE_WALLET_H
#define GX_CORE_WALLET_H

#include <gx/core/book.h>

/* BIND_CARD, UNBIND_CARD. Binding again is done and changes nothing, and so is unbinding what is not there.
 * Refused: not a user of the book (GX_REFUSED_ACCOUNT, 0, user). Done: amount 0. */
gx_answer gx_wallet_bind_card(gx_book *book, uint32_t user, uint32_t now);
gx_answer gx_wallet_unbind_card(gx_book *book, uint32_t user, uint32_t now);
bool gx_wallet_has_card(const gx_book *book, uint32_t user);

/* TOP_UP. From the user's bank into the balance. Refused, in this order: no card (GX_REFUSED_NO_CARD, 0, 1);
 * amount below 1 or above what the book can take (GX_REFUSED_AMOUNT); the account may not take it
 * (GX_REFUSED_FROZEN, GX_REFUSED_CAP). */
gx_answer gx_wallet_top_up(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now);

/* What a withdrawal costs. A new book asks for nothing. */
typedef struct gx_wallet_rules {
    gx_fen free_quota; /* in a user's lifetime: ¥1,000 (WeChat, 2016-03), ¥20,000 (Alipay, 2016-10) */
    uint32_t fee_ppm;  /* of what goes beyond it, in millionths; 0: nothing. 1000 is 0.1 % */
    gx_fen fee_min;    /* the least fee of a withdrawal that goes beyond it (0: see below) */
} gx_wallet_rules;

/* WALLET_RULES. From now on. GX_REFUSED_RULE, in this order: free_quota below 0 (have it, need 0); fee_ppm
 * above 1,000,000 (have it, need that); fee_min below 0 or above 1,000,000 (have it, need 1,000,000).
 * GX_REFUSED_MEMORY. Done: amount 0. O(1), but the first with a fee_ppm above 0 makes a column of sums:
 * O(users). */
gx_answer gx_wallet_set_rules(gx_book *book, const gx_wallet_rules *rules, uint32_t now);
gx_wallet_rules gx_wallet_rules_now(const gx_book *book);

/* WITHDRAW. From the balance to the user's bank; the fee goes from the balance to GX_HOUSE_FEES beside it.
 *
 *     charged = the part of `amount` that goes beyond what is left of the free quota
 *     fee     = 0 if fee_ppm or charged is 0, else the larger of fee_min and charged * fee_ppm / 1,000,000
 * rounded UP to whole fen (so 1 fen at least, and cutting a withdrawal into pieces never saves anything)
 *
 * The quota is used up by all that a user withdrew (without fees) since the first WALLET_RULES with a fee_ppm
 * above 0 in this book, at whatever rules; this sum stops at INT64_MAX.
 *
 * Refused, in this order: no card (GX_REFUSED_NO_CARD, 0, 1); amount below 1 (GX_REFUSED_AMOUNT, amount, 1);
 * frozen (GX_REFUSED_FROZEN); the balance does not cover amount + fee (GX_REFUSED_FUNDS: balance, amount +
 * fee, at most INT64_MAX); what the themes have to say of a payment of amount + fee. Done: answer.amount is
 * the amount, result.second the fee. */
gx_answer gx_wallet_withdraw(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now);

/* What WITHDRAW would take beside `amount` now. 0 for strangers and for amounts below 1. */
gx_fen gx_wallet_withdrawal_fee(const gx_book *book, uint32_t user, gx_fen amount);

#endif
