/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi verify: run a recording's scenario again and compare. */
#include "exits.h"
#include "input.h"
#include "json.h"
#include "progress.h"
#include "signals.h"
#include "talk.h"
#include <gx/study/verify.h>

static const char *const verify_formats[] = {"table", "json", NULL};

typedef struct gx_verify_words {
    const char *files;
    gx_number threads;
    int32_t format;
} gx_verify_words;

static const gx_option options[] = {
    {"files", 0, GX_OPTION_TEXT, "FOLDER",
     "where graph.file and the like of the scenario are now; without it where the run found them, or beside "
     "the "
     "recording",
     NULL, offsetof(gx_verify_words, files), 0, 0, NULL, NULL},
    GX_THREADS_OPTION(gx_verify_words),
    {"format", 0, GX_OPTION_CHOICE, "FORMAT", "how the result is written", "table",
     offsetof(gx_verify_words, format), 0, 0, verify_formats, "GUANXI_FORMAT"},
};

static void show(uint32_t tick, uint32_t ticks, uint64_t operations, void *context)
{
    gx_progress_show(context, tick, ticks, operations);
}

/* The clock of the recording, for the progress line; and the note that it is not whole. */
static gx_status look(const gx_call *call, gx_progress *progress, gx_error *error)
{
    gx_reader *reader;
    int64_t start = 0, tick_ms = 0;
    gx_status status = gx_recording_open(&reader, call, call->operands.at[0], error);
    if (status != GX_OK)
        return status;
    if (gx_reader_int_attribute(reader, "/", "start", &start, NULL) != GX_OK ||
        gx_reader_int_attribute(reader, "/", "tick_ms", &tick_ms, NULL) != GX_OK)
        tick_ms = 0;
    gx_reader_close(reader);
    gx_progress_start(progress, call, start, tick_ms);
    return GX_OK;
}

static int tell(const gx_call *call, const gx_verify_words *words, const gx_verify_result *result,
                const gx_error *error)
{
    static const char *const parts[] = {"null", "\"people\"", "\"ties\"", "\"tick\""};
    gx_text out = {0};
    char count[32];
    const char *path = call->operands.at[0];
    if (words->format == GX_FORMAT_JSON) {
        gx_text_append(&out, "{\"recording\": ");
        gx_json_text(&out, path);
        gx_text_append(&out,
                       ", \"same\": %s, \"differs\": %s, \"ticks_compared\": %u, \"first_divergent_tick\": ",
                       result->same ? "true" : "false", parts[result->part], result->ticks_compared);
        if (result->part != GX_VERIFY_TICK)
            gx_text_append(&out, "null");
        else
            gx_text_append(&out, "%u", result->first_divergent_tick);
        gx_text_append(&out, ", \"recorded\": \"%016llx\", \"found\": \"%016llx\"}\n",
                       (unsigned long long)result->recorded, (unsigned long long)result->found);
    } else if (result->same) {
        gx_text_append(
            &out,
            "%s: reproduced: the same digest after each of the %s ticks in which anything happened, "
            "%016llx at the end\n",
            path, gx_format_count(count, result->ticks_compared), (unsigned long long)result->recorded);
    } else if (result->part != GX_VERIFY_TICK) {
        gx_text_append(&out, "%s\n", error->message);
    } else {
        gx_text_append(&out, "%s: not reproduced: tick %u gives %016llx, recorded is %016llx\n", path,
                       result->first_divergent_tick, (unsigned long long)result->found,
                       (unsigned long long)result->recorded);
    }
    int code = gx_answer_text(call, &out);
    gx_text_free(&out);
    return code;
}

static int act(const gx_call *call, const void *given)
{
    const gx_verify_words *words = given;
    gx_verify_result result;
    gx_progress progress;
    gx_error error;
    gx_signals before;
    if (look(call, &progress, &error) != GX_OK)
        return gx_give_up(call, &error);
    gx_verify_options verify = {.threads = (uint32_t)words->threads.value,
                                .files = words->files,
                                .context = &progress,
                                .stop = gx_signal_stops,
                                .progress = show};
    gx_signals_catch(&before);
    gx_status status = gx_verify(&result, call->operands.at[0], &verify, &error);
    gx_signals_restore(&before);
    gx_progress_end(&progress);
    if (status == GX_ERR_INTERRUPTED) {
        gx_talk(call, "interrupted; nothing was changed");
        return gx_signal_exit();
    }
    if (status == GX_OK || status == GX_ERR_DIVERGED) {
        int told = tell(call, words, &result, &error);
        return status == GX_OK ? told : gx_exit_of(status);
    }
    return gx_give_up(call, &error);
}

const gx_verb gx_verb_verify = {
    "verify",
    "RUN",
    GX_OPERAND_RECORDING,
    1,
    1,
    "run a recording again and compare it tick by tick",
    "The scenario inside the recording is run without recording; the people, their ties and the digest of\n"
    "every tick are compared.\n"
    "Exit code 5: it was not reproduced. A .partial is compared up to its last tick.\n",
    options,
    sizeof options / sizeof options[0],
    sizeof(gx_verify_words),
    act,
    NULL};
