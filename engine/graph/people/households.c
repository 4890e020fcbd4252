/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Households without a list of households.
 *
 * The sizes of 1,024 households are dealt out by the census shares (largest remainders: exact to a household)
 * and shuffled by the key: a pattern of some 2,650 users that repeats. Each district starts it anew, at a
 * household of the pattern that a keyed draw chooses, so that
 *
 *     district   |a a|b|c c c|d d|e|f f f f|g … (pattern, from the household drawn) …  |y y|z z.|
 *                                                                       the last is cut here ^
 *
 * and a user's household is one remainder and one look at a table: O(1), nothing stored per user, and no
 * household crosses a district. One household in some two thousand is cut.
 */
#include "households.h"

#include "../purposes.h"

static void deal_sizes(uint8_t size[GX_HOUSEHOLD_PATTERN], const double *shares)
{
    uint32_t at = 0;
    double until = 0;
    for (uint32_t members = 1; members <= GX_HOUSEHOLD_MAX; members++) {
        until += shares[members - 1] * GX_HOUSEHOLD_PATTERN;
        uint32_t end = members == GX_HOUSEHOLD_MAX ? GX_HOUSEHOLD_PATTERN : (uint32_t)(until + 0.5);
        while (at < end && at < GX_HOUSEHOLD_PATTERN)
            size[at++] = (uint8_t)members;
    }
}

static void shuffle(uint8_t size[GX_HOUSEHOLD_PATTERN], gx_key key)
{
    for (uint32_t at = GX_HOUSEHOLD_PATTERN - 1; at > 0; at--) {
        uint32_t with = gx_below32(gx_draw_at(key, GX_DRAW_HOUSEHOLD_SIZE, at, 0, 0).word[0], at + 1);
        uint8_t size_at = size[at];
        size[at] = size[with];
        size[with] = size_at;
    }
}

static uint8_t relation_of(uint32_t size, uint32_t member)
{
    if (size == 1)
        return GX_RELATION_single;
    return member < 2 ? GX_RELATION_partner : member < 4 ? GX_RELATION_child : GX_RELATION_relative;
}

void gx_households_make(gx_households *households, const double *shares, gx_key key)
{
    uint8_t size[GX_HOUSEHOLD_PATTERN];
    deal_sizes(size, shares);
    shuffle(size, key);
    uint32_t user = 0;
    for (uint32_t at = 0; at < GX_HOUSEHOLD_PATTERN; at++) {
        households->start[at] = user;
        for (uint8_t member = 0; member < size[at]; member++)
            households->slot[user++] = (gx_household_slot){size[at], member, relation_of(size[at], member)};
    }
    households->period = user;
    households->inverse = UINT64_MAX / user + 1;
}

void gx_households_relations(const gx_households *households, double share[GX_RELATIONS])
{
    uint32_t count[GX_RELATIONS] = {0};
    for (uint32_t user = 0; user < households->period; user++)
        count[households->slot[user].relation]++;
    for (uint32_t relation = 0; relation < GX_RELATIONS; relation++)
        share[relation] = (double)count[relation] / households->period;
}
