/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The benchmark measures what it says: the same work whatever the threads, the median of the ratios, no case
 * that loses memory, none that cannot be stopped. How fast anything is, is not asserted. */
#include "trial.h"
#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <gx/run/bench.h>
#include <stdlib.h>
#include <string.h>

enum { SMALL = 3000, FAILURES_MAX = 20000 };

static gx_status scenario(char **text, size_t *length, const char *name, void *context, gx_error *error)
{
    char path[256];
    (void)context;
    snprintf(path, sizeof path, GX_SOURCE_DIR "/scenarios/%s", name);
    return gx_read_file(text, length, path, 1 << 20, error);
}

static bool stop_at_once(void *context)
{
    (void)context;
    return true;
}

static gx_bench_host host(void)
{
    const char *folder = getenv("TMPDIR");
    return (gx_bench_host){.scenario = scenario, .folder = folder ? folder : "/tmp"};
}

static const gx_bench_case *case_named(const char *name)
{
    size_t count;
    const gx_bench_case *cases = gx_bench_cases(&count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(cases[i].name, name) == 0)
            return &cases[i];
    ck_abort_msg("no case %s", name);
    return NULL;
}

/* Sizes that take milliseconds. */
static const struct small_case {
    const char *name;
    gx_bench_size size;
} small_cases[] = {{"phold/1k/10", {500, 100}}, {"phold/1M/50", {9000, 30}}, {"hot-packet/500", {300, 4}},
                   {"zipf/0.8", {9000, 20}},    {"zipf/1.0", {500, 30}},     {"ledger", {SMALL, 5000}},
                   {"split", {SMALL, 0}},       {"graph", {SMALL, 0}},       {"recording", {SMALL, 0}},
                   {"eve/1:1000", {200, 90}}};
enum { SMALL_CASES = sizeof small_cases / sizeof small_cases[0] };

static gx_status play_small(const struct small_case *small, uint32_t threads, gx_bench_play *play,
                            gx_error *error)
{
    static gx_bench_host surroundings;
    surroundings = host();
    const gx_bench_case *of = case_named(small->name);
    *play = (gx_bench_play){.name = of->name,
                            .size = small->size,
                            .parameter = of->parameter,
                            .threads = threads,
                            .host = &surroundings};
    return of->play(play, error);
}

START_TEST(work_is_the_same_for_any_threads)
{
    const struct small_case *small = &small_cases[_i];
    gx_bench_play first, play;
    gx_error error = {GX_OK, ""};
    ck_assert_msg(play_small(small, 1, &first, &error) == GX_OK, "%s: %s", small->name, error.message);
    ck_assert_uint_gt(first.work, 0);
    ck_assert_uint_ne(first.digest, 0);
    ck_assert(first.watch.cpu > 0 && first.watch.wall > 0);
    for (uint32_t threads = 2; threads <= 3; threads++) {
        ck_assert_int_eq(play_small(small, threads, &play, &error), GX_OK);
        ck_assert_uint_eq(play.work, first.work);
        ck_assert_uint_eq(play.digest, first.digest);
    }
}
END_TEST

/* The first allocations one by one, later ones in growing steps, until the case gets through. */
START_TEST(memory_can_run_out)
{
    const struct small_case *small = &small_cases[_i];
    gx_bench_play play;
    gx_error error;
    gx_status status = GX_ERR_MEMORY;
    for (long after = 0; status != GX_OK && after < FAILURES_MAX; after += 1 + after / 8) {
        gx_memory_fail_after(after);
        status = play_small(small, 1, &play, &error);
        gx_memory_fail_after(-1);
        ck_assert_msg(status == GX_OK || status == GX_ERR_MEMORY || status == GX_ERR_IO, "%s: %s",
                      small->name, error.message);
    }
    ck_assert_int_eq(status, GX_OK);
}
END_TEST

START_TEST(every_case_is_whole)
{
    size_t count;
    const gx_bench_case *cases = gx_bench_cases(&count);
    for (size_t i = 0; i < count; i++) {
        ck_assert(cases[i].name && cases[i].help && cases[i].work && cases[i].play);
        ck_assert_uint_gt(cases[i].full.entities, 0);
        ck_assert(cases[i].quick.entities <= cases[i].full.entities);
        for (size_t k = 0; k < i; k++)
            ck_assert_str_ne(cases[i].name, cases[k].name);
    }
}
END_TEST

/* ---- Measuring */

static double spend; /* seconds that the next repetition takes */

static gx_status play_dummy(gx_bench_play *play, gx_error *error)
{
    (void)error;
    play->watch.cpu = play->repetition == 1 ? 4 * spend : play->repetition == 2 ? 2 * spend : spend;
    play->watch.wall = play->watch.cpu;
    play->work = 1000;
    play->digest = 7;
    return GX_OK;
}

static gx_status play_moody(gx_bench_play *play, gx_error *error)
{
    play_dummy(play, error);
    play->digest += play->repetition;
    return GX_OK;
}

static gx_bench_case dummy(gx_status (*play)(gx_bench_play *, gx_error *))
{
    return (gx_bench_case){.name = "dummy", .help = "", .work = "units", .play = play, .full = {10, 0}};
}

START_TEST(the_median_is_taken)
{
    gx_bench_case of = dummy(play_dummy);
    gx_bench_options options = {.repeats = 3, .threads = 1, .host = host()};
    gx_bench_result result;
    gx_error error;
    spend = 1;
    ck_assert_int_eq(gx_bench_measure(&result, &of, &options, &error), GX_OK);
    ck_assert_uint_eq(result.work, 1000);
    ck_assert_uint_eq(result.repeats, 3);
    ck_assert_double_eq(result.cpu_seconds, 2);
    ck_assert_double_eq(result.rate, 500);
    ck_assert_double_eq(result.ratio, result.rate / result.yardstick);
    ck_assert(result.ratio_low < result.ratio && result.ratio < result.ratio_high);
    ck_assert_double_gt(result.yardstick, 1e4);
}
END_TEST

START_TEST(what_cannot_be_measured_is_told)
{
    gx_bench_case of = dummy(play_moody);
    gx_bench_options options = {.repeats = 2, .quick = true, .host = host()};
    gx_bench_result result;
    gx_error error;
    ck_assert_int_eq(gx_bench_measure(&result, &of, &options, &error), GX_ERR_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "no quick size"));
    options.quick = false;
    ck_assert_int_eq(gx_bench_measure(&result, &of, &options, &error), GX_ERR_INTERNAL);
    ck_assert_ptr_nonnull(strstr(error.message, "not the same each time"));
    of.play = play_dummy;
    spend = 0;
    ck_assert_int_eq(gx_bench_measure(&result, &of, &options, &error), GX_ERR_INTERNAL);
    options.host.stop = stop_at_once;
    ck_assert_int_eq(gx_bench_measure(&result, &of, &options, &error), GX_ERR_INTERRUPTED);
}
END_TEST

START_TEST(cases_can_be_stopped)
{
    gx_bench_case of = *case_named(small_cases[_i].name);
    gx_bench_options options = {.host = host()};
    gx_bench_result result;
    gx_error error;
    options.host.stop = stop_at_once;
    of.full = small_cases[_i].size;
    ck_assert_int_eq(gx_bench_measure(&result, &of, &options, &error), GX_ERR_INTERRUPTED);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("bench");
    tcase_add_test(tests, every_case_is_whole);
    tcase_add_loop_test(tests, work_is_the_same_for_any_threads, 0, SMALL_CASES);
    tcase_add_loop_test(tests, memory_can_run_out, 0, SMALL_CASES);
    tcase_add_loop_test(tests, cases_can_be_stopped, 0, 2);
    tcase_add_test(tests, the_median_is_taken);
    tcase_add_test(tests, what_cannot_be_measured_is_told);
    return trial_main("run/bench", tests);
}
