/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The friend graph from a recorded layer: a ring of cliques, whose figures are known, and damaged layers. */
#include "stats/synth.h"
#include "work.h"

#include <check.h>
#include <gx/traffic/traffic.h>
#include <math.h>
#include <string.h>

enum { CLIQUES = 6, EACH = 4, USERS = CLIQUES * EACH + 1, TIES = CLIQUES * EACH * (EACH - 1) + 2 * CLIQUES };
static const synth_root root = {USERS, 1000, 0, 600, 1};

/* Cliques of four; the last of each knows the first of the next; the last user knows nobody. */
static bool tied(uint32_t a, uint32_t b)
{
    if (a == b || a == USERS - 1 || b == USERS - 1)
        return false;
    if (a / EACH == b / EACH)
        return true;
    uint32_t n = CLIQUES * EACH;
    return (a % EACH == EACH - 1 && b == (a + 1) % n) || (b % EACH == EACH - 1 && a == (b + 1) % n);
}

static void make_layer(uint64_t *offset, uint32_t *column)
{
    size_t count = 0;
    for (uint32_t a = 0; a < USERS; a++) {
        offset[a] = count;
        for (uint32_t b = 0; b < USERS; b++)
            if (tied(a, b))
                column[count++] = b;
    }
    offset[USERS] = count;
    ck_assert_uint_eq(count, TIES);
}

static gx_status analyze(gx_results **results, const uint64_t *offset, const uint32_t *column,
                         const uint8_t *strength, size_t strengths, gx_error *error)
{
    synth s;
    synth_begin(&s, "layer", &root);
    synth_array(&s, "/layers/friends", "indptr", GX_U64, offset, USERS + 1);
    synth_array(&s, "/layers/friends", "indices", GX_U32, column, TIES);
    if (strength)
        synth_array(&s, "/layers/friends", "data", GX_U8, strength, strengths);
    gx_reader *reader = synth_end(&s);
    ck_assert_int_eq(gx_results_create(results, error), GX_OK);
    gx_status status = gx_traffic_analyze(*results, reader, error);
    synth_remove(&s, reader);
    return status;
}

START_TEST(a_ring_of_cliques)
{
    uint64_t offset[USERS + 1];
    uint32_t column[TIES];
    gx_results *r;
    gx_error error;
    make_layer(offset, column);
    ck_assert_msg(analyze(&r, offset, column, NULL, 0, &error) == GX_OK, "%s", error.message);
    ck_assert_double_eq(figure_of(r, "traffic.friends.edges"), TIES / 2);
    ck_assert_double_eq(figure_of(r, "traffic.friends.components"), 2);
    ck_assert_double_eq_tol(figure_of(r, "traffic.friends.giant_share"), 24 / 25.0, 1e-15);
    /* In a clique two have degree 3 and clustering 1, two have degree 4 and 3 of 6 pairs tied. */
    ck_assert_double_eq_tol(figure_of(r, "traffic.friends.clustering"), (12 * 1 + 12 * 0.5) / 25, 1e-12);
    ck_assert_double_eq_tol(figure_of(r, "traffic.friends.transitivity"), 3 * 4 / (2 * 3 + 2 * 6.0), 1e-12);
    ck_assert_double_eq(figure_of(r, "traffic.friends.communities") >= 3, 1);
    gx_results_free(r);
}
END_TEST

/* Without strengths those of degree 4 are first, all alike: with a and b the ranks of degree 3 and 4, t what
 * everybody gets, that is 0.15 / 25 and a share of 0.85 of the isolated user's rank, which is t itself:
 * t = 0.15 / (25 - 0.85), a = t + 0.85 (a / 3 + 2 b / 4), b = t + 0.85 (2 a / 3 + 2 b / 4). */
START_TEST(the_most_central)
{
    uint64_t offset[USERS + 1];
    uint32_t column[TIES];
    uint8_t strength[TIES];
    gx_results *r;
    gx_error error;
    make_layer(offset, column);
    ck_assert_msg(analyze(&r, offset, column, NULL, 0, &error) == GX_OK, "%s", error.message);
    const gx_grid *grid = gx_results_find_grid(r, "traffic.friends.pagerank");
    ck_assert_ptr_nonnull(grid);
    ck_assert_uint_eq(grid->rows, 10);
    double t = 0.15 / (25 - 0.85), k = 0.85 / 2,
           l = 0.85 / 3; /* a (1 - l) - k b = t, -2 l a + (1 - k) b = t */
    double b = t * (1 - l + 2 * l) / ((1 - l) * (1 - k) - 2 * l * k);
    for (size_t row = 0; row < 10; row++) {
        uint32_t place = (uint32_t)grid->cells[2 * row] % EACH;
        ck_assert(place == 0 || place == EACH - 1);
        ck_assert_double_eq_tol(grid->cells[2 * row + 1], b, 1e-9);
    }
    gx_results_free(r);
    /* Users 5 and 6, of degree 3, become strong friends of each other: they are first. */
    for (uint32_t user = 0; user < USERS; user++)
        for (uint64_t at = offset[user]; at < offset[user + 1]; at++)
            strength[at] = user + column[at] == 11 && (user == 5 || user == 6) ? 255 : 1;
    ck_assert_msg(analyze(&r, offset, column, strength, TIES, &error) == GX_OK, "%s", error.message);
    grid = gx_results_find_grid(r, "traffic.friends.pagerank");
    ck_assert_double_eq(grid->cells[0] + grid->cells[2], 11);
    ck_assert_double_gt(grid->cells[1], b + 0.001);
    ck_assert_double_eq_tol(grid->cells[1], grid->cells[3], 1e-9);
    gx_results_free(r);
    ck_assert_int_eq(analyze(&r, offset, column, strength, TIES - 1, &error), GX_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.message, "/layers/friends is damaged"));
    gx_results_free(r);
    strength[7] = 0;
    ck_assert_int_eq(analyze(&r, offset, column, strength, TIES, &error), GX_ERR_FORMAT);
    gx_results_free(r);
}
END_TEST

START_TEST(damaged_layers)
{
    uint64_t offset[USERS + 1];
    uint32_t column[TIES];
    gx_results *r;
    gx_error error;
    for (int damage = 0; damage < 5; damage++) {
        make_layer(offset, column);
        if (damage == 0)
            column[5] = USERS;
        if (damage == 1)
            offset[3] = TIES + 7;
        if (damage == 2)
            offset[4] = offset[3] - 1;
        if (damage == 3)
            column[0] = 5; /* a tie that user 5 does not know of, and not ascending */
        if (damage == 4)
            offset[USERS]--;
        ck_assert_int_eq(analyze(&r, offset, column, NULL, 0, &error), GX_ERR_FORMAT);
        ck_assert_ptr_nonnull(strstr(error.message, "/layers/friends is damaged"));
        gx_results_free(r);
    }
}
END_TEST

START_TEST(own_components_of_large_graphs)
{
    const uint32_t from[] = {0, 1, 4, 5, 6, 4}, to[] = {1, 2, 5, 6, 4, 4};
    gx_error error;
    gx_traffic_work work = {.sheet = {NULL, NULL, &error, GX_OK}};
    uint64_t components, giant;
    gx_traffic_components(&work, 9, from, to, 6, &components, &giant);
    ck_assert_uint_eq(components, 5); /* {0 1 2} {3} {4 5 6} {7} {8} */
    ck_assert_uint_eq(giant, 3);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("traffic/network");
    TCase *tests = tcase_create("network");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_ring_of_cliques);
    tcase_add_test(tests, the_most_central);
    tcase_add_test(tests, damaged_layers);
    tcase_add_test(tests, own_components_of_large_graphs);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
