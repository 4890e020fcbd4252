/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi report: one page with charts. */
#include "analysis.h"
#include "exits.h"
#include "input.h"
#include "talk.h"
#include <gx/report/report.h>

static const char *const languages[] = {"en", "zh", NULL};

typedef struct gx_report_words {
    const char *output;
    int32_t language;
    bool force;
} gx_report_words;

static const gx_option options[] = {
    {"output", 'o', GX_OPTION_TEXT, "FILE",
     "the page; without it the recording's name with .html, in this folder", NULL,
     offsetof(gx_report_words, output), 0, 0, NULL, NULL},
    {"lang", 'l', GX_OPTION_CHOICE, "LANGUAGE", "language of the page", "en",
     offsetof(gx_report_words, language), 0, 0, languages, NULL},
    GX_FORCE_OPTION(gx_report_words),
};

static gx_status make_page(const gx_call *call, const gx_report_words *words, gx_text *page, gx_error *error)
{
    gx_reader *reader;
    gx_results *results;
    gx_status status = gx_recording_open(&reader, call, call->operands.at[0], error);
    if (status != GX_OK)
        return status;
    status = gx_analyze(&results, reader, error);
    if (status == GX_OK) {
        status = gx_report_html(page, reader, results, words->language == 1 ? GX_CHINESE : GX_ENGLISH, error);
        gx_results_free(results);
    }
    gx_reader_close(reader);
    return status == GX_OK && page->failed ? gx_fail_memory(error, "the page") : status;
}

static int act(const gx_call *call, const void *given)
{
    const gx_report_words *words = given;
    gx_text path = {0}, page = {0};
    gx_error error;
    if (words->output) {
        gx_text_append(&path, "%s", words->output);
    } else {
        gx_stem(&path, call->operands.at[0]);
        gx_text_append(&path, ".html");
    }
    gx_status status =
        path.failed ? gx_fail_memory(&error, "a name") : gx_output_check(path.data, words->force, &error);
    if (status == GX_OK)
        status = make_page(call, words, &page, &error);
    if (status == GX_OK)
        status = gx_write_file(path.data, gx_text_get(&page), page.length, words->force, &error);
    int code = GX_EXIT_DONE;
    if (status == GX_OK) {
        char size[32];
        gx_answer(path.data);
        gx_answer("\n");
        gx_talk(call, "%s; open it in a browser, no network is needed", gx_format_bytes(size, page.length));
    } else {
        code = gx_give_up(call, &error);
    }
    gx_text_free(&path);
    gx_text_free(&page);
    return code;
}

const gx_verb gx_verb_report = {
    "report",
    "RUN",
    GX_OPERAND_RECORDING,
    1,
    1,
    "make an offline page with charts",
    "One HTML file with everything in it, readable without scripts too. RUN is a recording, or the\n"
    ".partial of a run that did not end.\n",
    options,
    sizeof options / sizeof options[0],
    sizeof(gx_report_words),
    act,
    NULL};
