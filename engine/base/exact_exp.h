/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of gx_exp, for whoever takes its steps elsewhere (poisson_lanes.h): x = k ln 2 + r with
 * |r| <= ln 2 / 2, then Taylor's polynomial of degree 13, whose first term left out is r^14 / 14! < 5e-18. */
#ifndef GX_BASE_EXACT_EXP_H
#define GX_BASE_EXACT_EXP_H

/* ln 2 in two parts; the first has 32 bits, so that an exponent times it is exact. */
#define GX_EXP_LN2_HIGH 0x1.62e42feep-1
#define GX_EXP_LN2_LOW  0x1.a39ef35793c76p-33
#define GX_EXP_LOG2_E   0x1.71547652b82fep+0

/* 1 / n! from n = 2 on. */
enum { GX_EXP_TERMS = 12 };
static const double gx_exp_term[GX_EXP_TERMS] = {
    1.0 / 2,     1.0 / 6,      1.0 / 24,      1.0 / 120,      1.0 / 720,       1.0 / 5040,
    1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800.0,
};

#endif
