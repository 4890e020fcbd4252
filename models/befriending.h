/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ties and groups that change in a run: see befriending.c and grouping.c. A scenario that does not switch it
 * on pays nothing. */
#ifndef GX_MODELS_BEFRIENDING_H
#define GX_MODELS_BEFRIENDING_H

#include "act.h"
#include <gx/base/sample.h>

/* A group of more members than this is a large one: it is muted (models.attention.look_decline), and people
 * leave it. */
enum { GX_USUAL_GROUP = 28 };

typedef struct gx_befriending {
    bool active;
    /* Offers of friendship. */
    gx_fixed ask[GX_TIE_CAUSES], curiosity, accept;
    gx_quantiles delay; /* milliseconds */
    uint8_t strength[GX_TIE_CAUSES];
    gx_chance wake, reach_dormant;
    /* Chat groups. */
    double group_per_day;
    gx_fixed make, invite, leave, join;
    gx_quantiles size; /* friends put into a new group, in 1/256 */
    uint32_t group_max;
    gx_fixed log_strength[256];
} gx_befriending;

const gx_befriending *gx_befriending_of(const gx_world *world);

/* `user` got something from `other`: a dormant tie may wake, a stranger may be asked to be a friend. */
void gx_befriending_met(gx_lane *lane, gx_world *world, uint32_t user, uint32_t other, uint32_t occasion,
                        gx_tie_cause cause);

/* Note a change in the lane's shard; a lack of memory stops the run after the tick. */
void gx_note_change(gx_lane *lane, const gx_world *world, const gx_change *change);

/* The share of `user`'s active friends that are `other`'s too, 0 … 1. O(friends of both). */
gx_fixed gx_friends_in_common(const gx_world *world, uint32_t user, uint32_t other);

/* One of `user`'s groups with more than `more_than` and fewer than `less_than` members, each alike, or
 * GX_NO_GROUP: the greatest of draws (words 0 and 1) keyed by (user, the group's name, occasion), so that one
 * group more moves no choice among the others. O(groups of the user). */
uint32_t gx_pick_group(const gx_world *world, uint32_t purpose, uint32_t user, uint32_t occasion,
                       uint32_t more_than, uint32_t less_than);

/* Handlers and first wake-ups of grouping.c. */
gx_status gx_grouping_start(gx_world *world, gx_error *error);

#endif
