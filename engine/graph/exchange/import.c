/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file read twice; see gather.c for why. The first pass may be begun again, when names turn out to be
 * larger numbers or texts (naming.h). */
#include "exchange/readers.h"

#include <gx/base/memory.h>
#include <math.h>

enum {
    THREADS_MAX = 1024,
    DENSE_LEAST = 1 << 12,
    DENSE_LEAST_MARKET = 1 << 20,
    BYTES_AN_ID = 8,
    UNPACKED = 4
};

typedef gx_status (*reader)(gx_reading *reading, gx_error *error);

/* X(format, word, reader) */
#define FORMATS(X)                                                                                           \
    X(GX_FILE_EDGES, edges, gx_read_lines)                                                                   \
    X(GX_FILE_CSV, csv, gx_read_csv)                                                                         \
    X(GX_FILE_GRAPHML, graphml, gx_read_graphml)                                                             \
    X(GX_FILE_MATRIX_MARKET, mtx, gx_read_market)

static const reader readers[GX_FILE_FORMATS] = {
#define X(format, word, read) [format] = read,
    FORMATS(X)
#undef X
};

const char *const gx_file_format_words[GX_FILE_FORMATS + 1] = {[GX_FILE_BY_NAME] = "auto",
#define X(format, word, read) [format] = #word,
                                                               FORMATS(X)
#undef X
                                                                   [GX_FILE_FORMATS] = NULL};

gx_file_format gx_file_format_of(const char *path)
{
    static const struct {
        const char *ending;
        gx_file_format format;
    } endings[] = {{".txt", GX_FILE_EDGES},       {".edges", GX_FILE_EDGES}, {".edgelist", GX_FILE_EDGES},
                   {".tsv", GX_FILE_EDGES},       {".el", GX_FILE_EDGES},    {".csv", GX_FILE_CSV},
                   {".graphml", GX_FILE_GRAPHML}, {".xml", GX_FILE_GRAPHML}, {".mtx", GX_FILE_MATRIX_MARKET}};
    size_t length = strlen(path);
    if (length > 3 && strcmp(path + length - 3, ".gz") == 0)
        length -= 3;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t count = strlen(endings[i].ending);
        if (length > count && memcmp(path + length - count, endings[i].ending, count) == 0)
            return endings[i].format;
    }
    return GX_FILE_BY_NAME;
}

void gx_imported_free(gx_imported *imported)
{
    gx_rows_free(&imported->ties);
    gx_free(imported->weight);
    gx_node_names *const names[2] = {&imported->names, &imported->columns};
    for (unsigned i = 0; i < 2; i++) {
        gx_free(names[i]->number);
        gx_free(names[i]->text);
    }
    for (uint32_t at = 0; at < imported->attributes; at++) {
        gx_free(imported->attribute[at].number);
        gx_free(imported->attribute[at].text);
    }
    gx_free(imported->texts);
    gx_free(imported->nodes_file);
    gx_free(imported->nodes_line);
    gx_text_free(&imported->notes);
    *imported = (gx_imported){0};
}

/* ---- The first pass ---- */

static void forget(gx_reading *reading)
{
    gx_gather_free(&reading->gather);
    gx_columns_free(&reading->columns);
    gx_free(reading->texts.data);
    gx_text_free(&reading->notes);
    reading->texts = (gx_texts){0};
    reading->allowance.used = 0;
    reading->part = (gx_part){0};
}

/* Numbers below this are ids as they are: so many that counting them is no more than a part of what the ties
 * of such a file take. (A matrix says how many rows there are; market.c lets small ones be.) */
static uint64_t dense_ids(const gx_inlet *source, gx_file_format format)
{
    uint64_t least = format == GX_FILE_MATRIX_MARKET ? DENSE_LEAST_MARKET : DENSE_LEAST;
    uint64_t ids = source->size / BYTES_AN_ID * (source->unpacker != NULL ? UNPACKED : 1);
    ids = ids < least ? least : ids;
    return ids < GX_IMPORT_NODES_MAX ? ids : GX_IMPORT_NODES_MAX;
}

static gx_status begin(gx_reading *reading, const gx_naming naming[2], gx_file_format format, gx_error *error)
{
    const gx_import_options *options = reading->options;
    gx_gather *gather = &reading->gather;
    forget(reading);
    *gather = (gx_gather){.apart = options->apart, .directed = options->directed && !options->apart};
    gather->halved = !gather->apart && !gather->directed;
    gx_status status = GX_OK;
    unsigned sides = options->apart ? 2 : 1;
    for (unsigned side = 0; side < sides && status == GX_OK; side++)
        status = gx_side_begin(&gather->side[side], naming[side], dense_ids(&reading->source, format),
                               &reading->texts, &reading->allowance, error);
    return status;
}

static gx_status read_once(gx_reading *reading, reader read, gx_part *nodes, gx_error *error)
{
    gx_status status = GX_OK;
    if (reading->options->nodes != NULL && !reading->gather.placing)
        status = gx_read_nodes(reading, nodes, error);
    if (status == GX_OK)
        status = gx_inlet_rewind(&reading->source, error);
    return status == GX_OK && !nodes->again ? read(reading, error) : status;
}

static gx_status first_pass(gx_reading *reading, gx_file_format format, gx_part *nodes, gx_error *error)
{
    bool by_id = reading->options->nodes != NULL || format == GX_FILE_GRAPHML;
    gx_naming naming[2] = {by_id ? GX_NAMING_SPARSE : GX_NAMING_DENSE, GX_NAMING_DENSE};
    for (;;) {
        *nodes = (gx_part){0};
        gx_status status = begin(reading, naming, format, error);
        if (status == GX_OK)
            status = read_once(reading, readers[format], nodes, error);
        if (status != GX_OK || !(reading->part.again || nodes->again))
            return status;
        for (unsigned side = 0; side < 2; side++) {
            const gx_naming wanted[2] = {reading->part.wanted[side], nodes->wanted[side]};
            for (unsigned i = 0; i < 2; i++)
                naming[side] = wanted[i] > naming[side] ? wanted[i] : naming[side];
        }
    }
}

/* All mistakes of both files. */
static gx_status tell(gx_reading *reading, const gx_part *nodes, gx_diagnostics *diagnostics, gx_error *error)
{
    const char *path = reading->source.path;
    char count[32];
    diagnostics->file = reading->options->nodes != NULL ? reading->options->nodes : path;
    gx_faults_tell(&nodes->faults, diagnostics);
    diagnostics->file = path;
    gx_faults_tell(&reading->part.faults, diagnostics);
    if (diagnostics->count == 0)
        return GX_OK;
    if (diagnostics->report.failed)
        return gx_fail_memory(error, "the report of mistakes");
    return gx_fail(error, GX_ERR_INPUT, "'%s': %s mistake%s; nothing was read", path,
                   gx_format_count(count, (int64_t)diagnostics->count), diagnostics->count == 1 ? "" : "s");
}

/* ---- The second pass ---- */

/* A line is of no use here: repeats stand on several, and each of their weights is fine. */
static void find_infinite(gx_reading *reading, const gx_imported *out)
{
    const gx_gather *gather = &reading->gather;
    const gx_rows *rows = &gather->rows;
    const char *texts = reading->texts.data;
    char from[24], to[24], shown[2][GX_SHOW_BYTES];
    for (uint32_t row = 0; row < rows->rows; row++)
        for (uint64_t at = rows->offset[row]; at < rows->offset[row + 1]; at++) {
            uint32_t other = rows->column[at];
            if (isfinite(gather->weight[at]) || (gather->halved && other < row))
                continue;
            const char *first = gx_node_name(from, &out->names, texts, row);
            const char *second = gx_node_name(to, gather->apart ? &out->columns : &out->names, texts, other);
            gx_fault_add(&reading->part.faults, (gx_place){0}, "",
                         "the weights of the ties of '%s' and '%s' add up to more than a number holds",
                         gx_show(shown[0], first, strlen(first)), gx_show(shown[1], second, strlen(second)));
        }
}

static gx_status place(gx_reading *reading, gx_imported *out, reader read, gx_diagnostics *diagnostics,
                       gx_error *error)
{
    gx_gather *gather = &reading->gather;
    gx_part no_nodes = {0};
    gather->weighted = reading->has_weights;
    if (gather->lines > GX_IMPORT_TIES_MAX)
        return gx_fail(error, GX_ERR_LIMIT, "'%s' has more than %u ties", reading->source.path,
                       GX_IMPORT_TIES_MAX);
    gx_status status = gx_gather_arrange(gather, &out->names, &out->columns, error);
    if (status != GX_OK)
        return status;
    const uint64_t lines = gather->lines, check = gather->check;
    gather->lines = gather->loops = gather->check = 0;
    gather->placing = true;
    status = read_once(reading, read, &no_nodes, error);
    if (status == GX_OK)
        status = tell(reading, &no_nodes, diagnostics, error);
    if (status == GX_OK)
        status = gx_gather_finish(gather, lines, check, reading->source.path, reading->threads, error);
    gx_side_give_texts(&gather->side[0], &out->names);
    gx_side_give_texts(&gather->side[1], &out->columns);
    if (status == GX_OK && gather->infinite) {
        find_infinite(reading, out);
        status = tell(reading, &no_nodes, diagnostics, error);
    }
    if (status == GX_OK)
        status = gx_columns_arrange(reading, out, error);
    return status;
}

static void hand_over(gx_reading *reading, gx_imported *out)
{
    gx_gather *gather = &reading->gather;
    out->ties = gather->rows;
    out->weight = gather->weight;
    out->directed = gather->directed;
    out->texts = reading->texts.data;
    for (uint32_t at = 0; at < out->attributes; at++)
        out->attribute[at].texts = out->texts;
    out->notes = reading->notes;
    out->lines = gather->lines;
    out->loops = gather->loops;
    out->repeats = gather->repeats;
    gather->rows = (gx_rows){0};
    gather->weight = NULL;
    reading->texts.data = NULL;
    reading->notes = (gx_text){0};
}

static gx_status import(gx_reading *reading, gx_imported *out, gx_file_format format,
                        gx_diagnostics *diagnostics, gx_error *error)
{
    gx_part nodes;
    gx_status status = first_pass(reading, format, &nodes, error);
    if (status == GX_OK && nodes.faults.count + reading->part.faults.count == 0 &&
        reading->gather.lines == 0) {
        bool any = false; /* nodes without a tie are a graph too */
        const gx_side *side = &reading->gather.side[0];
        for (uint64_t id = 0; id < side->ids && !any; id++)
            any = side->mark[id] != 0;
        if (!any)
            gx_fault_add(&reading->part.faults, (gx_place){0}, "", "expected ties of a graph, found nothing");
    }
    if (status == GX_OK)
        status = tell(reading, &nodes, diagnostics, error);
    if (status == GX_OK)
        status = place(reading, out, readers[format], diagnostics, error);
    if (status == GX_OK && reading->notes.failed)
        status = gx_fail_memory(error, "notes");
    if (status == GX_OK)
        hand_over(reading, out);
    return status;
}

gx_status gx_import(gx_imported *out, const char *path, const gx_import_options *options,
                    gx_diagnostics *diagnostics, gx_error *error)
{
    *out = (gx_imported){0};
    gx_diagnostics_init(diagnostics, path, NULL);
    gx_file_format format = options->format == GX_FILE_BY_NAME ? gx_file_format_of(path) : options->format;
    if ((unsigned)format >= GX_FILE_FORMATS)
        return gx_fail(error, GX_ERR_ARGUMENT, "there is no file format number %d", (int)format);
    if (format == GX_FILE_BY_NAME)
        return gx_fail(error, GX_ERR_INPUT,
                       "the name of '%s' does not tell its format: name one (edges, csv, graphml, mtx)",
                       path);
    uint32_t threads = options->threads > THREADS_MAX ? THREADS_MAX : options->threads;
    gx_reading reading = {
        .options = options, .threads = threads > 0 ? threads : 1, .allowance.max = options->memory_max};
    gx_status status = gx_inlet_open(&reading.source, path, error);
    if (status != GX_OK)
        return status;
    status = import(&reading, out, format, diagnostics, error);
    forget(&reading);
    gx_inlet_close(&reading.source);
    if (status != GX_OK)
        gx_imported_free(out);
    return status;
}
