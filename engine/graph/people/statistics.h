/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public statistics of data/population, as numbers. */
#ifndef GX_GRAPH_STATISTICS_H
#define GX_GRAPH_STATISTICS_H

#include <gx/base/status.h>
#include <gx/graph/population.h>

enum { GX_PROVINCES_MAX = 40, GX_HOUSEHOLD_MAX = 6, GX_TIERS = 5, GX_AGE_FIRST = 6, GX_AGE_LAST = 79 };
enum { GX_AGES = GX_AGE_LAST - GX_AGE_FIRST + 1, GX_APP_VERSIONS = 4 };

/* Stages of life: the rows of schooling.csv, occupation.csv and relations.csv, by the years that begin them.
 */
#define GX_STAGE_TABLE(X)                                                                                    \
    X(6, "6-11")                                                                                             \
    X(12, "12-14") X(15, "15-17") X(18, "18-21") X(22, "22-24") X(25, "25-34") X(35, "35-49") X(50, "50+")
enum {
#define X(from, word) GX_STAGE_FROM_##from,
    GX_STAGE_TABLE(X)
#undef X
        GX_STAGES
};

/* What a member of a household is to the others: the columns of relations.csv. */
#define GX_RELATION_TABLE(X) X(single) X(partner) X(child) X(relative)
typedef enum gx_relation {
#define X(name) GX_RELATION_##name,
    GX_RELATION_TABLE(X)
#undef X
        GX_RELATIONS
} gx_relation;

typedef struct gx_province {
    char name[32];
    double population;                /* persons */
    double netizens;                  /* ten thousand */
    double area;                      /* thousand km2 */
    double latitude, longitude;       /* of the capital, degrees */
    double income;                    /* disposable, yuan a head and year */
    double migrants_in, migrants_out; /* from and in other provinces, million */
} gx_province;

/* Weights beside tier 3, but `people`: a share. */
typedef struct gx_tier {
    double people;
    double schooling[GX_SCHOOLINGS];
    double occupation[GX_OCCUPATIONS];
    double income, smartphone, recent, attraction;
} gx_tier;

typedef struct gx_account_statistics {
    double all;                   /* share of users */
    double by_band[GX_AGE_BANDS]; /* weights */
    double no_phone;              /* weight of those without a smartphone */
    double real_name;             /* chance of a real name for who has this account and none before it */
} gx_account_statistics;

typedef struct gx_statistics {
    uint32_t provinces;
    gx_province province[GX_PROVINCES_MAX];
    gx_tier tier[GX_TIERS];
    double household_size[GX_HOUSEHOLD_MAX]; /* shares of households of 1, 2, … members */
    double age[GX_AGES];                     /* shares of the years GX_AGE_FIRST … GX_AGE_LAST */
    double relation[GX_STAGES][GX_RELATIONS];
    double schooling[GX_STAGES][GX_SCHOOLINGS], schooling_all[GX_SCHOOLINGS];
    double occupation_all[GX_OCCUPATIONS];
    double occupation_stage[GX_STAGES][GX_OCCUPATIONS];
    double occupation_schooling[GX_SCHOOLINGS][GX_OCCUPATIONS];
    double income[GX_OCCUPATIONS][GX_SCHOOLINGS]; /* median, yuan a month */
    double income_sigma[GX_OCCUPATIONS];          /* of the logarithm */
    double income_sex[2];                         /* factor */
    double smartphone_all, smartphone[GX_AGE_BANDS];
    double version[GX_AGE_BANDS][GX_APP_VERSIONS];
    gx_account_statistics account[GX_PLATFORM_COUNT];
} gx_statistics;

/* From the tables in the program. GX_ERR_FORMAT names table, line and what is wrong (a defect of ours);
 * GX_ERR_MEMORY. */
gx_status gx_statistics_read(gx_statistics *out, gx_error *error);

/* The stage of life and the band of an age in years. */
static inline uint32_t gx_stage_of(uint32_t age)
{
    uint32_t stage = 0;
#define X(from, word) stage += age >= from;
    GX_STAGE_TABLE(X)
#undef X
    return stage == 0 ? 0 : stage - 1;
}

static inline uint32_t gx_band_of(uint32_t age)
{
    return (uint32_t)(age >= 18) + (age >= 25) + (age >= 35) + (age >= 50);
}

#endif
