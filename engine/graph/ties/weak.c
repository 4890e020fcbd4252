/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weak ties: a Chung-Lu graph (Chung & Lu 2002) of integer weights.
 *
 * User i has weight w_i = activity_i^x. It makes Poisson(mean/2 * w_i / mean w) ties, each to user j with
 * probability w_j / sum w, by binary search in the prefix sums of the weights. A tie counts for both ends, so
 * i's expected number of ties is mean * w_i / mean w, half made by itself and half by others. With
 * `cities_apart` a city is its own world: its weights, its sums. Ties to oneself are void.
 *
 * The ties made are the rows of a directed graph; turning it round is done by threads that each own a range
 * of targets and read all ties in order: no atomics, and the same rows for any number of threads.
 */
#include "weak.h"
#include "../purposes.h"
#include "../rows.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>

enum { ACTIVITY_VALUES = 65536, BLOCK = 4096, WEAK_MAX = 20000 };

typedef struct weak_world {
    const gx_population *people;
    gx_key key;
    double mean;
    bool apart;
    uint64_t *before; /* users + 1: sum of the weights of all users before this one */
    gx_rows made;     /* user -> targets */
} weak_world;

/* Weights have 8 fractional bits, and are at least 2^-8. */
static gx_status sum_weights(uint64_t *before, const gx_population *people, double power, gx_error *error)
{
    uint64_t *weight = gx_alloc(ACTIVITY_VALUES, sizeof *weight);
    if (weight == NULL)
        return gx_fail_memory(error, "the weak ties");
    for (uint32_t activity = 1; activity < ACTIVITY_VALUES; activity++)
        weight[activity] = 1 + (uint64_t)(256.0 * gx_pow((double)activity / 256.0, power));
    weight[0] = 1;
    for (uint32_t user = 0; user < people->users; user++)
        before[user + 1] = before[user] + weight[people->activity[user]];
    gx_free(weight);
    return GX_OK;
}

/* The users that `user` may be tied to: its city, or all. */
static void reach_of(const weak_world *world, uint32_t user, uint32_t *first, uint32_t *end)
{
    *first = 0;
    *end = world->people->users;
    if (world->apart) {
        uint32_t city = gx_city_of(world->people, user);
        *first = world->people->city_first[city];
        *end = world->people->city_first[city + 1];
    }
}

static uint32_t pick(const uint64_t *before, uint32_t first, uint32_t end, uint64_t word)
{
    uint64_t target = before[first] + gx_below64(word, before[end] - before[first]);
    while (end - first > 1) { /* before[first] <= target < before[end] */
        uint32_t middle = first + (end - first) / 2;
        if (before[middle] <= target)
            first = middle;
        else
            end = middle;
    }
    return first;
}

static void count_ties(const weak_world *world, uint32_t threads)
{
    int64_t users = world->people->users;
#pragma omp parallel for schedule(static) num_threads((int)threads)
    for (int64_t at = 0; at < users; at++) {
        uint32_t user = (uint32_t)at, first, end;
        reach_of(world, user, &first, &end);
        double weight = (double)(world->before[user + 1] - world->before[user]);
        double total = (double)(world->before[end] - world->before[first]);
        double mean = world->mean / 2 * (weight * (double)(end - first) / total);
        uint32_t word = gx_draw_at(world->key, GX_DRAW_WEAK_COUNT, user, 0, 0).word[0];
        world->made.offset[user + 1] = gx_poisson(mean < WEAK_MAX ? mean : WEAK_MAX, word);
    }
}

static void draw_ties(const weak_world *world, uint32_t threads)
{
    int64_t users = world->people->users;
#pragma omp parallel for schedule(dynamic, BLOCK) num_threads((int)threads)
    for (int64_t at = 0; at < users; at++) {
        uint32_t user = (uint32_t)at, first, end;
        reach_of(world, user, &first, &end);
        uint32_t *target = world->made.column + world->made.offset[user];
        uint32_t count = gx_row_length(&world->made, user);
        for (uint32_t number = 0; number < count; number++) {
            gx_draw draw = gx_draw_at(world->key, GX_DRAW_WEAK_TIE, user, number, 0);
            target[number] = pick(world->before, first, end, gx_draw_high(draw));
        }
    }
}

/* One part's share of a pass over all ties: counting (out NULL), or placing at fill[user]. */
static void turn_part(uint64_t *fill, gx_rows *out, const gx_rows *made, uint32_t low, uint32_t high)
{
    for (uint32_t maker = 0; maker < made->rows; maker++) {
        bool mine = maker >= low && maker < high;
        for (uint64_t at = made->offset[maker]; at < made->offset[maker + 1]; at++) {
            uint32_t target = made->column[at];
            if (target == maker)
                continue;
            if (mine) {
                uint64_t place = fill[maker]++;
                if (out != NULL)
                    out->column[place] = target;
            }
            if (target >= low && target < high) {
                uint64_t place = fill[target]++;
                if (out != NULL)
                    out->column[place] = maker;
            }
        }
    }
}

static void turn(uint64_t *fill, gx_rows *out, const gx_rows *made, uint32_t threads)
{
    uint64_t users = made->rows, parts = threads;
#pragma omp parallel for schedule(static, 1) num_threads((int)threads)
    for (int64_t part = 0; part < (int64_t)parts; part++)
        turn_part(fill, out, made, (uint32_t)(users * (uint64_t)part / parts),
                  (uint32_t)(users * ((uint64_t)part + 1) / parts));
}

/* Row u of `out`: whom u made ties to and who made ties to u, in the order of makers; loops left out. */
static gx_status both_ways(gx_rows *out, const gx_rows *made, uint32_t threads, gx_error *error)
{
    uint32_t users = made->rows;
    gx_status status =
        gx_rows_allocate(out, users, 2 * made->offset[users], GX_ROWS_PLAIN, "the weak ties", error);
    if (status != GX_OK)
        return status;
    uint64_t *fill = gx_alloc_columns(users, sizeof *fill);
    if (fill == NULL)
        return gx_fail_memory(error, "the weak ties");
    turn(fill, NULL, made, threads);
    for (uint32_t user = 0; user < users; user++) {
        out->offset[user + 1] = out->offset[user] + fill[user];
        fill[user] = out->offset[user];
    }
    turn(fill, out, made, threads);
    gx_free(fill);
    return GX_OK;
}

gx_status gx_weak_make(gx_rows *out, const gx_population *population, const gx_network_config *config,
                       gx_key key, uint32_t threads, gx_error *error)
{
    weak_world world = {
        .people = population, .key = key, .mean = config->weak_mean, .apart = config->cities_apart};
    uint32_t users = population->users;
    world.before = gx_alloc_columns((size_t)users + 1, sizeof *world.before);
    world.made.rows = users;
    world.made.offset = gx_alloc_columns((size_t)users + 1, sizeof *world.made.offset);
    gx_status status = GX_OK;
    if (world.before == NULL || world.made.offset == NULL)
        status = gx_fail_memory(error, "the weak ties");
    if (status == GX_OK)
        status = sum_weights(world.before, population, config->weak_activity, error);
    if (status == GX_OK) {
        count_ties(&world, threads);
        uint64_t count = gx_rows_sum(world.made.offset, users);
        world.made.column = gx_alloc_columns((size_t)count, sizeof *world.made.column);
        if (world.made.column == NULL)
            status = gx_fail_memory(error, "the weak ties");
    }
    if (status == GX_OK) {
        draw_ties(&world, threads);
        gx_free(world.before);
        world.before = NULL;
        status = both_ways(out, &world.made, threads, error);
    }
    gx_free(world.before);
    gx_rows_free(&world.made);
    return status;
}
