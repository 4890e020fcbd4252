/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is received makes friends at the rate of the formula, dormant ties wake, groups are made, joined and
 * left, and the core asks the network as it is: who joined may claim, who left may not. */
#include "befriending.h"
#include "decide.h"
#include "fixture.h"
#include "packets.h"
#include <check.h>
#include <gx/base/memory.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { USERS = 1200, TICKS = 12 * 3600 };

static const char *const base = "time: {start: 2016-02-07T12:00, duration: 12h, tick: 1s}\n"
                                "shards: 3\n"
                                "population: {users: 1200, cities: 1}\n";

static void make_world(fixture *f, const char *more)
{
    char text[4000];
    snprintf(text, sizeof text, "%s%s", base, more);
    fixture_make(f, text);
}

static gx_status merge(uint32_t tick, uint64_t digest, size_t *work, void *context)
{
    fixture *f = context;
    (void)digest;
    *work = 0;
    return gx_world_merge(&f->built.world, f->built.people.network, tick, NULL);
}

static void run_until(fixture *f, uint32_t tick)
{
    gx_sim_hooks hooks = {.context = f, .tick_done = merge};
    ck_assert_int_eq(gx_sim_run(f->built.world.sim, tick, &hooks, NULL), GX_OK);
}

static int64_t total(const fixture *f, gx_counter counter)
{
    return gx_world_total(&f->built.world, counter);
}

static uint64_t delivered(const fixture *f, uint32_t kind)
{
    return gx_sim_count(f->built.world.sim).delivered_by_kind[kind];
}

/* |seen - n p| within 4.5 standard deviations. */
static void is_near(double seen, double n, double p)
{
    ck_assert_msg(fabs(seen - n * p) <= 4.5 * sqrt(n * p * (1 - p)), "%g of %g, expected %g", seen, n, n * p);
}

static double logistic(double u)
{
    return 1 / (1 + exp(-u));
}

/* Claims between strangers that had reached the claimer by the last tick. */
static uint32_t shares_of_strangers(const fixture *f)
{
    const gx_world *world = &f->built.world;
    uint32_t count = 0;
    for (uint32_t s = 0; s < world->shards; s++) {
        const gx_event_buffer *claims = &world->shard[s].events[GX_EVENT_CLAIM];
        for (size_t i = 0; i < claims->count; i++)
            count += claims->rows[i].tick < TICKS && claims->rows[i].user != claims->rows[i].other &&
                     gx_tie_strength(world->network, claims->rows[i].user, claims->rows[i].other) == 0;
    }
    return count;
}

START_TEST(offers_come_at_the_rate_of_the_formula)
{
    fixture f;
    make_world(&f,
               "models:\n"
               "  decision: {cue: 0, curiosity: 2}\n"
               "  sending: {per_day: 30}\n"
               "  befriending: {active: yes, ask_share: -1.4, curiosity: 0.5, accept: -20, delay_max: 1s,\n"
               "                reach_dormant: 0, group_per_day: 0}\n");
    run_until(&f, TICKS);
    uint32_t shares = shares_of_strangers(&f);
    ck_assert_uint_gt(shares, 2000);
    is_near((double)delivered(&f, GX_KIND_FRIEND), shares, logistic(-1.4 + 2 * 0.5));
    ck_assert_int_eq(total(&f, GX_COUNT_ties_made), 0);
    fixture_free(&f);
}
END_TEST

/* 300 pairs of strangers: one packet each. */
START_TEST(offers_are_accepted_at_the_rate_of_the_formula)
{
    enum { PAIRS = 300 };
    static char text[50000];
    fixture f, plain;
    make_world(&plain, "");
    size_t at = (size_t)snprintf(text, sizeof text,
                                 "%smodels:\n"
                                 "  decision: {cue: 0, curiosity: 0}\n"
                                 "  sending: {per_day: 0}\n"
                                 "  attention: {look_personal: 1, open: 20}\n"
                                 "  befriending: {active: yes, ask_packet: 20, accept: 0.8, delay_max: 1s,\n"
                                 "                group_per_day: 0, strength_packet: 77}\n"
                                 "scheduled:\n",
                                 base);
    uint32_t pairs = 0, from[PAIRS], to[PAIRS];
    for (uint32_t u = 0; u < USERS / 2 && pairs < PAIRS; u++) {
        if (gx_tie_strength(plain.built.world.network, u, u + USERS / 2) != 0)
            continue;
        from[pairs] = u;
        to[pairs++] = u + USERS / 2;
        at += (size_t)snprintf(
            text + at, sizeof text - at,
            "  - {at: 1h, sender: %u, kind: personal, audience: %u, shares: 1, amount: 0.01}\n", u,
            u + USERS / 2);
    }
    ck_assert_uint_eq(pairs, PAIRS);
    fixture_free(&plain);
    fixture_make(&f, text);
    run_until(&f, TICKS);
    uint32_t friends = 0;
    for (uint32_t i = 0; i < PAIRS; i++) {
        gx_tie tie = gx_tie_of(f.built.world.network, to[i], from[i]);
        friends += tie.strength == 77 && tie.layers == GX_LAYER_MADE;
        ck_assert_uint_eq(gx_tie_strength(f.built.world.network, from[i], to[i]), tie.strength);
    }
    double received = (double)total(&f, GX_COUNT_shares_received);
    ck_assert_double_ge(received, PAIRS * 0.9);
    is_near(friends, received, logistic(0.8));
    ck_assert_int_eq(total(&f, GX_COUNT_ties_made), friends);
    fixture_free(&f);
}
END_TEST

/* Shared friends are the cue: with them strangers ask more often. */
START_TEST(friends_in_common_are_a_share_of_ones_own)
{
    fixture f;
    make_world(&f, "");
    gx_world *world = &f.built.world;
    double sum = 0;
    for (uint32_t u = 0; u < 50; u++) {
        gx_friend_room room;
        gx_friends friends = gx_friends_of(world->network, u, &room);
        uint32_t v = USERS / 2 + u, active = 0, common = 0;
        for (uint32_t i = 0; i < friends.count; i++) {
            gx_tie other = gx_tie_of(world->network, v, friends.user[i]);
            active += gx_tie_is_active(&friends, i);
            common +=
                gx_tie_is_active(&friends, i) && other.strength > 0 && !(other.layers & GX_LAYER_DORMANT);
        }
        double expected = active ? (double)common / active : 0;
        ck_assert_double_le(fabs(gx_friends_in_common(world, u, v) / 65536.0 - expected), 1e-4);
        sum += expected;
    }
    ck_assert_double_gt(sum, 0);
    fixture_free(&f);
}
END_TEST

/* ---- Dormant ties ---- */

/* Send every tie of a user to sleep but one, on both sides; returns a sleeping friend. */
static uint32_t put_to_sleep(fixture *f, uint32_t user, uint32_t *awake)
{
    gx_rows *rows = &f->built.people.network->friends;
    uint64_t first = rows->offset[user], end = rows->offset[user + 1];
    if (rows->layers == NULL) {
        rows->layers = gx_alloc(rows->offset[rows->rows], 1);
        memset(rows->layers, GX_LAYER_GROUP, rows->offset[rows->rows]);
    }
    *awake = rows->column[end - 1];
    for (uint64_t i = first; i < end; i++) {
        uint32_t other = rows->column[i], at;
        ck_assert(gx_row_has(rows, other, user, &at));
        uint8_t layers = other == *awake ? GX_LAYER_GROUP : GX_LAYER_DORMANT;
        rows->layers[i] = rows->layers[rows->offset[other] + at] = layers;
    }
    return rows->column[first];
}

START_TEST(a_packet_wakes_a_dormant_tie)
{
    enum { SENDER = 11 };
    fixture f;
    char text[2000];
    uint32_t awake;
    make_world(&f, "");
    uint32_t sleeping = put_to_sleep(&f, SENDER, &awake);
    fixture_free(&f);
    snprintf(text, sizeof text,
             "models:\n"
             "  sending: {per_day: 0}\n"
             "  transfers: {per_day: 0}\n"
             "  attention: {look_personal: 1, open: 20}\n"
             "  befriending: {active: yes, group_per_day: 0}\n"
             "scheduled: [{at: 1h, sender: %u, kind: personal, audience: %u, shares: 1, amount: 0.01}]\n",
             SENDER, sleeping);
    make_world(&f, text);
    put_to_sleep(&f, SENDER, &awake);
    gx_world *world = &f.built.world;
    uint32_t friends = gx_row_length(&world->network->friends, SENDER);
    ck_assert_uint_gt(friends, 2);
    ck_assert(gx_has_friends(world->network, SENDER, 1) && !gx_has_friends(world->network, SENDER, 2));
    for (uint32_t k = 0; k < 200; k++) {
        ck_assert_uint_eq(gx_pick_tie(world->network, SENDER, gx_mix64(k), false), awake);
        ck_assert_uint_ne(gx_pick_tie(world->network, SENDER, gx_mix64(k), true), awake);
    }
    uint8_t before = gx_tie_strength(world->network, SENDER, sleeping);
    run_until(&f, TICKS);
    ck_assert_int_eq(total(&f, GX_COUNT_ties_woken), 1);
    ck_assert_int_eq(total(&f, GX_COUNT_ties_made), 0);
    gx_tie tie = gx_tie_of(world->network, sleeping, SENDER);
    ck_assert_uint_eq(tie.strength, before);
    ck_assert_uint_eq(tie.layers, GX_LAYER_MADE);
    ck_assert(gx_has_friends(world->network, SENDER, 2) && !gx_has_friends(world->network, SENDER, 3));
    bool picked = false;
    for (uint32_t k = 0; k < 200; k++)
        picked |= gx_pick_tie(world->network, SENDER, gx_mix64(k), false) == sleeping;
    ck_assert(picked);
    fixture_free(&f);
}
END_TEST

/* Friends of whom everybody has lost sight: one packet each for 300 of them. */
START_TEST(ties_wake_at_the_rate_of_the_chance)
{
    enum { PAIRS = 300 };
    static char text[50000];
    fixture f, plain;
    make_world(&plain, "");
    size_t at = (size_t)snprintf(text, sizeof text,
                                 "%smodels:\n"
                                 "  sending: {per_day: 0}\n"
                                 "  transfers: {per_day: 0}\n"
                                 "  attention: {look_personal: 1, open: 20}\n"
                                 "  befriending: {active: yes, wake: 0.3, group_per_day: 0}\n"
                                 "scheduled:\n",
                                 base);
    uint32_t pairs = 0;
    for (uint32_t u = 0; u < USERS && pairs < PAIRS; u++) {
        gx_friend_room room;
        gx_friends friends = gx_friends_of(plain.built.world.network, u, &room);
        if (friends.count == 0 || friends.user[friends.count - 1] < u)
            continue; /* every pair once */
        at += (size_t)snprintf(
            text + at, sizeof text - at,
            "  - {at: 1h, sender: %u, kind: personal, audience: %u, shares: 1, amount: 0.01}\n", u,
            friends.user[friends.count - 1]);
        pairs++;
    }
    ck_assert_uint_eq(pairs, PAIRS);
    fixture_free(&plain);
    fixture_make(&f, text);
    gx_rows *rows = &f.built.people.network->friends;
    if (rows->layers == NULL)
        rows->layers = gx_alloc(rows->offset[rows->rows], 1);
    memset(rows->layers, GX_LAYER_DORMANT, rows->offset[rows->rows]);
    run_until(&f, TICKS);
    double received = (double)total(&f, GX_COUNT_shares_received);
    ck_assert_double_ge(received, PAIRS * 0.9);
    is_near((double)total(&f, GX_COUNT_ties_woken), received, 0.3);
    ck_assert_int_eq(total(&f, GX_COUNT_ties_made), 0);
    fixture_free(&f);
}
END_TEST

/* ---- Groups ---- */

/* Each alike; and a group more takes its share of the choices, and moves none among the others. */
START_TEST(one_group_more_moves_no_choice_among_the_others)
{
    enum { TRIALS = 4000, PURPOSE = 0xf401 };
    static uint32_t before[TRIALS];
    fixture f;
    make_world(&f, "models: {befriending: {active: yes}}\n");
    const gx_world *world = &f.built.world;
    gx_group_room room;
    uint32_t user = 0, first = 0, taken = 0, more = 0;
    while (gx_groups_of(world->network, user, &room).count < 3)
        user++;
    double groups = gx_groups_of(world->network, user, &room).count;
    uint32_t some = gx_groups_of(world->network, user, &room).group[1];
    for (uint32_t k = 0; k < TRIALS; k++) {
        before[k] = gx_pick_group(world, PURPOSE, user, k, 0, UINT32_MAX);
        first += before[k] == some;
    }
    is_near(first, TRIALS, 1 / groups);
    while (gx_group_has(world->network, more, user))
        more++; /* it stands before some of the others, and would move their ranks */
    gx_change join = {.who = user, .about = more, .kind = GX_CHANGE_JOIN};
    ck_assert_int_eq(gx_changes_note(world->changes, 0, &join), GX_OK);
    ck_assert_int_eq(gx_world_merge(&f.built.world, f.built.people.network, 1, NULL), GX_OK);
    for (uint32_t k = 0; k < TRIALS; k++) {
        uint32_t now = gx_pick_group(world, PURPOSE, user, k, 0, UINT32_MAX);
        ck_assert(now == before[k] || now == more);
        taken += now == more;
    }
    is_near(taken, TRIALS, 1 / (groups + 1));
    ck_assert_uint_eq(gx_pick_group(world, PURPOSE, user, 0, UINT32_MAX - 1, UINT32_MAX), GX_NO_GROUP);
    fixture_free(&f);
}
END_TEST

/* Two friends invite the same user to the same group on occasions of equal number: two decisions. */
START_TEST(every_invitation_is_a_decision_of_its_own)
{
    enum { TRIALS = 4000 };
    fixture f;
    make_world(&f, "");
    uint32_t alike = 0;
    for (uint32_t k = 0; k < TRIALS; k++) {
        uint32_t one = gx_occasion(5, 16838, k), other = gx_occasion(6, 16838, k);
        ck_assert_uint_ne(one, other);
        alike += gx_decide_to(&f.built.world, GX_DRAW_GROUP_JOIN, 7, 3, one, 0) ==
                 gx_decide_to(&f.built.world, GX_DRAW_GROUP_JOIN, 7, 3, other, 0);
    }
    is_near(alike, TRIALS, 0.5);
    fixture_free(&f);
}
END_TEST

START_TEST(groups_are_made_grow_and_are_left)
{
    fixture f;
    make_world(&f,
               "models:\n"
               "  befriending: {active: yes, group_per_day: 3, make: 0, invite: 1, leave: 0, size_sigma: 0,\n"
               "                size_median: 5}\n");
    gx_world *world = &f.built.world;
    uint32_t before = world->network->groups;
    int64_t members = 0, now = 0, founders = 0, invited = 0;
    for (uint32_t g = 0; g < before; g++)
        members += gx_group_size(world->network, g);
    run_until(&f, TICKS);
    uint32_t groups = world->network->groups;
    ck_assert_int_eq(total(&f, GX_COUNT_groups_made), groups - before);
    ck_assert_int_gt(groups - before, 100);
    for (uint32_t g = 0; g < groups; g++)
        now += gx_group_size(world->network, g);
    ck_assert_int_eq(now, members + (groups - before) + total(&f, GX_COUNT_groups_joined) -
                              total(&f, GX_COUNT_groups_left));
    ck_assert_int_gt(total(&f, GX_COUNT_groups_left), 30);
    for (uint32_t s = 0; s < world->shards; s++) {
        const gx_event_buffer *rows = &world->shard[s].events[GX_EVENT_MEMBERSHIP];
        for (size_t i = 0; i < rows->count; i++) {
            const gx_event *e = &rows->rows[i];
            founders += e->kind == GX_MEMBERSHIP_CREATED && gx_group_has(world->network, e->other, e->user);
            invited += e->kind == GX_MEMBERSHIP_JOINED && e->other >= before;
            if (e->kind == GX_MEMBERSHIP_LEFT)
                ck_assert(!gx_group_has(world->network, e->other, e->user) || e->tick < TICKS);
        }
    }
    ck_assert_int_eq(founders, groups - before);
    ck_assert_int_ge(invited, 3 * (groups - before)); /* 4 friends are put in where there are so many */
    uint64_t packets = 0;
    for (uint32_t s = 0; s < world->shards; s++) {
        const gx_event_buffer *rows = &world->shard[s].events[GX_EVENT_PACKET];
        for (size_t i = 0; i < rows->count; i++)
            packets += rows->rows[i].kind != GX_PACKET_PERSONAL && rows->rows[i].other >= before;
    }
    ck_assert_uint_gt(packets, 10); /* packets are sent to groups that were not there in the morning */
    fixture_free(&f);
}
END_TEST

/* In proportion to strength, without replacement: the best of log strength + Gumbel noise. Of two friends
 * with strengths a and b one put in is the first with chance a / (a + b). */
START_TEST(the_strongest_friends_are_put_in_most)
{
    fixture f;
    make_world(&f, "models: {befriending: {active: yes}}\n");
    const gx_befriending *s = gx_befriending_of(&f.built.world);
    enum { TRIALS = 4000, A = 90, B = 30 };
    uint32_t first = 0;
    for (uint32_t k = 0; k < TRIALS; k++) {
        gx_draw a = gx_draw_at(f.built.world.key, GX_DRAW_GROUP_FRIEND, 1, 2, k);
        gx_draw b = gx_draw_at(f.built.world.key, GX_DRAW_GROUP_FRIEND, 1, 3, k);
        first += s->log_strength[A] + gx_gumbel(a.word[0]) > s->log_strength[B] + gx_gumbel(b.word[0]);
    }
    is_near(first, TRIALS, (double)A / (A + B));
    fixture_free(&f);
}
END_TEST

/* ---- The core asks at every claim ---- */

static int claim(fixture *f, gx_packet_ref ref, uint32_t sender, uint32_t who)
{
    gx_world *world = &f->built.world;
    gx_packet_share share;
    gx_draw draw = gx_draw_at(world->key, 0xf400, who, 0, 0);
    gx_book *book = world->books[gx_sim_shard_of(world->sim, sender)];
    return (int)gx_packet_claim(book, ref, who, draw, 1, &share).code;
}

static void change(fixture *f, gx_change_kind kind, uint32_t who, uint32_t group)
{
    gx_change note = {.who = who, .about = group, .kind = (uint8_t)kind};
    ck_assert_int_eq(gx_changes_note(f->built.world.changes, 2, &note), GX_OK);
    ck_assert_int_eq(gx_world_merge(&f->built.world, f->built.people.network, 1, NULL), GX_OK);
}

START_TEST(who_joined_may_claim_and_who_left_may_not)
{
    fixture f;
    make_world(&f, "models: {befriending: {active: yes}, binding: {cards_at_start: 1}}\n");
    gx_world *world = &f.built.world;
    uint32_t group = 0, outsider = 0;
    while (gx_group_size(world->network, group) < 5)
        group++;
    while (gx_group_has(world->network, group, outsider))
        outsider++;
    uint32_t sender = gx_group_member(world->network, group, 0);
    uint32_t leaver = gx_group_member(world->network, group, 1);
    uint32_t stayer = gx_group_member(world->network, group, 2);
    gx_packet_order order = {
        .kind = GX_PACKET_EQUAL, .audience = group, .shares = 4, .amount = 400, .occasion = 9};
    gx_packet_ref ref;
    gx_fen topped_up;
    gx_book *book = world->books[gx_sim_shard_of(world->sim, sender)];
    gx_op_key key = {sender, world->user.serial[sender]++};
    ck_assert_int_eq(gx_packet_send(book, key, &order, 1, &ref, &topped_up).code, GX_DONE);
    ck_assert_int_ne(claim(&f, ref, sender, outsider), GX_DONE);
    change(&f, GX_CHANGE_JOIN, outsider, group);
    change(&f, GX_CHANGE_LEAVE, leaver, group);
    ck_assert_int_eq(claim(&f, ref, sender, outsider), GX_DONE);
    ck_assert_int_ne(claim(&f, ref, sender, leaver), GX_DONE);
    ck_assert_int_eq(claim(&f, ref, sender, stayer), GX_DONE);
    change(&f, GX_CHANGE_JOIN, leaver, group);
    ck_assert_int_eq(claim(&f, ref, sender, leaver), GX_DONE);
    fixture_free(&f);
}
END_TEST

START_TEST(off_there_is_nothing)
{
    fixture f;
    make_world(&f, "");
    ck_assert_ptr_null(f.built.world.changes);
    run_until(&f, 600);
    ck_assert_ptr_null(f.built.world.network->changes);
    ck_assert_uint_eq(delivered(&f, GX_KIND_DAILY_GROUP), 0);
    fixture_free(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("befriending");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, offers_come_at_the_rate_of_the_formula);
    tcase_add_test(tests, offers_are_accepted_at_the_rate_of_the_formula);
    tcase_add_test(tests, friends_in_common_are_a_share_of_ones_own);
    tcase_add_test(tests, a_packet_wakes_a_dormant_tie);
    tcase_add_test(tests, ties_wake_at_the_rate_of_the_chance);
    tcase_add_test(tests, one_group_more_moves_no_choice_among_the_others);
    tcase_add_test(tests, every_invitation_is_a_decision_of_its_own);
    tcase_add_test(tests, groups_are_made_grow_and_are_left);
    tcase_add_test(tests, the_strongest_friends_are_put_in_most);
    tcase_add_test(tests, who_joined_may_claim_and_who_left_may_not);
    tcase_add_test(tests, off_there_is_nothing);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
