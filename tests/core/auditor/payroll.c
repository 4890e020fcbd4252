/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for payroll (W3): all or nothing, from book to book. */
#include "core/auditor/auditor.h"

#include <gx/core/bill.h>
#include <stdlib.h>

static const uint32_t clearing = AUD_HOUSE_AT + GX_HOUSE_CLEARING;

enum { NAMED_MAX = 256 }; /* more than a history can name */

/* Behind an AUD_PAYROLL. */
typedef struct payroll {
    uint32_t employer;  /* name */
    gx_fen amount, sum; /* sum: of who is named */
    uint32_t payees, named, yes;
    uint32_t name[NAMED_MAX];
    bool voted[NAMED_MAX];
} payroll;

/* Who is named: his place; -1: he is not. */
static int place_of(const payroll *p, uint32_t name)
{
    for (uint32_t i = 0; i < p->named; i++)
        if (p->name[i] == name)
            return (int)i;
    return -1;
}

/* Behind an AUD_PROMISE. */
typedef struct promise {
    uint32_t payee; /* account */
    gx_fen amount;
} promise;

/* ---- Names */

/* `count` pairs, mostly of different people; returns the sum of the wages. */
static gx_fen write_names(aud_world *world, aud_step *step, uint32_t count)
{
    gx_fen sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        step->list[2 * i] = aud_anybody(world);
        step->list[2 * i + 1] = aud_odds(world, 98) ? 1 + aud_below(world, 300) : 0;
        sum += step->list[2 * i + 1];
    }
    step->op.listed = (uint16_t)(2 * count);
    if (aud_odds(world, 3))
        step->op.listed = (uint16_t)(step->op.listed + aud_below(world, 2) - 1);
    return sum;
}

/* Names as `p` has them, and those of the list: what may be said against the list, or *after with them. */
static gx_answer name_more(const payroll *p, const gx_op *op, payroll *after)
{
    uint32_t unnamed = p->payees - p->named;
    uint32_t pairs = op->listed / 2U;
    *after = *p;
    if (op->listed == 0 || op->listed % 2 != 0)
        return aud_no(GX_REFUSED_LIST, op->listed, 2);
    if (pairs > unnamed)
        return aud_no(GX_REFUSED_LIST, pairs, unnamed);
    for (uint32_t i = 0; i < pairs; i++) {
        uint32_t name = op->list[2 * i];
        uint32_t wage = op->list[2 * i + 1];
        if (name == p->employer)
            return aud_no(GX_REFUSED_ACCOUNT, 0, name);
        if (wage == 0)
            return aud_no(GX_REFUSED_AMOUNT, 0, 1);
        if (place_of(after, name) >= 0)
            return aud_no(GX_REFUSED_TWICE, 1, 0);
        if (after->named == NAMED_MAX)
            abort();
        after->name[after->named++] = name;
        after->sum += wage;
    }
    gx_fen least = after->sum + (p->payees - after->named);
    bool all = after->named == p->payees;
    if (least > p->amount || (all && least != p->amount))
        return aud_no(GX_REFUSED_AMOUNT, least, p->amount);
    return aud_done(0);
}

/* ---- The employer's side */

static void generate_open(aud_world *world, aud_step *step)
{
    gx_args_payroll_open *args = &step->op.args.payroll_open;
    if (aud_odds(world, 40))
        step->op.key.account = aud_some_party(world, step->book);
    uint32_t count = 1 + aud_below(world, 4);
    gx_fen sum = write_names(world, step, count);
    args->payees = count + (aud_odds(world, 45) ? 1 + aud_below(world, 3) : 0);
    args->amount = sum + (args->payees > count ? (gx_fen)(args->payees - count) * 100 : 0);
    uint32_t longest = aud_odds(world, 25) ? 5 : aud_odds(world, 50) ? 60 : 3000;
    args->expires = aud_later(step->op.now, aud_odds(world, 96) ? 1 + aud_below(world, longest) : 0);
    uint32_t dice = aud_below(world, 100);
    if (dice < 4)
        args->amount += aud_below(world, 3) - 1;
    else if (dice < 6)
        args->payees = aud_odds(world, 50) ? 0 : 1000000 + aud_below(world, 2);
    else if (dice < 8)
        args->payees--;
    else if (dice < 10)
        args->amount = aud_some_amount(world, NULL, 0);
}

static gx_answer check_open(const aud_book *book, const gx_op *op, payroll *after)
{
    const gx_args_payroll_open *args = &op->args.payroll_open;
    uint32_t employer = aud_party(book, op->key.account);
    if (employer >= AUD_USERS + AUD_MERCHANTS)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (args->payees < 1)
        return aud_no(GX_REFUSED_SHARES, 0, 1);
    if (args->payees > 1000000)
        return aud_no(GX_REFUSED_SHARES, args->payees, 1000000);
    if (args->expires <= op->now)
        return aud_no(GX_REFUSED_EXPIRED, op->now, args->expires);
    payroll fresh = {.employer = op->key.account, .amount = args->amount, .payees = args->payees};
    return name_more(&fresh, op, after);
}

static gx_answer predict_open(aud_book *book, const gx_op *op, aud_want *want)
{
    payroll after;
    gx_answer answer = check_open(book, op, &after);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t employer = aud_party(book, op->key.account);
    aud_spend spend = {.payer = employer, .amount = after.amount, .now = op->now, .purpose = GX_FOR_PAYROLL};
    answer = aud_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    want->made = aud_new(book, AUD_PAYROLL, sizeof(payroll));
    *(payroll *)aud_more(want->made) = after;
    aud_hold_open(book, want->made, employer, after.amount, op->args.payroll_open.expires);
    aud_note_spend(book, &spend);
    return aud_done(after.amount);
}

/* One that goes on, mostly. */
static aud_thing *some_running(aud_world *world, aud_step *step)
{
    aud_thing *thing = aud_some_thing_of(world, step, AUD_PAYROLL);
    for (int i = 0; i < 8 && (thing == NULL || thing->gone || thing->expires <= step->op.now); i++)
        thing = aud_some_thing_of(world, step, AUD_PAYROLL);
    return thing;
}

static void generate_add(aud_world *world, aud_step *step)
{
    aud_thing *thing = some_running(world, step);
    for (int i = 0; i < 20 && thing != NULL; i++) { /* one that waits for names, if there is */
        const payroll *p = aud_more(thing);
        if (p->named < p->payees)
            break;
        thing = some_running(world, step);
    }
    aud_mention(world, step, &step->op.args.payroll_add.payroll, thing);
    const payroll *p = thing == NULL ? NULL : aud_more(thing);
    uint32_t unnamed = p == NULL || p->payees - p->named > 8 ? 2 : p->payees - p->named;
    uint32_t count = aud_odds(world, 60) ? unnamed : 1 + aud_below(world, unnamed + 1);
    write_names(world, step, count);
    if (p == NULL || count == 0 || !aud_odds(world, 85))
        return;
    for (uint32_t i = 0; i < count; i++) /* as it must be to come out even */
        step->list[2 * i + 1] = 100;
    step->list[1] = count == unnamed ? (uint32_t)(p->amount - p->sum) - 100 * (count - 1) : 100;
}

static gx_answer predict_add(aud_book *book, const gx_op *op, aud_want *want)
{
    aud_thing *thing = aud_find(book, AUD_PAYROLL, op->args.payroll_add.payroll);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    payroll *p = aud_more(thing);
    if (op->now >= thing->expires)
        return aud_no(GX_REFUSED_EXPIRED, op->now, thing->expires);
    if (p->named == p->payees)
        return aud_no(GX_REFUSED_STATE, p->payees, p->payees);
    payroll after;
    answer = name_more(p, op, &after);
    if (answer.code != GX_DONE)
        return answer;
    *p = after;
    want->result.number = after.named;
    return aud_done(0);
}

static void generate_vote(aud_world *world, aud_step *step)
{
    gx_args_payroll_vote *args = &step->op.args.payroll_vote;
    aud_thing *thing = some_running(world, step);
    aud_mention(world, step, &args->payroll, thing);
    args->yes = (uint8_t)(aud_odds(world, 92) ? 1 + aud_below(world, 3) : 0);
    const payroll *p = thing == NULL ? NULL : aud_more(thing);
    if (p == NULL || p->named == 0 || aud_odds(world, 4))
        return;
    uint32_t place = aud_below(world, p->named);
    for (uint32_t i = 0; i < p->named && p->voted[place] && !aud_odds(world, 15); i++)
        place = (place + 1) % p->named;
    args->payee = p->name[place];
}

static gx_answer predict_vote(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_payroll_vote *args = &op->args.payroll_vote;
    aud_thing *thing = aud_find(book, AUD_PAYROLL, args->payroll);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    payroll *p = aud_more(thing);
    int place = place_of(p, args->payee);
    if (op->now >= thing->expires)
        return aud_no(GX_REFUSED_EXPIRED, op->now, thing->expires);
    if (p->named < p->payees)
        return aud_no(GX_REFUSED_STATE, p->named, p->payees);
    if (place < 0)
        return aud_no(GX_REFUSED_NOT_ADDRESSED, args->payee, 0);
    if (p->voted[place])
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    gx_fen paid = 0;
    p->voted[place] = true;
    p->yes += args->yes != 0;
    if (args->yes == 0) {
        want->result.second = aud_hold_refund(book, thing);
        thing->gone = true;
    } else if (p->yes == p->payees) {
        paid = p->amount;
        aud_hold_pay(book, thing, clearing, paid);
        thing->gone = true;
    }
    want->result.number = p->yes;
    want->result.closed = thing->gone;
    return aud_done(paid);
}

static void generate_expire(aud_world *world, aud_step *step)
{
    aud_mention(world, step, &step->op.args.payroll_expire.payroll,
                aud_some_thing_of(world, step, AUD_PAYROLL));
}

static gx_answer predict_expire(aud_book *book, const gx_op *op, aud_want *want)
{
    aud_thing *thing = aud_find(book, AUD_PAYROLL, op->args.payroll_expire.payroll);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    if (op->now < thing->expires)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, thing->expires);
    thing->gone = true;
    want->result.closed = true;
    return aud_done(aud_hold_refund(book, thing));
}

/* ---- The payee's side */

static void generate_promise(aud_world *world, aud_step *step)
{
    if (aud_odds(world, 90))
        step->op.args.payroll_promise.payee = aud_some_party(world, step->book);
}

static gx_answer predict_promise(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_payroll_promise *args = &op->args.payroll_promise;
    uint32_t payee = aud_party(book, args->payee);
    if (payee == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->payee);
    gx_answer answer = aud_check_inflow(book, GX_HOUSE_CLEARING, args->amount);
    if (answer.code == GX_DONE)
        answer = aud_check_payee(book, payee, args->amount);
    if (answer.code != GX_DONE)
        return answer;
    want->made = aud_new(book, AUD_PROMISE, sizeof(promise));
    *(promise *)aud_more(want->made) = (promise){payee, args->amount};
    return aud_done(args->amount);
}

static void generate_settle(aud_world *world, aud_step *step)
{
    aud_mention(world, step, &step->op.args.payroll_settle.promise,
                aud_some_thing_of(world, step, AUD_PROMISE));
}

static gx_answer predict_settle(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    aud_thing *thing = aud_find(book, AUD_PROMISE, op->args.payroll_settle.promise);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const promise *p = aud_more(thing);
    bool paid = op->args.payroll_settle.paid != 0;
    answer = paid ? aud_check_inflow(book, GX_HOUSE_CLEARING, p->amount) : aud_done(0);
    if (answer.code != GX_DONE)
        return answer;
    if (paid)
        aud_move(book, clearing, p->payee, p->amount);
    thing->gone = true;
    return answer;
}

/* ---- The part */

static void look(aud_world *world, unsigned book)
{
    const gx_book *core = aud_core_of(world, book);
    const aud_book *own = aud_book_of(world, book);
    for (size_t i = 0; i < own->thing_count; i++) {
        aud_thing *thing = own->things[i];
        if (thing->kind != AUD_PAYROLL)
            continue;
        const payroll *p = aud_more(thing);
        gx_payroll_view view;
        bool open = gx_payroll_look(core, thing->ref, &view);
        aud_expect(world, open == !thing->gone, "whether a payroll is over");
        if (thing->gone)
            continue;
        aud_expect(world,
                   view.employer == p->employer && view.payees == p->payees && view.named == p->named &&
                       view.yes == p->yes && view.expires == thing->expires,
                   "what a payroll says");
        aud_expect_fen(world, view.amount, p->amount, "the amount of a payroll");
    }
}

#define HANDLE (AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED))
#define NAMES  (AUD_MAY(LIST) | AUD_MAY(ACCOUNT) | AUD_MAY(AMOUNT) | AUD_MAY(TWICE))

static const aud_rule rules[] = {
    {GX_OP_PAYROLL_OPEN, 6, generate_open, predict_open,
     NAMES | AUD_MAY(SHARES) | AUD_MAY(EXPIRED) | AUD_MAY(FUNDS),
     AUD_MAY(FROZEN) | AUD_MAY(IDENTITY) | AUD_MAY(LIMIT) | AUD_MAY(RISK)},
    {GX_OP_PAYROLL_ADD, 5, generate_add, predict_add,
     HANDLE | AUD_MAY(LIST) | AUD_MAY(AMOUNT) | AUD_MAY(TWICE) | AUD_MAY(EXPIRED) | AUD_MAY(STATE),
     AUD_MAY(ACCOUNT)},
    {GX_OP_PAYROLL_PROMISE, 4, generate_promise, predict_promise,
     AUD_MAY(ACCOUNT) | AUD_MAY(AMOUNT) | AUD_MAY(FROZEN), AUD_MAY(CAP)},
    {GX_OP_PAYROLL_VOTE, 12, generate_vote, predict_vote,
     HANDLE | AUD_MAY(EXPIRED) | AUD_MAY(STATE) | AUD_MAY(NOT_ADDRESSED) | AUD_MAY(TWICE), 0},
    {GX_OP_PAYROLL_EXPIRE, 3, generate_expire, predict_expire, HANDLE | AUD_MAY(NOT_DUE), 0},
    {GX_OP_PAYROLL_SETTLE, 4, generate_settle, predict_settle, HANDLE, AUD_MAY(AMOUNT)},
    {0}};

const aud_part aud_payroll = {.name = "payroll", .theme = GX_THEME_BILLS, .rules = rules, .look = look};
