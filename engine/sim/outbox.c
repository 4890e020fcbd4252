/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox.h"

void gx_outbox_init(gx_outbox *outbox)
{
    *outbox = (gx_outbox){.soonest = UINT32_MAX};
    for (size_t shard = 0; shard < GX_SHARDS_MAX; shard++) {
        outbox->list[shard] = GX_CHUNKS_NONE;
    }
}

void gx_outbox_clear(gx_outbox *outbox, gx_pool *pool)
{
    for (size_t word = 0; word < GX_SHARD_WORDS; word++) {
        for (uint64_t bits = outbox->to[word]; bits != 0; bits &= bits - 1) {
            gx_pool_give_all(pool, &outbox->list[word * 64 + (size_t)__builtin_ctzll(bits)]);
        }
        outbox->to[word] = 0;
    }
    outbox->sent = 0;
    outbox->soonest = UINT32_MAX;
}
