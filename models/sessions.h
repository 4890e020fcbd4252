/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions: how often people open the app, the habit that use builds, and the novelty that fades.
 *
 * A scenario that does not switch them on (the nation's Eve) has no columns for them and pays nothing. With
 * sessions a notice is seen when its receiver next opens the app: an inhomogeneous Poisson process with rate
 *
 *     opens a day * activity * rhythm * (1 + boost * habit)
 *
 * simulated by thinning: candidate openings come at a bound on the rate that never changes, and the member's
 * own shard accepts one with probability rate / bound (Lewis & Shedler 1979). So a sender's shard needs to
 * know nothing of habits.
 */
#ifndef GX_MODELS_SESSIONS_H
#define GX_MODELS_SESSIONS_H

#include "act.h"
#include <gx/base/sample.h>

bool gx_sessions_active(const gx_world *world);

/* The wait for a user's next candidate opening, in milliseconds, by one random word. */
int64_t gx_sessions_wait(const gx_world *world, uint32_t user, uint32_t word);

/* Whether the candidate in this tick is a real opening, by one random word. */
bool gx_sessions_open(const gx_world *world, uint32_t user, uint32_t tick, uint32_t word);

/* Habit stock and novelty now, 0 … 1 in fixed point; 0 without sessions. */
gx_fixed gx_sessions_habit(const gx_world *world, uint32_t user, uint32_t tick);
gx_fixed gx_sessions_novelty(const gx_world *world, uint32_t user, uint32_t tick);

/* The user did something with the feature: the habit grows, novelty begins to fade. Nothing without sessions.
 */
void gx_sessions_used(gx_world *world, uint32_t user, uint32_t tick);

#endif
