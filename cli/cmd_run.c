/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi run: simulate. */
#include "exits.h"
#include "forecast.h"
#include "input.h"
#include "peek.h"
#include "profile.h"
#include "progress.h"
#include "resume.h"
#include "signals.h"
#include "summary.h"
#include "talk.h"
#include <gx/base/civil.h>
#include <gx/base/memory.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char *const gx_record_words[] = {"series", "events", "full", NULL};
static const char *const run_formats[] = {"table", "json", NULL};

#define AT(member) offsetof(gx_run_words, member)
static const gx_option options[] = {
    {"output", 'o', GX_OPTION_TEXT, "FILE",
     "the recording; without it the scenario's file name with .h5, in this folder", NULL, AT(output), 0, 0,
     NULL, NULL},
    {"seed", 0, GX_OPTION_NUMBER, "N", "seed, instead of the scenario's", NULL, AT(seed), 0,
     UINT64_C(9007199254740992), NULL, NULL},
    GX_SET_OPTION(gx_run_words),
    GX_VARIANT_OPTION(gx_run_words),
    {"until", 0, GX_OPTION_DURATION, "DURATION",
     "simulate this much time, like 90s, 1.5h or 7d, instead of time.duration", NULL, AT(until), 0, 0, NULL,
     NULL},
    {"record", 0, GX_OPTION_CHOICE, "WHAT", "what the recording holds, instead of record.what", NULL,
     AT(record), 0, 0, gx_record_words, NULL},
    GX_THREADS_OPTION(gx_run_words),
    {"replicates", 0, GX_OPTION_NUMBER, "N",
     "run N replicates (equal but for chance), each in a process of its own, into FILE-000.h5, FILE-001.h5 "
     "and so on",
     NULL, AT(replicates), 1, 1000, NULL, NULL},
    {"jobs", 'j', GX_OPTION_NUMBER, "N", "how many replicates at a time", "1", AT(jobs), 1, 1024, NULL, NULL},
    {"replicate", 0, GX_OPTION_NUMBER, "K", "run replicate number K alone; 0 is the run itself", NULL,
     AT(replicate), 0, 1000000, NULL, NULL},
    {"checkpoint", 0, GX_OPTION_DURATION, "DURATION",
     "save the state this often, by the clock on the wall, in two files in turn beside the recording: a kill "
     "costs no more than that",
     NULL, AT(checkpoint), 0, 0, NULL, NULL},
    {"checkpoint-every", 0, GX_OPTION_DURATION, "DURATION", "the same, this often in simulated time", NULL,
     AT(checkpoint_every), 0, 0, NULL, NULL},
    {"resume", 0, GX_OPTION_TEXT, "FILE",
     "go on with the run that was to write FILE, from its last checkpoint; with a scenario named too, only "
     "if "
     "it is the same",
     NULL, AT(resume), 0, 0, NULL, NULL},
    {"profile", 0, GX_OPTION_FLAG, NULL,
     "also say where the time and the memory went; in the summary and beside the recording too", NULL,
     AT(profile), 0, 0, NULL, NULL},
    {"dry-run", 0, GX_OPTION_FLAG, NULL,
     "run nothing; tell by samples how much memory, disk and time the run will take", NULL, AT(dry_run), 0, 0,
     NULL, NULL},
    {"no-size-check", 0, GX_OPTION_FLAG, NULL,
     "begin even if the run does not seem to fit into the memory or on the disk that is left", NULL,
     AT(unchecked), 0, 0, NULL, NULL},
    {"summary-json", 0, GX_OPTION_TEXT, "FILE", "also write the figures of the end as JSON", NULL,
     AT(summary), 0, 0, NULL, NULL},
    {"format", 0, GX_OPTION_CHOICE, "FORMAT", "how the figures of the end are written", "table", AT(format),
     0, 0, run_formats, "GUANXI_FORMAT"},
    GX_FORCE_OPTION(gx_run_words),
};

/* ---- One run --------------------------------------------------------------------------------- */

typedef struct gx_attempt {
    const gx_call *call;
    const gx_run_words *words;
    gx_run_options run;
    gx_run_result result;
    gx_run_profile profile;
    gx_peek peek;
    gx_progress progress;
    gx_error error;
} gx_attempt;

static void show(uint32_t tick, uint32_t ticks, uint64_t operations, void *context)
{
    gx_attempt *attempt = context;
    gx_progress_show(&attempt->progress, tick, ticks, operations);
}

/* Lines of a talking library, each as one of this program's. */
static void note(const char *lines, void *context)
{
    const gx_attempt *attempt = context;
    for (const char *line = lines; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        gx_talk(attempt->call, "note: %.*s", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

static void civil_at(char buffer[32], const gx_attempt *attempt)
{
    gx_format_civil(buffer,
                    attempt->peek.start + (int64_t)attempt->result.ticks * attempt->peek.tick_ms / 1000);
}

/* What is left, and how to go on. */
static int tell_interrupted(const gx_attempt *attempt)
{
    char civil[32];
    civil_at(civil, attempt);
    const gx_call *call = attempt->call;
    fprintf(stderr, "interrupted at %s of the simulated time, after %u of %u ticks\n", civil,
            attempt->result.ticks, attempt->result.ticks_planned);
    gx_text command = {0};
    if (attempt->result.resumable)
        gx_resume_command(&command, call, attempt->words, attempt->run.output);
    else
        gx_command_line(&command, call);
    gx_talk(call, "%s.partial holds what was run; analyze, report and export read it", attempt->run.output);
    if (attempt->result.resumable && attempt->result.checkpoint_tick == attempt->result.ticks)
        gx_talk(call, "to go on from there, with the same result as if nothing had happened:");
    else if (attempt->result.resumable)
        gx_talk(call, "%s\nto go on from the last checkpoint, after tick %u:", attempt->error.message,
                attempt->result.checkpoint_tick);
    else
        gx_talk(call,
                "%s\nto have it whole, run it again; it begins at the start, and the result is the same:",
                attempt->error.message);
    gx_talk(call, "  %s", gx_text_get(&command));
    gx_text_free(&command);
    return gx_signal_exit();
}

static int tell_failed(const gx_attempt *attempt, gx_status status)
{
    gx_complain(attempt->call, "%s", attempt->error.message);
    gx_text partial = {0};
    gx_text_append(&partial, "%s.partial", attempt->run.output);
    if (attempt->result.ticks && !partial.failed && access(partial.data, F_OK) == 0)
        gx_talk(attempt->call, "%s holds what was run until then", partial.data);
    gx_text_free(&partial);
    if (attempt->result.resumable) {
        gx_text command = {0};
        gx_resume_command(&command, attempt->call, attempt->words, attempt->run.output);
        gx_talk(attempt->call,
                "to go on from the last checkpoint, after tick %u, once the cause is gone:\n  %s",
                attempt->result.checkpoint_tick, gx_text_get(&command));
        gx_text_free(&command);
    }
    return gx_exit_of(status);
}

static int write_summary(const gx_attempt *attempt)
{
    const char *path = attempt->words->summary;
    gx_text json = {0};
    gx_error error;
    gx_summary_json(&json, &attempt->result, &attempt->run);
    gx_status status = json.failed
                           ? gx_fail_memory(&error, path)
                           : gx_write_file(path, json.data, json.length, attempt->words->force, &error);
    gx_text_free(&json);
    return status == GX_OK ? GX_EXIT_DONE : gx_give_up(attempt->call, &error);
}

static int tell_done(const gx_attempt *attempt)
{
    gx_text out = {0}, next = {0};
    if (attempt->words->format == GX_FORMAT_JSON)
        gx_summary_json(&out, &attempt->result, &attempt->run);
    else
        gx_summary_text(&out, &attempt->result, &attempt->peek, attempt->run.output);
    if (attempt->run.profile && attempt->words->format == GX_FORMAT_TABLE)
        gx_profile_text(&out, attempt->run.profile);
    int code = gx_answer_text(attempt->call, &out);
    if (!attempt->call->quiet && attempt->words->format == GX_FORMAT_TABLE) {
        fflush(stdout);
        gx_summary_next(&next, attempt->call, attempt->run.output);
        fputs(gx_text_get(&next), stderr);
    }
    gx_text_free(&out);
    gx_text_free(&next);
    return code == GX_EXIT_DONE && attempt->words->summary ? write_summary(attempt) : code;
}

static int simulate(gx_attempt *attempt)
{
    gx_signals before;
    gx_diagnostics diagnostics;
    gx_progress_start(&attempt->progress, attempt->call, attempt->peek.start, attempt->peek.tick_ms);
    gx_signals_catch(&before);
    char users[48] = "the users of its graph's file";
    if (!attempt->peek.imported)
        snprintf(users, sizeof users, "%lld users", (long long)attempt->peek.users);
    if (attempt->run.resume)
        gx_resume_tell(attempt->call, gx_checkpoint_tells(attempt->run.resume));
    else
        gx_talk(attempt->call, "running %s: %s, %.4g hour%s; the recording goes to %s", attempt->run.file,
                users, (double)attempt->peek.duration_ms / 3.6e6,
                attempt->peek.duration_ms == 3600000 ? "" : "s", attempt->run.output);
    gx_status status = gx_run(&attempt->run, &attempt->result, &diagnostics, &attempt->error);
    gx_signals_restore(&before);
    gx_progress_end(&attempt->progress);
    int code;
    if (status == GX_OK)
        code = tell_done(attempt);
    else if (status == GX_ERR_INTERRUPTED)
        code = tell_interrupted(attempt);
    else if (diagnostics.count)
        code = gx_refuse_scenario(attempt->call, status, &diagnostics, &attempt->error);
    else
        code = tell_failed(attempt, status);
    gx_diagnostics_free(&diagnostics);
    return code;
}

/* All that can be wrong is found before the first second is simulated. */
static int check(gx_attempt *attempt)
{
    gx_diagnostics diagnostics;
    gx_status status = gx_run_check(&attempt->run, false, NULL, &diagnostics, &attempt->error);
    int code = status == GX_OK ? GX_EXIT_DONE
                               : gx_refuse_scenario(attempt->call, status, &diagnostics, &attempt->error);
    gx_diagnostics_free(&diagnostics);
    if (code == GX_EXIT_DONE && (attempt->words->replicates.given || attempt->words->dry_run))
        return code;
    if (code == GX_EXIT_DONE &&
        gx_output_check(attempt->run.output, attempt->words->force, &attempt->error) != GX_OK)
        code = gx_give_up(attempt->call, &attempt->error);
    if (code == GX_EXIT_DONE && attempt->words->summary &&
        gx_output_check(attempt->words->summary, attempt->words->force, &attempt->error) != GX_OK)
        code = gx_give_up(attempt->call, &attempt->error);
    return code;
}

static void fill_options(gx_attempt *attempt, const char *file, const char *text, size_t length,
                         const char *output)
{
    const gx_run_words *words = attempt->words;
    attempt->run = (gx_run_options){.file = file,
                                    .text = text,
                                    .length = length,
                                    .variant = words->variant,
                                    .overrides = words->set.at,
                                    .override_count = words->set.count,
                                    .has_seed = words->seed.given,
                                    .seed = words->seed.value,
                                    .replicate = (uint32_t)words->replicate.value,
                                    .until_ms = words->until,
                                    .record = words->record,
                                    .threads = (uint32_t)words->threads.value,
                                    .output = output,
                                    .force = words->force,
                                    .checkpoint_wall_ms = words->checkpoint,
                                    .checkpoint_ms = words->checkpoint_every,
                                    .checkpoint_on_stop = true,
                                    .context = attempt,
                                    .stop = gx_signal_stops,
                                    .progress = show,
                                    .note = note,
                                    .profile = words->profile ? &attempt->profile : NULL};
}

/* ---- Before it ------------------------------------------------------------------------------ */

/* What the run will take; the exit code is 3 when it does not fit. */
static int look_ahead(const gx_attempt *attempt, const char *path)
{
    gx_forecast forecast;
    gx_signals before;
    gx_text why = {0}, out = {0};
    const gx_call *call = attempt->call;
    bool dry = attempt->words->dry_run;
    gx_talk(call, "looking how much %lld users take, by samples ...", (long long)attempt->peek.users);
    gx_signals_catch(&before);
    bool seen =
        gx_forecast_make(&forecast, &why, call, attempt->words, &attempt->peek, path, attempt->run.output);
    int code = gx_signal_seen() ? gx_signal_exit() : GX_EXIT_DONE;
    gx_signals_restore(&before);
    if (code == GX_EXIT_DONE && !seen) {
        if (dry)
            gx_complain(call, "%s", gx_text_get(&why));
        else
            gx_talk(call, "note: %s", gx_text_get(&why));
        code = dry ? GX_EXIT_FAILED : GX_EXIT_DONE;
    } else if (code == GX_EXIT_DONE) {
        if (dry) {
            gx_forecast_print(&out, &forecast, (gx_format)attempt->words->format);
            code = gx_answer_text(call, &out);
        }
        if (!gx_forecast_fits(&forecast, &why)) {
            gx_complain(call, "this run does not fit: %s%s", gx_text_get(&why),
                        dry ? "" : "; --no-size-check begins all the same, --dry-run shows the parts");
            code = GX_EXIT_INPUT;
        }
    }
    gx_text_free(&why);
    gx_text_free(&out);
    return code;
}

static int begin(gx_attempt *attempt, const char *path)
{
    const gx_run_words *words = attempt->words;
    int code = GX_EXIT_DONE;
    gx_peek_into(&attempt->peek, &attempt->run);
    bool doubtful = !words->unchecked && !words->replicates.given && path && !words->resume &&
                    gx_forecast_doubtful(&attempt->peek, attempt->run.output);
    if (words->dry_run || doubtful)
        code = look_ahead(attempt, path);
    if (code != GX_EXIT_DONE || words->dry_run)
        return code;
    return words->replicates.given ? gx_run_replicates(attempt->call, words, path, attempt->run.output)
                                   : simulate(attempt);
}

/* `resume` NULL: from the beginning. `path` NULL: the scenario of the checkpoint. */
static int run_file(const gx_call *call, const gx_run_words *words, const char *path, const char *output,
                    gx_checkpoint *resume)
{
    char *text = NULL;
    size_t length = 0;
    gx_error error;
    if (path && gx_scenario_text(&text, &length, path, &error) != GX_OK)
        return gx_give_up(call, &error);
    gx_attempt *attempt = gx_alloc(1, sizeof *attempt);
    int code = GX_EXIT_FAILED;
    if (attempt) {
        attempt->call = call;
        attempt->words = words;
        fill_options(attempt, path, text, length, output);
        attempt->run.resume = resume;
        if (!path)
            gx_resume_fill(&attempt->run, gx_checkpoint_tells(resume));
        code = check(attempt);
        if (code == GX_EXIT_DONE)
            code = begin(attempt, path);
    } else {
        gx_complain(call, "memory is exhausted");
    }
    gx_free(attempt);
    gx_free(text);
    return code;
}

/* The demonstration: in this folder, else where the program was installed, else where it was built. */
static const char *default_scenario(void)
{
    static const char *const places[] = {"scenarios/village.yaml", GX_DATA_DIR "/scenarios/village.yaml",
                                         GX_SOURCE_DATA_DIR "/scenarios/village.yaml"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (access(places[i], R_OK) == 0)
            return places[i];
    return NULL;
}

static int act(const gx_call *call, const void *given)
{
    const gx_run_words *words = given;
    if (words->replicates.given && words->replicate.given)
        return gx_misused(call, "--replicate and --replicates exclude each other");
    if (words->replicates.given && words->profile)
        return gx_misused(call,
                          "--profile looks at one run: it goes with --replicate, not with --replicates");
    if (words->dry_run && (words->resume || words->replicates.given))
        return gx_misused(call, "--dry-run looks at one run from its beginning");
    gx_checkpoint *resume = NULL;
    int code = words->resume ? gx_resume_open(&resume, call, words) : GX_EXIT_DONE;
    if (code != GX_EXIT_DONE)
        return code;
    const char *path = call->operands.count ? call->operands.at[0] : resume ? NULL : default_scenario();
    if (!path && !resume) {
        gx_complain(call, "no scenario is named, and there is no scenarios/village.yaml here or in %s",
                    GX_DATA_DIR);
        return GX_EXIT_INPUT;
    }
    gx_text output = {0};
    if (resume) {
        gx_resume_output(&output, words);
    } else if (words->output) {
        gx_text_append(&output, "%s", words->output);
    } else {
        gx_stem(&output, path);
        gx_text_append(&output, ".h5");
    }
    code = GX_EXIT_FAILED;
    if (output.failed)
        gx_complain(call, "memory is exhausted");
    else
        code = run_file(call, words, path, output.data, resume);
    gx_checkpoint_close(resume);
    gx_text_free(&output);
    return code;
}

const gx_verb gx_verb_run = {
    "run",
    "[SCENARIO]",
    GX_OPERAND_SCENARIO,
    0,
    1,
    "simulate a scenario and record what happens",
    "Without SCENARIO it runs scenarios/village.yaml: 1,000 people over three days.\n"
    "The recording is written as FILE.partial and renamed at the end. Ctrl-C ends a run after its tick\n"
    "and leaves a .partial that can be read, and a checkpoint from which --resume FILE goes on to the same\n"
    "result; a second Ctrl-C stops at once.\n",
    options,
    sizeof options / sizeof options[0],
    sizeof(gx_run_words),
    act,
    NULL};
