/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one bridge to igraph: bridge.c is the only file of the project that includes igraph.h. Plain arrays in,
 * plain arrays out. Its random order is seeded by the caller; its errors come back as codes. Never from a
 * parallel region. */
#ifndef GX_GRAPH_BRIDGE_H
#define GX_GRAPH_BRIDGE_H

#include <gx/base/status.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct gx_bridge_graph {
    uint32_t nodes;
    uint64_t edges;
    const uint32_t *from, *to;
    const double *weight; /* NULL: all 1 */
} gx_bridge_graph;

/* Communities by Leiden (Traag, Waltman & van Eck 2019), two iterations, objective modularity. `strength` is
 * the sum of the weights at each node. membership[node] is 0 … *count-1. */
gx_status gx_bridge_leiden(uint32_t *membership, uint64_t *count, const gx_bridge_graph *graph,
                           const double *strength, uint64_t seed, gx_error *error);

/* PageRank by PRPACK, damping 0.85; edges both ways unless `directed`. */
gx_status gx_bridge_pagerank(double *rank, const gx_bridge_graph *graph, bool directed, gx_error *error);

/* Exponent of a power-law tail with its own xmin by Clauset's method, of values >= 1; NaN when igraph finds
 * no fit. */
gx_status gx_bridge_power_law(double *exponent, const uint32_t *values, uint64_t count, gx_error *error);

/* Ties of igraph's forest fire of `nodes` nodes with one ambassador (Leskovec, Kleinberg & Faloutsos 2007),
 * as newer << 32 | older, allocated by gx_alloc and owned by the caller. Burning goes on with chance
 * `forward` along ties and `backward` against them. */
gx_status gx_bridge_forest_fire(uint64_t **pair, uint64_t *count, uint32_t nodes, double forward,
                                double backward, uint64_t seed, gx_error *error);

#endif
