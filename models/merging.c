/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between two ticks: what shards noted about ties, groups and circles becomes true, and what really changed
 * is counted and recorded. Not what was noted: two may accept each other's offers in one tick, and a full
 * group takes nobody. */
#include "act.h"

typedef struct change_count {
    gx_event_kind table;
    uint8_t kind; /* as the recording calls it */
    gx_counter counter;
} change_count;

static const change_count counts[GX_CHANGE_KINDS] = {
    [GX_CHANGE_TIE] = {GX_EVENT_TIE, GX_TIE_MADE, GX_COUNT_ties_made},
    [GX_CHANGE_WAKE] = {GX_EVENT_TIE, GX_TIE_WOKEN, GX_COUNT_ties_woken},
    [GX_CHANGE_END] = {GX_EVENT_TIE, GX_TIE_ENDED, GX_COUNT_ties_ended},
    [GX_CHANGE_GROUP] = {GX_EVENT_MEMBERSHIP, GX_MEMBERSHIP_CREATED, GX_COUNT_groups_made},
    [GX_CHANGE_JOIN] = {GX_EVENT_MEMBERSHIP, GX_MEMBERSHIP_JOINED, GX_COUNT_groups_joined},
    [GX_CHANGE_LEAVE] = {GX_EVENT_MEMBERSHIP, GX_MEMBERSHIP_LEFT, GX_COUNT_groups_left},
    [GX_CHANGE_CIRCLE] = {GX_EVENT_MEMBERSHIP, GX_MEMBERSHIP_CIRCLE_CREATED, GX_COUNT_circles_made},
    [GX_CHANGE_CIRCLE_JOIN] = {GX_EVENT_MEMBERSHIP, GX_MEMBERSHIP_CIRCLE_JOINED, GX_COUNT_circles_joined},
    [GX_CHANGE_CIRCLE_LEAVE] = {GX_EVENT_MEMBERSHIP, GX_MEMBERSHIP_CIRCLE_LEFT, GX_COUNT_circles_left},
};

gx_status gx_world_merge(gx_world *world, gx_network *network, uint32_t tick, gx_error *error)
{
    if (world->changes == NULL)
        return GX_OK;
    gx_status status = gx_changes_merge(world->changes, network, error);
    size_t count;
    const gx_change *done = gx_changes_done(world->changes, &count);
    for (size_t i = 0; i < count && status == GX_OK; i++) {
        const change_count *as = &counts[done[i].kind];
        gx_lane lane = {.shard = gx_sim_shard_of(world->sim, done[i].who), .tick = tick};
        gx_event event = {.tick = tick,
                          .user = done[i].who,
                          .other = done[i].about,
                          .kind = as->kind,
                          .cause = done[i].cause};
        gx_counters(world, &lane)[as->counter]++;
        gx_keep_event(&lane, world, as->table, done[i].who, &event);
        if (lane.status != GX_OK)
            status = gx_fail_memory(error, "events of ties and memberships");
    }
    return status;
}
