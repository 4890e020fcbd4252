/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of cells, kept: who of eight neighbours is the first, the second … (cells.c).
 *
 * Computing it takes sixteen draws and two sorts, which is most of what a member of a class or of a workplace
 * costs; keeping it takes six bytes a cell, nearly a byte a user, and a look at one line of memory. A run
 * asks for that at its start, a study that asks a few users does not; the answers are the same.
 *
 * An order is eight members of three bits each: the first is in the lowest bits. Cells stand by district,
 * those of children before those of grown-ups.
 */
#include "ranks.h"
#include "cells.h"

#include <gx/base/memory.h>

static uint32_t cells_of(uint32_t users)
{
    return (users + GX_CELL - 1) / GX_CELL;
}

static uint32_t children_of(const gx_implicit *implicit, uint32_t district)
{
    return implicit->district[district + 1].children - implicit->district[district].children;
}

uint32_t gx_order_computed(const gx_implicit *implicit, gx_unit unit, gx_sorting sorting,
                           const gx_quarter *quarter, uint32_t cell, uint32_t count)
{
    gx_cells cells;
    uint32_t order[GX_CELLS_MOST];
    gx_cells_read(&cells, implicit, unit, quarter, cell * GX_CELL, count);
    gx_cells_sort(order, implicit, unit, sorting, &cells);
    return order[0];
}

void gx_orders_fetch(const gx_implicit *implicit, gx_unit unit, gx_sorting sorting, const gx_quarter *quarter,
                     const uint32_t *cell, uint32_t count)
{
    if (implicit->order == NULL)
        return;
    const gx_order *kept = gx_orders_of(implicit, unit, quarter) + sorting;
    for (uint32_t at = 0; at < count; at++) { /* some lie on two lines */
        const gx_order *of = kept + (size_t)cell[at] * GX_SORTINGS;
        __builtin_prefetch(&of->byte[0]);
        __builtin_prefetch(&of->byte[2]);
    }
}

static void read_kept(uint32_t *order, const gx_order *kept, const uint32_t *cell, uint32_t count)
{
    for (uint32_t at = 0; at < count; at++)
        order[at] = gx_order_read(kept + (size_t)cell[at] * GX_SORTINGS);
}

void gx_orders_read(uint32_t *order, const gx_implicit *implicit, gx_unit unit, gx_sorting sorting,
                    const gx_quarter *quarter, const uint32_t *cell, uint32_t count, uint32_t users)
{
    if (implicit->order != NULL) {
        read_kept(order, gx_orders_of(implicit, unit, quarter) + sorting, cell, count);
        return;
    }
    for (uint32_t at = 0; at < count; at++) {
        uint32_t rest = users - cell[at] * GX_CELL;
        order[at] =
            gx_order_computed(implicit, unit, sorting, quarter, cell[at], rest < GX_CELL ? rest : GX_CELL);
    }
}

/* ---- Keeping ---- */

static void keep_band(gx_implicit *implicit, gx_unit unit, const gx_quarter *quarter, uint32_t users)
{
    enum { MOST = GX_CELLS_MOST * GX_CELL };
    for (uint32_t first = 0; first < users; first += MOST) {
        gx_cells cells;
        uint32_t order[GX_CELLS_MOST];
        gx_cells_read(&cells, implicit, unit, quarter, first, users - first < MOST ? users - first : MOST);
        gx_order *to = implicit->order + (gx_orders_of(implicit, unit, quarter) - implicit->order) +
                       (size_t)(first / GX_CELL) * GX_SORTINGS;
        for (gx_sorting sorting = 0; sorting < GX_SORTINGS; sorting++) {
            gx_cells_sort(order, implicit, unit, sorting, &cells);
            for (uint32_t cell = 0; cell < cells.cells; cell++)
                to[cell * GX_SORTINGS + sorting] = (gx_order){
                    {(uint8_t)order[cell], (uint8_t)(order[cell] >> 8), (uint8_t)(order[cell] >> 16)}};
        }
    }
}

/* Sums over districts; how many cells in all. */
static size_t count_cells(gx_implicit *implicit)
{
    uint32_t districts = implicit->district_first[implicit->cities], cells = 0;
    for (uint32_t city = 0, at = 0; at < districts; at++) {
        while (implicit->district_first[city + 1] <= at)
            city++;
        implicit->district[at].cells = cells;
        gx_quarter quarter = gx_quarter_at(implicit, city, at - implicit->district_first[city]);
        uint32_t children = children_of(implicit, at);
        cells += cells_of(children) + cells_of(quarter.users - children);
    }
    return cells;
}

gx_status gx_ranks_keep(gx_implicit *implicit, uint32_t threads, gx_error *error)
{
    implicit->cells = count_cells(implicit);
    implicit->order = gx_alloc_columns(implicit->cells * GX_SORTINGS, sizeof *implicit->order);
    if (implicit->order == NULL)
        return gx_fail_memory(error, "the order of neighbours");
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t city = 0; city < (int64_t)implicit->cities; city++)
        for (uint32_t at = implicit->district_first[city]; at < implicit->district_first[city + 1]; at++) {
            gx_quarter quarter = gx_quarter_at(implicit, (uint32_t)city, at - implicit->district_first[city]);
            uint32_t children = children_of(implicit, at);
            keep_band(implicit, GX_UNIT_CHILD, &quarter, children);
            keep_band(implicit, GX_UNIT_GROWN, &quarter, quarter.users - children);
        }
    return GX_OK;
}
