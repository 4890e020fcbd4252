/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graph families: what all have in common, and independent pairs and rings against their theory, at 4.5
 * standard deviations with fixed seeds. */
#include "trials.h"

#include <gx/base/memory.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- All of them ---- */

START_TEST(same_for_any_threads_and_other_for_another_seed)
{
    for (gx_family family = 0; family < GX_FAMILIES; family++) {
        gx_family_config config = defaults(family == GX_FAMILY_complete ? 200 : 3000);
        gx_rows first = make(family, &config, 1, 1);
        assert_simple(&first);
        for (uint32_t at = 0; at < 3; at++) {
            gx_rows again = make(family, &config, 1, (const uint32_t[]){2, 3, 7}[at]);
            ck_assert_uint_eq(gx_rows_digest(&again), gx_rows_digest(&first));
            gx_rows_free(&again);
        }
        for (uint64_t seed = 2; seed < 5; seed++) {
            gx_rows other = make(family, &config, seed, 2);
            ck_assert_int_eq(gx_rows_digest(&other) == gx_rows_digest(&first), family >= GX_FAMILY_complete);
            gx_rows_free(&other);
        }
        gx_rows_free(&first);
    }
}
END_TEST

/* The same bytes on every machine and by every compiler; whoever changes a recipe changes these on purpose.
 * Forest fire is igraph's. */
START_TEST(digests_are_pinned)
{
    static const uint64_t pinned[GX_FAMILIES] = {[GX_FAMILY_erdos_renyi] = 0xe6d16d42906ab333,
                                                 [GX_FAMILY_barabasi_albert] = 0xc630279f79a70fbe,
                                                 [GX_FAMILY_watts_strogatz] = 0x6ce54a053f0ed9ff,
                                                 [GX_FAMILY_stochastic_block] = 0xe2a0256f87fa6e0d,
                                                 [GX_FAMILY_configuration] = 0x1ec0723aca16f73d,
                                                 [GX_FAMILY_chung_lu] = 0x9e5cd74ddc9ea545,
                                                 [GX_FAMILY_complete] = 0x698549c09e73fabf,
                                                 [GX_FAMILY_star] = 0x8be888c0b483f80c,
                                                 [GX_FAMILY_ring] = 0x0543b5a07827e174};
    for (gx_family family = 0; family < GX_FAMILIES; family++) {
        gx_family_config config = defaults(1000);
        gx_rows rows = make(family, &config, 1, 1);
        if (family != GX_FAMILY_forest_fire)
            ck_assert_msg(gx_rows_digest(&rows) == pinned[family], "%s: 0x%016" PRIx64,
                          gx_family_words[family], gx_rows_digest(&rows));
        gx_rows_free(&rows);
    }
}
END_TEST

/* One, two and three nodes, without ties and with all. */
START_TEST(tiny_graphs)
{
    for (gx_family family = 0; family < GX_FAMILIES; family++)
        for (int64_t nodes = 1; nodes <= 12; nodes++)
            for (int full = 0; full <= 1; full++) {
                gx_family_config config = defaults(nodes);
                config.degree = full ? (double)(nodes - 1) : 0;
                config.blocks = 1 + nodes / 4;
                config.mixing = 1 - 1 / (double)config.blocks;
                config.degree_min = full ? nodes - 1 : 0;
                config.neighbours = full && nodes > 3 ? (nodes - 1) / 2 : 1;
                config.rewiring = full;
                gx_rows rows;
                gx_error error = {0};
                gx_status status = gx_family_make(&rows, family, &config, gx_key_make(9, 0), 2, &error);
                bool grows = family == GX_FAMILY_barabasi_albert || family == GX_FAMILY_watts_strogatz;
                if (status != GX_OK) {
                    ck_assert_int_eq(status, GX_ERR_ARGUMENT);
                    ck_assert_uint_gt(strlen(error.message), 20);
                    ck_assert_msg(nodes < 3 ? grows : family == GX_FAMILY_stochastic_block && full, "%s: %s",
                                  gx_family_words[family], error.message);
                    ck_assert_ptr_null(rows.offset);
                    continue;
                }
                ck_assert_uint_eq(rows.rows, (uint32_t)nodes);
                assert_simple(&rows);
                if (family == GX_FAMILY_complete || (full && family == GX_FAMILY_erdos_renyi))
                    ck_assert_double_eq(ties(&rows), (double)(nodes * (nodes - 1) / 2));
                if (!full && (family == GX_FAMILY_erdos_renyi || family == GX_FAMILY_chung_lu ||
                              family == GX_FAMILY_stochastic_block))
                    ck_assert_double_eq(ties(&rows), 0);
                if (family == GX_FAMILY_star)
                    ck_assert_double_eq(ties(&rows), (double)nodes - 1);
                if (family == GX_FAMILY_ring)
                    ck_assert_double_eq(ties(&rows), (double)(nodes < 3 ? nodes - 1 : nodes));
                gx_rows_free(&rows);
            }
}
END_TEST

static void assert_refused(gx_family family, gx_family_config config, gx_status expected, const char *hint)
{
    gx_rows rows = {.rows = 7};
    gx_error error = {0};
    ck_assert_int_eq(gx_family_make(&rows, family, &config, gx_key_make(1, 0), 2, &error), expected);
    ck_assert_msg(strstr(error.message, hint) != NULL, "'%s' does not say '%s'", error.message, hint);
    ck_assert_ptr_null(rows.offset);
}

/* A hundred nodes and one field that does not fit. */
#define REFUSE(word, field, value, expected, hint)                                                           \
    do {                                                                                                     \
        gx_family_config config = defaults(100);                                                             \
        config.degree = 4;                                                                                   \
        config.blocks = 4;                                                                                   \
        config.field = value;                                                                                \
        assert_refused(GX_FAMILY_##word, config, expected, hint);                                            \
    } while (0)

START_TEST(what_cannot_go_together_is_refused)
{
    REFUSE(erdos_renyi, degree, 100, GX_ERR_ARGUMENT, "at most 99");
    REFUSE(erdos_renyi, degree, (double)NAN, GX_ERR_ARGUMENT, "family.degree");
    REFUSE(ring, nodes, 0, GX_ERR_ARGUMENT, "family.nodes");
    REFUSE(barabasi_albert, neighbours, 100, GX_ERR_ARGUMENT, "at most 99");
    REFUSE(watts_strogatz, neighbours, 50, GX_ERR_ARGUMENT, "at most 49");
    REFUSE(watts_strogatz, rewiring, 1.5, GX_ERR_ARGUMENT, "0 to 1");
    REFUSE(stochastic_block, blocks, 101, GX_ERR_ARGUMENT, "blocks");
    REFUSE(stochastic_block, blocks, 50, GX_ERR_ARGUMENT, "fewer blocks");
    REFUSE(stochastic_block, blocks, 1, GX_ERR_ARGUMENT, "more blocks");
    REFUSE(configuration, degree_min, 100, GX_ERR_ARGUMENT, "at most 99");
    REFUSE(configuration, degree_max, 1, GX_ERR_ARGUMENT, "at least degree_min");
    REFUSE(configuration, degree_max, 100, GX_ERR_ARGUMENT, "at most 99");
    gx_family_config odd = defaults(99);
    odd.degree_max = 3;
    odd.degree_min = 3;
    assert_refused(GX_FAMILY_configuration, odd, GX_ERR_ARGUMENT, "odd");
    REFUSE(chung_lu, degree_max, 21, GX_ERR_ARGUMENT, "at most 20");
    REFUSE(chung_lu, degree_max, 3, GX_ERR_ARGUMENT, "mean degree 4");
    REFUSE(chung_lu, degree, 100, GX_ERR_ARGUMENT, "at most 99");
    REFUSE(forest_fire, burn_forward, 0, GX_ERR_ARGUMENT, "burn_forward");
    gx_family_config fire = defaults(100000);
    fire.burn_forward = 0.6;
    assert_refused(GX_FAMILY_forest_fire, fire, GX_ERR_LIMIT, "at most 10000");
    REFUSE(complete, nodes, 100000, GX_ERR_LIMIT, "fewer nodes");
    assert_refused(GX_FAMILIES, defaults(10), GX_ERR_ARGUMENT, "no graph family");
    double degree[100];
    gx_error error = {0};
    gx_family_config plain = defaults(100);
    ck_assert_int_eq(gx_family_degrees(degree, GX_FAMILY_ring, &plain, gx_key_make(1, 0), &error),
                     GX_ERR_ARGUMENT);
}
END_TEST

START_TEST(memory_runs_out_at_every_allocation)
{
    for (gx_family family = 0; family < GX_FAMILIES; family++) {
        gx_family_config config = defaults(300);
        gx_rows whole = make(family, &config, 1, 2), rows;
        long after = 0;
        for (; after < 2000; after++) {
            gx_error error = {0};
            gx_memory_fail_after(after);
            gx_status status = gx_family_make(&rows, family, &config, gx_key_make(1, 0), 2, &error);
            gx_memory_fail_after(-1);
            if (status == GX_OK)
                break;
            ck_assert_int_eq(status, GX_ERR_MEMORY);
            ck_assert_ptr_null(rows.offset);
        }
        ck_assert_int_gt(after, 1);
        ck_assert_uint_eq(gx_rows_digest(&rows), gx_rows_digest(&whole));
        gx_rows_free(&rows);
        gx_rows_free(&whole);
    }
}
END_TEST

/* ---- Erdős–Rényi ---- */

/* P(k) of the binomial distribution. */
static void binomial(double *chance, int count, double trials, double p)
{
    for (int k = 0; k < count; k++)
        chance[k] = exp(lgamma(trials + 1) - lgamma(k + 1.0) - lgamma(trials - k + 1) + k * log(p) +
                        (trials - k) * log1p(-p));
}

START_TEST(random_graphs_have_binomial_degrees)
{
    double n = 100000, c = 10, p = c / (n - 1), pairs = n * (n - 1) / 2, chance[60];
    gx_family_config config = defaults(100000);
    for (uint64_t seed = 1; seed <= 3; seed++) {
        gx_rows rows = make(GX_FAMILY_erdos_renyi, &config, seed, 2);
        assert_near(ties(&rows), pairs * p, sqrt(pairs * p * (1 - p)));
        double square = 0;
        for (uint32_t node = 0; node < rows.rows; node++)
            square += pow(gx_row_length(&rows, node) - c, 2);
        assert_near(square / n, c * (1 - p), sqrt((c + 2 * c * c) / n));
        binomial(chance, 60, n - 1, p);
        assert_degrees(&rows, chance, 60);
        gx_rows_free(&rows);
    }
}
END_TEST

/* Triangles: mean and variance of G(n, p), hence C = p. */
START_TEST(random_graphs_cluster_by_chance)
{
    double n = 2000, p = 50 / (n - 1), threes = n * (n - 1) * (n - 2) / 6;
    double sharing = n * (n - 1) / 2 * (n - 2) * (n - 3);
    gx_family_config config = defaults(2000);
    config.degree = 50;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        gx_rows rows = make(GX_FAMILY_erdos_renyi, &config, seed, 2);
        assert_near(triangles(&rows), threes * pow(p, 3),
                    sqrt(threes * (pow(p, 3) - pow(p, 6)) + sharing * (pow(p, 5) - pow(p, 6))));
        gx_rows_free(&rows);
    }
}
END_TEST

/* S = 1 - exp(-c S), with the variance of the giant component (Stepanov 1970). */
START_TEST(random_graphs_have_a_giant_component)
{
    for (int at = 0; at < 2; at++) {
        double n = 100000, c = (const double[]){1.5, 2.5}[at], share = 1;
        for (int step = 0; step < 200; step++)
            share = 1 - exp(-c * share);
        gx_family_config config = defaults((int64_t)n);
        config.degree = c;
        gx_rows rows = make(GX_FAMILY_erdos_renyi, &config, 3, 2);
        double rest = 1 - share;
        assert_near((double)measure(&rows).giant, n * share, sqrt(n * share * rest) / (1 - c * rest));
        gx_rows_free(&rows);
    }
}
END_TEST

/* Each pair of a small graph, over many seeds: above a half, below it, and over several tiles. */
START_TEST(every_pair_has_its_chance)
{
    enum { NODES = 20, SEEDS = 6000 };
    for (int at = 0; at < 3; at++) {
        gx_family_config config = defaults(NODES);
        double p = (const double[]){0.1, 0.3, 0.8}[at], count[NODES][NODES] = {{0}}, both = 0;
        config.degree = p * (NODES - 1);
        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            gx_rows rows = make(GX_FAMILY_erdos_renyi, &config, seed, 1);
            for (uint32_t node = 0; node < NODES; node++)
                for (uint64_t entry = rows.offset[node]; entry < rows.offset[node + 1]; entry++)
                    count[node][rows.column[entry]]++;
            both += gx_row_has(&rows, 1, 2, NULL) && gx_row_has(&rows, 1, 3, NULL); /* of one tile */
            gx_rows_free(&rows);
        }
        for (uint32_t a = 0; a < NODES; a++)
            for (uint32_t b = a + 1; b < NODES; b++)
                assert_near(count[a][b], SEEDS * p, sqrt(SEEDS * p * (1 - p)));
        assert_near(both, SEEDS * p * p, sqrt(SEEDS * p * p * (1 - p * p)));
    }
}
END_TEST

START_TEST(more_ties_and_more_nodes_keep_the_old)
{
    gx_family_config config = defaults(5000), more = config, larger = config;
    more.degree = 10.5;
    larger.nodes = 6000;
    larger.degree = config.degree * 5999 / 4999;
    for (int at = 0; at < 2; at++) {
        gx_family family = at == 0 ? GX_FAMILY_erdos_renyi : GX_FAMILY_stochastic_block;
        gx_rows few = make(family, &config, 1, 2), many = make(family, &more, 1, 2);
        assert_inside(&few, &many);
        ck_assert_double_gt(ties(&many), ties(&few));
        gx_rows_free(&few);
        gx_rows_free(&many);
    }
    gx_rows few = make(GX_FAMILY_erdos_renyi, &config, 1, 2),
            many = make(GX_FAMILY_erdos_renyi, &larger, 1, 2);
    assert_inside(&few, &many);
    gx_rows_free(&few);
    gx_rows_free(&many);
}
END_TEST

/* ---- Stochastic blocks ---- */

START_TEST(blocks_are_tied_binomially)
{
    enum { BLOCKS = 7 };
    double n = 20003, size = n / BLOCKS, count[BLOCKS][BLOCKS] = {{0}};
    gx_family_config config = defaults(20003);
    config.blocks = BLOCKS;
    config.mixing = 0.3;
    config.degree = 20;
    gx_rows rows = make(GX_FAMILY_stochastic_block, &config, 1, 2);
    uint32_t first[BLOCKS + 1];
    for (uint32_t block = 0; block <= BLOCKS; block++)
        first[block] = 20003 * block / BLOCKS;
    for (uint32_t a = 0; a < BLOCKS; a++)
        for (uint32_t node = first[a]; node < first[a + 1]; node++)
            for (uint32_t b = 0; b < BLOCKS; b++)
                for (uint64_t at = rows.offset[node]; at < rows.offset[node + 1]; at++)
                    count[a][b] += rows.column[at] >= first[b] && rows.column[at] < first[b + 1];
    for (uint32_t a = 0; a < BLOCKS; a++)
        for (uint32_t b = a; b < BLOCKS; b++) {
            double here = first[a + 1] - first[a], there = first[b + 1] - first[b];
            double p = a == b ? 20 * 0.7 / (size - 1) : 20 * 0.3 / (n - size);
            double pairs = a == b ? here * (here - 1) / 2 : here * there;
            assert_near(count[a][b] / (a == b ? 2 : 1), pairs * p, sqrt(pairs * p * (1 - p)));
        }
    gx_rows_free(&rows);
}
END_TEST

/* ---- Rings and small worlds ---- */

START_TEST(ring_lattice_clusters_exactly)
{
    for (int64_t reach = 2; reach < 8; reach++) {
        gx_family_config config = defaults(500);
        config.neighbours = reach;
        config.rewiring = 0;
        gx_rows rows = make(GX_FAMILY_watts_strogatz, &config, 1, 2);
        double all = 2 * (double)reach;
        gx_graph_measures found = measure(&rows);
        ck_assert_double_eq_tol(found.clustering_average, 3 * (all - 2) / (4 * (all - 1)), 1e-12);
        ck_assert_uint_eq(found.degree_max, 2 * (uint32_t)reach);
        gx_rows_free(&rows);
    }
}
END_TEST

/* Each of the ring's triangles survives with (1 - p)^3; those that share a tie vary together. */
START_TEST(small_worlds_lose_clustering_as_one_end_moves)
{
    for (int at = 0; at < 3; at++) {
        double n = 100000, k = 5, p = (const double[]){0.01, 0.1, 0.4}[at], q = 1 - p, sharing = 0;
        gx_family_config config = defaults((int64_t)n);
        config.rewiring = p;
        gx_rows rows = make(GX_FAMILY_watts_strogatz, &config, 1, 2);
        double ring = n * k * (k - 1) / 2;
        for (double step = 1; step <= k; step++)
            sharing += n * (2 * k - step - 1) * (2 * k - step - 2);
        double by_chance = n * k * p * 4 * k * k / n; /* a moved tie meets two others */
        assert_near(triangles(&rows), ring * pow(q, 3) + by_chance,
                    sqrt(ring * (pow(q, 3) - pow(q, 6)) + sharing * (pow(q, 5) - pow(q, 6)) + by_chance));
        ck_assert_double_ge(ties(&rows), n * k - 5 - 2 * p * k * p * k); /* two nodes moved to one another */
        uint32_t least = UINT32_MAX;                                     /* every node keeps its own ends */
        for (uint32_t node = 0; node < rows.rows; node++)
            least = gx_row_length(&rows, node) < least ? gx_row_length(&rows, node) : least;
        ck_assert_uint_ge(least, (uint32_t)k - 1);
        gx_rows_free(&rows);
    }
}
END_TEST

/* Ends move by their chance, to anywhere that is far. */
START_TEST(moved_ends_are_uniform)
{
    enum { BINS = 20 };
    double n = 50000, k = 5, p = 0.3, moved = 0, seen[BINS] = {0}, expected[BINS];
    gx_family_config config = defaults((int64_t)n);
    config.rewiring = p;
    gx_rows rows = make(GX_FAMILY_watts_strogatz, &config, 4, 2);
    for (uint32_t node = 0; node < rows.rows; node++)
        for (uint64_t at = rows.offset[node]; at < rows.offset[node + 1]; at++) {
            double step = ((double)rows.column[at] + n - node) / n;
            step -= floor(step);
            bool near = step * n <= k + 0.5 || step * n >= n - k - 0.5;
            moved += near ? 0 : 0.5;
            seen[(int)(step * BINS) % BINS] += near ? 0 : 1;
        }
    assert_near(moved, n * k * p, sqrt(n * k * p * (1 - p)));
    for (int bin = 0; bin < BINS / 2; bin++) { /* seen from either end: the other half repeats this one */
        expected[bin] = 2 * moved / BINS * (bin == 0 ? 1 - k * BINS / n : 1 + 2 * k / n);
    }
    assert_fits(seen, expected, BINS / 2);
    gx_rows_free(&rows);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("families");
    TCase *tests = tcase_create("families");
    tcase_set_timeout(tests, 110);
    tcase_add_test(tests, same_for_any_threads_and_other_for_another_seed);
    tcase_add_test(tests, digests_are_pinned);
    tcase_add_test(tests, tiny_graphs);
    tcase_add_test(tests, what_cannot_go_together_is_refused);
    tcase_add_test(tests, memory_runs_out_at_every_allocation);
    tcase_add_test(tests, random_graphs_have_binomial_degrees);
    tcase_add_test(tests, random_graphs_cluster_by_chance);
    tcase_add_test(tests, random_graphs_have_a_giant_component);
    tcase_add_test(tests, every_pair_has_its_chance);
    tcase_add_test(tests, more_ties_and_more_nodes_keep_the_old);
    tcase_add_test(tests, blocks_are_tied_binomially);
    tcase_add_test(tests, ring_lattice_clusters_exactly);
    tcase_add_test(tests, small_worlds_lose_clustering_as_one_end_moves);
    tcase_add_test(tests, moved_ends_are_uniform);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
