/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sessions.h"
#include "rhythm.h"
#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <string.h>

enum { POWERS = 256, HABIT_ONE = 65535 };

typedef struct session_params {
    bool active;
    double opens_per_day, habit_gain, habit_boost;
    int64_t habit_half_life, novelty_half_life;
} session_params;

typedef struct session_state {
    bool active;
    gx_quantiles exponential;    /* mean 1, in 1/65536 */
    uint32_t half_power[POWERS]; /* 2^(-i/256) in 1/65536 */
    double bound_per_ms;         /* candidate openings a millisecond of a user of activity 1 */
    uint32_t gain;               /* of the missing part of the habit, in 1/65536 */
    uint32_t boost;              /* in 1/65536 */
    uint64_t habit_half_ticks, novelty_half_ticks;
} session_state;

static const gx_field fields[] = {
    {"active", GX_TYPE_BOOL, "", "false", 0, 1, NULL, offsetof(session_params, active), 0,
     "people see notices when they open the app; habit and novelty are kept", "", GX_ROLE_SETTING},
    {"opens_per_day", GX_TYPE_REAL, "1/day", "12", 0.01, 1000, NULL, offsetof(session_params, opens_per_day),
     0, "openings of the app a day by a user of mean activity without habit", "assumed", GX_ROLE_ASSUMPTION},
    {"habit_gain", GX_TYPE_REAL, "", "0.05", 0, 1, NULL, offsetof(session_params, habit_gain), 0,
     "each use closes this part of the gap between the habit stock and 1", "assumed", GX_ROLE_ASSUMPTION},
    {"habit_half_life", GX_TYPE_DURATION, "ms", "7d", 1000, 3.2e10, NULL,
     offsetof(session_params, habit_half_life), 0,
     "after this much time without use half of the habit is gone", "assumed", GX_ROLE_ASSUMPTION},
    {"habit_boost", GX_TYPE_REAL, "", "1", 0, 20, NULL, offsetof(session_params, habit_boost), 0,
     "a full habit multiplies the rate of opening by 1 + this", "assumed", GX_ROLE_ASSUMPTION},
    {"novelty_half_life", GX_TYPE_DURATION, "ms", "5d", 1000, 3.2e10, NULL,
     offsetof(session_params, novelty_half_life), 0,
     "after this much time from the first use half of the novelty is gone", "assumed", GX_ROLE_ASSUMPTION},
};

static const gx_table table = {"models.sessions",
                               "how often people open the app; habit and novelty",
                               fields,
                               GX_COUNT_OF(fields),
                               sizeof(session_params),
                               0};

static uint64_t ticks_of(const gx_world *world, int64_t milliseconds)
{
    int64_t ticks = milliseconds / world->clock.tick_ms;
    return ticks > 0 ? (uint64_t)ticks : 1;
}

static gx_status make_columns(gx_world *world, gx_error *error)
{
    size_t n = world->population->users;
    world->user.habit = gx_alloc_columns(n, sizeof *world->user.habit);
    world->user.habit_tick = gx_alloc_columns(n, sizeof *world->user.habit_tick);
    world->user.first_use = gx_alloc_columns(n, sizeof *world->user.first_use);
    if (!world->user.habit || !world->user.habit_tick || !world->user.first_use)
        return gx_fail_memory(error, "the columns of sessions");
    memset(world->user.first_use, 0xff, n * sizeof *world->user.first_use);
    return GX_OK;
}

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    (void)count;
    const session_params *p = params;
    session_state *s = gx_alloc(1, sizeof *s);
    if (!s)
        return gx_fail_memory(error, "sessions");
    *state = s;
    s->active = p->active;
    if (!p->active)
        return GX_OK;
    gx_quantiles_exponential(&s->exponential, 65536.0, INT64_C(30) * 65536);
    for (int i = 0; i < POWERS; i++)
        s->half_power[i] = (uint32_t)(65536.0 * gx_exp(-0.693147180559945309 * i / POWERS) + 0.5);
    s->bound_per_ms = p->opens_per_day * gx_rhythm_peak(world) * (1 + p->habit_boost) / GX_DAY_MS;
    s->gain = (uint32_t)(p->habit_gain * 65536);
    s->boost = (uint32_t)(p->habit_boost * 65536);
    s->habit_half_ticks = ticks_of(world, p->habit_half_life);
    s->novelty_half_ticks = ticks_of(world, p->novelty_half_life);
    gx_status status = make_columns(world, error);
    if (status != GX_OK) {
        gx_free(s);
        *state = NULL;
    }
    return status;
}

bool gx_sessions_active(const gx_world *world)
{
    const session_state *s = world->state[GX_MODEL_sessions];
    return s->active;
}

int64_t gx_sessions_wait(const gx_world *world, uint32_t user, uint32_t word)
{
    const session_state *s = world->state[GX_MODEL_sessions];
    double mean = 1 / (s->bound_per_ms * gx_activity(world, user));
    double wait = (double)gx_quantile(&s->exponential, word) / 65536.0 * mean;
    return wait > 4e12 ? INT64_C(4000000000000) : (int64_t)wait;
}

/* value * 2^(-elapsed / half), by whole halvings and a table of fractional ones. */
static uint32_t decayed(const session_state *s, uint32_t value, uint64_t elapsed, uint64_t half)
{
    uint64_t halvings = elapsed / half;
    if (halvings >= 32)
        return 0;
    uint64_t part = elapsed % half * POWERS / half;
    return (uint32_t)(((uint64_t)value * s->half_power[part] >> 16) >> halvings);
}

static uint32_t habit_stock(const gx_world *world, const session_state *s, uint32_t user, uint32_t tick)
{
    return decayed(s, world->user.habit[user], tick - world->user.habit_tick[user], s->habit_half_ticks);
}

bool gx_sessions_open(const gx_world *world, uint32_t user, uint32_t tick, uint32_t word)
{
    const session_state *s = world->state[GX_MODEL_sessions];
    uint64_t factor = 65536 + ((uint64_t)s->boost * habit_stock(world, s, user, tick) >> 16);
    uint64_t share = (factor << 16) / (65536 + s->boost);      /* of the bound, by habit */
    uint64_t threshold = share * gx_rhythm_level(world, tick); /* of 2^32, by the rhythm too */
    return word < threshold;
}

gx_fixed gx_sessions_habit(const gx_world *world, uint32_t user, uint32_t tick)
{
    const session_state *s = world->state[GX_MODEL_sessions];
    return s->active ? (gx_fixed)habit_stock(world, s, user, tick) : 0;
}

gx_fixed gx_sessions_novelty(const gx_world *world, uint32_t user, uint32_t tick)
{
    const session_state *s = world->state[GX_MODEL_sessions];
    if (!s->active)
        return 0;
    uint32_t first = world->user.first_use[user];
    return first == GX_NO_USER ? GX_FIXED_ONE
                               : (gx_fixed)decayed(s, GX_FIXED_ONE, tick - first, s->novelty_half_ticks);
}

void gx_sessions_used(gx_world *world, uint32_t user, uint32_t tick)
{
    const session_state *s = world->state[GX_MODEL_sessions];
    if (!s->active)
        return;
    uint32_t habit = habit_stock(world, s, user, tick);
    habit += (uint32_t)((uint64_t)(HABIT_ONE - habit) * s->gain >> 16);
    world->user.habit[user] = (uint16_t)habit;
    world->user.habit_tick[user] = tick;
    if (world->user.first_use[user] == GX_NO_USER)
        world->user.first_use[user] = tick;
}

const gx_model gx_model_sessions = {.name = "sessions", .table = &table, .start = start, .finish = gx_free};
