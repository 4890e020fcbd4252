/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for credit scores and gates (K1, K3). */
#include "core/auditor/scores.h"

#include <gx/core/identity.h>

typedef struct scores {
    int weight[5];
    int period;
    int score[AUD_USERS]; /* 0: none */
    int64_t day[AUD_USERS];
    int gate[GX_SCORED_RIGHT_COUNT];
} scores;

extern const aud_part aud_scores;

static scores *of(const aud_book *book)
{
    return aud_state(book, &aud_scores);
}

uint16_t aud_score_of(const aud_book *book, uint32_t user)
{
    return aud_has(book, GX_THEME_CREDIT) ? (uint16_t)of(book)->score[user] : 0;
}

uint16_t aud_gate_of(const aud_book *book, gx_scored_right right)
{
    return (uint16_t)of(book)->gate[right];
}

unsigned aud_band_of(uint16_t score)
{
    if (score < 350)
        return 5;
    return score >= 700 ? 4 : score >= 650 ? 3 : score >= 600 ? 2 : score >= 550 ? 1 : 0;
}

static void begin(aud_book *book)
{
    *of(book) = (scores){.weight = {15, 20, 35, 5, 25}, .period = 30, .gate = {600, 650, 700, 750}};
}

/* ---- Scores */

static void generate_rules(aud_world *world, aud_step *step)
{
    gx_args_score_rules *args = &step->op.args.score_rules;
    uint32_t left = 100;
    uint32_t part[4];
    for (int i = 0; i < 4; i++) {
        part[i] = aud_below(world, left + 1);
        left -= part[i];
    }
    *args = (gx_args_score_rules){.identity = (uint8_t)part[0],
                                  .ability = (uint8_t)part[1],
                                  .history = (uint8_t)part[2],
                                  .network = (uint8_t)part[3],
                                  .behaviour = (uint8_t)left,
                                  .period_days = (uint16_t)aud_below(world, aud_odds(world, 70) ? 2 : 40)};
    if (aud_odds(world, 20))
        args->history = (uint8_t)aud_below(world, 256);
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_score_rules *args = &op->args.score_rules;
    int sum = args->identity + args->ability + args->history + args->network + args->behaviour;
    if (sum != 100)
        return aud_no(GX_REFUSED_RULE, sum, 100);
    scores *s = of(book);
    s->weight[0] = args->identity;
    s->weight[1] = args->ability;
    s->weight[2] = args->history;
    s->weight[3] = args->network;
    s->weight[4] = args->behaviour;
    s->period = args->period_days;
    return aud_done(0);
}

static uint32_t some_feature(aud_world *world)
{
    if (aud_odds(world, 15))
        return aud_odds(world, 50) ? 1000000 : 0;
    return aud_odds(world, 98) ? aud_below(world, 1000001) : (uint32_t)aud_any(world);
}

static void generate_update(aud_world *world, aud_step *step)
{
    step->op.args.score_update = (gx_args_score_update){.user = aud_some_user(world, step->book),
                                                        .identity = some_feature(world),
                                                        .ability = some_feature(world),
                                                        .history = some_feature(world),
                                                        .network = some_feature(world),
                                                        .behaviour = some_feature(world)};
    if (aud_odds(world, 5))
        step->op.args.score_update.user = aud_anybody(world);
}

/* 350 and six hundred times the mean, rounded to the nearest, halves up. */
static int made_of(const int *weight, const uint32_t *feature)
{
    int64_t sum = 0;
    for (int i = 0; i < 5; i++)
        sum += (int64_t)weight[i] * feature[i];
    int64_t points = 600 * sum / 100000000;
    int64_t rest = 600 * sum % 100000000;
    return (int)(350 + points + (rest >= 50000000 ? 1 : 0));
}

/* Into which period of so many days a day falls: also before 1970. */
static int64_t period_of(int64_t day, int64_t days)
{
    int64_t period = day / days;
    return day % days < 0 ? period - 1 : period;
}

static gx_answer predict_update(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_score_update *args = &op->args.score_update;
    const uint32_t feature[5] = {args->identity, args->ability, args->history, args->network,
                                 args->behaviour};
    scores *s = of(book);
    uint32_t user = aud_user(book, args->user);
    int64_t today = aud_day(book, op->now);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->user);
    for (int i = 0; i < 5; i++)
        if (feature[i] > 1000000)
            return aud_no(GX_REFUSED_RULE, feature[i], 1000000);
    if (s->score[user] != 0 && s->period > 0) {
        int64_t period = period_of(today, s->period);
        if (period_of(s->day[user], s->period) == period)
            return aud_no(GX_REFUSED_NOT_DUE, today, (period + 1) * s->period);
    }
    s->score[user] = made_of(s->weight, feature);
    s->day[user] = today;
    want->result.number = (uint32_t)s->score[user];
    return aud_done(0);
}

/* ---- Gates */

static void generate_gate(aud_world *world, aud_step *step)
{
    step->op.args.gate_set = (gx_args_gate_set){
        .right = (uint8_t)(aud_odds(world, 60) ? 0 : aud_below(world, GX_SCORED_RIGHT_COUNT)),
        .minimum = (uint16_t)(aud_odds(world, 40) ? 0 : 350 + aud_below(world, 250))};
    if (aud_odds(world, 20))
        step->op.args.gate_set.minimum = (uint16_t)aud_below(world, 1200);
    if (aud_odds(world, 10))
        step->op.args.gate_set.right = (uint8_t)aud_below(world, 256);
}

static gx_answer predict_gate(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_gate_set *args = &op->args.gate_set;
    if (args->right > 7)
        return aud_no(GX_REFUSED_RIGHT, args->right, 7);
    if (args->minimum != 0 && args->minimum < 350)
        return aud_no(GX_REFUSED_RULE, args->minimum, 350);
    if (args->minimum > 950)
        return aud_no(GX_REFUSED_RULE, args->minimum, 950);
    of(book)->gate[args->right] = args->minimum;
    return aud_done(0);
}

/* ---- The part */

static void prepare(aud_world *world, unsigned book)
{
    aud_step *rules = aud_make(world, book, GX_OP_SCORE_RULES);
    generate_rules(world, rules);
    aud_do(world, rules);
    for (unsigned user = 0; user < AUD_USERS; user++) {
        aud_step *step = aud_make(world, book, GX_OP_SCORE_UPDATE);
        generate_update(world, step);
        step->op.args.score_update.user = aud_user_name(book, user);
        if (aud_odds(world, 70))
            step->op.args.score_update.history = step->op.args.score_update.ability = 900000;
        if (aud_odds(world, 85))
            aud_do(world, step);
    }
}

static bool says(gx_answer answer, gx_answer_code code, int64_t have, int64_t need)
{
    return answer.code == code && answer.have == have && answer.need == need && answer.amount == 0;
}

static void look_at_gates(aud_world *world, unsigned book, uint32_t name)
{
    const gx_book *core = aud_core_of(world, book);
    const aud_book *own = aud_book_of(world, book);
    uint32_t user = aud_user(own, name);
    for (unsigned right = 0; right <= GX_SCORED_RIGHT_COUNT; right++) {
        gx_answer answer = gx_credit_gate(core, name, (gx_scored_right)right);
        int minimum = right < GX_SCORED_RIGHT_COUNT ? of(own)->gate[right] : 0;
        int score = user == AUD_NOBODY ? 0 : of(own)->score[user];
        bool right_answer;
        if (user == AUD_NOBODY)
            right_answer = says(answer, GX_REFUSED_ACCOUNT, 0, name);
        else if (right == GX_SCORED_RIGHT_COUNT)
            right_answer = says(answer, GX_REFUSED_RIGHT, right, right - 1);
        else
            right_answer = score < minimum ? says(answer, GX_REFUSED_SCORE, score, minimum)
                                           : says(answer, GX_DONE, 0, 0);
        aud_expect(world, right_answer, "who passes a gate");
        if (user != AUD_NOBODY)
            aud_expect(world,
                       gx_gate_score(core, (uint16_t)score, (gx_scored_right)right).code == answer.code,
                       "which score passes a gate");
    }
}

static void look(aud_world *world, unsigned book)
{
    const gx_book *core = aud_core_of(world, book);
    const aud_book *own = aud_book_of(world, book);
    for (unsigned seat = 0; seat < AUD_NAMES; seat++) {
        uint32_t name = aud_name(seat);
        uint32_t user = aud_user(own, name);
        uint16_t score = gx_score(core, name);
        aud_expect_fen(world, score, user == AUD_NOBODY ? 0 : of(own)->score[user], "a score");
        aud_expect_fen(world, gx_score_band(score), aud_band_of(score), "a score's band");
        aud_expect_fen(world, gx_wallet_pass(core, name).score, score, "the score in a pass");
        look_at_gates(world, book, name);
    }
}

static const aud_rule rules[] = {
    {GX_OP_SCORE_RULES, 1, generate_rules, predict_rules, AUD_MAY(RULE), 0},
    {GX_OP_SCORE_UPDATE, 4, generate_update, predict_update,
     AUD_MAY(ACCOUNT) | AUD_MAY(RULE) | AUD_MAY(NOT_DUE), 0},
    {GX_OP_GATE_SET, 1, generate_gate, predict_gate, AUD_MAY(RIGHT) | AUD_MAY(RULE), 0},
    {0}};

const aud_part aud_scores = {.name = "scores",
                             .theme = GX_THEME_CREDIT,
                             .rules = rules,
                             .state_bytes = sizeof(scores),
                             .begin = begin,
                             .prepare = prepare,
                             .look = look};
