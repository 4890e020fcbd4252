/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One shard's part of a tick. Both functions may run on any thread: all they touch is the shard's own, the
 * thread's working memory, and in the exchange the outboxes of others, which nobody writes then. */
#include "shard.h"

static uint64_t reciprocal_of(uint32_t divisor)
{
    return (UINT64_C(1) << 63) / divisor + 1;
}

gx_partition gx_partition_make(uint32_t entities, uint32_t shards)
{
    gx_partition partition = {.shards = shards, .length = entities / shards, .longer = entities % shards};
    partition.edge = partition.longer * (partition.length + 1);
    if (shards > 1) {
        partition.long_reciprocal = reciprocal_of(partition.length + 1);
        partition.short_reciprocal = reciprocal_of(partition.length);
    }
    return partition;
}

uint32_t gx_partition_first(const gx_partition *partition, uint32_t shard)
{
    return shard * partition->length + (shard < partition->longer ? shard : partition->longer);
}

void gx_send(gx_lane *lane, const gx_message *message)
{
    gx_shard *shard = (gx_shard *)lane;
    const gx_sim *sim = lane->sim;
    GX_ASSERT(gx_due_tick(message) > lane->tick && message->target < sim->entities);
    GX_ASSERT(gx_message_kind(message) < GX_KINDS_MAX && (sim->handled >> gx_message_kind(message) & 1) != 0);
    uint32_t to = gx_partition_of(&sim->partition, message->target);
    if (!gx_outbox_put(&shard->outbox, &shard->pool, to, message)) {
        lane->status = GX_ERR_MEMORY;
    }
}

static void call_handlers(gx_shard *shard, const gx_order *order)
{
    const gx_sim *sim = shard->lane.sim;
    for (size_t i = 0; i < order->span_count; i++) {
        const gx_span *span = &order->span[i];
        const gx_kind *kind = &sim->kind[span->kind];
        kind->handler(&shard->lane, order->message + span->first, span->count, kind->context);
        shard->delivered_by_kind[span->kind] += span->count;
    }
}

void gx_shard_act(gx_sim *sim, uint32_t number, uint32_t tick, gx_order *order, const gx_sim_hooks *hooks)
{
    gx_shard *shard = &sim->shard[number];
    gx_chunks due = GX_CHUNKS_NONE;
    gx_outbox_clear(&shard->outbox, &shard->pool);
    shard->lane.tick = tick;
    shard->lane.noted = 0;
    if (!gx_wheel_take(&shard->wheel, &shard->pool, tick, &due)) {
        shard->lane.status = GX_ERR_MEMORY;
        return;
    }
    gx_status status = gx_order_make(order, &due, shard->lane.first, shard->lane.count);
    gx_pool_give_all(&shard->pool, &due);
    if (status != GX_OK) {
        shard->lane.status = status;
        return;
    }
    call_handlers(shard, order);
    if (hooks->shard_acted != NULL) {
        hooks->shard_acted(&shard->lane, hooks->context);
    }
    for (size_t word = 0; word < GX_SHARD_WORDS; word++) {
        sim->routes->to[number][word] = shard->outbox.to[word];
    }
}

/* File one source's list. What comes next is fetched while this is filed. */
static bool file_list(gx_shard *shard, const gx_chunks *list)
{
    bool done = true;
    uint32_t used = list->used;
    shard->received += gx_chunks_count(list);
    for (const gx_chunk *chunk = list->newest; chunk != NULL; chunk = chunk->next) {
        if (chunk->next != NULL) {
            __builtin_prefetch(&chunk->next->at[0]);
        }
        for (uint32_t i = 0; i < used; i++) {
            done = gx_wheel_file(&shard->wheel, &shard->pool, &chunk->at[i]) && done;
        }
        used = GX_CHUNK_MESSAGES;
    }
    return done;
}

/* The used part of a list's newest chunk: one line for its header and the first message, then one for two. */
static void prefetch_list(const gx_chunks *list)
{
    const char *line = (const char *)list->newest;
    const char *end = (const char *)&list->newest->at[list->used];
    for (; line < end; line += 64) {
        __builtin_prefetch(line);
    }
}

void gx_shard_exchange(gx_sim *sim, uint32_t number)
{
    gx_shard *shard = &sim->shard[number];
    const gx_chunks *list[GX_SHARDS_MAX];
    size_t count = 0;
    for (size_t word = 0; word < GX_SHARD_WORDS; word++) {
        for (uint64_t bits = sim->routes->from[number][word]; bits != 0; bits &= bits - 1) {
            size_t source = word * 64 + (size_t)__builtin_ctzll(bits);
            list[count++] = &sim->shard[source].outbox.list[number];
            __builtin_prefetch(list[count - 1]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (i + 2 < count) {
            prefetch_list(list[i + 2]);
        }
        if (!file_list(shard, list[i])) {
            shard->lane.status = GX_ERR_MEMORY;
        }
    }
    gx_shard_look_ahead(sim, number);
}

void gx_shard_look_ahead(gx_sim *sim, uint32_t number)
{
    sim->next[number] = GX_NEVER;
    sim->next_most[number] = 0;
    gx_wheel_next(&sim->shard[number].wheel, &sim->next[number], &sim->next_most[number]);
}
