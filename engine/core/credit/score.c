/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The score's arithmetic, its storage by period, and the gates that ask for it (K1, K3). */
#include "credit/credit.h"

gx_score_weights gx_score_weights_default(void)
{
    return (gx_score_weights){
#define X(name, weight, text) .name = (weight),
        GX_DIMENSION_TABLE(X)
#undef X
    };
}

static uint32_t sum_of(const gx_score_weights *weights)
{
    uint32_t sum = 0;
#define X(name, weight, text) sum += weights->name;
    GX_DIMENSION_TABLE(X)
#undef X
    return sum;
}

uint16_t gx_score_of(const gx_features *features, const gx_score_weights *weights)
{
    if (sum_of(weights) != 100)
        return 0;
    const uint64_t whole = 100 * (uint64_t)GX_FEATURE_MAX;
    uint64_t sum = 0;
#define X(name, weight, text)                                                                                \
    sum += (uint64_t)weights->name * (features->name < GX_FEATURE_MAX ? features->name : GX_FEATURE_MAX);
    GX_DIMENSION_TABLE(X)
#undef X
    return (uint16_t)(GX_SCORE_MIN + ((GX_SCORE_MAX - GX_SCORE_MIN) * sum + whole / 2) / whole);
}

unsigned gx_score_band(uint16_t score)
{
    static const uint16_t edges[GX_SCORE_BANDS] = {350, 550, 600, 650, 700};
    if (score < edges[0])
        return GX_SCORE_BANDS;
    unsigned band = 0;
    while (band + 1 < GX_SCORE_BANDS && score >= edges[band + 1])
        band++;
    return band;
}

uint16_t gx_credit_score_of(const gx_book *book, gx_party user)
{
    return book->credit == NULL || user >= book->users ? 0 : book->credit->score[user];
}

uint16_t gx_score(const gx_book *book, uint32_t user)
{
    return gx_is_user(book, user) ? gx_credit_score_of(book, gx_party_of(book, user)) : 0;
}

/* ---- Rules */

gx_answer gx_rule_score_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_score_rules *args = &op->args.score_rules;
    gx_score_weights weights = {
#define X(name, weight, text) .name = args->name,
        GX_DIMENSION_TABLE(X)
#undef X
    };
    uint32_t sum = sum_of(&weights);
    if (sum != 100)
        return gx_refuse(GX_REFUSED_RULE, sum, 100);
    book->credit->weights = weights;
    book->credit->period_days = args->period_days;
    return gx_done(0);
}

static int64_t period_of(int64_t day, int64_t days)
{
    return day / days - (day % days < 0);
}

/* Was the user's score made in the period of `now` already? */
static gx_answer check_period(const gx_book *book, gx_party user, uint32_t now)
{
    const struct gx_credit *credit = book->credit;
    int64_t days = credit->period_days;
    if (days == 0 || credit->score[user] == 0)
        return gx_done(0);
    int64_t today = gx_day_of(book, now);
    int64_t next = (period_of(gx_day_of(book, credit->scored[user]), days) + 1) * days;
    return today < next ? gx_refuse(GX_REFUSED_NOT_DUE, today, next) : gx_done(0);
}

gx_answer gx_rule_score_update(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_score_update *args = &op->args.score_update;
    if (!gx_is_user(book, args->user))
        return gx_refuse_party(args->user);
#define X(name, weight, text)                                                                                \
    if (args->name > GX_FEATURE_MAX)                                                                         \
        return gx_refuse(GX_REFUSED_RULE, args->name, GX_FEATURE_MAX);
    GX_DIMENSION_TABLE(X)
#undef X
    gx_features features = {
#define X(name, weight, text) .name = args->name,
        GX_DIMENSION_TABLE(X)
#undef X
    };
    gx_party user = gx_party_of(book, args->user);
    gx_answer answer = check_period(book, user, op->now);
    if (answer.code == GX_DONE) {
        out->number = book->credit->score[user] = gx_score_of(&features, &book->credit->weights);
        book->credit->scored[user] = op->now;
    }
    return answer;
}

gx_answer gx_rule_gate_set(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_gate_set *args = &op->args.gate_set;
    if (args->right >= GX_SCORED_RIGHT_COUNT)
        return gx_refuse(GX_REFUSED_RIGHT, args->right, GX_SCORED_RIGHT_COUNT - 1);
    if (args->minimum != 0 && args->minimum < GX_SCORE_MIN)
        return gx_refuse(GX_REFUSED_RULE, args->minimum, GX_SCORE_MIN);
    if (args->minimum > GX_SCORE_MAX)
        return gx_refuse(GX_REFUSED_RULE, args->minimum, GX_SCORE_MAX);
    book->credit->minimum[args->right] = args->minimum;
    return gx_done(0);
}

/* ---- Calls and looks */

gx_answer gx_score_set_rules(gx_book *book, const gx_score_weights *weights, uint16_t period_days,
                             uint32_t now)
{
    gx_op op = {.kind = GX_OP_SCORE_RULES,
                .now = now,
                .args.score_rules = {
#define X(name, weight, text) .name = weights->name,
                    GX_DIMENSION_TABLE(X)
#undef X
                        .period_days = period_days}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_score_update(gx_book *book, uint32_t user, const gx_features *features, uint32_t now,
                          uint16_t *score)
{
    gx_op op = {.kind = GX_OP_SCORE_UPDATE,
                .now = now,
                .args.score_update = {
#define X(name, weight, text) .name = features->name,
                    GX_DIMENSION_TABLE(X)
#undef X
                        .user = user}};
    gx_result result;
    gx_book_do(book, &op, &result);
    if (score != NULL)
        *score = (uint16_t)result.number;
    return result.answer;
}

gx_answer gx_gate_set(gx_book *book, gx_scored_right right, uint16_t minimum, uint32_t now)
{
    uint8_t number = (unsigned)right < GX_SCORED_RIGHT_COUNT ? (uint8_t)right : UINT8_MAX;
    gx_op op = {.kind = GX_OP_GATE_SET, .now = now, .args.gate_set = {number, minimum}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_gate_score(const gx_book *book, uint16_t score, gx_scored_right right)
{
    if (book->credit == NULL)
        return gx_refuse(GX_REFUSED_THEME, 0, GX_THEME_CREDIT);
    if ((unsigned)right >= GX_SCORED_RIGHT_COUNT)
        return gx_refuse(GX_REFUSED_RIGHT, (int64_t)right, GX_SCORED_RIGHT_COUNT - 1);
    uint16_t minimum = book->credit->minimum[right];
    return score < minimum ? gx_refuse(GX_REFUSED_SCORE, score, minimum) : gx_done(0);
}

gx_answer gx_credit_gate(const gx_book *book, uint32_t user, gx_scored_right right)
{
    if (book->credit != NULL && !gx_is_user(book, user))
        return gx_refuse_party(user);
    return gx_gate_score(book, gx_score(book, user), right);
}
