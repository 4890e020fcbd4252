/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One set of questions for every form of a network. */
#include <gx/graph/network.h>

gx_friends gx_friends_of(const gx_network *network, uint32_t user, gx_friend_room *room)
{
    (void)room;
    const gx_rows *rows = &network->friends;
    uint64_t first = rows->offset[user];
    return (gx_friends){.count = gx_row_length(rows, user),
                        .user = rows->column + first,
                        .strength = rows->strength + first,
                        .layers = rows->layers != NULL ? rows->layers + first : NULL};
}

uint8_t gx_tie_strength(const gx_network *network, uint32_t user, uint32_t other)
{
    uint32_t at;
    const gx_rows *rows = &network->friends;
    return gx_row_has(rows, user, other, &at) ? rows->strength[rows->offset[user] + at] : 0;
}

gx_groups gx_groups_of(const gx_network *network, uint32_t user, gx_group_room *room)
{
    (void)room;
    const gx_rows *rows = &network->user_groups;
    return (gx_groups){.count = gx_row_length(rows, user), .group = gx_row(rows, user)};
}

uint32_t gx_group_size(const gx_network *network, uint32_t group)
{
    return gx_row_length(&network->group_members, group);
}

uint32_t gx_group_member(const gx_network *network, uint32_t group, uint32_t at)
{
    return gx_row(&network->group_members, group)[at];
}

bool gx_group_has(const gx_network *network, uint32_t group, uint32_t user)
{
    return user < network->users && gx_row_has(&network->user_groups, user, group, NULL);
}

gx_group_kind gx_group_kind_of(const gx_network *network, uint32_t group)
{
    return network->group_kind != NULL ? (gx_group_kind)network->group_kind[group] : GX_GROUP_COMMUNITY;
}
