/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Estimators against exact small cases, against theory, and against samples of known parameters within 4.5
 * s.e. */
#include <check.h>
#include <gx/base/draw.h>
#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/stats/fit.h>
#include <gx/stats/inequality.h>
#include <gx/stats/interval.h>
#include <gx/stats/quantiles.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double uniform(uint32_t stream, uint32_t index)
{
    gx_draw draw = gx_draw_at(gx_key_make(11, 0), 0xf230, stream, index, 0);
    return ((double)(gx_draw_high(draw) >> 11) + 0.5) / 9007199254740992.0;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

START_TEST(quantiles_interpolate)
{
    const int64_t values[] = {40, 10, 30, 20};
    double *sorted;
    gx_error error;
    ck_assert_int_eq(gx_sorted_i64(&sorted, values, 4, &error), GX_OK);
    ck_assert_double_eq(gx_quantile_sorted(sorted, 4, 0), 10);
    ck_assert_double_eq(gx_quantile_sorted(sorted, 4, 0.5), 25);
    ck_assert_double_eq(gx_quantile_sorted(sorted, 4, 1.0 / 3), 20);
    ck_assert_double_eq(gx_quantile_sorted(sorted, 4, 1), 40);
    ck_assert(isnan(gx_quantile_sorted(sorted, 0, 0.5)));
    gx_summary all = gx_summarize_sorted(sorted, 4);
    ck_assert_double_eq(all.mean, 25);
    ck_assert_double_eq_tol(all.sd, sqrt(500 / 3.0), 1e-12);
    ck_assert_double_eq(all.max, 40);
    ck_assert(isnan(gx_summarize_sorted(sorted, 1).sd));
    ck_assert(isnan(gx_summarize_sorted(sorted, 0).mean));
    gx_free(sorted);
    const int64_t negative[] = {1, -1};
    ck_assert_int_eq(gx_sorted_i64(&sorted, negative, 2, &error), GX_ERR_ARGUMENT);
    for (long after = 0; after < 3; after++) {
        gx_memory_fail_after(after);
        ck_assert_int_eq(gx_sorted_i64(&sorted, values, 4, &error), GX_ERR_MEMORY);
        gx_memory_fail_after(-1);
    }
}
END_TEST

START_TEST(wilson_by_hand_and_coverage)
{
    /* Wilson 1927: 5 of 10 at 95 %: (0.2366, 0.7634). */
    gx_interval half = gx_wilson(5, 10, 0.95);
    ck_assert_double_eq_tol(half.low, 0.236593, 1e-6);
    ck_assert_double_eq_tol(half.high, 0.763407, 1e-6);
    ck_assert_double_eq(gx_wilson(0, 10, 0.95).low, 0);
    ck_assert_double_eq_tol(gx_wilson(0, 10, 0.95).high, 0.277533, 1e-6);
    ck_assert(isnan(gx_wilson(0, 0, 0.95).value));
    /* Its exact coverage at n = 50, averaged over p, is near the level (Brown, Cai & DasGupta 2001). */
    double mean = 0;
    for (int step = 1; step < 200; step++) {
        double p = step / 200.0, covered = 0;
        for (uint64_t k = 0; k <= 50; k++) {
            gx_interval i = gx_wilson(k, 50, 0.95);
            if (i.low <= p && p <= i.high)
                covered += exp(lgamma(51) - lgamma((double)k + 1) - lgamma(51 - (double)k) +
                               (double)k * log(p) + (50 - (double)k) * log1p(-p));
        }
        ck_assert_double_gt(covered, 0.83);
        mean += covered / 199;
    }
    ck_assert_double_eq_tol(mean, 0.95, 0.005);
}
END_TEST

START_TEST(other_intervals)
{
    /* t with 9 degrees of freedom: 2.262157. */
    gx_interval t = gx_t_interval(10, 3, 10, 0.95);
    ck_assert_double_eq_tol(t.high - t.value, 2.2621571628 * 3 / sqrt(10), 1e-8);
    ck_assert(isnan(gx_t_interval(10, NAN, 1, 0.95).low));
    gx_interval z = gx_normal_interval(1, 2, 0.95);
    ck_assert_double_eq_tol(z.low, 1 - 2 * 1.9599639845, 1e-9);
    /* 30/100 against 20/100: ratio 1.5, log s.e. sqrt(1/30 - 1/100 + 1/20 - 1/100). */
    gx_interval r = gx_risk_ratio(30, 100, 20, 100, 0.95);
    ck_assert_double_eq_tol(r.value, 1.5, 1e-12);
    ck_assert_double_eq_tol(log(r.high / 1.5), 1.9599639845 * sqrt(1 / 30.0 + 1 / 20.0 - 0.02), 1e-9);
    ck_assert(isnan(gx_risk_ratio(0, 10, 1, 10, 0.95).value));
}
END_TEST

START_TEST(gini_and_lorenz)
{
    const double equal[] = {5, 5, 5, 5}, one[] = {0, 0, 0, 8}, some[] = {1, 2, 3, 4};
    double share[5], held[5];
    ck_assert_double_eq(gx_gini_sorted(equal, 4), 0);
    ck_assert_double_eq(gx_gini_sorted(one, 4), 0.75);
    /* Half the relative mean difference: pairs differ by 20 in all, 2 * 20 / (2 * 16 * 2.5). */
    ck_assert_double_eq(gx_gini_sorted(some, 4), 0.25);
    ck_assert(isnan(gx_gini_sorted(one, 3)));
    ck_assert_int_eq(gx_lorenz_sorted(some, 4, 4, share, held), 1);
    ck_assert_double_eq(held[0], 0);
    ck_assert_double_eq_tol(held[1], 0.1, 1e-15);
    ck_assert_double_eq_tol(held[2], 0.3, 1e-15);
    ck_assert_double_eq(held[4], 1);
    ck_assert_int_eq(gx_lorenz_sorted(some, 4, 3, share, held), 1);
    ck_assert_double_eq_tol(held[1], (1 + 2.0 / 3) / 10, 1e-15);
    ck_assert_int_eq(gx_lorenz_sorted(one, 3, 4, share, held), 0);
}
END_TEST

enum { N = 20000 };

START_TEST(lognormal_is_recovered)
{
    double *values = malloc(N * sizeof *values);
    for (uint32_t i = 0; i < N; i++)
        values[i] = exp(2.5 + 0.7 * gx_normal_quantile(uniform(1, i)));
    values[0] = 0; /* left out */
    qsort(values, N, sizeof *values, ascending);
    gx_lognormal_fit fit = gx_fit_lognormal(values, N);
    ck_assert_uint_eq(fit.count, N - 1);
    ck_assert_double_eq_tol(fit.mu_se, 0.7 / sqrt(N), 1e-4);
    ck_assert_double_eq_tol(fit.mu, 2.5, 4.5 * fit.mu_se);
    ck_assert_double_eq_tol(fit.sigma, 0.7, 4.5 * fit.sigma_se);
    ck_assert_double_eq_tol(fit.moment_mu, 2.5, 0.05);
    ck_assert_double_eq_tol(fit.moment_sigma, 0.7, 0.05);
    ck_assert_double_lt(fit.distance, 1.63 / sqrt(N));
    for (uint32_t i = 0; i < N; i++)
        values[i] = -log(uniform(2, i));
    qsort(values, N, sizeof *values, ascending);
    ck_assert_double_gt(gx_fit_lognormal(values, N).distance, 0.05); /* an exponential is not one */
    ck_assert(isnan(gx_fit_lognormal(values, 1).mu));
    free(values);
}
END_TEST

START_TEST(tails_are_recovered)
{
    double *values = malloc(N * sizeof *values);
    for (uint32_t i = 0; i < N; i++)
        values[i] = 3 * pow(uniform(3, i), -1 / 1.5);
    qsort(values, N, sizeof *values, ascending);
    gx_tail_fit fit = gx_fit_power_tail(values, N, false);
    ck_assert_double_eq_tol(fit.parameter, 2.5, 4.5 * fit.standard_error + 0.02);
    ck_assert_uint_ge(fit.count, N / 10);
    /* Whole numbers: x >= 10 with a continuous law from 9.5 rounded. */
    for (uint32_t i = 0; i < N; i++)
        values[i] = floor(9.5 * pow(uniform(4, i), -1 / 1.2) + 0.5);
    qsort(values, N, sizeof *values, ascending);
    fit = gx_fit_power_tail(values, N, true);
    ck_assert_double_eq_tol(fit.parameter, 2.2, 4.5 * fit.standard_error + 0.02);
    ck_assert(isnan(gx_fit_power_tail(values, 49, true).parameter));
    for (uint32_t i = 0; i < N; i++)
        values[i] = -5 * log(uniform(5, i));
    qsort(values, N, sizeof *values, ascending);
    fit = gx_fit_exponential_tail(values, N, 2);
    ck_assert_double_eq_tol(fit.parameter, 5, 4.5 * fit.standard_error);
    ck_assert_double_lt(fit.distance, 0.02);
    free(values);
}
END_TEST

START_TEST(growth_and_counts)
{
    double x[30], y[30];
    for (int i = 0; i < 30; i++) {
        x[i] = i;
        y[i] = 4 * exp(0.1 * i);
    }
    gx_growth_fit fit = gx_fit_growth(x, y, 30);
    ck_assert_double_eq_tol(fit.rate, 0.1, 1e-12);
    ck_assert_double_eq_tol(fit.doubling, log(2) / 0.1, 1e-10);
    y[3] = 0;
    ck_assert_uint_eq(gx_fit_growth(x, y, 30).count, 29);
    ck_assert(isnan(gx_fit_growth(x, y, 2).rate));
    for (int i = 0; i < 30; i++)
        y[i] = 40 - i;
    ck_assert(isnan(gx_fit_growth(x, y, 30).doubling));
    gx_nbd_fit counts = gx_fit_nbd(4, 12);
    ck_assert_double_eq(counts.r, 2);
    ck_assert_double_eq_tol(counts.zero, 1.0 / 9, 1e-15);
    ck_assert_double_eq_tol(gx_fit_nbd(2, 2).zero, exp(-2), 1e-15);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stats/estimators");
    TCase *tests = tcase_create("estimators");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, quantiles_interpolate);
    tcase_add_test(tests, wilson_by_hand_and_coverage);
    tcase_add_test(tests, other_intervals);
    tcase_add_test(tests, gini_and_lorenz);
    tcase_add_test(tests, lognormal_is_recovered);
    tcase_add_test(tests, tails_are_recovered);
    tcase_add_test(tests, growth_and_counts);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
