/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decide.h"
#include <gx/base/memory.h>
#include <string.h>

typedef struct decision_params {
    double value, tie, cue, curiosity, habit, novelty, friction, privacy;
} decision_params;

typedef struct decision_state {
    int64_t value, tie, cue, curiosity, habit, novelty, friction, privacy; /* fixed point */
} decision_state;

#define WEIGHT(member, fallback, help)                                                                       \
    {                                                                                                        \
#member, GX_TYPE_REAL, "logits", fallback, -20, 20, NULL, offsetof(decision_params, member), 0,      \
            help, "assumed; scale is set by the Gumbel noise (sd 1.28)", GX_ROLE_ASSUMPTION                  \
    }

static const gx_field fields[] = {
    WEIGHT(value, "0.25", "weight of money gained, for each doubling of 1 + yuan"),
    WEIGHT(tie, "1.5", "weight of the tie's strength (0 to 1)"),
    WEIGHT(cue, "1", "weight of the social cue (0 to 1): the first friend seen to do it"),
    WEIGHT(curiosity, "1", "weight of curiosity (0 to 1)"),
    WEIGHT(habit, "1", "weight of the habit stock (0 to 1); needs models.sessions"),
    WEIGHT(novelty, "0.7", "weight of novelty (0 to 1, fading with use); needs models.sessions"),
    WEIGHT(friction, "-0.35", "weight of each further screen or step"),
    WEIGHT(privacy, "-0.5", "weight of being seen by others (0 to 1)"),
};

static const gx_table table = {"models.decision",
                               "the weights of the one decision model: random utility with Gumbel noise",
                               fields,
                               GX_COUNT_OF(fields),
                               sizeof(decision_params),
                               0};

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    (void)world, (void)count;
    const decision_params *p = params;
    decision_state *s = gx_alloc(1, sizeof *s);
    if (!s)
        return gx_fail_memory(error, "the decision model");
    s->value = gx_fixed_of(p->value);
    s->tie = gx_fixed_of(p->tie);
    s->cue = gx_fixed_of(p->cue);
    s->curiosity = gx_fixed_of(p->curiosity);
    s->habit = gx_fixed_of(p->habit);
    s->novelty = gx_fixed_of(p->novelty);
    s->friction = gx_fixed_of(p->friction);
    s->privacy = gx_fixed_of(p->privacy);
    *state = s;
    return GX_OK;
}

gx_fixed gx_felt_value(gx_fen amount)
{
    if (amount <= 0)
        return 0;
    if (amount > INT64_C(1) << 40)
        amount = INT64_C(1) << 40;
    uint64_t x = ((uint64_t)amount << 16) / 100 + GX_FIXED_ONE; /* 1 + yuan */
    int bits = 63 - __builtin_clzll(x);
    uint64_t fraction = (x << (63 - bits)) << 1 >> 48; /* mantissa behind the leading one, 16 bits */
    return (gx_fixed)(((uint64_t)(bits - 16) << 16) + fraction);
}

int64_t gx_weigh(const gx_world *world, const gx_motives *motives)
{
    const decision_state *w = world->state[GX_MODEL_decision];
    int64_t sum = w->value * gx_felt_value(motives->value) + w->tie * motives->tie + w->cue * motives->cue +
                  w->curiosity * motives->curiosity + w->habit * motives->habit +
                  w->novelty * motives->novelty + w->friction * (int64_t)motives->steps * GX_FIXED_ONE +
                  w->privacy * motives->exposure;
    return sum / GX_FIXED_ONE + motives->own;
}

/* Options before `at` are in order: put this one among them. */
static void put_in_order(gx_option *options, size_t at, gx_option option)
{
    for (; at > 0 && options[at - 1].utility < option.utility; at--)
        options[at] = options[at - 1];
    options[at] = option;
}

void gx_decide_rank_by(const uint32_t word[4], gx_option *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        gx_option option = options[i];
        option.utility += gx_gumbel(word[option.id & 3]);
        put_in_order(options, i, option);
    }
}

void gx_decide_rank(const gx_world *world, uint32_t purpose, uint32_t who, uint32_t about, uint32_t occasion,
                    gx_option *options, size_t count)
{
    gx_draw draw = {{0}}; /* four options to a draw */
    uint32_t drawn = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        gx_option option = options[i];
        if (drawn != option.id >> 2) {
            drawn = option.id >> 2;
            draw = gx_draw_at(world->key, purpose + drawn, who, about, occasion);
        }
        option.utility += gx_gumbel(draw.word[option.id & 3]);
        put_in_order(options, i, option);
    }
}

uint32_t gx_decide(const gx_world *world, uint32_t purpose, uint32_t who, uint32_t about, uint32_t occasion,
                   const gx_option *options, size_t count)
{
    gx_option ranked[GX_OPTIONS_MAX];
    GX_ASSERT(count > 0 && count <= GX_OPTIONS_MAX);
    memcpy(ranked, options, count * sizeof *options);
    gx_decide_rank(world, purpose, who, about, occasion, ranked, count);
    return ranked[0].id;
}

gx_fixed gx_decide_margin(const gx_world *world, uint32_t purpose, uint32_t who, uint32_t about,
                          uint32_t occasion)
{
    gx_draw draw = gx_draw_at(world->key, purpose, who, about, occasion);
    return gx_margin_of(draw.word[0], draw.word[1]);
}

bool gx_decide_to(const gx_world *world, uint32_t purpose, uint32_t who, uint32_t about, uint32_t occasion,
                  gx_fixed utility)
{
    return utility + gx_decide_margin(world, purpose, who, about, occasion) > 0;
}

const gx_model gx_model_decision = {.name = "decision", .table = &table, .start = start, .finish = gx_free};
