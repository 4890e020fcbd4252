/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the makers of foci read of the people, in a form that stays in cache: districts, what each user is in
 * 16 bits, and who is from where. */
#ifndef GX_GRAPH_GROUND_H
#define GX_GRAPH_GROUND_H

#include <gx/graph/network.h>

/* From where the places of a focus are filled. */
typedef enum gx_scope {
    GX_SCOPE_DISTRICT,
    GX_SCOPE_CITY,
    GX_SCOPE_PROVINCE,
    GX_SCOPE_NATION,
    GX_SCOPE_HOME, /* the district of the hometown that the household is from */
    GX_SCOPES
} gx_scope;

enum { GX_SCOPES_OF_PLACE = GX_SCOPE_HOME }; /* the scopes that are runs of users */

/* One pool that places can be filled from. A run of users, or (HOME) the households of one roll. */
typedef struct gx_pool {
    gx_scope scope;
    uint32_t district; /* its first */
    gx_span users;     /* empty for HOME */
} gx_pool;

/* A user in 16 bits. */
typedef uint16_t gx_traits;

static inline uint32_t gx_traits_sex(gx_traits traits)
{
    return traits & 1;
}
static inline uint32_t gx_traits_account(gx_traits traits) /* with the platform of the configuration */
{
    return traits >> 1 & 1;
}
static inline uint32_t gx_traits_schooling(gx_traits traits)
{
    return traits >> 2 & 3;
}
static inline uint32_t gx_traits_occupation(gx_traits traits)
{
    return traits >> 4 & 7;
}
static inline uint32_t gx_traits_age(gx_traits traits) /* years, at most 127 */
{
    return traits >> 7 & 127;
}

typedef struct gx_ground {
    const gx_population *people;
    uint32_t districts, pools, homes;
    uint32_t *first; /* districts + 1: their users; then the number of users */
    gx_pool *pool;   /* districts first, then cities, provinces and the nation where they are larger; then a
                        HOME pool a district */
    uint8_t (*scope)[GX_SCOPES_OF_PLACE]; /* by district: the smallest scope that has the same people */
    gx_traits *traits;                    /* by user */
    uint64_t *roll_first;                 /* districts + 1: households that are from a district … */
    uint32_t *roll;                       /* … by their first user, ascending */
    uint8_t *roll_size;                   /* beside roll: members of the household */
    double household_mean;
} gx_ground;

/* With `cities_apart` nobody is from another city and no pool is wider than a city. On failure what was
 * allocated stays for gx_ground_free. O(users), by all threads. */
gx_status gx_ground_make(gx_ground *ground, const gx_population *people, const gx_network_config *config,
                         gx_key key, uint32_t threads, gx_error *error);
void gx_ground_free(gx_ground *ground);

#endif
