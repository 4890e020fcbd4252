/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The driver: builds the world, lets the kernel run it, and between ticks sees to the audit, the recording,
 * the caller's wishes. Between ticks means: one thread does what is serial (tick_done), the team does the
 * audit's sweep and the compression of chunks (work), one thread writes them (work_done). */
#include "auditor.h"
#include "build.h"
#include "notes.h"
#include "probe.h"
#include "provenance.h"
#include "recorder.h"
#include <gx/base/memory.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct gx_session {
    const gx_run_options *options;
    gx_settings settings;
    gx_built built;
    gx_auditor auditor;
    gx_recorder recorder;
    size_t sweep_items, chunk_items;
    uint32_t tick;
    double next_progress;
    double seconds_record;
    gx_error *error;
} gx_session;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static uint64_t operations_now(const gx_session *session)
{
    const gx_world *world = &session->built.world;
    uint64_t sum = 0;
    for (uint32_t s = 0; s < world->shards; s++) {
        gx_book_counts count = gx_book_count(world->books[s]);
        sum += count.holds + count.posts;
    }
    return sum;
}

/* ---- Hooks of the kernel
 * --------------------------------------------------------------------------------------------- */

static void shard_acted(gx_lane *lane, void *context)
{
    gx_session *session = context;
    gx_auditor_quick(&session->auditor, lane->shard);
}

/* A scenario can make packets beget more than one packet each; such a run grows until memory ends. */
static gx_status check_growth(gx_session *session, uint32_t tick)
{
    const gx_world *world = &session->built.world;
    if (tick % 16 != 0)
        return GX_OK;
    uint64_t packets = 0;
    for (uint32_t s = 0; s < world->shards; s++)
        packets += gx_book_count(world->books[s]).holds;
    double days = 1 + (double)tick * (double)world->clock.tick_ms / GX_DAY_MS;
    double most = session->settings.limits.packets_per_user_day * days * world->population->users;
    if ((double)packets <= most)
        return GX_OK;
    return gx_fail(
        session->error, GX_ERR_LIMIT,
        "%llu packets by tick %u, more than limits.packets_per_user_day allows: packets beget packets; lower "
        "models.reciprocity.own, contagion or norm, or models.sending.per_day, or raise the limit",
        (unsigned long long)packets, tick);
}

static gx_status ask_caller(gx_session *session, uint32_t tick, uint64_t digest)
{
    const gx_run_options *options = session->options;
    if (options->progress) {
        double t = now();
        if (t >= session->next_progress) {
            session->next_progress = t + 0.1;
            options->progress(tick, session->built.world.clock.ticks, operations_now(session),
                              options->context);
        }
    }
    if (options->tick) {
        gx_status status = options->tick(tick, digest, options->context);
        if (status != GX_OK)
            return gx_fail(session->error, status, "stopped in tick %u", tick);
    }
    if (options->stop && options->stop(options->context))
        return gx_fail(session->error, GX_ERR_INTERRUPTED, "interrupted after tick %u", tick);
    return GX_OK;
}

static gx_status tick_done(uint32_t tick, uint64_t digest, size_t *work, void *context)
{
    gx_session *session = context;
    session->tick = tick;
    double begun = now();
    gx_status status =
        gx_world_merge(&session->built.world, session->built.people.network, tick, session->error);
    if (status == GX_OK)
        status = gx_recorder_tick(&session->recorder, tick, digest, session->error);
    if (status == GX_OK)
        status = check_growth(session, tick);
    if (status == GX_OK)
        status = ask_caller(session, tick, digest);
    if (status != GX_OK)
        return status;
    gx_probe_tick(&session->built.world, tick);
    session->sweep_items = gx_auditor_sweep(&session->auditor, tick);
    status = gx_auditor_verdict(&session->auditor, tick, session->error);
    if (status != GX_OK)
        return status;
    session->chunk_items = session->recorder.writer ? gx_writer_cut(session->recorder.writer) : 0;
    session->seconds_record += now() - begun;
    *work = session->sweep_items + session->chunk_items;
    return GX_OK;
}

static void work(size_t item, void *context)
{
    gx_session *session = context;
    if (item < session->sweep_items)
        gx_auditor_full(&session->auditor, item);
    else
        gx_writer_compress(session->recorder.writer, item - session->sweep_items);
}

/* What was cut is written even when the audit stops the run here: the recording is then closed with every row
 * so far. */
static gx_status work_done(void *context)
{
    gx_session *session = context;
    double begun = now();
    gx_status status =
        session->chunk_items ? gx_writer_commit(session->recorder.writer, session->error) : GX_OK;
    session->seconds_record += now() - begun;
    gx_status verdict = gx_auditor_verdict(&session->auditor, session->tick, session->error);
    if (verdict != GX_OK || status != GX_OK)
        return verdict != GX_OK ? verdict : status;
    begun = now();
    status = gx_recorder_flush(&session->recorder, session->tick, session->error);
    session->seconds_record += now() - begun;
    return status;
}

/* ---- The run
 * ---------------------------------------------------------------------------------------------------------
 */

static void fill_result(const gx_session *session, gx_run_result *result)
{
    const gx_world *world = &session->built.world;
    gx_sim_counts counts = gx_sim_count(world->sim);
    snprintf(result->name, sizeof result->name, "%s", session->settings.root.name);
    result->seed = (uint64_t)session->settings.root.seed;
    result->users = world->population->users;
    result->groups = world->network->groups;
    result->shards = world->shards;
    result->threads = gx_sim_threads(world->sim);
    result->ticks = gx_sim_tick(world->sim);
    result->ticks_planned = world->clock.ticks;
    result->tick_ms = world->clock.tick_ms;
    result->messages = counts.delivered;
    result->packets = gx_world_total(world, GX_COUNT_packets_sent);
    result->shares = gx_world_total(world, GX_COUNT_shares_received);
    result->sent_fen = gx_world_total(world, GX_COUNT_sent_fen);
    result->received_fen = gx_world_total(world, GX_COUNT_received_fen);
    result->refunded_fen = gx_world_total(world, GX_COUNT_refunded_fen);
    result->cards_bound = gx_world_total(world, GX_COUNT_cards_bound);
    result->transfers = gx_world_total(world, GX_COUNT_transfers);
    result->ties_made = gx_world_total(world, GX_COUNT_ties_made);
    result->groups_made = gx_world_total(world, GX_COUNT_groups_made);
    result->implicit = world->network->implicit != NULL;
    const gx_rows *friends = &world->network->friends; /* as the run began */
    if (!result->implicit && friends->offset)
        result->friends = friends->offset[result->users] / 2 + (uint64_t)result->ties_made;
    result->operations = (uint64_t)(result->packets + result->shares);
    for (uint32_t s = 0; s < world->shards; s++)
        result->open_fen += gx_book_house(world->books[s], GX_HOUSE_ESCROW);
    result->digest = gx_sim_digest(world->sim);
    result->audits_quick = session->auditor.quick;
    result->audits_full = session->auditor.full;
    result->seconds_record = session->seconds_record;
    result->peak_bytes = gx_peak_memory();
}

/* Money in equals money out: what was sent is received, refunded, open or on its way; checked by two ways of
 * counting. */
static gx_status check_totals(const gx_run_result *result, gx_error *error)
{
    if (result->sent_fen == result->received_fen + result->refunded_fen + result->open_fen)
        return GX_OK;
    return gx_fail(error, GX_ERR_AUDIT,
                   "audit: packets: %lld fen sent, but %lld received + %lld refunded + %lld open",
                   (long long)result->sent_fen, (long long)result->received_fen,
                   (long long)result->refunded_fen, (long long)result->open_fen);
}

static gx_status simulate(gx_session *session, gx_run_result *result)
{
    gx_sim_hooks hooks = {.context = session,
                          .shard_acted = shard_acted,
                          .tick_done = tick_done,
                          .work = work,
                          .work_done = work_done};
    gx_world *world = &session->built.world;
    double begun = now();
    gx_status status = gx_sim_run(world->sim, world->clock.ticks, &hooks, session->error);
    if (status == GX_OK)
        status = gx_auditor_final(&session->auditor, gx_sim_tick(world->sim), session->error);
    result->seconds_run = now() - begun;
    fill_result(session, result);
    return status == GX_OK ? check_totals(result, session->error) : status;
}

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

/* The digests cost a pass over everything, so only who compares has them made. A file with another number of
 * nodes ends the building early; that it is another file says more than what did not fit. */
static gx_status compare_people(const gx_session *session, gx_run_people *found, gx_status status)
{
    const gx_run_people *wanted = session->options->people;
    const gx_people *people = &session->built.people;
    gx_error *error = session->error;
    if (wanted == NULL)
        return status;
    if (people->imported && people->nodes != wanted->users) {
        found->users = people->nodes;
        return gx_fail(error, GX_ERR_DIVERGED,
                       "the graph file is not the one of the run: it has %u nodes, the run had %u users",
                       people->nodes, wanted->users);
    }
    if (status != GX_OK)
        return status;
    *found = (gx_run_people){people->population->users, gx_population_digest(people->population),
                             gx_network_digest(people->network)};
    bool ties = found->network_digest != wanted->network_digest;
    if (!ties && found->population_digest == wanted->population_digest)
        return GX_OK;
    if (people->imported)
        return gx_fail(error, GX_ERR_DIVERGED, "the graph file is not the one of the run: %s differ",
                       ties ? "its ties or groups" : "the attributes of its users");
    return gx_fail(error, GX_ERR_DIVERGED, "people differ: %s are not those of the run",
                   found->population_digest != wanted->population_digest ? "the users made here"
                                                                         : "the ties made here");
}

static gx_status prepare(gx_session *session, gx_run_result *result, gx_diagnostics *diagnostics)
{
    const gx_run_options *options = session->options;
    gx_status status = GX_OK;
    if (options->output)
        status = gx_writer_create(&session->recorder.writer, options->output, options->force, session->error);
    if (status == GX_OK)
        status = gx_build(&session->built, &session->settings, options->replicate, options->threads,
                          diagnostics, session->error);
    status = compare_people(session, &result->people, status);
    if (status == GX_OK && options->note)
        gx_settings_notes(&session->settings, true, &session->built.people.notes);
    const char *notes = gx_text_get(&session->built.people.notes);
    if (status == GX_OK && notes[0] != '\0' && options->note)
        options->note(notes, options->context);
    if (status == GX_OK)
        status = gx_auditor_start(&session->auditor, &session->built.world, session->settings.audit.sweep,
                                  session->error);
    if (status == GX_OK)
        status = gx_recorder_start(&session->recorder, &session->built.world, &session->settings, options,
                                   session->error);
    if (status != GX_OK && session->recorder.writer) {
        gx_writer_discard(session->recorder.writer);
        session->recorder.writer = NULL;
    }
    return status;
}

static gx_status run(gx_session *session, gx_run_result *result, time_t started, gx_diagnostics *diagnostics)
{
    double begun = now();
    gx_status status = prepare(session, result, diagnostics);
    result->seconds_setup = now() - begun;
    if (status != GX_OK)
        return status;
    status = simulate(session, result);
    result->state_digest = gx_world_digest(&session->built.world);
    begun = now();
    status = close_recording(session, status, result);
    result->seconds_record += now() - begun;
    struct stat file;
    if (status == GX_OK && session->options->output && stat(session->options->output, &file) == 0)
        result->recording_bytes = (uint64_t)file.st_size;
    if (status == GX_OK && session->options->output)
        status = gx_provenance_write(session->options->output, result, started, session->error);
    return status;
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
    session->options = options;
    session->error = error ? error : &unseen;
    gx_status status = gx_settings_read(&session->settings, options, diagnostics, session->error);
    if (status == GX_OK)
        status = run(session, result, started, diagnostics);
    gx_recorder_release(&session->recorder);
    gx_auditor_stop(&session->auditor);
    gx_built_release(&session->built);
    gx_settings_release(&session->settings);
    gx_free(session);
    return status;
}
