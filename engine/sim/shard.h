/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything a simulation holds. */
#ifndef GX_SIM_SHARD_H
#define GX_SIM_SHARD_H

#include "exchange.h"
#include "measure.h"
#include "order.h"
#include "outbox.h"
#include "partition.h"
#include "wheel.h"
#include <gx/sim/sim.h>
#include <stdatomic.h>

enum { GX_OWN_MOST = 32 };

/* A thread at work: what it sends, and its working memory, which stays in that core's cache while shards
 * come and go. */
typedef struct gx_hand {
    /* Its part of a step: items from `next` on are to be done; others may help. */
    _Alignas(64) atomic_size_t next;
    size_t end;
    _Alignas(64) gx_pool pool; /* of the outboxes */
    gx_outbox *open;           /* the one that is filled in this tick */
    size_t own_count;
    _Alignas(64) gx_message own[GX_OWN_MOST]; /* from the shard in hand to itself, not filed yet */
    gx_outbox outbox[2];
    gx_order order;
    uint64_t delivered[GX_KINDS_MAX]; /* by it, of each kind */
    gx_measure measure;
    _Alignas(64) char last[64];
} gx_hand;

/* The lane comes first: a handler's lane is its shard. Shards lie on cache lines of their own, and what a
 * tick touches of one lies together, down to the wheel's bitmaps. */
typedef struct gx_shard {
    gx_lane lane;
    gx_pool pool;       /* of the wheel */
    struct gx_hand *by; /* the thread that has the shard in hand */
    uint64_t received;  /* messages that were filed here: sent by others or itself,
                           and posts */
    uint64_t delivered;
    uint64_t spent_ns, delivered_before; /* since the profile was started; delivered before it was */
    gx_wheel wheel;
    _Alignas(64) char end[64];
} gx_shard;

typedef struct gx_kind {
    const char *name;
    gx_handler handler;
    void *context;
} gx_kind;

struct gx_sim {
    uint32_t entities, more, threads, tick;
    gx_partition partition, more_partition;
    gx_status failed; /* a run that lost messages cannot go on */
    uint64_t digest, ticks_run, ticks_skipped;
    uint64_t handled, posted; /* kinds with a handler; kinds that were posted */
    gx_kind kind[GX_KINDS_MAX];
    gx_clock_ns clock; /* NULL: nothing is measured */
    uint64_t wall_ns;
    gx_exchange exchange;
    uint32_t own_first, own_end; /* the shards of this rank; all of them where there is one */
    gx_shard *shard;             /* those: see gx_shard_at */
    gx_hand *hand;               /* one a thread */
    /* Of each shard: its next tick with something due in its wheel (GX_NEVER: none) and at most how many
     * messages. Dense, because planning a tick reads all of them. */
    uint32_t next[GX_SHARDS_MAX];
    size_t next_most[GX_SHARDS_MAX];
};

#define GX_NEVER UINT32_MAX

/* The shard that owns an entity of either range. */
static inline uint32_t gx_owner(const gx_sim *sim, uint32_t entity)
{
    return entity < sim->entities ? gx_partition_of(&sim->partition, entity)
                                  : gx_partition_of(&sim->more_partition, entity - sim->entities);
}

static inline gx_shard *gx_shard_at(const gx_sim *sim, uint32_t shard)
{
    return &sim->shard[shard - sim->own_first];
}

static inline bool gx_exists(const gx_sim *sim, uint32_t entity)
{
    return entity < sim->entities || entity - sim->entities < sim->more;
}

static inline uint64_t gx_now(const gx_sim *sim)
{
    return sim->clock != NULL ? sim->clock() : 0;
}

/* Add the time since *from, and go on from now. */
static inline void gx_spent(const gx_sim *sim, uint64_t *from, uint64_t *sum)
{
    uint64_t now = gx_now(sim);
    *sum += now - *from;
    *from = now;
}

/* The outbox of a hand that was filled in the last tick that was run, or NULL. Ticks are run one after
 * another and never meet a box of theirs that is still full: see gx_hand_open. */
static inline const gx_outbox *gx_hand_last(const gx_sim *sim, uint32_t hand)
{
    const gx_outbox *outbox = &sim->hand[hand].outbox[sim->ticks_run & 1];
    return outbox->filled == sim->ticks_run ? outbox : NULL;
}

/* A shard's tick: take in what was sent to it in the last one, deliver what is due, send. Statuses go to the
 * lane. */
void gx_shard_run(gx_sim *sim, uint32_t shard, uint32_t tick, gx_hand *hand, const gx_sim_hooks *hooks);

/* Ask for what a shard will touch first in this tick, while others are served: its head and its slot of the
 * wheel, and, when that is there, the messages in it, which were filed long ago. */
void gx_shard_fetch_slot(const gx_sim *sim, uint32_t shard, uint32_t tick);
void gx_shard_fetch_due(const gx_sim *sim, uint32_t shard, uint32_t tick);

/* What all threads delivered. */
void gx_delivered_by_kind(const gx_sim *sim, uint64_t sum[GX_KINDS_MAX]);

/* Look up again what is due next in a shard. */
void gx_shard_look_ahead(gx_sim *sim, uint32_t shard);

#endif
