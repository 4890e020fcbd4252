/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exit codes, and which status of the library gives which. */
#ifndef GX_CLI_EXITS_H
#define GX_CLI_EXITS_H

#include <gx/base/status.h>

/* X(name, code, text): the one list; `guanxi describe errors` prints it. */
#define GX_EXIT_TABLE(X)                                                                                     \
    X(GX_EXIT_DONE, 0, "done")                                                                               \
    X(GX_EXIT_FAILED, 1, "the run failed; what was recorded is kept as .partial")                            \
    X(GX_EXIT_USAGE, 2, "the command line is wrong")                                                         \
    X(GX_EXIT_INPUT, 3, "a scenario, a recording or another input is wrong, or an output exists already")    \
    X(GX_EXIT_MISSED, 4, "a threshold or a gate was missed")                                                 \
    X(GX_EXIT_DIVERGED, 5, "a run did not reproduce its recording")                                          \
    X(GX_EXIT_INTERRUPTED, 130, "interrupted by Ctrl-C (SIGINT)")                                            \
    X(GX_EXIT_TERMINATED, 143, "interrupted by SIGTERM")

enum {
#define X(name, code, text) name = (code),
    GX_EXIT_TABLE(X)
#undef X
};

/* The exit code that a status gives. */
int gx_exit_of(gx_status status);

#endif
