/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows without a list of ties: a graph of others is read twice.
 *
 *     first pass     count the entries of every row (marks), collect names
 *     between        names in order, lengths become offsets, room for all entries
 *     second pass    every tie goes to where its row has come (offset[row]++)
 *     after          offsets shifted back; each row sorted, repeats joined, gaps closed
 *
 * A list of ties would take as much memory as the rows do, and once more while they are made. Undirected ties
 * go into the row of one end first and are mirrored when repeats are joined (mirror.c): so a file that names
 * every tie from both ends (many of SNAP's do) peaks at 1.5 times the rows, as one does that names each once.
 * Both passes run in any number of threads: counting and placing are atomic additions, and whatever order
 * they come in, sorting ends in the same bytes; weights of repeats are added in ascending order.
 */
#define _DEFAULT_SOURCE /* madvise */
#include "exchange/gather.h"

#include "rows.h"
#include <gx/base/memory.h>
#include <gx/base/sort.h>
#include <math.h>
#include <omp.h>
#include <sys/mman.h>
#include <unistd.h>

enum { CHUNK = 4096 };

static const char *const what_rows = "the ties";

/* ---- A batch of ties ---- */

static void count_batch(gx_gather *gather, const gx_batch *batch)
{
    gx_side *source = &gather->side[0], *target = gx_gather_side(gather, 1);
    for (uint32_t i = 0; i < batch->count; i++) {
        if (batch->loop[i])
            gx_side_see(source, batch->from[i]);
        else
            gx_side_count(source, batch->from[i]);
        if (batch->back[i])
            gx_side_count(source, batch->to[i]);
        else if (!batch->loop[i])
            gx_side_see(target, batch->to[i]);
    }
}

/* In steps, so that the misses of a step overlap: rows, their ends, and what goes there. */
static void place_batch(gx_gather *gather, const gx_batch *batch)
{
    const uint32_t *source = gather->side[0].mark, *target = gx_gather_side(gather, 1)->mark;
    uint64_t *offset = gather->rows.offset, at[2 * GX_BATCH];
    uint32_t row[2 * GX_BATCH], column[2 * GX_BATCH], entries = 0;
    double weight[2 * GX_BATCH];
    for (uint32_t i = 0; i < batch->count; i++) {
        uint32_t from = source[batch->from[i]], to = target[batch->to[i]];
        row[entries] = from;
        column[entries] = to;
        weight[entries] = batch->weight[i];
        entries += !batch->loop[i];
        if (batch->back[i]) {
            row[entries] = to;
            column[entries] = from;
            weight[entries++] = batch->weight[i];
        }
    }
    for (uint32_t i = 0; i < entries; i++)
        __builtin_prefetch(&offset[row[i]], 1);
    for (uint32_t i = 0; i < entries; i++) {
        at[i] = __atomic_fetch_add(&offset[row[i]], 1, __ATOMIC_RELAXED);
        __builtin_prefetch(&gather->rows.column[at[i] < gather->entries ? at[i] : 0], 1);
    }
    for (uint32_t i = 0; i < entries; i++) {
        if (at[i] >= gather->entries)
            continue; /* the file is not that of the first pass: gx_gather_finish sees it by the check */
        gather->rows.column[at[i]] = column[i];
        if (gather->weighted)
            gather->weight[at[i]] = weight[i];
    }
}

void gx_gather_flush(gx_gather *gather, gx_tally *tally)
{
    if (gather->placing)
        place_batch(gather, &tally->batch);
    else
        count_batch(gather, &tally->batch);
    tally->batch.count = 0;
}

/* ---- Between the passes ---- */

gx_status gx_gather_arrange(gx_gather *gather, gx_node_names *names, gx_node_names *columns, gx_error *error)
{
    gx_rows *rows = &gather->rows;
    gx_allowance *allowance = gather->side[0].allowance;
    uint64_t *unused = NULL;
    gx_status status = gx_side_arrange(&gather->side[0], names, &rows->offset, error);
    if (status == GX_OK && gather->apart)
        status = gx_side_arrange(&gather->side[1], columns, &unused, error);
    gx_free(unused);
    if (status != GX_OK)
        return status;
    rows->rows = names->count;
    gather->entries = gx_rows_sum(rows->offset, rows->rows);
    size_t entry = sizeof *rows->column + (gather->weighted ? sizeof *gather->weight : 0);
    status = gx_allowance_take(allowance, gather->entries, entry, what_rows, error);
    if (status != GX_OK)
        return status;
    rows->column = gx_alloc_columns((size_t)gather->entries, sizeof *rows->column);
    if (gather->weighted)
        gather->weight = gx_alloc_columns((size_t)gather->entries, sizeof *gather->weight);
    if (rows->column == NULL || (gather->weighted && gather->weight == NULL))
        status = gx_fail_memory(error, what_rows);
    return status;
}

void gx_gather_free(gx_gather *gather)
{
    gx_side_free(&gather->side[0]);
    gx_side_free(&gather->side[1]);
    gx_rows_free(&gather->rows);
    gx_free(gather->weight);
    gather->weight = NULL;
}

/* ---- Sorting ---- */

/* A double as an integer of the same order. */
static uint64_t ordered(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

static double unordered(uint64_t bits)
{
    double value;
    bits = bits >> 63 ? bits & ~(UINT64_C(1) << 63) : ~bits;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Sort a row and join repeats; `room` has 4 * length words. Returns the new length. */
static uint32_t tidy_weighted(uint32_t *column, double *weight, uint32_t length, uint64_t *room,
                              bool *infinite)
{
    uint64_t *keys = room, *loads = room + length;
    uint32_t kept = 0;
    for (uint32_t at = 0; at < length; at++) {
        keys[at] = column[at];
        loads[at] = ordered(weight[at]);
    }
    gx_sort_pairs_u64(keys, loads, room + 2 * (size_t)length, room + 3 * (size_t)length, length);
    for (uint32_t at = 0, end; at < length; at = end) {
        double sum = 0;
        for (end = at + 1; end < length && keys[end] == keys[at];)
            end++;
        if (end > at + 1)
            gx_sort_u64(loads + at, room + 2 * (size_t)length, end - at);
        for (uint32_t same = at; same < end; same++)
            sum += unordered(loads[same]);
        column[kept] = (uint32_t)keys[at];
        weight[kept++] = sum;
        *infinite |= !isfinite(sum);
    }
    return kept;
}

static bool ascends(const uint32_t *column, uint32_t length)
{
    for (uint32_t at = 1; at < length; at++)
        if (column[at] <= column[at - 1])
            return false;
    return true;
}

static uint32_t tidy_row(gx_gather *gather, uint64_t begin, uint32_t length, void *room)
{
    uint32_t *column = gather->rows.column + begin;
    if (ascends(column, length))
        return length;
    if (gather->weighted) {
        bool infinite = false;
        length = tidy_weighted(column, gather->weight + begin, length, room, &infinite);
        if (infinite)
            __atomic_store_n(&gather->infinite, true, __ATOMIC_RELAXED);
        return length;
    }
    gx_sort_u32(column, room, length);
    return (uint32_t)gx_unique_u32(column, length);
}

/* All rows; their new lengths into `kept`. */
static gx_status tidy_rows(gx_gather *gather, uint32_t *kept, uint32_t threads, gx_error *error)
{
    const uint64_t *offset = gather->rows.offset;
    int64_t rows = gather->rows.rows;
    uint64_t longest = 0;
    for (int64_t row = 0; row < rows; row++)
        longest = offset[row + 1] - offset[row] > longest ? offset[row + 1] - offset[row] : longest;
    size_t word = gather->weighted ? 4 * sizeof(uint64_t) : sizeof(uint32_t);
    char *rooms = gx_alloc((size_t)longest * threads, word);
    if (rooms == NULL)
        return gx_fail_memory(error, "sorting of ties");
#pragma omp parallel for schedule(dynamic, CHUNK) num_threads((int)threads)
    for (int64_t row = 0; row < rows; row++) {
        char *room = rooms + (size_t)longest * word * (size_t)omp_get_thread_num();
        kept[row] = tidy_row(gather, offset[row], (uint32_t)(offset[row + 1] - offset[row]), room);
    }
    gx_free(rooms);
    return GX_OK;
}

/* ---- Closing the gaps ---- */

/* Pages behind the first `used` bytes go back to the system. Advice: without it memory stays larger. */
static void trim(void *block, size_t used, size_t bytes)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    uintptr_t begin = ((uintptr_t)block + used + page - 1) / page * page;
    uintptr_t end = ((uintptr_t)block + bytes) / page * page;
    if (block != NULL && begin < end)
        (void)madvise((void *)begin, end - begin, MADV_DONTNEED);
}

static void close_gaps(gx_gather *gather, const uint32_t *kept)
{
    gx_rows *rows = &gather->rows;
    uint64_t to = 0;
    for (uint32_t row = 0; row < rows->rows; row++) {
        uint64_t from = rows->offset[row];
        rows->offset[row] = to;
        if (to != from) {
            memmove(rows->column + to, rows->column + from, kept[row] * sizeof *rows->column);
            if (gather->weighted)
                memmove(gather->weight + to, gather->weight + from, kept[row] * sizeof *gather->weight);
        }
        to += kept[row];
    }
    rows->offset[rows->rows] = to;
    trim(rows->column, to * sizeof *rows->column, gather->entries * sizeof *rows->column);
    trim(gather->weight, to * sizeof *gather->weight, gather->entries * sizeof *gather->weight);
}

/* Sort, join, close the gaps. */
static gx_status tidy(gx_gather *gather, uint32_t threads, gx_error *error)
{
    uint32_t *kept = gx_alloc(gather->rows.rows, sizeof *kept);
    if (kept == NULL)
        return gx_fail_memory(error, "sorting of ties");
    gx_status status = tidy_rows(gather, kept, threads, error);
    if (status == GX_OK)
        close_gaps(gather, kept);
    gx_free(kept);
    return status;
}

gx_status gx_gather_finish(gx_gather *gather, uint64_t lines, uint64_t check, const char *path,
                           uint32_t threads, gx_error *error)
{
    gx_rows *rows = &gather->rows;
    if (lines != gather->lines || check != gather->check)
        return gx_fail(error, GX_ERR_IO, "'%s' was changed while it was read", path);
    for (uint32_t row = rows->rows; row > 0; row--)
        rows->offset[row] = rows->offset[row - 1];
    rows->offset[0] = 0;
    gx_status status = tidy(gather, threads, error);
    if (status != GX_OK)
        return status;
    gather->repeats = gather->entries - rows->offset[rows->rows];
    if (gather->halved)
        status = gx_mirror(gather, threads, error);
    if (status == GX_OK && gather->halved && gather->side[0].naming == GX_NAMING_SPARSE)
        status = tidy(gather, threads, error);
    return status;
}
