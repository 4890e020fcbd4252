/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regression with a fixed effect for each cluster, for several outcomes at once, in one pass and constant
 * memory.
 *
 * Within a cluster (a packet) x and y are taken from their means. With A = sum x~ y~ and B = sum x~^2 of a
 * cluster, the slope is sum A / sum B, and the error clustered by cluster is sqrt(sum (A - slope B)^2) / sum
 * B: it needs only the sums of A A, A B and B B over clusters, so no row is kept. Factor G / (G - 1) for G
 * clusters. */
#ifndef GX_SPREAD_WITHIN_H
#define GX_SPREAD_WITHIN_H

#include <gx/stats/interval.h>
#include <stddef.h>

enum { GX_OUTCOMES = 4 };

typedef struct gx_within {
    uint64_t clusters, rows;
    double b, bb;
    double a[GX_OUTCOMES];
    double ab[GX_OUTCOMES];
    double aa[GX_OUTCOMES][GX_OUTCOMES];
} gx_within;

/* Add a cluster of `count` rows; y[k] is the column of outcome k. A cluster whose x do not vary tells nothing
 * of slopes and is left out. */
void gx_within_add(gx_within *all, const double *x, const double *const y[GX_OUTCOMES], size_t count);

/* Slope of an outcome with its 95 % interval; NaN below two clusters. *standard_error (may be NULL). */
gx_interval gx_within_slope(const gx_within *all, size_t outcome, double *standard_error);

/* factor * slope of `over` / slope of `under`, error by the delta method on the joint clusters (the factor is
 * taken as known). NaN below two clusters or when the lower slope is 0. */
gx_interval gx_within_ratio(const gx_within *all, size_t over, size_t under, double factor);

#endif
