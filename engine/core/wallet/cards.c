/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards, top-up, withdrawal (W2). */
#include "ledger/book_internal.h"

/* ---- Rules */

gx_answer gx_rule_bind_card(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    uint32_t user = op->args.bind_card.user;
    if (!gx_is_user(book, user))
        return gx_refuse_party(user);
    uint8_t *flags = &book->flags[gx_party_of(book, user)];
    book->counts.cards += (*flags & GX_FLAG_CARD) == 0;
    *flags |= GX_FLAG_CARD;
    return gx_done(0);
}

gx_answer gx_rule_top_up(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_fen amount = op->args.top_up.amount;
    gx_party user = gx_party_of(book, op->key.account);
    if ((book->flags[user] & GX_FLAG_CARD) == 0)
        return gx_refuse(GX_REFUSED_NO_CARD, 0, 1);
    gx_answer answer = gx_check_inflow(book, GX_HOUSE_CARD_GATEWAY, amount);
    if (answer.code == GX_DONE)
        answer = gx_check_payee(book, user, amount);
    if (answer.code == GX_DONE) {
        gx_post(book, gx_house(book, GX_HOUSE_CARD_GATEWAY), gx_account_of(book, user), amount);
        gx_count(&book->counts.top_ups, &book->counts.topped_up, amount);
    }
    return answer;
}

gx_answer gx_rule_withdraw(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_fen amount = op->args.withdraw.amount;
    gx_party user = gx_party_of(book, op->key.account);
    gx_spend spend = {.party = user, .amount = amount, .now = op->now, .purpose = GX_FOR_WITHDRAWAL};
    if ((book->flags[user] & GX_FLAG_CARD) == 0)
        return gx_refuse(GX_REFUSED_NO_CARD, 0, 1);
    gx_answer answer = gx_check_spend(book, &spend);
    if (answer.code == GX_DONE) {
        gx_post(book, gx_account_of(book, user), gx_house(book, GX_HOUSE_CARD_GATEWAY), amount);
        gx_note_spend(book, &spend);
        gx_count(&book->counts.withdrawals, &book->counts.withdrawn, amount);
    }
    return answer;
}

/* ---- Calls */

gx_answer gx_wallet_bind_card(gx_book *book, uint32_t user, uint32_t now)
{
    gx_op op = {.kind = GX_OP_BIND_CARD, .now = now, .args.bind_card = {user}};
    return gx_book_do(book, &op, NULL);
}

bool gx_wallet_has_card(const gx_book *book, uint32_t user)
{
    return gx_is_user(book, user) && (book->flags[gx_party_of(book, user)] & GX_FLAG_CARD) != 0;
}

gx_answer gx_wallet_top_up(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now)
{
    gx_op op = {.kind = GX_OP_TOP_UP, .now = now, .key = key, .args.top_up = {amount}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_wallet_withdraw(gx_book *book, gx_op_key key, gx_fen amount, uint32_t now)
{
    gx_op op = {.kind = GX_OP_WITHDRAW, .now = now, .key = key, .args.withdraw = {amount}};
    return gx_book_do(book, &op, NULL);
}
