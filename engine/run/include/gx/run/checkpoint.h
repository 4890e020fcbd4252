/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checkpoints: the state of a run, put down so that it can be taken up again.
 *
 * Two files in turn, OUTPUT.checkpoint-a and OUTPUT.checkpoint-b, each whole or absent, beside the recording.
 * Each holds everything that changes in a run; what a scenario and a seed make (people, ties, tables) is made
 * again. A run that is resumed ends with the same digest and the same data as one that never stopped, with
 * any number of threads. They are removed when the run is complete.
 */
#ifndef GX_RUN_CHECKPOINT_H
#define GX_RUN_CHECKPOINT_H

#include <gx/run/run.h>

/* A checkpoint that was found whole, and not read yet but for what it says of its run. */
typedef struct gx_checkpoint gx_checkpoint;

typedef struct gx_checkpoint_about {
    const char *path;    /* of the checkpoint */
    const char *output;  /* of the recording to be; "" when nothing is recorded */
    const char *version; /* of the program that saved it */
    /* How the run was asked for: what gx_run_options take. `text` NULL in the options of a run that is
     * resumed stands for these. */
    const char *file, *folder, *text, *variant;
    const char *const *overrides;
    size_t length, override_count;
    bool has_seed;
    uint64_t seed;
    uint32_t replicate;
    int64_t until_ms;
    int32_t record;
    uint32_t tick, ticks; /* run so far, of how many */
    double seconds_run;   /* in all sittings so far */
    int64_t tick_ms, start;
    uint32_t users;
    uint32_t damaged; /* how many others were found damaged */
} gx_checkpoint_about;

/* The newest whole checkpoint of the run that writes `output`. `notes` gets a line for each that is damaged.
 * GX_ERR_NOT_FOUND: there is none. GX_ERR_FORMAT: none is whole. Reads it once through. */
gx_status gx_checkpoint_open(gx_checkpoint **out, const char *output, gx_text *notes, gx_error *error);
void gx_checkpoint_close(gx_checkpoint *checkpoint); /* NULL is none */

/* Borrowed, until the checkpoint is closed. */
const gx_checkpoint_about *gx_checkpoint_tells(const gx_checkpoint *checkpoint);

/* Whether there is a file of that name, whole or not. */
bool gx_checkpoint_exists(const char *output);

/* Remove both. What keeps the recording's marks (gx/record/writer.h) is the writer's. */
void gx_checkpoint_remove(const char *output);

#endif
