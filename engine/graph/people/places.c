/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How large the cities are, in which provinces they lie and where.
 *
 * Sizes follow Zipf's law (cities.h). From the largest down, each city goes to the province that is furthest
 * below its share of the people, so that provinces get their shares as nearly as whole cities allow; then
 * cities are numbered province by province, larger ones first. The largest of a province is its capital and
 * stands at the capital's coordinates, the others at keyed places within a square of the province's area.
 * Degrees become km by an equidistant conic projection whose standard parallels are chosen for China.
 */
#include "places.h"

#include "../purposes.h"
#include "cities.h"
#include "tables.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <math.h>

/* ---- Coordinates ---- */

typedef struct plane_point {
    double x, y;
} plane_point;

/* sin and cos for |x| <= 1, by their series: + and * only (exact.h says why). */
static double sine(double x)
{
    double square = x * x, sum = 0;
    for (int n = 21; n >= 1; n -= 2)
        sum = 1 - square / ((n + 1) * (n + 2)) * sum;
    return x * sum;
}

static double cosine(double x)
{
    double square = x * x, sum = 0;
    for (int n = 20; n >= 0; n -= 2)
        sum = 1 - square / ((n + 1) * (n + 2)) * sum;
    return sum;
}

/* Equidistant conic projection with standard parallels 25 and 47 degrees north about the meridian of 105
 * degrees east (Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395, 1987, p. 111), on a
 * sphere of 6,371 km. Distances between places in China come out right to some 2 %. */
static plane_point project(double latitude, double longitude)
{
    const double degree = 0.017453292519943295, earth = 6371, low = 25 * degree, high = 47 * degree;
    double cone = (cosine(low) - cosine(high)) / (high - low);
    double apex = cosine(low) / cone + low;
    double radius = apex - latitude * degree, angle = cone * (longitude - 105) * degree;
    return (plane_point){earth * radius * sine(angle), earth * (apex - radius * cosine(angle))};
}

static double centred(uint32_t word) /* -1/2 … 1/2 */
{
    return ((double)word + 0.5) / 4294967296.0 - 0.5;
}

static void place_city(gx_city *city, const gx_province *province, bool capital, uint32_t users,
                       double density, gx_draw draw)
{
    plane_point at = project(province->latitude, province->longitude);
    if (!capital) {
        double side = sqrt(1000 * province->area);
        at.x += side * centred(draw.word[1]);
        at.y += side * centred(draw.word[2]);
    }
    city->x = (float)at.x;
    city->y = (float)at.y;
    city->side = (float)sqrt((double)users / density);
}

/* ---- Provinces ---- */

/* Rank by size -> province: each city to the province that lacks most users. O(cities * provinces). */
static void choose_provinces(uint8_t *province, const uint32_t *first, uint32_t cities,
                             const gx_statistics *statistics)
{
    double lacks[GX_PROVINCES_MAX] = {0}, total = 0;
    for (uint32_t p = 0; p < statistics->provinces; p++)
        total += statistics->province[p].netizens;
    for (uint32_t p = 0; p < statistics->provinces; p++)
        lacks[p] = first[cities] * (statistics->province[p].netizens / total);
    for (uint32_t rank = 0; rank < cities; rank++) {
        uint8_t best = 0;
        for (uint8_t p = 1; p < statistics->provinces; p++)
            best = lacks[p] > lacks[best] ? p : best;
        lacks[best] -= first[rank + 1] - first[rank];
        province[rank] = best;
    }
}

/* The tier into which the people of larger cities put a city: see data/population/tiers.csv. */
static uint8_t tier_of(const gx_statistics *statistics, uint32_t people_before, uint32_t users)
{
    double before = (double)people_before / users, until = 0;
    for (uint32_t tier = 1; tier < GX_TIERS; tier++) {
        until += statistics->tier[tier - 1].people;
        if (before < until)
            return (uint8_t)tier;
    }
    return GX_TIERS;
}

/* Of all provinces, a head. */
static double mean_income(const gx_statistics *statistics)
{
    double sum = 0, persons = 0;
    for (uint32_t p = 0; p < statistics->provinces; p++) {
        sum += statistics->province[p].income * statistics->province[p].population;
        persons += statistics->province[p].population;
    }
    return sum / persons;
}

/* Cities from ranks by size to their numbers, province by province. `rank_first` are the users before each
 * rank; O(cities * provinces). */
static void number_cities(gx_population *people, const uint32_t *rank_first, const uint8_t *province,
                          const gx_population_config *config, gx_key key)
{
    gx_places *places = &people->tables->places;
    const gx_statistics *statistics = &people->tables->statistics;
    double nation = mean_income(statistics);
    uint32_t city = 0;
    people->city_first[0] = 0;
    for (uint32_t p = 0; p < statistics->provinces; p++) {
        places->province_first[p] = city;
        for (uint32_t rank = 0; rank < people->cities; rank++) {
            if (province[rank] != p)
                continue;
            uint32_t users = rank_first[rank + 1] - rank_first[rank];
            uint32_t districts = (users + GX_DISTRICT_USERS / 2) / GX_DISTRICT_USERS;
            districts = districts == 0 ? 1 : districts;
            gx_city *made = &places->city[city];
            uint32_t each = users / districts;
            *made = (gx_city){.districts = districts,
                              .district_users = each,
                              .longer = users % districts,
                              .first_district = city > 0 ? made[-1].first_district + made[-1].districts : 0,
                              .inverse_longer = UINT64_MAX / (each + 1) + 1,
                              .inverse = each > 1 ? UINT64_MAX / each + 1 : 0,
                              .curve_step = UINT64_MAX / users,
                              .province = (uint8_t)p,
                              .tier = tier_of(statistics, rank_first[rank], people->users)};
            places->tier_share[made->tier - 1] += (double)users / people->users;
            gx_draw draw = gx_draw_at(key, GX_DRAW_CITY, city, 0, 0);
            place_city(made, &statistics->province[p], city == places->province_first[p], users,
                       config->city_density, draw);
            double income = statistics->tier[made->tier - 1].income * statistics->province[p].income / nation;
            made->income_factor = (uint32_t)(income * 65536 + 0.5);
            double rich = ((double)draw.word[0] + 0.5) / 4294967296.0;
            double factor = gx_exp(config->wealth_city_sigma * gx_normal_quantile(rich));
            made->wealth_factor = (uint64_t)(factor * 65536 + 0.5);
            people->city_first[city + 1] = people->city_first[city] + users;
            city++;
        }
    }
    for (uint32_t p = statistics->provinces; p <= GX_PROVINCES_MAX; p++)
        places->province_first[p] = city;
}

/* A small world has few cities, and not the nation's mix of them: what the mean user earns stays the
 * nation's. */
static void level_incomes(gx_population *people)
{
    gx_city *city = people->tables->places.city;
    double mean = 0;
    for (uint32_t at = 0; at < people->cities; at++)
        mean += city[at].income_factor *
                ((double)(people->city_first[at + 1] - people->city_first[at]) / people->users);
    for (uint32_t at = 0; at < people->cities; at++)
        city[at].income_factor = (uint32_t)(city[at].income_factor / mean * 65536 + 0.5);
}

static void make_hints(gx_population *people)
{
    gx_places *places = &people->tables->places;
    while ((people->users - 1) >> places->hint_shift >= GX_CITY_HINTS)
        places->hint_shift++;
    uint32_t city = 0;
    for (uint32_t bucket = 0; bucket <= GX_CITY_HINTS; bucket++) {
        uint64_t user = (uint64_t)bucket << places->hint_shift;
        while (city + 1 < people->cities && user >= people->city_first[city + 1])
            city++;
        places->hint[bucket] = city;
    }
}

/* Where in the pattern of households each district begins: a draw by its first user. */
static gx_status start_districts(gx_population *people, gx_key key, gx_error *error)
{
    gx_places *places = &people->tables->places;
    const gx_city *last = &places->city[people->cities - 1];
    places->district_start =
        gx_alloc((size_t)last->first_district + last->districts, sizeof *places->district_start);
    if (places->district_start == NULL)
        return gx_fail_memory(error, "the districts");
    for (uint32_t city = 0; city < people->cities; city++) {
        const gx_city *of = &places->city[city];
        uint32_t user = people->city_first[city];
        for (uint32_t at = 0; at < of->districts; at++) {
            uint32_t word = gx_draw_at(key, GX_DRAW_DISTRICT, user, 0, 0).word[0];
            places->district_start[of->first_district + at] =
                (uint16_t)people->tables->households.start[gx_below32(word, GX_HOUSEHOLD_PATTERN)];
            user += of->district_users + (at < of->longer);
        }
    }
    return GX_OK;
}

gx_status gx_places_make(gx_population *people, const gx_population_config *config, gx_key key,
                         gx_error *error)
{
    uint32_t cities = people->cities;
    people->tables->places.city = gx_alloc(cities, sizeof *people->tables->places.city);
    people->city_first = gx_alloc((size_t)cities + 1, sizeof *people->city_first);
    uint32_t *rank_first = gx_alloc((size_t)cities + 1, sizeof *rank_first);
    uint8_t *province = gx_alloc(cities, sizeof *province);
    gx_status status = GX_OK;
    if (people->tables->places.city == NULL || people->city_first == NULL || rank_first == NULL ||
        province == NULL)
        status = gx_fail_memory(error, "the cities");
    if (status == GX_OK)
        status = gx_cities_divide(rank_first, cities, people->users, config->city_zipf, error);
    if (status == GX_OK) {
        choose_provinces(province, rank_first, cities, &people->tables->statistics);
        number_cities(people, rank_first, province, config, key);
        level_incomes(people);
        make_hints(people);
        status = start_districts(people, key, error);
    }
    if (status == GX_OK)
        status = gx_origins_make(people, config->migrant_share, error);
    gx_free(rank_first);
    gx_free(province);
    return status;
}
