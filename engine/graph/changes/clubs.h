/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clubs: sets that users are members of, create, join and leave. Chat groups are the one kind, interest
 * circles the other. Kept are the rows that differ from the base, both ways (a user's sets, a set's members);
 * and the sets made in the run, whose numbers come behind those of the base and whose names are (maker, the
 * maker's own serial). */
#ifndef GX_GRAPH_CHANGES_CLUBS_H
#define GX_GRAPH_CHANGES_CLUBS_H

#include "overlay.h"

#define GX_NO_SET UINT32_MAX

/* A set that was created in the run. */
typedef struct gx_created {
    uint32_t maker, serial;
} gx_created;

typedef struct gx_clubs {
    uint32_t base_sets;
    uint32_t most;       /* members that a set can have */
    gx_overlay of_user;  /* user -> sets */
    gx_overlay members;  /* set -> users */
    gx_created *created; /* number - base_sets -> its name … */
    uint32_t created_count, created_capacity;
    uint32_t *by_name; /* … and back by open addressing: index into created + 1; 0: free; at most half full */
    uint32_t by_name_capacity;
} gx_clubs;

void gx_clubs_free(gx_clubs *clubs);
size_t gx_clubs_bytes(const gx_clubs *clubs);

static inline uint32_t gx_clubs_sets(const gx_clubs *clubs)
{
    return clubs->base_sets + clubs->created_count;
}

/* The number of the set of that name, or GX_NO_SET. O(1). */
uint32_t gx_clubs_find(const gx_clubs *clubs, uint32_t maker, uint32_t serial);

/* What a set is called in keyed draws. */
uint32_t gx_clubs_name(const gx_clubs *clubs, uint32_t set);

/* Memory for the bits of both overlays, and for `more` sets. GX_ERR_MEMORY. */
gx_status gx_clubs_open(gx_clubs *clubs, size_t more);

/* One set more, for which there is room. */
void gx_clubs_create(gx_clubs *clubs, uint32_t maker, uint32_t serial);

/* User and set become members of each other, or cease to be; in rows that were reserved. */
void gx_clubs_join(gx_clubs *clubs, uint32_t user, uint32_t set);
void gx_clubs_leave(gx_clubs *clubs, uint32_t user, uint32_t set);

#endif
