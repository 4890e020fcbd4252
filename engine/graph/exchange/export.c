/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ties out, tie by tie: each format says what stands before them, how one is written, and what stands behind.
 */
#include "exchange/writer.h"

#include <gx/base/memory.h>
#include <gx/graph/exchange.h>
#include <math.h>
#include <string.h>

enum { ROWS_A_REPORT = 4096 };

typedef struct out {
    const gx_export_graph *graph;
    gx_writer writer;
    gx_status status; /* of what cannot be written in the format */
    gx_error *error;
    bool whole[GX_EXPORT_COLUMNS_MAX]; /* columns of nodes in which all numbers are */
} out;

typedef struct gx_form {
    void (*head)(out *to);
    void (*tie)(out *to, uint32_t from, uint64_t at);
    void (*tail)(out *to);
} gx_form;

/* ---- What all need ---- */

/* Whether the entry at `at` of row `from` is written: an undirected tie once, at its lower end. */
static bool is_written(const gx_export_graph *graph, uint32_t from, uint64_t at)
{
    return graph->directed || graph->apart || graph->ties->column[at] >= from;
}

static uint64_t count_ties(const gx_export_graph *graph)
{
    const gx_rows *ties = graph->ties;
    uint64_t count = 0;
    if (graph->directed || graph->apart)
        return ties->offset[ties->rows];
    for (uint32_t row = 0; row < ties->rows; row++)
        for (uint64_t at = ties->offset[row]; at < ties->offset[row + 1]; at++)
            count += is_written(graph, row, at);
    return count;
}

static const gx_node_names *names_at(const gx_export_graph *graph, bool end)
{
    return end && graph->apart ? graph->column_names : graph->names;
}

/* The name of a node as a borrowed text or in `buffer`. */
static const char *name_of(const out *to, bool end, uint32_t node, char buffer[24])
{
    return gx_node_name(buffer, names_at(to->graph, end), to->graph->texts, node);
}

static bool has_strength(const gx_export_graph *graph)
{
    return graph->ties->strength != NULL;
}

/* Weight, or strength when there is no weight. */
static void put_value(out *to, uint64_t at)
{
    const gx_export_graph *graph = to->graph;
    if (graph->weight != NULL)
        gx_out_real(&to->writer, graph->weight[at]);
    else
        gx_out_whole(&to->writer, graph->ties->strength[at]);
}

/* "household+kin" */
static void put_layers(gx_writer *writer, unsigned layers)
{
    bool more = false;
    for (unsigned layer = 0; layer < GX_LAYERS; layer++)
        if (layers >> layer & 1) {
            gx_out_text(writer, more ? "+" : "");
            gx_out_text(writer, gx_layer_words[layer]);
            more = true;
        }
}

/* ---- Edge list ---- */

static void edges_head(out *to)
{
    gx_writer *writer = &to->writer;
    const gx_export_graph *graph = to->graph;
    if (graph->title != NULL) {
        gx_out_text(writer, "# ");
        for (const char *at = graph->title; *at != '\0'; at++)
            gx_out_char(writer, *at == '\n' || *at == '\r' ? ' ' : *at);
        gx_out_char(writer, '\n');
    }
    gx_out_text(writer, graph->apart ? "# Users: " : "# Nodes: ");
    gx_out_whole(writer, graph->ties->rows);
    if (graph->apart) {
        gx_out_text(writer, " Groups: ");
        gx_out_whole(writer, graph->columns);
    }
    gx_out_text(writer, " Edges: ");
    gx_out_whole(writer, count_ties(graph));
    gx_out_text(writer, graph->directed ? " directed\n" : "\n");
}

static void edges_name(out *to, bool end, uint32_t node)
{
    char buffer[24];
    const char *name = name_of(to, end, node, buffer);
    if ((name[0] == '\0' || name[0] == '#' || name[0] == '%' || strpbrk(name, " \t\r\n") != NULL) &&
        to->status == GX_OK)
        to->status =
            gx_fail(to->error, GX_ERR_INPUT,
                    "an edge list cannot hold the name '%.100s' (blanks, or '#' or '%%' in front): use csv "
                    "or graphml",
                    name);
    gx_out_text(&to->writer, name);
}

static void edges_tie(out *to, uint32_t from, uint64_t at)
{
    edges_name(to, false, from);
    gx_out_char(&to->writer, '\t');
    edges_name(to, true, to->graph->ties->column[at]);
    if (to->graph->weight != NULL || has_strength(to->graph)) {
        gx_out_char(&to->writer, '\t');
        put_value(to, at);
    }
    gx_out_char(&to->writer, '\n');
}

static void nothing(out *to)
{
    (void)to;
}

/* ---- CSV ---- */

static void csv_head(out *to)
{
    const gx_export_graph *graph = to->graph;
    gx_out_text(&to->writer, graph->apart ? "user,group" : "source,target");
    gx_out_text(&to->writer, graph->weight != NULL ? ",weight" : "");
    gx_out_text(&to->writer, has_strength(graph) ? ",strength" : "");
    gx_out_text(&to->writer, graph->ties->layers != NULL ? ",layers\r\n" : "\r\n");
}

static void csv_tie(out *to, uint32_t from, uint64_t at)
{
    const gx_export_graph *graph = to->graph;
    gx_writer *writer = &to->writer;
    char buffer[24];
    gx_out_field(writer, name_of(to, false, from, buffer));
    gx_out_char(writer, ',');
    gx_out_field(writer, name_of(to, true, graph->ties->column[at], buffer));
    if (graph->weight != NULL) {
        gx_out_char(writer, ',');
        gx_out_real(writer, graph->weight[at]);
    }
    if (has_strength(graph)) {
        gx_out_char(writer, ',');
        gx_out_whole(writer, graph->ties->strength[at]);
    }
    if (graph->ties->layers != NULL) {
        gx_out_char(writer, ',');
        put_layers(writer, graph->ties->layers[at]);
    }
    gx_out_text(writer, "\r\n");
}

/* ---- Matrix Market ---- */

static void market_head(out *to)
{
    const gx_export_graph *graph = to->graph;
    gx_writer *writer = &to->writer;
    gx_out_text(writer, "%%MatrixMarket matrix coordinate ");
    gx_out_text(writer, graph->weight != NULL ? "real " : has_strength(graph) ? "integer " : "pattern ");
    gx_out_text(writer, graph->directed || graph->apart ? "general\n" : "symmetric\n");
    gx_out_whole(writer, graph->ties->rows);
    gx_out_char(writer, ' ');
    gx_out_whole(writer, graph->apart ? graph->columns : graph->ties->rows);
    gx_out_char(writer, ' ');
    gx_out_whole(writer, count_ties(graph));
    gx_out_char(writer, '\n');
}

/* Symmetric matrices are written by their lower triangle: the row is the larger number. */
static void market_tie(out *to, uint32_t from, uint64_t at)
{
    const gx_export_graph *graph = to->graph;
    bool general = graph->directed || graph->apart;
    uint32_t other = graph->ties->column[at];
    gx_out_whole(&to->writer, (uint64_t)(general ? from : other) + 1);
    gx_out_char(&to->writer, ' ');
    gx_out_whole(&to->writer, (uint64_t)(general ? other : from) + 1);
    if (graph->weight != NULL || has_strength(graph)) {
        gx_out_char(&to->writer, ' ');
        put_value(to, at);
    }
    gx_out_char(&to->writer, '\n');
}

/* ---- GraphML ---- */

static void put_key(gx_writer *writer, const char *id, uint32_t number, const char *of, const char *name,
                    const char *type)
{
    gx_out_text(writer, "  <key id=\"");
    gx_out_text(writer, id);
    if (number != UINT32_MAX)
        gx_out_whole(writer, number);
    gx_out_text(writer, "\" for=\"");
    gx_out_text(writer, of);
    gx_out_text(writer, "\" attr.name=\"");
    gx_out_xml(writer, name);
    gx_out_text(writer, "\" attr.type=\"");
    gx_out_text(writer, type);
    gx_out_text(writer, "\"/>\n");
}

static void begin_data(gx_writer *writer, const char *key, uint32_t number)
{
    gx_out_text(writer, "<data key=\"");
    gx_out_text(writer, key);
    if (number != UINT32_MAX)
        gx_out_whole(writer, number);
    gx_out_text(writer, "\">");
}

/* Ids of nodes of two kinds must differ: those of the second begin with what they are. */
static void graphml_name(out *to, bool end, uint32_t node)
{
    char buffer[24];
    if (end && to->graph->apart) {
        gx_out_text(&to->writer, to->graph->other != NULL ? to->graph->other : "group");
        gx_out_text(&to->writer, " ");
    }
    gx_out_xml(&to->writer, name_of(to, end, node, buffer));
}

static bool is_int(double number)
{
    return number == floor(number) && fabs(number) <= INT32_MAX && !(number == 0 && signbit(number));
}

/* Ages, counts and flags are "int" for others; a fraction anywhere makes a column "double". */
static void find_whole(out *to)
{
    const gx_export_graph *graph = to->graph;
    bool real[GX_EXPORT_COLUMNS_MAX] = {false};
    for (uint32_t node = 0; node < graph->ties->rows; node++)
        for (uint32_t at = 0; at < graph->column_count; at++) {
            const gx_export_column *column = &graph->column[at];
            double number = 0;
            const char *text;
            if (!column->numeric || real[at] || !column->get(column->context, node, &number, &text))
                continue;
            real[at] = !is_int(number);
            to->whole[at] = !real[at];
        }
}

static void put_int(gx_writer *writer, double number)
{
    gx_out_text(writer, number < 0 ? "-" : "");
    gx_out_whole(writer, (uint64_t)fabs(number));
}

static void graphml_node(out *to, bool end, uint32_t node)
{
    const gx_export_graph *graph = to->graph;
    gx_writer *writer = &to->writer;
    gx_out_text(writer, "    <node id=\"");
    graphml_name(to, end, node);
    gx_out_text(writer, "\">");
    for (uint32_t at = 0; at < graph->column_count && !end; at++) {
        const gx_export_column *column = &graph->column[at];
        double number = 0;
        const char *text = "";
        if (!column->get(column->context, node, &number, &text))
            continue;
        begin_data(writer, "n", at);
        if (column->numeric && to->whole[at])
            put_int(writer, number);
        else if (column->numeric)
            gx_out_real(writer, number);
        else
            gx_out_xml(writer, text);
        gx_out_text(writer, "</data>");
    }
    gx_out_text(writer, "</node>\n");
}

static void graphml_head(out *to)
{
    const gx_export_graph *graph = to->graph;
    gx_writer *writer = &to->writer;
    gx_out_text(writer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    if (graph->title != NULL) {
        gx_out_text(writer, "  <desc>");
        gx_out_xml(writer, graph->title);
        gx_out_text(writer, "</desc>\n");
    }
    find_whole(to);
    for (uint32_t at = 0; at < graph->column_count; at++)
        put_key(writer, "n", at, "node", graph->column[at].name,
                !graph->column[at].numeric ? "string"
                : to->whole[at]            ? "int"
                                           : "double");
    if (graph->weight != NULL)
        put_key(writer, "weight", UINT32_MAX, "edge", "weight", "double");
    if (has_strength(graph))
        put_key(writer, "strength", UINT32_MAX, "edge", "strength", "int");
    if (graph->ties->layers != NULL)
        put_key(writer, "layers", UINT32_MAX, "edge", "layers", "string");
    gx_out_text(writer, graph->directed ? "  <graph edgedefault=\"directed\">\n"
                                        : "  <graph edgedefault=\"undirected\">\n");
    for (uint32_t node = 0; node < graph->ties->rows && writer->failed == 0; node++)
        graphml_node(to, false, node);
    for (uint32_t node = 0; graph->apart && node < graph->columns && writer->failed == 0; node++)
        graphml_node(to, true, node);
}

static void graphml_tie(out *to, uint32_t from, uint64_t at)
{
    const gx_export_graph *graph = to->graph;
    gx_writer *writer = &to->writer;
    gx_out_text(writer, "    <edge source=\"");
    graphml_name(to, false, from);
    gx_out_text(writer, "\" target=\"");
    graphml_name(to, true, graph->ties->column[at]);
    gx_out_text(writer, "\">");
    if (graph->weight != NULL) {
        begin_data(writer, "weight", UINT32_MAX);
        gx_out_real(writer, graph->weight[at]);
        gx_out_text(writer, "</data>");
    }
    if (has_strength(graph)) {
        begin_data(writer, "strength", UINT32_MAX);
        gx_out_whole(writer, graph->ties->strength[at]);
        gx_out_text(writer, "</data>");
    }
    if (graph->ties->layers != NULL) {
        begin_data(writer, "layers", UINT32_MAX);
        put_layers(writer, graph->ties->layers[at]);
        gx_out_text(writer, "</data>");
    }
    gx_out_text(writer, "</edge>\n");
}

static void graphml_tail(out *to)
{
    gx_out_text(&to->writer, "  </graph>\n</graphml>\n");
}

/* ---- All of it ---- */

static const gx_form forms[GX_FILE_FORMATS] = {[GX_FILE_EDGES] = {edges_head, edges_tie, nothing},
                                               [GX_FILE_CSV] = {csv_head, csv_tie, nothing},
                                               [GX_FILE_GRAPHML] = {graphml_head, graphml_tie, graphml_tail},
                                               [GX_FILE_MATRIX_MARKET] = {market_head, market_tie, nothing}};

static gx_status write_ties(out *to, const gx_form *form, bool (*progress)(uint64_t, uint64_t, void *),
                            void *context)
{
    const gx_rows *ties = to->graph->ties;
    form->head(to);
    for (uint32_t row = 0; row < ties->rows && to->writer.failed == 0 && to->status == GX_OK; row++) {
        if (progress != NULL && row % ROWS_A_REPORT == 0 && !progress(row, ties->rows, context))
            return gx_fail(to->error, GX_ERR_INTERRUPTED, "stopped while writing the graph");
        for (uint64_t at = ties->offset[row]; at < ties->offset[row + 1]; at++)
            if (is_written(to->graph, row, at))
                form->tie(to, row, at);
    }
    form->tail(to);
    gx_status status = gx_writer_end(&to->writer, to->status == GX_OK ? to->error : NULL);
    return to->status != GX_OK ? to->status : status;
}

gx_status gx_export(const gx_export_graph *graph, FILE *file, gx_file_format format,
                    bool (*progress)(uint64_t done, uint64_t total, void *context), void *context,
                    gx_error *error)
{
    if (format <= GX_FILE_BY_NAME || format >= GX_FILE_FORMATS || graph->column_count > GX_EXPORT_COLUMNS_MAX)
        return gx_fail(error, GX_ERR_ARGUMENT, "gx_export: no such format, or more than %d columns",
                       GX_EXPORT_COLUMNS_MAX);
    out *to = gx_alloc(1, sizeof *to);
    if (to == NULL)
        return gx_fail_memory(error, "a buffer for writing");
    to->graph = graph;
    to->writer.file = file;
    to->error = error;
    gx_status status = write_ties(to, &forms[format], progress, context);
    gx_free(to);
    return status;
}

gx_status gx_export_nodes(const gx_export_graph *graph, FILE *file, gx_error *error)
{
    gx_writer *writer = gx_alloc(1, sizeof *writer);
    if (writer == NULL)
        return gx_fail_memory(error, "a buffer for writing");
    writer->file = file;
    gx_out_text(writer, "id");
    for (uint32_t at = 0; at < graph->column_count; at++) {
        gx_out_char(writer, ',');
        gx_out_field(writer, graph->column[at].name);
    }
    gx_out_text(writer, "\r\n");
    for (uint32_t node = 0; node < graph->ties->rows && writer->failed == 0; node++) {
        char buffer[24];
        gx_out_field(writer, gx_node_name(buffer, graph->names, graph->texts, node));
        for (uint32_t at = 0; at < graph->column_count; at++) {
            const gx_export_column *column = &graph->column[at];
            double number = 0;
            const char *text = "";
            gx_out_char(writer, ',');
            if (!column->get(column->context, node, &number, &text))
                continue;
            if (column->numeric)
                gx_out_real(writer, number);
            else
                gx_out_field(writer, text);
        }
        gx_out_text(writer, "\r\n");
    }
    gx_status status = gx_writer_end(writer, error);
    gx_free(writer);
    return status;
}

/* ---- What was imported ---- */

static bool get_number(const void *context, uint32_t node, double *number, const char **text)
{
    (void)text;
    const gx_attribute *attribute = context;
    *number = attribute->number[node];
    return !isnan(*number);
}

static bool get_text(const void *context, uint32_t node, double *number, const char **text)
{
    (void)number;
    const gx_attribute *attribute = context;
    bool given = attribute->text[node] != UINT32_MAX;
    if (given)
        *text = attribute->texts + attribute->text[node];
    return given;
}

gx_export_graph gx_export_of_imported(const gx_imported *imported, gx_export_column *columns)
{
    for (uint32_t at = 0; at < imported->attributes; at++) {
        const gx_attribute *attribute = &imported->attribute[at];
        columns[at] = (gx_export_column){attribute->name, attribute->numeric,
                                         attribute->numeric ? get_number : get_text, attribute};
    }
    bool apart = imported->columns.count > 0;
    return (gx_export_graph){.ties = &imported->ties,
                             .weight = imported->weight,
                             .directed = imported->directed && !apart,
                             .apart = apart,
                             .columns = imported->columns.count,
                             .names = &imported->names,
                             .column_names = &imported->columns,
                             .texts = imported->texts,
                             .column = columns,
                             .column_count = imported->attributes};
}
