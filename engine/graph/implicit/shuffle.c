/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many numbers of one bijection. Rounds are arithmetic of 32 bits without branches, so compilers make them in
 * lanes; those that must walk on go through once more one by one, as they are few. */
#include "shuffle.h"
#include "lanes.h"

#include <stdbool.h>
#include <string.h>

enum { LANES = 16, FEW = 3 /* fewer go one by one */ };

typedef struct rounds {
    gx_shuffle by;
    gx_shuffle_pair hash[GX_SHUFFLE_ROUNDS / 2];
} rounds;

uint32_t gx_shuffled_on(uint64_t key, uint32_t count, uint32_t x)
{
    gx_shuffle by = gx_shuffle_of(key, count);
    do
        x = gx_shuffle_once(&by, x, by.rounds);
    while (x >= count);
    return x;
}

uint32_t gx_unshuffled_on(uint64_t key, uint32_t count, uint32_t x)
{
    gx_shuffle by = gx_shuffle_of(key, count);
    do
        x = gx_unshuffle_once(&by, x, by.rounds);
    while (x >= count);
    return x;
}

static inline uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static inline void unshuffle_lanes(uint32_t *x, const rounds *of)
{
    const uint32_t mask = of->by.mask, bits = of->by.bits, wide = of->by.wide;
    uint32_t left[LANES], right[LANES];
    for (uint32_t at = 0; at < LANES; at++) {
        left[at] = x[at] & mask;
        right[at] = x[at] >> bits;
    }
    for (uint32_t pair = GX_SHUFFLE_ROUNDS / 2; pair-- > 0;)
        for (uint32_t at = 0; at < LANES; at++) {
            right[at] -= gx_shuffle_right(of->hash[pair].right, wide, left[at]);
            right[at] = least(right[at], right[at] + wide);
            left[at] = gx_shuffle_left(of->hash[pair].left, bits, left[at], right[at]);
        }
    for (uint32_t at = 0; at < LANES; at++)
        x[at] = right[at] << bits | left[at];
}

/* Once through all rounds, and on for who lies beyond the end. */
GX_IN_LANES static void unshuffle_all(uint32_t *out, const rounds *of, const uint32_t *x, uint32_t count)
{
    uint32_t lane[LANES] = {0};
    for (uint32_t begin = 0; begin < count; begin += LANES) {
        uint32_t used = least(count - begin, LANES), beyond = 0;
        if (used == LANES)
            memcpy(lane, x + begin, sizeof lane);
        else
            memcpy(lane, x + begin, used * sizeof *lane);
        unshuffle_lanes(lane, of);
        for (uint32_t at = 0; at < LANES; at++)
            beyond |= lane[at] >= of->by.count;
        for (uint32_t at = 0; at < used && beyond; at++)
            lane[at] =
                lane[at] < of->by.count ? lane[at] : gx_unshuffled_on(of->by.key, of->by.count, lane[at]);
        memcpy(out + begin, lane, used * sizeof *lane);
    }
}

static bool prepare(rounds *out, gx_shuffle by, uint32_t count)
{
    if (by.rounds != GX_SHUFFLE_ROUNDS || count < FEW)
        return false;
    out->by = by;
    for (uint32_t pair = 0; pair < GX_SHUFFLE_ROUNDS / 2; pair++)
        out->hash[pair] = gx_shuffle_rounds(by.key, pair);
    return true;
}

void gx_unshuffled_many(uint32_t *out, gx_shuffle by, const uint32_t *x, uint32_t count)
{
    rounds of;
    if (prepare(&of, by, count))
        unshuffle_all(out, &of, x, count);
    else
        for (uint32_t at = 0; at < count; at++)
            out[at] = gx_unshuffled(by, x[at]);
}
