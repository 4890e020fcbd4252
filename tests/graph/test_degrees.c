/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graph families that are made for their degrees, growing and given, against their theory, at 4.5
 * standard deviations with fixed seeds; and forest fire. */
#include "trials.h"

#include <gx/base/draw.h>
#include <math.h>
#include <stdlib.h>

/* ---- Growth ---- */

START_TEST(growth_has_its_degrees)
{
    for (int64_t m = 1; m <= 5; m += 2) {
        double n = 100000, chance[1000] = {0};
        gx_family_config config = defaults((int64_t)n);
        config.neighbours = m;
        gx_rows rows = make(GX_FAMILY_barabasi_albert, &config, (uint64_t)m, 2);
        ck_assert_double_eq(ties(&rows), (double)(m * (m + 1) / 2) + (n - (double)m - 1) * (double)m);
        for (double k = (double)m; k < 1000; k++)
            chance[(int)k] = 2.0 * (double)m * (double)(m + 1) / (k * (k + 1) * (k + 2));
        assert_degrees(&rows, chance, 1000);
        ck_assert_uint_eq(measure(&rows).components, 1);
        gx_rows_free(&rows);
    }
}
END_TEST

/* With one tie a node, the first node's expected degree is the product of 1 + 1 / (2 t), which grows as the
 * square root of the nodes: twice as much for four times as many. */
START_TEST(hubs_grow_as_the_square_root)
{
    enum { SEEDS = 600 };
    double mean[2];
    for (int at = 0; at < 2; at++) {
        gx_family_config config = defaults(at == 0 ? 500 : 2000);
        config.neighbours = 1;
        double sum = 0, square = 0, expected = 1;
        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            gx_rows rows = make(GX_FAMILY_barabasi_albert, &config, seed, 1);
            double degree = gx_row_length(&rows, 0);
            sum += degree;
            square += degree * degree;
            gx_rows_free(&rows);
        }
        for (int64_t t = 1; t <= config.nodes - 2; t++)
            expected *= 1 + 1 / (2 * (double)t);
        mean[at] = sum / SEEDS;
        assert_near(mean[at], expected, sqrt((square / SEEDS - mean[at] * mean[at]) / SEEDS));
        mean[at] = expected;
    }
    ck_assert_double_eq_tol(mean[1] / mean[0], 2, 0.01);
}
END_TEST

START_TEST(growth_keeps_what_has_grown)
{
    gx_family_config config = defaults(2000), larger = defaults(2500);
    gx_rows few = make(GX_FAMILY_barabasi_albert, &config, 1, 2),
            many = make(GX_FAMILY_barabasi_albert, &larger, 1, 3);
    assert_inside(&few, &many);
    uint32_t older = 0; /* five ties of each new node go to older ones */
    for (uint32_t node = 2000; node < 2500; node++)
        for (uint64_t at = many.offset[node]; at < many.offset[node + 1]; at++)
            older += many.column[at] < node;
    ck_assert_uint_eq(older, 2500);
    gx_rows_free(&few);
    gx_rows_free(&many);
}
END_TEST

/* ---- Given degrees ---- */

START_TEST(degrees_follow_the_power_law)
{
    enum { NODES = 200000, LOW = 2, HIGH = 60 };
    gx_family_config config = defaults(NODES);
    config.degree_min = LOW;
    config.degree_max = HIGH;
    config.exponent = 2.3;
    double *degree = calloc(NODES, sizeof *degree), seen[HIGH + 1] = {0}, expected[HIGH + 1], sum = 0,
           odd = 0;
    gx_error error = {0};
    ck_assert_int_eq(gx_family_degrees(degree, GX_FAMILY_configuration, &config, gx_key_make(1, 0), &error),
                     GX_OK);
    for (int node = 0; node < NODES; node++) {
        seen[(int)degree[node]]++;
        odd += degree[node];
    }
    ck_assert_double_eq(fmod(odd, 2), 0);
    for (int k = LOW; k <= HIGH; k++)
        sum += pow(k, -2.3);
    for (int k = LOW; k <= HIGH; k++)
        expected[k] = NODES * pow(k, -2.3) / sum;
    assert_fits(seen + LOW, expected + LOW, HIGH - LOW + 1);
    free(degree);
}
END_TEST

/* Ends are matched at random: loops and repeats are as many as theory has it, and nothing else is lost. */
START_TEST(few_ties_are_erased)
{
    enum { NODES = 5000, SEEDS = 60 };
    gx_family_config config = defaults(NODES);
    config.degree_max = 20;
    config.exponent = 3;
    double *degree = calloc(NODES, sizeof *degree), erased = 0, expected = 0, above = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        gx_error error = {0};
        gx_rows rows = make(GX_FAMILY_configuration, &config, seed, 1);
        gx_status status =
            gx_family_degrees(degree, GX_FAMILY_configuration, &config, gx_key_make(seed, 0), &error);
        ck_assert_int_eq(status, GX_OK);
        double sum = 0, square = 0;
        for (uint32_t node = 0; node < NODES; node++) {
            above += gx_row_length(&rows, node) > degree[node];
            sum += degree[node];
            square += degree[node] * degree[node];
        }
        erased += sum / 2 - ties(&rows);
        double excess = square / sum - 1;
        expected += excess / 2 + excess * excess / 4;
        gx_rows_free(&rows);
    }
    assert_near(erased, expected, sqrt(expected));
    ck_assert_double_eq(above, 0);
    free(degree);
}
END_TEST

/* u = G1(u), S = 1 - G0(u) (Newman, Strogatz & Watts 2001), over several seeds by their own deviation. */
START_TEST(matched_graphs_have_their_giant_component)
{
    enum { NODES = 50000, SEEDS = 10, HIGH = 40 };
    gx_family_config config = defaults(NODES);
    config.degree_min = 1;
    config.degree_max = HIGH;
    config.exponent = 2.6;
    double u = 0.5, rest = 0, sum = 0, mean = 0, square = 0;
    for (int step = 0; step < 500; step++) {
        double above = 0, below = 0;
        for (int k = 1; k <= HIGH; k++) {
            above += k * pow(k, -2.6) * pow(u, k - 1);
            below += k * pow(k, -2.6);
        }
        u = above / below;
    }
    for (int k = 1; k <= HIGH; k++) {
        rest += pow(k, -2.6) * pow(u, k);
        sum += pow(k, -2.6);
    }
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        gx_rows rows = make(GX_FAMILY_configuration, &config, seed, 1);
        double share = (double)measure(&rows).giant / NODES;
        mean += share / SEEDS;
        square += share * share / SEEDS;
        gx_rows_free(&rows);
    }
    assert_near(mean, 1 - rest / sum, sqrt((square - mean * mean) / (SEEDS - 1)));
}
END_TEST

static uint32_t root_of(uint32_t *up, uint32_t node)
{
    while (up[node] != node)
        node = up[node] = up[up[node]];
    return node;
}

/* Share of the nodes in the largest cluster when each tie is kept with this chance. */
static double percolate(const gx_rows *rows, double chance)
{
    uint32_t *up = calloc(rows->rows, sizeof *up), *size = calloc(rows->rows, sizeof *size), most = 0;
    for (uint32_t node = 0; node < rows->rows; node++)
        up[node] = node;
    for (uint32_t node = 0; node < rows->rows; node++)
        for (uint64_t at = rows->offset[node]; at < rows->offset[node + 1]; at++) {
            uint32_t other = rows->column[at];
            if (other > node && gx_happens(gx_chance_of(chance),
                                           gx_draw_at(gx_key_make(5, 0), 0xf500, node, other, 0).word[0]))
                up[root_of(up, node)] = root_of(up, other);
        }
    for (uint32_t node = 0; node < rows->rows; node++) {
        uint32_t grown = ++size[root_of(up, node)];
        most = grown > most ? grown : most;
    }
    double share = (double)most / rows->rows;
    free(up);
    free(size);
    return share;
}

/* No giant cluster below Tc = <k> / (<k^2> - <k>); above it u = 1 - T + T G1(u), S = 1 - G0(u), with the
 * degrees that the graph has. The tolerance is absolute: near the threshold clusters vary more than a formula
 * says. */
START_TEST(percolation_has_its_threshold)
{
    enum { NODES = 300000, HIGH = 100 };
    gx_family_config config = defaults(NODES);
    config.degree_min = 1;
    config.degree_max = HIGH;
    config.exponent = 2.7;
    gx_rows rows = make(GX_FAMILY_configuration, &config, 2, 2);
    double share[HIGH + 1] = {0}, first = 0, second = 0;
    for (uint32_t node = 0; node < NODES; node++)
        share[gx_row_length(&rows, node)] += 1.0 / NODES;
    for (int k = 1; k <= HIGH; k++) {
        first += k * share[k];
        second += k * (k - 1) * share[k];
    }
    double threshold = first / second;
    ck_assert_double_lt(percolate(&rows, 0.7 * threshold), 1e-3);
    for (double times = 2; times <= 3; times++) {
        double chance = times * threshold, u = 0.5, apart = share[0];
        for (int step = 0; step < 2000; step++) {
            double excess = 0;
            for (int k = 1; k <= HIGH; k++)
                excess += k * share[k] * pow(u, k - 1) / first;
            u = 1 - chance + chance * excess;
        }
        for (int k = 1; k <= HIGH; k++)
            apart += share[k] * pow(u, k);
        ck_assert_double_lt(chance, 1);
        ck_assert_double_eq_tol(percolate(&rows, chance), 1 - apart, 3e-3);
    }
    gx_rows_free(&rows);
}
END_TEST

START_TEST(more_nodes_move_few_matches)
{
    gx_family_config config = defaults(4000), larger = defaults(4010);
    config.degree_max = larger.degree_max = 40;
    gx_rows few = make(GX_FAMILY_configuration, &config, 1, 2),
            many = make(GX_FAMILY_configuration, &larger, 1, 2);
    double kept = 0;
    for (uint32_t node = 0; node < few.rows; node++)
        for (uint64_t at = few.offset[node]; at < few.offset[node + 1]; at++)
            kept += gx_row_has(&many, node, few.column[at], NULL);
    ck_assert_double_gt(kept / (double)few.offset[few.rows], 0.98);
    gx_rows_free(&few);
    gx_rows_free(&many);
}
END_TEST

/* ---- Given expected degrees ---- */

/* Sums of degrees in ten bins of nodes, of w_i - w_i^2 / S each; and the heaviest node alone. */
START_TEST(expected_degrees_are_kept)
{
    enum { NODES = 3000, SEEDS = 40, BINS = 11 };
    gx_family_config config = defaults(NODES);
    double *weight = calloc(NODES, sizeof *weight), seen[BINS] = {0}, expected[BINS] = {0}, sum = 0;
    gx_error error = {0};
    ck_assert_int_eq(gx_family_degrees(weight, GX_FAMILY_chung_lu, &config, gx_key_make(1, 0), &error),
                     GX_OK);
    for (uint32_t node = 0; node < NODES; node++)
        sum += weight[node];
    ck_assert_double_eq_tol(sum / NODES, config.degree, 0.01);
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        gx_rows rows = make(GX_FAMILY_chung_lu, &config, seed, 1);
        for (uint32_t node = 0; node < NODES; node++) {
            uint32_t bin = node == 0 ? 10 : node * 10 / NODES;
            seen[bin] += gx_row_length(&rows, node);
            expected[bin] += weight[node] - weight[node] * weight[node] / sum;
        }
        gx_rows_free(&rows);
    }
    for (int bin = 0; bin < BINS; bin++) /* ties inside a bin count twice: at most twice the variance */
        assert_near(seen[bin], expected[bin], sqrt(expected[bin] * (bin == 10 ? 1 : 2)));
    free(weight);
}
END_TEST

/* Pairs one by one, the heavy and the light. */
START_TEST(every_pair_has_its_product)
{
    enum { NODES = 24, SEEDS = 6000 };
    gx_family_config config = defaults(NODES);
    config.degree = 6;
    double weight[NODES], count[NODES][NODES] = {{0}}, sum = 0, most = 0;
    gx_error error = {0};
    ck_assert_int_eq(gx_family_degrees(weight, GX_FAMILY_chung_lu, &config, gx_key_make(1, 0), &error),
                     GX_OK);
    for (uint32_t node = 0; node < NODES; node++)
        sum += weight[node];
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        gx_rows rows = make(GX_FAMILY_chung_lu, &config, seed, 1);
        for (uint32_t node = 0; node < NODES; node++)
            for (uint64_t at = rows.offset[node]; at < rows.offset[node + 1]; at++)
                count[node][rows.column[at]]++;
        gx_rows_free(&rows);
    }
    for (uint32_t a = 0; a < NODES; a++)
        for (uint32_t b = a + 1; b < NODES; b++) {
            double p = weight[a] * weight[b] / sum;
            most = p > most ? p : most;
            assert_near(count[a][b], SEEDS * p, sqrt(SEEDS * p * (1 - p)));
        }
    ck_assert_double_gt(most, 0.5); /* both ways of asking were met */
}
END_TEST

/* ---- By igraph ---- */

START_TEST(fires_are_seeded_and_connected)
{
    gx_family_config config = defaults(1500);
    gx_rows first = make(GX_FAMILY_forest_fire, &config, 1, 1);
    gx_rows other = make(GX_FAMILY_forest_fire, &config, 2, 1);
    gx_rows again = make(GX_FAMILY_forest_fire, &config, 1, 2);
    ck_assert_uint_eq(gx_rows_digest(&first), gx_rows_digest(&again));
    ck_assert_uint_eq(measure(&first).components, 1);
    ck_assert_double_gt(ties(&first), 1499);
    config.burn_forward = config.burn_backward = 0; /* a tree: the first stands, each other chose one */
    gx_rows tree = make(GX_FAMILY_forest_fire, &config, 1, 1);
    ck_assert_double_eq(ties(&tree), 1499);
    gx_rows_free(&first);
    gx_rows_free(&other);
    gx_rows_free(&again);
    gx_rows_free(&tree);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("degrees");
    TCase *tests = tcase_create("degrees");
    tcase_set_timeout(tests, 110);
    tcase_add_test(tests, growth_has_its_degrees);
    tcase_add_test(tests, hubs_grow_as_the_square_root);
    tcase_add_test(tests, growth_keeps_what_has_grown);
    tcase_add_test(tests, degrees_follow_the_power_law);
    tcase_add_test(tests, few_ties_are_erased);
    tcase_add_test(tests, matched_graphs_have_their_giant_component);
    tcase_add_test(tests, percolation_has_its_threshold);
    tcase_add_test(tests, more_nodes_move_few_matches);
    tcase_add_test(tests, expected_degrees_are_kept);
    tcase_add_test(tests, every_pair_has_its_product);
    tcase_add_test(tests, fires_are_seeded_and_connected);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
