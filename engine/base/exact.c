/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exp, log, pow and the normal distribution with the same bits on every machine.
 *
 * libm picks its code by the processor (with or without fused multiply-add), and the last bits differ. Tables
 * that decide something would then differ between two machines, and with them a whole run. Here every step is
 * + - * / or sqrt, which IEEE 754 rounds in one way only, and the compiler is told not to contract a * b + c.
 *
 * The logarithm is carried as an unevaluated sum of two doubles (about 100 bits), because gx_pow multiplies
 * it by up to thousands before it goes into the exponential, which would magnify its rounding error just as
 * much.
 */
#include "exact_exp.h"
#include <gx/base/exact.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

static const double sqrt_half = 0x1.6a09e667f3bcdp-1;
static const double inverse_sqrt_2pi = 0x1.9884533d43651p-2;
static const double exponent_max = 700;

/* A number as high + low, |low| at most half a unit in the last place of high. */
typedef struct pair {
    double high, low;
} pair;

/* a + b without error (Knuth). */
static pair exact_sum(double a, double b)
{
    double sum = a + b;
    double b_part = sum - a;
    pair result = {sum, (a - (sum - b_part)) + (b - b_part)};
    return result;
}

/* a * b without error (Dekker, with Veltkamp's split into halves of 26 bits). */
static pair exact_product(double a, double b)
{
    const double splitter = 134217729.0; /* 2^27 + 1 */
    double a_scaled = splitter * a, b_scaled = splitter * b;
    double a_high = a_scaled - (a_scaled - a), b_high = b_scaled - (b_scaled - b);
    double a_low = a - a_high, b_low = b - b_high;
    double product = a * b;
    pair result = {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
    return result;
}

/* 2^exponent for -1022 <= exponent <= 1023. */
static double power_of_two(int exponent)
{
    uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

/* e^(high + low), |high| <= 700. */
static double exp_of(double high, double low)
{
    int k = (int)(high * GX_EXP_LOG2_E + (high < 0 ? -0.5 : 0.5));
    double r = ((high - k * GX_EXP_LN2_HIGH) - k * GX_EXP_LN2_LOW) + low;
    double series = 0;
    for (int i = GX_EXP_TERMS - 1; i >= 0; --i)
        series = series * r + gx_exp_term[i];
    return (1 + (r + r * r * series)) * power_of_two(k);
}

double gx_exp(double x)
{
    if (!(x >= -exponent_max))
        return 0;
    return exp_of(x > exponent_max ? exponent_max : x, 0);
}

/* x = m * 2^k with sqrt(1/2) <= m < sqrt(2), for x > 0. */
static double split_binary(double x, int *k)
{
    int shift = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        shift = -54;
    }
    uint64_t bits;
    memcpy(&bits, &x, sizeof(bits));
    *k = (int)(bits >> 52) - 1022 + shift;
    bits = (bits & UINT64_C(0x000fffffffffffff)) | UINT64_C(0x3fe0000000000000);
    double m;
    memcpy(&m, &bits, sizeof(m));
    if (m < sqrt_half) {
        m *= 2;
        --*k;
    }
    return m;
}

/* ln x as a pair. With f = m - 1 (exact) and s = f / (2 + f), ln m = 2 (s + s^3/3 + s^5/5 + …), |s| < 0.172;
 * s itself is carried as a pair by the remainder of its division. */
static pair log_of(double x)
{
    int k;
    double f = split_binary(x, &k) - 1;
    double divisor = 2 + f;
    double divisor_low = f - (divisor - 2);
    double s = f / divisor;
    pair back = exact_product(s, divisor);
    double s_low = (((f - back.high) - back.low) - s * divisor_low) / divisor;
    double square = s * s;
    double series = 0;
    for (int odd = 23; odd >= 3; odd -= 2)
        series = series * square + 2.0 / odd;
    pair sum = exact_sum(k * GX_EXP_LN2_HIGH, 2 * s);
    return exact_sum(sum.high, sum.low + (2 * s_low + (s * square * series + k * GX_EXP_LN2_LOW)));
}

double gx_log(double x)
{
    return x > 0 ? log_of(x).high : -1e300;
}

double gx_pow(double base, double power)
{
    if (!(base > 0))
        return power == 0 ? 1 : 0;
    pair log = log_of(base);
    double exponent = power * log.high;
    if (log.high == 0 || power == 0)
        return 1;
    if (!(exponent >= -exponent_max && exponent <= exponent_max))
        return gx_exp(exponent);
    pair product = exact_product(power, log.high);
    return exp_of(product.high, product.low + power * log.low);
}

/* Density of the standard normal distribution. */
static double density(double x)
{
    return inverse_sqrt_2pi * gx_exp(-0.5 * x * x);
}

/* P(X > x) for x >= 3 by Laplace's continued fraction, phi(x) / (x + 1/(x + 2/(x + …))): good to the last
 * digits even where 1 - P(X <= x) would have lost them all, which the quantile needs. */
static double upper_tail(double x)
{
    enum { TERMS = 80 };
    double fraction = x;
    for (int i = TERMS; i >= 1; --i)
        fraction = x + i / fraction;
    return density(x) / fraction;
}

double gx_normal_cdf(double x)
{
    const double tail_from = 3;
    if (x < -tail_from)
        return upper_tail(-x);
    if (x > tail_from)
        return 1 - upper_tail(x);
    /* phi(x) (x + x^3/3 + x^5/(3 5) + …), all terms of one sign (Marsaglia, "Evaluating the normal
     * distribution", 2004). */
    double term = x, sum = x, square = x * x;
    for (int odd = 3; term > 1e-18 || term < -1e-18; odd += 2) {
        term *= square / odd;
        sum += term;
    }
    return 0.5 + density(x) * sum;
}

/* The quantile for 0 < p <= 1/2 to a relative error of 1.15e-9 (Peter Acklam, "An algorithm for computing the
 * inverse normal cumulative distribution function", 2003). */
static double rough_quantile(double p)
{
    static const double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                               1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
    static const double b[] = {-5.447609879822406e+01, 1.615858368580409e+02,  -1.556989798598866e+02,
                               6.680131188771972e+01,  -1.328068155288572e+01, 1};
    static const double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                               -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
    static const double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                               3.754408661907416e+00, 1};
    double above = 0, below = 0;
    if (p < 0.02425) {
        double q = sqrt(-2 * gx_log(p));
        for (int i = 0; i < 6; ++i)
            above = above * q + c[i];
        for (int i = 0; i < 5; ++i)
            below = below * q + d[i];
        return above / below;
    }
    double q = p - 0.5, r = q * q;
    for (int i = 0; i < 6; ++i) {
        above = above * r + a[i];
        below = below * r + b[i];
    }
    return above * q / below;
}

double gx_normal_quantile(double p)
{
    const double farthest = 40; /* beyond the quantile of the smallest double */
    if (!(p > 0))
        return -farthest;
    if (p >= 1)
        return farthest;
    /* The upper half by symmetry: 1 - p is exact there, and the lower tail keeps its digits. */
    if (p > 0.5)
        return -gx_normal_quantile(1 - p);
    double x = rough_quantile(p);
    double slope = density(x);
    if (!(slope > 0))
        return x;
    double step = (gx_normal_cdf(x) - p) / slope;
    return x - step / (1 + 0.5 * x * step);
}
