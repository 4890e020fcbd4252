/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "attention.h"
#include "decide.h"
#include "packets.h"
#include "sessions.h"
#include <gx/base/exact.h>
#include <gx/base/memory.h>

/* The size of a chat group at which `look` is meant; larger groups have a factor each, up to this many
 * members. */
enum { USUAL_SIZE = 28, GROUP_SIZES = 1024 };

typedef struct attention_params {
    double look, look_personal, look_sigma, look_decline;
    int64_t delay_median, delay_max, reaction_median, reaction_max;
    double delay_sigma, reaction_sigma, open, curiosity;
    int64_t steps;
} attention_params;

typedef struct attention_state {
    gx_quantiles delay, reaction; /* milliseconds */
    uint16_t look_personal;
    gx_fixed open, curiosity;
    uint32_t steps;
    uint32_t by_size[GROUP_SIZES]; /* factor on the chance to look in a group of this size, 65536 = 1 */
} attention_state;

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

uint32_t gx_attention_factor(const gx_world *world, uint32_t group_size)
{
    const attention_state *s = world->state[GX_MODEL_attention];
    return s->by_size[group_size < GROUP_SIZES ? group_size : GROUP_SIZES - 1];
}

void gx_attention_notify(gx_lane *lane, const gx_world *world, uint32_t sender, const gx_packet_order *order,
                         gx_packet_ref ref, uint32_t factor, uint32_t member)
{
    const attention_state *s = world->state[GX_MODEL_attention];
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_LOOK, member, sender, order->occasion);
    uint32_t chance = order->kind == GX_PACKET_PERSONAL
                          ? s->look_personal
                          : (uint32_t)((uint64_t)world->user.look_chance[member] * factor >> 16);
    if (draw.word[0] >> 16 >= chance)
        return;
    int64_t wait = gx_sessions_active(world) ? gx_sessions_wait(world, member, draw.word[1])
                                             : gx_quantile(&s->delay, draw.word[1]);
    gx_message notice = {.target = member,
                         .source = sender,
                         .serial = order->occasion,
                         .tie = lane->tick << 8,
                         .word = {ref.slot, ref.life}};
    gx_delay delay = gx_delay_of(&world->clock, wait);
    if (delay.ticks < gx_packet_rules_of(world)->life_ticks)
        gx_send_after(lane, world, &notice, GX_KIND_LOOK, delay);
}

/* With sessions: the candidate opening was none; wait for the next one while the packet lives. */
static void look_later(gx_lane *lane, const gx_world *world, const gx_message *look)
{
    uint32_t attempt = look->tie & 0xff, sent = look->tie >> 8;
    if (attempt == 0xff)
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
    if (!gx_sessions_active(world))
        return true;
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_SESSION, look->target, look->source,
                              gx_occasion(look->tie & 0xff, look->serial, 0));
    return gx_sessions_open(world, look->target, lane->tick, draw.word[0]);
}

static gx_fixed tie_between(const gx_world *world, uint32_t user, uint32_t other)
{
    return gx_tie_strength(world->network, user, other) * (GX_FIXED_ONE / 255);
}

/* Open or ignore. The strength of the tie is a search in the user's friends, most of whose cost is memory; so
 * it is looked up only where it can tip the choice, which its least and its greatest value tell. */
static bool opens(const gx_lane *lane, const gx_world *world, const gx_message *notice)
{
    const attention_state *s = world->state[GX_MODEL_attention];
    uint32_t user = notice->target;
    gx_motives motives = {.own = s->open,
                          .curiosity = s->curiosity,
                          .steps = s->steps,
                          .habit = gx_sessions_habit(world, user, lane->tick),
                          .novelty = gx_sessions_novelty(world, user, lane->tick)};
    gx_fixed margin = gx_decide_margin(world, GX_DRAW_OPEN, user, notice->source, notice->serial);
    bool as_stranger = gx_utility(world, &motives) + margin > 0;
    motives.tie = GX_FIXED_ONE;
    bool as_closest = gx_utility(world, &motives) + margin > 0;
    if (as_stranger == as_closest)
        return as_stranger;
    motives.tie = tie_between(world, user, notice->source);
    return gx_utility(world, &motives) + margin > 0;
}

static void look(gx_lane *lane, gx_world *world, const gx_message *notice)
{
    const attention_state *s = world->state[GX_MODEL_attention];
    uint32_t user = notice->target;
    if (!app_is_open(lane, world, notice)) {
        look_later(lane, world, notice);
        return;
    }
    gx_counters(world, lane)[GX_COUNT_looks]++;
    if (!opens(lane, world, notice))
        return;
    gx_sessions_used(world, user, lane->tick);
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_CLAIM, user, notice->source, notice->serial);
    gx_message claim = {.target = notice->source,
                        .source = user,
                        .tie = draw.word[0],
                        .word = {notice->word[0], notice->word[1]}};
    /* The reaction begins where in the tick the notice was seen. */
    int64_t seen = (int64_t)(((uint64_t)notice->subtick * (uint64_t)world->clock.tick_ms) >> 32);
    gx_send_after(lane, world, &claim, GX_KIND_CLAIM,
                  gx_delay_of(&world->clock, seen + gx_quantile(&s->reaction, draw.word[1])));
}

static void on_look(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    for (size_t i = 0; i < count; i++)
        look(lane, context, &span[i]);
}

static void draw_chances(gx_world *world, const attention_params *p)
{
    for (uint32_t u = 0; u < world->population->users; u++) {
        gx_draw draw = gx_draw_at(world->key, GX_DRAW_TRAITS, u, 0, 0);
        double z = gx_normal_quantile((draw.word[0] + 0.5) / 4294967296.0);
        double chance = p->look * gx_exp(p->look_sigma * z);
        world->user.look_chance[u] = (uint16_t)(65535 * (chance < 1 ? chance : 1));
    }
}

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    (void)count;
    const attention_params *p = params;
    attention_state *s = gx_alloc(1, sizeof *s);
    if (!s)
        return gx_fail_memory(error, "attention");
    *state = s;
    gx_quantiles_lognormal(&s->delay, (double)p->delay_median, p->delay_sigma, 1, p->delay_max);
    gx_quantiles_lognormal(&s->reaction, (double)p->reaction_median, p->reaction_sigma, 1, p->reaction_max);
    s->look_personal = (uint16_t)(65535 * p->look_personal);
    s->open = gx_fixed_of(p->open);
    s->curiosity = gx_fixed_of(p->curiosity);
    s->steps = (uint32_t)p->steps;
    for (int n = 0; n < GROUP_SIZES; n++)
        s->by_size[n] =
            n <= USUAL_SIZE ? 65536 : (uint32_t)(65536 * gx_pow((double)USUAL_SIZE / n, p->look_decline));
    draw_chances(world, p);
    return gx_sim_handle(world->sim, GX_KIND_LOOK, "look", on_look, world);
}

const gx_model gx_model_attention = {"attention", &table, NULL, start, gx_free, NULL, NULL};
