/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graphs in which all pairs of a square of nodes are tied independently with one probability. See tiles.c. */
#ifndef GX_GRAPH_FAMILIES_TILES_H
#define GX_GRAPH_FAMILIES_TILES_H

#include <gx/base/draw.h>
#include <gx/base/status.h>
#include <gx/graph/rows.h>

/* Nodes 0 … nodes-1 cut into `blocks` runs whose sizes differ by one at most. */
static inline uint32_t gx_block_first(uint32_t nodes, uint32_t blocks, uint32_t block)
{
    return (uint32_t)((uint64_t)nodes * block / blocks);
}
static inline uint32_t gx_block_of(uint32_t nodes, uint32_t blocks, uint32_t node)
{
    return (uint32_t)((((uint64_t)node + 1) * blocks - 1) / nodes);
}

typedef enum gx_tiled {
    GX_TILED_ALL,    /* all pairs of nodes; `blocks` is 1 */
    GX_TILED_INSIDE, /* pairs inside a block, each block a square of its own */
    GX_TILED_BETWEEN /* pairs of different blocks */
} gx_tiled;

/* Rows of such a graph. O(nodes + ties), and for GX_TILED_BETWEEN times blocks / (blocks - 1). */
gx_status gx_tiles_make(gx_rows *out, uint32_t nodes, uint32_t blocks, gx_tiled what, double probability,
                        gx_key key, uint32_t threads, gx_error *error);

#endif
