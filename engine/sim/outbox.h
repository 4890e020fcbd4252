/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one thread sends in one tick: a list of chunks for each destination shard.
 *
 * By thread, not by source shard: what is due is sorted by keys made of the messages alone, so it means
 * nothing through whose hands they went. S shards on T threads then have T x S lists and not S x S, and in a
 * quiet tick, where 256 shards send each other 2,400 messages, a list holds five of them and not one: it
 * costs a cache line for two messages, not three lines for one. `to` has a bit for each list that is not
 * empty.
 *
 * A thread has two outboxes, by turns. What was sent in the last tick is read by its destinations while this
 * tick's is filled, so one barrier a tick is enough: behind it everything sent stands still, and the boxes
 * that were read are free again. */
#ifndef GX_SIM_OUTBOX_H
#define GX_SIM_OUTBOX_H

#include "pool.h"
#include <gx/sim/sim.h>

enum { GX_SHARD_WORDS = GX_SHARDS_MAX / 64 };

typedef struct gx_outbox {
    uint64_t filled; /* the tick, counted by ticks that were run, in which it was
                        filled; 0: never */
    uint64_t sent;
    uint32_t soonest; /* the earliest due tick in it */
    uint64_t to[GX_SHARD_WORDS];
    gx_chunks list[GX_SHARDS_MAX];
} gx_outbox;

void gx_outbox_init(gx_outbox *outbox);

/* Empty all lists. O(lists that are not empty). */
void gx_outbox_clear(gx_outbox *outbox, gx_pool *pool);

static inline bool gx_outbox_has(const gx_outbox *outbox, uint32_t shard)
{
    return (outbox->to[shard / 64] >> (shard % 64) & 1) != 0;
}

/* False when memory is exhausted. */
static inline bool gx_outbox_put(gx_outbox *outbox, gx_pool *pool, uint32_t shard, const gx_message *message)
{
    uint32_t due = gx_due_tick(message);
    outbox->sent++;
    outbox->soonest = due < outbox->soonest ? due : outbox->soonest;
    outbox->to[shard / 64] |= UINT64_C(1) << (shard % 64);
    gx_chunks *list = &outbox->list[shard];
    if (!gx_chunks_append(list, pool, message)) {
        return false;
    }
    /* The next line is wanted when as many other lists had their turn. */
    __builtin_prefetch(list->newest->at + list->used + 1, 1);
    return true;
}

#endif
