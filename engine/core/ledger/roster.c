/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/roster.h"

#include <gx/base/memory.h>
#include <gx/base/status.h>

enum { FIRST_CAPACITY = 256 };

void gx_roster_init(gx_roster *roster)
{
    *roster = (gx_roster){0};
    for (int k = 0; k < GX_ROSTER_CLASSES; k++)
        roster->free_head[k] = GX_ROSTER_NONE;
}

void gx_roster_free(gx_roster *roster)
{
    gx_free(roster->words);
    roster->words = NULL;
}

size_t gx_roster_bytes(const gx_roster *roster)
{
    return roster->capacity * sizeof *roster->words;
}

/* The k of the smallest block that holds so many names; 32 when none does. */
static unsigned class_of(uint32_t names)
{
    unsigned k = 0;
    while (k < GX_ROSTER_CLASSES && UINT64_C(1) << k < names)
        k++;
    return k;
}

bool gx_roster_reserve(gx_roster *roster, uint32_t names)
{
    if (names == 0)
        return true;
    unsigned k = class_of(names);
    if (k >= GX_ROSTER_CLASSES)
        return false;
    if (roster->free_head[k] != GX_ROSTER_NONE)
        return true;
    uint64_t needed = roster->used + (UINT64_C(1) << k);
    if (needed <= roster->capacity)
        return true;
    uint64_t wanted =
        roster->capacity == 0 ? FIRST_CAPACITY : (uint64_t)roster->capacity + roster->capacity / 2;
    if (wanted < needed)
        wanted = needed;
    if (wanted > GX_ROSTER_NONE)
        wanted = GX_ROSTER_NONE;
    if (wanted < needed)
        return false;
    uint32_t *grown = roster->words == NULL
                          ? gx_alloc((size_t)wanted, sizeof *grown)
                          : gx_resize(roster->words, roster->capacity, (size_t)wanted, sizeof *grown);
    if (grown == NULL)
        return false;
    roster->words = grown;
    roster->capacity = (uint32_t)wanted;
    return true;
}

uint32_t gx_roster_take(gx_roster *roster, uint32_t names)
{
    if (names == 0)
        return GX_ROSTER_NONE;
    unsigned k = class_of(names);
    uint32_t block = roster->free_head[k];
    if (block != GX_ROSTER_NONE) {
        roster->free_head[k] = roster->words[block];
        return block;
    }
    block = roster->used;
    GX_ASSERT(block + (UINT64_C(1) << k) <= roster->capacity);
    roster->used += UINT32_C(1) << k;
    return block;
}

void gx_roster_give(gx_roster *roster, uint32_t block, uint32_t names)
{
    if (names == 0)
        return;
    unsigned k = class_of(names);
    roster->words[block] = roster->free_head[k];
    roster->free_head[k] = block;
}
