/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interest circles: a bipartite Chung-Lu graph. A user is in Poisson(per_user * activity) circles, drawn by
 * popularity, which falls with rank as rank^-zipf; a circle drawn twice is drawn again. Nobody's place, sex
 * or age matters: members are strangers, all over the nation, which is what makes ties from circles
 * shortcuts. */
#include "interests.h"
#include "../purposes.h"
#include "../rows.h"
#include "arcs.h"
#include "pick.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/base/sort.h>

enum { PLACES_MAX = 200, TRIES = 16, CIRCLES_MAX = 1 << 24, BLOCK = 4096 };

static const char what[] = "the interest circles";

typedef struct interest_world {
    const gx_population *people;
    gx_key key;
    double per_user;
    gx_alias *popularity;
    gx_rows *rows;    /* user -> circles, with room for all places */
    uint32_t *length; /* of each row */
} interest_world;

static gx_status check(const gx_interests_config *config, gx_error *error)
{
    bool fine = config->per_user >= 0 && config->per_user <= 50 && config->users_a_circle >= 1 &&
                config->zipf >= 0 && config->zipf <= 3;
    return fine ? GX_OK
                : gx_fail(error, GX_ERR_ARGUMENT, "circles: a value is outside the range of its field");
}

static uint32_t circle_count(const gx_population *people, const gx_interests_config *config)
{
    int64_t count = ((int64_t)people->users + config->users_a_circle / 2) / config->users_a_circle;
    return count < 1 ? 1 : count > CIRCLES_MAX ? CIRCLES_MAX : (uint32_t)count;
}

static gx_status make_popularity(interest_world *world, uint32_t circles, double zipf, gx_error *error)
{
    double *weight = gx_alloc(circles, sizeof *weight);
    if (weight == NULL)
        return gx_fail_memory(error, what);
    for (uint32_t circle = 0; circle < circles; circle++)
        weight[circle] = gx_pow((double)circle + 1, -zipf);
    gx_status status = gx_alias_create(&world->popularity, weight, circles, error);
    gx_free(weight);
    return status;
}

/* No more places than circles. */
static void count_places(const interest_world *world, uint32_t circles, uint32_t threads)
{
    uint32_t most = circles < PLACES_MAX ? circles : PLACES_MAX;
    int64_t users = world->people->users;
#pragma omp parallel for schedule(static) num_threads((int)threads)
    for (int64_t user = 0; user < users; user++) {
        double mean = world->per_user * gx_activity_of(world->people, (uint32_t)user) / 256.0;
        uint32_t word = gx_draw_at(world->key, GX_DRAW_INTERESTS, (uint32_t)user, 0, 0).word[0];
        uint32_t count = gx_poisson(mean < 4 * PLACES_MAX ? mean : 4 * PLACES_MAX, word);
        world->rows->offset[user + 1] = count < most ? count : most;
    }
}

static void draw_places(const interest_world *world, gx_seen *seen, uint32_t user)
{
    uint32_t *circle = world->rows->column + world->rows->offset[user];
    uint32_t places = gx_row_length(world->rows, user), length = 0;
    gx_seen_clear(seen, places);
    for (uint32_t place = 0; place < places; place++)
        for (uint32_t attempt = 0; attempt < TRIES; attempt++) {
            gx_draw draw = gx_draw_at(world->key, GX_DRAW_INTEREST, user, place, attempt);
            uint32_t found = gx_alias_draw(world->popularity, gx_draw_high(draw));
            if (gx_seen_add(seen, found)) {
                circle[length++] = found;
                break;
            }
        }
    uint32_t scratch[PLACES_MAX];
    gx_sort_u32(circle, scratch, length);
    world->length[user] = length;
}

static void draw_all(const interest_world *world, uint32_t threads)
{
    int64_t users = world->people->users, blocks = (users + BLOCK - 1) / BLOCK;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t block = 0; block < blocks; block++) {
        gx_seen seen;
        int64_t end = (block + 1) * BLOCK < users ? (block + 1) * BLOCK : users;
        for (int64_t user = block * BLOCK; user < end; user++)
            draw_places(world, &seen, (uint32_t)user);
    }
}

static gx_status make(gx_interests *out, interest_world *world, const gx_interests_config *config,
                      uint32_t threads, gx_error *error)
{
    uint32_t circles = circle_count(world->people, config), users = world->people->users;
    gx_status status = make_popularity(world, circles, config->zipf, error);
    if (status != GX_OK)
        return status;
    world->rows = &out->user_circles;
    world->rows->rows = users;
    world->rows->offset = gx_alloc_columns((size_t)users + 1, sizeof *world->rows->offset);
    world->length = gx_alloc_columns(users, sizeof *world->length);
    if (world->rows->offset == NULL || world->length == NULL)
        return gx_fail_memory(error, what);
    count_places(world, circles, threads);
    world->rows->column =
        gx_alloc_columns((size_t)gx_rows_sum(world->rows->offset, users), sizeof *world->rows->column);
    if (world->rows->column == NULL)
        return gx_fail_memory(error, what);
    draw_all(world, threads);
    gx_rows_close_gaps(world->rows, world->length);
    return gx_rows_invert(&out->members, world->rows, circles, what, error);
}

gx_status gx_interests_make(gx_interests *out, const gx_population *population,
                            const gx_interests_config *config, gx_key key, uint32_t threads, gx_error *error)
{
    *out = (gx_interests){0};
    interest_world world = {.people = population, .key = key, .per_user = config->per_user};
    gx_status status = check(config, error);
    if (status == GX_OK)
        status = make(out, &world, config, threads == 0 ? 1 : threads, error);
    gx_alias_free(world.popularity);
    gx_free(world.length);
    if (status != GX_OK)
        gx_interests_free(out);
    return status;
}

void gx_interests_free(gx_interests *interests)
{
    gx_rows_free(&interests->members);
    gx_rows_free(&interests->user_circles);
}
