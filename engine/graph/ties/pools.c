/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Foci by cutting pools of places.
 *
 * A user holds some places of a kind: one in a class or at work, Poisson(groups_extra * activity) in chat
 * groups. A keyed draw on (user, number of the place) sends each place into a pool: that of the user's
 * district, city, province or the nation, by the shares of the configuration. A pool in order is cut from the
 * left into foci of drawn sizes:
 *
 *     pool of a district, by traits | u7 u3 u9 u3 u1 | u4 u8 u2 | u5 u0 …      places
 *                                     focus 0: 1 3 7 9 focus 1: 2 4 8          members, ascending
 *
 * Order is (traits, hash of the place): like beside like, at random among those alike. Only a share of the
 * places is sorted by a trait, and that share is the homophily: a place that is not borrows the trait of
 * another place of the pool, picked at random. So the traits that sort keep their distribution, the borrowers
 * are spread over all foci alike, and the shares of age and of schooling are independent dials.
 *
 * A place whose user is in the focus already is void (u3 above). But for close circles, no focus holds more
 * than a quarter of the people of its pool (at least 3), nor more than the limit; one or two left over join
 * the focus before, if that has room; else their places are void. Nothing of it depends on threads, and no
 * draw on rows.
 */
#include "pools.h"

#include <gx/base/memory.h>
#include <gx/base/sort.h>

enum { ORDER_SHIFT = 52, HASH_SHIFT = 12, BLOCK = 8192 };

bool gx_cut_allocate(gx_cut *out, uint32_t foci, uint32_t members)
{
    *out = (gx_cut){.foci = foci, .members = members};
    out->size = gx_alloc(2 * (size_t)foci + members, sizeof *out->size);
    if (out->size == NULL)
        return false;
    out->number = out->size + foci;
    out->member = out->number + foci;
    return true;
}

void gx_pool_bench_free(gx_pool_bench *bench)
{
    gx_free(bench->place);
    gx_free(bench->order);
    gx_free(bench->scratch);
    gx_free(bench->focus);
    gx_free(bench->start);
    gx_free(bench->end);
    *bench = (gx_pool_bench){0};
}

bool gx_pool_bench_grow(gx_pool_bench *bench, size_t places)
{
    if (places <= bench->order_capacity)
        return true;
    gx_free(bench->order);
    gx_free(bench->scratch);
    gx_free(bench->focus);
    gx_free(bench->start);
    gx_free(bench->end);
    size_t room = bench->order_capacity = places + places / 4;
    bench->order = gx_alloc(room, sizeof *bench->order);
    bench->scratch = gx_alloc(room, sizeof *bench->scratch);
    bench->focus = gx_alloc(room, sizeof *bench->focus);
    bench->start = gx_alloc(room + 1, sizeof *bench->start);
    bench->end = gx_alloc(room + 1, sizeof *bench->end);
    bool fine = bench->order != NULL && bench->scratch != NULL && bench->focus != NULL &&
                bench->start != NULL && bench->end != NULL;
    if (!fine) /* what is missing must not pass for room */
        bench->order_capacity = 0;
    return fine;
}

void gx_mould_count_places(uint8_t *places, const gx_mould *mould, uint32_t threads)
{
    const gx_population *people = mould->ground->people;
    const gx_kind *kind = mould->kind;
    double mean = gx_kind_value(mould->config, kind->places_mean);
    int64_t users = people->users;
#pragma omp parallel for schedule(dynamic, BLOCK) num_threads((int)threads)
    for (int64_t at = 0; at < users; at++) {
        uint32_t user = (uint32_t)at;
        double own = kind->by_activity ? mean * ((double)gx_activity_of(people, user) / 256.0) : mean;
        uint32_t word =
            gx_draw_at(mould->key, GX_DRAW_FOCUS_PLACES + (uint32_t)kind->kind, user, 0, 0).word[0];
        uint32_t count = gx_poisson(own < GX_PLACES_MAX ? own : GX_PLACES_MAX, word);
        places[user] = (uint8_t)(count < GX_PLACES_MAX ? count : GX_PLACES_MAX);
    }
}

/* ---- Gathering ---- */

static bool grow_places(gx_pool_bench *bench, size_t count)
{
    if (count <= bench->capacity)
        return true;
    size_t room = count + count / 2 + 256;
    gx_place *place = gx_resize(bench->place, bench->capacity, room, sizeof *place);
    if (place == NULL)
        return false;
    bench->place = place;
    bench->capacity = room;
    return true;
}

static gx_scope scope_of(const gx_mould *mould, uint32_t district, uint32_t word)
{
    uint32_t scope = mould->kind->near;
    while (scope < (uint32_t)mould->kind->far && !gx_happens(mould->upto[scope], word))
        scope++;
    return scope == GX_SCOPE_HOME ? GX_SCOPE_HOME : mould->ground->scope[district][scope];
}

/* The places that users first … end-1, of one district, hold in a pool of this scope; the new count. Room is
 * there. */
static size_t take_places(gx_place *place, size_t count, const gx_mould *mould, uint32_t district,
                          gx_span users, gx_scope scope)
{
    const gx_kind *kind = mould->kind;
    for (uint32_t user = users.first; user < users.end; user++) {
        uint32_t part = kind->occupations >> gx_traits_occupation(mould->ground->traits[user]) & 1;
        uint32_t places = part == 0 ? 0 : mould->places == NULL ? 1 : mould->places[user];
        for (uint32_t number = 0; number < places; number++) {
            gx_draw draw =
                gx_draw_at(mould->key, GX_DRAW_FOCUS_PLACE + (uint32_t)kind->kind, user, number, 0);
            place[count] = (gx_place){user, draw.word[1], draw.word[2], draw.word[3]};
            count += scope_of(mould, district, draw.word[0]) == scope;
        }
    }
    return count;
}

static size_t places_of(const gx_mould *mould, gx_span users)
{
    if (mould->places == NULL)
        return users.end - users.first;
    size_t count = 0;
    for (uint32_t user = users.first; user < users.end; user++)
        count += mould->places[user];
    return count;
}

/* All places of a pool, by user ascending. False when memory is exhausted. */
static bool gather(size_t *count, const gx_mould *mould, const gx_pool *pool, gx_pool_bench *bench)
{
    const gx_ground *ground = mould->ground;
    size_t taken = 0;
    if (pool->scope == GX_SCOPE_HOME) {
        for (uint64_t at = ground->roll_first[pool->district]; at < ground->roll_first[pool->district + 1];
             at++) {
            gx_span household = {ground->roll[at], ground->roll[at] + ground->roll_size[at]};
            if (!grow_places(bench, taken + places_of(mould, household) + 1))
                return false;
            taken = take_places(bench->place, taken, mould, pool->district, household, GX_SCOPE_HOME);
        }
    } else {
        for (uint32_t district = pool->district;
             district < ground->districts && ground->first[district] < pool->users.end; district++) {
            gx_span users = {ground->first[district], ground->first[district + 1]};
            if (!grow_places(bench, taken + places_of(mould, users) + 1))
                return false;
            taken = take_places(bench->place, taken, mould, district, users, pool->scope);
        }
    }
    *count = taken;
    return true;
}

/* ---- Sorting and cutting ---- */

static void sort_places(const gx_mould *mould, gx_pool_bench *bench, uint32_t count)
{
    const gx_traits *traits = mould->ground->traits;
    for (uint32_t at = 0; at < count; at++) {
        const gx_place *place = &bench->place[at];
        gx_traits own = traits[place->user];
        gx_traits lent = traits[bench->place[gx_below32(place->lender, count)].user];
        uint32_t code = mould->kind->order(own, (place->coins & 0xffff) < mould->by_age ? own : lent,
                                           place->coins >> 16 < mould->by_schooling ? own : lent);
        bench->order[at] = (uint64_t)code << ORDER_SHIFT | (uint64_t)(place->hash >> HASH_SHIFT) << 32 | at;
    }
    gx_sort_u64(bench->order, bench->scratch, count);
}

/* A close circle when `left` places remain: never leaves a rest of 1 to 7. */
static uint32_t circle_size(uint32_t left, uint32_t word)
{
    if (left <= GX_CIRCLE_MAX)
        return left;
    uint32_t size = GX_CIRCLE_MIN + gx_below32(word, GX_CIRCLE_MAX - GX_CIRCLE_MIN + 1);
    return left - size < GX_CIRCLE_MIN ? left - GX_CIRCLE_MIN : size;
}

static uint32_t people_of(const gx_ground *ground, const gx_pool *pool)
{
    if (pool->scope != GX_SCOPE_HOME)
        return pool->users.end - pool->users.first;
    uint64_t households = ground->roll_first[pool->district + 1] - ground->roll_first[pool->district];
    return (uint32_t)((double)households * ground->household_mean);
}

/* start[f] … start[f+1]-1 are the places of focus f in order; returns the number of foci. */
static uint32_t cut_places(uint32_t *start, const gx_mould *mould, const gx_pool *pool, uint32_t count)
{
    uint32_t limit = (uint32_t)mould->config->group_size_max, quarter = people_of(mould->ground, pool) / 4;
    uint32_t cap = quarter < GX_FOCUS_MIN ? GX_FOCUS_MIN : quarter < limit ? quarter : limit;
    uint32_t foci = 0, taken = 0;
    while (count - taken >= GX_FOCUS_MIN) {
        gx_draw draw = gx_draw_at(mould->key, GX_DRAW_FOCUS_SIZE + (uint32_t)mould->kind->kind,
                                  pool->district, foci, pool->scope);
        uint32_t left = count - taken, size;
        if (mould->kind->size_median == 0) {
            size = circle_size(left, draw.word[0]);
        } else {
            uint32_t wanted = (uint32_t)gx_quantile(&mould->sizes, draw.word[0]);
            size = wanted < cap ? wanted : cap;
            size = size < left ? size : left;
        }
        start[foci++] = taken;
        taken += size;
    }
    if (foci > 0 && taken < count && count - start[foci - 1] <= limit)
        taken = count;
    start[foci] = taken;
    return foci;
}

/* Places by user ascending fall into their foci: each focus is ascending, and a repeat follows at once. */
static void deal(gx_pool_bench *bench, uint32_t *member, uint32_t foci, uint32_t count)
{
    for (uint32_t focus = 0; focus < foci; focus++) {
        bench->end[focus] = bench->start[focus];
        for (uint32_t at = bench->start[focus]; at < bench->start[focus + 1]; at++)
            bench->focus[(uint32_t)bench->order[at]] = focus;
    }
    for (uint32_t at = bench->start[foci]; at < count; at++)
        bench->focus[(uint32_t)bench->order[at]] = UINT32_MAX;
    for (uint32_t at = 0; at < count; at++) {
        uint32_t focus = bench->focus[at], user = bench->place[at].user;
        if (focus == UINT32_MAX)
            continue;
        uint32_t end = bench->end[focus];
        if (end > bench->start[focus] && member[end - 1] == user)
            continue;
        member[end] = user;
        bench->end[focus]++;
    }
}

bool gx_pool_cut(gx_cut *out, const gx_mould *mould, uint32_t pool_at, gx_pool_bench *bench)
{
    const gx_pool *pool = &mould->ground->pool[pool_at];
    size_t count;
    if (!gather(&count, mould, pool, bench) || !gx_pool_bench_grow(bench, count + 1))
        return false;
    sort_places(mould, bench, (uint32_t)count);
    uint32_t foci = cut_places(bench->start, mould, pool, (uint32_t)count);
    if (!gx_cut_allocate(out, foci, bench->start[foci]))
        return false;
    deal(bench, out->member, foci, (uint32_t)count);
    uint32_t kept = 0, filled = 0;
    for (uint32_t focus = 0; focus < foci; focus++) {
        uint32_t size = bench->end[focus] - bench->start[focus];
        if (size < GX_FOCUS_MIN)
            continue;
        for (uint32_t at = 0; at < size; at++)
            out->member[filled + at] = out->member[bench->start[focus] + at];
        filled += size;
        out->size[kept] = size;
        out->number[kept++] = focus;
    }
    out->foci = kept;
    out->members = filled;
    return true;
}
