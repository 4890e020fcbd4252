/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A room's pen for writing results: metrics are named by their index in the room's table, and the first
 * failure sticks, so that a page of figures is written without a check at each line. What is not defined
 * (NaN) is left out. */
#ifndef GX_STATS_SHEET_H
#define GX_STATS_SHEET_H

#include <gx/stats/interval.h>
#include <gx/stats/quantiles.h>
#include <gx/stats/results.h>

typedef struct gx_sheet {
    gx_results *results;
    const gx_metric *metrics; /* of the room */
    gx_error *error;
    gx_status status; /* GX_OK until something failed; from then on nothing is written */
} gx_sheet;

void gx_put_integer(gx_sheet *sheet, size_t metric, int64_t value);
void gx_put_real(gx_sheet *sheet, size_t metric, double value); /* left out when NaN */
void gx_put_interval(gx_sheet *sheet, size_t metric, gx_interval value);
void gx_put_curve(gx_sheet *sheet, size_t metric, const char *x_name, const char *x_unit, const double *x,
                  const double *y, size_t count);
void gx_put_grid(gx_sheet *sheet, size_t metric, const char *const *names, const char *const *names_zh,
                 size_t columns, const double *cells, const char *const *labels, size_t rows);

/* A table of summaries, one sample a row: what, count, mean, sd, least, p10, p50, p90, p99, largest. Rows of
 * empty samples are left out, and the table when none is left. At most 32 rows. */
void gx_put_summaries(gx_sheet *sheet, size_t metric, const gx_summary *rows, const char *const *labels,
                      size_t count);

/* Histogram of an ascending sample of positive values over `per_decade` equal steps of the decimal logarithm:
 * x is the geometric middle of each bin, y the share of the sample in it. Left out for an empty sample. */
void gx_put_log_histogram(gx_sheet *sheet, size_t metric, const char *x_name, const char *x_unit,
                          const double *sorted, size_t count, unsigned per_decade);

/* Complementary distribution of an ascending sample: P(X >= x) at each distinct value, thinned to at most 400
 * points. */
void gx_put_ccdf(gx_sheet *sheet, size_t metric, const char *x_name, const char *x_unit, const double *sorted,
                 size_t count);

#endif
