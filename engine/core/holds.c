/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two-phase money: held in escrow, then posted (in parts or whole), voided, or expired by a time that the
 * host drives.
 *
 *     place --> held --post part--> held --post the rest--> resolved
 *                 \--void, expire-------------------------> resolved
 *
 * The owner's balance falls when a hold is placed, so money that is held cannot be spent twice. The sum of
 * what is held is kept here, apart from the escrow account that gx_post keeps: the audit compares the two. */
#include "book_internal.h"

void gx_held_open(gx_book *book, gx_held *held, gx_account owner, gx_fen amount, uint32_t expires)
{
    *held = (gx_held){.remaining = amount, .owner = (uint32_t)owner, .expires = expires};
    gx_post(book, owner, gx_house(book, GX_HOUSE_ESCROW), amount);
    book->held_total += amount;
    gx_count(&book->counts.holds, &book->counts.held, amount);
}

static void release(gx_book *book, gx_held *held, gx_account to, gx_fen amount)
{
    GX_ASSERT(held->remaining >= amount);
    held->remaining -= amount;
    book->held_total -= amount;
    gx_post(book, gx_house(book, GX_HOUSE_ESCROW), to, amount);
}

void gx_held_pay(gx_book *book, gx_held *held, gx_fen amount)
{
    release(book, held, gx_house(book, GX_HOUSE_CLEARING), amount);
    gx_count(&book->counts.posts, &book->counts.posted, amount);
}

gx_fen gx_held_refund(gx_book *book, gx_held *held)
{
    gx_fen rest = held->remaining;
    release(book, held, held->owner, rest);
    gx_count(&book->counts.refunds, &book->counts.refunded, rest);
    return rest;
}

static gx_answer place_hold(gx_book *book, uint32_t user, gx_fen amount, uint32_t expires, gx_hold *out)
{
    gx_account owner = gx_account_of(book, user);
    gx_answer answer = gx_check_payer(book, owner, amount);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(&book->holds))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->slot = gx_slab_take(&book->holds);
    gx_hold_record *record = gx_hold_at(book, out->slot);
    out->life = record->head.life;
    gx_held_open(book, &record->held, owner, amount, expires);
    return answer;
}

gx_answer gx_hold_place(gx_book *book, gx_op_key key, gx_fen amount, uint32_t expires, gx_hold *out)
{
    gx_ticket ticket;
    gx_outcome outcome = {0};
    *out = (gx_hold){0};
    if (gx_admit(book, key, gx_content(GX_OP_HOLD, expires, amount), &ticket, &outcome)) {
        gx_hold hold = {0};
        outcome.answer = place_hold(book, key.account, amount, expires, &hold);
        outcome.slot = hold.slot;
        outcome.life = hold.life;
        gx_keys_remember(ticket, &outcome);
    }
    if (outcome.answer.code == GX_DONE)
        *out = (gx_hold){outcome.slot, outcome.life};
    return outcome.answer;
}

/* GX_DONE when the hold lives. */
static gx_answer_code find(const gx_book *book, gx_hold hold)
{
    switch (gx_slab_look(&book->holds, hold.slot, hold.life)) {
    case GX_SLAB_LIVE:
        return GX_DONE;
    case GX_SLAB_GONE:
        return GX_REFUSED_RESOLVED;
    default:
        return GX_REFUSED_NO_SUCH;
    }
}

gx_answer gx_hold_post(gx_book *book, gx_hold hold, gx_fen amount, uint32_t now)
{
    gx_answer_code code = find(book, hold);
    if (code != GX_DONE)
        return gx_refuse(code, 0, 0);
    gx_held *held = &gx_hold_at(book, hold.slot)->held;
    if (now >= held->expires)
        return gx_refuse(GX_REFUSED_EXPIRED, now, held->expires);
    if (amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, amount, 1);
    if (amount > held->remaining)
        return gx_refuse(GX_REFUSED_FUNDS, held->remaining, amount);
    gx_held_pay(book, held, amount);
    if (held->remaining == 0)
        gx_slab_give(&book->holds, hold.slot);
    return gx_done(amount);
}

static gx_answer give_back(gx_book *book, uint32_t place)
{
    gx_fen rest = gx_held_refund(book, &gx_hold_at(book, place)->held);
    gx_slab_give(&book->holds, place);
    return gx_done(rest);
}

gx_answer gx_hold_void(gx_book *book, gx_hold hold)
{
    gx_answer_code code = find(book, hold);
    return code == GX_DONE ? give_back(book, hold.slot) : gx_refuse(code, 0, 0);
}

gx_answer gx_hold_expire(gx_book *book, gx_hold hold, uint32_t now)
{
    gx_answer_code code = find(book, hold);
    if (code != GX_DONE)
        return gx_refuse(code, 0, 0);
    uint32_t expires = gx_hold_at(book, hold.slot)->held.expires;
    return now < expires ? gx_refuse(GX_REFUSED_NOT_DUE, now, expires) : give_back(book, hold.slot);
}

gx_fen gx_hold_remaining(const gx_book *book, gx_hold hold)
{
    return find(book, hold) == GX_DONE ? gx_hold_at(book, hold.slot)->held.remaining : 0;
}
