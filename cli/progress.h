/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a run is: one line that is drawn over on a terminal, a plain line every few seconds elsewhere. */
#ifndef GX_CLI_PROGRESS_H
#define GX_CLI_PROGRESS_H

#include "verb.h"

typedef struct gx_progress {
    bool quiet, terminal, utf8;
    bool drawn;             /* a line is on the terminal */
    int64_t start, tick_ms; /* civil seconds of tick 0; 0 and 0: not known */
    double begun, said;     /* monotonic seconds */
    double first;           /* when the first tick was seen */
    uint64_t operations;    /* the last heard of */
    uint32_t tick, ticks;
} gx_progress;

void gx_progress_start(gx_progress *progress, const gx_call *call, int64_t start, int64_t tick_ms);
void gx_progress_show(gx_progress *progress, uint32_t tick, uint32_t ticks, uint64_t operations);
/* The same for work that is not a run: a share of 0 … 1 of what is being done ("reading"). */
void gx_progress_part(gx_progress *progress, double share, const char *what);
void gx_progress_end(gx_progress *progress); /* wipes the line */

double gx_seconds_now(void);

#endif
