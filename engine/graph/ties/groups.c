/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chat groups by cutting shuffled places.
 *
 * A user holds 1 + Poisson(extra * activity) places. A keyed draw on (user, number of the place) sends each
 * place into a pool, that of the user's city or the one that mixes all cities, and gives it a hash. A pool
 * sorted by hash is a keyed shuffle: it is cut from the left into groups of lognormal sizes. Nothing of it
 * depends on threads.
 *
 *     pool of a city   | u7 u3 u9 u3 u1 | u4 u8 u2 | u5 u0 …      places, by hash
 *                        group 0: 1 3 7 9  group 1: 2 4 8          members, ascending
 *
 * A place whose user is in the group already is void (u3 above). So the active stand in several groups, not
 * twice in one. No group holds more than a quarter of its pool's users (at least 3), nor more than the limit.
 * A rest of one or two goes into the group before, if that is below the limit; a pool of two users is a group
 * of two.
 */
#include "groups.h"
#include "../purposes.h"
#include "../rows.h"

#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/base/sort.h>

enum { GROUP_MIN = 3, PLACES_MAX = 250, BLOCK = 8192 };

typedef struct workshop {
    const gx_population *people;
    const gx_network_config *config;
    gx_key key;
    gx_chance local;
    gx_quantiles sizes;
    uint8_t *places;      /* per user */
    uint64_t *pool_first; /* pools + 1; the last pool mixes the cities */
    uint64_t *place;      /* hash << 32 | user; then sorted within a pool */
    uint64_t *scratch;
    uint32_t *stamp[2];    /* per user: 1 + the last group that holds the user, in the city's pool and in the
                              mixed one */
    uint32_t *group_size;  /* pool p's groups begin at group_slot(p) */
    uint32_t *pool_groups; /* per pool */
} workshop;

static uint32_t pools_of(const workshop *shop)
{
    return shop->people->cities + 1;
}

/* A pool of n places makes at most n / 3 + 1 groups. */
static uint64_t group_slot(const workshop *shop, uint32_t pool)
{
    return shop->pool_first[pool] / GROUP_MIN + pool;
}

static gx_draw place_draw(const workshop *shop, uint32_t user, uint32_t number)
{
    return gx_draw_at(shop->key, GX_DRAW_PLACE, user, number, 0);
}

static void count_places(const workshop *shop, uint32_t threads)
{
    int64_t users = shop->people->users;
#pragma omp parallel for schedule(static) num_threads((int)threads)
    for (int64_t user = 0; user < users; user++) {
        double mean = shop->config->groups_extra * ((double)shop->people->activity[user] / 256.0);
        uint32_t word = gx_draw_at(shop->key, GX_DRAW_PLACES, (uint32_t)user, 0, 0).word[0];
        uint32_t places = 1 + gx_poisson(mean < PLACES_MAX ? mean : PLACES_MAX, word);
        shop->places[user] = (uint8_t)(places < PLACES_MAX ? places : PLACES_MAX);
    }
}

/* Into pool_first[pool + 1] how many places each pool has; then offsets. */
static void size_pools(const workshop *shop, uint32_t threads)
{
    const gx_population *people = shop->people;
    uint64_t mixed = 0;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads) reduction(+ : mixed)
    for (int64_t city = 0; city < (int64_t)people->cities; city++) {
        uint64_t here = 0, there = 0;
        for (uint32_t user = people->city_first[city]; user < people->city_first[city + 1]; user++)
            for (uint32_t number = 0; number < shop->places[user]; number++) {
                bool local = gx_happens(shop->local, place_draw(shop, user, number).word[0]);
                here += local;
                there += !local;
            }
        shop->pool_first[city + 1] = here;
        mixed += there;
    }
    shop->pool_first[people->cities + 1] = mixed;
    gx_rows_sum(shop->pool_first, pools_of(shop));
}

/* Every pool gathers its own places, in the order of users: the mixed pool walks over all. */
static void fill_pool(const workshop *shop, uint32_t pool)
{
    const gx_population *people = shop->people;
    bool city = pool < people->cities;
    uint32_t user = city ? people->city_first[pool] : 0;
    uint32_t end = city ? people->city_first[pool + 1] : people->users;
    uint64_t at = shop->pool_first[pool];
    if (at == shop->pool_first[pool + 1])
        return;
    for (; user < end; user++)
        for (uint32_t number = 0; number < shop->places[user]; number++) {
            gx_draw draw = place_draw(shop, user, number);
            if (gx_happens(shop->local, draw.word[0]) == city)
                shop->place[at++] = (uint64_t)draw.word[1] << 32 | user;
        }
}

/* The members of a pool are written over its places, as plain users. */
typedef struct cutter {
    uint32_t *stamp;
    uint64_t *place;
    uint64_t count;  /* places */
    uint64_t filled; /* members so far */
    uint32_t *sizes;
    uint32_t groups;
} cutter;

static bool group_holds(const cutter *cut, uint32_t group_end_back, uint32_t size, uint32_t user)
{
    const uint64_t *member = cut->place + cut->filled - group_end_back - size;
    for (uint32_t at = 0; at < size; at++)
        if (member[at] == user)
            return true;
    return false;
}

/* The last group is smaller than 3 and not the only one: its members join the group before where that has
 * room. */
static void merge_rest(cutter *cut, uint32_t limit)
{
    uint32_t rest = cut->sizes[cut->groups - 1];
    uint32_t before = cut->sizes[cut->groups - 2];
    uint64_t end = cut->filled - rest;
    for (uint32_t at = 0; at < rest; at++) {
        uint64_t user = cut->place[cut->filled - rest + at];
        if (before < limit && !group_holds(cut, rest, cut->sizes[cut->groups - 2], (uint32_t)user)) {
            cut->place[end++] = user;
            before++;
        }
    }
    cut->sizes[cut->groups - 2] = before;
    cut->filled = end;
    cut->groups--;
}

static void cut_pool(const workshop *shop, uint32_t pool)
{
    const gx_population *people = shop->people;
    bool city = pool < people->cities;
    uint32_t users = city ? people->city_first[pool + 1] - people->city_first[pool] : people->users;
    uint32_t limit = (uint32_t)shop->config->group_size_max;
    uint32_t cap = users / 4 < GROUP_MIN ? GROUP_MIN : users / 4 < limit ? users / 4 : limit;
    cutter cut = {.stamp = shop->stamp[city ? 0 : 1],
                  .place = shop->place + shop->pool_first[pool],
                  .count = shop->pool_first[pool + 1] - shop->pool_first[pool],
                  .sizes = shop->group_size + group_slot(shop, pool)};
    uint64_t next = 0;
    while (next < cut.count) {
        gx_draw draw = gx_draw_at(shop->key, GX_DRAW_GROUP, city ? pool : UINT32_MAX, cut.groups, 0);
        uint64_t wanted = (uint64_t)gx_quantile(&shop->sizes, draw.word[0]);
        uint32_t size = 0;
        for (wanted = wanted < cap ? wanted : cap; next < cut.count && size < wanted; next++) {
            uint32_t user = (uint32_t)cut.place[next];
            if (cut.stamp[user] == cut.groups + 1)
                continue;
            cut.stamp[user] = cut.groups + 1;
            cut.place[cut.filled++] = user;
            size++;
        }
        cut.sizes[cut.groups++] = size;
    }
    if (cut.groups > 1 && cut.sizes[cut.groups - 1] < GROUP_MIN)
        merge_rest(&cut, limit);
    if (cut.groups == 1 && cut.sizes[0] < 2) /* a group needs two */
        cut.groups = 0;
    shop->pool_groups[pool] = cut.groups;
}

static void make_pools(const workshop *shop, uint32_t threads)
{
    int64_t pools = pools_of(shop);
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t turn = 0; turn < pools; turn++) {
        /* The mixed pool first: with the first city it is the largest piece of work. */
        uint32_t pool = (uint32_t)(turn == 0 ? pools - 1 : turn - 1);
        uint64_t first = shop->pool_first[pool];
        fill_pool(shop, pool);
        gx_sort_u64(shop->place + first, shop->scratch + first, (size_t)(shop->pool_first[pool + 1] - first));
        cut_pool(shop, pool);
    }
}

/* All pools' groups into compressed rows. */
static gx_status gather(gx_rows *members, const workshop *shop, uint32_t threads, gx_error *error)
{
    uint32_t pools = pools_of(shop);
    uint64_t groups = 0, count = 0;
    for (uint32_t pool = 0; pool < pools; pool++) {
        for (uint32_t group = 0; group < shop->pool_groups[pool]; group++)
            count += shop->group_size[group_slot(shop, pool) + group];
        groups += shop->pool_groups[pool];
    }
    gx_status status =
        gx_rows_allocate(members, (uint32_t)groups, count, GX_ROWS_PLAIN, "the chat groups", error);
    if (status != GX_OK)
        return status;
    uint32_t *first_group = gx_alloc(pools, sizeof *first_group);
    if (first_group == NULL)
        return gx_fail_memory(error, "the chat groups");
    uint32_t next = 0;
    for (uint32_t pool = 0; pool < pools; pool++) {
        first_group[pool] = next;
        for (uint32_t group = 0; group < shop->pool_groups[pool]; group++, next++)
            members->offset[next + 1] =
                members->offset[next] + shop->group_size[group_slot(shop, pool) + group];
    }
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t pool = 0; pool < (int64_t)pools; pool++) {
        const uint64_t *place = shop->place + shop->pool_first[pool];
        uint32_t *scratch = (uint32_t *)(void *)(shop->scratch + shop->pool_first[pool]);
        for (uint32_t group = 0; group < shop->pool_groups[pool]; group++) {
            uint32_t *row = members->column + members->offset[first_group[pool] + group];
            uint32_t size = shop->group_size[group_slot(shop, (uint32_t)pool) + group];
            for (uint32_t at = 0; at < size; at++)
                row[at] = (uint32_t)*place++;
            gx_sort_u32(row, scratch, size);
        }
    }
    gx_free(first_group);
    return GX_OK;
}

/* Of each group by its row. */
static gx_status name_groups(uint32_t **names, const workshop *shop, uint32_t groups, gx_error *error)
{
    uint32_t *name = *names = gx_alloc_columns(groups, sizeof *name);
    if (name == NULL)
        return gx_fail_memory(error, "the chat groups");
    uint32_t pools = pools_of(shop);
    for (uint32_t pool = 0; pool < pools; pool++)
        for (uint32_t group = 0; group < shop->pool_groups[pool]; group++)
            *name++ = pool < shop->people->cities ? group : ~group;
    return GX_OK;
}

static gx_status open_workshop(workshop *shop, uint32_t threads, gx_error *error)
{
    uint32_t users = shop->people->users, pools = pools_of(shop);
    shop->places = gx_alloc_columns(users, sizeof *shop->places);
    shop->pool_first = gx_alloc((size_t)pools + 1, sizeof *shop->pool_first);
    shop->pool_groups = gx_alloc(pools, sizeof *shop->pool_groups);
    shop->stamp[0] = gx_alloc_columns(users, sizeof *shop->stamp[0]);
    shop->stamp[1] = gx_alloc_columns(users, sizeof *shop->stamp[1]);
    if (shop->places == NULL || shop->pool_first == NULL || shop->pool_groups == NULL ||
        shop->stamp[0] == NULL || shop->stamp[1] == NULL)
        return gx_fail_memory(error, "the chat groups");
    count_places(shop, threads);
    size_pools(shop, threads);
    uint64_t places = shop->pool_first[pools];
    if (places / GROUP_MIN + pools >= UINT32_MAX)
        return gx_fail(error, GX_ERR_LIMIT,
                       "graph: %llu places in groups are too many for 32-bit group numbers",
                       (unsigned long long)places);
    shop->place = gx_alloc_columns((size_t)places, sizeof *shop->place);
    shop->scratch = gx_alloc_columns((size_t)places, sizeof *shop->scratch);
    shop->group_size = gx_alloc_columns((size_t)(places / GROUP_MIN) + pools + 1, sizeof *shop->group_size);
    if (shop->place == NULL || shop->scratch == NULL || shop->group_size == NULL)
        return gx_fail_memory(error, "the chat groups");
    return GX_OK;
}

static void close_workshop(workshop *shop)
{
    gx_free(shop->places);
    gx_free(shop->pool_first);
    gx_free(shop->place);
    gx_free(shop->scratch);
    gx_free(shop->stamp[0]);
    gx_free(shop->stamp[1]);
    gx_free(shop->group_size);
    gx_free(shop->pool_groups);
    gx_free(shop);
}

gx_status gx_groups_make(gx_rows *members, uint32_t **names, const gx_population *population,
                         const gx_network_config *config, gx_key key, uint32_t threads, gx_error *error)
{
    workshop *shop = gx_alloc(1, sizeof *shop);
    if (shop == NULL)
        return gx_fail_memory(error, "the chat groups");
    shop->people = population;
    shop->config = config;
    shop->key = key;
    shop->local = gx_chance_of(config->cities_apart ? 1.0 : config->group_local);
    gx_quantiles_lognormal(&shop->sizes, config->group_size_median, config->group_size_sigma, GROUP_MIN,
                           config->group_size_max);
    gx_status status = open_workshop(shop, threads, error);
    if (status == GX_OK) {
        make_pools(shop, threads);
        status = gather(members, shop, threads, error);
    }
    if (status == GX_OK && names != NULL)
        status = name_groups(names, shop, members->rows, error);
    close_workshop(shop);
    return status;
}
