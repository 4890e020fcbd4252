/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "partition.h"

static uint64_t reciprocal_of(uint32_t divisor)
{
    return divisor == 0 ? 0 : (UINT64_C(1) << 63) / divisor + 1;
}

gx_partition gx_partition_make(uint32_t entities, uint32_t shards)
{
    gx_partition partition = {.shards = shards, .length = entities / shards, .longer = entities % shards};
    partition.edge = partition.longer * (partition.length + 1);
    if (shards > 1) {
        partition.long_reciprocal = reciprocal_of(partition.length + 1);
        partition.short_reciprocal = reciprocal_of(partition.length);
    }
    return partition;
}

uint32_t gx_partition_first(const gx_partition *partition, uint32_t shard)
{
    return shard * partition->length + (shard < partition->longer ? shard : partition->longer);
}
