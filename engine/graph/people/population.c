/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../purposes.h"
#include "cities.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/graph/population.h>

enum { WEALTH_MAX = 1000000000, ACTIVITY_ONE = 256, CITY_FACTOR_ONE = 65536 };

/* The tables that turn words into attributes, built once. */
typedef struct attributes {
    gx_key key;
    gx_chance male;
    gx_steps *age;
    gx_quantiles wealth;
    gx_quantiles activity;
    uint64_t *city_factor; /* 2^-16 */
} attributes;

static bool in_range(double value, double low, double high)
{
    return value >= low && value <= high; /* false for NaN */
}

static gx_status check_config(const gx_population_config *config, gx_error *error)
{
    bool fine = config->users >= 2 && config->users <= 100000000 && config->cities >= 1 &&
                in_range(config->city_zipf, 0, 3) && in_range(config->male_share, 0, 1) &&
                config->wealth_median >= 0 && config->wealth_median <= WEALTH_MAX &&
                in_range(config->wealth_sigma, 0, 4) && in_range(config->wealth_city_sigma, 0, 3) &&
                in_range(config->activity_sigma, 0, 2);
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

/* Cities: at least 100 users each on the mean. */
static uint32_t city_count(const gx_population_config *config)
{
    int64_t most = config->users / 100 < 1 ? 1 : config->users / 100;
    return (uint32_t)(config->cities < most ? config->cities : most);
}

static gx_status make_tables(attributes *tables, const gx_population_config *config, uint32_t cities,
                             gx_key key, gx_error *error)
{
    tables->key = key;
    tables->male = gx_chance_of(config->male_share);
    gx_quantiles_lognormal(&tables->wealth, config->wealth_median > 0 ? (double)config->wealth_median : 1.0,
                           config->wealth_sigma, 0, config->wealth_median > 0 ? WEALTH_MAX : 0);
    double sigma = config->activity_sigma;
    gx_quantiles_lognormal(&tables->activity, ACTIVITY_ONE * gx_exp(-sigma * sigma / 2), sigma, 1,
                           UINT16_MAX);
    tables->city_factor = gx_alloc(cities, sizeof *tables->city_factor);
    if (tables->city_factor == NULL)
        return gx_fail_memory(error, "the cities' wealth");
    for (uint32_t city = 0; city < cities; city++) {
        double u = ((double)gx_draw_at(key, GX_DRAW_CITY, city, 0, 0).word[0] + 0.5) / 4294967296.0;
        double factor = gx_exp(config->wealth_city_sigma * gx_normal_quantile(u));
        tables->city_factor[city] = (uint64_t)(factor * CITY_FACTOR_ONE + 0.5);
    }
    return gx_steps_create(&tables->age, config->age_shares.at, GX_AGE_BANDS, error);
}

static void draw_user(gx_population *people, const attributes *tables, uint32_t city, uint32_t user)
{
    gx_key key = tables->key;
    gx_draw sex = gx_draw_at(key, GX_DRAW_SEX, user, 0, 0);
    gx_draw age = gx_draw_at(key, GX_DRAW_AGE, user, 0, 0);
    gx_draw wealth = gx_draw_at(key, GX_DRAW_WEALTH, user, 0, 0);
    gx_draw activity = gx_draw_at(key, GX_DRAW_ACTIVITY, user, 0, 0);
    people->sex[user] = gx_happens(tables->male, sex.word[0]) ? GX_MALE : GX_FEMALE;
    people->age_band[user] = (uint8_t)gx_steps_draw(tables->age, gx_draw_high(age));
    __extension__ typedef unsigned __int128 wide;
    wide fen = (wide)(uint64_t)gx_quantile(&tables->wealth, wealth.word[0]) * tables->city_factor[city] /
               CITY_FACTOR_ONE;
    people->wealth[user] = fen > WEALTH_MAX ? (uint32_t)WEALTH_MAX : (uint32_t)fen;
    people->activity[user] = (uint16_t)gx_quantile(&tables->activity, activity.word[0]);
}

/* Blocks of users, so that a large city is shared by the threads. */
static void draw_users(gx_population *people, const attributes *tables, uint32_t threads)
{
    enum { BLOCK = 8192 };
    int64_t blocks = ((int64_t)people->users + BLOCK - 1) / BLOCK;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t block = 0; block < blocks; block++) {
        uint32_t user = (uint32_t)(block * BLOCK);
        uint32_t end = people->users - user < BLOCK ? people->users : user + BLOCK;
        uint32_t city = gx_city_of(people, user);
        for (; user < end; user++) {
            while (user >= people->city_first[city + 1])
                city++;
            draw_user(people, tables, city, user);
        }
    }
}

static gx_status allocate(gx_population *people, gx_error *error)
{
    people->city_first = gx_alloc((size_t)people->cities + 1, sizeof *people->city_first);
    people->sex = gx_alloc_columns(people->users, sizeof *people->sex);
    people->age_band = gx_alloc_columns(people->users, sizeof *people->age_band);
    people->wealth = gx_alloc_columns(people->users, sizeof *people->wealth);
    people->activity = gx_alloc_columns(people->users, sizeof *people->activity);
    if (people->city_first == NULL || people->sex == NULL || people->age_band == NULL ||
        people->wealth == NULL || people->activity == NULL)
        return gx_fail_memory(error, "the population");
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
    attributes *tables = gx_alloc(1, sizeof *tables);
    if (people == NULL || tables == NULL) {
        status = gx_fail_memory(error, "the population");
    } else {
        people->users = (uint32_t)config->users;
        people->cities = city_count(config);
        status = allocate(people, error);
        if (status == GX_OK)
            status =
                gx_cities_divide(people->city_first, people->cities, people->users, config->city_zipf, error);
        if (status == GX_OK)
            status = make_tables(tables, config, people->cities, key, error);
        if (status == GX_OK)
            draw_users(people, tables, threads == 0 ? 1 : threads);
    }
    if (tables != NULL) {
        gx_steps_free(tables->age);
        gx_free(tables->city_factor);
        gx_free(tables);
    }
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
    gx_free(population->city_first);
    gx_free(population->sex);
    gx_free(population->age_band);
    gx_free(population->wealth);
    gx_free(population->activity);
    gx_free(population);
}

uint32_t gx_city_of(const gx_population *population, uint32_t user)
{
    uint32_t low = 0, high = population->cities; /* city_first[low] <= user < city_first[high] */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (population->city_first[middle] <= user)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint64_t gx_population_digest(const gx_population *population)
{
    uint64_t digest = gx_mix_pair(population->users, population->cities);
    for (uint32_t city = 0; city <= population->cities; city++)
        digest = gx_mix_pair(digest, population->city_first[city]);
    for (uint32_t user = 0; user < population->users; user++) {
        uint64_t person = (uint64_t)population->sex[user] << 56 | (uint64_t)population->age_band[user] << 48 |
                          (uint64_t)population->activity[user] << 32 | population->wealth[user];
        digest += gx_mix_pair(user, person);
    }
    return gx_mix64(digest);
}

size_t gx_population_bytes(const gx_population *population)
{
    size_t user = sizeof *population->sex + sizeof *population->age_band + sizeof *population->wealth +
                  sizeof *population->activity;
    return sizeof *population + ((size_t)population->cities + 1) * sizeof *population->city_first +
           (size_t)population->users * user;
}
