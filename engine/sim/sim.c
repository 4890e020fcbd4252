/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making, filling and counting a simulation; loop.c runs it. */
#include "shard.h"

#include <gx/base/memory.h>
#include <omp.h>

static gx_status check_config(const gx_sim_config *config, gx_error *error)
{
    if (config->entities == 0) {
        return gx_fail(error, GX_ERR_ARGUMENT, "a simulation needs at least one entity");
    }
    if (config->shards == 0 || config->shards > GX_SHARDS_MAX || config->shards > config->entities) {
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "%u shards for %u entities: there must be 1 to %d, and at most as many as entities",
                       config->shards, config->entities, GX_SHARDS_MAX);
    }
    if (config->threads > 4096) {
        return gx_fail(error, GX_ERR_ARGUMENT, "%u threads are more than 4096", config->threads);
    }
    return GX_OK;
}

static void init_shard(gx_sim *sim, uint32_t number)
{
    gx_shard *shard = &sim->shard[number];
    uint32_t first = gx_partition_first(&sim->partition, number);
    shard->lane = (gx_lane){.sim = sim,
                            .shard = number,
                            .first = first,
                            .count = gx_partition_first(&sim->partition, number + 1) - first};
    gx_outbox_init(&shard->outbox);
    gx_wheel_init(&shard->wheel);
    gx_shard_look_ahead(sim, number);
}

gx_status gx_sim_create(gx_sim **out, const gx_sim_config *config, gx_error *error)
{
    *out = NULL;
    gx_status status = check_config(config, error);
    if (status != GX_OK) {
        return status;
    }
    gx_sim *sim = gx_alloc(1, sizeof(*sim));
    if (sim == NULL) {
        return gx_fail_memory(error, "the simulation");
    }
    sim->entities = config->entities;
    sim->threads = config->threads != 0 ? config->threads : (uint32_t)omp_get_num_procs();
    sim->partition = gx_partition_make(config->entities, config->shards);
    sim->shard = gx_alloc_columns(config->shards, sizeof(gx_shard));
    sim->order = gx_alloc_columns(sim->threads, sizeof(gx_order));
    sim->routes = gx_alloc_columns(1, sizeof(gx_routes));
    if (sim->shard == NULL || sim->order == NULL || sim->routes == NULL) {
        gx_free(sim->shard); /* not filled yet: gx_sim_free would look into it */
        sim->shard = NULL;
        gx_sim_free(sim);
        return gx_fail_memory(error, "the shards of the simulation");
    }
    for (uint32_t shard = 0; shard < config->shards; shard++) {
        init_shard(sim, shard);
    }
    *out = sim;
    return GX_OK;
}

void gx_sim_free(gx_sim *sim)
{
    if (sim == NULL) {
        return;
    }
    for (uint32_t shard = 0; sim->shard != NULL && shard < sim->partition.shards; shard++) {
        gx_pool_free(&sim->shard[shard].pool);
    }
    for (uint32_t thread = 0; sim->order != NULL && thread < sim->threads; thread++) {
        gx_order_free(&sim->order[thread]);
    }
    gx_free(sim->shard);
    gx_free(sim->order);
    gx_free(sim->routes);
    gx_free(sim);
}

gx_status gx_sim_handle(gx_sim *sim, uint32_t kind, const char *name, gx_handler handler, void *context)
{
    if (kind >= GX_KINDS_MAX || handler == NULL || (sim->handled >> kind & 1) != 0) {
        return GX_ERR_ARGUMENT;
    }
    sim->kind[kind] = (gx_kind){name, handler, context};
    sim->handled |= UINT64_C(1) << kind;
    return GX_OK;
}

gx_status gx_sim_post(gx_sim *sim, const gx_message *message, gx_error *error)
{
    if (message->target >= sim->entities) {
        return gx_fail(error, GX_ERR_ARGUMENT, "a message is posted to entity %u of %u", message->target,
                       sim->entities);
    }
    if (gx_message_kind(message) >= GX_KINDS_MAX) {
        return gx_fail(error, GX_ERR_ARGUMENT, "a message is posted with kind %u; kinds end at %d",
                       gx_message_kind(message), GX_KINDS_MAX - 1);
    }
    if (gx_due_tick(message) <= sim->tick) {
        return gx_fail(error, GX_ERR_ARGUMENT, "a message is posted for tick %u, but tick %u is over",
                       gx_due_tick(message), sim->tick);
    }
    uint32_t number = gx_partition_of(&sim->partition, message->target);
    gx_shard *shard = &sim->shard[number];
    if (!gx_wheel_file(&shard->wheel, &shard->pool, message)) {
        sim->failed = GX_ERR_MEMORY;
        return gx_fail_memory(error, "a posted message");
    }
    sim->posted |= UINT64_C(1) << gx_message_kind(message);
    shard->received++;
    gx_shard_look_ahead(sim, number);
    return GX_OK;
}

uint32_t gx_sim_shards(const gx_sim *sim)
{
    return sim->partition.shards;
}

uint32_t gx_sim_threads(const gx_sim *sim)
{
    return sim->threads;
}

uint32_t gx_sim_shard_of(const gx_sim *sim, uint32_t entity)
{
    GX_ASSERT(entity < sim->entities);
    return gx_partition_of(&sim->partition, entity);
}

uint32_t gx_sim_shard_first(const gx_sim *sim, uint32_t shard)
{
    GX_ASSERT(shard <= sim->partition.shards);
    return gx_partition_first(&sim->partition, shard);
}

gx_sim_counts gx_sim_count(const gx_sim *sim)
{
    gx_sim_counts counts = {.ticks_run = sim->ticks_run, .ticks_skipped = sim->ticks_skipped};
    for (uint32_t number = 0; number < sim->partition.shards; number++) {
        const gx_shard *shard = &sim->shard[number];
        counts.sent += shard->received;
        counts.waiting += gx_wheel_waiting(&shard->wheel);
        for (uint32_t kind = 0; kind < GX_KINDS_MAX; kind++) {
            counts.delivered_by_kind[kind] += shard->delivered_by_kind[kind];
            counts.delivered += shard->delivered_by_kind[kind];
        }
    }
    return counts;
}

uint64_t gx_sim_digest(const gx_sim *sim)
{
    return sim->digest;
}

uint32_t gx_sim_tick(const gx_sim *sim)
{
    return sim->tick;
}
