/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi export: tables of a recording as CSV (RFC 4180: a header, lines end in CR LF). */
#include "exits.h"
#include "export.h"
#include "input.h"
#include "sink.h"
#include "talk.h"

static const char *const targets[] = {"csv", NULL};

typedef struct gx_export_words {
    int32_t what, to;
    const char *output;
    bool numbers, force;
} gx_export_words;

static const gx_option options[] = {
    {"what", 'w', GX_OPTION_CHOICE, "TABLE", "which table", NULL, offsetof(gx_export_words, what), 0, 0,
     gx_export_names, NULL},
    {"to", 0, GX_OPTION_CHOICE, "FORMAT", "the file format", "csv", offsetof(gx_export_words, to), 0, 0,
     targets, NULL},
    {"output", 'o', GX_OPTION_TEXT, "FILE", "write there instead of to stdout", NULL,
     offsetof(gx_export_words, output), 0, 0, NULL, NULL},
    {"numbers", 0, GX_OPTION_FLAG, NULL,
     "users by their numbers in the recording, not by the names they have in graph.file", NULL,
     offsetof(gx_export_words, numbers), 0, 0, NULL, NULL},
    GX_FORCE_OPTION(gx_export_words),
};

static int act(const gx_call *call, const void *given)
{
    const gx_export_words *words = given;
    gx_reader *reader;
    gx_sink sink;
    gx_error error;
    if (words->what < 0)
        return gx_misused(call, "--what TABLE is missing");
    gx_status status = gx_recording_open(&reader, call, call->operands.at[0], &error);
    if (status != GX_OK)
        return gx_give_up(call, &error);
    status = gx_sink_open(&sink, words->output, words->force, &error);
    if (status == GX_OK)
        status = gx_sink_close(
            &sink, gx_export_csv(sink.file, reader, (size_t)words->what, words->numbers, &error), &error);
    gx_reader_close(reader);
    return status == GX_OK ? GX_EXIT_DONE : gx_give_up(call, &error);
}

const gx_verb gx_verb_export = {
    "export",
    "RUN",
    GX_OPERAND_RECORDING,
    1,
    1,
    "write a table of a recording as CSV",
    "Columns are those of 'guanxi describe recording'; named values are written by their names. edges is\n"
    "every friendship once. Users that came from a graph's file are written by their names there; the table\n"
    "of users has number and name. RUN is a recording, or the .partial of a run that did not end.\n",
    options,
    sizeof options / sizeof options[0],
    sizeof(gx_export_words),
    act,
    NULL};
