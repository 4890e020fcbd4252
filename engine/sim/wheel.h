/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The timing wheel of one shard: every message that waits, filed by when it is due.
 *
 * After Varghese and Lauck ("Hashed and hierarchical timing wheels", SOSP 1987), with three levels of 256
 * slots that are ALIGNED to the calendar of ticks instead of counted from now. With the wheel at tick p, a
 * message due in tick d stands
 *
 *     level 0, slot  d        & 255   if d and p agree in all but their lowest 8 bits (256 ticks)
 *     level 1, slot (d >>  8) & 255   if in all but their lowest 16 (65,536 ticks)
 *     level 2, slot  d >> 16          otherwise (24 bits: 194 days of seconds)
 *
 *        d:  [ level 2 : 8 ][ level 1 : 8 ][ level 0 : 8 ]
 *
 * When the wheel moves into another block, that block's one slot is emptied into the levels below (a
 * cascade) before anything new is filed in them. So each slot of level 0 holds one tick and nothing else,
 * and its messages are moved at most twice however far away they were.
 *
 * The wheel moves only to ticks in which its shard has something due, possibly far apart: in between nothing
 * looks at it. That is sound because a slot that was passed by is empty, or the wheel would have stopped
 * there. The next such tick is known in O(1): a bitmap of busy slots a level, and in levels 1 and 2 the
 * earliest tick of each slot.
 *
 * The order inside a slot is that of arrival and means nothing: order.h sorts what is due by keys. */
#ifndef GX_SIM_WHEEL_H
#define GX_SIM_WHEEL_H

#include "pool.h"

enum { GX_WHEEL_LEVELS = 3, GX_WHEEL_SLOTS = 256, GX_WHEEL_WORDS = GX_WHEEL_SLOTS / 64 };

/* Two in a cache line, none across two. */
typedef struct gx_slot {
    _Alignas(32) gx_chunks list;
    uint32_t soonest; /* the earliest due tick in it */
} gx_slot;
_Static_assert(sizeof(gx_slot) == 32, "half a cache line");

typedef struct gx_wheel {
    uint32_t position; /* the tick it was moved to last */
    uint64_t busy[GX_WHEEL_LEVELS][GX_WHEEL_WORDS];
    gx_slot slot[GX_WHEEL_LEVELS][GX_WHEEL_SLOTS];
} gx_wheel;

void gx_wheel_init(gx_wheel *wheel);

static inline uint32_t gx_wheel_slot_of(uint32_t level, uint32_t tick)
{
    return (tick >> (8 * level)) & (GX_WHEEL_SLOTS - 1);
}

/* File messages that are due at the wheel's position or behind it. False when memory is exhausted: those for
 * which there was none are lost, and only those. O(count).
 *
 * Each goes to a slot of its own, far away in memory, and to a line of that slot's newest chunk, further away
 * still. So blocks are filed in three steps: ask for the slots, ask for the lines, put the messages down. */
bool gx_wheel_file(gx_wheel *wheel, gx_pool *pool, const gx_message *message, size_t count);

/* The next tick in which something is due, and at most how many messages; false when nothing waits. O(1). */
bool gx_wheel_next(const gx_wheel *wheel, uint32_t *tick, size_t *at_most);

/* Move to `tick`, not behind the next one in which something is due. What is due in it may still be filed
 * then. False when memory is exhausted in a cascade. */
bool gx_wheel_advance(gx_wheel *wheel, gx_pool *pool, uint32_t tick);

/* Take what is due in the tick it stands at; empty when there is nothing. The chunks are the caller's to
 * give back. */
gx_chunks gx_wheel_take(gx_wheel *wheel);

/* All messages that wait. O(slots). */
uint64_t gx_wheel_waiting(const gx_wheel *wheel);

#endif
