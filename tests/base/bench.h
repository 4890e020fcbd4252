/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the suites of this folder share: running a list of tests, draws by number, and the 4.5 sigma rule. */
#ifndef TESTS_BASE_BENCH_H
#define TESTS_BASE_BENCH_H

#include <check.h>
#include <gx/base/draw.h>
#include <math.h>
#include <stdlib.h>

/* Runs the tests, each between `set_up` and `tear_down` (may be NULL); the exit status of the program. */
static inline int bench_run(const char *name, const TTest *const *tests, size_t count, void (*set_up)(void),
                            void (*tear_down)(void))
{
    Suite *suite = suite_create(name);
    TCase *cases = tcase_create(name);
    tcase_set_timeout(cases, 100);
    tcase_add_checked_fixture(cases, set_up, tear_down);
    for (size_t i = 0; i < count; ++i)
        tcase_add_test(cases, tests[i]);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#define BENCH_RUN(name, tests) bench_run(name, tests, sizeof(tests) / sizeof((tests)[0]), NULL, NULL)

/* The draw number `index` of the experiment `about`. */
static inline gx_draw bench_draw(uint32_t about, uint32_t index)
{
    static const gx_key key = {{0x6775616e, 0x7869}};
    return gx_draw_at(key, 0xf000, index, about, 0);
}

/* An assertion for loops of millions: Check notes every assertion that holds, which takes microseconds. */
#define bench_expect(condition, ...)                                                                         \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            ck_abort_msg("not " #condition ": " __VA_ARGS__);                                                \
    } while (0)

/* An estimate is right when it is within 4.5 standard errors: wrong by chance once in 150000 times, and the
 * draws are fixed, so a test that passes once passes always. */
#define ck_assert_sigma(estimate, expected, standard_error)                                                  \
    ck_assert_double_le(fabs((estimate) - (expected)) / (standard_error), 4.5)

/* Pearson's chi-square of counts against probabilities, as standard normal deviate (Wilson and Hilferty
 * 1931). Bins with fewer than 5 expected are merged with their followers; the last of them with the rest. */
static inline double bench_chi_square(const uint64_t *counts, const double *probabilities, size_t bins,
                                      double draws)
{
    double sum = 0, expected = 0, seen = 0;
    double free_bins = -1;
    for (size_t i = 0; i < bins; ++i) {
        expected += probabilities[i] * draws;
        seen += (double)counts[i];
        if (expected < 5)
            continue;
        sum += (seen - expected) * (seen - expected) / expected;
        free_bins += 1;
        expected = seen = 0;
    }
    if (free_bins < 1)
        return INFINITY;
    double spread = 2 / (9 * free_bins);
    return (cbrt(sum / free_bins) - (1 - spread)) / sqrt(spread);
}

#endif
