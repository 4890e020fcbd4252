/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "degrees.h"

#include <gx/base/memory.h>

#include <string.h>

static gx_status count_columns(uint32_t *count, const gx_rows *rows, uint32_t columns, gx_error *error)
{
    for (uint64_t at = 0; at < rows->offset[rows->rows]; at++) {
        if (rows->column[at] >= columns)
            return gx_fail(error, GX_ERR_ARGUMENT, "layer: column %u of %u", rows->column[at], columns);
        count[rows->column[at]]++;
    }
    return GX_OK;
}

/* Over all ties: a tie's two ends are as long as their row and as frequent as their column. Newman's r takes
 * each tie both ways, so that it knows no sides. */
static void correlate(gx_bipartite_measures *out, const gx_rows *rows, const uint32_t *count)
{
    gx_wide a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    for (uint32_t row = 0; row < rows->rows; row++) {
        uint64_t length = gx_row_length(rows, row), others = 0;
        for (uint64_t at = rows->offset[row]; at < rows->offset[row + 1]; at++) {
            uint64_t other = count[rows->column[at]];
            others += other;
            bb += other * other;
        }
        a += length * length;
        aa += (gx_wide)length * length * length;
        b += others;
        ab += (gx_wide)length * others;
    }
    uint64_t ties = rows->offset[rows->rows];
    out->degree_correlation = gx_pearson(ties, a, b, aa, bb, ab);
    out->assortativity = gx_pearson(2 * ties, a + b, a + b, aa + bb, aa + bb, 2 * ab);
}

/* Ranks among ties by the degree of one end, each degree as often as it has ties; owned: gx_free. */
static uint64_t *rank_ends(const uint32_t *degree, uint32_t count, uint32_t most)
{
    uint64_t *rank = gx_alloc((size_t)most + 1, sizeof *rank);
    for (uint32_t at = 0; rank != NULL && at < count; at++)
        rank[degree[at]] += degree[at];
    if (rank != NULL)
        gx_degrees_rank(rank, most);
    return rank;
}

static double correlate_ranks(const gx_rows *rows, const uint32_t *count, const uint64_t *row_rank,
                              const uint64_t *column_rank)
{
    gx_wide a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    for (uint32_t row = 0; row < rows->rows; row++) {
        uint64_t own = row_rank[gx_row_length(rows, row)];
        gx_wide others = 0;
        for (uint64_t at = rows->offset[row]; at < rows->offset[row + 1]; at++) {
            uint64_t other = column_rank[count[rows->column[at]]];
            others += other;
            bb += (gx_wide)other * other;
        }
        a += (gx_wide)own * gx_row_length(rows, row);
        aa += (gx_wide)own * own * gx_row_length(rows, row);
        b += others;
        ab += own * others;
    }
    return gx_pearson(rows->offset[rows->rows], a, b, aa, bb, ab);
}

gx_status gx_bipartite_measure(gx_bipartite_measures *out, const gx_rows *rows, uint32_t columns,
                               gx_error *error)
{
    uint32_t longer = rows->rows > columns ? rows->rows : columns;
    *out = (gx_bipartite_measures){.ties = rows->offset[rows->rows]};
    uint32_t *count = gx_alloc_columns(columns, sizeof *count);
    uint32_t *sorted = gx_alloc_columns(longer, sizeof *sorted);
    uint32_t *scratch = gx_alloc_columns(longer, sizeof *scratch);
    uint64_t *row_rank = NULL, *column_rank = NULL;
    gx_status status = count == NULL || sorted == NULL || scratch == NULL
                           ? gx_fail_memory(error, "a layer's degrees")
                           : GX_OK;
    if (status == GX_OK)
        status = count_columns(count, rows, columns, error);
    if (status == GX_OK) {
        if (columns > 0)
            memcpy(sorted, count, columns * sizeof *sorted);
        gx_degrees_summarise(&out->right, sorted, scratch, columns);
        column_rank = rank_ends(sorted, columns, out->right.max);
        for (uint32_t row = 0; row < rows->rows; row++)
            sorted[row] = gx_row_length(rows, row);
        gx_degrees_summarise(&out->left, sorted, scratch, rows->rows);
        row_rank = rank_ends(sorted, rows->rows, out->left.max);
        if (column_rank == NULL || row_rank == NULL)
            status = gx_fail_memory(error, "a layer's ranks");
    }
    if (status == GX_OK) {
        correlate(out, rows, count);
        out->rank_correlation = correlate_ranks(rows, count, row_rank, column_rank);
    }
    gx_free(count);
    gx_free(sorted);
    gx_free(scratch);
    gx_free(row_rank);
    gx_free(column_rank);
    return status;
}

/* Ranks of rows by their length; owned: gx_free. */
static uint64_t *rank_lengths(const gx_rows *rows)
{
    uint32_t most = 0;
    for (uint32_t row = 0; row < rows->rows; row++)
        most = gx_row_length(rows, row) > most ? gx_row_length(rows, row) : most;
    uint64_t *rank = gx_alloc((size_t)most + 1, sizeof *rank);
    for (uint32_t row = 0; rank != NULL && row < rows->rows; row++)
        rank[gx_row_length(rows, row)]++;
    if (rank != NULL)
        gx_degrees_rank(rank, most);
    return rank;
}

gx_status gx_rows_rank_correlation(double *out, const gx_rows *a, const gx_rows *b, gx_error *error)
{
    gx_wide x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    uint64_t *rank_a = rank_lengths(a), *rank_b = rank_lengths(b);
    bool fine = rank_a != NULL && rank_b != NULL;
    for (uint32_t row = 0; fine && row < a->rows; row++) {
        uint64_t one = rank_a[gx_row_length(a, row)], other = rank_b[gx_row_length(b, row)];
        x += one;
        y += other;
        xx += (gx_wide)one * one;
        yy += (gx_wide)other * other;
        xy += (gx_wide)one * other;
    }
    gx_free(rank_a);
    gx_free(rank_b);
    *out = gx_pearson(a->rows, x, y, xx, yy, xy);
    return fine ? GX_OK : gx_fail_memory(error, "ranks");
}
