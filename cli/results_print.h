/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results of an analysis as table, Markdown, JSON or CSV. */
#ifndef GX_CLI_RESULTS_PRINT_H
#define GX_CLI_RESULTS_PRINT_H

#include "analysis.h"
#include "verb.h"

/* Append the results. `wanted` empty: all; tables then show curves by their main points. A metric asked for
 * by name that the recording does not define is shown as such: "not defined", null, an empty value. */
void gx_results_print(gx_text *out, const gx_results *results, const gx_texts *wanted, gx_format format);

#endif
