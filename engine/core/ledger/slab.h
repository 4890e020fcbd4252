/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of one size that are born and die all the time: one growing array (chunks.h), a list of free
 * places, and a life counter in each place, so that a handle kept too long is recognised and never reaches
 * the next tenant.
 *
 *     place     0        1        2        3
 *            +--------+--------+--------+--------+
 *     head   |life 3  |life 1  |life 7  |life 1  |   handle (2, 6): of a tenant gone, place 2 is at life 7
 *            |in use  |free->3 |in use  |free-|  |   handle (3, 1): never given out, life 1 has not begun
 *            +--------+--------+--------+--------+
 *
 * A place whose lives are used up (2^32 - 2 of them) is never given out again. A place in use has the highest
 * bit of `next` set; the 30 lowest, which come set too, are its keeper's while it lives.
 */
#ifndef GX_CORE_SLAB_H
#define GX_CORE_SLAB_H

#include "ledger/chunks.h"

/* The first member of every record kept in a slab. */
typedef struct gx_slab_head {
    uint32_t life;
    uint32_t next; /* GX_SLAB_IN_USE, or the next free place */
} gx_slab_head;

#define GX_SLAB_IN_USE      UINT32_MAX
#define GX_SLAB_NONE        (UINT32_MAX - 1)
#define GX_SLAB_KEEPER_BITS UINT32_C(0x3fffffff)
#define GX_SLAB_IN_USE_BIT  UINT32_C(0x80000000)

typedef struct gx_slab {
    gx_chunks records;
    uint32_t used;      /* places that were ever given out lie below */
    uint32_t free_head; /* of the list of places given back */
    uint32_t live;
} gx_slab;

typedef enum gx_slab_state { GX_SLAB_LIVE, GX_SLAB_GONE, GX_SLAB_UNKNOWN } gx_slab_state;

void gx_slab_init(gx_slab *slab, size_t size);
void gx_slab_free(gx_slab *slab);
size_t gx_slab_bytes(const gx_slab *slab);

/* Makes sure that the next gx_slab_take finds a place; false when memory is exhausted. */
bool gx_slab_reserve(gx_slab *slab);

/* A place, after gx_slab_reserve. The record holds what its last tenant left, but for the head. */
uint32_t gx_slab_take(gx_slab *slab);
void gx_slab_give(gx_slab *slab, uint32_t place);

/* Takes back the latest gx_slab_take that is still standing, as if it had never been. */
void gx_slab_untake(gx_slab *slab, uint32_t place);

/* All heads and what lives, places and free list as they are. Records go as they lie, gaps and all. */
void gx_slab_archive(gx_archive *archive, gx_slab *slab);

static inline void *gx_slab_at(const gx_slab *slab, uint32_t place)
{
    return gx_chunks_at(&slab->records, place);
}

static inline bool gx_slab_lives(const gx_slab_head *head)
{
    return (head->next & GX_SLAB_IN_USE_BIT) != 0 && head->next != GX_SLAB_NONE;
}

static inline gx_slab_state gx_slab_look(const gx_slab *slab, uint32_t place, uint32_t life)
{
    if (place >= slab->used || life == 0)
        return GX_SLAB_UNKNOWN;
    const gx_slab_head *head = gx_slab_at(slab, place);
    if (life < head->life)
        return GX_SLAB_GONE;
    return life == head->life && gx_slab_lives(head) ? GX_SLAB_LIVE : GX_SLAB_UNKNOWN;
}

#endif
