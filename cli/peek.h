/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A look into a scenario before it is run: what the progress line needs to know. */
#ifndef GX_CLI_PEEK_H
#define GX_CLI_PEEK_H

#include <gx/run/run.h>

typedef struct gx_peek {
    int64_t start, tick_ms, duration_ms;
    int64_t users; /* unless they are in a file */
    int64_t shards;
    bool imported;
    bool ties_recorded;
} gx_peek;

/* Of a scenario that gx_run_check has found right. Zeros where it cannot be told. */
void gx_peek_into(gx_peek *out, const gx_run_options *options);

#endif
