/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keyed draws: randomness without state.
 *
 * A draw is Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011), by the
 * Random123 library, of a counter that NAMES WHAT IS DECIDED: the purpose, who decides, about what, on which
 * occasion. The key is a hash of seed and replicate. So a draw does not depend on threads, shards, the tick
 * or what was drawn before, and two variants of a scenario share every draw that their difference does not
 * touch (common random numbers).
 *
 * Never put into a counter: a tick, a row number, a rank in a pool, an order of birth, a running count of
 * draws.
 */
#ifndef GX_BASE_DRAW_H
#define GX_BASE_DRAW_H

#include <Random123/philox.h>
#include <gx/base/bits.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct gx_key {
    uint32_t word[2];
} gx_key;

/* Seed and replicate, mixed into the 64-bit key. */
gx_key gx_key_make(uint64_t seed, uint32_t replicate);

/* The 128 bits of (purpose, who, about, occasion). Purposes are one enum per room, with disjoint ranges:
 * graph 0x1000, core 0x2000, models 0x3000, run's benchmarks 0x4000, tests 0xf000. O(1), about 5 ns. */
static inline gx_draw gx_draw_at(gx_key key, uint32_t purpose, uint32_t who, uint32_t about,
                                 uint32_t occasion)
{
    philox4x32_ctr_t counter = {{occasion, about, who, purpose}};
    philox4x32_key_t philox_key = {{key.word[0], key.word[1]}};
    philox4x32_ctr_t out = philox4x32(counter, philox_key);
    gx_draw draw = {{out.v[0], out.v[1], out.v[2], out.v[3]}};
    return draw;
}

/* A probability as a threshold in units of 2^-32, 0 … 2^32: certain is representable. */
typedef struct gx_chance {
    uint64_t threshold;
} gx_chance;

/* The nearest threshold to p; p is clamped to 0 … 1. */
static inline gx_chance gx_chance_of(double p)
{
    gx_chance chance = {p <= 0 ? 0 : p >= 1 ? UINT64_C(1) << 32 : (uint64_t)(p * 4294967296.0 + 0.5)};
    return chance;
}

static inline bool gx_happens(gx_chance chance, uint32_t word)
{
    return word < chance.threshold;
}

#endif
