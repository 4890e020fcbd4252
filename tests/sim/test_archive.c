/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run that was stopped, put down in a file and taken up by a fresh simulation ends as if nothing had
 * happened. */
#include "sim/model.h"

#include <check.h>
#include <gx/base/memory.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { ENTITIES = 3000, MORE = 300, UNTIL = 3200 };

typedef struct stage {
    toy_model model;
    gx_sim *sim;
} stage;

static void stage_open(stage *made, uint32_t threads, uint32_t shards)
{
    gx_error error;
    gx_sim_config config = {.entities = ENTITIES, .shards = shards, .threads = threads, .more = MORE};
    ck_assert_int_eq(model_create(&made->model, &made->sim, &config, &error), GX_OK);
}

static void stage_run(stage *here, uint32_t until)
{
    ck_assert_int_eq(gx_sim_run(here->sim, until, NULL, NULL), GX_OK);
}

static model_result stage_close(stage *here)
{
    model_result result = model_read(&here->model, here->sim);
    gx_sim_free(here->sim);
    model_free(&here->model);
    return result;
}

static const char *file_name(void)
{
    static char name[64];
    snprintf(name, sizeof(name), "/tmp/gx-sim-archive-%ld", (long)getpid());
    return name;
}

static void put_down(stage *here)
{
    gx_archive *archive = NULL;
    ck_assert_int_eq(gx_archive_save(&archive, file_name(), NULL), GX_OK);
    model_archive(archive, &here->model, here->sim);
    ck_assert_int_eq(gx_archive_end(archive, NULL), GX_OK);
}

static gx_status take_up(stage *here, gx_error *error)
{
    gx_archive *archive = NULL;
    ck_assert_int_eq(gx_archive_load(&archive, file_name(), error), GX_OK);
    model_archive(archive, &here->model, here->sim);
    return gx_archive_end(archive, error);
}

static model_result uninterrupted(uint32_t shards)
{
    stage here;
    stage_open(&here, 1, shards);
    stage_run(&here, UNTIL);
    return stage_close(&here);
}

START_TEST(a_resumed_run_ends_the_same)
{
    static const uint32_t threads[][2] = {{1, 1}, {2, 1}, {1, 3}, {3, 2}};
    static const uint32_t shards[] = {1, 16, 64, 256};
    static const uint32_t stops[] = {1, 63, 64, 256, 1999};
    model_result whole = uninterrupted(1);
    for (size_t i = 0; i < 20; i++) {
        stage before;
        stage_open(&before, threads[i % 4][0], shards[i % 4]);
        stage_run(&before, stops[i % 5]);
        put_down(&before);
        stage after;
        stage_open(&after, threads[i % 4][1], shards[i % 4]);
        if (i % 2 != 0) {
            stage_run(&after, stops[i / 5]); /* what it did itself is forgotten */
        }
        gx_error error;
        ck_assert_int_eq(take_up(&after, &error), GX_OK);
        model_result here = stage_close(&before);
        model_result there = model_read(&after.model, after.sim);
        model_check_equal(&here, &there);
        ck_assert_uint_eq(gx_sim_tick(after.sim), stops[i % 5]);
        stage_run(&after, UNTIL);
        model_result end = stage_close(&after);
        model_check_equal(&whole, &end);
    }
    (void)remove(file_name());
}
END_TEST

/* To save changes nothing, and what is loaded twice is the same twice. */
START_TEST(saving_leaves_no_trace)
{
    model_result whole = uninterrupted(16);
    stage here;
    stage_open(&here, 2, 16);
    for (uint32_t tick = 100; tick < UNTIL; tick += 100) {
        stage_run(&here, tick);
        put_down(&here);
        ck_assert_int_eq(take_up(&here, NULL), GX_OK);
    }
    stage_run(&here, UNTIL);
    model_result end = stage_close(&here);
    model_check_equal(&whole, &end);
    (void)remove(file_name());
}
END_TEST

START_TEST(another_configuration_is_refused)
{
    stage here;
    stage_open(&here, 1, 16);
    stage other;
    stage_open(&other, 1, 15);
    gx_error error;
    stage_run(&here, 500);
    put_down(&here);
    ck_assert_int_eq(take_up(&other, &error), GX_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.message, "shards"));
    (void)stage_close(&other);
    (void)stage_close(&here);
    (void)remove(file_name());
}
END_TEST

/* Memory may run out anywhere in a load; what is left can be freed. */
START_TEST(a_load_without_memory_fails_and_can_be_freed)
{
    stage here;
    stage_open(&here, 1, 16);
    stage_run(&here, 500);
    put_down(&here);
    int failures = 0;
    gx_status status = GX_ERR_MEMORY;
    for (long after = 0; status != GX_OK; after++) {
        stage fresh;
        gx_sim_config config = {.entities = ENTITIES, .shards = 16, .threads = 1, .more = MORE};
        ck_assert_int_eq(model_prepare(&fresh.model, &fresh.sim, &config, NULL), GX_OK);
        gx_archive *archive = NULL;
        ck_assert_int_eq(gx_archive_load(&archive, file_name(), NULL), GX_OK);
        gx_memory_fail_after(after);
        model_archive(archive, &fresh.model, fresh.sim);
        gx_memory_fail_after(-1);
        status = gx_archive_end(archive, NULL);
        failures += status == GX_ERR_MEMORY;
        (void)stage_close(&fresh);
    }
    ck_assert_int_gt(failures, 5);
    (void)stage_close(&here);
    (void)remove(file_name());
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/archive");
    TCase *tests = tcase_create("archive");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, a_resumed_run_ends_the_same);
    tcase_add_test(tests, saving_leaves_no_trace);
    tcase_add_test(tests, another_configuration_is_refused);
    tcase_add_test(tests, a_load_without_memory_fails_and_can_be_freed);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
