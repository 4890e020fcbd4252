/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whoever sleeps between occasions wakes for every one of them, in its tick, however long ticks, blocks and
 * days are, and after a checkpoint too; and packets expire in their tick though no message waits for it. */
#include "fixture.h"
#include "sleepers.h"
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Occasions that arrive, against those enumerated ---- */

enum { TEST_KIND = 63, OTHER_KIND = 62, ROOM = 1 << 17 };

typedef struct arrival {
    uint32_t kind, user, day, k, tick, subtick;
} arrival;

typedef struct arrivals {
    uint32_t count;
    arrival at[ROOM];
} arrivals;

static arrivals came, expected;

static int by_all(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(arrival));
}

static void on_occasion(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    (void)context;
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_lt(came.count, ROOM);
        came.at[came.count++] = (arrival){gx_message_kind(&span[i]),
                                          span[i].target,
                                          span[i].word[0],
                                          span[i].serial,
                                          lane->tick,
                                          span[i].subtick};
    }
}

/* Some do nothing, some a little, one in fifty more than a column of bytes can hold. */
static double mean_of(const gx_world *world, const gx_habits *who)
{
    (void)world;
    return who->user % 50 == 7 ? 300 : who->user % 3;
}

static double mean_of_other(const gx_world *world, const gx_habits *who)
{
    (void)world;
    return who->user % 5 == 0 ? 0.3 : 0;
}

static const gx_daily kinds[] = {{0xf100, 0xf104, TEST_KIND, mean_of},
                                 {0xf108, 0xf10c, OTHER_KIND, mean_of_other}};

static void make_sleepers(fixture *f, const char *time, int users, int shards)
{
    char yaml[512];
    snprintf(yaml, sizeof yaml,
             "time: %s\npopulation: {users: %d}\nshards: %d\n"
             "models: {sending: {per_day: 0}, transfers: {per_day: 0},\n"
             "  rhythm: {hours: [0, 6, 12, 18], weights: [4, 1, 2, 1]}}\n",
             time, users, shards);
    fixture_make(f, yaml);
    gx_world *world = &f->built.world;
    gx_error error;
    for (int k = 0; k < 2; k++) {
        ck_assert_int_eq(gx_sim_handle(world->sim, kinds[k].kind, "occasion", on_occasion, NULL), GX_OK);
        ck_assert_int_eq(gx_daily_add(world, &kinds[k], &error), GX_OK);
    }
    for (uint32_t s = 0; s < world->shards; s++)
        ck_assert_int_eq(gx_sleepers_lie_down(world, s), GX_OK);
    ck_assert_int_eq(gx_sleepers_post(world, &error), GX_OK);
}

static void enumerate(const gx_world *world)
{
    int64_t end = world->clock.ticks * world->clock.tick_ms;
    expected.count = 0;
    for (int kind = 0; kind < 2; kind++)
        for (uint32_t user = 0; user < world->population->users; user++)
            for (uint32_t day = 0; day * (int64_t)GX_DAY_MS < end; day++) {
                uint32_t count = gx_daily_count(world, &kinds[kind], user, day);
                for (uint32_t k = 0; k < count; k++) {
                    int64_t four[4];
                    gx_daily_times(world, &kinds[kind], user, day, k / 4, four);
                    if (four[k % 4] >= end)
                        continue;
                    gx_delay when = gx_delay_of(&world->clock, four[k % 4]);
                    expected.at[expected.count++] =
                        (arrival){kinds[kind].kind, user, day, k, when.ticks + 1, when.subtick};
                }
            }
}

static void compare(void)
{
    ck_assert_uint_eq(came.count, expected.count);
    qsort(came.at, came.count, sizeof(arrival), by_all);
    qsort(expected.at, expected.count, sizeof(arrival), by_all);
    for (uint32_t i = 0; i < came.count; i++)
        ck_assert_int_eq(by_all(&came.at[i], &expected.at[i]), 0);
}

static const char *const times[] = {
    "{start: 2016-02-07T06:30, duration: 60h, tick: 1s}",
    "{start: 2016-02-07T00:00, duration: 50h, tick: 7s}",
    "{start: 2016-02-07T23:59, duration: 3d, tick: 60s}",
    "{start: 2016-02-07T12:00, duration: 49h, tick: 59s}",
    "{start: 2016-02-07T06:30, duration: 24h, tick: 31s}",
    "{start: 2016-02-07T06:30, duration: 30s, tick: 250ms}",
};

START_TEST(every_occasion_arrives_in_its_tick)
{
    fixture f;
    make_sleepers(&f, times[_i], 200, 7);
    gx_sim_hooks none = {0};
    gx_error error;
    came.count = 0;
    ck_assert_int_eq(gx_sim_run(f.built.world.sim, f.built.world.clock.ticks, &none, &error), GX_OK);
    enumerate(&f.built.world);
    if (_i != 5)
        ck_assert_uint_gt(expected.count, 500);
    compare();
    fixture_free(&f);
}
END_TEST

/* A shard of many users has several chains a block. */
START_TEST(every_occasion_arrives_in_a_large_shard)
{
    fixture f;
    make_sleepers(&f, "{start: 2016-02-07T23:50, duration: 20min, tick: 1s}", 70000, 1);
    ck_assert_uint_gt(gx_sleepers_of(&f.built.world)->chains, 1);
    gx_sim_hooks none = {0};
    gx_error error;
    came.count = 0;
    ck_assert_int_eq(gx_sim_run(f.built.world.sim, f.built.world.clock.ticks, &none, &error), GX_OK);
    enumerate(&f.built.world);
    ck_assert_uint_gt(expected.count, 5000);
    compare();
    fixture_free(&f);
}
END_TEST

/* What was saved in the middle goes on as if nothing had been, though lists are not in the checkpoint. */
START_TEST(sleepers_are_found_again_after_a_checkpoint)
{
    static const uint32_t part[] = {0, 1, 2, 3, 5};
    fixture first, second;
    gx_sim_hooks none = {0};
    gx_error error;
    char path[] = "/tmp/gx-sleepers-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    for (size_t i = 0; i < GX_COUNT_OF(part); i++) {
        make_sleepers(&first, times[_i], 200, 7);
        make_sleepers(&second, times[_i], 200, 7);
        uint32_t until = first.built.world.clock.ticks * part[i] / 6;
        came.count = 0;
        ck_assert_int_eq(gx_sim_run(first.built.world.sim, until, &none, &error), GX_OK);
        gx_archive *archive;
        ck_assert_int_eq(gx_archive_save(&archive, path, &error), GX_OK);
        gx_sim_archive(archive, first.built.world.sim);
        gx_world_archive(archive, &first.built.world);
        ck_assert_int_eq(gx_archive_end(archive, &error), GX_OK);
        ck_assert_int_eq(gx_archive_load(&archive, path, &error), GX_OK);
        gx_sim_archive(archive, second.built.world.sim);
        gx_world_archive(archive, &second.built.world);
        ck_assert_msg(gx_archive_end(archive, &error) == GX_OK, "%s", error.message);
        ck_assert_int_eq(gx_sim_run(second.built.world.sim, second.built.world.clock.ticks, &none, &error),
                         GX_OK);
        enumerate(&second.built.world);
        compare();
        fixture_free(&first);
        fixture_free(&second);
    }
    remove(path);
}
END_TEST

/* A user costs four bytes, whatever the kinds of acts. */
START_TEST(a_kind_that_nobody_does_costs_nothing)
{
    fixture f;
    fixture_make(&f, "time: {duration: 1h}\npopulation: {users: 100}\n"
                     "models: {sending: {per_day: 0}, transfers: {per_day: 0}}\n");
    const gx_sleepers *sleepers = gx_sleepers_of(&f.built.world);
    ck_assert_uint_eq(sleepers->kinds, 0);
    ck_assert_ptr_null(sleepers->link);
    fixture_free(&f);
}
END_TEST

/* ---- Expiry ---- */

typedef struct life_case {
    const char *time, *life;
    uint32_t ticks;
} life_case;

static const life_case lives[] = {
    {"{duration: 5h, tick: 1s}", "7min", 420},   {"{duration: 5h, tick: 1s}", "1h", 3600},
    {"{duration: 5h, tick: 1s}", "90min", 5400}, {"{duration: 5h, tick: 7s}", "2h", 1028},
    {"{duration: 30h, tick: 60s}", "24h", 1440}, {"{duration: 30h, tick: 50s}", "1h", 72},
};

/* Every packet that is not emptied ends exactly a life after it was sent, if the run lasts that long. */
START_TEST(packets_expire_in_their_tick)
{
    const life_case *c = &lives[_i];
    fixture f;
    char yaml[512];
    snprintf(yaml, sizeof yaml,
             "time: %s\npopulation: {users: 300}\nshards: 5\nrecord: {what: events}\n"
             "models: {sending: {per_day: 20}, transfers: {per_day: 0}, packets: {life: %s}, attention: "
             "{look: 0.1}}\n",
             c->time, c->life);
    fixture_make(&f, yaml);
    gx_world *world = &f.built.world;
    gx_sim_hooks none = {0};
    gx_error error;
    ck_assert_int_eq(gx_sim_run(world->sim, world->clock.ticks, &none, &error), GX_OK);
    uint64_t due = 0, expired = 0, emptied_in_time = 0;
    for (uint32_t s = 0; s < world->shards; s++) {
        const gx_event_buffer *sent = &world->shard[s].events[GX_EVENT_PACKET];
        const gx_event_buffer *ended = &world->shard[s].events[GX_EVENT_ENDING];
        for (size_t i = 0; i < sent->count; i++)
            due += sent->rows[i].tick + c->ticks <= world->clock.ticks;
        for (size_t i = 0; i < ended->count; i++) {
            const gx_event *end = &ended->rows[i];
            if (end->kind == 1)
                ck_assert_uint_eq(end->span, c->ticks);
            expired += end->kind == 1;
            emptied_in_time += end->kind == 0 && end->tick - end->span + c->ticks <= world->clock.ticks;
        }
    }
    ck_assert_uint_gt(expired, 100);
    ck_assert_uint_eq(expired + emptied_in_time, due);
    fixture_free(&f);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sleepers");
    TCase *tests = tcase_create("all");
    tcase_add_loop_test(tests, every_occasion_arrives_in_its_tick, 0, (int)GX_COUNT_OF(times));
    tcase_add_test(tests, every_occasion_arrives_in_a_large_shard);
    tcase_add_loop_test(tests, sleepers_are_found_again_after_a_checkpoint, 0, (int)GX_COUNT_OF(times));
    tcase_add_test(tests, a_kind_that_nobody_does_costs_nothing);
    tcase_add_loop_test(tests, packets_expire_in_their_tick, 0, (int)GX_COUNT_OF(lives));
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK); /* the fixture opens parallel regions */
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
