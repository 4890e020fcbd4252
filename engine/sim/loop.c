/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run: one parallel region for all ticks, one barrier a tick.
 *
 *     ┌─► the last to come: end the last tick, tell the host, plan the next ──► nothing left: leave
 *     │        │
 *     │        ├─► TICK   each shard that was sent something or has something due: take in what was sent in
 *     │        │          the last tick (exchange), deliver what is due (act), send
 *     │        │
 *     │        └─► WORK   items that the host asked for: compressing a buffer, say
 *     └────────┘
 *
 * Exchange and act need no barrier between them, because what is sent in a tick goes into other outboxes
 * than those that are read in it. Opening a region costs 1 µs with libgomp and 20 with libomp, so it stays
 * open. A barrier still costs more than delivering a few messages, so a tick with few of them (and every
 * tick when there is one thread) is run to its end by the thread that planned it, while the others wait at
 * the barrier they are at anyway.
 *
 * A thread first takes the shards that were its own in other ticks too, whose wheels, columns and books are
 * in its cache or its node's memory, and then what others have left undone. Who runs a shard has no
 * influence on what comes out.
 *
 * All that the threads share while they decide where to go is in `loop`; it is written only by the last to
 * come at the barrier, and read only behind it. */
#include "barrier.h"
#include "mail.h"

#include <omp.h>

enum { ALONE_MOST = 16 }; /* a barrier costs a microsecond, a message of a real model one or more */

typedef enum loop_step { STEP_TICK, STEP_WORK, STEP_LEAVE } loop_step;

typedef struct run_loop {
    gx_sim *sim;
    const gx_sim_hooks *hooks;
    gx_status status;
    bool by_host; /* the status came from a hook */
    uint32_t until;
    loop_step step;
    uint64_t at; /* by the clock of the profile: where the one thread's time was booked last */
    bool open;   /* a tick or work was handed to all threads and is to be ended */
    uint32_t tick;
    size_t work;
    uint32_t count;
    uint32_t list[GX_SHARDS_MAX]; /* the shards of this tick */
    gx_barrier barrier;
} run_loop;

/* ---- Planning ---- */

static void skip_to(gx_sim *sim, uint32_t tick)
{
    sim->ticks_skipped += tick - sim->tick;
    sim->tick = tick;
}

/* The next tick in which anything is due here; nothing may have been sent since. */
static uint32_t soonest(const gx_sim *sim, const gx_mail *mail)
{
    uint32_t tick = mail->soonest;
    for (uint32_t shard = sim->own_first; shard < sim->own_end; shard++) {
        tick = sim->next[shard] < tick ? sim->next[shard] : tick;
    }
    return tick;
}

/* Agree with other ranks on the next tick in which anything is due anywhere, and whether any of them stops;
 * then list the shards in it. False when there is nothing more to do. */
static bool plan(run_loop *loop, uint64_t *messages)
{
    gx_sim *sim = loop->sim;
    gx_mail mail = gx_mail_look(sim);
    gx_rank_news news = {.soonest = soonest(sim, &mail), .status = (uint32_t)loop->status};
    gx_status status = gx_exchange_agree(&sim->exchange, &news);
    if (status != GX_OK || news.status != GX_OK) {
        loop->by_host = status == GX_OK; /* the host of some rank */
        loop->status = status != GX_OK ? status : (gx_status)news.status;
        sim->failed = status;
        return false;
    }
    if (news.soonest > loop->until) {
        if (sim->tick < loop->until) {
            skip_to(sim, loop->until);
        }
        return false;
    }
    loop->tick = news.soonest;
    loop->count = 0;
    *messages = mail.sent;
    for (uint32_t shard = sim->own_first; shard < sim->own_end; shard++) {
        bool due = sim->next[shard] == loop->tick;
        if (due || (mail.to[shard / 64] >> (shard % 64) & 1) != 0) {
            loop->list[loop->count++] = shard;
            *messages += due ? sim->next_most[shard] : 0;
        }
    }
    return true;
}

/* ---- Sharing ---- */

/* Cut the tick's shards so that a thread's part holds the same shards in each tick. */
static void share_shards(run_loop *loop)
{
    const gx_sim *sim = loop->sim;
    size_t at = 0;
    for (uint32_t thread = 0; thread < sim->threads; thread++) {
        size_t end = sim->own_first + ((size_t)thread + 1) * (sim->own_end - sim->own_first) / sim->threads;
        atomic_store_explicit(&loop->sim->hand[thread].next, at, memory_order_relaxed);
        while (at < loop->count && loop->list[at] < end) {
            at++;
        }
        loop->sim->hand[thread].end = at;
    }
}

static void share_work(run_loop *loop)
{
    for (uint32_t thread = 0; thread < loop->sim->threads; thread++) {
        atomic_store_explicit(&loop->sim->hand[thread].next, loop->work * thread / loop->sim->threads,
                              memory_order_relaxed);
        loop->sim->hand[thread].end = loop->work * (thread + 1) / loop->sim->threads;
    }
}

/* The next undone item, of one's own part or else of another's; false when nothing is left. */
static bool claim(run_loop *loop, uint32_t thread, size_t *item)
{
    for (uint32_t i = 0; i < loop->sim->threads; i++) {
        gx_hand *hand = &loop->sim->hand[(thread + i) % loop->sim->threads];
        if (atomic_load_explicit(&hand->next, memory_order_relaxed) < hand->end) {
            *item = atomic_fetch_add_explicit(&hand->next, 1, memory_order_relaxed);
            if (*item < hand->end) {
                return true;
            }
        }
    }
    return false;
}

/* ---- One thread between two ticks ---- */

/* What the shards noted and how they fared, here and on other ranks; what was sent is exchanged. */
static gx_rank_news gather(run_loop *loop)
{
    gx_sim *sim = loop->sim;
    gx_rank_news news = {.soonest = GX_NEVER, .status = GX_OK};
    for (uint32_t i = 0; i < loop->count; i++) {
        const gx_lane *lane = &gx_shard_at(sim, loop->list[i])->lane;
        news.status = news.status == GX_OK ? (uint32_t)lane->status : news.status;
        news.noted += lane->noted;
    }
    gx_exchange_prepare(sim, &news);
    gx_status status = gx_exchange_agree(&sim->exchange, &news);
    if (status == GX_OK && news.status == GX_OK) {
        status = gx_exchange_finish(sim);
    }
    news.status = status != GX_OK ? (uint32_t)status : news.status;
    return news;
}

/* End a tick: its digest, its failures, the host. */
static void end_tick(run_loop *loop, gx_hand *hand)
{
    gx_sim *sim = loop->sim;
    skip_to(sim, loop->tick - 1);
    sim->tick = loop->tick;
    sim->ticks_run++;
    gx_rank_news news = gather(loop);
    if (news.noted != 0) {
        sim->digest = gx_mix_pair(sim->digest, gx_mix_pair(loop->tick, news.noted));
    }
    loop->status = sim->failed = (gx_status)news.status;
    loop->work = 0;
    if (loop->status == GX_OK && loop->hooks->tick_done != NULL) {
        gx_spent(sim, &loop->at, &hand->measure.plan_ns);
        loop->status = loop->hooks->tick_done(loop->tick, sim->digest, &loop->work, loop->hooks->context);
        loop->by_host = loop->status != GX_OK;
        gx_spent(sim, &loop->at, &hand->measure.host_ns);
    }
}

static void end_work(run_loop *loop, gx_hand *hand)
{
    if (loop->hooks->work_done != NULL) {
        gx_spent(loop->sim, &loop->at, &hand->measure.plan_ns);
        loop->status = loop->hooks->work_done(loop->hooks->context);
        loop->by_host = loop->status != GX_OK;
        gx_spent(loop->sim, &loop->at, &hand->measure.host_ns);
    }
    loop->work = 0;
}

/* Fetch what shard number `item` of the tick's list touches first, and ask where that of the one behind it
 * is. Only its own thread may look into a shard. */
static void fetch_shard(const run_loop *loop, size_t item)
{
    if (item < loop->count) {
        gx_shard_fetch_due(loop->sim, loop->list[item], loop->tick);
    }
    if (item + 1 < loop->count) {
        gx_shard_fetch_slot(loop->sim, loop->list[item + 1], loop->tick);
    }
}

static void run_shard(run_loop *loop, size_t item, gx_hand *hand)
{
    gx_shard_run(loop->sim, loop->list[item], loop->tick, hand, loop->hooks);
}

static void run_alone(run_loop *loop, gx_hand *hand)
{
    gx_spent(loop->sim, &loop->at, &hand->measure.plan_ns);
    for (uint32_t i = 0; i < loop->count; i++) {
        fetch_shard(loop, i + 1);
        run_shard(loop, i, hand);
    }
    loop->at = gx_now(loop->sim);
}

static void end_step(run_loop *loop, gx_hand *hand)
{
    if (!loop->open) {
        return;
    }
    loop->open = false;
    if (loop->step == STEP_WORK) {
        end_work(loop, hand);
    } else {
        end_tick(loop, hand);
    }
}

/* End what is open, then go on alone as far as that is right, then say what all do next. */
static void decide(run_loop *loop, gx_hand *hand)
{
    uint64_t messages = 0;
    loop->at = gx_now(loop->sim);
    end_step(loop, hand);
    for (;;) {
        if (loop->status == GX_OK && loop->work != 0 && loop->hooks->work != NULL) {
            loop->step = STEP_WORK;
            loop->open = true;
            share_work(loop);
            return;
        }
        if (loop->sim->failed != GX_OK || !plan(loop, &messages)) {
            loop->step = STEP_LEAVE;
            return;
        }
        if (loop->sim->threads > 1 && messages > ALONE_MOST && loop->count > 1) {
            loop->step = STEP_TICK;
            loop->open = true;
            share_shards(loop);
            return;
        }
        run_alone(loop, hand);
        end_tick(loop, hand);
    }
}

/* ---- All threads ---- */

/* One more of one's own part while that is long: what is taken early cannot be helped with. */
static bool claim_early(run_loop *loop, uint32_t thread, size_t *item)
{
    enum { LONG = 3 };
    gx_hand *hand = &loop->sim->hand[thread];
    if (atomic_load_explicit(&hand->next, memory_order_relaxed) + LONG > hand->end) {
        return false;
    }
    *item = atomic_fetch_add_explicit(&hand->next, 1, memory_order_relaxed);
    return *item < hand->end;
}

static void run_tick(run_loop *loop, uint32_t thread)
{
    size_t item;
    size_t next = 0;
    for (bool more = claim(loop, thread, &item); more;) {
        bool early = claim_early(loop, thread, &next);
        if (early) {
            fetch_shard(loop, next);
        }
        run_shard(loop, item, &loop->sim->hand[thread]);
        more = early || claim(loop, thread, &next);
        item = next;
    }
}

static void run_work(run_loop *loop, uint32_t thread)
{
    size_t item;
    while (claim(loop, thread, &item)) {
        uint64_t from = gx_now(loop->sim);
        loop->hooks->work(item, loop->hooks->context);
        gx_spent(loop->sim, &from, &loop->sim->hand[thread].measure.work_ns);
    }
}

static void run_thread(run_loop *loop)
{
    uint32_t thread = (uint32_t)omp_get_thread_num();
    /* The system may grant fewer threads than were asked for. */
#pragma omp single
    gx_barrier_init(&loop->barrier, (uint32_t)omp_get_num_threads(),
                    omp_get_num_threads() > omp_get_num_procs());
    for (;;) {
        if (gx_barrier_arrive(&loop->barrier)) {
            gx_hand *hand = &loop->sim->hand[thread];
            decide(loop, hand);
            gx_spent(loop->sim, &loop->at, &hand->measure.plan_ns);
            gx_barrier_open(&loop->barrier);
        }
        if (loop->step == STEP_LEAVE) {
            return;
        }
        if (loop->step == STEP_WORK) {
            run_work(loop, thread);
        } else {
            run_tick(loop, thread);
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
    uint64_t from = gx_now(sim);
#pragma omp parallel num_threads((int)sim->threads)
    run_thread(&loop);
    gx_spent(sim, &from, &sim->wall_ns);
    gx_barrier_free(&loop.barrier);
    return report(&loop, error);
}
