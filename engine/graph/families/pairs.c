/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each pair is an entry of two rows. To scatter entries straight into rows would touch memory at random; so
 * they go first into buckets of neighbouring rows, small enough for a cache, and from a bucket into its rows:
 *
 *     runs of pairs     (7,2) (900,7) …          what threads made, in the order of makers
 *     buckets           | 2:7 7:2 7:900 … | 900:7 … |     stable, places known from counts: no atomics
 *     rows in a bucket  counting sort by row, then each row sorted, repeats joined
 *
 * Buckets depend on the numbers of nodes and pairs only, so all is the same for any number of threads.
 */
#include "pairs.h"
#include "pieces.h"

#include <gx/base/memory.h>
#include <gx/base/sort.h>

#include <omp.h>

enum { BUCKETS_MAX = 2048, BUCKET_ENTRIES = 8192 };

typedef struct buckets {
    uint32_t nodes, count, shift; /* a bucket has 2^shift rows */
    uint64_t *begin;              /* count + 1 */
    uint64_t *entry;              /* row << 32 | column; later the columns of finished rows */
    gx_piece *piece;              /* one a bucket, inside `entry` */
} buckets;

/* One thread's bench. */
typedef struct bench {
    uint32_t *place;            /* 2^shift + 1 */
    uint32_t *column, *scratch; /* as many as the largest bucket has entries */
} bench;

bool gx_pairs_room(gx_pairs *pairs, size_t more)
{
    if (more <= pairs->capacity - pairs->count)
        return true;
    size_t capacity = pairs->count + more + pairs->capacity / 2;
    uint64_t *grown = gx_resize(pairs->pair, pairs->capacity, capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    pairs->pair = grown;
    pairs->capacity = capacity;
    return true;
}

static void cut(buckets *all, uint32_t nodes, uint64_t entries)
{
    all->nodes = nodes;
    while ((nodes >> all->shift) >= BUCKETS_MAX ||
           ((nodes >> all->shift) > 0 && entries / ((nodes >> all->shift) + 1) < BUCKET_ENTRIES))
        all->shift++;
    all->count = (nodes >> all->shift) + 1;
}

/* What one run has for each bucket is added to `place`, or put at it. */
static void walk(uint64_t *place, uint64_t *entry, const gx_pairs *run, uint32_t shift)
{
    for (size_t at = 0; at < run->count; at++) {
        uint64_t one = run->pair[at] >> 32, other = run->pair[at] & UINT32_MAX;
        if (one == other)
            continue;
        uint64_t here = place[one >> shift]++, there = place[other >> shift]++;
        if (entry != NULL) {
            entry[here] = one << 32 | other;
            entry[there] = other << 32 | one;
        }
    }
}

/* Places of the runs' entries: bucket by bucket, and in a bucket run by run. Counts become beginnings. */
static void lay_out(buckets *all, uint64_t *place, uint32_t runs)
{
    uint64_t sum = 0;
    for (uint32_t bucket = 0; bucket < all->count; bucket++) {
        all->begin[bucket] = sum;
        for (uint32_t run = 0; run < runs; run++) {
            uint64_t count = place[(size_t)run * all->count + bucket];
            place[(size_t)run * all->count + bucket] = sum;
            sum += count;
        }
    }
    all->begin[all->count] = sum;
}

static gx_status scatter(buckets *all, const gx_pairs *run, uint32_t runs, uint32_t threads, const char *what,
                         gx_error *error)
{
    uint64_t *place = gx_alloc((size_t)runs * all->count, sizeof *place);
    all->begin = gx_alloc((size_t)all->count + 1, sizeof *all->begin);
    all->piece = gx_alloc(all->count, sizeof *all->piece);
    if (place == NULL || all->begin == NULL || all->piece == NULL) {
        gx_free(place);
        return gx_fail_memory(error, what);
    }
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t at = 0; at < (int64_t)runs; at++)
        walk(place + (size_t)at * all->count, NULL, &run[at], all->shift);
    lay_out(all, place, runs);
    all->entry = gx_alloc_columns((size_t)all->begin[all->count], sizeof *all->entry);
    if (all->entry != NULL) {
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
        for (int64_t at = 0; at < (int64_t)runs; at++)
            walk(place + (size_t)at * all->count, all->entry, &run[at], all->shift);
    }
    gx_free(place);
    return all->entry != NULL ? GX_OK : gx_fail_memory(error, what);
}

/* The rows of one bucket, written over its entries; their lengths into offset. */
static void finish(buckets *all, uint64_t *offset, const bench *work, uint32_t bucket)
{
    uint32_t first = bucket << all->shift, width = UINT32_C(1) << all->shift;
    uint32_t rows = all->nodes - first < width ? all->nodes - first : width;
    const uint64_t *entry = all->entry + all->begin[bucket];
    uint64_t count = all->begin[bucket + 1] - all->begin[bucket];
    for (uint32_t row = 0; row <= rows; row++)
        work->place[row] = 0;
    for (uint64_t at = 0; at < count; at++)
        work->place[(uint32_t)(entry[at] >> 32) - first]++;
    uint32_t sum = 0;
    for (uint32_t row = 0; row <= rows; row++) {
        sum += work->place[row];
        work->place[row] = sum; /* its end; walks back to its beginning */
    }
    for (uint64_t at = count; at-- > 0;)
        work->column[--work->place[(uint32_t)(entry[at] >> 32) - first]] = (uint32_t)entry[at];
    uint32_t *out = (uint32_t *)(all->entry + all->begin[bucket]);
    uint64_t filled = 0;
    for (uint32_t row = 0; row < rows; row++) {
        uint32_t *column = work->column + work->place[row];
        size_t length = work->place[row + 1] - work->place[row];
        gx_sort_u32(column, work->scratch, length);
        length = gx_unique_u32(column, length);
        offset[first + row + 1] = length;
        for (size_t at = 0; at < length; at++)
            out[filled++] = column[at];
    }
    all->piece[bucket] = (gx_piece){out, filled};
}

static bool equip(bench *benches, uint32_t threads, const buckets *all)
{
    uint64_t most = 0;
    for (uint32_t bucket = 0; bucket < all->count; bucket++) {
        uint64_t count = all->begin[bucket + 1] - all->begin[bucket];
        most = count > most ? count : most;
    }
    bool fine = most < UINT32_MAX;
    for (uint32_t at = 0; fine && at < threads; at++) {
        benches[at].place = gx_alloc(((size_t)1 << all->shift) + 1, sizeof *benches[at].place);
        benches[at].column = gx_alloc((size_t)most, sizeof *benches[at].column);
        benches[at].scratch = gx_alloc((size_t)most, sizeof *benches[at].scratch);
        fine = benches[at].place != NULL && benches[at].column != NULL && benches[at].scratch != NULL;
    }
    return fine;
}

static gx_status finish_all(gx_rows *out, buckets *all, uint32_t threads, const char *what, gx_error *error)
{
    bench *benches = gx_alloc(threads, sizeof *benches);
    bool fine = benches != NULL && equip(benches, threads, all);
    if (fine) {
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
        for (int64_t bucket = 0; bucket < (int64_t)all->count; bucket++)
            finish(all, out->offset, &benches[omp_get_thread_num()], (uint32_t)bucket);
    }
    for (uint32_t at = 0; benches != NULL && at < threads; at++) {
        gx_free(benches[at].place);
        gx_free(benches[at].column);
        gx_free(benches[at].scratch);
    }
    gx_free(benches);
    return fine ? gx_pieces_join(out, all->piece, all->count, threads, error) : gx_fail_memory(error, what);
}

gx_status gx_pairs_join(gx_rows *out, uint32_t nodes, const gx_pairs *run, uint32_t runs, uint32_t threads,
                        const char *what, gx_error *error)
{
    buckets all = {.nodes = nodes};
    uint64_t count = 0;
    for (uint32_t at = 0; at < runs; at++)
        count += run[at].count;
    cut(&all, nodes, 2 * count);
    *out = (gx_rows){.rows = nodes};
    out->offset = gx_alloc_columns((size_t)nodes + 1, sizeof *out->offset);
    gx_status status =
        out->offset != NULL ? scatter(&all, run, runs, threads, what, error) : gx_fail_memory(error, what);
    if (status == GX_OK)
        status = finish_all(out, &all, threads, what, error);
    gx_free(all.begin);
    gx_free(all.entry);
    gx_free(all.piece);
    return status;
}

gx_status gx_pairs_make(gx_rows *out, uint32_t nodes, gx_pair_maker *make, const void *context,
                        uint32_t threads, const char *what, gx_error *error)
{
    gx_pairs run[GX_PAIR_RUNS] = {0};
    int failed = 0;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t at = 0; at < GX_PAIR_RUNS; at++) {
        uint32_t first = (uint32_t)((uint64_t)nodes * (uint64_t)at / GX_PAIR_RUNS);
        uint32_t end = (uint32_t)((uint64_t)nodes * ((uint64_t)at + 1) / GX_PAIR_RUNS);
        if (first < end && !make(&run[at], context, first, end)) {
#pragma omp atomic write
            failed = 1;
        }
    }
    gx_status status = failed ? gx_fail_memory(error, what)
                              : gx_pairs_join(out, nodes, run, GX_PAIR_RUNS, threads, what, error);
    for (uint32_t at = 0; at < GX_PAIR_RUNS; at++)
        gx_free(run[at].pair);
    return status;
}
