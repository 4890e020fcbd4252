/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions of network.h to the network that a run began with, whatever changed since. For asking.c, and
 * for changes/, which copies a row of it when it changes. */
#ifndef GX_GRAPH_TIES_BASE_H
#define GX_GRAPH_TIES_BASE_H

#include <gx/graph/network.h>

gx_friends gx_base_friends_of(const gx_network *network, uint32_t user, gx_friend_room *room);
gx_tie gx_base_tie_of(const gx_network *network, uint32_t user, uint32_t other);
gx_groups gx_base_groups_of(const gx_network *network, uint32_t user, gx_group_room *room);
uint32_t gx_base_group_size(const gx_network *network, uint32_t group);
void gx_base_group_members(const gx_network *network, uint32_t group, const uint32_t *at, uint32_t count,
                           uint32_t *member);
bool gx_base_group_has(const gx_network *network, uint32_t group, uint32_t user);
gx_group_kind gx_base_group_kind_of(const gx_network *network, uint32_t group);

/* One of the active (or dormant) friends of a row with a chance in proportion to the tie's strength: see
 * picking.c.
 */
uint32_t gx_race(const gx_friends *friends, uint64_t word, bool dormant);

#endif
