/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report: one offline HTML page with charts, English or Chinese, readable without scripts too. */
#ifndef GX_REPORT_REPORT_H
#define GX_REPORT_REPORT_H

#include <gx/base/text.h>
#include <gx/record/reader.h>
#include <gx/stats/results.h>

typedef enum gx_language { GX_ENGLISH, GX_CHINESE } gx_language;

/* The page for one recording and its results (of traffic, spread and credit), appended to `out`: title,
 * headline figures, charts by ECharts (embedded when the program was built), every chart's data as a table,
 * reference figures beside the simulated ones, the effective scenario, how to reproduce it. No address of
 * anything outside in it; all styles and scripts inline; a Content-Security-Policy that forbids every
 * connection. Deterministic: the same bytes for the same recording. */
gx_status gx_report_html(gx_text *out, const gx_reader *reader, const gx_results *results,
                         gx_language language, gx_error *error);

#endif
