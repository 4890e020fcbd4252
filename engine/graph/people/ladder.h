/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small discrete distribution whose outcomes are in order: thresholds in one row, so that a draw is a few
 * comparisons without a branch. 30 bits of the word decide; a share of 1 is certain. */
#ifndef GX_GRAPH_LADDER_H
#define GX_GRAPH_LADDER_H

#include <stdint.h>

enum { GX_LADDER_BITS = 30 };

/* The `count` - 1 thresholds between outcomes of these weights (not all zero). */
static inline void gx_ladder_make(int32_t *until, const double *weight, uint32_t count)
{
    double sum = 0, below = 0;
    for (uint32_t at = 0; at < count; at++)
        sum += weight[at];
    for (uint32_t at = 0; at + 1 < count; at++) {
        below += weight[at];
        until[at] = (int32_t)(below / sum * (1 << GX_LADDER_BITS) + 0.5);
    }
}

static inline uint32_t gx_ladder_draw(const int32_t *until, uint32_t count, uint32_t word)
{
    int32_t at = (int32_t)(word >> (32 - GX_LADDER_BITS));
    uint32_t outcome = 0;
    for (uint32_t rung = 0; rung + 1 < count; rung++)
        outcome += at >= until[rung];
    return outcome;
}

#endif
