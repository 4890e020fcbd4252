/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "resume.h"

#include "exits.h"
#include "talk.h"
#include <gx/base/civil.h>
#include <stdio.h>
#include <string.h>

void gx_resume_output(gx_text *out, const gx_run_words *words)
{
    static const char partial[] = ".partial";
    size_t length = strlen(words->resume), end = sizeof partial - 1;
    if (length > end && strcmp(words->resume + length - end, partial) == 0)
        length -= end;
    gx_text_append_bytes(out, words->resume, length);
}

/* What the checkpoint knows is not said again, unless the scenario is named too: then both are compared. */
static int check_words(const gx_call *call, const gx_run_words *words, const char *output)
{
    const struct {
        bool given;
        const char *name;
    } known[] = {{words->seed.given, "--seed"},         {words->set.count > 0, "--set"},
                 {words->variant != NULL, "--variant"}, {words->until > 0, "--until"},
                 {words->record >= 0, "--record"},      {words->replicate.given, "--replicate"}};
    if (words->replicates.given)
        return gx_misused(call,
                          "--resume goes on with one run; resume replicates one by one, each by the name of "
                          "its recording");
    if (words->output && strcmp(words->output, output) != 0)
        return gx_misused(call, "--resume %s writes %s; leave --output out", words->resume, output);
    for (size_t i = 0; call->operands.count == 0 && i < sizeof known / sizeof known[0]; i++)
        if (known[i].given)
            return gx_misused(call,
                              "%s is what the checkpoint says; name the scenario too to have them compared",
                              known[i].name);
    return GX_EXIT_DONE;
}

int gx_resume_open(gx_checkpoint **out, const gx_call *call, const gx_run_words *words)
{
    gx_text output = {0}, notes = {0};
    gx_error error;
    *out = NULL;
    gx_resume_output(&output, words);
    int code = output.failed ? GX_EXIT_FAILED : check_words(call, words, output.data);
    if (code == GX_EXIT_DONE && gx_checkpoint_open(out, output.data, &notes, &error) != GX_OK)
        code = gx_give_up(call, &error);
    if (code == GX_EXIT_DONE && notes.length)
        gx_talk(call, "note: %.*s; the one before it is used", (int)strcspn(notes.data, "\n"), notes.data);
    gx_text_free(&output);
    gx_text_free(&notes);
    return code;
}

void gx_resume_fill(gx_run_options *run, const gx_checkpoint_about *about)
{
    run->file = about->file;
    run->folder = about->folder;
    run->text = about->text;
    run->length = about->length;
    run->variant = about->variant;
    run->overrides = about->overrides;
    run->override_count = about->override_count;
    run->has_seed = about->has_seed;
    run->seed = about->seed;
    run->replicate = about->replicate;
    run->until_ms = about->until_ms;
    run->record = about->record;
}

void gx_resume_tell(const gx_call *call, const gx_checkpoint_about *about)
{
    char civil[32];
    gx_format_civil(civil, about->start + (int64_t)about->tick * about->tick_ms / 1000);
    gx_talk(call, "resuming %s after %u of %u ticks, at %s of the simulated time", about->output, about->tick,
            about->ticks, civil);
}

void gx_resume_command(gx_text *out, const gx_call *call, const gx_run_words *words, const char *output)
{
    gx_text_append(out, "%s run --resume ", call->program);
    gx_shell_word(out, output);
    if (words->threads.given)
        gx_text_append(out, " --threads %llu", (unsigned long long)words->threads.value);
    if (words->checkpoint)
        gx_text_append(out, " --checkpoint %lldms", (long long)words->checkpoint);
    if (words->checkpoint_every)
        gx_text_append(out, " --checkpoint-every %lldms", (long long)words->checkpoint_every);
}
