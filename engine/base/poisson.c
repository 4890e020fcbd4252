/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poisson quantiles by summing probabilities.
 *
 * Below a mean of 32 from 0 upward, starting at e^-mean. Above, that start would underflow sooner or later,
 * so the sums go outward from the mode with terms relative to it (1 at the mode) down to 1e-20, and the word
 * is scaled by their total. The terms fall off like a bell of width sqrt(mean), hence the cost. The partial
 * sums of one mean do not depend on the word, so the quantile cannot fall while the word grows; their
 * rounding errors (1e-13) are far below the 2^-33 that separates a word from 0 or 1.
 *
 * Of many at once, those with a mean up to 32 are summed up in the lanes of vectors (poisson_lanes.h): their
 * e^-mean is a long chain of products, and where a sum ends is a branch that nobody guesses.
 */
#include "exact_exp.h"
#include "lanes.h"
#include <gx/base/exact.h>
#include <gx/base/samples.h>
#include <string.h>

#if GX_HAS_LANES
#include <immintrin.h>
#define BITS      512
#define FEATURE   "avx512f"
#define ANY(mask) (_mm512_test_epi64_mask((__m512i)(mask), (__m512i)(mask)) != 0)
#include "poisson_lanes.h"
#define BITS      256
#define FEATURE   "avx2"
#define ANY(mask) (_mm256_movemask_pd((__m256d)(mask)) != 0)
#include "poisson_lanes.h"
#endif

static const double from_mode_above = 32;
static const double mean_max = 1e9;
static const double smallest_term = 1e-20;

static uint32_t quantile_from_zero(double mean, double u)
{
    uint32_t k = 0;
    double term = gx_exp(-mean);
    double sum = term;
    while (sum < u && term > 0) {
        ++k;
        term *= mean / k;
        sum += term;
    }
    return k;
}

static double sum_below(double mean, uint32_t mode)
{
    double inverse = 1 / mean;
    double sum = 0, term = 1;
    for (uint32_t k = mode; k > 0 && term > smallest_term; --k) {
        term *= k * inverse;
        sum += term;
    }
    return sum;
}

static double sum_above(double mean, uint32_t mode)
{
    double sum = 0, term = 1;
    for (uint32_t k = mode + 1; term > smallest_term; ++k) {
        term *= mean / k;
        sum += term;
    }
    return sum;
}

static uint32_t quantile_from_mode(double mean, double u)
{
    uint32_t mode = (uint32_t)mean;
    double sum = sum_below(mean, mode) + 1;
    double target = u * (sum + sum_above(mean, mode));
    uint32_t k = mode;
    double term = 1;
    if (target <= sum) {
        double inverse = 1 / mean;
        while (k > 0 && sum - term >= target) {
            sum -= term;
            term *= k * inverse;
            --k;
        }
        return k;
    }
    while (sum < target && term > smallest_term) {
        ++k;
        term *= mean / k;
        sum += term;
    }
    return k;
}

static double share_of(uint32_t word)
{
    return (word + 0.5) / 4294967296.0;
}

uint32_t gx_poisson(double mean, uint32_t word)
{
    if (!(mean > 0))
        return 0;
    double u = share_of(word);
    if (mean > from_mode_above)
        return quantile_from_mode(mean < mean_max ? mean : mean_max, u);
    return quantile_from_zero(mean, u);
}

#if GX_HAS_LANES
/* A mean that is not for lanes, and what stands behind the last, is one that ends at once; the answers of the
 * former come one by one. */
static void in_lanes(uint32_t bits, const double *mean, const uint32_t *word, uint32_t count, uint32_t *out)
{
    double means[GX_DRAWS_MOST], share[GX_DRAWS_MOST];
    int64_t quantile[GX_DRAWS_MOST];
    for (uint32_t i = 0; i < GX_DRAWS_MOST; i++) {
        bool fits = i < count && mean[i] > 0 && mean[i] <= from_mode_above;
        means[i] = fits ? mean[i] : 1;
        share[i] = fits ? share_of(word[i]) : 0;
    }
    if (bits == 512)
        quantiles_from_zero512(means, share, count, quantile);
    else
        quantiles_from_zero256(means, share, count, quantile);
    for (uint32_t i = 0; i < count; i++)
        out[i] = mean[i] > from_mode_above ? gx_poisson(mean[i], word[i]) : (uint32_t)quantile[i];
}
#endif

bool gx_poissons_by(uint32_t bits, const double *mean, const uint32_t *word, uint32_t count, uint32_t *out)
{
    GX_ASSERT(count <= GX_DRAWS_MOST);
    if (bits > gx_widest_lanes())
        return false;
#if GX_HAS_LANES
    if (bits != 0)
        in_lanes(bits, mean, word, count, out);
#endif
    for (uint32_t i = 0; bits == 0 && i < count; i++)
        out[i] = gx_poisson(mean[i], word[i]);
    return true;
}

void gx_poissons_of(const double *mean, const uint32_t *word, uint32_t count, uint32_t *out)
{
    const uint32_t few = 4; /* are made sooner one by one */
    gx_poissons_by(count < few ? 0 : gx_widest_lanes(), mean, word, count, out);
}
