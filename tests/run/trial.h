/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the suites of runs share: a folder of their own, a scenario and what is set in it, one call to run it.
 */
#ifndef GX_TESTS_RUN_TRIAL_H
#define GX_TESTS_RUN_TRIAL_H

#include <check.h>
#include <gx/record/reader.h>
#include <gx/run/run.h>
#include <stdio.h>

enum { TRIAL_SETTINGS = 24 };

typedef struct trial {
    gx_run_options options;
    const char *set[TRIAL_SETTINGS];
    gx_run_result result;
    gx_error error;
    char problems[2000]; /* what is wrong with the scenario */
} trial;

/* A file of the source tree, read once and kept. */
const char *trial_file(const char *path);

/* A run of this text by one thread, nothing recorded, nothing set. */
trial trial_of(const char *text);

/* key=value; borrowed. */
void trial_set(trial *t, const char *assignment);

gx_status trial_run(trial *t);

/* Run, which must succeed. */
void trial_good(trial *t);

/* A path in this process's own folder; kept for eight calls. */
const char *scratch(const char *name);
int scratch_count(void); /* files in it */
void scratch_clear(void);
bool file_exists(const char *path);
bool same_bytes(const char *one, const char *other);

gx_reader *open_recording(const char *path);
int64_t *column_of(const gx_reader *reader, const char *path, size_t *count); /* gx_free */
uint64_t *words_of(const gx_reader *reader, const char *path, size_t *count); /* the same, unsigned */
int64_t number_of(const gx_reader *reader, const char *name);
bool text_is(const gx_reader *reader, const char *name, const char *text);

/* Runs open teams of threads, which do not survive a fork: everything is in one process. */
int trial_main(const char *name, TCase *tests);

#endif
