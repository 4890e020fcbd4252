/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "attention_state.h"
#include "packets.h"
#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/graph/change.h>

typedef struct attention_params {
    double look, look_personal, look_sigma, look_decline, look_small;
    int64_t delay_median, delay_max, reaction_median, reaction_max;
    double delay_sigma, reaction_sigma, open, personal, curiosity;
    int64_t steps;
} attention_params;

static const gx_field fields[] = {
    {"look", GX_TYPE_REAL, "", "0.45", 0, 1, NULL, offsetof(attention_params, look), 0,
     "median chance of a member to look at a packet sent to the group",
     "fitted: 2.58 shares opened a packet sent, New Year's Eve 2016", GX_ROLE_FIT},
    {"look_personal", GX_TYPE_REAL, "", "0.97", 0, 1, NULL, offsetof(attention_params, look_personal), 0,
     "chance to look at a packet sent to oneself", "assumed", GX_ROLE_ASSUMPTION},
    {"look_sigma", GX_TYPE_REAL, "", "0.5", 0, 3, NULL, offsetof(attention_params, look_sigma), 0,
     "spread of the chance to look between users (of its logarithm)", "assumed", GX_ROLE_ASSUMPTION},
    {"look_decline", GX_TYPE_REAL, "", "0.8", 0, 1, NULL, offsetof(attention_params, look_decline), 0,
     "in groups of more than 28 the chance to look falls with their size to this power: large groups are "
     "muted",
     "assumed", GX_ROLE_ASSUMPTION},
    {"look_small", GX_TYPE_REAL, "", "0", 0, 2, NULL, offsetof(attention_params, look_small), 0,
     "in groups of fewer than 28 the chance to look grows as their size falls, to this power, up to 1: a "
     "family's "
     "chat is read by all of it",
     "assumed: 0 to 1", GX_ROLE_ASSUMPTION},
    {"delay_median", GX_TYPE_DURATION, "ms", "20s", 1, 8.64e7, NULL, offsetof(attention_params, delay_median),
     0, "median time from sending until a member sees the notice, without sessions",
     "assumed: seconds to minutes on the evening of a show", GX_ROLE_ASSUMPTION},
    {"delay_sigma", GX_TYPE_REAL, "", "1.8", 0, 5, NULL, offsetof(attention_params, delay_sigma), 0,
     "spread of that time (of its logarithm)", "assumed", GX_ROLE_ASSUMPTION},
    {"delay_max", GX_TYPE_DURATION, "ms", "12h", 1, 6.048e8, NULL, offsetof(attention_params, delay_max), 0,
     "the longest such time", "assumed", GX_ROLE_ASSUMPTION},
    {"reaction_median", GX_TYPE_DURATION, "ms", "1500ms", 1, 6e5, NULL,
     offsetof(attention_params, reaction_median), 0,
     "median time from seeing the notice to the tap that opens it",
     "assumed: a human reaction and one screen", GX_ROLE_ASSUMPTION},
    {"reaction_sigma", GX_TYPE_REAL, "", "0.5", 0, 3, NULL, offsetof(attention_params, reaction_sigma), 0,
     "spread of that time (of its logarithm)", "assumed", GX_ROLE_ASSUMPTION},
    {"reaction_max", GX_TYPE_DURATION, "ms", "60s", 1, 3.6e6, NULL, offsetof(attention_params, reaction_max),
     0, "the longest such time", "assumed", GX_ROLE_ASSUMPTION},
    {"open", GX_TYPE_REAL, "logits", "1.5", -20, 20, NULL, offsetof(attention_params, open), 0,
     "utility of opening a packet that one has seen, before all motives", "assumed", GX_ROLE_ASSUMPTION},
    {"personal", GX_TYPE_REAL, "logits", "0", -20, 20, NULL, offsetof(attention_params, personal), 0,
     "utility added where the packet is for oneself alone", "assumed: 0 to 5", GX_ROLE_ASSUMPTION},
    {"curiosity", GX_TYPE_REAL, "", "0.5", 0, 1, NULL, offsetof(attention_params, curiosity), 0,
     "how curious a closed packet makes (0 to 1)", "assumed", GX_ROLE_ASSUMPTION},
    {"steps", GX_TYPE_INTEGER, "steps", "2", 0, 20, NULL, offsetof(attention_params, steps), 0,
     "screens and taps between the notice and the money", "the product: open the chat, tap, open",
     GX_ROLE_INPUT},
};

static const gx_table table = {"models.attention",
                               "who sees a packet, when, and whether they open it",
                               fields,
                               GX_COUNT_OF(fields),
                               sizeof(attention_params),
                               0};

uint16_t gx_look_chance(const gx_world *world, uint32_t user)
{
    const gx_attention_state *s = world->state[GX_MODEL_attention];
    return s
        ->chance[gx_draw_at(world->key, GX_DRAW_TRAITS, user, 0, 0).word[0] >> (32 - GX_LOOK_CHANCE_BITS)];
}

/* The candidate opening was none; wait for the next one while the packet lives. */
static void look_later(gx_lane *lane, const gx_world *world, const gx_message *look)
{
    uint32_t attempt = look->tie & GX_LOOK_ATTEMPT_MOST, sent = look->tie >> GX_LOOK_REST_SHIFT;
    if (attempt == GX_LOOK_ATTEMPT_MOST)
        return;
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_LOOK_AGAIN, look->target, look->source,
                              gx_occasion(attempt, look->serial, 0));
    gx_delay delay = gx_delay_of(&world->clock, gx_sessions_wait(world, look->target, draw.word[0]));
    if ((uint64_t)lane->tick + delay.ticks - sent >= gx_packet_rules_of(world)->life_ticks)
        return;
    gx_message again = *look;
    again.tie++;
    gx_send_after(lane, world, &again, GX_KIND_LOOK, delay);
}

static bool app_is_open(const gx_lane *lane, const gx_world *world, const gx_message *look)
{
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_SESSION, look->target, look->source,
                              gx_occasion(look->tie & GX_LOOK_ATTEMPT_MOST, look->serial, 0));
    return gx_sessions_open(world, look->target, lane->tick, draw.word[0]);
}

gx_fixed gx_opening_utility(const gx_world *world, uint32_t user, uint32_t tick, bool for_one, gx_fixed tie)
{
    const gx_attention_state *s = world->state[GX_MODEL_attention];
    gx_motives motives = {.own = s->open + (for_one ? s->personal : 0),
                          .curiosity = s->curiosity,
                          .steps = s->steps,
                          .tie = tie};
    if (s->sessions) {
        motives.habit = gx_sessions_habit(world, user, tick);
        motives.novelty = gx_sessions_novelty(world, user, tick);
    }
    return gx_utility(world, &motives);
}

/* Open or ignore, by the noise of that choice. The strength of the tie is dear where it is not stored, and a
 * search where it is; so it is looked up only where it can tip the choice, which its least and its greatest
 * value tell. */
static bool opens(const gx_lane *lane, const gx_world *world, const gx_message *notice)
{
    uint32_t user = notice->target;
    bool for_one = (notice->tie & GX_LOOK_FOR_ONE) != 0;
    gx_fixed margin = gx_decide_margin(world, GX_DRAW_OPEN, user, notice->source, notice->serial);
    bool as_stranger = gx_opening_utility(world, user, lane->tick, for_one, 0) + margin > 0;
    bool as_closest = gx_opening_utility(world, user, lane->tick, for_one, GX_FIXED_ONE) + margin > 0;
    if (as_stranger == as_closest)
        return as_stranger;
    gx_fixed tie = gx_tie_motive(gx_tie_strength(world->network, user, notice->source));
    return gx_opening_utility(world, user, lane->tick, for_one, tie) + margin > 0;
}

static void send_claim(gx_lane *lane, const gx_world *world, const gx_message *notice)
{
    const gx_attention_state *s = world->state[GX_MODEL_attention];
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_CLAIM, notice->target, notice->source, notice->serial);
    gx_message claim = {.target = notice->source,
                        .source = notice->target,
                        .tie = draw.word[0],
                        .word = {notice->word[0], notice->word[1]}};
    /* The reaction begins where in the tick the notice was seen. */
    int64_t seen = (int64_t)(((uint64_t)notice->subtick * (uint64_t)world->clock.tick_ms) >> 32);
    gx_send_after(lane, world, &claim, GX_KIND_CLAIM,
                  gx_delay_of(&world->clock, seen + gx_quantile(&s->reaction, draw.word[1])));
}

/* What one look changes of a user's habits the next one sees, so one comes after the other. */
static void look(gx_lane *lane, gx_world *world, const gx_message *notice)
{
    if (!app_is_open(lane, world, notice)) {
        look_later(lane, world, notice);
        return;
    }
    gx_counters(world, lane)[GX_COUNT_looks]++;
    if (!opens(lane, world, notice))
        return;
    gx_sessions_used(world, notice->target, lane->tick);
    send_claim(lane, world, notice);
}

static void on_look(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    for (size_t i = 0; i < count; i++)
        look(lane, context, &span[i]);
}

static void draw_chances(gx_attention_state *s, const attention_params *p)
{
    const uint32_t steps = GX_COUNT_OF(s->chance);
    for (uint32_t i = 0; i < GX_COUNT_OF(s->chance); i++) {
        double chance = p->look * gx_exp(p->look_sigma * gx_normal_quantile((i + 0.5) / steps));
        s->chance[i] = (uint16_t)(65535 * (chance < 1 ? chance : 1));
    }
}

/* Around the usual size the chance to look falls with the size of the group, by two powers. */
static void draw_factors(gx_attention_state *s, const attention_params *p)
{
    for (int n = 0; n < GX_LOOK_GROUP_SIZES; n++) {
        double power = n <= GX_LOOK_USUAL_SIZE ? p->look_small : p->look_decline;
        s->by_size[n] = n ? (uint32_t)(65536 * gx_pow((double)GX_LOOK_USUAL_SIZE / n, power)) : 65536;
    }
}

/* All that an opening without sessions can depend on. */
static void draw_openings(const gx_world *world, gx_attention_state *s)
{
    for (int for_one = 0; for_one < 2; for_one++)
        for (int strength = 0; strength < 256; strength++)
            s->opening[for_one][strength] =
                s->sessions ? 0 : gx_opening_utility(world, 0, 0, for_one, gx_tie_motive((uint8_t)strength));
}

/* Exact, as gx_in_ticks is, for all times of a run that times a period is below 2^64. */
static uint64_t reciprocal_of_period(const gx_clock *clock)
{
    __extension__ typedef unsigned __int128 wide;
    wide most = (wide)clock->ticks * (uint64_t)clock->tick_ms * (uint64_t)clock->period_ms;
    return clock->period_ms > 1 && most >> 64 == 0 ? UINT64_MAX / (uint64_t)clock->period_ms + 1 : 0;
}

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    (void)count;
    const attention_params *p = params;
    gx_attention_state *s = gx_alloc(1, sizeof *s);
    if (!s)
        return gx_fail_memory(error, "attention");
    *state = s;
    gx_quantiles_lognormal(&s->delay, (double)p->delay_median, p->delay_sigma, 1, p->delay_max);
    gx_quantiles_lognormal(&s->reaction, (double)p->reaction_median, p->reaction_sigma, 1, p->reaction_max);
    s->look_personal = (uint16_t)(65535 * p->look_personal);
    s->open = gx_fixed_of(p->open);
    s->curiosity = gx_fixed_of(p->curiosity);
    s->steps = (uint32_t)p->steps;
    s->personal = gx_fixed_of(p->personal);
    s->sessions = gx_sessions_active(world);
    draw_chances(s, p);
    draw_factors(s, p);
    draw_openings(world, s);
    if (world->clock.tick_ms <= GX_DIVISOR_MAX && p->delay_max + p->reaction_max < INT32_MAX - GX_DIVISOR_MAX)
        s->per_tick = gx_divider_of((uint32_t)world->clock.tick_ms);
    s->per_period = reciprocal_of_period(&world->clock);
    return gx_sim_handle(world->sim, GX_KIND_LOOK, "look", on_look, world);
}

const gx_model gx_model_attention = {.name = "attention", .table = &table, .start = start, .finish = gx_free};
