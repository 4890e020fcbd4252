/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../purposes.h"
#include "given.h"
#include "tables.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/graph/population.h>
#include <string.h>

enum { ACTIVITY_ONE = 256, NORM_ONE = 256, CITY_USERS = 3333, CITIES_USUAL = 300 };

static bool in_range(double value, double low, double high)
{
    return value >= low && value <= high; /* false for NaN */
}

static gx_status check_config(const gx_population_config *config, gx_error *error)
{
    bool fine = config->users >= 2 && config->users <= 1000000000 && config->cities >= 0 &&
                in_range(config->city_zipf, 0, 3) && in_range(config->male_share, 0, 1) &&
                config->wealth_median >= 0 && config->wealth_median <= GX_WEALTH_MAX &&
                in_range(config->wealth_sigma, 0, 4) && in_range(config->wealth_city_sigma, 0, 3) &&
                in_range(config->activity_sigma, 0, 2) && in_range(config->migrant_share, 0, 0.9) &&
                in_range(config->norm_sigma, 0, 2) && in_range(config->city_density, 1, 1e6) &&
                in_range(config->wealth_income, 0, 1);
    if (!fine)
        return gx_fail(error, GX_ERR_ARGUMENT, "population: a value is outside the range of its field");
    double sum = 0;
    for (uint32_t band = 0; band < GX_AGE_BANDS && band < config->age_shares.count; band++)
        sum += in_range(config->age_shares.at[band], 0, 1e6) ? config->age_shares.at[band] : -1e9;
    if (config->age_shares.count != GX_AGE_BANDS || !(sum > 0))
        return gx_fail(
            error, GX_ERR_INPUT,
            "population.age_shares: %u shares are needed, one for each age band (0-17, 18-24, 25-34, 35-49, "
            "50+), none below 0 and not all 0; %u were given",
            (unsigned)GX_AGE_BANDS, (unsigned)config->age_shares.count);
    return GX_OK;
}

/* As many as asked, or as usual; at least 100 users each on the mean. */
static uint32_t city_count(const gx_population_config *config)
{
    int64_t most = config->users / 100 < 1 ? 1 : config->users / 100;
    int64_t usual = config->users / CITY_USERS < 1 ? 1 : config->users / CITY_USERS;
    int64_t cities = config->cities > 0 ? config->cities : usual < CITIES_USUAL ? usual : CITIES_USUAL;
    return (uint32_t)(cities < most ? cities : most);
}

static void make_tables(gx_population *people, const gx_population_config *config)
{
    gx_people_tables *tables = people->tables;
    double relation_share[GX_RELATIONS];
    gx_households_relations(&tables->households, relation_share);
    gx_lives_make(&tables->lives, &tables->statistics, config, relation_share, tables->places.tier_share);
    gx_money_make(&tables->money, &tables->statistics, config, &tables->lives, &tables->places,
                  people->city_first, people->cities);
    gx_accounts_make(&tables->accounts, &tables->statistics, tables->places.tier_share);
    double sigma = config->activity_sigma;
    gx_quantiles_lognormal(&tables->activity, ACTIVITY_ONE * gx_exp(-sigma * sigma / 2), sigma, 1,
                           UINT16_MAX);
    sigma = config->norm_sigma;
    gx_quantiles_lognormal(&tables->norm, NORM_ONE * gx_exp(-sigma * sigma / 2), sigma, 1, UINT16_MAX);
}

/* Columns from the draws: the population still looks as if nothing were stored. Blocks of users, so that a
 * large city is shared by the threads. */
static void fill_columns(const gx_population *people, gx_population *columns, uint32_t threads)
{
    int64_t blocks = ((int64_t)people->users + GX_STRETCH - 1) / GX_STRETCH;
#pragma omp parallel for schedule(dynamic, 128) num_threads((int)threads)
    for (int64_t block = 0; block < blocks; block++) {
        uint32_t user = (uint32_t)(block * GX_STRETCH), left = people->users - user;
        uint32_t count = left < GX_STRETCH ? left : GX_STRETCH;
        gx_stretch of;
        gx_stretch_of(people, user, count, GX_COLUMNS_ALL, &of);
        memcpy(columns->sex + user, of.sex, count * sizeof *of.sex);
        memcpy(columns->age_band + user, of.age_band, count * sizeof *of.age_band);
        memcpy(columns->wealth + user, of.wealth, count * sizeof *of.wealth);
        memcpy(columns->activity + user, of.activity, count * sizeof *of.activity);
    }
}

static void free_columns(gx_population *people)
{
    gx_free(people->sex);
    gx_free(people->age_band);
    gx_free(people->wealth);
    gx_free(people->activity);
}

/* All four or none. */
static gx_status store(gx_population *people, uint32_t threads, gx_error *error)
{
    gx_population columns = *people;
    columns.sex = gx_alloc_columns(people->users, sizeof *columns.sex);
    columns.age_band = gx_alloc_columns(people->users, sizeof *columns.age_band);
    columns.wealth = gx_alloc_columns(people->users, sizeof *columns.wealth);
    columns.activity = gx_alloc_columns(people->users, sizeof *columns.activity);
    if (columns.sex == NULL || columns.age_band == NULL || columns.wealth == NULL ||
        columns.activity == NULL) {
        free_columns(&columns);
        return gx_fail_memory(error, "the population");
    }
    fill_columns(people, &columns, threads);
    *people = columns;
    return GX_OK;
}

gx_status gx_population_create(gx_population **out, const gx_population_config *config, gx_key key,
                               uint32_t threads, gx_error *error)
{
    *out = NULL;
    gx_status status = check_config(config, error);
    if (status != GX_OK)
        return status;
    gx_population *people = gx_alloc(1, sizeof *people);
    gx_people_tables *tables = gx_alloc(1, sizeof *tables);
    if (people == NULL || tables == NULL) {
        gx_free(tables);
        gx_free(people);
        return gx_fail_memory(error, "the population");
    }
    people->users = (uint32_t)config->users;
    people->cities = city_count(config);
    people->tables = tables;
    tables->key = key;
    status = gx_statistics_read(&tables->statistics, error);
    if (status == GX_OK)
        gx_households_make(&tables->households, tables->statistics.household_size, key);
    if (status == GX_OK)
        status = gx_places_make(people, config, key, error);
    if (status == GX_OK)
        make_tables(people, config);
    if (status == GX_OK && config->stored)
        status = store(people, threads == 0 ? 1 : threads, error);
    if (status == GX_OK)
        *out = people;
    else
        gx_population_free(people);
    return status;
}

void gx_population_free(gx_population *population)
{
    if (population == NULL)
        return;
    gx_free(population->tables->places.city);
    gx_free(population->tables->places.district_start);
    gx_free(population->tables);
    gx_free(population->city_first);
    free_columns(population);
    gx_given_free(population->given);
    gx_names_free(&population->names);
    gx_free(population);
}

/* Every attribute of one person that no column holds. */
static uint64_t person_digest(const gx_person *of)
{
    uint64_t digest =
        gx_mix_pair((uint64_t)of->city << 32 | of->hometown,
                    (uint64_t)of->household << 32 | (uint64_t)of->household_size << 8 | of->member);
    digest = gx_mix_pair(digest, (uint64_t)of->income << 32 | (uint64_t)of->norm << 16 |
                                     (uint64_t)of->province << 8 | of->tier);
    digest = gx_mix_pair(digest, (uint64_t)of->age << 24 | (uint64_t)of->schooling << 16 |
                                     (uint64_t)of->occupation << 8 | of->accounts);
    return gx_mix_pair(digest,
                       (uint64_t)of->smartphone << 16 | (uint64_t)of->app_version << 8 | of->real_name);
}

/* A user's part of the digest, without the attributes that no column holds. */
static uint64_t digest_of(const gx_stretch *of, uint32_t at)
{
    return (uint64_t)of->sex[at] << 56 | (uint64_t)of->age_band[at] << 48 | (uint64_t)of->activity[at] << 32 |
           of->wealth[at];
}

static uint64_t digest_stretch(const gx_population *people, uint32_t first, uint32_t count)
{
    gx_stretch of;
    uint64_t digest = 0;
    gx_stretch_of(people, first, count, GX_COLUMNS_ALL, &of);
    for (uint32_t at = 0; at < count; at++) {
        uint64_t person = digest_of(&of, at);
        if ((first + at) % 64 == 0 || people->given != NULL) {
            gx_person whole = gx_person_of(people, first + at);
            person = gx_mix_pair(person, person_digest(&whole));
        }
        digest += gx_mix_pair(first + at, person);
    }
    return digest;
}

/* The stored attributes of everybody, and all attributes of every 64th: what changes a recipe changes some of
 * these. A file can change anybody's: then all of all. */
uint64_t gx_population_digest(const gx_population *population, uint32_t threads)
{
    uint64_t digest = gx_mix_pair(population->users, population->cities);
    for (uint32_t city = 0; city <= population->cities; city++)
        digest = gx_mix_pair(digest, population->city_first[city]);
    int64_t blocks = ((int64_t)population->users + GX_STRETCH - 1) / GX_STRETCH;
    uint64_t sum = 0;
#pragma omp parallel num_threads((int)(threads ? threads : 1))
    {
        uint64_t part = 0;
#pragma omp for schedule(dynamic, 128)
        for (int64_t block = 0; block < blocks; block++) {
            uint32_t first = (uint32_t)(block * GX_STRETCH), left = population->users - first;
            part += digest_stretch(population, first, left < GX_STRETCH ? left : GX_STRETCH);
        }
#pragma omp atomic
        sum += part;
    }
    return gx_mix64(digest + sum);
}

static size_t places_bytes(const gx_population *population)
{
    const gx_places *places = &population->tables->places;
    const gx_city *last = &places->city[population->cities - 1];
    return (size_t)population->cities * sizeof *places->city +
           ((size_t)last->first_district + last->districts) * sizeof *places->district_start;
}

size_t gx_population_bytes(const gx_population *population)
{
    size_t user = population->sex == NULL ? 0
                                          : sizeof *population->sex + sizeof *population->age_band +
                                                sizeof *population->wealth + sizeof *population->activity;
    return sizeof *population + sizeof *population->tables + places_bytes(population) +
           ((size_t)population->cities + 1) * sizeof *population->city_first +
           (size_t)population->users * user + gx_given_bytes(population) + gx_names_bytes(&population->names);
}
