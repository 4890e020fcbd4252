/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ties and groups that change in a run: see befriending.c, grouping.c and parting.c; circling.c for circles.
 * A scenario that does not switch it on pays nothing. */
#ifndef GX_MODELS_BEFRIENDING_H
#define GX_MODELS_BEFRIENDING_H

#include "act.h"
#include "decide.h"
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
    gx_quantiles size;  /* friends put into a new group, in 1/256 */
    uint32_t group_max; /* set where it is not active too */
    gx_fixed log_strength[256];
    /* Ties that end. */
    double end_per_day;
    gx_fixed end;
} gx_befriending;

const gx_befriending *gx_befriending_of(const gx_world *world);

/* The store of changes, before the run, for every model that notes any; once. GX_ERR_MEMORY. */
gx_status gx_changing_begin(gx_world *world, gx_error *error);

/* `user` got something from `other`, or met `other` in a circle: a dormant tie may wake, a stranger may be
 * asked to be a friend. Nothing where befriending is not active. */
void gx_befriending_met(gx_lane *lane, gx_world *world, uint32_t user, uint32_t other, uint32_t occasion,
                        gx_tie_cause cause);

/* Note a change in the lane's shard; a lack of memory stops the run after the tick. */
void gx_note_change(gx_lane *lane, const gx_world *world, const gx_change *change);

/* The share of `user`'s active friends that are `other`'s too, 0 … 1. O(friends of both). */
gx_fixed gx_friends_in_common(const gx_world *world, uint32_t user, uint32_t other);

/* A social cue, 0 … 1: how much a user's own friends speak for what is about `about`. */
typedef gx_fixed gx_cue(const gx_world *world, uint32_t user, uint32_t about);

/* Whether utility, the cue in it, and noise are above 0. The cue is looked up only where it can tip the
 * choice. */
bool gx_decide_by_cue(const gx_world *world, const gx_motives *others, gx_fixed margin, gx_cue *cue,
                      uint32_t user, uint32_t about);

/* One of `user`'s groups with more than `more_than` and fewer than `less_than` members, each alike, or
 * GX_NO_GROUP, by a draw keyed by (user, occasion): see gx_pick_group_of. */
uint32_t gx_pick_group(const gx_world *world, uint32_t purpose, uint32_t user, uint32_t occasion,
                       uint32_t more_than, uint32_t less_than);

/* Handlers and occasions of grouping.c and parting.c. */
gx_status gx_grouping_start(gx_world *world, gx_error *error);
gx_status gx_parting_start(gx_world *world, gx_error *error);

#endif
