/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that the user names: scenarios in, recordings in, outputs out. */
#ifndef GX_CLI_INPUT_H
#define GX_CLI_INPUT_H

#include "verb.h"
#include <gx/base/diagnostics.h>
#include <gx/record/reader.h>

/* The text of a scenario file; gx_free. A folder, a file of more than 1 MiB or an empty one is refused by
 * name. */
gx_status gx_scenario_text(char **out, size_t *length, const char *path, gx_error *error);

/* Print what is wrong with a scenario (to stderr), or the failure itself; the exit code. */
int gx_refuse_scenario(const gx_call *call, gx_status status, const gx_diagnostics *diagnostics,
                       const gx_error *error);

/* Open a recording, whole or .partial; a note on stderr when it is not whole. */
gx_status gx_recording_open(gx_reader **out, const gx_call *call, const char *path, gx_error *error);

/* The base name of a path without folders and without any of its known endings (.yaml, .yml, .h5, .partial);
 * appends. */
void gx_stem(gx_text *out, const char *path);

/* Whether an output may be written: its folder exists and can be written, nothing is there unless `force`. */
gx_status gx_output_check(const char *path, bool force, gx_error *error);

#endif
