/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gumbel noise, and the logit model it makes. */
#include "bench.h"
#include <gx/base/sample.h>

/* All words close to both ends and the middle, every 997th elsewhere. */
static uint64_t next_word(uint64_t word)
{
    const uint64_t middle = UINT64_C(1) << 31, end = UINT64_C(1) << 32;
    bool close = word < 200000 || word > end - 200000 || (word > middle - 20000 && word < middle + 20000);
    return word + (close ? 1 : 997);
}

START_TEST(noise_is_within_a_4096th_of_the_formula)
{
    gx_fixed before = INT32_MIN;
    for (uint64_t word = 0; word < UINT64_C(1) << 32; word = next_word(word)) {
        gx_fixed noise = gx_gumbel((uint32_t)word);
        double above = (4294967295.5 - (double)word) / 4294967296.0;
        double exact = -log(-log1p(-above));
        bench_expect(fabs(noise / (double)GX_FIXED_ONE - exact) < 1 / 4096.0, "word %u", (uint32_t)word);
        bench_expect(noise >= before, "word %u", (uint32_t)word);
        before = noise;
    }
}
END_TEST

START_TEST(moments_are_those_of_gumbel)
{
    enum { DRAWS = 1000000 };
    const double euler = 0.57721566490153286, pi = acos(-1), variance = pi * pi / 6;
    double sum = 0, squares = 0;
    for (uint32_t i = 0; i < DRAWS; ++i) {
        double deviation = gx_gumbel(bench_draw(1, i).word[0]) / (double)GX_FIXED_ONE - euler;
        sum += deviation;
        squares += deviation * deviation;
    }
    ck_assert_sigma(sum / DRAWS, 0, sqrt(variance / DRAWS));
    /* The kurtosis is 27/5, so the variance of a squared deviation is (27/5 - 1) variance^2. */
    ck_assert_sigma(squares / DRAWS, variance, variance * sqrt(4.4 / DRAWS));
}
END_TEST

START_TEST(the_best_of_options_is_the_logit_model)
{
    enum { OPTIONS = 4, DRAWS = 1000000 };
    const double utility[OPTIONS] = {0, 0.75, -1.5, 3};
    double probabilities[OPTIONS], sum = 0;
    gx_fixed fixed[OPTIONS];
    for (int i = 0; i < OPTIONS; ++i) {
        fixed[i] = gx_fixed_of(utility[i]);
        sum += exp(utility[i]);
    }
    for (int i = 0; i < OPTIONS; ++i)
        probabilities[i] = exp(utility[i]) / sum;
    uint64_t counts[OPTIONS] = {0};
    for (uint32_t i = 0; i < DRAWS; ++i) {
        gx_draw draw = bench_draw(2, i);
        int best = 0;
        for (int option = 1; option < OPTIONS; ++option)
            if (fixed[option] + gx_gumbel(draw.word[option]) > fixed[best] + gx_gumbel(draw.word[best]))
                best = option;
        ++counts[best];
    }
    ck_assert_double_lt(fabs(bench_chi_square(counts, probabilities, OPTIONS, DRAWS)), 4.5);
}
END_TEST

START_TEST(fixed_point_is_the_nearest_and_clamped)
{
    ck_assert_int_eq(gx_fixed_of(0), 0);
    ck_assert_int_eq(gx_fixed_of(1), GX_FIXED_ONE);
    ck_assert_int_eq(gx_fixed_of(-2.5), -163840);
    ck_assert_int_eq(gx_fixed_of(0.4 / GX_FIXED_ONE), 0);
    ck_assert_int_eq(gx_fixed_of(0.6 / GX_FIXED_ONE), 1);
    ck_assert_int_eq(gx_fixed_of(-0.6 / GX_FIXED_ONE), -1);
    ck_assert_int_eq(gx_fixed_of(1e9), INT32_MAX);
    ck_assert_int_eq(gx_fixed_of(-1e9), INT32_MIN);
    ck_assert_int_eq(gx_fixed_of(INFINITY), INT32_MAX);
    ck_assert_int_eq(gx_fixed_of(NAN), 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        noise_is_within_a_4096th_of_the_formula,
        moments_are_those_of_gumbel,
        the_best_of_options_is_the_logit_model,
        fixed_point_is_the_nearest_and_clamped,
    };
    return BENCH_RUN("base/gumbel", tests);
}
