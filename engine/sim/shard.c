/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One shard's part of a tick: EXCHANGE, then ACT. It may run on any thread: all it touches is the shard's
 * own, the thread's own, and the outboxes of the last tick, which nobody writes now. */
#include "shard.h"

#include "mail.h"

/* Messages to one's own shard are filed at once, some dozens together: its wheel stands at this tick and is
 * nobody else's. */
static void file_own(gx_shard *shard, gx_hand *hand)
{
    shard->received += hand->own_count;
    if (!gx_wheel_file(&shard->wheel, &shard->pool, hand->own, hand->own_count)) {
        shard->lane.status = GX_ERR_MEMORY;
    }
    hand->own_count = 0;
}

/* Others go through the outbox of the thread. */
void gx_send(gx_lane *lane, const gx_message *message)
{
    gx_shard *shard = (gx_shard *)lane;
    const gx_sim *sim = lane->sim;
    GX_ASSERT(gx_due_tick(message) > lane->tick && gx_exists(sim, message->target));
    GX_ASSERT(gx_message_kind(message) < GX_KINDS_MAX && (sim->handled >> gx_message_kind(message) & 1) != 0);
    gx_hand *hand = shard->by;
    uint32_t to = gx_owner(sim, message->target);
    if (to == lane->shard) {
        hand->own[hand->own_count++] = *message;
        if (hand->own_count == GX_OWN_MOST) {
            file_own(shard, hand);
        }
    } else if (!gx_outbox_put(hand->open, &hand->pool, to, message)) {
        lane->status = GX_ERR_MEMORY;
    }
}

static inline bool is_own(const gx_lane *lane, uint32_t entity)
{
    return entity - lane->first < lane->count || entity - lane->more_first < lane->more_count;
}

void gx_send_own(gx_lane *lane, const gx_message *message, size_t count)
{
    gx_shard *shard = (gx_shard *)lane;
    uint64_t handled = lane->sim->handled;
    gx_hand *hand = shard->by;
    for (size_t i = 0; i < count; i++) {
        GX_ASSERT(gx_due_tick(&message[i]) > lane->tick && is_own(lane, message[i].target));
        GX_ASSERT((handled >> (gx_message_kind(&message[i]) % GX_KINDS_MAX) & 1) != 0);
        hand->own[hand->own_count++] = message[i];
        if (hand->own_count == GX_OWN_MOST) {
            file_own(shard, hand);
        }
    }
}

static bool file_block(const gx_message *at, size_t count, void *context)
{
    gx_shard *shard = context;
    shard->received += count;
    return gx_wheel_file(&shard->wheel, &shard->pool, at, count);
}

/* The outbox that a hand fills in this tick, emptied of what the last tick has read. */
static void open_outbox(const gx_sim *sim, gx_hand *hand)
{
    uint64_t now = sim->ticks_run + 1;
    gx_outbox *outbox = &hand->outbox[now & 1];
    if (outbox->filled != now) {
        gx_outbox_clear(outbox, &hand->pool);
        outbox->filled = now;
    }
    hand->open = outbox;
}

/* Before the handlers, which may change nothing of it. */
static void measure_runs(const gx_sim *sim, gx_hand *hand, uint32_t tick)
{
    const gx_order *order = &hand->order;
    const gx_message *first = &order->message[order->longest_first];
    gx_longest longest = {order->longest, first->target, tick, gx_message_kind(first)};
    gx_longest_keep(&hand->measure.longest, &longest);
    for (size_t i = 0; i < order->span_count && sim->clock != NULL; i++) {
        gx_heat_note(&hand->measure.heat, order->message + order->span[i].first, order->span[i].count);
    }
}

static void call_handlers(gx_shard *shard, gx_hand *hand, uint64_t *from)
{
    const gx_sim *sim = shard->lane.sim;
    const gx_order *order = &hand->order;
    uint64_t began = *from;
    for (size_t i = 0; i < order->span_count; i++) {
        const gx_span *span = &order->span[i];
        const gx_kind *kind = &sim->kind[span->kind];
        kind->handler(&shard->lane, order->message + span->first, span->count, kind->context);
        hand->delivered[span->kind] += span->count;
        shard->delivered += span->count;
        gx_spent(sim, from, &hand->measure.kind_ns[span->kind]);
    }
    hand->measure.act_ns += *from - began;
}

/* ACT: deliver what is due. */
static void act(gx_sim *sim, gx_shard *shard, gx_hand *hand, const gx_sim_hooks *hooks, uint64_t *from)
{
    gx_lane *lane = &shard->lane;
    gx_chunks due = gx_wheel_take(&shard->wheel);
    if (due.newest == NULL) {
        return;
    }
    gx_reach reach = {lane->first, lane->count, lane->more_first, lane->more_count};
    gx_status status = gx_order_make(&hand->order, &due, &reach);
    gx_pool_give_all(&shard->pool, &due);
    if (status != GX_OK) {
        lane->status = status;
        return;
    }
    open_outbox(sim, hand);
    shard->by = hand;
    measure_runs(sim, hand, lane->tick);
    gx_spent(sim, from, &hand->measure.order_ns);
    call_handlers(shard, hand, from);
    if (hooks->shard_acted != NULL) {
        hooks->shard_acted(lane, hooks->context);
        gx_spent(sim, from, &hand->measure.act_ns);
    }
    file_own(shard, hand);
    gx_spent(sim, from, &hand->measure.exchange_ns);
}

static const gx_chunks *due_slot(const gx_sim *sim, uint32_t number, uint32_t tick)
{
    return &gx_shard_at(sim, number)->wheel.slot[0][gx_wheel_slot_of(0, tick)].list;
}

void gx_shard_fetch_slot(const gx_sim *sim, uint32_t number, uint32_t tick)
{
    const gx_shard *shard = gx_shard_at(sim, number);
    const char *from = (const char *)shard;
    for (const char *at = from; at < (const char *)shard->wheel.slot; at += 64) {
        __builtin_prefetch(at, 1);
    }
    __builtin_prefetch(due_slot(sim, number, tick), 1);
}

/* The newest chunk alone: in a tick with more, the processor has seen by then where this leads. */
void gx_shard_fetch_due(const gx_sim *sim, uint32_t number, uint32_t tick)
{
    const gx_chunks *due = due_slot(sim, number, tick);
    for (size_t i = 0; due->newest != NULL && i < due->used; i += 2) {
        __builtin_prefetch(&due->newest->at[i]);
    }
}

void gx_shard_run(gx_sim *sim, uint32_t number, uint32_t tick, gx_hand *hand, const gx_sim_hooks *hooks)
{
    gx_shard *shard = gx_shard_at(sim, number);
    uint64_t from = gx_now(sim);
    uint64_t began = from;
    shard->lane.tick = tick;
    shard->lane.noted = 0;
    if (!gx_wheel_advance(&shard->wheel, &shard->pool, tick)) {
        shard->lane.status = GX_ERR_MEMORY;
    }
    if (!gx_mail_each(sim, number, file_block, shard)) {
        shard->lane.status = GX_ERR_MEMORY;
    }
    gx_spent(sim, &from, &hand->measure.exchange_ns);
    if (shard->lane.status == GX_OK) {
        act(sim, shard, hand, hooks, &from);
    }
    gx_shard_look_ahead(sim, number);
    gx_spent(sim, &from, &hand->measure.order_ns);
    shard->spent_ns += from - began;
}

void gx_shard_look_ahead(gx_sim *sim, uint32_t number)
{
    sim->next[number] = GX_NEVER;
    sim->next_most[number] = 0;
    gx_wheel_next(&gx_shard_at(sim, number)->wheel, &sim->next[number], &sim->next_most[number]);
}
