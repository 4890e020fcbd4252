/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where those come from who live elsewhere than their family.
 *
 * How many: a city's households come from other provinces as often as the census counts migrants there a
 * head, and from other cities of the province as often as in the nation, times the attraction of the city's
 * tier; all chances are scaled until the nation has the share that the scenario asks for. Where from: another
 * province by the number of its people who live elsewhere and the inverse distance between the capitals
 * (the flows of a gravity law with measured outflows); within a province every user's city counts alike, so
 * large cities send more.
 */
#include "tables.h"

#include <gx/base/memory.h>
#include <math.h>

enum { ROUNDS = 60 };
static const double most_migrants = 0.95; /* of a city's households */

/* Persons of the nation that live in another city of their province, a head: 251 of 1,410 million (Seventh
 * National Population Census 2020, communique 7). */
static const double near_migrants = 251.0 / 1410;

static double distance(const gx_places *places, uint32_t p, uint32_t q)
{
    const gx_city *a = &places->city[places->province_first[p]],
                  *b = &places->city[places->province_first[q]];
    double x = (double)a->x - (double)b->x, y = (double)a->y - (double)b->y;
    return sqrt(x * x + y * y) + 1;
}

static void make_origins(gx_places *places, const gx_statistics *statistics)
{
    for (uint32_t to = 0; to < statistics->provinces; to++) {
        double weight[GX_PROVINCES_MAX] = {0}, sum = 0;
        bool people_here = places->province_first[to] < places->province_first[to + 1];
        for (uint32_t from = 0; from < statistics->provinces && people_here; from++)
            if (from != to && places->province_first[from] < places->province_first[from + 1])
                sum += weight[from] = statistics->province[from].migrants_out / distance(places, from, to);
        places->has_origin[to] = sum > 0;
        if (sum > 0)
            gx_ladder_make(places->origin_until[to], weight, statistics->provinces);
    }
}

/* One factor on all weights such that the users' mean of min(most, factor x weight) is `share`. */
static double scale_to(const double *weight, const uint32_t *city_first, uint32_t cities, double share)
{
    double low = 0, high = 1e6;
    for (int round = 0; round < ROUNDS; round++) {
        double factor = round < 20 ? sqrt((low + 1e-9) * high) : (low + high) / 2, sum = 0;
        for (uint32_t city = 0; city < cities; city++) {
            double chance = factor * weight[city];
            sum +=
                (chance < most_migrants ? chance : most_migrants) * (city_first[city + 1] - city_first[city]);
        }
        if (sum < share * city_first[cities])
            low = factor;
        else
            high = factor;
    }
    return low;
}

gx_status gx_origins_make(gx_population *people, double migrant_share, gx_error *error)
{
    gx_places *places = &people->tables->places;
    const gx_statistics *statistics = &people->tables->statistics;
    make_origins(places, statistics);
    double *weight = gx_alloc(people->cities, sizeof *weight);
    if (weight == NULL)
        return gx_fail_memory(error, "the cities' migrants");
    double attraction = 0;
    for (uint32_t tier = 0; tier < GX_TIERS; tier++)
        attraction += places->tier_share[tier] * statistics->tier[tier].attraction;
    for (uint32_t at = 0; at < people->cities; at++) {
        gx_city *city = &places->city[at];
        const gx_province *province = &statistics->province[city->province];
        bool alone = places->province_first[city->province + 1] - places->province_first[city->province] == 1;
        double far =
            places->has_origin[city->province] ? province->migrants_in * 1e6 / province->population : 0;
        double near = alone ? 0 : near_migrants * statistics->tier[city->tier - 1].attraction / attraction;
        weight[at] = far + near;
        city->far = gx_chance_of(far > 0 ? far / (far + near) : 0);
    }
    double factor = scale_to(weight, people->city_first, people->cities, migrant_share);
    for (uint32_t at = 0; at < people->cities; at++) {
        double chance = factor * weight[at];
        places->city[at].migrant = gx_chance_of(chance < most_migrants ? chance : most_migrants);
    }
    gx_free(weight);
    return GX_OK;
}
