/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/graph/population.h>

const char *const gx_age_band_words[GX_AGE_BANDS + 1] = {"0-17", "18-24", "25-34", "35-49", "50+", NULL};
const char *const gx_sex_words[3] = {"female", "male", NULL};

#define X(name) #name,
const char *const gx_schooling_words[GX_SCHOOLINGS + 1] = {GX_SCHOOLING_TABLE(X) NULL};
const char *const gx_occupation_words[GX_OCCUPATIONS + 1] = {GX_OCCUPATION_TABLE(X) NULL};
const char *const gx_platform_words[GX_PLATFORM_COUNT + 1] = {GX_PLATFORM_TABLE(X) NULL};
#undef X

#define CNNIC "CNNIC, 37th Statistical Report on Internet Development in China (December 2015)"

#define FIELD(name, type, unit, fallback, low, high, help, source, role)                                     \
    {                                                                                                        \
#name, GX_TYPE_##type, unit, fallback, low, high, NULL, offsetof(gx_population_config, name), 0,     \
            help, source, GX_ROLE_##role                                                                     \
    }
static const gx_field fields[] = {
    FIELD(users, INTEGER, "users", "1000", 2, 1e9, "How many people there are.", "", SETTING),
    FIELD(cities, INTEGER, "cities", "0", 0, 10000,
          "How many cities there are; 0: one for every 3,333 users, at most 300. Small populations have "
          "fewer: 100 users each on the mean.",
          "a few thousand users a city, so that whole chat groups fit into most; statistics then do not "
          "move with the number of users",
          SETTING),
    FIELD(city_zipf, REAL, "", "1.0", 0, 3,
          "Exponent of city size by rank: size of the r-th city ~ r^-x. 0: all alike.",
          "Gabaix, Zipf's law for cities: an explanation, QJE 114(3), 1999", INPUT),
    FIELD(male_share, REAL, "of users", "0.536", 0, 1, "Share of men.", CNNIC ": 53.6 : 46.4", INPUT),
    FIELD(age_shares, REALS, "of users", "[0.20, 0.19, 0.27, 0.25, 0.09]", 0, 1e6,
          "Shares of the age bands 0-17, 18-24, 25-34, 35-49, 50+; scaled to a sum of 1.",
          CNNIC ": its bands of ten years, cut linearly to these", INPUT),
    FIELD(wealth_median, MONEY, "yuan", "300 yuan", 0, 1e9,
          "What the middle user has in the wallet when the run begins.",
          "assumption: a few packets and a meal; 10 to 3,000 yuan is plausible", ASSUMPTION),
    FIELD(wealth_sigma, REAL, "", "1.2", 0, 4,
          "Spread of wallets inside a city: standard deviation of the logarithm.",
          "assumption: 0.8 to 1.6 (Gini 0.43 to 0.74)", ASSUMPTION),
    FIELD(wealth_city_sigma, REAL, "", "0.35", 0, 3,
          "Rich and poor places: standard deviation of the logarithm of a factor that a city's users share.",
          "assumption: 0.2 to 0.6", ASSUMPTION),
    FIELD(activity_sigma, REAL, "", "0.7", 0, 2,
          "How much more some do than others: standard deviation of the logarithm of activity, whose mean "
          "is 1.",
          "assumption: 0.5 to 1.2; 0.7 gives the friend graph the spread of degrees of online "
          "friendship graphs",
          ASSUMPTION),
    FIELD(wealth_income, REAL, "", "0.5", 0, 1,
          "How closely wallets follow incomes by rank: 0: not at all, 1: strictly. Median and spread of "
          "wallets stay.",
          "assumption: 0.2 to 0.8", ASSUMPTION),
    FIELD(city_density, REAL, "users / km2", "2778", 1, 1e6,
          "Users on a square km of a city: how large cities are in the plane.",
          "population density of urban areas, 2,778 persons / km2: Ministry of Housing and Urban-Rural "
          "Development, China Urban Construction Statistical Yearbook 2020",
          INPUT),
    FIELD(migrant_share, REAL, "of households", "0.267", 0, 0.9,
          "Households that live in another city than the one their family is from; more in rich and large "
          "places.",
          "floating population 376 M of 1,410 M: Seventh National Population Census 2020, communique 7",
          INPUT),
    FIELD(norm_sigma, REAL, "", "0.3", 0, 2,
          "How much customs differ between neighbourhoods: standard deviation of the logarithm of how "
          "binding they are, whose mean is 1.",
          "assumption: 0.1 to 0.6", ASSUMPTION),
    FIELD(stored, BOOL, "", "true", 0, 1,
          "Keep sex, age band, wealth and activity in memory (8 bytes a user); else they are computed when "
          "asked for. The people are the same.",
          "", SETTING),
};

const gx_table gx_population_table = {
    .path = "population",
    .help = "Who the people are, and where they live.",
    .fields = fields,
    .field_count = GX_COUNT_OF(fields),
    .size = sizeof(gx_population_config),
    .repeat_max = 0,
};
