/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who the people are: where they live and come from, sex, age, schooling, occupation, money, devices,
 * accounts.
 *
 * Users are numbered place by place: province by province, in it city by city, in a city district by district
 * along a space-filling curve, and the members of a household next to each other. So neighbours in place are
 * neighbours in memory, and every "where" is arithmetic on the number.
 *
 * Every attribute is a function of (seed, user): a few keyed draws (base/draw.h) through tables made from the
 * public statistics in data/population. Nothing has to be stored: gx_person_of computes a whole person in
 * O(1) and constant memory at any number of users. What a run reads at every act (activity, wealth, sex, age
 * band) is kept in columns as well, unless the scenario says `stored: no`; the accessors below answer alike.
 */
#ifndef GX_GRAPH_POPULATION_H
#define GX_GRAPH_POPULATION_H

#include <gx/base/draw.h>
#include <gx/base/status.h>
#include <gx/base/table.h>
#include <gx/graph/names.h>
#include <stddef.h>

typedef enum gx_sex { GX_FEMALE, GX_MALE } gx_sex;

/* Age bands: under 18, 18-24, 25-34, 35-49, 50 and older. */
enum { GX_AGE_BANDS = 5 };
extern const char *const gx_age_band_words[GX_AGE_BANDS + 1]; /* "0-17", …; NULL at the end */
extern const char *const gx_sex_words[3];                     /* "female", "male"; NULL at the end */

/* Words of the data files and of imported attributes, in this order. */
#define GX_SCHOOLING_TABLE(X) X(primary) X(junior) X(senior) X(college)
#define GX_OCCUPATION_TABLE(X)                                                                               \
    X(student) X(white_collar) X(blue_collar) X(service) X(self_employed) X(farmer) X(home)
/* Who a user may have an account with; C6 of the mechanisms. */
#define GX_PLATFORM_TABLE(X) X(alipay) X(wechat) X(qq) X(microblog) X(messenger)

#define X(name) GX_SCHOOLING_##name,
typedef enum gx_schooling { GX_SCHOOLING_TABLE(X) GX_SCHOOLINGS } gx_schooling;
#undef X
#define X(name) GX_OCCUPATION_##name,
typedef enum gx_occupation { GX_OCCUPATION_TABLE(X) GX_OCCUPATIONS } gx_occupation;
#undef X
#define X(name) GX_PLATFORM_##name,
typedef enum gx_platform { GX_PLATFORM_TABLE(X) GX_PLATFORM_COUNT } gx_platform;
#undef X
extern const char *const gx_schooling_words[GX_SCHOOLINGS + 1];
extern const char *const gx_occupation_words[GX_OCCUPATIONS + 1];
extern const char *const gx_platform_words[GX_PLATFORM_COUNT + 1];

/* The scenario's section `population`. */
typedef struct gx_population_config {
    int64_t users;
    int64_t cities;   /* 0: one for every 3,333 users, at most 300; at most users / 100, taken down to that */
    double city_zipf; /* exponent of city sizes by rank */
    double male_share;        /* of users */
    gx_reals age_shares;      /* of the age bands; scaled to 1 */
    int64_t wealth_median;    /* fen: what a user has in the wallet when the run begins */
    double wealth_sigma;      /* of its logarithm */
    double wealth_city_sigma; /* of a factor on wealth shared by a city's users: rich and poor places */
    double wealth_income;     /* how closely wealth follows income by rank, 0 … 1 */
    double activity_sigma;    /* of the logarithm of activity: how much more some do than others */
    double city_density;      /* users on a square km of a city */
    double migrant_share;     /* of households that live in another city than their hometown */
    double norm_sigma;        /* of the logarithm of how binding customs are, between neighbourhoods */
    bool stored;              /* keep the columns that runs read at every act; else all is computed */
} gx_population_config;

extern const gx_table gx_population_table;

/* One user, all of it. */
typedef struct gx_person {
    uint32_t city, hometown; /* cities; equal for who lives where the family is from */
    uint32_t household;      /* its first user */
    uint8_t household_size;
    uint8_t member;         /* place in the household, 0 … household_size - 1 */
    uint8_t province, tier; /* of `city`: index into the provinces; 1 … 5 */
    uint8_t sex, age, age_band, schooling, occupation;
    uint32_t income;     /* fen a month */
    uint32_t wealth;     /* fen in the wallet when the run begins, clipped to 0 … ¥10 M */
    uint16_t activity;   /* relative, 256 = the mean 1; clipped to 1 … 65535 */
    uint8_t smartphone;  /* 0 or 1 */
    uint8_t app_version; /* 0: newest … 3: oldest; 255: no smartphone */
    uint8_t accounts;    /* a bit a gx_platform */
    uint8_t real_name;   /* 0 or 1 */
    uint16_t norm;       /* how binding customs are among the people around, 256 = the mean 1; shared by a
                            neighbourhood */
} gx_person;

/* Where a user lives, in km. The plane has no sense beyond distances. */
typedef struct gx_point {
    float x, y;
} gx_point;

/* Neighbourhoods and districts are runs of users inside a city, all nearly equally long. */
enum { GX_DISTRICT_USERS = 5000, GX_NEIGHBOURHOOD_USERS = 250 };

typedef struct gx_people_tables gx_people_tables; /* what turns words into attributes; people/tables.h */

/* Structure of arrays; owned by the population. */
typedef struct gx_population {
    uint32_t users;
    uint32_t cities;
    gx_people_tables *tables;
    uint32_t *city_first; /* cities + 1 entries: users of city c are city_first[c] … city_first[c+1]-1 */
    uint8_t *sex;         /* gx_sex; NULL when not stored, like the next three */
    uint8_t *age_band;
    uint32_t *wealth;       /* as in gx_person */
    uint16_t *activity;     /* as in gx_person */
    struct gx_given *given; /* what else a file told (people/given.h), which wins; NULL: nothing */
    gx_names names;         /* what the file calls its users; count 0: they have only numbers */
} gx_population;

/* GX_ERR_ARGUMENT (a value outside its field's range), GX_ERR_INPUT (age_shares), GX_ERR_MEMORY. Owned by the
 * caller: gx_population_free. O(users) when stored, else O(cities). */
gx_status gx_population_create(gx_population **out, const gx_population_config *config, gx_key key,
                               uint32_t threads, gx_error *error);
void gx_population_free(gx_population *population);
/* The same stored and computed, for any threads. O(users); some 60 ns a user when computed, 10 when stored.
 */
uint64_t gx_population_digest(const gx_population *population, uint32_t threads);
size_t gx_population_bytes(const gx_population *population);

/* The whole person; equal for equal (seed, configuration, user), but for the columns above, which are read
 * when they are stored (an imported file may have changed them), and for what else a file gave. O(log
 * cities), some 150 ns. */
gx_person gx_person_of(const gx_population *population, uint32_t user);

/* Single attributes: a column when stored, else computed (whatever it takes of the person, no more). */
uint8_t gx_sex_of(const gx_population *population, uint32_t user);
uint8_t gx_age_band_of(const gx_population *population, uint32_t user);
uint32_t gx_wealth_of(const gx_population *population, uint32_t user);
uint16_t gx_activity_of(const gx_population *population, uint32_t user);
uint16_t gx_norm_of(const gx_population *population, uint32_t user); /* never a column */

/* The attributes above of `count` <= GX_STRETCH consecutive users, out->…[i] those of user first + i: for who
 * goes through everybody. Of the columns those that are wanted, by the bits below; the others mean nothing.
 * O(count); some 30 ns a user when all is computed, a third of it without wealth. */
enum { GX_STRETCH = 64 };
enum gx_stretch_column {
    GX_COLUMN_WEALTH = 1,
    GX_COLUMN_ACTIVITY = 2,
    GX_COLUMN_SEX = 4,
    GX_COLUMN_AGE_BAND = 8,
    GX_COLUMNS_ALL = 15
};
typedef struct gx_stretch {
    uint32_t wealth[GX_STRETCH];
    uint16_t activity[GX_STRETCH];
    uint8_t sex[GX_STRETCH], age_band[GX_STRETCH];
} gx_stretch;
void gx_stretch_of(const gx_population *population, uint32_t first, uint32_t count, uint32_t wanted,
                   gx_stretch *out);

/* A run of users first … end-1. */
typedef struct gx_span {
    uint32_t first, end;
} gx_span;

/* ---- Where. All O(1), but gx_city_of: O(log cities) ---- */

uint32_t gx_city_of(const gx_population *population, uint32_t user);
gx_span gx_city_span(const gx_population *population, uint32_t city);
gx_span gx_province_span(const gx_population *population, uint32_t city);    /* all cities of its province */
gx_span gx_household_of(const gx_population *population, uint32_t user);     /* 1 to 6 users */
gx_span gx_neighbourhood_of(const gx_population *population, uint32_t user); /* some 250 users */
gx_span gx_district_of(const gx_population *population, uint32_t user);      /* some 5,000 users or a city */
uint32_t gx_hometown_of(const gx_population *population, uint32_t user);     /* a city; same in a household */
gx_point gx_city_point(const gx_population *population, uint32_t city);      /* centre */
double gx_city_radius(const gx_population *population, uint32_t city);       /* km */
gx_point gx_point_of(const gx_population *population, uint32_t user);        /* home */
double gx_distance_km(gx_point a, gx_point b);

#endif
