/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gumbel noise by table; the nodes are made at build time by tables/make_gumbel.c, their layout is that of
 * octave.h. */
#include "gumbel_nodes.h"
#include <gx/base/sample.h>

/* u = (word + 0.5) / 2^32 lies as far from 0 as 1 - u does for the complement of the word, so one distance
 * serves both halves. */
gx_fixed gx_gumbel(uint32_t word)
{
    uint32_t upper = 0u - (word >> 31); /* a mask: a branch would be guessed wrong every other time */
    gx_octave place = gx_octave_of(word ^ upper);
    const int32_t *node = gx_gumbel_node[upper & 1] + place.piece;
    int64_t step = (int64_t)node[1] - node[0];
    int64_t value = node[0] + ((step * place.offset) >> place.shift);
    return (gx_fixed)((value + (1 << (GX_GUMBEL_EXTRA_BITS - 1))) >> GX_GUMBEL_EXTRA_BITS);
}

gx_fixed gx_fixed_of(double x)
{
    double scaled = x * GX_FIXED_ONE;
    if (scaled >= INT32_MAX)
        return INT32_MAX;
    if (scaled <= INT32_MIN)
        return INT32_MIN;
    return scaled == scaled ? (gx_fixed)(scaled + (scaled < 0 ? -0.5 : 0.5)) : 0;
}
