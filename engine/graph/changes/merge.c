/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merging what the shards noted.
 *
 *     settle    what was noted becomes a list of what really changes (settle.c)
 *     reserve   every row concerned is brought into its overlay, with room for what it will get
 *     apply     rows change, groups get numbers, the network shows it: nothing here can fail
 *
 * Memory can only end before `apply`, and then everything is as it was: rows that were brought in say what
 * the base says, and what they were promised is forgotten.
 */
#include "../ties/base.h"
#include "inside.h"

#include <gx/base/memory.h>
#include <gx/base/sort.h>

static gx_status make_room(gx_changes *changes, size_t count)
{
    if (count > changes->room) {
        size_t room = count + count / 2 + 64;
        gx_free(changes->noted);
        changes->noted = gx_alloc(room, sizeof *changes->noted);
        bool fine = changes->noted != NULL;
        for (size_t i = 0; i < GX_SORTS; i++) {
            gx_free(changes->sort[i]);
            changes->sort[i] = gx_alloc(room, sizeof *changes->sort[i]);
            fine = fine && changes->sort[i] != NULL;
        }
        changes->room = fine ? room : 0;
    }
    if (count > changes->done_capacity) {
        size_t wanted = count + count / 2 + 64;
        gx_change *done = gx_resize(changes->done, changes->done_capacity, wanted, sizeof *done);
        if (done == NULL)
            return GX_ERR_MEMORY;
        changes->done = done;
        changes->done_capacity = wanted;
    }
    return changes->room >= count ? GX_OK : GX_ERR_MEMORY;
}

/* ---- Reserve ---- */

static gx_status reserve_friend(gx_changes *changes, const gx_network *network, uint32_t user, uint32_t more)
{
    gx_friend_room room;
    gx_entries base = {0};
    if (!gx_overlay_has(&changes->friends, user)) {
        gx_friends friends = gx_base_friends_of(network, user, &room);
        base = (gx_entries){.count = friends.count,
                            .column = friends.user,
                            .strength = friends.strength,
                            .layers = friends.layers};
    }
    return gx_overlay_reserve(&changes->friends, user, &base, more);
}

static gx_entries base_sets_of(const gx_network *network, gx_club_kind kind, uint32_t user,
                               gx_group_room *room)
{
    if (kind == GX_CLUBS_CIRCLES)
        return gx_base_circles_of(network, user);
    gx_groups groups = gx_base_groups_of(network, user, room);
    return (gx_entries){.count = groups.count, .column = groups.group};
}

static gx_status reserve_sets(gx_changes *changes, const gx_network *network, const gx_change *change,
                              uint32_t more)
{
    gx_club_kind kind = gx_change_clubs(change);
    gx_overlay *overlay = &changes->clubs[kind].of_user;
    gx_group_room room;
    gx_entries base = {0};
    if (!gx_overlay_has(overlay, change->who))
        base = base_sets_of(network, kind, change->who, &room);
    return gx_overlay_reserve(overlay, change->who, &base, more);
}

/* A group's members as the base has them, ascending; a group that is not stored may tell them in any order.
 */
static gx_status base_members(gx_changes *changes, const gx_network *network, uint32_t group, gx_entries *out)
{
    uint32_t count = gx_base_group_size(network, group);
    if (2 * (size_t)count > changes->members_room) {
        gx_free(changes->members);
        changes->members_room = 0;
        changes->members = gx_alloc(4 * (size_t)count, sizeof *changes->members);
        if (changes->members == NULL)
            return GX_ERR_MEMORY;
        changes->members_room = 4 * (size_t)count;
    }
    for (uint32_t i = 0; i < count; i++)
        changes->members[i] = i;
    gx_base_group_members(network, group, changes->members, count, changes->members);
    if (count > 0)
        gx_sort_u32(changes->members, changes->members + count, count);
    *out = (gx_entries){.count = count, .column = changes->members};
    return GX_OK;
}

static gx_status reserve_members(gx_changes *changes, const gx_network *network, const gx_change *change,
                                 uint32_t more)
{
    gx_club_kind kind = gx_change_clubs(change);
    gx_overlay *overlay = &changes->clubs[kind].members;
    gx_entries base = {0};
    if (!gx_overlay_has(overlay, change->about)) {
        if (kind == GX_CLUBS_CIRCLES)
            base = gx_base_circle_members(network, change->about);
        else if (base_members(changes, network, change->about, &base) != GX_OK)
            return GX_ERR_MEMORY;
    }
    return gx_overlay_reserve(overlay, change->about, &base, more);
}

static gx_status reserve(gx_changes *changes, const gx_network *network, const gx_change *change)
{
    gx_status status;
    if (gx_change_is_tie(change)) {
        uint32_t more = change->kind == GX_CHANGE_TIE;
        status = reserve_friend(changes, network, change->who, more);
        return status == GX_OK ? reserve_friend(changes, network, change->about, more) : status;
    }
    uint32_t more = gx_change_act_of(change) != GX_ACT_LEAVE;
    status = reserve_sets(changes, network, change, more);
    return status == GX_OK ? reserve_members(changes, network, change, more) : status;
}

static void release(gx_changes *changes, const gx_change *change)
{
    if (gx_change_is_tie(change)) {
        gx_overlay_release(&changes->friends, change->who);
        gx_overlay_release(&changes->friends, change->about);
    } else {
        gx_clubs *clubs = &changes->clubs[gx_change_clubs(change)];
        gx_overlay_release(&clubs->of_user, change->who);
        gx_overlay_release(&clubs->members, change->about);
    }
}

/* What is about to change for the first time gets its bits; sets that are created get room. */
static gx_status open_all(gx_changes *changes)
{
    size_t ties = 0, concerned[GX_CLUB_KINDS] = {0}, created[GX_CLUB_KINDS] = {0};
    for (size_t i = 0; i < changes->done_count; i++) {
        const gx_change *change = &changes->done[i];
        if (gx_change_is_tie(change)) {
            ties++;
            continue;
        }
        concerned[gx_change_clubs(change)]++;
        created[gx_change_clubs(change)] += gx_change_act_of(change) == GX_ACT_CREATE;
    }
    bool fine = ties == 0 || gx_overlay_open(&changes->friends) == GX_OK;
    for (int r = 0; r < GX_CLUB_KINDS; r++)
        if (concerned[r] > 0)
            fine = fine && gx_clubs_open(&changes->clubs[r], created[r]) == GX_OK;
    return fine ? GX_OK : GX_ERR_MEMORY;
}

static gx_status reserve_all(gx_changes *changes, const gx_network *network)
{
    bool fine = open_all(changes) == GX_OK;
    size_t i = 0;
    for (; fine && i < changes->done_count; i++)
        fine = reserve(changes, network, &changes->done[i]) == GX_OK;
    if (fine)
        return GX_OK;
    while (i-- > 0)
        release(changes, &changes->done[i]);
    return GX_ERR_MEMORY;
}

/* ---- Apply ---- */

static uint8_t layers_of(const gx_overlay *friends, uint32_t user, uint32_t other)
{
    gx_entries row = gx_overlay_row(friends, user);
    return row.layers[gx_lower_bound(row.column, row.count, other)];
}

static void apply_tie(gx_overlay *friends, const gx_change *change, uint32_t user, uint32_t other)
{
    if (change->kind == GX_CHANGE_TIE) {
        gx_overlay_insert(friends, user, other, change->strength, GX_LAYER_MADE);
    } else if (change->kind == GX_CHANGE_END) {
        gx_overlay_remove(friends, user, other);
    } else {
        unsigned layers = layers_of(friends, user, other) & ~(unsigned)GX_LAYER_DORMANT;
        gx_overlay_set(friends, user, other, change->strength, (uint8_t)(layers | GX_LAYER_MADE));
    }
}

static void apply(gx_changes *changes, const gx_change *change)
{
    if (gx_change_is_tie(change)) {
        apply_tie(&changes->friends, change, change->who, change->about);
        apply_tie(&changes->friends, change, change->about, change->who);
        return;
    }
    gx_clubs *clubs = &changes->clubs[gx_change_clubs(change)];
    gx_change_act act = gx_change_act_of(change);
    if (act == GX_ACT_CREATE)
        gx_clubs_create(clubs, change->who, change->serial);
    if (act == GX_ACT_LEAVE)
        gx_clubs_leave(clubs, change->who, change->about);
    else
        gx_clubs_join(clubs, change->who, change->about);
}

/* From now on the network shows what changed. */
void gx_changes_show(gx_changes *changes, gx_network *network)
{
    network->groups = gx_clubs_sets(&changes->clubs[GX_CLUBS_GROUPS]);
    network->circles = gx_clubs_sets(&changes->clubs[GX_CLUBS_CIRCLES]);
    network->changes = changes;
}

gx_status gx_changes_merge(gx_changes *changes, gx_network *network, gx_error *error)
{
    size_t noted = 0;
    for (uint32_t l = 0; l < changes->config.lists; l++)
        noted += changes->list[l].count;
    changes->done_count = 0;
    if (noted == 0)
        return GX_OK;
    if (make_room(changes, noted) != GX_OK)
        return gx_fail_memory(error, "the order of changes");
    gx_changes_settle(changes, network);
    if (changes->done_count > 0 && reserve_all(changes, network) != GX_OK) {
        changes->done_count = 0;
        return gx_fail_memory(error, "rows that change");
    }
    for (size_t i = 0; i < changes->done_count; i++)
        apply(changes, &changes->done[i]);
    if (changes->done_count > 0)
        gx_changes_show(changes, network);
    for (uint32_t l = 0; l < changes->config.lists; l++)
        changes->list[l].count = 0;
    return GX_OK;
}
