/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/stats/interval.h>

#include "gsl_quiet.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const gx_interval undefined = {NAN, NAN, NAN};

static double normal_quantile(double confidence)
{
    gx_gsl_quiet();
    return gsl_cdf_ugaussian_Pinv(0.5 + confidence / 2);
}

gx_interval gx_wilson(uint64_t successes, uint64_t trials, double confidence)
{
    if (trials == 0 || successes > trials)
        return undefined;
    double n = (double)trials, p = (double)successes / n, z = normal_quantile(confidence), zz = z * z;
    double middle = (p + zz / (2 * n)) / (1 + zz / n);
    double half = z / (1 + zz / n) * sqrt(p * (1 - p) / n + zz / (4 * n * n));
    /* At the ends the formula gives 0 and 1, up to rounding. */
    gx_interval out = {p, successes == 0 ? 0 : middle - half, successes == trials ? 1 : middle + half};
    return out;
}

gx_interval gx_t_interval(double mean, double sd, uint64_t count, double confidence)
{
    if (count < 2 || isnan(sd))
        return (gx_interval){count ? mean : NAN, NAN, NAN};
    gx_gsl_quiet();
    double half = gsl_cdf_tdist_Pinv(0.5 + confidence / 2, (double)(count - 1)) * sd / sqrt((double)count);
    return (gx_interval){mean, mean - half, mean + half};
}

gx_interval gx_normal_interval(double value, double standard_error, double confidence)
{
    double half = normal_quantile(confidence) * standard_error;
    return (gx_interval){value, value - half, value + half};
}

gx_interval gx_risk_ratio(uint64_t a, uint64_t m, uint64_t b, uint64_t n, double confidence)
{
    if (a == 0 || b == 0 || a > m || b > n)
        return undefined;
    double ratio = (double)a / (double)m / ((double)b / (double)n);
    double variance = 1 / (double)a - 1 / (double)m + 1 / (double)b - 1 / (double)n;
    double factor = exp(normal_quantile(confidence) * sqrt(variance));
    return (gx_interval){ratio, ratio / factor, ratio * factor};
}
