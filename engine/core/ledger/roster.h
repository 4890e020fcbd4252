/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has claimed from which packet: short lists of user ids in one array, cut into blocks of 2^k words that
 * are used again. A packet of n shares takes a block for n - 1 claimers when it is sent (the last claim
 * closes it and need not be remembered), so a claim never allocates, and once the array has seen the busiest
 * hour nothing allocates.
 *
 * A free block's first word is the next free block of its size. Offsets are counted in words, so the array
 * may move.
 */
#ifndef GX_CORE_ROSTER_H
#define GX_CORE_ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GX_ROSTER_CLASSES = 32 };
#define GX_ROSTER_NONE UINT32_MAX

typedef struct gx_roster {
    uint32_t *words;
    uint32_t capacity;
    uint32_t used;
    uint32_t free_head[GX_ROSTER_CLASSES]; /* by k */
} gx_roster;

void gx_roster_init(gx_roster *roster);
void gx_roster_free(gx_roster *roster);
size_t gx_roster_bytes(const gx_roster *roster);

/* Makes sure that the next gx_roster_take for as many names finds room; false when memory is exhausted. */
bool gx_roster_reserve(gx_roster *roster, uint32_t names);

/* A block for `names` user ids (GX_ROSTER_NONE for 0), after gx_roster_reserve; and back. */
uint32_t gx_roster_take(gx_roster *roster, uint32_t names);
void gx_roster_give(gx_roster *roster, uint32_t block, uint32_t names);

static inline bool gx_roster_has(const gx_roster *roster, uint32_t block, uint32_t count, uint32_t user)
{
    const uint32_t *list = count == 0 ? NULL : roster->words + block;
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++)
        found |= list[i] ==
                 user; /* no early exit: lists are short, and this way they are compared eight at once */
    return found != 0;
}

#endif
