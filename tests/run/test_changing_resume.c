/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network that changes all the time is put down and taken up: ties made, woken and ended, groups and
 * circles made, joined and left, whatever the network is made of. However often a run was stopped, and
 * whoever goes on with it, what it leaves is what one sitting leaves. */
#include "same_data.h"
#include "trial.h"
#include <gx/base/memory.h>
#include <gx/run/checkpoint.h>

#include <string.h>

/* How many users, or a file whose nodes they are; then all else. */
static const char drawn[] = "version: 1\npopulation: {users: 700, cities: 2}\n";
static const char imported[] = "version: 1\npopulation: {cities: 2}\n";
static const char rest[] =
    "seed: 3\n"
    "shards: 7\n"
    "time: {start: 2016-02-07T18:00, duration: 2h, tick: 2s}\n"
    "circles: {users_a_circle: 40}\n"
    "record: {what: full}\n"
    "models:\n"
    "  sessions: {active: yes, opens_per_day: 300}\n"
    "  sending: {per_day: 20}\n"
    "  transfers: {per_day: 10, strangers: 0.5}\n"
    "  packets: {life: 40min}\n"
    "  befriending: {active: yes, ask_share: -1, ask_transfer: 2, ask_circle: 1, delay_median: 5min,\n"
    "                reach_dormant: 0.3, group_per_day: 10, leave: 0, end_per_day: 6}\n"
    "  circling: {active: yes, per_day: 30, found: -3, leave: -1}\n";

/* A ring of 700 users with chords, for a network of somebody's file. */
static void write_ring(const char *path)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    for (int user = 0; user < 700; user++)
        for (int step = 1; step <= 5; step++)
            fprintf(file, "%d %d\n", user, (user + step * step) % 700);
    ck_assert_int_eq(fclose(file), 0);
}

static bool is_file(const char *form)
{
    return strncmp(form, "graph.file", 10) == 0;
}

static trial changing(const char *form)
{
    static char text[2000];
    snprintf(text, sizeof text, "%s%s", is_file(form) ? imported : drawn, rest);
    trial t = trial_of(text);
    trial_set(&t, form);
    return t;
}

static bool enough(void *context)
{
    uint32_t *left = context;
    return --*left == 0;
}

/* So many ticks of a run, then a checkpoint; the first sitting when there is none yet. */
static void sit(trial *t, uint32_t ticks, uint32_t threads, const char *output)
{
    gx_checkpoint *checkpoint = NULL;
    gx_text notes = {0};
    gx_status wanted = ticks > 0 ? GX_ERR_INTERRUPTED : GX_OK;
    if (gx_checkpoint_exists(output))
        ck_assert_int_eq(gx_checkpoint_open(&checkpoint, output, &notes, &t->error), GX_OK);
    t->options.output = output;
    t->options.threads = threads;
    t->options.resume = checkpoint;
    t->options.stop = ticks > 0 ? enough : NULL;
    t->options.context = &ticks;
    t->options.checkpoint_on_stop = true;
    gx_status status = trial_run(t);
    ck_assert_msg(status == wanted, "%s: %s\n%s", gx_status_name(status), t->error.message, t->problems);
    gx_checkpoint_close(checkpoint);
    gx_text_free(&notes);
}

/* Stopped after each of these many ticks more, and gone on to the end. */
static void in_sittings(const char *form, const trial *whole, const uint32_t *ticks, size_t count)
{
    char why[200];
    trial t = changing(form);
    for (size_t i = 0; i <= count; i++) {
        t = changing(form);
        sit(&t, i < count ? ticks[i] : 0, 1 + (uint32_t)i % 3, scratch("part.h5"));
    }
    ck_assert_uint_eq(t.result.sittings, count + 1);
    ck_assert_uint_eq(t.result.digest, whole->result.digest);
    ck_assert_uint_eq(t.result.state_digest, whole->result.state_digest);
    ck_assert_int_eq(t.result.ties_made, whole->result.ties_made);
    ck_assert_uint_eq(t.result.friends, whole->result.friends);
    ck_assert_uint_eq(t.result.groups, whole->result.groups);
    ck_assert_msg(same_data(scratch("whole.h5"), scratch("part.h5"), why, sizeof why), "%s", why);
    ck_assert_int_eq(remove(scratch("part.h5")), 0);
}

/* Nobody has fallen asleep, or is in a large group, in a network that a file without groups made. */
static void enough_changes(const char *path, bool of_file)
{
    static const char *const series[] = {"ties_made",    "ties_woken",     "ties_ended",
                                         "groups_made",  "groups_joined",  "groups_left",
                                         "circles_made", "circles_joined", "circles_left"};
    gx_reader *reader = open_recording(path);
    for (size_t i = 0; i < sizeof series / sizeof series[0]; i++) {
        char name[100];
        size_t count;
        int64_t sum = 0;
        snprintf(name, sizeof name, "/series/%s", series[i]);
        int64_t *column = column_of(reader, name, &count);
        for (size_t at = 0; at < count; at++)
            sum += column[at];
        gx_free(column);
        bool never =
            of_file && (strcmp(series[i], "ties_woken") == 0 || strcmp(series[i], "groups_left") == 0);
        ck_assert_msg(sum >= 5 || never, "%s: %lld", name, (long long)sum);
    }
    gx_reader_close(reader);
}

static void any_sittings(const char *form, const uint32_t *ticks, size_t count)
{
    trial whole = changing(form);
    whole.options.output = scratch("whole.h5");
    whole.options.force = true;
    trial_good(&whole);
    enough_changes(scratch("whole.h5"), is_file(form));
    in_sittings(form, &whole, ticks, count);
    scratch_clear();
}

static const uint32_t often[] = {1, 1, 700, 1, 500, 1200}, once[] = {2000};

START_TEST(a_stored_network_goes_on)
{
    any_sittings("graph.form=stored", often, 6);
}
END_TEST

START_TEST(an_implicit_network_goes_on)
{
    any_sittings("graph.form=implicit", once, 1);
}
END_TEST

START_TEST(an_imported_network_goes_on)
{
    static char form[500];
    snprintf(form, sizeof form, "graph.file=%s", scratch("ring.txt"));
    write_ring(scratch("ring.txt"));
    any_sittings(form, once, 1);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("changing resume");
    tcase_set_timeout(tests, 200);
    tcase_add_test(tests, a_stored_network_goes_on);
    tcase_add_test(tests, an_implicit_network_goes_on);
    tcase_add_test(tests, an_imported_network_goes_on);
    return trial_main("run: changing ties, resumed", tests);
}
