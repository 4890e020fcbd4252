/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks within one process: a thread each, exchanging through memory what machines would by MPI. */
#ifndef GX_TESTS_SIM_RANKS_H
#define GX_TESTS_SIM_RANKS_H

#include <gx/sim/ranks.h>
#include <pthread.h>

enum { RANKS_MAX = 4 };

typedef struct rank_world rank_world;

typedef struct rank_place {
    rank_world *world;
    gx_ranks ranks;
    gx_rank_news news;
    const void *send;
    const gx_rank_part *to;
} rank_place;

struct rank_world {
    uint32_t ranks;
    pthread_barrier_t barrier;
    rank_place place[RANKS_MAX];
};

void rank_world_open(rank_world *world, uint32_t ranks);
void rank_world_close(rank_world *world);

#endif
