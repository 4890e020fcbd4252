/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fits of the distributions that payments show: lognormal bodies, exponential and power-law tails,
 * exponential growth. */
#ifndef GX_STATS_FIT_H
#define GX_STATS_FIT_H

#include <gx/base/status.h>
#include <stdbool.h>

/* Lognormal: ln X ~ N(mu, sigma^2). */
typedef struct gx_lognormal_fit {
    size_t count;     /* positive values used */
    double mu, sigma; /* maximum likelihood: mean and population sd of the logarithms */
    double mu_se;     /* sigma / sqrt(n) */
    double sigma_se;  /* sigma / sqrt(2 n) */
    double moment_mu,
        moment_sigma; /* from mean m and variance v: sigma^2 = ln(1 + v/m^2), mu = ln m - sigma^2/2 */
    double distance;  /* Kolmogorov-Smirnov distance between the sample and the maximum-likelihood fit */
} gx_lognormal_fit;

/* From an ascending sample; values <= 0 are left out. All NaN below two positive values. O(n). */
gx_lognormal_fit gx_fit_lognormal(const double *sorted, size_t count);

/* The tail x >= x_min. */
typedef struct gx_tail_fit {
    size_t count; /* values in the tail */
    double x_min;
    double parameter; /* power law: exponent alpha of the density; exponential: mean excess */
    double standard_error;
    double distance; /* Kolmogorov-Smirnov */
} gx_tail_fit;

/* Power law by maximum likelihood, alpha = 1 + n / sum ln(x / x_min), s.e. (alpha - 1) / sqrt(n); x_min
 * minimises the KS distance over at most 100 quantiles (Clauset, Shalizi & Newman 2009) with at least 50
 * values in the tail. `discrete`: whole numbers, with x_min - 1/2 in the logarithm (their approximation, good
 * from x_min of about 6 on). Ascending sample; NaN below 50 positive values. O(100 n). */
gx_tail_fit gx_fit_power_tail(const double *sorted, size_t count, bool discrete);

/* Exponential tail from `x_min` on: mean excess = mean of x - x_min, s.e. mean / sqrt(n). Ascending sample.
 * O(n). */
gx_tail_fit gx_fit_exponential_tail(const double *sorted, size_t count, double x_min);

/* Growth y = exp(a + rate x), by weighted least squares on ln y (gsl_fit_wlinear). */
typedef struct gx_growth_fit {
    size_t count; /* points with y > 0 */
    double rate, rate_se;
    double doubling; /* ln 2 / rate; NaN unless the rate is positive */
} gx_growth_fit;

/* Weight of a point: y, the inverse variance of the logarithm of a Poisson count. Needs three points with y >
 * 0 and two different x, else NaN. The standard error is scaled by the residuals. */
gx_growth_fit gx_fit_growth(const double *x, const double *y, size_t count);

/* Negative binomial counts by moments: r = m^2 / (v - m), P(0) = (r / (r + m))^r; Poisson (r infinite) when v
 * <= m. */
typedef struct gx_nbd_fit {
    double mean, r, zero; /* zero: probability of 0 under the fit */
} gx_nbd_fit;
gx_nbd_fit gx_fit_nbd(double mean, double variance);

#endif
