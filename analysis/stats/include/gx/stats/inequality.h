/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has how much: Gini coefficient and Lorenz curve. */
#ifndef GX_STATS_INEQUALITY_H
#define GX_STATS_INEQUALITY_H

#include <stddef.h>

/* Gini coefficient of an ascending sample of non-negative values: sum_i (2 i - n - 1) x_i / (n sum x), i from
 * 1; the plain population form, between 0 and 1 - 1/n. NaN when the sample is empty or sums to 0. O(n). */
double gx_gini_sorted(const double *sorted, size_t count);

/* Lorenz curve at `points` + 1 population shares 0, 1/points, …, 1: the share of the total held by the
 * poorest part, linear between people. share[] and held[] have points + 1 entries. False when the sample is
 * empty or sums to 0. O(n). */
int gx_lorenz_sorted(const double *sorted, size_t count, size_t points, double *share, double *held);

#endif
