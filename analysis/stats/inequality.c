/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/stats/inequality.h>

#include <math.h>

double gx_gini_sorted(const double *sorted, size_t count)
{
    double total = 0, weighted = 0, n = (double)count;
    for (size_t i = 0; i < count; i++) {
        total += sorted[i];
        weighted += (2.0 * (double)(i + 1) - n - 1) * sorted[i];
    }
    return total > 0 ? weighted / (n * total) : NAN;
}

int gx_lorenz_sorted(const double *sorted, size_t count, size_t points, double *share, double *held)
{
    double total = 0;
    for (size_t i = 0; i < count; i++)
        total += sorted[i];
    if (!(total > 0) || points == 0)
        return 0;
    double sum = 0;
    size_t taken = 0;
    for (size_t k = 0; k <= points; k++) {
        double people = (double)count * (double)k / (double)points;
        while (taken < count && (double)(taken + 1) <= people)
            sum += sorted[taken++];
        double part = taken < count ? (people - (double)taken) * sorted[taken] : 0;
        share[k] = (double)k / (double)points;
        held[k] = k == points ? 1 : (sum + part) / total;
    }
    return 1;
}
