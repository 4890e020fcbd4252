/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "route.h"

/* Transpose 64 x 64 bits in place; bit j of row i goes to bit i of row j. */
static void transpose(uint64_t row[64])
{
    uint64_t mask = UINT64_C(0x00000000ffffffff);
    for (uint32_t half = 32; half != 0; half >>= 1, mask ^= mask << half) {
        for (uint32_t i = 0; i < 64; i = ((i | half) + 1) & ~half) {
            uint64_t swap = ((row[i] >> half) ^ row[i | half]) & mask;
            row[i] ^= swap << half;
            row[i | half] ^= swap;
        }
    }
}

static void turn_block(gx_routes *routes, uint32_t sources, uint32_t destinations)
{
    uint64_t block[64];
    uint64_t any = 0;
    for (uint32_t i = 0; i < 64; i++) {
        block[i] = routes->to[sources * 64 + i][destinations];
        routes->to[sources * 64 + i][destinations] = 0;
        any |= block[i];
    }
    if (any != 0) {
        transpose(block);
    }
    for (uint32_t i = 0; i < 64; i++) {
        routes->from[destinations * 64 + i][sources] = block[i];
    }
}

void gx_routes_turn(gx_routes *routes, uint32_t shards)
{
    uint32_t blocks = (shards + 63) / 64;
    for (uint32_t sources = 0; sources < blocks; sources++) {
        for (uint32_t destinations = 0; destinations < blocks; destinations++) {
            turn_block(routes, sources, destinations);
        }
    }
}
