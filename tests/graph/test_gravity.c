/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weak ties of a finished network fall with the square of the distance (Lambiotte et al. 2008, Krings et
 * al. 2009: P(tie) ~ d^-2, between cities W_a W_b / d^2): measured as those papers did, by bins of distance
 * over all pairs of cities, without knowing how the ties were made. */
#include "world.h"

#include <gx/base/exact.h>
#include <math.h>
#include <stdlib.h>

enum { BINS = 40, BINS_AN_OCTAVE = 2 };
static const double least_km = 50; /* below it cities are not points */

typedef struct bins {
    double ties[BINS], pairs[BINS], log_distance[BINS]; /* pairs: products of weights; the mean logarithm */
    double at_home, all;
} bins;

static void add_pairs(bins *found, const gx_population *people, const double *weight, const double *ties)
{
    for (uint32_t a = 0; a < people->cities; a++)
        for (uint32_t b = 0; b < a; b++) {
            double distance = gx_distance_km(gx_city_point(people, a), gx_city_point(people, b));
            if (distance < least_km)
                continue;
            int bin = (int)(BINS_AN_OCTAVE * log2(distance / least_km));
            double product = weight[a] * weight[b];
            found->ties[bin] += ties[(size_t)a * people->cities + b];
            found->pairs[bin] += product;
            found->log_distance[bin] += product * log(distance);
        }
    for (int bin = 0; bin < BINS; bin++)
        found->log_distance[bin] /= found->pairs[bin] > 0 ? found->pairs[bin] : 1;
}

static bins measure(const world *w)
{
    bins found = {.at_home = 0};
    const gx_population *people = w->population;
    const gx_rows *friends = &w->network->friends;
    uint32_t cities = people->cities;
    double *weight = calloc(cities, sizeof *weight), *ties = calloc((size_t)cities * cities, sizeof *ties);
    for (uint32_t user = 0; user < people->users; user++) {
        uint32_t city = gx_city_of(people, user);
        weight[city] += gx_pow(gx_activity_of(people, user) / 256.0, w->ties.weak_activity);
        for (uint64_t at = friends->offset[user]; at < friends->offset[user + 1]; at++)
            if (friends->layers[at] == GX_LAYER_WEAK) {
                uint32_t other = gx_city_of(people, friends->column[at]);
                ties[(size_t)city * cities + other]++;
                found.at_home += city == other;
                found.all++;
            }
    }
    add_pairs(&found, people, weight, ties);
    free(weight);
    free(ties);
    return found;
}

/* Slope of log(ties / pairs) on log(distance), each bin weighing as many ties as it has. */
static double slope_of(const bins *found)
{
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (int bin = 0; bin < BINS; bin++) {
        double weight = found->ties[bin], log_share = weight >= 100 ? log(weight / found->pairs[bin]) : 0;
        if (weight < 100)
            continue;
        n += weight;
        x += weight * found->log_distance[bin];
        y += weight * log_share;
        xx += weight * found->log_distance[bin] * found->log_distance[bin];
        xy += weight * found->log_distance[bin] * log_share;
    }
    return (n * xy - x * y) / (n * xx - x * x);
}

static bins built(double decay, double circles)
{
    world w = plan(80000, 200);
    w.ties.weak_mean = 14;
    w.ties.weak_decay = decay;
    w.ties.weak_circles = circles;
    build(&w, 12, 2);
    bins found = measure(&w);
    raze(&w);
    return found;
}

START_TEST(ties_fall_with_the_square_of_the_distance)
{
    bins found = built(2, 0);
    double slope = slope_of(&found);
    ck_assert_msg(fabs(slope + 2) <= 0.1, "slope %g", slope);
    double share = found.at_home / found.all;
    ck_assert_msg(share > 0.8 && share < 0.98, "%g of the ties stay in their city", share);
}
END_TEST

/* The measure tells other laws apart: 1.5 for 1.5, none for circles, which know no place. */
START_TEST(another_law_has_another_slope)
{
    bins found = built(1.5, 0);
    ck_assert_double_le(fabs(slope_of(&found) + 1.5), 0.1);
    found = built(2, 1);
    ck_assert_double_gt(slope_of(&found), -0.35); /* who is in no circle still pays heed to place */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("gravity");
    TCase *tests = tcase_create("gravity");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, ties_fall_with_the_square_of_the_distance);
    tcase_add_test(tests, another_law_has_another_slope);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
