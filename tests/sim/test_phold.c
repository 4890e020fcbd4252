/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PHOLD as ROSS defines it: every entity starts with one event; an event sends one event, after a lookahead
 * plus an exponential delay of mean 1, to a uniform entity with the remote share as probability and to itself
 * otherwise. Here the mean is ten ticks and the lookahead one. What must hold: the events in flight are as
 * many as entities at all times, and rate and share are those of the law. */
#include <check.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/sim/sim.h>
#include <math.h>

enum { ENTITIES = 8000, TICKS = 150, MEAN = 10 };

typedef struct phold_model {
    gx_key key;
    gx_chance remote;
    gx_quantiles delay;
    uint32_t got[ENTITIES];
    uint64_t moved[ENTITIES]; /* events sent to others; written by the owner only */
} phold_model;

static void on_event(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    phold_model *phold = context;
    for (size_t i = 0; i < count; i++) {
        gx_message next = span[i];
        uint32_t me = span[i].target;
        gx_draw draw = gx_draw_at(phold->key, 0xf020, span[i].source, span[i].serial, 0);
        bool away = gx_happens(phold->remote, draw.word[0]);
        next.target = away ? gx_below32(draw.word[1], ENTITIES) : me;
        next.due_kind = gx_due_kind(lane->tick + 1 + (uint32_t)gx_quantile(&phold->delay, draw.word[2]), 0);
        next.tie = draw.word[3];
        next.serial++;
        phold->got[me]++;
        phold->moved[me] += away;
        gx_send(lane, &next);
        gx_note(lane, gx_mix_pair(gx_mix_pair(span[i].source, span[i].serial), me));
    }
}

/* After each tick: nothing lost, nothing made. */
static gx_status check_flight(uint32_t tick, uint64_t digest, size_t *work, void *context)
{
    (void)tick;
    (void)digest;
    (void)work;
    const gx_sim *sim = *(gx_sim *const *)context;
    gx_sim_counts counts = gx_sim_count(sim);
    return counts.waiting == ENTITIES && counts.sent == counts.delivered + ENTITIES ? GX_OK : GX_ERR_INTERNAL;
}

static uint64_t play(phold_model *phold, double remote, uint32_t shards, uint32_t threads,
                     gx_sim_counts *counts)
{
    gx_sim *sim = NULL;
    gx_error error;
    gx_sim_config config = {.entities = ENTITIES, .shards = shards, .threads = threads};
    *phold = (phold_model){.key = gx_key_make(77, 1), .remote = gx_chance_of(remote)};
    gx_quantiles_exponential(&phold->delay, MEAN, 100 * MEAN);
    ck_assert_int_eq(gx_sim_create(&sim, &config, &error), GX_OK);
    ck_assert_int_eq(gx_sim_handle(sim, 0, "event", on_event, phold), GX_OK);
    for (uint32_t i = 0; i < ENTITIES; i++) {
        gx_draw draw = gx_draw_at(phold->key, 0xf021, i, 0, 0);
        uint32_t due = 1 + (uint32_t)gx_quantile(&phold->delay, draw.word[0]);
        gx_message first = {.target = i, .due_kind = gx_due_kind(due, 0), .tie = draw.word[1], .source = i};
        ck_assert_int_eq(gx_sim_post(sim, &first, &error), GX_OK);
    }
    gx_sim_hooks hooks = {.context = &sim, .tick_done = check_flight};
    ck_assert_int_eq(gx_sim_run(sim, TICKS, &hooks, &error), GX_OK);
    *counts = gx_sim_count(sim);
    uint64_t digest = gx_sim_digest(sim);
    gx_sim_free(sim);
    return digest;
}

/* Mean and variance of one hop by the table itself. */
static void law_of_delay(const gx_quantiles *table, double *mean, double *variance)
{
    enum { STEPS = 1 << 16 };
    double sum = 0;
    double squares = 0;
    for (uint32_t i = 0; i < STEPS; i++) {
        double delay = 1 + (double)gx_quantile(table, (i << 16) + (1u << 15));
        sum += delay;
        squares += delay * delay;
    }
    *mean = sum / STEPS;
    *variance = squares / STEPS - *mean * *mean;
}

static void check_share(double remote, uint32_t shards, uint32_t threads)
{
    phold_model *phold = gx_alloc(1, sizeof(*phold));
    gx_sim_counts counts;
    double mean;
    double variance;
    uint64_t moved = 0;
    uint64_t got = 0;
    ck_assert_ptr_nonnull(phold);
    uint64_t digest = play(phold, remote, shards, threads, &counts);
    law_of_delay(&phold->delay, &mean, &variance);
    for (uint32_t i = 0; i < ENTITIES; i++) {
        moved += phold->moved[i];
        got += phold->got[i];
    }
    /* A renewal process over t ticks: mean t/m + (v - m^2) / 2 m^2 + 1/2m (ticks are whole), variance t v /
     * m^3. */
    double expected =
        ENTITIES * (TICKS / mean + (variance - mean * mean) / (2 * mean * mean) + 1 / (2 * mean));
    ck_assert_uint_eq(got, counts.delivered);
    ck_assert_double_lt(fabs((double)got - expected),
                        4.5 * sqrt(ENTITIES * TICKS * variance / (mean * mean * mean)));
    ck_assert_double_lt(fabs((double)moved - remote * (double)got),
                        4.5 * sqrt((double)got * remote * (1 - remote)));
    ck_assert_uint_eq(digest, play(phold, remote, 1, 1, &counts));
    gx_free(phold);
}

START_TEST(ten_percent_remote)
{
    check_share(0.1, 8, 2);
}
END_TEST

START_TEST(half_remote)
{
    check_share(0.5, 64, 3);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/phold");
    TCase *tests = tcase_create("phold");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, ten_percent_remote);
    tcase_add_test(tests, half_remote);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
