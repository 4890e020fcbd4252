/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two-phase money: held in escrow, then posted (in parts or whole), voided, or expired by a time that the
 * host drives.
 *
 *     place --> held --post part--> held --post the rest--> resolved
 *                 \--void, expire-------------------------> resolved
 *
 * The owner's balance falls when a hold is placed, so money that is held cannot be spent twice. The sum of
 * what is held is kept here, apart from the escrow account that gx_post keeps: the audit compares the two. */
#include "ledger/book_internal.h"

gx_fen gx_held_refund(gx_book *book, gx_held *held)
{
    gx_fen rest = held->remaining;
    if (rest == 0)
        return 0;
    gx_held_release(book, held, gx_account_of(book, held->owner), rest);
    gx_count(&book->counts.refunds, &book->counts.refunded, rest);
    return rest;
}

/* ---- Rules */

gx_answer gx_rule_hold_place(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_hold_place *args = &op->args.hold_place;
    gx_party owner = gx_party_of(book, op->key.account);
    gx_spend spend = {.party = owner, .amount = args->amount, .now = op->now, .purpose = GX_FOR_HOLD};
    gx_answer answer = gx_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(&book->holds))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->made.slot = gx_slab_take(&book->holds);
    gx_hold_record *record = gx_hold_at(book, out->made.slot);
    out->made.life = record->head.life;
    gx_held_open(book, &record->held, owner, args->amount, args->expires);
    gx_note_spend(book, &spend);
    return answer;
}

gx_answer gx_rule_hold_post(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_hold_post *args = &op->args.hold_post;
    gx_slab_state state = gx_slab_look(&book->holds, args->hold.slot, args->hold.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    gx_held *held = &gx_hold_at(book, args->hold.slot)->held;
    if (op->now >= held->expires)
        return gx_refuse(GX_REFUSED_EXPIRED, op->now, held->expires);
    if (args->amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, 1);
    if (args->amount > held->remaining)
        return gx_refuse(GX_REFUSED_FUNDS, held->remaining, args->amount);
    gx_held_pay(book, held, args->amount);
    if (held->remaining == 0)
        gx_slab_give(&book->holds, args->hold.slot);
    return gx_done(args->amount);
}

static gx_answer give_back(gx_book *book, uint32_t place)
{
    gx_fen rest = gx_held_refund(book, &gx_hold_at(book, place)->held);
    gx_slab_give(&book->holds, place);
    return gx_done(rest);
}

gx_answer gx_rule_hold_void(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_ref hold = op->args.hold_void.hold;
    gx_slab_state state = gx_slab_look(&book->holds, hold.slot, hold.life);
    return state == GX_SLAB_LIVE ? give_back(book, hold.slot) : gx_refuse_handle(state);
}

gx_answer gx_rule_hold_expire(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    gx_ref hold = op->args.hold_expire.hold;
    gx_slab_state state = gx_slab_look(&book->holds, hold.slot, hold.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    uint32_t expires = gx_hold_at(book, hold.slot)->held.expires;
    return op->now < expires ? gx_refuse(GX_REFUSED_NOT_DUE, op->now, expires) : give_back(book, hold.slot);
}

/* ---- Calls */

gx_answer gx_hold_place(gx_book *book, gx_op_key key, gx_fen amount, uint32_t expires, uint32_t now,
                        gx_hold *out)
{
    gx_op op = {.kind = GX_OP_HOLD_PLACE, .now = now, .key = key, .args.hold_place = {amount, expires}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_hold_post(gx_book *book, gx_hold hold, gx_fen amount, uint32_t now)
{
    gx_op op = {.kind = GX_OP_HOLD_POST, .now = now, .args.hold_post = {hold, amount}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_hold_void(gx_book *book, gx_hold hold, uint32_t now)
{
    gx_op op = {.kind = GX_OP_HOLD_VOID, .now = now, .args.hold_void = {hold}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_hold_expire(gx_book *book, gx_hold hold, uint32_t now)
{
    gx_op op = {.kind = GX_OP_HOLD_EXPIRE, .now = now, .args.hold_expire = {hold}};
    return gx_book_do(book, &op, NULL);
}

gx_fen gx_hold_remaining(const gx_book *book, gx_hold hold)
{
    bool live = gx_slab_look(&book->holds, hold.slot, hold.life) == GX_SLAB_LIVE;
    return live ? gx_hold_at(book, hold.slot)->held.remaining : 0;
}
