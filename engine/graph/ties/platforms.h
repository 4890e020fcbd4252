/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which ties are friendships on which platform (C6). */
#ifndef GX_GRAPH_PLATFORMS_H
#define GX_GRAPH_PLATFORMS_H

#include <gx/base/draw.h>
#include <stdbool.h>
#include <stdint.h>

/* The chance that a tie of these layers (bits) is a friendship on a platform (1 + gx_platform; 0: certain),
 * when both have an account there: the largest of its layers'. */
gx_chance gx_platform_chance(int32_t platform, uint32_t layers);

/* The draw itself, of a pair in either order; platform from 1. */
bool gx_platform_keeps(gx_key key, int32_t platform, gx_chance chance, uint32_t user, uint32_t other);

#endif
