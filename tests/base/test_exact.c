/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exp, log, pow and the normal distribution against the long double functions of libm. */
#include "bench.h"
#include <gx/base/exact.h>

static const double promised = 1e-13;

static double unit(uint32_t about, uint32_t i)
{
    return (double)gx_draw_high(bench_draw(about, i)) / 18446744073709551616.0;
}

static double relative_error(double value, long double exact)
{
    return (double)fabsl((value - exact) / exact);
}

START_TEST(exp_is_accurate)
{
    for (uint32_t i = 0; i < 200000; ++i) {
        double x = (unit(1, i) - 0.5) * (i % 2 ? 1400 : 2);
        double error = relative_error(gx_exp(x), expl(x));
        bench_expect(error < promised, "x = %a, error %g", x, error);
    }
    ck_assert_double_eq(gx_exp(0), 1);
}
END_TEST

START_TEST(exp_saturates)
{
    ck_assert_double_eq(gx_exp(-700.5), 0);
    ck_assert_double_eq(gx_exp(-INFINITY), 0);
    ck_assert_double_eq(gx_exp(701), gx_exp(700));
    ck_assert_double_eq(gx_exp(INFINITY), gx_exp(700));
    ck_assert_double_lt(relative_error(gx_exp(700), expl(700)), promised);
    ck_assert_double_lt(relative_error(gx_exp(-700), expl(-700)), promised);
}
END_TEST

/* Everywhere, and close to 1, where the logarithm is small and a careless sum loses its digits. */
START_TEST(log_is_accurate)
{
    for (uint32_t i = 0; i < 200000; ++i) {
        double u = unit(2, i);
        double x = i % 3 == 0 ? exp((u - 0.5) * 1400) : i % 3 == 1 ? 0.5 + u : 1 + (u - 0.5) * 1e-6;
        double error = relative_error(gx_log(x), logl(x));
        bench_expect(error < promised, "x = %a, error %g", x, error);
    }
    ck_assert_double_eq(gx_log(1), 0);
    ck_assert_double_lt(relative_error(gx_log(0x1p-1074), logl(0x1p-1074L)), promised);
    ck_assert_double_lt(relative_error(gx_log(0x1.fffffffffffffp1023), logl(0x1.fffffffffffffp1023L)),
                        promised);
    ck_assert_double_eq(gx_log(0), -1e300);
    ck_assert_double_eq(gx_log(-1), -1e300);
}
END_TEST

START_TEST(pow_is_accurate_for_large_exponents_too)
{
    for (uint32_t i = 0; i < 200000; ++i) {
        double base = i % 2 ? exp((unit(3, i) - 0.5) * 1300) : 0.9 + 0.2 * unit(3, i);
        double power = (unit(4, i) - 0.5) * 1390 / log(base);
        double error = relative_error(gx_pow(base, power), powl(base, power));
        bench_expect(error < promised, "%a to the %a, error %g", base, power, error);
    }
    ck_assert_double_eq(gx_pow(3, 0), 1);
    ck_assert_double_eq(gx_pow(1, 1e308), 1);
    ck_assert_double_eq(gx_pow(2, -1e308), 0);
    ck_assert_double_eq(gx_pow(0.5, -1e308), gx_exp(700));
    ck_assert_double_eq(gx_pow(0, 2), 0);
}
END_TEST

START_TEST(normal_cdf_is_accurate)
{
    for (uint32_t i = 0; i < 200000; ++i) {
        double x = (unit(5, i) - 0.5) * 20;
        long double exact = erfcl(-(long double)x / sqrtl(2)) / 2;
        bench_expect(fabsl(gx_normal_cdf(x) - exact) < 1e-14L, "x = %a", x);
    }
    ck_assert_double_eq(gx_normal_cdf(0), 0.5);
    ck_assert_double_eq(gx_normal_cdf(50), 1);
    ck_assert_double_eq(gx_normal_cdf(-50), 0);
}
END_TEST

/* The exact quantile by Newton's method in long double from the answer; the lower tail by symmetry, where
 * erfcl keeps its digits. */
START_TEST(normal_quantile_is_accurate)
{
    const long double sqrt_two_pi = sqrtl(2 * acosl(-1));
    for (uint32_t i = 0; i < 50000; ++i) {
        double u = unit(6, i);
        double p = i % 3 == 0 ? u : i % 3 == 1 ? exp(-u * 23.02) : 1 - exp(-u * 23.02);
        if (p <= 1e-10 || p >= 1 - 1e-10)
            continue;
        double answer = gx_normal_quantile(p);
        long double tail = p < 0.5 ? p : 1 - p;
        long double x = p < 0.5 ? answer : -answer;
        for (int step = 0; step < 3; ++step)
            x -= (erfcl(-x / sqrtl(2)) / 2 - tail) / (expl(-x * x / 2) / sqrt_two_pi);
        bench_expect(fabsl((p < 0.5 ? x : -x) - answer) < 1e-12L, "p = %a", p);
    }
    ck_assert_double_eq_tol(gx_normal_quantile(0.975), 1.959963984540054, 1e-12);
    ck_assert_double_eq(gx_normal_quantile(0.5), 0);
    ck_assert_double_eq(gx_normal_quantile(0.25), -gx_normal_quantile(0.75));
}
END_TEST

START_TEST(normal_quantile_is_monotone_into_the_last_tail)
{
    double before = -41;
    for (double p = 1e-300; p < 0.5; p *= 1.01) {
        double x = gx_normal_quantile(p);
        bench_expect(x > before, "p = %a", p);
        before = x;
    }
    ck_assert_double_eq(gx_normal_quantile(0), -40);
    ck_assert_double_eq(gx_normal_quantile(1), 40);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        exp_is_accurate,
        exp_saturates,
        log_is_accurate,
        pow_is_accurate_for_large_exponents_too,
        normal_cdf_is_accurate,
        normal_quantile_is_accurate,
        normal_quantile_is_monotone_into_the_last_tail,
    };
    return BENCH_RUN("base/exact", tests);
}
