/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interest circles in a run: found by their size and through friends, joined at the rate of the formula,
 * nothing lost on the way; friends made in them, and nowhere else; and ties that end, the weak ones first. */
#include "befriending.h"
#include "circling.h"
#include "fixture.h"
#include "packets.h"
#include <check.h>
#include <gx/base/memory.h>
#include <gx/graph/circle.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { USERS = 1200, TICKS = 12 * 3600 };

/* No money moves: what happens comes of circles alone. */
static const char *const quiet = "time: {start: 2016-02-07T12:00, duration: 12h, tick: 1s}\n"
                                 "shards: 3\n"
                                 "population: {users: 1200, cities: 1}\n"
                                 "circles: {users_a_circle: 60, per_user: 2}\n"
                                 "models:\n"
                                 "  sending: {per_day: 0}\n"
                                 "  transfers: {per_day: 0}\n";

static void make_world(fixture *f, const char *more)
{
    char text[4000];
    snprintf(text, sizeof text, "%s%s", quiet, more);
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

/* ---- Which circle ---- */

START_TEST(circles_are_found_in_proportion_to_their_members)
{
    enum { TRIALS = 60000, CIRCLES_MOST = 100 };
    fixture f;
    make_world(&f, "  circling: {active: yes}\n");
    const gx_world *world = &f.built.world;
    uint32_t circles = world->network->circles, count[CIRCLES_MOST] = {0};
    ck_assert_uint_eq(circles, USERS / 60);
    double members = 0;
    for (uint32_t c = 0; c < circles; c++)
        members += gx_circle_size(world->network, c);
    for (uint32_t k = 0; k < TRIALS; k++) {
        uint32_t circle = gx_circle_by_size(world, k % USERS, k / USERS);
        ck_assert_uint_lt(circle, circles);
        count[circle]++;
    }
    for (uint32_t c = 0; c < circles; c++)
        is_near(count[c], TRIALS, gx_circle_size(world->network, c) / members);
    fixture_free(&f);
}
END_TEST

/* Each friend in proportion to strength, then of that friend's other circles each alike. */
START_TEST(friends_lead_to_their_circles)
{
    enum { TRIALS = 20000, USER = 400, CIRCLES_MOST = 100 };
    fixture f;
    make_world(&f, "  circling: {active: yes}\n");
    const gx_network *network = f.built.world.network;
    double chance[CIRCLES_MOST] = {0}, strengths = 0, none = 1;
    uint32_t count[CIRCLES_MOST] = {0}, nowhere = 0;
    gx_friend_room room;
    gx_friends friends = gx_friends_of(network, USER, &room);
    for (uint32_t i = 0; i < friends.count; i++)
        strengths += gx_tie_is_active(&friends, i) ? friends.strength[i] : 0;
    for (uint32_t i = 0; i < friends.count; i++) {
        gx_circles circles = gx_circles_of(network, friends.user[i]);
        double others = 0;
        for (uint32_t k = 0; k < circles.count; k++)
            others += !gx_circle_has(network, circles.circle[k], USER);
        for (uint32_t k = 0; k < circles.count && gx_tie_is_active(&friends, i); k++)
            if (!gx_circle_has(network, circles.circle[k], USER)) {
                chance[circles.circle[k]] += friends.strength[i] / strengths / others;
                none -= friends.strength[i] / strengths / others;
            }
    }
    for (uint32_t k = 0; k < TRIALS; k++) {
        uint32_t circle = gx_circle_of_friend(&f.built.world, USER, k);
        ck_assert(circle == GX_NO_CIRCLE || !gx_circle_has(network, circle, USER));
        if (circle == GX_NO_CIRCLE)
            nowhere++;
        else
            count[circle]++;
    }
    for (uint32_t c = 0; c < network->circles; c++)
        is_near(count[c], TRIALS, chance[c]);
    is_near(nowhere, TRIALS, none);
    fixture_free(&f);
}
END_TEST

START_TEST(friends_within_are_a_share_of_ones_own)
{
    fixture f;
    make_world(&f, "  circling: {active: yes}\n");
    const gx_network *network = f.built.world.network;
    double sum = 0;
    for (uint32_t u = 0; u < 60; u++) {
        gx_friend_room room;
        gx_friends friends = gx_friends_of(network, u, &room);
        double active = 0, within = 0;
        for (uint32_t i = 0; i < friends.count; i++) {
            active += gx_tie_is_active(&friends, i);
            within += gx_tie_is_active(&friends, i) && gx_circle_has(network, u % 3, friends.user[i]);
        }
        double expected = active > 0 ? within / active : 0;
        ck_assert_double_le(fabs(gx_friends_within(&f.built.world, u, u % 3) / 65536.0 - expected), 1e-4);
        sum += expected;
    }
    ck_assert_double_gt(sum, 1);
    fixture_free(&f);
}
END_TEST

/* ---- Joining, leaving, founding ---- */

/* Of the circles come across, as many are joined as the formula says: beside a world that joins all. */
START_TEST(circles_are_joined_at_the_rate_of_the_formula)
{
    static const char *const join[] = {"20", "-0.6"};
    int64_t joined[2];
    for (size_t k = 0; k < 2; k++) {
        fixture f;
        char more[300];
        snprintf(more, sizeof more,
                 "  decision: {cue: 0}\n"
                 "  circling: {active: yes, per_day: 1, look: 20, by_friends: 0.5, join: %s}\n",
                 join[k]);
        make_world(&f, more);
        run_until(&f, TICKS);
        joined[k] = total(&f, GX_COUNT_circles_joined);
        ck_assert_int_eq(total(&f, GX_COUNT_circles_left), 0);
        fixture_free(&f);
    }
    ck_assert_int_gt(joined[0], 300);
    is_near((double)joined[1], (double)joined[0], logistic(-0.6));
}
END_TEST

/* With friends as the cue more join, and more of those with friends within. */
START_TEST(friends_in_a_circle_speak_for_it)
{
    static const char *const cue[] = {"0", "4"};
    int64_t joined[2];
    for (size_t k = 0; k < 2; k++) {
        fixture f;
        char more[300];
        snprintf(more, sizeof more,
                 "  decision: {cue: %s}\n"
                 "  circling: {active: yes, per_day: 2, look: 20, by_friends: 1, join: -2}\n",
                 cue[k]);
        make_world(&f, more);
        run_until(&f, TICKS);
        joined[k] = total(&f, GX_COUNT_circles_joined);
        fixture_free(&f);
    }
    ck_assert_double_gt((double)joined[1], (double)joined[0] + 4.5 * sqrt((double)joined[0]));
}
END_TEST

/* Members of all circles, asked both ways. */
static int64_t memberships(const gx_network *network)
{
    int64_t of_users = 0, of_circles = 0;
    for (uint32_t u = 0; u < network->users; u++)
        of_users += gx_circles_of(network, u).count;
    for (uint32_t c = 0; c < network->circles; c++)
        of_circles += gx_circle_size(network, c);
    ck_assert_int_eq(of_users, of_circles);
    return of_users;
}

START_TEST(memberships_are_conserved)
{
    fixture f;
    make_world(&f, "  circling: {active: yes, per_day: 4, look: 1, leave: 0, found: -1}\n");
    gx_world *world = &f.built.world;
    const gx_network *network = world->network;
    int64_t before = memberships(network), told = 0, founders = 0;
    uint32_t circles = network->circles;
    run_until(&f, TICKS);
    int64_t made = total(&f, GX_COUNT_circles_made), joined = total(&f, GX_COUNT_circles_joined);
    int64_t left = total(&f, GX_COUNT_circles_left);
    ck_assert(made > 100 && joined > 300 && left > 100);
    ck_assert_int_eq(network->circles - circles, made);
    ck_assert_int_eq(memberships(network), before + made + joined - left);
    int64_t joined_new = 0;
    for (uint32_t s = 0; s < world->shards; s++) {
        const gx_event_buffer *rows = &world->shard[s].events[GX_EVENT_MEMBERSHIP];
        for (size_t i = 0; i < rows->count; i++) {
            const gx_event *e = &rows->rows[i];
            told += e->kind == GX_MEMBERSHIP_CIRCLE_LEFT ? -1 : 1;
            founders += e->kind == GX_MEMBERSHIP_CIRCLE_CREATED && e->other >= circles;
            joined_new += e->kind == GX_MEMBERSHIP_CIRCLE_JOINED && e->other >= circles;
            ck_assert_int_ge(e->kind, GX_MEMBERSHIP_CIRCLE_CREATED);
        }
    }
    ck_assert_int_eq(memberships(network), before + told);
    ck_assert_int_eq(founders, made);
    ck_assert_int_gt(joined_new, 5); /* what was founded today is found today */
    ck_assert_int_eq(total(&f, GX_COUNT_ties_made), 0);
    ck_assert_uint_eq(delivered(&f, GX_KIND_FRIEND), 0); /* befriending is off */
    fixture_free(&f);
}
END_TEST

/* ---- Friends by circle ---- */

static uint32_t ties_by(const fixture *f, gx_tie_cause cause)
{
    uint32_t count = 0;
    for (uint32_t s = 0; s < f->built.world.shards; s++) {
        const gx_event_buffer *rows = &f->built.world.shard[s].events[GX_EVENT_TIE];
        for (size_t i = 0; i < rows->count; i++)
            count += rows->rows[i].kind == GX_TIE_MADE && rows->rows[i].cause == cause;
    }
    return count;
}

static void meet_in(fixture *f, const char *ask, const char *accept, const char *circling)
{
    char more[600];
    snprintf(more, sizeof more,
             "  decision: {cue: 0, curiosity: 0}\n"
             "  befriending: {active: yes, group_per_day: 0, wake: 0, delay_max: 1s, strength_circle: 33,\n"
             "                ask_circle: %s, accept: %s}\n"
             "  circling: {active: %s, per_day: 2, look: -20, leave: -20, found: -20, meet: 20}\n",
             ask, accept, circling);
    make_world(f, more);
    run_until(f, TICKS);
}

START_TEST(members_of_a_circle_become_friends_at_the_rate_of_the_formula)
{
    fixture f;
    meet_in(&f, "20", "0.8", "yes");
    const gx_world *world = &f.built.world;
    uint64_t offers = delivered(&f, GX_KIND_FRIEND);
    ck_assert_uint_gt(offers, 500);
    is_near(ties_by(&f, GX_TIE_BY_CIRCLE), (double)offers, logistic(0.8));
    ck_assert_int_eq(total(&f, GX_COUNT_ties_made), ties_by(&f, GX_TIE_BY_CIRCLE));
    for (uint32_t s = 0; s < world->shards; s++) {
        const gx_event_buffer *rows = &world->shard[s].events[GX_EVENT_TIE];
        for (size_t i = 0; i < rows->count; i++) {
            uint32_t user = rows->rows[i].user, other = rows->rows[i].other, shared = 0;
            gx_circles circles = gx_circles_of(world->network, user);
            for (uint32_t k = 0; k < circles.count; k++)
                shared += gx_circle_has(world->network, circles.circle[k], other);
            ck_assert_uint_gt(shared, 0);
            ck_assert_uint_eq(gx_tie_of(world->network, user, other).strength, 33);
            ck_assert_uint_eq(gx_tie_of(world->network, other, user).layers, GX_LAYER_MADE);
        }
    }
    fixture_free(&f);
}
END_TEST

START_TEST(the_more_ask_the_more_friends_and_none_without_circles)
{
    static const char *const ask[] = {"-20", "-2", "-0.5", "1", "20"};
    uint32_t made[5];
    for (size_t k = 0; k < 5; k++) {
        fixture f;
        meet_in(&f, ask[k], "20", "yes");
        made[k] = ties_by(&f, GX_TIE_BY_CIRCLE);
        if (k > 0 && k < 4) /* beside those whom everybody asks */
            ck_assert_uint_gt(made[k], made[k - 1]);
        fixture_free(&f);
    }
    ck_assert_uint_eq(made[0], 0);
    is_near(made[1], made[4], logistic(-2));
    is_near(made[3], made[4], logistic(1));
    fixture f;
    meet_in(&f, "20", "20", "no");
    ck_assert_int_eq(total(&f, GX_COUNT_ties_made), 0);
    ck_assert_uint_eq(delivered(&f, GX_KIND_DAILY_CIRCLE), 0);
    fixture_free(&f);
}
END_TEST

START_TEST(off_there_is_nothing)
{
    fixture f;
    make_world(&f, "");
    const gx_world *world = &f.built.world;
    ck_assert_ptr_null(world->changes);
    ck_assert_ptr_null(world->network->interests);
    ck_assert_uint_eq(world->network->circles, 0);
    fixture_free(&f);
    make_world(&f, "  befriending: {active: yes, ask_circle: 20}\n");
    run_until(&f, 3600);
    ck_assert_uint_eq(world->network->circles, 0);
    ck_assert_int_eq(total(&f, GX_COUNT_circles_joined) + total(&f, GX_COUNT_ties_ended), 0);
    fixture_free(&f);
}
END_TEST

/* ---- Ties that end ---- */

static void end_ties(fixture *f, const char *tie, const char *per_day)
{
    char more[300];
    snprintf(more, sizeof more,
             "  decision: {tie: %s}\n"
             "  befriending: {active: yes, group_per_day: 0, end_per_day: %s, end: -1}\n",
             tie, per_day);
    make_world(f, more);
}

START_TEST(ties_end_at_the_rate_of_the_formula)
{
    fixture f;
    end_ties(&f, "0", "4");
    const gx_world *world = &f.built.world;
    uint64_t before = world->network->friends.offset[USERS], now = 0;
    run_until(&f, TICKS);
    uint64_t occasions = delivered(&f, GX_KIND_DAILY_END);
    int64_t ended = total(&f, GX_COUNT_ties_ended);
    ck_assert_uint_gt(occasions, 1500);
    is_near((double)ended, (double)occasions, logistic(-1)); /* two may think of each other in one tick */
    for (uint32_t u = 0; u < USERS; u++) {
        gx_friend_room room;
        now += gx_friends_of(world->network, u, &room).count;
    }
    ck_assert_uint_eq(now, before - 2 * (uint64_t)ended);
    uint32_t told = 0;
    for (uint32_t s = 0; s < world->shards; s++) {
        const gx_event_buffer *rows = &world->shard[s].events[GX_EVENT_TIE];
        for (size_t i = 0; i < rows->count; i++, told++) {
            const gx_event *e = &rows->rows[i];
            ck_assert(e->kind == GX_TIE_ENDED && e->cause == GX_TIE_BY_CHOICE);
            ck_assert(gx_row_has(&world->network->friends, e->user, e->other, NULL));
            ck_assert_uint_eq(gx_tie_strength(world->network, e->user, e->other), 0);
            ck_assert_uint_eq(gx_tie_strength(world->network, e->other, e->user), 0);
        }
    }
    ck_assert_int_eq(told, ended);
    fixture_free(&f);
}
END_TEST

START_TEST(weak_ties_end_first)
{
    double mean[2];
    static const char *const tie[] = {"0", "8"};
    for (size_t k = 0; k < 2; k++) {
        fixture f;
        end_ties(&f, tie[k], "8");
        const gx_world *world = &f.built.world;
        run_until(&f, TICKS);
        double sum = 0, squares = 0, count = 0;
        const gx_rows *friends = &world->network->friends;
        for (uint32_t s = 0; s < world->shards; s++) {
            const gx_event_buffer *rows = &world->shard[s].events[GX_EVENT_TIE];
            for (size_t i = 0; i < rows->count; i++) {
                uint32_t at;
                ck_assert(gx_row_has(friends, rows->rows[i].user, rows->rows[i].other, &at));
                double strength = friends->strength[friends->offset[rows->rows[i].user] + at];
                sum += strength;
                squares += strength * strength;
                count++;
            }
        }
        mean[k] = sum / count;
        double deviation = sqrt((squares / count - mean[k] * mean[k]) / count);
        ck_assert(k == 0 || mean[1] + 4.5 * deviation < mean[0]);
        fixture_free(&f);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("circling");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, circles_are_found_in_proportion_to_their_members);
    tcase_add_test(tests, friends_lead_to_their_circles);
    tcase_add_test(tests, friends_within_are_a_share_of_ones_own);
    tcase_add_test(tests, circles_are_joined_at_the_rate_of_the_formula);
    tcase_add_test(tests, friends_in_a_circle_speak_for_it);
    tcase_add_test(tests, memberships_are_conserved);
    tcase_add_test(tests, members_of_a_circle_become_friends_at_the_rate_of_the_formula);
    tcase_add_test(tests, the_more_ask_the_more_friends_and_none_without_circles);
    tcase_add_test(tests, off_there_is_nothing);
    tcase_add_test(tests, ties_end_at_the_rate_of_the_formula);
    tcase_add_test(tests, weak_ties_end_first);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
