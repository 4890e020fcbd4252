/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of all users, chunk by chunk.
 *
 * Threads make chunks of 2,048 rows; after each 32 chunks their lengths become offsets, and the chunks are
 * copied to where they stay. So rows never stand twice in memory, and where they stand depends on nothing but
 * their lengths. The room for all rows is reserved for as many candidates as there can be, nearly twice too
 * much: pages that were never written cost nothing, and the end is given back.
 */
#include "ties.h"
#include "../rows.h"
#include "row.h"

#include <gx/base/memory.h>
#include <omp.h>
#include <string.h>

enum { CHUNK_USERS = 2048, CHUNKS = 32 };

/* Rows in the making: one block at `column`, with strengths and then layers behind the columns. */
typedef struct chunk {
    size_t count, capacity;
    uint32_t *column;
    uint8_t *strength, *layers;
} chunk;

/* Room for `count` entries. */
static bool grow(chunk *piece, size_t count)
{
    if (count <= piece->capacity)
        return true;
    size_t room = count + count / 8;
    gx_free(piece->column);
    piece->column = gx_alloc(room, sizeof *piece->column + sizeof *piece->strength + sizeof *piece->layers);
    piece->capacity = piece->column != NULL ? room : 0; /* what is missing must not pass for room */
    if (piece->column == NULL)
        return false;
    piece->strength = (uint8_t *)(piece->column + room);
    piece->layers = piece->strength + room;
    return true;
}

static void append_row(chunk *piece, const gx_candidate *row, uint32_t length)
{
    GX_ASSERT(piece->column != NULL);
    uint32_t *column = piece->column + piece->count;
    uint8_t *strength = piece->strength + piece->count, *layers = piece->layers + piece->count;
    for (uint32_t at = 0; at < length; at++) {
        column[at] = gx_candidate_other(row[at]);
        strength[at] = gx_candidate_strength(row[at]);
        layers[at] = gx_candidate_layers(row[at]);
    }
    piece->count += length;
}

/* Rows of the users first … end-1; lengths into offset[user + 1]. False when memory is exhausted. */
static bool make_chunk(chunk *piece, uint64_t *offset, gx_row_bench *work, const gx_tie_sources *from,
                       uint32_t first, uint32_t end)
{
    size_t longest = 0, whole = 0;
    for (uint32_t user = first; user < end; user++) {
        size_t most = gx_row_most(from, user);
        longest = most > longest ? most : longest;
        whole += most;
    }
    if (!gx_row_bench_grow(work, longest + 1) || !grow(piece, whole + 1))
        return false;
    piece->count = 0;
    for (uint32_t user = first; user < end; user++) {
        uint32_t length = gx_row_make(work, from, user);
        offset[user + 1] = length;
        append_row(piece, work->run, length);
    }
    return true;
}

/* The chunks first … end-1 by all threads. False when memory is exhausted. */
static bool make_chunks(chunk *chunks, int64_t first, int64_t end, uint64_t *offset, gx_row_bench *benches,
                        const gx_tie_sources *from, uint32_t threads)
{
    uint32_t users = from->ground->people->users;
    int failed = 0;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t at = first; at < end; at++) {
        uint32_t begin = (uint32_t)at * CHUNK_USERS;
        uint32_t stop = users - begin < CHUNK_USERS ? users : begin + CHUNK_USERS;
        if (!make_chunk(&chunks[at - first], offset, &benches[omp_get_thread_num()], from, begin, stop)) {
#pragma omp atomic write
            failed = 1;
        }
    }
    return failed == 0;
}

/* Chunks first … end-1 to where their rows stay, whose lengths become offsets. */
static void place_chunks(gx_rows *friends, const chunk *chunks, int64_t first, int64_t end, uint32_t threads)
{
    uint64_t user = (uint64_t)first * CHUNK_USERS, last = (uint64_t)end * CHUNK_USERS;
    for (last = last < friends->rows ? last : friends->rows; user < last; user++)
        friends->offset[user + 1] += friends->offset[user];
#pragma omp parallel for schedule(static, 1) num_threads((int)threads)
    for (int64_t at = first; at < end; at++) {
        uint64_t start = friends->offset[(uint64_t)at * CHUNK_USERS];
        const chunk *piece = &chunks[at - first];
        memcpy(friends->column + start, piece->column, piece->count * sizeof *friends->column);
        memcpy(friends->strength + start, piece->strength, piece->count);
        memcpy(friends->layers + start, piece->layers, piece->count);
    }
}

static gx_status make_all(gx_rows *friends, gx_row_bench *benches, const gx_tie_sources *from,
                          uint32_t threads, gx_error *error)
{
    int64_t count = ((int64_t)friends->rows + CHUNK_USERS - 1) / CHUNK_USERS;
    chunk chunks[CHUNKS] = {0};
    bool fine = true;
    for (int64_t first = 0; first < count && fine; first += CHUNKS) {
        int64_t end = count - first < CHUNKS ? count : first + CHUNKS;
        fine = make_chunks(chunks, first, end, friends->offset, benches, from, threads);
        if (fine)
            place_chunks(friends, chunks, first, end, threads);
    }
    for (int at = 0; at < CHUNKS; at++)
        gx_free(chunks[at].column);
    return fine ? GX_OK : gx_fail_memory(error, "the friends");
}

/* Reserved, not written. */
static gx_status reserve(gx_rows *friends, const gx_tie_sources *from, uint32_t threads, gx_error *error)
{
    int64_t users = friends->rows = from->ground->people->users;
    size_t most = 0;
#pragma omp parallel for schedule(dynamic, CHUNK_USERS) num_threads((int)threads) reduction(+ : most)
    for (int64_t user = 0; user < users; user++)
        most += gx_row_most(from, (uint32_t)user);
    friends->offset = gx_alloc_columns((size_t)users + 1, sizeof *friends->offset);
    friends->column = gx_alloc(most, sizeof *friends->column);
    friends->strength = gx_alloc(most, sizeof *friends->strength);
    friends->layers = gx_alloc(most, sizeof *friends->layers);
    bool fine = friends->offset != NULL && friends->column != NULL && friends->strength != NULL &&
                friends->layers != NULL;
    return fine ? GX_OK : gx_fail_memory(error, "the friends");
}

/* One column cut to its length. A block that cannot be cut is kept as it is. */
static void *cut(void *block, size_t count, size_t size)
{
    void *shorter = gx_resize(block, count, count, size);
    return shorter != NULL ? shorter : block;
}

gx_status gx_ties_make(gx_rows *friends, const gx_tie_sources *from, uint32_t threads, gx_error *error)
{
    gx_row_bench *benches = gx_alloc(threads, sizeof *benches);
    gx_status status =
        benches != NULL ? reserve(friends, from, threads, error) : gx_fail_memory(error, "the friends");
    if (status == GX_OK)
        status = make_all(friends, benches, from, threads, error);
    if (status == GX_OK) {
        size_t count = (size_t)friends->offset[friends->rows];
        friends->column = cut(friends->column, count, sizeof *friends->column);
        friends->strength = cut(friends->strength, count, sizeof *friends->strength);
        friends->layers = cut(friends->layers, count, sizeof *friends->layers);
    }
    for (uint32_t at = 0; benches != NULL && at < threads; at++)
        gx_row_bench_free(&benches[at]);
    gx_free(benches);
    return status;
}
