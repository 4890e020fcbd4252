/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A full key is three words of 64 bits. Short runs are sorted by insertion. A long run is sorted by its
 * first word alone with a radix sort, then each stretch that agrees in it by the next word, and so on: a
 * model that sets neither subtick nor tie still costs O(count), and one that sets them (as it should) never
 * looks at the second word. */
#include "run.h"

#include <gx/base/memory.h>
#include <gx/base/sort.h>
#include <string.h>

enum { WORDS = 3, SHORT_RUN = 24 };

static inline uint64_t word_of(const gx_message *message, uint32_t which)
{
    switch (which) {
    case 0:
        return (uint64_t)message->subtick << 32 | message->tie;
    case 1:
        return (uint64_t)message->source << 32 | message->serial;
    default:
        return gx_words(message);
    }
}

static inline bool before(const gx_message *a, const gx_message *b, uint32_t which)
{
    for (; which < WORDS; which++) {
        uint64_t left = word_of(a, which);
        uint64_t right = word_of(b, which);
        if (left != right) {
            return left < right;
        }
    }
    return false;
}

static void sort_by_insertion(gx_message *run, size_t count, uint32_t which)
{
    for (size_t i = 1; i < count; i++) {
        if (!before(&run[i], &run[i - 1], which)) {
            continue;
        }
        gx_message moved = run[i];
        size_t at = i;
        for (; at > 0 && before(&moved, &run[at - 1], which); at--) {
            run[at] = run[at - 1];
        }
        run[at] = moved;
    }
}

static bool make_room(gx_order *order, size_t count)
{
    if (count <= order->run_room) {
        return true;
    }
    size_t room = count + count / 2;
    gx_free(order->run_key);
    gx_free(order->run);
    order->run_key = gx_alloc_columns(room, 4 * sizeof(uint64_t));
    order->run = gx_alloc_columns(room, sizeof(gx_message));
    order->run_room = order->run_key != NULL && order->run != NULL ? room : 0;
    return order->run_room != 0;
}

static void sort_by_word(gx_order *order, gx_message *run, size_t count, uint32_t which)
{
    uint64_t *key = order->run_key;
    uint64_t *place = key + order->run_room;
    for (size_t i = 0; i < count; i++) {
        key[i] = word_of(&run[i], which);
        place[i] = i;
    }
    gx_sort_pairs_u64(key, place, place + order->run_room, place + 2 * order->run_room, count);
    memcpy(order->run, run, count * sizeof(*run));
    for (size_t i = 0; i < count; i++) {
        run[i] = order->run[place[i]];
    }
}

static bool sort_from(gx_order *order, gx_message *run, size_t count, uint32_t which)
{
    if (count <= SHORT_RUN) {
        sort_by_insertion(run, count, which);
        return true;
    }
    if (!make_room(order, count)) {
        return false;
    }
    sort_by_word(order, run, count, which);
    if (which + 1 == WORDS) {
        return true;
    }
    size_t start = 0;
    for (size_t i = 1; i <= count; i++) {
        if (i < count && word_of(&run[i], which) == word_of(&run[start], which)) {
            continue;
        }
        if (i - start > 1 && !sort_from(order, run + start, i - start, which + 1)) {
            return false;
        }
        start = i;
    }
    return true;
}

bool gx_run_sort(gx_order *order, gx_message *run, size_t count)
{
    return sort_from(order, run, count, 0);
}
