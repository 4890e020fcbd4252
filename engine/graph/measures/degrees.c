/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "degrees.h"

#include <gx/base/sort.h>

#include <math.h>

static uint32_t quantile(const uint32_t *sorted, uint32_t count, uint32_t percent)
{
    uint64_t rank = ((uint64_t)count * percent + 99) / 100;
    return sorted[rank > 0 ? rank - 1 : 0];
}

gx_degrees_sums gx_degrees_summarise(gx_side *out, uint32_t *degree, uint32_t *scratch, uint32_t count)
{
    *out = (gx_side){.nodes = count, .mean = NAN, .sd = NAN, .gini = NAN};
    gx_degrees_sums sums = {0, 0};
    gx_wide ranked = 0;
    if (count == 0)
        return sums;
    gx_sort_u32(degree, scratch, count);
    for (uint32_t at = 0; at < count; at++) {
        sums.sum += degree[at];
        sums.squares += (gx_wide)degree[at] * degree[at];
        ranked += (gx_wide)degree[at] * (at + UINT64_C(1));
        out->without += degree[at] == 0;
    }
    double n = (double)count, sum = (double)sums.sum;
    out->mean = sum / n;
    out->sd = sqrt((double)(sums.squares * count - (gx_wide)sums.sum * sums.sum)) / n;
    out->gini = sums.sum > 0 ? 2 * (double)ranked / (n * sum) - (n + 1) / n : (double)NAN;
    out->p10 = quantile(degree, count, 10);
    out->p50 = quantile(degree, count, 50);
    out->p90 = quantile(degree, count, 90);
    out->p99 = quantile(degree, count, 99);
    out->max = degree[count - 1];
    return sums;
}

/* The least degree of a bin; of the one behind the last: 2^32. */
static uint64_t first_of(uint32_t bin)
{
    if (bin < 4)
        return bin;
    uint32_t log = 2 + (bin - 4) / 2;
    return (UINT64_C(1) << log) + (uint64_t)((bin - 4) % 2) * (UINT64_C(1) << (log - 1));
}

uint32_t gx_degrees_bin(gx_degree_bin *bins, const uint32_t *sorted, uint32_t count)
{
    uint32_t made = count > 0 ? gx_degree_bin_of(sorted[count - 1]) + 1 : 0, at = 0;
    for (uint32_t bin = 0; bin < made; bin++) {
        uint64_t end = first_of(bin + 1);
        uint32_t begin = at;
        while (at < count && sorted[at] < end)
            at++;
        bins[bin] = (gx_degree_bin){.from = (uint32_t)first_of(bin),
                                    .to = (uint32_t)(end - 1),
                                    .nodes = at - begin,
                                    .share = (double)(count - begin) / (double)count,
                                    .clustering = NAN};
    }
    return made;
}

void gx_degrees_rank(uint64_t *counts, uint32_t most)
{
    uint64_t below = 0;
    for (uint32_t degree = 0; degree <= most; degree++) {
        uint64_t own = counts[degree];
        counts[degree] = 2 * below + own + 1;
        below += own;
    }
}

uint32_t gx_row_of_entry(const gx_rows *rows, uint64_t entry)
{
    uint32_t low = 0, high = rows->rows;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (rows->offset[middle] <= entry)
            low = middle;
        else
            high = middle;
    }
    return low;
}

double gx_pearson(uint64_t n, gx_wide a, gx_wide b, gx_wide aa, gx_wide bb, gx_wide ab)
{
    gx_wide_signed count = n;
    gx_wide_signed spread_a = count * (gx_wide_signed)aa - (gx_wide_signed)a * (gx_wide_signed)a;
    gx_wide_signed spread_b = count * (gx_wide_signed)bb - (gx_wide_signed)b * (gx_wide_signed)b;
    gx_wide_signed joint = count * (gx_wide_signed)ab - (gx_wide_signed)a * (gx_wide_signed)b;
    if (n == 0 || spread_a == 0 || spread_b == 0)
        return NAN;
    return (double)joint / (sqrt((double)spread_a) * sqrt((double)spread_b));
}
