/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network in which nothing is stored: its questions agree with each other, its ties with the rule. */
#include "implicit/implicit.h"
#include "implicit/slots.h"
#include "world.h"

#include <gx/base/memory.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static world implicit_world(int64_t users, int64_t cities)
{
    world made = plan(users, cities);
    made.ties.form = GX_NETWORK_IMPLICIT;
    made.people.stored = false;
    return made;
}

static gx_rows rows_of_network(const gx_network *network, gx_rows *groups, uint32_t threads)
{
    gx_rows friends = {0};
    gx_error error = {0};
    ck_assert_msg(gx_network_rows(&friends, groups, network, threads, &error) == GX_OK, "%s", error.message);
    return friends;
}

/* ---- The questions agree ---- */

START_TEST(ties_are_the_same_from_either_end)
{
    world made = implicit_world(3000, 3);
    build(&made, 11, 1);
    gx_rows friends = rows_of_network(made.network, NULL, 1);
    gx_friend_room room;
    uint32_t wrong = 0; /* asserting each tie would be slow */
    for (uint32_t user = 0; user < 3000; user++) {
        gx_friends own = gx_friends_of(made.network, user, &room);
        ck_assert_uint_eq(own.count, gx_row_length(&friends, user));
        for (uint32_t at = 0; at < own.count; at++) {
            uint32_t other = own.user[at], back = 0;
            wrong += other == user || (at > 0 && own.user[at - 1] >= other);
            wrong += !gx_row_has(&friends, other, user, &back);
            uint64_t place = friends.offset[other] + back;
            wrong += friends.strength[place] != own.strength[at] || friends.layers[place] != own.layers[at];
            wrong += own.strength[at] == 0 || own.layers[at] == 0;
        }
    }
    ck_assert_uint_eq(wrong, 0);
    gx_rows_free(&friends);
    raze(&made);
}
END_TEST

START_TEST(a_tie_is_what_the_row_says)
{
    world made = implicit_world(900, 2);
    build(&made, 12, 1);
    gx_friend_room room;
    uint32_t wrong = 0;
    for (uint32_t user = 0; user < 900; user += 7) {
        gx_friends own = gx_friends_of(made.network, user, &room);
        for (uint32_t other = 0, at = 0; other < 900; other++) {
            gx_tie tie = gx_tie_of(made.network, user, other);
            bool friend = at < own.count && own.user[at] == other;
            wrong += tie.strength != (friend ? own.strength[at] : 0);
            wrong += tie.layers != (friend ? own.layers[at] : 0);
            at += friend;
        }
    }
    ck_assert_uint_eq(wrong, 0);
    raze(&made);
}
END_TEST

/* Around a strength: less (by a word), as much, one more. */
static uint8_t need_of(uint8_t strength, uint32_t more, uint32_t word)
{
    uint32_t need = more == 0 ? strength * (word % 5) / 5 : strength + more - 1;
    return (uint8_t)(need < UINT8_MAX ? need : UINT8_MAX);
}

/* Cities of several districts, and asked for many at once: who may meet is known before anybody is looked
 * for, and what is known of the one who asks is kept from one question to the next. */
START_TEST(ties_with_many_are_what_the_row_says)
{
    enum { USERS = 12007 };
    world made = implicit_world(USERS, 2);
    build(&made, 35, 1);
    gx_friend_room room;
    static uint32_t everybody[USERS];
    static uint8_t need[USERS];
    static bool reached[USERS];
    uint32_t wrong = 0, friends = 0;
    for (uint32_t other = 0; other < USERS; other++)
        everybody[other] = other;
    for (uint32_t user = 3; user < USERS; user += 401) {
        gx_friends own = gx_friends_of(made.network, user, &room);
        for (uint32_t more = 0; more < 3; more++) { /* than it is: too little, just enough, too much */
            for (uint32_t other = 0, at = 0; other < USERS; other++) {
                bool friend = at < own.count && own.user[at] == other;
                need[other] = need_of(friend ? own.strength[at] : 0, more, user ^ other);
                at += friend;
            }
            gx_ties_reach(made.network, user, everybody, need, USERS, reached);
            for (uint32_t other = 0, at = 0; other < USERS; other++) {
                bool friend = at < own.count && own.user[at] == other;
                wrong += reached[other] != ((friend ? own.strength[at] : 0) >= need[other]);
                at += friend;
            }
        }
        friends += own.count;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_gt(friends, 30 * 20);
    raze(&made);
}
END_TEST

static void check_groups(const world *made)
{
    const gx_network *network = made->network;
    gx_group_room room;
    uint64_t memberships = 0, sizes = 0, wrong = 0;
    uint32_t *left = calloc(network->users, sizeof *left);
    for (uint32_t user = 0; user < network->users; user++) {
        gx_groups groups = gx_groups_of(network, user, &room);
        memberships += left[user] = groups.count;
        for (uint32_t at = 0; at < groups.count; at++) {
            wrong += groups.group[at] >= network->groups;
            wrong += at > 0 && groups.group[at - 1] >= groups.group[at];
            wrong += !gx_group_has(network, groups.group[at], user);
        }
    }
    for (uint32_t group = 0; group < network->groups; group++) {
        uint32_t size = gx_group_size(network, group);
        wrong += size < 2;
        sizes += size;
        for (uint32_t at = 0; at < size; at++) {
            uint32_t user = gx_group_member(network, group, at);
            wrong += !gx_group_has(network, group, user);
            wrong += left[user]-- == 0; /* every membership once: no member twice */
        }
    }
    free(left);
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(memberships, sizes);
}

START_TEST(groups_and_members_agree)
{
    world made = implicit_world(6000, 6);
    build(&made, 13, 1);
    check_groups(&made);
    ck_assert(!gx_group_has(made.network, 0, 6000));
    raze(&made);
}
END_TEST

START_TEST(small_worlds_agree)
{
    static const int64_t users[] = {2, 3, 5, 9, 17, 40, 130, 400};
    for (size_t at = 0; at < sizeof users / sizeof *users; at++)
        for (int64_t cities = 1; cities <= 3; cities += 2) {
            world made = implicit_world(users[at], cities);
            made.people.cities = cities < users[at] ? cities : 1;
            build(&made, 14 + (uint64_t)at, 1);
            check_groups(&made);
            gx_rows friends = rows_of_network(made.network, NULL, 1);
            uint32_t wrong = 0;
            for (uint32_t user = 0; user < friends.rows; user++)
                for (uint64_t tie = friends.offset[user]; tie < friends.offset[user + 1]; tie++)
                    wrong += !gx_row_has(&friends, friends.column[tie], user, NULL);
            ck_assert_uint_eq(wrong, 0);
            gx_rows_free(&friends);
            raze(&made);
        }
}
END_TEST

START_TEST(groups_have_all_kinds)
{
    world made = implicit_world(6000, 6);
    build(&made, 15, 1);
    uint32_t seen[GX_GROUP_KINDS] = {0};
    for (uint32_t group = 0; group < made.network->groups; group++)
        seen[gx_group_kind_of(made.network, group)]++;
    ck_assert(seen[GX_GROUP_FAMILY] > 0 && seen[GX_GROUP_CLASS] > 0 && seen[GX_GROUP_WORK] > 0 &&
              seen[GX_GROUP_COMMUNITY] > 0 && seen[GX_GROUP_MADE] == 0);
    raze(&made);
}
END_TEST

/* ---- What it is a function of ---- */

START_TEST(threads_and_storing_change_nothing)
{
    gx_rows first = {0}, first_groups = {0};
    for (uint32_t threads = 1; threads <= 7; threads += threads < 3 ? 1 : 4) {
        world made = implicit_world(3000, 3);
        made.people.stored = threads == 2;
        build(&made, 16, threads);
        gx_rows groups = {0};
        gx_rows friends = rows_of_network(made.network, &groups, threads);
        if (threads == 1) {
            first = friends;
            first_groups = groups;
        } else {
            ck_assert_uint_eq(gx_rows_digest(&friends), gx_rows_digest(&first));
            ck_assert_uint_eq(gx_rows_digest(&groups), gx_rows_digest(&first_groups));
            gx_rows_free(&friends);
            gx_rows_free(&groups);
        }
        raze(&made);
    }
    gx_rows_free(&first);
    gx_rows_free(&first_groups);
}
END_TEST

START_TEST(another_seed_is_another_network)
{
    world one = implicit_world(2000, 2), other = implicit_world(2000, 2);
    build(&one, 17, 1);
    build(&other, 18, 1);
    ck_assert_uint_ne(gx_network_digest(one.network), gx_network_digest(other.network));
    gx_rows friends = rows_of_network(one.network, NULL, 1), others = rows_of_network(other.network, NULL, 1);
    uint64_t same = 0;
    for (uint32_t user = 0; user < 2000; user++)
        for (uint64_t at = friends.offset[user]; at < friends.offset[user + 1]; at++)
            same += gx_row_has(&others, user, friends.column[at], NULL);
    ck_assert(same * 4 < friends.offset[2000]); /* households, in part, and chance */
    gx_rows_free(&friends);
    gx_rows_free(&others);
    raze(&one);
    raze(&other);
}
END_TEST

START_TEST(the_digest_tells_parameters)
{
    world made = implicit_world(2000, 2);
    build(&made, 17, 1);
    uint64_t digest = gx_network_digest(made.network);
    raze(&made);
    build(&made, 17, 1);
    ck_assert_uint_eq(gx_network_digest(made.network), digest);
    raze(&made);
    double *const fields[] = {&made.ties.kin_probability, &made.ties.close_probability,
                              &made.ties.friend_pull,     &made.ties.weak_mean,
                              &made.ties.groups_extra,    &made.ties.past_groups};
    for (size_t at = 0; at < sizeof fields / sizeof *fields; at++) {
        double before = *fields[at];
        *fields[at] *= 0.9;
        build(&made, 17, 1);
        ck_assert_uint_ne(gx_network_digest(made.network), digest);
        raze(&made);
        *fields[at] = before;
    }
}
END_TEST

START_TEST(cities_apart_have_no_tie)
{
    world made = implicit_world(4000, 4);
    made.ties.cities_apart = true;
    build(&made, 19, 1);
    gx_friend_room room;
    gx_group_room groups;
    uint32_t wrong = 0;
    for (uint32_t user = 0; user < 4000; user++) {
        gx_span city = gx_city_span(made.population, gx_city_of(made.population, user));
        gx_friends own = gx_friends_of(made.network, user, &room);
        for (uint32_t at = 0; at < own.count; at++)
            wrong += own.user[at] < city.first || own.user[at] >= city.end;
        gx_groups in = gx_groups_of(made.network, user, &groups);
        for (uint32_t at = 0; at < in.count; at++) {
            uint32_t other = gx_group_member(made.network, in.group[at], 0);
            wrong += other < city.first || other >= city.end;
        }
    }
    ck_assert_uint_eq(wrong, 0);
    raze(&made);
}
END_TEST

/* A row that is cut would not be symmetric. */
START_TEST(too_many_friends_are_refused)
{
    world made = implicit_world(20000, 4);
    build(&made, 20, 1);
    made.ties.friend_pull = 200;
    made.ties.groups_extra = 20;
    gx_network *none = made.network;
    gx_error error = {0};
    gx_status status = gx_network_create(&none, made.population, &made.ties, gx_key_make(20, 0), 1, &error);
    ck_assert(status == GX_ERR_LIMIT && none == NULL);
    raze(&made);
}
END_TEST

START_TEST(failing_memory_is_survived)
{
    world made = implicit_world(900, 2);
    build(&made, 20, 1);
    gx_network *again = NULL;
    gx_rows friends = {0}, groups = {0};
    gx_error error = {0};
    long after = 0;
    for (gx_status status = GX_ERR_MEMORY; status != GX_OK; after++) {
        gx_memory_fail_after(after);
        status = gx_network_create(&again, made.population, &made.ties, gx_key_make(20, 0), 1, &error);
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || (status == GX_ERR_MEMORY && again == NULL));
    }
    ck_assert_int_gt(after, 10);
    gx_network_free(again);
    after = 0;
    for (gx_status status = GX_ERR_MEMORY; status != GX_OK; after++) {
        gx_rows_free(&friends);
        gx_rows_free(&groups);
        gx_memory_fail_after(after);
        status = gx_network_rows(&friends, &groups, made.network, 1, &error);
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || status == GX_ERR_MEMORY);
    }
    ck_assert_int_gt(after, 10);
    gx_rows_free(&friends);
    gx_rows_free(&groups);
    raze(&made);
}
END_TEST

/* ---- Ties are drawn as the rule says ---- */

/* Over all blocks of a slot: how many pairs should be tied, with which variance, and how many are. */
typedef struct tally {
    double expected, variance, seen;
} tally;

static void tally_pair(tally *sum, const world *made, const gx_slot *slot, uint32_t size, uint32_t a,
                       uint32_t b)
{
    const gx_implicit *implicit = made->network->implicit;
    const gx_rule_row *row =
        gx_rule_row_of(implicit->rule, (gx_focus){.kind = slot->kind, .size = size, .name = 0});
    bool differs = gx_sex_of(made->population, a) != gx_sex_of(made->population, b);
    double chance = row->limit[differs] / 2147483648.0;
    uint8_t layers = gx_tie_of(made->network, a, b).layers;
    sum->expected += chance;
    sum->variance += chance * (1 - chance);
    sum->seen += (layers & gx_focus_layer(slot->kind)) != 0;
}

static tally tally_slot(const world *made, const gx_slot *slot)
{
    const gx_implicit *implicit = made->network->implicit;
    tally sum = {0};
    for (uint32_t at = 0; at < slot->realms; at++)
        for (uint32_t number = 0; number < slot->realm[at].run.blocks; number++) {
            gx_block block = gx_run_block(&slot->realm[at].run, number);
            uint32_t size = block.end - block.first, place[GX_RULE_SIZES], user[GX_RULE_SIZES];
            for (uint32_t a = 0; a < size; a++)
                place[a] = block.first + a;
            gx_slot_units(user, implicit, slot, &slot->realm[at], place, size);
            for (uint32_t a = 0; a < size; a++)
                for (uint32_t b = a + 1; b < size; b++)
                    tally_pair(&sum, made, slot, size, user[a], user[b]);
        }
    return sum;
}

/* Two slots that make the same layer would mix: one kind at a time. */
START_TEST(ties_are_as_many_as_the_rule_says)
{
    for (int turn = 0; turn < 3; turn++) {
        world made = implicit_world(2500, 1);
        made.ties.kin_mean = made.ties.past_groups = 0;
        made.ties.close_probability = turn == 0 ? made.ties.close_probability : 0;
        made.ties.weak_mean = 0;
        made.ties.groups_extra = turn == 1 ? 0.125 : 0; /* one slot */
        made.ties.group_local = 1;
        made.ties.group_city = 0;
        build(&made, 21 + (uint64_t)turn, 1);
        const gx_implicit *implicit = made.network->implicit;
        uint32_t tried = 0;
        for (uint32_t at = 0; at < implicit->slots; at++) {
            const gx_slot *slot = &implicit->slot[at];
            bool mine = turn == 0   ? slot->kind == GX_FOCUS_CLOSE
                        : turn == 1 ? slot->kind == GX_FOCUS_COMMUNITY
                                    : slot->kind == GX_FOCUS_WORK;
            if (!mine)
                continue;
            tally sum = tally_slot(&made, slot);
            assert_near(sum.seen, sum.expected, sqrt(sum.variance));
            tried++;
        }
        ck_assert_uint_eq(tried, (turn == 0 ? 2 : 1)); /* circles of children, and of grown-ups */
        raze(&made);
    }
}
END_TEST

/* Every lot is one end of a tie, as long as a share below 1 does not leave it out (here .9 * 8 of 8 lots) and
 * as it does not meet itself, which is for one lot in as many as there are cells. Either end knows the tie.
 */
START_TEST(weak_ties_are_as_many_as_lots)
{
    enum { USERS = 8000 };
    world made = implicit_world(USERS, 1);
    made.ties.weak_mean = 0.9;
    made.ties.weak_circles = 1; /* all of the nation */
    build(&made, 25, 1);
    gx_friend_room room;
    double ends = 0, expected = 0.9 * USERS, pairs = USERS / 2.0;
    for (uint32_t user = 0; user < USERS; user++) {
        gx_friends friends = gx_friends_of(made.network, user, &room);
        for (uint32_t at = 0; at < friends.count; at++) {
            ends += (friends.layers[at] & GX_LAYER_WEAK) != 0;
            if (friends.layers[at] == GX_LAYER_WEAK)
                ck_assert_uint_eq(gx_tie_of(made.network, friends.user[at], user).strength,
                                  friends.strength[at]);
        }
    }
    assert_near(ends, expected, 2 * sqrt(pairs * 0.9 * 0.1));
    raze(&made);
}
END_TEST

/* ---- Who is where ---- */

START_TEST(classes_are_of_pupils)
{
    world made = implicit_world(20000, 8);
    build(&made, 30, 1);
    double pupils = 0, in_class = 0, workers = 0, at_work = 0, pupils_in_class = 0, workers_at_work = 0;
    gx_group_room room;
    for (uint32_t user = 0; user < 20000; user += 5) {
        gx_person person = gx_person_of(made.population, user);
        bool pupil = person.occupation == GX_OCCUPATION_student, class = false, work = false;
        bool worker = !pupil && person.occupation != GX_OCCUPATION_home;
        gx_groups groups = gx_groups_of(made.network, user, &room);
        for (uint32_t at = 0; at < groups.count; at++) {
            class |= gx_group_kind_of(made.network, groups.group[at]) == GX_GROUP_CLASS;
            work |= gx_group_kind_of(made.network, groups.group[at]) == GX_GROUP_WORK;
        }
        ck_assert(!class || !work);
        pupils += pupil;
        workers += worker;
        in_class += class;
        at_work += work;
        pupils_in_class += pupil && class;
        workers_at_work += worker && work;
    }
    ck_assert(fabs(in_class / pupils - 1) < 0.06 && fabs(at_work / workers - 1) < 0.06);
    ck_assert_msg(pupils_in_class / in_class > 0.7, "%g of a class are pupils", pupils_in_class / in_class);
    ck_assert_msg(workers_at_work / at_work > 0.8, "%g at work are workers", workers_at_work / at_work);
    raze(&made);
}
END_TEST

/* Lots: the active are in more communities, in proportion as long as slots last. */
START_TEST(the_active_are_in_more_communities)
{
    world made = implicit_world(20000, 8);
    build(&made, 31, 1);
    double users[2] = {0}, communities[2] = {0};
    gx_group_room room;
    for (uint32_t user = 0; user < 20000; user++) {
        uint32_t activity = gx_activity_of(made.population, user);
        if (activity < 512 && activity > 128)
            continue;
        gx_groups groups = gx_groups_of(made.network, user, &room);
        users[activity >= 512]++;
        for (uint32_t at = 0; at < groups.count; at++)
            communities[activity >= 512] +=
                gx_group_kind_of(made.network, groups.group[at]) == GX_GROUP_COMMUNITY;
    }
    double low = communities[0] / users[0], high = communities[1] / users[1];
    ck_assert_msg(high > 3 * low, "%g and %g communities", low, high);
    raze(&made);
}
END_TEST

/* ---- As the stored form ---- */

typedef struct figures {
    gx_graph_measures shape;
    double same_sex, age, size[GX_GROUP_KINDS]; /* odds ratio; correlation of age bands; mean sizes */
} figures;

static void measure_people(figures *out, const world *made, const gx_rows *friends)
{
    double pairs[2][2] = {{0}}, n = 0, sum = 0, square = 0, product = 0;
    for (uint32_t user = 0; user < friends->rows; user++)
        for (uint64_t at = friends->offset[user]; at < friends->offset[user + 1]; at++) {
            uint32_t other = friends->column[at];
            double a = gx_age_band_of(made->population, user), b = gx_age_band_of(made->population, other);
            pairs[gx_sex_of(made->population, user)][gx_sex_of(made->population, other)]++;
            n++;
            sum += a;
            square += a * a;
            product += a * b;
        }
    out->same_sex = pairs[0][0] * pairs[1][1] / (pairs[0][1] * pairs[1][0]);
    out->age = (product / n - sum / n * (sum / n)) / (square / n - sum / n * (sum / n));
}

static figures measured(world *made, uint64_t seed)
{
    figures out;
    gx_error error = {0};
    gx_rows groups = {0};
    build(made, seed, 2);
    gx_rows friends = rows_of_network(made->network, &groups, 2);
    gx_measure_options options = {.distance_sources = 8, .seed = 1, .threads = 2};
    ck_assert(gx_graph_measure(&out.shape, &friends, &options, &error) == GX_OK);
    measure_people(&out, made, &friends);
    double count[GX_GROUP_KINDS] = {0}, size[GX_GROUP_KINDS] = {0};
    for (uint32_t group = 0; group < groups.rows; group++) {
        gx_group_kind kind = gx_group_kind_of(made->network, group);
        count[kind]++;
        size[kind] += gx_row_length(&groups, group);
    }
    for (uint32_t kind = 0; kind < GX_GROUP_KINDS; kind++)
        out.size[kind] = count[kind] > 0 ? size[kind] / count[kind] : 0;
    gx_rows_free(&friends);
    gx_rows_free(&groups);
    raze(made);
    return out;
}

static void assert_alike(const char *what, double implicit, double stored, double tolerance)
{
    ck_assert_msg(fabs(implicit / stored - 1) < tolerance, "%s: %g implicit, %g stored", what, implicit,
                  stored);
}

START_TEST(statistics_are_those_of_the_stored_form)
{
    world made = implicit_world(20000, 8), stored = plan(20000, 8);
    made.people.stored = true;                           /* only faster */
    made.ties.past_groups = stored.ties.past_groups = 0; /* active ties */
    figures a = measured(&made, 22), b = measured(&stored, 22);
    ck_assert(a.shape.degree_mean > 40 && a.shape.degree_mean < 70);
    ck_assert(a.shape.clustering_average > 0.15 && a.shape.clustering_average < 0.30);
    ck_assert(a.shape.assortativity > 0 && (double)a.shape.giant > 0.995 * 20000);
    assert_alike("degree", a.shape.degree_mean, b.shape.degree_mean, 0.10);
    assert_alike("<k2>/<k>", a.shape.degree_second_ratio, b.shape.degree_second_ratio, 0.20);
    assert_alike("clustering", a.shape.clustering_average, b.shape.clustering_average, 0.25);
    assert_alike("odds of the same sex", a.same_sex, b.same_sex, 0.10);
    ck_assert(fabs(a.shape.assortativity - b.shape.assortativity) < 0.08);
    ck_assert(fabs(a.shape.distance_mean - b.shape.distance_mean) < 0.5);
    for (gx_group_kind kind = GX_GROUP_FAMILY; kind <= GX_GROUP_COMMUNITY; kind++)
        assert_alike(gx_group_kind_words[kind], a.size[kind], b.size[kind], 0.4); /* few: heavy tails */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("implicit");
    TCase *agreeing = tcase_create("agreeing");
    tcase_add_test(agreeing, ties_are_the_same_from_either_end);
    tcase_add_test(agreeing, a_tie_is_what_the_row_says);
    tcase_add_test(agreeing, ties_with_many_are_what_the_row_says);
    tcase_add_test(agreeing, groups_and_members_agree);
    tcase_add_test(agreeing, small_worlds_agree);
    tcase_add_test(agreeing, groups_have_all_kinds);
    suite_add_tcase(suite, agreeing);
    TCase *function = tcase_create("function");
    tcase_add_test(function, threads_and_storing_change_nothing);
    tcase_add_test(function, another_seed_is_another_network);
    tcase_add_test(function, the_digest_tells_parameters);
    tcase_add_test(function, cities_apart_have_no_tie);
    tcase_add_test(function, too_many_friends_are_refused);
    tcase_add_test(function, failing_memory_is_survived);
    suite_add_tcase(suite, function);
    TCase *statistics = tcase_create("statistics");
    tcase_set_timeout(statistics, 60);
    tcase_add_test(statistics, ties_are_as_many_as_the_rule_says);
    tcase_add_test(statistics, weak_ties_are_as_many_as_lots);
    tcase_add_test(statistics, classes_are_of_pupils);
    tcase_add_test(statistics, the_active_are_in_more_communities);
    tcase_add_test(statistics, statistics_are_those_of_the_stored_form);
    suite_add_tcase(suite, statistics);
    return run_suite(suite);
}
