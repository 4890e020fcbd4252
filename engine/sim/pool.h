/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chunks: the one shape in which the kernel keeps messages that wait.
 *
 * A shard has a pool for its wheel, a thread has one for its outboxes. Chunks are given back newest first,
 * so a chunk that was just read is the next to be written, while it is still in the cache. The pool grows by
 * slabs of half its size, later of an eighth, and never shrinks: once the busiest tick has been seen, nothing
 * is allocated any more. A list of chunks keeps every chunk but its newest full, so the length of the list
 * and the fill of the newest say all:
 *
 *     list ──► newest ──► older ──► oldest
 *              used       full      full
 *
 * One thread at a time touches a pool. */
#ifndef GX_SIM_POOL_H
#define GX_SIM_POOL_H

#include <gx/sim/message.h>
#include <stdbool.h>
#include <stddef.h>

/* 1 KiB: 31 messages behind a header of one message's size, so that no message straddles a cache line.
 * Larger chunks waste memory in sparse slots, smaller ones cost more calls. */
enum { GX_CHUNK_MESSAGES = 31 };

typedef struct gx_chunk {
    struct gx_chunk *next;
    uint64_t unused[3];
    gx_message at[GX_CHUNK_MESSAGES];
} gx_chunk;

/* A list of chunks. An empty one has `used` at its maximum, so that the first append takes the path of a
 * full chunk. */
typedef struct gx_chunks {
    gx_chunk *newest, *oldest;
    uint32_t used; /* messages in the newest */
    uint32_t full; /* how many chunks stand behind the newest */
} gx_chunks;

#define GX_CHUNKS_NONE ((gx_chunks){NULL, NULL, GX_CHUNK_MESSAGES, 0})

/* Start with {0}; release with gx_pool_free, which frees every chunk wherever it is. */
typedef struct gx_pool {
    gx_chunk *spare;          /* given back */
    gx_chunk *fresh;          /* the newest slab's chunks that were never used */
    size_t fresh_count, made; /* `made`: chunks of all slabs */
    gx_chunk *slabs;          /* the first chunk of each slab only links the slabs */
} gx_pool;

void gx_pool_free(gx_pool *pool);

static inline size_t gx_pool_bytes(const gx_pool *pool)
{
    return pool->made * sizeof(gx_chunk);
}

/* Put an empty chunk in front of the list; false when memory is exhausted. */
bool gx_pool_extend(gx_pool *pool, gx_chunks *list);

static inline size_t gx_chunks_count(const gx_chunks *list)
{
    return list->newest == NULL ? 0 : (size_t)list->full * GX_CHUNK_MESSAGES + list->used;
}

static inline bool gx_chunks_append(gx_chunks *list, gx_pool *pool, const gx_message *message)
{
    if (list->used == GX_CHUNK_MESSAGES && !gx_pool_extend(pool, list)) {
        return false;
    }
    list->newest->at[list->used++] = *message;
    return true;
}

/* Ask for the line that the next message of a list goes to, or for what a new chunk needs. */
static inline void gx_chunks_fetch(const gx_chunks *list, const gx_pool *pool)
{
    if (list->used != GX_CHUNK_MESSAGES) {
        __builtin_prefetch(&list->newest->at[list->used], 1);
    } else if (pool->spare != NULL) {
        __builtin_prefetch(&pool->spare->at[0], 1);
    }
}

static inline void gx_pool_give(gx_pool *pool, gx_chunk *chunk)
{
    chunk->next = pool->spare;
    pool->spare = chunk;
}

/* Give back all chunks of a list, and empty it. O(1). */
static inline void gx_pool_give_all(gx_pool *pool, gx_chunks *list)
{
    if (list->newest != NULL) {
        list->oldest->next = pool->spare;
        pool->spare = list->newest;
        *list = GX_CHUNKS_NONE;
    }
}

#endif
