/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rhythm.h"
#include <gx/base/memory.h>
#include <gx/base/sample.h>

enum { MINUTES = 1440, MINUTE_MS = 60000 };

typedef struct rhythm_params {
    gx_reals hours, weights;
} rhythm_params;

typedef struct rhythm_state {
    gx_steps *minutes;       /* time of day of an occasion */
    uint32_t level[MINUTES]; /* relative to the peak, 65536 = the peak */
    double peak;             /* peak / mean */
    int64_t start_of_day_ms; /* time of day at which the run's days begin */
} rhythm_state;

static const gx_field fields[] = {
    {"hours", GX_TYPE_REALS, "h", "[0, 2, 5, 7, 9, 12, 14, 18, 20, 22, 23.5]", 0, 24, NULL,
     offsetof(rhythm_params, hours), 0,
     "times of day, ascending, at which the rhythm is given; linear between, around midnight too",
     "shape of mobile-phone and messenger activity by hour, assumed", GX_ROLE_ASSUMPTION},
    {"weights", GX_TYPE_REALS, "", "[0.5, 0.15, 0.1, 0.5, 1, 1.3, 1.1, 1.3, 1.8, 1.7, 1]", 0, 1e6, NULL,
     offsetof(rhythm_params, weights), 0,
     "how much happens at these times, in any unit; one for each of `hours`",
     "shape of mobile-phone and messenger activity by hour, assumed", GX_ROLE_ASSUMPTION},
};

static const gx_table table = {"models.rhythm",     "when in the day things happen", fields,
                               GX_COUNT_OF(fields), sizeof(rhythm_params),           0};

static void check(const gx_checkup *checkup, const void *params, uint32_t count)
{
    (void)count;
    const rhythm_params *p = params;
    if (p->hours.count != p->weights.count || p->hours.count == 0)
        checkup->complain(checkup, &table, 0, "weights", "give one weight for each hour",
                          "'hours' has %u entries and 'weights' has %u", p->hours.count, p->weights.count);
    double sum = 0;
    for (uint32_t i = 0; i < p->weights.count; i++)
        sum += p->weights.at[i];
    if (sum <= 0)
        checkup->complain(checkup, &table, 0, "weights", "one at least must be above 0",
                          "all 'weights' are 0");
    for (uint32_t i = 1; i < p->hours.count; i++)
        if (p->hours.at[i] <= p->hours.at[i - 1])
            checkup->complain(checkup, &table, 0, "hours", "list them in ascending order",
                              "entry %u of 'hours' is not above the one before it", i + 1);
}

/* The weight at an hour of the day, linear between the given points, the last joined to the first over
 * midnight. */
static double weight_at(const rhythm_params *p, double hour)
{
    uint32_t n = p->hours.count, next = 0;
    while (next < n && p->hours.at[next] <= hour)
        next++;
    uint32_t before = next ? next - 1 : n - 1;
    double from = p->hours.at[before] - (next ? 0 : 24);
    double to = next < n ? p->hours.at[next] : p->hours.at[0] + 24;
    next = next < n ? next : 0;
    if (to <= from)
        return p->weights.at[before];
    double part = (hour - from) / (to - from);
    return p->weights.at[before] + part * (p->weights.at[next] - p->weights.at[before]);
}

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    (void)count;
    rhythm_state *s = gx_alloc(1, sizeof *s);
    if (!s)
        return gx_fail_memory(error, "the daily rhythm");
    double weight[MINUTES], sum = 0, highest = 0;
    for (int m = 0; m < MINUTES; m++) {
        weight[m] = weight_at(params, (m + 0.5) / 60);
        sum += weight[m];
        highest = weight[m] > highest ? weight[m] : highest;
    }
    for (int m = 0; m < MINUTES; m++)
        s->level[m] = (uint32_t)(weight[m] / highest * 65536);
    s->peak = highest * MINUTES / sum;
    s->start_of_day_ms = world->clock.start % 86400 * 1000;
    gx_status status = gx_steps_create(&s->minutes, weight, MINUTES, error);
    if (status != GX_OK) {
        gx_free(s);
        return status;
    }
    *state = s;
    return GX_OK;
}

static void finish(void *state)
{
    rhythm_state *s = state;
    gx_steps_free(s->minutes);
    gx_free(s);
}

uint32_t gx_day_name(const gx_world *world, uint32_t day)
{
    return (uint32_t)(world->clock.start / 86400 + day);
}

uint32_t gx_rhythm_level(const gx_world *world, uint32_t tick)
{
    const rhythm_state *s = world->state[GX_MODEL_rhythm];
    int64_t of_day = (s->start_of_day_ms + ((int64_t)tick - 1) * world->clock.tick_ms) % GX_DAY_MS;
    return s->level[of_day / MINUTE_MS];
}

double gx_rhythm_peak(const gx_world *world)
{
    const rhythm_state *s = world->state[GX_MODEL_rhythm];
    return s->peak;
}

/* When occasion k of a day happens: milliseconds from the beginning of that day of the run. */
static int64_t time_of(const gx_world *world, const gx_daily *daily, uint32_t user, uint32_t day, uint32_t k)
{
    const rhythm_state *s = world->state[GX_MODEL_rhythm];
    gx_draw draw = gx_draw_at(world->key, daily->time_purpose, user, gx_day_name(world, day), k);
    uint32_t within;
    uint32_t minute = gx_steps_draw_within(s->minutes, gx_draw_high(draw), &within);
    int64_t of_day = (int64_t)minute * MINUTE_MS + (int64_t)(((uint64_t)within * MINUTE_MS) >> 32);
    int64_t since = of_day - s->start_of_day_ms;
    return since < 0 ? since + GX_DAY_MS : since;
}

/* The first occasion of a day behind (time, k); false when there is none. */
static bool next_of_day(const gx_world *world, const gx_daily *daily, uint32_t user, double mean,
                        uint32_t day, int64_t after, uint32_t after_k, int64_t *when, uint32_t *which)
{
    gx_draw draw = gx_draw_at(world->key, daily->count_purpose, user, gx_day_name(world, day), 0);
    uint32_t n = gx_poisson(mean, draw.word[0]);
    bool found = false;
    for (uint32_t k = 0; k < n; k++) {
        int64_t t = time_of(world, daily, user, day, k);
        if (t < after || (t == after && k <= after_k))
            continue;
        if (!found || t < *when) {
            *when = t;
            *which = k;
            found = true;
        }
    }
    return found;
}

bool gx_daily_next(const gx_world *world, const gx_daily *daily, uint32_t user, double mean,
                   gx_occasion_at after, gx_message *out)
{
    const gx_clock *clock = &world->clock;
    int64_t end = (int64_t)clock->ticks * clock->tick_ms;
    int64_t behind = after.first ? -1 : time_of(world, daily, user, after.day, after.k);
    uint32_t behind_k = after.k;
    for (uint32_t day = after.first ? 0 : after.day; (int64_t)day * GX_DAY_MS < end; day++) {
        int64_t when = 0;
        uint32_t k = 0;
        if (next_of_day(world, daily, user, mean, day, behind, behind_k, &when, &k)) {
            int64_t at = (int64_t)day * GX_DAY_MS + when;
            if (at >= end)
                return false;
            uint64_t rest = (uint64_t)(at % clock->tick_ms) << 32;
            *out = (gx_message){.target = user, .source = user, .serial = k, .word = {day, 0}};
            out->due_kind = gx_due_kind((uint32_t)(at / clock->tick_ms) + 1, daily->kind);
            out->subtick = (uint32_t)(rest / (uint64_t)clock->tick_ms);
            return true;
        }
        behind = -1;
    }
    return false;
}

gx_status gx_daily_begin(gx_world *world, const gx_daily *daily,
                         double (*mean)(const gx_world *, uint32_t user), gx_error *error)
{
    gx_occasion_at none = {.first = true};
    for (uint32_t user = 0; user < world->population->users; user++) {
        gx_message message;
        if (!gx_daily_next(world, daily, user, mean(world, user), none, &message))
            continue;
        gx_status status = gx_sim_post(world->sim, &message, error);
        if (status != GX_OK)
            return status;
    }
    return GX_OK;
}

bool gx_daily_continue(gx_lane *lane, const gx_world *world, const gx_daily *daily, double mean,
                       gx_message *wake)
{
    gx_occasion_at now = {.day = wake->word[0], .k = wake->serial};
    gx_message next;
    if (!gx_daily_next(world, daily, wake->target, mean, now, &next))
        return false;
    if (gx_due_tick(&next) > lane->tick) {
        gx_send(lane, &next);
        return false;
    }
    *wake = next;
    return true;
}

const gx_model gx_model_rhythm = {"rhythm", &table, check, start, finish, NULL, NULL};
