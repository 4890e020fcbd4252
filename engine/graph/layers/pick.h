/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drawing by weight, and drawing without repeats: what the makers of this folder share. */
#ifndef GX_GRAPH_PICK_H
#define GX_GRAPH_PICK_H

#include <gx/base/draw.h>
#include <gx/base/status.h>
#include <string.h>

/* The entry of first … end-1 into which a 64-bit word falls, in proportion to weights whose sums stand in
 * before[]: entry i has the weight before[i + 1] - before[i]. The weights of the range must not all be 0; an
 * entry of weight 0 is never drawn. O(log(end - first)), without a branch that nobody could foretell. */
static inline uint32_t gx_pick(const uint64_t *before, uint32_t first, uint32_t end, uint64_t word)
{
    uint64_t target = before[first] + gx_below64(word, before[end] - before[first]);
    for (uint32_t length = end - first; length > 1;) { /* before[first] <= target < before[first + length] */
        uint32_t half = length / 2;
        first += before[first + half] <= target ? half : 0;
        length -= half;
    }
    return first;
}

/* The same with a guide, for many entries: the sums are cut into some as many equal steps as there are
 * entries, and the guide says at which entry each step begins, so that a search is O(1) on the mean. One
 * guide serves draws from any range of entries. */
typedef struct gx_lots {
    uint32_t count;
    uint32_t shift;   /* a step is 2^shift */
    uint64_t *before; /* count + 1 sums, from 0; filled by the owner */
    uint32_t *guide;  /* for each step, the entry it begins in; and the last entry */
} gx_lots;

/* Room for `count` weights, and when before[] is filled, the guide. Both O(count), GX_ERR_MEMORY. */
gx_status gx_lots_allocate(gx_lots *lots, uint32_t count, const char *what, gx_error *error);
gx_status gx_lots_guide(gx_lots *lots, const char *what, gx_error *error);
void gx_lots_free(gx_lots *lots);

/* As gx_pick on the entries first … end-1. */
static inline uint32_t gx_lots_pick(const gx_lots *lots, uint32_t first, uint32_t end, uint64_t word)
{
    const uint64_t *before = lots->before;
    uint64_t target = before[first] + gx_below64(word, before[end] - before[first]);
    const uint32_t *guide = lots->guide + (target >> lots->shift);
    uint32_t low = guide[0];
    for (uint32_t length = guide[1] + 1 - low; length > 1;) {
        uint32_t half = length / 2;
        low += before[low + half] <= target ? half : 0;
        length -= half;
    }
    return low;
}

/* A set of at most GX_SEEN_MAX numbers: open addressing in a table of twice as many places, of which only as
 * many are used, and cleared, as the set is announced to need. */
enum { GX_SEEN_MAX = 2048 };
typedef struct gx_seen {
    uint32_t mask;
    uint32_t place[2 * GX_SEEN_MAX]; /* number + 1; 0: free */
} gx_seen;

/* Make it empty, with room for `most` numbers. */
static inline void gx_seen_clear(gx_seen *seen, uint32_t most)
{
    uint32_t places = 16;
    while (places < 2 * most && places < 2 * GX_SEEN_MAX)
        places *= 2;
    seen->mask = places - 1;
    memset(seen->place, 0, places * sizeof *seen->place);
}

/* True when the number was not in it. */
static inline bool gx_seen_add(gx_seen *seen, uint32_t number)
{
    uint32_t at = (number * UINT32_C(2654435769) >> 7) & seen->mask;
    while (seen->place[at] != 0) {
        if (seen->place[at] == number + 1)
            return false;
        at = (at + 1) & seen->mask;
    }
    seen->place[at] = number + 1;
    return true;
}

#endif
