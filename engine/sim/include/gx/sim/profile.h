/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a run's time went. The kernel has no clock of its own: a host that wants to know hands one in. What
 * is measured never enters a result. */
#ifndef GX_SIM_PROFILE_H
#define GX_SIM_PROFILE_H

#include <gx/sim/message.h>
#include <stddef.h>

enum { GX_SHARDS_MAX = 256 };

/* Nanoseconds from any fixed moment, never backwards; called from all threads, a few
 * times a shard and tick.
 */
typedef uint64_t (*gx_clock_ns)(void);

/* Times are sums over threads since gx_sim_profile_start; those of phases and `wait_ns` add up to threads x
 * wall_ns. */
typedef struct gx_sim_profile {
    uint32_t threads;
    uint64_t wall_ns;                 /* inside gx_sim_run */
    uint64_t exchange_ns;             /* taking in what others sent, and filing it */
    uint64_t order_ns;                /* moving wheels, sorting what is due */
    uint64_t act_ns;                  /* handlers, and the hook shard_acted */
    uint64_t plan_ns;                 /* by one thread: ends of ticks, planning, exchange between ranks */
    uint64_t host_ns;                 /* by one thread: the hooks tick_done and work_done */
    uint64_t work_ns;                 /* the hook work */
    uint64_t wait_ns;                 /* at barriers, for other threads */
    uint64_t kind_ns[GX_KINDS_MAX];   /* handlers by kind */
    uint64_t shard_ns[GX_SHARDS_MAX]; /* exchange, order and act by shard */
    uint64_t shard_messages[GX_SHARDS_MAX]; /* delivered in it since the start */
    /* The busiest entity of the whole time, from every 64th message: `hottest_sampled` of `sampled` went to
     * it. A lower bound, short of the truth by at most 1/64 of `sampled`; so a share below that says only
     * that nobody is hot. */
    uint64_t sampled, hottest_sampled;
    uint32_t hottest;
    /* The largest number of messages of one kind that reached one entity in one tick. Exact. */
    uint32_t longest_entity, longest_tick, longest_kind;
    uint64_t longest_messages;
    uint64_t bytes_waiting; /* chunks of wheels and outboxes, in use or spare */
    uint64_t bytes_order;   /* working memory of threads */
} gx_sim_profile;

struct gx_sim;

/* Forget what was measured, and measure from now on; NULL: only count. Costs under 1 % of a busy run, and
 * some percent where most ticks hold a handful of messages a shard. Not while gx_sim_run is running. */
void gx_sim_profile_start(struct gx_sim *sim, gx_clock_ns clock);

/* What was measured so far. Without a clock times are 0, and messages and bytes are right. */
void gx_sim_profile_get(const struct gx_sim *sim, gx_sim_profile *profile);

#endif
