/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A friend, or a group, drawn: as often as strengths say, in every form, and so that one tie more moves no
 * other pick. */
#include "ties/base.h"
#include "ties/logs.h"
#include "world.h"

#include <gx/graph/change.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint64_t word_of(uint64_t number)
{
    return gx_mix64(UINT64_C(0xf4a0) << 32 | number);
}

static bool is_dormant(const gx_friends *friends, uint32_t at)
{
    return friends->layers != NULL && (friends->layers[at] & GX_LAYER_DORMANT) != 0;
}

START_TEST(logarithms_are_right)
{
    for (uint32_t strength = 1; strength < 256; strength++)
        ck_assert_int_eq(gx_strength_log[strength], (int32_t)lround(log(strength) * 65536));
    ck_assert_int_lt(gx_strength_log[0], -(1 << 29));
}
END_TEST

/* ---- As often as strengths say ---- */

typedef struct fit {
    double chi, cells;
} fit;

/* Picks of one user against the strengths of its row; those expected fewer than five times are one cell. */
static void compare(fit *sum, const gx_network *network, uint32_t user, bool dormant, uint32_t picks)
{
    gx_friend_room room;
    gx_friends friends = gx_friends_of(network, user, &room);
    double *seen = calloc(friends.count + 1, sizeof *seen), whole = 0, rest = 0, rest_seen = 0;
    for (uint32_t at = 0; at < friends.count; at++)
        whole += is_dormant(&friends, at) == dormant ? friends.strength[at] : 0;
    for (uint32_t pick = 0; pick < picks; pick++) {
        uint64_t word = word_of((uint64_t)user << 24 | pick);
        uint32_t friend = gx_pick_tie(network, user, word, dormant), at = 0;
        while (at < friends.count && friends.user[at] != friend)
            at++;
        ck_assert(whole > 0 ? at < friends.count : friend == GX_NO_FRIEND);
        seen[at]++;
    }
    for (uint32_t at = 0; at < friends.count && whole > 0; at++) {
        double expected = is_dormant(&friends, at) == dormant ? picks * friends.strength[at] / whole : 0;
        ck_assert(expected > 0 || seen[at] == 0);
        if (expected < 5) {
            rest += expected;
            rest_seen += seen[at];
        } else {
            sum->chi += (seen[at] - expected) * (seen[at] - expected) / expected;
            sum->cells++;
        }
    }
    if (rest >= 5) {
        sum->chi += (rest_seen - rest) * (rest_seen - rest) / rest;
        sum->cells++;
    }
    sum->cells -= whole > 0; /* the sum is given */
    free(seen);
}

/* Of chi-square, as a normal deviate by Wilson & Hilferty. */
static void assert_fits(fit sum)
{
    double v = 2 / (9 * sum.cells);
    ck_assert(sum.cells > 100);
    assert_near(cbrt(sum.chi / sum.cells), 1 - v, sqrt(v));
}

static void check_form(gx_network_form form)
{
    world made = plan(4000, 3);
    made.ties.form = (int32_t)form;
    made.people.stored = form == GX_NETWORK_STORED;
    build(&made, 31, 1);
    fit active = {0, 0}, dormant = {0, 0};
    for (uint32_t user = 0; user < 4000; user += 200) {
        compare(&active, made.network, user, false, 4000);
        compare(&dormant, made.network, user, true, 1000);
    }
    assert_fits(active);
    assert_fits(dormant);
    raze(&made);
}

START_TEST(stored_picks_go_by_strength)
{
    check_form(GX_NETWORK_STORED);
}
END_TEST

START_TEST(implicit_picks_go_by_strength)
{
    check_form(GX_NETWORK_IMPLICIT);
}
END_TEST

/* One who has one friend, none, or only an old one; rows without layers. */
START_TEST(the_few_are_found)
{
    uint64_t offset[] = {0, 2, 4, 6, 6};
    uint32_t column[] = {1, 2, 0, 2, 0, 1};
    uint8_t strength[] = {255, 1, 255, 9, 1, 9};
    uint8_t layers[] = {GX_LAYER_CLOSE,   GX_LAYER_DORMANT, GX_LAYER_CLOSE,
                        GX_LAYER_DORMANT, GX_LAYER_DORMANT, GX_LAYER_DORMANT};
    gx_network network = {
        .users = 4,
        .friends = {.rows = 4, .offset = offset, .column = column, .strength = strength, .layers = layers}};
    uint32_t seen[3] = {0};
    for (uint64_t number = 0; number < 64; number++) {
        ck_assert_uint_eq(gx_pick_tie(&network, 0, word_of(number), false), 1);
        ck_assert_uint_eq(gx_pick_tie(&network, 0, word_of(number), true), 2);
        ck_assert_uint_eq(gx_pick_tie(&network, 2, word_of(number), false), GX_NO_FRIEND);
        ck_assert_uint_eq(gx_pick_tie(&network, 3, word_of(number), false), GX_NO_FRIEND);
        seen[gx_pick_tie(&network, 2, word_of(number), true)]++;
    }
    ck_assert(seen[0] > 0 && seen[1] > seen[0]);
    ck_assert(gx_has_friends(&network, 0, 1) && !gx_has_friends(&network, 0, 2));
    ck_assert(!gx_has_friends(&network, 2, 1) && gx_has_friends(&network, 3, 0));
    network.friends.layers = NULL;
    ck_assert(gx_has_friends(&network, 2, 2));
    ck_assert_uint_eq(gx_pick_tie(&network, 2, 5, true), GX_NO_FRIEND);
    ck_assert_uint_ne(gx_pick_tie(&network, 2, 5, false), GX_NO_FRIEND);
}
END_TEST

/* ---- Common random numbers ---- */

START_TEST(a_friend_more_moves_no_other_pick)
{
    enum { FRIENDS = 60, GONE = 17, PICKS = 20000 };
    uint32_t user[FRIENDS], fewer[FRIENDS - 1];
    uint8_t strength[FRIENDS], without[FRIENDS - 1], stronger[FRIENDS];
    for (uint32_t at = 0, kept = 0; at < FRIENDS; at++) {
        user[at] = 100 + 3 * at;
        strength[at] = stronger[at] = (uint8_t)(1 + at * 37 % 200);
        stronger[at] = (uint8_t)(strength[at] + (at == GONE ? 50 : 0));
        if (at != GONE) {
            fewer[kept] = user[at];
            without[kept++] = strength[at];
        }
    }
    gx_friends all = {.count = FRIENDS, .user = user, .strength = strength};
    gx_friends less = {.count = FRIENDS - 1, .user = fewer, .strength = without};
    gx_friends more = {.count = FRIENDS, .user = user, .strength = stronger};
    uint32_t fell = 0, rose = 0, wrong = 0;
    for (uint64_t number = 0; number < PICKS; number++) {
        uint32_t pick = gx_race(&all, word_of(number), false);
        uint32_t left = gx_race(&less, word_of(number), false);
        uint32_t right = gx_race(&more, word_of(number), false);
        fell += pick == user[GONE];
        rose += right == user[GONE];
        wrong += pick != user[GONE] && left != pick;
        wrong += right != user[GONE] && right != pick;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert(fell > 0 && rose > fell);
}
END_TEST

/* ---- Any friend at all ---- */

START_TEST(having_friends_is_having_rows)
{
    for (int form = 0; form < 3; form++) {
        world made = plan(1200, 2);
        made.ties.form = form == 0 ? GX_NETWORK_STORED : GX_NETWORK_IMPLICIT;
        made.people.stored = false;
        made.ties.platform = form == 2 ? 1 : 0;
        made.ties.close_probability = 0.05;
        made.ties.friend_pull = 0.5;
        made.ties.weak_mean = 0.2;
        build(&made, 33, 1);
        uint32_t wrong = 0, none = 0;
        gx_friend_room room;
        for (uint32_t user = 0; user < 1200; user++) {
            gx_friends friends = gx_friends_of(made.network, user, &room);
            uint32_t active = 0;
            for (uint32_t at = 0; at < friends.count; at++)
                active += !is_dormant(&friends, at);
            for (uint32_t least = 0; least < 6; least++)
                wrong += gx_has_friends(made.network, user, least) != (active >= least);
            uint32_t pick = gx_pick_tie(made.network, user, word_of(user), false);
            wrong += (pick == GX_NO_FRIEND) != (active == 0);
            wrong += pick != GX_NO_FRIEND && gx_tie_strength(made.network, user, pick) == 0;
            none += active == 0;
        }
        ck_assert_uint_eq(wrong, 0);
        ck_assert_uint_gt(none, 0);
        raze(&made);
    }
}
END_TEST

/* ---- Changes stand before what was ---- */

START_TEST(changed_rows_are_picked_from)
{
    world made = plan(2000, 2);
    made.ties.form = GX_NETWORK_IMPLICIT;
    made.people.stored = false;
    build(&made, 34, 1);
    gx_changes *changes;
    gx_error error = {0};
    gx_changes_config config = {.lists = 1, .group_max = 500, .key = {{1, 2}}};
    ck_assert(gx_changes_create(&changes, made.network, &config, &error) == GX_OK);
    gx_friend_room room;
    gx_friends before = gx_friends_of(made.network, 70, &room);
    for (uint32_t at = 0; at < before.count; at++) {
        gx_change end = {.who = 70, .about = before.user[at], .kind = GX_CHANGE_END};
        ck_assert(gx_changes_note(changes, 0, &end) == GX_OK);
    }
    gx_change tie = {.who = 70, .about = 1999, .kind = GX_CHANGE_TIE, .strength = 80};
    ck_assert(gx_changes_note(changes, 0, &tie) == GX_OK);
    ck_assert(gx_changes_merge(changes, made.network, &error) == GX_OK);
    for (uint64_t number = 0; number < 32; number++)
        ck_assert_uint_eq(gx_pick_tie(made.network, 70, word_of(number), false), 1999);
    ck_assert(gx_has_friends(made.network, 70, 1) && !gx_has_friends(made.network, 70, 2));
    gx_changes_free(changes);
    made.network->changes = NULL;
    raze(&made);
}
END_TEST

/* ---- Groups ---- */

START_TEST(groups_are_picked_alike)
{
    for (int form = 0; form < 2; form++) {
        world made = plan(3000, 2);
        made.ties.form = form == 0 ? GX_NETWORK_STORED : GX_NETWORK_IMPLICIT;
        build(&made, 35, 1);
        gx_group_room room;
        uint32_t checked = 0;
        for (uint32_t user = 0; user < 3000 && checked < 20; user += 50) {
            gx_groups groups = gx_groups_of(made.network, user, &room);
            if (groups.count < 3)
                continue;
            double seen[GX_GROUPS_MAX] = {0};
            for (uint64_t number = 0; number < 3000; number++) {
                uint32_t group = gx_pick_group_of(made.network, user, word_of(number), 0, UINT32_MAX), at = 0;
                while (groups.group[at] != group)
                    at++;
                seen[at]++;
                uint32_t large = gx_pick_group_of(made.network, user, word_of(number), 20, 400);
                uint32_t size = large == GX_NO_GROUP ? 21 : gx_group_size(made.network, large);
                ck_assert(size > 20 && size < 400);
            }
            double p = 1.0 / groups.count;
            for (uint32_t at = 0; at < groups.count; at++)
                assert_near(seen[at], 3000 * p, sqrt(3000 * p * (1 - p)));
            checked++;
        }
        ck_assert_uint_eq(checked, 20);
        raze(&made);
    }
}
END_TEST

/* Places of the implicit form name memberships, until a group has a row. */
START_TEST(memberships_have_names)
{
    for (int form = 0; form < 2; form++) {
        world made = plan(2000, 2);
        made.ties.form = form == 0 ? GX_NETWORK_STORED : GX_NETWORK_IMPLICIT;
        build(&made, 36, 1);
        gx_changes *changes;
        gx_error error = {0};
        gx_changes_config config = {.lists = 1, .group_max = 500, .key = {{1, 2}}};
        ck_assert(gx_changes_create(&changes, made.network, &config, &error) == GX_OK);
        uint32_t size = gx_group_size(made.network, 5);
        for (uint32_t at = 0; at < size; at++)
            ck_assert_uint_eq(gx_group_place_name(made.network, 5, at),
                              form == 0 ? gx_group_member(made.network, 5, at) : at);
        gx_change leave = {.who = gx_group_member(made.network, 5, 0), .about = 5, .kind = GX_CHANGE_LEAVE};
        ck_assert(gx_changes_note(changes, 0, &leave) == GX_OK);
        ck_assert(gx_changes_merge(changes, made.network, &error) == GX_OK);
        for (uint32_t at = 0; at + 1 < size; at++)
            ck_assert_uint_eq(gx_group_place_name(made.network, 5, at), gx_group_member(made.network, 5, at));
        gx_changes_free(changes);
        made.network->changes = NULL;
        raze(&made);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("picking");
    TCase *picks = tcase_create("picks");
    tcase_set_timeout(picks, 60);
    tcase_add_test(picks, logarithms_are_right);
    tcase_add_test(picks, stored_picks_go_by_strength);
    tcase_add_test(picks, implicit_picks_go_by_strength);
    tcase_add_test(picks, the_few_are_found);
    tcase_add_test(picks, a_friend_more_moves_no_other_pick);
    tcase_add_test(picks, having_friends_is_having_rows);
    tcase_add_test(picks, changed_rows_are_picked_from);
    tcase_add_test(picks, groups_are_picked_alike);
    tcase_add_test(picks, memberships_have_names);
    suite_add_tcase(suite, picks);
    return run_suite(suite);
}
