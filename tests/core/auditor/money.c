/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's money: one array of accounts, and what the books' rules say of moving it. */
#include "core/auditor/world.h"

#include <stdlib.h>

static const gx_fen book_limit = (gx_fen)1
                                 << 60; /* of what one book holds, and of what an account of the house owes */

static bool right_side(uint32_t account, gx_fen money)
{
    if (account >= AUD_HOUSE_AT)
        return true;
    return account >= AUD_CREDIT_AT ? money <= 0 : money >= 0;
}

void aud_move(aud_book *book, uint32_t from, uint32_t to, gx_fen amount)
{
    book->money[from] -= amount;
    book->money[to] += amount;
    if (amount < 1 || from == to || !right_side(from, book->money[from]) ||
        !right_side(to, book->money[to])) {
        fprintf(stderr, "auditor: a part moves %lld fen from account %u to %u, which cannot be\n",
                (long long)amount, from, to);
        abort();
    }
}

gx_answer aud_check_inflow(const aud_book *book, gx_house_account source, gx_fen amount)
{
    if (amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, amount, 1);
    gx_fen inside = book->money[AUD_HOUSE_AT + GX_HOUSE_ESCROW];
    for (uint32_t account = 0; account < AUD_CREDIT_AT; account++)
        inside += book->money[account];
    gx_fen by_size = book_limit - inside;
    gx_fen by_debt = book_limit + book->money[AUD_HOUSE_AT + source];
    gx_fen most = by_size < by_debt ? by_size : by_debt;
    return amount > most ? aud_no(GX_REFUSED_AMOUNT, amount, most) : aud_done(amount);
}

gx_answer aud_check_payer(const aud_book *book, uint32_t payer, gx_fen amount)
{
    if (amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, amount, 1);
    if (book->flags[payer] & GX_ACCOUNT_NO_DEBIT)
        return aud_no(GX_REFUSED_FROZEN, 0, 0);
    if (amount > book->money[payer])
        return aud_no(GX_REFUSED_FUNDS, book->money[payer], amount);
    return aud_done(amount);
}

gx_answer aud_check_payee(const aud_book *book, uint32_t payee, gx_fen amount)
{
    if (book->flags[payee] & GX_ACCOUNT_NO_CREDIT)
        return aud_no(GX_REFUSED_FROZEN, 0, 0);
    if (book->flags[payee] & GX_ACCOUNT_CAPPED) {
        gx_fen room = book->cap[payee] - book->money[payee];
        if (amount > room)
            return aud_no(GX_REFUSED_CAP, room < 0 ? 0 : room, amount);
    }
    return aud_done(amount);
}

gx_answer aud_check_spend(const aud_book *book, const aud_spend *spend)
{
    gx_answer answer = aud_done(0);
    if (spend->by_card == 0 || spend->by_card < spend->amount)
        answer = aud_check_payer(book, spend->payer, spend->amount - spend->by_card);
    for (size_t i = 0; aud_parts[i] != NULL && answer.code == GX_DONE; i++)
        if (aud_parts[i]->check_spend != NULL && aud_has(book, aud_parts[i]->theme))
            answer = aud_parts[i]->check_spend(book, spend);
    return answer.code == GX_DONE ? aud_done(spend->amount) : answer;
}

void aud_note_spend(aud_book *book, const aud_spend *spend)
{
    for (size_t i = 0; aud_parts[i] != NULL; i++)
        if (aud_parts[i]->note_spend != NULL && aud_has(book, aud_parts[i]->theme))
            aud_parts[i]->note_spend(book, spend);
}

void aud_count(uint64_t *number, gx_fen *sum, gx_fen amount)
{
    *number += 1;
    *sum = (gx_fen)((uint64_t)*sum + (uint64_t)amount);
}

/* ---- Held money */

void aud_hold_add(aud_book *book, aud_thing *thing, gx_fen amount)
{
    aud_move(book, thing->owner, AUD_HOUSE_AT + GX_HOUSE_ESCROW, amount);
    thing->put += amount;
    thing->held += amount;
}

void aud_hold_open(aud_book *book, aud_thing *thing, uint32_t owner, gx_fen amount, uint32_t expires)
{
    thing->owner = owner;
    thing->expires = expires;
    aud_hold_add(book, thing, amount);
    aud_count(&book->counts.holds, &book->counts.held, amount);
}

void aud_hold_pay(aud_book *book, aud_thing *thing, uint32_t to, gx_fen amount)
{
    aud_move(book, AUD_HOUSE_AT + GX_HOUSE_ESCROW, to, amount);
    thing->paid += amount;
    thing->held -= amount;
    aud_count(&book->counts.posts, &book->counts.posted, amount);
}

gx_fen aud_hold_refund(aud_book *book, aud_thing *thing)
{
    gx_fen rest = thing->held;
    if (rest == 0)
        return 0;
    aud_move(book, AUD_HOUSE_AT + GX_HOUSE_ESCROW, thing->owner, rest);
    thing->refunded += rest;
    thing->held = 0;
    aud_count(&book->counts.refunds, &book->counts.refunded, rest);
    return rest;
}

/* ---- Time and draws */

int64_t aud_second(const aud_book *book, uint32_t now)
{
    uint32_t tick = book->calendar.tick_ms == 0 ? 1000 : book->calendar.tick_ms;
    return book->calendar.start + (int64_t)((uint64_t)now * tick / 1000);
}

int64_t aud_day(const aud_book *book, uint32_t now)
{
    int64_t second = aud_second(book, now);
    int64_t day = second / 86400;
    return second < 0 && second % 86400 != 0 ? day - 1 : day;
}

static bool is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Year by year, from 1970 on. */
int32_t aud_year(const aud_book *book, uint32_t now)
{
    int64_t left = aud_day(book, now);
    int32_t year = 1970;
    for (; left < 0; left += is_leap(year) ? 366 : 365)
        year--;
    for (; left >= (is_leap(year) ? 366 : 365); year++)
        left -= is_leap(year) ? 366 : 365;
    return year;
}

uint32_t aud_later(uint32_t now, uint32_t ticks)
{
    uint64_t then = (uint64_t)now + ticks;
    return then > UINT32_MAX ? UINT32_MAX : (uint32_t)then;
}

/* floor((a 2^32 + b) n / 2^64) by 32-bit halves. */
static uint64_t scale(uint32_t a, uint32_t b, uint64_t n)
{
    uint64_t n_high = n >> 32;
    uint64_t n_low = n & UINT32_MAX;
    uint64_t low = (uint64_t)b * n_low >> 32;
    uint64_t first = (uint64_t)a * n_low;
    uint64_t second = (uint64_t)b * n_high;
    uint64_t middle = low + (first & UINT32_MAX) + (second & UINT32_MAX);
    return (uint64_t)a * n_high + (first >> 32) + (second >> 32) + (middle >> 32);
}

uint64_t aud_below_high(gx_draw draw, uint64_t n)
{
    return scale(draw.word[0], draw.word[1], n);
}

uint64_t aud_below_low(gx_draw draw, uint64_t n)
{
    return scale(draw.word[2], draw.word[3], n);
}
