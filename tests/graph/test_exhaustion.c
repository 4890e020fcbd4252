/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory runs out at every allocation in turn: an error comes back, nothing is leaked (the address sanitizer
 * watches), and afterwards all is as before. */
#include "world.h"

#include <gx/base/memory.h>
#include <string.h>

enum { MOST = 500 };

START_TEST(population_without_memory)
{
    world w = plan(300, 3);
    long after = 0;
    for (; after < MOST; after++) {
        gx_error error = {0};
        gx_memory_fail_after(after);
        gx_status status = gx_population_create(&w.population, &w.people, gx_key_make(1, 0), 2, &error);
        gx_memory_fail_after(-1);
        if (status == GX_OK)
            break;
        ck_assert_int_eq(status, GX_ERR_MEMORY);
        ck_assert_ptr_null(w.population);
        ck_assert_uint_gt(strlen(error.message), 0);
    }
    ck_assert_int_gt(after, 8);
    ck_assert_int_lt(after, MOST);
    raze(&w);
}
END_TEST

START_TEST(network_without_memory)
{
    world w = plan(300, 3), whole = plan(300, 3);
    build(&whole, 1, 1);
    gx_error error = {0};
    ck_assert_int_eq(gx_population_create(&w.population, &w.people, gx_key_make(1, 0), 1, &error), GX_OK);
    long after = 0;
    for (; after < MOST; after++) {
        gx_memory_fail_after(after);
        gx_status status = gx_network_create(&w.network, w.population, &w.ties, gx_key_make(1, 0), 2, &error);
        gx_memory_fail_after(-1);
        if (status == GX_OK)
            break;
        ck_assert_int_eq(status, GX_ERR_MEMORY);
        ck_assert_ptr_null(w.network);
    }
    ck_assert_int_gt(after, 25);
    ck_assert_int_lt(after, MOST);
    ck_assert_uint_eq(gx_network_digest(w.network), gx_network_digest(whole.network));
    raze(&w);
    raze(&whole);
}
END_TEST

START_TEST(measures_without_memory)
{
    world w = plan(300, 3);
    build(&w, 1, 1);
    gx_measure_options options = {.distance_sources = 3,
                                  .communities = true,
                                  .communities_max_edges = 1000000,
                                  .seed = 1,
                                  .threads = 2};
    gx_graph_measures found;
    long after = 0;
    for (; after < MOST; after++) {
        gx_error error = {0};
        gx_memory_fail_after(after);
        gx_status status = gx_graph_measure(&found, &w.network->friends, &options, &error);
        gx_memory_fail_after(-1);
        if (status == GX_OK)
            break;
        ck_assert_int_eq(status, GX_ERR_MEMORY);
    }
    ck_assert_int_gt(after, 15);
    ck_assert_int_lt(after, MOST);
    raze(&w);
}
END_TEST

START_TEST(flow_without_memory)
{
    enum { COUNT = 400 };
    uint32_t from[COUNT], to[COUNT];
    double weight[COUNT];
    for (uint32_t at = 0; at < COUNT; at++) {
        from[at] = at % 90;
        to[at] = (at * at + 7) % 90;
        weight[at] = at + 1;
    }
    gx_arcs arcs = {.nodes = 90, .count = COUNT, .from = from, .to = to, .weight = weight};
    gx_measure_options options = {
        .communities = true, .communities_max_edges = 1000, .seed = 1, .threads = 2};
    gx_flow_measures found;
    long after = 0;
    for (; after < MOST; after++) {
        gx_error error = {0};
        gx_memory_fail_after(after);
        gx_status status = gx_flow_measure(&found, &arcs, &options, &error);
        gx_memory_fail_after(-1);
        if (status == GX_OK)
            break;
        ck_assert_int_eq(status, GX_ERR_MEMORY);
    }
    ck_assert_int_gt(after, 20);
    ck_assert_int_lt(after, MOST);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("exhaustion");
    TCase *tests = tcase_create("exhaustion");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, population_without_memory);
    tcase_add_test(tests, network_without_memory);
    tcase_add_test(tests, measures_without_memory);
    tcase_add_test(tests, flow_without_memory);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
