/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The implicit network as runs use it: what is kept for them changes no answer, and picks of groups are fair.
 */
#include "world.h"

#include <gx/base/memory.h>
#include <gx/graph/change.h>
#include <math.h>

static world implicit_world(int64_t users, int64_t cities)
{
    world made = plan(users, cities);
    made.ties.form = GX_NETWORK_IMPLICIT;
    made.people.stored = false;
    return made;
}

/* Some answers of all kinds. */
static uint64_t answers_of(const gx_network *network)
{
    uint64_t sum = 0;
    gx_group_room room;
    for (uint32_t user = 0; user < network->users; user += 11) {
        gx_groups groups = gx_groups_of(network, user, &room);
        for (uint32_t at = 0; at < groups.count; at++) {
            uint32_t size = gx_group_size(network, groups.group[at]), last = size - 1, member;
            gx_group_members(network, groups.group[at], &last, 1, &member);
            sum = gx_mix_pair(sum, (uint64_t)member << 32 | gx_tie_strength(network, user, member));
        }
        sum = gx_mix_pair(sum, gx_pick_tie(network, user, gx_mix64(user), false));
        sum = gx_mix_pair(sum, gx_pick_group_of(network, user, gx_mix64(user), 0, UINT32_MAX));
    }
    return sum;
}

START_TEST(what_is_kept_changes_no_answer)
{
    world made = implicit_world(6003, 5);
    build(&made, 33, 1);
    gx_error error = {0};
    uint64_t before = answers_of(made.network), digest = gx_network_digest(made.network);
    size_t bytes = gx_network_bytes(made.network);
    gx_memory_fail_after(0);
    ck_assert_int_eq(gx_network_prepare(made.network, 2, &error), GX_ERR_MEMORY);
    gx_memory_fail_after(-1);
    ck_assert_uint_eq(answers_of(made.network), before);
    ck_assert_int_eq(gx_network_prepare(made.network, 2, &error), GX_OK);
    ck_assert_uint_eq(answers_of(made.network), before);
    ck_assert_uint_eq(gx_network_digest(made.network), digest);
    size_t kept = gx_network_bytes(made.network) - bytes;
    ck_assert(kept > 6003 && kept < 3 * 6003);                            /* two bytes a user */
    ck_assert_int_eq(gx_network_prepare(made.network, 2, &error), GX_OK); /* once is enough */
    ck_assert_uint_eq(gx_network_bytes(made.network) - bytes, kept);
    raze(&made);
}
END_TEST

/* Groups are picked alike, whichever kind they are, and a pick is one of them. */
START_TEST(groups_are_picked_alike)
{
    enum { PICKS = 4000 };
    world made = implicit_world(6000, 5);
    build(&made, 34, 1);
    gx_group_room room;
    for (uint32_t user = 17; user < 6000; user += 1201) {
        gx_groups groups = gx_groups_of(made.network, user, &room);
        uint32_t seen[GX_GROUPS_MAX] = {0}, others = 0;
        for (uint32_t pick = 0; pick < PICKS; pick++) {
            uint32_t group = gx_pick_group_of(made.network, user, gx_mix64(pick), 0, UINT32_MAX), at = 0;
            while (at < groups.count && groups.group[at] != group)
                at++;
            others += at == groups.count && groups.count > 0;
            seen[at < groups.count ? at : 0]++;
        }
        ck_assert_uint_eq(others, 0);
        double chance = groups.count > 0 ? 1.0 / groups.count : 1;
        for (uint32_t at = 0; at < groups.count; at++)
            assert_near(seen[at], PICKS * chance, sqrt(PICKS * chance * (1 - chance)));
    }
    raze(&made);
}
END_TEST

/* Members asked for and read later are the members, of groups of every size and kind, in every form. */
static uint64_t assert_two_steps(const gx_network *network)
{
    uint64_t sum = 0;
    for (uint32_t group = 0; group < network->groups; group += 7) {
        uint32_t size = gx_group_size(network, group), place[GX_ASKED_MOST], member[GX_ASKED_MOST];
        gx_asked asked[2];
        uint32_t count = size < GX_ASKED_MOST ? size : GX_ASKED_MOST;
        for (uint32_t at = 0; at < count; at++)
            place[at] = size - 1 - at;
        gx_group_members_ask(network, group, place, count, &asked[0]);
        gx_group_members_ask(network, 0, place, 0, &asked[1]); /* the two know nothing of each other */
        gx_group_members_read(network, &asked[0], member);
        for (uint32_t at = 0; at < count; at++) {
            ck_assert_uint_eq(member[at], gx_group_member(network, group, place[at]));
            sum = gx_mix_pair(sum, member[at]);
        }
    }
    return sum;
}

START_TEST(members_come_in_two_steps)
{
    world made = implicit_world(12003, 5), stored = plan(12003, 5);
    gx_error error = {0};
    build(&made, 35, 1);
    build(&stored, 35, 1);
    uint64_t computed = assert_two_steps(made.network);
    ck_assert_int_eq(gx_network_prepare(made.network, 1, &error), GX_OK);
    ck_assert_uint_eq(assert_two_steps(made.network), computed);
    assert_two_steps(stored.network);
    raze(&made);
    raze(&stored);
}
END_TEST

/* Friends picked for many are those picked for one. */
static void assert_same_picks(const gx_network *network)
{
    enum { MANY = 997 };
    uint32_t user[MANY], friend[MANY];
    uint64_t word[MANY];
    for (uint32_t at = 0; at < MANY; at++) {
        user[at] = at * 12 % network->users;
        word[at] = gx_mix64(at);
    }
    gx_pick_ties(network, user, word, MANY, friend);
    for (uint32_t at = 0; at < MANY; at++)
        ck_assert_uint_eq(friend[at], gx_pick_tie(network, user[at], word[at], false));
    gx_pick_ties(network, user, word, 0, NULL); /* nobody is asked for nobody */
}

START_TEST(many_pick_as_one)
{
    world made = implicit_world(12003, 5), stored = plan(12003, 5);
    gx_error error = {0};
    build(&made, 36, 1);
    build(&stored, 36, 1);
    assert_same_picks(made.network);
    ck_assert_int_eq(gx_network_prepare(made.network, 1, &error), GX_OK);
    assert_same_picks(made.network);
    assert_same_picks(stored.network);
    raze(&made);
    raze(&stored);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("preparing");
    TCase *tcase = tcase_create("runs");
    tcase_add_test(tcase, what_is_kept_changes_no_answer);
    tcase_add_test(tcase, groups_are_picked_alike);
    tcase_add_test(tcase, members_come_in_two_steps);
    tcase_add_test(tcase, many_pick_as_one);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
