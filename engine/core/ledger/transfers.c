/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening, transfers within a book and across books (W3), account flags. */
#include "ledger/door.h"

#include <gx/base/memory.h>

/* ---- Rules */

static inline gx_answer open_account(gx_book *book, uint32_t owner, gx_fen amount)
{
    gx_party party = gx_party_of(book, owner);
    if (party == GX_NO_PARTY)
        return gx_refuse_party(owner);
    if (book->began)
        return gx_refuse(GX_REFUSED_SETUP, 0, 0);
    if (amount == 0)
        return gx_done(0);
    if (!gx_may_flow_in(book, GX_HOUSE_OPENING, amount))
        return gx_check_inflow(book, GX_HOUSE_OPENING, amount);
    gx_post(book, gx_house(book, GX_HOUSE_OPENING), gx_account_of(book, party), amount);
    return gx_done(amount);
}

gx_answer gx_rule_open(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    return open_account(book, op->args.open.party, op->args.open.amount);
}

/* What a balancing transfer may move: not more than the payer has. */
static gx_fen cut_to_payer(const gx_book *book, gx_party payer, gx_fen amount)
{
    gx_fen balance = gx_party_balance(book, payer);
    return balance > 0 && amount > balance ? balance : amount;
}

/* … and not more than the payee may take. */
static gx_fen cut_to_payee(const gx_book *book, gx_party payee, gx_fen amount)
{
    if ((gx_flags_beside(book, payee) & GX_FLAG_CAPPED) == 0)
        return amount;
    gx_fen room = gx_room_below_cap(book, payee);
    return room > 0 && amount > room ? room : amount;
}

static gx_answer pay(gx_book *book, const gx_op *op, gx_party from, gx_account to, gx_fen amount,
                     gx_purpose purpose)
{
    gx_spend spend = {.party = from, .amount = amount, .now = op->now, .purpose = purpose};
    gx_answer answer = gx_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    gx_post(book, gx_account_of(book, from), to, amount);
    gx_note_spend(book, &spend);
    gx_count(&book->counts.transfers, &book->counts.transferred, amount);
    return gx_done(amount);
}

/* Spending at a shop takes a bound card (W2), also when it is called a transfer. */
static bool lacks_card_for(const gx_book *book, gx_party from, gx_party to)
{
    bool to_shop = to >= book->users && to < book->users + book->merchants.count;
    return (book->themes & GX_THEME_IDENTITY) != 0 && from < book->users && to_shop &&
           !gx_has_card(book, from);
}

gx_answer gx_rule_transfer(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_transfer *args = &op->args.transfer;
    gx_party from = gx_party_of(book, op->key.account);
    gx_party to = gx_party_of(book, args->to);
    gx_fen amount = args->amount;
    if (to == GX_NO_PARTY || to == from)
        return gx_refuse_party(args->to);
    if (lacks_card_for(book, from, to))
        return gx_refuse(GX_REFUSED_NO_CARD, 0, 1);
    if (args->balancing)
        amount = cut_to_payee(book, to, cut_to_payer(book, from, amount));
    if (amount >= 1) { /* below: the payer's rule */
        gx_answer answer = gx_check_payee(book, to, amount);
        if (answer.code != GX_DONE)
            return answer;
    }
    return pay(book, op, from, gx_account_of(book, to), amount, GX_FOR_TRANSFER);
}

gx_answer gx_rule_transfer_out(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_transfer_out *args = &op->args.transfer_out;
    gx_party from = gx_party_of(book, op->key.account);
    if (args->purpose != GX_FOR_TRANSFER && args->purpose != GX_FOR_BILL)
        return gx_refuse(GX_REFUSED_RULE, args->purpose, GX_FOR_BILL);
    gx_fen amount = args->balancing ? cut_to_payer(book, from, args->amount) : args->amount;
    return pay(book, op, from, gx_house(book, GX_HOUSE_CLEARING), amount, (gx_purpose)args->purpose);
}

/* The rule. */
static inline bool take_in(gx_book *book, uint32_t payee, gx_fen amount, bool returned)
{
    gx_party to = gx_party_of(book, payee);
    if (to == GX_NO_PARTY || !gx_may_flow_in(book, GX_HOUSE_CLEARING, amount) ||
        (!returned && !gx_may_take(book, to, amount)))
        return false;
    gx_post(book, gx_house(book, GX_HOUSE_CLEARING), gx_account_of(book, to), amount);
    return true;
}

/* Why not. */
static gx_answer refuse_in(const gx_book *book, uint32_t payee, gx_fen amount)
{
    gx_party to = gx_party_of(book, payee);
    if (to == GX_NO_PARTY)
        return gx_refuse_party(payee);
    gx_answer answer = gx_check_inflow(book, GX_HOUSE_CLEARING, amount);
    return answer.code == GX_DONE ? gx_check_payee(book, to, amount) : answer;
}

gx_answer gx_rule_transfer_in(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_transfer_in *args = &op->args.transfer_in;
    return take_in(book, args->to, args->amount, args->returned) ? gx_done(args->amount)
                                                                 : refuse_in(book, args->to, args->amount);
}

/* Makes a column of parties unless it is there; false when memory is exhausted. */
static bool has_column(void **column, uint32_t parties, size_t size)
{
    if (*column == NULL)
        *column = gx_alloc_columns(parties, size);
    return *column != NULL;
}

gx_answer gx_rule_flags_set(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_flags_set *args = &op->args.flags_set;
    const uint8_t known = GX_ACCOUNT_NO_DEBIT | GX_ACCOUNT_NO_CREDIT | GX_ACCOUNT_CAPPED;
    gx_party party = gx_party_of(book, args->party);
    if (party == GX_NO_PARTY)
        return gx_refuse_party(args->party);
    if ((args->flags & ~known) != 0)
        return gx_refuse(GX_REFUSED_RULE, args->flags, known);
    bool capped = (args->flags & GX_ACCOUNT_CAPPED) != 0;
    if (capped && (args->cap < 0 || args->cap > GX_BOOK_LIMIT))
        return gx_refuse(GX_REFUSED_RULE, args->cap, GX_BOOK_LIMIT);
    /* A column of flags that nobody has says nothing, one of caps does: so it comes last. */
    if ((args->flags != 0 && !has_column((void **)&book->flags, book->parties, sizeof *book->flags)) ||
        (capped && !has_column((void **)&book->cap, book->parties, sizeof *book->cap)))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    if (book->flags != NULL)
        book->flags[party] = (uint8_t)(args->flags << 1);
    gx_set_word_bit(book, party, GX_WORD_MORE_BIT, args->flags != 0);
    if (book->cap != NULL)
        book->cap[party] = capped ? args->cap : 0;
    return gx_done(0);
}
_Static_assert(GX_FLAG_NO_DEBIT == GX_ACCOUNT_NO_DEBIT << 1 &&
                   GX_FLAG_NO_CREDIT == GX_ACCOUNT_NO_CREDIT << 1 && GX_FLAG_CAPPED == GX_ACCOUNT_CAPPED << 1,
               "the flags of the interface, beside the card");

/* ---- Calls */

gx_answer gx_open(gx_book *book, uint32_t party, gx_fen amount)
{
    if (gx_door_is_light(book, false, book->now)) {
        gx_answer answer = open_account(book, party, amount);
        book->touched |= answer.code == GX_DONE;
        return answer;
    }
    gx_op op = {.kind = GX_OP_OPEN, .now = book->now, .args.open = {party, amount}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_transfer(gx_book *book, gx_op_key key, uint32_t to, gx_fen amount, uint32_t now)
{
    gx_op op = {.kind = GX_OP_TRANSFER, .now = now, .key = key, .args.transfer = {to, amount, 0}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_transfer_out(gx_book *book, gx_op_key key, uint32_t to, gx_fen amount, uint32_t now)
{
    gx_op op = {.kind = GX_OP_TRANSFER_OUT,
                .now = now,
                .key = key,
                .args.transfer_out = {.to = to, .amount = amount}};
    return gx_book_do(book, &op, NULL);
}

static gx_answer arrive(gx_book *book, uint32_t to, gx_fen amount, uint32_t now, uint8_t returned)
{
    if (gx_door_is_light(book, false, now)) {
        if (!take_in(book, to, amount, returned))
            return refuse_in(book, to, amount);
        gx_door_left(book, now);
        return gx_done(amount);
    }
    gx_op op = {.kind = GX_OP_TRANSFER_IN, .now = now, .args.transfer_in = {to, amount, returned}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_transfer_in(gx_book *book, uint32_t to, gx_fen amount, uint32_t now)
{
    return arrive(book, to, amount, now, 0);
}

gx_answer gx_transfer_return(gx_book *book, uint32_t to, gx_fen amount, uint32_t now)
{
    return arrive(book, to, amount, now, 1);
}

gx_answer gx_account_flags(gx_book *book, uint32_t party, uint8_t flags, gx_fen cap, uint32_t now)
{
    gx_op op = {.kind = GX_OP_FLAGS_SET, .now = now, .args.flags_set = {party, flags, cap}};
    return gx_book_do(book, &op, NULL);
}
