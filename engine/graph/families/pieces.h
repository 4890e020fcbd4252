/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that were made in pieces, each a run of whole rows, put behind one another. */
#ifndef GX_GRAPH_FAMILIES_PIECES_H
#define GX_GRAPH_FAMILIES_PIECES_H

#include <gx/base/status.h>
#include <gx/graph/rows.h>

typedef struct gx_piece {
    uint32_t *column;
    uint64_t count;
} gx_piece;

/* out->rows and out->offset are set, with the lengths of rows in offset[1 …]; the columns of all rows stand
 * in the pieces, in order. Lengths become offsets, and the columns are copied. The pieces stay the caller's.
 */
gx_status gx_pieces_join(gx_rows *out, const gx_piece *piece, uint32_t pieces, uint32_t threads,
                         gx_error *error);

#endif
