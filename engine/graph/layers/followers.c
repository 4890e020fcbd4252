/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Followers: a directed Chung-Lu graph of static fitness (Goh, Kahng & Kim 2001; Caldarelli et al. 2002).
 *
 * Only users with a microblog account take part. Each account has an attractiveness, drawn from a Pareto
 * distribution: P(more than f) = f^-star_tail from 1 upward. An account follows Poisson(mean * activity)
 * others, each drawn in proportion to attractiveness: a share `local` among the accounts of one's own city,
 * the rest among all. Whom one follows already, or oneself, is drawn again. So followers are a mixture of
 * Poisson numbers with the tail of the attractiveness, while nobody follows very many.
 *
 * A sample of the nation has its stars, not its star of stars: attractiveness is cut where the expected
 * followers of one account reach `star_reach` of all accounts, so that hubs stay hubs at any size, and none
 * is followed by everybody. The top twentieth by attractiveness are the stars. When neither is a star, the
 * one followed follows back with the chance `reciprocal`, by a draw on the pair. What is returned adds to
 * whom one follows; the numbers drawn are taken down by as much, so that `mean` is kept.
 */
#include "../purposes.h"
#include "arcs.h"
#include "pick.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/graph/layer.h>

enum {
    FOLLOWED_MAX = 2000, /* the microblog's own limit */
    TRIES = 16,
    BLOCK = 4096,
    ATTRACTION_BITS = 12
};
static const double attraction_max = 4294967296.0; /* 2^32 and fractional bits: sums stay below 2^64 */
static const double star_share = 0.05;

static const char what[] = "the followers";

typedef struct follow_world {
    const gx_population *people;
    gx_key key;
    const gx_followers_config *config;
    uint32_t threads;
    uint32_t accounts;
    uint32_t *user;       /* accounts: whose, ascending */
    gx_lots lots;         /* of accounts: attractiveness */
    uint32_t *city_first; /* cities + 1: accounts of a city */
    double cut;           /* the largest attractiveness */
    uint64_t star_from;   /* the least attractiveness of a star */
    double made_share;    /* of whom one follows, drawn by oneself */
    gx_chance local, back;
    gx_rows made;
} follow_world;

static gx_status check(const gx_followers_config *config, gx_error *error)
{
    bool fine = config->mean >= 0 && config->mean <= 1000 && config->star_tail >= 1.05 &&
                config->star_tail <= 10 && config->local >= 0 && config->local <= 1 &&
                config->reciprocal >= 0 && config->reciprocal <= 1 && config->star_reach > 0 &&
                config->star_reach <= 1;
    return fine ? GX_OK
                : gx_fail(error, GX_ERR_ARGUMENT, "followers: a value is outside the range of its field");
}

/* Where attractiveness is cut: c with mean * c / (accounts * E min(f, c)) = -ln(1 - reach), as followers of
 * one are Poisson draws of all; for Pareto E min(f, c) = (tail - c^(1 - tail)) / (tail - 1). Found by the
 * iteration from above, which falls to the largest solution; at least 2, whatever the sample. */
static double attraction_cut(const gx_followers_config *config, double accounts)
{
    enum { ROUNDS = 60 };
    double tail = config->star_tail, cut = attraction_max;
    double left = 1 - config->star_reach; /* of the accounts, who do not follow it */
    if (config->mean <= 0 || left <= 0)
        return attraction_max;
    double share = -gx_log(left) / config->mean;
    for (int round = 0; round < ROUNDS; round++)
        cut = share * accounts * (tail - gx_pow(cut, 1 - tail)) / (tail - 1);
    return cut > 2 ? cut : 2;
}

/* f of the account that has a share `above` of the accounts above it. */
static uint64_t attraction_of(const follow_world *world, double above)
{
    double fitness = gx_pow(above, -1 / world->config->star_tail);
    return (uint64_t)((fitness < world->cut ? fitness : world->cut) * (1 << ATTRACTION_BITS));
}

/* Who has an account: has[user]. A block of users is one thread's. */
static void find_accounts(const follow_world *world, uint8_t *has)
{
    int64_t users = world->people->users;
#pragma omp parallel for schedule(dynamic, BLOCK) num_threads((int)world->threads)
    for (int64_t user = 0; user < users; user++)
        has[user] = gx_person_of(world->people, (uint32_t)user).accounts >> GX_PLATFORM_microblog & 1;
}

static gx_status number_accounts(follow_world *world, const uint8_t *has, gx_error *error)
{
    const gx_population *people = world->people;
    for (uint32_t user = 0; user < people->users; user++)
        world->accounts += has[user];
    world->user = gx_alloc_columns(world->accounts, sizeof *world->user);
    world->city_first = gx_alloc((size_t)people->cities + 1, sizeof *world->city_first);
    if (world->user == NULL || world->city_first == NULL)
        return gx_fail_memory(error, what);
    uint32_t account = 0;
    for (uint32_t city = 0; city < people->cities; city++) {
        gx_span span = gx_city_span(people, city);
        for (uint32_t user = span.first; user < span.end; user++)
            if (has[user])
                world->user[account++] = user;
        world->city_first[city + 1] = account;
    }
    return gx_lots_allocate(&world->lots, world->accounts, what, error);
}

static uint64_t attraction_at(const follow_world *world, uint32_t account)
{
    return world->lots.before[account + 1] - world->lots.before[account];
}

static bool is_star(const follow_world *world, uint32_t account)
{
    return attraction_at(world, account) >= world->star_from;
}

/* How many of the draws among the accounts first … end-1 lead from one ordinary account to another. */
static double draws_between(const follow_world *world, uint32_t first, uint32_t end)
{
    uint64_t attraction = 0, accounts = 0;
    for (uint32_t account = first; account < end; account++) {
        attraction += is_star(world, account) ? 0 : attraction_at(world, account);
        accounts += !is_star(world, account);
    }
    double all = (double)(world->lots.before[end] - world->lots.before[first]);
    return all > 0 ? (double)accounts * ((double)attraction / all) : 0;
}

static void weigh_accounts(follow_world *world)
{
    const gx_followers_config *config = world->config;
    int64_t accounts = world->accounts;
    world->cut = attraction_cut(config, (double)accounts);
#pragma omp parallel for schedule(static) num_threads((int)world->threads)
    for (int64_t account = 0; account < accounts; account++) {
        uint32_t word = gx_draw_at(world->key, GX_DRAW_ATTRACTION, world->user[account], 0, 0).word[0];
        double above = ((double)word + 0.5) / 4294967296.0;
        world->lots.before[account + 1] = attraction_of(world, above);
    }
    for (int64_t account = 0; account < accounts; account++)
        world->lots.before[account + 1] += world->lots.before[account];
    world->star_from = attraction_of(world, star_share);
    double near = 0, far = draws_between(world, 0, world->accounts);
    for (uint32_t city = 0; city < world->people->cities; city++)
        near += draws_between(world, world->city_first[city], world->city_first[city + 1]);
    double between = config->local * near + (1 - config->local) * far;
    world->made_share = accounts == 0 ? 1 : 1 / (1 + config->reciprocal * between / (double)accounts);
}

/* Row of a user without account: empty. */
static void count_follows(const follow_world *world)
{
    uint32_t most = world->accounts - 1 < FOLLOWED_MAX ? world->accounts - 1 : FOLLOWED_MAX;
    double mean = world->config->mean * world->made_share;
    int64_t accounts = world->accounts;
#pragma omp parallel for schedule(static) num_threads((int)world->threads)
    for (int64_t account = 0; account < accounts; account++) {
        uint32_t user = world->user[account];
        double own = mean * gx_activity_of(world->people, user) / 256.0;
        uint32_t word = gx_draw_at(world->key, GX_DRAW_FOLLOWS, user, 0, 0).word[0];
        uint32_t count = gx_poisson(own < 2 * FOLLOWED_MAX ? own : 2 * FOLLOWED_MAX, word);
        world->made.offset[user + 1] = count < most ? count : most;
    }
}

/* The arc to what was drawn, with its mark. */
static uint32_t arc_to(const follow_world *world, uint32_t user, bool star, uint32_t account)
{
    uint32_t other = world->user[account];
    if (star || is_star(world, account))
        return other;
    gx_draw draw = gx_draw_at(world->key, GX_DRAW_FOLLOW_BACK, other < user ? other : user,
                              other < user ? user : other, 0);
    return gx_happens(world->back, draw.word[0]) ? other | gx_arc_back : other;
}

static void draw_account(const follow_world *world, gx_seen *seen, uint32_t account, uint32_t city)
{
    uint32_t user = world->user[account];
    uint32_t *arc = world->made.column + world->made.offset[user];
    uint32_t places = gx_row_length(&world->made, user);
    bool star = is_star(world, account);
    uint32_t first = world->city_first[city], end = world->city_first[city + 1];
    gx_seen_clear(seen, places + 1);
    gx_seen_add(seen, account);
    for (uint32_t place = 0; place < places; place++) {
        arc[place] = gx_arc_void;
        for (uint32_t attempt = 0; attempt < TRIES && arc[place] == gx_arc_void; attempt++) {
            gx_draw draw = gx_draw_at(world->key, GX_DRAW_FOLLOW, user, place, attempt);
            bool near = gx_happens(world->local, draw.word[0]);
            uint32_t found =
                gx_lots_pick(&world->lots, near ? first : 0, near ? end : world->accounts, gx_draw_low(draw));
            if (gx_seen_add(seen, found))
                arc[place] = arc_to(world, user, star, found);
        }
    }
}

static void draw_follows(const follow_world *world)
{
    int64_t blocks = ((int64_t)world->accounts + BLOCK - 1) / BLOCK;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)world->threads)
    for (int64_t block = 0; block < blocks; block++) {
        gx_seen seen;
        uint32_t account = (uint32_t)(block * BLOCK);
        uint32_t end = world->accounts - account < BLOCK ? world->accounts : account + BLOCK;
        uint32_t city = gx_city_of(world->people, world->user[account]);
        for (; account < end; account++) {
            while (account >= world->city_first[city + 1])
                city++;
            draw_account(world, &seen, account, city);
        }
    }
}

static gx_status make(follow_world *world, gx_error *error)
{
    uint32_t users = world->people->users;
    uint8_t *has = gx_alloc_columns(users, sizeof *has);
    world->made.rows = users;
    world->made.offset = gx_alloc_columns((size_t)users + 1, sizeof *world->made.offset);
    if (has == NULL || world->made.offset == NULL) {
        gx_free(has);
        return gx_fail_memory(error, what);
    }
    find_accounts(world, has);
    gx_status status = number_accounts(world, has, error);
    gx_free(has);
    if (status != GX_OK)
        return status;
    weigh_accounts(world);
    status = gx_lots_guide(&world->lots, what, error);
    if (status != GX_OK)
        return status;
    if (world->accounts > 1)
        count_follows(world);
    uint64_t count = gx_rows_sum(world->made.offset, users);
    world->made.column = gx_alloc_columns((size_t)count, sizeof *world->made.column);
    if (world->made.column == NULL)
        return gx_fail_memory(error, what);
    draw_follows(world);
    return GX_OK;
}

gx_status gx_followers_make(gx_rows *out, const gx_population *population, const gx_followers_config *config,
                            gx_key key, uint32_t threads, gx_error *error)
{
    *out = (gx_rows){0};
    gx_status status = check(config, error);
    if (status != GX_OK)
        return status;
    follow_world world = {.people = population,
                          .key = key,
                          .config = config,
                          .threads = threads == 0 ? 1 : threads,
                          .local = gx_chance_of(config->local),
                          .back = gx_chance_of(config->reciprocal)};
    status = make(&world, error);
    gx_free(world.user);
    gx_lots_free(&world.lots);
    gx_free(world.city_first);
    if (status == GX_OK)
        status = gx_arcs_turn(out, &world.made, world.threads, what, error);
    gx_rows_free(&world.made);
    if (status == GX_OK)
        status = gx_rows_tidy(out, world.threads, what, error);
    if (status != GX_OK)
        gx_rows_free(out);
    return status;
}
