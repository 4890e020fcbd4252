/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of a session into a checkpoint, and back.
 *
 *     head | kernel | books | ties | world | auditor | recorder, recording
 *
 * The order of a save: the recording is flushed and marked, so that it can be put back to this moment
 * whatever is written later; then the checkpoint is written beside the older one's name and renamed. A kill
 * at any moment leaves a whole checkpoint and a recording that goes back to it. The order of a load:
 * everything that can be refused is refused before the recording is touched. */
#include "checkpoint_head.h"
#include "session.h"

#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/record/reader.h>
#include <string.h>
#include <unistd.h>

/* ---- When ---- */

const char *gx_checkpoint_base(const gx_run_options *options)
{
    return options->checkpoint ? options->checkpoint : options->output;
}

static int64_t simulated_ms(const gx_session *session, uint32_t tick)
{
    return (int64_t)tick * session->built.world.clock.tick_ms;
}

void gx_checkpoint_schedule(gx_session *session)
{
    const gx_run_options *options = &session->options;
    int64_t every = options->checkpoint_ms;
    session->checkpoint.next = gx_seconds() + 1e-3 * (double)options->checkpoint_wall_ms;
    if (every > 0)
        session->checkpoint.next_ms = (simulated_ms(session, session->tick) / every + 1) * every;
}

bool gx_checkpoint_due(gx_session *session)
{
    const gx_run_options *options = &session->options;
    if (!gx_checkpoint_base(options) || session->tick >= session->built.world.clock.ticks)
        return false;
    return (options->checkpoint_ms > 0 &&
            simulated_ms(session, session->tick) >= session->checkpoint.next_ms) ||
           (options->checkpoint_wall_ms > 0 && gx_seconds() >= session->checkpoint.next);
}

/* ---- Both ways ---- */

/* What a file must agree in with the program, beside the version. */
static void archive_shapes(gx_archive *archive, const gx_session *session)
{
    const gx_world *world = &session->built.world;
    gx_archive_same(archive, world->population->users, "users");
    gx_archive_same(archive, world->shards, "shards");
    gx_archive_same(archive, world->clock.ticks, "ticks");
    gx_archive_same(archive, GX_COUNTERS, "counters");
    gx_archive_same(archive, sizeof(gx_event), "bytes of an event");
    gx_archive_same(archive, sizeof(gx_message), "bytes of a message");
    gx_archive_same(archive, gx_sampler_digest(), "the samplers' digest");
    gx_archive_same(archive, world->changes != NULL, "changing ties");
    gx_archive_same(archive, session->options.output != NULL, "a recording");
}

static void archive_world(gx_archive *archive, gx_session *session)
{
    gx_world *world = &session->built.world;
    archive_shapes(archive, session);
    gx_sim_archive(archive, world->sim);
    for (uint32_t s = 0; s < world->shards; s++)
        gx_book_archive(archive, world->books[s]);
    if (world->changes)
        gx_changes_archive(archive, world->changes, session->built.people.network);
    gx_world_archive(archive, world);
    gx_auditor_archive(archive, &session->auditor);
}

/* ---- Saving ---- */

/* A run may be resumed from another folder. Appends. */
static void absolute(gx_text *out, const char *file)
{
    char folder[4096];
    if (file[0] != '/' && getcwd(folder, sizeof folder) != NULL)
        gx_text_append(out, "%s/", folder);
    gx_text_append(out, "%s", file);
}

/* The head borrows from the session; gx_archive takes what is not const, and only reads it in a save. */
static void save_head(gx_archive *archive, const gx_session *session, char *file, char *folder)
{
    const gx_run_options *options = &session->options;
    const gx_clock *clock = &session->built.world.clock;
    gx_checkpoint_head head = {.version = (char *)GX_VERSION,
                               .output = (char *)options->output,
                               .file = file,
                               .folder = folder,
                               .text = (char *)options->text,
                               .variant = (char *)options->variant,
                               .effective = session->effective.data,
                               .overrides = (char **)options->overrides,
                               .override_count = options->override_count,
                               .generation = session->checkpoint.generation + 1,
                               .seed = options->seed,
                               .has_seed = options->has_seed,
                               .until_ms = options->until_ms,
                               .record = options->record,
                               .tick_ms = clock->tick_ms,
                               .start = clock->start,
                               .replicate = options->replicate,
                               .tick = gx_sim_tick(session->built.world.sim),
                               .ticks = clock->ticks,
                               .people = session->people,
                               .seconds = {session->seconds_setup, session->seconds_run,
                                           session->seconds_record, session->seconds_checkpoint},
                               .sittings = session->checkpoint.sittings + 1};
    gx_checkpoint_head_archive(archive, &head);
}

static void save_state(gx_archive *archive, gx_session *session)
{
    archive_world(archive, session);
    if (session->recorder.writer) {
        uint64_t length = gx_writer_length(session->recorder.writer);
        GX_ARCHIVE(archive, length);
        gx_recorder_archive(archive, &session->recorder);
        gx_writer_archive(archive, session->recorder.writer);
    }
    gx_archive_mark(archive, "end");
}

static gx_status save_all(gx_archive *archive, gx_session *session, gx_error *error)
{
    const gx_run_options *options = &session->options;
    gx_text file = {0}, folder = {0};
    absolute(&file, options->file);
    if (options->folder)
        absolute(&folder, options->folder);
    if (file.failed || folder.failed)
        gx_archive_fail(archive, GX_ERR_MEMORY, "memory is exhausted");
    save_head(archive, session, file.data, folder.data);
    save_state(archive, session);
    gx_text_free(&file);
    gx_text_free(&folder);
    return gx_archive_end(archive, error);
}

gx_status gx_checkpoint_save(gx_session *session, gx_error *error)
{
    const char *base = gx_checkpoint_base(&session->options);
    uint64_t generation = session->checkpoint.generation + 1;
    double begun = gx_seconds();
    gx_text name = {0};
    gx_archive *archive = NULL;
    gx_status status = GX_OK;
    if (!base)
        return gx_fail(error, GX_ERR_ARGUMENT, "a checkpoint has no name where nothing is recorded");
    gx_checkpoint_name(&name, base, generation);
    if (name.failed)
        status = gx_fail_memory(error, base);
    if (status == GX_OK && session->recorder.writer)
        status = gx_recorder_mark(&session->recorder, session->tick, generation, error);
    if (status == GX_OK)
        status = gx_archive_save(&archive, name.data, error);
    if (status == GX_OK)
        status = save_all(archive, session, error);
    if (status == GX_OK) {
        session->checkpoint.generation = generation;
        session->checkpoint.tick = gx_sim_tick(session->built.world.sim);
    }
    gx_text_free(&name);
    session->seconds_checkpoint += gx_seconds() - begun;
    gx_checkpoint_schedule(session);
    return status;
}

/* ---- Taking up ---- */

void gx_checkpoint_take_options(gx_session *session)
{
    gx_run_options *options = &session->options;
    const gx_checkpoint_about *about = gx_checkpoint_tells(options->resume);
    if (options->text)
        return;
    options->file = about->file;
    options->folder = about->folder;
    options->text = about->text;
    options->length = about->length;
    options->variant = about->variant;
    options->overrides = about->overrides;
    options->override_count = about->override_count;
    options->has_seed = about->has_seed;
    options->seed = about->seed;
    options->replicate = about->replicate;
    options->until_ms = about->until_ms;
    options->record = about->record;
}

gx_status gx_checkpoint_same_run(const gx_session *session, gx_error *error)
{
    const gx_checkpoint *checkpoint = session->options.resume;
    const gx_checkpoint_head *head = &checkpoint->head;
    const char *path = checkpoint->about.path;
    if (strcmp(head->version, GX_VERSION) != 0)
        return gx_fail(
            error, GX_ERR_INPUT,
            "'%s' was saved by guanxi %s, this is %s: resume with that program, or run again from the "
            "beginning",
            path, head->version, GX_VERSION);
    if (head->replicate != session->options.replicate)
        return gx_fail(error, GX_ERR_INPUT, "'%s' is of replicate %llu, not %u", path,
                       (unsigned long long)head->replicate, session->options.replicate);
    if ((head->output != NULL) != (session->options.output != NULL))
        return gx_fail(error, GX_ERR_INPUT, "'%s' is of a run that %s", path,
                       head->output ? "is recorded" : "is not recorded");
    gx_text differences = {0};
    gx_status status = GX_OK;
    if (strcmp(head->effective, gx_text_get(&session->effective)) != 0)
        gx_effective_differences(&differences, head->effective, gx_text_get(&session->effective));
    if (differences.length)
        status =
            gx_fail(error, GX_ERR_INPUT,
                    "'%s' is of another scenario: %s; resume without naming a scenario, or run this one from "
                    "its beginning",
                    path, gx_text_get(&differences));
    gx_text_free(&differences);
    return status;
}

static void take_head(gx_session *session, const gx_checkpoint_head *head)
{
    session->checkpoint.generation = head->generation;
    session->checkpoint.sittings = (uint32_t)head->sittings;
    session->checkpoint.tick = session->tick = (uint32_t)head->tick;
    session->seconds_setup = head->seconds[0];
    session->seconds_run = head->seconds[1];
    session->seconds_record = head->seconds[2];
    session->seconds_checkpoint = head->seconds[3];
}

/* The recording is put back only when all else is there. */
static gx_status load_recording(gx_archive *archive, gx_session *session, uint64_t generation)
{
    uint64_t length = 0;
    gx_recorder *recorder = &session->recorder;
    GX_ARCHIVE(archive, length);
    gx_recorder_archive(archive, recorder);
    if (!gx_archive_good(archive))
        return GX_OK; /* said at the end of the archive */
    gx_status status = gx_writer_reopen(&recorder->writer, session->options.output, session->options.force,
                                        generation, length, session->error);
    if (status == GX_OK)
        gx_writer_archive(archive, recorder->writer);
    return status;
}

gx_status gx_checkpoint_load(gx_session *session)
{
    gx_checkpoint *checkpoint = session->options.resume;
    gx_archive *archive = checkpoint->archive;
    gx_status status = GX_OK;
    checkpoint->archive = NULL;
    if (!archive)
        return gx_fail(session->error, GX_ERR_ARGUMENT, "a checkpoint is taken up once");
    archive_world(archive, session);
    if (session->options.output)
        status = load_recording(archive, session, checkpoint->head.generation);
    if (status != GX_OK) {
        gx_archive_abandon(archive);
        return status;
    }
    gx_archive_mark(archive, "end");
    status = gx_archive_end(archive, session->error);
    if (status == GX_OK)
        take_head(session, &checkpoint->head);
    return status;
}
