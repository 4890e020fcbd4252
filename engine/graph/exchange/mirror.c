/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From halves to whole rows.
 *
 * Row v becomes the rows that hold v, ascending because they are walked in order, and behind them its own
 * half:
 *
 *     halves   0: 2 3   1: 2   2: 3        whole   0: 2 3   1: 2   2: 0 1 3   3: 0 2
 *
 * Each thread fills a run of whole rows and walks all halves for it: they are read once more a thread, which
 * is little beside the misses of the writes, and no two threads write to the same row.
 */
#include "exchange/gather.h"

#include "rows.h"
#include <gx/base/memory.h>

typedef struct work {
    const gx_rows *half;
    const double *half_weight;
    gx_rows whole;
    double *weight;
} work;

/* Whole rows of one thread. */
typedef struct span {
    uint32_t first, count;
} span;

static span span_of(const work *w, uint32_t part, uint32_t parts)
{
    uint64_t rows = w->half->rows;
    uint32_t first = (uint32_t)(rows * part / parts), end = (uint32_t)(rows * (part + 1) / parts);
    return (span){first, end - first};
}

/* Lengths into offset[row + 1]. */
static void count_span(work *w, span mine)
{
    const gx_rows *half = w->half;
    uint64_t entries = half->offset[half->rows];
    for (uint64_t at = 0; at < entries; at++)
        if (half->column[at] - mine.first < mine.count)
            w->whole.offset[half->column[at] + 1]++;
    for (uint32_t row = mine.first; row < mine.first + mine.count; row++)
        w->whole.offset[row + 1] += gx_row_length(half, row);
}

/* offset[row] walks to where the row's own half begins, which is put there at the end. */
static void fill_span(work *w, span mine)
{
    const gx_rows *half = w->half;
    uint64_t *offset = w->whole.offset;
    for (uint32_t row = 0; row < half->rows; row++)
        for (uint64_t at = half->offset[row]; at < half->offset[row + 1]; at++) {
            if (half->column[at] - mine.first >= mine.count)
                continue;
            uint64_t to = offset[half->column[at]]++;
            w->whole.column[to] = row;
            if (w->weight != NULL)
                w->weight[to] = w->half_weight[at];
        }
    for (uint32_t row = mine.first; row < mine.first + mine.count; row++) {
        uint32_t length = gx_row_length(half, row);
        if (length == 0)
            continue;
        memcpy(w->whole.column + offset[row], gx_row(half, row), length * sizeof *half->column);
        if (w->weight != NULL)
            memcpy(w->weight + offset[row], w->half_weight + half->offset[row], length * sizeof *w->weight);
    }
}

static gx_status make_room(work *w, gx_allowance *allowance, bool weighted, gx_error *error)
{
    uint64_t entries = 2 * w->half->offset[w->half->rows];
    size_t entry = sizeof *w->whole.column + (weighted ? sizeof *w->weight : 0);
    gx_status status = gx_allowance_take(allowance, entries, entry, "the ties", error);
    if (status != GX_OK)
        return status;
    w->whole.column = gx_alloc_columns((size_t)entries, sizeof *w->whole.column);
    if (weighted)
        w->weight = gx_alloc_columns((size_t)entries, sizeof *w->weight);
    bool fine = w->whole.column != NULL && (!weighted || w->weight != NULL);
    return fine ? GX_OK : gx_fail_memory(error, "the ties");
}

static gx_status mirror(work *w, gx_gather *gather, uint32_t threads, gx_error *error)
{
    uint32_t rows = w->half->rows;
    w->whole.rows = rows;
    w->whole.offset = gx_alloc_columns((size_t)rows + 1, sizeof *w->whole.offset);
    if (w->whole.offset == NULL)
        return gx_fail_memory(error, "the ties");
#pragma omp parallel for schedule(static, 1) num_threads((int)threads)
    for (int64_t part = 0; part < (int64_t)threads; part++)
        count_span(w, span_of(w, (uint32_t)part, threads));
    gx_rows_sum(w->whole.offset, rows);
    gx_status status = make_room(w, gather->side[0].allowance, gather->weighted, error);
    if (status != GX_OK)
        return status;
#pragma omp parallel for schedule(static, 1) num_threads((int)threads)
    for (int64_t part = 0; part < (int64_t)threads; part++)
        fill_span(w, span_of(w, (uint32_t)part, threads));
    for (uint32_t row = rows; row > 0; row--)
        w->whole.offset[row] = w->whole.offset[row - 1] + gx_row_length(w->half, row - 1);
    w->whole.offset[0] = 0;
    return GX_OK;
}

gx_status gx_mirror(gx_gather *gather, uint32_t threads, gx_error *error)
{
    work w = {.half = &gather->rows, .half_weight = gather->weight};
    gx_status status = mirror(&w, gather, threads, error);
    if (status != GX_OK) {
        gx_rows_free(&w.whole);
        gx_free(w.weight);
        return status;
    }
    size_t entry = sizeof *w.whole.column + (gather->weighted ? sizeof *w.weight : 0);
    gx_rows_free(&gather->rows);
    gx_free(gather->weight);
    gx_allowance_give(gather->side[0].allowance, gather->entries, entry);
    gather->rows = w.whole;
    gather->weight = w.weight;
    gather->entries = w.whole.offset[w.whole.rows];
    return GX_OK;
}
