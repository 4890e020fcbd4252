/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/roster.h"

void gx_roster_init(gx_roster *roster)
{
    *roster = (gx_roster){0};
    gx_chunks_init(&roster->words, sizeof(uint32_t));
    for (int i = 0; i < GX_ROSTER_CLASSES; i++)
        roster->free_head[i] = GX_ROSTER_NONE;
}

void gx_roster_free(gx_roster *roster)
{
    gx_chunks_free(&roster->words);
}

size_t gx_roster_bytes(const gx_roster *roster)
{
    return gx_chunks_bytes(&roster->words);
}

/* The class of the smallest block of at least `words` words (1 … GX_ROSTER_LONGEST), and its size. */
static unsigned class_of(uint32_t words, uint32_t *size)
{
    if (words <= 4) {
        *size = words;
        return words - 1;
    }
    unsigned octave = 31 - (unsigned)__builtin_clz(words - 1); /* 2^octave < words */
    uint32_t quarters = ((words - 1 - (UINT32_C(1) << octave)) >> (octave - 2)) + 1;
    *size = (UINT32_C(1) << octave) + (quarters << (octave - 2));
    return 4 * (octave - 2) + 3 + quarters;
}
_Static_assert(4 * (17 - 2) + 3 + 4 < GX_ROSTER_CLASSES, "the longest block has a class");

/* Where the next new block of this size begins: in the next chunk, if this one has no room for it. */
static uint64_t next_of(const gx_roster *roster, uint32_t size)
{
    uint64_t chunk = UINT64_C(1) << roster->words.shift;
    uint64_t at = roster->used;
    return (at & (chunk - 1)) + size <= chunk ? at : (at | (chunk - 1)) + 1;
}

bool gx_roster_reserve(gx_roster *roster, uint32_t words)
{
    if (words == 0)
        return true;
    if (words > GX_ROSTER_LONGEST)
        return false;
    uint32_t size;
    if (roster->free_head[class_of(words, &size)] != GX_ROSTER_NONE)
        return true;
    uint64_t end = next_of(roster, size) + size;
    return end <= GX_CHUNKS_MAX && gx_chunks_reserve(&roster->words, (uint32_t)end);
}

uint32_t gx_roster_take(gx_roster *roster, uint32_t words)
{
    if (words == 0)
        return GX_ROSTER_NONE;
    uint32_t size;
    unsigned class = class_of(words, &size);
    uint32_t block = roster->free_head[class];
    if (block != GX_ROSTER_NONE) {
        roster->free_head[class] = *gx_roster_at(roster, block);
        return block;
    }
    block = (uint32_t)next_of(roster, size);
    roster->used = block + size;
    GX_ASSERT(roster->used <= roster->words.capacity);
    return block;
}

void gx_roster_give(gx_roster *roster, uint32_t block, uint32_t words)
{
    if (words == 0)
        return;
    uint32_t size;
    unsigned class = class_of(words, &size);
    *gx_roster_at(roster, block) = roster->free_head[class];
    roster->free_head[class] = block;
}

void gx_roster_archive(gx_archive *archive, gx_roster *roster)
{
    GX_ARCHIVE(archive, roster->used);
    GX_ARCHIVE(archive, roster->free_head);
    bool sound = roster->used <= GX_CHUNKS_MAX;
    for (int i = 0; i < GX_ROSTER_CLASSES; i++)
        sound &= roster->free_head[i] < roster->used || roster->free_head[i] == GX_ROSTER_NONE;
    if (!sound)
        gx_archive_fail(archive, GX_ERR_FORMAT, "names of claimers that cannot be");
    gx_chunks_archive(archive, &roster->words, roster->used);
}
