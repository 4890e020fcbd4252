/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our measures equal igraph's on fifty random graphs of every family, and on the famous graphs of the
 * literature. Integers exactly, reals to 1e-12. igraph is called here directly, and in one thread. */
#include "world.h"

#include "purposes.h"
#include <gx/base/draw.h>
#include <gx/graph/family.h>
#include <igraph/igraph.h>
#include <math.h>
#include <stdlib.h>

enum { GRAPHS = 50, KINDS = 3, SOURCES = 20, SEED = 11 };

static void assert_same(double ours, double theirs, const char *what, const char *name)
{
    double scale = fabs(theirs) > 1 ? fabs(theirs) : 1;
    bool same = (isnan(ours) && isnan(theirs)) || fabs(ours - theirs) <= 1e-12 * scale;
    ck_assert_msg(same, "%s of %s: %.17g, but igraph says %.17g", what, name, ours, theirs);
}

static igraph_t to_igraph(const gx_rows *rows)
{
    igraph_t graph;
    igraph_vector_int_t ends;
    igraph_vector_int_init(&ends, 0);
    for (uint32_t node = 0; node < rows->rows; node++)
        for (uint64_t at = rows->offset[node]; at < rows->offset[node + 1]; at++)
            if (rows->column[at] > node) {
                igraph_vector_int_push_back(&ends, node);
                igraph_vector_int_push_back(&ends, rows->column[at]);
            }
    ck_assert_int_eq(igraph_create(&graph, &ends, rows->rows, IGRAPH_UNDIRECTED), IGRAPH_SUCCESS);
    igraph_vector_int_destroy(&ends);
    return graph;
}

static gx_rows from_igraph(const igraph_t *graph)
{
    igraph_integer_t count = igraph_ecount(graph);
    uint32_t(*edges)[2] = calloc((size_t)count + 1, sizeof *edges);
    for (igraph_integer_t at = 0; at < count; at++) {
        edges[at][0] = (uint32_t)IGRAPH_FROM(graph, at);
        edges[at][1] = (uint32_t)IGRAPH_TO(graph, at);
    }
    gx_rows rows = rows_of((uint32_t)igraph_vcount(graph), (const uint32_t(*)[2])edges, (uint32_t)count);
    free(edges);
    return rows;
}

/* ---- Each measure ---- */

/* The least degree that `share` of the nodes do not exceed. */
static igraph_integer_t quantile(const igraph_vector_int_t *sorted, double share)
{
    igraph_integer_t n = igraph_vector_int_size(sorted),
                     at = (igraph_integer_t)ceil(share * (double)n - 1e-9);
    return VECTOR(*sorted)[at > 0 ? at - 1 : 0];
}

static void compare_degrees(const gx_graph_measures *found, const igraph_t *graph, const char *name)
{
    igraph_vector_int_t degree;
    double n = (double)igraph_vcount(graph), sum = 0, square = 0, ranked = 0;
    uint64_t isolated = 0;
    igraph_vector_int_init(&degree, 0);
    igraph_degree(graph, &degree, igraph_vss_all(), IGRAPH_ALL, IGRAPH_LOOPS);
    igraph_vector_int_sort(&degree);
    for (igraph_integer_t at = 0; at < igraph_vector_int_size(&degree); at++) {
        double here = (double)VECTOR(degree)[at];
        sum += here;
        square += here * here;
        ranked += (2 * (double)(at + 1) - n - 1) * here;
        isolated += here == 0;
    }
    ck_assert_uint_eq(found->nodes, (uint64_t)igraph_vcount(graph));
    ck_assert_uint_eq(found->edges, (uint64_t)igraph_ecount(graph));
    ck_assert_uint_eq(found->isolated, isolated);
    ck_assert_uint_eq(found->degree_max, (uint32_t)igraph_vector_int_max(&degree));
    ck_assert_uint_eq(found->degree_p10, (uint32_t)quantile(&degree, 0.1));
    ck_assert_uint_eq(found->degree_p50, (uint32_t)quantile(&degree, 0.5));
    ck_assert_uint_eq(found->degree_p90, (uint32_t)quantile(&degree, 0.9));
    ck_assert_uint_eq(found->degree_p99, (uint32_t)quantile(&degree, 0.99));
    assert_same(found->degree_mean, sum / n, "mean degree", name);
    assert_same(found->degree_sd * found->degree_sd, square / n - sum / n * (sum / n), "variance of degrees",
                name);
    assert_same(found->degree_second_ratio, sum > 0 ? square / sum : NAN, "<k^2>/<k>", name);
    assert_same(found->degree_gini, sum > 0 ? ranked / (n * sum) : NAN, "Gini of degrees", name);
    igraph_vector_int_destroy(&degree);
}

static void compare_clustering(const gx_graph_measures *found, const igraph_t *graph, const char *name)
{
    igraph_real_t value;
    igraph_transitivity_avglocal_undirected(graph, &value, IGRAPH_TRANSITIVITY_ZERO);
    assert_same(found->clustering_average, value, "average clustering", name);
    igraph_transitivity_avglocal_undirected(graph, &value, IGRAPH_TRANSITIVITY_NAN);
    assert_same(found->clustering_defined, value, "clustering where defined", name);
    igraph_transitivity_undirected(graph, &value, IGRAPH_TRANSITIVITY_NAN);
    assert_same(found->clustering_global, value, "global clustering", name);
    igraph_vector_t local;
    igraph_vector_int_t degree;
    igraph_vector_init(&local, 0);
    igraph_vector_int_init(&degree, 0);
    igraph_transitivity_local_undirected(graph, &local, igraph_vss_all(), IGRAPH_TRANSITIVITY_ZERO);
    igraph_degree(graph, &degree, igraph_vss_all(), IGRAPH_ALL, IGRAPH_LOOPS);
    uint64_t seen = 0;
    for (uint32_t bin = 0; bin < found->degree_bins; bin++) {
        const gx_degree_bin *here = &found->degree_bin[bin];
        double sum = 0;
        uint64_t nodes = 0;
        for (igraph_integer_t at = 0; at < igraph_vcount(graph); at++)
            if ((uint64_t)VECTOR(degree)[at] >= here->from && (uint64_t)VECTOR(degree)[at] <= here->to) {
                sum += VECTOR(local)[at];
                nodes++;
            }
        ck_assert_uint_eq(here->nodes, nodes);
        assert_same(here->clustering, nodes > 0 && here->from >= 2 ? sum / (double)nodes : NAN,
                    "clustering by degree", name);
        seen += nodes;
    }
    ck_assert_uint_eq(seen, (uint64_t)igraph_vcount(graph));
    igraph_vector_destroy(&local);
    igraph_vector_int_destroy(&degree);
}

/* igraph says nothing about graphs whose ends all have one degree, or answers noise; we say NaN. */
static void compare_assortativity(const gx_graph_measures *found, const igraph_t *graph, const char *name)
{
    igraph_real_t value;
    bool alike = true;
    igraph_vector_int_t degree;
    igraph_vector_int_init(&degree, 0);
    igraph_degree(graph, &degree, igraph_vss_all(), IGRAPH_ALL, IGRAPH_LOOPS);
    for (igraph_integer_t at = 0; at < igraph_vcount(graph); at++)
        alike &= VECTOR(degree)[at] == 0 || VECTOR(degree)[at] == igraph_vector_int_max(&degree);
    igraph_vector_int_destroy(&degree);
    igraph_assortativity_degree(graph, &value, IGRAPH_UNDIRECTED);
    assert_same(found->assortativity, alike ? NAN : value, "assortativity", name);
}

static void compare_parts(const gx_graph_measures *found, const igraph_t *graph)
{
    igraph_vector_int_t cores, sizes;
    igraph_integer_t components;
    igraph_vector_int_init(&cores, 0);
    igraph_vector_int_init(&sizes, 0);
    igraph_coreness(graph, &cores, IGRAPH_ALL);
    ck_assert_uint_eq(found->core_max, (uint32_t)igraph_vector_int_max(&cores));
    igraph_connected_components(graph, NULL, &sizes, &components, IGRAPH_WEAK);
    ck_assert_uint_eq(found->components, (uint64_t)components);
    ck_assert_uint_eq(found->giant, (uint64_t)igraph_vector_int_max(&sizes));
    igraph_vector_int_destroy(&cores);
    igraph_vector_int_destroy(&sizes);
}

/* The sum of all distances from a node, and how many there are. */
static void add_distances(double *sum, double *pairs, const igraph_t *graph, igraph_integer_t source)
{
    igraph_matrix_t steps;
    igraph_matrix_init(&steps, 0, 0);
    igraph_distances(graph, &steps, igraph_vss_1(source), igraph_vss_all(), IGRAPH_ALL);
    for (igraph_integer_t node = 0; node < igraph_vcount(graph); node++)
        if (node != source && isfinite(MATRIX(steps, 0, node))) {
            *sum += MATRIX(steps, 0, node);
            ++*pairs;
        }
    igraph_matrix_destroy(&steps);
}

/* From the sources that our measure draws: of the first largest component, in the order of a breadth-first
 * search from its first node. */
static void compare_distances(const gx_graph_measures *found, const igraph_t *graph, const char *name)
{
    igraph_vector_int_t member, sizes, order;
    igraph_integer_t first = 0;
    double sum = 0, pairs = 0;
    igraph_vector_int_init(&member, 0);
    igraph_vector_int_init(&sizes, 0);
    igraph_vector_int_init(&order, 0);
    igraph_connected_components(graph, &member, &sizes, NULL, IGRAPH_WEAK);
    while (VECTOR(sizes)[VECTOR(member)[first]] != (igraph_integer_t)found->giant)
        first++;
    igraph_bfs_simple(graph, first, IGRAPH_ALL, &order, NULL, NULL);
    for (uint32_t at = 0; at < SOURCES; at++) {
        gx_draw draw = gx_draw_at(gx_key_make(SEED, 0), GX_DRAW_SOURCE, at, 0, 0);
        add_distances(&sum, &pairs, graph, VECTOR(order)[gx_below32(draw.word[0], (uint32_t)found->giant)]);
    }
    assert_same(found->distance_mean, pairs > 0 ? sum / pairs : NAN, "mean distance", name);
    igraph_vector_int_destroy(&member);
    igraph_vector_int_destroy(&sizes);
    igraph_vector_int_destroy(&order);
}

static void compare_mixing(const gx_rows *rows, const igraph_t *graph, const char *name)
{
    gx_mixing found;
    gx_error error = {0};
    igraph_real_t value;
    igraph_vector_int_t types;
    uint32_t *kind = calloc((size_t)rows->rows + 1, sizeof *kind);
    igraph_vector_int_init(&types, rows->rows);
    for (uint32_t node = 0; node < rows->rows; node++) {
        kind[node] = (uint32_t)(gx_mix64(node) % KINDS);
        VECTOR(types)[node] = kind[node];
    }
    ck_assert_int_eq(gx_mixing_measure(&found, rows, kind, KINDS, &error), GX_OK);
    igraph_assortativity_nominal(graph, &types, &value, IGRAPH_UNDIRECTED, true);
    if (!isnan(found.assortativity)) /* with one kind only igraph divides noise by noise */
        assert_same(found.assortativity, value, "assortativity by kind", name);
    igraph_vector_int_destroy(&types);
    free(kind);
}

/* Jaccard's similarity J of two friends counts both among the others: shared = J (k + k') / (1 + J). */
static void compare_overlap(const gx_rows *rows, const igraph_t *graph, const char *name)
{
    gx_tie_overlap found;
    gx_error error = {0};
    igraph_vector_t jaccard;
    double sum = 0;
    uint64_t ties = 0;
    igraph_vector_init(&jaccard, 0);
    igraph_similarity_jaccard_es(graph, &jaccard, igraph_ess_all(IGRAPH_EDGEORDER_ID), IGRAPH_ALL, false);
    for (igraph_integer_t at = 0; at < igraph_ecount(graph); at++) {
        double ends = gx_row_length(rows, (uint32_t)IGRAPH_FROM(graph, at)) +
                      gx_row_length(rows, (uint32_t)IGRAPH_TO(graph, at));
        double shared = round(VECTOR(jaccard)[at] * ends / (1 + VECTOR(jaccard)[at]));
        if (ends > 2) {
            sum += shared / (ends - 2 - shared);
            ties++;
        }
    }
    ck_assert_int_eq(gx_tie_overlap_measure(&found, rows, UINT32_MAX, 1, 1, &error), GX_OK);
    ck_assert_uint_eq(found.ties, ties);
    double mean = ties > 0 ? sum / (double)ties : NAN; /* ours keeps each to 2^-24 */
    ck_assert_msg((ties == 0 && isnan(found.mean)) || fabs(found.mean - mean) < 0x1p-23,
                  "overlap of %s: %.17g, but igraph says %.17g", name, found.mean, mean);
    igraph_vector_destroy(&jaccard);
}

static void compare(const gx_rows *rows, const igraph_t *graph, const char *name)
{
    gx_graph_measures found;
    gx_error error = {0};
    gx_measure_options options = {.distance_sources = SOURCES, .seed = SEED, .threads = 1};
    ck_assert_msg(gx_graph_measure(&found, rows, &options, &error) == GX_OK, "%s: %s", name, error.message);
    compare_degrees(&found, graph, name);
    compare_parts(&found, graph);
    compare_clustering(&found, graph, name);
    compare_assortativity(&found, graph, name);
    compare_distances(&found, graph, name);
    compare_mixing(rows, graph, name);
    compare_overlap(rows, graph, name);
}

/* ---- Graphs ---- */

static double uniform(uint64_t seed, uint64_t what, double low, double high)
{
    return low + (high - low) * (double)(gx_mix_pair(seed, what) >> 11) / 9007199254740992.0;
}

/* Some parameters that can go together. */
static gx_family_config config_of(gx_family family, uint64_t seed)
{
    gx_family_config config;
    read_defaults(&config, &gx_family_table);
    double most = family == GX_FAMILY_complete ? 60 : 400;
    config.nodes = (int64_t)uniform(seed, 0, 12, most);
    double nodes = (double)config.nodes;
    config.degree = uniform(seed, 1, 0.5, nodes / 4 < 20 ? nodes / 4 : 20);
    config.neighbours = (int64_t)uniform(seed, 2, 1, 5.99);
    config.rewiring = uniform(seed, 3, 0, 1);
    config.blocks = (int64_t)uniform(seed, 4, 1, 3.99);
    config.mixing = config.blocks == 1 ? 0 : uniform(seed, 5, 0, 0.6);
    config.exponent = uniform(seed, 6, 1.8, 4);
    config.degree_min = (int64_t)uniform(seed, 7, 0, 4.99);
    config.burn_forward = uniform(seed, 8, 0.05, 0.4);
    config.burn_backward = uniform(seed, 9, 0, 0.35);
    return config;
}

START_TEST(fifty_graphs_of_each_family)
{
    for (gx_family family = 0; family < GX_FAMILIES; family++)
        for (uint64_t seed = 0; seed < GRAPHS; seed++) {
            gx_family_config config = config_of(family, gx_mix_pair((uint64_t)family, seed));
            gx_rows rows;
            gx_error error = {0};
            gx_status status = gx_family_make(&rows, family, &config, gx_key_make(seed, 0), 1, &error);
            ck_assert_msg(status == GX_OK, "%s: %s", gx_family_words[family], error.message);
            igraph_t graph = to_igraph(&rows);
            compare(&rows, &graph, gx_family_words[family]);
            igraph_destroy(&graph);
            gx_rows_free(&rows);
        }
}
END_TEST

START_TEST(famous_graphs)
{
    static const char *const names[] = {"Bull",
                                        "Chvatal",
                                        "Coxeter",
                                        "Cubical",
                                        "Diamond",
                                        "Dodecahedral",
                                        "Folkman",
                                        "Franklin",
                                        "Frucht",
                                        "Grotzsch",
                                        "Heawood",
                                        "Herschel",
                                        "House",
                                        "HouseX",
                                        "Icosahedral",
                                        "Krackhardt_Kite",
                                        "Levi",
                                        "McGee",
                                        "Meredith",
                                        "Noperfectmatching",
                                        "Nonline",
                                        "Octahedral",
                                        "Petersen",
                                        "Robertson",
                                        "Smallestcyclicgroup",
                                        "Tetrahedral",
                                        "Thomassen",
                                        "Tutte",
                                        "Uniquely3colorable",
                                        "Walther",
                                        "Zachary"};
    for (size_t at = 0; at < GX_COUNT_OF(names); at++) {
        igraph_t graph;
        ck_assert_msg(igraph_famous(&graph, names[at]) == IGRAPH_SUCCESS, "%s", names[at]);
        gx_rows rows = from_igraph(&graph);
        compare(&rows, &graph, names[at]);
        free_rows(&rows);
        igraph_destroy(&graph);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("oracle");
    TCase *tests = tcase_create("oracle");
    tcase_set_timeout(tests, 110);
    tcase_add_test(tests, fifty_graphs_of_each_family);
    tcase_add_test(tests, famous_graphs);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
