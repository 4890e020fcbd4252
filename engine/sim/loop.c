/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run: one parallel region for all ticks.
 *
 *     ┌─► one thread: end the last tick, tell the host, plan the next ──► nothing left: leave
 *     │        │
 *     │        ├─► ACT       shards that have something due, as threads come free
 *     │        │   one thread: turn the routes round
 *     │        │   EXCHANGE  shards that acted or receive
 *     │        │
 *     │        └─► WORK      items that the host asked for: compressing a buffer, say
 *     └────────┘
 *
 * Opening a region costs 1 µs with libgomp and 20 with libomp, so it stays open and the steps above are
 * worksharing constructs inside it; their implicit barriers are the only synchronisation. A barrier still
 * costs more than delivering a few messages, so a tick with few of them (and every tick when there is one
 * thread) is run to its end by the thread that planned it, while the others wait at the barrier they are at
 * anyway; ticks follow each other there without any barrier at all. Who runs a shard has no influence on what
 * comes out.
 *
 * All that the threads share while they decide where to go is in `loop`; it is written only by the one thread
 * between two barriers, and read only behind the second. */
#include "shard.h"

#include <omp.h>

enum { ALONE_MOST = 64 };

typedef enum loop_step { STEP_TICK, STEP_WORK, STEP_LEAVE } loop_step;

typedef struct run_loop {
    gx_sim *sim;
    const gx_sim_hooks *hooks;
    gx_status status;
    bool by_host; /* the status came from a hook */
    uint32_t until;
    loop_step step;
    bool tick_open; /* a tick was handed to all threads and is to be ended */
    uint32_t tick;
    size_t work;
    uint32_t act_count, exchange_count;
    uint32_t act[GX_SHARDS_MAX], exchange[GX_SHARDS_MAX];
} run_loop;

static void skip_to(gx_sim *sim, uint32_t tick)
{
    sim->ticks_skipped += tick - sim->tick;
    sim->tick = tick;
}

/* Find the next tick in which anything is due and who acts in it. False when that is behind the end. */
static bool plan(run_loop *loop, size_t *messages)
{
    gx_sim *sim = loop->sim;
    uint32_t tick = GX_NEVER;
    for (uint32_t shard = 0; shard < sim->partition.shards; shard++) {
        tick = sim->next[shard] < tick ? sim->next[shard] : tick;
    }
    if (tick > loop->until) {
        if (sim->tick < loop->until) {
            skip_to(sim, loop->until);
        }
        return false;
    }
    loop->tick = tick;
    loop->act_count = 0;
    *messages = 0;
    for (uint32_t shard = 0; shard < sim->partition.shards; shard++) {
        if (sim->next[shard] == tick) {
            loop->act[loop->act_count++] = shard;
            *messages += sim->next_most[shard];
        }
    }
    return true;
}

/* Between act and exchange: who receives. Shards that acted are in it for their look ahead. */
static void route(run_loop *loop)
{
    gx_sim *sim = loop->sim;
    const gx_routes *routes = sim->routes;
    gx_routes_turn(sim->routes, sim->partition.shards);
    loop->exchange_count = 0;
    for (uint32_t shard = 0, acted = 0; shard < sim->partition.shards; shard++) {
        const uint64_t *from = routes->from[shard];
        bool did_act = acted < loop->act_count && loop->act[acted] == shard;
        acted += did_act;
        if (did_act || (from[0] | from[1] | from[2] | from[3]) != 0) {
            loop->exchange[loop->exchange_count++] = shard;
        }
    }
}
_Static_assert(GX_SHARD_WORDS == 4, "route() reads four words");

static void act(run_loop *loop, uint32_t i)
{
    gx_order *order = &loop->sim->order[omp_get_thread_num()];
    gx_shard_act(loop->sim, loop->act[i], loop->tick, order, loop->hooks);
}

static void exchange(run_loop *loop, uint32_t i)
{
    gx_shard_exchange(loop->sim, loop->exchange[i]);
}

static void run_alone(run_loop *loop)
{
    for (uint32_t i = 0; i < loop->act_count; i++) {
        act(loop, i);
    }
    route(loop);
    for (uint32_t i = 0; i < loop->exchange_count; i++) {
        exchange(loop, i);
    }
}

/* End a tick: its digest, its failures, the host. */
static void end_tick(run_loop *loop)
{
    gx_sim *sim = loop->sim;
    uint64_t noted = 0;
    skip_to(sim, loop->tick - 1);
    sim->tick = loop->tick;
    sim->ticks_run++;
    for (uint32_t i = 0; i < loop->exchange_count; i++) {
        if (loop->status == GX_OK) {
            loop->status = sim->shard[loop->exchange[i]].lane.status;
        }
    }
    for (uint32_t i = 0; i < loop->act_count; i++) {
        noted += sim->shard[loop->act[i]].lane.noted;
    }
    if (noted != 0) {
        sim->digest = gx_mix_pair(sim->digest, gx_mix_pair(loop->tick, noted));
    }
    sim->failed = loop->status;
    loop->work = 0;
    if (loop->status == GX_OK && loop->hooks->tick_done != NULL) {
        loop->status = loop->hooks->tick_done(loop->tick, sim->digest, &loop->work, loop->hooks->context);
        loop->by_host = loop->status != GX_OK;
    }
}

static void end_work(run_loop *loop)
{
    if (loop->hooks->work_done != NULL) {
        loop->status = loop->hooks->work_done(loop->hooks->context);
        loop->by_host = loop->status != GX_OK;
    }
    loop->work = 0;
}

/* By one thread: end what is open, then go on alone as far as that is right, then say what all do next. */
static void decide(run_loop *loop)
{
    size_t messages = 0;
    if (loop->step == STEP_WORK) {
        end_work(loop);
    } else if (loop->tick_open) {
        loop->tick_open = false;
        end_tick(loop);
    }
    for (;;) {
        if (loop->status != GX_OK) {
            loop->step = STEP_LEAVE;
            return;
        }
        if (loop->work != 0 && loop->hooks->work != NULL) {
            loop->step = STEP_WORK;
            return;
        }
        if (!plan(loop, &messages)) {
            loop->step = STEP_LEAVE;
            return;
        }
        if (loop->sim->threads > 1 && messages > ALONE_MOST && loop->act_count > 1) {
            loop->step = STEP_TICK;
            loop->tick_open = true;
            return;
        }
        run_alone(loop);
        end_tick(loop);
    }
}

static void run_thread(run_loop *loop)
{
    for (;;) {
#pragma omp single
        decide(loop);
        if (loop->step == STEP_LEAVE) {
            return;
        }
        if (loop->step == STEP_WORK) {
#pragma omp for schedule(dynamic, 1)
            for (size_t item = 0; item < loop->work; item++) {
                loop->hooks->work(item, loop->hooks->context);
            }
            continue;
        }
#pragma omp for schedule(dynamic, 1)
        for (uint32_t i = 0; i < loop->act_count; i++) {
            act(loop, i);
        }
#pragma omp single
        route(loop);
#pragma omp for schedule(dynamic, 1)
        for (uint32_t i = 0; i < loop->exchange_count; i++) {
            exchange(loop, i);
        }
    }
}

/* A host's hook may have filled the error itself; then its words stay. */
static gx_status report(const run_loop *loop, gx_error *error)
{
    if (loop->status == GX_OK || (loop->by_host && error != NULL && error->status == loop->status)) {
        return loop->status;
    }
    if (loop->by_host) {
        return gx_fail(error, loop->status, "the run was stopped after tick %u: %s", loop->sim->tick,
                       gx_status_text(loop->status));
    }
    if (loop->status == GX_ERR_LIMIT) {
        return gx_fail(error, loop->status,
                       "too many messages are due in one shard in tick %u; use more shards", loop->sim->tick);
    }
    return gx_fail(error, loop->status, "the messages of tick %u: %s", loop->sim->tick,
                   gx_status_text(loop->status));
}

gx_status gx_sim_run(gx_sim *sim, uint32_t until, const gx_sim_hooks *hooks, gx_error *error)
{
    static const gx_sim_hooks none = {0};
    if (until > GX_TICK_MAX) {
        return gx_fail(error, GX_ERR_ARGUMENT, "a run until tick %u: ticks end at %u", until, GX_TICK_MAX);
    }
    if ((sim->posted & ~sim->handled) != 0) {
        return gx_fail(error, GX_ERR_ARGUMENT, "messages of kind %d were posted, but nothing handles them",
                       __builtin_ctzll(sim->posted & ~sim->handled));
    }
    if (sim->failed != GX_OK) {
        return gx_fail(error, sim->failed, "the simulation has failed before and cannot go on");
    }
    if (error != NULL) {
        *error = (gx_error){.status = GX_OK};
    }
    run_loop loop = {.sim = sim, .hooks = hooks != NULL ? hooks : &none, .until = until};
#pragma omp parallel num_threads((int)sim->threads)
    run_thread(&loop);
    return report(&loop, error);
}
