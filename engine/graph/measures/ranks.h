/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_GRAPH_RANKS_H
#define GX_GRAPH_RANKS_H

#include <gx/graph/measures.h>

/* Put a node among the ten of highest rank if it belongs there. Offered in the order of their numbers, of
 * equals the lower number stands first. */
void gx_top_offer(gx_top_ranks *top, uint32_t node, double rank);

#endif
