/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tells binders apart, where it is planted: binding depends on a hidden inclination and on friends, not
 * on groups. */
#include "stats/synth.h"

#include <check.h>
#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/credit/credit.h>
#include <math.h>
#include <string.h>

enum { USERS = 20000 };
static const synth_root root = {USERS, 1000, 0, 7200, 1};

static gx_results *analyze(synth *s)
{
    gx_error error;
    gx_results *results;
    gx_reader *reader = synth_end(s);
    ck_assert_int_eq(gx_results_create(&results, &error), GX_OK);
    ck_assert_msg(gx_credit_analyze(results, reader, &error) == GX_OK, "%s", error.message);
    synth_remove(s, reader);
    return results;
}

/* One in four has a card before. Of the others, binders have an inclination one sd higher (d = 1). Users that
 * bind in the second hour received twice as many shares in the first as those who never bind; after the
 * landmark binders receive three more, which must not help. */
static void put_all(synth *s, bool claims_too)
{
    gx_users u;
    gx_users_end e;
    gx_truth t;
    gx_bindings b;
    gx_claims c;
    synth_make(&u, GX_TABLE_USERS, USERS);
    synth_make(&e, GX_TABLE_USERS_END, USERS);
    synth_make(&t, GX_TABLE_TRUTH, USERS);
    synth_make(&b, GX_TABLE_BINDINGS, USERS);
    synth_make(&c, GX_TABLE_CLAIMS, (size_t)USERS * 8);
    b.rows = c.rows = 0;
    for (uint32_t i = 0; i < USERS; i++) {
        bool had = i % 4 == 0, binds = !had && uniform_at(1, i) < 0.3, late = i % 3 != 0;
        u.card_at_start[i] = had;
        e.card[i] = had || binds;
        t.binding[i] = (binds ? 1 : 0) + normal_at(2, i);
        t.activity[i] = 1;
        u.friends[i] = (uint32_t)(100 + (binds ? 10 : 0) + 20 * normal_at(3, i));
        u.groups[i] = (uint32_t)(5 * uniform_at(4, i));
        u.wealth[i] = 1000;
        if (binds) {
            b.tick[b.rows] = late ? 3700 + i % 3000 : 600 + i % 3000;
            b.parent[b.rows] = GX_NOBODY;
            b.user[b.rows++] = i;
        }
        uint32_t shares = (binds ? 2u : 1u) * (uniform_at(5, i) < 0.5 ? 1u : 2u);
        for (uint32_t k = 0; k < shares + (binds ? 3 : 0); k++) {
            c.tick[c.rows] = k < shares ? 100 + k : 7100;
            c.sender[c.rows] = (i + 1) % USERS;
            c.claimer[c.rows++] = i;
        }
    }
    synth_put(s, GX_TABLE_USERS, &u);
    synth_put(s, GX_TABLE_USERS_END, &e);
    synth_put(s, GX_TABLE_TRUTH, &t);
    synth_put(s, GX_TABLE_BINDINGS, &b);
    if (claims_too) {
        gx_packets p;
        synth_make(&p, GX_TABLE_PACKETS, 0);
        synth_put(s, GX_TABLE_PACKETS, &p);
        synth_put(s, GX_TABLE_CLAIMS, &c);
        gx_table_unload(&p, GX_TABLE_PACKETS);
    }
    gx_table_unload(&u, GX_TABLE_USERS);
    gx_table_unload(&e, GX_TABLE_USERS_END);
    gx_table_unload(&t, GX_TABLE_TRUTH);
    gx_table_unload(&b, GX_TABLE_BINDINGS);
    gx_table_unload(&c, GX_TABLE_CLAIMS);
}

static void covers(const gx_results *r, const char *name, double truth)
{
    const gx_figure *figure = gx_results_find_figure(r, name);
    ck_assert_ptr_nonnull(figure);
    double se = (figure->high - figure->low) / (2 * 1.959964);
    ck_assert_msg(se > 0 && se < 0.01 && fabs(figure->value - truth) < 4.5 * se + 5e-4,
                  "%s: %g +- %g, not %g", name, figure->value, se, truth);
}

START_TEST(planted_separation_is_found)
{
    synth s;
    synth_begin(&s, "credit", &root);
    put_all(&s, true);
    gx_results *r = analyze(&s);
    ck_assert_double_eq(figure_of(r, "credit.at_risk"), USERS * 3 / 4);
    ck_assert_double_eq_tol(figure_of(r, "credit.binding_rate"), 0.3, 4.5 * sqrt(0.21 / (USERS * 0.75)));
    covers(r, "credit.auc_hidden", gx_normal_cdf(1 / sqrt(2)));
    covers(r, "credit.auc_friends", gx_normal_cdf(0.5 / sqrt(2)));
    covers(r, "credit.auc_groups", 0.5);
    ck_assert_double_eq(figure_of(r, "credit.auc_wealth"), 0.5);
    ck_assert_double_eq(figure_of(r, "credit.auc_activity"), 0.5);
    /* 1 or 2 shares against 2 or 4, each evenly: wins 3/4, ties 1/4. */
    covers(r, "credit.auc_received", 0.75 + 0.25 / 2);
    const gx_grid *table = gx_results_find_grid(r, "credit.separation");
    ck_assert_uint_eq(table->rows, 6);
    const gx_grid *tenths = gx_results_find_grid(r, "credit.rate_by_hidden");
    ck_assert_uint_eq(tenths->rows, 10);
    for (size_t t = 1; t < 10; t++) {
        ck_assert_double_gt(tenths->cells[t * 5], tenths->cells[(t - 1) * 5]);
        ck_assert_double_gt(tenths->cells[t * 5 + 2], tenths->cells[(t - 1) * 5 + 2]);
    }
    gx_results_free(r);
}
END_TEST

START_TEST(without_events_no_landmark)
{
    synth s;
    synth_begin(&s, "credit-bare", &root);
    put_all(&s, false);
    gx_results *r = analyze(&s);
    ck_assert_ptr_null(gx_results_find_figure(r, "credit.auc_received"));
    ck_assert_ptr_nonnull(gx_results_find_figure(r, "credit.auc_hidden"));
    gx_results_free(r);
    synth_begin(&s, "credit-none", &root);
    r = analyze(&s);
    ck_assert_uint_eq(gx_results_figures(r) + gx_results_grids(r), 0);
    gx_results_free(r);
}
END_TEST

/* Five users: 0 and 1 have cards; 2 knows both and binds, 3 knows 1, 4 knows nobody. */
START_TEST(friends_with_a_card)
{
    static const uint64_t offset[] = {0, 1, 3, 5, 6, 6};
    static const uint32_t friend[] = {2, 2, 3, 0, 1, 1};
    synth_root five = {5, 1000, 0, 100, 1};
    synth s;
    gx_users u;
    gx_users_end e;
    gx_error error;
    for (int damaged = 0; damaged < 2; damaged++) {
        synth_begin(&s, "carded", &five);
        synth_make(&u, GX_TABLE_USERS, 5);
        synth_make(&e, GX_TABLE_USERS_END, 5);
        for (uint32_t i = 0; i < 5; i++) {
            u.card_at_start[i] = i < 2;
            e.card[i] = i < 3;
        }
        synth_put(&s, GX_TABLE_USERS, &u);
        synth_put(&s, GX_TABLE_USERS_END, &e);
        synth_array(&s, "/layers/friends", "indptr", GX_U64, offset, 6);
        synth_array(&s, "/layers/friends", "indices", GX_U32, friend, 6 - (size_t)damaged);
        gx_table_unload(&u, GX_TABLE_USERS);
        gx_table_unload(&e, GX_TABLE_USERS_END);
        if (!damaged) {
            gx_results *r = analyze(&s);
            ck_assert_double_eq(figure_of(r, "credit.auc_friends_with_card"), 1);
            gx_results_free(r);
            continue;
        }
        gx_results *r;
        gx_reader *reader = synth_end(&s);
        ck_assert_int_eq(gx_results_create(&r, &error), GX_OK);
        ck_assert_int_eq(gx_credit_analyze(r, reader, &error), GX_ERR_FORMAT);
        ck_assert_ptr_nonnull(strstr(error.message, "/layers/friends"));
        gx_results_free(r);
        synth_remove(&s, reader);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("credit");
    TCase *tests = tcase_create("credit");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, planted_separation_is_found);
    tcase_add_test(tests, without_events_no_landmark);
    tcase_add_test(tests, friends_with_a_card);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
