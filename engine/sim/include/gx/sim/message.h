/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What entities send each other: 32 bytes.
 *
 * The order in which messages of one tick reach one entity is a property of the messages alone:
 *
 *     due tick, kind, subtick, tie, source, serial, words
 *
 * never of threads, shards or arrival. The kind stands before the subtick because a handler is called once
 * per kind on everything due, not once per message: within a tick kinds come in the order of their numbers.
 * `tie` is a keyed draw on (what is contested, who contests it); without it the lowest id would always win.
 * Two messages that agree in the whole key are the same message, so their order does not matter.
 */
#ifndef GX_SIM_MESSAGE_H
#define GX_SIM_MESSAGE_H

#include <stddef.h>
#include <stdint.h>

enum { GX_TICK_BITS = 24, GX_KINDS_MAX = 64 };
#define GX_TICK_MAX ((UINT32_C(1) << GX_TICK_BITS) - 1)

typedef struct gx_message {
    uint32_t target;   /* an entity */
    uint32_t due_kind; /* due tick << 8 | kind: see gx_due_kind */
    uint32_t subtick;  /* simulated time inside the due tick, in 2^-32 ticks */
    uint32_t tie;
    uint32_t source; /* an entity: who sends, or the maker of the packet that sends */
    uint32_t serial; /* the source's own name for it: a packet's occasion, an operation's serial */
    uint32_t word[2];
} gx_message;

static inline uint32_t gx_due_kind(uint32_t due_tick, uint32_t kind)
{
    return due_tick << 8 | kind;
}
static inline uint32_t gx_due_tick(const gx_message *message)
{
    return message->due_kind >> 8;
}
static inline uint32_t gx_message_kind(const gx_message *message)
{
    return message->due_kind & 0xff;
}

/* A 64-bit amount or handle in the two words. */
static inline uint64_t gx_words(const gx_message *message)
{
    return (uint64_t)message->word[1] << 32 | message->word[0];
}
static inline void gx_set_words(gx_message *message, uint64_t value)
{
    message->word[0] = (uint32_t)value;
    message->word[1] = (uint32_t)(value >> 32);
}

/* A handler that touches a line of a large column for each target hides most of the wait by asking for it
 * some messages ahead; spans are sorted by target, but in a large shard hardly two targets share a line:
 *
 *     gx_fetch_first(span, count, column, sizeof *column);
 *     for (size_t i = 0; i < count; i++) {
 *         __builtin_prefetch(&column[gx_message_ahead(span, count, i)->target]);
 *         ...
 */
enum { GX_AHEAD = 12 };

/* The message that comes GX_AHEAD messages after message i of a span, or the last one. */
static inline const gx_message *gx_message_ahead(const gx_message *span, size_t count, size_t i)
{
    return &span[i + GX_AHEAD < count ? i + GX_AHEAD : count - 1];
}

/* Ask for the elements, of `size` bytes, of the first GX_AHEAD targets. */
static inline void gx_fetch_first(const gx_message *span, size_t count, const void *column, size_t size)
{
    for (size_t i = 0; i < count && i < GX_AHEAD; i++) {
        __builtin_prefetch((const char *)column + span[i].target * size);
    }
}

#endif
