/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pieces.h"
#include "../rows.h"

#include <gx/base/memory.h>
#include <string.h>

gx_status gx_pieces_join(gx_rows *out, const gx_piece *piece, uint32_t pieces, uint32_t threads,
                         gx_error *error)
{
    uint64_t count = gx_rows_sum(out->offset, out->rows);
    uint64_t *begin = gx_alloc((size_t)pieces + 1, sizeof *begin);
    out->column = gx_alloc_columns((size_t)count, sizeof *out->column);
    if (begin == NULL || out->column == NULL) {
        gx_free(begin);
        return gx_fail_memory(error, "a graph");
    }
    for (uint32_t at = 0; at < pieces; at++)
        begin[at + 1] = begin[at] + piece[at].count;
    GX_ASSERT(begin[pieces] == count);
#pragma omp parallel for schedule(dynamic, 16) num_threads((int)threads)
    for (int64_t at = 0; at < (int64_t)pieces; at++)
        if (piece[at].count > 0)
            memcpy(out->column + begin[at], piece[at].column, piece[at].count * sizeof *out->column);
    gx_free(begin);
    return GX_OK;
}
