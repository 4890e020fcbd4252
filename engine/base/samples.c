/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many quantiles, much noise.
 *
 * One costs some forty instructions that wait for each other: where the word's highest bit is, which piece
 * that makes, two nodes of a table, a product. In the lanes of vectors four or eight cost as much. Vectors
 * count no leading zeros, but doubles do (samples_lanes.h), exactly; all else is integers, so the numbers are
 * those of one at a time on every machine. */
#include "gumbel_table.h"
#include "lanes.h"
#include <gx/base/samples.h>
#include <gx/base/table.h>
#include <string.h>

#if GX_HAS_LANES
#include <immintrin.h>
#define BITS                 512
#define FEATURE              "avx512f"
#define PRODUCT(a, b)        ((wide512)_mm512_mul_epu32((__m512i)(a), (__m512i)(b)))
#define SIGNED_PRODUCT(a, b) ((wide512)_mm512_mul_epi32((__m512i)(a), (__m512i)(b)))
#define GATHER(base, at, s)  ((wide512)_mm512_i64gather_epi64((__m512i)(at), base, s))
#define SPREAD(from)         ((wide512)_mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)(from))))
#define BELOW(from, bound)   _mm512_cmplt_epu32_mask(_mm512_loadu_si512(from), _mm512_set1_epi32((int)(bound)))
#include "samples_lanes.h"
#define BITS                 256
#define FEATURE              "avx2"
#define PRODUCT(a, b)        ((wide256)_mm256_mul_epu32((__m256i)(a), (__m256i)(b)))
#define SIGNED_PRODUCT(a, b) ((wide256)_mm256_mul_epi32((__m256i)(a), (__m256i)(b)))
#define GATHER(base, at, s)  ((wide256)_mm256_i64gather_epi64((const long long *)(base), (__m256i)(at), s))
#define SPREAD(from)         ((wide256)_mm256_cvtepu32_epi64(_mm_loadu_si128((const __m128i *)(from))))
/* They compare signed numbers only. */
#define FLIP(words) _mm256_xor_si256(words, _mm256_set1_epi32(INT32_MIN))
#define BELOW(from, bound)                                                                                   \
    (uint32_t) _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(                                    \
        FLIP(_mm256_set1_epi32((int)(bound))), FLIP(_mm256_loadu_si256((const __m256i *)(from))))))
#include "samples_lanes.h"
#endif

/* Fewer are made sooner one by one. */
enum { FEW = 2 };

bool gx_quantiles_by(uint32_t bits, const gx_quantiles *table, const uint32_t *word, uint32_t count,
                     int64_t *out)
{
    GX_ASSERT(count <= GX_DRAWS_MOST);
    if (bits > gx_widest_lanes())
        return false;
#if GX_HAS_LANES
    if (bits == 512)
        quantiles512(table, word, count, out);
    else if (bits == 256)
        quantiles256(table, word, count, out);
#endif
    for (uint32_t i = 0; bits == 0 && i < count; i++)
        out[i] = gx_quantile(table, word[i]);
    return true;
}

void gx_quantiles_of(const gx_quantiles *table, const uint32_t *word, uint32_t count, int64_t *out)
{
    gx_quantiles_by(count < FEW ? 0 : gx_widest_lanes(), table, word, count, out);
}

bool gx_gumbels_by(uint32_t bits, const uint32_t *word, uint32_t count, gx_fixed *out)
{
    GX_ASSERT(count <= GX_DRAWS_MOST);
    if (bits > gx_widest_lanes())
        return false;
#if GX_HAS_LANES
    if (bits == 512)
        noises512(word, count, out);
    else if (bits == 256)
        noises256(word, count, out);
#endif
    for (uint32_t i = 0; bits == 0 && i < count; i++)
        out[i] = gx_gumbel(word[i]);
    return true;
}

void gx_gumbels_of(const uint32_t *word, uint32_t count, gx_fixed *out)
{
    gx_gumbels_by(count < FEW ? 0 : gx_widest_lanes(), word, count, out);
}

bool gx_below_by(uint32_t bits, const uint32_t *word, uint32_t count, uint64_t bound, uint64_t *out)
{
    GX_ASSERT(count <= GX_DRAWS_MOST);
    uint64_t all = count < 64 ? (UINT64_C(1) << count) - 1 : UINT64_MAX, below = bound > UINT32_MAX ? all : 0;
    if (bits > gx_widest_lanes())
        return false;
#if GX_HAS_LANES
    if (bits == 512 && below == 0)
        below = below512(word, count, (uint32_t)bound);
    else if (bits == 256 && below == 0)
        below = below256(word, count, (uint32_t)bound);
#endif
    for (uint32_t i = 0; bits == 0 && i < count; i++)
        below |= (uint64_t)(word[i] < bound) << i;
    *out = below & all;
    return true;
}

uint64_t gx_below_of(const uint32_t *word, uint32_t count, uint64_t bound)
{
    uint64_t below = 0;
    gx_below_by(gx_widest_lanes(), word, count, bound, &below);
    return below;
}

/* Of n < 2^31. With times = 2^shift / d rounded up, and shift = 31 + l where d <= 2^l, n * times / 2^shift is
 * exact, as times * d is too large by less than d, and n * d is at most 2^shift (Granlund and Montgomery
 * 1994); both factors have 32 bits. The rest, below d, shifted by 32 is below 2^48 and divided by 2^64 / d
 * likewise. */
gx_divider gx_divider_of(uint32_t divisor)
{
    GX_ASSERT(divisor >= 1 && divisor <= GX_DIVISOR_MAX);
    uint32_t bits = divisor > 1 ? 32 - (uint32_t)__builtin_clz(divisor - 1) : 0;
    return (gx_divider){.divisor = divisor,
                        .shift = 31 + bits,
                        .times = ((UINT64_C(1) << (31 + bits)) + divisor - 1) / divisor,
                        .inverse = divisor > 1 ? UINT64_MAX / divisor + 1 : 0};
}

bool gx_quotients_by(uint32_t bits, const gx_divider *by, const int64_t *n, uint32_t count, uint64_t *out)
{
    GX_ASSERT(count <= GX_DRAWS_MOST);
    if (bits > gx_widest_lanes())
        return false;
#if GX_HAS_LANES
    if (bits == 512)
        quotients512(by, n, count, out);
    else if (bits == 256)
        quotients256(by, n, count, out);
#endif
    for (uint32_t i = 0; bits == 0 && i < count; i++)
        out[i] = ((uint64_t)n[i] << 32) / by->divisor;
    return true;
}

void gx_quotients_of(const gx_divider *by, const int64_t *n, uint32_t count, uint64_t *out)
{
    gx_quotients_by(count < FEW ? 0 : gx_widest_lanes(), by, n, count, out);
}
