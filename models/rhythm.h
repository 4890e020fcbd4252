/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The daily rhythm, and the occasions of daily life that it spreads over the day.
 *
 * Every user has, for each kind of daily act, a number of occasions a day: Poisson, its mean by the user's
 * activity, drawn for (user, day). Occasion k of a day happens at a time of day drawn from the rhythm for
 * (user, day, k). Raising a mean adds occasions behind the ones that were there and moves none: two variants
 * share all they have in common. A user sleeps from one occasion to the next; only the next one lies in the
 * timing wheel.
 */
#ifndef GX_MODELS_RHYTHM_H
#define GX_MODELS_RHYTHM_H

#include "act.h"

/* A kind of daily act: what it draws for, and the message that wakes its user. */
typedef struct gx_daily {
    uint32_t count_purpose, time_purpose;
    uint32_t kind;
} gx_daily;

/* The wake-up for the occasion of `user` that follows occasion (day, k); GX_FIRST_OCCASION for the first of
 * the run. Fills target, source, due, subtick, serial = k, word[0] = day (from the run's start). `mean` is
 * the user's occasions a day. False when there is none before the end of the run. O(occasions of the day). */
typedef struct gx_occasion_at {
    uint32_t day, k;
    bool first; /* none has been yet */
} gx_occasion_at;
bool gx_daily_next(const gx_world *world, const gx_daily *daily, uint32_t user, double mean,
                   gx_occasion_at after, gx_message *out);

/* Post every user's first wake-up, before the run. means(user) by `rate` and activity. */
gx_status gx_daily_begin(gx_world *world, const gx_daily *daily,
                         double (*mean)(const gx_world *, uint32_t user), gx_error *error);

/* After an occasion: false when the user sleeps until a later tick (the wake-up is sent) or for good; true
 * when another occasion falls into this very tick: *wake is it. */
bool gx_daily_continue(gx_lane *lane, const gx_world *world, const gx_daily *daily, double mean,
                       gx_message *wake);

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
