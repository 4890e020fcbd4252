/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which shard owns an entity.
 *
 * Entities come in ranges that differ by at most one: the first `longer` shards own `length + 1`, the others
 * `length`. The divisions are multiplications with reciprocals in units of 2^-63, exact for 32-bit ids and a
 * divisor of two or more shards; with one shard both reciprocals are 0. */
#ifndef GX_SIM_PARTITION_H
#define GX_SIM_PARTITION_H

#include <stdbool.h>
#include <stdint.h>

typedef struct gx_partition {
    uint32_t shards, length, longer;
    uint32_t edge; /* the first entity of the shorter shards */
    uint64_t long_reciprocal, short_reciprocal;
} gx_partition;

/* Fewer entities than shards are fine: the last shards own none. */
gx_partition gx_partition_make(uint32_t entities, uint32_t shards);
uint32_t gx_partition_first(const gx_partition *partition, uint32_t shard);

static inline uint32_t gx_partition_of(const gx_partition *partition, uint32_t entity)
{
    __extension__ typedef unsigned __int128 wide;
    bool behind = entity >= partition->edge;
    uint32_t within = behind ? entity - partition->edge : entity;
    uint64_t reciprocal = behind ? partition->short_reciprocal : partition->long_reciprocal;
    return (behind ? partition->longer : 0) + (uint32_t)((wide)within * reciprocal >> 63);
}

/* The entities of one shard: a part of each of the two ranges. Seen from inside they are numbered 0 … count
 * + more_count - 1, in the order of their ids. */
typedef struct gx_reach {
    uint32_t first, count, more_first, more_count;
} gx_reach;

static inline uint32_t gx_reach_local(const gx_reach *reach, uint32_t entity)
{
    return entity < reach->more_first ? entity - reach->first : entity - reach->more_first + reach->count;
}

#endif
