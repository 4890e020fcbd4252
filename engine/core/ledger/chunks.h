/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A long array that grows without being copied: chunks of 2 MiB, so that each lies on one huge page, and what
 * is open at once is all that memory must hold (an array that is doubled needs three times of that while it
 * moves). A short one is a part of a chunk: it grows by half, and moves, until the first chunk is whole.
 *
 *     chunk:   [0 ......... 2^shift - 1] [2^shift ...... 2 * 2^shift - 1]  …
 */
#ifndef GX_CORE_CHUNKS_H
#define GX_CORE_CHUNKS_H

#include <gx/base/archive.h>

typedef struct gx_chunks {
    unsigned char **chunk;
    size_t size;       /* of an element, in bytes */
    unsigned shift;    /* a chunk has 2^shift elements, */
    uint32_t capacity; /* of which there are so many; below 2^shift only in the first chunk */
} gx_chunks;

/* Never more elements than this. */
#define GX_CHUNKS_MAX (UINT32_C(1) << 31)

void gx_chunks_init(gx_chunks *chunks, size_t size);
void gx_chunks_free(gx_chunks *chunks);
size_t gx_chunks_bytes(const gx_chunks *chunks);

/* Room for `count` elements at least; false when memory is exhausted. What is new is zero. Elements may move
 * while there is one chunk, and never after. */
bool gx_chunks_reserve(gx_chunks *chunks, uint32_t count);

static inline void *gx_chunks_at(const gx_chunks *chunks, uint32_t i)
{
    size_t within = i & ((UINT32_C(1) << chunks->shift) - 1);
    return chunks->chunk[i >> chunks->shift] + within * chunks->size;
}

/* The number of an element by its address, which is one of theirs. O(chunks). */
uint32_t gx_chunks_number(const gx_chunks *chunks, const void *element);

/* The first `count` elements as they lie; a load makes room for them. */
void gx_chunks_archive(gx_archive *archive, gx_chunks *chunks, uint32_t count);

#endif
