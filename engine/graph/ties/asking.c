/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One set of questions for every form of a network: what changed since the run began stands before what it
 * began with. */
#include "../changes/inside.h"
#include "../implicit/implicit.h"
#include "base.h"

/* The overlay's row when it has one: most rows never change, which one bit tells. */
static const gx_overlay *changed_friends(const gx_network *network, uint32_t user)
{
    const gx_changes *changes = network->changes;
    return changes != NULL && gx_overlay_has(&changes->friends, user) ? &changes->friends : NULL;
}

static const gx_overlay *changed_groups(const gx_network *network, uint32_t user)
{
    const gx_changes *changes = network->changes;
    const gx_overlay *overlay = changes != NULL ? &changes->clubs[GX_CLUBS_GROUPS].of_user : NULL;
    return overlay != NULL && gx_overlay_has(overlay, user) ? overlay : NULL;
}

static const gx_overlay *changed_members(const gx_network *network, uint32_t group)
{
    const gx_changes *changes = network->changes;
    const gx_overlay *overlay = changes != NULL ? &changes->clubs[GX_CLUBS_GROUPS].members : NULL;
    return overlay != NULL && gx_overlay_has(overlay, group) ? overlay : NULL;
}

void gx_network_fetch(const gx_network *network, uint32_t user)
{
    if (network->implicit != NULL) {
        gx_implicit_fetch(network->implicit, user);
        return;
    }
    __builtin_prefetch(&network->friends.offset[user]);
    __builtin_prefetch(&network->user_groups.offset[user]);
}

gx_friends gx_friends_of(const gx_network *network, uint32_t user, gx_friend_room *room)
{
    const gx_overlay *changed = changed_friends(network, user);
    if (changed == NULL)
        return gx_base_friends_of(network, user, room);
    gx_entries row = gx_overlay_row(changed, user);
    return (gx_friends){
        .count = row.count, .user = row.column, .strength = row.strength, .layers = row.layers};
}

gx_tie gx_tie_of(const gx_network *network, uint32_t user, uint32_t other)
{
    const gx_overlay *changed = changed_friends(network, user);
    if (changed == NULL)
        return gx_base_tie_of(network, user, other);
    gx_entries row = gx_overlay_row(changed, user);
    uint32_t at = gx_lower_bound(row.column, row.count, other);
    bool there = at < row.count && row.column[at] == other;
    return there ? (gx_tie){.strength = row.strength[at], .layers = row.layers[at]} : (gx_tie){0};
}

uint8_t gx_tie_strength(const gx_network *network, uint32_t user, uint32_t other)
{
    return gx_tie_of(network, user, other).strength;
}

void gx_ties_reach(const gx_network *network, uint32_t user, const uint32_t *other, const uint8_t *need,
                   uint32_t count, bool *reached)
{
    if (network->implicit != NULL && changed_friends(network, user) == NULL) {
        gx_implicit_ties_reach(network->implicit, user, other, need, count, reached);
        return;
    }
    for (uint32_t at = 0; at < count; at++)
        reached[at] = gx_tie_strength(network, user, other[at]) >= need[at];
}

gx_groups gx_groups_of(const gx_network *network, uint32_t user, gx_group_room *room)
{
    const gx_overlay *changed = changed_groups(network, user);
    if (changed == NULL)
        return gx_base_groups_of(network, user, room);
    gx_entries row = gx_overlay_row(changed, user);
    return (gx_groups){.count = row.count, .group = row.column};
}

uint32_t gx_group_size(const gx_network *network, uint32_t group)
{
    const gx_overlay *changed = changed_members(network, group);
    return changed != NULL ? gx_overlay_row(changed, group).count : gx_base_group_size(network, group);
}

uint32_t gx_group_member(const gx_network *network, uint32_t group, uint32_t at)
{
    uint32_t member;
    gx_group_members(network, group, &at, 1, &member);
    return member;
}

void gx_group_members(const gx_network *network, uint32_t group, const uint32_t *at, uint32_t count,
                      uint32_t *member)
{
    const gx_overlay *changed = changed_members(network, group);
    if (changed == NULL) {
        gx_base_group_members(network, group, at, count, member);
        return;
    }
    const uint32_t *row = gx_overlay_row(changed, group).column;
    for (uint32_t i = 0; i < count; i++)
        member[i] = row[at[i]];
}

void gx_group_members_ask(const gx_network *network, uint32_t group, const uint32_t *at, uint32_t count,
                          gx_asked *out)
{
    GX_ASSERT(count <= GX_ASKED_MOST);
    if (gx_group_named_by_place(network, group)) {
        gx_implicit_group_members_ask(network->implicit, group, at, count, out);
        return;
    }
    out->slot = NULL;
    out->count = count;
    gx_group_members(network, group, at, count, out->user);
}

void gx_group_members_read(const gx_network *network, const gx_asked *asked, uint32_t *member)
{
    gx_implicit_group_members_read(network->implicit, asked, member);
}

bool gx_group_named_by_place(const gx_network *network, uint32_t group)
{
    return network->implicit != NULL && changed_members(network, group) == NULL;
}

uint32_t gx_group_place_name(const gx_network *network, uint32_t group, uint32_t at)
{
    return gx_group_named_by_place(network, group) ? at : gx_group_member(network, group, at);
}

bool gx_group_has(const gx_network *network, uint32_t group, uint32_t user)
{
    if (user >= network->users)
        return false;
    const gx_overlay *changed = changed_groups(network, user);
    if (changed == NULL)
        return gx_base_group_has(network, group, user);
    gx_entries row = gx_overlay_row(changed, user);
    uint32_t at = gx_lower_bound(row.column, row.count, group);
    return at < row.count && row.column[at] == group;
}

gx_group_kind gx_group_kind_of(const gx_network *network, uint32_t group)
{
    const gx_changes *changes = network->changes;
    bool made = changes != NULL && group >= changes->clubs[GX_CLUBS_GROUPS].base_sets;
    return made ? GX_GROUP_MADE : gx_base_group_kind_of(network, group);
}
