/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money moves here and nowhere else; and what is asked before it may. Inline: a payment is three or four of
 * these, each a handful of instructions. A part of book_internal.h. */
#ifndef GX_CORE_LEDGER_POST_H
#define GX_CORE_LEDGER_POST_H

#include "ledger/book_internal.h"

/* Totals of turnover: they wrap instead of overflowing, so they still add up over books. */
static inline void gx_count(uint64_t *number, gx_fen *sum, gx_fen amount)
{
    ++*number;
    *sum = (gx_fen)((uint64_t)*sum + (uint64_t)amount);
}

/* What the movement does to the control totals of the classes. */
static inline void gx_keep_totals(gx_book *book, gx_account account, gx_fen change)
{
    if (account < book->credit_at)
        book->inside_total += change;
    else if (account < book->house_at)
        book->credit_total += change;
}

/* A change that keeps a balance of a party between 0 and GX_BOOK_LIMIT leaves the flags above it alone. */
static inline void gx_change_balance(gx_book *book, gx_account account, gx_fen change)
{
    book->balance[account] = (gx_fen)((uint64_t)book->balance[account] + (uint64_t)change);
}

/* THE movement of money: every balance changes here and nowhere else. The caller has checked the rules; an
 * account that would fall on the wrong side of 0 is a defect. */
static inline void gx_post(gx_book *book, gx_account debit, gx_account credit, gx_fen amount)
{
    GX_ASSERT(amount > 0 && debit != credit);
    gx_change_balance(book, debit, -amount);
    gx_change_balance(book, credit, amount);
    GX_ASSERT(debit >= book->credit_at || gx_balance(book, debit) >= 0);
    GX_ASSERT(credit < book->credit_at || credit >= book->house_at || book->balance[credit] <= 0);
    gx_keep_totals(book, debit, -amount);
    gx_keep_totals(book, credit, amount);
    if (book->keep_postings) {
        GX_ASSERT(book->posted_count < GX_POSTINGS_MAX);
        book->posted[book->posted_count++] =
            (gx_posting){.debit = (uint32_t)debit, .credit = (uint32_t)credit, .amount = amount};
    }
}

/* ---- May it move? Each question twice: as yes or no, for the way that is gone by the billion, and with the
 * rule that refuses and its figures. An answer is four words, and a compiler that joins two ways to one of
 * them writes it in pieces and reads it back whole, which takes longer than the rule (README.md, "Nothing
 * waits for a store"). */

/* Is this party's account not frozen for what leaves it, by whatever way. */
static inline gx_answer gx_check_may_pay(const gx_book *book, gx_party payer)
{
    bool frozen = (gx_flags_beside(book, payer) & GX_FLAG_NO_DEBIT) != 0;
    return frozen ? gx_refuse(GX_REFUSED_FROZEN, 0, 0) : gx_done(0);
}

/* Can this party give `amount`: at least 1 fen, not frozen, covered. */
static inline gx_answer gx_check_payer(const gx_book *book, gx_party payer, gx_fen amount)
{
    if (amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, amount, 1);
    if ((gx_flags_beside(book, payer) & GX_FLAG_NO_DEBIT) != 0)
        return gx_refuse(GX_REFUSED_FROZEN, 0, 0);
    gx_fen balance = gx_party_balance(book, payer);
    return balance < amount ? gx_refuse(GX_REFUSED_FUNDS, balance, amount) : gx_done(amount);
}

/* How much more this account may hold, if it has a cap. */
static inline gx_fen gx_room_below_cap(const gx_book *book, gx_party payee)
{
    return book->cap[payee] - gx_party_balance(book, payee);
}

/* Can this party take `amount`: not frozen for what comes in, below its cap. */
static inline bool gx_may_take(const gx_book *book, gx_party payee, gx_fen amount)
{
    unsigned flags = gx_flags_beside(book, payee) & (GX_FLAG_NO_CREDIT | GX_FLAG_CAPPED);
    return flags == 0 || (flags == GX_FLAG_CAPPED && amount <= gx_room_below_cap(book, payee));
}

static inline gx_answer gx_check_payee(const gx_book *book, gx_party payee, gx_fen amount)
{
    if (gx_may_take(book, payee, amount))
        return gx_done(amount);
    if ((gx_flags_beside(book, payee) & GX_FLAG_NO_CREDIT) != 0)
        return gx_refuse(GX_REFUSED_FROZEN, 0, 0);
    gx_fen room = gx_room_below_cap(book, payee);
    return gx_refuse(GX_REFUSED_CAP, room > 0 ? room : 0, amount);
}

/* The most that may come in from an account of the house, so that the book stays within GX_BOOK_LIMIT. */
static inline gx_fen gx_inflow_most(const gx_book *book, gx_house_account source)
{
    gx_fen room = GX_BOOK_LIMIT - book->inside_total - book->balance[gx_house(book, GX_HOUSE_ESCROW)];
    gx_fen credit = GX_BOOK_LIMIT + book->balance[gx_house(book, source)];
    return room < credit ? room : credit;
}

/* Is `amount` a sum that may come in from this account of the house. */
static inline bool gx_may_flow_in(const gx_book *book, gx_house_account source, gx_fen amount)
{
    return amount >= 1 && amount <= gx_inflow_most(book, source);
}

static inline gx_answer gx_check_inflow(const gx_book *book, gx_house_account source, gx_fen amount)
{
    if (gx_may_flow_in(book, source, amount))
        return gx_done(amount);
    return gx_refuse(GX_REFUSED_AMOUNT, amount, amount < 1 ? 1 : gx_inflow_most(book, source));
}

/* gx_check_payer, and what the themes have to say of paying: limits of identity, risk rules. Every rule by
 * which a party pays from its balance asks this before it moves money, and calls gx_note_spend after. */
static inline gx_answer gx_check_spend(const gx_book *book, const gx_spend *spend)
{
    gx_fen from_balance = spend->amount - spend->from_card;
    gx_answer answer = from_balance == 0 && spend->from_card > 0
                           ? gx_check_may_pay(book, spend->party)
                           : gx_check_payer(book, spend->party, from_balance);
    if (answer.code != GX_DONE)
        return answer;
    return book->spender_count == 0 ? gx_done(spend->amount) : gx_ask_spenders(book, spend);
}

static inline void gx_note_spend(gx_book *book, const gx_spend *spend)
{
    if (book->spender_count != 0)
        gx_tell_spenders(book, spend);
}

/* ---- What is held */

/* More of the owner's balance into what is held already. */
static inline void gx_held_add(gx_book *book, gx_held *held, gx_fen amount)
{
    held->remaining += amount;
    gx_post(book, gx_account_of(book, held->owner), gx_house(book, GX_HOUSE_ESCROW), amount);
    book->held_total += amount;
}

/* From the owner's balance, which covers the amount, into escrow. */
static inline void gx_held_open(gx_book *book, gx_held *held, gx_party owner, gx_fen amount, uint32_t expires)
{
    *held = (gx_held){.owner = owner, .expires = expires};
    gx_held_add(book, held, amount);
    gx_count(&book->counts.holds, &book->counts.held, amount);
}

/* Out of escrow, whatever for. */
static inline void gx_held_release(gx_book *book, gx_held *held, gx_account to, gx_fen amount)
{
    GX_ASSERT(held->remaining >= amount);
    held->remaining -= amount;
    book->held_total -= amount;
    gx_post(book, gx_house(book, GX_HOUSE_ESCROW), to, amount);
}

/* A part, or all of it, to an account of this book; or to clearing. With the last fen the record that has it
 * is over, or waits for more: its keeper's decision. */
static inline void gx_held_pay_to(gx_book *book, gx_held *held, gx_account to, gx_fen amount)
{
    gx_held_release(book, held, to, amount);
    gx_count(&book->counts.posts, &book->counts.posted, amount);
}

static inline void gx_held_pay(gx_book *book, gx_held *held, gx_fen amount)
{
    gx_held_pay_to(book, held, gx_house(book, GX_HOUSE_CLEARING), amount);
}

#endif
