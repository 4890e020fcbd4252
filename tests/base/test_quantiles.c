/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantile tables against the distributions they stand for. */
#include "bench.h"
#include <gx/base/exact.h>
#include <gx/base/sample.h>

static const double words = 4294967296.0;
static gx_quantiles table;

/* Words of all sizes: close to both ends, and spread over the middle. */
static uint32_t some_word(uint32_t i)
{
    uint32_t word = bench_draw(1, i).word[0];
    uint32_t close = word >> (i % 32);
    return i % 3 == 0 ? word : i % 3 == 1 ? close : ~close;
}

START_TEST(lognormal_meets_the_quantile_everywhere)
{
    const double median = 888000, sigma = 1.25;
    gx_quantiles_lognormal(&table, median, sigma, 0, INT64_C(1) << 44);
    for (uint32_t i = 0; i < 100000; ++i) {
        uint32_t word = some_word(i);
        if (word == 0)
            continue;
        double exact = median * gx_exp(sigma * gx_normal_quantile(word / words));
        bench_expect(fabs((double)gx_quantile(&table, word) - exact) <= 0.51 + 1e-4 * exact, "word %u", word);
    }
    ck_assert_int_eq(gx_quantile(&table, 0), 0);
    ck_assert_int_eq(gx_quantile(&table, 1u << 31), 888000);
}
END_TEST

START_TEST(exponential_meets_the_quantile_everywhere)
{
    const double mean = 3600000;
    gx_quantiles_exponential(&table, mean, INT64_C(1) << 44);
    for (uint32_t i = 0; i < 100000; ++i) {
        uint32_t word = some_word(i);
        double exact = mean * -log1p(-(word / words));
        bench_expect(fabs((double)gx_quantile(&table, word) - exact) <= 0.51 + 4e-5 * mean, "word %u", word);
    }
    ck_assert_int_eq(gx_quantile(&table, 0), 0);
}
END_TEST

static void assert_monotone(int64_t low, int64_t high)
{
    int64_t before = INT64_MIN;
    for (uint64_t word = 0; word < UINT64_C(1) << 32;
         word += word < 300000 || word > UINT32_MAX - 300000u ? 1 : 4099) {
        int64_t value = gx_quantile(&table, (uint32_t)word);
        bench_expect(value >= before && value >= low && value <= high, "word %u", (uint32_t)word);
        before = value;
    }
    for (uint32_t word = (1u << 31) - 1000; word < (1u << 31) + 1000; ++word)
        ck_assert_int_le(gx_quantile(&table, word), gx_quantile(&table, word + 1));
}

START_TEST(a_larger_word_never_gives_a_smaller_value)
{
    gx_quantiles_lognormal(&table, 27, 0.7, 3, 500);
    assert_monotone(3, 500);
    gx_quantiles_lognormal(&table, 1e9, 2, -5, INT64_MAX);
    assert_monotone(-5, INT64_MAX);
    gx_quantiles_exponential(&table, 1000, 2500);
    assert_monotone(0, 2500);
}
END_TEST

START_TEST(lognormal_has_the_right_moments)
{
    enum { DRAWS = 1000000 };
    const double median = 1e7, sigma = 0.9;
    gx_quantiles_lognormal(&table, median, sigma, 1, INT64_C(1) << 44);
    double sum = 0, log_sum = 0, log_squares = 0;
    for (uint32_t i = 0; i < DRAWS; ++i) {
        double value = (double)gx_quantile(&table, bench_draw(2, i).word[1]);
        double deviate = log(value / median);
        sum += value / median;
        log_sum += deviate;
        log_squares += deviate * deviate;
    }
    double mean = exp(sigma * sigma / 2);
    ck_assert_sigma(sum / DRAWS, mean, mean * sqrt((exp(sigma * sigma) - 1) / DRAWS));
    ck_assert_sigma(log_sum / DRAWS, 0, sigma / sqrt(DRAWS));
    ck_assert_sigma(log_squares / DRAWS, sigma * sigma, sigma * sigma * sqrt(2.0 / DRAWS));
}
END_TEST

START_TEST(exponential_has_the_right_moments)
{
    enum { DRAWS = 1000000 };
    const double mean = 1e6;
    gx_quantiles_exponential(&table, mean, INT64_C(1) << 44);
    double sum = 0, squares = 0;
    for (uint32_t i = 0; i < DRAWS; ++i) {
        double value = (double)gx_quantile(&table, bench_draw(3, i).word[2]) / mean;
        sum += value;
        squares += value * value;
    }
    ck_assert_sigma(sum / DRAWS, 1, 1 / sqrt(DRAWS));
    ck_assert_sigma(squares / DRAWS, 2, sqrt((24 - 4) / (double)DRAWS));
}
END_TEST

static double lognormal_cdf(double x, double median, double sigma)
{
    return x > 0 ? erfc(-log(x / median) / (sigma * sqrt(2))) / 2 : 0;
}

/* Sizes of groups: small numbers, where rounding decides. An integer k stands for k - 1/2 … k + 1/2, and both
 * ends take what was clipped. */
START_TEST(small_lognormal_numbers_are_rounded_rightly)
{
    enum { DRAWS = 1000000, LOW = 3, HIGH = 120 };
    gx_quantiles_lognormal(&table, 27, 0.7, LOW, HIGH);
    uint64_t counts[HIGH + 1] = {0};
    double probabilities[HIGH + 1] = {0};
    for (int k = LOW; k <= HIGH; ++k)
        probabilities[k] = (k == HIGH ? 1 : lognormal_cdf(k + 0.5, 27, 0.7)) -
                           (k == LOW ? 0 : lognormal_cdf(k - 0.5, 27, 0.7));
    for (uint32_t i = 0; i < DRAWS; ++i)
        ++counts[gx_quantile(&table, bench_draw(4, i).word[0])];
    ck_assert_double_lt(fabs(bench_chi_square(counts, probabilities, HIGH + 1, DRAWS)), 4.5);
}
END_TEST

START_TEST(small_exponential_numbers_are_rounded_rightly)
{
    enum { DRAWS = 1000000, HIGH = 30 };
    gx_quantiles_exponential(&table, 5, HIGH);
    uint64_t counts[HIGH + 1] = {0};
    double probabilities[HIGH + 1];
    for (int k = 0; k <= HIGH; ++k)
        probabilities[k] = (k == 0 ? 1 : exp(-(k - 0.5) / 5)) - (k == HIGH ? 0 : exp(-(k + 0.5) / 5));
    for (uint32_t i = 0; i < DRAWS; ++i)
        ++counts[gx_quantile(&table, bench_draw(5, i).word[0])];
    ck_assert_double_lt(fabs(bench_chi_square(counts, probabilities, HIGH + 1, DRAWS)), 4.5);
}
END_TEST

START_TEST(degenerate_distributions_are_constants)
{
    gx_quantiles_lognormal(&table, 888, 0, 0, 100000);
    for (uint32_t i = 0; i < 1000; ++i)
        ck_assert_int_eq(gx_quantile(&table, some_word(i)), 888);
    ck_assert_int_eq(gx_quantile(&table, 0), 888);
    gx_quantiles_exponential(&table, 0, 100000);
    for (uint32_t i = 0; i < 1000; ++i)
        ck_assert_int_eq(gx_quantile(&table, some_word(i)), 0);
    gx_quantiles_lognormal(&table, 5, 1, 42, 42);
    for (uint32_t i = 0; i < 1000; ++i)
        ck_assert_int_eq(gx_quantile(&table, some_word(i)), 42);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        lognormal_meets_the_quantile_everywhere,
        exponential_meets_the_quantile_everywhere,
        a_larger_word_never_gives_a_smaller_value,
        lognormal_has_the_right_moments,
        exponential_has_the_right_moments,
        small_lognormal_numbers_are_rounded_rightly,
        small_exponential_numbers_are_rounded_rightly,
        degenerate_distributions_are_constants,
    };
    return BENCH_RUN("base/quantiles", tests);
}
