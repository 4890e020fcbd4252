/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel: conservative, tick-synchronous, deterministic. It knows entities and messages, not payments.
 *
 *   - Entities 0 … entities-1 are cut into `shards` contiguous, nearly equal ranges; only its shard writes
 *     an entity. A second range, entities … entities+more-1 (merchants, say), is cut over the same shards by
 *     itself, so that the few of the one kind do not all fall to the shard of the last of the other.
 *   - In a tick each shard takes in what was sent to it in the last one and files it in its timing wheel
 *     (EXCHANGE); then it takes what is due, sorted by (kind, target, order key), and calls one handler per
 *     kind on the whole span (ACT). Handlers change their own shard's entities and send messages, which are
 *     delivered in the next tick or later. No locks.
 *   - The wheel has three aligned levels of 256 ticks: a message that is far away costs nothing until it is
 *     due. Ticks in which nothing is due anywhere are skipped.
 *   - One parallel region for the whole run. Threads take shards as they come free; nothing depends on who
 *     takes which. Shards may be spread over many machines (ranks.h).
 *   - The digest is the wrapping sum of what handlers note of their operations, chained tick by tick: the
 *     same for any number of threads, shards and ranks.
 */
#ifndef GX_SIM_SIM_H
#define GX_SIM_SIM_H

#include <gx/base/archive.h>
#include <gx/base/draw.h>
#include <gx/base/status.h>
#include <gx/sim/message.h>
#include <gx/sim/profile.h>
#include <gx/sim/ranks.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct gx_sim gx_sim;

/* One shard at work: what a handler gets. Its fields are for reading. */
typedef struct gx_lane {
    gx_sim *sim;
    uint32_t shard;
    uint32_t tick;
    uint32_t first, count;           /* the shard's entities */
    uint32_t more_first, more_count; /* its part of the second range */
    uint64_t noted;                  /* digest of this tick's operations so far; see gx_note */
    gx_status status;                /* set by a send that found no memory: the run stops after the tick */
} gx_lane;

/* All messages of one kind that are due in this tick in this shard, sorted by target and, within a target, by
 * the order key. The span is valid during the call. */
typedef void (*gx_handler)(gx_lane *lane, const gx_message *span, size_t count, void *context);

typedef struct gx_sim_config {
    uint32_t entities;
    uint32_t shards;       /* 1 … GX_SHARDS_MAX, at most `entities`; belongs to the scenario */
    uint32_t threads;      /* 0: as many as the machine has */
    uint32_t more;         /* entities of the second range; may be fewer than shards, or 0 */
    const gx_ranks *ranks; /* NULL: this process alone; copied */
} gx_sim_config;

gx_status gx_sim_create(gx_sim **out, const gx_sim_config *config, gx_error *error);
void gx_sim_free(gx_sim *sim);

/* Register the handler of a kind (0 … GX_KINDS_MAX-1), before the run. */
gx_status gx_sim_handle(gx_sim *sim, uint32_t kind, const char *name, gx_handler handler, void *context);

/* Post a message before the run: due at tick 1 or later. Not from handlers. What is for a shard of another
 * rank is left to that rank, where the same set-up posts it. */
gx_status gx_sim_post(gx_sim *sim, const gx_message *message, gx_error *error);

/* Send from a handler; due in tick lane->tick + 1 … GX_TICK_MAX, otherwise it is a defect (asserted). A
 * message due behind the end of the run is kept and never delivered. O(1), no allocation in a steady state.
 */
void gx_send(gx_lane *lane, const gx_message *message);

/* Send many to entities of the lane's own shard, as gx_send would one after the other. */
void gx_send_own(gx_lane *lane, const gx_message *message, size_t count);

/* Add the hash of one operation to the tick's digest (order-free). Hash what happened, never a shard or a
 * slot. */
static inline void gx_note(gx_lane *lane, uint64_t operation)
{
    lane->noted += gx_mix64(operation);
}

uint32_t gx_sim_shards(const gx_sim *sim);
uint32_t gx_sim_threads(const gx_sim *sim);
void gx_sim_own(const gx_sim *sim, uint32_t *first, uint32_t *end); /* the shards of this rank */
uint32_t gx_sim_shard_of(const gx_sim *sim, uint32_t entity);       /* of either range */
uint32_t gx_sim_shard_first(const gx_sim *sim, uint32_t shard);     /* shard = shards: `entities` */
uint32_t gx_sim_shard_more(const gx_sim *sim, uint32_t shard);      /* shard = shards: `entities + more` */
const char *gx_sim_kind_name(const gx_sim *sim, uint32_t kind);     /* NULL: nothing handles it */

/* What the run tells its host. Any may be NULL. */
typedef struct gx_sim_hooks {
    void *context;
    /* In parallel, once a shard that did something has acted in a tick. */
    void (*shard_acted)(gx_lane *lane, void *context);
    /* By one thread, after each tick that was not skipped, everything exchanged. `digest` is the chained
     * digest. A status other than GX_OK stops the run, which then returns it. *work: ask for this many
     * parallel work items. */
    gx_status (*tick_done)(uint32_t tick, uint64_t digest, size_t *work, void *context);
    /* In parallel, item 0 … *work-1 (dynamic order); then `work_done` by one thread. */
    void (*work)(size_t item, void *context);
    gx_status (*work_done)(void *context);
} gx_sim_hooks;

/* Run ticks up to and including `until`; can be called again to go on. GX_ERR_MEMORY when a send found none.
 */
gx_status gx_sim_run(gx_sim *sim, uint32_t until, const gx_sim_hooks *hooks, gx_error *error);

/* What was done, for reports; sums over the shards of this rank. */
typedef struct gx_sim_counts {
    uint64_t ticks_run, ticks_skipped, sent, delivered, waiting;
    uint64_t delivered_by_kind[GX_KINDS_MAX];
} gx_sim_counts;
gx_sim_counts gx_sim_count(const gx_sim *sim);
uint64_t gx_sim_digest(const gx_sim *sim); /* chained up to the last tick run */
uint32_t gx_sim_tick(const gx_sim *sim);   /* the last tick run or skipped to */

/* Save the state, or load it into a simulation of the same entities, shards and handled kinds that may have
 * any number of threads: tick, digest, counts, and every message that waits; what was posted before is
 * forgotten. Not while gx_sim_run is running (a hook that stops the run, then this, then gx_sim_run again).
 * After a load that failed the simulation can only be freed. O(messages that wait). */
void gx_sim_archive(gx_archive *archive, gx_sim *sim);

#endif
