/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run will take of memory, disk and time, before it is run. */
#ifndef GX_CLI_FORECAST_H
#define GX_CLI_FORECAST_H

#include "peek.h"
#include "sample.h"

typedef struct gx_forecast {
    double memory[GX_MEMORY_COUNT], disk[GX_DISK_COUNT]; /* bytes, by part */
    double memory_bytes, disk_bytes;
    double checkpoint_bytes; /* of one, or less */
    int checkpoints; /* there will be at a time: two, and one that is being written; 0: none asked for */
    double seconds_setup, seconds_run;
    double memory_available, disk_available; /* HUGE_VAL where nothing tells */
    double users;
    gx_sample sample[3];
    int samples;
} gx_forecast;

/* Run samples of the scenario at `path`, which `peek` has looked at, and scale what they took. False:
 * `why` tells, appended. */
bool gx_forecast_make(gx_forecast *out, gx_text *why, const gx_call *call, const gx_run_words *words,
                      const gx_peek *peek, const char *path, const char *output);

/* A rough look without any sample: whether the run may be too large for this machine. */
bool gx_forecast_doubtful(const gx_peek *peek, const char *output);

/* Whether it fits; else `reason` says by which figure not, and what to change. */
bool gx_forecast_fits(const gx_forecast *forecast, gx_text *reason);

void gx_forecast_print(gx_text *out, const gx_forecast *forecast, gx_format format);

#endif
