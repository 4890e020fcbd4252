/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poisson quantiles. */
#include "bench.h"
#include <gx/base/sample.h>

static const double means[] = {0.01, 0.7, 3, 12.5, 31.999, 32.001, 150, 2500.5, 20000};
enum { MEANS = sizeof(means) / sizeof(means[0]) };

/* P(X <= k) in long double, each probability by itself from the logarithm of the gamma function. */
static long double cdf(double mean, long k)
{
    long double sum = 0;
    for (long i = k; i >= 0; --i) {
        long double term = expl(-(long double)mean + (long double)i * logl(mean) - lgammal(i + 1.0L));
        sum += term;
        if ((double)i < mean && term < 1e-25L)
            break;
    }
    return sum;
}

/* The defining property: the smallest k with P(X <= k) >= u. A millionth of the distance between two words is
 * left to rounding. */
START_TEST(answers_are_quantiles)
{
    for (int m = 0; m < MEANS; ++m)
        for (uint32_t i = 0; i < 60; ++i) {
            uint32_t random = bench_draw(1, i).word[0];
            uint32_t close = random >> (i / 2);
            uint32_t word = i == 0       ? 0
                            : i == 1     ? UINT32_MAX
                            : i % 3 == 0 ? close
                            : i % 3 == 1 ? ~close
                                         : random;
            long double u = (word + 0.5L) / 4294967296.0L;
            long k = (long)gx_poisson(means[m], word);
            ck_assert(cdf(means[m], k) >= u - 1e-12L);
            ck_assert(k == 0 || cdf(means[m], k - 1) < u + 1e-12L);
        }
}
END_TEST

START_TEST(mean_and_variance_are_the_mean)
{
    for (int m = 0; m < MEANS; ++m) {
        const double mean = means[m];
        const uint32_t draws = mean > 1000 ? 20000 : 200000;
        double sum = 0, squares = 0;
        for (uint32_t i = 0; i < draws; ++i) {
            double deviation = gx_poisson(mean, bench_draw((uint32_t)m + 10, i).word[0]) - mean;
            sum += deviation;
            squares += deviation * deviation;
        }
        ck_assert_sigma(sum / draws, 0, sqrt(mean / draws));
        /* The fourth central moment is mean + 3 mean^2. */
        ck_assert_sigma(squares / draws, mean, sqrt((mean + 2 * mean * mean) / draws));
    }
}
END_TEST

START_TEST(probabilities_are_right)
{
    enum { DRAWS = 300000, BINS = 200 };
    const double tried[] = {2.5, 60};
    for (int m = 0; m < 2; ++m) {
        uint64_t counts[BINS] = {0};
        double probabilities[BINS];
        for (int k = 0; k < BINS; ++k)
            probabilities[k] = exp(-tried[m] + k * log(tried[m]) - lgamma(k + 1.0));
        for (uint32_t i = 0; i < DRAWS; ++i)
            ++counts[gx_poisson(tried[m], bench_draw((uint32_t)m + 30, i).word[1])];
        ck_assert_double_lt(fabs(bench_chi_square(counts, probabilities, BINS, DRAWS)), 4.5);
    }
}
END_TEST

START_TEST(a_larger_mean_never_gives_fewer)
{
    for (uint32_t i = 0; i < 200; ++i) {
        uint32_t random = bench_draw(2, i).word[0];
        uint32_t word = i == 0 ? 0 : i == 1 ? UINT32_MAX : i % 3 ? random : ~(random >> (i % 32));
        uint32_t before = 0;
        for (double mean = 0; mean<100; mean += mean> 31.9 && mean < 32.1 ? 0.001 : 0.13) {
            uint32_t now = gx_poisson(mean, word);
            bench_expect(now >= before, "mean %g, word %u", mean, word);
            before = now;
        }
    }
}
END_TEST

START_TEST(a_larger_word_never_gives_fewer)
{
    for (int m = 0; m < MEANS; ++m) {
        uint32_t before = 0;
        for (uint64_t word = 0; word < UINT64_C(1) << 32;
             word += word < 500 || word > UINT32_MAX - 500u ? 1 : 4294967) {
            uint32_t now = gx_poisson(means[m], (uint32_t)word);
            bench_expect(now >= before, "mean %g, word %u", means[m], (uint32_t)word);
            before = now;
        }
    }
}
END_TEST

START_TEST(no_mean_gives_none)
{
    ck_assert_uint_eq(gx_poisson(0, UINT32_MAX), 0);
    ck_assert_uint_eq(gx_poisson(-1, UINT32_MAX), 0);
    ck_assert_uint_eq(gx_poisson(NAN, UINT32_MAX), 0);
    ck_assert_uint_eq(gx_poisson(1e-12, UINT32_MAX), 0);
    ck_assert_uint_eq(gx_poisson(1e-9, UINT32_MAX), 1);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        answers_are_quantiles,           mean_and_variance_are_the_mean,  probabilities_are_right,
        a_larger_mean_never_gives_fewer, a_larger_word_never_gives_fewer, no_mean_gives_none,
    };
    return BENCH_RUN("base/poisson", tests);
}
