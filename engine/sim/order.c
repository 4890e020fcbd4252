/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "order.h"

#include "run.h"
#include <gx/base/memory.h>
#include <string.h>

enum {
    PLACE_BITS = 5, /* of a message within its chunk */
    KIND_BITS = 6,
    INSERTION_MOST = 40,
    DIGIT_MOST = 12 /* a histogram of 16 KiB stays in the first-level cache */
};
_Static_assert(GX_CHUNK_MESSAGES <= 1 << PLACE_BITS, "a place needs more bits");
_Static_assert(GX_KINDS_MAX == 1 << KIND_BITS, "a kind needs more bits");

static uint32_t bits_of(uint64_t value)
{
    return value == 0 ? 0 : 64 - (uint32_t)__builtin_clzll(value);
}

void gx_order_free(gx_order *order)
{
    gx_free(order->message);
    gx_free(order->key);
    gx_free(order->other);
    gx_free(order->chunk);
    gx_free(order->run_key);
    gx_free(order->run);
    *order = (gx_order){0};
}

size_t gx_order_bytes(const gx_order *order)
{
    return order->room * (sizeof(gx_message) + 2 * sizeof(uint64_t)) +
           order->chunk_room * sizeof(*order->chunk) +
           order->run_room * (sizeof(gx_message) + 4 * sizeof(uint64_t));
}

/* Room for so many messages: half as many again, so that a slowly growing load does not allocate in each
 * tick. */
static gx_status make_room(gx_order *order, size_t messages, size_t chunks)
{
    if (messages > order->room) {
        size_t room = messages + messages / 2 + 64;
        gx_free(order->message);
        gx_free(order->key);
        gx_free(order->other);
        order->message = gx_alloc_columns(room, sizeof(gx_message));
        order->key = gx_alloc_columns(room, sizeof(uint64_t));
        order->other = gx_alloc_columns(room, sizeof(uint64_t));
        order->room = order->message != NULL && order->key != NULL && order->other != NULL ? room : 0;
        if (order->room == 0) {
            return GX_ERR_MEMORY;
        }
    }
    if (chunks > order->chunk_room) {
        size_t room = chunks + chunks / 2 + 16;
        gx_free(order->chunk);
        order->chunk = gx_alloc(room, sizeof(*order->chunk));
        order->chunk_room = order->chunk != NULL ? room : 0;
        return order->chunk != NULL ? GX_OK : GX_ERR_MEMORY;
    }
    return GX_OK;
}

/* How a key is put together. */
typedef struct key_layout {
    uint32_t target_shift, kind_shift;
    uint64_t differing; /* bits in which not all keys agree */
} key_layout;

/* Write the key of every message and note where its chunk lies. */
static void write_keys(gx_order *order, const gx_chunks *due, const gx_reach *reach, key_layout *layout)
{
    uint64_t any = 0;
    uint64_t all = UINT64_MAX;
    uint64_t *key = order->key;
    uint64_t place = 0;
    size_t used = due->used;
    for (const gx_chunk *chunk = due->newest; chunk != NULL; chunk = chunk->next) {
        order->chunk[place >> PLACE_BITS] = chunk;
        const gx_chunk *ahead = chunk->next != NULL ? chunk->next : chunk;
        for (size_t i = 0; i < used; i++) {
            const gx_message *message = &chunk->at[i];
            __builtin_prefetch(&ahead->at[i]);
            uint64_t made = (uint64_t)gx_message_kind(message) << layout->kind_shift |
                            (uint64_t)gx_reach_local(reach, message->target) << layout->target_shift |
                            (place + i);
            any |= made;
            all &= made;
            *key++ = made;
        }
        place += UINT64_C(1) << PLACE_BITS;
        used = GX_CHUNK_MESSAGES;
    }
    layout->differing = (any ^ all) >> layout->target_shift << layout->target_shift;
}

/* Where few messages differ in their lower 32 bits alone, as they do in a sparse tick, each one's place is
 * the number of those before it: count * count comparisons, four or more at once, without a branch to guess.
 */
static void sort_by_rank(const uint64_t *from, uint64_t *to, size_t count)
{
    int32_t key[INSERTION_MOST];
    for (size_t i = 0; i < count; i++) {
        key[i] = (int32_t)((uint32_t)from[i] ^ UINT32_C(0x80000000));
    }
    for (size_t i = 0; i < count; i++) {
        int32_t before = 0;
        for (size_t j = 0; j < count; j++) {
            before += key[j] < key[i];
        }
        to[before] = from[i];
    }
}

static void sort_by_insertion(uint64_t *key, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t value = key[i];
        size_t at = i;
        for (; at > 0 && key[at - 1] > value; at--) {
            key[at] = key[at - 1];
        }
        key[at] = value;
    }
}

/* One stable pass by `bits` bits from `shift` on. */
static void sort_by_digit(const uint64_t *from, uint64_t *to, size_t count, uint32_t shift, uint32_t bits)
{
    uint32_t start[1 << DIGIT_MOST];
    uint64_t mask = (UINT64_C(1) << bits) - 1;
    memset(start, 0, sizeof(start[0]) << bits);
    for (size_t i = 0; i < count; i++) {
        start[(from[i] >> shift) & mask]++;
    }
    uint32_t sum = 0;
    for (size_t digit = 0; digit <= mask; digit++) {
        uint32_t here = start[digit];
        start[digit] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++) {
        to[start[(from[i] >> shift) & mask]++] = from[i];
    }
}

static void swap_keys(gx_order *order)
{
    uint64_t *swap = order->key;
    order->key = order->other;
    order->other = swap;
}

/* Sort keys by the bits in which they differ. A digit is as wide as the count justifies: a histogram must
 * not cost more than the keys it counts. */
static void sort_keys(gx_order *order, size_t count, const key_layout *layout)
{
    if (layout->differing == 0) {
        return;
    }
    if (count <= INSERTION_MOST && count > 4 && layout->differing >> 32 == 0) {
        sort_by_rank(order->key, order->other, count);
        swap_keys(order);
        return;
    }
    if (count <= INSERTION_MOST) {
        sort_by_insertion(order->key, count);
        return;
    }
    uint32_t low = (uint32_t)__builtin_ctzll(layout->differing);
    uint32_t bits = bits_of(layout->differing) - low;
    uint32_t widest = bits_of(count);
    widest = widest > DIGIT_MOST ? DIGIT_MOST : widest;
    uint32_t passes = (bits + widest - 1) / widest;
    uint32_t digit = (bits + passes - 1) / passes;
    for (uint32_t done = 0; done < bits; done += digit) {
        uint32_t width = bits - done < digit ? bits - done : digit;
        sort_by_digit(order->key, order->other, count, low + done, width);
        swap_keys(order);
    }
}

static inline const gx_message *message_at(const gx_order *order, uint64_t key, uint64_t place_mask)
{
    uint64_t place = key & place_mask;
    return &order->chunk[place >> PLACE_BITS]->at[place & ((1 << PLACE_BITS) - 1)];
}

static void open_span(gx_order *order, uint32_t kind, size_t at)
{
    gx_span *span = &order->span[order->span_count++];
    *span = (gx_span){kind, at, 0};
}

/* Copy each message to its place and settle each run of one kind and target. */
static bool close_run(gx_order *order, size_t first, size_t end)
{
    if (end - first > order->longest) {
        order->longest = end - first;
        order->longest_first = first;
    }
    return end - first < 2 || gx_run_sort(order, order->message + first, end - first);
}

static gx_status place_messages(gx_order *order, size_t count, const key_layout *layout)
{
    enum { AHEAD = 8 };
    uint64_t place_mask = (UINT64_C(1) << layout->target_shift) - 1;
    size_t run = 0;
    order->span_count = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t key = order->key[i];
        if (i + AHEAD < count) {
            __builtin_prefetch(message_at(order, order->key[i + AHEAD], place_mask));
        }
        order->message[i] = *message_at(order, key, place_mask);
        uint64_t apart = i == 0 ? UINT64_MAX : key ^ order->key[i - 1];
        if (apart > place_mask) {
            if (!close_run(order, run, i)) {
                return GX_ERR_MEMORY;
            }
            run = i;
            if (apart >> layout->kind_shift != 0) {
                open_span(order, (uint32_t)(key >> layout->kind_shift), i);
            }
        }
        order->span[order->span_count - 1].count++;
    }
    return close_run(order, run, count) ? GX_OK : GX_ERR_MEMORY;
}

gx_status gx_order_make(gx_order *order, const gx_chunks *due, const gx_reach *reach)
{
    order->span_count = 0;
    order->longest = 0;
    size_t messages = gx_chunks_count(due);
    if (messages == 0) {
        return GX_OK;
    }
    size_t chunks = due->full + 1;
    key_layout layout = {.target_shift = bits_of(chunks - 1) + PLACE_BITS};
    layout.kind_shift = layout.target_shift + bits_of(reach->count + reach->more_count - 1);
    if (layout.kind_shift + KIND_BITS > 64 || messages > UINT32_MAX) {
        return GX_ERR_LIMIT;
    }
    gx_status status = make_room(order, messages, chunks);
    if (status != GX_OK) {
        return status;
    }
    write_keys(order, due, reach, &layout);
    sort_keys(order, messages, &layout);
    return place_messages(order, messages, &layout);
}
