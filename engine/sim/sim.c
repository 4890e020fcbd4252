/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making, filling and counting a simulation; loop.c runs it. */
#include "mail.h"

#include <gx/base/memory.h>
#include <omp.h>

static gx_status check_config(const gx_sim_config *config, gx_error *error)
{
    if (config->entities == 0) {
        return gx_fail(error, GX_ERR_ARGUMENT, "a simulation needs at least one entity");
    }
    if (config->shards == 0 || config->shards > GX_SHARDS_MAX || config->shards > config->entities) {
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "%u shards for %u entities: there must be 1 to %d, and at "
                       "most as many as entities",
                       config->shards, config->entities, GX_SHARDS_MAX);
    }
    if (config->more > UINT32_MAX - config->entities) {
        return gx_fail(error, GX_ERR_ARGUMENT, "%u and %u entities are more than 32 bits can name",
                       config->entities, config->more);
    }
    if (config->ranks != NULL &&
        (config->ranks->ranks > config->shards || config->ranks->rank >= config->ranks->ranks)) {
        return gx_fail(error, GX_ERR_ARGUMENT, "rank %u of %u ranks, with %u shards: each needs one",
                       config->ranks->rank, config->ranks->ranks, config->shards);
    }
    if (config->threads > 4096) {
        return gx_fail(error, GX_ERR_ARGUMENT, "%u threads are more than 4096", config->threads);
    }
    return GX_OK;
}

static void init_shard(gx_sim *sim, uint32_t number)
{
    gx_shard *shard = gx_shard_at(sim, number);
    uint32_t first = gx_partition_first(&sim->partition, number);
    uint32_t more = gx_partition_first(&sim->more_partition, number);
    shard->lane = (gx_lane){.sim = sim,
                            .shard = number,
                            .first = first,
                            .count = gx_partition_first(&sim->partition, number + 1) - first,
                            .more_first = sim->entities + more,
                            .more_count = gx_partition_first(&sim->more_partition, number + 1) - more};
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
    sim->more = config->more;
    sim->partition = gx_partition_make(config->entities, config->shards);
    sim->more_partition = gx_partition_make(config->more, config->shards);
    static const gx_ranks alone = {.ranks = 1};
    status = gx_exchange_init(&sim->exchange, config->ranks != NULL ? config->ranks : &alone, config->shards);
    sim->own_first = gx_partition_first(&sim->exchange.owners, sim->exchange.ranks.rank);
    sim->own_end = gx_partition_first(&sim->exchange.owners, sim->exchange.ranks.rank + 1);
    sim->shard = gx_alloc_columns(sim->own_end - sim->own_first, sizeof(gx_shard));
    sim->hand = gx_alloc_columns(sim->threads, sizeof(gx_hand));
    if (status != GX_OK || sim->shard == NULL || sim->hand == NULL) {
        gx_free(sim->shard); /* not filled yet: gx_sim_free would look into it */
        sim->shard = NULL;
        gx_sim_free(sim);
        return gx_fail_memory(error, "the shards of the simulation");
    }
    for (uint32_t shard = 0; shard < config->shards; shard++) {
        sim->next[shard] = GX_NEVER;
    }
    for (uint32_t shard = sim->own_first; shard < sim->own_end; shard++) {
        init_shard(sim, shard);
    }
    for (uint32_t thread = 0; thread < sim->threads; thread++) {
        gx_outbox_init(&sim->hand[thread].outbox[0]);
        gx_outbox_init(&sim->hand[thread].outbox[1]);
    }
    *out = sim;
    return GX_OK;
}

void gx_sim_free(gx_sim *sim)
{
    if (sim == NULL) {
        return;
    }
    for (uint32_t shard = sim->own_first; sim->shard != NULL && shard < sim->own_end; shard++) {
        gx_pool_free(&gx_shard_at(sim, shard)->pool);
    }
    for (uint32_t thread = 0; sim->hand != NULL && thread < sim->threads; thread++) {
        gx_pool_free(&sim->hand[thread].pool);
        gx_order_free(&sim->hand[thread].order);
    }
    gx_free(sim->shard);
    gx_free(sim->hand);
    gx_exchange_free(&sim->exchange);
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
    if (!gx_exists(sim, message->target)) {
        return gx_fail(error, GX_ERR_ARGUMENT, "a message is posted to entity %u of %u", message->target,
                       sim->entities + sim->more);
    }
    if (gx_message_kind(message) >= GX_KINDS_MAX) {
        return gx_fail(error, GX_ERR_ARGUMENT, "a message is posted with kind %u; kinds end at %d",
                       gx_message_kind(message), GX_KINDS_MAX - 1);
    }
    if (gx_due_tick(message) <= sim->tick) {
        return gx_fail(error, GX_ERR_ARGUMENT, "a message is posted for tick %u, but tick %u is over",
                       gx_due_tick(message), sim->tick);
    }
    uint32_t number = gx_owner(sim, message->target);
    sim->posted |= UINT64_C(1) << gx_message_kind(message);
    if (number < sim->own_first || number >= sim->own_end) {
        return GX_OK; /* its own rank files it */
    }
    gx_shard *shard = gx_shard_at(sim, number);
    if (!gx_wheel_file(&shard->wheel, &shard->pool, message, 1)) {
        sim->failed = GX_ERR_MEMORY;
        return gx_fail_memory(error, "a posted message");
    }
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

void gx_sim_own(const gx_sim *sim, uint32_t *first, uint32_t *end)
{
    *first = sim->own_first;
    *end = sim->own_end;
}

uint32_t gx_sim_shard_of(const gx_sim *sim, uint32_t entity)
{
    GX_ASSERT(gx_exists(sim, entity));
    return gx_owner(sim, entity);
}

uint32_t gx_sim_shard_first(const gx_sim *sim, uint32_t shard)
{
    GX_ASSERT(shard <= sim->partition.shards);
    return gx_partition_first(&sim->partition, shard);
}

uint32_t gx_sim_shard_more(const gx_sim *sim, uint32_t shard)
{
    GX_ASSERT(shard <= sim->partition.shards);
    return sim->entities + gx_partition_first(&sim->more_partition, shard);
}

const char *gx_sim_kind_name(const gx_sim *sim, uint32_t kind)
{
    return kind < GX_KINDS_MAX && (sim->handled >> kind & 1) != 0 ? sim->kind[kind].name : NULL;
}

void gx_delivered_by_kind(const gx_sim *sim, uint64_t sum[GX_KINDS_MAX])
{
    for (uint32_t kind = 0; kind < GX_KINDS_MAX; kind++) {
        sum[kind] = 0;
        for (uint32_t thread = 0; thread < sim->threads; thread++) {
            sum[kind] += sim->hand[thread].delivered[kind];
        }
    }
}

gx_sim_counts gx_sim_count(const gx_sim *sim)
{
    gx_sim_counts counts = {.ticks_run = sim->ticks_run, .ticks_skipped = sim->ticks_skipped};
    for (uint32_t number = sim->own_first; number < sim->own_end; number++) {
        const gx_shard *shard = gx_shard_at(sim, number);
        uint64_t sent = gx_mail_count(sim, number);
        counts.sent += shard->received + sent;
        counts.waiting += gx_wheel_waiting(&shard->wheel) + sent;
        counts.delivered += shard->delivered;
    }
    gx_delivered_by_kind(sim, counts.delivered_by_kind);
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
