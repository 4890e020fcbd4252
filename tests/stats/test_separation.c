/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <gx/base/draw.h>
#include <gx/base/exact.h>
#include <gx/stats/separation.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BINS = 12, SMALL = 60 };

static uint32_t word(uint32_t stream, uint32_t index)
{
    return gx_draw_at(gx_key_make(5, 0), 0xf240, stream, index, 0).word[0];
}

static double normal(uint32_t stream, uint32_t index)
{
    return gx_normal_quantile(((double)word(stream, index) + 0.5) / 4294967296.0);
}

static double wins(uint32_t negative, uint32_t positive)
{
    return positive > negative ? 1 : positive == negative ? 0.5 : 0;
}

/* All pairs: AUC, and DeLong's two variances by their definition. */
START_TEST(ties_as_all_pairs)
{
    for (uint32_t trial = 0; trial < 20; trial++) {
        uint32_t a[SMALL], b[SMALL], n = 20 + trial, m = SMALL - trial;
        uint64_t negative[BINS] = {0}, positive[BINS] = {0};
        for (uint32_t i = 0; i < m; i++)
            negative[a[i] = gx_below32(word(trial, i), BINS - 4)]++;
        for (uint32_t i = 0; i < n; i++)
            positive[b[i] = 4 + gx_below32(word(trial + 100, i), BINS - 4)]++;
        double auc = 0, va = 0, vb = 0, ks = 0;
        for (uint32_t i = 0; i < m; i++)
            for (uint32_t j = 0; j < n; j++)
                auc += wins(a[i], b[j]) / n / m;
        for (uint32_t i = 0; i < m; i++) {
            double v = 0;
            for (uint32_t j = 0; j < n; j++)
                v += wins(a[i], b[j]) / n;
            va += (v - auc) * (v - auc) / (m - 1);
        }
        for (uint32_t j = 0; j < n; j++) {
            double v = 0;
            for (uint32_t i = 0; i < m; i++)
                v += wins(a[i], b[j]) / m;
            vb += (v - auc) * (v - auc) / (n - 1);
        }
        for (uint32_t cut = 0; cut < BINS; cut++) {
            double f = 0, g = 0;
            for (uint32_t i = 0; i < m; i++)
                f += a[i] <= cut ? 1.0 / m : 0;
            for (uint32_t j = 0; j < n; j++)
                g += b[j] <= cut ? 1.0 / n : 0;
            ks = fmax(ks, fabs(f - g));
        }
        gx_separation found = gx_separate(negative, positive, BINS);
        ck_assert_double_eq_tol(found.auc, auc, 1e-12);
        ck_assert_double_eq_tol(found.auc_se, sqrt(va / m + vb / n), 1e-12);
        ck_assert_double_eq_tol(found.ks, ks, 1e-12);
        ck_assert_double_eq_tol(found.gini, 2 * auc - 1, 1e-12);
    }
}
END_TEST

/* Two normal classes d apart: AUC = Phi(d / sqrt 2), KS = 2 Phi(d / 2) - 1. */
START_TEST(binormal)
{
    enum { N = 300000, WIDE = 4096 };
    const double d = 1.2;
    uint64_t *negative = calloc(WIDE, sizeof *negative), *positive = calloc(WIDE, sizeof *positive);
    for (uint32_t i = 0; i < N; i++) {
        negative[(uint32_t)fmin(WIDE - 1, fmax(0, 1500 + 200 * normal(1, i)))]++;
        positive[(uint32_t)fmin(WIDE - 1, fmax(0, 1500 + 200 * (d + normal(2, i))))]++;
    }
    gx_separation found = gx_separate(negative, positive, WIDE);
    ck_assert_double_eq_tol(found.auc, gx_normal_cdf(d / sqrt(2)), 3e-3);
    ck_assert_double_eq_tol(found.auc, gx_normal_cdf(d / sqrt(2)), 4.5 * found.auc_se + 1e-4);
    ck_assert_double_eq_tol(found.ks, 2 * gx_normal_cdf(d / 2) - 1, 5e-3);
    free(negative);
    free(positive);
}
END_TEST

START_TEST(edges)
{
    const uint64_t none[3] = {0, 0, 0}, low[3] = {4, 0, 0}, high[3] = {0, 0, 5}, one[3] = {0, 1, 0};
    ck_assert(isnan(gx_separate(none, high, 3).auc));
    ck_assert_double_eq(gx_separate(low, high, 3).auc, 1);
    ck_assert_double_eq(gx_separate(high, low, 3).auc, 0);
    ck_assert_double_eq(gx_separate(low, low, 3).auc, 0.5);
    ck_assert(isnan(gx_separate(low, one, 3).auc_se));
    ck_assert_double_eq(gx_separate(low, high, 3).ks, 1);
    ck_assert(isnan(gx_psi(none, low, 3)));
    ck_assert_double_eq(gx_psi(low, low, 3), 0);
    const uint64_t e[2] = {50, 50}, a[2] = {60, 40};
    ck_assert_double_eq_tol(gx_psi(e, a, 2), 0.1 * log(1.2) - 0.1 * log(0.8), 1e-15);
}
END_TEST

/* Nothing changed: PSI is (B - 1)(1/n + 1/m) on average. */
START_TEST(stability_of_what_is_stable)
{
    enum { ROUNDS = 400, N = 5000, B = 10 };
    double mean = 0, square = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint64_t e[B] = {0}, a[B] = {0};
        for (uint32_t i = 0; i < N; i++) {
            e[gx_below32(word(1000 + round, i), B)]++;
            a[gx_below32(word(5000 + round, i), B)]++;
        }
        double psi = gx_psi(e, a, B);
        mean += psi / ROUNDS;
        square += psi * psi / ROUNDS;
    }
    double theory = gx_psi_null_mean(N, N, B), sd = gx_psi_null_sd(N, N, B);
    ck_assert_double_eq_tol(theory, 0.0036, 1e-12);
    ck_assert_double_eq_tol(mean, theory, 4.5 * sd / sqrt(ROUNDS) + 2e-5);
    ck_assert_double_eq_tol(sqrt(square - mean * mean), sd, 0.2 * sd);
}
END_TEST

/* A normal shifted by delta: PSI -> delta^2 with fine bins. */
START_TEST(stability_of_a_shift)
{
    enum { N = 400000, B = 60 };
    const double delta = 0.3;
    uint64_t e[B] = {0}, a[B] = {0};
    for (uint32_t i = 0; i < N; i++) {
        e[(uint32_t)fmin(B - 1, fmax(0, 30 + 8 * normal(3, i)))]++;
        a[(uint32_t)fmin(B - 1, fmax(0, 30 + 8 * (delta + normal(4, i))))]++;
    }
    ck_assert_double_eq_tol(gx_psi(e, a, B), delta * delta, 0.004);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stats/separation");
    TCase *tests = tcase_create("separation");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, ties_as_all_pairs);
    tcase_add_test(tests, binormal);
    tcase_add_test(tests, edges);
    tcase_add_test(tests, stability_of_what_is_stable);
    tcase_add_test(tests, stability_of_a_shift);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
