/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The daily rhythm, and the occasions of daily life that it spreads over the day.
 *
 * Every user has, for each kind of daily act, a number of occasions a day: Poisson, its mean by the user's
 * activity, drawn for (user, day). Occasion k of a day happens at a time of day drawn from the rhythm for
 * (user, day, k / 4), four to a draw. Raising a mean adds occasions behind the ones that were there and moves
 * none: two variants share all they have in common. Between occasions a user sleeps (sleepers.c).
 */
#ifndef GX_MODELS_RHYTHM_H
#define GX_MODELS_RHYTHM_H

#include "act.h"

/* A kind of daily act: what it draws for, the message that each occasion is, and a user's mean number of
 * occasions a day (0 … 20000; a pure function of the scenario and of the user's habits). The message, from
 * the user to itself: serial = number of the occasion in its day, word[0] = the day, from the run's start. */
typedef struct gx_daily {
    uint32_t count_purpose, time_purpose;
    uint32_t kind;
    double (*mean)(const gx_world *world, const gx_habits *who);
} gx_daily;

enum { GX_DAILY_MAX = 8 };

/* From a model's start: from the first tick on users get a message for every occasion of this kind, in the
 * tick in which it falls. A kind whose mean is 0 for everybody is better not added. GX_ERR_MEMORY. */
gx_status gx_daily_add(gx_world *world, const gx_daily *daily, gx_error *error);

/* How many occasions a user has on a day of the run; and when occasions 4 * four … 4 * four + 3 are, if there
 * are so many, in milliseconds from the run's start. A Philox each. */
uint32_t gx_daily_count(const gx_world *world, const gx_daily *daily, uint32_t user, uint32_t day);
void gx_daily_times(const gx_world *world, const gx_daily *daily, uint32_t user, uint32_t day, uint32_t four,
                    int64_t at[4]);

/* The same of many: counts of up to GX_DRAWS_MOST users; and the time that a word of the draw for (user, day,
 * four) says. */
void gx_daily_counts(const gx_world *world, const gx_daily *daily, const gx_habits *who, uint32_t users,
                     uint32_t day, uint32_t *count);
int64_t gx_daily_time(const gx_world *world, uint32_t day, uint32_t word);

/* Times compared without computing them: word - gx_daily_origin grows as the time of the occasion does, and
 * is gx_daily_bound(ms) or more exactly where the occasion is `ms` or more behind the beginning of its day of
 * the run (0 … 2^32: never). The bound costs a search. */
uint32_t gx_daily_origin(const gx_world *world);
uint64_t gx_daily_bound(const gx_world *world, int64_t ms);

/* What is asked of `count` <= GX_STRETCH consecutive users; habits take a third of the time. */
void gx_sketch_all(const gx_world *world, uint32_t first, uint32_t count, gx_sketch *out);
void gx_habits_all(const gx_world *world, uint32_t first, uint32_t count, gx_habits *out);

/* The name of a day for draws: days since 1970-01-01 of the day on which it began. */
uint32_t gx_day_name(const gx_world *world, uint32_t day);

/* How high the rhythm stands at a tick, relative to its highest point: 0 … 65536. */
uint32_t gx_rhythm_level(const gx_world *world, uint32_t tick);

/* Highest point of the rhythm relative to its mean, for bounds. At least 1. */
double gx_rhythm_peak(const gx_world *world);

/* Activity as a number, mean 1. */
static inline double gx_activity(const gx_world *world, uint32_t user)
{
    return gx_activity_of(world->population, user) / 256.0;
}

#endif
