/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arcs that users drew, made into rows. See arcs.c. */
#ifndef GX_GRAPH_ARCS_H
#define GX_GRAPH_ARCS_H

#include "../rows.h"

/* Marks on the columns of rows under way; users are fewer than 2^31. */
static const uint32_t gx_arc_back = UINT32_C(1) << 31; /* the arc goes both ways */
static const uint32_t gx_arc_void = UINT32_MAX;        /* no arc */

/* Row u of `out`: whom u drew in `made`, and who drew u in an arc marked with gx_arc_back. Void arcs are left
 * out, marks taken off. A row's order is that of `made`, then of the drawers; the same for any number of
 * threads. `made` is square, and freed on the way. O(arcs). */
gx_status gx_arcs_turn(gx_rows *out, gx_rows *made, uint32_t threads, const char *what, gx_error *error);

/* Each row of `rows` has room up to the next; it keeps its first length[row] entries, and the gaps between
 * rows are closed. In place; O(entries). */
void gx_rows_close_gaps(gx_rows *rows, const uint32_t *length);

/* Every row ascending and without repeats. GX_ERR_MEMORY. O(entries). */
gx_status gx_rows_tidy(gx_rows *rows, uint32_t threads, const char *what, gx_error *error);

#endif
