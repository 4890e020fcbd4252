/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nodes of the Gumbel table: -ln(-ln u) at the nodes of octave.h, in units of 2^-24; [0] by the distance
 * of u from 0, [1] from 1. Made at build time by tables/make_gumbel.c. */
#ifndef GX_BASE_GUMBEL_TABLE_H
#define GX_BASE_GUMBEL_TABLE_H

#include "octave.h"

enum { GX_GUMBEL_NODE_BITS = 24, GX_GUMBEL_EXTRA_BITS = GX_GUMBEL_NODE_BITS - 16 };

extern const int32_t gx_gumbel_node[2][GX_OCTAVE_PIECES + 1];

#endif
