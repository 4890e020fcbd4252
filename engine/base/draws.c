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
 * the product is asked for by name; all else is plain arithmetic on vectors (draws_lanes.h). Which vectors
 * there are is asked of the processor at each call, a load and a test.
 */
#include <gx/base/draws.h>
#include <gx/base/status.h>
#include <string.h>

/* Philox's multipliers and what is added to its key in every round (Salmon et al. 2011, table 2). */
#define TIMES_0 UINT64_C(0xd2511f53)
#define TIMES_1 UINT64_C(0xcd9e8d57)
#define PLUS_0  UINT32_C(0x9e3779b9)
#define PLUS_1  UINT32_C(0xbb67ae85)

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define BITS          512
#define FEATURE       "avx512f"
#define PRODUCT(a, b) ((wide512)_mm512_mul_epu32((__m512i)(a), (__m512i)(b)))
#include "draws_lanes.h"
#define BITS          256
#define FEATURE       "avx2"
#define PRODUCT(a, b) ((wide256)_mm256_mul_epu32((__m256i)(a), (__m256i)(b)))
#include "draws_lanes.h"

static uint32_t widest(void)
{
    return __builtin_cpu_supports("avx512f") ? 512 : __builtin_cpu_supports("avx2") ? 256 : 0;
}
#else
static uint32_t widest(void)
{
    return 0;
}
#endif

/* Fewer are drawn sooner one by one than in the lanes of two vectors. */
enum { FEW = 5 };

static void draw_singly(gx_draws *draws, gx_key key, uint32_t purpose, const gx_draw_names *names,
                        uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        gx_draw draw = gx_draw_at(key, purpose, names->who[i], names->about[i], names->occasion[i]);
        for (int w = 0; w < 4; w++)
            draws->word[w][i] = draw.word[w];
    }
}

bool gx_draws_by(uint32_t bits, gx_draws *draws, gx_key key, uint32_t purpose, const gx_draw_names *names,
                 uint32_t count)
{
    GX_ASSERT(count <= GX_DRAWS_MOST);
    if (bits > widest())
        return false;
#if defined(__x86_64__) && defined(__GNUC__)
    if (bits == 512)
        draw_lanes512(draws, key, purpose, names, count);
    else if (bits == 256)
        draw_lanes256(draws, key, purpose, names, count);
#endif
    if (bits == 0)
        draw_singly(draws, key, purpose, names, count);
    return true;
}

void gx_draws_at(gx_draws *draws, gx_key key, uint32_t purpose, const gx_draw_names *names, uint32_t count)
{
    gx_draws_by(count < FEW ? 0 : widest(), draws, key, purpose, names, count);
}

void gx_draws_of(gx_draws *draws, gx_key key, uint32_t purpose, const uint32_t *who, uint32_t about,
                 uint32_t occasion, uint32_t count)
{
    GX_ASSERT(count <= GX_DRAWS_MOST);
    gx_draw_names names;
    for (uint32_t i = 0; i < count; i++) {
        names.who[i] = who[i];
        names.about[i] = about;
        names.occasion[i] = occasion;
    }
    gx_draws_at(draws, key, purpose, &names, count);
}
