/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clans: the households that are from one district of one hometown, in the order of a keyed hash, cut into
 * clans of 1 + Poisson(m) households. Those who left are in the clan of those who stayed: kin ties cross
 * cities.
 *
 * A user of a clan of n households has n - 1 others of the mean size h. A user finds itself in a clan of n
 * with a probability ~ n P(n), so the mean number of relatives is h (m + m / (1 + m)), and m is the root of
 * m^2 + (2 - r) m - r = 0 with r = kin_mean / h. Clans of one household are none; the quarter of a pool that
 * limits groups does not limit a clan, group_size_max does.
 */
#include "pools.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sort.h>

static double households_more(const gx_mould *mould)
{
    double r = mould->config->kin_mean / mould->ground->household_mean;
    return r <= 0 ? 0 : ((r - 2) + gx_pow(r * r + 4, 0.5)) / 2;
}

/* Which clan each household of the roll is in, by the place in the roll; returns how many clans. */
static uint32_t cut_households(gx_pool_bench *bench, const gx_mould *mould, uint32_t district,
                               const uint32_t *roll, uint32_t households)
{
    double more = households_more(mould);
    for (uint32_t at = 0; at < households; at++) {
        gx_draw draw = gx_draw_at(mould->key, GX_DRAW_FOCUS_PLACE + GX_FOCUS_KIN, roll[at], 0, 0);
        bench->order[at] = (uint64_t)draw.word[0] << 32 | at;
    }
    gx_sort_u64(bench->order, bench->scratch, households);
    uint32_t clans = 0;
    for (uint32_t taken = 0; taken < households; clans++) {
        gx_draw draw =
            gx_draw_at(mould->key, GX_DRAW_FOCUS_SIZE + GX_FOCUS_KIN, district, clans, GX_SCOPE_HOME);
        uint32_t size = 1 + gx_poisson(more, draw.word[0]);
        size = size < households - taken ? size : households - taken;
        for (uint32_t at = taken; at < taken + size; at++)
            bench->focus[(uint32_t)bench->order[at]] = clans;
        taken += size;
    }
    return clans;
}

bool gx_clans_cut(gx_cut *out, const gx_mould *mould, uint32_t pool, gx_pool_bench *bench)
{
    const gx_ground *ground = mould->ground;
    uint32_t district = ground->pool[pool].district;
    const uint32_t *roll = ground->roll + ground->roll_first[district];
    uint32_t households = (uint32_t)(ground->roll_first[district + 1] - ground->roll_first[district]);
    if (!gx_pool_bench_grow(bench, (size_t)households + 1))
        return false;
    uint32_t clans = cut_households(bench, mould, district, roll, households), kept = 0, members = 0;
    uint32_t *people = bench->start, *homes = bench->end;
    for (uint32_t clan = 0; clan < clans; clan++)
        people[clan] = homes[clan] = 0;
    for (uint32_t at = 0; at < households; at++) {
        uint32_t clan = bench->focus[at], size = ground->roll_size[ground->roll_first[district] + at];
        bool room = people[clan] + size <= (uint32_t)mould->config->group_size_max;
        bench->scratch[at] = room ? size : 0;
        people[clan] += room ? size : 0;
        homes[clan] += room;
    }
    for (uint32_t clan = 0; clan < clans; clan++) {
        bool fine = homes[clan] > 1;
        kept += fine;
        members += fine ? people[clan] : 0;
    }
    if (!gx_cut_allocate(out, kept, members))
        return false;
    kept = members = 0;
    for (uint32_t clan = 0; clan < clans; clan++) {
        bool fine = homes[clan] > 1;
        homes[clan] = fine ? members : UINT32_MAX; /* where the next member goes */
        if (fine) {
            out->size[kept] = people[clan];
            out->number[kept++] = clan;
            members += people[clan];
        }
    }
    for (uint32_t at = 0; at < households; at++) {
        uint32_t clan = bench->focus[at];
        for (uint32_t member = 0; homes[clan] != UINT32_MAX && member < bench->scratch[at]; member++)
            out->member[homes[clan]++] = roll[at] + member;
    }
    return true;
}
