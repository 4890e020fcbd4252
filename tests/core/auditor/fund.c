/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for the money fund and the float (W6, W8). */
#include "core/auditor/identity.h"

#include <gx/core/fund.h>

static const uint32_t yield = AUD_HOUSE_AT + GX_HOUSE_YIELD;
static const uint32_t fees = AUD_HOUSE_AT + GX_HOUSE_FEES;

__extension__ typedef __int128 wide;

typedef struct saver {
    bool ever; /* a day of his was counted: */
    int64_t day;
    gx_fen interest_rest, channel_rest, float_rest;
} saver;

typedef struct fund {
    gx_fund_rules rules;
    saver of[AUD_USERS];
    gx_fen interest, channel, floated;
} fund;

extern const aud_part aud_fund;

static fund *fund_of(const aud_book *book)
{
    return aud_state(book, &aud_fund);
}

/* ---- Rates */

static void generate_rules(aud_world *world, aud_step *step)
{
    step->op.args.fund_rules = (gx_args_fund_rules){
        .interest_ppb = aud_odds(world, 90) ? aud_below(world, 60000000) : 999999999 + aud_below(world, 3),
        .channel_ppm = aud_odds(world, 90) ? aud_below(world, 1000000) : 999999 + aud_below(world, 3),
        .float_ppm = aud_odds(world, 90) ? aud_below(world, 1000000) : 999999 + aud_below(world, 3)};
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_fund_rules *args = &op->args.fund_rules;
    if (args->interest_ppb > 1000000000)
        return aud_no(GX_REFUSED_RULE, args->interest_ppb, 1000000000);
    if (args->channel_ppm > 1000000)
        return aud_no(GX_REFUSED_RULE, args->channel_ppm, 1000000);
    if (args->float_ppm > 1000000)
        return aud_no(GX_REFUSED_RULE, args->float_ppm, 1000000);
    fund_of(book)->rules = (gx_fund_rules){args->interest_ppb, args->channel_ppm, args->float_ppm};
    return aud_done(0);
}

/* ---- Buying and redeeming */

static void generate_order(aud_world *world, aud_step *step)
{
    if (aud_odds(world, 8))
        step->op.key.account = aud_some_party(world, step->book);
}

static gx_answer predict_buy(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    uint32_t user = aud_user(book, op->key.account);
    gx_fen amount = op->args.fund_buy.amount;
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (aud_tier(book, user) == 0)
        return aud_no(GX_REFUSED_IDENTITY, 0, 1);
    if (!book->card[user])
        return aud_no(GX_REFUSED_NO_CARD, 0, 1);
    aud_spend spend = {.payer = user, .amount = amount, .now = op->now, .purpose = GX_FOR_FUND};
    gx_answer answer = aud_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    aud_move(book, user, AUD_FUND_AT + user, amount);
    aud_note_spend(book, &spend);
    return aud_done(amount);
}

static void generate_redeem(aud_world *world, aud_step *step)
{
    generate_order(world, step);
    const aud_book *book = aud_book_of(world, step->book);
    uint32_t user = aud_user(book, step->op.key.account);
    gx_fen lies = user == AUD_NOBODY ? 0 : book->money[AUD_FUND_AT + user];
    if (lies > 0 && aud_odds(world, 6))
        step->op.args.fund_redeem.amount = lies + (gx_fen)aud_below(world, 2);
    else if (lies > 0 && aud_odds(world, 70))
        step->op.args.fund_redeem.amount =
            1 + (gx_fen)(aud_any(world) % (uint64_t)lies) / (aud_odds(world, 70) ? 8 : 1);
}

static gx_answer predict_redeem(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    uint32_t user = aud_user(book, op->key.account);
    gx_fen amount = op->args.fund_redeem.amount;
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, amount, 1);
    if (amount > book->money[AUD_FUND_AT + user])
        return aud_no(GX_REFUSED_FUNDS, book->money[AUD_FUND_AT + user], amount);
    gx_answer answer = aud_check_payee(book, user, amount);
    if (answer.code == GX_DONE)
        aud_move(book, AUD_FUND_AT + user, user, amount);
    return answer;
}

/* ---- A day */

/* What the day brings: the whole part; *rest becomes what the division leaves. */
static gx_fen share_of_day(gx_fen lies, uint32_t rate, int64_t divisor, gx_fen *rest)
{
    wide parts = (wide)lies * rate + *rest;
    *rest = (gx_fen)(parts % divisor);
    return (gx_fen)(parts / divisor);
}

static void pay(aud_book *book, uint32_t to, gx_fen amount, gx_fen *total)
{
    if (amount > 0)
        aud_move(book, yield, to, amount);
    *total += amount;
}

static void generate_day(aud_world *world, aud_step *step)
{
    if (aud_odds(world, 95))
        step->op.args.fund_day.user = aud_some_user(world, step->book);
}

static gx_answer predict_day(aud_book *book, const gx_op *op, aud_want *want)
{
    fund *f = fund_of(book);
    uint32_t user = aud_user(book, op->args.fund_day.user);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->args.fund_day.user);
    saver s = f->of[user];
    int64_t today = aud_day(book, op->now);
    if (s.ever && s.day == today)
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    s.ever = true;
    s.day = today;
    gx_fen in_fund = book->money[AUD_FUND_AT + user];
    gx_fen interest = share_of_day(in_fund, f->rules.interest_ppb, 1000000000, &s.interest_rest);
    gx_fen channel = share_of_day(in_fund, f->rules.channel_ppm, 365000000, &s.channel_rest);
    gx_fen floated = share_of_day(book->money[user], f->rules.float_ppm, 365000000, &s.float_rest);
    gx_fen all = interest + channel + floated;
    gx_answer answer = all > 0 ? aud_check_inflow(book, GX_HOUSE_YIELD, all) : aud_done(0);
    if (answer.code != GX_DONE)
        return answer;
    f->of[user] = s;
    pay(book, AUD_FUND_AT + user, interest, &f->interest);
    pay(book, fees, channel, &f->channel);
    pay(book, fees, floated, &f->floated);
    want->result.second = channel;
    want->result.third = floated;
    return aud_done(interest);
}

/* ---- The part */

static void begin(aud_book *book)
{
    fund_of(book)->rules = (gx_fund_rules){109589, 2500, 3500};
}

static void look(aud_world *world, unsigned book)
{
    const gx_book *core = aud_core_of(world, book);
    const aud_book *own = aud_book_of(world, book);
    const fund *f = fund_of(own);
    bool on = aud_has(own, GX_THEME_FUND);
    gx_fund_rules rules = gx_fund_rules_now(core);
    aud_expect(world,
               rules.interest_ppb == (on ? f->rules.interest_ppb : 0) &&
                   rules.channel_ppm == (on ? f->rules.channel_ppm : 0) &&
                   rules.float_ppm == (on ? f->rules.float_ppm : 0),
               "the rates of the fund");
    gx_fen balances = 0;
    gx_fen funds = 0;
    for (unsigned seat = 0; seat < AUD_NAMES; seat++) {
        uint32_t user = aud_user(own, aud_name(seat));
        gx_fen in_fund = user == AUD_NOBODY ? 0 : own->money[AUD_FUND_AT + user];
        balances += user == AUD_NOBODY ? 0 : own->money[user];
        funds += in_fund;
        aud_expect_fen(world, gx_fund_balance(core, aud_name(seat)), in_fund, "what a user has in the fund");
    }
    gx_idle idle = gx_wallet_idle(core);
    aud_expect_fen(world, idle.balances, balances, "what lies in balances");
    aud_expect_fen(world, idle.funds, funds, "what lies in the fund");
    aud_expect_fen(world, idle.interest, f->interest, "the interest ever paid");
    aud_expect_fen(world, idle.channel, f->channel, "the channel fees ever paid");
    aud_expect_fen(world, idle.floated, f->floated, "the float ever earned");
}

static const aud_rule rules[] = {
    {GX_OP_FUND_RULES, 1, generate_rules, predict_rules, AUD_MAY(RULE), 0},
    {GX_OP_FUND_BUY, 5, generate_order, predict_buy,
     AUD_MAY(ACCOUNT) | AUD_MAY(IDENTITY) | AUD_MAY(NO_CARD) | AUD_MAY(AMOUNT) | AUD_MAY(FUNDS),
     AUD_MAY(FROZEN) | AUD_MAY(RISK)},
    {GX_OP_FUND_REDEEM, 5, generate_redeem, predict_redeem,
     AUD_MAY(ACCOUNT) | AUD_MAY(AMOUNT) | AUD_MAY(FUNDS), AUD_MAY(FROZEN) | AUD_MAY(CAP)},
    {GX_OP_FUND_DAY, 8, generate_day, predict_day, AUD_MAY(ACCOUNT) | AUD_MAY(TWICE), AUD_MAY(AMOUNT)},
    {0}};

const aud_part aud_fund = {.name = "fund",
                           .theme = GX_THEME_FUND,
                           .rules = rules,
                           .state_bytes = sizeof(fund),
                           .begin = begin,
                           .look = look};
