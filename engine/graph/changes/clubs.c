/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clubs.h"

#include <gx/base/bits.h>
#include <gx/base/draw.h>
#include <gx/base/memory.h>

void gx_clubs_free(gx_clubs *clubs)
{
    gx_overlay_free(&clubs->of_user);
    gx_overlay_free(&clubs->members);
    gx_free(clubs->created);
    gx_free(clubs->by_name);
    *clubs = (gx_clubs){0};
}

size_t gx_clubs_bytes(const gx_clubs *clubs)
{
    return gx_overlay_bytes(&clubs->of_user) + gx_overlay_bytes(&clubs->members) +
           clubs->created_capacity * sizeof *clubs->created +
           clubs->by_name_capacity * sizeof *clubs->by_name;
}

/* ---- Names ---- */

/* Where a name stands in `by_name`, or the free place where it would. */
static uint32_t *place_of(const gx_clubs *clubs, uint32_t maker, uint32_t serial)
{
    uint32_t mask = clubs->by_name_capacity - 1;
    uint32_t at = (uint32_t)gx_mix64((uint64_t)maker << 32 | serial) & mask;
    for (;; at = (at + 1) & mask) {
        uint32_t index = clubs->by_name[at];
        if (index == 0)
            return &clubs->by_name[at];
        const gx_created *set = &clubs->created[index - 1];
        if (set->maker == maker && set->serial == serial)
            return &clubs->by_name[at];
    }
}

uint32_t gx_clubs_find(const gx_clubs *clubs, uint32_t maker, uint32_t serial)
{
    if (clubs->by_name_capacity == 0)
        return GX_NO_SET;
    uint32_t at = *place_of(clubs, maker, serial);
    return at != 0 ? clubs->base_sets + at - 1 : GX_NO_SET;
}

uint32_t gx_clubs_name(const gx_clubs *clubs, uint32_t set)
{
    if (set < clubs->base_sets)
        return set;
    const gx_created *created = &clubs->created[set - clubs->base_sets];
    return (uint32_t)(gx_mix_pair((uint64_t)created->maker << 32 | created->serial, 1) >> 32);
}

static gx_status grow_names(gx_clubs *clubs)
{
    uint32_t capacity = clubs->by_name_capacity != 0 ? 2 * clubs->by_name_capacity : 64;
    uint32_t *places = gx_alloc(capacity, sizeof *places);
    if (places == NULL)
        return GX_ERR_MEMORY;
    gx_free(clubs->by_name);
    clubs->by_name = places;
    clubs->by_name_capacity = capacity;
    for (uint32_t i = 0; i < clubs->created_count; i++)
        *place_of(clubs, clubs->created[i].maker, clubs->created[i].serial) = i + 1;
    return GX_OK;
}

static gx_status reserve_names(gx_clubs *clubs, size_t wanted)
{
    if (wanted > clubs->created_capacity) {
        size_t capacity = wanted + wanted / 2 + 16;
        if (capacity > GX_NO_SET / 4 - clubs->base_sets)
            return GX_ERR_MEMORY;
        gx_created *created = gx_resize(clubs->created, clubs->created_capacity, capacity, sizeof *created);
        if (created == NULL)
            return GX_ERR_MEMORY;
        clubs->created = created;
        clubs->created_capacity = (uint32_t)capacity;
    }
    while (2 * wanted > clubs->by_name_capacity)
        if (grow_names(clubs) != GX_OK)
            return GX_ERR_MEMORY;
    return GX_OK;
}

/* ---- Changing ---- */

gx_status gx_clubs_open(gx_clubs *clubs, size_t more)
{
    bool fine = gx_overlay_open(&clubs->of_user) == GX_OK && gx_overlay_open(&clubs->members) == GX_OK;
    return fine ? reserve_names(clubs, clubs->created_count + more) : GX_ERR_MEMORY;
}

void gx_clubs_create(gx_clubs *clubs, uint32_t maker, uint32_t serial)
{
    *place_of(clubs, maker, serial) = clubs->created_count + 1;
    clubs->created[clubs->created_count++] = (gx_created){maker, serial};
}

void gx_clubs_join(gx_clubs *clubs, uint32_t user, uint32_t set)
{
    gx_overlay_insert(&clubs->of_user, user, set, 0, 0);
    gx_overlay_insert(&clubs->members, set, user, 0, 0);
}

void gx_clubs_leave(gx_clubs *clubs, uint32_t user, uint32_t set)
{
    gx_overlay_remove(&clubs->of_user, user, set);
    gx_overlay_remove(&clubs->members, set, user);
}
