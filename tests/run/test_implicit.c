/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New Year's Eve among people and ties of which nothing is stored: the same for any threads, shards and for
 * stored columns; and the evening is that of the stored form, a head. */
#include "trial.h"
#include <gx/base/memory.h>
#include <gx/run/profile.h>
#include <string.h>

/* The evening's last hours. */
static trial eve(const char *form, const char *columns)
{
    trial t = trial_of(trial_file("scenarios/new-years-eve-2016.yaml"));
    trial_set(&t, "population.users=6000");
    trial_set(&t, "population.cities=5");
    trial_set(&t, "time.start=2016-02-07T21:00");
    trial_set(&t, "time.duration=4h");
    trial_set(&t, "time.tick=10s");
    trial_set(&t, form);
    trial_set(&t, columns);
    return t;
}

START_TEST(any_threads_shards_and_columns_give_the_same_evening)
{
    static const struct {
        const char *shards, *columns;
        uint32_t threads;
    } cases[] = {{"shards=64", "population.stored=no", 1},
                 {"shards=64", "population.stored=no", 3},
                 {"shards=7", "population.stored=no", 2},
                 {"shards=64", "population.stored=yes", 7}};
    uint64_t digest = 0, state = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        trial t = eve("graph.form=implicit", cases[i].columns);
        trial_set(&t, cases[i].shards);
        t.options.threads = cases[i].threads;
        trial_good(&t);
        ck_assert_int_gt(t.result.packets, 5000);
        digest = digest ? digest : t.result.digest;
        state = state ? state : t.result.state_digest;
        ck_assert_uint_eq(t.result.state_digest, state);
        ck_assert_uint_eq(t.result.digest, digest);
    }
}
END_TEST

/* A ratio that both forms should have alike. The bounds are wide: two networks of 6,000 are two samples, and
 * a run of a few hours is a chain of things that lead to others. */
static void assert_alike(const char *what, int64_t implicit, int64_t stored, double tolerance)
{
    double ratio = (double)implicit / (double)stored;
    ck_assert_msg(ratio > 1 - tolerance && ratio < 1 + tolerance, "%s: %lld implicit, %lld stored", what,
                  (long long)implicit, (long long)stored);
}

START_TEST(the_evening_is_that_of_stored_ties)
{
    trial implicit = eve("graph.form=implicit", "population.stored=no");
    trial stored = eve("graph.form=stored", "population.stored=yes");
    trial_good(&implicit);
    trial_good(&stored);
    assert_alike("packets", implicit.result.packets, stored.result.packets, 0.1);
    assert_alike("shares", implicit.result.shares, stored.result.shares, 0.2);
    assert_alike("money", implicit.result.sent_fen, stored.result.sent_fen, 0.2);
    assert_alike("groups", implicit.result.groups, stored.result.groups, 0.15);
    ck_assert_uint_ne(implicit.result.digest, stored.result.digest);
}
END_TEST

START_TEST(a_recording_holds_the_computed_ties)
{
    trial t = eve("graph.form=implicit", "population.stored=no");
    trial_set(&t, "time.duration=10min");
    t.options.output = scratch("implicit.h5");
    trial_good(&t);
    gx_reader *reader = open_recording(scratch("implicit.h5"));
    size_t users, rows, entries;
    int64_t *friends = column_of(reader, "/users/friends", &users), sum = 0;
    uint64_t *begin = words_of(reader, "/layers/friends/indptr", &rows);
    uint64_t *others = words_of(reader, "/layers/friends/indices", &entries);
    ck_assert(users == 6000 && rows == 6001 && begin[6000] == entries);
    size_t wrong = 0;
    for (size_t user = 0; user < users; user++) {
        sum += friends[user];
        wrong += begin[user + 1] - begin[user] != (uint64_t)friends[user];
    }
    for (size_t at = 0; at < entries; at++)
        wrong += others[at] >= 6000;
    ck_assert_uint_eq(wrong, 0);
    ck_assert_int_gt(sum, 6000 * 40);
    gx_free(friends);
    gx_free(begin);
    gx_free(others);
    gx_reader_close(reader);
    scratch_clear();
}
END_TEST

/* As in the nation, where a user who only exists may take 32 bytes: account, traits, sleep, network. What a
 * shard and the tables take by themselves is in the difference of two sizes no more. */
static double bytes_of(const char *users)
{
    gx_run_profile profile = {0};
    trial t = trial_of(trial_file("scenarios/new-years-eve-2016-nation.yaml"));
    trial_set(&t, users);
    trial_set(&t, "shards=4");
    trial_set(&t, "models.sending.per_day=0");
    trial_set(&t, "time.duration=10s");
    t.options.profile = &profile;
    trial_good(&t);
    double sum = 0;
    for (gx_store store = 0; store < GX_STORES; store++)
        sum += (double)profile.store[store];
    return sum;
}

START_TEST(who_only_exists_takes_few_bytes)
{
    double each = (bytes_of("population.users=300k") - bytes_of("population.users=100k")) / 200000;
    ck_assert_double_ge(each, 12);
    ck_assert_double_le(each, 32);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("implicit");
    tcase_add_test(tests, any_threads_shards_and_columns_give_the_same_evening);
    tcase_add_test(tests, the_evening_is_that_of_stored_ties);
    tcase_add_test(tests, a_recording_holds_the_computed_ties);
    tcase_add_test(tests, who_only_exists_takes_few_bytes);
    return trial_main("implicit", tests);
}
