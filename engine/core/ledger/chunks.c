/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/chunks.h"

#include <gx/base/memory.h>
#include <string.h>

enum { CHUNK_BYTES = 2 << 20, FIRST_CAPACITY = 64, FIRST_SHIFT = 6 };

void gx_chunks_init(gx_chunks *chunks, size_t size)
{
    *chunks = (gx_chunks){.size = size, .shift = FIRST_SHIFT};
    while (size << (chunks->shift + 1) <= CHUNK_BYTES)
        chunks->shift++;
}

static uint32_t chunk_count(const gx_chunks *chunks)
{
    return (uint32_t)(((uint64_t)chunks->capacity + (UINT32_C(1) << chunks->shift) - 1) >> chunks->shift);
}

void gx_chunks_free(gx_chunks *chunks)
{
    for (uint32_t i = 0; i < chunk_count(chunks); i++)
        gx_free(chunks->chunk[i]);
    gx_free(chunks->chunk);
    chunks->chunk = NULL;
    chunks->capacity = 0;
}

/* The list of chunks has room for a power of two of them. */
static uint32_t list_room(const gx_chunks *chunks)
{
    uint32_t room = 1;
    while (room < chunk_count(chunks))
        room *= 2;
    return chunks->chunk == NULL ? 0 : room;
}

size_t gx_chunks_bytes(const gx_chunks *chunks)
{
    return chunks->capacity * chunks->size + list_room(chunks) * sizeof *chunks->chunk;
}

/* The first chunk, or a larger one in its place. */
static bool grow_first(gx_chunks *chunks)
{
    uint32_t whole = UINT32_C(1) << chunks->shift;
    uint32_t wanted = chunks->capacity == 0 ? FIRST_CAPACITY : chunks->capacity + chunks->capacity / 2;
    if (wanted > whole)
        wanted = whole;
    if (chunks->chunk == NULL && (chunks->chunk = gx_alloc(1, sizeof *chunks->chunk)) == NULL)
        return false;
    unsigned char *larger = gx_alloc_columns(wanted, chunks->size);
    if (larger == NULL)
        return false;
    if (chunks->capacity > 0)
        memcpy(larger, chunks->chunk[0], chunks->capacity * chunks->size);
    gx_free(chunks->chunk[0]);
    chunks->chunk[0] = larger;
    chunks->capacity = wanted;
    return true;
}

static bool add_chunk(gx_chunks *chunks)
{
    uint32_t count = chunk_count(chunks);
    uint32_t in_chunk = UINT32_C(1) << chunks->shift;
    if (chunks->capacity > GX_CHUNKS_MAX - in_chunk)
        return false;
    if (count == list_room(chunks)) {
        unsigned char **list = gx_resize(chunks->chunk, count, (size_t)count * 2, sizeof *list);
        if (list == NULL)
            return false;
        chunks->chunk = list;
    }
    chunks->chunk[count] = gx_alloc_columns(in_chunk, chunks->size);
    if (chunks->chunk[count] == NULL)
        return false;
    chunks->capacity += in_chunk;
    return true;
}

bool gx_chunks_reserve(gx_chunks *chunks, uint32_t count)
{
    while (chunks->capacity < count)
        if (!(chunks->capacity >> chunks->shift == 0 ? grow_first(chunks) : add_chunk(chunks)))
            return false;
    return true;
}

uint32_t gx_chunks_number(const gx_chunks *chunks, const void *element)
{
    size_t bytes = chunks->size << chunks->shift;
    uint32_t i = 0;
    while ((uintptr_t)element - (uintptr_t)chunks->chunk[i] >= bytes)
        i++;
    size_t within = (size_t)((const unsigned char *)element - chunks->chunk[i]) / chunks->size;
    return (i << chunks->shift) + (uint32_t)within;
}

/* Chunk by chunk, so that a file that is shorter than it says does not take more memory than it has. */
void gx_chunks_archive(gx_archive *archive, gx_chunks *chunks, uint32_t count)
{
    for (uint32_t from = 0; from < count && gx_archive_good(archive);) {
        uint32_t left = count - from;
        uint32_t part = left >> chunks->shift == 0 ? left : UINT32_C(1) << chunks->shift;
        if (!gx_chunks_reserve(chunks, from + part)) {
            gx_archive_fail(archive, GX_ERR_MEMORY, "memory is exhausted: cannot allocate records of a book");
            return;
        }
        gx_archive_bytes(archive, gx_chunks_at(chunks, from), part * chunks->size);
        from += part;
    }
}
