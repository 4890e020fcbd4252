/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fen that is missing, or one too many, stops the run: in the very tick when every book is added up in
 * every tick, and within one sweep otherwise. The corruption is made behind the books' back, by the probe. */
#include "ledger/book_internal.h"
#include "probe.h"
#include "trial.h"
#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <gx/cli/cli.h>
#include <string.h>
#include <unistd.h>

typedef enum part { NOTHING, BALANCE, ESCROW, CLEARING, HELD_TOTAL, USERS_TOTAL, SWAP } part;

/* What to corrupt, when; and when that was done. */
typedef struct crime {
    part part;
    uint32_t shard;
    uint32_t from_tick; /* in the first tick that is run from here on */
    gx_fen by;
    uint32_t done; /* the tick; 0: not yet */
} crime;

static void commit(gx_world *world, uint32_t tick, void *context)
{
    crime *c = context;
    if (c->done || tick < c->from_tick || c->part == NOTHING)
        return;
    c->done = tick;
    gx_book *book = world->books[c->shard];
    ck_assert_uint_lt(c->shard, world->shards);
    switch (c->part) {
    case NOTHING:
        break;
    case BALANCE:
        book->balance[book->users / 2] += c->by;
        break;
    case ESCROW:
        book->balance[gx_house(book, GX_HOUSE_ESCROW)] += c->by;
        break;
    case CLEARING: /* the book still adds up to 0: only what the handlers know tells */
        book->balance[gx_house(book, GX_HOUSE_CLEARING)] += c->by;
        book->balance[gx_house(book, GX_HOUSE_CARD_GATEWAY)] -= c->by;
        break;
    case HELD_TOTAL:
        book->held_total += c->by;
        break;
    case USERS_TOTAL:
        book->inside_total += c->by;
        break;
    case SWAP: /* from one user to another: no sum changes, so no sum can tell */
        book->balance[0] += c->by;
        book->balance[1] -= c->by;
        break;
    }
}

static gx_status run_with(trial *t, crime *c)
{
    gx_probe_set(commit, c);
    gx_status status = trial_run(t);
    gx_probe_set(NULL, NULL);
    return status;
}

static trial village(void)
{
    trial t = trial_of(trial_file("scenarios/village.yaml")); /* audit.sweep: 0s, 8 shards */
    trial_set(&t, "time.duration=3h");
    return t;
}

static void expect_stop(const trial *t, gx_status status, const crime *c, uint32_t tick)
{
    char place[64];
    snprintf(place, sizeof place, "tick %u, shard %u", tick, c->shard);
    ck_assert_uint_gt(c->done, 0);
    ck_assert_msg(status == GX_ERR_AUDIT, "%s", gx_status_name(status));
    ck_assert_int_eq(t->error.status, GX_ERR_AUDIT);
    ck_assert_msg(strstr(t->error.message, place), "'%s' does not name '%s'", t->error.message, place);
    ck_assert_uint_eq(t->result.ticks, tick);
}

START_TEST(one_fen_stops_the_village_in_that_tick)
{
    static const crime crimes[] = {
        {BALANCE, 3, 5000, 1, 0},   {BALANCE, 0, 1, -1, 0},      {BALANCE, 7, 10000, 1, 0},
        {ESCROW, 5, 6000, 1, 0},    {ESCROW, 5, 6000, -1, 0},    {CLEARING, 2, 4321, 1, 0},
        {CLEARING, 2, 4321, -1, 0}, {HELD_TOTAL, 4, 7000, 1, 0}, {USERS_TOTAL, 6, 3000, -1, 0},
    };
    for (size_t i = 0; i < sizeof crimes / sizeof crimes[0]; i++)
        for (uint32_t threads = 1; threads <= 2; threads++) {
            crime c = crimes[i];
            trial t = village();
            t.options.threads = threads;
            gx_status status = run_with(&t, &c);
            expect_stop(&t, status, &c, c.done);
        }
}
END_TEST

START_TEST(without_a_crime_nothing_is_found)
{
    crime none = {.part = NOTHING}, swap = {SWAP, 1, 2000, 1, 0};
    trial t = village(), u = village();
    ck_assert_int_eq(run_with(&t, &none), GX_OK);
    ck_assert_uint_ge(t.result.audits_full, 8 * 1000u);
    ck_assert_uint_gt(t.result.audits_quick, 100);
    ck_assert_int_eq(run_with(&u, &swap), GX_OK); /* the limit of any audit by sums */
    ck_assert_uint_ge(swap.done, 2000);
}
END_TEST

START_TEST(the_recording_is_left_readable)
{
    crime c = {BALANCE, 3, 5000, 1, 0};
    trial t = village();
    t.options.output = scratch("a.h5");
    gx_status status = run_with(&t, &c);
    expect_stop(&t, status, &c, c.done);
    ck_assert(!file_exists(scratch("a.h5")));
    ck_assert_int_eq(scratch_count(), 1);
    gx_reader *reader = open_recording(scratch("a.h5.partial"));
    ck_assert(text_is(reader, "status", "failed"));
    ck_assert(!gx_reader_complete(reader));
    ck_assert_int_eq(number_of(reader, "last_tick"), c.done);
    size_t rows;
    uint64_t *digests = words_of(reader, "/digest/digest", &rows);
    ck_assert_uint_gt(rows, 0);
    ck_assert_uint_eq(digests[rows - 1], t.result.digest);
    gx_free(digests);
    gx_reader_close(reader);
    scratch_clear();
}
END_TEST

/* The corruption comes in a tick in which whole chunks of the recording are on their way to the file, among
 * people so many that the team audits beside packing them. Every row is kept all the same. */
enum { CHUNK_ROWS = 4096 };

static void commit_with_chunks(gx_world *world, uint32_t tick, void *context)
{
    crime *c = context;
    if (tick % 60 == 0 && gx_world_total(world, GX_COUNT_shares_received) >= CHUNK_ROWS)
        commit(world, tick, c);
}

START_TEST(chunks_on_their_way_are_kept)
{
    static const char text[] = "version: 1\n"
                               "shards: 8\n"
                               "time: {start: 2016-02-07T20:00, duration: 1h, tick: 1s}\n"
                               "population: {users: 24k, cities: 8}\n"
                               "audit: {sweep: 0s}\n"
                               "models: {sending: {per_day: 20}}\n";
    crime c = {BALANCE, 5, 1, 1, 0};
    trial t = trial_of(text);
    t.options.threads = 2;
    t.options.output = scratch("k.h5");
    gx_probe_set(commit_with_chunks, &c);
    gx_status status = trial_run(&t);
    gx_probe_set(NULL, NULL);
    expect_stop(&t, status, &c, c.done);
    ck_assert_uint_lt(c.done, 3600);
    gx_reader *reader = open_recording(scratch("k.h5.partial"));
    ck_assert(text_is(reader, "status", "failed"));
    ck_assert_int_eq(number_of(reader, "last_tick"), c.done);
    ck_assert_uint_eq(gx_reader_length(reader, "/events/claims/tick"), (size_t)t.result.shares);
    ck_assert_uint_eq(gx_reader_length(reader, "/events/packets/tick"), (size_t)t.result.packets);
    ck_assert_uint_eq(gx_reader_length(reader, "/users/end/balance"), t.result.users);
    gx_reader_close(reader);
    scratch_clear();
}
END_TEST

/* Twenty thousand people, each book added up once an hour; every shard's turn comes at another time. */
START_TEST(a_larger_run_finds_it_within_a_sweep)
{
    static const char text[] = "version: 1\n"
                               "shards: 16\n"
                               "time: {start: 2016-02-07T18:00, duration: 150min, tick: 10s}\n"
                               "population: {users: 20k, cities: 8}\n"
                               "audit: {sweep: 1h}\n"
                               "models: {sending: {per_day: 1}}\n";
    static const uint32_t shards[] = {0, 7, 15};
    enum { HOUR = 360 };
    for (size_t i = 0; i < 3; i++) {
        crime c = {BALANCE, shards[i], 400, 1, 0};
        trial t = trial_of(text);
        t.options.threads = 2;
        ck_assert_int_eq(run_with(&t, &c), GX_ERR_AUDIT);
        ck_assert_uint_ge(t.result.ticks, c.done);
        ck_assert_uint_le(t.result.ticks, c.done + HOUR);
        expect_stop(&t, GX_ERR_AUDIT, &c, t.result.ticks);
    }
    /* What changes a control total is found as soon as the shard acts: here, in a second or two. */
    crime quick = {HELD_TOTAL, 4, 400, 1, 0};
    trial t = trial_of(text);
    ck_assert_int_eq(run_with(&t, &quick), GX_ERR_AUDIT);
    ck_assert_uint_le(t.result.ticks, quick.done + 5);
}
END_TEST

/* Behind the last sweep: the end adds up every book once more. */
START_TEST(the_last_tick_is_no_hiding_place)
{
    crime c = {BALANCE, 5, 10790, 1, 0};
    trial t = village();
    trial_set(&t, "audit.sweep=240h");
    gx_status status = run_with(&t, &c);
    ck_assert_uint_ge(c.done, 10790);
    expect_stop(&t, status, &c, 10800);
}
END_TEST

/* ---- The same by the command itself -------------------------------------------------------------------- */

/* Both streams into files while it runs. */
static int command(int argc, char **argv)
{
    int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
    fflush(stdout);
    ck_assert_ptr_nonnull(freopen(scratch("out.txt"), "w", stdout));
    ck_assert_ptr_nonnull(freopen(scratch("err.txt"), "w", stderr));
    int code = gx_cli_main(argc, argv);
    fflush(stdout);
    fflush(stderr);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    close(out);
    close(err);
    return code;
}

START_TEST(the_command_exits_1_and_says_where)
{
    char scenario[600], output[600], threads[16];
    snprintf(scenario, sizeof scenario, "%s/scenarios/village.yaml", GX_SOURCE_DIR);
    snprintf(output, sizeof output, "%s", scratch("c.h5"));
    for (int n = 1; n <= 3; n++) {
        snprintf(threads, sizeof threads, "%d", n);
        char *argv[] = {"guanxi", "run",     scenario, "--output", output,    "--threads",
                        threads,  "--until", "4h",     "--quiet",  "--force", NULL};
        crime c = {BALANCE, 6, 9000, 1, 0};
        gx_probe_set(commit, &c);
        int code = command(11, argv);
        gx_probe_set(NULL, NULL);
        char place[64], *said = NULL;
        size_t length;
        snprintf(place, sizeof place, "tick %u, shard 6", c.done);
        ck_assert_int_eq(gx_read_file(&said, &length, scratch("err.txt"), 1 << 20, NULL), GX_OK);
        ck_assert_uint_ge(c.done, 9000);
        ck_assert_msg(code == 1, "exit %d: %s", code, said);
        ck_assert_msg(strstr(said, place), "'%s' does not name '%s'", said, place);
        ck_assert(!file_exists(output));
        gx_reader *reader = open_recording(scratch("c.h5.partial"));
        ck_assert_int_eq(number_of(reader, "last_tick"), c.done);
        gx_reader_close(reader);
        gx_free(said);
    }
    /* And 0 when nobody steals. */
    char *argv[] = {"guanxi",  "run", scenario,  "--output", output,
                    "--until", "4h",  "--quiet", "--force",  NULL};
    ck_assert_int_eq(command(9, argv), 0);
    ck_assert(file_exists(output));
    scratch_clear();
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("audit");
    tcase_add_test(tests, one_fen_stops_the_village_in_that_tick);
    tcase_add_test(tests, without_a_crime_nothing_is_found);
    tcase_add_test(tests, the_recording_is_left_readable);
    tcase_add_test(tests, chunks_on_their_way_are_kept);
    tcase_add_test(tests, a_larger_run_finds_it_within_a_sweep);
    tcase_add_test(tests, the_last_tick_is_no_hiding_place);
    tcase_add_test(tests, the_command_exits_1_and_says_where);
    return trial_main("run: audit", tests);
}
