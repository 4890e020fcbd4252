/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the world's tallies to the recording: who goes into it once, events and series as they come, ends at
 * the end.
 *
 * Events of all shards since the last fetch are brought into one order, (tick, user), before they are
 * written, so the recording does not depend on shards either. What is fetched when depends on simulated time
 * only.
 */
#ifndef GX_RUN_RECORDER_H
#define GX_RUN_RECORDER_H

#include "build.h"
#include <gx/base/archive.h>
#include <gx/record/schema.h>

typedef struct gx_recorder {
    gx_world *world;
    gx_writer *writer; /* NULL: nothing is recorded */
    const gx_settings *settings;
    const gx_run_people *people; /* as the run began */
    uint32_t replicate;
    uint32_t threads;
    uint32_t table[GX_RECORDING_TABLE_COUNT]; /* the writer's numbers of growing tables */
    uint32_t fetched_periods;
    uint32_t looks; /* how often it was time to think of a flush */
    uint32_t flushed_look;
    uint64_t flushed_at; /* operations at the last flush */
    uint64_t last_digest;
    struct gx_digest_rows {
        uint32_t *tick;
        uint64_t *digest;
        size_t count, capacity;
    } digests;
    uint64_t *sort[4]; /* keys, places, and scratch for both */
    void *gather;      /* one column being gathered */
    size_t room;       /* of these, in rows */
} gx_recorder;

/* Know the run; the writer is set already, or will be (a recording that is taken up). */
void gx_recorder_know(gx_recorder *recorder, gx_world *world, const gx_settings *settings,
                      const gx_run_people *people, uint32_t replicate);

/* Write what stands at the beginning, and declare the tables. GX_ERR_MEMORY, GX_ERR_IO. */
gx_status gx_recorder_start(gx_recorder *recorder, const gx_run_options *options, gx_error *error);

/* For a checkpoint: mark the recording (gx_writer_mark) after `tick`; then what of the recorder itself is not
 * in the writer. */
gx_status gx_recorder_mark(gx_recorder *recorder, uint32_t tick, uint64_t generation, gx_error *error);
void gx_recorder_archive(gx_archive *archive, gx_recorder *recorder);

/* After a tick that was run: note its digest; when a period of the series has ended, append what is new. */
gx_status gx_recorder_tick(gx_recorder *recorder, uint32_t tick, uint64_t digest, gx_error *error);

/* After commit: flush when enough has been done since the last time (recorder.c). */
gx_status gx_recorder_flush(gx_recorder *recorder, uint32_t tick, gx_error *error);

/* Append what is left, write the ends of users and the closing attributes; `status` is complete, interrupted
 * or failed. */
gx_status gx_recorder_close(gx_recorder *recorder, uint32_t last_tick, uint64_t state_digest,
                            const char *status, gx_error *error);
void gx_recorder_release(gx_recorder *recorder);

#endif
