/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of eight neighbours, kept or computed: see ranks.c. */
#ifndef GX_GRAPH_IMPLICIT_RANKS_H
#define GX_GRAPH_IMPLICIT_RANKS_H

#include "slots.h"

/* Members of cell `cell` (of a band of a quarter; it has `count` of them) in their order, three bits each,
 * the first in the lowest. Some 150 ns. */
uint32_t gx_order_computed(const gx_implicit *implicit, gx_unit unit, gx_sorting sorting,
                           const gx_quarter *quarter, uint32_t cell, uint32_t count);

/* Where the orders of a band of a quarter are, when they are kept: GX_SORTINGS of each cell. */
static inline const gx_order *gx_orders_of(const gx_implicit *implicit, gx_unit unit,
                                           const gx_quarter *quarter)
{
    const gx_district *of = &implicit->district[quarter->number];
    uint32_t before = unit == GX_UNIT_GROWN ? (of[1].children - of->children + GX_CELL - 1) / GX_CELL : 0;
    return &implicit->order[((size_t)of->cells + before) * GX_SORTINGS];
}

static inline uint32_t gx_order_read(const gx_order *kept)
{
    return kept->byte[0] | (uint32_t)kept->byte[1] << 8 | (uint32_t)kept->byte[2] << 16;
}

/* The same as computed, by a look where orders are kept. */
static inline uint32_t gx_order_of(const gx_implicit *implicit, gx_unit unit, gx_sorting sorting,
                                   const gx_quarter *quarter, uint32_t cell, uint32_t count)
{
    if (implicit->order == NULL)
        return gx_order_computed(implicit, unit, sorting, quarter, cell, count);
    return gx_order_read(gx_orders_of(implicit, unit, quarter) + (size_t)cell * GX_SORTINGS + sorting);
}

/* Ask for the memory that gx_order_of will read. */
static inline void gx_order_fetch(const gx_implicit *implicit, gx_unit unit, const gx_quarter *quarter,
                                  uint32_t cell)
{
    if (implicit->order != NULL)
        __builtin_prefetch(gx_orders_of(implicit, unit, quarter) + (size_t)cell * GX_SORTINGS);
}

/* Ask for the memory of `count` cells. */
void gx_orders_fetch(const gx_implicit *implicit, gx_unit unit, gx_sorting sorting, const gx_quarter *quarter,
                     const uint32_t *cell, uint32_t count);

/* The orders of `count` cells of a band that has `users`. */
void gx_orders_read(uint32_t *order, const gx_implicit *implicit, gx_unit unit, gx_sorting sorting,
                    const gx_quarter *quarter, const uint32_t *cell, uint32_t count, uint32_t users);

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
