/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mixing, layers, overlap and samples: small graphs counted by hand, random ones against igraph or against
 * the plainest way to count. */
#include "world.h"

#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <igraph/igraph.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EDGES_MAX = 200000 };
static uint32_t edges[EDGES_MAX][2];

static uint32_t add(uint32_t count, uint32_t a, uint32_t b)
{
    edges[count][0] = a;
    edges[count][1] = b;
    return count + 1;
}

static gx_rows rows(uint32_t nodes, uint32_t count)
{
    return rows_of(nodes, (const uint32_t(*)[2])edges, count);
}

/* Every pair of `nodes` with a chance of one in `apart`. */
static uint32_t add_random(uint32_t nodes, uint32_t apart, uint64_t seed)
{
    uint32_t count = 0;
    for (uint32_t a = 0; a < nodes; a++)
        for (uint32_t b = a + 1; b < nodes; b++)
            if (gx_mix64(gx_mix_pair(a, b) + seed) % apart == 0 && count < EDGES_MAX)
                count = add(count, a, b);
    return count;
}

#define assert_same(a, b) ck_assert_double_eq_tol(a, b, 1e-12)

static gx_mixing mix(const gx_rows *graph, const uint32_t *kind, uint32_t kinds)
{
    gx_mixing found;
    gx_error error = {0};
    ck_assert_msg(gx_mixing_measure(&found, graph, kind, kinds, &error) == GX_OK, "%s", error.message);
    return found;
}

/* Five ties of eight people, two kinds. */
START_TEST(mixing_by_hand)
{
    uint32_t kind[8] = {0, 0, 0, 0, 1, 1, 1, 1}, count = 0;
    count = add(count, 0, 1); /* two inside 0, one inside 1, two between */
    count = add(count, 2, 3);
    count = add(count, 4, 5);
    count = add(count, 0, 4);
    count = add(count, 1, 6);
    gx_rows graph = rows(8, count);
    gx_mixing found = mix(&graph, kind, 2);
    assert_same(found.same, 6 / 10.0);
    assert_same(found.chance, 0.6 * 0.6 + 0.4 * 0.4);
    assert_same(found.assortativity, (0.6 - 0.52) / (1 - 0.52));
    assert_same(found.odds, 4.0 * 2 / (2 * 2));
    uint32_t alone[8] = {0};
    found = mix(&graph, alone, 1);
    ck_assert(isnan(found.assortativity) && isnan(found.odds));
    assert_same(found.same, 1);
    kind[3] = 2;
    gx_error error = {0};
    ck_assert_int_eq(gx_mixing_measure(&found, &graph, kind, 2, &error), GX_ERR_ARGUMENT);
    free_rows(&graph);
    graph = rows(8, 0);
    found = mix(&graph, alone, 1);
    ck_assert(isnan(found.same) && isnan(found.assortativity));
    free_rows(&graph);
}
END_TEST

START_TEST(mixing_equals_igraph)
{
    for (uint32_t at = 0; at < 10; at++) {
        enum { NODES = 150 };
        uint32_t kind[NODES], kinds = 2 + at, count = add_random(NODES, 7 + at, at);
        igraph_t graph;
        igraph_vector_int_t list, types;
        igraph_real_t value;
        igraph_vector_int_init(&list, 0);
        igraph_vector_int_init(&types, NODES);
        for (uint32_t node = 0; node < NODES; node++)
            VECTOR(types)[node] = (igraph_integer_t)(kind[node] = (uint32_t)(gx_mix64(node) % kinds));
        for (uint32_t edge = 0; edge < count; edge++) {
            igraph_vector_int_push_back(&list, (igraph_integer_t)edges[edge][0]);
            igraph_vector_int_push_back(&list, (igraph_integer_t)edges[edge][1]);
        }
        igraph_create(&graph, &list, NODES, IGRAPH_UNDIRECTED);
        igraph_assortativity_nominal(&graph, &types, &value, IGRAPH_UNDIRECTED, true);
        gx_rows own = rows(NODES, count);
        ck_assert_double_eq_tol(mix(&own, kind, kinds).assortativity, value, 1e-9);
        free_rows(&own);
        igraph_destroy(&graph);
        igraph_vector_int_destroy(&list);
        igraph_vector_int_destroy(&types);
    }
}
END_TEST

/* ---- Layers ---- */

/* Layers of a tie by its ends, the same from both. */
static void put_layers(gx_rows *graph, uint8_t *layers)
{
    graph->layers = layers;
    for (uint32_t node = 0; node < graph->rows; node++)
        for (uint64_t at = graph->offset[node]; at < graph->offset[node + 1]; at++) {
            uint32_t other = graph->column[at];
            uint64_t mixed = gx_mix_pair(node < other ? node : other, node < other ? other : node);
            layers[at] = (uint8_t)(mixed % 255 + 1);
        }
}

START_TEST(parts_and_layers)
{
    enum { NODES = 200 };
    uint32_t count = add_random(NODES, 5, 3);
    gx_rows graph = rows(NODES, count);
    uint8_t *layers = calloc(2 * (size_t)count, 1);
    put_layers(&graph, layers);
    gx_layers_measures found;
    gx_error error = {0};
    ck_assert_int_eq(gx_layers_measure(&found, &graph, &error), GX_OK);
    uint64_t in_sets = 0;
    for (unsigned set = 0; set < 1U << GX_LAYERS; set++)
        in_sets += found.sets[set];
    ck_assert_uint_eq(in_sets, count);
    for (unsigned layer = 0; layer < GX_LAYERS; layer++) {
        gx_rows part = {0};
        gx_graph_measures measures;
        gx_measure_options options = {.threads = 2};
        ck_assert_int_eq(gx_rows_filter(&part, &graph, 1U << layer, 1 + layer % 3, &error), GX_OK);
        ck_assert_int_eq(gx_graph_measure(&measures, &part, &options, &error), GX_OK);
        ck_assert_uint_eq(found.layer[layer].ties, measures.edges);
        ck_assert_uint_eq(found.layer[layer].nodes, NODES - measures.isolated);
        ck_assert_uint_eq(found.layer[layer].degree_max, measures.degree_max);
        assert_same(found.layer[layer].degree_mean, measures.degree_mean);
        ck_assert_double_eq_tol(found.layer[layer].assortativity, measures.assortativity, 1e-9);
        assert_same(found.jaccard[layer][layer], 1);
        assert_same(found.degree_correlation[layer][layer], 1);
        for (unsigned other = 0; other < GX_LAYERS; other++) {
            gx_rows second = {0};
            ck_assert_int_eq(gx_rows_filter(&second, &graph, 1U << other, 1, &error), GX_OK);
            uint64_t common = gx_rows_common(&part, &second);
            ck_assert_uint_eq(2 * found.both[layer][other], common);
            assert_same(found.jaccard[layer][other],
                        (double)common / (double)(part.offset[NODES] + second.offset[NODES] - common));
            gx_rows_free(&second);
        }
        gx_rows_free(&part);
    }
    free(layers);
    graph.layers = NULL;
    free_rows(&graph);
}
END_TEST

/* A household tie, a dormant tie, and one that is both: the active graph has two. */
START_TEST(dormant_ties_are_left_out)
{
    uint32_t count = 0;
    count = add(count, 0, 1);
    count = add(count, 0, 2);
    count = add(count, 0, 3);
    gx_rows graph = rows(4, count), active;
    uint8_t layers[6] = {GX_LAYER_HOUSEHOLD, GX_LAYER_DORMANT, GX_LAYER_CLASS | GX_LAYER_DORMANT,
                         GX_LAYER_HOUSEHOLD, GX_LAYER_DORMANT, GX_LAYER_CLASS | GX_LAYER_DORMANT};
    uint8_t strength[6] = {9, 8, 7, 9, 8, 7};
    graph.layers = layers;
    graph.strength = strength;
    gx_error error = {0};
    ck_assert_int_eq(gx_rows_filter(&active, &graph, GX_LAYERS_ACTIVE, 2, &error), GX_OK);
    ck_assert_uint_eq(active.offset[4], 4);
    ck_assert_uint_eq(active.column[0], 1);
    ck_assert_uint_eq(active.column[1], 3);
    ck_assert_uint_eq(active.strength[1], 7);
    ck_assert_uint_eq(active.layers[1], GX_LAYER_CLASS | GX_LAYER_DORMANT);
    ck_assert_uint_eq(gx_row_length(&active, 2), 0);
    gx_layers_measures found;
    ck_assert_int_eq(gx_layers_measure(&found, &graph, &error), GX_OK);
    ck_assert_uint_eq(found.sets[GX_LAYER_DORMANT], 1);
    assert_same(found.jaccard[GX_LAYER_AT_CLASS][GX_LAYER_AT_DORMANT], 0.5);
    ck_assert(isnan(found.jaccard[GX_LAYER_AT_KIN][GX_LAYER_AT_WEAK]));
    ck_assert(isnan(found.degree_correlation[GX_LAYER_AT_KIN][GX_LAYER_AT_CLASS]));
    gx_rows_free(&active);
    graph.layers = graph.strength = NULL;
    free_rows(&graph);
}
END_TEST

/* ---- Two kinds of nodes ---- */

START_TEST(bipartite_by_hand)
{
    uint64_t offset[] = {0, 1, 2, 3, 6};
    uint32_t column[] = {0, 0, 0, 1, 2, 3}; /* three buy at one shop; one buys at three others */
    gx_rows layer = {.rows = 4, .offset = offset, .column = column};
    gx_bipartite_measures found;
    gx_error error = {0};
    ck_assert_int_eq(gx_bipartite_measure(&found, &layer, 5, &error), GX_OK);
    ck_assert_uint_eq(found.ties, 6);
    ck_assert_uint_eq(found.left.max, 3);
    ck_assert_uint_eq(found.right.max, 3);
    ck_assert_uint_eq(found.right.without, 1);
    assert_same(found.left.mean, 1.5);
    assert_same(found.right.mean, 6 / 5.0);
    assert_same(found.degree_correlation, -1); /* (1, 3) three times and (3, 1) three times */
    assert_same(found.rank_correlation, -1);
    assert_same(found.assortativity, -1);
    assert_same(gx_rows_share(&layer, 2, 3), 0.25);
    assert_same(gx_rows_share(&layer, 0, UINT32_MAX), 1);
    ck_assert_int_eq(gx_bipartite_measure(&found, &layer, 3, &error), GX_ERR_ARGUMENT);
    double
        ranks; /* lengths 1 1 1 3 beside 3 1 1 1: ranks 2 2 2 4 and 4 2 2 2, covariance -1/4, variance 3/4 */
    uint64_t others[] = {0, 3, 4, 5, 6};
    gx_rows other = {.rows = 4, .offset = others, .column = column};
    ck_assert_int_eq(gx_rows_rank_correlation(&ranks, &layer, &other, &error), GX_OK);
    assert_same(ranks, -1 / 3.0);
    ck_assert_int_eq(gx_rows_rank_correlation(&ranks, &layer, &layer, &error), GX_OK);
    assert_same(ranks, 1);
    gx_rows turned;
    ck_assert_int_eq(gx_rows_turned(&turned, &layer, 5, &error), GX_OK);
    ck_assert_uint_eq(gx_row_length(&turned, 0), 3);
    ck_assert_uint_eq(turned.column[2], 2);
    ck_assert_uint_eq(gx_row_length(&turned, 4), 0);
    gx_rows_free(&turned);
    uint32_t cycle[] = {1, 2, 0, 0, 1, 2}; /* 0 -> 1 -> 2 -> 0 and 3 -> 0, 1, 2: nothing is returned */
    layer.column = cycle;
    assert_same(gx_rows_reciprocity(&layer, 100, 1), 0);
    cycle[2] = 3; /* 2 -> 3 and 3 -> 2 */
    assert_same(gx_rows_reciprocity(&layer, 100, 1), 2 / 6.0);
    layer.rows = 0;
    ck_assert(isnan(gx_rows_reciprocity(&layer, 100, 1)));
}
END_TEST

/* Newman's r of buyers and shops as one undirected graph, by igraph. */
START_TEST(bipartite_equals_igraph)
{
    enum { BUYERS = 80, SHOPS = 30 };
    uint64_t offset[BUYERS + 1] = {0};
    uint32_t column[BUYERS * SHOPS];
    igraph_t graph;
    igraph_vector_int_t list;
    igraph_real_t value;
    igraph_vector_int_init(&list, 0);
    for (uint32_t buyer = 0; buyer < BUYERS; buyer++) {
        offset[buyer + 1] = offset[buyer];
        for (uint32_t shop = 0; shop < SHOPS; shop++)
            if (gx_mix_pair(buyer, shop) % (2 + shop) == 0) {
                column[offset[buyer + 1]++] = shop;
                igraph_vector_int_push_back(&list, (igraph_integer_t)buyer);
                igraph_vector_int_push_back(&list, (igraph_integer_t)(BUYERS + shop));
            }
    }
    igraph_create(&graph, &list, BUYERS + SHOPS, IGRAPH_UNDIRECTED);
    igraph_assortativity_degree(&graph, &value, IGRAPH_UNDIRECTED);
    gx_rows layer = {.rows = BUYERS, .offset = offset, .column = column};
    gx_bipartite_measures found;
    gx_error error = {0};
    ck_assert_int_eq(gx_bipartite_measure(&found, &layer, SHOPS, &error), GX_OK);
    ck_assert_double_eq_tol(found.assortativity, value, 1e-9);
    igraph_destroy(&graph);
    igraph_vector_int_destroy(&list);
}
END_TEST

/* Drawn entries of 0 -> everybody, and back from every other one. */
START_TEST(reciprocity_of_drawn_entries)
{
    enum { NODES = 100001 };
    gx_rows rows_from = {.rows = NODES,
                         .offset = calloc(NODES + 1, sizeof(uint64_t)),
                         .column = calloc(NODES + NODES / 2, sizeof(uint32_t))};
    for (uint32_t node = 1; node < NODES; node++)
        rows_from.column[node - 1] = node;
    rows_from.offset[1] = NODES - 1;
    for (uint32_t node = 1; node < NODES; node++)
        rows_from.offset[node + 1] = rows_from.offset[node] + node % 2; /* to 0 */
    double all = gx_rows_reciprocity(&rows_from, UINT32_MAX, 1),
           some = gx_rows_reciprocity(&rows_from, 10000, 1);
    assert_same(all, 2 / 3.0);
    assert_near(some, all, sqrt(all * (1 - all) / 10000));
    free_rows(&rows_from);
}
END_TEST

/* ---- Overlap ---- */

/* Two cliques of 5 with a bridge: ties of a clique share all (but for the bridge's ends), the bridge none. */
START_TEST(overlap_of_two_cliques)
{
    uint32_t count = 0;
    for (uint32_t clique = 0; clique < 2; clique++)
        for (uint32_t a = 0; a < 5; a++)
            for (uint32_t b = a + 1; b < 5; b++)
                count = add(count, 5 * clique + a, 5 * clique + b);
    count = add(count, 4, 5);
    gx_rows graph = rows(10, count);
    uint8_t *strength = calloc(2 * (size_t)count, 1);
    graph.strength = strength;
    for (uint32_t node = 0; node < 10; node++)
        for (uint64_t at = graph.offset[node]; at < graph.offset[node + 1]; at++)
            strength[at] = (node < 5) == (graph.column[at] < 5) ? 200 : 10;
    gx_tie_overlap found;
    gx_error error = {0};
    ck_assert_int_eq(gx_tie_overlap_measure(&found, &graph, 1000, 1, 2, &error), GX_OK);
    ck_assert_uint_eq(found.ties, 21);
    /* 12 ties of 4 and 4: 3 / 3; 8 ties of a bridge's end: 3 / (4 + 5 - 2 - 3); the bridge: 0. */
    ck_assert_double_eq_tol(found.mean, (12 + 8 * 0.75) / 21, 1e-6);
    ck_assert_double_gt(found.correlation, 0.1);
    ck_assert_double_eq_tol(found.overlap[0], 0, 1e-12);
    ck_assert_double_eq_tol(found.strength[0], 10, 1e-12);
    ck_assert(isnan(found.overlap[9]));
    free(strength);
    graph.strength = NULL;
    ck_assert_int_eq(gx_tie_overlap_measure(&found, &graph, 1000, 1, 1, &error), GX_OK);
    ck_assert(isnan(found.correlation) && isnan(found.overlap[0]));
    free_rows(&graph);
    count = add(0, 0, 1); /* neither has another friend */
    graph = rows(2, count);
    ck_assert_int_eq(gx_tie_overlap_measure(&found, &graph, 1000, 1, 1, &error), GX_OK);
    ck_assert_uint_eq(found.ties, 0);
    ck_assert(isnan(found.mean));
    free_rows(&graph);
}
END_TEST

/* Drawn ties have the mean of all, and no thread changes them. */
START_TEST(overlap_of_drawn_ties)
{
    world w = plan(6000, 3);
    build(&w, 4, 2);
    const gx_rows *friends = &w.network->friends;
    gx_tie_overlap all, some, again;
    gx_error error = {0};
    ck_assert_int_eq(gx_tie_overlap_measure(&all, friends, UINT32_MAX, 1, 2, &error), GX_OK);
    ck_assert_int_eq(gx_tie_overlap_measure(&some, friends, 20000, 1, 1, &error), GX_OK);
    ck_assert_int_eq(gx_tie_overlap_measure(&again, friends, 20000, 1, 3, &error), GX_OK);
    ck_assert(some.mean == again.mean && some.correlation == again.correlation);
    ck_assert_double_eq_tol(some.mean, all.mean,
                            4.5 * 0.2 / sqrt(20000)); /* deviation of an overlap below .2 */
    ck_assert_double_eq_tol(some.correlation, all.correlation, 4.5 / sqrt(20000));
    ck_assert_double_gt(all.correlation, 0); /* strong ties lie inside circles */
    raze(&w);
}
END_TEST

/* ---- Samples ---- */

START_TEST(sampled_clustering_is_near)
{
    world w = plan(5000, 3);
    build(&w, 2, 2);
    const gx_rows *friends = &w.network->friends;
    gx_graph_measures all, drawn[3];
    gx_error error = {0};
    gx_measure_options options = {.threads = 2, .seed = 5};
    ck_assert_int_eq(gx_graph_measure(&all, friends, &options, &error), GX_OK);
    ck_assert_uint_eq(all.clustering_sampled, 0);
    ck_assert_double_eq(all.clustering_average_error, 0);
    options.sample_edges = 1000;
    options.without_core = true;
    for (uint32_t at = 0; at < 3; at++) {
        options.threads = at + 1;
        ck_assert_int_eq(gx_graph_measure(&drawn[at], friends, &options, &error), GX_OK);
        ck_assert(drawn[at].clustering_average == drawn[0].clustering_average);
        ck_assert(drawn[at].clustering_global == drawn[0].clustering_global);
        ck_assert(drawn[at].degree_bin[9].clustering == drawn[0].degree_bin[9].clustering ||
                  isnan(drawn[0].degree_bin[9].clustering));
    }
    ck_assert_uint_eq(drawn[0].clustering_sampled, 20000);
    ck_assert_uint_eq(drawn[0].core_max, 0);
    ck_assert_double_gt(drawn[0].clustering_average_error, 0);
    assert_near(drawn[0].clustering_average, all.clustering_average, drawn[0].clustering_average_error);
    assert_near(drawn[0].clustering_global, all.clustering_global, drawn[0].clustering_global_error);
    raze(&w);
}
END_TEST

START_TEST(degrees_in_bins)
{
    uint32_t count = add_random(400, 9, 8);
    for (uint32_t leaf = 1; leaf < 300; leaf++)
        if (gx_mix64(gx_mix_pair(0, leaf) + 8) % 9 != 0)
            count = add(count, 0, leaf); /* one hub */
    gx_rows graph = rows(401, count);
    gx_graph_measures found;
    gx_measure_options options = {0};
    gx_error error = {0};
    ck_assert_int_eq(gx_graph_measure(&found, &graph, &options, &error), GX_OK);
    uint64_t nodes = 0;
    double sum = 0;
    for (uint32_t bin = 0; bin < found.degree_bins; bin++) {
        const gx_degree_bin *own = &found.degree_bin[bin];
        uint64_t inside = 0, above = 0;
        for (uint32_t node = 0; node < 401; node++) {
            uint32_t degree = gx_row_length(&graph, node);
            inside += degree >= own->from && degree <= own->to;
            above += degree >= own->from;
        }
        ck_assert_uint_eq(own->nodes, inside);
        assert_same(own->share, (double)above / 401);
        ck_assert(bin == 0 || own->from == found.degree_bin[bin - 1].to + 1);
        nodes += inside;
        sum += isnan(own->clustering) ? 0 : own->clustering * (double)inside;
    }
    ck_assert_uint_eq(nodes, 401);
    ck_assert_double_eq_tol(sum / 401, found.clustering_average, 1e-12);
    ck_assert(found.degree_bin[0].nodes == 1 && isnan(found.degree_bin[0].clustering));
    ck_assert_uint_ge(found.degree_bin[found.degree_bins - 1].to, found.degree_max);
    free_rows(&graph);
}
END_TEST

/* Distances of chains are longer than what is searched for 64 sources at once: both ways must agree with the
 * formula. The mean over all pairs of a ring of n is (n^2 / 4) / (n - 1) for even n. */
START_TEST(long_and_short_distances)
{
    static const uint32_t sizes[] = {6, 40, 50, 64, 1000};
    for (size_t at = 0; at < sizeof sizes / sizeof sizes[0]; at++) {
        uint32_t n = sizes[at], count = 0;
        for (uint32_t node = 0; node < n; node++)
            count = add(count, node, (node + 1) % n);
        gx_rows graph = rows(n, count);
        for (uint32_t threads = 1; threads <= 3; threads += 2) {
            gx_graph_measures found;
            gx_measure_options options = {.distance_sources = 130, .seed = 1, .threads = threads};
            gx_error error = {0};
            ck_assert_int_eq(gx_graph_measure(&found, &graph, &options, &error), GX_OK);
            ck_assert_double_eq_tol(found.distance_mean, n * (double)n / 4 / (n - 1.0), 1e-9);
        }
        free_rows(&graph);
    }
}
END_TEST

START_TEST(want_of_memory_is_survived)
{
    enum { NODES = 60 };
    uint32_t count = add_random(NODES, 4, 1), kind[NODES] = {0};
    gx_rows graph = rows(NODES, count);
    uint8_t *layers = calloc(2 * (size_t)count, 1), *strength = calloc(2 * (size_t)count, 1);
    put_layers(&graph, layers);
    memset(strength, 3, 2 * (size_t)count);
    graph.strength = strength;
    int fine[6] = {0};
    for (long after = 0; after < 40; after++) {
        gx_rows part = {0};
        gx_layers_measures found;
        gx_bipartite_measures sides;
        gx_tie_overlap overlap;
        gx_mixing mixing;
        gx_graph_measures all;
        gx_measure_options options = {.distance_sources = 3, .sample_edges = 1, .threads = 1};
        gx_error error = {0};
        gx_status status[6];
        gx_memory_fail_after(after);
        status[0] = gx_rows_filter(&part, &graph, 3, 1, &error);
        gx_memory_fail_after(-1);
        gx_rows_free(&part);
        gx_memory_fail_after(after);
        status[1] = gx_layers_measure(&found, &graph, &error);
        gx_memory_fail_after(after);
        status[2] = gx_bipartite_measure(&sides, &graph, NODES, &error);
        gx_memory_fail_after(after);
        status[3] = gx_tie_overlap_measure(&overlap, &graph, 50, 1, 1, &error);
        gx_memory_fail_after(after);
        status[4] = gx_mixing_measure(&mixing, &graph, kind, 1, &error);
        gx_memory_fail_after(after);
        status[5] = gx_graph_measure(&all, &graph, &options, &error);
        gx_memory_fail_after(-1);
        for (int call = 0; call < 6; call++) {
            ck_assert(status[call] == GX_OK || status[call] == GX_ERR_MEMORY);
            fine[call] += status[call] == GX_OK;
            ck_assert(after > 0 || status[call] == GX_ERR_MEMORY);
        }
    }
    for (int call = 0; call < 6; call++)
        ck_assert_int_gt(fine[call], 0);
    free(layers);
    free(strength);
    graph.layers = graph.strength = NULL;
    free_rows(&graph);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("structure");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, mixing_by_hand);
    tcase_add_test(all, mixing_equals_igraph);
    tcase_add_test(all, parts_and_layers);
    tcase_add_test(all, dormant_ties_are_left_out);
    tcase_add_test(all, bipartite_by_hand);
    tcase_add_test(all, bipartite_equals_igraph);
    tcase_add_test(all, reciprocity_of_drawn_entries);
    tcase_add_test(all, overlap_of_two_cliques);
    tcase_add_test(all, overlap_of_drawn_ties);
    tcase_add_test(all, sampled_clustering_is_near);
    tcase_add_test(all, degrees_in_bins);
    tcase_add_test(all, long_and_short_distances);
    tcase_add_test(all, want_of_memory_is_survived);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
