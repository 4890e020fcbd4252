/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the time went: the parts add up, the hottest is found, and measuring changes no result. */
#include <check.h>
#include <gx/sim/sim.h>
#include <stdatomic.h>

enum { CROWD = 2000, HOT = 777, KIND = 3 };

/* A clock that ticks when it is read. */
static atomic_uint_fast64_t now;
static uint64_t read_clock(void)
{
    return atomic_fetch_add(&now, 10);
}

/* Everybody wakes in every tick; in each tick a quarter of what they send goes to one of them, and in tick 50
 * all of it. */
static void on_crowd(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    (void)context;
    for (size_t i = 0; i < count; i++) {
        if (span[i].word[0] != 0) {
            continue; /* a visit */
        }
        gx_message next = span[i];
        next.due_kind = gx_due_kind(lane->tick + 1, KIND);
        gx_send(lane, &next);
        bool visits = lane->tick + 1 == 50 || (span[i].target + lane->tick) % 4 == 0;
        next.target = visits ? HOT : (span[i].target * 7 + lane->tick) % CROWD;
        next.word[0] = 1;
        gx_send(lane, &next);
        gx_note(lane, next.target);
    }
}

static gx_sim *make_crowd(uint32_t threads)
{
    gx_sim *sim = NULL;
    gx_sim_config config = {.entities = CROWD, .shards = 8, .threads = threads};
    ck_assert_int_eq(gx_sim_create(&sim, &config, NULL), GX_OK);
    ck_assert_int_eq(gx_sim_handle(sim, KIND, "crowd", on_crowd, NULL), GX_OK);
    for (uint32_t i = 0; i < CROWD; i++) {
        gx_message first = {.target = i, .due_kind = gx_due_kind(1, KIND), .source = i};
        ck_assert_int_eq(gx_sim_post(sim, &first, NULL), GX_OK);
    }
    return sim;
}

static void check_sums(const gx_sim_profile *profile, uint64_t delivered, bool timed)
{
    uint64_t parts = profile->exchange_ns + profile->order_ns + profile->act_ns + profile->plan_ns +
                     profile->host_ns + profile->work_ns + profile->wait_ns;
    uint64_t messages = 0;
    uint64_t shards_ns = 0;
    for (uint32_t shard = 0; shard < GX_SHARDS_MAX; shard++) {
        messages += profile->shard_messages[shard];
        shards_ns += profile->shard_ns[shard];
    }
    ck_assert_uint_eq(messages, delivered);
    ck_assert_uint_eq(parts, timed ? profile->wall_ns * profile->threads : 0);
    ck_assert_uint_eq(profile->kind_ns[KIND], profile->act_ns);
    ck_assert_uint_eq(shards_ns, profile->exchange_ns + profile->order_ns + profile->act_ns);
    ck_assert_uint_ge(profile->bytes_waiting, 2 * CROWD * sizeof(gx_message));
    ck_assert_uint_gt(profile->bytes_order, 0);
}

START_TEST(the_parts_add_up)
{
    uint64_t digest = 0;
    for (uint32_t threads = 1; threads <= 3; threads++) {
        gx_sim *sim = make_crowd(threads);
        gx_sim_profile profile;
        ck_assert_int_eq(gx_sim_run(sim, 20, NULL, NULL), GX_OK);
        uint64_t before = gx_sim_count(sim).delivered;
        gx_sim_profile_start(sim, threads == 2 ? NULL : read_clock);
        ck_assert_int_eq(gx_sim_run(sim, 100, NULL, NULL), GX_OK);
        gx_sim_profile_get(sim, &profile);
        ck_assert_uint_eq(profile.threads, threads);
        check_sums(&profile, gx_sim_count(sim).delivered - before, threads != 2);
        ck_assert(threads == 1 || digest == gx_sim_digest(sim));
        digest = gx_sim_digest(sim);
        gx_sim_free(sim);
    }
}
END_TEST

START_TEST(the_hottest_is_found)
{
    gx_sim *sim = make_crowd(2);
    gx_sim_profile profile;
    gx_sim_profile_start(sim, read_clock);
    ck_assert_int_eq(gx_sim_run(sim, 400, NULL, NULL), GX_OK);
    gx_sim_profile_get(sim, &profile);
    ck_assert_uint_eq(profile.longest_entity, HOT);
    ck_assert_uint_eq(profile.longest_tick, 50);
    ck_assert_uint_eq(profile.longest_kind, KIND);
    ck_assert_uint_eq(profile.longest_messages, CROWD + 1);
    ck_assert_uint_eq(profile.hottest, HOT);
    /* An eighth of all messages; the sample may be short by a 64th of all. */
    double share = (double)profile.hottest_sampled / (double)profile.sampled;
    ck_assert_double_gt(share, 0.125 - 1.0 / 64 - 0.01);
    ck_assert_double_lt(share, 0.125 + 0.01);
    ck_assert_uint_ge(profile.sampled, gx_sim_count(sim).delivered / 64 - 2);
    ck_assert_uint_le(profile.sampled, gx_sim_count(sim).delivered / 64 + 2);
    gx_sim_profile_start(sim, read_clock);
    gx_sim_profile_get(sim, &profile);
    ck_assert_uint_eq(profile.longest_messages + profile.sampled + profile.act_ns + profile.wall_ns, 0);
    gx_sim_free(sim);
}
END_TEST

START_TEST(kinds_have_names)
{
    gx_sim *sim = make_crowd(1);
    ck_assert_str_eq(gx_sim_kind_name(sim, KIND), "crowd");
    ck_assert_ptr_null(gx_sim_kind_name(sim, KIND + 1));
    ck_assert_ptr_null(gx_sim_kind_name(sim, GX_KINDS_MAX));
    gx_sim_free(sim);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/profile");
    TCase *tests = tcase_create("profile");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, the_parts_add_up);
    tcase_add_test(tests, the_hottest_is_found);
    tcase_add_test(tests, kinds_have_names);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
