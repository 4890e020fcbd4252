/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph_origin.h"

#include "exits.h"
#include "input.h"
#include "progress.h"
#include "signals.h"
#include "talk.h"
#include <gx/base/memory.h>
#include <gx/stats/tables.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ASKED_MAX = 4000000 };

const char *const gx_origin_words[] = {"scenario", "recording", "file", NULL};
const char *const gx_origin_moments[] = {"start", "end", NULL};

static bool ends_in(const char *path, const char *ending)
{
    size_t length = strlen(path), own = strlen(ending);
    return length > own && strcmp(path + length - own, ending) == 0;
}

gx_origin_kind gx_origin_kind_of(const char *path)
{
    if (ends_in(path, ".yaml") || ends_in(path, ".yml"))
        return GX_ORIGIN_SCENARIO;
    if (ends_in(path, ".h5") || ends_in(path, ".h5.partial"))
        return GX_ORIGIN_RECORDING;
    return GX_ORIGIN_FILE;
}

/* An option for another kind of source. */
static int refuse_options(const gx_call *call, const gx_origin *source, const gx_origin_options *options)
{
    bool scenario = source->kind == GX_ORIGIN_SCENARIO;
    const char *wrong = !scenario && options->variant                         ? "--variant"
                        : !scenario && options->set.count                     ? "--set"
                        : !scenario && options->seed.given                    ? "--seed"
                        : source->kind != GX_ORIGIN_FILE && options->nodes    ? "--nodes"
                        : source->kind != GX_ORIGIN_FILE && options->directed ? "--directed"
                        : source->kind != GX_ORIGIN_RECORDING && options->at  ? "--at"
                                                                              : NULL;
    return wrong ? gx_misused(call, "%s is not for a %s", wrong, gx_origin_words[source->kind])
                 : GX_EXIT_DONE;
}

static int open_scenario(gx_origin *source, const gx_call *call, const gx_origin_options *options)
{
    char *text;
    size_t length;
    gx_error error = {0};
    gx_diagnostics diagnostics;
    if (gx_scenario_text(&text, &length, source->path, &error) != GX_OK)
        return gx_give_up(call, &error);
    gx_run_options run = {.file = source->path,
                          .text = text,
                          .length = length,
                          .variant = options->variant,
                          .overrides = options->set.at,
                          .override_count = options->set.count,
                          .has_seed = options->seed.given,
                          .seed = options->seed.value,
                          .record = -1,
                          .threads = source->threads};
    gx_talk(call, "making the people and ties of %s", source->path);
    gx_status status = gx_graph_world_open(&source->world, &run, options->layers, &diagnostics, &error);
    int code = status == GX_OK ? GX_EXIT_DONE : gx_refuse_scenario(call, status, &diagnostics, &error);
    gx_diagnostics_free(&diagnostics);
    gx_free(text);
    if (status != GX_OK)
        return code;
    gx_network *network = source->world->network;
    snprintf(source->name, sizeof source->name, "%s", source->world->name);
    source->seed = source->world->seed;
    source->has_seed = true;
    source->friends = &network->friends;
    source->groups = &network->group_members;
    source->names = &source->world->population->names;
    if (network->implicit && network->users > ASKED_MAX)
        status =
            gx_fail(&error, GX_ERR_LIMIT,
                    "this network stores no friends and has %u users, more than the %d that can be asked one "
                    "by one: set population.users to no more; its statistics do not depend on it",
                    network->users, ASKED_MAX);
    else if (network->implicit) {
        status =
            gx_network_rows(&source->made_friends, &source->made_groups, network, source->threads, &error);
        source->friends = &source->made_friends;
        source->groups = &source->made_groups;
    }
    return status == GX_OK ? GX_EXIT_DONE : gx_give_up(call, &error);
}

/* Whether the run changed ties or groups, or may have: it never came to its end. */
static bool may_have_changed(const gx_reader *reader)
{
    static const char *const series[] = {
        "/series/ties_made",     "/series/ties_woken",     "/series/groups_made",
        "/series/groups_joined", "/series/groups_left",    "/series/ties_ended",
        "/series/circles_made",  "/series/circles_joined", "/series/circles_left"};
    char *word = NULL;
    bool may =
        gx_reader_text_attribute(reader, "/", "status", &word, NULL) != GX_OK || strcmp(word, "running") == 0;
    gx_free(word);
    for (size_t i = 0; i < sizeof series / sizeof series[0] && !may; i++) {
        void *column = NULL;
        size_t count = 0;
        if (gx_reader_column(reader, series[i], GX_I64, &column, &count, NULL) == GX_OK)
            for (size_t at = 0; at < count; at++)
                may = may || ((const int64_t *)column)[at] != 0;
        gx_free(column);
    }
    return may;
}

/* Where the ties of the moment asked for are: "/end", or "" at the start. */
static const char *choose_moment(gx_origin *source, const gx_call *call, int32_t at)
{
    if (at == GX_AT_START)
        return "";
    source->at_end = gx_reader_has(source->reader, "/end/layers/friends/indices") &&
                     gx_reader_has(source->reader, "/end/groups/indices");
    if (!source->at_end && may_have_changed(source->reader))
        gx_talk(call, "%s does not hold the ties of the run's end: these are those it began with",
                source->path);
    return source->at_end ? "/end" : "";
}

/* Groups or circles, where the recording has any. */
static gx_status read_members(const gx_rows **out, gx_rows *room, const gx_reader *reader, const char *moment,
                              const char *what, uint64_t users, gx_error *error)
{
    char rows[32], ends[40];
    snprintf(rows, sizeof rows, "%s/%s", moment, what);
    snprintf(ends, sizeof ends, "%s/indptr", rows);
    if (!gx_reader_has(reader, ends))
        return GX_OK;
    *out = room;
    return gx_rows_recorded(room, reader, rows, users, error);
}

static gx_status read_rows(gx_origin *source, const char *moment, uint64_t users, gx_error *error)
{
    char friends[32];
    snprintf(friends, sizeof friends, "%s/layers/friends", moment);
    gx_status status = gx_rows_recorded(&source->made_friends, source->reader, friends, users, error);
    if (status == GX_OK && source->made_friends.rows != users)
        status = gx_fail(error, GX_ERR_FORMAT, "'%s': %s has %u rows, but %llu were expected", source->path,
                         friends, source->made_friends.rows, (unsigned long long)users);
    if (status == GX_OK)
        status = read_members(&source->groups, &source->made_groups, source->reader, moment, "groups", users,
                              error);
    if (status == GX_OK)
        status = read_members(&source->circles, &source->made_circles, source->reader, moment, "circles",
                              users, error);
    return status;
}

static int open_recording(gx_origin *source, const gx_call *call, const gx_origin_options *options)
{
    gx_error error = {0};
    int64_t users = 0, seed;
    char *name = NULL;
    gx_status status = gx_recording_open(&source->reader, call, source->path, &error);
    if (status != GX_OK)
        return gx_give_up(call, &error);
    status = gx_reader_int_attribute(source->reader, "/", "users", &users, &error);
    if (status == GX_OK && !gx_reader_has(source->reader, "/layers/friends"))
        status = gx_fail(&error, GX_ERR_NOT_FOUND,
                         "'%s' holds no ties; 'run --record full' keeps them at any number of users",
                         source->path);
    if (status == GX_OK)
        status = read_rows(source, choose_moment(source, call, options->at), (uint64_t)users, &error);
    source->friends = &source->made_friends;
    if (status == GX_OK)
        status = gx_names_read(&source->recorded_names, source->reader, users, &error);
    source->names = &source->recorded_names;
    if (status == GX_OK && gx_reader_text_attribute(source->reader, "/", "name", &name, NULL) == GX_OK)
        snprintf(source->name, sizeof source->name, "%s", name);
    gx_free(name);
    source->has_seed = gx_reader_int_attribute(source->reader, "/", "seed", &seed, NULL) == GX_OK;
    source->seed = source->has_seed ? (uint64_t)seed : 0;
    return status == GX_OK ? GX_EXIT_DONE : gx_give_up(call, &error);
}

typedef struct gx_reading {
    const gx_call *call;
    gx_progress progress;
} gx_reading;

static bool show(uint64_t bytes, uint64_t total, void *context)
{
    gx_reading *reading = context;
    gx_progress_part(&reading->progress, total ? (double)bytes / (double)total : 0, "reading");
    return gx_signal_seen() == 0;
}

/* Three quarters of the machine's memory: a small file can unpack to anything. 0 where it is not known. */
static uint64_t memory_max(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGESIZE);
    return pages > 0 && bytes > 0 ? (uint64_t)pages * (uint64_t)bytes / 4 * 3 : 0;
}

static int open_file(gx_origin *source, const gx_call *call, const gx_origin_options *options)
{
    gx_error error = {0};
    gx_diagnostics diagnostics;
    gx_signals before;
    gx_reading reading = {.call = call};
    struct stat about;
    if (stat(source->path, &about) == 0 && S_ISDIR(about.st_mode)) {
        gx_complain(call, "'%s' is a folder, not a graph", source->path);
        return GX_EXIT_INPUT;
    }
    if (options->from <= GX_FILE_BY_NAME && gx_file_format_of(source->path) == GX_FILE_BY_NAME) {
        gx_complain(call,
                    "'%s': the ending names no format: .yaml is a scenario, .h5 a recording, and .txt .edges "
                    ".tsv .csv .graphml .mtx (each also with .gz) are graphs; --from names one",
                    source->path);
        return GX_EXIT_INPUT;
    }
    gx_import_options import = {.format = options->from > 0 ? (gx_file_format)options->from : GX_FILE_BY_NAME,
                                .nodes = options->nodes,
                                .directed = options->directed,
                                .memory_max = memory_max(),
                                .threads = source->threads,
                                .progress = show,
                                .context = &reading};
    gx_progress_start(&reading.progress, call, 0, 0);
    gx_signals_catch(&before);
    gx_status status = gx_import(&source->imported, source->path, &import, &diagnostics, &error);
    gx_progress_end(&reading.progress);
    if (status == GX_OK && source->imported.weight)
        status = gx_imported_strengths(&source->imported, &error);
    int code = GX_EXIT_DONE;
    if (gx_signal_seen())
        code = gx_signal_exit();
    else if (status != GX_OK)
        code = gx_refuse_scenario(call, status, &diagnostics, &error);
    gx_signals_restore(&before);
    gx_diagnostics_free(&diagnostics);
    if (code == GX_EXIT_DONE && source->imported.notes.length)
        gx_talk(call, "%s", gx_text_get(&source->imported.notes));
    source->friends = &source->imported.ties;
    snprintf(source->name, sizeof source->name, "%s", source->path);
    return code;
}

static uint32_t threads_of(const gx_origin_options *options)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return options->threads.given ? (uint32_t)options->threads.value : cores > 0 ? (uint32_t)cores : 1;
}

int gx_origin_open(gx_origin *source, const gx_call *call, const gx_origin_options *options)
{
    *source = (gx_origin){.kind = options->from > 0 ? GX_ORIGIN_FILE : gx_origin_kind_of(options->path),
                          .path = options->path,
                          .variant = options->variant ? options->variant : "",
                          .threads = threads_of(options)};
    int code = refuse_options(call, source, options);
    if (code != GX_EXIT_DONE)
        return code;
    code = source->kind == GX_ORIGIN_SCENARIO    ? open_scenario(source, call, options)
           : source->kind == GX_ORIGIN_RECORDING ? open_recording(source, call, options)
                                                 : open_file(source, call, options);
    if (code == GX_EXIT_DONE)
        source->nodes = source->friends->rows;
    return code;
}

void gx_origin_close(gx_origin *source)
{
    if (source->world)
        gx_graph_world_close(source->world);
    if (source->reader)
        gx_reader_close(source->reader);
    if (source->kind == GX_ORIGIN_FILE)
        gx_imported_free(&source->imported);
    gx_rows_free(&source->made_friends);
    gx_rows_free(&source->made_groups);
    gx_rows_free(&source->made_circles);
    gx_names_free(&source->recorded_names);
    *source = (gx_origin){0};
}
