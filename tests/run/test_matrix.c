/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dozen cells of the identity matrix: threads × shards × resumed or not × recorded or not, one digest. The
 * whole of it, with compilers and levels of optimisation, is the nightly study `identity`. */
#include "trial.h"
#include <gx/base/memory.h>
#include <gx/run/checkpoint.h>
#include <stdlib.h>

static const uint32_t threads[] = {1, 2, 3, 7};
static const char *const shards[] = {"shards=16", "shards=64", "shards=256"};

static trial village(const char *shard_count)
{
    trial t = trial_of(trial_file("scenarios/village.yaml"));
    trial_set(&t, "time.start=2016-02-07T18:00");
    trial_set(&t, "time.duration=2h");
    trial_set(&t, "time.tick=5s");
    trial_set(&t, "population.users=400");
    trial_set(&t, shard_count);
    return t;
}

static bool enough(void *context)
{
    uint32_t *left = context;
    return *left > 0 && --*left == 0;
}

/* Stopped on the way, and taken up with another number of threads. */
static void run_in_two(trial *t, uint32_t left, uint32_t others)
{
    const char *base = scratch("cell.h5");
    t->options.checkpoint = base;
    t->options.checkpoint_on_stop = true;
    t->options.stop = enough;
    t->options.context = &left;
    gx_status status = trial_run(t);
    ck_assert_msg(status == GX_ERR_INTERRUPTED && t->result.resumable, "%s", t->error.message);
    gx_text notes = {0};
    gx_error error = {GX_OK, ""};
    ck_assert_int_eq(gx_checkpoint_open(&t->options.resume, base, &notes, &error), GX_OK);
    gx_checkpoint *opened = t->options.resume;
    t->options.stop = NULL;
    t->options.threads = others;
    trial_good(t);
    ck_assert_uint_eq(t->result.sittings, 2);
    gx_checkpoint_close(opened);
}

typedef struct cell {
    uint32_t threads, shards;
    bool resumed, recorded;
} cell;

static uint64_t digest, state;
static uint32_t cells;

static void run_cell(cell c)
{
    trial t = village(shards[c.shards]);
    t.options.threads = threads[c.threads];
    t.options.output = c.recorded ? scratch("cell.h5") : NULL;
    if (c.resumed)
        run_in_two(&t, 100 + 53 * (cells % 12), threads[(c.threads + 1) % 4]);
    else
        trial_good(&t);
    digest = cells ? digest : t.result.digest;
    state = cells++ ? state : t.result.state_digest;
    ck_assert_msg(t.result.digest == digest && t.result.state_digest == state,
                  "%u threads, %s, resumed %d, recorded %d: another world", threads[c.threads],
                  shards[c.shards], c.resumed, c.recorded);
    scratch_clear();
}

START_TEST(a_dozen_cells)
{
    for (uint32_t i = 0; i < 12; i++)
        run_cell((cell){i / 3, i % 3, (i / 2 + i) % 2 != 0, i / 3 % 2 == 0});
    ck_assert_uint_ne(digest, 0);
}
END_TEST

/* All of them, for the nightly study, which compares what programs of several compilers print here. */
START_TEST(all_cells)
{
    for (uint32_t i = 0; i < 48; i++)
        run_cell((cell){i % 4, i / 4 % 3, i / 12 % 2 != 0, i / 24 != 0});
    printf("cells %u digest %016llx state %016llx\n", cells, (unsigned long long)digest,
           (unsigned long long)state);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("matrix");
    tcase_set_timeout(tests, 1000);
    if (getenv("GX_MATRIX"))
        tcase_add_test(tests, all_cells);
    else
        tcase_add_test(tests, a_dozen_cells);
    return trial_main("run: matrix", tests);
}
