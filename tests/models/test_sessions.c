/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Habit builds with use and halves without; novelty fades; openings are thinned to the right rate; off costs
 * nothing. */
#include "fixture.h"
#include "rhythm.h"
#include "sessions.h"
#include <check.h>
#include <math.h>

static const char *const on =
    "time: {start: 2016-02-07T00:00, duration: 30d, tick: 60s}\n"
    "population: {users: 50, activity_sigma: 0}\n"
    "models:\n"
    "  rhythm: {hours: [0], weights: [1]}\n"
    "  sessions: {active: yes, opens_per_day: 10, habit_gain: 0.25, habit_half_life: 2d,\n"
    "             habit_boost: 3, novelty_half_life: 4d}\n";
enum { DAY = 1440 };

static void is_near(gx_fixed value, double expected)
{
    ck_assert_double_le(fabs(value / 65536.0 - expected), 0.002);
}

START_TEST(habit_and_novelty_follow_their_formulas)
{
    fixture f;
    fixture_make(&f, on);
    gx_world *world = &f.built.world;
    is_near(gx_sessions_habit(world, 7, 100), 0);
    is_near(gx_sessions_novelty(world, 7, 100), 1);
    gx_sessions_used(world, 7, 100);
    is_near(gx_sessions_habit(world, 7, 100), 0.25);
    gx_sessions_used(world, 7, 100);
    is_near(gx_sessions_habit(world, 7, 100), 0.25 + 0.75 * 0.25);
    is_near(gx_sessions_habit(world, 7, 100 + 2 * DAY), 0.4375 / 2);
    is_near(gx_sessions_habit(world, 7, 100 + 5 * DAY), 0.4375 * pow(2, -2.5));
    is_near(gx_sessions_novelty(world, 7, 100 + 4 * DAY), 0.5);
    is_near(gx_sessions_novelty(world, 7, 100 + 6 * DAY), pow(2, -1.5));
    is_near(gx_sessions_habit(world, 8, 100), 0);
    fixture_free(&f);
}
END_TEST

/* Candidate openings accepted: a Poisson process of 10 a day without habit, of up to 40 with a full one. */
static double openings_per_day(const gx_world *world, uint32_t user, uint32_t purpose)
{
    double days = 0, count = 0;
    for (uint32_t k = 0; k < 20000; k++) {
        gx_draw draw = gx_draw_at(world->key, purpose, user, k, 0);
        days += (double)gx_sessions_wait(world, user, draw.word[0]) / GX_DAY_MS;
        count += gx_sessions_open(world, user, 500, draw.word[1]);
    }
    return count / days;
}

START_TEST(thinning_gives_the_rate)
{
    fixture f;
    fixture_make(&f, on);
    gx_world *world = &f.built.world;
    double activity = gx_activity(world, 3);
    ck_assert_double_le(fabs(openings_per_day(world, 3, 0xf200) / activity - 10), 4.5 * 10 / sqrt(5000));
    for (int i = 0; i < 60; i++)
        gx_sessions_used(world, 3, 500);
    ck_assert_double_le(fabs(openings_per_day(world, 3, 0xf204) / activity - 40),
                        4.5 * 40 / sqrt(20000) + 0.2);
    fixture_free(&f);
}
END_TEST

START_TEST(without_sessions_there_are_no_columns)
{
    fixture f;
    fixture_make(&f, "population: {users: 50}\n");
    ck_assert(!gx_sessions_active(&f.built.world));
    ck_assert_ptr_null(f.built.world.user.habit);
    gx_sessions_used(&f.built.world, 3, 500);
    ck_assert_int_eq(gx_sessions_habit(&f.built.world, 3, 500), 0);
    ck_assert_int_eq(gx_sessions_novelty(&f.built.world, 3, 500), 0);
    fixture_free(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sessions");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, habit_and_novelty_follow_their_formulas);
    tcase_add_test(tests, thinning_gives_the_rate);
    tcase_add_test(tests, without_sessions_there_are_no_columns);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
