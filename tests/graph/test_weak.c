/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weak ties: a Chung-Lu graph whose degrees do not depend on where one lives, gravity between cities, a share
 * from interest circles; and the turning round of arcs. */
#include "layers/arcs.h"
#include "layers/interests.h"
#include "layers/pick.h"
#include "ties/gravity.h"
#include "ties/weak.h"
#include "world.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sort.h>
#include <math.h>
#include <stdlib.h>

static void settle(world *w, uint64_t seed)
{
    gx_error error = {0};
    gx_status status = gx_population_create(&w->population, &w->people, gx_key_make(seed, 0), 2, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
}

static gx_rows weak_of(const world *w, uint64_t seed, uint32_t threads)
{
    gx_rows rows = {0};
    gx_error error = {0};
    gx_status status = gx_weak_make(&rows, w->population, &w->ties, gx_key_make(seed, 0), threads, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    return rows;
}

static double weight_of(const world *w, uint32_t user)
{
    return gx_pow(gx_activity_of(w->population, user) / 256.0, w->ties.weak_activity);
}

/* As weak.c makes them, without circles. */
static gx_gravity gravity_of(const world *w)
{
    uint64_t *before = calloc((size_t)w->people.users + 1, sizeof *before);
    for (uint32_t user = 0; user < w->people.users; user++)
        before[user + 1] = before[user] + (uint64_t)(65536 * weight_of(w, user));
    gx_gravity gravity;
    gx_error error = {0};
    ck_assert_int_eq(gx_gravity_make(&gravity, w->population, before, w->ties.weak_decay, 2, &error), GX_OK);
    free(before);
    return gravity;
}

/* ---- Degrees ---- */

enum { USERS = 40000, CITIES = 24, BINS = 5 };

/* Ends of ties of T ties, in bins that hold a share q of the weight: 2 q T with variance at most 4 q T (all
 * ties inside a bin), less the loops, of which a bin by itself may have at most `loops`. */
static void assert_ends(double seen, double share, double ties, double loops)
{
    double expected = 2 * share * ties, deviation = sqrt(4 * share * ties);
    ck_assert_msg(seen <= expected + 4.5 * deviation && seen >= expected - 2 * loops - 4.5 * deviation,
                  "%g ends seen, %g expected, of them %g in loops at most", seen, expected, 2 * loops);
}

/* Chung & Lu: the expected degree is mean * w / mean w; by weight, and by city however remote. */
static void check_degrees(double circles, double city_zipf)
{
    world w = plan(USERS, CITIES);
    w.people.city_zipf = city_zipf;
    w.ties.weak_mean = 8;
    w.ties.weak_circles = circles;
    settle(&w, 3);
    gx_rows rows = weak_of(&w, 3, 2);
    static const double edges[BINS] = {0.4, 0.8, 1.5, 3.0, 1e9}; /* of activity */
    double weight[BINS] = {0}, ends[BINS] = {0}, loops[BINS] = {0}, total = 0;
    double city_weight[CITIES] = {0}, city_ends[CITIES] = {0}, city_squares[CITIES] = {0};
    for (uint32_t user = 0; user < USERS; user++) {
        uint32_t city = gx_city_of(w.population, user);
        double own = weight_of(&w, user);
        city_weight[city] += own;
        city_squares[city] += own * own;
        city_ends[city] += gx_row_length(&rows, user);
        total += own;
    }
    double ties = USERS * w.ties.weak_mean / 2;
    for (uint32_t user = 0; user < USERS; user++) {
        double own = weight_of(&w, user), activity = gx_activity_of(w.population, user) / 256.0;
        int bin = 0;
        while (activity >= edges[bin])
            bin++;
        weight[bin] += own;
        ends[bin] += gx_row_length(&rows, user);
        loops[bin] += ties * own / total * own / city_weight[gx_city_of(w.population, user)];
    }
    for (int bin = 0; bin < BINS; bin++)
        assert_ends(ends[bin], weight[bin] / total, ties, loops[bin]);
    for (int city = 0; city < CITIES; city++)
        assert_ends(city_ends[city], city_weight[city] / total, ties,
                    ties * city_squares[city] / total / city_weight[city]);
    gx_rows_free(&rows);
    raze(&w);
}

START_TEST(degrees_are_chung_lu_wherever_one_lives)
{
    check_degrees(0, 1);
    check_degrees(0, 0);
    check_degrees(0.4, 1);
}
END_TEST

/* The factors leave no city short. */
START_TEST(gravity_is_balanced)
{
    world w = plan(USERS, CITIES);
    w.ties.weak_decay = 1.5;
    settle(&w, 1);
    gx_gravity gravity = gravity_of(&w);
    ck_assert_double_lt(gravity.imbalance, 1e-5);
    ck_assert_uint_lt(gravity.rounds, 40);
    uint64_t sums[CITIES + 1];
    double received[CITIES] = {0};
    for (uint32_t city = 0; city < CITIES; city++) {
        gx_gravity_row(&gravity, city, sums);
        ck_assert_uint_eq(sums[0], 0);
        ck_assert_uint_eq(sums[CITIES], UINT64_C(1) << 32);
        for (uint32_t other = 0; other < CITIES; other++) {
            ck_assert_uint_le(sums[other], sums[other + 1]);
            received[other] += gravity.weight[city] * (double)(sums[other + 1] - sums[other]) / 4294967296.0;
        }
    }
    for (uint32_t city = 0; city < CITIES; city++)
        ck_assert_double_eq_tol(received[city], gravity.weight[city], 1e-4 * gravity.weight[city] + 1e-8);
    gx_gravity_free(&gravity);
    raze(&w);
}
END_TEST

/* ---- Gravity ---- */

/* Poisson regression of counts on offset + c + slope * log d: the slope, and its standard error. */
typedef struct fit {
    double slope, error;
} fit;

static fit regress(const double *count, const double *offset, const double *log_distance, int pairs)
{
    double c = 0, slope = -1, information = 0;
    for (int round = 0; round < 50; round++) {
        double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
        for (int at = 0; at < pairs; at++) {
            double mean = exp(offset[at] + c + slope * log_distance[at]), rest = count[at] - mean;
            g0 += rest;
            g1 += rest * log_distance[at];
            h00 += mean;
            h01 += mean * log_distance[at];
            h11 += mean * log_distance[at] * log_distance[at];
        }
        if (round == 0) { /* the level first */
            double all = 0;
            for (int at = 0; at < pairs; at++)
                all += count[at];
            c += log(all / h00);
            continue;
        }
        double determinant = h00 * h11 - h01 * h01;
        c += (h11 * g0 - h01 * g1) / determinant;
        slope += (h00 * g1 - h01 * g0) / determinant;
        information = determinant / h00;
    }
    return (fit){slope, sqrt(1 / information)};
}

/* The ties between two cities fall as distance^-x, times both weights: with the cities' factors taken out
 * exactly, and as it stands nearly, as cities are equally dense. */
static void check_slope(double decay)
{
    enum { FEW = 16 };
    world w = plan(24000, FEW);
    w.people.city_zipf = 0.5;
    w.ties.weak_mean = 100;
    w.ties.weak_circles = 0;
    w.ties.weak_decay = decay;
    settle(&w, 5);
    gx_rows rows = weak_of(&w, 5, 2);
    gx_gravity gravity = gravity_of(&w);
    static double between[FEW][FEW], count[FEW * FEW], plain[FEW * FEW], balanced[FEW * FEW], far[FEW * FEW];
    for (int a = 0; a < FEW; a++)
        for (int b = 0; b < FEW; b++)
            between[a][b] = 0;
    for (uint32_t user = 0; user < rows.rows; user++)
        for (uint32_t at = 0; at < gx_row_length(&rows, user); at++)
            between[gx_city_of(w.population, user)][gx_city_of(w.population, gx_row(&rows, user)[at])]++;
    int pairs = 0;
    for (uint32_t a = 0; a < FEW; a++)
        for (uint32_t b = 0; b < a; b++) {
            double distance = gx_distance_km(gx_city_point(w.population, a), gx_city_point(w.population, b));
            if (distance <= (gravity.inner[a] + gravity.inner[b]) / 2)
                continue;
            far[pairs] = log(distance);
            count[pairs] = between[a][b];
            plain[pairs] = log(gravity.weight[a] * gravity.weight[b]);
            balanced[pairs] = plain[pairs] + log(gravity.factor[a] * gravity.factor[b]);
            pairs++;
        }
    fit exact = regress(count, balanced, far, pairs), crude = regress(count, plain, far, pairs);
    ck_assert_double_lt(exact.error, 0.1 / 4.5);
    ck_assert_msg(fabs(exact.slope + decay) < 4.5 * exact.error, "slope %g +- %g", exact.slope, exact.error);
    ck_assert_msg(fabs(crude.slope + decay) < 0.1 + 4.5 * crude.error, "without factors: slope %g +- %g",
                  crude.slope, crude.error);
    gx_gravity_free(&gravity);
    gx_rows_free(&rows);
    raze(&w);
}

START_TEST(ties_between_cities_fall_with_distance)
{
    check_slope(1);
    check_slope(2);
}
END_TEST

START_TEST(powers_of_distance_are_right)
{
    for (double power = 0; power <= 3; power += 0.75) {
        gx_decay decay;
        gx_decay_make(&decay, power);
        for (double squared = 1e-5; squared < 1e8; squared *= 1.37) {
            double true_value = pow(squared, -power / 2);
            ck_assert_double_le(fabs(gx_decay_at(&decay, squared) / true_value - 1),
                                power * (power + 2) / 130000 + 1e-12);
        }
    }
}
END_TEST

/* ---- Circles, and cities apart ---- */

static bool share_a_circle(const gx_interests *interests, uint32_t user, uint32_t other)
{
    const uint32_t *circle = gx_row(&interests->user_circles, user);
    for (uint32_t at = 0; at < gx_row_length(&interests->user_circles, user); at++)
        if (gx_row_has(&interests->user_circles, other, circle[at], NULL))
            return true;
    return false;
}

/* All ties from circles: they join two of a circle, or two who are in none, and pay no heed to place. */
START_TEST(ties_from_circles_join_members)
{
    world w = plan(20000, 10);
    gx_interests_config circles = {.per_user = 2, .users_a_circle = 100, .zipf = 0.5};
    w.people.city_zipf = 0;
    w.ties.weak_circles = 1;
    w.ties.interests = &circles;
    settle(&w, 8);
    gx_rows rows = weak_of(&w, 8, 2);
    gx_interests interests;
    gx_error error = {0};
    ck_assert_int_eq(gx_interests_make(&interests, w.population, &circles, gx_key_make(8, 0), 2, &error),
                     GX_OK);
    uint64_t joined = 0, home = 0, neither = 0, odd = 0;
    for (uint32_t user = 0; user < rows.rows; user++)
        for (uint32_t at = 0; at < gx_row_length(&rows, user); at++) {
            uint32_t other = gx_row(&rows, user)[at];
            if (share_a_circle(&interests, user, other)) {
                joined++;
                home += gx_city_of(w.population, user) == gx_city_of(w.population, other);
            } else if (gx_row_length(&interests.user_circles, user) == 0 &&
                       gx_row_length(&interests.user_circles, other) == 0) {
                neither++;
            } else {
                odd++; /* a weight of 2^-16 is left where it should be 0 */
            }
        }
    ck_assert_uint_gt(joined, 50000);
    ck_assert_uint_gt(neither, 1000);
    ck_assert_uint_le(odd, 8);
    assert_near((double)home / 2, (double)joined / 20, sqrt((double)joined / 20));
    gx_interests_free(&interests);
    gx_rows_free(&rows);
    raze(&w);
}
END_TEST

START_TEST(cities_can_be_apart)
{
    world w = plan(5000, 7);
    w.ties.cities_apart = true;
    w.ties.weak_circles = 0.5;
    settle(&w, 2);
    gx_rows rows = weak_of(&w, 2, 2);
    uint64_t abroad = 0;
    for (uint32_t user = 0; user < rows.rows; user++)
        for (uint32_t at = 0; at < gx_row_length(&rows, user); at++)
            abroad += gx_city_of(w.population, user) != gx_city_of(w.population, gx_row(&rows, user)[at]);
    ck_assert_uint_eq(abroad, 0);
    ck_assert_double_gt((double)rows.offset[5000], 5000 * w.ties.weak_mean * 0.9);
    gx_rows_free(&rows);
    raze(&w);
}
END_TEST

/* ---- The same whoever makes them ---- */

START_TEST(threads_change_nothing_and_seeds_all)
{
    world w = plan(70000, 12); /* two chunks of arcs.c */
    w.ties.weak_circles = 0.3;
    settle(&w, 1);
    gx_rows first = weak_of(&w, 1, 1);
    static const uint32_t threads[] = {2, 3, 7};
    for (int at = 0; at < 3; at++) {
        gx_rows again = weak_of(&w, 1, threads[at]);
        ck_assert_uint_eq(gx_rows_digest(&first), gx_rows_digest(&again));
        gx_rows_free(&again);
    }
    gx_rows other = weak_of(&w, 2, 2);
    ck_assert_uint_ne(gx_rows_digest(&first), gx_rows_digest(&other));
    gx_rows_free(&other);
    gx_rows_free(&first);
    raze(&w);
}
END_TEST

static gx_rows sorted(gx_rows rows)
{
    uint32_t *scratch = calloc(rows.offset[rows.rows] + 1, sizeof *scratch);
    for (uint32_t row = 0; row < rows.rows; row++)
        gx_sort_u32(rows.column + rows.offset[row], scratch, gx_row_length(&rows, row));
    free(scratch);
    return rows;
}

/* Each tie stands in both rows; and a larger mean only adds ties (common random numbers). */
START_TEST(rows_agree_and_grow)
{
    world w = plan(3000, 4);
    settle(&w, 6);
    gx_rows few = sorted(weak_of(&w, 6, 2));
    w.ties.weak_mean *= 1.5;
    gx_rows more = sorted(weak_of(&w, 6, 2));
    ck_assert_uint_gt(more.offset[3000], few.offset[3000]);
    uint64_t lost = 0, odd = 0;
    for (uint32_t user = 0; user < few.rows; user++) {
        uint32_t there = 0;
        for (uint32_t at = 0; at < gx_row_length(&few, user); at++, there++) {
            uint32_t other = gx_row(&few, user)[at];
            odd += other == user || !gx_row_has(&few, other, user, NULL);
            while (there < gx_row_length(&more, user) && gx_row(&more, user)[there] < other)
                there++;
            lost += there == gx_row_length(&more, user) || gx_row(&more, user)[there] != other;
        }
    }
    ck_assert_uint_eq(odd, 0);
    ck_assert_uint_eq(lost, 0);
    gx_rows_free(&few);
    gx_rows_free(&more);
    raze(&w);
}
END_TEST

START_TEST(small_worlds_have_weak_ties)
{
    for (int64_t users = 2; users < 40; users += 6) {
        world w = plan(users, 3);
        w.ties.weak_circles = 0.5;
        settle(&w, 1);
        gx_rows rows = weak_of(&w, 1, 2);
        ck_assert_int_eq(rows.rows, users);
        gx_rows_free(&rows);
        w.ties.weak_mean = 0;
        rows = weak_of(&w, 1, 2);
        ck_assert_uint_eq(rows.offset[users], 0);
        gx_rows_free(&rows);
        raze(&w);
    }
}
END_TEST

START_TEST(weak_ties_without_memory)
{
    world w = plan(400, 3);
    w.ties.weak_circles = 0.5;
    settle(&w, 1);
    gx_rows rows = {0};
    long after = 0;
    for (; after < 100; after++) {
        gx_error error = {0};
        gx_memory_fail_after(after);
        gx_status status = gx_weak_make(&rows, w.population, &w.ties, gx_key_make(1, 0), 2, &error);
        gx_memory_fail_after(-1);
        if (status == GX_OK)
            break;
        ck_assert_int_eq(status, GX_ERR_MEMORY);
        gx_rows_free(&rows);
    }
    ck_assert_int_gt(after, 12);
    ck_assert_int_lt(after, 100);
    gx_rows_free(&rows);
    raze(&w);
}
END_TEST

/* ---- Arcs ---- */

/* Against a plain scatter, over several chunks, with void arcs and arcs of one way. */
START_TEST(arcs_turn_round)
{
    enum { ROWS = 140000, EACH = 2 };
    gx_rows made = {.rows = ROWS,
                    .offset = gx_alloc(ROWS + 1, sizeof *made.offset),
                    .column = gx_alloc((size_t)ROWS * EACH, sizeof *made.column)};
    uint64_t *expected = calloc(ROWS, sizeof *expected), *found = calloc(ROWS, sizeof *found);
    uint64_t arcs = 0;
    for (uint32_t row = 0; row < ROWS; row++) {
        made.offset[row + 1] = (uint64_t)(row + 1) * EACH;
        for (uint32_t at = 0; at < EACH; at++) {
            gx_draw draw = gx_draw_at(gx_key_make(1, 0), 0xf001, row, at, 0);
            uint32_t target = gx_below32(draw.word[0], ROWS);
            bool gone = draw.word[1] % 5 == 0, back = draw.word[1] % 2 == 0;
            made.column[(size_t)row * EACH + at] = gone ? gx_arc_void : back ? target | gx_arc_back : target;
            if (gone)
                continue;
            expected[row] += gx_mix64(target);
            arcs++;
            if (back) {
                expected[target] += gx_mix64(row);
                arcs++;
            }
        }
    }
    gx_rows out = {0};
    gx_error error = {0};
    ck_assert_int_eq(gx_arcs_turn(&out, &made, 3, "a test", &error), GX_OK);
    ck_assert_ptr_null(made.column);
    ck_assert_uint_eq(out.offset[ROWS], arcs);
    for (uint32_t row = 0; row < ROWS; row++) {
        for (uint64_t at = out.offset[row]; at < out.offset[row + 1]; at++)
            found[row] += gx_mix64(out.column[at]);
    }
    ck_assert_mem_eq(found, expected, ROWS * sizeof *found);
    gx_rows_free(&out);
    free(expected);
    free(found);
}
END_TEST

START_TEST(numbers_seen_are_known)
{
    gx_seen seen;
    gx_seen_clear(&seen, 1500);
    for (uint32_t at = 0; at < 1500; at++)
        ck_assert(gx_seen_add(&seen, at * 4096));
    for (uint32_t at = 0; at < 1500; at++)
        ck_assert(!gx_seen_add(&seen, at * 4096));
    ck_assert(gx_seen_add(&seen, 1));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("weak");
    TCase *tests = tcase_create("weak");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, degrees_are_chung_lu_wherever_one_lives);
    tcase_add_test(tests, gravity_is_balanced);
    tcase_add_test(tests, ties_between_cities_fall_with_distance);
    tcase_add_test(tests, powers_of_distance_are_right);
    tcase_add_test(tests, ties_from_circles_join_members);
    tcase_add_test(tests, cities_can_be_apart);
    tcase_add_test(tests, threads_change_nothing_and_seeds_all);
    tcase_add_test(tests, rows_agree_and_grow);
    tcase_add_test(tests, small_worlds_have_weak_ties);
    tcase_add_test(tests, weak_ties_without_memory);
    tcase_add_test(tests, arcs_turn_round);
    tcase_add_test(tests, numbers_seen_are_known);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
