/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results for other programs: JSON and CSV, all numbers in their shortest exact form. */
#ifndef GX_CLI_RESULTS_DATA_H
#define GX_CLI_RESULTS_DATA_H

#include "analysis.h"
#include "option.h"

bool gx_result_wanted(const gx_texts *wanted, const gx_metric *metric);
bool gx_result_defined(const gx_results *results, const char *name);

/* {"figures": {name: {value, low, high, unit}}, "curves": {name: {x: [], y: [], …}}, "tables": {name:
 * {columns, rows}}}. A metric asked for that is not defined stands under "figures" as {"value": null, …}. */
void gx_results_json(gx_text *out, const gx_results *results, const gx_texts *wanted);

/* One line a number: metric, shape, row, column, value, low, high, unit. `row` of a curve is its x. */
void gx_results_csv(gx_text *out, const gx_results *results, const gx_texts *wanted);

#endif
