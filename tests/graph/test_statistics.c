/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graph has the statistics it was made for: friendship and payment graphs as published, and each layer
 * its theory. */
#include "world.h"

#include <gx/base/exact.h>
#include <math.h>
#include <stdlib.h>

static gx_graph_measures measured(const world *w, uint32_t sources)
{
    gx_graph_measures found;
    gx_error error = {0};
    gx_measure_options options = {.distance_sources = sources, .seed = 1, .threads = 2};
    gx_status status = gx_graph_measure(&found, &w->network->friends, &options, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    return found;
}

/* Mean degree 40-70, clustering .15-.30, positive assortativity, one giant component, short distances; the
 * same at ten times the size. Sources: Venmo (clustering .2, giant component 99.9 %), Facebook (positive
 * assortativity). */
START_TEST(defaults_give_a_social_graph_of_any_size)
{
    gx_graph_measures found[2];
    static const int64_t users[] = {10000, 100000};
    for (int at = 0; at < 2; at++) {
        world w = plan(users[at], 30);
        build(&w, 1, 2);
        found[at] = measured(&w, at == 0 ? 100 : 10);
        ck_assert_double_ge(found[at].degree_mean, 40);
        ck_assert_double_le(found[at].degree_mean, 70);
        ck_assert_double_ge(found[at].clustering_average, 0.15);
        ck_assert_double_le(found[at].clustering_average, 0.30);
        ck_assert_double_gt(found[at].assortativity, 0.05);
        ck_assert_double_gt((double)found[at].giant, 0.995 * (double)found[at].nodes);
        ck_assert_double_ge(found[at].distance_mean, found[at].distance_theory);
        ck_assert_double_le(found[at].distance_mean, 4.5);
        raze(&w);
    }
    ck_assert_double_le(fabs(found[1].degree_mean / found[0].degree_mean - 1), 0.20);
    ck_assert_double_le(fabs(found[1].clustering_average - found[0].clustering_average), 0.08);
}
END_TEST

/* Cities as large as before: ten times the people change nothing but distances. */
START_TEST(size_alone_changes_nothing)
{
    gx_graph_measures found[2];
    for (int at = 0; at < 2; at++) {
        world w = plan(at == 0 ? 10000 : 100000, at == 0 ? 4 : 40);
        w.people.city_zipf = 0;
        build(&w, 1, 2);
        found[at] = measured(&w, 0);
        raze(&w);
    }
    ck_assert_double_le(fabs(found[1].degree_mean / found[0].degree_mean - 1), 0.05);
    ck_assert_double_le(fabs(found[1].clustering_average - found[0].clustering_average), 0.03);
    ck_assert_double_le(fabs(found[1].assortativity - found[0].assortativity), 0.08);
}
END_TEST

START_TEST(a_village_is_a_social_graph_too)
{
    world w = plan(1000, 1);
    build(&w, 1, 2);
    gx_graph_measures found = measured(&w, 100);
    ck_assert_double_ge(found.degree_mean, 35);
    ck_assert_double_le(found.degree_mean, 70);
    ck_assert_double_ge(found.clustering_average, 0.15);
    ck_assert_double_le(found.clustering_average, 0.40);
    ck_assert_uint_eq(found.giant, 1000);
    raze(&w);
}
END_TEST

static double tie_chance(const gx_network_config *config, double size)
{
    double chance = config->friend_pull * gx_pow(size / 28, config->friend_pull_growth) / (size - 1);
    return chance < 0.9 ? chance : 0.9;
}

/* C_i ~ sum over foci of p_f k_f^2 / k_i^2 (Newman & Park 2003), k_f = p_f (s_f - 1) expected friends in
 * focus f. */
START_TEST(clustering_is_that_of_shared_foci)
{
    world w = plan(50000, 5);
    w.ties.close_probability = 0; /* circles cannot be seen from here; groups are the formula's foci */
    build(&w, 1, 2);
    const gx_network *network = w.network;
    double predicted = 0;
    for (uint32_t user = 0; user < network->users; user++) {
        double closed = 0, degree = gx_row_length(&network->friends, user);
        for (uint32_t at = 0; at < gx_row_length(&network->user_groups, user); at++) {
            double size = gx_row_length(&network->group_members, gx_row(&network->user_groups, user)[at]);
            double chance = tie_chance(&w.ties, size), friends = chance * (size - 1);
            closed += chance * friends * friends;
        }
        predicted += degree > 1 ? closed / (degree * degree) : 0;
    }
    double found = measured(&w, 0).clustering_average;
    predicted /= network->users;
    ck_assert_msg(fabs(found / predicted - 1) < 0.12, "found %g, predicted %g", found, predicted);
    raze(&w);
}
END_TEST

/* Of a group of s, a binomial number of the s (s - 1) / 2 pairs are friends; each user in one group, so none
 * is counted twice. By size: small (where p is capped), middle, large. */
START_TEST(pairs_in_a_group_are_friends_by_its_size)
{
    world w = plan(40000, 4);
    w.ties.groups_extra = 0;
    w.ties.close_probability = 0;
    w.ties.weak_mean = 0;
    build(&w, 2, 2);
    const gx_network *network = w.network;
    double seen[4] = {0}, expected[4] = {0}, variance[4] = {0};
    for (uint32_t group = 0; group < network->groups; group++) {
        uint32_t size = gx_row_length(&network->group_members, group);
        const uint32_t *members = gx_row(&network->group_members, group);
        int bin = size < 16 ? 0 : size < 40 ? 1 : size < 100 ? 2 : 3;
        double pairs = size * (size - 1.0) / 2, chance = tie_chance(&w.ties, size);
        expected[bin] += pairs * chance;
        variance[bin] += pairs * chance * (1 - chance);
        for (uint32_t at = 0; at < size; at++)
            for (uint32_t other = at + 1; other < size; other++)
                seen[bin] += gx_row_has(&network->friends, members[at], members[other], NULL);
    }
    double all = 0;
    for (int bin = 0; bin < 4; bin++) {
        ck_assert_double_gt(expected[bin], 1000);
        assert_near(seen[bin], expected[bin], sqrt(variance[bin]));
        all += seen[bin];
    }
    ck_assert_double_eq(2 * all, (double)network->friends.offset[network->users]); /* and no tie elsewhere */
    raze(&w);
}
END_TEST

/* Weak ties alone are a Chung-Lu graph: the expected degree of a user of weight w is mean * w / mean w. Users
 * in five bins of weight; of T ties, each with both ends drawn by weight, a bin of share q of the weight has
 * 2 q T ends with variance 2 (q + q^2) T. Loops and repeats are lost: they are expected too, q^2 T of them
 * for a bin by itself at most. */
START_TEST(weak_ties_are_chung_lu)
{
    enum { USERS = 60000, BINS = 5 };
    world w = plan(USERS, 10);
    w.ties.close_probability = 0;
    w.ties.friend_pull = 0;
    build(&w, 3, 2);
    double weight[BINS] = {0}, squares = 0, total = 0, ends[BINS] = {0};
    static const double edges[BINS] = {0.4, 0.8, 1.5, 3.0, 1e9}; /* of activity */
    for (uint32_t user = 0; user < USERS; user++) {
        double activity = w.population->activity[user] / 256.0, own = gx_pow(activity, w.ties.weak_activity);
        int bin = 0;
        while (activity >= edges[bin])
            bin++;
        weight[bin] += own;
        total += own;
        squares += own * own;
        ends[bin] += gx_row_length(&w.network->friends, user);
    }
    double ties = USERS * w.ties.weak_mean / 2;
    double spread = squares / total / total * USERS; /* <w^2> / <w>^2 */
    double lost = w.ties.weak_mean * w.ties.weak_mean * spread * spread / 4 + w.ties.weak_mean / 2 * spread;
    ck_assert_double_lt(lost, 0.001 * ties);
    for (int bin = 0; bin < BINS; bin++) {
        double share = weight[bin] / total;
        assert_near(ends[bin], 2 * share * ties, sqrt(2 * (share + share * share) * ties) + lost / 4.5);
    }
    raze(&w);
}
END_TEST

/* The share of places that stay in the city, and a Poisson number of groups by activity. */
START_TEST(places_are_as_asked)
{
    enum { USERS = 50000 };
    world w = plan(USERS, 10);
    w.people.city_zipf = 0;
    w.people.activity_sigma = 0;
    build(&w, 4, 2);
    double local = 0, all = 0;
    for (uint32_t group = 0; group < w.network->groups; group++) {
        uint32_t size = gx_row_length(&w.network->group_members, group);
        const uint32_t *members = gx_row(&w.network->group_members, group);
        all += size;
        local +=
            gx_city_of(w.population, members[0]) == gx_city_of(w.population, members[size - 1]) ? size : 0;
    }
    double places = USERS * (1 + w.ties.groups_extra);
    /* Void are the places of a user who holds one in the group: about k (k - 1) / 2 pairs of s / 5000. */
    ck_assert_double_le(all, places + 4.5 * sqrt(USERS * w.ties.groups_extra));
    ck_assert_double_ge(all, 0.985 * places);
    assert_near(local / all, w.ties.group_local, sqrt(0.85 * 0.15 / places) + 0.003 / 4.5);
    raze(&w);
}
END_TEST

/* Ties in close circles are the strongest, weak ones the weakest. */
START_TEST(strength_goes_with_the_focus)
{
    double mean[3];
    for (int layer = 0; layer < 3; layer++) {
        world w = plan(5000, 2);
        w.ties.close_probability *= layer == 0;
        w.ties.friend_pull *= layer == 1;
        w.ties.weak_mean *= layer == 2;
        build(&w, 5, 2);
        uint64_t sum = 0, count = w.network->friends.offset[5000];
        for (uint64_t at = 0; at < count; at++)
            sum += w.network->friends.strength[at];
        ck_assert_uint_gt(count, 10000);
        mean[layer] = (double)sum / (double)count;
        raze(&w);
    }
    ck_assert_double_gt(mean[0], 2 * mean[1]);
    ck_assert_double_gt(mean[1], 2 * mean[2]);
    ck_assert_double_gt(mean[2], 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("statistics");
    TCase *tests = tcase_create("statistics");
    tcase_set_timeout(tests, 110);
    tcase_add_test(tests, defaults_give_a_social_graph_of_any_size);
    tcase_add_test(tests, size_alone_changes_nothing);
    tcase_add_test(tests, a_village_is_a_social_graph_too);
    tcase_add_test(tests, clustering_is_that_of_shared_foci);
    tcase_add_test(tests, pairs_in_a_group_are_friends_by_its_size);
    tcase_add_test(tests, weak_ties_are_chung_lu);
    tcase_add_test(tests, places_are_as_asked);
    tcase_add_test(tests, strength_goes_with_the_focus);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
