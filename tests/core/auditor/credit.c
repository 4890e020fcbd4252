/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for the credit line (K4). Its debts are things that hold nothing; what is owed is
 * reckoned anew each time, a debt's charges day by day where the days are few. */
#include "core/auditor/scores.h"

#include <gx/core/credit.h>

__extension__ typedef __int128 wide;

typedef struct line {
    gx_credit_rules rules;
    bool own[AUD_USERS];
    gx_fen own_limit[AUD_USERS];
    gx_fen lost[AUD_USERS]; /* written off and not recovered */
    gx_credit_counts counts;
} line;

typedef struct debt {
    uint32_t user;
    gx_fen principal, charges, millionths;
    int64_t accrued, due;
    int64_t interest, late;
} debt;

extern const aud_part aud_credit;

static line *of(const aud_book *book)
{
    return aud_state(book, &aud_credit);
}

static void begin(aud_book *book)
{
    of(book)->rules = (gx_credit_rules){.limit = {0, 50000, 100000, 300000, 1000000},
                                        .cycle_days = 30,
                                        .grace_days = 10,
                                        .write_off_days = 90,
                                        .late_ppm = 500};
}

static uint32_t account_of_credit(uint32_t user)
{
    return AUD_CREDIT_AT + user;
}

/* ---- Debts */

/* What charging up to a day adds: `d` as it is then. */
static gx_fen charge(debt *d, int64_t today)
{
    wide parts = 0;
    if (today > d->accrued)
        parts += (wide)(today - d->accrued) * d->interest;
    int64_t late_from = d->accrued > d->due ? d->accrued : d->due;
    if (today > late_from)
        parts += (wide)(today - late_from) * d->late;
    wide total = d->principal * parts + d->millionths;
    gx_fen room = d->principal - d->charges;
    gx_fen fee = room;
    d->millionths = 0;
    if (total / 1000000 < room) {
        fee = (gx_fen)(total / 1000000);
        d->millionths = (gx_fen)(total % 1000000);
    }
    d->charges += fee;
    d->accrued = today;
    return fee;
}

/* The user's debt that is first in line at or after a place: earlier due days first, then earlier made. NULL:
 * none is left. */
static aud_thing *first_debt(const aud_book *book, uint32_t user)
{
    aud_thing *first = NULL;
    for (size_t i = 0; i < book->thing_count; i++) {
        aud_thing *thing = book->things[i];
        if (thing->kind != AUD_LOAN || thing->gone)
            continue;
        debt *d = aud_more(thing);
        if (d->user == user && (first == NULL || d->due < ((debt *)aud_more(first))->due))
            first = thing;
    }
    return first;
}

static gx_fen owed(const aud_book *book, uint32_t user, int64_t today)
{
    gx_fen sum = 0;
    for (size_t i = 0; i < book->thing_count; i++) {
        if (book->things[i]->kind != AUD_LOAN || book->things[i]->gone)
            continue;
        debt d = *(debt *)aud_more(book->things[i]);
        if (d.user != user)
            continue;
        charge(&d, today);
        sum += d.principal + d.charges;
    }
    return sum;
}

static gx_fen post_charges(aud_book *book, aud_thing *thing, int64_t today)
{
    debt *d = aud_more(thing);
    gx_fen fee = charge(d, today);
    if (fee > 0)
        aud_move(book, account_of_credit(d->user), AUD_HOUSE_AT + GX_HOUSE_FEES, fee);
    return fee;
}

/* Once for an operation, however many debts it charged. */
static void count_charges(aud_book *book, gx_fen charged)
{
    if (charged > 0)
        aud_count(&of(book)->counts.charges, &of(book)->counts.charged, charged);
}

static gx_fen charge_all(aud_book *book, uint32_t user, int64_t today)
{
    gx_fen sum = 0;
    for (size_t i = 0; i < book->thing_count; i++) {
        aud_thing *thing = book->things[i];
        if (thing->kind == AUD_LOAN && !thing->gone && ((debt *)aud_more(thing))->user == user)
            sum += post_charges(book, thing, today);
    }
    count_charges(book, sum);
    return sum;
}

static int64_t days_overdue(const aud_book *book, uint32_t user, int64_t today)
{
    aud_thing *thing = first_debt(book, user);
    int64_t due = thing == NULL ? today : ((debt *)aud_more(thing))->due;
    return due < today ? today - due : 0;
}

static gx_fen limit_of(const aud_book *book, uint32_t user)
{
    const line *l = of(book);
    unsigned band = aud_band_of(aud_score_of(book, user));
    if (l->own[user])
        return l->own_limit[user];
    return band < 5 ? l->rules.limit[band] : 0;
}

/* ---- Rules and limits */

static void generate_rules(aud_world *world, aud_step *step)
{
    step->op.args.credit_rules =
        (gx_args_credit_rules){.limit_0 = aud_below(world, 500),
                               .limit_1 = aud_below(world, 1000),
                               .limit_2 = aud_below(world, 2000),
                               .limit_3 = aud_below(world, 4000),
                               .limit_4 = aud_below(world, 8000),
                               .cycle_days = (uint16_t)(aud_odds(world, 20) ? 0 : aud_below(world, 5)),
                               .grace_days = (uint16_t)aud_below(world, 4),
                               .write_off_days = (uint16_t)(1 + aud_below(world, 20)),
                               .interest_ppm = aud_odds(world, 30) ? 0 : aud_below(world, 30000),
                               .late_ppm = aud_odds(world, 30) ? 0 : aud_below(world, 30000)};
    uint32_t odd = aud_below(world, 30);
    if (odd == 0)
        step->op.args.credit_rules.cycle_days = (uint16_t)aud_any(world);
    if (odd == 1)
        step->op.args.credit_rules.grace_days = (uint16_t)aud_any(world);
    if (odd == 2)
        step->op.args.credit_rules.write_off_days = 0;
    if (odd == 3)
        step->op.args.credit_rules.limit_2 = (uint32_t)aud_any(world);
    if (odd == 4)
        step->op.args.credit_rules.late_ppm = 100000 + aud_below(world, 2);
    if (odd == 5)
        step->op.args.credit_rules.interest_ppm = 100000 + aud_below(world, 2);
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_credit_rules *args = &op->args.credit_rules;
    const uint32_t limits[] = {args->limit_0, args->limit_1, args->limit_2, args->limit_3, args->limit_4};
    for (int band = 0; band < 5; band++)
        if (limits[band] > 1000000000)
            return aud_no(GX_REFUSED_RULE, limits[band], 1000000000);
    if (args->cycle_days > 366)
        return aud_no(GX_REFUSED_RULE, args->cycle_days, 366);
    if (args->grace_days > 366)
        return aud_no(GX_REFUSED_RULE, args->grace_days, 366);
    if (args->write_off_days == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    if (args->interest_ppm > 100000)
        return aud_no(GX_REFUSED_RULE, args->interest_ppm, 100000);
    if (args->late_ppm > 100000)
        return aud_no(GX_REFUSED_RULE, args->late_ppm, 100000);
    gx_credit_rules *rules = &of(book)->rules;
    for (int band = 0; band < 5; band++)
        rules->limit[band] = limits[band];
    rules->cycle_days = args->cycle_days;
    rules->grace_days = args->grace_days;
    rules->write_off_days = args->write_off_days;
    rules->interest_ppm = args->interest_ppm;
    rules->late_ppm = args->late_ppm;
    return aud_done(0);
}

static void generate_limit(aud_world *world, aud_step *step)
{
    step->op.args.credit_limit = (gx_args_credit_limit){
        .user = aud_odds(world, 90) ? aud_some_user(world, step->book) : aud_anybody(world),
        .own = (uint8_t)(aud_odds(world, 60) ? 0 : 1 + aud_odds(world, 10)),
        .limit = aud_odds(world, 93) ? aud_below(world, 6000) : (uint32_t)aud_any(world)};
}

static gx_answer predict_limit(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_credit_limit *args = &op->args.credit_limit;
    uint32_t user = aud_user(book, args->user);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->user);
    if (args->own > 1)
        return aud_no(GX_REFUSED_RULE, args->own, 1);
    if (args->own == 1 && args->limit > 1000000000)
        return aud_no(GX_REFUSED_RULE, args->limit, 1000000000);
    of(book)->own[user] = args->own == 1;
    of(book)->own_limit[user] = args->limit;
    return aud_done(0);
}

/* ---- Drawing */

static void generate_draw(aud_world *world, aud_step *step)
{
    step->op.args.credit_draw.way = (uint8_t)(aud_below(world, 100) * 2 / 97);
    if (aud_odds(world, 90))
        step->op.args.credit_draw.amount = 1 + aud_below(world, 300);
    if (aud_odds(world, 3))
        step->op.key.account = aud_some_party(world, step->book);
    const aud_book *own = aud_book_of(world, step->book);
    uint32_t user = aud_user(own, step->op.key.account);
    if (user != AUD_NOBODY && aud_odds(world, 10)) /* all that the line gives, or a fen more */
        step->op.args.credit_draw.amount =
            limit_of(own, user) - owed(own, user, aud_day(own, step->op.now)) + aud_below(world, 2);
}

static int64_t due_day(const gx_credit_rules *rules, int64_t today)
{
    int64_t cycle = rules->cycle_days;
    if (cycle == 0)
        return today + rules->grace_days;
    int64_t statement = today + 1; /* the first day after today that the cycle divides */
    while (statement % cycle != 0)
        statement++;
    return statement + rules->grace_days;
}

static gx_answer check_borrower(const aud_book *book, const gx_op *op, uint32_t user, int64_t today)
{
    const gx_args_credit_draw *args = &op->args.credit_draw;
    if (args->way > 1)
        return aud_no(GX_REFUSED_RULE, args->way, 1);
    if (args->amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, 1);
    if (args->way == GX_CREDIT_TO_CLEARING && (book->flags[user] & GX_ACCOUNT_NO_DEBIT) != 0)
        return aud_no(GX_REFUSED_FROZEN, 0, 0);
    if (of(book)->lost[user] > 0)
        return aud_no(GX_REFUSED_STATE, of(book)->lost[user], 0);
    int64_t late = days_overdue(book, user, today);
    if (late > 0)
        return aud_no(GX_REFUSED_OVERDUE, late, 0);
    uint16_t score = aud_score_of(book, user);
    uint16_t minimum = aud_gate_of(book, GX_SCORED_RIGHT_CREDIT_PAY);
    if (score < minimum)
        return aud_no(GX_REFUSED_SCORE, score, minimum);
    gx_fen room = limit_of(book, user) - owed(book, user, today);
    if (args->amount > room)
        return aud_no(GX_REFUSED_CREDIT, room < 0 ? 0 : room, args->amount);
    return aud_done(args->amount);
}

/* The debt of this due day and these rates; NULL when there is none yet. */
static aud_thing *same_debt(const aud_book *book, uint32_t user, int64_t due)
{
    const gx_credit_rules *rules = &of(book)->rules;
    for (size_t i = 0; i < book->thing_count; i++) {
        aud_thing *thing = book->things[i];
        if (thing->kind != AUD_LOAN || thing->gone)
            continue;
        const debt *d = aud_more(thing);
        if (d->user == user && d->due == due && d->interest == rules->interest_ppm &&
            d->late == rules->late_ppm)
            return thing;
    }
    return NULL;
}

static gx_answer predict_draw(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_credit_draw *args = &op->args.credit_draw;
    uint32_t user = aud_user(book, op->key.account);
    int64_t today = aud_day(book, op->now);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    gx_answer answer = check_borrower(book, op, user, today);
    if (answer.code == GX_DONE && args->way == GX_CREDIT_TO_BALANCE) {
        answer = aud_check_inflow(book, GX_HOUSE_CARD_GATEWAY, args->amount);
        if (answer.code == GX_DONE)
            answer = aud_check_payee(book, user, args->amount);
    }
    aud_spend spend = {.payer = user,
                       .amount = args->amount,
                       .by_card = args->amount,
                       .now = op->now,
                       .purpose = GX_FOR_CREDIT_PAY};
    if (answer.code == GX_DONE && args->way == GX_CREDIT_TO_CLEARING) {
        if (aud_has(book, GX_THEME_IDENTITY) && !book->card[user])
            return aud_no(GX_REFUSED_NO_CARD, 0, 1);
        answer = aud_check_spend(book, &spend);
    }
    if (answer.code != GX_DONE)
        return answer;
    line *l = of(book);
    if (args->way == GX_CREDIT_TO_CLEARING)
        aud_note_spend(book, &spend);
    want->result.second = charge_all(book, user, today);
    int64_t due = due_day(&l->rules, today);
    want->made = same_debt(book, user, due);
    if (want->made == NULL) {
        want->made = aud_new(book, AUD_LOAN, sizeof(debt));
        *(debt *)aud_more(want->made) = (debt){.user = user,
                                               .accrued = today,
                                               .due = due,
                                               .interest = l->rules.interest_ppm,
                                               .late = l->rules.late_ppm};
    }
    ((debt *)aud_more(want->made))->principal += args->amount;
    uint32_t to = args->way == GX_CREDIT_TO_BALANCE ? user : AUD_HOUSE_AT + GX_HOUSE_CLEARING;
    aud_move(book, account_of_credit(user), to, args->amount);
    aud_count(&l->counts.draws, &l->counts.drawn, args->amount);
    return aud_done(args->amount);
}

/* ---- Paying back */

static void generate_repay(aud_world *world, aud_step *step)
{
    if (aud_odds(world, 40))
        step->op.args.credit_repay.amount = 1 + aud_below(world, 3000);
    if (aud_odds(world, 3))
        step->op.key.account = aud_some_party(world, step->book);
}

/* So much, in the order of due days, charges first. How much of it went to charges. */
static gx_fen settle(aud_book *book, uint32_t user, gx_fen amount)
{
    gx_fen to_charges = 0;
    while (amount > 0) {
        aud_thing *thing = first_debt(book, user);
        debt *d = aud_more(thing);
        gx_fen part = amount < d->charges ? amount : d->charges;
        d->charges -= part;
        to_charges += part;
        amount -= part;
        part = amount < d->principal ? amount : d->principal;
        d->principal -= part;
        amount -= part;
        thing->gone = d->principal == 0;
    }
    return to_charges;
}

static gx_answer check_repayment(const aud_book *book, const gx_op *op, gx_fen asked, gx_fen due,
                                 aud_spend *spend)
{
    uint32_t user = aud_user(book, op->key.account);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (asked < 1)
        return aud_no(GX_REFUSED_AMOUNT, asked, 1);
    if (due == 0)
        return aud_no(GX_REFUSED_STATE, 0, 1);
    *spend = (aud_spend){
        .payer = user, .amount = asked < due ? asked : due, .now = op->now, .purpose = GX_FOR_REPAYMENT};
    return aud_check_spend(book, spend);
}

static gx_answer predict_repay(aud_book *book, const gx_op *op, aud_want *want)
{
    uint32_t user = aud_user(book, op->key.account);
    int64_t today = aud_day(book, op->now);
    gx_fen due = user == AUD_NOBODY ? 0 : owed(book, user, today);
    aud_spend spend;
    gx_answer answer = check_repayment(book, op, op->args.credit_repay.amount, due, &spend);
    if (answer.code != GX_DONE)
        return answer;
    charge_all(book, user, today);
    aud_move(book, user, account_of_credit(user), spend.amount);
    want->result.second = settle(book, user, spend.amount);
    aud_note_spend(book, &spend);
    aud_count(&of(book)->counts.repayments, &of(book)->counts.repaid, spend.amount);
    return aud_done(spend.amount);
}

static void generate_recover(aud_world *world, aud_step *step)
{
    const aud_book *own = aud_book_of(world, step->book);
    for (unsigned user = 0; user < AUD_USERS && aud_odds(world, 90); user++)
        if (of(own)->lost[user] > 0)
            step->op.key.account = aud_user_name(step->book, user);
    if (aud_odds(world, 3))
        step->op.key.account = aud_some_party(world, step->book);
}

static gx_answer predict_recover(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    uint32_t user = aud_user(book, op->key.account);
    gx_fen due = user == AUD_NOBODY ? 0 : of(book)->lost[user];
    aud_spend spend;
    gx_answer answer = check_repayment(book, op, op->args.credit_recover.amount, due, &spend);
    if (answer.code != GX_DONE)
        return answer;
    of(book)->lost[user] -= spend.amount;
    aud_move(book, user, AUD_HOUSE_AT + GX_HOUSE_LOSSES, spend.amount);
    aud_note_spend(book, &spend);
    aud_count(&of(book)->counts.recoveries, &of(book)->counts.recovered, spend.amount);
    return aud_done(spend.amount);
}

/* ---- Charging and writing off */

static void generate_accrue(aud_world *world, aud_step *step)
{
    if (aud_odds(world, 95))
        step->op.args.credit_accrue.user = aud_some_user(world, step->book);
}

static gx_answer predict_accrue(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    uint32_t user = aud_user(book, op->args.credit_accrue.user);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->args.credit_accrue.user);
    return aud_done(charge_all(book, user, aud_day(book, op->now)));
}

static void generate_write_off(aud_world *world, aud_step *step)
{
    aud_mention(world, step, &step->op.args.credit_write_off.debt, aud_some_thing_of(world, step, AUD_LOAN));
}

static gx_answer predict_write_off(aud_book *book, const gx_op *op, aud_want *want)
{
    aud_thing *thing = aud_find(book, AUD_LOAN, op->args.credit_write_off.debt);
    int64_t today = aud_day(book, op->now);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    debt d = *(debt *)aud_more(thing);
    if (today < d.due + of(book)->rules.write_off_days)
        return aud_no(GX_REFUSED_NOT_DUE, today, d.due + of(book)->rules.write_off_days);
    charge(&d, today);
    gx_fen all = d.principal + d.charges;
    gx_fen most = ((gx_fen)1 << 60) + book->money[AUD_HOUSE_AT + GX_HOUSE_LOSSES];
    if (all > most)
        return aud_no(GX_REFUSED_AMOUNT, all, most);
    want->result.second = post_charges(book, thing, today);
    count_charges(book, want->result.second);
    want->result.who = aud_user_name(book->number, d.user);
    aud_move(book, AUD_HOUSE_AT + GX_HOUSE_LOSSES, account_of_credit(d.user), all);
    of(book)->lost[d.user] += all;
    thing->gone = true;
    aud_count(&of(book)->counts.write_offs, &of(book)->counts.written_off, all);
    return aud_done(all);
}

/* ---- The part */

static void prepare(aud_world *world, unsigned book)
{
    aud_step *step = aud_make(world, book, GX_OP_CREDIT_RULES);
    generate_rules(world, step);
    if (aud_odds(world, 90))
        aud_do(world, step);
}

static void look_at(aud_world *world, const aud_book *own, const gx_book *core, const aud_thing *thing)
{
    debt d = *(const debt *)(thing + 1);
    uint32_t now = own->now;
    int64_t today = aud_day(own, now);
    gx_debt_view view;
    bool lives = gx_credit_debt_look(core, thing->ref, now, &view);
    aud_expect(world, lives == !thing->gone, "whether a debt lives");
    if (!lives)
        return;
    charge(&d, today);
    aud_expect(world, view.user == aud_user_name(own->number, d.user), "whose debt it is");
    aud_expect_fen(world, view.principal, d.principal, "a debt's principal");
    aud_expect_fen(world, view.charges, d.charges, "a debt's charges");
    aud_expect_fen(world, view.due, d.due, "a debt's due day");
    aud_expect_fen(world, view.days_overdue, d.due < today ? today - d.due : 0, "the days a debt is overdue");
    aud_expect(world, view.interest_ppm == d.interest && view.late_ppm == d.late, "a debt's rates");
}

static void look_at_counts(aud_world *world, const gx_credit_counts *said, const gx_credit_counts *want)
{
    aud_expect(world, said->draws == want->draws && said->repayments == want->repayments, "counted draws");
    aud_expect_fen(world, (gx_fen)said->charges, (gx_fen)want->charges, "counted charges");
    aud_expect(world, said->write_offs == want->write_offs && said->recoveries == want->recoveries,
               "counted losses");
    aud_expect_fen(world, said->drawn, want->drawn, "all that was drawn");
    aud_expect_fen(world, said->repaid, want->repaid, "all that was repaid");
    aud_expect_fen(world, said->charged, want->charged, "all that was charged");
    aud_expect_fen(world, said->written_off, want->written_off, "all that was written off");
    aud_expect_fen(world, said->recovered, want->recovered, "all that was recovered");
}

static void look(aud_world *world, unsigned book)
{
    const gx_book *core = aud_core_of(world, book);
    const aud_book *own = aud_book_of(world, book);
    uint32_t now = own->now;
    for (size_t i = 0; i < own->thing_count; i++)
        if (own->things[i]->kind == AUD_LOAN)
            look_at(world, own, core, own->things[i]);
    for (unsigned seat = 0; seat < AUD_NAMES; seat++) {
        uint32_t name = aud_name(seat);
        uint32_t user = aud_user(own, name);
        bool known = user != AUD_NOBODY;
        int64_t today = aud_day(own, now);
        aud_expect_fen(world, gx_credit_limit(core, name), known ? limit_of(own, user) : 0, "a limit");
        aud_expect_fen(world, gx_credit_owed(core, name, now), known ? owed(own, user, today) : 0,
                       "what is owed");
        aud_expect_fen(world, gx_credit_unrecovered(core, name), known ? of(own)->lost[user] : 0,
                       "what is lost");
        aud_expect_fen(world, gx_credit_days_overdue(core, name, now),
                       known ? days_overdue(own, user, today) : 0, "the days overdue");
    }
    gx_credit_counts counts = gx_credit_count(core);
    look_at_counts(world, &counts, &of(own)->counts);
}

#define HOOKS (AUD_MAY(IDENTITY) | AUD_MAY(LIMIT) | AUD_MAY(RISK)) /* what themes may say of a payment */

static const aud_rule rules[] = {
    {GX_OP_CREDIT_RULES, 1, generate_rules, predict_rules, AUD_MAY(RULE), 0},
    {GX_OP_CREDIT_LIMIT, 1, generate_limit, predict_limit, AUD_MAY(ACCOUNT) | AUD_MAY(RULE), 0},
    {GX_OP_CREDIT_DRAW, 10, generate_draw, predict_draw,
     AUD_MAY(ACCOUNT) | AUD_MAY(RULE) | AUD_MAY(AMOUNT) | AUD_MAY(FROZEN) | AUD_MAY(STATE) |
         AUD_MAY(OVERDUE) | AUD_MAY(SCORE) | AUD_MAY(CREDIT),
     HOOKS | AUD_MAY(NO_CARD) | AUD_MAY(CAP)},
    {GX_OP_CREDIT_REPAY, 5, generate_repay, predict_repay,
     AUD_MAY(ACCOUNT) | AUD_MAY(AMOUNT) | AUD_MAY(STATE) | AUD_MAY(FUNDS), HOOKS | AUD_MAY(FROZEN)},
    {GX_OP_CREDIT_ACCRUE, 2, generate_accrue, predict_accrue, AUD_MAY(ACCOUNT), 0},
    {GX_OP_CREDIT_WRITE_OFF, 5, generate_write_off, predict_write_off,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(NOT_DUE), AUD_MAY(AMOUNT)},
    {GX_OP_CREDIT_RECOVER, 6, generate_recover, predict_recover,
     AUD_MAY(ACCOUNT) | AUD_MAY(AMOUNT) | AUD_MAY(STATE), HOOKS | AUD_MAY(FROZEN) | AUD_MAY(FUNDS)},
    {0}};

const aud_part aud_credit = {.name = "credit",
                             .theme = GX_THEME_CREDIT,
                             .rules = rules,
                             .state_bytes = sizeof(line),
                             .begin = begin,
                             .prepare = prepare,
                             .look = look};
