/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same program once more, with --profile, into a folder that is removed; what it took is in its summary,
 * its provenance and its recording. */
#include "sample.h"

#include "exits.h"
#include "talk.h"
#include <errno.h>
#include <gx/base/memory.h>
#include <gx/record/reader.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct sampling {
    char folder[300], recording[340];
    const char **argv;
    size_t count;
    char word[6][64];
    gx_text said, complaint;
} sampling;

static void add(sampling *s, const char *name, const char *value)
{
    s->argv[s->count++] = name;
    if (value)
        s->argv[s->count++] = value;
}

static bool make_argv(sampling *s, const gx_sample *sample, const gx_call *call, const gx_run_words *words,
                      const gx_peek *peek, const char *path)
{
    s->argv = gx_alloc(2 * words->set.count + 40, sizeof *s->argv);
    if (!s->argv)
        return false;
    snprintf(s->word[0], sizeof s->word[0], "%llu", (unsigned long long)words->seed.value);
    snprintf(s->word[1], sizeof s->word[1], "%llu", (unsigned long long)words->threads.value);
    snprintf(s->word[2], sizeof s->word[2], "%lldms", (long long)(sample->share * (double)peek->duration_ms));
    snprintf(s->word[3], sizeof s->word[3], "population.users=%.0f", sample->users);
    snprintf(s->word[4], sizeof s->word[4], "shards=%.0f", sample->shards);
    add(s, call->program, "run");
    add(s, "--quiet", NULL);
    add(s, "--profile", NULL);
    add(s, "--no-size-check", NULL);
    add(s, "--format", "json");
    add(s, "--output", s->recording);
    add(s, "--until", s->word[2]);
    if (words->seed.given)
        add(s, "--seed", s->word[0]);
    if (words->threads.given)
        add(s, "--threads", s->word[1]);
    if (words->variant)
        add(s, "--variant", words->variant);
    if (words->record >= 0)
        add(s, "--record", gx_record_words[words->record]);
    for (size_t i = 0; i < words->set.count; i++)
        add(s, "--set", words->set.at[i]);
    if (sample->users > 0)
        add(s, "--set", s->word[3]);
    if (sample->shards > 0)
        add(s, "--set", s->word[4]);
    if (!peek->ties_recorded && !peek->imported) /* as in the real run, though the sample is small */
        add(s, "--set", "record.ties_up_to=0");
    add(s, "--", path);
    return true;
}

/* Between fork and exec only calls that are safe there. What files may have is looked at afterwards. */
static _Noreturn void become(const sampling *s, const int out[2], const int complaints[2])
{
    struct rlimit files;
    if (getrlimit(RLIMIT_FSIZE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_FSIZE, &files);
    }
    if (dup2(out[1], STDOUT_FILENO) < 0 || dup2(complaints[1], STDERR_FILENO) < 0)
        _exit(GX_EXIT_FAILED);
    close(out[0]);
    close(out[1]);
    close(complaints[0]);
    close(complaints[1]);
    execv("/proc/self/exe", (char *const *)(void *)s->argv);
    _exit(GX_EXIT_FAILED);
}

static void listen_to(int fd, gx_text *said)
{
    char bytes[4096];
    ssize_t got;
    while ((got = read(fd, bytes, sizeof bytes)) > 0 || (got < 0 && errno == EINTR))
        if (got > 0)
            gx_text_append_bytes(said, bytes, (size_t)got);
}

/* Complaints are few lines at most: less than a pipe holds. */
static int run_child(sampling *s)
{
    int out[2], complaints[2], state = 0;
    if (pipe(out) != 0)
        return GX_EXIT_FAILED;
    if (pipe(complaints) != 0) {
        close(out[0]);
        close(out[1]);
        return GX_EXIT_FAILED;
    }
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        become(s, out, complaints);
    close(out[1]);
    close(complaints[1]);
    if (child > 0) {
        listen_to(out[0], &s->said);
        listen_to(complaints[0], &s->complaint);
        while (waitpid(child, &state, 0) < 0 && errno == EINTR)
            continue;
    }
    close(out[0]);
    close(complaints[0]);
    return child > 0 && WIFEXITED(state) ? WEXITSTATUS(state) : GX_EXIT_FAILED;
}

/* ---- What it took ---------------------------------------------------------------------------- */

static double number(const json_t *object, const char *name)
{
    return json_number_value(json_object_get(object, name));
}

static void read_memory(gx_sample *out, const char *recording, double peak)
{
    static const char *const names[] = {
#define X(name, help) #name,
        GX_MEMORY_PARTS(X)
#undef X
    };
    char path[400];
    double known = 0;
    snprintf(path, sizeof path, "%s.provenance.json", recording);
    json_t *json = json_load_file(path, 0, NULL);
    const json_t *profile = json_object_get(json, "profile"), *stores = json_object_get(profile, "bytes");
    out->books_spare = number(profile, "books_spare");
    for (size_t i = 0; i < GX_MEMORY_rest; i++) {
        out->memory[i] = number(stores, names[i]);
        known += out->memory[i];
    }
    out->memory[GX_MEMORY_rest] = peak - known;
    json_decref(json);
}

static void read_disk(gx_sample *out, const char *recording)
{
    static const struct {
        const char *path;
        int part;
    } places[] = {{"/users", GX_DISK_users},   {"/truth", GX_DISK_users},   {"/layers", GX_DISK_ties},
                  {"/groups", GX_DISK_ties},   {"/circles", GX_DISK_ties},  {"/end", GX_DISK_ties},
                  {"/events", GX_DISK_events}, {"/series", GX_DISK_series}, {"/digest", GX_DISK_series}};
    gx_reader *reader;
    struct stat file;
    gx_error error;
    if (stat(recording, &file) != 0 || gx_reader_open(&reader, recording, &error) != GX_OK)
        return;
    out->disk[GX_DISK_other] = (double)file.st_size;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        double bytes = (double)gx_reader_bytes(reader, places[i].path);
        out->disk[places[i].part] += bytes;
        out->disk[GX_DISK_other] -= bytes;
    }
    gx_reader_close(reader);
}

static bool read_sample(gx_sample *out, const sampling *s)
{
    json_t *summary = json_loadb(gx_text_get(&s->said), s->said.length, 0, NULL);
    bool fine = summary != NULL;
    out->users = number(summary, "users");
    out->shards = number(summary, "shards");
    out->ticks = number(summary, "ticks");
    out->packets = number(summary, "packets");
    out->threads = number(summary, "threads");
    out->seconds_setup = number(summary, "seconds_setup");
    out->seconds_run = number(summary, "seconds_run");
    read_memory(out, s->recording, number(summary, "peak_bytes"));
    read_disk(out, s->recording);
    json_decref(summary);
    return fine;
}

static void clean_up(sampling *s)
{
    static const char *const endings[] = {"", ".partial", ".provenance.json", ".checkpoint-a",
                                          ".partial.undo-b"};
    char path[400];
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        snprintf(path, sizeof path, "%s%s", s->recording, endings[i]);
        unlink(path);
    }
    rmdir(s->folder);
    gx_free(s->argv);
    gx_text_free(&s->said);
    gx_text_free(&s->complaint);
}

bool gx_sample_run(gx_sample *out, gx_text *why, const gx_call *call, const gx_run_words *words,
                   const gx_peek *peek, const char *path)
{
    sampling s = {.count = 0};
    const char *place = getenv("TMPDIR");
    snprintf(s.folder, sizeof s.folder, "%.200s/guanxi-sample-XXXXXX", place && *place ? place : "/tmp");
    if (!mkdtemp(s.folder)) {
        gx_text_append(why, "cannot make the folder '%s' for a sample: %s", s.folder, strerror(errno));
        return false;
    }
    snprintf(s.recording, sizeof s.recording, "%s/sample.h5", s.folder);
    int code = make_argv(&s, out, call, words, peek, path) ? run_child(&s) : GX_EXIT_FAILED;
    bool fine = code == GX_EXIT_DONE && read_sample(out, &s);
    if (!fine)
        gx_text_append(why, "a sample of this run (%.0f users) did not come to its end: %s", out->users,
                       s.complaint.length ? s.complaint.data : "no reason was given");
    clean_up(&s);
    return fine;
}
