/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sleepers.h"
#include <gx/base/memory.h>
#include <gx/base/samples.h>

enum { MINUTES = 1440, MINUTE_MS = 60000, GUIDE_BITS = 12 };

typedef struct rhythm_params {
    gx_reals hours, weights;
} rhythm_params;

typedef struct rhythm_state {
    /* Time of day of an occasion: minute m owns the words start[m] … start[m + 1] - 1; guide[] is the minute
       of every 2^20th word, from which the search begins; scale[] makes milliseconds of a place in the
       minute. */
    uint64_t start[MINUTES + 1], scale[MINUTES];
    uint16_t guide[1 << GUIDE_BITS];
    uint32_t level[MINUTES]; /* relative to the peak, 65536 = the peak */
    double peak;             /* peak / mean */
    int64_t start_of_day_ms; /* time of day at which the run's days begin */
    uint32_t origin;         /* the first word of that time or later */
    gx_sleepers sleepers;
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

static void cut_day(rhythm_state *s, const double *weight, double sum)
{
    double cumulated = 0;
    for (int m = 0; m <= MINUTES; m++) {
        s->start[m] = m < MINUTES ? (uint64_t)(cumulated / sum * 4294967296.0) : UINT64_C(1) << 32;
        cumulated += m < MINUTES ? weight[m] : 0;
    }
    uint16_t minute = 0;
    for (uint64_t i = 0; i < GX_COUNT_OF(s->guide); i++) {
        while (s->start[minute + 1] <= i << (32 - GUIDE_BITS))
            minute++;
        s->guide[i] = minute;
    }
    for (int m = 0; m < MINUTES; m++) {
        uint64_t width = s->start[m + 1] - s->start[m];
        s->scale[m] = width ? ((uint64_t)MINUTE_MS << 32) / width : 0;
    }
}

static uint32_t time_of_day(const rhythm_state *s, uint32_t word)
{
    uint32_t minute = s->guide[word >> (32 - GUIDE_BITS)];
    while (s->start[minute + 1] <= word)
        minute++;
    return minute * MINUTE_MS + (uint32_t)((word - s->start[minute]) * s->scale[minute] >> 32);
}

/* 0 where there is none: then all words come before that time, and their order is as it is. */
static uint32_t origin_of(const rhythm_state *s)
{
    uint64_t low = 0, high = UINT64_C(1) << 32;
    while (low < high) {
        uint64_t middle = (low + high) / 2;
        if (time_of_day(s, (uint32_t)middle) >= s->start_of_day_ms)
            high = middle;
        else
            low = middle + 1;
    }
    return (uint32_t)low;
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
    cut_day(s, weight, sum);
    s->origin = origin_of(s);
    gx_sleepers_init(&s->sleepers, &world->clock, world->shards);
    *state = s;
    return GX_OK;
}

static void finish(void *state)
{
    rhythm_state *s = state;
    gx_sleepers_release(&s->sleepers);
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

static int64_t since_beginning(const rhythm_state *s, uint32_t word)
{
    int64_t since = time_of_day(s, word) - s->start_of_day_ms;
    return since < 0 ? since + GX_DAY_MS : since;
}

int64_t gx_daily_time(const gx_world *world, uint32_t day, uint32_t word)
{
    return (int64_t)day * GX_DAY_MS + since_beginning(world->state[GX_MODEL_rhythm], word);
}

uint32_t gx_daily_origin(const gx_world *world)
{
    const rhythm_state *s = world->state[GX_MODEL_rhythm];
    return s->origin;
}

uint64_t gx_daily_bound(const gx_world *world, int64_t ms)
{
    const rhythm_state *s = world->state[GX_MODEL_rhythm];
    uint64_t low = 0, high = UINT64_C(1) << 32; /* the bound is among low … high */
    while (low < high) {
        uint64_t middle = (low + high) / 2;
        if (since_beginning(s, (uint32_t)middle + s->origin) >= ms)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

void gx_daily_times(const gx_world *world, const gx_daily *daily, uint32_t user, uint32_t day, uint32_t four,
                    int64_t at[4])
{
    gx_draw draw = gx_draw_at(world->key, daily->time_purpose, user, gx_day_name(world, day), four);
    for (int i = 0; i < 4; i++)
        at[i] = gx_daily_time(world, day, draw.word[i]);
}

void gx_daily_counts(const gx_world *world, const gx_daily *daily, const gx_habits *who, uint32_t users,
                     uint32_t day, uint32_t *count)
{
    uint32_t user[GX_DRAWS_MOST] = {0};
    double mean[GX_DRAWS_MOST];
    gx_draws draws;
    for (uint32_t i = 0; i < users; i++) {
        user[i] = who[i].user;
        mean[i] = daily->mean(world, &who[i]);
    }
    gx_draws_high_of(&draws, world->key, daily->count_purpose, user, gx_day_name(world, day), 0, users);
    gx_poissons_of(mean, draws.word[0], users, count);
}

uint32_t gx_daily_count(const gx_world *world, const gx_daily *daily, uint32_t user, uint32_t day)
{
    gx_habits who;
    uint32_t count;
    gx_habits_all(world, user, 1, &who);
    gx_daily_counts(world, daily, &who, 1, day, &count);
    return count;
}

void gx_sketch_all(const gx_world *world, uint32_t first, uint32_t count, gx_sketch *out)
{
    gx_stretch of;
    gx_stretch_of(world->population, first, count, GX_COLUMN_WEALTH | GX_COLUMN_ACTIVITY | GX_COLUMN_SEX,
                  &of);
    for (uint32_t i = 0; i < count; i++)
        out[i] = (gx_sketch){first + i, of.wealth[i], of.activity[i], of.sex[i]};
}

void gx_habits_all(const gx_world *world, uint32_t first, uint32_t count, gx_habits *out)
{
    gx_stretch of;
    gx_stretch_of(world->population, first, count, GX_COLUMN_ACTIVITY | GX_COLUMN_SEX, &of);
    for (uint32_t i = 0; i < count; i++)
        out[i] = (gx_habits){first + i, of.activity[i], of.sex[i]};
}

gx_sleepers *gx_sleepers_of(const gx_world *world)
{
    rhythm_state *s = world->state[GX_MODEL_rhythm];
    return &s->sleepers;
}

gx_status gx_daily_add(gx_world *world, const gx_daily *daily, gx_error *error)
{
    return gx_sleepers_add(gx_sleepers_of(world), world, daily, error);
}

const gx_model gx_model_rhythm = {.name = "rhythm",
                                  .table = &table,
                                  .check = check,
                                  .start = start,
                                  .finish = finish,
                                  .archive = gx_sleepers_archive};
