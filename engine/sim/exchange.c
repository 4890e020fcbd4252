/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange.h"

#include "shard.h"
#include <gx/base/memory.h>
#include <string.h>

gx_status gx_exchange_init(gx_exchange *exchange, const gx_ranks *ranks, uint32_t shards)
{
    *exchange = (gx_exchange){.ranks = *ranks, .owners = gx_partition_make(shards, ranks->ranks)};
    if (gx_exchange_alone(exchange)) {
        return GX_OK;
    }
    size_t own = gx_partition_first(&exchange->owners, ranks->rank + 1) -
                 gx_partition_first(&exchange->owners, ranks->rank);
    exchange->send_count = gx_alloc(shards, sizeof(uint32_t));
    exchange->come_count = gx_alloc(ranks->ranks * own, sizeof(uint32_t));
    exchange->come_at = gx_alloc(ranks->ranks * own, sizeof(size_t));
    exchange->to = gx_alloc(ranks->ranks, sizeof(gx_rank_part));
    exchange->from = gx_alloc(ranks->ranks, sizeof(gx_rank_part));
    bool made = exchange->send_count != NULL && exchange->come_count != NULL && exchange->come_at != NULL &&
                exchange->to != NULL && exchange->from != NULL;
    return made ? GX_OK : GX_ERR_MEMORY;
}

void gx_exchange_free(gx_exchange *exchange)
{
    gx_free(exchange->send_count);
    gx_free(exchange->come_count);
    gx_free(exchange->come_at);
    gx_free(exchange->to);
    gx_free(exchange->from);
    gx_free(exchange->out);
    gx_free(exchange->in);
    *exchange = (gx_exchange){0};
}

/* Room for `count` messages whose content need not survive; half as many again, as a load grows slowly. */
static bool make_room(gx_message **block, size_t *room, size_t count)
{
    if (count <= *room) {
        return true;
    }
    gx_free(*block);
    *block = gx_alloc_columns(count + count / 2, sizeof(gx_message));
    *room = *block != NULL ? count + count / 2 : 0;
    return *block != NULL;
}

static gx_message *pack_list(gx_message *at, const gx_chunks *list)
{
    size_t used = list->used;
    for (const gx_chunk *chunk = list->newest; chunk != NULL; chunk = chunk->next) {
        memcpy(at, chunk->at, used * sizeof(gx_message));
        at += used;
        used = GX_CHUNK_MESSAGES;
    }
    return at;
}

static uint32_t count_sent(const gx_sim *sim, uint32_t thread, uint32_t shard)
{
    const gx_outbox *outbox = gx_hand_last(sim, thread);
    return outbox != NULL ? (uint32_t)gx_chunks_count(&outbox->list[shard]) : 0;
}

/* How much goes to each shard of others; none to one's own. */
static size_t count_out(const gx_sim *sim, uint32_t *count)
{
    size_t all = 0;
    for (uint32_t shard = 0; shard < sim->partition.shards; shard++) {
        bool own = shard >= sim->own_first && shard < sim->own_end;
        count[shard] = 0;
        for (uint32_t thread = 0; thread < sim->threads && !own; thread++) {
            count[shard] += count_sent(sim, thread, shard);
        }
        all += count[shard];
    }
    return all;
}

static void pack(const gx_sim *sim, gx_message *at)
{
    for (uint32_t shard = 0; shard < sim->partition.shards; shard++) {
        for (uint32_t thread = 0; thread < sim->threads && sim->exchange.send_count[shard] != 0; thread++) {
            const gx_outbox *outbox = gx_hand_last(sim, thread);
            at = outbox != NULL ? pack_list(at, &outbox->list[shard]) : at;
        }
    }
}

/* The rows of counts: mine are cut by owners of the shards, theirs are all as long as I own shards. */
static gx_status swap_counts(gx_sim *sim)
{
    gx_exchange *exchange = &sim->exchange;
    size_t own = sim->own_end - sim->own_first;
    for (uint32_t rank = 0; rank < exchange->ranks.ranks; rank++) {
        uint32_t first = gx_partition_first(&exchange->owners, rank);
        exchange->to[rank] = (gx_rank_part){first, gx_partition_first(&exchange->owners, rank + 1) - first};
        exchange->from[rank] = (gx_rank_part){rank * own, own};
    }
    return exchange->ranks.swap(exchange->send_count, exchange->to, exchange->come_count, exchange->from,
                                sizeof(uint32_t), exchange->ranks.context);
}

/* From counts to places. */
static void lay_out(gx_sim *sim)
{
    gx_exchange *exchange = &sim->exchange;
    size_t own = sim->own_end - sim->own_first;
    size_t out = 0;
    size_t in = 0;
    for (uint32_t rank = 0; rank < exchange->ranks.ranks; rank++) {
        exchange->to[rank].at = out;
        exchange->from[rank].at = in;
        for (uint32_t shard = gx_partition_first(&exchange->owners, rank);
             shard < gx_partition_first(&exchange->owners, rank + 1); shard++) {
            out += exchange->send_count[shard];
        }
        for (size_t i = rank * own; i < (rank + 1) * own; i++) {
            exchange->come_at[i] = in;
            in += exchange->come_count[i];
        }
        exchange->to[rank].count = out - exchange->to[rank].at;
        exchange->from[rank].count = in - exchange->from[rank].at;
    }
    exchange->arrived = in;
}

void gx_exchange_prepare(gx_sim *sim, gx_rank_news *news)
{
    gx_exchange *exchange = &sim->exchange;
    if (gx_exchange_alone(exchange)) {
        return;
    }
    if (make_room(&exchange->out, &exchange->out_room, count_out(sim, exchange->send_count))) {
        pack(sim, exchange->out);
    } else {
        memset(exchange->send_count, 0, sim->partition.shards * sizeof(uint32_t));
        news->status = GX_ERR_MEMORY;
    }
    gx_status status = swap_counts(sim);
    lay_out(sim);
    if (status == GX_OK && !make_room(&exchange->in, &exchange->in_room, exchange->arrived)) {
        status = GX_ERR_MEMORY;
    }
    news->status = status != GX_OK ? (uint32_t)status : news->status;
}

gx_status gx_exchange_finish(gx_sim *sim)
{
    gx_exchange *exchange = &sim->exchange;
    if (gx_exchange_alone(exchange)) {
        return GX_OK;
    }
    exchange->filled = sim->ticks_run;
    return exchange->ranks.swap(exchange->out, exchange->to, exchange->in, exchange->from, sizeof(gx_message),
                                exchange->ranks.context);
}

gx_status gx_exchange_agree(const gx_exchange *exchange, gx_rank_news *news)
{
    return gx_exchange_alone(exchange) ? GX_OK : exchange->ranks.agree(news, exchange->ranks.context);
}
