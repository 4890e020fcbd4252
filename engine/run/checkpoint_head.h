/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first part of a checkpoint: of which run it is. */
#ifndef GX_RUN_CHECKPOINT_HEAD_H
#define GX_RUN_CHECKPOINT_HEAD_H

#include <gx/base/archive.h>
#include <gx/run/checkpoint.h>

/* Borrowed when it is saved, owned (gx_checkpoint_head_free) when it was loaded. */
typedef struct gx_checkpoint_head {
    char *version, *output, *file, *folder, *text, *variant, *effective;
    char **overrides;
    uint64_t override_count, generation, seed, has_seed;
    int64_t until_ms, record, tick_ms, start;
    uint64_t replicate, tick, ticks;
    gx_run_people people;
    double seconds[4]; /* setup, run, record, checkpoint */
    uint64_t sittings;
} gx_checkpoint_head;

void gx_checkpoint_head_archive(gx_archive *archive, gx_checkpoint_head *head);
void gx_checkpoint_head_free(gx_checkpoint_head *head);

/* The file of a generation; appends. */
void gx_checkpoint_name(gx_text *name, const char *base, uint64_t generation);

struct gx_checkpoint {
    gx_archive *archive; /* NULL once a run has taken it */
    gx_checkpoint_head head;
    gx_checkpoint_about about;
    gx_text path;
};

/* Where two effective scenarios differ, a line each, at most some; appends. `was` and `is` name the two. */
void gx_effective_differences(gx_text *out, const char *was, const char *is);

#endif
