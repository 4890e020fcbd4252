/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turning arcs round by chunks.
 *
 * An arc lies in the row of who drew it; a row of whom it was drawn to needs it too. Scattering arcs over all
 * rows misses the cache at each, and with threads needs atomics or an order. Here users are cut into chunks
 * of 65,536, and the arcs that go both ways are first dealt out by the chunk of their target:
 *
 *     drawn in chunk      0        1        2             count, per pair of chunks
 *     to chunk 0      | . . . | . . .  | . .  |    --->   sums: where each pair's arcs begin
 *     to chunk 1      | . .   | . . .  | .    |           deal: every drawing chunk writes where only it may
 *
 * Then each chunk of targets is done alone, by whichever thread comes: its counters fit into the cache. The
 * order of arcs is that of their drawers, whatever the threads.
 */
#include "arcs.h"

#include <gx/base/memory.h>
#include <gx/base/sort.h>

#include <omp.h>
#include <string.h>

enum { CHUNK_BITS = 16, CHUNK = 1 << CHUNK_BITS };

typedef struct turning {
    const gx_rows *made;
    gx_rows *out;
    uint32_t chunks;
    uint64_t *begin; /* [target chunk][drawing chunk], and one behind the last: where dealt arcs begin */
    uint64_t *dealt; /* target << 32 | drawer */
    uint32_t width;  /* of the widest chunk */
    uint32_t *fill;  /* as many counters a thread */
} turning;

static uint32_t chunk_first(uint32_t chunk)
{
    return chunk << CHUNK_BITS;
}

static uint32_t chunk_end(const turning *work, uint32_t chunk)
{
    uint32_t rows = work->made->rows;
    return rows - chunk_first(chunk) < CHUNK ? rows : chunk_first(chunk) + CHUNK;
}

static bool goes_back(uint32_t arc)
{
    return arc != gx_arc_void && (arc & gx_arc_back) != 0;
}

/* How many arcs each chunk drew to each: begin[…] holds counts, then sums. */
static void count_dealt(turning *work, uint32_t threads)
{
    int64_t chunks = work->chunks;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t at = 0; at < chunks; at++) {
        const gx_rows *made = work->made;
        uint64_t from = made->offset[chunk_first((uint32_t)at)];
        uint64_t to = made->offset[chunk_end(work, (uint32_t)at)];
        for (; from < to; from++)
            if (goes_back(made->column[from]))
                work->begin[((uint64_t)((made->column[from] & ~gx_arc_back) >> CHUNK_BITS) * work->chunks) +
                            (uint64_t)at]++;
    }
    uint64_t sum = 0;
    for (uint64_t at = 0; at <= (uint64_t)chunks * (uint64_t)chunks; at++) {
        uint64_t count = work->begin[at];
        work->begin[at] = sum;
        sum += count;
    }
}

/* Afterwards begin[c][d] is where the arcs of d to c end, which is where those of d + 1 begin. */
static void deal(turning *work, uint32_t threads)
{
    int64_t chunks = work->chunks;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t at = 0; at < chunks; at++) {
        const gx_rows *made = work->made;
        uint32_t end = chunk_end(work, (uint32_t)at);
        for (uint32_t user = chunk_first((uint32_t)at); user < end; user++)
            for (uint64_t arc = made->offset[user]; arc < made->offset[user + 1]; arc++)
                if (goes_back(made->column[arc])) {
                    uint32_t target = made->column[arc] & ~gx_arc_back;
                    uint64_t cell = (uint64_t)(target >> CHUNK_BITS) * work->chunks + (uint64_t)at;
                    work->dealt[work->begin[cell]++] = (uint64_t)target << 32 | user;
                }
    }
}

static uint64_t dealt_begin(const turning *work, uint32_t chunk)
{
    return chunk == 0 ? 0 : work->begin[(uint64_t)chunk * work->chunks - 1];
}

static uint64_t dealt_end(const turning *work, uint32_t chunk)
{
    return work->begin[((uint64_t)chunk + 1) * work->chunks - 1];
}

static void count_rows(turning *work, uint32_t chunk)
{
    uint64_t *offset = work->out->offset;
    uint32_t end = chunk_end(work, chunk);
    for (uint32_t user = chunk_first(chunk); user < end; user++) {
        uint64_t own = 0;
        for (uint64_t at = work->made->offset[user]; at < work->made->offset[user + 1]; at++)
            own += work->made->column[at] != gx_arc_void;
        offset[user + 1] = own;
    }
    for (uint64_t at = dealt_begin(work, chunk); at < dealt_end(work, chunk); at++)
        offset[(work->dealt[at] >> 32) + 1]++;
}

static void fill_rows(turning *work, uint32_t chunk, uint32_t *fill)
{
    uint32_t first = chunk_first(chunk), end = chunk_end(work, chunk);
    for (uint32_t user = first; user < end; user++) {
        uint32_t *row = work->out->column + work->out->offset[user], own = 0;
        for (uint64_t at = work->made->offset[user]; at < work->made->offset[user + 1]; at++)
            if (work->made->column[at] != gx_arc_void)
                row[own++] = work->made->column[at] & ~gx_arc_back;
        fill[user - first] = own;
    }
    for (uint64_t at = dealt_begin(work, chunk); at < dealt_end(work, chunk); at++) {
        uint32_t user = (uint32_t)(work->dealt[at] >> 32);
        work->out->column[work->out->offset[user] + fill[user - first]++] = (uint32_t)work->dealt[at];
    }
}

static gx_status turn(turning *work, uint32_t threads, const char *what, gx_error *error)
{
    gx_rows *out = work->out;
    uint64_t cells = (uint64_t)work->chunks * work->chunks;
    count_dealt(work, threads);
    work->dealt = gx_alloc_columns((size_t)work->begin[cells], sizeof *work->dealt);
    out->rows = work->made->rows;
    out->offset = gx_alloc_columns((size_t)out->rows + 1, sizeof *out->offset);
    if (work->dealt == NULL || out->offset == NULL)
        return gx_fail_memory(error, what);
    deal(work, threads);
    int64_t chunks = work->chunks;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t chunk = 0; chunk < chunks; chunk++)
        count_rows(work, (uint32_t)chunk);
    out->column = gx_alloc_columns((size_t)gx_rows_sum(out->offset, out->rows), sizeof *out->column);
    if (out->column == NULL)
        return gx_fail_memory(error, what);
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t chunk = 0; chunk < chunks; chunk++)
        fill_rows(work, (uint32_t)chunk, work->fill + (size_t)omp_get_thread_num() * work->width);
    return GX_OK;
}

gx_status gx_arcs_turn(gx_rows *out, gx_rows *made, uint32_t threads, const char *what, gx_error *error)
{
    turning work = {.made = made, .out = out, .chunks = (made->rows + CHUNK - 1) >> CHUNK_BITS};
    work.width = made->rows < CHUNK ? made->rows : CHUNK;
    work.begin = gx_alloc((size_t)work.chunks * work.chunks + 1, sizeof *work.begin);
    work.fill = gx_alloc((size_t)threads * work.width, sizeof *work.fill);
    gx_status status = work.begin != NULL && work.fill != NULL ? turn(&work, threads, what, error)
                                                               : gx_fail_memory(error, what);
    gx_free(work.begin);
    gx_free(work.fill);
    gx_free(work.dealt);
    gx_rows_free(made);
    return status;
}

void gx_rows_close_gaps(gx_rows *rows, const uint32_t *length)
{
    uint64_t to = 0;
    for (uint32_t row = 0; row < rows->rows; row++) {
        uint64_t from = rows->offset[row];
        rows->offset[row] = to;
        if (from != to) {
            memmove(rows->column + to, rows->column + from, length[row] * sizeof *rows->column);
            if (rows->strength != NULL)
                memmove(rows->strength + to, rows->strength + from, length[row]);
        }
        to += length[row];
    }
    rows->offset[rows->rows] = to;
}

gx_status gx_rows_tidy(gx_rows *rows, uint32_t threads, const char *what, gx_error *error)
{
    uint32_t longest = 0;
    for (uint32_t row = 0; row < rows->rows; row++)
        longest = gx_row_length(rows, row) > longest ? gx_row_length(rows, row) : longest;
    uint32_t *length = gx_alloc_columns(rows->rows, sizeof *length);
    uint32_t *scratch = gx_alloc_columns((size_t)threads * longest, sizeof *scratch);
    gx_status status = GX_OK;
    if (length == NULL || scratch == NULL) {
        status = gx_fail_memory(error, what);
    } else {
        int64_t count = rows->rows;
#pragma omp parallel for schedule(dynamic, 1024) num_threads((int)threads)
        for (int64_t row = 0; row < count; row++) {
            uint32_t *column = rows->column + rows->offset[row];
            size_t entries = gx_row_length(rows, (uint32_t)row);
            gx_sort_u32(column, scratch + (size_t)omp_get_thread_num() * longest, entries);
            length[row] = (uint32_t)gx_unique_u32(column, entries);
        }
        gx_rows_close_gaps(rows, length);
    }
    gx_free(length);
    gx_free(scratch);
    return status;
}
