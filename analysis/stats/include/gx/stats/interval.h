/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Confidence intervals from formulas (no resampling), by GSL's distribution functions. */
#ifndef GX_STATS_INTERVAL_H
#define GX_STATS_INTERVAL_H

#include <stdint.h>

typedef struct gx_interval {
    double value, low, high; /* NaN where it is not defined */
} gx_interval;

/* Wilson's score interval (1927) of a proportion at two-sided level `confidence` (0.95). NaN for 0 trials. */
gx_interval gx_wilson(uint64_t successes, uint64_t trials, double confidence);

/* Student's t interval of a mean, from the mean, the standard deviation (n - 1) and the count; NaN below two
 * values. */
gx_interval gx_t_interval(double mean, double sd, uint64_t count, double confidence);

/* value ± z s.e. */
gx_interval gx_normal_interval(double value, double standard_error, double confidence);

/* Ratio of two independent proportions a/m and b/n with Katz's interval (1978), log scale. NaN when a count
 * is 0. */
gx_interval gx_risk_ratio(uint64_t a, uint64_t m, uint64_t b, uint64_t n, double confidence);

#endif
