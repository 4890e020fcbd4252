/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poisson quantiles by summing probabilities.
 *
 * Below a mean of 32 from 0 upward, starting at e^-mean. Above, that start would underflow sooner or later,
 * so the sums go outward from the mode with terms relative to it (1 at the mode) down to 1e-20, and the word
 * is scaled by their total. The terms fall off like a bell of width sqrt(mean), hence the cost. The partial
 * sums of one mean do not depend on the word, so the quantile cannot fall while the word grows; their
 * rounding errors (1e-13) are far below the 2^-33 that separates a word from 0 or 1.
 */
#include <gx/base/exact.h>
#include <gx/base/sample.h>

static const double from_mode_above = 32;
static const double mean_max = 1e9;
static const double smallest_term = 1e-20;

static uint32_t quantile_from_zero(double mean, double u)
{
    uint32_t k = 0;
    double term = gx_exp(-mean);
    double sum = term;
    while (sum < u && term > 0) {
        ++k;
        term *= mean / k;
        sum += term;
    }
    return k;
}

static double sum_below(double mean, uint32_t mode)
{
    double inverse = 1 / mean;
    double sum = 0, term = 1;
    for (uint32_t k = mode; k > 0 && term > smallest_term; --k) {
        term *= k * inverse;
        sum += term;
    }
    return sum;
}

static double sum_above(double mean, uint32_t mode)
{
    double sum = 0, term = 1;
    for (uint32_t k = mode + 1; term > smallest_term; ++k) {
        term *= mean / k;
        sum += term;
    }
    return sum;
}

static uint32_t quantile_from_mode(double mean, double u)
{
    uint32_t mode = (uint32_t)mean;
    double sum = sum_below(mean, mode) + 1;
    double target = u * (sum + sum_above(mean, mode));
    uint32_t k = mode;
    double term = 1;
    if (target <= sum) {
        double inverse = 1 / mean;
        while (k > 0 && sum - term >= target) {
            sum -= term;
            term *= k * inverse;
            --k;
        }
        return k;
    }
    while (sum < target && term > smallest_term) {
        ++k;
        term *= mean / k;
        sum += term;
    }
    return k;
}

uint32_t gx_poisson(double mean, uint32_t word)
{
    if (!(mean > 0))
        return 0;
    double u = (word + 0.5) / 4294967296.0;
    if (mean > from_mode_above)
        return quantile_from_mode(mean < mean_max ? mean : mean_max, u);
    return quantile_from_zero(mean, u);
}
