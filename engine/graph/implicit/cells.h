/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traits of users in places that are arithmetic: see cells.c. */
#ifndef GX_GRAPH_CELLS_H
#define GX_GRAPH_CELLS_H

#include "slots.h"

/* Logarithms of activity^power for the lots. */
void gx_cells_weigh(int32_t weight[GX_LOG_PIECES], double power);

/* Which of a cell's users first … first + count - 1 takes part in a slot of lots; O(1). `weight` (may be
 * NULL) has what gx_cell_weights gave. */
uint32_t gx_cell_lot(const gx_implicit *implicit, const gx_slot *slot, uint32_t first, uint32_t count,
                     const int32_t *weight);
void gx_cell_weights(const gx_implicit *implicit, gx_lots lots, uint32_t first, uint32_t count,
                     int32_t weight[GX_LOT_CELL]);

/* Place of each of first … first + count - 1 in the order of a trait: 0 … count - 1. */
void gx_cell_ranks(const gx_implicit *implicit, gx_sorting sorting, uint32_t first, uint32_t count,
                   uint8_t rank[GX_SORT_CELL]);

#endif
