/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All rooms of the analysis as one: every metric, and all results of a recording. */
#ifndef GX_CLI_ANALYSIS_H
#define GX_CLI_ANALYSIS_H

#include <gx/stats/results.h>

size_t gx_metric_count(void);
const gx_metric *gx_metric_at(size_t index);
const gx_metric *gx_metric_find(const char *name); /* NULL when there is none */
const char *gx_metric_nearest(const char *name);   /* NULL when none is near */

/* Traffic, spread and credit of a recording. Owned by the caller: gx_results_free. */
gx_status gx_analyze(gx_results **out, const gx_reader *reader, gx_error *error);

#endif
