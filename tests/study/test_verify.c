/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verification as a library call. (Forged recordings are tried on the command: tests/cli/identity.py.) */
#include <check.h>
#include <gx/record/reader.h>
#include <gx/run/run.h>
#include <gx/study/verify.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char scenario[] = "version: 1\n"
                               "name: verify\n"
                               "shards: 4\n"
                               "time: {start: 2016-02-07T18:00, duration: 2h}\n"
                               "population: {users: 300, cities: 2}\n"
                               "variants:\n"
                               "  - name: busy\n"
                               "    help: more packets\n"
                               "    set: {models.sending.per_day: 20}\n";

static char folder[64], recording[96];

static void start(void)
{
    strcpy(folder, "/tmp/guanxi-verify-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(recording, sizeof recording, "%s/run.h5", folder);
}

static void finish(void)
{
    static const char *const endings[] = {"", ".partial", ".provenance.json"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char path[160];
        snprintf(path, sizeof path, "%s%s", recording, endings[i]);
        unlink(path);
    }
    rmdir(folder);
}

/* Stops a run after so many ticks. */
typedef struct countdown {
    int left;
} countdown;

static bool count_down(void *context)
{
    countdown *c = context;
    return c->left-- <= 0;
}

static gx_status record(gx_run_result *result, const char *variant, uint32_t replicate, countdown *stop)
{
    gx_run_options options = {.file = "verify.yaml",
                              .text = scenario,
                              .length = sizeof scenario - 1,
                              .variant = variant,
                              .replicate = replicate,
                              .record = -1,
                              .threads = 2,
                              .output = recording,
                              .context = stop,
                              .stop = stop ? count_down : NULL};
    gx_diagnostics diagnostics;
    gx_error error = {GX_OK, ""};
    gx_status status = gx_run(&options, result, &diagnostics, &error);
    ck_assert_msg(diagnostics.count == 0, "%s", gx_text_get(&diagnostics.report));
    gx_diagnostics_free(&diagnostics);
    return status;
}

typedef struct progress_seen {
    uint32_t calls, ticks;
} progress_seen;

static void see(uint32_t tick, uint32_t ticks, uint64_t operations, void *context)
{
    progress_seen *seen = context;
    (void)tick, (void)operations;
    seen->calls++;
    seen->ticks = ticks;
}

START_TEST(a_recording_is_reproduced)
{
    gx_run_result run;
    ck_assert_int_eq(record(&run, "busy", 3, NULL), GX_OK);
    ck_assert_int_gt(run.packets, 100);
    for (uint32_t threads = 1; threads <= 3; threads++) {
        gx_verify_result result;
        gx_error error;
        progress_seen seen = {0, 0};
        gx_verify_options options = {.threads = threads, .context = &seen, .progress = see};
        ck_assert_int_eq(gx_verify(&result, recording, &options, &error), GX_OK);
        ck_assert(result.same);
        ck_assert_int_eq(result.part, GX_VERIFY_NOWHERE);
        ck_assert_uint_eq(result.found, run.digest);
        ck_assert_uint_eq(result.recorded, run.digest);
        ck_assert_uint_gt(result.ticks_compared, 100);
        ck_assert_uint_ge(seen.calls, 1);
        ck_assert_uint_eq(seen.ticks, 7200);
    }
}
END_TEST

START_TEST(an_interrupted_one_is_compared_as_far_as_it_goes)
{
    gx_run_result run;
    gx_verify_result result;
    gx_error error;
    countdown after = {300};
    char path[160];
    ck_assert_int_eq(record(&run, NULL, 0, &after), GX_ERR_INTERRUPTED);
    ck_assert_uint_lt(run.ticks, 7200);
    snprintf(path, sizeof path, "%s.partial", recording);
    ck_assert_int_eq(gx_verify(&result, path, &(gx_verify_options){.threads = 1}, &error), GX_OK);
    ck_assert(result.same);
    ck_assert_uint_gt(result.ticks_compared, 100);
    ck_assert_uint_le(result.ticks_compared, run.ticks);
    ck_assert_uint_eq(result.found, run.digest);
}
END_TEST

START_TEST(it_can_be_stopped)
{
    gx_run_result run;
    gx_verify_result result;
    gx_error error;
    countdown after = {10};
    gx_verify_options options = {.threads = 1, .context = &after, .stop = count_down};
    ck_assert_int_eq(record(&run, NULL, 0, NULL), GX_OK);
    ck_assert_int_eq(gx_verify(&result, recording, &options, &error), GX_ERR_INTERRUPTED);
    ck_assert(!result.same);
    ck_assert_uint_le(result.ticks_compared, 11);
}
END_TEST

START_TEST(what_cannot_be_read_is_said)
{
    gx_verify_result result;
    gx_verify_options options = {.threads = 1};
    gx_error error;
    ck_assert_int_eq(gx_verify(&result, "/tmp/no-such-recording.h5", &options, &error), GX_ERR_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(error.message, "/tmp/no-such-recording.h5"));
    ck_assert_int_eq(gx_verify(&result, folder, &options, &error), GX_ERR_FORMAT);
    ck_assert_int_eq(gx_verify(&result, folder, &options, NULL), GX_ERR_FORMAT);
    ck_assert(!result.same);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_recording_is_reproduced, an_interrupted_one_is_compared_as_far_as_it_goes,
                                  it_can_be_stopped, what_cannot_be_read_is_said};
    Suite *suite = suite_create("verify");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, start, finish);
    tcase_set_timeout(all, 60);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        tcase_add_test(all, tests[i]);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
