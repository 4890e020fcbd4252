/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build.h"
#include <gx/base/memory.h>
#include <string.h>

/* Asked at every claim. */
static bool is_member(const void *directory, uint32_t group, uint32_t user)
{
    const gx_witness *witness = directory;
    if (witness->ticket == gx_admission(witness->key, group, user))
        return true;
    return gx_group_has(witness->network, group, user);
}

static gx_clock make_clock(const gx_time_settings *time)
{
    gx_clock clock = {.tick_ms = time->tick, .start = time->start};
    clock.per_tick = time->tick > 1 && time->tick <= 60000 ? UINT64_MAX / (uint64_t)time->tick + 1 : 0;
    clock.ticks = (uint32_t)((time->duration + time->tick - 1) / time->tick);
    clock.period_ms = time->tick > 60000 ? time->tick : 60000;
    int64_t span = (int64_t)clock.ticks * clock.tick_ms;
    clock.periods = (uint32_t)((span + clock.period_ms - 1) / clock.period_ms);
    return clock;
}

/* With what everybody has in the wallet. */
static void open_accounts(const gx_world *world, gx_book *book, uint32_t first, uint32_t users)
{
    gx_stretch people;
    for (uint32_t done = 0; done < users; done += GX_STRETCH) {
        uint32_t count = users - done < GX_STRETCH ? users - done : GX_STRETCH;
        gx_stretch_of(world->population, first + done, count, GX_COLUMN_WEALTH, &people);
        for (uint32_t i = 0; i < count; i++)
            GX_ASSERT(gx_open(book, first + done + i, people.wealth[i]).code == GX_DONE);
    }
}

static gx_status make_book(gx_built *built, const gx_settings *settings, uint32_t shard, gx_error *error)
{
    gx_world *world = &built->world;
    world->witness[shard].network = world->network;
    world->witness[shard].key = world->key;
    uint32_t first = gx_sim_shard_first(world->sim, shard), more = gx_sim_shard_more(world->sim, shard);
    gx_book_config config = {
        .first_user = first,
        .users = gx_sim_shard_first(world->sim, shard + 1) - first,
        .key_window = (uint32_t)settings->wallet.key_window,
        .merchants = {more, gx_sim_shard_more(world->sim, shard + 1) - more},
        .calendar = {.start = world->clock.start, .tick_ms = (uint32_t)world->clock.tick_ms},
        .membership = {is_member, &world->witness[shard]}};
    gx_status status = gx_book_create(&world->books[shard], &config, error);
    if (status == GX_OK)
        open_accounts(world, world->books[shard], first, config.users);
    return status;
}

/* Every shard's book, by all threads; of several failures that of the first shard is told. */
static gx_status make_books(gx_built *built, const gx_settings *settings, uint32_t threads, gx_error *error)
{
    gx_world *world = &built->world;
    world->books = gx_alloc(world->shards, sizeof *world->books);
    world->witness = gx_alloc_columns(world->shards, sizeof *world->witness);
    if (!world->books || !world->witness)
        return gx_fail_memory(error, "the books");
    gx_status worst = GX_OK;
    uint32_t failed = world->shards;
#pragma omp parallel for schedule(dynamic) num_threads((int)threads)
    for (uint32_t s = 0; s < world->shards; s++) {
        gx_error own = {GX_OK, ""};
        gx_status status = make_book(built, settings, s, &own);
        if (status == GX_OK)
            continue;
#pragma omp critical(gx_build)
        if (s < failed) {
            failed = s;
            worst = status;
            *error = own;
        }
    }
    return worst;
}

/* Everybody's traits and first day, by all threads. */
static gx_status settle_users(gx_world *world, uint32_t threads, gx_error *error)
{
    bool failed = false;
#pragma omp parallel for schedule(dynamic) num_threads((int)threads) reduction(|| : failed)
    for (uint32_t s = 0; s < world->shards; s++)
        failed = gx_models_settle(world, s) != GX_OK || failed;
    return failed ? gx_fail_memory(error, "the users' first day") : gx_models_begin(world, error);
}

gx_status gx_build(gx_built *out, gx_settings *settings, uint32_t replicate, uint32_t threads,
                   gx_diagnostics *diagnostics, gx_error *error)
{
    memset(out, 0, sizeof *out);
    gx_world *world = &out->world;
    world->key = gx_key_make((uint64_t)settings->root.seed, replicate);
    world->clock = make_clock(&settings->time);
    world->keep_users = settings->record.users;
    world->keyless = settings->wallet.key_window == 0;
    world->keep_events = settings->record.what != GX_RECORD_SERIES;
    world->event_share = gx_chance_of(settings->record.event_share);
    gx_status status = gx_people_make(&out->people, settings, world->key, threads, diagnostics, error);
    if (status == GX_OK)
        status = gx_people_join_circles(&out->people, settings, world->key, threads, error);
    if (status == GX_OK)
        status = gx_people_open_shops(&out->people, settings, world->key, threads, error);
    if (status == GX_OK)
        status = gx_network_prepare(out->people.network, threads, error);
    if (status != GX_OK)
        return status;
    world->population = out->people.population;
    world->network = out->people.network;
    if (out->people.merchants) {
        world->merchants = out->people.merchants;
        world->trade = &out->people.trade;
    }
    uint32_t users = world->population->users, shards = (uint32_t)settings->root.shards;
    gx_sim_config config = {.entities = users,
                            .shards = shards < users ? shards : users,
                            .threads = threads,
                            .more = world->merchants ? world->merchants->count : 0};
    status = gx_sim_create(&world->sim, &config, error);
    if (status != GX_OK)
        return status;
    world->shards = config.shards;
    status = make_books(out, settings, gx_sim_threads(world->sim), error);
    if (status == GX_OK)
        status = gx_world_prepare(world, error);
    memcpy(world->params, settings->model, sizeof world->params);
    if (status == GX_OK)
        status = gx_models_start(world, settings->model_rows, error);
    return status == GX_OK ? settle_users(world, gx_sim_threads(world->sim), error) : status;
}

void gx_built_release(gx_built *built)
{
    gx_world *world = &built->world;
    gx_models_finish(world);
    gx_world_release(world);
    for (uint32_t s = 0; world->books && s < world->shards; s++)
        gx_book_free(world->books[s]);
    gx_free(world->books);
    gx_sim_free(world->sim);
    gx_people_release(&built->people);
    memset(built, 0, sizeof *built);
}
