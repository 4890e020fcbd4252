/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi graph export: a layer of a scenario or a recording as a file. */
#include "exits.h"
#include "graph_files.h"
#include "talk.h"

typedef struct gx_graph_export_words {
    const char *variant, *output, *nodes_out, *others_out;
    gx_texts set;
    gx_number seed, threads;
    int32_t layer, at;
    bool force;
} gx_graph_export_words;

#define AT(member) offsetof(gx_graph_export_words, member)
static const gx_option options[] = {
    {"output", 'o', GX_OPTION_TEXT, "FILE",
     "the file; its ending is the format: .txt .edges .csv .graphml .mtx", NULL, AT(output), 0, 0, NULL,
     NULL},
    {"layer", 0, GX_OPTION_CHOICE, "LAYER", "which ties", "friends", AT(layer), 0, 0, gx_writable_words,
     NULL},
    {"nodes-out", 0, GX_OPTION_TEXT, "FILE", "also write the people with all attributes there, as CSV", NULL,
     AT(nodes_out), 0, 0, NULL, NULL},
    {"others-out", 0, GX_OPTION_TEXT, "FILE", "of --layer trade: also write the merchants there, as CSV",
     NULL, AT(others_out), 0, 0, NULL, NULL},
    GX_AT_OPTION(gx_graph_export_words),
    GX_SET_OPTION(gx_graph_export_words),
    GX_VARIANT_OPTION(gx_graph_export_words),
    {"seed", 0, GX_OPTION_NUMBER, "N", "seed, instead of the scenario's", NULL, AT(seed), 0,
     UINT64_C(9007199254740992), NULL, NULL},
    GX_FORCE_OPTION(gx_graph_export_words),
    GX_THREADS_OPTION(gx_graph_export_words),
};

static int act(const gx_call *call, const void *given)
{
    const gx_graph_export_words *words = given;
    gx_origin_options opening = {.path = call->operands.at[0],
                                 .variant = words->variant,
                                 .set = words->set,
                                 .seed = words->seed,
                                 .threads = words->threads,
                                 .at = words->at + 1};
    gx_outputs outputs = {words->output, words->nodes_out, words->others_out, words->force};
    if (!words->output)
        return gx_misused(call, "-o FILE is missing");
    if (gx_origin_kind_of(opening.path) == GX_ORIGIN_FILE)
        return gx_misused(call,
                          "'%s' is no scenario (.yaml) and no recording (.h5); 'graph import' converts files",
                          opening.path);
    return gx_graph_write_layer(call, &opening, words->layer, &outputs);
}

const gx_verb gx_verb_graph_export = {
    "graph export",
    "SCENARIO|RUN",
    GX_OPERAND_FILE,
    1,
    1,
    "write ties of a scenario or a recording",
    "friends is every tie, active leaves those out that are only from the past; household … dormant are the\n"
    "ties that one layer made. groups, circles and trade are lists of users and what they are tied to;\n"
    "followers has a direction: source follows target. made are ties of the run itself: made or woken in "
    "it,\n"
    "as its recording holds them.\n",
    options,
    sizeof options / sizeof options[0],
    sizeof(gx_graph_export_words),
    act,
    NULL};
