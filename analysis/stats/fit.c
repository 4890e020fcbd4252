/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/stats/fit.h>

#include "gsl_quiet.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_fit.h>
#include <gx/base/memory.h>
#include <math.h>

/* First index with sorted[i] >= x. */
static size_t lower_bound(const double *sorted, size_t count, double x)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle] < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Kolmogorov-Smirnov distance to a lognormal; equal values are one step of the sample's distribution. */
static double lognormal_distance(const double *sorted, size_t count, double mu, double sigma)
{
    double distance = 0, n = (double)count;
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && sorted[end] <= sorted[i])
            end++;
        double theory = gsl_cdf_ugaussian_P((log(sorted[i]) - mu) / sigma);
        distance = fmax(distance, fmax(fabs(theory - (double)i / n), fabs(theory - (double)end / n)));
        i = end;
    }
    return distance;
}

gx_lognormal_fit gx_fit_lognormal(const double *sorted, size_t count)
{
    gx_gsl_quiet();
    while (count > 0 && !(sorted[0] > 0)) {
        sorted++;
        count--;
    }
    gx_lognormal_fit fit = {count, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    if (count < 2)
        return fit;
    double n = (double)count, log_sum = 0, sum = 0;
    for (size_t i = 0; i < count; i++) {
        log_sum += log(sorted[i]);
        sum += sorted[i];
    }
    double mu = log_sum / n, mean = sum / n, log_square = 0, square = 0;
    for (size_t i = 0; i < count; i++) {
        double d = log(sorted[i]) - mu, e = sorted[i] - mean;
        log_square += d * d;
        square += e * e;
    }
    fit.mu = mu;
    fit.sigma = sqrt(log_square / n);
    fit.mu_se = fit.sigma / sqrt(n);
    fit.sigma_se = fit.sigma / sqrt(2 * n);
    double variance = log1p(square / (n - 1) / (mean * mean));
    fit.moment_sigma = sqrt(variance);
    fit.moment_mu = log(mean) - variance / 2;
    if (fit.sigma > 0)
        fit.distance = lognormal_distance(sorted, count, fit.mu, fit.sigma);
    return fit;
}

/* The power law from sorted[first] on. `shift` is 1/2 for whole numbers: the continuous law from x_min - 1/2.
 */
static gx_tail_fit power_from(const double *sorted, size_t count, size_t first, double shift)
{
    double x_min = sorted[first], base = x_min - shift, n = (double)(count - first), logs = 0;
    for (size_t i = first; i < count; i++)
        logs += log(sorted[i] / base);
    gx_tail_fit fit = {count - first, x_min, NAN, NAN, NAN};
    if (!(logs > 0))
        return fit;
    fit.parameter = 1 + n / logs;
    fit.standard_error = (fit.parameter - 1) / sqrt(n);
    double distance = 0;
    for (size_t i = first; i < count;) {
        size_t end = i + 1;
        while (end < count && sorted[end] <= sorted[i])
            end++;
        double below = 1 - pow((sorted[i] - shift) / base, 1 - fit.parameter);
        double upto = shift > 0 ? 1 - pow((sorted[i] + shift) / base, 1 - fit.parameter) : below;
        double before = (double)(i - first) / n, after = (double)(end - first) / n;
        distance = fmax(distance, fmax(fabs(below - before), fabs(upto - after)));
        i = end;
    }
    fit.distance = distance;
    return fit;
}

gx_tail_fit gx_fit_power_tail(const double *sorted, size_t count, bool discrete)
{
    enum { TAIL_MIN = 50, CANDIDATES = 100 };
    gx_tail_fit best = {0, NAN, NAN, NAN, NAN};
    size_t first = lower_bound(sorted, count, discrete ? 1 : 1e-300);
    if (count - first < TAIL_MIN)
        return best;
    size_t last = count - TAIL_MIN, tried = SIZE_MAX;
    for (size_t k = 0; k < CANDIDATES; k++) {
        /* Candidates are spread evenly over the logarithm of the tail's size: the tail is where it matters.
         */
        double size = (double)(count - first) *
                      pow((double)TAIL_MIN / (double)(count - first), (double)k / (CANDIDATES - 1));
        size_t at = count - (size_t)fmax(size, TAIL_MIN);
        at = lower_bound(sorted, count, sorted[at > last ? last : at]);
        if (at == tried || at < first)
            continue;
        tried = at;
        gx_tail_fit fit = power_from(sorted, count, at, discrete ? 0.5 : 0);
        if (!isnan(fit.distance) && !(fit.distance >= best.distance))
            best = fit;
    }
    return best;
}

gx_tail_fit gx_fit_exponential_tail(const double *sorted, size_t count, double x_min)
{
    size_t first = lower_bound(sorted, count, x_min);
    gx_tail_fit fit = {count - first, x_min, NAN, NAN, NAN};
    if (first == count)
        return fit;
    double n = (double)(count - first), sum = 0, distance = 0;
    for (size_t i = first; i < count; i++)
        sum += sorted[i] - x_min;
    fit.parameter = sum / n;
    fit.standard_error = fit.parameter / sqrt(n);
    if (!(fit.parameter > 0))
        return fit;
    for (size_t i = first; i < count; i++) {
        double theory = 1 - exp(-(sorted[i] - x_min) / fit.parameter);
        double before = (double)(i - first) / n, after = (double)(i - first + 1) / n;
        distance = fmax(distance, fmax(fabs(theory - before), fabs(theory - after)));
    }
    fit.distance = distance;
    return fit;
}

gx_growth_fit gx_fit_growth(const double *x, const double *y, size_t count)
{
    gx_growth_fit fit = {0, NAN, NAN, NAN};
    gx_gsl_quiet();
    double *work = gx_alloc(count, 3 * sizeof *work);
    if (!work)
        return fit;
    double *xs = work, *weights = work + count, *logs = work + 2 * count;
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        if (!(y[i] > 0))
            continue;
        xs[fit.count] = x[i];
        weights[fit.count] = y[i];
        logs[fit.count++] = log(y[i]);
        low = fmin(low, x[i]);
        high = fmax(high, x[i]);
    }
    double c0, c1, v00, v01, v11, chi2;
    if (fit.count >= 3 && high > low &&
        gsl_fit_wlinear(xs, 1, weights, 1, logs, 1, fit.count, &c0, &c1, &v00, &v01, &v11, &chi2) ==
            GSL_SUCCESS) {
        /* The weights are the inverse variances of Poisson counts; where the data scatter more, so does the
         * rate. */
        double scale = fmax(1, chi2 / (double)(fit.count - 2));
        fit.rate = c1;
        fit.rate_se = sqrt(v11 * scale);
        if (c1 > 0)
            fit.doubling = log(2) / c1;
    }
    gx_free(work);
    return fit;
}

gx_nbd_fit gx_fit_nbd(double mean, double variance)
{
    gx_nbd_fit fit = {mean, INFINITY, exp(-mean)};
    if (variance > mean && mean > 0) {
        fit.r = mean * mean / (variance - mean);
        fit.zero = pow(fit.r / (fit.r + mean), fit.r);
    }
    return fit;
}
