/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every handler does: count, write down an event, tell time, pass a message. */
#ifndef GX_MODELS_ACT_H
#define GX_MODELS_ACT_H

#include "kinds.h"
#include "purposes.h"
#include <gx/base/draws.h>
#include <gx/models/models.h>

/* A span of simulated time as whole ticks and a part of one. */
typedef struct gx_delay {
    uint32_t ticks;
    uint32_t subtick;
} gx_delay;

/* The series period that `tick` belongs to. */
static inline uint32_t gx_period_of(const gx_clock *clock, uint32_t tick)
{
    return (uint32_t)(((int64_t)tick - 1) * clock->tick_ms / clock->period_ms);
}

/* The first count of a tick: maybe a new period. */
void gx_tally_turn(const gx_world *world, gx_tally *tally, uint32_t tick);

/* The lane's tally, in the lane's tick. */
static inline gx_tally *gx_tally_of(const gx_world *world, const gx_lane *lane)
{
    gx_tally *tally = &world->shard[lane->shard];
    if (tally->tick != lane->tick)
        gx_tally_turn(world, tally, lane->tick);
    return tally;
}

static inline int64_t *gx_counters(const gx_world *world, const gx_lane *lane)
{
    return gx_tally_of(world, lane)->now;
}

/* Have the memory fetched that a payment to or from a user of this lane will touch, some messages ahead. */
static inline void gx_fetch_user(const gx_lane *lane, const gx_world *world, uint32_t user)
{
    gx_book_fetch(world->books[lane->shard], user);
    __builtin_prefetch(&world->user.life[user], 1);
    if (world->user.last_period_wide)
        __builtin_prefetch(&world->user.last_period_wide[user], 1);
}

static inline gx_book *gx_book_of(const gx_world *world, const gx_lane *lane)
{
    return world->books[lane->shard];
}

/* The next key of a user's own operations. */
static inline gx_op_key gx_next_key(gx_world *world, uint32_t user)
{
    gx_op_key key = {user, world->user.serial ? world->user.serial[user]++ : 0};
    return key;
}

/* A name for something born in the run, unique for its maker but for chance collisions of 32 bits, which
 * would only correlate two draws: made of what caused it, so that one birth more does not rename the others.
 */
static inline uint32_t gx_occasion(uint32_t cause, uint32_t a, uint32_t b)
{
    return (uint32_t)(gx_mix_pair((uint64_t)cause << 32 | a, b) >> 32);
}

/* What is decided about a share that somebody received, as draw `i` of some. */
static inline void gx_name_received(gx_draw_names *names, uint32_t i, const gx_received *share)
{
    names->who[i] = share->user;
    names->about[i] = share->sender;
    names->occasion[i] = share->occasion;
}
_Static_assert((int)GX_RECEIVED_MOST <= (int)GX_DRAWS_MOST, "drawn for together");

/* Note an operation in the tick's digest: what was done, by whom, about what, how much. */
static inline void gx_note_operation(gx_lane *lane, uint32_t what, uint32_t user, uint32_t other,
                                     uint32_t occasion, int64_t amount)
{
    uint64_t x = gx_mix_pair((uint64_t)what << 32 | user, (uint64_t)other << 32 | occasion);
    gx_note(lane, gx_mix_pair(x, (uint64_t)amount));
}

/* The user did something in this period: counts active users. */
void gx_note_active(gx_lane *lane, gx_world *world, uint32_t user);

/* Keep an event when the scenario records events and `owner` is in the sample. Bindings are always kept, and
 * of ties and memberships all where events are recorded: a part of them would replay to no network. Costs
 * nothing where none is kept: the event is then not even put together. */
void gx_keep_event_here(gx_lane *lane, gx_world *world, gx_event_kind table, uint32_t owner,
                        const gx_event *event);
static inline void gx_keep_event(gx_lane *lane, gx_world *world, gx_event_kind table, uint32_t owner,
                                 const gx_event *event)
{
    if (world->keep_events || table == GX_EVENT_BINDING)
        gx_keep_event_here(lane, world, table, owner, event);
}

/* n / tick_ms for n >= 0. With m = 2^64 / d rounded up, n * m / 2^64 is exact while n * d < 2^64: m is too
 * large by less than d / 2^64 of one. Ticks are at most a minute, so n below 2^48 is safe; spans are. */
static inline int64_t gx_in_ticks(const gx_clock *clock, int64_t n)
{
    __extension__ typedef unsigned __int128 wide;
    if (clock->per_tick && n < INT64_C(1) << 48)
        return (int64_t)((wide)(uint64_t)n * clock->per_tick >> 64);
    return n / clock->tick_ms;
}

/* `milliseconds` of simulated time as ticks and a subtick. */
static inline gx_delay gx_delay_of(const gx_clock *clock, int64_t milliseconds)
{
    int64_t ticks = gx_in_ticks(clock, milliseconds);
    int64_t rest = milliseconds - ticks * clock->tick_ms;
    gx_delay delay = {ticks > GX_TICK_MAX ? GX_TICK_MAX : (uint32_t)ticks,
                      (uint32_t)gx_in_ticks(clock, rest << 32)};
    return delay;
}

/* Send `message` (its due and subtick are set here) after a delay, in the next tick at the earliest; behind
 * the end of the run it is dropped. */
void gx_send_after(gx_lane *lane, const gx_world *world, gx_message *message, uint32_t kind, gx_delay delay);

/* A model's parameters and state by its number. */
typedef enum gx_model_number {
    GX_MODEL_decision,
    GX_MODEL_rhythm,
    GX_MODEL_sessions,
    GX_MODEL_packets,
    GX_MODEL_sending,
    GX_MODEL_attention,
    GX_MODEL_reciprocity,
    GX_MODEL_binding,
    GX_MODEL_transfers,
    GX_MODEL_scheduled,
    GX_MODEL_befriending,
    GX_MODEL_circling,
    GX_MODEL_paying,
    GX_MODEL_NUMBERS
} gx_model_number;

extern const gx_model gx_model_decision, gx_model_rhythm, gx_model_sessions, gx_model_packets,
    gx_model_sending, gx_model_attention, gx_model_reciprocity, gx_model_binding, gx_model_transfers,
    gx_model_scheduled, gx_model_befriending, gx_model_circling, gx_model_paying;

#endif
