/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything a simulation holds. */
#ifndef GX_SIM_SHARD_H
#define GX_SIM_SHARD_H

#include "order.h"
#include "outbox.h"
#include "route.h"
#include "wheel.h"
#include <gx/sim/sim.h>

/* Entities in ranges that differ by at most one: the first `longer` shards own `length + 1`, the others
 * `length`. The divisions are multiplications with reciprocals in units of 2^-63, exact for 32-bit ids and
 * two shards or more; with one shard both reciprocals are 0. */
typedef struct gx_partition {
    uint32_t shards, length, longer;
    uint32_t edge; /* the first entity of the shorter shards */
    uint64_t long_reciprocal, short_reciprocal;
} gx_partition;

gx_partition gx_partition_make(uint32_t entities, uint32_t shards);
uint32_t gx_partition_first(const gx_partition *partition, uint32_t shard);

static inline uint32_t gx_partition_of(const gx_partition *partition, uint32_t entity)
{
    __extension__ typedef unsigned __int128 wide;
    bool behind = entity >= partition->edge;
    uint32_t within = behind ? entity - partition->edge : entity;
    uint64_t reciprocal = behind ? partition->short_reciprocal : partition->long_reciprocal;
    return (behind ? partition->longer : 0) + (uint32_t)((wide)within * reciprocal >> 63);
}

/* The lane comes first: a handler's lane is its shard. Shards lie on cache lines of their own. */
typedef struct gx_shard {
    gx_lane lane;
    gx_pool pool;
    uint64_t received; /* messages that others sent here, and posts */
    uint64_t delivered_by_kind[GX_KINDS_MAX];
    gx_outbox outbox;
    gx_wheel wheel;
    _Alignas(64) char end[64];
} gx_shard;

typedef struct gx_kind {
    const char *name;
    gx_handler handler;
    void *context;
} gx_kind;

struct gx_sim {
    uint32_t entities, threads, tick;
    gx_partition partition;
    gx_status failed; /* a run that lost messages cannot go on */
    uint64_t digest, ticks_run, ticks_skipped;
    uint64_t handled, posted; /* kinds with a handler; kinds that were posted */
    gx_kind kind[GX_KINDS_MAX];
    gx_shard *shard;
    gx_order *order; /* one a thread */
    gx_routes *routes;
    /* Of each shard: its next tick with something due (GX_NEVER: none) and at most how many messages. Dense,
     * because planning a tick reads all of them. */
    uint32_t next[GX_SHARDS_MAX];
    size_t next_most[GX_SHARDS_MAX];
};

#define GX_NEVER UINT32_MAX

/* ACT: deliver what is due in `tick` in this shard and send; statuses go to the lane. */
void gx_shard_act(gx_sim *sim, uint32_t shard, uint32_t tick, gx_order *order, const gx_sim_hooks *hooks);

/* EXCHANGE: file what others sent to this shard in this tick. */
void gx_shard_exchange(gx_sim *sim, uint32_t shard);

/* Look up again what is due next in a shard. */
void gx_shard_look_ahead(gx_sim *sim, uint32_t shard);

#endif
