/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of users, and what is not: columns on demand, traits that are drawn when asked for, counters
 * by period, and who is shown a packet. */
#include "act.h"
#include "fixture.h"
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void run(fixture *f, const char *yaml)
{
    fixture_make(f, yaml);
    gx_sim_hooks none = {0};
    gx_error error;
    ck_assert_int_eq(gx_sim_run(f->built.world.sim, f->built.world.clock.ticks, &none, &error), GX_OK);
}

#define EVENING                                                                                              \
    "time: {start: 2016-02-07T18:00, duration: 4h, tick: 1s}\npopulation: {users: 2000}\nshards: 5\n"        \
    "models: {sending: {per_day: 20}}\n"

/* Columns for the recording are not there unless it asks for them, and tell nobody anything. */
START_TEST(recording_users_changes_nothing)
{
    fixture with, without;
    run(&with, EVENING "record: {what: series, users: yes}\n");
    run(&without, EVENING "record: {what: series, users: no}\n");
    const gx_world *a = &with.built.world, *b = &without.built.world;
    ck_assert_uint_eq(gx_sim_digest(a->sim), gx_sim_digest(b->sim));
    ck_assert_uint_eq(gx_world_digest(a), gx_world_digest(b));
    ck_assert_ptr_null(b->user.sent);
    ck_assert_ptr_null(b->user.first_received);
    ck_assert_uint_eq(gx_world_bytes(a) - gx_world_bytes(b), 2000 * (3 * 4 + 2 * 8));
    ck_assert_uint_le(gx_world_bytes(b) / 2000, 64); /* of small shards; run/test_implicit has the nation */
    uint64_t sent = 0, received = 0;
    for (uint32_t u = 0; u < 2000; u++) {
        sent += a->user.sent[u];
        received += a->user.received[u];
        ck_assert_uint_eq(a->user.life[u].gifts, a->user.received[u] < 255 ? a->user.received[u] : 255);
    }
    ck_assert_int_eq((int64_t)sent, gx_world_total(b, GX_COUNT_packets_sent));
    ck_assert_int_eq((int64_t)received, gx_world_total(b, GX_COUNT_shares_received));
    fixture_free(&with);
    fixture_free(&without);
}
END_TEST

/* Counters of a period are there until two later ones have begun, and no longer; the sums stay. */
typedef struct watch {
    const gx_world *world;
    uint32_t asked;
    int64_t sum[GX_COUNTERS];
} watch;

static gx_status ask_periods(uint32_t tick, uint64_t digest, size_t *work, void *context)
{
    (void)digest, (void)work;
    watch *w = context;
    uint32_t ended = (uint32_t)(tick * w->world->clock.tick_ms / w->world->clock.period_ms);
    for (; w->asked < ended; w->asked++) {
        int64_t sum[GX_COUNTERS];
        gx_world_period(w->world, w->asked, sum);
        for (size_t c = 0; c < GX_COUNTERS; c++)
            w->sum[c] += sum[c];
    }
    return GX_OK;
}

START_TEST(no_period_is_missed)
{
    static const char *const ticks[] = {"1s", "7s", "60s"};
    fixture f;
    char yaml[512];
    snprintf(yaml, sizeof yaml,
             "time: {duration: 30h, tick: %s}\npopulation: {users: 100}\nshards: 3\n"
             "models: {sending: {per_day: 1}}\n",
             ticks[_i]);
    fixture_make(&f, yaml);
    gx_world *world = &f.built.world;
    watch w = {.world = world};
    gx_sim_hooks hooks = {.context = &w, .tick_done = ask_periods};
    gx_error error;
    ck_assert_int_eq(gx_sim_run(world->sim, world->clock.ticks, &hooks, &error), GX_OK);
    size_t work;
    ask_periods((uint32_t)(world->clock.periods * world->clock.period_ms / world->clock.tick_ms) + 1, 0,
                &work, &w);
    for (size_t c = 0; c < GX_COUNTERS; c++)
        ck_assert_int_eq(w.sum[c], gx_world_total(world, (gx_counter)c));
    ck_assert_int_gt(w.sum[GX_COUNT_packets_sent], 50);
    fixture_free(&f);
}
END_TEST

/* Runs of more than 65,534 minutes count who was active in a wider column. */
START_TEST(long_runs_have_room_for_their_periods)
{
    fixture f;
    run(&f, "time: {duration: 46d, tick: 60s}\npopulation: {users: 20}\nshards: 2\n"
            "models: {sending: {per_day: 1}}\n");
    const gx_world *world = &f.built.world;
    ck_assert_ptr_nonnull(world->user.life);
    ck_assert_ptr_nonnull(world->user.last_period_wide);
    ck_assert_int_gt(gx_world_total(world, GX_COUNT_active_users), 500);
    fixture_free(&f);
}
END_TEST

/* Traits follow their laws: chances to look lognormal up to 1, inclinations normal, cards as said. */
START_TEST(traits_follow_their_laws)
{
    const uint32_t n = 20000;
    fixture f;
    fixture_make(&f, "time: {duration: 1h}\npopulation: {users: 20000}\nshards: 3\n"
                     "models: {attention: {look: 0.3, look_sigma: 0.5}, binding: {inclination_sd: 2, "
                     "cards_at_start: 0.3}}\n");
    const gx_world *world = &f.built.world;
    double logs = 0, squares = 0, inclined = 0, inclined2 = 0, cards = 0, certain = 0;
    for (uint32_t u = 0; u < n; u++) {
        double chance = gx_look_chance(world, u) / 65535.0, z = (log(chance) - log(0.3)) / 0.5;
        double inclination = gx_inclination(world, u) / 256.0;
        certain += chance > 0.999;
        logs += z < 0; /* its median */
        squares += z < -1;
        inclined += inclination;
        inclined2 += inclination * inclination;
        cards += gx_card_at_start(world, u);
        ck_assert_int_eq(gx_card_at_start(world, u),
                         gx_wallet_has_card(world->books[gx_sim_shard_of(world->sim, u)], u));
    }
    ck_assert_double_le(fabs(logs / n - 0.5), 4.5 * sqrt(0.25 / n));
    ck_assert_double_le(fabs(squares / n - 0.158655), 4.5 * sqrt(0.1335 / n));
    ck_assert_double_le(fabs(certain / n - 0.008025), 4.5 * sqrt(0.008 / n)); /* z > ln(1 / 0.3) / 0.5 */
    ck_assert_double_le(fabs(inclined / n), 4.5 * 2 / sqrt(n));
    ck_assert_double_le(fabs(inclined2 / n - 4), 4.5 * 4 * sqrt(2.0 / n) + 0.02);
    ck_assert_double_le(fabs(cards / n - 0.3), 4.5 * sqrt(0.21 / n));
    fixture_free(&f);
}
END_TEST

/* Spans of time become ticks by a multiplication: exactly, for every tick there can be. */
START_TEST(delays_are_exact)
{
    static const int64_t spans[] = {0,     1,        999,      1000,      1001,       59999,
                                    60000, 86399999, 86400000, 604799999, 31536000000};
    for (int64_t tick = 1; tick <= 60000; tick += tick < 200 ? 1 : 997) {
        gx_clock with = {.tick_ms = tick, .per_tick = tick > 1 ? UINT64_MAX / (uint64_t)tick + 1 : 0};
        for (size_t i = 0; i < GX_COUNT_OF(spans); i++)
            for (int64_t near = -1; near <= 1; near++) {
                int64_t span = spans[i] + near * tick;
                if (span < 0)
                    continue;
                gx_delay delay = gx_delay_of(&with, span);
                int64_t ticks = span / tick < GX_TICK_MAX ? span / tick : GX_TICK_MAX;
                ck_assert_int_eq(delay.ticks, ticks);
                ck_assert_uint_eq(delay.subtick, ((uint64_t)(span % tick) << 32) / (uint64_t)tick);
            }
    }
}
END_TEST

/* ---- Who is shown a packet ---- */

static double emptied(const char *keys, int64_t *personal_left)
{
    fixture f;
    char yaml[1024];
    snprintf(
        yaml, sizeof yaml,
        "time: {start: 2016-02-07T12:00, duration: 24h, tick: 1s}\npopulation: {users: 1500}\nshards: 3\n"
        "record: {what: events}\nmodels: {binding: {cards_at_start: 1}, %s}\n",
        keys);
    run(&f, yaml);
    const gx_world *world = &f.built.world;
    int64_t sent = gx_world_total(world, GX_COUNT_packets_sent),
            gone = gx_world_total(world, GX_COUNT_packets_emptied);
    *personal_left = 0;
    for (uint32_t s = 0; s < world->shards; s++) {
        const gx_event_buffer *packets = &world->shard[s].events[GX_EVENT_PACKET];
        const gx_event_buffer *ends = &world->shard[s].events[GX_EVENT_ENDING];
        for (size_t i = 0; i < packets->count; i++)
            *personal_left += packets->rows[i].kind == GX_PACKET_PERSONAL;
        for (size_t i = 0; i < ends->count; i++)
            *personal_left -= ends->rows[i].count == 1 && ends->rows[i].kind == 0;
    }
    fixture_free(&f);
    return (double)gone / (double)sent;
}

/* The keys by which an evening's packets are snapped up do so, each in its way. */
START_TEST(packets_made_for_their_lookers_are_emptied)
{
    int64_t left, less;
    double plain = emptied("sending: {per_day: 6}", &left);
    double few = emptied("sending: {per_day: 6, shares_part: 0.3}", &left);
    double small = emptied("sending: {per_day: 6, shares_part: 0.3}, attention: {look_small: 1}", &left);
    double own = emptied("sending: {per_day: 6, shares_part: 0.3}, "
                         "attention: {look_small: 1, personal: 6, look_personal: 1}",
                         &less);
    ck_assert_double_ge(few, plain + 0.05);
    ck_assert_double_ge(small, few + 0.01);
    ck_assert_double_ge(own, small + 0.04);
    ck_assert_double_ge(own, 0.96);
    ck_assert_int_lt(less, left / 4);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("world");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, recording_users_changes_nothing);
    tcase_add_loop_test(tests, no_period_is_missed, 0, 3);
    tcase_add_test(tests, long_runs_have_room_for_their_periods);
    tcase_add_test(tests, traits_follow_their_laws);
    tcase_add_test(tests, delays_are_exact);
    tcase_add_test(tests, packets_made_for_their_lookers_are_emptied);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK); /* the fixture opens parallel regions */
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
