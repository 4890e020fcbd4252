/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weak ties: a Chung-Lu graph (Chung & Lu 2002) of integer weights, with gravity between cities, and a share
 * of ties from interest circles.
 *
 * User i has weight w_i = activity_i^x. It makes Poisson(mean/2 * w_i / mean w) ties. A tie counts for both
 * ends, and the other end is drawn so that everybody is chosen as often as they choose; so i's expected
 * number of ties is mean * w_i / mean w, half made by itself and half by others, wherever i lives:
 *
 *     by gravity   first the city, by its balanced pull (gravity.c), then a user of it in proportion to the
 *                  weight that the user brings to this game
 *     by circle    one of the circles that i is in, then a member j of it in proportion to w_j / (number of
 *                  j's circles): a circle then gives to j what j gives to it. Distance does not matter.
 *
 * Who is in circles brings a share `weak_circles` of the weight to them and the rest to gravity; who is in
 * none brings all to gravity. With `cities_apart` each city is its own world: only its users, no circles.
 * Ties to oneself are void.
 */
#include "weak.h"
#include "../layers/arcs.h"
#include "../layers/interests.h"
#include "../layers/pick.h"
#include "../purposes.h"
#include "gravity.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>

#include <omp.h>

enum { ACTIVITY_VALUES = 65536, BLOCK = 16384, WEAK_MAX = 20000 };
static const double weight_one = 65536;

static const char what[] = "the weak ties";

typedef struct weak_world {
    const gx_population *people;
    gx_key key;
    double mean;
    bool apart;
    gx_chance from_circle;  /* of a tie of who is in one */
    uint64_t *weight;       /* by activity; 16 fractional bits, at least 2^-16 */
    gx_lots lots;           /* of users: what each brings to gravity */
    gx_interests interests; /* no rows when no tie comes from circles */
    gx_lots member_lots;    /* beside interests.members: what each brings to that circle */
    gx_gravity gravity;
    gx_rows made;      /* user -> targets */
    uint64_t *chances; /* of cities, for each thread */
} weak_world;

static uint64_t weight_of(const weak_world *world, uint32_t user)
{
    return world->weight[gx_activity_of(world->people, user)];
}

static uint32_t circles_of(const weak_world *world, uint32_t user)
{
    return world->interests.user_circles.rows == 0 ? 0 : gx_row_length(&world->interests.user_circles, user);
}

static void weigh(weak_world *world, double power)
{
    for (uint32_t activity = 1; activity < ACTIVITY_VALUES; activity++)
        world->weight[activity] = 1 + (uint64_t)(weight_one * gx_pow((double)activity / 256.0, power));
    world->weight[0] = 1;
    for (uint32_t user = 0; user < world->people->users; user++) {
        uint64_t own = weight_of(world, user);
        if (circles_of(world, user) > 0)
            own = 1 + gx_below64(own << 16, ((UINT64_C(1) << 32) - world->from_circle.threshold) << 16);
        world->lots.before[user + 1] = world->lots.before[user] + own;
    }
}

static gx_status weigh_members(weak_world *world, gx_error *error)
{
    const gx_rows *members = &world->interests.members;
    uint64_t count = members->offset[members->rows];
    if (count >= UINT32_MAX)
        return gx_fail(error, GX_ERR_LIMIT,
                       "weak ties: more than 2^32 places in interest circles; lower "
                       "circles.per_user, or set graph.weak_circles to 0");
    gx_status status = gx_lots_allocate(&world->member_lots, (uint32_t)count, what, error);
    if (status != GX_OK)
        return status;
    uint64_t *before = world->member_lots.before;
    for (uint64_t at = 0; at < count; at++) {
        uint32_t user = members->column[at], circles = circles_of(world, user);
        before[at + 1] = before[at] + (circles > 0 ? weight_of(world, user) / circles : 0);
    }
    return gx_lots_guide(&world->member_lots, what, error);
}

/* How many ties each makes: of its city's when cities are apart, else of the nation's. */
static void count_ties(const weak_world *world, uint64_t total, uint32_t threads)
{
    int64_t users = world->people->users;
#pragma omp parallel for schedule(static) num_threads((int)threads)
    for (int64_t at = 0; at < users; at++) {
        uint32_t user = (uint32_t)at;
        double share = (double)weight_of(world, user) * (double)users / (double)total;
        if (world->apart) {
            gx_span city = gx_city_span(world->people, gx_city_of(world->people, user));
            share = (double)(world->lots.before[user + 1] - world->lots.before[user]) *
                    (double)(city.end - city.first) /
                    (double)(world->lots.before[city.end] - world->lots.before[city.first]);
        }
        double mean = world->mean / 2 * share;
        uint32_t word = gx_draw_at(world->key, GX_DRAW_WEAK_COUNT, user, 0, 0).word[0];
        world->made.offset[user + 1] = gx_poisson(mean < WEAK_MAX ? mean : WEAK_MAX, word);
    }
}

static uint32_t draw_in_circle(const weak_world *world, uint32_t user, gx_draw draw)
{
    const uint32_t *circles = gx_row(&world->interests.user_circles, user);
    uint32_t circle = circles[gx_below32(draw.word[1], circles_of(world, user))];
    const gx_rows *members = &world->interests.members;
    return members->column[gx_lots_pick(&world->member_lots, (uint32_t)members->offset[circle],
                                        (uint32_t)members->offset[circle + 1], gx_draw_low(draw))];
}

/* The city whose chances the word falls into; most often it is one's own. */
static uint32_t draw_city(const uint64_t *chances, uint32_t cities, uint32_t own, uint32_t word)
{
    if (chances[own] <= word && word < chances[own + 1])
        return own;
    uint32_t low = 0, high = cities;
    while (high - low > 1) { /* chances[low] <= word < chances[high] */
        uint32_t middle = low + (high - low) / 2;
        if (chances[middle] <= word)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static uint32_t draw_by_gravity(const weak_world *world, uint32_t city, const uint64_t *chances, gx_draw draw)
{
    if (!world->apart)
        city = draw_city(chances, world->people->cities, city, draw.word[1]);
    gx_span span = gx_city_span(world->people, city);
    return gx_lots_pick(&world->lots, span.first, span.end, gx_draw_low(draw));
}

static void draw_user(const weak_world *world, uint32_t user, uint32_t city, const uint64_t *chances)
{
    uint32_t *target = world->made.column + world->made.offset[user];
    uint32_t count = gx_row_length(&world->made, user);
    bool joined = circles_of(world, user) > 0;
    for (uint32_t number = 0; number < count; number++) {
        gx_draw draw = gx_draw_at(world->key, GX_DRAW_WEAK_TIE, user, number, 0);
        uint32_t other = joined && gx_happens(world->from_circle, draw.word[0])
                             ? draw_in_circle(world, user, draw)
                             : draw_by_gravity(world, city, chances, draw);
        target[number] = other == user ? gx_arc_void : other | gx_arc_back;
    }
}

/* Block by block; the chances of cities are computed once for each city in a block. */
static void draw_ties(const weak_world *world, uint32_t threads)
{
    const gx_population *people = world->people;
    int64_t blocks = ((int64_t)people->users + BLOCK - 1) / BLOCK;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t block = 0; block < blocks; block++) {
        uint64_t *chances = world->chances + (size_t)omp_get_thread_num() * ((size_t)people->cities + 1);
        uint32_t user = (uint32_t)(block * BLOCK);
        uint32_t end = people->users - user < BLOCK ? people->users : user + BLOCK;
        while (user < end) {
            uint32_t city = gx_city_of(people, user), last = gx_city_span(people, city).end;
            if (!world->apart)
                gx_gravity_row(&world->gravity, city, chances);
            for (last = last < end ? last : end; user < last; user++)
                draw_user(world, user, city, chances);
        }
    }
}

static gx_status allocate(weak_world *world, uint32_t threads, gx_error *error)
{
    size_t users = world->people->users, cities = world->people->cities;
    world->weight = gx_alloc(ACTIVITY_VALUES, sizeof *world->weight);
    world->made.rows = (uint32_t)users;
    world->made.offset = gx_alloc_columns(users + 1, sizeof *world->made.offset);
    world->chances = gx_alloc(threads * (cities + 1), sizeof *world->chances);
    bool fine = world->weight != NULL && world->made.offset != NULL && world->chances != NULL;
    return fine ? gx_lots_allocate(&world->lots, (uint32_t)users, what, error) : gx_fail_memory(error, what);
}

static gx_status draw_all(weak_world *world, const gx_network_config *config, uint32_t threads,
                          gx_error *error)
{
    gx_status status = GX_OK;
    if (world->from_circle.threshold > 0) {
        const gx_interests_config *interests = config->interests;
        status = gx_interests_make(&world->interests, world->people,
                                   interests != NULL ? interests : &gx_interests_usual, world->key, threads,
                                   error);
    }
    if (status != GX_OK)
        return status;
    weigh(world, config->weak_activity);
    uint64_t total = 0;
    for (uint32_t user = 0; user < world->people->users; user++)
        total += weight_of(world, user);
    status = gx_lots_guide(&world->lots, what, error);
    if (status == GX_OK && world->from_circle.threshold > 0)
        status = weigh_members(world, error);
    if (status == GX_OK && !world->apart)
        status = gx_gravity_make(&world->gravity, world->people, world->lots.before, config->weak_decay,
                                 threads, error);
    if (status != GX_OK)
        return status;
    count_ties(world, total, threads);
    uint64_t count = gx_rows_sum(world->made.offset, world->people->users);
    world->made.column = gx_alloc_columns((size_t)count, sizeof *world->made.column);
    if (world->made.column == NULL)
        return gx_fail_memory(error, what);
    draw_ties(world, threads);
    return GX_OK;
}

gx_status gx_weak_make(gx_rows *out, const gx_population *population, const gx_network_config *config,
                       gx_key key, uint32_t threads, gx_error *error)
{
    weak_world world = {.people = population,
                        .key = key,
                        .mean = config->weak_mean,
                        .apart = config->cities_apart,
                        .from_circle = gx_chance_of(config->cities_apart ? 0 : config->weak_circles)};
    threads = threads == 0 ? 1 : threads;
    gx_status status = allocate(&world, threads, error);
    if (status == GX_OK)
        status = draw_all(&world, config, threads, error);
    gx_free(world.weight);
    gx_lots_free(&world.lots);
    gx_lots_free(&world.member_lots);
    gx_free(world.chances);
    gx_gravity_free(&world.gravity);
    gx_interests_free(&world.interests);
    if (status == GX_OK)
        status = gx_arcs_turn(out, &world.made, threads, what, error);
    gx_rows_free(&world.made);
    return status;
}
