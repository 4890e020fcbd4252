/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form of a network in which nothing is stored. README.md beside this file says how. */
#ifndef GX_GRAPH_IMPLICIT_H
#define GX_GRAPH_IMPLICIT_H

#include "../ties/base.h"

/* GX_ERR_LIMIT (more groups than 32 bits count, more slots than there is room for), GX_ERR_MEMORY. The
 * population must live as long; it may be computed. Tables of some 0.2 MiB, 1 KiB a city and 4 bytes a
 * district of 5,000 users; O(districts). */
gx_status gx_implicit_create(gx_implicit **out, const gx_population *population,
                             const gx_network_config *config, gx_key key, gx_error *error);
void gx_implicit_free(gx_implicit *implicit);

/* Keep what most answers rest on, two bytes a user: the order of neighbours (ranks.c) and codes of their
 * activity (lots.c). For runs; the answers stay what they are. Not while others ask. GX_ERR_MEMORY; O(users).
 */
gx_status gx_implicit_keep(gx_implicit *implicit, uint32_t threads, gx_error *error);
size_t gx_implicit_bytes(const gx_implicit *implicit);

/* Of the tables, not of the ties: equal for equal networks, and as good as surely different for others. */
uint64_t gx_implicit_digest(const gx_implicit *implicit);

/* Ask for what is kept of a user. */
void gx_implicit_fetch(const gx_implicit *implicit, uint32_t user);

/* How many chat groups there are; they are numbered from 0. */
uint32_t gx_implicit_groups(const gx_implicit *implicit);

/* As the calls of network.h without `implicit_`; arguments are in range. Nothing is written but `room`. */
gx_friends gx_implicit_friends_of(const gx_implicit *implicit, uint32_t user, gx_friend_room *room);
gx_tie gx_implicit_tie_of(const gx_implicit *implicit, uint32_t user, uint32_t other);
void gx_implicit_ties_reach(const gx_implicit *implicit, uint32_t user, const uint32_t *other,
                            const uint8_t *need, uint32_t count, bool *reached);
gx_groups gx_implicit_groups_of(const gx_implicit *implicit, uint32_t user, gx_group_room *room);
uint32_t gx_implicit_group_size(const gx_implicit *implicit, uint32_t group);
void gx_implicit_group_members(const gx_implicit *implicit, uint32_t group, const uint32_t *at,
                               uint32_t count, uint32_t *member);
void gx_implicit_group_members_ask(const gx_implicit *implicit, uint32_t group, const uint32_t *at,
                                   uint32_t count, gx_asked *out);
void gx_implicit_group_members_read(const gx_implicit *implicit, const gx_asked *asked, uint32_t *member);
uint32_t gx_implicit_pick_group(const gx_implicit *implicit, uint32_t user, uint64_t word);
bool gx_implicit_group_has(const gx_implicit *implicit, uint32_t group, uint32_t user);
gx_group_kind gx_implicit_group_kind_of(const gx_implicit *implicit, uint32_t group);
uint32_t gx_implicit_pick_tie(const gx_implicit *implicit, uint32_t user, uint64_t word, bool dormant);
void gx_implicit_pick_ties(const gx_implicit *implicit, const uint32_t *user, const uint64_t *word,
                           uint32_t count, uint32_t *friend);
bool gx_implicit_has_friends(const gx_implicit *implicit, uint32_t user, uint32_t at_least);

#endif
