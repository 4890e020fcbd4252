/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build.h"
#include <gx/base/memory.h>
#include <string.h>

/* Asked at every claim: a user's few groups are searched, not a group's many members. */
static bool is_member(const void *directory, uint32_t group, uint32_t user)
{
    return gx_group_has(directory, group, user);
}

static gx_clock make_clock(const gx_time_settings *time)
{
    gx_clock clock = {.tick_ms = time->tick, .start = time->start};
    clock.ticks = (uint32_t)((time->duration + time->tick - 1) / time->tick);
    clock.period_ms = time->tick > 60000 ? time->tick : 60000;
    int64_t span = (int64_t)clock.ticks * clock.tick_ms;
    clock.periods = (uint32_t)((span + clock.period_ms - 1) / clock.period_ms);
    return clock;
}

static gx_status make_books(gx_built *built, const gx_settings *settings, gx_error *error)
{
    gx_world *world = &built->world;
    world->books = gx_alloc(world->shards, sizeof *world->books);
    if (!world->books)
        return gx_fail_memory(error, "the books");
    for (uint32_t s = 0; s < world->shards; s++) {
        uint32_t first = gx_sim_shard_first(world->sim, s);
        gx_book_config config = {
            .first_user = first,
            .users = gx_sim_shard_first(world->sim, s + 1) - first,
            .key_window = (uint32_t)settings->wallet.key_window,
            .calendar = {.start = world->clock.start, .tick_ms = (uint32_t)world->clock.tick_ms},
            .membership = {is_member, built->people.network}};
        gx_status status = gx_book_create(&world->books[s], &config, error);
        if (status != GX_OK)
            return status;
        for (uint32_t u = first; u < first + config.users; u++)
            GX_ASSERT(gx_open(world->books[s], u, gx_wealth_of(world->population, u)).code == GX_DONE);
    }
    return GX_OK;
}

gx_status gx_build(gx_built *out, gx_settings *settings, uint32_t replicate, uint32_t threads,
                   gx_diagnostics *diagnostics, gx_error *error)
{
    memset(out, 0, sizeof *out);
    gx_world *world = &out->world;
    world->key = gx_key_make((uint64_t)settings->root.seed, replicate);
    world->clock = make_clock(&settings->time);
    world->keep_events = settings->record.what != GX_RECORD_SERIES;
    world->event_share = gx_chance_of(settings->record.event_share);
    gx_status status = gx_people_make(&out->people, settings, world->key, threads, diagnostics, error);
    if (status != GX_OK)
        return status;
    world->population = out->people.population;
    world->network = out->people.network;
    uint32_t users = world->population->users, shards = (uint32_t)settings->root.shards;
    gx_sim_config config = {.entities = users, .shards = shards < users ? shards : users, .threads = threads};
    status = gx_sim_create(&world->sim, &config, error);
    if (status != GX_OK)
        return status;
    world->shards = config.shards;
    status = make_books(out, settings, error);
    if (status == GX_OK)
        status = gx_world_prepare(world, error);
    if (status != GX_OK)
        return status;
    memcpy(world->params, settings->model, sizeof world->params);
    return gx_models_start(world, settings->model_rows, error);
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
