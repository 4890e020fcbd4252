/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replicates: the same program once more for each, so that a team of threads is never forked and a run that
 * dies takes no other with it. A child writes its summary as JSON into a pipe; the parent waits, passes
 * signals on and lists what came of them. Children have process groups of their own: a Ctrl-C reaches the
 * parent only, which passes it on once (a second one would stop them at once). */
#include "exits.h"
#include "input.h"
#include "listing.h"
#include "run_options.h"
#include "signals.h"
#include "talk.h"
#include <errno.h>
#include <fcntl.h>
#include <gx/base/memory.h>
#include <jansson.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct gx_child {
    pid_t process; /* 0: not started or over */
    int pipe;
    int code; /* -1: not over */
    gx_text said;
    gx_text output;
} gx_child;

typedef struct gx_brood {
    const gx_call *call;
    const gx_run_words *words;
    const char *path;
    gx_child *child;
    uint32_t count, started, running;
    uint64_t threads; /* of each; 0: as it likes */
    int passed_on;    /* the signal that the children were sent */
} gx_brood;

/* ---- Starting -------------------------------------------------------------------------------- */

/* The words of a child's command line; they are borrowed or lie in `text`, NUL by NUL. */
typedef struct gx_argv {
    const char **at;
    size_t count;
    char number[5][24];
} gx_argv;

static void add(gx_argv *argv, const char *name, const char *value)
{
    argv->at[argv->count++] = name;
    if (value)
        argv->at[argv->count++] = value;
}

static bool make_argv(gx_argv *argv, const gx_brood *brood, uint32_t index, char *until)
{
    const gx_run_words *words = brood->words;
    argv->count = 0;
    argv->at = gx_alloc(2 * words->set.count + 32, sizeof *argv->at);
    if (!argv->at)
        return false;
    snprintf(argv->number[0], sizeof argv->number[0], "%u", index);
    snprintf(argv->number[1], sizeof argv->number[1], "%llu", (unsigned long long)words->seed.value);
    snprintf(argv->number[2], sizeof argv->number[2], "%llu", (unsigned long long)brood->threads);
    add(argv, brood->call->program, "run");
    add(argv, "--quiet", NULL);
    add(argv, "--format", "json");
    add(argv, "--output", gx_text_get(&brood->child[index].output));
    add(argv, "--replicate", argv->number[0]);
    if (words->seed.given)
        add(argv, "--seed", argv->number[1]);
    if (brood->threads)
        add(argv, "--threads", argv->number[2]);
    if (words->variant)
        add(argv, "--variant", words->variant);
    if (words->until)
        add(argv, "--until", until);
    if (words->record >= 0)
        add(argv, "--record", gx_record_words[words->record]);
    snprintf(argv->number[3], sizeof argv->number[3], "%lldms", (long long)words->checkpoint);
    snprintf(argv->number[4], sizeof argv->number[4], "%lldms", (long long)words->checkpoint_every);
    if (words->checkpoint)
        add(argv, "--checkpoint", argv->number[3]);
    if (words->checkpoint_every)
        add(argv, "--checkpoint-every", argv->number[4]);
    if (words->unchecked)
        add(argv, "--no-size-check", NULL);
    if (words->force)
        add(argv, "--force", NULL);
    for (size_t i = 0; i < words->set.count; i++)
        add(argv, "--set", words->set.at[i]);
    add(argv, "--", brood->path);
    argv->at[argv->count] = NULL;
    return true;
}

/* Between fork and exec only calls that are safe there. */
static _Noreturn void become(const gx_argv *argv, int output, pid_t parent)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent || dup2(output, STDOUT_FILENO) < 0)
        _exit(GX_EXIT_FAILED);
    execv("/proc/self/exe", (char *const *)(void *)argv->at);
    _exit(GX_EXIT_FAILED);
}

static bool start(gx_brood *brood, uint32_t index)
{
    gx_child *child = &brood->child[index];
    gx_argv argv;
    char until[32];
    int ends[2];
    snprintf(until, sizeof until, "%lldms", (long long)brood->words->until);
    if (!make_argv(&argv, brood, index, until))
        return false;
    bool fine = pipe(ends) == 0;
    if (fine) {
        fcntl(ends[0], F_SETFD, FD_CLOEXEC);
        fcntl(ends[1], F_SETFD, FD_CLOEXEC);
        fflush(NULL);
        pid_t parent = getpid();
        child->process = fork();
        if (child->process == 0)
            become(&argv, ends[1], parent);
        close(ends[1]);
        child->pipe = ends[0];
        fine = child->process > 0;
        if (!fine)
            close(ends[0]);
    }
    gx_free(argv.at);
    brood->running += fine;
    return fine;
}

/* ---- Waiting --------------------------------------------------------------------------------- */

static void end(gx_brood *brood, uint32_t index)
{
    gx_child *child = &brood->child[index];
    int state = 0;
    close(child->pipe);
    while (waitpid(child->process, &state, 0) < 0 && errno == EINTR)
        continue;
    child->process = 0;
    child->code = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
    brood->running--;
    gx_talk(brood->call, "replicate %u of %u: %s", index, brood->count,
            child->code == GX_EXIT_DONE ? gx_text_get(&child->output) : "did not come to its end");
}

static void pass_on(gx_brood *brood)
{
    int number = gx_signal_seen();
    if (!number || brood->passed_on)
        return;
    brood->passed_on = number;
    for (uint32_t i = 0; i < brood->started; i++)
        if (brood->child[i].process > 0)
            kill(brood->child[i].process, number);
}

/* Read what the children say, until one of them or more is over. */
static bool listen_to(gx_brood *brood, struct pollfd *ears)
{
    nfds_t count = 0;
    for (uint32_t i = 0; i < brood->started; i++)
        if (brood->child[i].process > 0)
            ears[count++] = (struct pollfd){brood->child[i].pipe, POLLIN, 0};
    pass_on(brood);
    if (poll(ears, count, 1000) < 0)
        return errno == EINTR;
    for (uint32_t i = 0, e = 0; i < brood->started; i++) {
        gx_child *child = &brood->child[i];
        if (child->process <= 0 || !ears[e++].revents)
            continue;
        char bytes[4096];
        ssize_t got = read(child->pipe, bytes, sizeof bytes);
        if (got > 0)
            gx_text_append_bytes(&child->said, bytes, (size_t)got);
        else if (got == 0 || errno != EINTR)
            end(brood, i);
    }
    return true;
}

/* ---- The list -------------------------------------------------------------------------------- */

static const char *word_of(json_t *summary, const char *name)
{
    return json_string_value(json_object_get(summary, name));
}

static void list_child(gx_listing *listing, const gx_child *child, uint32_t index)
{
    static const char *const wholes[] = {"packets", "shares", "sent_fen", "cards_bound"};
    json_t *summary = json_loadb(gx_text_get(&child->said), child->said.length, 0, NULL);
    const char *digest = word_of(summary, "digest");
    gx_listing_cell(listing, "%u", index);
    for (size_t i = 0; i < sizeof wholes / sizeof wholes[0]; i++) {
        json_t *value = json_object_get(summary, wholes[i]);
        if (value)
            gx_listing_cell(listing, "%lld", (long long)json_integer_value(value));
        else
            gx_listing_cell(listing, "%s", "");
    }
    gx_listing_cell(listing, "%s", digest ? digest : "");
    gx_listing_cell(listing, "%s", gx_text_get(&child->output));
    json_decref(summary);
}

static int tell(const gx_brood *brood)
{
    static const gx_listing_column columns[] = {{"replicate", true}, {"packets", true},     {"shares", true},
                                                {"sent_fen", true},  {"cards_bound", true}, {"digest", false},
                                                {"recording", false}};
    gx_listing listing = {columns, sizeof columns / sizeof columns[0], {0}, 0};
    gx_text out = {0};
    for (uint32_t i = 0; i < brood->count; i++)
        if (brood->child[i].code == GX_EXIT_DONE)
            list_child(&listing, &brood->child[i], i);
    gx_listing_print(&listing, (gx_format)brood->words->format, &out);
    int code = gx_answer_text(brood->call, &out);
    gx_text_free(&out);
    gx_listing_free(&listing);
    return code;
}

/* A JSON array of the children's own summaries. */
static int write_summaries(const gx_brood *brood)
{
    gx_text json = {0};
    gx_error error;
    const char *between = "[";
    for (uint32_t i = 0; i < brood->count; i++)
        if (brood->child[i].code == GX_EXIT_DONE) {
            gx_text_append(&json, "%s%s", between, gx_text_get(&brood->child[i].said));
            between = ",\n";
        }
    gx_text_append(&json, "%s]\n", *between == '[' ? between : "");
    gx_status status = json.failed ? gx_fail_memory(&error, brood->words->summary)
                                   : gx_write_file(brood->words->summary, json.data, json.length,
                                                   brood->words->force, &error);
    gx_text_free(&json);
    return status == GX_OK ? GX_EXIT_DONE : gx_give_up(brood->call, &error);
}

/* ---- All of it ------------------------------------------------------------------------------- */

/* FILE.h5 becomes FILE-007.h5; every one of them must be free before the first is run. */
static gx_status name_outputs(gx_brood *brood, const char *output, gx_error *error)
{
    size_t length = strlen(output);
    if (length > 3 && strcmp(output + length - 3, ".h5") == 0)
        length -= 3;
    gx_status status = GX_OK;
    for (uint32_t i = 0; i < brood->count && status == GX_OK; i++) {
        gx_text *name = &brood->child[i].output;
        brood->child[i].code = -1;
        gx_text_append_bytes(name, output, length);
        gx_text_append(name, "-%03u.h5", i);
        status = name->failed ? gx_fail_memory(error, output)
                              : gx_output_check(name->data, brood->words->force, error);
    }
    if (status == GX_OK && brood->words->summary)
        status = gx_output_check(brood->words->summary, brood->words->force, error);
    return status;
}

static int raise_all(gx_brood *brood)
{
    gx_signals before;
    int code = GX_EXIT_DONE;
    struct pollfd *ears = gx_alloc(brood->count, sizeof *ears);
    gx_signals_catch(&before);
    while (ears &&
           (brood->running || (brood->started < brood->count && !gx_signal_seen() && code == GX_EXIT_DONE))) {
        if (brood->started < brood->count && brood->running < brood->words->jobs.value && !gx_signal_seen()) {
            if (!start(brood, brood->started)) {
                gx_complain(brood->call, "cannot start replicate %u: %s", brood->started, strerror(errno));
                code = GX_EXIT_FAILED;
            }
            brood->started++;
        } else if (!listen_to(brood, ears)) {
            code = GX_EXIT_FAILED;
            break;
        }
    }
    for (uint32_t i = 0; i < brood->count && code == GX_EXIT_DONE; i++)
        code = brood->child[i].code > 0 ? brood->child[i].code : GX_EXIT_DONE;
    if (gx_signal_seen())
        code = gx_signal_exit();
    gx_signals_restore(&before);
    gx_free(ears);
    return ears ? code : GX_EXIT_FAILED;
}

int gx_run_replicates(const gx_call *call, const gx_run_words *words, const char *path, const char *output)
{
    gx_error error;
    uint32_t count = (uint32_t)words->replicates.value;
    gx_brood brood = {
        .call = call, .words = words, .path = path, .count = count, .threads = words->threads.value};
    if (!words->threads.given && words->jobs.value > 1) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        uint64_t each = processors > 0 ? (uint64_t)processors / words->jobs.value : 1;
        brood.threads = each ? each : 1;
    }
    brood.child = gx_alloc(count, sizeof *brood.child);
    gx_status status =
        brood.child ? name_outputs(&brood, output, &error) : gx_fail_memory(&error, "the replicates");
    int code = status == GX_OK ? raise_all(&brood) : gx_give_up(call, &error);
    if (status == GX_OK) {
        int told = tell(&brood);
        if (told == GX_EXIT_DONE && words->summary)
            told = write_summaries(&brood);
        code = code == GX_EXIT_DONE ? told : code;
    }
    for (uint32_t i = 0; brood.child && i < count; i++) {
        gx_text_free(&brood.child[i].said);
        gx_text_free(&brood.child[i].output);
    }
    gx_free(brood.child);
    return code;
}
