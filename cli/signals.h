/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl-C and SIGTERM: the first asks to end cleanly, the second stops at once. */
#ifndef GX_CLI_SIGNALS_H
#define GX_CLI_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/* From here on to gx_signals_restore the two signals are caught. Not nested. */
typedef struct gx_signals {
    struct sigaction interrupt, terminate; /* what was before */
} gx_signals;
void gx_signals_catch(gx_signals *before);
void gx_signals_restore(const gx_signals *before);

/* The signal that came first since gx_signals_catch; 0: none. */
int gx_signal_seen(void);

/* A `stop` for runs. */
bool gx_signal_stops(void *context);

/* 130 or 143 for the signal that came. */
int gx_signal_exit(void);

#endif
