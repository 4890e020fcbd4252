/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elementary functions with the same bits on every machine: made of + - * / and sqrt only, which IEEE 754
 * defines to the last bit, where libm's exp, log and pow differ between processors. For tables that decisions
 * read. Relative error below 1e-13 over the ranges named. O(1). */
#ifndef GX_BASE_EXACT_H
#define GX_BASE_EXACT_H

/* e^x for -700 <= x <= 700; saturates to 0 and to e^700 outside. */
double gx_exp(double x);

/* Natural logarithm of x > 0 (0 and below give -1e300). */
double gx_log(double x);

/* base^power for base > 0. */
double gx_pow(double base, double power);

/* Quantile of the standard normal distribution for 0 < p < 1: Acklam's rational approximation, refined once
 * by Halley's method on gx_normal_cdf; absolute error below 1e-12 for 1e-10 < p < 1 - 1e-10. */
double gx_normal_quantile(double p);

/* Distribution function of the standard normal distribution, absolute error below 1e-14. */
double gx_normal_cdf(double x);

#endif
