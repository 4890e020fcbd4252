/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph_files.h"

#include "exits.h"
#include "input.h"
#include "progress.h"
#include "signals.h"
#include "sink.h"
#include "talk.h"
#include <gx/graph/measures.h>
#include <stdio.h>
#include <string.h>

/* ---- Outputs --------------------------------------------------------------------------------- */

static int check_ties(const gx_call *call, const char *path)
{
    const char *dot = strrchr(path, '.');
    if (dot && strcmp(dot, ".gz") == 0)
        return gx_misused(call, "'%s': what is written is not compressed: gzip it afterwards", path);
    if (gx_file_format_of(path) == GX_FILE_BY_NAME)
        return gx_misused(
            call,
            "'%s': the ending names no format: .txt or .edges (edge list), .csv, .graphml, .mtx "
            "(Matrix Market)",
            path);
    return GX_EXIT_DONE;
}

int gx_outputs_check(const gx_call *call, const gx_outputs *outputs)
{
    gx_error error;
    int code = outputs->ties ? check_ties(call, outputs->ties) : GX_EXIT_DONE;
    if (code != GX_EXIT_DONE)
        return code;
    const char *const paths[] = {outputs->ties, outputs->nodes, outputs->others};
    static const char *const what[] = {"ties", "nodes", "others"};
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < i; k++)
            if (paths[i] && paths[k] && strcmp(paths[i], paths[k]) == 0)
                return gx_misused(call, "'%s' is named for the %s and for the %s", paths[i], what[k],
                                  what[i]);
    for (size_t i = 0; i < 3; i++)
        if (paths[i] && gx_output_check(paths[i], outputs->force, &error) != GX_OK)
            return gx_give_up(call, &error);
    return GX_EXIT_DONE;
}

static bool show(uint64_t done, uint64_t total, void *context)
{
    gx_progress *progress = context;
    gx_progress_part(progress, total ? (double)done / (double)total : 0, "writing");
    return gx_signal_seen() == 0;
}

/* Which file the system refused to write. */
static void name_file(gx_status status, const char *path, gx_error *error)
{
    if (status != GX_ERR_IO)
        return;
    gx_error said = *error;
    gx_fail(error, status, "'%s': %.900s", path, said.message);
}

/* A file's ending of .csv in the name of nodes is not asked for: it is CSV whatever it is called. */
static gx_status write_nodes(const char *path, bool force, const gx_export_graph *graph, gx_error *error)
{
    gx_sink sink;
    gx_status status = gx_sink_open(&sink, path, force, error);
    if (status != GX_OK)
        return status;
    status = gx_export_nodes(graph, sink.file, error);
    name_file(status, path, error);
    if (status == GX_OK && gx_signal_seen())
        status = gx_fail(error, GX_ERR_INTERRUPTED, "interrupted");
    return gx_sink_close(&sink, status, error);
}

static gx_status write_both(const gx_outputs *outputs, const gx_export_graph *graph,
                            const gx_export_graph *others, gx_error *error)
{
    gx_status status = outputs->nodes ? write_nodes(outputs->nodes, outputs->force, graph, error) : GX_OK;
    return status == GX_OK && outputs->others ? write_nodes(outputs->others, outputs->force, others, error)
                                              : status;
}

static gx_status write_all(const gx_outputs *outputs, const gx_export_graph *graph,
                           const gx_export_graph *others, gx_progress *progress, gx_error *error)
{
    gx_sink sink;
    gx_status status = GX_OK;
    if (outputs->ties) {
        status = gx_sink_open(&sink, outputs->ties, outputs->force, error);
        if (status != GX_OK)
            return status;
        status = gx_export(graph, sink.file, gx_file_format_of(outputs->ties), show, progress, error);
        name_file(status, outputs->ties, error);
        if (status == GX_OK)
            status = write_both(outputs, graph, others, error);
        return gx_sink_close(&sink, status, error);
    }
    return write_both(outputs, graph, others, error);
}

int gx_outputs_write(const gx_call *call, const gx_outputs *outputs, const gx_export_graph *graph,
                     const gx_export_graph *others)
{
    gx_progress progress;
    gx_signals before;
    gx_error error;
    gx_progress_start(&progress, call, 0, 0);
    gx_signals_catch(&before);
    gx_status status = write_all(outputs, graph, others, &progress, &error);
    gx_progress_end(&progress);
    int code = status == GX_ERR_INTERRUPTED ? gx_signal_exit()
               : status != GX_OK            ? gx_give_up(call, &error)
                                            : GX_EXIT_DONE;
    gx_signals_restore(&before);
    if (code == GX_EXIT_DONE && outputs->ties && graph->ties)
        gx_talk(call, "%s holds %llu ties of %u nodes", outputs->ties,
                (unsigned long long)(graph->directed || graph->apart
                                         ? graph->ties->offset[graph->ties->rows]
                                         : graph->ties->offset[graph->ties->rows] / 2),
                graph->ties->rows);
    return code;
}

/* ---- Layers ---------------------------------------------------------------------------------- */

enum {
    CHOICE_FRIENDS,
    CHOICE_ACTIVE,
    CHOICE_LAYER, /* the first of GX_LAYERS */
    CHOICE_GROUPS = CHOICE_LAYER + GX_LAYERS,
    CHOICE_CIRCLES,
    CHOICE_FOLLOWERS,
    CHOICE_TRADE
};

const char *const gx_writable_words[] = {"friends",
                                         "active",
#define X(name, word, help) #word,
                                         GX_LAYER_TABLE(X)
#undef X
                                             "groups",
                                         "circles",
                                         "followers",
                                         "trade",
                                         NULL};

unsigned gx_writable_needs(int32_t choice)
{
    return choice == CHOICE_CIRCLES     ? GX_WITH_INTERESTS
           : choice == CHOICE_FOLLOWERS ? GX_WITH_FOLLOWERS
           : choice == CHOICE_TRADE     ? GX_WITH_TRADE
                                        : 0;
}

static gx_status absent(const gx_origin *source, int32_t choice, gx_error *error)
{
    return gx_fail(error, GX_ERR_NOT_FOUND, "'%s' holds no %s%s", source->path, gx_writable_words[choice],
                   source->kind == GX_ORIGIN_RECORDING ? "; the scenario it was made from does" : "");
}

static gx_status find_friends(gx_export_graph *graph, gx_rows *room, const gx_origin *source, int32_t choice,
                              gx_error *error)
{
    graph->ties = source->friends;
    if (choice == CHOICE_FRIENDS)
        return GX_OK;
    if (!source->friends->layers)
        return absent(source, choice, error);
    unsigned keep = choice == CHOICE_ACTIVE ? (unsigned)GX_LAYERS_ACTIVE : 1U << (choice - CHOICE_LAYER);
    graph->ties = room;
    return gx_rows_filter(room, source->friends, keep, source->threads, error);
}

/* Rows of users, so that the people's columns are those of the rows. */
static gx_status find_members(gx_export_graph *graph, gx_rows *room, const gx_origin *source, int32_t choice,
                              const gx_rows *members, gx_error *error)
{
    if (!members)
        return absent(source, choice, error);
    graph->ties = room;
    graph->apart = true;
    graph->columns = members->rows;
    return gx_rows_turned(room, members, source->nodes, error);
}

gx_status gx_writable_find(gx_export_graph *graph, gx_rows *room, const gx_origin *source, int32_t choice,
                           gx_error *error)
{
    const gx_graph_world *world = source->world;
    if (choice < CHOICE_GROUPS)
        return find_friends(graph, room, source, choice, error);
    if (choice == CHOICE_GROUPS)
        return find_members(graph, room, source, choice, source->groups, error);
    if (choice == CHOICE_CIRCLES && source->circles) {
        graph->other = "circle";
        return find_members(graph, room, source, choice, source->circles, error);
    }
    if (choice == CHOICE_CIRCLES && world && world->interests.user_circles.rows) {
        graph->ties = &world->interests.user_circles;
        graph->apart = true;
        graph->columns = world->interests.members.rows;
        graph->other = "circle";
    } else if (choice == CHOICE_FOLLOWERS && world && world->followers.rows) {
        graph->ties = &world->followers;
        graph->directed = true;
    } else if (choice == CHOICE_TRADE && world && world->merchants && world->trade.rows) {
        graph->ties = &world->trade;
        graph->apart = true;
        graph->columns = world->merchants->count;
        graph->other = "merchant";
    } else {
        return absent(source, choice, error);
    }
    return GX_OK;
}

static int write_layer(const gx_call *call, const gx_origin *source, int32_t choice,
                       const gx_outputs *outputs)
{
    gx_export_column columns[GX_PEOPLE_COLUMNS_MAX];
    gx_people_room people;
    gx_rows room = {0};
    gx_error error;
    gx_text title = {0};
    gx_text_append(&title, "%s of %s%s", gx_writable_words[choice], source->name,
                   source->at_end ? " when the run ended" : "");
    if (source->has_seed)
        gx_text_append(&title, ", seed %llu", (unsigned long long)source->seed);
    gx_export_graph graph = {.title = gx_text_get(&title)};
    gx_status status = gx_writable_find(&graph, &room, source, choice, &error);
    if (source->names && source->names->of.count) {
        graph.names = &source->names->of;
        graph.texts = source->names->texts;
    }
    if (status == GX_OK && source->world) {
        graph.column = columns;
        graph.column_count = gx_people_columns(columns, &people, source->world->population);
    }
    gx_export_column merchant_columns[GX_MERCHANT_COLUMNS];
    gx_rows shops = {.rows = graph.columns};
    gx_export_graph merchants = {
        .ties = &shops, .column = merchant_columns, .column_count = GX_MERCHANT_COLUMNS};
    if (status == GX_OK && outputs->others && source->world)
        gx_merchant_columns(merchant_columns, source->world->merchants);
    int code =
        status == GX_OK ? gx_outputs_write(call, outputs, &graph, &merchants) : gx_give_up(call, &error);
    gx_rows_free(&room);
    gx_text_free(&title);
    return code;
}

int gx_graph_write_layer(const gx_call *call, gx_origin_options *opening, int32_t choice,
                         const gx_outputs *outputs)
{
    gx_origin source;
    opening->layers = gx_writable_needs(choice);
    if (outputs->others && choice != CHOICE_TRADE)
        return gx_misused(call, "--others-out writes merchants: it is for --layer trade");
    int code = gx_outputs_check(call, outputs);
    if (code != GX_EXIT_DONE)
        return code;
    code = gx_origin_open(&source, call, opening);
    if (code == GX_EXIT_DONE && outputs->nodes && !source.world) {
        gx_complain(call,
                    "--nodes-out is for scenarios; 'guanxi export %s --what users' writes a recording's",
                    opening->path);
        code = GX_EXIT_INPUT;
    }
    if (code == GX_EXIT_DONE)
        code = write_layer(call, &source, choice, outputs);
    gx_origin_close(&source);
    return code;
}
