/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is tied to whom: the shape of the rows, and that nothing but scenario and seed decides. */
#include "world.h"

#include <stdlib.h>
#include <string.h>

/* Faults are counted, and asserted once: an assertion for each entry would take most of the time. */
static uint64_t row_faults(const gx_rows *rows, uint32_t columns)
{
    uint64_t faults = rows->offset[0] != 0;
    for (uint32_t row = 0; row < rows->rows; row++)
        for (uint64_t at = rows->offset[row]; at < rows->offset[row + 1]; at++)
            faults += rows->column[at] >= columns ||
                      (at > rows->offset[row] && rows->column[at - 1] >= rows->column[at]);
    return faults;
}

/* Friends are symmetric with one strength and the same layers for both, without loops; dormant is what
 * nothing else makes. */
static uint64_t friend_faults(const gx_rows *friends)
{
    uint64_t faults = 0;
    for (uint32_t user = 0; user < friends->rows; user++)
        for (uint64_t at = friends->offset[user]; at < friends->offset[user + 1]; at++) {
            uint32_t other = friends->column[at], back = 0;
            bool found = gx_row_has(friends, other, user, &back);
            uint64_t there = friends->offset[other] + back;
            uint8_t layers = friends->layers[at];
            faults += other == user || friends->strength[at] == 0 || layers == 0 || !found ||
                      friends->strength[at] != friends->strength[there] || layers != friends->layers[there] ||
                      ((layers & GX_LAYER_DORMANT) != 0 && layers != GX_LAYER_DORMANT);
        }
    return faults;
}

static void assert_sound(const world *w)
{
    const gx_network *network = w->network;
    ck_assert_uint_eq(network->users, w->population->users);
    ck_assert_uint_eq(network->friends.rows, network->users);
    ck_assert_uint_eq(network->user_groups.rows, network->users);
    ck_assert_uint_eq(network->group_members.rows, network->groups);
    ck_assert_uint_eq(row_faults(&network->friends, network->users), 0);
    ck_assert_uint_eq(row_faults(&network->group_members, network->users), 0);
    ck_assert_uint_eq(row_faults(&network->user_groups, network->groups), 0);
    ck_assert_uint_eq(friend_faults(&network->friends), 0);
    ck_assert_uint_eq(network->group_members.offset[network->groups],
                      network->user_groups.offset[network->users]);
    uint64_t missing = 0, kinds = 0;
    for (uint32_t group = 0; group < network->groups; group++) {
        kinds += gx_group_kind_of(network, group) >= GX_GROUP_MADE;
        for (uint32_t at = 0; at < gx_group_size(network, group); at++)
            missing += !gx_group_has(network, group, gx_group_member(network, group, at));
    }
    ck_assert_uint_eq(missing, 0);
    ck_assert_uint_eq(kinds, 0);
}

START_TEST(rows_are_sound)
{
    static const int64_t users[] = {2,  3,  4,  5,  7,   8,   9,   13,   20,  27,
                                    28, 29, 50, 99, 100, 101, 250, 1000, 5000};
    for (size_t at = 0; at < GX_COUNT_OF(users); at++) {
        world w = plan(users[at], 30);
        build(&w, 10 + at, 2);
        assert_sound(&w);
        raze(&w);
    }
}
END_TEST

/* As few as twenty in one city have friends and groups. */
START_TEST(a_hamlet_is_a_network)
{
    world w = plan(20, 1);
    build(&w, 1, 1);
    ck_assert_uint_gt(w.network->groups, 2);
    for (uint32_t user = 0; user < 20; user++)
        ck_assert_uint_gt(gx_row_length(&w.network->friends, user), 3);
    raze(&w);
}
END_TEST

START_TEST(threads_do_not_matter)
{
    for (int apart = 0; apart < 2; apart++) {
        uint64_t digest = 0;
        static const uint32_t threads[] = {1, 2, 3, 7};
        for (size_t at = 0; at < GX_COUNT_OF(threads); at++) {
            world w = plan(20013, 37);
            w.ties.cities_apart = apart == 1;
            build(&w, 1, threads[at]);
            uint64_t own = gx_network_digest(w.network);
            digest = at == 0 ? own : digest;
            ck_assert_uint_eq(own, digest);
            raze(&w);
        }
    }
}
END_TEST

/* Another seed or replicate is another graph: beside households, which are neighbours in number in both, the
 * share of common friends is what chance gives. */
START_TEST(seeds_and_replicates_matter)
{
    world a = plan(3000, 1), b = plan(3000, 1);
    build(&a, 1, 1);
    build(&b, 2, 1);
    ck_assert_uint_ne(gx_network_digest(a.network), gx_network_digest(b.network));
    const gx_rows *friends = &a.network->friends;
    uint64_t common = 0, all = 0;
    for (uint32_t user = 0; user < 3000; user++)
        for (uint64_t at = friends->offset[user]; at < friends->offset[user + 1]; at++) {
            bool outside = (friends->layers[at] & GX_LAYER_HOUSEHOLD) == 0;
            all += outside;
            common += outside && gx_row_has(&b.network->friends, user, friends->column[at], NULL);
        }
    double share = (double)common / (double)all;
    double density = (double)b.network->friends.offset[3000] / (3000.0 * 2999.0);
    ck_assert_double_lt(share, 1.5 * density); /* about 0.02 */
    raze(&a);
    gx_error error = {0};
    gx_network *other = NULL;
    ck_assert_int_eq(gx_network_create(&other, b.population, &b.ties, gx_key_make(2, 1), 1, &error), GX_OK);
    ck_assert_uint_ne(gx_network_digest(other), gx_network_digest(b.network));
    gx_network_free(other);
    raze(&b);
}
END_TEST

START_TEST(a_tiny_world_keeps_its_digest)
{
    world w = plan(200, 2);
    build(&w, 1, 2);
    ck_assert_msg(
        gx_population_digest(w.population, 1) == UINT64_C(0xeaa5f460201f400e) &&
            gx_network_digest(w.network) == UINT64_C(0x8e4a4486bb4625f8),
        "population %016llx, network %016llx: if the recipe changed on purpose, say so in CHANGELOG and put "
        "these here",
        (unsigned long long)gx_population_digest(w.population, 1),
        (unsigned long long)gx_network_digest(w.network));
    raze(&w);
}
END_TEST

START_TEST(cities_can_be_apart)
{
    world w = plan(6000, 12);
    build(&w, 1, 2);
    uint64_t between = 0;
    for (int apart = 0; apart < 2; apart++) {
        if (apart == 1) {
            raze(&w);
            w.ties.cities_apart = true;
            build(&w, 1, 2);
            between = 0;
        }
        for (uint32_t user = 0; user < 6000; user++)
            for (uint32_t at = 0; at < gx_row_length(&w.network->friends, user); at++)
                between += gx_city_of(w.population, user) !=
                           gx_city_of(w.population, gx_row(&w.network->friends, user)[at]);
        if (apart == 0)
            ck_assert_uint_gt(between, 5000);
        else
            ck_assert_uint_eq(between, 0);
    }
    for (uint32_t group = 0; group < w.network->groups; group++) {
        const uint32_t *members = gx_row(&w.network->group_members, group);
        uint32_t last = gx_row_length(&w.network->group_members, group) - 1;
        ck_assert_uint_eq(gx_city_of(w.population, members[0]), gx_city_of(w.population, members[last]));
    }
    assert_sound(&w);
    raze(&w);
}
END_TEST

/* The draws on a pair name its group by where it is cut, not by its row: with more activity in the first city
 * there are more groups before those of the others, whose friends stay what they were to the last strength.
 */
START_TEST(groups_more_redraw_no_other_city)
{
    world w = plan(6000, 12);
    w.ties.cities_apart = true;
    w.ties.weak_mean = 0;
    build(&w, 1, 2);
    gx_network *before = w.network;
    uint32_t first = w.population->city_first[1], changed = 0, faults = 0;
    for (uint32_t user = 0; user < first; user++)
        w.population->activity[user] = 1024;
    gx_error error = {0};
    ck_assert_int_eq(gx_network_create(&w.network, w.population, &w.ties, gx_key_make(1, 0), 2, &error),
                     GX_OK);
    ck_assert_uint_gt(w.network->groups, before->groups);
    const gx_rows *old = &before->friends, *new = &w.network->friends;
    for (uint32_t user = 0; user < 6000; user++) {
        uint32_t length = gx_row_length(old, user);
        bool same = length == gx_row_length(new, user) &&
                    memcmp(gx_row(old, user), gx_row(new, user), length * sizeof *old->column) == 0 &&
                    memcmp(old->strength + old->offset[user], new->strength + new->offset[user], length) == 0;
        changed += user < first && !same;
        faults += user >= first && !same;
    }
    ck_assert_uint_gt(changed, first / 2);
    ck_assert_uint_eq(faults, 0);
    gx_network_free(before);
    raze(&w);
}
END_TEST

/* Ties of `before` that `after`, which has all but one layer, should not have, or should have otherwise. */
static uint64_t layer_faults(const gx_rows *before, const gx_rows *after, unsigned gone)
{
    uint64_t faults = 0;
    for (uint32_t user = 0; user < before->rows; user++) {
        for (uint64_t at = before->offset[user]; at < before->offset[user + 1]; at++) {
            uint32_t there = 0;
            bool has = gx_row_has(after, user, before->column[at], &there);
            unsigned rest = before->layers[at] & ~gone;
            unsigned now = has ? after->layers[after->offset[user] + there] : 0;
            bool woken = rest == 0 && now == GX_LAYER_DORMANT && gone != GX_LAYER_DORMANT;
            faults += now != rest && !woken;
        }
        for (uint64_t at = after->offset[user]; at < after->offset[user + 1]; at++)
            faults += !gx_row_has(before, user, after->column[at], NULL);
    }
    return faults;
}

/* A layer that is turned off takes its ties with it, and touches no other. */
START_TEST(layers_do_not_touch_each_other)
{
    world w = plan(3000, 3);
    build(&w, 1, 2);
    const struct {
        double *parameter;
        unsigned layer;
    } cases[] = {{&w.ties.weak_mean, GX_LAYER_WEAK},
                 {&w.ties.kin_probability, GX_LAYER_KIN},
                 {&w.ties.close_probability, GX_LAYER_CLOSE},
                 {&w.ties.groups_extra, GX_LAYER_GROUP},
                 {&w.ties.past_groups, GX_LAYER_DORMANT}};
    for (size_t at = 0; at < GX_COUNT_OF(cases); at++) {
        double value = *cases[at].parameter;
        *cases[at].parameter = 0;
        gx_network *without = NULL;
        gx_error error = {0};
        ck_assert_int_eq(gx_network_create(&without, w.population, &w.ties, gx_key_make(1, 0), 2, &error),
                         GX_OK);
        ck_assert_uint_lt(without->friends.offset[3000], w.network->friends.offset[3000]);
        ck_assert_uint_eq(layer_faults(&w.network->friends, &without->friends, cases[at].layer), 0);
        *cases[at].parameter = value;
        gx_network_free(without);
    }
    raze(&w);
}
END_TEST

/* A chance that is raised keeps every tie there was. */
START_TEST(raising_a_chance_keeps_ties)
{
    world w = plan(3000, 3);
    w.ties.homophily_sex = 0;
    build(&w, 1, 2);
    gx_network *before = w.network;
    w.ties.close_probability += 0.1;
    w.ties.kin_probability += 0.1;
    w.ties.friend_pull *= 1.1;
    gx_error error = {0};
    ck_assert_int_eq(gx_network_create(&w.network, w.population, &w.ties, gx_key_make(1, 0), 2, &error),
                     GX_OK);
    const gx_rows *old = &before->friends;
    uint64_t lost = 0;
    for (uint32_t user = 0; user < 3000; user++)
        for (uint64_t at = old->offset[user]; at < old->offset[user + 1]; at++)
            lost += !gx_row_has(&w.network->friends, user, old->column[at], NULL);
    ck_assert_uint_eq(lost, 0);
    ck_assert_uint_gt(w.network->friends.offset[3000], old->offset[3000] * 103 / 100);
    gx_network_free(before);
    raze(&w);
}
END_TEST

/* Sizes 3 … max; clans apart, in a small city at most a quarter of it (and a rest of two). */
START_TEST(groups_have_sensible_sizes)
{
    world w = plan(30000, 100);
    w.ties.group_size_max = 200;
    build(&w, 1, 2);
    uint32_t large = 0, small = 0;
    for (uint32_t group = 0; group < w.network->groups; group++) {
        uint32_t size = gx_row_length(&w.network->group_members, group);
        ck_assert_uint_ge(size, 3);
        ck_assert_uint_le(size, 200);
        large += size > 150;
        small += size <= 10;
        const uint32_t *members = gx_row(&w.network->group_members, group);
        uint32_t city = gx_city_of(w.population, members[0]);
        uint32_t people = w.population->city_first[city + 1] - w.population->city_first[city];
        if (gx_group_kind_of(w.network, group) != GX_GROUP_FAMILY &&
            gx_city_of(w.population, members[size - 1]) == city)
            ck_assert_uint_le(size, (people / 4 < 3 ? 3 : people / 4) + 2);
    }
    ck_assert_uint_gt(large, 5);
    ck_assert_uint_gt(small, w.network->groups / 3);
    raze(&w);
}
END_TEST

START_TEST(rows_are_searched)
{
    uint64_t offset[] = {0, 0, 4};
    uint32_t column[] = {1, 5, 9, 1000}, at = 77;
    gx_rows rows = {.rows = 2, .offset = offset, .column = column, .strength = NULL};
    ck_assert(!gx_row_has(&rows, 0, 1, &at));
    ck_assert(!gx_row_has(&rows, 1, 0, &at));
    ck_assert(!gx_row_has(&rows, 1, 6, &at));
    ck_assert(!gx_row_has(&rows, 1, 1001, &at));
    ck_assert_uint_eq(at, 77);
    for (uint32_t place = 0; place < 4; place++) {
        ck_assert(gx_row_has(&rows, 1, column[place], &at));
        ck_assert_uint_eq(at, place);
    }
    ck_assert(gx_row_has(&rows, 1, 5, NULL));
}
END_TEST

static void assert_refused(const world *w, const char *field)
{
    gx_network *made = NULL;
    gx_error error = {0};
    ck_assert_int_eq(gx_network_create(&made, w->population, &w->ties, gx_key_make(1, 0), 1, &error),
                     GX_ERR_ARGUMENT);
    ck_assert_ptr_null(made);
    ck_assert_msg(strstr(error.message, field) != NULL, "%s", error.message);
}

START_TEST(nonsense_is_refused)
{
    world w = plan(100, 1);
    build(&w, 1, 1);
    gx_network_config good = w.ties;
    w.ties.group_size_max = 2;
    assert_refused(&w, "group_size_max");
    w.ties = good;
    w.ties.weak_mean = -1;
    assert_refused(&w, "weak_mean");
    w.ties = good;
    w.ties.friend_pull = strtod("nan", NULL);
    assert_refused(&w, "friend_pull");
    w.ties = good;
    w.ties.group_local = 0.7;
    w.ties.group_city = 0.4;
    assert_refused(&w, "group_city");
    w.ties = good;
    w.ties.platform = 1 + GX_PLATFORM_COUNT;
    assert_refused(&w, "platform");
    raze(&w);
    gx_network_free(NULL);
}
END_TEST

/* The corners of the ranges: nothing overflows, rows stay sound. */
START_TEST(extremes_are_sound)
{
    world w = plan(1500, 3);
    w.people.activity_sigma = 2;
    w.ties.groups_extra = w.ties.past_groups = 20;
    w.ties.group_size_median = w.ties.class_size_median = w.ties.work_size_median = 500;
    w.ties.past_size_median = 500;
    w.ties.group_size_sigma = w.ties.class_size_sigma = w.ties.work_size_sigma = 2;
    w.ties.group_size_max = 2000;
    w.ties.friend_pull = 200;
    w.ties.friend_pull_growth = 1;
    w.ties.close_probability = w.ties.kin_probability = 1;
    w.ties.kin_mean = 100;
    w.ties.weak_mean = 100;
    w.ties.weak_activity = 3;
    w.ties.homophily_age = w.ties.homophily_schooling = w.ties.homophily_sex = 1;
    build(&w, 1, 2);
    assert_sound(&w);
    raze(&w);
    w = plan(1500, 3);
    w.ties.groups_extra = w.ties.past_groups = w.ties.friend_pull = w.ties.close_probability = 0;
    w.ties.kin_mean = w.ties.weak_mean = 0;
    w.ties.group_size_max = 3;
    build(&w, 1, 2);
    assert_sound(&w);
    uint64_t others = 0; /* in the household */
    for (uint32_t user = 0; user < 1500; user++)
        others += gx_household_of(w.population, user).end - gx_household_of(w.population, user).first - 1;
    ck_assert_uint_eq(w.network->friends.offset[1500], others);
    raze(&w);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("network");
    TCase *tests = tcase_create("network");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, rows_are_sound);
    tcase_add_test(tests, a_hamlet_is_a_network);
    tcase_add_test(tests, threads_do_not_matter);
    tcase_add_test(tests, seeds_and_replicates_matter);
    tcase_add_test(tests, a_tiny_world_keeps_its_digest);
    tcase_add_test(tests, cities_can_be_apart);
    tcase_add_test(tests, groups_more_redraw_no_other_city);
    tcase_add_test(tests, layers_do_not_touch_each_other);
    tcase_add_test(tests, raising_a_chance_keeps_ties);
    tcase_add_test(tests, groups_have_sensible_sizes);
    tcase_add_test(tests, rows_are_searched);
    tcase_add_test(tests, nonsense_is_refused);
    tcase_add_test(tests, extremes_are_sound);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
