/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wallet (W2, W3): cards, top-up, withdrawal, transfers within a book and across books.
 *
 * Each keyed operation is a pair: the rule itself, which decides and moves, and the public call, which asks
 * the keys first and has them remember the answer, a refusal too. */
#include "book_internal.h"

static gx_answer no_account(uint32_t user)
{
    return gx_refuse(GX_REFUSED_ACCOUNT, 0, user);
}

gx_answer gx_wallet_open(gx_book *book, uint32_t user, gx_fen amount)
{
    if (!gx_book_has(book, user))
        return no_account(user);
    if (amount == 0)
        return gx_done(0);
    gx_answer answer = gx_check_inflow(book, GX_HOUSE_OPENING, amount);
    if (answer.code == GX_DONE)
        gx_post(book, gx_house(book, GX_HOUSE_OPENING), gx_account_of(book, user), amount);
    return answer;
}

gx_answer gx_wallet_bind_card(gx_book *book, uint32_t user)
{
    if (!gx_book_has(book, user))
        return no_account(user);
    uint8_t *flags = &book->flags[gx_account_of(book, user)];
    book->counts.cards += (*flags & GX_FLAG_CARD) == 0;
    *flags |= GX_FLAG_CARD;
    return gx_done(0);
}

bool gx_wallet_has_card(const gx_book *book, uint32_t user)
{
    return gx_book_has(book, user) && (book->flags[gx_account_of(book, user)] & GX_FLAG_CARD) != 0;
}

static gx_answer top_up(gx_book *book, uint32_t user, gx_fen amount)
{
    if (!gx_wallet_has_card(book, user))
        return gx_refuse(GX_REFUSED_NO_CARD, 0, 1);
    gx_answer answer = gx_check_inflow(book, GX_HOUSE_CARD_GATEWAY, amount);
    if (answer.code == GX_DONE) {
        gx_post(book, gx_house(book, GX_HOUSE_CARD_GATEWAY), gx_account_of(book, user), amount);
        gx_count(&book->counts.top_ups, &book->counts.topped_up, amount);
    }
    return answer;
}

gx_answer gx_wallet_top_up(gx_book *book, gx_op_key key, gx_fen amount)
{
    gx_ticket ticket;
    gx_outcome known;
    if (!gx_admit(book, key, gx_content(GX_OP_TOP_UP, 0, amount), &ticket, &known))
        return known.answer;
    return gx_close(ticket, top_up(book, key.account, amount));
}

static gx_answer withdraw(gx_book *book, uint32_t user, gx_fen amount)
{
    if (!gx_wallet_has_card(book, user))
        return gx_refuse(GX_REFUSED_NO_CARD, 0, 1);
    gx_answer answer = gx_check_payer(book, gx_account_of(book, user), amount);
    if (answer.code == GX_DONE) {
        gx_post(book, gx_account_of(book, user), gx_house(book, GX_HOUSE_CARD_GATEWAY), amount);
        gx_count(&book->counts.withdrawals, &book->counts.withdrawn, amount);
    }
    return answer;
}

gx_answer gx_wallet_withdraw(gx_book *book, gx_op_key key, gx_fen amount)
{
    gx_ticket ticket;
    gx_outcome known;
    if (!gx_admit(book, key, gx_content(GX_OP_WITHDRAW, 0, amount), &ticket, &known))
        return known.answer;
    return gx_close(ticket, withdraw(book, key.account, amount));
}

/* Out of a user's account to another account of the book. */
static gx_answer pay(gx_book *book, uint32_t from, gx_account to, gx_fen amount)
{
    gx_answer answer = gx_check_payer(book, gx_account_of(book, from), amount);
    if (answer.code == GX_DONE) {
        gx_post(book, gx_account_of(book, from), to, amount);
        gx_count(&book->counts.transfers, &book->counts.transferred, amount);
    }
    return answer;
}

gx_answer gx_transfer(gx_book *book, gx_op_key key, uint32_t to, gx_fen amount)
{
    gx_ticket ticket;
    gx_outcome known;
    bool payee = gx_book_has(book, to) && to != key.account;
    if (payee)
        __builtin_prefetch(&book->balance[gx_account_of(book, to)], 1);
    if (!gx_admit(book, key, gx_content(GX_OP_TRANSFER, to, amount), &ticket, &known))
        return known.answer;
    return gx_close(ticket, payee ? pay(book, key.account, gx_account_of(book, to), amount) : no_account(to));
}

gx_answer gx_transfer_out(gx_book *book, gx_op_key key, gx_fen amount)
{
    gx_ticket ticket;
    gx_outcome known;
    if (!gx_admit(book, key, gx_content(GX_OP_TRANSFER_OUT, 0, amount), &ticket, &known))
        return known.answer;
    return gx_close(ticket, pay(book, key.account, gx_house(book, GX_HOUSE_CLEARING), amount));
}

gx_answer gx_transfer_in(gx_book *book, uint32_t to, gx_fen amount)
{
    if (!gx_book_has(book, to))
        return no_account(to);
    gx_answer answer = gx_check_inflow(book, GX_HOUSE_CLEARING, amount);
    if (answer.code == GX_DONE)
        gx_post(book, gx_house(book, GX_HOUSE_CLEARING), gx_account_of(book, to), amount);
    return answer;
}
