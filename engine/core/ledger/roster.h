/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has claimed from which packet: short lists of user ids in one array, cut into blocks that are used
 * again. A packet takes its block when it is sent, for all that it will ever note, so a claim never
 * allocates, and once the array has seen the busiest hour nothing allocates.
 *
 * Blocks have 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24 … words: four sizes between a power of two and
 * the next, so that less than a fifth of a block is never used. A free block's first word is the next free
 * block of its size. Blocks are named by their first word's number and do not cross a chunk's end.
 */
#ifndef GX_CORE_ROSTER_H
#define GX_CORE_ROSTER_H

#include "ledger/chunks.h"

enum { GX_ROSTER_CLASSES = 72, GX_ROSTER_LONGEST = 1 << 18 };
#define GX_ROSTER_NONE UINT32_MAX

typedef struct gx_roster {
    gx_chunks words;
    uint32_t used;
    uint32_t free_head[GX_ROSTER_CLASSES]; /* by size */
} gx_roster;

void gx_roster_init(gx_roster *roster);
void gx_roster_free(gx_roster *roster);
size_t gx_roster_bytes(const gx_roster *roster);

/* Makes sure that the next gx_roster_take of as many words finds room; false when memory is exhausted, or for
 * more than GX_ROSTER_LONGEST words. */
bool gx_roster_reserve(gx_roster *roster, uint32_t words);

/* A block of `words` words (GX_ROSTER_NONE for 0), after gx_roster_reserve; and back. */
uint32_t gx_roster_take(gx_roster *roster, uint32_t words);
void gx_roster_give(gx_roster *roster, uint32_t block, uint32_t words);

void gx_roster_archive(gx_archive *archive, gx_roster *roster);

static inline uint32_t *gx_roster_at(const gx_roster *roster, uint32_t block)
{
    return gx_chunks_at(&roster->words, block);
}

/* Is a user among the first `count` of these names? */
static inline bool gx_roster_has(const uint32_t *names, uint32_t count, uint32_t user)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++)
        found |= names[i] ==
                 user; /* no early exit: lists are short, and this way they are compared eight at once */
    return found != 0;
}

#endif
