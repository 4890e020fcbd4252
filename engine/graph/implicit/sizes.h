/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run of places cut into blocks whose sizes follow a distribution, in O(1) and without a list of blocks.
 *
 * The sizes are a periodic pattern of 1024: the quantiles (i + 0.5) / 1024 of the distribution, shuffled by a
 * key. So the distribution of sizes is exact, not sampled, and the block of a place and the place where a
 * block begins are a division by the pattern's length and one look into a table. A run begins anywhere in the
 * pattern (its phase), so that short runs are not all alike. What is left at its end is a block of its own,
 * or, when too small for that, joins the block before.
 *
 *     pattern   | 9 | 31 | 14 | 77 | … 1024 sizes … |  9 | 31 | 14 | …
 *     run of 110, phase 1:  | 31 | 14 | 77 - 12 |
 */
#ifndef GX_GRAPH_SIZES_H
#define GX_GRAPH_SIZES_H

#include "divisor.h"

#include <gx/base/status.h>
#include <stdint.h>

enum { GX_SIZES = 1024, GX_SIZES_GUIDE = 8 /* places a step of the guide */ };

/* A distribution of block sizes. */
typedef struct gx_size_law {
    double median, sigma; /* lognormal, of the logarithm; or sigma is one of the words below */
    uint32_t low, high;   /* clipped; low >= 2 */
} gx_size_law;

enum {
    GX_LAW_ALIKE = -1, /* low … high, all alike */
    GX_LAW_CLANS = -2  /* 1 + Poisson(median), those above 1 only */
};

typedef struct gx_sizes {
    gx_size_law law;
    uint32_t least;               /* a rest of fewer joins the block before */
    gx_divisor pattern;           /* by its places */
    uint32_t start[GX_SIZES + 1]; /* where each begins */
    uint16_t *guide;              /* place / 8 -> the block there */
} gx_sizes;

/* GX_ERR_MEMORY. The caller releases by gx_sizes_free. Some 4 KiB and a quarter byte a place. */
gx_status gx_sizes_create(gx_sizes **out, gx_size_law law, uint64_t key, gx_error *error);
void gx_sizes_free(gx_sizes *sizes);

/* A run of places cut by a pattern. */
typedef struct gx_run {
    const gx_sizes *sizes;
    uint32_t places, phase; /* phase < GX_SIZES */
    uint32_t skipped;       /* places of the pattern before the phase */
    uint32_t blocks;        /* gx_run_of counts them; 0 when fewer than 2 places */
} gx_run;

typedef struct gx_block {
    uint32_t number, first, end; /* places first … end-1 of the run */
} gx_block;

gx_run gx_run_of(const gx_sizes *sizes, uint32_t places, uint32_t phase);

/* The block with this number (below blocks), and the block that holds a place (below places; blocks > 0). */
gx_block gx_run_block(const gx_run *run, uint32_t number);
gx_block gx_run_at(const gx_run *run, uint32_t place);

#endif
