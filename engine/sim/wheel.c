/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wheel.h"

#include <gx/base/status.h>
#include <string.h>

void gx_wheel_init(gx_wheel *wheel)
{
    wheel->position = 0;
    memset(wheel->busy, 0, sizeof(wheel->busy));
    for (uint32_t level = 0; level < GX_WHEEL_LEVELS; level++) {
        for (uint32_t slot = 0; slot < GX_WHEEL_SLOTS; slot++) {
            wheel->slot[level][slot] = (gx_slot){GX_CHUNKS_NONE, UINT32_MAX};
        }
    }
}

/* ---- Filing ---- */

enum { BLOCK = 32 };

/* The slot of a message, which is busy from now on. The level is that of the highest bit in which its tick
 * and the wheel's differ. */
static gx_slot *slot_for(gx_wheel *wheel, const gx_message *message)
{
    uint32_t due = gx_due_tick(message);
    uint32_t apart = due ^ wheel->position;
    uint32_t level = (31 - (uint32_t)__builtin_clz(apart | 1)) / 8;
    uint32_t at = gx_wheel_slot_of(level, due);
    wheel->busy[level][at / 64] |= UINT64_C(1) << (at % 64);
    return &wheel->slot[level][at];
}

static bool file_block(gx_wheel *wheel, gx_pool *pool, const gx_message *message, size_t count)
{
    gx_slot *slot[BLOCK];
    for (size_t i = 0; i < count; i++) {
        slot[i] = slot_for(wheel, &message[i]);
        __builtin_prefetch(slot[i], 1);
    }
    for (size_t i = 0; i < count; i++) {
        gx_chunks_fetch(&slot[i]->list, pool);
    }
    bool done = true;
    for (size_t i = 0; i < count; i++) {
        uint32_t due = gx_due_tick(&message[i]);
        slot[i]->soonest = due < slot[i]->soonest ? due : slot[i]->soonest;
        done = gx_chunks_append(&slot[i]->list, pool, &message[i]) && done;
    }
    return done;
}

bool gx_wheel_file(gx_wheel *wheel, gx_pool *pool, const gx_message *message, size_t count)
{
    bool done = true;
    for (size_t from = 0; from < count; from += BLOCK) {
        size_t left = count - from;
        done = file_block(wheel, pool, message + from, left < BLOCK ? left : BLOCK) && done;
    }
    return done;
}

/* ---- What is due ---- */

/* The first busy slot of a level, or GX_WHEEL_SLOTS. */
static uint32_t first_busy(const gx_wheel *wheel, uint32_t level)
{
    for (uint32_t word = 0; word < GX_WHEEL_WORDS; word++) {
        if (wheel->busy[level][word] != 0) {
            return word * 64 + (uint32_t)__builtin_ctzll(wheel->busy[level][word]);
        }
    }
    return GX_WHEEL_SLOTS;
}

bool gx_wheel_next(const gx_wheel *wheel, uint32_t *tick, size_t *at_most)
{
    for (uint32_t level = 0; level < GX_WHEEL_LEVELS; level++) {
        uint32_t at = first_busy(wheel, level);
        if (at < GX_WHEEL_SLOTS) {
            *tick = wheel->slot[level][at].soonest;
            *at_most = gx_chunks_count(&wheel->slot[level][at].list);
            return true;
        }
    }
    return false;
}

/* Take a slot's list out of the wheel. */
static gx_chunks detach(gx_wheel *wheel, uint32_t level, uint32_t at)
{
    gx_chunks list = wheel->slot[level][at].list;
    wheel->slot[level][at] = (gx_slot){GX_CHUNKS_NONE, UINT32_MAX};
    wheel->busy[level][at / 64] &= ~(UINT64_C(1) << (at % 64));
    return list;
}

/* File the messages of a slot again, now that the wheel stands in their block: they land in the levels
 * below. */
static bool cascade(gx_wheel *wheel, gx_pool *pool, uint32_t level)
{
    gx_chunks list = detach(wheel, level, gx_wheel_slot_of(level, wheel->position));
    bool done = true;
    uint32_t used = list.used;
    for (gx_chunk *chunk = list.newest; chunk != NULL; used = GX_CHUNK_MESSAGES) {
        gx_chunk *next = chunk->next;
        done = gx_wheel_file(wheel, pool, chunk->at, used) && done;
        gx_pool_give(pool, chunk);
        chunk = next;
    }
    return done;
}

bool gx_wheel_advance(gx_wheel *wheel, gx_pool *pool, uint32_t tick)
{
    uint32_t apart = tick ^ wheel->position;
    GX_ASSERT(tick >= wheel->position);
    wheel->position = tick;
    bool done = true;
    if (apart > 0xffff) {
        done = cascade(wheel, pool, 2);
    }
    if (apart > 0xff) {
        done = cascade(wheel, pool, 1) && done;
    }
    return done;
}

gx_chunks gx_wheel_take(gx_wheel *wheel)
{
    uint32_t at = gx_wheel_slot_of(0, wheel->position);
    GX_ASSERT(first_busy(wheel, 0) >= at);
    return detach(wheel, 0, at);
}

uint64_t gx_wheel_waiting(const gx_wheel *wheel)
{
    uint64_t waiting = 0;
    for (uint32_t level = 0; level < GX_WHEEL_LEVELS; level++) {
        for (uint32_t slot = 0; slot < GX_WHEEL_SLOTS; slot++) {
            waiting += gx_chunks_count(&wheel->slot[level][slot].list);
        }
    }
    return waiting;
}
