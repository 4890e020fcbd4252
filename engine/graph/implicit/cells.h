/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traits of users in places that are arithmetic: see cells.c. */
#ifndef GX_GRAPH_CELLS_H
#define GX_GRAPH_CELLS_H

#include "slots.h"

/* Logarithms of activity^power for the lots. */
void gx_cells_weigh(int32_t weight[GX_LOG_PIECES], double power);

/* Activity of a cell's users first … first + count - 1, as pieces of the tables of weights. */
void gx_cell_pieces(const gx_implicit *implicit, uint32_t first, uint32_t count, uint16_t piece[GX_LOT_CELL]);

/* Which of them takes part in a slot of lots. */
uint32_t gx_cell_lot(const gx_implicit *implicit, const gx_slot *slot, uint32_t first, uint32_t count,
                     const uint16_t *piece);

/* Place of each of first … first + count - 1 in the order of a trait: 0 … count - 1. */
void gx_cell_ranks(const gx_implicit *implicit, gx_sorting sorting, uint32_t first, uint32_t count,
                   uint8_t rank[GX_SORT_CELL]);

#endif
