/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open addressing with linear probing, at most half full. Of rows that share a name the first is kept: an
 * occasion is 32 bits of a hash, so in a large run a sender names two packets alike now and then, and that
 * must not cost the whole analysis. */
#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <gx/stats/tables.h>

#include <string.h>

gx_status gx_packet_index_create(gx_packet_index *out, const uint32_t *sender, const uint32_t *occasion,
                                 size_t rows, gx_error *error)
{
    uint64_t size = 16;
    while (size < 2 * (uint64_t)rows)
        size *= 2;
    *out = (gx_packet_index){size - 1, gx_alloc_columns(size, sizeof *out->slot), sender, occasion, 0};
    if (!out->slot)
        return gx_fail_memory(error, "an index of packets");
    for (size_t row = 0; row < rows; row++) {
        uint64_t at = gx_mix_pair(sender[row], occasion[row]) & out->mask;
        bool known = false;
        while (out->slot[at] != 0 && !known) {
            uint32_t other = out->slot[at] - 1;
            known = sender[other] == sender[row] && occasion[other] == occasion[row];
            at = known ? at : (at + 1) & out->mask;
        }
        out->repeats += known;
        if (!known)
            out->slot[at] = (uint32_t)row + 1;
    }
    return GX_OK;
}

void gx_packet_index_free(gx_packet_index *index)
{
    gx_free(index->slot);
    memset(index, 0, sizeof *index);
}

uint32_t gx_packet_find(const gx_packet_index *index, uint32_t sender, uint32_t occasion)
{
    uint64_t at = gx_mix_pair(sender, occasion) & index->mask;
    while (index->slot[at] != 0) {
        uint32_t row = index->slot[at] - 1;
        if (index->sender[row] == sender && index->occasion[row] == occasion)
            return row;
        at = (at + 1) & index->mask;
    }
    return UINT32_MAX;
}
