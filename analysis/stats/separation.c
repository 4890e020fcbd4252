/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything follows from two running sums. DeLong's variance needs, for each positive, the share of
 * negatives below it (ties half), and for each negative the share of positives above it: both are constant
 * inside a bin, so the two sample variances are sums over bins. */
#include <gx/stats/separation.h>

#include "gsl_quiet.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static uint64_t total(const uint64_t *histogram, size_t bins)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < bins; i++)
        sum += histogram[i];
    return sum;
}

static double delong(const uint64_t *negative, const uint64_t *positive, size_t bins, double m, double n,
                     double auc)
{
    double below_negative = 0, below_positive = 0, spread_positive = 0, spread_negative = 0;
    for (size_t i = 0; i < bins; i++) {
        double x = (double)negative[i], y = (double)positive[i];
        double beaten = (below_negative + x / 2) / m;
        double beating = (n - below_positive - y / 2) / n;
        spread_positive += y * (beaten - auc) * (beaten - auc);
        spread_negative += x * (beating - auc) * (beating - auc);
        below_negative += x;
        below_positive += y;
    }
    return sqrt(spread_positive / (n - 1) / n + spread_negative / (m - 1) / m);
}

gx_separation gx_separate(const uint64_t *negative, const uint64_t *positive, size_t bins)
{
    gx_separation out = {total(negative, bins), total(positive, bins), NAN, NAN, NAN, NAN, NAN, NAN, 0};
    if (out.negatives == 0 || out.positives == 0)
        return out;
    double m = (double)out.negatives, n = (double)out.positives, wins = 0, ks = 0;
    uint64_t below_negative = 0, below_positive = 0;
    for (size_t i = 0; i < bins; i++) {
        wins += (double)positive[i] * ((double)below_negative + (double)negative[i] / 2);
        below_negative += negative[i];
        below_positive += positive[i];
        double distance = fabs((double)below_negative / m - (double)below_positive / n);
        if (distance > ks) {
            ks = distance;
            out.ks_score = i;
        }
    }
    out.auc = wins / m / n;
    out.gini = 2 * out.auc - 1;
    out.ks = ks;
    if (out.negatives > 1 && out.positives > 1) {
        gx_gsl_quiet();
        double z = gsl_cdf_ugaussian_Pinv(0.975);
        out.auc_se = delong(negative, positive, bins, m, n, out.auc);
        out.auc_low = fmax(0, out.auc - z * out.auc_se);
        out.auc_high = fmin(1, out.auc + z * out.auc_se);
    }
    return out;
}

double gx_psi(const uint64_t *expected, const uint64_t *actual, size_t bins)
{
    double n = (double)total(expected, bins), m = (double)total(actual, bins), psi = 0;
    if (!(n > 0 && m > 0))
        return NAN;
    for (size_t i = 0; i < bins; i++) {
        if (expected[i] == 0 && actual[i] == 0)
            continue;
        double e = (expected[i] ? (double)expected[i] : 0.5) / n;
        double a = (actual[i] ? (double)actual[i] : 0.5) / m;
        psi += (a - e) * log(a / e);
    }
    return psi;
}

double gx_psi_null_mean(uint64_t expected, uint64_t actual, size_t bins)
{
    if (expected == 0 || actual == 0 || bins == 0)
        return NAN;
    return (double)(bins - 1) * (1 / (double)expected + 1 / (double)actual);
}

double gx_psi_null_sd(uint64_t expected, uint64_t actual, size_t bins)
{
    if (expected == 0 || actual == 0 || bins == 0)
        return NAN;
    return sqrt(2 * (double)(bins - 1)) * (1 / (double)expected + 1 / (double)actual);
}
