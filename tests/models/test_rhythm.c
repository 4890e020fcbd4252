/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Occasions follow the rhythm, are Poisson a day, and are shared by variants of different rates. */
#include "fixture.h"
#include "rhythm.h"
#include <check.h>
#include <gx/base/sample.h>
#include <math.h>
#include <stdio.h>

static const char *const scenario = "time: {start: 2016-02-07T12:00, duration: 48h, tick: 1s}\n"
                                    "population: {users: 4000}\n"
                                    "models: {rhythm: {hours: [0, 6, 12, 18], weights: [4, 1, 2, 1]}}\n";
static double rate; /* occasions a day */

static double mean_of(const gx_world *world, const gx_habits *who)
{
    (void)world, (void)who;
    return rate;
}

static const gx_daily daily = {0xf100, 0xf104, 0, mean_of};

typedef struct walk {
    uint32_t count;
    int64_t at[256];    /* ms */
    uint32_t name[256]; /* day << 16 | k */
} walk;

/* All occasions of a user in two days. */
static void walk_user(const gx_world *world, uint32_t user, double mean, walk *out)
{
    rate = mean;
    out->count = 0;
    for (uint32_t day = 0; day < 2; day++) {
        uint32_t count = gx_daily_count(world, &daily, user, day);
        for (uint32_t k = 0; k < count; k++) {
            ck_assert_uint_lt(out->count, 256);
            int64_t four[4];
            gx_daily_times(world, &daily, user, day, k / 4, four);
            int64_t at = four[k % 4];
            ck_assert_int_ge(at, day * (int64_t)GX_DAY_MS);
            ck_assert_int_lt(at, (day + 1) * (int64_t)GX_DAY_MS);
            out->at[out->count] = at;
            out->name[out->count++] = day << 16 | k;
        }
    }
}

START_TEST(counts_are_poisson)
{
    fixture f;
    fixture_make(&f, scenario);
    const uint32_t users = 4000;
    const double mean = 5;
    double sum = 0, squares = 0;
    for (uint32_t u = 0; u < users; u++) {
        walk w;
        walk_user(&f.built.world, u, mean, &w);
        sum += w.count;
        squares += (double)w.count * w.count;
    }
    double expected = 2 * mean; /* two days */
    ck_assert_double_le(fabs(sum / users - expected), 4.5 * sqrt(expected / users));
    double variance = squares / users - sum / users * (sum / users);
    ck_assert_double_le(fabs(variance - expected),
                        4.5 * expected * sqrt(2.0 / users + 1 / (expected * users)));
    fixture_free(&f);
}
END_TEST

static double mean_by_habits(const gx_world *world, const gx_habits *who)
{
    (void)world;
    return who->activity / 256.0 * (who->sex == GX_MALE ? 30 : 3);
}

/* A stretch of users by their habits, counted side by side, is each of them counted alone. */
START_TEST(many_are_counted_as_each_is)
{
    fixture f;
    fixture_make(&f, scenario);
    const gx_world *world = &f.built.world;
    const gx_daily by_habits = {0xf100, 0xf104, 0, mean_by_habits};
    for (uint32_t first = 0, users = 1; first + users <= 4000;
         first += users, users = users % GX_STRETCH + 1) {
        gx_sketch all[GX_STRETCH];
        gx_habits habits[GX_STRETCH];
        uint32_t count[GX_STRETCH];
        gx_sketch_all(world, first, users, all);
        gx_habits_all(world, first, users, habits);
        gx_daily_counts(world, &by_habits, habits, users, 1, count);
        for (uint32_t i = 0; i < users; i++) {
            ck_assert(habits[i].user == all[i].user && habits[i].sex == all[i].sex);
            ck_assert_uint_eq(habits[i].activity, all[i].activity);
            ck_assert_uint_eq(all[i].wealth, gx_wealth_of(world->population, first + i));
            ck_assert_uint_eq(count[i], gx_daily_count(world, &by_habits, first + i, 1));
            gx_draw draw = gx_draw_at(world->key, 0xf100, first + i, gx_day_name(world, 1), 0);
            ck_assert_uint_eq(count[i], gx_poisson(mean_by_habits(world, &habits[i]), draw.word[0]));
        }
    }
    fixture_free(&f);
}
END_TEST

START_TEST(a_higher_rate_only_adds_occasions)
{
    fixture f;
    fixture_make(&f, scenario);
    for (uint32_t u = 0; u < 500; u++) {
        walk low, high;
        walk_user(&f.built.world, u, 3, &low);
        walk_user(&f.built.world, u, 4, &high);
        uint32_t found = 0;
        for (uint32_t i = 0; i < low.count; i++)
            for (uint32_t j = 0; j < high.count; j++)
                found += low.name[i] == high.name[j] && low.at[i] == high.at[j];
        ck_assert_uint_eq(found, low.count);
        ck_assert_uint_ge(high.count, low.count);
    }
    fixture_free(&f);
}
END_TEST

START_TEST(times_follow_the_rhythm)
{
    fixture f;
    fixture_make(&f, scenario);
    double quarter[4] = {0}, n = 0; /* by six hours of the day */
    for (uint32_t u = 0; u < 4000; u++) {
        walk w;
        walk_user(&f.built.world, u, 5, &w);
        for (uint32_t i = 0; i < w.count; i++, n++)
            quarter[(w.at[i] / 3600000 + 12) % 24 / 6]++;
    }
    /* Integrals of the piecewise linear rhythm 4-1-2-1-4 over each six hours: 2.5, 1.5, 1.5, 2.5 of 8. */
    const double share[4] = {2.5 / 8, 1.5 / 8, 1.5 / 8, 2.5 / 8};
    for (int q = 0; q < 4; q++)
        ck_assert_double_le(fabs(quarter[q] - share[q] * n), 4.5 * sqrt(share[q] * (1 - share[q]) * n));
    ck_assert_double_le(fabs(gx_rhythm_peak(&f.built.world) - 2.0), 0.01);
    ck_assert_uint_gt(gx_rhythm_level(&f.built.world, 12 * 3600), 65000); /* midnight */
    ck_assert_uint_le(gx_rhythm_level(&f.built.world, 18 * 3600), 65536 / 4 + 200);
    fixture_free(&f);
}
END_TEST

/* However coarse the ticks are, every occasion happens: within a tick one after another. */
static int64_t packets_sent(const char *tick)
{
    fixture f;
    char yaml[512];
    snprintf(yaml, sizeof yaml,
             "time: {start: 2016-02-07T00:00, duration: 24h, tick: %s}\n"
             "population: {users: 200}\n"
             "models: {sending: {per_day: 100, lucky: -20, equal: -20, personal: 20}, binding: "
             "{cards_at_start: 1}}\n",
             tick);
    fixture_make(&f, yaml);
    gx_sim_hooks none = {0};
    gx_error error;
    ck_assert_int_eq(gx_sim_run(f.built.world.sim, f.built.world.clock.ticks, &none, &error), GX_OK);
    int64_t sent = gx_world_total(&f.built.world, GX_COUNT_packets_sent);
    fixture_free(&f);
    return sent;
}

START_TEST(occasions_do_not_depend_on_the_tick)
{
    int64_t fine = packets_sent("1s");
    ck_assert_int_gt(fine, 15000);
    ck_assert_int_eq(packets_sent("60s"), fine);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rhythm");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, counts_are_poisson);
    tcase_add_test(tests, many_are_counted_as_each_is);
    tcase_add_test(tests, a_higher_rate_only_adds_occasions);
    tcase_add_test(tests, times_follow_the_rhythm);
    tcase_add_test(tests, occasions_do_not_depend_on_the_tick);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
