/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merchants: what they sell, how large they are, next to whom they stand.
 *
 * Their number goes with that of users. Those with a shop are dealt out to districts in proportion to users
 * (by rounding sums, so that none is lost), each stands next to the home of a random user of its district,
 * and the r-th of a kind in a district has the size 65,535 r^-size_zipf: one large grocery, some middling
 * ones, many small. Online merchants are ranked within their kind over the whole nation; their seat is
 * anywhere.
 */
#include "../purposes.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/graph/layer.h>

enum { SIZE_MAX_UNITS = 65535, RANKS = 65536 };
static const uint32_t online_pool = UINT32_MAX; /* no district's first user */

static const char what[] = "the merchants";

#define X(NAME, word) #word,
const char *const gx_merchant_kind_words[GX_MERCHANT_KINDS + 1] = {GX_MERCHANT_KIND_TABLE(X) NULL};
#undef X

typedef struct deal {
    const gx_population *people;
    gx_key key;
    gx_steps *kinds;
    uint16_t *size; /* by rank */
    gx_merchants *out;
} deal;

static gx_status check(const gx_merchants_config *config, gx_error *error)
{
    bool fine = config->users_a_merchant >= 1 && config->users_a_merchant <= 1e6 &&
                config->online_share >= 0 && config->online_share <= 1 && config->size_zipf >= 0 &&
                config->size_zipf <= 3;
    if (!fine)
        return gx_fail(error, GX_ERR_ARGUMENT, "merchants: a value is outside the range of its field");
    double sum = 0;
    for (uint32_t kind = 0; kind < config->kind_shares.count; kind++)
        sum += config->kind_shares.at[kind] >= 0 ? config->kind_shares.at[kind] : -1e9;
    if (config->kind_shares.count != GX_MERCHANT_KINDS || !(sum > 0))
        return gx_fail(error, GX_ERR_INPUT,
                       "merchants.kind_shares: %u shares are needed, one for each kind (grocery, food, "
                       "clothing, electronics, health, transport, leisure, other), none below 0 and not all "
                       "0; %u were given",
                       (unsigned)GX_MERCHANT_KINDS, (unsigned)config->kind_shares.count);
    return GX_OK;
}

/* At least one shop, and one online when any are. */
static void count_merchants(gx_merchants *out, const gx_population *people, const gx_merchants_config *config)
{
    double count = (double)people->users / config->users_a_merchant;
    uint32_t online = (uint32_t)(count * config->online_share + 0.5);
    uint32_t shops = (uint32_t)(count * (1 - config->online_share) + 0.5);
    if (config->online_share > 0 && online < 1)
        online = 1;
    out->online_first = shops < 1 && config->online_share < 1 ? 1 : shops;
    out->count = out->online_first + online;
}

static uint32_t count_districts(const gx_population *people)
{
    uint32_t districts = 0;
    for (uint32_t user = 0; user < people->users; user = gx_district_of(people, user).end)
        districts++;
    return districts;
}

static gx_status allocate(deal *work, gx_error *error)
{
    gx_merchants *out = work->out;
    work->size = gx_alloc(RANKS, sizeof *work->size);
    out->kind = gx_alloc_columns(out->count, sizeof *out->kind);
    out->size = gx_alloc_columns(out->count, sizeof *out->size);
    out->place = gx_alloc_columns(out->count, sizeof *out->place);
    out->district_first = gx_alloc((size_t)out->districts + 1, sizeof *out->district_first);
    out->district_user = gx_alloc((size_t)out->districts + 1, sizeof *out->district_user);
    bool fine = work->size != NULL && out->kind != NULL && out->size != NULL && out->place != NULL &&
                out->district_first != NULL && out->district_user != NULL;
    return fine ? GX_OK : gx_fail_memory(error, what);
}

/* The merchants first … end-1, one pool: the users `span`, under the name `pool`. */
static void draw_pool(const deal *work, uint32_t first, uint32_t end, gx_span span, uint32_t pool)
{
    uint32_t rank[GX_MERCHANT_KINDS] = {0};
    for (uint32_t at = first; at < end; at++) {
        gx_draw draw = gx_draw_at(work->key, GX_DRAW_MERCHANT, pool, at - first, 0);
        uint32_t kind = gx_steps_draw(work->kinds, gx_draw_high(draw));
        uint32_t own = rank[kind]++;
        work->out->kind[at] = (uint8_t)kind;
        work->out->size[at] = own < RANKS ? work->size[own] : 1;
        work->out->place[at] = span.first + gx_below32(draw.word[2], span.end - span.first);
    }
}

/* Before the user number u stand shops * u / users shops, rounded down. */
static void deal_shops(const deal *work, uint32_t threads)
{
    const gx_population *people = work->people;
    gx_merchants *out = work->out;
    uint32_t user = 0;
    for (uint32_t district = 0; district <= out->districts; district++) {
        out->district_user[district] = user;
        out->district_first[district] = (uint32_t)((uint64_t)out->online_first * user / people->users);
        if (user < people->users)
            user = gx_district_of(people, user).end;
    }
    int64_t districts = out->districts;
#pragma omp parallel for schedule(dynamic, 16) num_threads((int)threads)
    for (int64_t at = 0; at < districts; at++) {
        gx_span span = {out->district_user[at], out->district_user[at + 1]};
        draw_pool(work, out->district_first[at], out->district_first[at + 1], span, span.first);
    }
}

static gx_status make(deal *work, const gx_merchants_config *config, uint32_t threads, gx_error *error)
{
    gx_merchants *out = work->out;
    count_merchants(out, work->people, config);
    out->districts = count_districts(work->people);
    gx_status status = allocate(work, error);
    if (status == GX_OK)
        status = gx_steps_create(&work->kinds, config->kind_shares.at, GX_MERCHANT_KINDS, error);
    if (status != GX_OK)
        return status;
    for (uint32_t rank = 0; rank < RANKS; rank++) {
        double size = SIZE_MAX_UNITS * gx_pow((double)rank + 1, -config->size_zipf);
        work->size[rank] = (uint16_t)(size < 1 ? 1 : size);
    }
    deal_shops(work, threads);
    gx_span nation = {0, work->people->users};
    draw_pool(work, out->online_first, out->count, nation, online_pool);
    return GX_OK;
}

gx_status gx_merchants_make(gx_merchants **out, const gx_population *population,
                            const gx_merchants_config *config, gx_key key, uint32_t threads, gx_error *error)
{
    *out = NULL;
    gx_status status = check(config, error);
    if (status != GX_OK)
        return status;
    deal work = {.people = population, .key = key, .out = gx_alloc(1, sizeof *work.out)};
    status = work.out != NULL ? make(&work, config, threads == 0 ? 1 : threads, error)
                              : gx_fail_memory(error, what);
    gx_steps_free(work.kinds);
    gx_free(work.size);
    if (status == GX_OK)
        *out = work.out;
    else
        gx_merchants_free(work.out);
    return status;
}

void gx_merchants_free(gx_merchants *merchants)
{
    if (merchants == NULL)
        return;
    gx_free(merchants->kind);
    gx_free(merchants->size);
    gx_free(merchants->place);
    gx_free(merchants->district_first);
    gx_free(merchants->district_user);
    gx_free(merchants);
}
