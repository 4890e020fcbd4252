/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions of degrees, in integers until the last division. */
#ifndef GX_GRAPH_DEGREES_H
#define GX_GRAPH_DEGREES_H

#include <gx/graph/measures.h>

__extension__ typedef unsigned __int128 gx_wide;
__extension__ typedef __int128 gx_wide_signed;

/* What gx_degrees_summarise finds beside the summary. */
typedef struct gx_degrees_sums {
    uint64_t sum;
    gx_wide squares;
} gx_degrees_sums;

/* Sorts `degree` (count entries); `scratch` is as long. */
gx_degrees_sums gx_degrees_summarise(gx_side *out, uint32_t *degree, uint32_t *scratch, uint32_t count);

/* The bin of a degree, see gx_degree_bin. */
static inline uint32_t gx_degree_bin_of(uint32_t degree)
{
    if (degree < 4)
        return degree;
    uint32_t log = 31 - (uint32_t)__builtin_clz(degree);
    return 4 + (log - 2) * 2 + (degree >> (log - 1) & 1);
}

/* Bounds, nodes and shares of the bins, from ascending degrees; clustering is left NaN. How many bins there
 * are. */
uint32_t gx_degrees_bin(gx_degree_bin *bins, const uint32_t *sorted, uint32_t count);

/* How often each degree 0 … most occurs gives each degree its rank among all, doubled so that ranks of equals
 * (their mean) are whole: 2 * (nodes below) + (nodes of that degree) + 1. In place. */
void gx_degrees_rank(uint64_t *counts, uint32_t most);

/* The row that an entry is in. O(log rows). */
uint32_t gx_row_of_entry(const gx_rows *rows, uint64_t entry);

/* Pearson's r from whole sums of n pairs; NaN when a side does not vary. */
double gx_pearson(uint64_t n, gx_wide a, gx_wide b, gx_wide aa, gx_wide bb, gx_wide ab);

#endif
