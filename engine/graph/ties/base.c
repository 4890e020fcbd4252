/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base.h"
#include "../implicit/implicit.h"

gx_friends gx_base_friends_of(const gx_network *network, uint32_t user, gx_friend_room *room)
{
    if (network->implicit != NULL)
        return gx_implicit_friends_of(network->implicit, user, room);
    const gx_rows *rows = &network->friends;
    uint64_t first = rows->offset[user];
    return (gx_friends){.count = gx_row_length(rows, user),
                        .user = rows->column + first,
                        .strength = rows->strength + first,
                        .layers = rows->layers != NULL ? rows->layers + first : NULL};
}

gx_tie gx_base_tie_of(const gx_network *network, uint32_t user, uint32_t other)
{
    if (network->implicit != NULL)
        return gx_implicit_tie_of(network->implicit, user, other);
    const gx_rows *rows = &network->friends;
    uint32_t at;
    if (!gx_row_has(rows, user, other, &at))
        return (gx_tie){0};
    uint64_t place = rows->offset[user] + at;
    return (gx_tie){.strength = rows->strength[place],
                    .layers = rows->layers != NULL ? rows->layers[place] : 0};
}

gx_groups gx_base_groups_of(const gx_network *network, uint32_t user, gx_group_room *room)
{
    if (network->implicit != NULL)
        return gx_implicit_groups_of(network->implicit, user, room);
    const gx_rows *rows = &network->user_groups;
    return (gx_groups){.count = gx_row_length(rows, user), .group = gx_row(rows, user)};
}

uint32_t gx_base_group_size(const gx_network *network, uint32_t group)
{
    if (network->implicit != NULL)
        return gx_implicit_group_size(network->implicit, group);
    return gx_row_length(&network->group_members, group);
}

void gx_base_group_members(const gx_network *network, uint32_t group, const uint32_t *at, uint32_t count,
                           uint32_t *member)
{
    if (network->implicit != NULL) {
        gx_implicit_group_members(network->implicit, group, at, count, member);
        return;
    }
    const uint32_t *row = gx_row(&network->group_members, group);
    for (uint32_t i = 0; i < count; i++)
        member[i] = row[at[i]];
}

bool gx_base_group_has(const gx_network *network, uint32_t group, uint32_t user)
{
    if (network->implicit != NULL)
        return gx_implicit_group_has(network->implicit, group, user);
    return gx_row_has(&network->user_groups, user, group, NULL);
}

gx_group_kind gx_base_group_kind_of(const gx_network *network, uint32_t group)
{
    if (network->implicit != NULL)
        return gx_implicit_group_kind_of(network->implicit, group);
    return network->group_kind != NULL ? (gx_group_kind)network->group_kind[group] : GX_GROUP_COMMUNITY;
}
