/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/base/memory.h>
#include <gx/base/sort.h>
#include <gx/stats/quantiles.h>

#include "gsl_quiet.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>

double gx_quantile_sorted(const double *sorted, size_t count, double p)
{
    gx_gsl_quiet();
    if (count == 0 || !(p >= 0 && p <= 1))
        return NAN;
    return gsl_stats_quantile_from_sorted_data(sorted, 1, count, p);
}

gx_status gx_sorted_i64(double **out, const int64_t *values, size_t count, gx_error *error)
{
    *out = NULL;
    for (size_t i = 0; i < count; i++)
        if (values[i] < 0)
            return gx_fail(error, GX_ERR_ARGUMENT, "value %zu of a sample is negative", i);
    double *sorted = gx_alloc(count, sizeof *sorted);
    uint64_t *keys = gx_alloc(count, sizeof *keys);
    uint64_t *scratch = gx_alloc(count, sizeof *scratch);
    if (sorted && keys && scratch) {
        for (size_t i = 0; i < count; i++)
            keys[i] = (uint64_t)values[i];
        gx_sort_u64(keys, scratch, count);
        for (size_t i = 0; i < count; i++)
            sorted[i] = (double)keys[i];
        *out = sorted;
        sorted = NULL;
    }
    gx_free(sorted);
    gx_free(keys);
    gx_free(scratch);
    return *out ? GX_OK : gx_fail_memory(error, "a sample to be sorted");
}

gx_status gx_sorted_u32(double **out, const uint32_t *values, size_t count, gx_error *error)
{
    double *sorted = gx_alloc(count, sizeof *sorted);
    uint32_t *keys = gx_alloc(count, sizeof *keys);
    uint32_t *scratch = gx_alloc(count, sizeof *scratch);
    *out = NULL;
    if (sorted && keys && scratch) {
        for (size_t i = 0; i < count; i++)
            keys[i] = values[i];
        gx_sort_u32(keys, scratch, count);
        for (size_t i = 0; i < count; i++)
            sorted[i] = keys[i];
        *out = sorted;
        sorted = NULL;
    }
    gx_free(sorted);
    gx_free(keys);
    gx_free(scratch);
    return *out ? GX_OK : gx_fail_memory(error, "a sample to be sorted");
}

gx_summary gx_summarize_sorted(const double *sorted, size_t count)
{
    gx_summary all = {count, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    if (count == 0)
        return all;
    gx_gsl_quiet();
    all.mean = gsl_stats_mean(sorted, 1, count);
    if (count > 1)
        all.sd = gsl_stats_sd_m(sorted, 1, count, all.mean);
    all.min = sorted[0];
    all.p10 = gx_quantile_sorted(sorted, count, 0.10);
    all.p25 = gx_quantile_sorted(sorted, count, 0.25);
    all.p50 = gx_quantile_sorted(sorted, count, 0.50);
    all.p75 = gx_quantile_sorted(sorted, count, 0.75);
    all.p90 = gx_quantile_sorted(sorted, count, 0.90);
    all.p99 = gx_quantile_sorted(sorted, count, 0.99);
    all.max = sorted[count - 1];
    return all;
}
