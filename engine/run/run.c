/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The driver: builds the world (or takes it up from a checkpoint), runs it (ticks.c), closes the recording.
 */
#include "checkpoint_head.h"
#include "notes.h"
#include "profile.h"
#include "provenance.h"
#include "session.h"
#include <gx/base/memory.h>
#include <string.h>
#include <sys/stat.h>

/* Whatever happened, the recording is closed so that it can be read; only a whole run gets its final name. */
static gx_status close_recording(gx_session *session, gx_status status, gx_run_result *result)
{
    gx_recorder *recorder = &session->recorder;
    if (!recorder->writer)
        return status;
    gx_error later = {GX_OK, ""};
    const char *word = status == GX_OK ? "complete" : status == GX_ERR_INTERRUPTED ? "interrupted" : "failed";
    uint32_t last = status == GX_OK ? session->built.world.clock.ticks : session->tick;
    gx_status closing = gx_recorder_close(recorder, last, result->state_digest, word, &later);
    gx_status ending;
    if (status == GX_OK && closing == GX_OK)
        ending = gx_writer_finish(recorder->writer, &later);
    else
        ending = gx_writer_leave(recorder->writer, &later);
    recorder->writer = NULL;
    if (status != GX_OK)
        return status;
    closing = closing == GX_OK ? ending : closing;
    return closing == GX_OK ? GX_OK : gx_fail(session->error, closing, "%s", later.message);
}

/* The digests cost a pass over everything, so they are made only where somebody wants them. */
static bool wants_digests(const gx_run_options *options)
{
    return options->output || options->people || options->resume || options->checkpoint;
}

/* A file with another number of nodes ends the building early; that it is another file says more than what
 * did not fit. */
static gx_status compare_people(gx_session *session, const gx_run_people *wanted, gx_status status)
{
    gx_run_people *found = &session->people;
    const gx_people *people = &session->built.people;
    gx_error *error = session->error;
    if (wanted && people->imported && people->nodes != wanted->users) {
        found->users = people->nodes;
        return gx_fail(error, GX_ERR_DIVERGED,
                       "the graph file is not the one of the run: it has %u nodes, the run had %u users",
                       people->nodes, wanted->users);
    }
    if (status != GX_OK || !wants_digests(&session->options))
        return status;
    uint32_t threads = gx_sim_threads(session->built.world.sim);
    *found = (gx_run_people){people->population->users, gx_population_digest(people->population, threads),
                             gx_network_digest(people->network)};
    bool ties = wanted && found->network_digest != wanted->network_digest;
    if (!wanted || (!ties && found->population_digest == wanted->population_digest))
        return GX_OK;
    if (people->imported)
        return gx_fail(error, GX_ERR_DIVERGED, "the graph file is not the one of the run: %s differ",
                       ties ? "its ties or groups" : "the attributes of its users");
    return gx_fail(error, GX_ERR_DIVERGED, "people differ: %s are not those of the run",
                   ties ? "the ties made here" : "the users made here");
}

/* A run that was not finished is not lost by a command that was given once more. */
static gx_status check_leftovers(const gx_run_options *options, gx_error *error)
{
    const char *base = gx_checkpoint_base(options);
    if (!base || options->resume || options->force || !gx_checkpoint_exists(base))
        return GX_OK;
    return gx_fail(
        error, GX_ERR_EXISTS,
        "'%s' has checkpoints of a run that was not finished: resume that one, or force a new beginning",
        base);
}

static gx_status make_world(gx_session *session, gx_diagnostics *diagnostics)
{
    const gx_run_options *options = &session->options;
    const gx_run_people *wanted = options->resume ? &options->resume->head.people : options->people;
    gx_status status = gx_build(&session->built, &session->settings, options->replicate, options->threads,
                                diagnostics, session->error);
    status = compare_people(session, wanted, status);
    if (status == GX_OK && options->note)
        gx_settings_notes(&session->settings, true, &session->built.people.notes);
    const char *notes = gx_text_get(&session->built.people.notes);
    if (status == GX_OK && notes[0] != '\0' && options->note)
        options->note(notes, options->context);
    if (status == GX_OK)
        status = gx_auditor_start(&session->auditor, &session->built.world, session->settings.audit.sweep,
                                  session->error);
    if (status == GX_OK)
        gx_recorder_know(&session->recorder, &session->built.world, &session->settings, &session->people,
                         options->replicate);
    return status;
}

static gx_status begin(gx_session *session, gx_diagnostics *diagnostics)
{
    const gx_run_options *options = &session->options;
    gx_status status = check_leftovers(options, session->error);
    if (status == GX_OK && options->output)
        status = gx_writer_create(&session->recorder.writer, options->output, options->force, session->error);
    if (status == GX_OK)
        status = make_world(session, diagnostics);
    if (status == GX_OK)
        status = gx_recorder_start(&session->recorder, options, session->error);
    if (status == GX_OK && gx_checkpoint_base(options))
        gx_checkpoint_remove(gx_checkpoint_base(options));
    if (status != GX_OK && session->recorder.writer) {
        gx_writer_discard(session->recorder.writer);
        session->recorder.writer = NULL;
    }
    return status;
}

/* What fails leaves everything as it was. */
static gx_status take_up(gx_session *session, gx_diagnostics *diagnostics)
{
    gx_status status = gx_checkpoint_same_run(session, session->error);
    if (status == GX_OK)
        status = make_world(session, diagnostics);
    if (status == GX_OK)
        status = gx_checkpoint_load(session);
    if (status != GX_OK) {
        gx_writer_abandon(session->recorder.writer);
        session->recorder.writer = NULL;
    }
    return status;
}

static void measure(const gx_session *session, gx_run_result *result)
{
    struct stat file;
    const char *output = session->options.output;
    result->seconds_record = session->seconds_record;
    if (output && stat(output, &file) == 0)
        result->recording_bytes = (uint64_t)file.st_size;
}

static gx_status run(gx_session *session, gx_run_result *result, time_t started, gx_diagnostics *diagnostics)
{
    const gx_run_options *options = &session->options;
    double begun = gx_seconds();
    gx_status status = options->resume ? take_up(session, diagnostics) : begin(session, diagnostics);
    session->seconds_setup += gx_seconds() - begun;
    result->people = session->people;
    result->seconds_setup = session->seconds_setup;
    if (status != GX_OK)
        return status;
    gx_profile_begin(session);
    status = gx_session_simulate(session);
    gx_profile_end(session);
    gx_session_result(session, result);
    if (status == GX_OK)
        status = gx_session_check(result, session->error);
    result->state_digest = gx_world_digest(&session->built.world);
    begun = gx_seconds();
    status = close_recording(session, status, result);
    session->seconds_record += gx_seconds() - begun;
    if (status != GX_OK)
        return status;
    measure(session, result);
    if (gx_checkpoint_base(options))
        gx_checkpoint_remove(gx_checkpoint_base(options));
    return options->output ? gx_provenance_write(options, result, started, session->error) : GX_OK;
}

gx_status gx_run(const gx_run_options *options, gx_run_result *result, gx_diagnostics *diagnostics,
                 gx_error *error)
{
    gx_error unseen = {GX_OK, ""};
    gx_session *session = gx_alloc(1, sizeof *session);
    time_t started = time(NULL);
    memset(result, 0, sizeof *result);
    if (!session) {
        gx_diagnostics_init(diagnostics, options->file, options->text);
        return gx_fail_memory(error, "the run");
    }
    session->options = *options;
    session->error = error ? error : &unseen;
    if (options->resume)
        gx_checkpoint_take_options(session);
    gx_status status = gx_settings_read(&session->settings, &session->options, diagnostics, session->error);
    if (status == GX_OK) {
        gx_scenario_print(session->settings.scenario, false, &session->effective);
        status = session->effective.failed ? gx_fail_memory(session->error, "the effective scenario")
                                           : run(session, result, started, diagnostics);
    }
    gx_recorder_release(&session->recorder);
    gx_auditor_stop(&session->auditor);
    gx_built_release(&session->built);
    gx_settings_release(&session->settings);
    gx_text_free(&session->effective);
    gx_free(session);
    return status;
}
