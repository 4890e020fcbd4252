/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one shard sends in one tick: a list of chunks for each destination shard.
 *
 * Only the source writes its outbox, in the act phase; in the exchange each destination reads its own list of
 * every source, so nothing is shared and nothing is locked. S shards have S x S lists, and a quiet tick must
 * not visit them all: `to` has a bit for each list that is not empty, and route.h turns those bits round,
 * from "to whom I sent" into "who sent to me". The source empties its lists when it acts next, not after the
 * exchange: until then a destination may still be reading. */
#ifndef GX_SIM_OUTBOX_H
#define GX_SIM_OUTBOX_H

#include "pool.h"
#include <gx/sim/sim.h>

enum { GX_SHARD_WORDS = GX_SHARDS_MAX / 64 };

typedef struct gx_outbox {
    uint64_t to[GX_SHARD_WORDS];
    gx_chunks list[GX_SHARDS_MAX];
} gx_outbox;

void gx_outbox_init(gx_outbox *outbox);

/* Empty all lists. O(lists that are not empty). */
void gx_outbox_clear(gx_outbox *outbox, gx_pool *pool);

/* False when memory is exhausted. */
static inline bool gx_outbox_put(gx_outbox *outbox, gx_pool *pool, uint32_t shard, const gx_message *message)
{
    outbox->to[shard / 64] |= UINT64_C(1) << (shard % 64);
    return gx_chunks_append(&outbox->list[shard], pool, message);
}

#endif
