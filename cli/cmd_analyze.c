/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi analyze: every metric of a recording. */
#include "exits.h"
#include "input.h"
#include "results_print.h"
#include "talk.h"

typedef struct gx_analyze_words {
    gx_texts metrics;
    const char *output;
    int32_t format;
    bool force;
} gx_analyze_words;

static const gx_option options[] = {
    {"metric", 'm', GX_OPTION_LIST, "NAME",
     "only this metric, all points of a curve included; again for more", NULL,
     offsetof(gx_analyze_words, metrics), 0, 0, NULL, NULL},
    GX_FORMAT_OPTION(gx_analyze_words),
    {"output", 'o', GX_OPTION_TEXT, "FILE", "write there instead of to stdout", NULL,
     offsetof(gx_analyze_words, output), 0, 0, NULL, NULL},
    GX_FORCE_OPTION(gx_analyze_words),
};

static int check_metrics(const gx_call *call, const gx_texts *metrics)
{
    int code = GX_EXIT_DONE;
    for (size_t i = 0; i < metrics->count; i++) {
        if (gx_metric_find(metrics->at[i]))
            continue;
        const char *nearest = gx_metric_nearest(metrics->at[i]);
        gx_complain(call, "no metric is called '%s'%s%s%s", metrics->at[i], nearest ? "; did you mean '" : "",
                    nearest ? nearest : "; 'guanxi describe metrics' lists them", nearest ? "'?" : "");
        code = GX_EXIT_INPUT;
    }
    return code;
}

static gx_status analyze(const gx_call *call, const gx_analyze_words *words, gx_text *out, gx_error *error)
{
    gx_reader *reader;
    gx_results *results;
    gx_status status = gx_recording_open(&reader, call, call->operands.at[0], error);
    if (status != GX_OK)
        return status;
    status = gx_analyze(&results, reader, error);
    if (status == GX_OK) {
        gx_results_print(out, results, &words->metrics, (gx_format)words->format);
        gx_results_free(results);
    }
    gx_reader_close(reader);
    return status == GX_OK && out->failed ? gx_fail_memory(error, "the results") : status;
}

static int act(const gx_call *call, const void *given)
{
    const gx_analyze_words *words = given;
    gx_error error;
    gx_text out = {0};
    int code = check_metrics(call, &words->metrics);
    if (code != GX_EXIT_DONE)
        return code;
    if (words->output && gx_output_check(words->output, words->force, &error) != GX_OK)
        return gx_give_up(call, &error);
    gx_status status = analyze(call, words, &out, &error);
    if (status == GX_OK && words->output)
        status = gx_write_file(words->output, gx_text_get(&out), out.length, words->force, &error);
    code = status != GX_OK ? gx_give_up(call, &error)
           : words->output ? GX_EXIT_DONE
                           : gx_answer_text(call, &out);
    gx_text_free(&out);
    return code;
}

const gx_verb gx_verb_analyze = {
    "analyze",
    "RUN",
    GX_OPERAND_RECORDING,
    1,
    1,
    "compute the metrics of a recording",
    "RUN is a recording, or the .partial of a run that did not end. 'guanxi describe metrics' defines\n"
    "each metric. Tables show curves by their main points, unless --metric names them.\n",
    options,
    sizeof options / sizeof options[0],
    sizeof(gx_analyze_words),
    act,
    NULL};
