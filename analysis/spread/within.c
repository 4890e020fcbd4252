/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "within.h"

#include <math.h>

static double mean_of(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum / (double)count;
}

void gx_within_add(gx_within *all, const double *x, const double *const y[GX_OUTCOMES], size_t count)
{
    if (count < 2)
        return;
    double x_mean = mean_of(x, count), b = 0, a[GX_OUTCOMES] = {0};
    for (size_t i = 0; i < count; i++)
        b += (x[i] - x_mean) * (x[i] - x_mean);
    if (!(b > 0))
        return;
    for (size_t k = 0; k < GX_OUTCOMES; k++) {
        double y_mean = mean_of(y[k], count);
        for (size_t i = 0; i < count; i++)
            a[k] += (x[i] - x_mean) * (y[k][i] - y_mean);
    }
    all->clusters++;
    all->rows += count;
    all->b += b;
    all->bb += b * b;
    for (size_t k = 0; k < GX_OUTCOMES; k++) {
        all->a[k] += a[k];
        all->ab[k] += a[k] * b;
        for (size_t l = 0; l < GX_OUTCOMES; l++)
            all->aa[k][l] += a[k] * a[l];
    }
}

/* sqrt of a sum of squares that rounding may have made a little negative, with the factor for G clusters. */
static double spread(const gx_within *all, double squares)
{
    double g = (double)all->clusters;
    return sqrt(fmax(0, squares) * g / (g - 1));
}

gx_interval gx_within_slope(const gx_within *all, size_t outcome, double *standard_error)
{
    double slope = NAN, se = NAN;
    if (all->clusters >= 2) {
        slope = all->a[outcome] / all->b;
        double squares = all->aa[outcome][outcome] - 2 * slope * all->ab[outcome] + slope * slope * all->bb;
        se = spread(all, squares) / all->b;
    }
    if (standard_error)
        *standard_error = se;
    return gx_normal_interval(slope, se, 0.95);
}

gx_interval gx_within_ratio(const gx_within *all, size_t over, size_t under, double factor)
{
    gx_interval out = {NAN, NAN, NAN};
    double base = all->a[under];
    if (all->clusters < 2 || !(fabs(base) > 0))
        return out;
    double ratio = factor * all->a[over] / base;
    double squares = factor * factor * all->aa[over][over] - 2 * factor * ratio * all->aa[over][under] +
                     ratio * ratio * all->aa[under][under];
    return gx_normal_interval(ratio, spread(all, squares) / fabs(base), 0.95);
}
