/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Neighbours in order: see cells.c. */
#ifndef GX_GRAPH_CELLS_H
#define GX_GRAPH_CELLS_H

#include "slots.h"

enum { GX_CELLS_MOST = 16 /* side by side */, GX_MEMBER_BITS = 3 };

/* What sorts cells that follow each other in a band of a quarter: cell `at` is column `at`, its members are
 * the rows. Columns from `cells` on, and rows from count[at] on, mean nothing. */
typedef struct gx_cells {
    uint32_t cells;
    uint32_t count[GX_CELLS_MOST];
    uint32_t user[GX_CELL][GX_CELLS_MOST];
    uint32_t age[GX_CELL][GX_CELLS_MOST], schooling[GX_CELL][GX_CELLS_MOST];
} gx_cells;

/* The cells of members `first` … first + count - 1 of the band, 1 … GX_CELL * GX_CELLS_MOST of them; `first`
 * begins a cell. Some 20 ns a cell, and not below 100. */
void gx_cells_read(gx_cells *out, const gx_implicit *implicit, gx_unit unit, const gx_quarter *quarter,
                   uint32_t first, uint32_t count);

/* The order of each: eight members of GX_MEMBER_BITS each, the first of the order in the lowest bits; who is
 * not there comes last. Some 3 ns a cell, and not below 40. */
void gx_cells_sort(uint32_t order[GX_CELLS_MOST], const gx_implicit *implicit, gx_unit unit,
                   gx_sorting sorting, const gx_cells *cells);

#endif
