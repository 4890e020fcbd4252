/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recording of a handful of bindings whose forest is known by hand, and a large one whose growth is. */
#include "stats/synth.h"

#include <check.h>
#include <gx/spread/spread.h>
#include <math.h>

enum { USERS = 40, CASES = 9 };

/* Rows on purpose not in order of time. tick, user, parent, exposed. */
static const uint32_t rows[CASES][4] = {
    {100, 1, GX_NOBODY, 100}, /* 1 alone */
    {200, 2, 1, 150},         /* 2 by 1 */
    {300, 3, 1, 150},         /* 3 by 1 */
    {300, 5, 2, 250},         /* 5 by 2 */
    {250, 4, 30, 200},        /* 4 by 30, who had a card before: generation 0 */
    {400, 6, 3, 310},         /* 6 by 3 */
    {500, 8, 9, 450},         /* 8 by 9, who binds in the same tick: generation 0 */
    {500, 9, GX_NOBODY, 500}, /* 9 alone */
    {350, 7, 2, 300},         /* 7 by 2 */
};

static gx_results *analyze(synth *s)
{
    gx_error error;
    gx_results *results;
    gx_reader *reader = synth_end(s);
    ck_assert_int_eq(gx_results_create(&results, &error), GX_OK);
    ck_assert_msg(gx_spread_analyze(results, reader, &error) == GX_OK, "%s", error.message);
    synth_remove(s, reader);
    return results;
}

static void put_bindings(synth *s)
{
    gx_bindings b;
    synth_make(&b, GX_TABLE_BINDINGS, CASES);
    for (size_t i = 0; i < CASES; i++) {
        b.tick[i] = rows[i][0];
        b.user[i] = rows[i][1];
        b.parent[i] = rows[i][2];
        b.exposed[i] = rows[i][3];
    }
    synth_put(s, GX_TABLE_BINDINGS, &b);
    gx_table_unload(&b, GX_TABLE_BINDINGS);
}

START_TEST(a_known_forest)
{
    synth s;
    gx_users users;
    gx_users_end end;
    synth_root root = {USERS, 1000, 0, 3600, 1};
    synth_begin(&s, "cascade", &root);
    put_bindings(&s);
    synth_make(&users, GX_TABLE_USERS, USERS);
    synth_make(&end, GX_TABLE_USERS_END, USERS);
    for (size_t i = 0; i < USERS; i++) {
        users.card_at_start[i] = i >= 30;
        end.card[i] = i >= 30 || (i >= 1 && i <= CASES);
        end.received[i] = i < 20;
    }
    synth_put(&s, GX_TABLE_USERS, &users);
    synth_put(&s, GX_TABLE_USERS_END, &end);
    gx_table_unload(&users, GX_TABLE_USERS);
    gx_table_unload(&end, GX_TABLE_USERS_END);
    gx_results *r = analyze(&s);
    ck_assert_double_eq(figure_of(r, "spread.bindings"), 9);
    ck_assert_double_eq(figure_of(r, "spread.bindings_alone"), 2);
    ck_assert_double_eq(figure_of(r, "spread.bindings_seeded"), 2);
    ck_assert_double_eq(figure_of(r, "spread.bindings_passed_on"), 5);
    ck_assert_double_eq(figure_of(r, "spread.reproduction"), 5.0 / 9);
    ck_assert_double_eq(figure_of(r, "spread.final_size"), 9.0 / 30);
    ck_assert_double_eq(figure_of(r, "spread.reach"), 0.5);
    ck_assert_double_eq(figure_of(r, "spread.card_share_start"), 0.25);
    /* Trees: {1; 2, 3; 5, 7, 6}, {4}, {8}, {9}. */
    ck_assert_double_eq(figure_of(r, "spread.cascade.count"), 4);
    ck_assert_double_eq(figure_of(r, "spread.cascade.singletons"), 0.75);
    ck_assert_double_eq(figure_of(r, "spread.cascade.size_max"), 6);
    ck_assert_double_eq(figure_of(r, "spread.cascade.depth_max"), 2);
    /* Subtrees 3, 2, 1, 1, 1 of 6: W = 9 + 8 + 5 + 5 + 5 = 32. */
    ck_assert_double_eq_tol(figure_of(r, "spread.cascade.virality"), 2 * 32 / 30.0, 1e-12);
    ck_assert_double_eq_tol(figure_of(r, "spread.cascade.broadcast"), 2 / 5.0, 1e-12);
    const gx_grid *generations = gx_results_find_grid(r, "spread.generations");
    ck_assert_uint_eq(generations->rows, 3);
    ck_assert_double_eq(generations->cells[1], 4);
    ck_assert_double_eq(generations->cells[4], 2);
    ck_assert_double_eq(generations->cells[7], 3);
    ck_assert_double_eq(generations->cells[5], 1.5);
    /* Binding to binding: 100, 200, 100, 100, 150 s; share to binding: 50, 150, 50, 50, 90, 50, 50 s. */
    const gx_grid *intervals = gx_results_find_grid(r, "spread.generation_interval");
    ck_assert_double_eq(intervals->cells[2], 130);
    ck_assert_double_eq(intervals->cells[12], 70);
    const gx_curve *total = gx_results_find_curve(r, "spread.cases_cumulative");
    ck_assert_uint_eq(total->count, 61);
    ck_assert_double_eq(total->y[60], 9);
    ck_assert_double_eq(total->y[1], 1);
    gx_results_free(r);
}
END_TEST

/* Bindings that double each ten minutes, as many as the curve says: the rate is the curve's. */
START_TEST(growth_is_found)
{
    enum { MINUTES = 120, MANY = 60000 };
    const double rate = log(2) / 10;
    gx_bindings b;
    synth s;
    synth_make(&b, GX_TABLE_BINDINGS, MANY);
    b.rows = 0;
    for (uint32_t minute = 0; minute < MINUTES; minute++) {
        uint32_t count = (uint32_t)(exp(rate * minute) + uniform_at(1, minute));
        for (uint32_t i = 0; i < count && b.rows < MANY; i++) {
            b.tick[b.rows] = minute * 60 + i % 60;
            b.user[b.rows] = (uint32_t)b.rows;
            b.parent[b.rows++] = GX_NOBODY;
        }
    }
    synth_root root = {MANY, 1000, 0, MINUTES * 60, 1};
    synth_begin(&s, "growth", &root);
    synth_put(&s, GX_TABLE_BINDINGS, &b);
    gx_table_unload(&b, GX_TABLE_BINDINGS);
    gx_results *r = analyze(&s);
    ck_assert_double_eq_tol(figure_of(r, "spread.growth_rate"), 60 * rate, 0.03 * 60 * rate);
    ck_assert_double_eq_tol(figure_of(r, "spread.doubling_time"), 10, 0.3);
    ck_assert_double_eq(figure_of(r, "spread.reproduction"), 0);
    gx_results_free(r);
}
END_TEST

START_TEST(nothing_recorded_is_nothing_told)
{
    synth s;
    synth_root root = {USERS, 1000, 0, 3600, 1};
    synth_begin(&s, "bare", &root);
    gx_results *r = analyze(&s);
    ck_assert_uint_eq(gx_results_figures(r) + gx_results_curves(r) + gx_results_grids(r), 0);
    gx_results_free(r);

    gx_bindings b;
    synth_make(&b, GX_TABLE_BINDINGS, 0);
    synth_begin(&s, "none-bound", &root);
    synth_put(&s, GX_TABLE_BINDINGS, &b);
    gx_table_unload(&b, GX_TABLE_BINDINGS);
    r = analyze(&s);
    ck_assert_double_eq(figure_of(r, "spread.bindings"), 0);
    ck_assert_ptr_null(gx_results_find_figure(r, "spread.reproduction"));
    gx_results_free(r);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("spread/cascade");
    TCase *tests = tcase_create("cascade");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_known_forest);
    tcase_add_test(tests, growth_is_found);
    tcase_add_test(tests, nothing_recorded_is_nothing_told);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
