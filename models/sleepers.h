/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users who sleep between the occasions of their days; see sleepers.c. */
#ifndef GX_MODELS_SLEEPERS_H
#define GX_MODELS_SLEEPERS_H

#include "rhythm.h"

/* A message for the first block, before there is a lane to send it. */
typedef struct gx_sleepers_posts {
    gx_message *rows;
    size_t count, capacity;
} gx_sleepers_posts;

/* One shard's lists. */
typedef struct gx_sleepers_shard {
    uint32_t *head; /* by block, modulo gx_sleepers.ring, and chain: the first user */
    uint32_t days;  /* days that have begun */
    bool stale;     /* taken up from a checkpoint: the lists are to be made anew */
    gx_sleepers_posts posts;
    char padding[64];
} gx_sleepers_shard;

/* A user's word: in the low `place_bits` who comes next in the same chain, counted from the shard's first
 * user, above it for each kind, in `count_bits`, the number of occasions of this day. */
typedef struct gx_sleepers {
    gx_daily daily[GX_DAILY_MAX];
    uint32_t kinds;
    uint32_t place_bits, count_bits;
    uint32_t chains; /* of a block */
    uint32_t *link;  /* of each user */
    gx_sleepers_shard *shard;
    uint32_t shards;
    uint32_t block_ticks; /* ticks of a block */
    uint32_t ring;        /* blocks that have a list at a time */
} gx_sleepers;

void gx_sleepers_init(gx_sleepers *sleepers, const gx_clock *clock, uint32_t shards);
void gx_sleepers_release(gx_sleepers *sleepers);
gx_status gx_sleepers_add(gx_sleepers *sleepers, gx_world *world, const gx_daily *daily, gx_error *error);
gx_sleepers *gx_sleepers_of(const gx_world *world);

/* The first day of a shard's users, once every kind has been added: in parallel, by shard. Then, by one
 * thread, what falls into the first block goes into the wheels. GX_ERR_MEMORY. */
gx_status gx_sleepers_lie_down(gx_world *world, uint32_t shard);
gx_status gx_sleepers_post(gx_world *world, gx_error *error);

size_t gx_sleepers_bytes(const gx_world *world);
void gx_sleepers_archive(gx_archive *archive, gx_world *world);

#endif
