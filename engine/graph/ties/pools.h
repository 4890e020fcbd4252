/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pool of places, or of households, cut into foci. */
#ifndef GX_GRAPH_POOLS_H
#define GX_GRAPH_POOLS_H

#include "kinds.h"

#include <gx/base/sample.h>

enum { GX_FOCUS_MIN = 3, GX_CIRCLE_MIN = 8, GX_CIRCLE_MAX = 20, GX_PLACES_MAX = 120 };

/* The foci of one pool: sizes and numbers in the pool, and members one focus after the other, ascending in
 * each. One block of memory; released by gx_free(cut.size). */
typedef struct gx_cut {
    uint32_t foci, members;
    uint32_t *size;
    uint32_t *number;
    uint32_t *member;
} gx_cut;

/* What all pools of one kind share. */
typedef struct gx_mould {
    const gx_ground *ground;
    const gx_network_config *config;
    gx_key key;
    const gx_kind *kind;   /* NULL: clans */
    const uint8_t *places; /* by user, when their number is drawn; NULL: one for each who takes part */
    gx_chance upto[GX_SCOPES_OF_PLACE]; /* a place's word falls into the first scope whose chance happens */
    uint32_t by_age, by_schooling;      /* of 65536: places sorted by it */
    gx_quantiles sizes;
} gx_mould;

/* A thread's bench for cutting; all zero at first. */
typedef struct gx_place {
    uint32_t user, hash, coins, lender;
} gx_place;
typedef struct gx_pool_bench {
    gx_place *place;
    size_t capacity;
    uint64_t *order, *scratch; /* as many as places */
    uint32_t *focus, *start, *end;
    size_t order_capacity;
} gx_pool_bench;

void gx_pool_bench_free(gx_pool_bench *bench);
bool gx_pool_bench_grow(gx_pool_bench *bench, size_t places);

/* Number of places of every user, for kinds that draw it. */
void gx_mould_count_places(uint8_t *places, const gx_mould *mould, uint32_t threads);

/* False when memory is exhausted; then nothing is owned by *out. See pools.c and clans.c. */
bool gx_pool_cut(gx_cut *out, const gx_mould *mould, uint32_t pool, gx_pool_bench *bench);
bool gx_clans_cut(gx_cut *out, const gx_mould *mould, uint32_t pool, gx_pool_bench *bench);

/* The room of a cut. */
bool gx_cut_allocate(gx_cut *out, uint32_t foci, uint32_t members);

#endif
