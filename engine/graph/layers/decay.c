/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decay.h"

#include <gx/base/exact.h>

void gx_decay_make(gx_decay *decay, double exponent)
{
    for (int at = 0; at < GX_DECAY_OCTAVES; at++)
        decay->octave[at] = gx_pow(2.0, -exponent / 2 * (at + GX_DECAY_LEAST));
    for (int at = 0; at <= GX_DECAY_PIECES; at++)
        decay->piece[at] = gx_pow(1.0 + (double)at / GX_DECAY_PIECES, -exponent / 2);
}
