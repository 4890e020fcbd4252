/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws in lanes.
 *
 * Philox multiplies two words of 32 bits to one of 64. Processors have that for vectors: of each lane of 64
 * bits the low halves are multiplied, whatever stands in the high ones. So draws are kept in lanes of 64 bits
 * through all ten rounds, two products, two shifts and four exclusive ors a round, and rubbish in the high
 * halves costs nothing. A vector loaded from an array of 32-bit words holds the even draws as it is and the
 * odd ones shifted down; at the end the two are put together again.
 *
 * Compilers do not find this by themselves (GCC 12 multiplies the full 64 bits, three products for one), so
 * the product is asked for by name; all else is plain arithmetic on vectors (draws_lanes.h).
 */
#include "lanes.h"
#include <gx/base/draws.h>
#include <gx/base/status.h>
#include <string.h>

/* Philox's multipliers and what is added to its key in every round (Salmon et al. 2011, table 2). */
#define TIMES_0 UINT64_C(0xd2511f53)
#define TIMES_1 UINT64_C(0xcd9e8d57)
#define PLUS_0  UINT32_C(0x9e3779b9)
#define PLUS_1  UINT32_C(0xbb67ae85)

#if GX_HAS_LANES
#include <immintrin.h>
#define BITS          512
#define FEATURE       "avx512f"
#define PRODUCT(a, b) ((wide512)_mm512_mul_epu32((__m512i)(a), (__m512i)(b)))
#define LOAD(from, count)                                                                                    \
    ((wide512)_mm512_maskz_loadu_epi32((__mmask16)((count) < 16 ? (1u << (count)) - 1 : 0xffff), from))
#include "draws_lanes.h"
#define BITS          256
#define FEATURE       "avx2"
#define PRODUCT(a, b) ((wide256)_mm256_mul_epu32((__m256i)(a), (__m256i)(b)))
#define LOAD(from, count)                                                                                    \
    ((wide256)_mm256_maskload_epi32(                                                                         \
        (const int *)(from),                                                                                 \
        _mm256_cmpgt_epi32(_mm256_set1_epi32((int)(count)), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7))))
#include "draws_lanes.h"
#endif

/* Fewer are drawn sooner one by one than in the lanes of two vectors. */
enum { FEW = 5 };

static inline void draw_singly(gx_draws *draws, gx_key key, uint32_t purpose, const gx_draw_names *names,
                               uint32_t count, int words)
{
    for (uint32_t i = 0; i < count; i++) {
        gx_draw draw = gx_draw_at(key, purpose, names->who[i], names->about[i], names->occasion[i]);
        for (int w = 0; w < words; w++)
            draws->word[w][i] = draw.word[w];
    }
}

static inline __attribute__((always_inline)) void draw_at(uint32_t bits, int words, gx_draws *draws,
                                                          gx_key key, uint32_t purpose,
                                                          const gx_draw_names *names, uint32_t count)
{
    GX_ASSERT(count <= GX_DRAWS_MOST);
#if GX_HAS_LANES
    if (bits == 512)
        (words == 4 ? draw_all_at512 : draw_high_at512)(draws, key, purpose, names, count);
    else if (bits == 256)
        (words == 4 ? draw_all_at256 : draw_high_at256)(draws, key, purpose, names, count);
#endif
    if (bits == 0)
        draw_singly(draws, key, purpose, names, count, words);
}

void gx_draws_at(gx_draws *draws, gx_key key, uint32_t purpose, const gx_draw_names *names, uint32_t count)
{
    draw_at(count < FEW ? 0 : gx_widest_lanes(), 4, draws, key, purpose, names, count);
}

void gx_draws_high_at(gx_draws *draws, gx_key key, uint32_t purpose, const gx_draw_names *names,
                      uint32_t count)
{
    draw_at(count < FEW ? 0 : gx_widest_lanes(), 2, draws, key, purpose, names, count);
}

bool gx_draws_by(uint32_t bits, bool high, gx_draws *draws, gx_key key, uint32_t purpose,
                 const gx_draw_names *names, uint32_t count)
{
    if (bits > gx_widest_lanes())
        return false;
    draw_at(bits, high ? 2 : 4, draws, key, purpose, names, count);
    return true;
}

static inline void draw_singly_of(gx_draws *draws, gx_key key, uint32_t purpose, const uint32_t *who,
                                  uint32_t about, uint32_t occasion, uint32_t count, int words)
{
    for (uint32_t i = 0; i < count; i++) {
        gx_draw draw = gx_draw_at(key, purpose, who[i], about, occasion);
        for (int w = 0; w < words; w++)
            draws->word[w][i] = draw.word[w];
    }
}

static inline __attribute__((always_inline)) void draw_of(uint32_t bits, int words, gx_draws *draws,
                                                          gx_key key, uint32_t purpose, const uint32_t *who,
                                                          uint32_t about, uint32_t occasion, uint32_t count)
{
    GX_ASSERT(count <= GX_DRAWS_MOST);
#if GX_HAS_LANES
    if (bits == 512)
        (words == 4 ? draw_all_of512 : draw_high_of512)(draws, key, purpose, who, about, occasion, count);
    else if (bits == 256)
        (words == 4 ? draw_all_of256 : draw_high_of256)(draws, key, purpose, who, about, occasion, count);
#endif
    if (bits == 0)
        draw_singly_of(draws, key, purpose, who, about, occasion, count, words);
}

void gx_draws_of(gx_draws *draws, gx_key key, uint32_t purpose, const uint32_t *who, uint32_t about,
                 uint32_t occasion, uint32_t count)
{
    draw_of(count < FEW ? 0 : gx_widest_lanes(), 4, draws, key, purpose, who, about, occasion, count);
}

void gx_draws_high_of(gx_draws *draws, gx_key key, uint32_t purpose, const uint32_t *who, uint32_t about,
                      uint32_t occasion, uint32_t count)
{
    draw_of(count < FEW ? 0 : gx_widest_lanes(), 2, draws, key, purpose, who, about, occasion, count);
}

bool gx_draws_of_by(uint32_t bits, bool high, gx_draws *draws, gx_key key, uint32_t purpose,
                    const uint32_t *who, uint32_t about, uint32_t occasion, uint32_t count)
{
    if (bits > gx_widest_lanes())
        return false;
    draw_of(bits, high ? 2 : 4, draws, key, purpose, who, about, occasion, count);
    return true;
}
