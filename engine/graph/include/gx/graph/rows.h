/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compressed rows: how this room keeps who is tied to whom.
 *
 * The entries of row i are column[offset[i] … offset[i+1]-1], ascending, without repeats. A friend layer is
 * square and symmetric and has no loops; a bipartite layer (group -> members) has as many columns as its
 * other side is wide; a directed layer (who follows whom) need not be symmetric.
 */
#ifndef GX_GRAPH_ROWS_H
#define GX_GRAPH_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Owned by whoever made it; gx_rows_free. */
typedef struct gx_rows {
    uint32_t rows;
    uint64_t *offset;  /* rows + 1 entries */
    uint32_t *column;  /* offset[rows] entries */
    uint8_t *strength; /* beside column: strength of the tie, 1 … 255; NULL: not kept */
    uint8_t *layers;   /* beside column: which layers made the tie, bits of gx_layer; NULL: not kept */
} gx_rows;

/* Release the arrays and zero the struct. */
void gx_rows_free(gx_rows *rows);

static inline uint32_t gx_row_length(const gx_rows *rows, uint32_t row)
{
    return (uint32_t)(rows->offset[row + 1] - rows->offset[row]);
}
static inline const uint32_t *gx_row(const gx_rows *rows, uint32_t row)
{
    return rows->column + rows->offset[row];
}

/* Binary search in a row. O(log length). `at` (may be NULL) is the place in the row. */
bool gx_row_has(const gx_rows *rows, uint32_t row, uint32_t column, uint32_t *at);

/* Order-free over the parts, so that it can be made by any number of threads; columns, strengths and layers
 * all count. O(entries). */
uint64_t gx_rows_digest(const gx_rows *rows);
size_t gx_rows_bytes(const gx_rows *rows);

#endif
