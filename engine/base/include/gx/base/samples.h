/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples of many words side by side (sample.h has one at a time, and the same numbers).
 *
 * Words and samples stand in arrays of GX_DRAWS_MOST, as draws.h fills them, of which the first `count` mean
 * something; what lies behind them in the last vector is read and written too. */
#ifndef GX_BASE_SAMPLES_H
#define GX_BASE_SAMPLES_H

#include <gx/base/draws.h>
#include <gx/base/sample.h>

/* out[i] = gx_quantile(table, word[i]). O(count): a third or less of one at a time. */
void gx_quantiles_of(const gx_quantiles *table, const uint32_t *word, uint32_t count, int64_t *out);

/* out[i] = gx_gumbel(word[i]). */
void gx_gumbels_of(const uint32_t *word, uint32_t count, gx_fixed *out);

/* Which words are below a bound (0 … 2^32): bit i for word[i]. */
uint64_t gx_below_of(const uint32_t *word, uint32_t count, uint64_t bound);

/* out[i] = gx_poisson(mean[i], word[i]); nothing is read or written behind `count`. A third of the time of
 * one by one where means are up to 32, else the same. */
void gx_poissons_of(const double *mean, const uint32_t *word, uint32_t count, uint32_t *out);

/* n / divisor with 32 bits behind the point, rounded down, for 0 <= n < 2^31 and a divisor of 1 to 2^16 that
 * is known beforehand: times in steps of another length. */
enum { GX_DIVISOR_MAX = 1 << 16 };
typedef struct gx_divider {
    uint64_t times, inverse;
    uint32_t divisor, shift;
} gx_divider;
gx_divider gx_divider_of(uint32_t divisor);
void gx_quotients_of(const gx_divider *by, const int64_t *n, uint32_t count, uint64_t *out);

/* The same by vectors of 512 or 256 bits, or (0) one by one, for tests; false where this machine has no such
 * vectors. */
bool gx_quantiles_by(uint32_t bits, const gx_quantiles *table, const uint32_t *word, uint32_t count,
                     int64_t *out);
bool gx_gumbels_by(uint32_t bits, const uint32_t *word, uint32_t count, gx_fixed *out);
bool gx_below_by(uint32_t bits, const uint32_t *word, uint32_t count, uint64_t bound, uint64_t *out);
bool gx_poissons_by(uint32_t bits, const double *mean, const uint32_t *word, uint32_t count, uint32_t *out);
bool gx_quotients_by(uint32_t bits, const gx_divider *by, const int64_t *n, uint32_t count, uint64_t *out);

#endif
