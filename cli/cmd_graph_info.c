/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi graph info: what a graph looks like, beside what it should look like. */
#include "exits.h"
#include "graph_measure.h"
#include "graph_print.h"
#include "input.h"
#include "progress.h"
#include "signals.h"
#include "talk.h"

typedef struct gx_graph_info_words {
    const char *variant, *nodes, *output;
    gx_texts set;
    gx_number seed, threads, sources, sample_seed;
    int32_t format, from, at;
    bool directed, force;
} gx_graph_info_words;

#define AT(member) offsetof(gx_graph_info_words, member)
static const gx_option options[] = {
    {"sources", 0, GX_OPTION_NUMBER, "N", "distances go from this many sampled nodes; 0: no distances", "128",
     AT(sources), 0, 100000, NULL, NULL},
    {"sample-seed", 0, GX_OPTION_NUMBER, "N", "seed of what is sampled", "1", AT(sample_seed), 0,
     UINT64_C(9007199254740992), NULL, NULL},
    GX_SET_OPTION(gx_graph_info_words),
    GX_VARIANT_OPTION(gx_graph_info_words),
    {"seed", 0, GX_OPTION_NUMBER, "N", "seed of a scenario, instead of its own", NULL, AT(seed), 0,
     UINT64_C(9007199254740992), NULL, NULL},
    {"nodes", 0, GX_OPTION_TEXT, "FILE", "attributes of a file's nodes: CSV whose first column is their name",
     NULL, AT(nodes), 0, 0, NULL, NULL},
    {"from", 0, GX_OPTION_CHOICE, "FORMAT", "of a file, instead of what its ending says", NULL, AT(from), 0,
     0, gx_file_format_words, NULL},
    {"directed", 0, GX_OPTION_FLAG, NULL, "keep the directions of a file's ties", NULL, AT(directed), 0, 0,
     NULL, NULL},
    GX_AT_OPTION(gx_graph_info_words),
    GX_FORMAT_OPTION(gx_graph_info_words),
    {"output", 'o', GX_OPTION_TEXT, "FILE", "write there instead of to stdout", NULL, AT(output), 0, 0, NULL,
     NULL},
    GX_FORCE_OPTION(gx_graph_info_words),
    GX_THREADS_OPTION(gx_graph_info_words),
};

typedef struct gx_info_progress {
    gx_progress progress;
} gx_info_progress;

static bool step(unsigned number, unsigned steps, const char *what, void *context)
{
    gx_info_progress *shown = context;
    gx_progress_part(&shown->progress, (double)number / steps, what);
    return gx_signal_seen() == 0;
}

static int answer(const gx_call *call, const gx_graph_info_words *words, const gx_findings *findings,
                  const gx_origin *source, const gx_references *targets)
{
    gx_text out = {0};
    gx_error error;
    gx_findings_print(&out, findings, source, targets, (gx_format)words->format);
    int code = GX_EXIT_DONE;
    if (words->output && !out.failed) {
        if (gx_write_file(words->output, gx_text_get(&out), out.length, words->force, &error) != GX_OK)
            code = gx_give_up(call, &error);
    } else {
        code = gx_answer_text(call, &out);
    }
    gx_text_free(&out);
    return code;
}

static int measure(const gx_call *call, const gx_graph_info_words *words, const gx_origin *source,
                   const gx_references *targets)
{
    gx_findings findings = {0};
    gx_info_progress shown;
    gx_signals before;
    gx_error error;
    gx_measuring measuring = {.source = source,
                              .findings = &findings,
                              .sources = (uint32_t)words->sources.value,
                              .seed = words->sample_seed.value,
                              .step = step,
                              .context = &shown};
    gx_progress_start(&shown.progress, call, 0, 0);
    gx_signals_catch(&before);
    gx_status status = gx_measure_all(&measuring, &error);
    gx_progress_end(&shown.progress);
    if (status == GX_ERR_ARGUMENT && source->kind != GX_ORIGIN_SCENARIO) {
        gx_text said = {0}; /* a file's fault, not a call's */
        gx_text_append(&said, "%s", error.message);
        gx_fail(&error, GX_ERR_FORMAT, "'%s' is damaged: %s", source->path, gx_text_get(&said));
        gx_text_free(&said);
    }
    int code = status == GX_ERR_INTERRUPTED ? gx_signal_exit()
               : status != GX_OK            ? gx_give_up(call, &error)
                                            : GX_EXIT_DONE;
    gx_signals_restore(&before);
    if (code == GX_EXIT_DONE)
        code = answer(call, words, &findings, source, targets);
    gx_findings_free(&findings);
    return code;
}

static int act(const gx_call *call, const void *given)
{
    const gx_graph_info_words *words = given;
    gx_origin_options opening = {.path = call->operands.at[0],
                                 .nodes = words->nodes,
                                 .variant = words->variant,
                                 .set = words->set,
                                 .seed = words->seed,
                                 .threads = words->threads,
                                 .layers = GX_WITH_ALL,
                                 .directed = words->directed,
                                 .from = words->from,
                                 .at = words->at + 1};
    gx_origin source;
    gx_references *targets;
    gx_error error;
    if (words->output && gx_output_check(words->output, words->force, &error) != GX_OK)
        return gx_give_up(call, &error);
    if (gx_targets_create(&targets, &error) != GX_OK)
        return gx_give_up(call, &error);
    int code = gx_origin_open(&source, call, &opening);
    if (code == GX_EXIT_DONE)
        code = measure(call, words, &source, targets);
    gx_origin_close(&source);
    gx_references_free(targets);
    return code;
}

const gx_verb gx_verb_graph_info = {
    "graph info",
    "WHAT",
    GX_OPERAND_FILE,
    1,
    1,
    "measure a graph, each figure beside its target",
    "WHAT is a scenario (.yaml), a recording that holds ties (.h5), or a graph (.txt .edges .tsv .csv\n"
    ".graphml .mtx, each also with .gz). Figures named active.… leave ties out that are only from the past.\n"
    "Above 10 million ties clustering is sampled, with its standard error, and the largest core is left\n"
    "out; communities are left out above one million ties. Targets come from data/graph_targets.csv.\n",
    options,
    sizeof options / sizeof options[0],
    sizeof(gx_graph_info_words),
    act,
    NULL};
