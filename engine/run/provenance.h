/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When, where, by which build and with how many threads a recording was made: in OUTPUT.provenance.json, so
 * that none of it is in the recording, whose bytes are a function of scenario and seed. */
#ifndef GX_RUN_PROVENANCE_H
#define GX_RUN_PROVENANCE_H

#include <gx/run/run.h>
#include <time.h>

/* Beside the recording options->output. The absolute path of options->file is written, and options->profile
 * where there is one. */
gx_status gx_provenance_write(const gx_run_options *options, const gx_run_result *result, time_t started,
                              gx_error *error);

/* Resident memory of this process at its peak, in bytes. */
uint64_t gx_peak_memory(void);

#endif
