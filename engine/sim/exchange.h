/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ranks send each other between two ticks.
 *
 * Outboxes are by destination shard, and a rank owns a contiguous run of shards. So what goes to a rank is a
 * row of counts, one for each of its shards, and their messages one shard after another; through which
 * thread's or source shard's hands they went means nothing (outbox.h). What arrives stays in one array, in
 * which each of the rank's shards finds its part from every other rank. */
#ifndef GX_SIM_EXCHANGE_H
#define GX_SIM_EXCHANGE_H

#include "partition.h"
#include <gx/sim/message.h>
#include <gx/sim/ranks.h>
#include <stdbool.h>

struct gx_sim;

/* Start with {0}: one rank alone. */
typedef struct gx_exchange {
    gx_ranks ranks;
    gx_partition owners;  /* shards to ranks */
    uint64_t filled;      /* as of an outbox: the tick in which `in` came */
    uint64_t arrived;     /* messages in it */
    uint32_t *send_count; /* of each shard, what goes to it */
    uint32_t *come_count; /* of each rank and own shard, what comes: row by row */
    size_t *come_at;      /* where that lies in `in` */
    gx_rank_part *to, *from;
    gx_message *out, *in;
    size_t out_room, in_room;
} gx_exchange;

/* `owners` for these ranks, and memory. GX_ERR_MEMORY. */
gx_status gx_exchange_init(gx_exchange *exchange, const gx_ranks *ranks, uint32_t shards);
void gx_exchange_free(gx_exchange *exchange);

static inline bool gx_exchange_alone(const gx_exchange *exchange)
{
    return exchange->ranks.ranks < 2;
}

/* After a tick: pack what goes to others, tell them how much, and make room. A failure is put into `news`,
 * and must be agreed on before anything else is done. */
void gx_exchange_prepare(struct gx_sim *sim, gx_rank_news *news);

/* Then, when all are well: send and receive. */
gx_status gx_exchange_finish(struct gx_sim *sim);

/* News of all ranks; nothing to do for one alone. */
gx_status gx_exchange_agree(const gx_exchange *exchange, gx_rank_news *news);

#endif
