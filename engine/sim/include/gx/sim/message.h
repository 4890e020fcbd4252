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

#endif
