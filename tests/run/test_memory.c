/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory runs out somewhere in a run: an answer, no crash, nothing lost that was not lost anyway, and no file
 * that does not open. Under the address sanitizer nothing leaks either. */
#include "trial.h"
#include <gx/base/memory.h>
#include <math.h>
#include <string.h>

enum { POSITIONS = 200 };

static trial tiny(void)
{
    static const char text[] =
        "version: 1\n"
        "shards: 3\n"
        "time: {start: 2016-02-07T20:00, duration: 10min, tick: 1s}\n"
        "population: {users: 20, cities: 1}\n"
        "graph: {group_size_median: 5}\n"
        "record: {what: full}\n"
        "models:\n"
        "  sessions: {active: yes, opens_per_day: 1000}\n"
        "  sending: {per_day: 100}\n"
        "  transfers: {per_day: 50, strangers: 0.5}\n"
        "  packets: {life: 2min}\n"
        "  binding: {first: 2}\n"
        "  befriending: {active: yes, group_per_day: 50, ask_share: 5, ask_transfer: 5, end_per_day: 50}\n"
        "  circling: {active: yes, per_day: 50}\n"
        "scheduled: [{at: 1min, sender: 4, kind: personal, audience: 7, shares: 1}]\n";
    trial t = trial_of(text);
    t.options.output = scratch("m.h5");
    return t;
}

/* What may lie there: nothing; a .partial that opens; the whole recording, whose provenance at most is
 * missing. */
static void check_left(gx_status status, const gx_run_result *result)
{
    bool whole = file_exists(scratch("m.h5")), part = file_exists(scratch("m.h5.partial"));
    bool papers = file_exists(scratch("m.h5.provenance.json"));
    ck_assert_int_eq(scratch_count(), whole + part + papers);
    ck_assert(!(whole && part));
    ck_assert(whole || !papers);
    ck_assert(status != GX_OK || (whole && papers));
    ck_assert(result->users > 0 || !part); /* nothing of a run that did not begin */
    if (!whole && !part)
        return;
    gx_reader *reader = open_recording(scratch(whole ? "m.h5" : "m.h5.partial"));
    ck_assert(gx_reader_complete(reader) == whole);
    gx_reader_close(reader);
}

START_TEST(memory_can_run_out_anywhere)
{
    trial good = tiny();
    uint64_t before = gx_memory_allocations();
    trial_good(&good);
    double all = (double)(gx_memory_allocations() - before);
    ck_assert_int_gt(good.result.packets, 2);
    ck_assert_int_gt(good.result.shares, 2);
    scratch_clear();
    long last = -1;
    int failures = 0;
    for (int i = 0; i < POSITIONS; i++) {
        long at = (long)pow(all, (double)i / (POSITIONS - 1)) + i / 2; /* dense at the beginning */
        if (at == last || at > (long)all)
            continue;
        last = at;
        trial t = tiny();
        t.options.threads = 1 + (uint32_t)i % 2;
        gx_memory_fail_after(at);
        gx_status status = trial_run(&t);
        gx_memory_fail_after(-1);
        ck_assert_msg(status == GX_OK || status == GX_ERR_MEMORY, "allocation %ld: %s: %s", at,
                      gx_status_name(status), t.error.message);
        failures += status == GX_ERR_MEMORY;
        check_left(status, &t.result);
        scratch_clear();
    }
    ck_assert_int_gt(failures, 50);
    trial again = tiny();
    trial_good(&again);
    ck_assert_uint_eq(again.result.digest, good.result.digest);
    scratch_clear();
}
END_TEST

static gx_status run_dry(uint32_t tick, uint64_t digest, void *context)
{
    const uint32_t *from = context;
    (void)digest;
    if (tick >= *from)
        gx_memory_fail_after(0);
    return GX_OK;
}

START_TEST(memory_can_run_out_at_any_time)
{
    for (uint32_t from = 1; from < 600; from += 23) {
        trial t = tiny();
        t.options.tick = run_dry;
        t.options.context = &from;
        gx_status status = trial_run(&t);
        gx_memory_fail_after(-1);
        ck_assert_msg(status == GX_OK || status == GX_ERR_MEMORY, "from tick %u: %s: %s", from,
                      gx_status_name(status), t.error.message);
        check_left(status, &t.result);
        scratch_clear();
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("memory");
    tcase_add_test(tests, memory_can_run_out_anywhere);
    tcase_add_test(tests, memory_can_run_out_at_any_time);
    return trial_main("run: memory", tests);
}
