/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit, always on.
 *
 * After each tick the books touched in it are checked by their running control totals, and their clearing
 * accounts against what the handlers know to have sent and received: O(1) a shard. Besides, a sweep adds up
 * every balance and every hold of a few books anew in each tick, so that each book is added up once in
 * `audit.sweep` of simulated time (0: all of them in every tick), and once more at the end. A fen that is
 * missing stops the run and names tick and shard.
 */
#ifndef GX_RUN_AUDITOR_H
#define GX_RUN_AUDITOR_H

#include <gx/base/archive.h>
#include <gx/models/world.h>

typedef struct gx_finding gx_finding;

typedef struct gx_auditor {
    gx_world *world;
    uint32_t sweep_ticks;              /* 0: all books in every tick */
    uint64_t swept;                    /* books swept since the start, counted over and over */
    uint32_t sweep_first, sweep_count; /* this tick's part of the sweep */
    gx_finding *finding;               /* one a shard */
    uint64_t quick, full;
} gx_auditor;

gx_status gx_auditor_start(gx_auditor *auditor, gx_world *world, int64_t sweep_ms, gx_error *error);
void gx_auditor_stop(gx_auditor *auditor);

/* In parallel, in a shard that acted. */
void gx_auditor_quick(gx_auditor *auditor, uint32_t shard);

/* By one thread after a tick: do this tick's part of the sweep if it is small, else say how many books a team
 * is to add up: then item 0 … count-1 in parallel. */
size_t gx_auditor_sweep(gx_auditor *auditor, uint32_t tick);
void gx_auditor_full(gx_auditor *auditor, size_t item);

/* By one thread: GX_ERR_AUDIT with tick, shard and figures when any check failed. */
gx_status gx_auditor_verdict(gx_auditor *auditor, uint32_t tick, gx_error *error);

/* Counts and the place in the sweep; nothing was found wrong so far. */
void gx_auditor_archive(gx_archive *archive, gx_auditor *auditor);

/* Every book in full, at the end. */
gx_status gx_auditor_final(gx_auditor *auditor, uint32_t tick, gx_error *error);

#endif
