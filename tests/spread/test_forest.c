/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <math.h>
#include <stdlib.h>

#include "forest.h"

enum { MOST = 400 };

/* Mean distance of all pairs, by climbing from both: the definition, O(s^2 depth). */
static double mean_distance(const uint32_t *parent, const uint32_t *depth, uint32_t nodes)
{
    double sum = 0;
    for (uint32_t i = 0; i < nodes; i++)
        for (uint32_t j = 0; j < i; j++) {
            uint32_t a = i, b = j, steps = 0;
            while (a != b) {
                if (depth[a] >= depth[b])
                    a = parent[a];
                else
                    b = parent[b];
                steps++;
            }
            sum += steps;
        }
    return 2 * sum / ((double)nodes * (nodes - 1));
}

START_TEST(star_and_path)
{
    uint32_t parent[MOST];
    gx_forest forest;
    gx_error error;
    for (uint32_t s = 2; s < MOST; s += 13) {
        parent[0] = GX_ROOT;
        for (uint32_t i = 1; i < s; i++)
            parent[i] = 0;
        ck_assert_int_eq(gx_forest_create(&forest, parent, s, &error), GX_OK);
        ck_assert_uint_eq(forest.cascades, 1);
        ck_assert_double_eq(forest.cascade[0].virality, 2.0 * (s - 1) / s);
        ck_assert_uint_eq(forest.cascade[0].breadth, s - 1);
        ck_assert_uint_eq(forest.cascade[0].depth, 1);
        gx_forest_free(&forest);
        for (uint32_t i = 1; i < s; i++)
            parent[i] = i - 1;
        ck_assert_int_eq(gx_forest_create(&forest, parent, s, &error), GX_OK);
        ck_assert_double_eq_tol(forest.cascade[0].virality, (s + 1) / 3.0, 1e-12);
        ck_assert_uint_eq(forest.cascade[0].depth, s - 1);
        ck_assert_uint_eq(forest.cascade[0].size, s);
        gx_forest_free(&forest);
    }
}
END_TEST

START_TEST(random_trees_match_the_definition)
{
    uint32_t parent[MOST];
    gx_error error;
    for (uint32_t tree = 0; tree < 60; tree++) {
        uint32_t s = 2 + gx_below32(gx_draw_at(gx_key_make(1, 0), 0xf210, tree, 0, 0).word[0], 60);
        gx_forest forest;
        parent[0] = GX_ROOT;
        for (uint32_t i = 1; i < s; i++)
            parent[i] = gx_below32(gx_draw_at(gx_key_make(1, 0), 0xf211, tree, i, 0).word[0], i);
        ck_assert_int_eq(gx_forest_create(&forest, parent, s, &error), GX_OK);
        ck_assert_double_eq_tol(forest.cascade[0].virality, mean_distance(parent, forest.depth, s), 1e-12);
        gx_forest_free(&forest);
    }
}
END_TEST

START_TEST(several_trees_interleave)
{
    static const uint32_t parent[] = {GX_ROOT, GX_ROOT, 0, 1, 2, GX_ROOT, 2, 1};
    gx_forest forest;
    gx_error error;
    ck_assert_int_eq(gx_forest_create(&forest, parent, 8, &error), GX_OK);
    ck_assert_uint_eq(forest.cascades, 3);
    ck_assert_uint_eq(forest.cascade[0].size, 4);
    ck_assert_uint_eq(forest.cascade[0].depth, 2);
    ck_assert_uint_eq(forest.cascade[0].breadth, 2);
    ck_assert_uint_eq(forest.cascade[1].size, 3);
    ck_assert_uint_eq(forest.cascade[1].root, 1);
    ck_assert_uint_eq(forest.cascade[2].size, 1);
    ck_assert(isnan(forest.cascade[2].virality));
    ck_assert_uint_eq(forest.children[2], 2);
    gx_forest_free(&forest);
}
END_TEST

START_TEST(a_child_before_its_parent_is_refused)
{
    static const uint32_t parent[] = {1, GX_ROOT}, self[] = {0};
    gx_forest forest;
    gx_error error;
    ck_assert_int_eq(gx_forest_create(&forest, parent, 2, &error), GX_ERR_ARGUMENT);
    ck_assert_int_eq(gx_forest_create(&forest, self, 1, &error), GX_ERR_ARGUMENT);
    ck_assert_int_eq(gx_forest_create(&forest, parent, 0, &error), GX_OK);
    gx_forest_free(&forest);
    static const uint32_t good[] = {GX_ROOT, 0};
    for (long after = 0; after < 5; after++) {
        gx_memory_fail_after(after);
        ck_assert_int_eq(gx_forest_create(&forest, good, 2, &error), GX_ERR_MEMORY);
        gx_memory_fail_after(-1);
    }
}
END_TEST

/* Poisson branching, mean 0.6: total progeny is Borel, P(n) = e^(-mu n) (mu n)^(n-1) / n!, mean 1 / (1 - mu).
 */
START_TEST(total_progeny_is_borel)
{
    enum { TREES = 60000, ROOM = 400000, BINS = 12 };
    const double mu = 0.6;
    uint32_t *parent = malloc(ROOM * sizeof *parent), nodes = 0;
    gx_key key = gx_key_make(7, 0);
    gx_forest forest;
    gx_error error;
    while (nodes < TREES)
        parent[nodes++] = GX_ROOT;
    for (uint32_t i = 0; i < nodes; i++) {
        uint32_t children = gx_poisson(mu, gx_draw_at(key, 0xf212, i, 0, 0).word[0]);
        ck_assert_uint_lt(nodes + children, ROOM);
        while (children-- > 0)
            parent[nodes++] = i;
    }
    ck_assert_int_eq(gx_forest_create(&forest, parent, nodes, &error), GX_OK);
    ck_assert_uint_eq(forest.cascades, TREES);
    double seen[BINS + 1] = {0}, mean = (double)nodes / TREES, chi2 = 0, left = 1;
    for (uint32_t i = 0; i < TREES; i++)
        seen[forest.cascade[i].size < BINS ? forest.cascade[i].size : BINS]++;
    for (uint32_t n = 1; n <= BINS; n++) {
        double p = n < BINS ? exp(-mu * n + (n - 1) * log(mu * n) - lgamma(n + 1.0)) : left;
        left -= p;
        chi2 += (seen[n] - p * TREES) * (seen[n] - p * TREES) / (p * TREES);
    }
    ck_assert_double_lt(chi2, 47.0); /* 11 degrees of freedom: p below 3e-6 */
    ck_assert_double_eq_tol(mean, 1 / (1 - mu), 4.5 * sqrt(mu / pow(1 - mu, 3) / TREES));
    gx_forest_free(&forest);
    free(parent);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("spread/forest");
    TCase *tests = tcase_create("forest");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, star_and_path);
    tcase_add_test(tests, random_trees_match_the_definition);
    tcase_add_test(tests, several_trees_interleave);
    tcase_add_test(tests, a_child_before_its_parent_is_refused);
    tcase_add_test(tests, total_progeny_is_borel);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
