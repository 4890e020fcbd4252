/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who the people are: users with city, sex, age band, wealth and activity.
 *
 * Users are numbered city by city (large cities first), so neighbours in place are neighbours in memory.
 * Every attribute is a keyed draw on the user (base/draw.h), computed in parallel, the same for any number of
 * threads.
 */
#ifndef GX_GRAPH_POPULATION_H
#define GX_GRAPH_POPULATION_H

#include <gx/base/draw.h>
#include <gx/base/status.h>
#include <gx/base/table.h>
#include <stddef.h>

typedef enum gx_sex { GX_FEMALE, GX_MALE } gx_sex;

/* Age bands: under 18, 18-24, 25-34, 35-49, 50 and older. */
enum { GX_AGE_BANDS = 5 };
extern const char *const gx_age_band_words[GX_AGE_BANDS + 1]; /* "0-17", …; NULL at the end */
extern const char *const gx_sex_words[3];                     /* "female", "male"; NULL at the end */

/* The scenario's section `population`. */
typedef struct gx_population_config {
    int64_t users;
    int64_t cities;           /* at most users / 100, at least 1, taken down to that when larger */
    double city_zipf;         /* exponent of city sizes by rank */
    double male_share;        /* of users */
    gx_reals age_shares;      /* of the age bands; scaled to 1 */
    int64_t wealth_median;    /* fen: what a user has in the wallet when the run begins */
    double wealth_sigma;      /* of its logarithm */
    double wealth_city_sigma; /* of a factor on wealth shared by a city's users: rich and poor places */
    double activity_sigma;    /* of the logarithm of activity: how much more some do than others */
} gx_population_config;

extern const gx_table gx_population_table;

/* Structure of arrays, one entry a user; owned by the population. */
typedef struct gx_population {
    uint32_t users;
    uint32_t cities;
    uint32_t *city_first; /* cities + 1 entries: users of city c are city_first[c] … city_first[c+1]-1 */
    uint8_t *sex;         /* gx_sex */
    uint8_t *age_band;
    uint32_t *wealth;   /* fen, clipped to 0 … ¥10 M */
    uint16_t *activity; /* relative, 256 = the mean 1; clipped to 1 … 65535 */
} gx_population;

gx_status gx_population_create(gx_population **out, const gx_population_config *config, gx_key key,
                               uint32_t threads, gx_error *error);
void gx_population_free(gx_population *population);
uint32_t gx_city_of(const gx_population *population, uint32_t user); /* O(log cities) */
uint64_t gx_population_digest(const gx_population *population);
size_t gx_population_bytes(const gx_population *population);

#endif
