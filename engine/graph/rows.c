/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rows.h"

#include <gx/base/draw.h>
#include <gx/base/memory.h>

gx_status gx_rows_allocate(gx_rows *rows, uint32_t count_rows, uint64_t count, unsigned beside,
                           const char *what, gx_error *error)
{
    rows->rows = count_rows;
    rows->offset = gx_alloc_columns((size_t)count_rows + 1, sizeof *rows->offset);
    rows->column = gx_alloc_columns((size_t)count, sizeof *rows->column);
    bool strength = beside & GX_ROWS_STRENGTH, layers = beside & GX_ROWS_LAYERS;
    rows->strength = strength ? gx_alloc_columns((size_t)count, sizeof *rows->strength) : NULL;
    rows->layers = layers ? gx_alloc_columns((size_t)count, sizeof *rows->layers) : NULL;
    bool fine = rows->offset != NULL && rows->column != NULL && (!strength || rows->strength != NULL) &&
                (!layers || rows->layers != NULL);
    return fine ? GX_OK : gx_fail_memory(error, what);
}

void gx_rows_free(gx_rows *rows)
{
    gx_free(rows->offset);
    gx_free(rows->column);
    gx_free(rows->strength);
    gx_free(rows->layers);
    *rows = (gx_rows){0};
}

uint64_t gx_rows_sum(uint64_t *offset, uint32_t count_rows)
{
    offset[0] = 0;
    for (uint32_t row = 0; row < count_rows; row++)
        offset[row + 1] += offset[row];
    return offset[count_rows];
}

gx_status gx_rows_invert(gx_rows *to, const gx_rows *from, uint32_t columns, const char *what,
                         gx_error *error)
{
    uint64_t count = from->offset[from->rows];
    gx_status status = gx_rows_allocate(to, columns, count, GX_ROWS_PLAIN, what, error);
    if (status != GX_OK)
        return status;
    for (uint64_t at = 0; at < count; at++)
        to->offset[from->column[at] + 1]++;
    gx_rows_sum(to->offset, columns);
    /* offset[c] walks to the end of row c, which is the beginning of row c + 1: shift back afterwards. */
    for (uint32_t row = 0; row < from->rows; row++)
        for (uint64_t at = from->offset[row]; at < from->offset[row + 1]; at++)
            to->column[to->offset[from->column[at]]++] = row;
    for (uint32_t column = columns; column > 0; column--)
        to->offset[column] = to->offset[column - 1];
    to->offset[0] = 0;
    return GX_OK;
}

uint64_t gx_rows_digest(const gx_rows *rows)
{
    uint64_t digest = gx_mix_pair(rows->rows, rows->offset[rows->rows]);
    for (uint32_t row = 0; row < rows->rows; row++) {
        digest += gx_mix_pair(row, rows->offset[row]);
        for (uint64_t at = rows->offset[row]; at < rows->offset[row + 1]; at++) {
            uint64_t strength = rows->strength != NULL ? rows->strength[at] : 0;
            uint64_t layers = rows->layers != NULL ? rows->layers[at] : 0;
            digest += gx_mix64(gx_mix64(at) ^ (layers << 40 | strength << 32 | rows->column[at]));
        }
    }
    return gx_mix64(digest);
}

size_t gx_rows_bytes(const gx_rows *rows)
{
    size_t entry = sizeof *rows->column + (rows->strength != NULL) + (rows->layers != NULL);
    return ((size_t)rows->rows + 1) * sizeof *rows->offset + (size_t)rows->offset[rows->rows] * entry;
}

uint32_t gx_lower_bound(const uint32_t *columns, uint32_t count, uint32_t column)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (columns[middle] < column)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool gx_row_has(const gx_rows *rows, uint32_t row, uint32_t column, uint32_t *at)
{
    const uint32_t *columns = gx_row(rows, row);
    uint32_t count = gx_row_length(rows, row), low = gx_lower_bound(columns, count, column);
    bool found = low < count && columns[low] == column;
    if (found && at != NULL)
        *at = low;
    return found;
}
