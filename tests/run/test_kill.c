/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run that is killed, as nothing can be: at moments of chance, again and again, each time resumed from what
 * lies there. It loses at most one interval between two checkpoints, and ends as if nothing had happened.
 *
 * Every run is a child, whose parent opens no team of threads, watches its ticks through shared memory and
 * kills it when it pleases. GX_KILLS sets how many die (the gate is content with a few). */
#include "same_data.h"
#include "trial.h"
#include <gx/base/draw.h>
#include <gx/run/checkpoint.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TICK_MS = 4000, EVERY_MS = 600000, EVERY = EVERY_MS / TICK_MS };

typedef struct window {
    _Atomic uint32_t tick; /* of the run in the child */
    uint64_t digest, state_digest;
    int64_t sent_fen;
    char why[200];
} window;

static window *shared;

static trial village(void)
{
    trial t = trial_of(trial_file("scenarios/village.yaml"));
    trial_set(&t, "time.start=2016-02-07T17:00");
    trial_set(&t, "time.duration=4h");
    trial_set(&t, "time.tick=4s");
    trial_set(&t, "population.users=300");
    return t;
}

static gx_status show(uint32_t tick, uint64_t digest, void *context)
{
    (void)digest;
    (void)context;
    shared->tick = tick;
    return GX_OK;
}

/* In the child: from the beginning, or from the checkpoint that is there. */
static _Noreturn void live(const char *output, bool resumed, uint32_t threads)
{
    trial t = village();
    gx_error error = {GX_OK, ""};
    gx_text notes = {0};
    t.options.output = output;
    t.options.threads = threads;
    t.options.checkpoint_ms = EVERY_MS;
    t.options.tick = show;
    if (resumed && gx_checkpoint_open(&t.options.resume, output, &notes, &error) != GX_OK)
        _exit(2);
    gx_status status = trial_run(&t);
    shared->digest = t.result.digest;
    shared->state_digest = t.result.state_digest;
    shared->sent_fen = t.result.sent_fen;
    if (status != GX_OK)
        fprintf(stderr, "%s\n", t.error.message);
    _exit(status == GX_OK ? 0 : 1);
}

/* The child runs until `last` (or its end) and is killed there: true. Else it came to its end. */
static bool run_child(const char *output, bool resumed, uint32_t threads, uint32_t last)
{
    shared->tick = 0;
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        live(output, resumed, threads);
    int state = 0;
    while (shared->tick < last) {
        if (waitpid(child, &state, WNOHANG) == child) {
            ck_assert_msg(WIFEXITED(state) && WEXITSTATUS(state) == 0, "the run failed");
            return false;
        }
        sched_yield();
    }
    ck_assert_int_eq(kill(child, SIGKILL), 0);
    ck_assert_int_eq(waitpid(child, &state, 0), child);
    return WIFSIGNALED(state);
}

/* The tick of the newest whole checkpoint; 0: there is none yet. */
static uint32_t saved(const char *output)
{
    gx_checkpoint *checkpoint = NULL;
    gx_text notes = {0};
    gx_error error = {GX_OK, ""};
    gx_status status = gx_checkpoint_open(&checkpoint, output, &notes, &error);
    gx_text_free(&notes);
    if (status == GX_ERR_NOT_FOUND)
        return 0;
    ck_assert_msg(status == GX_OK, "%s", error.message);
    uint32_t tick = gx_checkpoint_tells(checkpoint)->tick;
    ck_assert_uint_eq(gx_checkpoint_tells(checkpoint)->damaged, 0);
    gx_checkpoint_close(checkpoint);
    return tick;
}

START_TEST(killed_at_any_moment_it_loses_one_interval_at_most)
{
    const char *wanted = getenv("GX_KILLS");
    uint32_t kills = wanted ? (uint32_t)atoi(wanted) : 5, done = 0, round = 0, lost = 0;
    char whole[400], part[400];
    snprintf(whole, sizeof whole, "%s", scratch("whole.h5"));
    snprintf(part, sizeof part, "%s", scratch("part.h5"));
    ck_assert(!run_child(whole, false, 2, UINT32_MAX));
    window truth = *shared;
    while (done < kills) {
        bool resumed = false;
        uint32_t from = 0;
        for (bool alive = true; alive && done < kills; round++) {
            uint32_t far = 1 + (uint32_t)(gx_mix64(round) % (3 * EVERY));
            alive = run_child(part, resumed, 1 + round % 3, from + far);
            if (!alive)
                break;
            done++;
            uint32_t tick = shared->tick, kept = saved(part);
            ck_assert_msg(kept + EVERY >= tick / EVERY * EVERY, "killed in tick %u, but saved after %u", tick,
                          kept);
            lost = tick > kept && tick - kept > lost ? tick - kept : lost;
            resumed = kept > 0;
            from = kept;
            if (!resumed)
                ck_assert_int_eq(remove(scratch("part.h5.partial")), 0);
        }
        if (!file_exists(part))
            ck_assert(!run_child(part, resumed, 2, UINT32_MAX));
        ck_assert_uint_eq(shared->digest, truth.digest);
        ck_assert_uint_eq(shared->state_digest, truth.state_digest);
        ck_assert_int_eq(shared->sent_fen, truth.sent_fen);
        char why[200];
        ck_assert_msg(same_data(whole, part, why, sizeof why), "%s", why);
        ck_assert_int_eq(scratch_count(), 4); /* two recordings, two provenances */
        ck_assert_int_eq(remove(part), 0);
    }
    if (wanted)
        printf("%u runs killed, at most %u of %d ticks between two checkpoints lost, digest %016llx\n", done,
               lost, (int)EVERY, (unsigned long long)truth.digest);
    scratch_clear();
}
END_TEST

int main(void)
{
    FILE *file = tmpfile();
    if (!file || ftruncate(fileno(file), sizeof *shared) != 0)
        return 1;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file), 0);
    if (shared == MAP_FAILED)
        return 1;
    TCase *tests = tcase_create("kill");
    tcase_set_timeout(tests, 1000);
    tcase_add_test(tests, killed_at_any_moment_it_loses_one_interval_at_most);
    return trial_main("run: kill", tests);
}
