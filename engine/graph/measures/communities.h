/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_GRAPH_COMMUNITIES_H
#define GX_GRAPH_COMMUNITIES_H

#include "bridge.h"

/* Communities of an undirected weighted graph, each edge once, and their modularity (Newman & Girvan 2004),
 * which is summed here in the order of communities. 0 and NaN without edges or weight. */
gx_status gx_communities_find(uint64_t *count, double *modularity, const gx_bridge_graph *graph,
                              uint64_t seed, gx_error *error);

#endif
