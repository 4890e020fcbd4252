/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run, tick by tick: the kernel's hooks, and what is done between two ticks. Between ticks means: one
 * thread does what is serial (tick_done), the team does the audit's sweep and the compression of chunks
 * (work), one thread writes them and asks whether to go on (end_tick).
 *
 * A checkpoint is saved when the kernel is at rest: the hook answers "interrupted", which ends the kernel's
 * loop behind the tick, the state is put down, and the loop is entered again. So whatever the kernel does
 * inside of it, and whoever saves, there is one place at which a run can stop, and it is where a resumed run
 * begins.
 */
#include "probe.h"
#include "session.h"

double gx_seconds(void)
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

static gx_status tell_caller(gx_session *session, uint32_t tick, uint64_t digest)
{
    const gx_run_options *options = &session->options;
    if (options->progress) {
        double t = gx_seconds();
        if (t >= session->next_progress) {
            session->next_progress = t + 0.1;
            options->progress(tick, session->built.world.clock.ticks, operations_now(session),
                              options->context);
        }
    }
    gx_status status = options->tick ? options->tick(tick, digest, options->context) : GX_OK;
    return status == GX_OK ? GX_OK : gx_fail(session->error, status, "stopped in tick %u", tick);
}

/* Whether the kernel's loop goes on behind this tick. */
static gx_status may_go_on(gx_session *session)
{
    const gx_run_options *options = &session->options;
    if (options->stop && options->stop(options->context))
        return gx_fail(session->error, GX_ERR_INTERRUPTED, "interrupted after tick %u", session->tick);
    session->checkpoint.pause = gx_checkpoint_due(session);
    return session->checkpoint.pause
               ? gx_fail(session->error, GX_ERR_INTERRUPTED, "a checkpoint after tick %u", session->tick)
               : GX_OK;
}

static gx_status end_tick(gx_session *session)
{
    double begun = gx_seconds();
    gx_status status = gx_recorder_flush(&session->recorder, session->tick, session->error);
    session->seconds_record += gx_seconds() - begun;
    return status == GX_OK ? may_go_on(session) : status;
}

/* ---- Hooks of the kernel
 * --------------------------------------------------------------------------------------------- */

static void shard_acted(gx_lane *lane, void *context)
{
    gx_session *session = context;
    gx_auditor_quick(&session->auditor, lane->shard);
}

static gx_status record_tick(gx_session *session, uint32_t tick, uint64_t digest)
{
    double begun = gx_seconds();
    gx_status status = gx_recorder_tick(&session->recorder, tick, digest, session->error);
    session->seconds_record += gx_seconds() - begun;
    return status;
}

static gx_status tick_done(uint32_t tick, uint64_t digest, size_t *work, void *context)
{
    gx_session *session = context;
    session->tick = tick;
    gx_status status =
        gx_world_merge(&session->built.world, session->built.people.network, tick, session->error);
    if (status == GX_OK)
        status = record_tick(session, tick, digest);
    if (status == GX_OK)
        status = check_growth(session, tick);
    if (status == GX_OK)
        status = tell_caller(session, tick, digest);
    if (status != GX_OK)
        return status;
    gx_probe_tick(&session->built.world, tick);
    session->sweep_items = gx_auditor_sweep(&session->auditor, tick);
    status = gx_auditor_verdict(&session->auditor, tick, session->error);
    if (status != GX_OK)
        return status;
    session->chunk_items = session->recorder.writer ? gx_writer_cut(session->recorder.writer) : 0;
    *work = session->sweep_items + session->chunk_items;
    return *work ? GX_OK : end_tick(session);
}

static void work(size_t item, void *context)
{
    gx_session *session = context;
    if (item < session->sweep_items) {
        gx_auditor_full(&session->auditor, item);
        return;
    }
    double begun = gx_seconds();
    gx_writer_compress(session->recorder.writer, item - session->sweep_items);
    session->compress_ns += (uint64_t)(1e9 * (gx_seconds() - begun));
}

/* What was cut is written even when the audit stops the run here: the recording is then closed with every row
 * so far. */
static gx_status work_done(void *context)
{
    gx_session *session = context;
    double begun = gx_seconds();
    gx_status status =
        session->chunk_items ? gx_writer_commit(session->recorder.writer, session->error) : GX_OK;
    session->seconds_record += gx_seconds() - begun + 1e-9 * (double)session->compress_ns;
    session->compress_ns = 0;
    gx_status verdict = gx_auditor_verdict(&session->auditor, session->tick, session->error);
    if (verdict != GX_OK || status != GX_OK)
        return verdict != GX_OK ? verdict : status;
    return end_tick(session);
}

/* ---- The loop
 * -------------------------------------------------------------------------------------------------------- */

static void count_seconds(gx_session *session)
{
    double now = gx_seconds();
    session->seconds_run += now - session->running_since;
    session->running_since = now;
}

/* Which tells how long the run has taken so far. */
static gx_status save_checkpoint(gx_session *session, gx_error *error)
{
    count_seconds(session);
    return gx_checkpoint_save(session, error);
}

/* An interruption is answered with a last checkpoint, if the caller wants one; when that fails, the caller
 * hears of both. */
static gx_status put_down(gx_session *session)
{
    gx_error why = *session->error, later = {GX_OK, ""};
    if (!session->options.checkpoint_on_stop)
        return GX_ERR_INTERRUPTED;
    if (save_checkpoint(session, &later) == GX_OK)
        return gx_fail(session->error, GX_ERR_INTERRUPTED, "%s", why.message);
    return gx_fail(session->error, GX_ERR_INTERRUPTED, "%.100s, and no checkpoint could be saved: %s",
                   why.message, later.message);
}

/* Once more behind every pause. */
static gx_status run_to_end(gx_session *session, const gx_sim_hooks *hooks)
{
    const gx_world *world = &session->built.world;
    for (;;) {
        gx_status status = gx_sim_run(world->sim, world->clock.ticks, hooks, session->error);
        if (status != GX_ERR_INTERRUPTED)
            return status;
        if (!session->checkpoint.pause)
            return put_down(session);
        session->checkpoint.pause = false;
        status = save_checkpoint(session, session->error);
        if (status != GX_OK)
            return status;
    }
}

gx_status gx_session_simulate(gx_session *session)
{
    gx_sim_hooks hooks = {.context = session,
                          .shard_acted = shard_acted,
                          .tick_done = tick_done,
                          .work = work,
                          .work_done = work_done};
    gx_world *world = &session->built.world;
    session->running_since = gx_seconds();
    gx_checkpoint_schedule(session);
    gx_status status = run_to_end(session, &hooks);
    if (status == GX_OK)
        status = gx_auditor_final(&session->auditor, gx_sim_tick(world->sim), session->error);
    count_seconds(session);
    return status;
}
