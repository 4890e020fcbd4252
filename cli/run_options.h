/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `guanxi run` was asked for; shared by the one run and by many. */
#ifndef GX_CLI_RUN_OPTIONS_H
#define GX_CLI_RUN_OPTIONS_H

#include "verb.h"

typedef struct gx_run_words {
    const char *output;
    const char *variant;
    const char *summary;
    const char *resume;
    gx_texts set;
    gx_number seed, replicate, replicates, jobs, threads;
    int64_t until, checkpoint, checkpoint_every;
    int32_t record;
    int32_t format; /* table or json */
    bool dry_run, unchecked;
    bool force, profile;
} gx_run_words;

/* The words of --record, by its index; NULL-terminated. */
extern const char *const gx_record_words[];

/* Run `words->replicates` replicates of the scenario at `path`, each a process of its own, `words->jobs` at a
 * time; their recordings are STEM-000.h5 … beside each other. The exit code. */
int gx_run_replicates(const gx_call *call, const gx_run_words *words, const char *path, const char *output);

#endif
