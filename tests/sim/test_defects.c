/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model that breaks the law of the kernel is stopped at once, in release builds too. */
#include <check.h>
#include <gx/sim/sim.h>
#include <signal.h>

enum { KIND = 1 };

static void on_bad(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    (void)span;
    (void)count;
    gx_send(lane, context);
}

static void on_bad_own(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    (void)span;
    (void)count;
    gx_send_own(lane, context, 1);
}

/* Entity 3's handler sends this message in tick 5. */
static void send_by(gx_handler handler, const gx_message *message)
{
    gx_message bad = *message;
    gx_sim *sim = NULL;
    gx_sim_config config = {.entities = 10, .shards = 2, .threads = 1};
    gx_message first = {.target = 3, .due_kind = gx_due_kind(5, KIND)};
    ck_assert_int_eq(gx_sim_create(&sim, &config, NULL), GX_OK);
    ck_assert_int_eq(gx_sim_handle(sim, KIND, "bad", handler, &bad), GX_OK);
    ck_assert_int_eq(gx_sim_post(sim, &first, NULL), GX_OK);
    ck_assert_int_eq(gx_sim_run(sim, 5, NULL, NULL), GX_OK);
    gx_sim_free(sim);
}

static void send_in_tick_5(const gx_message *message)
{
    send_by(on_bad, message);
}

START_TEST(a_message_for_the_next_tick_is_right)
{
    send_in_tick_5(&(gx_message){.target = 9, .due_kind = gx_due_kind(6, KIND)});
}
END_TEST

START_TEST(a_message_for_the_same_tick)
{
    send_in_tick_5(&(gx_message){.target = 9, .due_kind = gx_due_kind(5, KIND)});
}
END_TEST

START_TEST(a_message_to_nobody)
{
    send_in_tick_5(&(gx_message){.target = 10, .due_kind = gx_due_kind(6, KIND)});
}
END_TEST

START_TEST(a_message_of_a_kind_without_handler)
{
    send_in_tick_5(&(gx_message){.target = 9, .due_kind = gx_due_kind(6, KIND + 1)});
}
END_TEST

START_TEST(a_message_to_ones_own_shard_is_right)
{
    send_by(on_bad_own, &(gx_message){.target = 4, .due_kind = gx_due_kind(6, KIND)});
}
END_TEST

START_TEST(a_message_as_if_to_ones_own_shard)
{
    send_by(on_bad_own, &(gx_message){.target = 9, .due_kind = gx_due_kind(6, KIND)});
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/defects");
    TCase *tests = tcase_create("defects");
    tcase_add_test(tests, a_message_for_the_next_tick_is_right);
    tcase_add_test_raise_signal(tests, a_message_for_the_same_tick, SIGABRT);
    tcase_add_test_raise_signal(tests, a_message_to_nobody, SIGABRT);
    tcase_add_test_raise_signal(tests, a_message_of_a_kind_without_handler, SIGABRT);
    tcase_add_test(tests, a_message_to_ones_own_shard_is_right);
    tcase_add_test_raise_signal(tests, a_message_as_if_to_ones_own_shard, SIGABRT);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    /* Each in a process of its own, whatever CK_FORK says; none of them opened a parallel region before. */
    srunner_set_fork_status(runner, CK_FORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
