/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One result for any number of threads and shards, and for any way to cut the run. */
#include "sim/model.h"

#include <check.h>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SMALL 1
#endif
#endif
#ifndef SMALL
#define SMALL 0
#endif

enum { ENTITIES = 4500, UNTIL = SMALL ? 1500 : 70000 };

/* `more` of the entities stand in the second range. */
static model_result run(uint32_t threads, uint32_t shards, uint32_t more, uint32_t parts)
{
    toy_model model;
    gx_sim *sim = NULL;
    gx_error error;
    gx_sim_config config = {.entities = ENTITIES - more, .shards = shards, .threads = threads, .more = more};
    ck_assert_int_eq(model_create(&model, &sim, &config, &error), GX_OK);
    for (uint32_t part = 1; part <= parts; part++) {
        uint32_t until = (uint32_t)((uint64_t)UNTIL * part / parts);
        ck_assert_int_eq(gx_sim_run(sim, until, NULL, &error), GX_OK);
        ck_assert_uint_eq(gx_sim_tick(sim), until);
    }
    model_result result = model_read(&model, sim);
    gx_sim_free(sim);
    model_free(&model);
    return result;
}

START_TEST(threads_shards_and_parts_change_nothing)
{
    static const uint32_t threads[] = {1, 2, 3, 7};
    static const uint32_t shards[] = {1, 4, 16, 64, 256};
    static const uint32_t more[] = {0, 1, 100, 2500};
    model_result first = run(1, 1, 0, 1);
    ck_assert_uint_gt(first.counts.delivered_by_kind[MODEL_WALK], ENTITIES * 4);
    ck_assert_uint_gt(first.counts.delivered_by_kind[MODEL_CLAIM], ENTITIES / 2);
    ck_assert_uint_gt(first.counts.delivered_by_kind[MODEL_WON], 100);
    ck_assert_uint_eq(first.counts.sent, first.counts.delivered + first.counts.waiting);
    ck_assert_uint_eq(first.counts.ticks_run + first.counts.ticks_skipped, UNTIL);
    for (uint32_t i = 0; i < 4; i++) {
        for (uint32_t j = 0; j < 5; j++) {
            model_result other = run(threads[i], shards[j], more[(2 * i + j) % 4], 1 + (i + j) % 3 * 5);
            model_check_equal(&first, &other);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/identity");
    TCase *tests = tcase_create("identity");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, threads_shards_and_parts_change_nothing);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
