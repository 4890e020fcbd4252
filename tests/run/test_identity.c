/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run is a function of scenario and seed: not of threads, of shards, of what is recorded, of how long it
 * goes on afterwards. The village has everything in it: sessions, all kinds of packets, cards, transfers. */
#include "trial.h"
#include <gx/base/memory.h>
#include <string.h>

static trial village(const char *duration)
{
    trial t = trial_of(trial_file("scenarios/village.yaml"));
    trial_set(&t, duration);
    return t;
}

START_TEST(any_number_of_threads_gives_the_same_bytes)
{
    static const uint32_t threads[] = {1, 2, 3, 7};
    static const char *const names[] = {"t1.h5", "t2.h5", "t3.h5", "t7.h5"};
    trial first = village("time.duration=48h");
    for (size_t i = 0; i < 4; i++) {
        trial t = village("time.duration=48h");
        t.options.threads = threads[i];
        t.options.output = scratch(names[i]);
        trial_good(&t);
        ck_assert_uint_eq(t.result.threads, threads[i]);
        if (i == 0)
            first.result = t.result;
        ck_assert_uint_eq(t.result.digest, first.result.digest);
        ck_assert_uint_eq(t.result.state_digest, first.result.state_digest);
        ck_assert_msg(same_bytes(scratch(names[0]), scratch(names[i])), "%u threads wrote other bytes",
                      threads[i]);
    }
    ck_assert_int_gt(first.result.packets, 300); /* or it would prove little */
    ck_assert_int_gt(first.result.shares, 300);
    ck_assert_int_gt(first.result.transfers, 10);
    ck_assert_int_gt(first.result.cards_bound, 5);
    scratch_clear();
}
END_TEST

/* The scenario's text differs in `shards`, nothing else may: every event table is compared, row by row. */
static void same_events(const char *one, const char *other)
{
    gx_reader *a = open_recording(one), *b = open_recording(other);
    static const char *const columns[] = {"/events/packets/tick",
                                          "/events/packets/sender",
                                          "/events/packets/occasion",
                                          "/events/packets/amount",
                                          "/events/claims/tick",
                                          "/events/claims/claimer",
                                          "/events/claims/position",
                                          "/events/claims/amount",
                                          "/events/endings/tick",
                                          "/events/endings/sender",
                                          "/events/endings/luckiest",
                                          "/events/moves/user",
                                          "/events/moves/amount",
                                          "/truth/bindings/user",
                                          "/truth/bindings/parent",
                                          "/series/looks",
                                          "/series/active_users",
                                          "/digest/digest",
                                          "/digest/tick",
                                          "/users/end/balance"};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        size_t m, n;
        uint64_t *x = words_of(a, columns[i], &m), *y = words_of(b, columns[i], &n);
        ck_assert_msg(m == n && memcmp(x, y, n * sizeof *x) == 0, "%s differs", columns[i]);
        gx_free(x);
        gx_free(y);
    }
    gx_reader_close(a);
    gx_reader_close(b);
}

START_TEST(any_number_of_shards_gives_the_same_world)
{
    static const char *const shards[] = {"shards=1", "shards=3", "shards=16", "shards=64"};
    uint64_t digest = 0, state = 0;
    for (size_t i = 0; i < 4; i++) {
        trial t = village("time.duration=24h");
        trial_set(&t, "time.tick=30s"); /* much happens in one tick, in one shard and in several */
        trial_set(&t, shards[i]);
        t.options.threads = 2;
        t.options.output = scratch(shards[i]);
        trial_good(&t);
        digest = i ? digest : t.result.digest;
        state = i ? state : t.result.state_digest;
        ck_assert_uint_eq(t.result.digest, digest);
        ck_assert_uint_eq(t.result.state_digest, state);
        same_events(scratch(shards[0]), scratch(shards[i]));
    }
    scratch_clear();
}
END_TEST

START_TEST(recording_disturbs_nothing)
{
    trial silent = village("time.duration=4h");
    trial_good(&silent);
    for (int32_t record = 0; record < 3; record++) {
        trial t = village("time.duration=4h");
        t.options.record = record;
        t.options.output = scratch("r.h5");
        t.options.force = true;
        trial_good(&t);
        ck_assert_uint_eq(t.result.digest, silent.result.digest);
        ck_assert_uint_eq(t.result.state_digest, silent.result.state_digest);
        gx_reader *reader = open_recording(scratch("r.h5"));
        ck_assert(gx_reader_has(reader, "/events/claims/tick") == (record > 0));
        ck_assert(text_is(reader, "status", "complete"));
        gx_reader_close(reader);
    }
    trial sampled = village("time.duration=4h");
    trial_set(&sampled, "record.event_share=0.3");
    sampled.options.output = scratch("s.h5");
    trial_good(&sampled);
    ck_assert_uint_eq(sampled.result.digest, silent.result.digest);
    ck_assert_uint_eq(sampled.result.state_digest, silent.result.state_digest);
    scratch_clear();
}
END_TEST

START_TEST(seeds_and_replicates_are_worlds_of_their_own)
{
    uint64_t digest[5];
    for (uint32_t i = 0; i < 5; i++) {
        trial t = village("time.duration=1h");
        t.options.replicate = i < 3 ? i : 0;
        t.options.has_seed = i >= 3;
        t.options.seed = 2014 + i; /* 2017, 2018: the village's own is 2016 */
        trial_good(&t);
        digest[i] = t.result.digest;
        for (uint32_t k = 0; k < i; k++)
            ck_assert_uint_ne(digest[i], digest[k]);
    }
    trial again = village("time.duration=1h");
    again.options.has_seed = true;
    again.options.seed = 2016;
    trial_good(&again);
    ck_assert_uint_eq(again.result.digest, digest[0]);
}
END_TEST

/* ---- A shorter run is the beginning of a longer one
 * -------------------------------------------------------- */

enum { TICKS = 6 * 3600 };

typedef struct chain {
    uint64_t at[TICKS + 1]; /* digest after this tick; 0: the tick was skipped */
    uint32_t run;
} chain;

static gx_status note(uint32_t tick, uint64_t digest, void *context)
{
    chain *c = context;
    c->at[tick] = digest;
    c->run++;
    return GX_OK;
}

START_TEST(a_shorter_run_is_the_beginning_of_a_longer_one)
{
    static chain longer, shorter;
    trial whole = village("time.duration=6h");
    whole.options.tick = note;
    whole.options.context = &longer;
    trial_good(&whole);
    trial part = village("time.duration=72h");
    part.options.until_ms = 2 * 3600 * 1000;
    part.options.tick = note;
    part.options.context = &shorter;
    trial_good(&part);
    ck_assert_uint_eq(part.result.ticks_planned, 7200);
    ck_assert_uint_gt(shorter.run, 1000);
    ck_assert_uint_lt(shorter.run, longer.run);
    uint64_t last = 0;
    for (uint32_t t = 0; t <= 7200; t++) {
        ck_assert_msg(shorter.at[t] == longer.at[t], "tick %u: %016llx, in the longer run %016llx", t,
                      (unsigned long long)shorter.at[t], (unsigned long long)longer.at[t]);
        last = shorter.at[t] ? shorter.at[t] : last;
    }
    ck_assert_uint_eq(part.result.digest, last);
    ck_assert_uint_ne(whole.result.digest, last);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("identity");
    tcase_add_test(tests, any_number_of_threads_gives_the_same_bytes);
    tcase_add_test(tests, any_number_of_shards_gives_the_same_world);
    tcase_add_test(tests, recording_disturbs_nothing);
    tcase_add_test(tests, seeds_and_replicates_are_worlds_of_their_own);
    tcase_add_test(tests, a_shorter_run_is_the_beginning_of_a_longer_one);
    return trial_main("run: identity", tests);
}
