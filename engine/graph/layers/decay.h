/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Powers of a distance without a power: d^-x from d squared, for kernels that are asked millions of times. */
#ifndef GX_GRAPH_DECAY_H
#define GX_GRAPH_DECAY_H

#include <stdint.h>
#include <string.h>

enum { GX_DECAY_PIECES = 64, GX_DECAY_OCTAVES = 64, GX_DECAY_LEAST = -20 };

/* d^-x is the product of a factor for the octave of d squared (2^-20 … 2^43 km^2) and one for the place in
 * the octave, linear between 64 knots. Relative error below x (x + 2) / 130,000. */
typedef struct gx_decay {
    double octave[GX_DECAY_OCTAVES];
    double piece[GX_DECAY_PIECES + 1];
} gx_decay;

void gx_decay_make(gx_decay *decay, double exponent);

static inline double gx_decay_at(const gx_decay *decay, double squared)
{
    uint64_t bits;
    memcpy(&bits, &squared, sizeof bits);
    int octave = (int)(bits >> 52) - 1023 - GX_DECAY_LEAST;
    octave = octave < 0 ? 0 : octave >= GX_DECAY_OCTAVES ? GX_DECAY_OCTAVES - 1 : octave;
    uint32_t piece = (uint32_t)(bits >> 46) & (GX_DECAY_PIECES - 1);
    double within = (double)(bits & ((UINT64_C(1) << 46) - 1)) / (double)(UINT64_C(1) << 46);
    double low = decay->piece[piece], high = decay->piece[piece + 1];
    return decay->octave[octave] * (low + (high - low) * within);
}

#endif
