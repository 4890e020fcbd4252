/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When everything is recorded, the series are the sums of the events, minute by minute, and the users' ends
 * are the sums of the series. series.py says the same, and more, with h5py and numpy alone. */
#include "trial.h"
#include <gx/base/memory.h>
#include <gx/models/world.h>
#include <stdlib.h>
#include <sys/wait.h>

static trial made;
static gx_reader *reader;

/* Packets live six hours, so that many expire inside the day. */
static void record(void)
{
    made = trial_of(trial_file("scenarios/village.yaml"));
    trial_set(&made, "time.duration=30h");
    trial_set(&made, "time.tick=2s");
    trial_set(&made, "models.packets.life=6h");
    trial_set(&made, "models.befriending.end_per_day=0.2");
    trial_set(&made, "circles.users_a_circle=50");
    trial_set(&made, "models.circling.active=yes");
    trial_set(&made, "models.circling.found=-4");
    made.options.record = 2;
    made.options.threads = 2;
    made.options.output = scratch("full.h5");
    trial_good(&made);
    reader = open_recording(scratch("full.h5"));
}

/* ---- One counter from one event table
 * ---------------------------------------------------------------------- */

enum { ANY = -1 };

/* Rows of `table` with `column` in the set `words` (a bit each) count 1, or their `amount`, into their
 * period. */
typedef struct rule {
    const char *series, *table, *column;
    int words;
    const char *amount;
} rule;

static const rule rules[] = {
    {"packets_sent", "/events/packets", NULL, ANY, NULL},
    {"packets_personal", "/events/packets", "kind", 1 << GX_PACKET_PERSONAL, NULL},
    {"packets_equal", "/events/packets", "kind", 1 << GX_PACKET_EQUAL, NULL},
    {"packets_lucky", "/events/packets", "kind", 1 << GX_PACKET_LUCKY, NULL},
    {"packets_reply", "/events/packets", "cause", 1 << GX_CAUSE_REPLY | 1 << GX_CAUSE_NORM, NULL},
    {"sent_fen", "/events/packets", NULL, ANY, "amount"},
    {"shares_received", "/events/claims", NULL, ANY, NULL},
    {"received_fen", "/events/claims", NULL, ANY, "amount"},
    {"packets_emptied", "/events/endings", "expired", 1 << 0, NULL},
    {"packets_expired", "/events/endings", "expired", 1 << 1, NULL},
    {"refunded_fen", "/events/endings", NULL, ANY, "refunded"},
    {"cards_bound", "/truth/bindings", NULL, ANY, NULL},
    {"top_ups", "/events/moves", "kind", 1 << GX_MOVE_TOP_UP, NULL},
    {"top_up_fen", "/events/moves", "kind", 1 << GX_MOVE_TOP_UP, "amount"},
    {"withdrawals", "/events/moves", "kind", 1 << GX_MOVE_WITHDRAWAL, NULL},
    {"withdrawn_fen", "/events/moves", "kind", 1 << GX_MOVE_WITHDRAWAL, "amount"},
    {"transfers", "/events/moves", "kind", 1 << GX_MOVE_TRANSFER, NULL},
    {"transferred_fen", "/events/moves", "kind", 1 << GX_MOVE_TRANSFER, "amount"},
    {"ties_made", "/events/ties", "kind", 1 << GX_TIE_MADE, NULL},
    {"groups_made", "/events/memberships", "kind", 1 << GX_MEMBERSHIP_CREATED, NULL},
    {"groups_joined", "/events/memberships", "kind", 1 << GX_MEMBERSHIP_JOINED, NULL},
    {"groups_left", "/events/memberships", "kind", 1 << GX_MEMBERSHIP_LEFT, NULL},
    {"ties_ended", "/events/ties", "kind", 1 << GX_TIE_ENDED, NULL},
    {"circles_made", "/events/memberships", "kind", 1 << GX_MEMBERSHIP_CIRCLE_CREATED, NULL},
    {"circles_joined", "/events/memberships", "kind", 1 << GX_MEMBERSHIP_CIRCLE_JOINED, NULL},
    {"circles_left", "/events/memberships", "kind", 1 << GX_MEMBERSHIP_CIRCLE_LEFT, NULL},
};
enum { RULES = sizeof rules / sizeof rules[0] };

static int64_t *in_table(const char *table, const char *column, size_t *count)
{
    char path[100];
    snprintf(path, sizeof path, "%s/%s", table, column);
    return column_of(reader, path, count);
}

static void check_rule(const rule *r)
{
    size_t rows, periods;
    int64_t *series = in_table("/series", r->series, &periods), *tick = in_table(r->table, "tick", &rows);
    int64_t *word = r->column ? in_table(r->table, r->column, NULL) : NULL;
    int64_t *amount = r->amount ? in_table(r->table, r->amount, NULL) : NULL;
    int64_t *sum = gx_alloc(periods, sizeof *sum), total = 0;
    ck_assert_uint_eq(periods, 30 * 60);
    for (size_t i = 0; i < rows; i++) {
        size_t period = (size_t)((tick[i] - 1) * made.result.tick_ms / 60000);
        ck_assert_uint_lt(period, periods);
        if (!word || r->words >> word[i] & 1)
            sum[period] += amount ? amount[i] : 1;
    }
    for (size_t p = 0; p < periods; p++) {
        total += sum[p];
        ck_assert_msg(sum[p] == series[p], "%s, minute %zu: %lld in the series, %lld in the events",
                      r->series, p, (long long)series[p], (long long)sum[p]);
    }
    ck_assert_msg(total > 0, "%s never happened", r->series);
    void *all[] = {series, tick, word, amount, sum};
    for (size_t i = 0; i < 5; i++)
        gx_free(all[i]);
}

START_TEST(series_are_sums_of_events)
{
    for (size_t i = 0; i < RULES; i++)
        check_rule(&rules[i]);
}
END_TEST

/* ---- The same money, counted in four ways
 * ------------------------------------------------------------------- */

static int64_t sum_of(const char *path)
{
    size_t count;
    int64_t *column = column_of(reader, path, &count), sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += column[i];
    gx_free(column);
    return sum;
}

/* Shares that were taken in the last tick are on their way when the run ends. */
static void taken_at_the_end(int64_t *shares, int64_t *fen)
{
    size_t rows;
    int64_t *tick = column_of(reader, "/events/claims/tick", &rows);
    int64_t *amount = column_of(reader, "/events/claims/amount", NULL);
    int64_t last = number_of(reader, "last_tick");
    *shares = *fen = 0;
    for (size_t i = 0; i < rows; i++)
        if (tick[i] == last) {
            *shares += 1;
            *fen += amount[i];
        }
    gx_free(tick);
    gx_free(amount);
}

START_TEST(ends_of_users_are_sums_of_series)
{
    int64_t shares, fen;
    taken_at_the_end(&shares, &fen);
    ck_assert_int_eq(sum_of("/users/end/sent"), sum_of("/series/packets_sent"));
    ck_assert_int_eq(sum_of("/users/end/sent_fen"), sum_of("/series/sent_fen"));
    ck_assert_int_eq(sum_of("/users/end/received") + shares, sum_of("/series/shares_received"));
    ck_assert_int_eq(sum_of("/users/end/received_fen") + fen, sum_of("/series/received_fen"));
    ck_assert_int_eq(sum_of("/users/end/card") - sum_of("/users/card_at_start"),
                     sum_of("/series/cards_bound"));
    ck_assert_uint_eq(gx_reader_length(reader, "/truth/bindings/user"),
                      (size_t)sum_of("/series/cards_bound"));
}
END_TEST

START_TEST(what_was_sent_is_received_refunded_or_open)
{
    const gx_run_result *r = &made.result;
    ck_assert_int_eq(r->sent_fen, r->received_fen + r->refunded_fen + r->open_fen);
    ck_assert_int_eq(r->sent_fen, sum_of("/series/sent_fen"));
    ck_assert_int_eq(r->received_fen, sum_of("/series/received_fen"));
    ck_assert_int_eq(r->refunded_fen, sum_of("/series/refunded_fen"));
    ck_assert_int_gt(r->refunded_fen, 0);
    ck_assert_int_gt(r->open_fen, 0);
    ck_assert_int_eq(r->packets, sum_of("/series/packets_sent"));
    ck_assert_int_eq(r->shares, sum_of("/series/shares_received"));
    ck_assert_int_eq(r->cards_bound, sum_of("/series/cards_bound"));
    ck_assert_int_eq(r->transfers, sum_of("/series/transfers"));
}
END_TEST

START_TEST(friendship_is_mutual)
{
    size_t rows, entries;
    int64_t *first = column_of(reader, "/layers/friends/indptr", &rows);
    int64_t *to = column_of(reader, "/layers/friends/indices", &entries);
    int64_t *strength = column_of(reader, "/layers/friends/data", NULL);
    ck_assert_uint_eq(rows, made.result.users + 1);
    int64_t changed = made.result.ties_made - sum_of("/series/ties_ended");
    ck_assert_uint_eq(entries, 2 * (made.result.friends - (uint64_t)changed));
    size_t mutual = 0;
    for (int64_t u = 0; u + 1 < (int64_t)rows; u++)
        for (int64_t i = first[u]; i < first[u + 1]; i++) {
            ck_assert(to[i] != u);
            ck_assert(i == first[u] || to[i - 1] < to[i]);
            for (int64_t k = first[to[i]]; k < first[to[i] + 1]; k++)
                mutual += to[k] == u && strength[k] == strength[i];
        }
    ck_assert_uint_eq(mutual, entries);
    gx_free(first);
    gx_free(to);
    gx_free(strength);
}
END_TEST

START_TEST(h5py_says_the_same)
{
    char command[1000];
    snprintf(command, sizeof command, "/usr/bin/python3 '%s/tests/run/series.py' '%s'", GX_SOURCE_DIR,
             scratch("full.h5"));
    int state = system(command);
    ck_assert_msg(WIFEXITED(state) && WEXITSTATUS(state) == 0, "series.py failed: %d", state);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("series");
    tcase_add_unchecked_fixture(tests, record, NULL);
    tcase_add_test(tests, series_are_sums_of_events);
    tcase_add_test(tests, ends_of_users_are_sums_of_series);
    tcase_add_test(tests, what_was_sent_is_received_refunded_or_open);
    tcase_add_test(tests, friendship_is_mutual);
    tcase_add_test(tests, h5py_says_the_same);
    int failed = trial_main("run: series", tests);
    gx_reader_close(reader);
    return failed;
}
