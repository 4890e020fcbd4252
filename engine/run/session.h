/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run while it lasts: shared by the files that drive it. */
#ifndef GX_RUN_SESSION_H
#define GX_RUN_SESSION_H

#include "auditor.h"
#include "build.h"
#include "recorder.h"
#include <gx/run/checkpoint.h>
#include <time.h>

typedef struct gx_session {
    gx_run_options options; /* the caller's; of a run that is resumed, what the checkpoint says of it */
    gx_settings settings;
    gx_text effective; /* as it was read: a graph's file sets the number of users later */
    gx_built built;
    gx_auditor auditor;
    gx_recorder recorder;
    gx_run_people people; /* as the run began; all 0 where nobody asks for them */
    size_t sweep_items, chunk_items;
    _Atomic uint64_t compress_ns; /* summed over threads, since it was last taken into seconds_record */
    uint32_t tick;
    double next_progress;
    double running_since; /* by the clock; up to then seconds_run has counted */
    /* In all sittings; recording: of all threads together. */
    double seconds_setup, seconds_run, seconds_record, seconds_checkpoint;
    struct gx_putting_down {
        bool pause;          /* the kernel's loop was left to save a checkpoint, not to end */
        uint64_t generation; /* of the last one; 0: none yet */
        uint32_t tick;       /* of the last one */
        uint32_t sittings;   /* before this one */
        double next;         /* seconds of the clock */
        int64_t next_ms;     /* simulated */
    } checkpoint;
    gx_error *error;
} gx_session;

/* Seconds of the monotonic clock. */
double gx_seconds(void);

/* The run itself, tick by tick, to its end, an interruption or a failure. */
gx_status gx_session_simulate(gx_session *session);

/* What came of it so far. */
void gx_session_result(const gx_session *session, gx_run_result *result);

/* Money in equals money out: what was sent is received, refunded, open or on its way; checked by two ways of
 * counting. */
gx_status gx_session_check(const gx_run_result *result, gx_error *error);

/* ---- Checkpoints (checkpoint.c) ---- */

/* The name that checkpoints of this run begin with; NULL: it has none. */
const char *gx_checkpoint_base(const gx_run_options *options);
/* From now on, when the next one is due. */
void gx_checkpoint_schedule(gx_session *session);
bool gx_checkpoint_due(gx_session *session);
/* Outside of the kernel's loop. What fails leaves the one before. */
gx_status gx_checkpoint_save(gx_session *session, gx_error *error);
/* Take over from options.resume how the run was asked for. */
void gx_checkpoint_take_options(gx_session *session);
/* The run that is set up is the one of the checkpoint; else GX_ERR_INPUT with what differs. */
gx_status gx_checkpoint_same_run(const gx_session *session, gx_error *error);
/* Into a session that is set up and has not begun; opens the recording. */
gx_status gx_checkpoint_load(gx_session *session);

#endif
