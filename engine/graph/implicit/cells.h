/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Neighbours in order: see cells.c. And lots among them: see lots.c. */
#ifndef GX_GRAPH_CELLS_H
#define GX_GRAPH_CELLS_H

#include "slots.h"

/* The first words of eight draws of a purpose. */
void gx_eight_words(uint32_t word[GX_CELL], gx_key key, uint32_t purpose, const uint32_t who[GX_CELL]);

/* What sorts users of one band, whose households begin with `head`; both arrays have GX_CELL entries, of
 * which `count` mean something. */
void gx_cell_draw(gx_cell_words *cell, const gx_implicit *implicit, gx_unit unit,
                  const uint32_t user[GX_CELL], const uint32_t head[GX_CELL], uint32_t count);

/* Place of each of them in the order of their cell: 0 … count - 1. */
void gx_cell_ranks(uint8_t rank[GX_CELL], const gx_implicit *implicit, gx_unit unit, gx_sorting sorting,
                   const gx_cell_words *cell);

/* ---- Lots ---- */

/* Weights by activity, activity^power. */
void gx_lots_weigh(gx_lot_table *table, const gx_population *people, double power);

/* The order in which cells deal the table's lots: each slot's `each` from its `lot` on. `first` … `end`-1
 * are the slots of the trait. */
void gx_lots_arrange(gx_lot_table *table, const gx_slot *slot, uint32_t first, uint32_t end);

/* A user's lots of a trait. */
gx_lot_run gx_lots_of(const gx_implicit *implicit, gx_lots trait, gx_who *who);

/* The same as a list; how many. */
uint32_t gx_lots_list(gx_lot out[GX_LOTS_MAX], const gx_implicit *implicit, gx_lots trait, gx_who *who);

/* Whether a lot (by its place in the order) is among them. */
bool gx_lots_have(const gx_implicit *implicit, gx_lots trait, gx_lot_run run, uint32_t turn);

/* Who of the cell that begins with user `first` and has `count` draws a lot, by its place in the order. */
uint32_t gx_lot_user(const gx_implicit *implicit, gx_lots trait, uint32_t cell, uint32_t first,
                     uint32_t count, uint32_t turn);

#endif
