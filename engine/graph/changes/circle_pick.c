/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One member of a circle, each alike.
 *
 *     users  |.x..x...xx|..x.....x.|x...x..x..| … cut into 2^bits blocks, of 16 to 32 members on average
 *                        ^ a block is drawn; with c members it is taken with chance c / 64, else drawn again
 *                          within it the member with the greatest draw of its own wins
 *
 * So everybody's chance is 1 / (blocks * 64) an attempt, and one member more or less moves only the choices
 * that fall on the same block; the place in the row, drawn at once, would move half of all choices. Only
 * where a block holds more than 64 (friends whose numbers are close have joined one circle) are its members a
 * little less likely than others. A circle of fewer than 32 is one block, and is taken at once.
 */
#include "inside.h"

enum { MEMBERS_MEAN = 16, MEMBERS_MOST = 64, TRIES = 64 };

/* The number of blocks changes only where the size passes a power of two. */
static uint32_t block_bits(uint32_t size)
{
    uint32_t bits = 0;
    while (size >> bits >= 2 * MEMBERS_MEAN)
        bits++;
    return bits;
}

static uint32_t with_greatest_draw(gx_key key, uint32_t purpose, uint32_t who, uint32_t occasion,
                                   const gx_entries *members)
{
    uint32_t best = members->column[0];
    uint64_t best_score = 0;
    for (uint32_t i = 0; i < members->count; i++) {
        uint64_t score = gx_draw_high(gx_draw_at(key, purpose, who, members->column[i], occasion));
        if (score > best_score) {
            best = members->column[i];
            best_score = score;
        }
    }
    return best;
}

/* The members of a block: a part of the row. */
static gx_entries block_of(const gx_network *network, const gx_entries *row, uint64_t block, uint32_t bits)
{
    uint32_t first = (uint32_t)((block * network->users) >> bits);
    uint32_t behind = (uint32_t)(((block + 1) * network->users) >> bits);
    uint32_t from = gx_lower_bound(row->column, row->count, first);
    uint32_t to = gx_lower_bound(row->column, row->count, behind);
    return (gx_entries){.count = to - from, .column = row->column + from};
}

uint32_t gx_circle_pick(const gx_network *network, uint32_t circle, gx_key key, uint32_t purpose,
                        uint32_t who, uint32_t occasion)
{
    gx_entries row = gx_circle_members(network, circle);
    uint32_t bits = block_bits(row.count), name = gx_circle_name(network, circle);
    for (uint32_t attempt = 0; attempt < TRIES && row.count > 0; attempt++) {
        uint32_t which = (uint32_t)(gx_mix_pair(occasion, attempt) >> 32);
        gx_draw draw = gx_draw_at(key, purpose, who, name, which);
        gx_entries members = block_of(network, &row, (uint64_t)draw.word[0] >> (32 - bits), bits);
        if (bits == 0 || gx_below32(draw.word[1], MEMBERS_MOST) < members.count)
            return with_greatest_draw(key, purpose + 1, who, occasion, &members);
    }
    return GX_NO_MEMBER;
}
