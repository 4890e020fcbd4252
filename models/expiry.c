/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packets that nobody has emptied expire.
 *
 * A timer in the wheel for every packet would be 32 bytes for a day, though most are emptied in minutes. So
 * once an hour each shard walks its open packets and sends EXPIRE to those that are due in the hour behind
 * it. A packet that is sent after a walk and due before the next gets its message at once. Either way it
 * expires in the tick in which it is due.
 */
#include "expiry.h"

enum { SWEEP_MS = 3600000 };

/* Walks happen in ticks that are multiples of this, each for the ticks behind it up to the next. */
static uint32_t sweep_ticks(const gx_world *world)
{
    int64_t ticks = SWEEP_MS / world->clock.tick_ms;
    return ticks > 1 ? (uint32_t)ticks : 1;
}

static void send_expiry(gx_lane *lane, uint32_t sender, uint32_t occasion, gx_packet_ref ref,
                        uint32_t expires)
{
    gx_message message = {.target = sender,
                          .due_kind = gx_due_kind(expires, GX_KIND_EXPIRE),
                          .source = sender,
                          .serial = occasion,
                          .word = {ref.slot, ref.life}};
    gx_send(lane, &message);
}

void gx_expiry_set(gx_lane *lane, const gx_world *world, uint32_t sender, uint32_t occasion,
                   gx_packet_ref ref)
{
    uint32_t every = sweep_ticks(world), covered = (lane->tick / every + 1) * every;
    uint64_t expires = (uint64_t)lane->tick + gx_packet_rules_of(world)->life_ticks;
    if (expires <= covered && expires <= world->clock.ticks)
        send_expiry(lane, sender, occasion, ref, (uint32_t)expires);
}

typedef struct sweep {
    gx_lane *lane;
    const gx_book *book;
} sweep;

static void expires_soon(void *host, gx_packet_ref ref, uint32_t sender, uint32_t expires)
{
    const sweep *of = host;
    gx_packet_view view;
    if (gx_packet_look(of->book, ref, &view))
        send_expiry(of->lane, sender, view.occasion, ref, expires);
}

/* The walk comes before all else in its tick: it sees what was sent in the ticks before. */
static void on_sweep(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    (void)count;
    const gx_world *world = context;
    sweep of = {lane, gx_book_of(world, lane)};
    uint32_t every = sweep_ticks(world), last = world->clock.ticks;
    uint32_t until = lane->tick + every < last ? lane->tick + every : last;
    gx_packets_due(of.book, lane->tick + 1, until + 1, expires_soon, &of);
    gx_message again = *span;
    again.due_kind = gx_due_kind(lane->tick + every, GX_KIND_SWEEP);
    if (lane->tick + every < last)
        gx_send(lane, &again);
}

static void on_expire(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    gx_world *world = context;
    gx_book *book = gx_book_of(world, lane);
    for (size_t i = 0; i < count; i++) {
        gx_packet_ref ref = {span[i].word[0], span[i].word[1]};
        gx_packet_view view;
        if (!gx_packet_look(book, ref, &view))
            continue; /* every share was taken long ago */
        gx_answer answer = gx_packet_expire(book, ref, lane->tick);
        if (answer.code != GX_DONE) {
            gx_note_refusal(lane, world, view.sender, answer);
            continue;
        }
        world->shard[lane->shard].touched = true;
        gx_counters(world, lane)[GX_COUNT_packets_expired]++;
        gx_counters(world, lane)[GX_COUNT_refunded_fen] += answer.amount;
        gx_note_operation(lane, 3, view.sender, 0, view.occasion, answer.amount);
        gx_record_ending(lane, world, &view, view.shares - view.shares_left, answer.amount, view.luckiest,
                         view.luckiest_share);
    }
}

/* The first walk that can find something: packets of the first tick are due a life after it. */
static gx_status post_sweeps(gx_world *world, gx_error *error)
{
    uint64_t every = sweep_ticks(world), life = gx_packet_rules_of(world)->life_ticks;
    uint64_t first = (life - 1) / every * every;
    first = first > every ? first : every;
    gx_status status = GX_OK;
    for (uint32_t s = 0; s < world->shards && first < world->clock.ticks && status == GX_OK; s++) {
        uint32_t user = gx_sim_shard_first(world->sim, s);
        gx_message message = {
            .target = user, .due_kind = gx_due_kind((uint32_t)first, GX_KIND_SWEEP), .source = user};
        status = gx_sim_post(world->sim, &message, error);
    }
    return status;
}

gx_status gx_expiry_start(gx_world *world, gx_error *error)
{
    gx_sim_handle(world->sim, GX_KIND_SWEEP, "sweep", on_sweep, world);
    gx_status status = gx_sim_handle(world->sim, GX_KIND_EXPIRE, "expire", on_expire, world);
    return status == GX_OK ? post_sweeps(world, error) : status;
}
