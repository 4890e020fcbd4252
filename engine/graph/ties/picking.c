/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draw from somebody's friends, or groups, as a race.
 *
 * Every friend runs alone: its score is the logarithm of the tie's strength plus Gumbel noise from a hash of
 * (the pick's word, the friend's number), and the greatest wins. The chance to win is then in proportion to
 * the strength (Gumbel 1954; Yellott 1977), and whoever else is in the race does not touch a score: a friend
 * more, or a stronger tie, changes only the picks that this friend wins. A draw of a point on the sum of
 * strengths would move nearly all of them, and with them all that two variants of a scenario share.
 *
 * Nearly all lose by a glance. With x = 1 - u the noise is that of an exponential time T = -ln(1 - x) >= x,
 * and the least T / strength wins; so whoever has x >= strength * (the best T / strength so far) has lost
 * without a logarithm, and some five of sixty are looked at twice. Rows are read once, in order, some 2 ns a
 * friend. The implicit form does not make a row: implicit/picks.c.
 */
#include "../changes/inside.h"
#include "../implicit/implicit.h"
#include "../rows.h"
#include "base.h"
#include "logs.h"

#include <gx/base/sample.h>
#include <gx/graph/change.h>

static bool is_dormant(const gx_friends *friends, uint32_t at)
{
    return friends->layers != NULL && (friends->layers[at] & GX_LAYER_DORMANT) != 0;
}

enum { RATIO_BITS = 16 };
static const uint64_t time_most = UINT64_C(1) << 36; /* of -ln(1 - x) in units of 2^-32: no word gives more */

/* Not less than the time of x over the strength, with RATIO_BITS fractional bits: -ln(1 - x) < x / (1 - x).
 */
static uint64_t ratio_above(uint32_t x, uint32_t strength)
{
    uint64_t time = ((uint64_t)x << 32) / ((UINT64_C(1) << 32) - x) + 2;
    return ((time < time_most ? time : time_most) << RATIO_BITS) / strength + 1;
}

uint32_t gx_race(const gx_friends *friends, uint64_t word, bool dormant)
{
    uint32_t best = GX_NO_FRIEND;
    gx_fixed most = INT32_MIN;
    uint64_t ratio = (UINT64_C(1) << 56) - 1; /* times a strength of 255 it is still a number of 64 bits */
    for (uint32_t at = 0; at < friends->count; at++) {
        uint32_t x = (uint32_t)(gx_mix64(word ^ friends->user[at]) >> 32);
        uint32_t strength = is_dormant(friends, at) == dormant ? friends->strength[at] : 0;
        if (x >= strength * ratio >> RATIO_BITS)
            continue;
        gx_fixed score = gx_strength_log[strength] + gx_gumbel(~x);
        if (score <= most)
            continue;
        most = score;
        best = friends->user[at];
        ratio = ratio_above(x, strength);
    }
    return best;
}

static bool is_changed(const gx_network *network, uint32_t user)
{
    return network->changes != NULL && gx_overlay_has(&network->changes->friends, user);
}

/* Whether the user's groups are not those that it began with. */
static bool has_moved(const gx_network *network, uint32_t user)
{
    return network->changes != NULL &&
           gx_overlay_has(&network->changes->clubs[GX_CLUBS_GROUPS].of_user, user);
}

uint32_t gx_pick_tie(const gx_network *network, uint32_t user, uint64_t word, bool dormant)
{
    if (network->implicit != NULL && !is_changed(network, user))
        return gx_implicit_pick_tie(network->implicit, user, word, dormant);
    gx_friend_room room;
    gx_friends friends = gx_friends_of(network, user, &room);
    return gx_race(&friends, word, dormant);
}

void gx_pick_ties(const gx_network *network, const uint32_t *user, const uint64_t *word, uint32_t count,
                  uint32_t *friend)
{
    if (network->implicit != NULL && network->changes == NULL) {
        gx_implicit_pick_ties(network->implicit, user, word, count, friend);
        return;
    }
    for (uint32_t at = 0; at < count; at++)
        friend[at] = gx_pick_tie(network, user[at], word[at], false);
}

bool gx_has_friends(const gx_network *network, uint32_t user, uint32_t at_least)
{
    if (network->implicit != NULL && !is_changed(network, user))
        return gx_implicit_has_friends(network->implicit, user, at_least);
    gx_friend_room room;
    gx_friends friends = gx_friends_of(network, user, &room);
    uint32_t active = 0;
    for (uint32_t at = 0; at < friends.count && active < at_least; at++)
        active += !is_dormant(&friends, at);
    return active >= at_least;
}

uint32_t gx_pick_group_of(const gx_network *network, uint32_t user, uint64_t word, uint32_t more_than,
                          uint32_t less_than)
{
    bool any = more_than == 0 && less_than == UINT32_MAX;
    if (any && network->implicit != NULL && !has_moved(network, user))
        return gx_implicit_pick_group(network->implicit, user, word);
    gx_group_room room;
    gx_groups groups = gx_groups_of(network, user, &room);
    uint32_t best = GX_NO_GROUP;
    uint64_t most = 0;
    for (uint32_t at = 0; at < groups.count; at++) {
        uint32_t size = any ? 1 : gx_group_size(network, groups.group[at]);
        uint64_t score = gx_mix64(word ^ gx_group_name(network, groups.group[at]));
        bool better = size > more_than && size < less_than && (best == GX_NO_GROUP || score > most);
        best = better ? groups.group[at] : best;
        most = better ? score : most;
    }
    return best;
}
