/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of quantile functions; the layout of the pieces is that of octave.h.
 *
 * at[0 … P] is the lower half from its end to the median, at[N - P … N] the upper half from the median to its
 * end, with P = GX_OCTAVE_PIECES and N = GX_QUANTILE_PIECES; what lies between is the median.
 */
#include "octave.h"
#include <gx/base/exact.h>
#include <gx/base/sample.h>

_Static_assert(2 * GX_OCTAVE_PIECES < GX_QUANTILE_PIECES, "both halves fit");

static const double words = 4294967296.0;
static const int64_t value_max = INT64_C(1) << (61 - GX_QUANTILE_FRACTION);

/* The nearest table entry to x, clipped to low … high. */
static int64_t entry_of(double x, int64_t low, int64_t high)
{
    const double one = (double)(1 << GX_QUANTILE_FRACTION);
    if (!(x > (double)low))
        return low * (1 << GX_QUANTILE_FRACTION);
    if (x >= (double)high)
        return high * (1 << GX_QUANTILE_FRACTION);
    double scaled = x * one;
    return (int64_t)(scaled + (scaled < 0 ? -0.5 : 0.5));
}

static int64_t clip_value(int64_t value)
{
    return value > value_max ? value_max : value < -value_max ? -value_max : value;
}

void gx_quantiles_lognormal(gx_quantiles *table, double median, double sigma, int64_t low, int64_t high)
{
    low = clip_value(low);
    high = clip_value(high);
    for (int i = 0; i <= GX_QUANTILE_PIECES; ++i)
        table->at[i] = entry_of(median, low, high);
    table->at[0] = low * (1 << GX_QUANTILE_FRACTION);
    table->at[GX_QUANTILE_PIECES] = high * (1 << GX_QUANTILE_FRACTION);
    if (!(sigma > 0))
        table->at[0] = table->at[GX_QUANTILE_PIECES] = entry_of(median, low, high);
    for (uint32_t i = 1; i < GX_OCTAVE_PIECES; ++i) {
        double factor = gx_exp(sigma * gx_normal_quantile(gx_octave_start(i) / words));
        table->at[i] = entry_of(median * factor, low, high);
        table->at[GX_QUANTILE_PIECES - i] = entry_of(median / factor, low, high);
    }
}

void gx_quantiles_exponential(gx_quantiles *table, double mean, int64_t high)
{
    high = high < 0 ? 0 : clip_value(high);
    for (int i = 0; i <= GX_QUANTILE_PIECES; ++i)
        table->at[i] = entry_of(mean * -gx_log(0.5), 0, high);
    table->at[0] = 0;
    table->at[GX_QUANTILE_PIECES] = high * (1 << GX_QUANTILE_FRACTION);
    for (uint32_t i = 1; i < GX_OCTAVE_PIECES; ++i) {
        double distance = gx_octave_start(i) / words;
        table->at[i] = entry_of(mean * -gx_log(1 - distance), 0, high);
        table->at[GX_QUANTILE_PIECES - i] = entry_of(mean * -gx_log(distance), 0, high);
    }
}

/* Half of all words lie in the upper half, at random: a branch would be guessed wrong every other time, so
 * the halves are told apart by a mask. The product of step and offset can have 86 bits; but of a step cut
 * into whole multiples of 2^shift and a rest, both parts have fewer than 63, and what is cut off is the same.
 */
int64_t gx_quantile(const gx_quantiles *table, uint32_t word)
{
    uint32_t upper = 0u - (word >> 31);
    gx_octave place = gx_octave_of((word ^ upper) - upper);
    const int64_t *node = table->at + (((place.piece ^ upper) - upper) + (upper & GX_QUANTILE_PIECES));
    int64_t from = node[0], step = node[(int32_t)(upper | 1)] - from;
    int64_t whole = step >> place.shift, rest = step & ((INT64_C(1) << place.shift) - 1);
    int64_t value = from + whole * place.offset + ((rest * place.offset) >> place.shift);
    return (value + (1 << (GX_QUANTILE_FRACTION - 1))) >> GX_QUANTILE_FRACTION;
}
