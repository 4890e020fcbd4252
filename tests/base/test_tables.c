/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alias tables and tables of steps. */
#include "bench.h"
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <string.h>

enum { DRAWS = 1000000, COUNT_MAX = 1000 };

static double weights[COUNT_MAX], probabilities[COUNT_MAX];
static uint64_t counts[2][COUNT_MAX];

static void normalise(uint32_t count)
{
    double sum = 0;
    for (uint32_t i = 0; i < count; ++i)
        sum += weights[i];
    for (uint32_t i = 0; i < count; ++i)
        probabilities[i] = weights[i] / sum;
}

/* Both tables draw from the weights; zero weights never; chi-square of the rest. */
static void assert_draws(uint32_t count, uint32_t about)
{
    gx_alias *alias;
    gx_steps *steps;
    ck_assert_int_eq(gx_alias_create(&alias, weights, count, NULL), GX_OK);
    ck_assert_int_eq(gx_steps_create(&steps, weights, count, NULL), GX_OK);
    memset(counts, 0, sizeof(counts));
    for (uint32_t i = 0; i < DRAWS; ++i) {
        gx_draw draw = bench_draw(about, i);
        uint32_t by_alias = gx_alias_draw(alias, gx_draw_high(draw));
        uint32_t by_steps = gx_steps_draw(steps, gx_draw_low(draw));
        bench_expect(by_alias < count && by_steps < count, "%u and %u", by_alias, by_steps);
        ++counts[0][by_alias];
        ++counts[1][by_steps];
    }
    normalise(count);
    for (int kind = 0; kind < 2; ++kind) {
        for (uint32_t i = 0; i < count; ++i)
            if (weights[i] <= 0)
                ck_assert_uint_eq(counts[kind][i], 0);
        ck_assert_double_lt(fabs(bench_chi_square(counts[kind], probabilities, count, DRAWS)), 4.5);
    }
    gx_alias_free(alias);
    gx_steps_free(steps);
}

START_TEST(draws_follow_the_weights)
{
    for (uint32_t i = 0; i < COUNT_MAX; ++i)
        weights[i] = 1 / (i + 1.0);
    assert_draws(COUNT_MAX, 1);
    for (uint32_t i = 0; i < 100; ++i)
        weights[i] = i % 3 == 0 ? 0 : (double)(i * i);
    assert_draws(100, 2);
    for (uint32_t i = 0; i < 64; ++i)
        weights[i] = 1e-300;
    assert_draws(64, 3);
    weights[0] = weights[3] = 0;
    weights[1] = 1e-2;
    weights[2] = 1e3;
    assert_draws(4, 4);
}
END_TEST

START_TEST(one_outcome_is_certain)
{
    for (uint32_t only = 0; only < 5; ++only) {
        const double one[5] = {only == 0, only == 1, only == 2, only == 3, only == 4};
        gx_alias *alias;
        gx_steps *steps;
        ck_assert_int_eq(gx_alias_create(&alias, one, 5, NULL), GX_OK);
        ck_assert_int_eq(gx_steps_create(&steps, one, 5, NULL), GX_OK);
        for (uint32_t i = 0; i < 10000; ++i) {
            uint64_t word = i == 0 ? 0 : i == 1 ? UINT64_MAX : gx_draw_high(bench_draw(5, i));
            bench_expect(gx_alias_draw(alias, word) == only, "draw %u", i);
            bench_expect(gx_steps_draw(steps, word) == only, "draw %u", i);
        }
        gx_alias_free(alias);
        gx_steps_free(steps);
    }
}
END_TEST

/* Of two equal columns the alias table owns exactly 2^32 coins each, and a quarter is a quarter to the last
 * coin. */
START_TEST(alias_columns_are_exact)
{
    const double quarter[2] = {1, 3};
    gx_alias *table;
    ck_assert_int_eq(gx_alias_create(&table, quarter, 2, NULL), GX_OK);
    ck_assert_uint_eq(gx_alias_draw(table, 0), 0);
    ck_assert_uint_eq(gx_alias_draw(table, 0x7fffffff), 0);
    ck_assert_uint_eq(gx_alias_draw(table, 0x80000000), 1);
    ck_assert_uint_eq(gx_alias_draw(table, UINT64_C(0x7fffffffffffffff)), 1);
    ck_assert_uint_eq(gx_alias_draw(table, UINT64_C(0x8000000000000000)), 1);
    ck_assert_uint_eq(gx_alias_draw(table, UINT64_MAX), 1);
    gx_alias_free(table);
}
END_TEST

START_TEST(steps_begin_where_they_should)
{
    const double four[4] = {1, 2, 0, 1};
    const uint64_t quarter = UINT64_C(1) << 62;
    gx_steps *table;
    ck_assert_int_eq(gx_steps_create(&table, four, 4, NULL), GX_OK);
    ck_assert_uint_eq(gx_steps_draw(table, 0), 0);
    ck_assert_uint_eq(gx_steps_draw(table, quarter - 1), 0);
    ck_assert_uint_eq(gx_steps_draw(table, quarter), 1);
    ck_assert_uint_eq(gx_steps_draw(table, 3 * quarter - 1), 1);
    ck_assert_uint_eq(gx_steps_draw(table, 3 * quarter), 3);
    ck_assert_uint_eq(gx_steps_draw(table, UINT64_MAX), 3);
    uint32_t within;
    ck_assert_uint_eq(gx_steps_draw_within(table, 0, &within), 0);
    ck_assert_uint_eq(within, 0);
    gx_steps_draw_within(table, quarter - 1, &within);
    ck_assert_uint_eq(within, UINT32_MAX);
    ck_assert_uint_eq(gx_steps_draw_within(table, 2 * quarter, &within), 1);
    ck_assert_uint_eq(within, 1u << 31);
    ck_assert_uint_eq(gx_steps_draw_within(table, 3 * quarter + quarter / 4, &within), 3);
    ck_assert_uint_eq(within, 1u << 30);
    gx_steps_draw_within(table, UINT64_MAX, &within);
    ck_assert_uint_eq(within, UINT32_MAX);
    gx_steps_free(table);
    ck_assert_int_eq(gx_steps_create(&table, four, 1, NULL), GX_OK);
    ck_assert_uint_eq(gx_steps_draw_within(table, 3 * quarter, &within), 0);
    ck_assert_uint_eq(within, 3u << 30);
    gx_steps_free(table);
}
END_TEST

/* A time of day: index and position together never fall while the word grows. */
START_TEST(steps_are_monotone)
{
    for (uint32_t i = 0; i < 24; ++i)
        weights[i] = (double)(i * 7 % 11);
    gx_steps *table;
    ck_assert_int_eq(gx_steps_create(&table, weights, 24, NULL), GX_OK);
    uint64_t before = 0;
    for (uint64_t i = 0; i < 1000000; ++i) {
        uint32_t within;
        uint64_t index = gx_steps_draw_within(table, i * (UINT64_MAX / 1000000), &within);
        bench_expect((index << 32 | within) >= before, "draw %u", (uint32_t)i);
        before = index << 32 | within;
    }
    gx_steps_free(table);
}
END_TEST

START_TEST(impossible_weights_are_refused)
{
    static const double bad[][3] = {{1, -1, 1}, {1, NAN, 1},           {1, INFINITY, 1},
                                    {0, 0, 0},  {1e308, 1e308, 1e308}, {-0.5, 0, 0}};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
        gx_error error = {0};
        gx_alias *alias;
        gx_steps *steps;
        ck_assert_int_eq(gx_alias_create(&alias, bad[i], 3, &error), GX_ERR_ARGUMENT);
        ck_assert_ptr_null(alias);
        ck_assert_uint_gt(strlen(error.message), 0);
        ck_assert_int_eq(gx_steps_create(&steps, bad[i], 3, &error), GX_ERR_ARGUMENT);
        ck_assert_ptr_null(steps);
    }
    gx_alias *alias;
    gx_steps *steps;
    ck_assert_int_eq(gx_alias_create(&alias, bad[0], 0, NULL), GX_ERR_ARGUMENT);
    ck_assert_int_eq(gx_steps_create(&steps, bad[0], 0, NULL), GX_ERR_ARGUMENT);
    gx_alias_free(NULL);
    gx_steps_free(NULL);
}
END_TEST

START_TEST(exhausted_memory_is_reported)
{
    const double two[2] = {1, 2};
    gx_alias *alias = NULL;
    gx_steps *steps = NULL;
    for (long after = 0; after < 3; ++after) {
        gx_memory_fail_after(after);
        ck_assert_int_eq(gx_alias_create(&alias, two, 2, NULL), GX_ERR_MEMORY);
        ck_assert_ptr_null(alias);
    }
    gx_memory_fail_after(3);
    ck_assert_int_eq(gx_alias_create(&alias, two, 2, NULL), GX_OK);
    gx_memory_fail_after(0);
    ck_assert_int_eq(gx_steps_create(&steps, two, 2, NULL), GX_ERR_MEMORY);
    ck_assert_ptr_null(steps);
    gx_memory_fail_after(-1);
    gx_alias_free(alias);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        draws_follow_the_weights,      one_outcome_is_certain, alias_columns_are_exact,
        steps_begin_where_they_should, steps_are_monotone,     impossible_weights_are_refused,
        exhausted_memory_is_reported,
    };
    return BENCH_RUN("base/tables", tests);
}
