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

static gx_status reserve_groups(gx_changes *changes, const gx_network *network, uint32_t user, uint32_t more)
{
    gx_group_room room;
    gx_entries base = {0};
    if (!gx_overlay_has(&changes->user_groups, user)) {
        gx_groups groups = gx_base_groups_of(network, user, &room);
        base = (gx_entries){.count = groups.count, .column = groups.group};
    }
    return gx_overlay_reserve(&changes->user_groups, user, &base, more);
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
        changes->members[i] = gx_base_group_member(network, group, i);
    if (count > 0)
        gx_sort_u32(changes->members, changes->members + count, count);
    *out = (gx_entries){.count = count, .column = changes->members};
    return GX_OK;
}

static gx_status reserve_members(gx_changes *changes, const gx_network *network, uint32_t group,
                                 uint32_t more)
{
    gx_entries base = {0};
    if (!gx_overlay_has(&changes->group_members, group) &&
        base_members(changes, network, group, &base) != GX_OK)
        return GX_ERR_MEMORY;
    return gx_overlay_reserve(&changes->group_members, group, &base, more);
}

static gx_status reserve(gx_changes *changes, const gx_network *network, const gx_change *change)
{
    uint32_t more =
        change->kind == GX_CHANGE_TIE || change->kind == GX_CHANGE_GROUP || change->kind == GX_CHANGE_JOIN;
    gx_status status;
    if (gx_change_class_of(change) == GX_CLASS_TIES) {
        status = reserve_friend(changes, network, change->who, more);
        return status == GX_OK ? reserve_friend(changes, network, change->about, more) : status;
    }
    status = reserve_groups(changes, network, change->who, more);
    return status == GX_OK ? reserve_members(changes, network, change->about, more) : status;
}

static void release(gx_changes *changes, const gx_change *change)
{
    if (gx_change_class_of(change) == GX_CLASS_TIES) {
        gx_overlay_release(&changes->friends, change->who);
        gx_overlay_release(&changes->friends, change->about);
    } else {
        gx_overlay_release(&changes->user_groups, change->who);
        gx_overlay_release(&changes->group_members, change->about);
    }
}

static gx_status grow_names(gx_changes *changes)
{
    uint32_t capacity = changes->by_name_capacity != 0 ? 2 * changes->by_name_capacity : 64;
    uint32_t *places = gx_alloc(capacity, sizeof *places);
    if (places == NULL)
        return GX_ERR_MEMORY;
    gx_free(changes->by_name);
    changes->by_name = places;
    changes->by_name_capacity = capacity;
    for (uint32_t i = 0; i < changes->created_count; i++)
        *gx_changes_name_place(changes, changes->created[i].maker, changes->created[i].serial) = i + 1;
    return GX_OK;
}

static gx_status reserve_names(gx_changes *changes)
{
    size_t wanted = changes->created_count;
    for (size_t i = 0; i < changes->done_count; i++)
        wanted += changes->done[i].kind == GX_CHANGE_GROUP;
    if (wanted > changes->created_capacity) {
        size_t capacity = wanted + wanted / 2 + 16;
        if (capacity > GX_NO_GROUP / 4 - changes->base_groups)
            return GX_ERR_MEMORY;
        gx_created *created =
            gx_resize(changes->created, changes->created_capacity, capacity, sizeof *created);
        if (created == NULL)
            return GX_ERR_MEMORY;
        changes->created = created;
        changes->created_capacity = (uint32_t)capacity;
    }
    while (2 * wanted > changes->by_name_capacity)
        if (grow_names(changes) != GX_OK)
            return GX_ERR_MEMORY;
    return GX_OK;
}

static gx_status reserve_all(gx_changes *changes, const gx_network *network)
{
    bool fine = gx_overlay_open(&changes->friends) == GX_OK &&
                gx_overlay_open(&changes->user_groups) == GX_OK &&
                gx_overlay_open(&changes->group_members) == GX_OK && reserve_names(changes) == GX_OK;
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

static void apply_created(gx_changes *changes, const gx_change *change)
{
    *gx_changes_name_place(changes, change->who, change->serial) = changes->created_count + 1;
    changes->created[changes->created_count++] = (gx_created){change->who, change->serial};
}

static void apply(gx_changes *changes, const gx_change *change)
{
    if (gx_change_class_of(change) == GX_CLASS_TIES) {
        apply_tie(&changes->friends, change, change->who, change->about);
        apply_tie(&changes->friends, change, change->about, change->who);
        return;
    }
    if (change->kind == GX_CHANGE_GROUP)
        apply_created(changes, change);
    if (change->kind == GX_CHANGE_LEAVE) {
        gx_overlay_remove(&changes->user_groups, change->who, change->about);
        gx_overlay_remove(&changes->group_members, change->about, change->who);
    } else {
        gx_overlay_insert(&changes->user_groups, change->who, change->about, 0, 0);
        gx_overlay_insert(&changes->group_members, change->about, change->who, 0, 0);
    }
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
    if (changes->done_count > 0) {
        network->groups = changes->base_groups + changes->created_count;
        network->changes = changes;
    }
    for (uint32_t l = 0; l < changes->config.lists; l++)
        changes->list[l].count = 0;
    return GX_OK;
}
