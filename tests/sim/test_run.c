/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract of a run: what is called when, what is counted, what stops it. */
#include <check.h>
#include <gx/base/memory.h>
#include <gx/sim/sim.h>
#include <string.h>

enum { KIND = 4, OTHER = 9 };

/* What a host saw. Each entity writes only its own cells, each shard only its own. */
typedef struct host_state {
    uint32_t period;
    uint32_t calls[GX_SHARDS_MAX], acted[GX_SHARDS_MAX], bad_spans[GX_SHARDS_MAX];
    uint32_t ticks, last_tick, works_done;
    size_t ask; /* work items a tick */
    uint32_t item[64];
    uint32_t fail_tick, fail_work;
    uint64_t digest;
    gx_error *error;
} host_state;

/* An entity wakes itself every `period` ticks. */
static void on_wake(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    host_state *host = context;
    host->calls[lane->shard]++;
    for (size_t i = 0; i < count; i++) {
        bool bad = gx_due_tick(&span[i]) != lane->tick || span[i].target - lane->first >= lane->count;
        bad =
            bad || (i > 0 && span[i].target < span[i - 1].target) || lane->shard >= gx_sim_shards(lane->sim);
        host->bad_spans[lane->shard] += bad;
        gx_message next = span[i];
        next.due_kind = gx_due_kind(lane->tick + host->period, gx_message_kind(&span[i]));
        gx_send(lane, &next);
        gx_note(lane, gx_mix_pair(lane->tick, span[i].target));
    }
}

static void on_acted(gx_lane *lane, void *context)
{
    host_state *host = context;
    host->acted[lane->shard]++;
}

static gx_status on_tick(uint32_t tick, uint64_t digest, size_t *work, void *context)
{
    host_state *host = context;
    host->ticks++;
    host->last_tick = tick;
    host->digest = digest;
    *work = host->ask;
    if (tick == host->fail_tick) {
        return host->error != NULL ? gx_fail(host->error, GX_ERR_AUDIT, "one fen is missing")
                                   : GX_ERR_INTERRUPTED;
    }
    return GX_OK;
}

static void on_work(size_t item, void *context)
{
    host_state *host = context;
    host->item[item]++;
}

static gx_status on_work_done(void *context)
{
    host_state *host = context;
    host->works_done++;
    for (size_t i = 0; i < host->ask; i++) {
        if (host->item[i] != host->works_done) {
            return GX_ERR_INTERNAL;
        }
    }
    return host->works_done == host->fail_work ? GX_ERR_IO : GX_OK;
}

static gx_sim_hooks hooks_of(host_state *host)
{
    return (gx_sim_hooks){host, on_acted, on_tick, on_work, on_work_done};
}

/* `awake` entities, spread over all, wake first in tick `start`. */
static gx_sim *make(host_state *host, uint32_t entities, uint32_t shards, uint32_t threads, uint32_t awake,
                    uint32_t start)
{
    gx_sim *sim = NULL;
    gx_error error;
    gx_sim_config config = {.entities = entities, .shards = shards, .threads = threads};
    ck_assert_int_eq(gx_sim_create(&sim, &config, &error), GX_OK);
    ck_assert_int_eq(gx_sim_handle(sim, KIND, "wake", on_wake, host), GX_OK);
    for (uint32_t i = 0; i < awake; i++) {
        gx_message first = {.target = (uint32_t)((uint64_t)i * entities / awake),
                            .due_kind = gx_due_kind(start, KIND)};
        ck_assert_int_eq(gx_sim_post(sim, &first, &error), GX_OK);
    }
    return sim;
}

START_TEST(a_sleeping_population_costs_nothing)
{
    host_state host = {.period = 5000};
    gx_sim *sim = make(&host, 2000000, 64, 2, 10, 100);
    gx_message never = {.target = 5, .due_kind = gx_due_kind(GX_TICK_MAX, KIND)};
    gx_sim_hooks hooks = hooks_of(&host);
    ck_assert_int_eq(gx_sim_post(sim, &never, NULL), GX_OK);
    ck_assert_int_eq(gx_sim_run(sim, 10000000, &hooks, NULL), GX_OK);
    gx_sim_counts counts = gx_sim_count(sim);
    ck_assert_uint_eq(counts.ticks_run, 2000); /* 100, 5100, … 9995100 */
    ck_assert_uint_eq(counts.ticks_skipped, 10000000 - 2000);
    ck_assert_uint_eq(counts.delivered, 20000);
    ck_assert_uint_eq(counts.delivered_by_kind[KIND], 20000);
    ck_assert_uint_eq(counts.waiting, 11);
    ck_assert_uint_eq(counts.sent, 20011);
    ck_assert_uint_eq(host.ticks, 2000);
    ck_assert_uint_eq(host.last_tick, 9995100);
    ck_assert_uint_eq(gx_sim_tick(sim), 10000000);
    gx_sim_free(sim);
}
END_TEST

START_TEST(handlers_are_called_once_a_kind_and_shard)
{
    host_state host = {.period = 1};
    gx_sim *sim = make(&host, 4000, 8, 2, 4000, 1);
    gx_sim_hooks hooks = hooks_of(&host);
    ck_assert_int_eq(gx_sim_handle(sim, OTHER, "other", on_wake, &host), GX_OK);
    for (uint32_t i = 0; i < 4000; i += 2) {
        gx_message first = {.target = i, .due_kind = gx_due_kind(1, OTHER)};
        ck_assert_int_eq(gx_sim_post(sim, &first, NULL), GX_OK);
    }
    ck_assert_int_eq(gx_sim_run(sim, 20, &hooks, NULL), GX_OK);
    for (uint32_t shard = 0; shard < 8; shard++) {
        ck_assert_uint_eq(host.calls[shard], 40);
        ck_assert_uint_eq(host.acted[shard], 20);
        ck_assert_uint_eq(host.bad_spans[shard], 0);
    }
    ck_assert_uint_eq(gx_sim_count(sim).delivered_by_kind[OTHER], 40000);
    gx_sim_free(sim);
}
END_TEST

START_TEST(the_digest_is_chained_over_the_ticks_that_noted)
{
    host_state host = {.period = 7};
    gx_sim *sim = make(&host, 1000, 3, 2, 300, 2);
    gx_sim_hooks hooks = hooks_of(&host);
    uint64_t expected = 0;
    for (uint32_t tick = 2; tick <= 50; tick += 7) {
        uint64_t noted = 0;
        for (uint64_t i = 0; i < 300; i++) {
            noted += gx_mix64(gx_mix_pair(tick, i * 1000 / 300));
        }
        expected = gx_mix_pair(expected, gx_mix_pair(tick, noted));
    }
    ck_assert_int_eq(gx_sim_run(sim, 50, &hooks, NULL), GX_OK);
    ck_assert_uint_eq(gx_sim_digest(sim), expected);
    ck_assert_uint_eq(host.digest, expected);
    gx_sim_free(sim);
}
END_TEST

/* 10 awake: ticks run by one thread alone; 3,000: by all. */
static void check_work(uint32_t awake, uint32_t threads)
{
    host_state host = {.period = 1, .ask = 40};
    gx_sim *sim = make(&host, 3000, 6, threads, awake, 1);
    gx_sim_hooks hooks = hooks_of(&host);
    ck_assert_int_eq(gx_sim_run(sim, 25, &hooks, NULL), GX_OK);
    ck_assert_uint_eq(host.works_done, 25);
    ck_assert_uint_eq(host.item[39], 25);
    ck_assert_uint_eq(host.item[40], 0);
    gx_sim_free(sim);
}

START_TEST(work_items_are_done_once_each_and_before_the_next_tick)
{
    check_work(10, 1);
    check_work(10, 2);
    check_work(3000, 1);
    check_work(3000, 3);
}
END_TEST

static void check_stops(uint32_t awake, uint32_t threads)
{
    gx_error error;
    host_state whole = {.period = 1, .ask = 3};
    gx_sim *sim = make(&whole, 3000, 6, threads, awake, 1);
    gx_sim_hooks hooks = hooks_of(&whole);
    ck_assert_int_eq(gx_sim_run(sim, 30, &hooks, &error), GX_OK);
    uint64_t digest = gx_sim_digest(sim);
    gx_sim_free(sim);

    host_state host = {.period = 1, .ask = 3, .fail_tick = 11, .fail_work = 20};
    sim = make(&host, 3000, 6, threads, awake, 1);
    hooks = hooks_of(&host);
    ck_assert_int_eq(gx_sim_run(sim, 30, &hooks, &error), GX_ERR_INTERRUPTED);
    ck_assert_int_eq(error.status, GX_ERR_INTERRUPTED);
    ck_assert_ptr_nonnull(strstr(error.message, "tick 11"));
    ck_assert_uint_eq(gx_sim_tick(sim), 11);
    ck_assert_uint_eq(host.ticks, 11);
    ck_assert_uint_eq(host.works_done, 10);
    ck_assert_int_eq(gx_sim_run(sim, 30, &hooks, &error), GX_ERR_IO); /* by work_done, for the 20th time */
    ck_assert_uint_eq(gx_sim_tick(sim), 21);
    host.fail_tick = 25;
    host.error = &error; /* a host's own words are kept */
    ck_assert_int_eq(gx_sim_run(sim, 30, &hooks, &error), GX_ERR_AUDIT);
    ck_assert_str_eq(error.message, "one fen is missing");
    ck_assert_int_eq(gx_sim_run(sim, 30, &hooks, &error), GX_OK);
    ck_assert_int_eq(error.status, GX_OK);
    ck_assert_uint_eq(gx_sim_digest(sim), digest);
    gx_sim_free(sim);
}

START_TEST(a_failing_hook_stops_the_run_and_it_can_go_on)
{
    check_stops(10, 1);
    check_stops(10, 2);
    check_stops(3000, 1);
    check_stops(3000, 2);
}
END_TEST

START_TEST(hooks_are_optional)
{
    host_state host = {.period = 1, .ask = 5};
    gx_sim *sim = make(&host, 1000, 4, 2, 900, 1);
    gx_sim_hooks only_tick = {.context = &host, .tick_done = on_tick};
    gx_sim_hooks nothing = {0};
    ck_assert_int_eq(gx_sim_run(sim, 5, NULL, NULL), GX_OK);
    ck_assert_int_eq(gx_sim_run(sim, 9, &nothing, NULL), GX_OK);
    ck_assert_int_eq(gx_sim_run(sim, 14, &only_tick, NULL), GX_OK); /* asks for work that nobody does */
    ck_assert_uint_eq(host.ticks, 5);
    ck_assert_int_eq(gx_sim_run(sim, 3, &only_tick, NULL), GX_OK); /* over already */
    ck_assert_uint_eq(gx_sim_tick(sim), 14);
    ck_assert_uint_eq(host.ticks, 5);
    gx_sim_free(sim);
}
END_TEST

START_TEST(arguments_out_of_contract)
{
    static const gx_sim_config bad[] = {{0, 1, 1, 0, NULL},       {10, 0, 1, 0, NULL},
                                        {10, 11, 1, 0, NULL},     {1000, 257, 1, 0, NULL},
                                        {10, 1, 100000, 0, NULL}, {10, 1, 1, UINT32_MAX, NULL}};
    gx_error error;
    host_state host = {.period = 1};
    gx_sim *sim = NULL;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        error = (gx_error){GX_OK, ""};
        ck_assert_int_eq(gx_sim_create(&sim, &bad[i], &error), GX_ERR_ARGUMENT);
        ck_assert_ptr_null(sim);
        ck_assert_int_eq(error.status, GX_ERR_ARGUMENT);
        ck_assert_int_gt((int)strlen(error.message), 10);
    }
    sim = make(&host, 100, 7, 0, 1, 1);
    ck_assert_uint_ge(gx_sim_threads(sim), 1);
    ck_assert_uint_eq(gx_sim_shards(sim), 7);
    ck_assert_int_eq(gx_sim_handle(sim, KIND, "again", on_wake, &host), GX_ERR_ARGUMENT);
    ck_assert_int_eq(gx_sim_handle(sim, GX_KINDS_MAX, "beyond", on_wake, &host), GX_ERR_ARGUMENT);
    ck_assert_int_eq(gx_sim_handle(sim, 1, "nothing", NULL, &host), GX_ERR_ARGUMENT);
    ck_assert_int_eq(gx_sim_run(sim, 5, NULL, &error), GX_OK);
    gx_message stranger = {.target = 100, .due_kind = gx_due_kind(6, KIND)};
    gx_message late = {.target = 1, .due_kind = gx_due_kind(5, KIND)};
    gx_message odd = {.target = 1, .due_kind = gx_due_kind(6, GX_KINDS_MAX)};
    gx_message unheard = {.target = 1, .due_kind = gx_due_kind(6, OTHER)};
    ck_assert_int_eq(gx_sim_post(sim, &stranger, &error), GX_ERR_ARGUMENT);
    ck_assert_int_eq(gx_sim_post(sim, &late, &error), GX_ERR_ARGUMENT);
    ck_assert_int_eq(gx_sim_post(sim, &odd, &error), GX_ERR_ARGUMENT);
    ck_assert_int_eq(gx_sim_run(sim, GX_TICK_MAX + 1, NULL, &error), GX_ERR_ARGUMENT);
    ck_assert_int_eq(gx_sim_run(sim, 6, NULL, &error), GX_OK);
    unheard.due_kind = gx_due_kind(7, OTHER);
    ck_assert_int_eq(gx_sim_post(sim, &unheard, &error), GX_OK);
    ck_assert_int_eq(gx_sim_run(sim, 9, NULL, &error), GX_ERR_ARGUMENT); /* nobody handles it */
    ck_assert_uint_eq(gx_sim_count(sim).delivered, 6);
    gx_sim_free(sim);
    gx_sim_free(NULL);
}
END_TEST

START_TEST(the_last_tick_of_all)
{
    host_state host = {.period = 3};
    gx_sim *sim = make(&host, 10, 2, 1, 2, GX_TICK_MAX - 3);
    gx_sim_hooks hooks = hooks_of(&host);
    host.fail_tick = GX_TICK_MAX - 3;
    ck_assert_int_eq(gx_sim_run(sim, GX_TICK_MAX, &hooks, NULL), GX_ERR_INTERRUPTED);
    ck_assert_uint_eq(gx_sim_tick(sim), GX_TICK_MAX - 3);
    ck_assert_int_eq(gx_sim_run(sim, GX_TICK_MAX - 1, &hooks, NULL), GX_OK);
    ck_assert_uint_eq(gx_sim_count(sim).waiting, 2);
    ck_assert_uint_eq(gx_sim_count(sim).ticks_run, 1);
    ck_assert_uint_eq(gx_sim_count(sim).ticks_skipped, GX_TICK_MAX - 2);
    gx_sim_free(sim);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/run");
    TCase *tests = tcase_create("run");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_sleeping_population_costs_nothing);
    tcase_add_test(tests, handlers_are_called_once_a_kind_and_shard);
    tcase_add_test(tests, the_digest_is_chained_over_the_ticks_that_noted);
    tcase_add_test(tests, work_items_are_done_once_each_and_before_the_next_tick);
    tcase_add_test(tests, a_failing_hook_stops_the_run_and_it_can_go_on);
    tcase_add_test(tests, hooks_are_optional);
    tcase_add_test(tests, arguments_out_of_contract);
    tcase_add_test(tests, the_last_tick_of_all);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
