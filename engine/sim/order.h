/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is due in one shard and tick, brought into the one order that means something: kind, target, then the
 * key (subtick, tie, source, serial, words).
 *
 * The order is a function of the messages alone. Chunks arrive in an order that depends on the number of
 * shards; none of it survives, because messages that agree in the whole key are identical.
 *
 * Moving 32 bytes through several passes would cost more than all handlers, so a key of eight bytes goes
 * ahead:
 *
 *     [ kind : 6 ][ target within the shard : as many bits as it needs ][ where the message lies : the rest ]
 *
 * The keys are sorted by their upper bits (those in which they differ at all), by as few and as small radix
 * passes as their number justifies: one counting pass when a large part of the entities is hit, so the cost
 * of a dense tick is that of a histogram; two or three passes over tiny histograms when few are; insertion
 * below forty. Cost follows messages, never entities. Then each message is copied once to its place, and
 * only inside a run of one kind and target are full keys compared. Most runs hold one or two messages and
 * are sorted by insertion; a long one (50,000 claims on one packet) goes through a radix sort on (subtick,
 * tie), and only what is still equal looks further.
 *
 * The working memory belongs to the thread, not to the shard: it stays in that core's cache while shards
 * come and go. */
#ifndef GX_SIM_ORDER_H
#define GX_SIM_ORDER_H

#include "partition.h"
#include "pool.h"
#include <gx/base/status.h>
#include <gx/sim/message.h>

typedef struct gx_span {
    uint32_t kind;
    size_t first, count;
} gx_span;

/* Start with {0}; release with gx_order_free. */
typedef struct gx_order {
    /* The result: `span_count` spans of `message`, kinds ascending. */
    gx_message *message;
    gx_span span[GX_KINDS_MAX];
    size_t span_count;
    size_t longest, longest_first; /* the longest run of one kind and target, and its first message */
    /* Working memory, which grows and stays. */
    size_t room, chunk_room, run_room;
    uint64_t *key, *other;
    const gx_chunk **chunk;
    uint64_t *run_key; /* four columns of run_room */
    gx_message *run;
} gx_order;

void gx_order_free(gx_order *order);
size_t gx_order_bytes(const gx_order *order);

/* Sort the messages of `due` for the entities of `reach`. The chunks are only read. GX_ERR_MEMORY, or
 * GX_ERR_LIMIT when kind, target and place do not fit 64 bits (a shard of 2^29 entities takes 2^29 messages
 * a tick). */
gx_status gx_order_make(gx_order *order, const gx_chunks *due, const gx_reach *reach);

#endif
