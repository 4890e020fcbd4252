/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of rows, and what two sets of rows have in common. */
#include "../purposes.h"
#include "../rows.h"
#include "degrees.h"

#include <math.h>

gx_status gx_rows_filter(gx_rows *out, const gx_rows *rows, unsigned keep, uint32_t threads, gx_error *error)
{
    int64_t count = rows->rows;
    unsigned beside = GX_ROWS_LAYERS | (rows->strength != NULL ? GX_ROWS_STRENGTH : GX_ROWS_PLAIN);
    *out = (gx_rows){0};
    uint64_t kept = 0;
    for (uint64_t at = 0; at < rows->offset[count]; at++)
        kept += (rows->layers[at] & keep) != 0;
    gx_status status = gx_rows_allocate(out, rows->rows, kept, beside, "a part of the graph", error);
    if (status != GX_OK) {
        gx_rows_free(out);
        return status;
    }
#pragma omp parallel for schedule(dynamic, 4096) num_threads((int)(threads > 0 ? threads : 1))
    for (int64_t row = 0; row < count; row++)
        for (uint64_t at = rows->offset[row]; at < rows->offset[row + 1]; at++)
            out->offset[row + 1] += (rows->layers[at] & keep) != 0;
    gx_rows_sum(out->offset, out->rows);
#pragma omp parallel for schedule(dynamic, 4096) num_threads((int)(threads > 0 ? threads : 1))
    for (int64_t row = 0; row < count; row++) {
        uint64_t to = out->offset[row];
        for (uint64_t at = rows->offset[row]; at < rows->offset[row + 1]; at++) {
            if ((rows->layers[at] & keep) == 0)
                continue;
            if (out->strength != NULL)
                out->strength[to] = rows->strength[at];
            out->layers[to] = rows->layers[at];
            out->column[to++] = rows->column[at];
        }
    }
    return GX_OK;
}

gx_status gx_rows_turned(gx_rows *out, const gx_rows *rows, uint32_t columns, gx_error *error)
{
    *out = (gx_rows){0};
    gx_status status = gx_rows_invert(out, rows, columns, "a layer the other way round", error);
    if (status != GX_OK)
        gx_rows_free(out);
    return status;
}

double gx_rows_share(const gx_rows *rows, uint32_t least, uint32_t most)
{
    uint64_t among = 0;
    for (uint32_t row = 0; row < rows->rows; row++)
        among += gx_row_length(rows, row) >= least && gx_row_length(rows, row) <= most;
    return rows->rows > 0 ? (double)among / (double)rows->rows : (double)NAN;
}

uint64_t gx_rows_common(const gx_rows *a, const gx_rows *b)
{
    uint64_t common = 0;
    for (uint32_t row = 0; row < a->rows; row++) {
        uint64_t left = a->offset[row], right = b->offset[row];
        while (left < a->offset[row + 1] && right < b->offset[row + 1]) {
            uint32_t from = a->column[left], to = b->column[right];
            common += from == to;
            left += from <= to;
            right += to <= from;
        }
    }
    return common;
}

double gx_rows_reciprocity(const gx_rows *rows, uint32_t samples, uint64_t seed)
{
    uint64_t back = 0, all = rows->offset[rows->rows], count = all < samples ? all : samples;
    gx_key key = gx_key_make(seed, 0);
    uint32_t row = 0;
    for (uint64_t at = 0; at < count; at++) {
        uint64_t entry = at;
        if (count < all) {
            entry = gx_below64(gx_draw_high(gx_draw_at(key, GX_DRAW_SAMPLE_TIE, (uint32_t)at, 1, 0)), all);
            row = gx_row_of_entry(rows, entry);
        } else {
            while (rows->offset[row + 1] <= entry)
                row++;
        }
        back += gx_row_has(rows, rows->column[entry], row, NULL);
    }
    return count > 0 ? (double)back / (double)count : (double)NAN;
}
