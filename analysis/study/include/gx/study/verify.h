/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run a recording's scenario again and compare digests tick by tick. */
#ifndef GX_STUDY_VERIFY_H
#define GX_STUDY_VERIFY_H

#include <gx/base/status.h>
#include <stdbool.h>
#include <stdint.h>

/* Where the way parted. */
typedef enum gx_verify_part {
    GX_VERIFY_NOWHERE,
    GX_VERIFY_PEOPLE, /* other users were made, or read from a file that has changed */
    GX_VERIFY_TIES,   /* the same users with other ties or groups */
    GX_VERIFY_TICK
} gx_verify_part;

typedef struct gx_verify_result {
    bool same;
    gx_verify_part part; /* when not the same, as the next */
    uint32_t ticks_compared;
    uint32_t first_divergent_tick; /* of GX_VERIFY_TICK */
    uint64_t recorded, found; /* digests there; of PEOPLE and TIES those of the population, the network */
} gx_verify_result;

typedef struct gx_verify_options {
    uint32_t threads;
    const char *files; /* folder of the files that the scenario names; NULL: see gx_verify */
    void *context;
    bool (*stop)(void *context);
    void (*progress)(uint32_t tick, uint32_t ticks, uint64_t operations, void *context);
} gx_verify_options;

/* From the recording at `path`: its scenario text, variant, overrides, seed and replicate are run again
 * without recording, and compared: first the people and their ties, then every tick. GX_OK with same = true,
 * or GX_ERR_DIVERGED with words in `error`; other codes when the recording cannot be read or run. An
 * interrupted recording is compared up to its last tick.
 *
 * Files that the scenario names (graph.file) are looked up in `options->files`; without it where the run
 * found them, which its provenance tells, and if they are not there (any more), beside the recording. */
gx_status gx_verify(gx_verify_result *result, const char *path, const gx_verify_options *options,
                    gx_error *error);

#endif
