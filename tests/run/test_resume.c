/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checkpoints: a run that is stopped anywhere and resumed ends with the digest and the data of one that never
 * stopped; damage is found, and another run is refused. */
#include "same_data.h"
#include "trial.h"
#include <gx/base/memory.h>
#include <gx/run/checkpoint.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Every mechanism: the village makes friends, the tiny one has sessions and scheduled packets. */
static trial village(void)
{
    trial t = trial_of(trial_file("scenarios/village.yaml"));
    trial_set(&t, "time.start=2016-02-07T17:00");
    trial_set(&t, "time.duration=4h");
    trial_set(&t, "time.tick=4s");
    trial_set(&t, "population.users=300");
    trial_set(&t, "models.paying.active=yes");
    return t;
}

static trial tiny(void)
{
    return trial_of(trial_file("tests/golden/tiny.yaml"));
}

static bool enough(void *context)
{
    uint32_t *left = context;
    return *left > 0 && --*left == 0;
}

/* Run until `left` ticks were run, leaving a checkpoint. */
static void run_part(trial *t, uint32_t left)
{
    t->options.stop = enough;
    t->options.context = &left;
    t->options.checkpoint_on_stop = true;
    gx_status status = trial_run(t);
    ck_assert_msg(status == GX_ERR_INTERRUPTED, "%s: %s", gx_status_name(status), t->error.message);
    ck_assert_msg(t->result.resumable, "%s", t->error.message);
    ck_assert_uint_eq(t->result.checkpoint_tick, t->result.ticks);
    t->options.stop = NULL;
}

static gx_checkpoint *open_checkpoint(const char *output)
{
    gx_checkpoint *checkpoint = NULL;
    gx_text notes = {0};
    gx_error error = {GX_OK, ""};
    gx_status status = gx_checkpoint_open(&checkpoint, output, &notes, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    gx_text_free(&notes);
    return checkpoint;
}

/* A run that knows nothing but the name of the recording. */
static gx_status resume(trial *t, const char *output, uint32_t threads)
{
    *t = (trial){.options = {.record = -1, .threads = threads, .checkpoint_on_stop = true}};
    gx_checkpoint *checkpoint = open_checkpoint(output);
    bool recorded = gx_checkpoint_tells(checkpoint)->output[0] != '\0';
    t->options.output = recorded ? output : NULL;
    t->options.checkpoint = output;
    t->options.resume = checkpoint;
    gx_diagnostics diagnostics;
    gx_status status = gx_run(&t->options, &t->result, &diagnostics, &t->error);
    snprintf(t->problems, sizeof t->problems, "%s", gx_text_get(&diagnostics.report));
    gx_diagnostics_free(&diagnostics);
    gx_checkpoint_close(checkpoint);
    t->options.resume = NULL;
    return status;
}

static void resume_to_the_end(trial *t, const char *output, uint32_t threads)
{
    gx_status status = resume(t, output, threads);
    ck_assert_msg(status == GX_OK, "%s: %s\n%s", gx_status_name(status), t->error.message, t->problems);
    ck_assert(!gx_checkpoint_exists(output));
}

static void same_result(const trial *one, const trial *other)
{
    const gx_run_result *a = &one->result, *b = &other->result;
    ck_assert_uint_eq(a->digest, b->digest);
    ck_assert_uint_eq(a->state_digest, b->state_digest);
    ck_assert_uint_eq(a->messages, b->messages);
    ck_assert_uint_eq(a->audits_quick, b->audits_quick);
    ck_assert_uint_eq(a->audits_full, b->audits_full);
    ck_assert_uint_eq(a->groups, b->groups);
    ck_assert_uint_eq(a->friends, b->friends);
    ck_assert_int_eq(a->packets, b->packets);
    ck_assert_int_eq(a->sent_fen, b->sent_fen);
    ck_assert_int_eq(a->open_fen, b->open_fen);
    ck_assert_int_eq(a->ties_made, b->ties_made);
    ck_assert_uint_eq(a->ticks, b->ticks);
}

static void same_recordings(const char *one, const char *other)
{
    char why[200];
    ck_assert_msg(same_data(one, other, why, sizeof why), "%s", why);
}

START_TEST(stopped_anywhere_and_resumed_it_is_the_same_run)
{
    static const uint32_t after[] = {1, 7, 300, 900};
    static const char *const record[] = {"record.what=full", "record.what=events", "record.what=series",
                                         "record.event_share=0.4"};
    for (uint32_t i = 0; i < 4; i++) {
        trial whole = village(), t = village(), again;
        trial_set(&whole, record[i]);
        trial_set(&t, record[i]);
        trial_set(&whole, i % 2 ? "shards=5" : "shards=16");
        trial_set(&t, i % 2 ? "shards=5" : "shards=16");
        whole.options.output = scratch("whole.h5");
        whole.options.force = true;
        trial_good(&whole);
        t.options.output = scratch("part.h5");
        t.options.threads = 1 + i % 3;
        run_part(&t, after[i]);
        ck_assert(gx_checkpoint_exists(scratch("part.h5")));
        resume_to_the_end(&again, scratch("part.h5"), 1 + (i + 1) % 3);
        same_result(&whole, &again);
        ck_assert_uint_eq(again.result.sittings, 2);
        same_recordings(scratch("whole.h5"), scratch("part.h5"));
        ck_assert_int_eq(scratch_count(), 4); /* two recordings and their provenance */
        ck_assert_int_eq(remove(scratch("part.h5")), 0);
    }
    scratch_clear();
}
END_TEST

START_TEST(again_and_again)
{
    trial whole = tiny(), t = tiny(), again;
    whole.options.output = scratch("whole.h5");
    t.options.output = scratch("part.h5");
    trial_good(&whole);
    run_part(&t, 50);
    double seconds = 0; /* all sittings count */
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t left = 40 + 97 * i;
        again = (trial){.options = {.record = -1, .threads = 1 + i % 2, .output = scratch("part.h5")}};
        again.options.resume = open_checkpoint(scratch("part.h5"));
        gx_checkpoint *opened = again.options.resume;
        ck_assert_uint_eq(gx_checkpoint_tells(opened)->tick, t.result.ticks);
        ck_assert_double_gt(gx_checkpoint_tells(opened)->seconds_run, seconds);
        seconds = gx_checkpoint_tells(opened)->seconds_run;
        run_part(&again, left);
        gx_checkpoint_close(opened);
        ck_assert_uint_gt(again.result.ticks, t.result.ticks);
        t.result = again.result;
    }
    resume_to_the_end(&again, scratch("part.h5"), 2);
    ck_assert_uint_eq(again.result.sittings, 6);
    ck_assert_double_gt(again.result.seconds_run, seconds);
    same_result(&whole, &again);
    same_recordings(scratch("whole.h5"), scratch("part.h5"));
    scratch_clear();
}
END_TEST

/* Saving disturbs nothing, whenever it is done; and nothing needs to be recorded. */
START_TEST(checkpoints_disturb_nothing)
{
    trial silent = village();
    trial_good(&silent);
    trial t = village();
    t.options.checkpoint = scratch("state");
    t.options.checkpoint_ms = 600000;
    trial_good(&t);
    same_result(&silent, &t);
    ck_assert_int_eq(scratch_count(), 0);
    t = village();
    t.options.checkpoint = scratch("state");
    t.options.threads = 2;
    run_part(&t, 777);
    trial again;
    resume_to_the_end(&again, scratch("state"), 3);
    same_result(&silent, &again);
    ck_assert_int_eq(scratch_count(), 0);
    trial recorded = village(), whole = village();
    recorded.options.output = scratch("r.h5");
    recorded.options.checkpoint_ms = 1800000;
    whole.options.output = scratch("whole.h5");
    trial_good(&recorded);
    trial_good(&whole);
    same_result(&silent, &recorded);
    same_recordings(scratch("whole.h5"), scratch("r.h5"));
    scratch_clear();
}
END_TEST

/* ---- Two in turn, and damage
 * ------------------------------------------------------------------------------- */

static void change(const char *path, long at)
{
    FILE *file = fopen(path, "r+b");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, at, SEEK_SET), 0);
    int old = fgetc(file);
    ck_assert_int_ne(old, EOF);
    ck_assert_int_eq(fseek(file, at, SEEK_SET), 0);
    ck_assert_int_eq(fputc(old ^ 4, file), old ^ 4);
    ck_assert_int_eq(fclose(file), 0);
}

static long size_of(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 ? (long)facts.st_size : -1;
}

/* Interval checkpoints, then a failure that leaves them there: the caller's own hook. */
static gx_status fail_late(uint32_t tick, uint64_t digest, void *context)
{
    (void)digest;
    return tick > *(const uint32_t *)context ? GX_ERR_DIVERGED : GX_OK;
}

static void leave_two(trial *t, const char *output)
{
    uint32_t last = 2500;
    *t = village();
    t->options.output = output;
    t->options.checkpoint_ms = 3600000;
    t->options.tick = fail_late;
    t->options.context = &last;
    ck_assert_int_eq(trial_run(t), GX_ERR_DIVERGED);
    ck_assert(t->result.resumable);
    ck_assert_uint_ge(t->result.checkpoint_tick, 1800);
    ck_assert_uint_lt(t->result.checkpoint_tick, 2500);
}

START_TEST(a_damaged_one_is_found_and_the_other_used)
{
    trial whole = village(), t, again;
    whole.options.output = scratch("whole.h5");
    trial_good(&whole);
    for (uint32_t i = 0; i < 3; i++) {
        leave_two(&t, scratch("part.h5"));
        char newest[400];
        gx_checkpoint *checkpoint = open_checkpoint(scratch("part.h5"));
        snprintf(newest, sizeof newest, "%s", gx_checkpoint_tells(checkpoint)->path);
        ck_assert_uint_eq(gx_checkpoint_tells(checkpoint)->tick, t.result.checkpoint_tick);
        gx_checkpoint_close(checkpoint);
        if (i == 0)
            change(newest, size_of(newest) / 2);
        else if (i == 1)
            ck_assert_int_eq(truncate(newest, size_of(newest) - 1), 0);
        else
            ck_assert_int_eq(truncate(newest, 0), 0);
        checkpoint = open_checkpoint(scratch("part.h5"));
        ck_assert_uint_lt(gx_checkpoint_tells(checkpoint)->tick, t.result.checkpoint_tick);
        ck_assert_uint_eq(gx_checkpoint_tells(checkpoint)->damaged, 1);
        gx_checkpoint_close(checkpoint);
        resume_to_the_end(&again, scratch("part.h5"), 2);
        same_result(&whole, &again);
        same_recordings(scratch("whole.h5"), scratch("part.h5"));
        ck_assert_int_eq(remove(scratch("part.h5")), 0);
    }
    scratch_clear();
}
END_TEST

START_TEST(when_both_are_damaged_nothing_is_touched)
{
    trial t;
    leave_two(&t, scratch("part.h5"));
    int files = scratch_count();
    gx_checkpoint *checkpoint = NULL;
    gx_text notes = {0};
    gx_error error = {GX_OK, ""};
    change(scratch("part.h5.checkpoint-a"), 100);
    change(scratch("part.h5.checkpoint-b"), 100);
    ck_assert_int_eq(gx_checkpoint_open(&checkpoint, scratch("part.h5"), &notes, &error), GX_ERR_FORMAT);
    ck_assert_ptr_null(checkpoint);
    ck_assert_ptr_nonnull(strstr(error.message, "both checkpoints"));
    gx_text_free(&notes);
    ck_assert_int_eq(scratch_count(), files);
    gx_reader *reader = open_recording(scratch("part.h5.partial"));
    ck_assert_int_ge(number_of(reader, "last_tick"), t.result.checkpoint_tick);
    gx_reader_close(reader);
    ck_assert_int_eq(gx_checkpoint_open(&checkpoint, scratch("none.h5"), &notes, &error), GX_ERR_NOT_FOUND);
    gx_text_free(&notes);
    scratch_clear();
}
END_TEST

/* ---- Another run
 * ------------------------------------------------------------------------------------------- */

static void refused(trial *t, const char *word)
{
    gx_checkpoint *checkpoint = open_checkpoint(scratch("part.h5"));
    t->options.output = scratch("part.h5");
    t->options.resume = checkpoint;
    int files = scratch_count();
    gx_status status = trial_run(t);
    ck_assert_msg(status == GX_ERR_INPUT, "%s: %s", gx_status_name(status), t->error.message);
    ck_assert_msg(strstr(t->error.message, word) != NULL, "'%s' is not in: %s", word, t->error.message);
    ck_assert_int_eq(scratch_count(), files);
    gx_checkpoint_close(checkpoint);
}

START_TEST(another_run_is_refused_with_what_differs)
{
    trial whole = village(), t = village();
    whole.options.output = scratch("whole.h5");
    trial_good(&whole);
    t.options.output = scratch("part.h5");
    run_part(&t, 500);
    trial other = village();
    trial_set(&other, "models.attention.look=0.5");
    refused(&other, "models.attention.look is 0.5, was ");
    other = village();
    other.options.has_seed = true;
    other.options.seed = 7;
    trial_set(&other, "shards=9");
    refused(&other, "seed is 7, was 2016; shards is 9, was ");
    other = village();
    other.options.replicate = 1;
    refused(&other, "replicate 0, not 1");
    other = village();
    other.options.until_ms = 3600000;
    refused(&other, "time.duration is 1h, was 4h");
    other = tiny();
    refused(&other, "name is ");
    /* The name is taken: by a run that can still go on. */
    trial fresh = village();
    fresh.options.output = scratch("part.h5");
    ck_assert_int_eq(trial_run(&fresh), GX_ERR_EXISTS);
    /* The same one is taken. */
    trial same = village();
    gx_checkpoint *checkpoint = open_checkpoint(scratch("part.h5"));
    same.options.output = scratch("part.h5");
    same.options.resume = checkpoint;
    trial_good(&same);
    gx_checkpoint_close(checkpoint);
    same_result(&whole, &same);
    same_recordings(scratch("whole.h5"), scratch("part.h5"));
    scratch_clear();
}
END_TEST

/* ---- A full disk
 * ------------------------------------------------------------------------------------------- */

/* No file grows beyond `bytes` while this run is resumed. */
static gx_status resume_in_little_room(trial *t, const char *output, long bytes)
{
    struct rlimit before, small;
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    ck_assert(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    *t = (trial){.options = {.record = -1, .threads = 1, .checkpoint = output, .checkpoint_ms = 1800000}};
    gx_checkpoint *checkpoint = open_checkpoint(output);
    gx_diagnostics diagnostics;
    t->options.output = gx_checkpoint_tells(checkpoint)->output[0] ? output : NULL;
    t->options.resume = checkpoint;
    small = before;
    small.rlim_cur = (rlim_t)bytes;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    gx_status status = gx_run(&t->options, &t->result, &diagnostics, &t->error);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    gx_diagnostics_free(&diagnostics);
    gx_checkpoint_close(checkpoint);
    return status;
}

/* Whatever fails for want of room (recording, its log, a checkpoint): the last checkpoint holds, and what was
 * recorded can be read. */
START_TEST(a_full_disk_keeps_the_last_checkpoint)
{
    static const long room[] = {1, 3000, 9000};
    trial whole = village(), t, again;
    whole.options.output = scratch("whole.h5");
    trial_good(&whole);
    for (uint32_t i = 0; i < 3; i++) {
        t = village();
        t.options.output = scratch("part.h5");
        run_part(&t, 100 + i * 100);
        long bytes = size_of(scratch("part.h5.partial")) + room[i];
        gx_status status = resume_in_little_room(&again, scratch("part.h5"), bytes);
        ck_assert_msg(status == GX_ERR_IO, "%s: %s", gx_status_name(status), again.error.message);
        ck_assert(gx_checkpoint_exists(scratch("part.h5")));
        gx_reader *reader = open_recording(scratch("part.h5.partial"));
        ck_assert_int_gt(number_of(reader, "last_tick"), 0);
        gx_reader_close(reader);
        resume_to_the_end(&again, scratch("part.h5"), 2);
        same_result(&whole, &again);
        same_recordings(scratch("whole.h5"), scratch("part.h5"));
        ck_assert_int_eq(remove(scratch("part.h5")), 0);
    }
    t = village();
    t.options.checkpoint = scratch("state");
    run_part(&t, 300);
    gx_status status =
        resume_in_little_room(&again, scratch("state"), size_of(scratch("state.checkpoint-a")) - 1);
    ck_assert_msg(status == GX_ERR_IO, "%s: %s", gx_status_name(status), again.error.message);
    resume_to_the_end(&again, scratch("state"), 2);
    same_result(&whole, &again);
    scratch_clear();
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("resume");
    tcase_set_timeout(tests, 200);
    tcase_add_test(tests, stopped_anywhere_and_resumed_it_is_the_same_run);
    tcase_add_test(tests, again_and_again);
    tcase_add_test(tests, checkpoints_disturb_nothing);
    tcase_add_test(tests, a_damaged_one_is_found_and_the_other_used);
    tcase_add_test(tests, when_both_are_damaged_nothing_is_touched);
    tcase_add_test(tests, another_run_is_refused_with_what_differs);
    tcase_add_test(tests, a_full_disk_keeps_the_last_checkpoint);
    return trial_main("run: resume", tests);
}
