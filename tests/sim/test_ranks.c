/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One simulation on several ranks: the same digest, the same states, and counts that add up to the same. */
#include "sim/model.h"
#include "sim/ranks.h"

#include <check.h>
#include <gx/base/memory.h>
#include <stdio.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SMALL 1
#endif
#endif
#ifndef SMALL
#define SMALL 0
#endif

enum { ENTITIES = 2500, MORE = 200, UNTIL = SMALL ? 600 : 2500 };

/* One rank's part of a play. */
typedef struct rank_part {
    gx_sim_config config;
    uint32_t stop,
        archive_at; /* a hook of rank 1 stops the first run after this tick; a resume in this one */
    uint32_t rank;
    toy_model model;
    gx_sim *sim;
    gx_status created, first, second;
    uint64_t digest_then;
} rank_part;

static gx_status stop_at(uint32_t tick, uint64_t digest, size_t *work, void *context)
{
    const rank_part *part = context;
    (void)digest;
    (void)work;
    return part->rank == 1 && tick == part->stop ? GX_ERR_INTERRUPTED : GX_OK;
}

/* Put down in a file and taken up again by a fresh simulation. */
static void change_horses(rank_part *part)
{
    char name[64];
    gx_archive *archive = NULL;
    snprintf(name, sizeof(name), "/tmp/gx-sim-ranks-%ld-%u", (long)getpid(), part->rank);
    gx_status saved = gx_archive_save(&archive, name, NULL);
    model_archive(archive, &part->model, part->sim);
    saved = saved == GX_OK ? gx_archive_end(archive, NULL) : saved;
    gx_sim_free(part->sim);
    model_free(&part->model);
    part->created = model_prepare(&part->model, &part->sim, &part->config, NULL);
    gx_status loaded = gx_archive_load(&archive, name, NULL);
    model_archive(archive, &part->model, part->sim);
    loaded = loaded == GX_OK ? gx_archive_end(archive, NULL) : loaded;
    part->created = saved != GX_OK ? saved : loaded != GX_OK ? loaded : part->created;
    (void)remove(name);
}

static void *play_part(void *context)
{
    rank_part *part = context;
    gx_sim_hooks hooks = {.context = part, .tick_done = stop_at};
    part->created = model_create(&part->model, &part->sim, &part->config, NULL);
    if (part->created == GX_OK) {
        part->first = gx_sim_run(part->sim, UNTIL, &hooks, NULL);
        part->digest_then = gx_sim_digest(part->sim);
        if (part->archive_at != 0) {
            change_horses(part);
        }
        part->second = gx_sim_run(part->sim, UNTIL, NULL, NULL);
    }
    return NULL;
}

/* Each entity's state is with its owner. */
static uint64_t states_of(const rank_part *part, uint32_t ranks)
{
    uint64_t states = 0;
    for (uint32_t i = 0; i < ENTITIES + MORE; i++) {
        uint32_t shard = gx_sim_shard_of(part[0].sim, i);
        uint32_t first;
        uint32_t end;
        const model_entity *entity = NULL;
        for (uint32_t rank = 0; rank < ranks; rank++) {
            gx_sim_own(part[rank].sim, &first, &end);
            entity = shard >= first && shard < end ? &part[rank].model.entity[i] : entity;
        }
        states = gx_mix_pair(states, gx_mix_pair(entity->state, (uint64_t)entity->got << 32 | entity->won));
    }
    return states;
}

static void add_counts(gx_sim_counts *sum, const gx_sim_counts *more)
{
    sum->ticks_run = more->ticks_run;
    sum->ticks_skipped = more->ticks_skipped;
    sum->sent += more->sent;
    sum->delivered += more->delivered;
    sum->waiting += more->waiting;
    for (uint32_t kind = 0; kind < GX_KINDS_MAX; kind++) {
        sum->delivered_by_kind[kind] += more->delivered_by_kind[kind];
    }
}

static model_result play(uint32_t ranks, uint32_t threads, uint32_t shards, uint32_t stop, bool archive)
{
    static rank_world world;
    static rank_part part[RANKS_MAX];
    pthread_t thread[RANKS_MAX];
    model_result result = {0};
    rank_world_open(&world, ranks);
    for (uint32_t rank = 0; rank < ranks; rank++) {
        part[rank] = (rank_part){.config = {ENTITIES, shards, threads + rank, MORE, &world.place[rank].ranks},
                                 .stop = stop,
                                 .archive_at = archive ? stop : 0,
                                 .rank = rank};
        ck_assert_int_eq(pthread_create(&thread[rank], NULL, play_part, &part[rank]), 0);
    }
    for (uint32_t rank = 0; rank < ranks; rank++) {
        ck_assert_int_eq(pthread_join(thread[rank], NULL), 0);
        ck_assert_int_eq(part[rank].created, GX_OK);
        ck_assert_int_eq(part[rank].first, stop != 0 && ranks > 1 ? GX_ERR_INTERRUPTED : GX_OK);
        ck_assert_int_eq(part[rank].second, GX_OK);
        ck_assert_uint_eq(part[rank].digest_then, part[0].digest_then);
        ck_assert_uint_eq(gx_sim_digest(part[rank].sim), gx_sim_digest(part[0].sim));
        gx_sim_counts counts = gx_sim_count(part[rank].sim);
        add_counts(&result.counts, &counts);
    }
    result.digest = gx_sim_digest(part[0].sim);
    result.states = states_of(part, ranks);
    for (uint32_t rank = 0; rank < ranks; rank++) {
        gx_sim_free(part[rank].sim);
        model_free(&part[rank].model);
    }
    rank_world_close(&world);
    return result;
}

START_TEST(ranks_change_nothing)
{
    static const uint32_t shards[] = {4, 16, 64, 256};
    model_result alone = play(1, 1, 1, 0, false);
    ck_assert_uint_gt(alone.counts.delivered_by_kind[MODEL_WON], 50);
    for (uint32_t i = 0; i < 4; i++) {
        for (uint32_t ranks = 1; ranks <= 3; ranks++) {
            model_result other = play(ranks, 1 + i % 2, shards[i], 0, false);
            model_check_equal(&alone, &other);
        }
    }
}
END_TEST

/* The host of one rank stops all of them after the same tick, and all go on from there. */
START_TEST(one_host_stops_all_ranks)
{
    model_result alone = play(1, 1, 1, 0, false);
    model_result stopped = play(3, 1, 16, 333, false);
    model_check_equal(&alone, &stopped);
}
END_TEST

/* What is on the way between ranks is in their checkpoints. */
START_TEST(ranks_resume)
{
    model_result alone = play(1, 1, 1, 0, false);
    model_result resumed = play(2, 1, 16, 320, true);
    model_check_equal(&alone, &resumed);
    resumed = play(3, 2, 64, 100, true);
    model_check_equal(&alone, &resumed);
}
END_TEST

static gx_status starve_at(uint32_t tick, uint64_t digest, size_t *work, void *context)
{
    const rank_part *part = context;
    (void)digest;
    (void)work;
    if (part->rank == 0 && tick == part->stop) {
        gx_memory_fail_after(0);
    }
    return GX_OK;
}

static void *starve_part(void *context)
{
    rank_part *part = context;
    gx_sim_hooks hooks = {.context = part, .tick_done = starve_at};
    part->first = gx_sim_run(part->sim, UNTIL, &hooks, NULL);
    return NULL;
}

/* Where one rank finds no memory, none goes on, and none waits for it for ever. */
START_TEST(one_rank_without_memory_stops_all)
{
    static rank_world world;
    static rank_part part[2];
    pthread_t thread[2];
    for (uint32_t stop = 1; stop < 100; stop += 9) {
        rank_world_open(&world, 2);
        for (uint32_t rank = 0; rank < 2; rank++) {
            part[rank] = (rank_part){
                .config = {ENTITIES, 16, 1, MORE, &world.place[rank].ranks}, .stop = stop, .rank = rank};
            ck_assert_int_eq(model_create(&part[rank].model, &part[rank].sim, &part[rank].config, NULL),
                             GX_OK);
        }
        for (uint32_t rank = 0; rank < 2; rank++) {
            ck_assert_int_eq(pthread_create(&thread[rank], NULL, starve_part, &part[rank]), 0);
        }
        for (uint32_t rank = 0; rank < 2; rank++) {
            ck_assert_int_eq(pthread_join(thread[rank], NULL), 0);
        }
        gx_memory_fail_after(-1);
        ck_assert_uint_eq(gx_sim_tick(part[0].sim), gx_sim_tick(part[1].sim));
        for (uint32_t rank = 0; rank < 2; rank++) {
            ck_assert_int_eq(part[rank].first, GX_ERR_MEMORY);
            gx_sim_free(part[rank].sim);
            model_free(&part[rank].model);
        }
        rank_world_close(&world);
    }
}
END_TEST

START_TEST(more_ranks_than_shards_are_refused)
{
    gx_sim *sim = NULL;
    gx_error error;
    gx_ranks ranks = {.rank = 1, .ranks = 5};
    gx_sim_config config = {.entities = 100, .shards = 4, .threads = 1, .ranks = &ranks};
    ck_assert_int_eq(gx_sim_create(&sim, &config, &error), GX_ERR_ARGUMENT);
    ranks = (gx_ranks){.rank = 2, .ranks = 2};
    ck_assert_int_eq(gx_sim_create(&sim, &config, &error), GX_ERR_ARGUMENT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/ranks");
    TCase *tests = tcase_create("ranks");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, ranks_change_nothing);
    tcase_add_test(tests, one_host_stops_all_ranks);
    tcase_add_test(tests, ranks_resume);
    tcase_add_test(tests, one_rank_without_memory_stops_all);
    tcase_add_test(tests, more_ranks_than_shards_are_refused);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
