/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a long result goes: stdout, or FILE.partial that becomes FILE. */
#ifndef GX_CLI_SINK_H
#define GX_CLI_SINK_H

#include <gx/base/status.h>
#include <gx/base/text.h>
#include <stdio.h>

typedef struct gx_sink {
    FILE *file;
    const char *path; /* NULL: stdout */
    gx_text partial;
} gx_sink;

gx_status gx_sink_open(gx_sink *sink, const char *path, bool force, gx_error *error);

/* Close; with `status` GX_OK the file gets its name, else it is removed. Gives `status`, or what went wrong
 * at the end. */
gx_status gx_sink_close(gx_sink *sink, gx_status status, gx_error *error);

#endif
