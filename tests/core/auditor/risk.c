/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for risk control (K6). */
#include "core/auditor/auditor.h"

#include <gx/core/risk.h>

typedef struct suspect {
    bool blocked, card_known, cashed_out, lived;
    uint32_t devices, card_bound;
    int64_t granted;
    int64_t day; /* of `paid` */
    gx_fen paid;
    int64_t empty;
} suspect;

typedef struct watch {
    gx_risk_rules rules;
    suspect of[AUD_USERS];
    gx_risk_sum stopped[GX_RISK_RULE_COUNT][2];
    gx_risk_sum granted;
} watch;

extern const aud_part aud_risk;

static watch *here(const aud_book *book)
{
    return aud_state(book, &aud_risk);
}

static void begin(aud_book *book)
{
    here(book)->rules =
        (gx_risk_rules){.purposes = GX_PURPOSES_ALL & ~(1u << GX_FOR_FUND | 1u << GX_FOR_REPAYMENT),
                        .devices_min = 3,
                        .card_ticks = 604800,
                        .grant_min = 1,
                        .weight_devices = 40,
                        .weight_card = 30,
                        .weight_drain = 50,
                        .grant_threshold = 70};
}

/* ---- What is known */

static int64_t signal_of(const aud_book *book, const suspect *s, uint32_t now)
{
    const gx_risk_rules *rules = &here(book)->rules;
    int64_t sum = 0;
    if (s->devices >= rules->devices_min)
        sum += rules->weight_devices;
    if (s->card_known && (s->card_bound > now || now - s->card_bound < rules->card_ticks))
        sum += rules->weight_card;
    if (s->granted >= rules->grant_min && s->cashed_out && !s->lived)
        sum += rules->weight_drain;
    return sum;
}

static gx_fen paid_today(const aud_book *book, const suspect *s, uint32_t now)
{
    return s->day == aud_day(book, now) ? s->paid : 0;
}

static gx_risk_rule stops(const aud_book *book, const aud_spend *spend, gx_answer *answer)
{
    *answer = aud_done(0);
    if (spend->payer >= AUD_USERS)
        return GX_RISK_NONE;
    const gx_risk_rules *rules = &here(book)->rules;
    const suspect *s = &here(book)->of[spend->payer];
    if ((rules->purposes >> spend->purpose & 1) == 0)
        return GX_RISK_NONE;
    if (s->blocked) {
        *answer = aud_no(GX_REFUSED_RISK, 1, 0);
        return GX_RISK_BLOCKED;
    }
    if (rules->amount_max > 0 && spend->amount > rules->amount_max) {
        *answer = aud_no(GX_REFUSED_RISK, rules->amount_max, spend->amount);
        return GX_RISK_AMOUNT;
    }
    gx_fen room = rules->day_max - paid_today(book, s, spend->now);
    if (rules->day_max > 0 && spend->amount > room) {
        *answer = aud_no(GX_REFUSED_RISK, room < 0 ? 0 : room, spend->amount);
        return GX_RISK_DAY;
    }
    int64_t credit = rules->burst > 0 ? ((int64_t)rules->burst - 1) * rules->refill_ticks : 0;
    if (rules->burst > 0 && s->empty > spend->now + credit) {
        *answer = aud_no(GX_REFUSED_RISK, spend->now, s->empty - credit);
        return GX_RISK_VELOCITY;
    }
    int64_t signal = signal_of(book, s, spend->now);
    if (spend->purpose == GX_FOR_WITHDRAWAL && rules->withdraw_threshold > 0 &&
        signal >= rules->withdraw_threshold) {
        *answer = aud_no(GX_REFUSED_RISK, signal, rules->withdraw_threshold);
        return GX_RISK_WITHDRAWAL;
    }
    return GX_RISK_NONE;
}

static gx_answer check_spend(const aud_book *book, const aud_spend *spend)
{
    gx_answer answer;
    stops(book, spend, &answer);
    return answer;
}

static void note_spend(aud_book *book, const aud_spend *spend)
{
    if (spend->payer >= AUD_USERS)
        return;
    const gx_risk_rules *rules = &here(book)->rules;
    suspect *s = &here(book)->of[spend->payer];
    if (spend->purpose == GX_FOR_WITHDRAWAL || spend->purpose == GX_FOR_TRANSFER)
        s->cashed_out = true;
    else if (spend->purpose != GX_FOR_FUND)
        s->lived = true;
    if ((rules->purposes >> spend->purpose & 1) == 0)
        return;
    gx_fen most = (gx_fen)1 << 60;
    gx_fen before = paid_today(book, s, spend->now);
    s->paid = spend->amount > most - before ? most : before + spend->amount;
    s->day = aud_day(book, spend->now);
    if (rules->burst > 0)
        s->empty = (s->empty > spend->now ? s->empty : spend->now) + rules->refill_ticks;
}

/* ---- Rules */

static void generate_rules(aud_world *world, aud_step *step)
{
    gx_args_risk_rules *args = &step->op.args.risk_rules;
    bool calm = aud_odds(world, 60);
    *args = (gx_args_risk_rules){
        .purposes = (calm ? UINT32_MAX : (uint32_t)aud_any(world)) & GX_PURPOSES_ALL,
        .amount_max = aud_odds(world, 60) ? 0 : 200 + aud_below(world, 500),
        .day_max = aud_odds(world, 60) ? 0 : 1000 + aud_below(world, 4000),
        .burst = (uint16_t)(aud_odds(world, 50) ? 0 : 1 + aud_below(world, 4)),
        .refill_ticks = 1 + aud_below(world, 30),
        .devices_min = (uint8_t)aud_below(world, 5),
        .card_ticks = aud_below(world, 200),
        .grant_min = aud_below(world, 400),
        .weight_devices = (uint16_t)aud_below(world, 60),
        .weight_card = (uint16_t)aud_below(world, 60),
        .weight_drain = (uint16_t)aud_below(world, 60),
        .grant_threshold = (uint16_t)(aud_odds(world, 20) ? 0 : aud_below(world, 120)),
        .withdraw_threshold = (uint16_t)(aud_odds(world, 50) ? 0 : aud_below(world, 120))};
    const suspect *s = &here(aud_book_of(world, step->book))->of[aud_below(world, AUD_USERS)];
    if (aud_odds(world, 30)) /* at the edge of what somebody has */
        args->grant_min = (uint32_t)s->granted + aud_below(world, 2);
    if (aud_odds(world, 15))
        args->day_max = s->paid + 1 + aud_below(world, 50);
    uint32_t odd = aud_below(world, 30);
    if (odd == 0)
        args->purposes = (uint32_t)aud_any(world) | 1u << 30;
    if (odd == 1)
        args->refill_ticks = 0;
    if (odd == 2)
        args->refill_ticks = UINT32_MAX;
    if (odd == 3)
        args->burst = UINT16_MAX;
    if (odd == 4)
        args->day_max = -1;
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_risk_rules *args = &op->args.risk_rules;
    if ((args->purposes & ~GX_PURPOSES_ALL) != 0)
        return aud_no(GX_REFUSED_RULE, args->purposes, GX_PURPOSES_ALL);
    if (args->amount_max < 0)
        return aud_no(GX_REFUSED_RULE, args->amount_max, 0);
    if (args->day_max < 0)
        return aud_no(GX_REFUSED_RULE, args->day_max, 0);
    if (args->burst > 0 && args->refill_ticks == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    here(book)->rules = (gx_risk_rules){.purposes = args->purposes,
                                        .amount_max = args->amount_max,
                                        .day_max = args->day_max,
                                        .burst = args->burst,
                                        .refill_ticks = args->refill_ticks,
                                        .devices_min = args->devices_min,
                                        .card_ticks = args->card_ticks,
                                        .grant_min = args->grant_min,
                                        .weight_devices = args->weight_devices,
                                        .weight_card = args->weight_card,
                                        .weight_drain = args->weight_drain,
                                        .grant_threshold = args->grant_threshold,
                                        .withdraw_threshold = args->withdraw_threshold};
    return aud_done(0);
}

/* ---- What the host tells */

static uint32_t some_suspect(aud_world *world, unsigned book)
{
    return aud_odds(world, 95) ? aud_some_user(world, book) : aud_anybody(world);
}

static void generate_signals(aud_world *world, aud_step *step)
{
    uint32_t now = step->op.now;
    uint32_t bound = aud_odds(world, 90) ? now + 5 - aud_below(world, 300) : (uint32_t)aud_any(world);
    step->op.args.risk_signals = (gx_args_risk_signals){.user = some_suspect(world, step->book),
                                                        .devices = (uint8_t)aud_below(world, 6),
                                                        .card_known = (uint8_t)(aud_below(world, 21) / 10),
                                                        .card_bound = bound};
}

static gx_answer predict_signals(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_risk_signals *args = &op->args.risk_signals;
    uint32_t user = aud_user(book, args->user);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->user);
    if (args->card_known > 1)
        return aud_no(GX_REFUSED_RULE, args->card_known, 1);
    suspect *s = &here(book)->of[user];
    s->devices = args->devices;
    s->card_known = args->card_known == 1;
    s->card_bound = args->card_bound;
    return aud_done(0);
}

static void generate_block(aud_world *world, aud_step *step)
{
    step->op.args.risk_block =
        (gx_args_risk_block){.user = some_suspect(world, step->book),
                             .blocked = (uint8_t)(aud_odds(world, 80) ? 0 : 1 + aud_odds(world, 15))};
}

static gx_answer predict_block(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_risk_block *args = &op->args.risk_block;
    uint32_t user = aud_user(book, args->user);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->user);
    if (args->blocked > 1)
        return aud_no(GX_REFUSED_RULE, args->blocked, 1);
    here(book)->of[user].blocked = args->blocked == 1;
    return aud_done(0);
}

/* ---- Grants and stops */

static gx_answer check_grant(const aud_book *book, uint32_t name, gx_fen amount, uint32_t now)
{
    uint32_t user = aud_user(book, name);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, name);
    if (amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, amount, 1);
    const suspect *s = &here(book)->of[user];
    if (s->blocked)
        return aud_no(GX_REFUSED_RISK, 1, 0);
    int64_t signal = signal_of(book, s, now);
    int64_t threshold = here(book)->rules.grant_threshold;
    return threshold > 0 && signal >= threshold ? aud_no(GX_REFUSED_RISK, signal, threshold)
                                                : aud_done(amount);
}

static void generate_grant(aud_world *world, aud_step *step)
{
    step->op.args.risk_grant.user = some_suspect(world, step->book);
}

static gx_answer predict_grant(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_risk_grant *args = &op->args.risk_grant;
    gx_answer answer = check_grant(book, args->user, args->amount, op->now);
    if (answer.code != GX_DONE)
        return answer;
    suspect *s = &here(book)->of[aud_user(book, args->user)];
    s->granted = args->amount > UINT32_MAX - s->granted ? UINT32_MAX : s->granted + args->amount;
    aud_count(&here(book)->granted.number, &here(book)->granted.fen, args->amount);
    return answer;
}

static void generate_stopped(aud_world *world, aud_step *step)
{
    step->op.args.risk_stopped.rule = (uint8_t)aud_below(world, GX_RISK_RULE_COUNT + 1);
    step->op.args.risk_stopped.farmed = (uint8_t)(aud_below(world, 21) / 10);
}

static gx_answer predict_stopped(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_risk_stopped *args = &op->args.risk_stopped;
    if (args->rule > 6)
        return aud_no(GX_REFUSED_RULE, args->rule, 6);
    if (args->farmed > 1)
        return aud_no(GX_REFUSED_RULE, args->farmed, 1);
    if (args->amount < 1)
        return aud_no(GX_REFUSED_AMOUNT, args->amount, 1);
    gx_risk_sum *sum = &here(book)->stopped[args->rule][args->farmed];
    aud_count(&sum->number, &sum->fen, args->amount);
    return aud_done(args->amount);
}

/* ---- The part */

static void prepare(aud_world *world, unsigned book)
{
    aud_step *step = aud_make(world, book, GX_OP_RISK_RULES);
    generate_rules(world, step);
    if (aud_odds(world, 70))
        aud_do(world, step);
}

static bool same(gx_answer a, gx_answer b)
{
    return a.code == b.code && a.have == b.have && a.need == b.need && a.amount == b.amount;
}

static void look_at(aud_world *world, unsigned book, uint32_t name)
{
    const gx_book *core = aud_core_of(world, book);
    const aud_book *own = aud_book_of(world, book);
    uint32_t now = own->now;
    uint32_t user = aud_user(own, name);
    gx_risk_view view;
    bool known = gx_risk_look(core, name, now, &view);
    aud_expect(world, known == (user != AUD_NOBODY), "who is watched");
    aud_expect(world, same(gx_risk_check_grant(core, name, 5, now), check_grant(own, name, 5, now)),
               "what a grant would come to");
    for (unsigned purpose = 0; purpose < GX_PURPOSE_COUNT; purpose++) {
        aud_spend spend = {.payer = user, .amount = 300, .now = now, .purpose = (gx_purpose)purpose};
        gx_answer said = {0}, want = {0};
        gx_risk_rule rule = user == AUD_NOBODY ? GX_RISK_NONE : stops(own, &spend, &want);
        aud_expect(world, gx_risk_check(core, name, (gx_purpose)purpose, 300, now, &said) == rule,
                   "which rule would stop a payment");
        aud_expect(world, said.code == want.code && said.have == want.have && said.need == want.need,
                   "the figures of a rule that would stop a payment");
    }
    if (!known)
        return;
    const suspect *s = &here(own)->of[user];
    aud_expect_fen(world, view.signal, signal_of(own, s, now), "a signal");
    aud_expect_fen(world, view.granted, s->granted, "what was granted");
    aud_expect_fen(world, view.paid_today, paid_today(own, s, now), "what was paid today");
    aud_expect(world, view.blocked == s->blocked, "who is blocked");
    aud_expect(world, view.cashed_out == s->cashed_out && view.lived == s->lived,
               "what is known of somebody");
}

static void look(aud_world *world, unsigned book)
{
    const gx_book *core = aud_core_of(world, book);
    const watch *w = here(aud_book_of(world, book));
    for (unsigned seat = 0; seat < AUD_NAMES; seat++)
        look_at(world, book, aud_name(seat));
    for (unsigned rule = 0; rule < GX_RISK_RULE_COUNT; rule++)
        for (unsigned farmed = 0; farmed < 2; farmed++) {
            gx_risk_sum sum = gx_risk_stopped(core, (gx_risk_rule)rule, farmed == 1);
            aud_expect(world, sum.number == w->stopped[rule][farmed].number, "the number of stops");
            aud_expect_fen(world, sum.fen, w->stopped[rule][farmed].fen, "the sum of stops");
        }
    gx_risk_sum granted = gx_risk_granted(core);
    aud_expect(world, granted.number == w->granted.number, "the number of grants");
    aud_expect_fen(world, granted.fen, w->granted.fen, "the sum of grants");
}

static const aud_rule rules[] = {
    {GX_OP_RISK_RULES, 1, generate_rules, predict_rules, AUD_MAY(RULE), 0},
    {GX_OP_RISK_SIGNALS, 2, generate_signals, predict_signals, AUD_MAY(ACCOUNT) | AUD_MAY(RULE), 0},
    {GX_OP_RISK_BLOCK, 1, generate_block, predict_block, AUD_MAY(ACCOUNT) | AUD_MAY(RULE), 0},
    {GX_OP_RISK_GRANT, 4, generate_grant, predict_grant, AUD_MAY(ACCOUNT) | AUD_MAY(AMOUNT) | AUD_MAY(RISK),
     0},
    {GX_OP_RISK_STOPPED, 2, generate_stopped, predict_stopped, AUD_MAY(RULE) | AUD_MAY(AMOUNT), 0},
    {0}};

const aud_part aud_risk = {.name = "risk",
                           .theme = GX_THEME_RISK,
                           .rules = rules,
                           .state_bytes = sizeof(watch),
                           .begin = begin,
                           .prepare = prepare,
                           .check_spend = check_spend,
                           .note_spend = note_spend,
                           .look = look};
