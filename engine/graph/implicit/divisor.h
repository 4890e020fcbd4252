/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Division by a number that is known beforehand: one multiplication, exact for every number of 32 bits.
 *
 * With m = floor((2^64 - 1) / d), floor(n / d) is the upper half of (n + 1) * m: the product is (n + 1) / d
 * less a part below (n + 1) / 2^64, so it is below the next whole number when n + 1 reaches one, and not
 * below this one otherwise, as the room left is at least 1 / d (Granlund & Montgomery, "Division by invariant
 * integers using multiplication", PLDI 1994). */
#ifndef GX_GRAPH_DIVISOR_H
#define GX_GRAPH_DIVISOR_H

#include <stdint.h>

typedef struct gx_divisor {
    uint64_t inverse;
    uint32_t by;
} gx_divisor;

/* `by` 0 is taken for 1. */
static inline gx_divisor gx_divisor_of(uint32_t by)
{
    by += by == 0;
    return (gx_divisor){UINT64_MAX / by, by};
}

static inline uint32_t gx_divide(gx_divisor divisor, uint32_t n)
{
    __extension__ typedef unsigned __int128 wide;
    return (uint32_t)(((wide)n + 1) * divisor.inverse >> 64);
}

static inline uint32_t gx_rest(gx_divisor divisor, uint32_t n)
{
    return n - gx_divide(divisor, n) * divisor.by;
}

#endif
