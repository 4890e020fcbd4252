/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who sent to whom, turned round.
 *
 * After the act phase each source has a row of bits, one for each destination it sent to. The exchange runs
 * by destination and needs the columns. The matrix is at most 256 x 256 bits: sixteen blocks of 64 x 64, each
 * transposed in six steps of swapping ever smaller halves (Warren, Hacker's Delight, 7-3), and a block
 * without a bit is only looked at. So routing costs a microsecond or two in a full tick and a fraction of it
 * in a quiet one, where looking into every box would cost S x S = 65,536 cache misses for perhaps a thousand
 * messages.
 *
 * This is also the seam for many machines: rows of far shards would arrive with MPI_Alltoall, their lists
 * with MPI_Alltoallv, and nothing after it would know. */
#ifndef GX_SIM_ROUTE_H
#define GX_SIM_ROUTE_H

#include "outbox.h"

typedef struct gx_routes {
    uint64_t to[GX_SHARDS_MAX][GX_SHARD_WORDS];   /* row: source; bits: destinations */
    uint64_t from[GX_SHARDS_MAX][GX_SHARD_WORDS]; /* row: destination; bits: sources */
} gx_routes;

/* from := the transpose of to, for the first `shards` rows and columns; `to` is cleared for the next tick. */
void gx_routes_turn(gx_routes *routes, uint32_t shards);

#endif
