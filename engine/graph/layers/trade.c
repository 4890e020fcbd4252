/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trade: who buys where, and how often.
 *
 * A user buys from Poisson(merchants_a_month * activity) merchants a month, none drawn twice:
 *
 *     near     of the own district within 3 km, in proportion to size * distance^-near_decay (Huff 1963)
 *     city     of all shops of the city, in proportion to size
 *     online   of all online merchants, in proportion to size
 *
 * Who finds nothing new in 16 tries goes into any shop of the market, and after 16 more to any of the next
 * market, which is also what happens when a market is empty. The more merchants somebody has, the less they
 * are the large ones: the n-th further merchant is with the chance variety * n / (n + 10) the smaller of two
 * drawn. So light buyers buy from the large and heavy buyers also from the small, as McPhee (1963) and
 * Ehrenberg, Goodhardt & Barwise (1990) saw everywhere; degrees of buyers and merchants go against each
 * other.
 *
 * How often the user comes to each is a Simon process
 * (Simon 1955): a purchase repeats an earlier one, any with the same chance, with probability `loyalty`, and
 * else goes to the next merchant drawn; it ends before the merchant behind the last. So a user makes
 * 1 / (1 - loyalty) purchases a merchant on the mean, and visits by rank fall as rank^-loyalty.
 */
#include "../purposes.h"
#include "arcs.h"
#include "decay.h"
#include "pick.h"

#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/base/sort.h>
#include <gx/graph/layer.h>

#include <omp.h>

enum { SHOPS_MAX = 500, TRIES = 16, PURCHASES_MAX = 4096, VISITS_MAX = 255, MARKETS = 4 };
static const uint32_t no_shop = UINT32_MAX;
static const double near_km = 3, nearest_km = 0.1; /* nobody lives nearer to a shop, or it makes no odds */
static const double weight_one = 1024;

static const char what[] = "the trade";

typedef struct trade_world {
    const gx_population *people;
    const gx_merchants *merchants;
    gx_key key;
    double mean;
    gx_chance near, city; /* city: of both, cumulated */
    gx_chance loyal;
    gx_chance vary[SHOPS_MAX]; /* by place: of two merchants the smaller */
    gx_decay decay;
    uint64_t *before;     /* merchants + 1: sums of sizes */
    uint32_t *city_first; /* cities + 1: shops of a city */
    gx_rows *out;
    uint32_t *length; /* of each row */
} trade_world;

/* One thread's: the shops of a district. */
typedef struct bench {
    gx_point *point;
    uint64_t *before; /* sums of weights, seen from one user's home */
    gx_seen seen;
    uint32_t shop[SHOPS_MAX];
    uint8_t visits[SHOPS_MAX];
    uint16_t past[PURCHASES_MAX]; /* which of the shops each purchase was at */
} bench;

static gx_status check(const gx_trade_config *config, gx_error *error)
{
    bool fine = config->merchants_a_month >= 0 && config->merchants_a_month <= 100 && config->near >= 0 &&
                config->city >= 0 && config->near + config->city <= 1 + 1e-9 && config->near_decay >= 0 &&
                config->near_decay <= 4 && config->loyalty >= 0 && config->loyalty <= 0.95 &&
                config->variety >= 0 && config->variety <= 1;
    return fine ? GX_OK
                : gx_fail(error, GX_ERR_INPUT,
                          "trade: a value is outside the range of its field, or the shares near and city add "
                          "up to more than 1");
}

/* ---- Set-up ---- */

static void sum_sizes(trade_world *world)
{
    const gx_merchants *merchants = world->merchants;
    for (uint32_t at = 0; at < merchants->count; at++)
        world->before[at + 1] = world->before[at] + merchants->size[at];
    uint32_t district = 0;
    for (uint32_t city = 0; city < world->people->cities; city++) {
        uint32_t end = gx_city_span(world->people, city).end;
        while (district < merchants->districts && merchants->district_user[district] < end)
            district++;
        world->city_first[city + 1] = merchants->district_first[district];
    }
}

static void count_shops(const trade_world *world, uint32_t threads)
{
    uint32_t most = world->merchants->count < SHOPS_MAX ? world->merchants->count : SHOPS_MAX;
    int64_t users = world->people->users;
#pragma omp parallel for schedule(static) num_threads((int)threads)
    for (int64_t user = 0; user < users; user++) {
        double mean = world->mean * gx_activity_of(world->people, (uint32_t)user) / 256.0;
        uint32_t word = gx_draw_at(world->key, GX_DRAW_SHOPS, (uint32_t)user, 0, 0).word[0];
        uint32_t count = gx_poisson(mean < 4 * SHOPS_MAX ? mean : 4 * SHOPS_MAX, word);
        world->out->offset[user + 1] = count < most ? count : most;
    }
}

/* ---- One user ---- */

/* Sums of the weights of a district's shops as seen from `home`; when none is within reach, all are. */
static void weigh_near(const trade_world *world, bench *work, uint32_t first, uint32_t end, gx_point home)
{
    uint32_t count = end - first;
    double reach = near_km * near_km;
    for (int round = 0; round < 2; round++) {
        for (uint32_t at = 0; at < count; at++) {
            double x = (double)(work->point[at].x - home.x), y = (double)(work->point[at].y - home.y);
            double squared = x * x + y * y;
            bool open = squared <= reach;
            squared = squared > nearest_km * nearest_km ? squared : nearest_km * nearest_km;
            double weight =
                weight_one * world->merchants->size[first + at] * gx_decay_at(&world->decay, squared);
            work->before[at + 1] = work->before[at] + (open ? 1 + (uint64_t)weight : 0);
        }
        if (work->before[count] > 0)
            return;
        reach = 1e18;
    }
}

/* A market: the merchants first … end-1 by the sums at before[first - shift …]. */
typedef struct market {
    const uint64_t *before;
    uint32_t first, end, shift;
} market;

static bool is_open(const market *at)
{
    return at->before[at->end - at->shift] > at->before[at->first - at->shift];
}

/* The market of a word: near, city, online; one that is empty passes on, in the end to all merchants. */
static const market *market_of(const trade_world *world, const market markets[MARKETS], uint32_t word)
{
    int at = gx_happens(world->near, word) ? 0 : gx_happens(world->city, word) ? 1 : 2;
    while (at < MARKETS - 1 && !is_open(&markets[at]))
        at++;
    return &markets[at];
}

/* The open market behind `at`, NULL behind the last. */
static const market *next_market(const market markets[MARKETS], const market *at)
{
    for (at++; at < markets + MARKETS; at++)
        if (is_open(at))
            return at;
    return NULL;
}

static uint32_t pick_in(const market *at, uint64_t word)
{
    return at->shift + gx_pick(at->before, at->first - at->shift, at->end - at->shift, word);
}

/* Of two merchants drawn the smaller one; equals: the first. */
static uint32_t smaller(const gx_merchants *merchants, uint32_t one, uint32_t other)
{
    return merchants->size[other] < merchants->size[one] ? other : one;
}

/* One merchant of a market by size; with the chance `vary` the smaller of two, the second of which is drawn
 * on the occasion TRIES further on. */
static uint32_t draw_shop(const trade_world *world, const market *at, uint32_t user, uint32_t place,
                          uint32_t occasion, gx_draw draw)
{
    uint32_t shop = pick_in(at, gx_draw_low(draw));
    if (!gx_happens(world->vary[place], draw.word[1]))
        return shop;
    gx_draw second = gx_draw_at(world->key, GX_DRAW_SHOP, user, place, occasion + TRIES);
    return smaller(world->merchants, shop, pick_in(at, gx_draw_low(second)));
}

/* Any merchant of a market; none when it is out of reach. */
static uint32_t any_shop(const market *at, uint32_t word)
{
    uint32_t shop = at->first + gx_below32(word, at->end - at->first);
    return at->before[shop - at->shift + 1] > at->before[shop - at->shift] ? shop : no_shop;
}

/* A merchant that is new to the user: TRIES tries by size, then as many blindly, here and in the markets
 * behind: who knows all that is near looks for what is rare. */
static uint32_t find_shop(const trade_world *world, bench *work, const market markets[MARKETS], uint32_t user,
                          uint32_t place)
{
    const market *at = NULL;
    for (uint32_t attempt = 0; attempt < (MARKETS + 1) * TRIES; attempt++) {
        uint32_t round = attempt / TRIES, occasion = attempt + (round > 0 ? TRIES : 0); /* see draw_shop */
        gx_draw draw = gx_draw_at(world->key, GX_DRAW_SHOP, user, place, occasion);
        if (attempt == 0)
            at = market_of(world, markets, draw.word[0]);
        if (round > 1 && attempt % TRIES == 0)
            at = next_market(markets, at);
        if (at == NULL)
            break;
        uint32_t shop =
            round == 0 ? draw_shop(world, at, user, place, occasion, draw) : any_shop(at, draw.word[2]);
        if (shop != no_shop && gx_seen_add(&work->seen, shop))
            return shop;
    }
    return no_shop;
}

static uint32_t draw_shops(const trade_world *world, bench *work, const market markets[MARKETS],
                           uint32_t user)
{
    uint32_t places = gx_row_length(world->out, user), found = 0;
    gx_seen_clear(&work->seen, places);
    for (uint32_t place = 0; place < places; place++) {
        uint32_t shop = find_shop(world, work, markets, user, place);
        if (shop != no_shop)
            work->shop[found++] = shop;
    }
    return found;
}

/* Visits to each of the shops, in the order in which they were found. */
static void visit(const trade_world *world, bench *work, uint32_t shops, uint32_t user)
{
    uint32_t next = 0;
    for (uint32_t purchase = 0; purchase < PURCHASES_MAX; purchase++) {
        gx_draw draw = gx_draw_at(world->key, GX_DRAW_PURCHASE, user, purchase, 0);
        if (purchase > 0 && gx_happens(world->loyal, draw.word[0])) {
            uint16_t shop = work->past[gx_below32(draw.word[1], purchase)];
            work->past[purchase] = shop;
            work->visits[shop] = (uint8_t)(work->visits[shop] + (work->visits[shop] < VISITS_MAX));
            continue;
        }
        if (next == shops)
            return;
        work->past[purchase] = (uint16_t)next;
        work->visits[next++] = 1;
    }
    while (next < shops)
        work->visits[next++] = 1;
}

static void make_row(const trade_world *world, bench *work, const market markets[MARKETS], uint32_t user)
{
    uint32_t shops = draw_shops(world, work, markets, user);
    uint64_t entry[SHOPS_MAX], scratch[SHOPS_MAX];
    visit(world, work, shops, user);
    for (uint32_t at = 0; at < shops; at++)
        entry[at] = (uint64_t)work->shop[at] << 8 | work->visits[at];
    gx_sort_u64(entry, scratch, shops);
    uint64_t to = world->out->offset[user];
    for (uint32_t at = 0; at < shops; at++) {
        world->out->column[to + at] = (uint32_t)(entry[at] >> 8);
        world->out->strength[to + at] = (uint8_t)entry[at];
    }
    world->length[user] = shops;
}

/* ---- All ---- */

static void make_district(const trade_world *world, bench *work, uint32_t district)
{
    const gx_merchants *merchants = world->merchants;
    uint32_t first = merchants->district_first[district], end = merchants->district_first[district + 1];
    for (uint32_t at = first; at < end; at++)
        work->point[at - first] = gx_point_of(world->people, merchants->place[at]);
    uint32_t user = merchants->district_user[district], city = gx_city_of(world->people, user);
    market markets[MARKETS] = {
        {.before = work->before, .first = first, .end = end, .shift = first},
        {.before = world->before, .first = world->city_first[city], .end = world->city_first[city + 1]},
        {.before = world->before, .first = merchants->online_first, .end = merchants->count},
        {.before = world->before, .first = 0, .end = merchants->count}};
    for (; user < merchants->district_user[district + 1]; user++) {
        if (gx_row_length(world->out, user) == 0)
            continue;
        if (world->near.threshold > 0)
            weigh_near(world, work, first, end, gx_point_of(world->people, user));
        make_row(world, work, markets, user);
    }
}

static gx_status make_rows(const trade_world *world, uint32_t threads, gx_error *error)
{
    const gx_merchants *merchants = world->merchants;
    uint32_t most = 0;
    for (uint32_t at = 0; at < merchants->districts; at++) {
        uint32_t count = merchants->district_first[at + 1] - merchants->district_first[at];
        most = count > most ? count : most;
    }
    bench *benches = gx_alloc(threads, sizeof *benches);
    gx_point *points = gx_alloc((size_t)threads * most, sizeof *points);
    uint64_t *sums = gx_alloc((size_t)threads * ((size_t)most + 1), sizeof *sums);
    gx_status status = GX_OK;
    if (benches == NULL || points == NULL || sums == NULL) {
        status = gx_fail_memory(error, what);
    } else {
        for (uint32_t at = 0; at < threads; at++) {
            benches[at].point = points + (size_t)at * most;
            benches[at].before = sums + (size_t)at * ((size_t)most + 1);
        }
        int64_t districts = merchants->districts;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
        for (int64_t district = 0; district < districts; district++)
            make_district(world, &benches[omp_get_thread_num()], (uint32_t)district);
    }
    gx_free(benches);
    gx_free(points);
    gx_free(sums);
    return status;
}

static gx_status make(trade_world *world, uint32_t threads, gx_error *error)
{
    uint32_t users = world->people->users;
    gx_rows *out = world->out;
    world->before = gx_alloc_columns((size_t)world->merchants->count + 1, sizeof *world->before);
    world->city_first = gx_alloc((size_t)world->people->cities + 1, sizeof *world->city_first);
    world->length = gx_alloc_columns(users, sizeof *world->length);
    out->rows = users;
    out->offset = gx_alloc_columns((size_t)users + 1, sizeof *out->offset);
    if (world->before == NULL || world->city_first == NULL || world->length == NULL || out->offset == NULL)
        return gx_fail_memory(error, what);
    sum_sizes(world);
    count_shops(world, threads);
    uint64_t count = gx_rows_sum(out->offset, users);
    out->column = gx_alloc_columns((size_t)count, sizeof *out->column);
    out->strength = gx_alloc_columns((size_t)count, sizeof *out->strength);
    if (out->column == NULL || out->strength == NULL)
        return gx_fail_memory(error, what);
    gx_status status = make_rows(world, threads, error);
    if (status == GX_OK)
        gx_rows_close_gaps(out, world->length);
    return status;
}

gx_status gx_trade_make(gx_rows *out, const gx_population *population, const gx_merchants *merchants,
                        const gx_trade_config *config, gx_key key, uint32_t threads, gx_error *error)
{
    *out = (gx_rows){0};
    gx_status status = check(config, error);
    if (status != GX_OK)
        return status;
    trade_world world = {.people = population,
                         .merchants = merchants,
                         .key = key,
                         .mean = config->merchants_a_month,
                         .near = gx_chance_of(config->near),
                         .city = gx_chance_of(config->near + config->city),
                         .loyal = gx_chance_of(config->loyalty),
                         .out = out};
    for (int place = 0; place < SHOPS_MAX; place++)
        world.vary[place] = gx_chance_of(config->variety * place / (place + 10.0));
    gx_decay_make(&world.decay, config->near_decay);
    status = make(&world, threads == 0 ? 1 : threads, error);
    gx_free(world.before);
    gx_free(world.city_first);
    gx_free(world.length);
    if (status != GX_OK)
        gx_rows_free(out);
    return status;
}
