/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi graph gen: make a graph, of a scenario or of a family of the literature. */
#include "exits.h"
#include "graph_files.h"
#include "input.h"
#include "talk.h"
#include <gx/base/memory.h>
#include <gx/graph/family.h>
#include <gx/scenario/scenario.h>
#include <string.h>
#include <unistd.h>

typedef struct gx_graph_gen_words {
    const char *variant, *output, *nodes_out, *others_out;
    gx_texts set;
    gx_number seed, threads;
    int32_t layer, family;
    bool force;
} gx_graph_gen_words;

#define AT(member) offsetof(gx_graph_gen_words, member)
static const gx_option options[] = {
    {"output", 'o', GX_OPTION_TEXT, "FILE",
     "the file; its ending is the format: .txt .edges .csv .graphml .mtx", NULL, AT(output), 0, 0, NULL,
     NULL},
    {"family", 0, GX_OPTION_CHOICE, "FAMILY", "a graph of this family, instead of a scenario's", NULL,
     AT(family), 0, 0, gx_family_words, NULL},
    {"layer", 0, GX_OPTION_CHOICE, "LAYER", "which ties of a scenario; without it friends", NULL, AT(layer),
     0, 0, gx_writable_words, NULL},
    {"nodes-out", 0, GX_OPTION_TEXT, "FILE",
     "also write a scenario's people with all attributes there, as CSV", NULL, AT(nodes_out), 0, 0, NULL,
     NULL},
    {"others-out", 0, GX_OPTION_TEXT, "FILE", "of --layer trade: also write the merchants there, as CSV",
     NULL, AT(others_out), 0, 0, NULL, NULL},
    {"set", 's', GX_OPTION_LIST, "KEY=VALUE",
     "set a key of the scenario, or of the family (family.nodes=10000); again for more", NULL, AT(set), 0, 0,
     NULL, NULL},
    GX_VARIANT_OPTION(gx_graph_gen_words),
    {"seed", 0, GX_OPTION_NUMBER, "N", "seed, instead of the scenario's; of a family 1", NULL, AT(seed), 0,
     UINT64_C(9007199254740992), NULL, NULL},
    GX_FORCE_OPTION(gx_graph_gen_words),
    GX_THREADS_OPTION(gx_graph_gen_words),
};

/* ---- Families -------------------------------------------------------------------------------- */

/* The parameters by the family's own table, as a scenario that says nothing but overrides. */
static int read_family(const gx_call *call, const gx_texts *set, gx_family_config *config)
{
    static const char text[] = "{}\n";
    gx_section section = {&gx_family_table, config, NULL};
    gx_override *overrides = gx_alloc(set->count + 1, sizeof *overrides);
    gx_scenario *scenario = NULL;
    gx_diagnostics diagnostics;
    if (!overrides) {
        gx_complain(call, "memory is exhausted");
        return GX_EXIT_FAILED;
    }
    for (size_t i = 0; i < set->count; i++)
        overrides[i].assignment = set->at[i];
    gx_status status = gx_scenario_read(&scenario, "the family", text, sizeof text - 1, NULL, overrides,
                                        set->count, &section, 1, &diagnostics);
    gx_error error = {.status = status};
    int code = GX_EXIT_DONE;
    if (status == GX_OK) {
        gx_scenario_free(scenario);
    } else {
        gx_fail(&error, status, "the family's parameters cannot be read");
        code = gx_refuse_scenario(call, status, &diagnostics, &error);
    }
    gx_diagnostics_free(&diagnostics);
    gx_free(overrides);
    return code;
}

static int generate_family(const gx_call *call, const gx_graph_gen_words *words, const gx_outputs *outputs)
{
    gx_family_config config;
    gx_rows rows = {0};
    gx_error error;
    gx_text title = {0};
    uint64_t seed = words->seed.given ? words->seed.value : 1;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    uint32_t threads = words->threads.given ? (uint32_t)words->threads.value
                       : cores > 0          ? (uint32_t)cores
                                            : 1;
    memset(&config, 0, sizeof config);
    int code = read_family(call, &words->set, &config);
    if (code == GX_EXIT_DONE)
        code = gx_outputs_check(call, outputs);
    if (code != GX_EXIT_DONE)
        return code;
    gx_status status =
        gx_family_make(&rows, (gx_family)words->family, &config, gx_key_make(seed, 0), threads, &error);
    if (status == GX_ERR_ARGUMENT)
        error.status = GX_ERR_INPUT; /* what was given on the command line */
    gx_text_append(&title, "%s, seed %llu", gx_family_words[words->family], (unsigned long long)seed);
    gx_export_graph graph = {.ties = &rows, .title = gx_text_get(&title)};
    code = status == GX_OK ? gx_outputs_write(call, outputs, &graph, NULL) : gx_give_up(call, &error);
    gx_text_free(&title);
    gx_rows_free(&rows);
    return code;
}

static int act(const gx_call *call, const void *given)
{
    const gx_graph_gen_words *words = given;
    bool family = words->family >= 0, scenario = call->operands.count > 0;
    gx_outputs outputs = {words->output, words->nodes_out, words->others_out, words->force};
    if (!words->output)
        return gx_misused(call, "-o FILE is missing");
    if (family == scenario)
        return gx_misused(call, family ? "--family and a scenario exclude each other"
                                       : "a scenario or --family FAMILY is missing");
    const char *wrong = words->variant      ? "--variant"
                        : words->nodes_out  ? "--nodes-out"
                        : words->others_out ? "--others-out"
                        : words->layer >= 0 ? "--layer"
                                            : NULL;
    if (family && wrong)
        return gx_misused(call, "%s is for a scenario", wrong);
    if (family)
        return generate_family(call, words, &outputs);
    gx_origin_options opening = {.path = call->operands.at[0],
                                 .variant = words->variant,
                                 .set = words->set,
                                 .seed = words->seed,
                                 .threads = words->threads};
    if (gx_origin_kind_of(opening.path) != GX_ORIGIN_SCENARIO)
        return gx_misused(call,
                          "'%s' is no scenario (.yaml); 'graph import' and 'graph export' convert others",
                          opening.path);
    return gx_graph_write_layer(call, &opening, words->layer >= 0 ? words->layer : 0, &outputs);
}

const gx_verb gx_verb_graph_gen = {
    "graph gen",
    "[SCENARIO]",
    GX_OPERAND_FILE,
    0,
    1,
    "make the graph of a scenario or of a family, and write it",
    "Each family reads its own parameters: 'guanxi describe family' lists them, --set family.KEY=VALUE sets\n"
    "them. An edge list and a CSV of ties cannot hold nodes without ties; GraphML and Matrix Market can.\n",
    options,
    sizeof options / sizeof options[0],
    sizeof(gx_graph_gen_words),
    act,
    NULL};
