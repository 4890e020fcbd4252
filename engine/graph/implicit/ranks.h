/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of eight neighbours, kept or computed: see ranks.c. */
#ifndef GX_GRAPH_IMPLICIT_RANKS_H
#define GX_GRAPH_IMPLICIT_RANKS_H

#include "slots.h"

/* Members of cell `cell` (of a band of a quarter; it has `count` of them) in their order, three bits each,
 * the first in the lowest. O(1): a look at a table where orders are kept, else some 150 ns. */
uint32_t gx_order_of(const gx_implicit *implicit, gx_unit unit, gx_sorting sorting, const gx_quarter *quarter,
                     uint32_t cell, uint32_t count);

/* Ask for the memory that gx_order_of will read. */
void gx_order_fetch(const gx_implicit *implicit, gx_unit unit, const gx_quarter *quarter, uint32_t cell);

/* Keep all orders: half of gx_implicit_keep. GX_ERR_MEMORY. O(users). */
gx_status gx_ranks_keep(gx_implicit *implicit, uint32_t threads, gx_error *error);

static inline uint32_t gx_member_at(uint32_t order, uint32_t rank)
{
    return order >> (3 * rank) & 7;
}

/* The first group of three bits that is the member's. */
static inline uint32_t gx_rank_of(uint32_t order, uint32_t member)
{
    uint32_t ones = 011111111, differs = order ^ member * ones;
    return (uint32_t)__builtin_ctz(~(differs | differs >> 1 | differs >> 2) & ones) / 3;
}

#endif
