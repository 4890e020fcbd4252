/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for the ledger: opening, transfers, holds, account flags. */
#include "core/auditor/auditor.h"

static const uint32_t clearing = AUD_HOUSE_AT + GX_HOUSE_CLEARING;

/* ---- Opening and flags */

static gx_answer predict_open(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    uint32_t party = aud_party(book, op->args.open.party);
    gx_fen amount = op->args.open.amount;
    if (party == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->args.open.party);
    if (book->began)
        return aud_no(GX_REFUSED_SETUP, 0, 0);
    if (amount == 0)
        return aud_done(0);
    gx_answer answer = aud_check_inflow(book, GX_HOUSE_OPENING, amount);
    if (answer.code == GX_DONE)
        aud_move(book, AUD_HOUSE_AT + GX_HOUSE_OPENING, party, amount);
    return answer;
}

static void generate_flags(aud_world *world, aud_step *step)
{
    gx_args_flags_set *args = &step->op.args.flags_set;
    args->party = aud_some_party(world, step->book);
    args->flags = aud_odds(world, 70) ? 0 : (uint8_t)aud_below(world, 9); /* there is no 8 */
    args->cap = aud_odds(world, 90) ? (gx_fen)aud_below(world, 6000) : aud_some_amount(world, NULL, 0);
}

static gx_answer predict_flags(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_flags_set *args = &op->args.flags_set;
    uint32_t party = aud_party(book, args->party);
    if (party == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->party);
    if (args->flags > 7)
        return aud_no(GX_REFUSED_RULE, args->flags, 7);
    bool capped = args->flags & GX_ACCOUNT_CAPPED;
    if (capped && (args->cap < 0 || args->cap > (gx_fen)1 << 60))
        return aud_no(GX_REFUSED_RULE, args->cap, (gx_fen)1 << 60);
    book->flags[party] = args->flags;
    book->cap[party] = capped ? args->cap : 0;
    return aud_done(0);
}

/* ---- Transfers */

static void generate_transfer(aud_world *world, aud_step *step)
{
    gx_args_transfer *args = &step->op.args.transfer;
    if (aud_odds(world, 15))
        step->op.key.account = aud_some_party(world, step->book);
    if (aud_odds(world, 90))
        args->to = aud_some_party(world, step->book);
    args->balancing = aud_odds(world, 20);
    if (args->balancing && args->amount > 0 && args->amount < 1000 && aud_odds(world, 60))
        args->amount *= 8;
}

/* What a transfer that takes what there is comes to: not more than the payer has; payee: AUD_NOBODY, or who
 * has to have room for it. With nothing there or no room it stays what was asked, so that the rule in the way
 * answers. */
static gx_fen balanced(const aud_book *book, uint32_t payer, uint32_t payee, gx_fen amount)
{
    if (book->money[payer] > 0 && amount > book->money[payer])
        amount = book->money[payer];
    if (payee != AUD_NOBODY && (book->flags[payee] & GX_ACCOUNT_CAPPED)) {
        gx_fen room = book->cap[payee] - book->money[payee];
        if (room > 0 && amount > room)
            amount = room;
    }
    return amount;
}

static gx_answer give(aud_book *book, const gx_op *op, uint32_t from, uint32_t to, gx_fen amount,
                      unsigned purpose)
{
    aud_spend spend = {.payer = from, .amount = amount, .now = op->now, .purpose = (gx_purpose)purpose};
    gx_answer answer = aud_check_spend(book, &spend);
    if (answer.code == GX_DONE) {
        aud_move(book, from, to, amount);
        aud_note_spend(book, &spend);
        aud_count(&book->counts.transfers, &book->counts.transferred, amount);
    }
    return answer;
}

static gx_answer predict_transfer(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    uint32_t from = aud_party(book, op->key.account);
    uint32_t to = aud_party(book, op->args.transfer.to);
    gx_fen amount = op->args.transfer.amount;
    if (to == AUD_NOBODY || from == to)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->args.transfer.to);
    bool shop = to >= AUD_USERS && to < AUD_USERS + AUD_MERCHANTS;
    if (aud_has(book, GX_THEME_IDENTITY) && from < AUD_USERS && shop && !book->card[from])
        return aud_no(GX_REFUSED_NO_CARD, 0, 1);
    if (op->args.transfer.balancing != 0)
        amount = balanced(book, from, to, amount);
    if (amount >= 1) {
        gx_answer answer = aud_check_payee(book, to, amount);
        if (answer.code != GX_DONE)
            return answer;
    }
    return give(book, op, from, to, amount, GX_FOR_TRANSFER);
}

static void generate_out(aud_world *world, aud_step *step)
{
    if (aud_odds(world, 15))
        step->op.key.account = aud_some_party(world, step->book);
    step->op.args.transfer_out.balancing = aud_odds(world, 20);
    if (aud_odds(world, 96))
        step->op.args.transfer_out.purpose = aud_odds(world, 50) ? GX_FOR_TRANSFER : GX_FOR_BILL;
}

static gx_answer predict_out(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    uint32_t from = aud_party(book, op->key.account);
    gx_fen amount = op->args.transfer_out.amount;
    unsigned purpose = op->args.transfer_out.purpose;
    if (purpose != GX_FOR_TRANSFER && purpose != GX_FOR_BILL)
        return aud_no(GX_REFUSED_RULE, purpose, GX_FOR_BILL);
    if (op->args.transfer_out.balancing != 0)
        amount = balanced(book, from, AUD_NOBODY, amount);
    return give(book, op, from, clearing, amount, op->args.transfer_out.purpose);
}

static void generate_in(aud_world *world, aud_step *step)
{
    gx_args_transfer_in *args = &step->op.args.transfer_in;
    args->returned = aud_odds(world, 15);
    if (aud_odds(world, 90) && aud_some_flight(world, &args->to, &args->amount))
        step->book = (uint8_t)(aud_seat(args->to) / AUD_PARTIES % AUD_BOOKS);
}

static gx_answer predict_in(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_transfer_in *args = &op->args.transfer_in;
    uint32_t to = aud_party(book, args->to);
    if (to == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->to);
    gx_answer answer = aud_check_inflow(book, GX_HOUSE_CLEARING, args->amount);
    if (answer.code == GX_DONE && args->returned == 0)
        answer = aud_check_payee(book, to, args->amount);
    if (answer.code == GX_DONE)
        aud_move(book, clearing, to, args->amount);
    return answer;
}

/* ---- Holds */

static void generate_place(aud_world *world, aud_step *step)
{
    if (aud_odds(world, 10))
        step->op.key.account = aud_some_party(world, step->book);
    step->op.args.hold_place.expires = aud_later(step->op.now, aud_below(world, 40));
}

static gx_answer predict_place(aud_book *book, const gx_op *op, aud_want *want)
{
    uint32_t owner = aud_party(book, op->key.account);
    gx_fen amount = op->args.hold_place.amount;
    aud_spend spend = {.payer = owner, .amount = amount, .now = op->now, .purpose = GX_FOR_HOLD};
    gx_answer answer = aud_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    want->made = aud_new(book, AUD_HOLD, 0);
    aud_hold_open(book, want->made, owner, amount, op->args.hold_place.expires);
    aud_note_spend(book, &spend);
    return answer;
}

static void generate_post(aud_world *world, aud_step *step)
{
    aud_thing *hold = aud_some_thing_of(world, step, AUD_HOLD);
    aud_mention(world, step, &step->op.args.hold_post.hold, hold);
    if (hold != NULL && aud_odds(world, 40))
        step->op.args.hold_post.amount = hold->held + (aud_odds(world, 10) ? 1 : 0);
}

static gx_answer predict_post(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    aud_thing *hold = aud_find(book, AUD_HOLD, op->args.hold_post.hold);
    gx_fen amount = op->args.hold_post.amount;
    gx_answer answer = aud_lives(hold);
    if (answer.code != GX_DONE)
        return answer;
    if (op->now >= hold->expires)
        return aud_no(GX_REFUSED_EXPIRED, op->now, hold->expires);
    if (amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, amount, 1);
    if (amount > hold->held)
        return aud_no(GX_REFUSED_FUNDS, hold->held, amount);
    aud_hold_pay(book, hold, clearing, amount);
    hold->gone = hold->held == 0;
    return aud_done(amount);
}

static void generate_void(aud_world *world, aud_step *step)
{
    aud_mention(world, step, &step->op.args.hold_void.hold, aud_some_thing_of(world, step, AUD_HOLD));
}

static gx_answer give_back(aud_book *book, aud_thing *hold)
{
    hold->gone = true;
    return aud_done(aud_hold_refund(book, hold));
}

static gx_answer predict_void(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    aud_thing *hold = aud_find(book, AUD_HOLD, op->args.hold_void.hold);
    gx_answer answer = aud_lives(hold);
    return answer.code == GX_DONE ? give_back(book, hold) : answer;
}

static void generate_expire(aud_world *world, aud_step *step)
{
    aud_mention(world, step, &step->op.args.hold_expire.hold, aud_some_thing_of(world, step, AUD_HOLD));
}

static gx_answer predict_expire(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    aud_thing *hold = aud_find(book, AUD_HOLD, op->args.hold_expire.hold);
    gx_answer answer = aud_lives(hold);
    if (answer.code == GX_DONE && op->now < hold->expires)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, hold->expires);
    return answer.code == GX_DONE ? give_back(book, hold) : answer;
}

/* ---- The part */

static void prepare(aud_world *world, unsigned book)
{
    for (unsigned party = 0; party < AUD_PARTIES; party++) {
        aud_step *step = aud_make(world, book, GX_OP_OPEN);
        step->op.args.open.party = aud_name(book * AUD_PARTIES + party);
        step->op.args.open.amount = aud_below(world, party < AUD_USERS     ? 4000
                                                     : aud_odds(world, 40) ? 200
                                                                           : 20000);
        aud_do(world, step);
    }
    for (unsigned i = 0; i < 2; i++) {
        aud_step *step = aud_make(world, book, GX_OP_FLAGS_SET);
        step->op.args.flags_set = (gx_args_flags_set){
            aud_some_party(world, book), (uint8_t)aud_below(world, 8), 5000 + aud_below(world, 5000)};
        aud_do(world, step);
    }
}

static void look(aud_world *world, unsigned book)
{
    const aud_book *own = aud_book_of(world, book);
    for (size_t i = 0; i < own->thing_count; i++)
        if (own->things[i]->kind == AUD_HOLD)
            aud_expect_fen(world, gx_hold_remaining(aud_core_of(world, book), own->things[i]->ref),
                           own->things[i]->held, "what remains of a hold");
}

#define SPEND (AUD_MAY(AMOUNT) | AUD_MAY(FROZEN) | AUD_MAY(FUNDS))
#define HOOKS                                                                                                \
    (AUD_MAY(IDENTITY) | AUD_MAY(LIMIT) | AUD_MAY(RISK) | AUD_MAY(CONFIRM) |                                 \
     AUD_MAY(NO_CARD)) /* the themes' */

static const aud_rule rules[] = {
    {GX_OP_OPEN, 1, NULL, predict_open, AUD_MAY(ACCOUNT) | AUD_MAY(SETUP), AUD_MAY(AMOUNT)},
    {GX_OP_TRANSFER, 9, generate_transfer, predict_transfer,
     SPEND | AUD_MAY(ACCOUNT) | AUD_MAY(CAP) | AUD_MAY(NO_CARD), HOOKS},
    {GX_OP_TRANSFER_OUT, 6, generate_out, predict_out, SPEND | AUD_MAY(RULE), HOOKS},
    {GX_OP_TRANSFER_IN, 24, generate_in, predict_in,
     AUD_MAY(ACCOUNT) | AUD_MAY(AMOUNT) | AUD_MAY(FROZEN) | AUD_MAY(CAP), 0},
    {GX_OP_HOLD_PLACE, 5, generate_place, predict_place, SPEND, HOOKS},
    {GX_OP_HOLD_POST, 6, generate_post, predict_post,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(EXPIRED) | AUD_MAY(AMOUNT) | AUD_MAY(FUNDS), 0},
    {GX_OP_HOLD_VOID, 1, generate_void, predict_void, AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED), 0},
    {GX_OP_HOLD_EXPIRE, 4, generate_expire, predict_expire,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(NOT_DUE), 0},
    {GX_OP_FLAGS_SET, 4, generate_flags, predict_flags, AUD_MAY(ACCOUNT) | AUD_MAY(RULE), 0},
    {0}};

const aud_part aud_ledger = {
    .name = "ledger", .theme = GX_THEME_LEDGER, .rules = rules, .prepare = prepare, .look = look};
