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
    uint32_t longest;             /* no block of any run is as long */
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

/* Block `block` (below GX_SIZES) of the pattern when it comes for the time `turn`, were the run endless. */
static inline gx_block gx_block_in(const gx_run *run, uint32_t turn, uint32_t block)
{
    const gx_sizes *sizes = run->sizes;
    uint32_t from = turn * sizes->pattern.by - run->skipped; /* places are below 2^31 */
    return (gx_block){.number = turn * GX_SIZES + block - run->phase,
                      .first = from + sizes->start[block],
                      .end = from + sizes->start[block + 1]};
}

/* Blocks are three places at the least and a step of the guide is eight, so there are few to pass over;
 * mostly one or none, which is no branch. */
static inline gx_block gx_block_at(const gx_run *run, uint32_t place)
{
    const gx_sizes *sizes = run->sizes;
    uint32_t whole = place + run->skipped, turn = gx_divide(sizes->pattern, whole);
    uint32_t at = whole - turn * sizes->pattern.by, block = sizes->guide[at / GX_SIZES_GUIDE];
    block += sizes->start[block + 1] <= at;
    while (sizes->start[block + 1] <= at)
        block++;
    return gx_block_in(run, turn, block);
}

/* The block with this number, below blocks. */
static inline gx_block gx_run_block(const gx_run *run, uint32_t number)
{
    uint32_t turn = run->phase + number;
    gx_block block = gx_block_in(run, turn / GX_SIZES, turn % GX_SIZES);
    block.end = number + 1 == run->blocks ? run->places : block.end;
    return block;
}

/* The block that holds a place, below places; blocks > 0. */
static inline gx_block gx_run_at(const gx_run *run, uint32_t place)
{
    gx_block block = gx_block_at(run, place);
    return block.number + 1 < run->blocks ? block : gx_run_block(run, run->blocks - 1);
}

#endif
