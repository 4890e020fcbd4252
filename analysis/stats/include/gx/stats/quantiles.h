/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Order statistics of whole numbers: amounts in fen, times in ticks, counts. Samples are sorted once by radix
 * sort; the quantile is the one of GSL (type 7: linear between order statistics). */
#ifndef GX_STATS_QUANTILES_H
#define GX_STATS_QUANTILES_H

#include <gx/base/status.h>
#include <stdint.h>

/* Moments and quantiles of a sample; all NaN and count 0 for an empty one. */
typedef struct gx_summary {
    uint64_t count;
    double mean, sd; /* sd with n - 1; NaN below two values */
    double min, p10, p25, p50, p75, p90, p99, max;
} gx_summary;

/* The p-quantile, 0 <= p <= 1, of an ascending sample; NaN when it is empty. O(1). */
double gx_quantile_sorted(const double *sorted, size_t count, double p);

/* Turn a sample of non-negative whole numbers into an ascending array of doubles (exact below 2^53), owned by
 * the caller: gx_free. A negative value is GX_ERR_ARGUMENT. O(count). */
gx_status gx_sorted_i64(double **out, const int64_t *values, size_t count, gx_error *error);
gx_status gx_sorted_u32(double **out, const uint32_t *values, size_t count, gx_error *error);

/* Summary of an ascending sample. O(count). */
gx_summary gx_summarize_sorted(const double *sorted, size_t count);

#endif
