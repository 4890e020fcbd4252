/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a word falls in a table that is fine in both tails.
 *
 * A table of a quantile function with pieces of equal width is worst where it matters most: its last piece,
 * one in four thousand draws, would be a straight line from there to infinity. So the pieces are laid out
 * like the numbers of floating point: 64 to each halving of the distance from the nearer end, down to single
 * words.
 *
 *     distance   0 1 2 … 63 | 64 … 127 | 128 … 255 step 2 | 256 … 511 step 4 | … | 2^30 … 2^31 step 2^24
 *     piece      0 1 2 … 63 | 64 … 127 | 128 … 191        | 192 … 255        | … | 1600 … 1663
 *
 * The upper half of the words is laid out by the distance from the upper end, mirrored. Around a node at
 * distance d the pieces are at most d / 64 wide, so a function that is smooth in the logarithm of d, as
 * quantile functions are in their tails, is met everywhere with an error of the order of (1/64)^2 / 8 = 3e-5
 * of its scale.
 */
#ifndef GX_BASE_OCTAVE_H
#define GX_BASE_OCTAVE_H

#include <stdint.h>

enum { GX_OCTAVE_BITS = 6, GX_OCTAVE_PIECES = (31 - GX_OCTAVE_BITS + 1) << GX_OCTAVE_BITS };

/* The piece of a distance 0 … 2^31, and the position in it: offset / 2^shift. The middle, 2^31, is the start
 * of piece GX_OCTAVE_PIECES, so a table of nodes holds one more entry than pieces, and one more again to be
 * read past it. */
typedef struct gx_octave {
    uint32_t piece;
    uint32_t shift;
    uint32_t offset;
} gx_octave;

static inline gx_octave gx_octave_of(uint32_t distance)
{
    uint32_t top = 31 - (uint32_t)__builtin_clz(distance | (1u << GX_OCTAVE_BITS));
    uint32_t shift = top - GX_OCTAVE_BITS;
    gx_octave place = {(shift << GX_OCTAVE_BITS) + (distance >> shift), shift,
                       distance & ((1u << shift) - 1)};
    return place;
}

/* The distance at which a piece begins; for 0 … GX_OCTAVE_PIECES, the last being the middle, 2^31. */
static inline uint32_t gx_octave_start(uint32_t piece)
{
    uint32_t in_first = 1u << GX_OCTAVE_BITS;
    if (piece < in_first)
        return piece;
    uint32_t shift = (piece >> GX_OCTAVE_BITS) - 1;
    return (in_first + (piece & (in_first - 1))) << shift;
}

#endif
