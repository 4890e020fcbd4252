/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Synthetic recordings with known answers, written through the real writer, and a stream of test numbers. */
#ifndef GX_TESTS_SYNTH_H
#define GX_TESTS_SYNTH_H

#include <gx/base/draw.h>
#include <gx/stats/results.h>
#include <gx/stats/tables.h>

typedef struct synth {
    char path[200];
    gx_writer *writer;
} synth;

/* What the root attributes will say. */
typedef struct synth_root {
    int64_t users, tick_ms, start, last_tick;
    double event_share;
} synth_root;

/* A table's struct with zeroed columns of `rows` rows; release with gx_table_unload. */
void synth_make(void *table_struct, gx_recording_table table, size_t rows);

/* A recording in the working directory, one name a test. Failures end the test. */
void synth_begin(synth *s, const char *name, const synth_root *root);
void synth_put(synth *s, gx_recording_table table, const void *table_struct);
/* One more array: for layers, or to write a damaged column. */
void synth_array(synth *s, const char *group, const char *name, gx_column_type type, const void *data,
                 size_t rows);
gx_reader *synth_end(synth *s); /* finishes, opens */
void synth_remove(synth *s, gx_reader *reader);

/* The value of a figure that must be there. */
double figure_of(const gx_results *results, const char *name);

/* Test numbers: uniform below 1 (never 0), normal, by stream and index. */
double uniform_at(uint32_t stream, uint32_t index);
double normal_at(uint32_t stream, uint32_t index);

#endif
