/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How payments flow: figures known by hand, and igraph as oracle. */
#include <check.h>
#include <gx/base/draw.h>
#include <gx/graph/measures.h>
#include <igraph/igraph.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ARCS_MAX = 20000 };
static uint32_t from[ARCS_MAX], to[ARCS_MAX], payments[ARCS_MAX];
static double weight[ARCS_MAX];

static gx_flow_measures measure(uint32_t nodes, uint64_t count, bool known)
{
    gx_arcs arcs = {nodes, count, from, to, weight, known ? payments : NULL};
    gx_measure_options options = {
        .communities = true, .communities_max_edges = ARCS_MAX, .seed = 1, .threads = 2};
    gx_flow_measures found;
    gx_error error = {0};
    gx_status status = gx_flow_measure(&found, &arcs, &options, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    return found;
}

static void arc(uint64_t at, uint32_t a, uint32_t b, double w, uint32_t times)
{
    from[at] = a;
    to[at] = b;
    weight[at] = w;
    payments[at] = times;
}

/* 10 pays 20 5 + 3, 20 pays 10 2, 20 pays 30 4; 40 pays 41 1; 50 pays itself. Repeats add up, 50 is nobody.
 */
START_TEST(a_small_flow_by_hand)
{
    arc(0, 20, 30, 4, 1);
    arc(1, 10, 20, 5, 2);
    arc(2, 50, 50, 9, 1);
    arc(3, 20, 10, 2, 1);
    arc(4, 10, 20, 3, 3);
    arc(5, 40, 41, 1, 1);
    gx_flow_measures found = measure(60, 6, true);
    ck_assert_uint_eq(found.nodes, 5);
    ck_assert_uint_eq(found.arcs, 4);
    ck_assert_double_eq(found.weight, 15);
    ck_assert_double_eq_tol(found.reciprocity, (2 + 2) / 15.0, 1e-15);
    ck_assert_double_eq(found.multiplicity, 8 / 4.0);
    ck_assert_uint_eq(found.components, 2);
    ck_assert_uint_eq(found.giant, 3);
    ck_assert_double_eq(found.clustering_global, 0);
    ck_assert_double_eq_tol(found.in_degree_mean, 4 / 5.0, 1e-15);
    ck_assert(isnan(found.in_degree_exponent)); /* too few */
    ck_assert_uint_eq(found.communities, 2);
    /* Weights 10, 4 and 1: Q = 1 - (28/30)^2 - (2/30)^2. */
    ck_assert_double_eq_tol(found.modularity, 1 - (28 * 28 + 2 * 2) / 900.0, 1e-12);
    ck_assert_uint_eq(found.top.count, 5);
    ck_assert(isnan(measure(60, 6, false).multiplicity));
}
END_TEST

START_TEST(nothing_flows)
{
    gx_flow_measures found = measure(10, 0, false);
    ck_assert_uint_eq(found.nodes, 0);
    ck_assert_uint_eq(found.top.count, 0);
    ck_assert(isnan(found.reciprocity) && isnan(found.assortativity) && isnan(found.modularity));
    arc(0, 3, 3, 5, 1); /* only to oneself */
    found = measure(10, 1, false);
    ck_assert_uint_eq(found.arcs, 0);
    arc(0, 3, 4, 0, 1); /* an arc without weight */
    found = measure(10, 1, false);
    ck_assert_uint_eq(found.arcs, 1);
    ck_assert(isnan(found.reciprocity) && isnan(found.modularity));
}
END_TEST

/* All pay one: PageRank of the hub and of its payers by the formula, dangling mass spread evenly. n payers,
 * hub rank h, payer rank p: p = 0.15 / (n+1) + 0.85 h / (n+1), h = p + 0.85 n p. */
START_TEST(pagerank_of_a_star)
{
    uint32_t n = 99;
    for (uint32_t payer = 0; payer < n; payer++)
        arc(payer, payer + 1, 0, 1 + payer, 1);
    gx_flow_measures found = measure(100, n, false);
    double ratio = 1 + 0.85 * n; /* h / p */
    double payer = 1 / (ratio + n);
    ck_assert_uint_eq(found.top.count, 10);
    ck_assert_uint_eq(found.top.node[0], 0);
    ck_assert_double_eq_tol(found.top.rank[0], ratio * payer, 1e-9);
    ck_assert_double_eq_tol(found.top.rank[1], payer, 1e-9);
    ck_assert_double_eq_tol(found.assortativity, -1, 1e-12);
}
END_TEST

/* Random arcs by keyed draws: receivers skewed, so that ranks and degrees differ. */
static uint64_t random_arcs(uint32_t nodes, uint64_t count, uint32_t seed)
{
    for (uint64_t at = 0; at < count; at++) {
        gx_draw draw = gx_draw_at(gx_key_make(seed, 0), 0xf001, (uint32_t)at, 0, 0);
        double u = (draw.word[1] + 0.5) / 4294967296.0;
        arc(at, gx_below32(draw.word[0], nodes), (uint32_t)(nodes * u * u * u),
            1 + gx_below32(draw.word[2], 1000), 1 + gx_below32(draw.word[3], 3));
    }
    return count;
}

START_TEST(random_flows_equal_igraph)
{
    for (uint32_t seed = 0; seed < 20; seed++) {
        uint32_t nodes = 40 + 60 * seed;
        uint64_t count = random_arcs(nodes, 5 * (uint64_t)nodes, seed);
        gx_flow_measures found = measure(nodes, count, true);
        igraph_t graph;
        igraph_vector_int_t pairs;
        igraph_vector_t weights, rank;
        igraph_vector_int_init(&pairs, 0);
        igraph_vector_init(&weights, 0);
        igraph_vector_init(&rank, 0);
        /* igraph counts the nodes without an arc as well: leave them out by hand */
        uint32_t *local = calloc(nodes, sizeof *local), names[2000], used = 0;
        for (uint64_t at = 0; at < count; at++)
            if (from[at] != to[at])
                local[from[at]] = local[to[at]] = 1;
        for (uint32_t node = 0; node < nodes; node++)
            if (local[node] != 0) {
                names[used] = node;
                local[node] = used++;
            }
        for (uint64_t at = 0; at < count; at++)
            if (from[at] != to[at]) {
                igraph_vector_int_push_back(&pairs, local[from[at]]);
                igraph_vector_int_push_back(&pairs, local[to[at]]);
                igraph_vector_push_back(&weights, weight[at]);
            }
        igraph_create(&graph, &pairs, used, IGRAPH_DIRECTED);
        ck_assert_uint_eq(found.nodes, used);
        ck_assert_double_eq_tol(found.weight, igraph_vector_sum(&weights), 1e-9);
        igraph_arpack_options_t options;
        igraph_arpack_options_init(&options); /* another algorithm than ours */
        igraph_pagerank(&graph, IGRAPH_PAGERANK_ALGO_ARPACK, &rank, NULL, igraph_vss_all(), true, 0.85,
                        &weights, &options);
        for (uint32_t place = 0; place < found.top.count; place++) {
            uint32_t node = found.top.node[place];
            ck_assert_uint_eq(names[local[node]], node);
            ck_assert_double_eq_tol(found.top.rank[place], VECTOR(rank)[local[node]], 1e-8);
        }
        igraph_vector_sort(&rank);
        ck_assert_double_eq_tol(found.top.rank[9], VECTOR(rank)[used - 10], 1e-8);
        igraph_real_t value;
        igraph_simplify(&graph, true, true, NULL);
        ck_assert_uint_eq(found.arcs, (uint64_t)igraph_ecount(&graph));
        igraph_to_undirected(&graph, IGRAPH_TO_UNDIRECTED_COLLAPSE, NULL);
        igraph_transitivity_undirected(&graph, &value, IGRAPH_TRANSITIVITY_NAN);
        ck_assert_double_eq_tol(found.clustering_global, value, 1e-12);
        igraph_assortativity_degree(&graph, &value, IGRAPH_UNDIRECTED);
        ck_assert_double_eq_tol(found.assortativity, value, 1e-9);
        free(local);
        igraph_destroy(&graph);
        igraph_vector_int_destroy(&pairs);
        igraph_vector_destroy(&weights);
        igraph_vector_destroy(&rank);
    }
}
END_TEST

/* In-degrees drawn from a discrete power law of exponent 2.5: k = floor((u)^(-1/1.5)), a tail igraph finds
 * again. */
START_TEST(power_laws_are_found)
{
    uint64_t count = 0;
    for (uint32_t node = 0; node < 4000 && count < ARCS_MAX - 400; node++) {
        double u = (gx_draw_at(gx_key_make(3, 0), 0xf002, node, 0, 0).word[0] + 0.5) / 4294967296.0;
        uint32_t degree = (uint32_t)pow(u, -1 / 1.5);
        for (uint32_t payer = 0; payer < (degree < 300 ? degree : 300); payer++, count++)
            arc(count, 5000 + (node * 7 + payer) % 4000, node, 1, 1);
    }
    gx_flow_measures found = measure(9000, count, false);
    ck_assert_double_eq_tol(found.in_degree_exponent, 2.5, 0.2);
    ck_assert(!isnan(found.out_degree_exponent));
}
END_TEST

static void assert_refused(void)
{
    gx_arcs arcs = {10, 2, from, to, weight, NULL};
    gx_measure_options options = {0};
    gx_flow_measures found;
    gx_error error = {0};
    ck_assert_int_eq(gx_flow_measure(&found, &arcs, &options, &error), GX_ERR_ARGUMENT);
    ck_assert_uint_gt(strlen(error.message), 10);
}

START_TEST(nonsense_is_refused)
{
    arc(0, 1, 2, 1, 1);
    arc(1, 1, 10, 1, 1);
    assert_refused();
    arc(1, 1, 3, -1, 1);
    assert_refused();
    arc(1, 1, 3, (double)NAN, 1);
    assert_refused();
    arc(1, 1, 3, (double)INFINITY, 1);
    assert_refused();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("flow");
    TCase *tests = tcase_create("flow");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, a_small_flow_by_hand);
    tcase_add_test(tests, nothing_flows);
    tcase_add_test(tests, pagerank_of_a_star);
    tcase_add_test(tests, random_flows_equal_igraph);
    tcase_add_test(tests, power_laws_are_found);
    tcase_add_test(tests, nonsense_is_refused);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
