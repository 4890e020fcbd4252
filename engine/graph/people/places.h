/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where people live: cities in provinces, districts and neighbourhoods in cities, households in them. All of
 * it is arithmetic on a user's number: see where.c. */
#ifndef GX_GRAPH_PLACES_H
#define GX_GRAPH_PLACES_H

#include "ladder.h"
#include "statistics.h"

#include <gx/base/status.h>
#include <gx/graph/population.h>

/* A city of n users has n / GX_DISTRICT_USERS districts, rounded; the first `longer` of them have one user
 * more than `district_users`. */
typedef struct gx_city {
    uint32_t districts, district_users, longer;
    uint32_t first_district; /* districts of the cities before */
    uint64_t inverse_longer; /* 2^64 / (district_users + 1), rounded up: a quotient by a product */
    uint64_t inverse;        /* 2^64 / district_users; of 1: 0, and there is nothing to divide then */
    float x, y;              /* centre, km */
    float side;              /* of the square that the city fills, km */
    uint64_t curve_step;     /* 2^64 / users */
    gx_chance migrant;       /* chance of a household to be from another city */
    gx_chance far;           /* of those: from another province */
    uint64_t wealth_factor;  /* of all wallets, 2^-16: rich and poor places */
    uint32_t income_factor;  /* of all incomes, 2^-16: tier and province */
    uint8_t province, tier;
} gx_city;

enum { GX_CITY_HINTS = 4096 };

typedef struct gx_places {
    gx_city *city;
    double tier_share[GX_TIERS];                              /* of users */
    int32_t origin_until[GX_PROVINCES_MAX][GX_PROVINCES_MAX]; /* by where they live: ladder of provinces */
    bool has_origin[GX_PROVINCES_MAX];                        /* there are users in another province */
    uint32_t province_first[GX_PROVINCES_MAX + 1];            /* cities */
    uint32_t hint[GX_CITY_HINTS + 1];                         /* city of the first user of each bucket */
    uint32_t hint_shift;                                      /* users of a bucket: 2^hint_shift */
    uint16_t *district_start; /* by district of the nation: where it begins in the pattern of households */
} gx_places;

/* Sizes, places and tiers of the cities; fills people->city_first and people->tables->places. */
gx_status gx_places_make(gx_population *people, const gx_population_config *config, gx_key key,
                         gx_error *error);

/* Who is from elsewhere: chances and origins of migrants; the cities are ready. */
gx_status gx_origins_make(gx_population *people, double migrant_share, gx_error *error);

/* A user's household and what it lies in, found once for several questions. */
typedef struct gx_home {
    uint32_t city;
    gx_span district, household;
    uint32_t start;           /* where in the pattern of households the district begins */
    uint8_t member, relation; /* gx_relation */
} gx_home;

gx_home gx_home_of(const gx_population *people, uint32_t user);
/* From the home of the user before to that of `user`: sooner than by looking it up. */
void gx_home_next(const gx_population *people, gx_home *home, uint32_t user);
/* A number that no other neighbourhood has; O(1). */
uint32_t gx_home_neighbourhood(const gx_home *home);

/* `person`: the draw GX_DRAW_PERSON of the household's first user. */
uint32_t gx_home_town(const gx_population *people, const gx_home *home, gx_draw person);

#endif
