/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run says when it is over. */
#ifndef GX_CLI_SUMMARY_H
#define GX_CLI_SUMMARY_H

#include "peek.h"
#include "verb.h"

/* About ten lines of result and a sparkline for each headline series of the recording; appends. */
void gx_summary_text(gx_text *out, const gx_run_result *result, const gx_peek *peek, const char *recording);

/* The same as one JSON object, all figures included. `run` as it was run: its replicate, its profile. */
void gx_summary_json(gx_text *out, const gx_run_result *result, const gx_run_options *run);

/* The next commands to try; appends. */
void gx_summary_next(gx_text *out, const gx_call *call, const char *recording);

#endif
