/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi graph import: read somebody's graph, say what was read, and write it in another format. */
#include "exits.h"
#include "graph_files.h"
#include "json.h"
#include "listing.h"
#include "talk.h"

typedef struct gx_graph_import_words {
    const char *output, *nodes, *nodes_out;
    gx_number threads;
    int32_t format, from;
    bool directed, force;
} gx_graph_import_words;

#define AT(member) offsetof(gx_graph_import_words, member)
static const gx_option options[] = {
    {"output", 'o', GX_OPTION_TEXT, "FILE",
     "write the graph there; the ending is the format: .txt .edges .csv .graphml .mtx", NULL, AT(output), 0,
     0, NULL, NULL},
    {"nodes", 0, GX_OPTION_TEXT, "FILE", "attributes of the nodes: CSV whose first column is their name",
     NULL, AT(nodes), 0, 0, NULL, NULL},
    {"nodes-out", 0, GX_OPTION_TEXT, "FILE", "write the nodes with their attributes there, as CSV", NULL,
     AT(nodes_out), 0, 0, NULL, NULL},
    {"from", 0, GX_OPTION_CHOICE, "FORMAT", "of the file, instead of what its ending says", NULL, AT(from), 0,
     0, gx_file_format_words, NULL},
    {"directed", 0, GX_OPTION_FLAG, NULL, "keep the directions of ties", NULL, AT(directed), 0, 0, NULL,
     NULL},
    GX_FORMAT_OPTION(gx_graph_import_words),
    GX_FORCE_OPTION(gx_graph_import_words),
    GX_THREADS_OPTION(gx_graph_import_words),
};

static void fact(gx_listing *listing, gx_text *json, const char *name, uint64_t value)
{
    char buffer[32];
    gx_listing_cell(listing, "%s", name);
    gx_listing_cell(listing, "%s", gx_format_count(buffer, (int64_t)value));
    gx_text_append(json, "%s\"%s\": %llu", json->length ? ", " : "{", name, (unsigned long long)value);
}

/* What was read. */
static int tell(const gx_call *call, const gx_imported *read, int32_t format)
{
    static const gx_listing_column columns[] = {{"what", false}, {"value", true}};
    gx_listing listing = {columns, 2, {0}, 0};
    gx_text out = {0}, json = {0};
    uint64_t entries = read->ties.offset[read->ties.rows];
    fact(&listing, &json, "nodes", read->ties.rows);
    fact(&listing, &json, "ties", read->directed ? entries : entries / 2);
    fact(&listing, &json, "directed", read->directed);
    fact(&listing, &json, "weighted", read->weight != NULL);
    fact(&listing, &json, "lines", read->lines);
    fact(&listing, &json, "loops", read->loops);
    fact(&listing, &json, "repeats", read->repeats);
    fact(&listing, &json, "attributes", read->attributes);
    if (format == GX_FORMAT_JSON) {
        gx_text_append(&out, "%s, \"attribute_names\": [", gx_text_get(&json));
        for (uint32_t i = 0; i < read->attributes; i++) {
            gx_text_append(&out, i ? ", " : "");
            gx_json_text(&out, read->attribute[i].name);
        }
        gx_text_append(&out, "]}\n");
    } else {
        gx_listing_print(&listing, (gx_format)format, &out);
    }
    out.failed = out.failed || json.failed;
    int code = gx_answer_text(call, &out);
    gx_text_free(&out);
    gx_text_free(&json);
    gx_listing_free(&listing);
    return code;
}

static int act(const gx_call *call, const void *given)
{
    const gx_graph_import_words *words = given;
    gx_export_column columns[GX_ATTRIBUTES_MAX];
    gx_outputs outputs = {words->output, words->nodes_out, NULL, words->force};
    gx_origin_options opening = {.path = call->operands.at[0],
                                 .nodes = words->nodes,
                                 .threads = words->threads,
                                 .directed = words->directed,
                                 .from = words->from};
    gx_origin source;
    if (words->from <= 0 && gx_origin_kind_of(opening.path) != GX_ORIGIN_FILE)
        return gx_misused(call, "'%s' is a %s; 'graph export' writes its ties", opening.path,
                          gx_origin_words[gx_origin_kind_of(opening.path)]);
    int code = gx_outputs_check(call, &outputs);
    if (code != GX_EXIT_DONE)
        return code;
    code = gx_origin_open(&source, call, &opening);
    if (code == GX_EXIT_DONE && (words->output || words->nodes_out)) {
        gx_export_graph graph = gx_export_of_imported(&source.imported, columns);
        code = gx_outputs_write(call, &outputs, &graph, NULL);
    }
    if (code == GX_EXIT_DONE)
        code = tell(call, &source.imported, words->format);
    gx_origin_close(&source);
    return code;
}

const gx_verb gx_verb_graph_import = {
    "graph import",
    "FILE",
    GX_OPERAND_FILE,
    1,
    1,
    "read a graph file, check it, and write it in another format",
    "FILE is an edge list (.txt .edges .tsv), CSV, GraphML or Matrix Market (.mtx), each also with .gz. Bad\n"
    "lines are told with their place. Ties to oneself are left out, repeats are joined. Without -o it only\n"
    "checks. A scenario reads such a graph by graph.file.\n",
    options,
    sizeof options / sizeof options[0],
    sizeof(gx_graph_import_words),
    act,
    NULL};
