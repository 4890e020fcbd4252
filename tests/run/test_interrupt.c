/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that do not come to their end: interrupted, sent to a place that cannot be written, on a disk that is
 * full, given a wrong scenario. What is left is either nothing or a recording that opens and is true as far
 * as it goes. */
#include "trial.h"
#include <gx/base/memory.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static trial village(void)
{
    trial t = trial_of(trial_file("scenarios/village.yaml"));
    trial_set(&t, "time.duration=12h");
    trial_set(&t, "time.tick=2s");
    return t;
}

/* ---- Interrupted
 * ------------------------------------------------------------------------------------------- */

static bool enough(void *context)
{
    uint32_t *left = context;
    return --*left == 0;
}

/* Rows of `column` up to and including `last` are the same in both. */
static void same_beginning(const gx_reader *part, const gx_reader *whole, const char *table,
                           const char *column, uint64_t last)
{
    char path[100], ticks[100];
    snprintf(path, sizeof path, "%s/%s", table, column);
    snprintf(ticks, sizeof ticks, "%s/tick", table);
    size_t m, n, k = 0;
    uint64_t *a = words_of(part, path, &m), *b = words_of(whole, path, &n),
             *tick = words_of(whole, ticks, NULL);
    while (k < n && tick[k] <= last)
        k++;
    ck_assert_msg(m == k, "%s: %zu rows, %zu in the whole run up to there", path, m, k);
    ck_assert_msg(memcmp(a, b, m * sizeof *a) == 0, "%s differs", path);
    ck_assert_uint_gt(m, 0);
    gx_free(a);
    gx_free(b);
    gx_free(tick);
}

static void same_minutes(const gx_reader *part, const gx_reader *whole, const char *path, size_t minutes)
{
    size_t m, n;
    int64_t *a = column_of(part, path, &m), *b = column_of(whole, path, &n);
    ck_assert_uint_ge(m, minutes);
    ck_assert_uint_le(m, minutes + 1); /* and the minute in which it was interrupted, so far */
    ck_assert_uint_eq(n, 720);
    ck_assert_msg(memcmp(a, b, minutes * sizeof *a) == 0, "%s differs", path);
    if (m > minutes)
        ck_assert_int_le(a[minutes], b[minutes]);
    gx_free(a);
    gx_free(b);
}

static void compare(const gx_reader *part, const gx_reader *whole, const trial *t)
{
    uint64_t last = t->result.ticks;
    ck_assert(text_is(part, "status", "interrupted"));
    ck_assert(!gx_reader_complete(part));
    ck_assert(gx_reader_complete(whole));
    ck_assert_int_eq(number_of(part, "last_tick"), (int64_t)last);
    ck_assert_int_eq(number_of(part, "ticks"), number_of(whole, "ticks"));
    same_beginning(part, whole, "/events/packets", "occasion", last);
    same_beginning(part, whole, "/events/claims", "amount", last);
    same_beginning(part, whole, "/events/moves", "amount", last);
    same_beginning(part, whole, "/truth/bindings", "user", last);
    same_beginning(part, whole, "/digest", "digest", last);
    size_t minutes = (size_t)(last * 2 / 60);
    same_minutes(part, whole, "/series/packets_sent", minutes);
    same_minutes(part, whole, "/series/looks", minutes);
    same_minutes(part, whole, "/series/active_users", minutes);
    size_t rows;
    uint64_t *digest = words_of(part, "/digest/digest", &rows);
    ck_assert_uint_eq(digest[rows - 1], t->result.digest);
    gx_free(digest);
}

START_TEST(an_interrupted_run_is_the_beginning_of_the_whole_one)
{
    trial whole = village();
    whole.options.output = scratch("whole.h5");
    trial_good(&whole);
    gx_reader *all = open_recording(scratch("whole.h5"));
    static const uint32_t after[] = {500, 1111, 3000};
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t left = after[i];
        trial t = village();
        t.options.output = scratch("part.h5");
        t.options.threads = 1 + i;
        t.options.stop = enough;
        t.options.context = &left;
        ck_assert_int_eq(trial_run(&t), GX_ERR_INTERRUPTED);
        ck_assert_uint_eq(left, 0);
        ck_assert_uint_ge(t.result.ticks, after[i]);
        ck_assert_uint_lt(t.result.ticks, whole.result.ticks);
        ck_assert(!file_exists(scratch("part.h5")));
        ck_assert_int_eq(scratch_count(), 3); /* whole.h5, its provenance, part.h5.partial */
        gx_reader *part = open_recording(scratch("part.h5.partial"));
        compare(part, all, &t);
        gx_reader_close(part);
    }
    gx_reader_close(all);
    /* Run again to the end: the same file as if nothing had happened, and no .partial. */
    trial again = village();
    again.options.output = scratch("part.h5");
    trial_good(&again);
    ck_assert(same_bytes(scratch("part.h5"), scratch("whole.h5")));
    ck_assert(!file_exists(scratch("part.h5.partial")));
    scratch_clear();
}
END_TEST

/* ---- Nowhere to write
 * ---------------------------------------------------------------------------------------- */

static gx_status count_ticks(uint32_t tick, uint64_t digest, void *context)
{
    uint32_t *ticks = context;
    (void)tick;
    (void)digest;
    ++*ticks;
    return GX_OK;
}

/* The run must fail before its first tick, saying something. */
static void expect_nothing(trial *t, gx_status expected)
{
    uint32_t ticks = 0;
    int before = scratch_count();
    t->options.tick = count_ticks;
    t->options.context = &ticks;
    gx_status status = trial_run(t);
    ck_assert_msg(status == expected, "%s: %s", gx_status_name(status), t->error.message);
    ck_assert_int_eq(t->error.status, expected);
    ck_assert_uint_gt(strlen(t->error.message), 10);
    ck_assert_uint_eq(ticks, 0);
    ck_assert_int_eq(scratch_count(), before);
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

START_TEST(where_nothing_can_be_written_nothing_is_simulated)
{
    write_text(scratch("there.h5"), "precious");
    write_text(scratch("copy"), "precious");
    const struct {
        const char *path;
        gx_status status;
    } places[] = {{scratch("no/such/folder.h5"), GX_ERR_NOT_FOUND},
                  {scratch("there.h5/x.h5"), GX_ERR_NOT_FOUND},
                  {scratch("there.h5"), GX_ERR_EXISTS},
                  {scratch(""), GX_ERR_IO},
                  {"", GX_ERR_NOT_FOUND},
                  {"/proc/gx.h5", GX_ERR_NOT_FOUND}};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        trial t = village();
        t.options.output = places[i].path;
        expect_nothing(&t, places[i].status);
    }
    ck_assert(same_bytes(scratch("there.h5"), scratch("copy")));
    if (geteuid() != 0) { /* nothing is forbidden to root */
        ck_assert_int_eq(mkdir(scratch("locked"), 0500), 0);
        trial t = village();
        t.options.output = scratch("locked/x.h5");
        expect_nothing(&t, GX_ERR_IO);
    }
    scratch_clear();
}
END_TEST

/* A disk that fills up in the middle of the run. The signal must not kill us, as no signal comes from a real
 * one. */
START_TEST(a_full_disk_is_an_error)
{
    struct rlimit before, small;
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    ck_assert(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    static const rlim_t bytes[] = {1, 5000, 60000, 150000};
    for (size_t i = 0; i < 4; i++) {
        small = before;
        small.rlim_cur = bytes[i];
        trial t = village();
        t.options.output = scratch("full.h5");
        ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
        gx_status status = trial_run(&t);
        ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
        ck_assert_msg(status == GX_ERR_IO, "%s", gx_status_name(status));
        ck_assert(!file_exists(scratch("full.h5")));
        scratch_clear();
    }
}
END_TEST

/* ---- A wrong scenario
 * ------------------------------------------------------------------------------------------ */

START_TEST(a_wrong_scenario_leaves_no_file)
{
    static const char *const texts[] = {
        "",
        "version: 1\npopulation: {userss: 10}\n",
        "version: 1\n\tname: tab\n",
        "version: 1\npopulation: {users: 50}\nscheduled: [{at: 1min, sender: 50, audience: 0}]\n",
        "version: 1\npopulation: {users: 50}\nscheduled: [{at: 1min, sender: 4, audience: 60}]\n",
        "version: 1\nmodels: {rhythm: {hours: [1, 2, 3], weights: [1, 2]}}\n",
        "version: 1\nmodels: {rhythm: {hours: [1, 2], weights: [0, 0]}}\n",
        "version: 1\ntime: {duration: 300d, tick: 100ms}\n",
    };
    write_text(scratch("old.h5"), "precious");
    write_text(scratch("copy"), "precious");
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        trial t = trial_of(texts[i]);
        t.options.output = scratch("x.h5");
        expect_nothing(&t, GX_ERR_INPUT);
        t = trial_of(texts[i]);
        t.options.output = scratch("old.h5");
        t.options.force = true; /* leave given to replace it by a recording, not to lose it */
        expect_nothing(&t, GX_ERR_INPUT);
    }
    trial wrong_set = village();
    trial_set(&wrong_set, "models.sending.per_dya=3");
    wrong_set.options.output = scratch("x.h5");
    expect_nothing(&wrong_set, GX_ERR_INPUT);
    ck_assert_ptr_nonnull(strstr(wrong_set.problems, "per_day"));
    trial wrong_variant = village();
    wrong_variant.options.variant = "no-reciprocty";
    wrong_variant.options.output = scratch("x.h5");
    expect_nothing(&wrong_variant, GX_ERR_INPUT);
    ck_assert(same_bytes(scratch("old.h5"), scratch("copy")));
    scratch_clear();
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("interrupt");
    tcase_add_test(tests, an_interrupted_run_is_the_beginning_of_the_whole_one);
    tcase_add_test(tests, where_nothing_can_be_written_nothing_is_simulated);
    tcase_add_test(tests, a_full_disk_is_an_error);
    tcase_add_test(tests, a_wrong_scenario_leaves_no_file);
    return trial_main("run: interrupt", tests);
}
