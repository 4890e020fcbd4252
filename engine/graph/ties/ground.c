/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ground.h"
#include "../purposes.h"
#include "../rows.h"

#include <gx/base/memory.h>

enum { AGE_MAX = 127 };

static gx_traits traits_of(const gx_person *person, int32_t platform)
{
    uint32_t account = platform == 0 ? 1 : (uint32_t)person->accounts >> (platform - 1) & 1;
    uint32_t age = person->age < AGE_MAX ? person->age : AGE_MAX;
    return (gx_traits)(age << 7 | (uint32_t)person->occupation << 4 | (uint32_t)person->schooling << 2 |
                       account << 1 | person->sex);
}

static uint32_t length_of(gx_span span)
{
    return span.end - span.first;
}

/* ---- Districts and pools ---- */

static gx_status make_districts(gx_ground *ground, gx_error *error)
{
    const gx_population *people = ground->people;
    uint32_t count = 0;
    for (uint32_t user = 0; user < people->users; user = gx_district_of(people, user).end)
        count++;
    ground->districts = count;
    ground->first = gx_alloc((size_t)count + 1, sizeof *ground->first);
    ground->scope = gx_alloc(count, sizeof *ground->scope);
    ground->pool = gx_alloc(2 * (size_t)count + 2 * (size_t)people->cities + 1, sizeof *ground->pool);
    if (ground->first == NULL || ground->scope == NULL || ground->pool == NULL)
        return gx_fail_memory(error, "the districts");
    for (uint32_t district = 0; district < count; district++)
        ground->first[district + 1] = gx_district_of(people, ground->first[district]).end;
    return GX_OK;
}

/* The people whom each scope reaches from a district. */
static void spans_of(gx_span spans[GX_SCOPES_OF_PLACE], const gx_ground *ground, uint32_t district,
                     bool apart)
{
    const gx_population *people = ground->people;
    uint32_t city = gx_city_of(people, ground->first[district]);
    gx_span here = gx_city_span(people, city);
    spans[GX_SCOPE_DISTRICT] = (gx_span){ground->first[district], ground->first[district + 1]};
    spans[GX_SCOPE_CITY] = here;
    spans[GX_SCOPE_PROVINCE] = apart ? here : gx_province_span(people, city);
    spans[GX_SCOPE_NATION] = apart ? here : (gx_span){0, people->users};
}

/* A scope that reaches no more people than the one below it is that one. Its pool is entered by the district
 * that it begins with. */
static void make_pools(gx_ground *ground, bool apart)
{
    for (uint32_t scope = 0; scope < GX_SCOPES_OF_PLACE; scope++)
        for (uint32_t district = 0; district < ground->districts; district++) {
            gx_span spans[GX_SCOPES_OF_PLACE];
            spans_of(spans, ground, district, apart);
            bool wider = scope == 0 || length_of(spans[scope]) > length_of(spans[scope - 1]);
            ground->scope[district][scope] = wider ? (uint8_t)scope : ground->scope[district][scope - 1];
            if (wider && spans[scope].first == ground->first[district])
                ground->pool[ground->pools++] = (gx_pool){(gx_scope)scope, district, spans[scope]};
        }
    ground->homes = ground->pools;
    for (uint32_t district = 0; district < ground->districts; district++)
        ground->pool[ground->pools++] = (gx_pool){.scope = GX_SCOPE_HOME, .district = district};
}

static uint32_t district_at(const gx_ground *ground, uint32_t user)
{
    uint32_t low = 0, high = ground->districts; /* first[low] <= user < first[high] */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (ground->first[middle] <= user)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* ---- Users ---- */

/* The district a household is from: its own, or that of somebody picked in the hometown. */
static uint32_t home_of(const gx_ground *ground, const gx_person *person, uint32_t district, gx_key key)
{
    if (person->hometown == person->city)
        return district;
    gx_span town = gx_city_span(ground->people, person->hometown);
    uint32_t word = gx_draw_at(key, GX_DRAW_HOME, person->household, 0, 0).word[0];
    return district_at(ground, town.first + gx_below32(word, length_of(town)));
}

/* Traits of all; home[user] is where its household is from, for the first of each household. */
static void read_people(gx_ground *ground, uint32_t *home, const gx_network_config *config, gx_key key,
                        uint32_t threads)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t at = 0; at < (int64_t)ground->districts; at++) {
        uint32_t district = (uint32_t)at;
        for (uint32_t user = ground->first[district]; user < ground->first[district + 1]; user++) {
            gx_person person = gx_person_of(ground->people, user);
            if (config->cities_apart)
                person.hometown = person.city;
            ground->traits[user] = traits_of(&person, config->platform);
            home[user] = person.member == 0 ? home_of(ground, &person, district, key) : UINT32_MAX;
        }
    }
}

/* Households by the district they are from. */
static gx_status call_rolls(gx_ground *ground, const uint32_t *home, gx_error *error)
{
    uint32_t users = ground->people->users;
    uint64_t *first = ground->roll_first;
    for (uint32_t user = 0; user < users; user++)
        if (home[user] != UINT32_MAX)
            first[home[user] + 1]++;
    uint64_t count = gx_rows_sum(first, ground->districts);
    ground->household_mean = (double)users / (double)count;
    ground->roll = gx_alloc_columns((size_t)count, sizeof *ground->roll);
    ground->roll_size = gx_alloc_columns((size_t)count, sizeof *ground->roll_size);
    if (ground->roll == NULL || ground->roll_size == NULL)
        return gx_fail_memory(error, "the hometowns");
    for (uint32_t user = 0, end; user < users; user = end) {
        for (end = user + 1; end < users && home[end] == UINT32_MAX; end++) {
        }
        uint64_t at = first[home[user]]++;
        ground->roll[at] = user;
        ground->roll_size[at] = (uint8_t)(end - user);
    }
    for (uint32_t district = ground->districts; district > 0; district--) /* each walked to its end */
        first[district] = first[district - 1];
    first[0] = 0;
    return GX_OK;
}

gx_status gx_ground_make(gx_ground *ground, const gx_population *people, const gx_network_config *config,
                         gx_key key, uint32_t threads, gx_error *error)
{
    *ground = (gx_ground){.people = people};
    gx_status status = make_districts(ground, error);
    if (status != GX_OK)
        return status;
    make_pools(ground, config->cities_apart);
    ground->traits = gx_alloc_columns(people->users, sizeof *ground->traits);
    ground->roll_first = gx_alloc((size_t)ground->districts + 1, sizeof *ground->roll_first);
    uint32_t *home = gx_alloc_columns(people->users, sizeof *home);
    if (ground->traits == NULL || ground->roll_first == NULL || home == NULL) {
        status = gx_fail_memory(error, "the hometowns");
    } else {
        read_people(ground, home, config, key, threads);
        status = call_rolls(ground, home, error);
    }
    gx_free(home);
    return status;
}

void gx_ground_free(gx_ground *ground)
{
    gx_free(ground->first);
    gx_free(ground->pool);
    gx_free(ground->scope);
    gx_free(ground->traits);
    gx_free(ground->roll_first);
    gx_free(ground->roll);
    gx_free(ground->roll_size);
    *ground = (gx_ground){0};
}
