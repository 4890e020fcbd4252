/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ranks.h"

#include <string.h>

static gx_status agree(gx_rank_news *news, void *context)
{
    rank_place *here = context;
    rank_world *world = here->world;
    here->news = *news;
    pthread_barrier_wait(&world->barrier);
    *news = world->place[0].news;
    for (uint32_t rank = 1; rank < world->ranks; rank++) {
        const gx_rank_news *other = &world->place[rank].news;
        news->noted += other->noted;
        news->soonest = other->soonest < news->soonest ? other->soonest : news->soonest;
        news->status = other->status > news->status ? other->status : news->status;
    }
    pthread_barrier_wait(&world->barrier);
    return GX_OK;
}

/* GX_ERR_INTERNAL when the two sides do not expect the same. */
static gx_status swap(const void *send, const gx_rank_part *to, void *receive, const gx_rank_part *from,
                      size_t unit, void *context)
{
    rank_place *here = context;
    rank_world *world = here->world;
    gx_status status = GX_OK;
    here->send = send;
    here->to = to;
    pthread_barrier_wait(&world->barrier);
    for (uint32_t rank = 0; rank < world->ranks; rank++) {
        const gx_rank_part *part = &world->place[rank].to[here->ranks.rank];
        if (part->count != from[rank].count) {
            status = GX_ERR_INTERNAL;
        } else if (part->count != 0) {
            memcpy((char *)receive + from[rank].at * unit,
                   (const char *)world->place[rank].send + part->at * unit, part->count * unit);
        }
    }
    pthread_barrier_wait(&world->barrier);
    return status;
}

void rank_world_open(rank_world *world, uint32_t ranks)
{
    *world = (rank_world){.ranks = ranks};
    (void)pthread_barrier_init(&world->barrier, NULL, ranks);
    for (uint32_t rank = 0; rank < ranks; rank++) {
        rank_place *place = &world->place[rank];
        place->world = world;
        place->ranks = (gx_ranks){rank, ranks, place, agree, swap};
    }
}

void rank_world_close(rank_world *world)
{
    pthread_barrier_destroy(&world->barrier);
}
