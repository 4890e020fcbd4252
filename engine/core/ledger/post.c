/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money moves here and nowhere else; and what is asked before it may. */
#include "ledger/book_internal.h"

void gx_count(uint64_t *number, gx_fen *sum, gx_fen amount)
{
    ++*number;
    *sum = (gx_fen)((uint64_t)*sum + (uint64_t)amount);
}

/* What the movement does to the control totals of the classes. */
static void keep_totals(gx_book *book, gx_account account, gx_fen change)
{
    if (account < book->credit_at)
        book->inside_total += change;
    else if (account < book->house_at)
        book->credit_total += change;
}

void gx_post(gx_book *book, gx_account debit, gx_account credit, gx_fen amount)
{
    GX_ASSERT(amount > 0 && debit != credit);
    gx_fen *balance = book->balance;
    balance[debit] -= amount;
    balance[credit] += amount;
    GX_ASSERT(debit >= book->credit_at || balance[debit] >= 0);
    GX_ASSERT(credit < book->credit_at || credit >= book->house_at || balance[credit] <= 0);
    keep_totals(book, debit, -amount);
    keep_totals(book, credit, amount);
    if (book->keep_postings) {
        GX_ASSERT(book->posted_count < GX_POSTINGS_MAX);
        book->posted[book->posted_count++] =
            (gx_posting){.debit = (uint32_t)debit, .credit = (uint32_t)credit, .amount = amount};
    }
}

void gx_unpost(gx_book *book, const gx_posting *posting)
{
    book->balance[posting->debit] += posting->amount;
    book->balance[posting->credit] -= posting->amount;
    keep_totals(book, posting->debit, posting->amount);
    keep_totals(book, posting->credit, -posting->amount);
}

gx_answer gx_check_may_pay(const gx_book *book, gx_party payer)
{
    bool frozen = (book->flags[payer] & GX_FLAG_NO_DEBIT) != 0;
    return frozen ? gx_refuse(GX_REFUSED_FROZEN, 0, 0) : gx_done(0);
}

gx_answer gx_check_payer(const gx_book *book, gx_party payer, gx_fen amount)
{
    if (amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, amount, 1);
    gx_answer answer = gx_check_may_pay(book, payer);
    if (answer.code != GX_DONE)
        return answer;
    gx_fen balance = book->balance[gx_account_of(book, payer)];
    return balance < amount ? gx_refuse(GX_REFUSED_FUNDS, balance, amount) : gx_done(amount);
}

gx_answer gx_check_payee(const gx_book *book, gx_party payee, gx_fen amount)
{
    uint8_t flags = book->flags[payee];
    if ((flags & GX_FLAG_NO_CREDIT) != 0)
        return gx_refuse(GX_REFUSED_FROZEN, 0, 0);
    if ((flags & GX_FLAG_CAPPED) == 0)
        return gx_done(amount);
    gx_fen room = book->cap[payee] - book->balance[gx_account_of(book, payee)];
    return amount > room ? gx_refuse(GX_REFUSED_CAP, room > 0 ? room : 0, amount) : gx_done(amount);
}

gx_answer gx_check_inflow(const gx_book *book, gx_house_account source, gx_fen amount)
{
    if (amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, amount, 1);
    gx_fen room = GX_BOOK_LIMIT - book->inside_total - book->balance[gx_house(book, GX_HOUSE_ESCROW)];
    gx_fen credit = GX_BOOK_LIMIT + book->balance[gx_house(book, source)];
    gx_fen most = room < credit ? room : credit;
    return amount <= most ? gx_done(amount) : gx_refuse(GX_REFUSED_AMOUNT, amount, most);
}

gx_answer gx_check_spend(const gx_book *book, const gx_spend *spend)
{
    gx_fen from_balance = spend->amount - spend->from_card;
    gx_answer answer = from_balance == 0 && spend->from_card > 0
                           ? gx_check_may_pay(book, spend->party)
                           : gx_check_payer(book, spend->party, from_balance);
    if (answer.code != GX_DONE)
        return answer;
    for (unsigned i = 0; i < book->spender_count; i++) {
        if (book->spenders[i]->check_spend == NULL)
            continue;
        gx_answer said = book->spenders[i]->check_spend(book, spend);
        if (said.code != GX_DONE)
            return said;
    }
    return gx_done(spend->amount);
}

void gx_note_spend(gx_book *book, const gx_spend *spend)
{
    for (unsigned i = 0; i < book->spender_count; i++)
        if (book->spenders[i]->note_spend != NULL)
            book->spenders[i]->note_spend(book, spend);
}
