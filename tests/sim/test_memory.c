/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory: none is asked for in a steady state, and none is lost when there is none. */
#include "sim/model.h"

#include <check.h>
#include <gx/base/memory.h>
#include <string.h>

enum { RING = 3000 };

/* Everybody writes to the same neighbours in every tick: a load that is the same in all ticks. */
static void on_ring(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    (void)context;
    for (size_t i = 0; i < count; i++) {
        gx_message next = span[i];
        next.target = (span[i].target + 1234) % RING;
        next.due_kind = gx_due_kind(lane->tick + 1 + span[i].word[0], 1);
        gx_send(lane, &next);
    }
}

START_TEST(a_steady_state_allocates_nothing)
{
    gx_sim *sim = NULL;
    gx_error error;
    gx_sim_config config = {.entities = RING, .shards = 16, .threads = 1};
    ck_assert_int_eq(gx_sim_create(&sim, &config, &error), GX_OK);
    ck_assert_int_eq(gx_sim_handle(sim, 1, "ring", on_ring, NULL), GX_OK);
    for (uint32_t i = 0; i < 4 * RING; i++) {
        static const uint32_t delays[] = {0, 63, 255, 511}; /* so the whole repeats itself after 512 ticks */
        uint32_t delay = delays[i / RING];
        gx_message first = {
            .target = i % RING, .due_kind = gx_due_kind(1, 1), .source = i, .word = {delay, 0}};
        ck_assert_int_eq(gx_sim_post(sim, &first, &error), GX_OK);
    }
    ck_assert_int_eq(gx_sim_run(sim, 3000, NULL, &error), GX_OK);
    uint64_t before = gx_memory_allocations();
    ck_assert_int_eq(gx_sim_run(sim, 6000, NULL, &error), GX_OK);
    ck_assert_uint_eq(gx_memory_allocations(), before);
    ck_assert_uint_gt(gx_sim_count(sim).delivered, UINT64_C(6000) * RING);
    gx_sim_free(sim);
}
END_TEST

/* Fail at each allocation in turn, from creation to the end of the run, until a run needs no more. */
static uint32_t fail_everywhere(uint32_t shards, uint32_t threads)
{
    uint32_t failures = 0;
    for (long after = 0;; after++) {
        toy_model model;
        gx_sim *sim = NULL;
        gx_error error = {GX_OK, ""};
        gx_sim_config config = {.entities = 3500, .shards = shards, .threads = threads};
        gx_memory_fail_after(after);
        gx_status status = model_create(&model, &sim, &config, &error);
        if (status == GX_OK) {
            status = gx_sim_run(sim, 300, NULL, &error);
            gx_memory_fail_after(-1);
            gx_status again = gx_sim_run(sim, 310, NULL, NULL);
            ck_assert_int_eq(again, status); /* what lost messages must not go on */
            gx_sim_free(sim);
            model_free(&model);
        }
        gx_memory_fail_after(-1);
        if (status == GX_OK) {
            return failures;
        }
        ck_assert_int_eq(status, GX_ERR_MEMORY);
        ck_assert_int_eq(error.status, GX_ERR_MEMORY);
        failures++;
    }
}

START_TEST(every_allocation_may_fail)
{
    ck_assert_uint_gt(fail_everywhere(1, 1), 8);
    ck_assert_uint_gt(fail_everywhere(9, 2), 40);
}
END_TEST

/* A burst in a handler finds no memory: the lane says so and the run stops after that tick. */
static void on_burst(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    uint32_t *stopped = context;
    ck_assert_uint_eq(count, 1);
    gx_message next = span[0];
    next.due_kind = gx_due_kind(lane->tick + 1, 0);
    if (lane->tick < 3) {
        gx_send(lane, &next);
        return;
    }
    gx_memory_fail_after(0);
    for (uint32_t i = 0; i < 100000 && lane->status == GX_OK; i++) {
        next.serial = i;
        gx_send(lane, &next);
        *stopped = i;
    }
    gx_memory_fail_after(-1);
}

START_TEST(a_send_without_memory_stops_the_run)
{
    gx_sim *sim = NULL;
    gx_error error;
    gx_sim_config config = {.entities = 100, .shards = 4, .threads = 2};
    uint32_t stopped = 0;
    ck_assert_int_eq(gx_sim_create(&sim, &config, &error), GX_OK);
    ck_assert_int_eq(gx_sim_handle(sim, 0, "burst", on_burst, &stopped), GX_OK);
    gx_message first = {.target = 40, .due_kind = gx_due_kind(1, 0)};
    ck_assert_int_eq(gx_sim_post(sim, &first, &error), GX_OK);
    ck_assert_int_eq(gx_sim_run(sim, 1000, NULL, &error), GX_ERR_MEMORY);
    ck_assert_int_eq(error.status, GX_ERR_MEMORY);
    ck_assert_ptr_nonnull(strstr(error.message, "tick 3"));
    ck_assert_uint_eq(gx_sim_tick(sim), 3);
    ck_assert_uint_lt(stopped, 99999);
    gx_sim_free(sim);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/memory");
    TCase *tests = tcase_create("memory");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_steady_state_allocates_nothing);
    tcase_add_test(tests, every_allocation_may_fail);
    tcase_add_test(tests, a_send_without_memory_stops_the_run);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
