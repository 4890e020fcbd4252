/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pool.h"

#include <gx/base/memory.h>

/* A first slab is small, because a scenario of many shards may leave most of them nearly idle. Large slabs
 * come with huge pages (gx_alloc_columns). */
enum { SLAB_FIRST = 16, SLAB_MOST = 32768, LARGE = 8192 };

static bool grow(gx_pool *pool)
{
    size_t count = pool->made / (pool->made < LARGE ? 2 : 8);
    count = count < SLAB_FIRST ? SLAB_FIRST : count > SLAB_MOST ? SLAB_MOST : count;
    gx_chunk *slab = gx_alloc_columns(count, sizeof(gx_chunk));
    if (slab == NULL) {
        return false;
    }
    slab->next = pool->slabs;
    pool->slabs = slab;
    pool->fresh = slab + 1;
    pool->fresh_count = count - 1;
    pool->made += count;
    return true;
}

void gx_pool_free(gx_pool *pool)
{
    while (pool->slabs != NULL) {
        gx_chunk *next = pool->slabs->next;
        gx_free(pool->slabs);
        pool->slabs = next;
    }
    *pool = (gx_pool){0};
}

bool gx_pool_extend(gx_pool *pool, gx_chunks *list)
{
    gx_chunk *chunk = pool->spare;
    if (chunk != NULL) {
        pool->spare = chunk->next;
        __builtin_prefetch(pool->spare, 1);
    } else {
        if (pool->fresh_count == 0 && !grow(pool)) {
            return false;
        }
        chunk = pool->fresh++;
        pool->fresh_count--;
    }
    if (list->newest != NULL) {
        list->full++;
    } else {
        list->oldest = chunk;
    }
    chunk->next = list->newest;
    list->newest = chunk;
    list->used = 0;
    return true;
}
