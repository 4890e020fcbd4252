/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decision model is the logit model, and raising an option moves people towards it only. */
#include "decide.h"
#include "fixture.h"
#include <check.h>
#include <math.h>

enum { PEOPLE = 100000, TEST_PURPOSE = 0xf000 };
static const char *const scenario = "population: {users: 10}\n";

START_TEST(choice_shares_are_logit)
{
    fixture f;
    fixture_make(&f, scenario);
    const double utility[4] = {0, 0.7, -1.3, 1.9};
    double sum = 0;
    gx_option options[4];
    for (uint32_t i = 0; i < 4; i++) {
        options[i] = (gx_option){i, gx_fixed_of(utility[i])};
        sum += exp(utility[i]);
    }
    uint32_t chosen[4] = {0};
    for (uint32_t who = 0; who < PEOPLE; who++)
        chosen[gx_decide(&f.built.world, TEST_PURPOSE, who, 1, 2, options, 4)]++;
    for (int i = 0; i < 4; i++) {
        double p = exp(utility[i]) / sum;
        ck_assert_double_le(fabs(chosen[i] - p * PEOPLE), 4.5 * sqrt(p * (1 - p) * PEOPLE));
    }
    fixture_free(&f);
}
END_TEST

START_TEST(raising_an_option_only_draws_towards_it)
{
    fixture f;
    fixture_make(&f, scenario);
    gx_option before[3] = {{0, 0}, {5, gx_fixed_of(0.5)}, {9, gx_fixed_of(0.2)}}, after[3];
    for (int i = 0; i < 3; i++)
        after[i] = before[i];
    after[1].utility += gx_fixed_of(0.4);
    uint32_t moved = 0;
    for (uint32_t who = 0; who < PEOPLE; who++) {
        uint32_t a = gx_decide(&f.built.world, TEST_PURPOSE, who, 7, 7, before, 3);
        uint32_t b = gx_decide(&f.built.world, TEST_PURPOSE, who, 7, 7, after, 3);
        if (a != b)
            ck_assert_uint_eq(b, 5);
        moved += a != b;
    }
    ck_assert_uint_gt(moved, PEOPLE / 100);
    fixture_free(&f);
}
END_TEST

START_TEST(an_option_keeps_its_noise_wherever_it_stands)
{
    fixture f;
    fixture_make(&f, scenario);
    gx_option forth[2] = {{3, 0}, {8, 100}}, back[2] = {{8, 100}, {3, 0}};
    for (uint32_t who = 0; who < 1000; who++)
        ck_assert_uint_eq(gx_decide(&f.built.world, TEST_PURPOSE, who, 0, 0, forth, 2),
                          gx_decide(&f.built.world, TEST_PURPOSE, who, 0, 0, back, 2));
    fixture_free(&f);
}
END_TEST

START_TEST(yes_or_no_is_logit_too)
{
    fixture f;
    fixture_make(&f, scenario);
    uint32_t yes = 0;
    for (uint32_t who = 0; who < PEOPLE; who++)
        yes += gx_decide_to(&f.built.world, TEST_PURPOSE, who, 3, 3, gx_fixed_of(-1));
    double p = 1 / (1 + exp(1));
    ck_assert_double_le(fabs(yes - p * PEOPLE), 4.5 * sqrt(p * (1 - p) * PEOPLE));
    fixture_free(&f);
}
END_TEST

START_TEST(felt_value_is_log2_of_one_plus_yuan)
{
    ck_assert_int_eq(gx_felt_value(0), 0);
    ck_assert_int_eq(gx_felt_value(-5), 0);
    gx_fixed last = 0;
    for (gx_fen fen = 1; fen < INT64_C(1) << 45; fen += fen / 7 + 1) {
        gx_fixed felt = gx_felt_value(fen);
        ck_assert_int_ge(felt, last);
        if (fen < INT64_C(1) << 40) /* linear between powers of two: at most 0.0861 below the logarithm */
            ck_assert_double_le(fabs(felt / 65536.0 - log2(1 + (double)fen / 100) + 0.043), 0.045);
        last = felt;
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("decide");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, choice_shares_are_logit);
    tcase_add_test(tests, raising_an_option_only_draws_towards_it);
    tcase_add_test(tests, an_option_keeps_its_noise_wherever_it_stands);
    tcase_add_test(tests, yes_or_no_is_logit_too);
    tcase_add_test(tests, felt_value_is_log2_of_one_plus_yuan);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK); /* the fixture opens parallel regions */
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
