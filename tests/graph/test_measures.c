/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures of graphs: known graphs by their formulas, random graphs by igraph as oracle. */
#include "world.h"

#include <igraph/igraph.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EDGES_MAX = 60000 };
static uint32_t edges[EDGES_MAX][2];

static gx_graph_measures measure(uint32_t nodes, uint32_t count, uint32_t sources, uint32_t threads)
{
    gx_rows rows = rows_of(nodes, (const uint32_t(*)[2])edges, count);
    gx_graph_measures found;
    gx_error error = {0};
    gx_measure_options options = {.distance_sources = sources,
                                  .communities = true,
                                  .communities_max_edges = EDGES_MAX,
                                  .seed = 7,
                                  .threads = threads};
    gx_status status = gx_graph_measure(&found, &rows, &options, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    free_rows(&rows);
    return found;
}

static uint32_t add(uint32_t count, uint32_t a, uint32_t b)
{
    edges[count][0] = a;
    edges[count][1] = b;
    return count + 1;
}

#define assert_same(a, b) ck_assert_double_eq_tol(a, b, 1e-12)

START_TEST(complete_graph)
{
    uint32_t count = 0, n = 20;
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a + 1; b < n; b++)
            count = add(count, a, b);
    gx_graph_measures found = measure(n, count, 10, 2);
    ck_assert_uint_eq(found.edges, 190);
    assert_same(found.degree_mean, 19);
    assert_same(found.degree_sd, 0);
    assert_same(found.degree_gini, 0);
    assert_same(found.clustering_average, 1);
    assert_same(found.clustering_global, 1);
    assert_same(found.distance_mean, 1);
    ck_assert_uint_eq(found.core_max, 19);
    ck_assert_uint_eq(found.components, 1);
    ck_assert(isnan(found.assortativity));
    ck_assert_uint_eq(found.communities, 1);
    assert_same(found.modularity, 0);
}
END_TEST

/* Ring lattice of degree K: C = 3 (K - 2) / (4 (K - 1)); a plain ring of n: mean distance (n + 1) / 4 for odd
 * n. */
START_TEST(rings)
{
    uint32_t count = 0, n = 101;
    for (uint32_t a = 0; a < n; a++)
        count = add(count, a, (a + 1) % n);
    gx_graph_measures found = measure(n, count, 3, 1);
    assert_same(found.clustering_average, 0);
    assert_same(found.clustering_global, 0);
    assert_same(found.distance_mean, 25.5);
    assert_same(found.distance_p90, 45);
    ck_assert_uint_eq(found.core_max, 2);
    for (uint32_t a = 0; a < n; a++)
        count = add(count, a, (a + 2) % n);
    for (uint32_t a = 0; a < n; a++)
        count = add(count, a, (a + 3) % n);
    found = measure(n, count, 0, 3);
    assert_same(found.clustering_average, 3.0 * (6 - 2) / (4.0 * (6 - 1)));
    assert_same(found.clustering_global, 0.6);
    ck_assert(isnan(found.distance_mean));
    ck_assert_uint_eq(found.core_max, 6);
}
END_TEST

START_TEST(stars_and_isolated_nodes)
{
    uint32_t count = 0;
    for (uint32_t leaf = 1; leaf <= 9; leaf++)
        count = add(count, 0, leaf);
    gx_graph_measures found = measure(12, count, 0, 1); /* two nodes without a tie */
    ck_assert_uint_eq(found.isolated, 2);
    ck_assert_uint_eq(found.components, 3);
    ck_assert_uint_eq(found.giant, 10);
    assert_same(found.assortativity, -1);
    assert_same(found.degree_second_ratio, (81 + 9) / 18.0);
    assert_same(found.clustering_average, 0);
    assert_same(found.clustering_defined, 0);
    ck_assert_uint_eq(found.degree_max, 9);
    ck_assert_uint_eq(found.degree_p10, 0);
    ck_assert_uint_eq(found.degree_p50, 1);
    ck_assert_uint_eq(found.degree_p90, 1);
    ck_assert_uint_eq(found.degree_p99, 9);
    /* Gini of 0 0 1 x9 9: 2 (3 + … + 11 + 9 * 12) / (12 * 18) - 13/12. */
    assert_same(found.degree_gini, 2.0 * (63 + 108) / 216 - 13.0 / 12);
    found = measure(5, 0, 10, 1);
    ck_assert_uint_eq(found.components, 5);
    ck_assert(isnan(found.clustering_global) && isnan(found.clustering_defined) && isnan(found.modularity));
    assert_same(found.clustering_average, 0);
}
END_TEST

/* Zachary's karate club: 34 members, 78 ties, figures as published and as networkx gives them. */
START_TEST(karate_club)
{
    igraph_t club;
    ck_assert_int_eq(igraph_famous(&club, "Zachary"), IGRAPH_SUCCESS);
    uint32_t count = 0;
    for (igraph_integer_t at = 0; at < igraph_ecount(&club); at++)
        count = add(count, (uint32_t)IGRAPH_FROM(&club, at), (uint32_t)IGRAPH_TO(&club, at));
    igraph_destroy(&club);
    gx_graph_measures found = measure(34, count, 2000, 2);
    ck_assert_uint_eq(found.edges, 78);
    ck_assert_double_eq_tol(found.clustering_average, 0.5706384782, 1e-9);
    ck_assert_double_eq_tol(found.clustering_global, 0.2556818182, 1e-9);
    ck_assert_double_eq_tol(found.assortativity, -0.4756130977, 1e-9);
    ck_assert_uint_eq(found.core_max, 4);
    ck_assert_uint_eq(found.communities, 4);
    ck_assert_double_eq_tol(found.modularity, 0.4197896121, 1e-9); /* the optimum, known */
    ck_assert_double_eq_tol(found.distance_mean, 2.408, 0.05);     /* 2000 sources of 34 */
}
END_TEST

/* Our own measures of a random graph equal igraph's. */
static void compare(const igraph_t *graph)
{
    uint32_t nodes = (uint32_t)igraph_vcount(graph), count = 0;
    for (igraph_integer_t at = 0; at < igraph_ecount(graph); at++)
        count = add(count, (uint32_t)IGRAPH_FROM(graph, at), (uint32_t)IGRAPH_TO(graph, at));
    gx_graph_measures found = measure(nodes, count, 0, 2);
    igraph_real_t value;
    igraph_transitivity_avglocal_undirected(graph, &value, IGRAPH_TRANSITIVITY_ZERO);
    assert_same(found.clustering_average, value);
    igraph_transitivity_avglocal_undirected(graph, &value, IGRAPH_TRANSITIVITY_NAN);
    ck_assert((isnan(found.clustering_defined) && isnan(value)) ||
              fabs(found.clustering_defined - value) < 1e-12);
    igraph_transitivity_undirected(graph, &value, IGRAPH_TRANSITIVITY_NAN);
    ck_assert((isnan(found.clustering_global) && isnan(value)) ||
              fabs(found.clustering_global - value) < 1e-12);
    igraph_assortativity_degree(graph, &value, IGRAPH_UNDIRECTED);
    ck_assert((isnan(found.assortativity) && isnan(value)) || fabs(found.assortativity - value) < 1e-9);
    igraph_vector_int_t cores, sizes;
    igraph_integer_t components;
    igraph_vector_int_init(&cores, 0);
    igraph_vector_int_init(&sizes, 0);
    igraph_coreness(graph, &cores, IGRAPH_ALL);
    ck_assert_uint_eq(found.core_max, (uint32_t)igraph_vector_int_max(&cores));
    igraph_connected_components(graph, NULL, &sizes, &components, IGRAPH_WEAK);
    ck_assert_uint_eq(found.components, (uint64_t)components);
    ck_assert_uint_eq(found.giant, (uint64_t)igraph_vector_int_max(&sizes));
    igraph_vector_int_destroy(&cores);
    igraph_vector_int_destroy(&sizes);
}

START_TEST(random_graphs_equal_igraph)
{
    for (igraph_integer_t at = 0; at < 24; at++) {
        igraph_t graph;
        igraph_rng_seed(igraph_rng_default(), (igraph_uint_t)(100 + at));
        igraph_integer_t n = 50 + 150 * at;
        switch (at % 4) {
        case 0:
            igraph_erdos_renyi_game_gnm(&graph, n, 3 * n, IGRAPH_UNDIRECTED, IGRAPH_NO_LOOPS);
            break;
        case 1:
            igraph_barabasi_game(&graph, n, 1.0, 4, NULL, true, 1.0, IGRAPH_UNDIRECTED,
                                 IGRAPH_BARABASI_PSUMTREE, NULL);
            break;
        case 2:
            igraph_watts_strogatz_game(&graph, 1, n, 4, 0.1, IGRAPH_NO_LOOPS, IGRAPH_NO_MULTIPLE);
            break;
        default:
            igraph_erdos_renyi_game_gnm(&graph, n, n / 2, IGRAPH_UNDIRECTED, IGRAPH_NO_LOOPS);
        }
        igraph_simplify(&graph, true, true, NULL);
        compare(&graph);
        igraph_destroy(&graph);
    }
}
END_TEST

START_TEST(distances_and_communities_equal_igraph)
{
    igraph_t graph;
    igraph_real_t mean, modularity;
    igraph_rng_seed(igraph_rng_default(), 5);
    igraph_erdos_renyi_game_gnm(&graph, 300, 2000, IGRAPH_UNDIRECTED, IGRAPH_NO_LOOPS);
    igraph_average_path_length(&graph, &mean, NULL, IGRAPH_UNDIRECTED, true);
    uint32_t count = 0;
    for (igraph_integer_t at = 0; at < igraph_ecount(&graph); at++)
        count = add(count, (uint32_t)IGRAPH_FROM(&graph, at), (uint32_t)IGRAPH_TO(&graph, at));
    gx_graph_measures found = measure(300, count, 3000, 3);
    ck_assert_uint_eq(found.giant, 300);
    ck_assert_double_eq_tol(found.distance_mean, mean, 0.02);
    igraph_vector_int_t membership;
    igraph_vector_int_init(&membership, 0);
    igraph_community_multilevel(&graph, NULL, 1, &membership, NULL, NULL);
    igraph_modularity(&graph, &membership, NULL, 1, IGRAPH_UNDIRECTED, &modularity);
    ck_assert_double_ge(found.modularity,
                        0.9 * modularity); /* another good optimiser finds no much better one */
    igraph_vector_int_destroy(&membership);
    igraph_destroy(&graph);
}
END_TEST

/* Eight cliques in a ring: each is a community, and Q = 1 - 8/m - 1/8 with m ties. */
START_TEST(cliques_are_communities)
{
    uint32_t count = 0;
    for (uint32_t clique = 0; clique < 8; clique++) {
        for (uint32_t a = 0; a < 6; a++)
            for (uint32_t b = a + 1; b < 6; b++)
                count = add(count, 6 * clique + a, 6 * clique + b);
        count = add(count, 6 * clique, (6 * clique + 7) % 48);
    }
    gx_graph_measures found = measure(48, count, 0, 1);
    ck_assert_uint_eq(found.communities, 8);
    assert_same(found.modularity, 1 - 8.0 / count - 1.0 / 8);
}
END_TEST

static bool same_value(double a, double b)
{
    return (isnan(a) && isnan(b)) || a == b;
}

START_TEST(threads_do_not_matter)
{
    world w = plan(8000, 5);
    build(&w, 1, 2);
    gx_graph_measures found[4];
    for (uint32_t at = 0; at < 4; at++) {
        static const uint32_t threads[] = {1, 2, 3, 7};
        gx_error error = {0};
        gx_measure_options options = {.distance_sources = 17, .seed = 3, .threads = threads[at]};
        ck_assert_int_eq(gx_graph_measure(&found[at], &w.network->friends, &options, &error), GX_OK);
        ck_assert(same_value(found[at].clustering_average, found[0].clustering_average));
        ck_assert(same_value(found[at].clustering_global, found[0].clustering_global));
        ck_assert(same_value(found[at].distance_mean, found[0].distance_mean));
        ck_assert(same_value(found[at].distance_p90, found[0].distance_p90));
        ck_assert_uint_eq(found[at].communities, 0);
        ck_assert(isnan(found[at].modularity));
    }
    raze(&w);
}
END_TEST

static void assert_refused(const gx_rows *rows)
{
    gx_graph_measures found;
    gx_error error = {0};
    gx_measure_options options = {0};
    ck_assert_int_eq(gx_graph_measure(&found, rows, &options, &error), GX_ERR_ARGUMENT);
    ck_assert_uint_gt(strlen(error.message), 10);
}

START_TEST(rows_that_are_none_are_refused)
{
    uint64_t offset[] = {0, 1, 2, 2};
    uint32_t column[] = {1, 0};
    gx_rows rows = {.rows = 3, .offset = offset, .column = column, .strength = NULL};
    gx_graph_measures found;
    gx_measure_options options = {0};
    ck_assert_int_eq(gx_graph_measure(&found, &rows, &options, NULL), GX_OK);
    column[1] = 3; /* nobody */
    assert_refused(&rows);
    column[1] = 1; /* oneself */
    assert_refused(&rows);
    column[1] = 2; /* one way */
    assert_refused(&rows);
    column[1] = 0;
    offset[1] = 2; /* 1, 0: out of order */
    assert_refused(&rows);
    column[0] = 0;
    offset[1] = 3; /* decreasing */
    assert_refused(&rows);
    gx_rows none = {.rows = 0, .offset = (uint64_t[]){0}, .column = NULL, .strength = NULL};
    ck_assert_int_eq(gx_graph_measure(&found, &none, &options, NULL), GX_OK);
    ck_assert_uint_eq(found.nodes, 0);
    ck_assert(isnan(found.degree_mean));
}
END_TEST

/* One step of the walk: r_i = 0.15 / n + 0.85 (sum_j r_j s_ij / s_j + what stands on isolated nodes / n). */
static void walk(double *next, const double *rank, const gx_rows *rows)
{
    double n = (double)rows->rows, alone = 0;
    for (uint32_t node = 0; node < rows->rows; node++)
        alone += gx_row_length(rows, node) == 0 ? rank[node] : 0;
    for (uint32_t node = 0; node < rows->rows; node++)
        next[node] = (0.15 + 0.85 * alone) / n;
    for (uint32_t node = 0; node < rows->rows; node++) {
        double whole = 0;
        for (uint64_t at = rows->offset[node]; at < rows->offset[node + 1]; at++)
            whole += rows->strength != NULL ? rows->strength[at] : 1;
        for (uint64_t at = rows->offset[node]; at < rows->offset[node + 1]; at++)
            next[rows->column[at]] +=
                0.85 * rank[node] * (rows->strength != NULL ? rows->strength[at] : 1) / whole;
    }
}

/* Against 300 steps of the walk, with strengths and without; nodes 0 and 1 are isolated. */
START_TEST(pagerank_follows_strength)
{
    enum { NODES = 60, STEPS = 300 };
    uint32_t count = 0;
    for (uint32_t a = 2; a < NODES; a++)
        for (uint32_t b = a + 1; b < NODES; b++)
            if (gx_mix_pair(a, b) % 9 == 0)
                count = add(count, a, b);
    gx_rows rows = rows_of(NODES, (const uint32_t(*)[2])edges, count);
    uint8_t *strength = calloc(2 * (size_t)count, 1);
    for (uint32_t node = 0; node < NODES; node++)
        for (uint64_t at = rows.offset[node]; at < rows.offset[node + 1]; at++) {
            uint32_t other = rows.column[at];
            uint64_t mixed = gx_mix_pair(node < other ? node : other, node < other ? other : node);
            strength[at] = (uint8_t)(1 + mixed / 9 % 255);
        }
    double first[2] = {0};
    for (int with = 0; with < 2; with++) {
        gx_top_ranks top;
        gx_error error = {0};
        double rank[2][NODES];
        rows.strength = with ? strength : NULL;
        ck_assert_msg(gx_pagerank_top(&top, &rows, &error) == GX_OK, "%s", error.message);
        for (uint32_t node = 0; node < NODES; node++)
            rank[0][node] = 1.0 / NODES;
        for (int step = 0; step < STEPS; step++)
            walk(rank[(step + 1) % 2], rank[step % 2], &rows);
        ck_assert_uint_eq(top.count, 10);
        uint32_t above = 0; /* the last of the ten, and no other is higher */
        for (uint32_t place = 0; place < 10; place++)
            ck_assert_double_eq_tol(top.rank[place], rank[0][top.node[place]], 1e-9);
        for (uint32_t node = 0; node < NODES; node++)
            above += rank[0][node] > top.rank[9] + 1e-9;
        ck_assert_uint_le(above, 9);
        first[with] = top.rank[0];
    }
    ck_assert_double_gt(first[1], first[0] + 1e-4); /* strengths do count */
    rows.offset[NODES]--;                           /* one direction of a tie is missing */
    gx_top_ranks top;
    gx_error error = {0};
    ck_assert_int_eq(gx_pagerank_top(&top, &rows, &error), GX_ERR_ARGUMENT);
    free(strength);
    free_rows(&rows);
}
END_TEST

START_TEST(igraph_says_its_version)
{
    ck_assert_int_eq(strncmp(gx_igraph_version(), "0.", 2), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("measures");
    TCase *tests = tcase_create("measures");
    tcase_set_timeout(tests, 110);
    tcase_add_test(tests, complete_graph);
    tcase_add_test(tests, rings);
    tcase_add_test(tests, stars_and_isolated_nodes);
    tcase_add_test(tests, karate_club);
    tcase_add_test(tests, random_graphs_equal_igraph);
    tcase_add_test(tests, distances_and_communities_equal_igraph);
    tcase_add_test(tests, cliques_are_communities);
    tcase_add_test(tests, threads_do_not_matter);
    tcase_add_test(tests, rows_that_are_none_are_refused);
    tcase_add_test(tests, pagerank_follows_strength);
    tcase_add_test(tests, igraph_says_its_version);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
