/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for bills that friends share (W4, AA). */
#include "core/auditor/auditor.h"

#include <gx/core/bill.h>

typedef struct bill {
    uint32_t collector; /* name */
    uint32_t friends, paid;
    gx_fen amount, unpaid;
    uint32_t name[AUD_LIST]; /* of the friends */
    gx_fen share[AUD_LIST];
    bool did[AUD_LIST]; /* paid */
} bill;

/* The friend's place; -1: he was not asked. */
static int place_of(const bill *b, uint32_t name)
{
    for (uint32_t i = 0; i < b->friends; i++)
        if (b->name[i] == name)
            return (int)i;
    return -1;
}

/* ---- Opening */

static void generate_open(aud_world *world, aud_step *step)
{
    gx_args_bill_open *args = &step->op.args.bill_open;
    if (aud_odds(world, 5))
        step->op.key.account = aud_some_party(world, step->book);
    uint32_t friends = aud_odds(world, 96) ? 1 + aud_below(world, 6) : aud_below(world, 30);
    gx_fen sum = 0;
    uint16_t words = 0;
    args->split = (uint8_t)aud_below(world, 2);
    args->own = (uint8_t)aud_below(world, 2);
    for (uint32_t i = 0; i < friends; i++) {
        step->list[words++] = aud_anybody(world);
        if (args->split != GX_BILL_GIVEN)
            continue;
        step->list[words] = aud_odds(world, 98) ? 1 + aud_below(world, 300) : aud_below(world, 2);
        sum += step->list[words++];
    }
    step->op.listed = words;
    if (args->split == GX_BILL_GIVEN && aud_odds(world, 90))
        args->amount = sum + (args->own ? 1 + (gx_fen)aud_below(world, 100) : 0) - aud_odds(world, 6);
    else if (aud_odds(world, 10))
        args->amount = aud_below(world, 8);
    uint32_t longest = aud_odds(world, 25) ? 5 : aud_odds(world, 50) ? 60 : 3000;
    args->expires = aud_later(step->op.now, aud_odds(world, 96) ? 1 + aud_below(world, longest) : 0);
    if (aud_odds(world, 2))
        args->split = 2;
    if (aud_odds(world, 2))
        args->own = 2;
    if (aud_odds(world, 3))
        step->op.listed = (uint16_t)aud_below(world, 4);
}

/* Everything but the sum: names and, if given, amounts. */
static gx_answer check_friends(const gx_op *op, bool given, gx_fen *sum)
{
    uint32_t step = given ? 2 : 1;
    *sum = 0;
    if (op->listed == 0)
        return aud_no(GX_REFUSED_LIST, 0, 1);
    if (op->listed % step != 0)
        return aud_no(GX_REFUSED_LIST, op->listed, 2);
    for (uint32_t i = 0; i < op->listed; i += step) {
        uint32_t name = op->list[i];
        if (name == op->key.account)
            return aud_no(GX_REFUSED_ACCOUNT, 0, name);
        if (given && op->list[i + 1] == 0)
            return aud_no(GX_REFUSED_AMOUNT, 0, 1);
        for (uint32_t before = 0; before < i; before += step)
            if (op->list[before] == name)
                return aud_no(GX_REFUSED_TWICE, 1, 0);
        *sum += given ? op->list[i + 1] : 0;
    }
    return aud_done(0);
}

/* Part i of an amount in k equal parts. */
static gx_fen part_of(gx_fen amount, uint32_t k, uint32_t i)
{
    return amount / k + (i < amount % k ? 1 : 0);
}

static gx_answer check_open(const aud_book *book, const gx_op *op)
{
    const gx_args_bill_open *args = &op->args.bill_open;
    bool given = args->split == GX_BILL_GIVEN;
    if (aud_user(book, op->key.account) == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (args->split > 1)
        return aud_no(GX_REFUSED_RULE, args->split, 1);
    if (args->own > 1)
        return aud_no(GX_REFUSED_RULE, args->own, 1);
    if (args->amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, 1);
    if (args->amount > (gx_fen)1 << 60)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, (gx_fen)1 << 60);
    if (args->expires <= op->now)
        return aud_no(GX_REFUSED_EXPIRED, op->now, args->expires);
    gx_fen sum;
    gx_answer answer = check_friends(op, given, &sum);
    if (answer.code != GX_DONE)
        return answer;
    if (!given)
        return args->amount < op->listed + args->own ? aud_no(GX_REFUSED_MEAN_SHARE, 0, 1) : aud_done(0);
    bool fits = args->own ? sum + 1 <= args->amount : sum == args->amount;
    return fits ? aud_done(0) : aud_no(GX_REFUSED_AMOUNT, sum + args->own, args->amount);
}

static gx_answer predict_open(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_bill_open *args = &op->args.bill_open;
    gx_answer answer = check_open(book, op);
    if (answer.code != GX_DONE)
        return answer;
    bool given = args->split == GX_BILL_GIVEN;
    uint32_t friends = given ? op->listed / 2U : op->listed;
    want->made = aud_new(book, AUD_BILL, sizeof(bill));
    want->made->expires = args->expires;
    bill *b = aud_more(want->made);
    b->collector = op->key.account;
    b->friends = friends;
    b->amount = args->amount;
    for (uint32_t i = 0; i < friends; i++) {
        b->name[i] = op->list[given ? 2 * i : i];
        b->share[i] = given ? op->list[2 * i + 1] : part_of(args->amount, friends + args->own, i + args->own);
        b->unpaid += b->share[i];
    }
    want->result.second = args->amount - b->unpaid;
    return aud_done(args->amount);
}

/* ---- Paying */

/* One that goes on, mostly. */
static aud_thing *some_running(aud_world *world, aud_step *step)
{
    aud_thing *thing = aud_some_thing_of(world, step, AUD_BILL);
    for (int i = 0; i < 8 && (thing == NULL || thing->gone || thing->expires <= step->op.now); i++)
        thing = aud_some_thing_of(world, step, AUD_BILL);
    return thing;
}

static void generate_pay(aud_world *world, aud_step *step)
{
    gx_args_bill_pay *args = &step->op.args.bill_pay;
    aud_thing *thing = some_running(world, step);
    aud_mention(world, step, &args->bill, thing);
    if (thing == NULL || aud_odds(world, 5))
        return;
    const bill *b = aud_more(thing);
    uint32_t place = aud_below(world, b->friends);
    for (uint32_t i = 0; i < b->friends && b->did[place] && !aud_odds(world, 15); i++)
        place = (place + 1) % b->friends;
    args->payer = b->name[place];
    args->amount = b->share[place] + (aud_odds(world, 6) ? 1 : 0);
}

static gx_answer predict_pay(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_bill_pay *args = &op->args.bill_pay;
    aud_thing *thing = aud_find(book, AUD_BILL, args->bill);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    bill *b = aud_more(thing);
    int place = place_of(b, args->payer);
    uint32_t collector = aud_party(book, b->collector);
    if (op->now >= thing->expires)
        return aud_no(GX_REFUSED_EXPIRED, op->now, thing->expires);
    if (place < 0)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, args->payer, 0);
    if (b->did[place])
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    if (args->amount != b->share[place])
        return aud_no(GX_REFUSED_AMOUNT, args->amount, b->share[place]);
    answer = aud_check_inflow(book, GX_HOUSE_CLEARING, args->amount);
    if (answer.code == GX_DONE)
        answer = aud_check_payee(book, collector, args->amount);
    if (answer.code != GX_DONE)
        return answer;
    aud_move(book, AUD_HOUSE_AT + GX_HOUSE_CLEARING, collector, args->amount);
    b->did[place] = true;
    b->paid++;
    b->unpaid -= args->amount;
    thing->gone = b->unpaid == 0;
    want->result.number = b->paid;
    want->result.second = b->unpaid;
    want->result.closed = thing->gone;
    return aud_done(args->amount);
}

/* ---- Ending */

static void generate_close(aud_world *world, aud_step *step)
{
    aud_thing *thing = aud_some_thing_of(world, step, AUD_BILL);
    aud_mention(world, step, &step->op.args.bill_close.bill, thing);
    if (thing != NULL && aud_odds(world, 70))
        step->op.key.account = ((const bill *)aud_more(thing))->collector;
}

static gx_answer predict_close(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    aud_thing *thing = aud_find(book, AUD_BILL, op->args.bill_close.bill);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const bill *b = aud_more(thing);
    if (op->key.account != b->collector)
        return aud_no(GX_REFUSED_RIGHT, 0, 0);
    thing->gone = true;
    return aud_done(b->unpaid);
}

static void generate_expire(aud_world *world, aud_step *step)
{
    aud_mention(world, step, &step->op.args.bill_expire.bill, aud_some_thing_of(world, step, AUD_BILL));
}

static gx_answer predict_expire(aud_book *book, const gx_op *op, aud_want *want)
{
    aud_thing *thing = aud_find(book, AUD_BILL, op->args.bill_expire.bill);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    if (op->now < thing->expires)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, thing->expires);
    thing->gone = true;
    want->result.closed = true;
    return aud_done(((const bill *)aud_more(thing))->unpaid);
}

/* ---- The part */

static gx_bill_state state_of(const aud_thing *thing, uint32_t now)
{
    const bill *b = aud_more((aud_thing *)(uintptr_t)thing);
    if (thing->gone)
        return GX_BILL_GONE;
    if (now >= thing->expires)
        return GX_BILL_OVERDUE;
    return b->paid == 0 ? GX_BILL_OPEN : GX_BILL_PARTLY_PAID;
}

static void look(aud_world *world, unsigned book)
{
    const gx_book *core = aud_core_of(world, book);
    const aud_book *own = aud_book_of(world, book);
    for (size_t i = 0; i < own->thing_count; i++) {
        aud_thing *thing = own->things[i];
        if (thing->kind != AUD_BILL)
            continue;
        const bill *b = aud_more(thing);
        gx_bill_view view;
        gx_bill_state state = gx_bill_look(core, thing->ref, own->now, &view);
        aud_expect(world, state == state_of(thing, own->now), "the state of a bill");
        for (unsigned seat = 0; seat < AUD_NAMES; seat++) {
            int place = place_of(b, aud_name(seat));
            aud_expect_fen(world, gx_bill_share(core, thing->ref, aud_name(seat)),
                           thing->gone || place < 0 ? 0 : b->share[place], "a share of a bill");
        }
        if (thing->gone)
            continue;
        aud_expect(world,
                   view.collector == b->collector && view.friends == b->friends && view.paid == b->paid &&
                       view.expires == thing->expires,
                   "what a bill says");
        aud_expect_fen(world, view.amount, b->amount, "the amount of a bill");
        aud_expect_fen(world, view.unpaid, b->unpaid, "what is unpaid of a bill");
    }
    aud_expect(world, gx_bill_look(core, (gx_ref){0, 0}, own->now, NULL) == GX_BILL_UNKNOWN,
               "a bill that never was");
}

#define HANDLE (AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED))

static const aud_rule rules[] = {
    {GX_OP_BILL_OPEN, 5, generate_open, predict_open,
     AUD_MAY(ACCOUNT) | AUD_MAY(RULE) | AUD_MAY(AMOUNT) | AUD_MAY(EXPIRED) | AUD_MAY(LIST) | AUD_MAY(TWICE) |
         AUD_MAY(MEAN_SHARE),
     0},
    {GX_OP_BILL_PAY, 12, generate_pay, predict_pay,
     HANDLE | AUD_MAY(EXPIRED) | AUD_MAY(NOT_ADDRESSED) | AUD_MAY(TWICE) | AUD_MAY(AMOUNT),
     AUD_MAY(FROZEN) | AUD_MAY(CAP)},
    {GX_OP_BILL_CLOSE, 2, generate_close, predict_close, HANDLE | AUD_MAY(RIGHT), 0},
    {GX_OP_BILL_EXPIRE, 3, generate_expire, predict_expire, HANDLE | AUD_MAY(NOT_DUE), 0},
    {0}};

const aud_part aud_bills = {.name = "bills", .theme = GX_THEME_BILLS, .rules = rules, .look = look};
