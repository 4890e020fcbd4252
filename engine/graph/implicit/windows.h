/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Realms and windows of a slot, and the bands of a window in the order of a trait: what the ways from a
 * user to its place (slots.c) and back (units.c) have in common. */
#ifndef GX_GRAPH_IMPLICIT_WINDOWS_H
#define GX_GRAPH_IMPLICIT_WINDOWS_H

#include "ranks.h"
#include "shuffle.h"
#include "slots.h"

static inline const gx_realm *gx_realm_of(const gx_implicit *implicit, const gx_slot *slot, uint32_t city)
{
    switch (slot->reach) {
    case GX_REACH_DISTRICT:
    case GX_REACH_CITY:
        return &slot->realm[city];
    case GX_REACH_PROVINCE:
        return &slot->realm[implicit->city_province[city]];
    default:
        return &slot->realm[0];
    }
}

/* Whether its users are in the order of a trait. */
static inline bool gx_is_sorted(const gx_slot *slot)
{
    return slot->unit == GX_UNIT_CHILD || slot->unit == GX_UNIT_GROWN;
}

/* Where few households take part, a unit is one of some neighbouring ones, by a hash: so most are told that
 * they are none without a shuffle. This is the household of such a unit. */
static inline uint32_t gx_chosen_household(const gx_slot *slot, uint32_t unit)
{
    uint32_t word = (uint32_t)(gx_mix64(slot->key + 1 + unit) >> 32);
    return (unit << slot->thin) + (word >> (32 - slot->thin));
}

typedef struct gx_window {
    uint32_t first, count; /* units, relative to the realm */
    gx_quarter quarter;    /* of a window that is a district of homes */
} gx_window;

/* The units of a district. */
static inline gx_window gx_window_of_quarter(const gx_implicit *implicit, const gx_slot *slot,
                                             const gx_realm *realm, const gx_quarter *quarter)
{
    const gx_district *of = &implicit->district[quarter->number];
    uint32_t first = of->children, count = of[1].children - of->children;
    if (slot->unit == GX_UNIT_HOUSEHOLD) {
        first = of->households;
        count = of[1].households - of->households;
    } else if (slot->unit == GX_UNIT_GROWN) {
        first = quarter->first - of->children;
        count = quarter->users - count;
    }
    return (gx_window){first - realm->unit_first, count, *quarter};
}

static inline gx_window gx_window_at(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                                     uint32_t number)
{
    if (slot->unit != GX_UNIT_LOT) {
        gx_quarter quarter = gx_quarter_at(implicit, realm->city, number);
        return gx_window_of_quarter(implicit, slot, realm, &quarter);
    }
    uint32_t first = number * GX_WINDOW_CELLS;
    return (gx_window){.first = first,
                       .count = number + 1 == realm->windows ? realm->units - first : GX_WINDOW_CELLS};
}

/* A bijection for each window of a slot, and each band in it. */
static inline gx_shuffle gx_window_shuffle(const gx_slot *slot, const gx_realm *realm, gx_window in,
                                           uint32_t band, uint32_t count)
{
    uint64_t unit = (uint64_t)realm->unit_first + in.first;
    return gx_shuffle_of(gx_mix64(slot->key ^ (unit << 8 | band)), count);
}

/* ---- Order by a trait: see cells.c ---- */

typedef struct gx_bands {
    uint32_t cells, last; /* the last cell has `last` users, 1 … 8 */
} gx_bands;

static inline gx_bands gx_bands_of(uint32_t users)
{
    uint32_t cells = (users + GX_CELL - 1) / GX_CELL;
    return (gx_bands){cells, users - (cells - 1) * GX_CELL};
}

static inline uint32_t gx_band_begin(gx_bands order, uint32_t band)
{
    return band * order.cells - (band > order.last ? band - order.last : 0);
}

static inline uint32_t gx_band_length(gx_bands order, uint32_t band)
{
    return order.cells - (band >= order.last);
}

static inline uint32_t gx_cell_length(gx_bands order, uint32_t cell)
{
    return cell + 1 == order.cells ? order.last : GX_CELL;
}

/* A user's rank among its neighbours, which is its band. */
static inline uint32_t gx_band_of_user(const gx_implicit *implicit, const gx_slot *slot, gx_bands order,
                                       gx_who *who)
{
    uint8_t *rank = &who->rank[slot->trait];
    if (*rank != GX_CELL)
        return *rank;
    uint32_t cell = who->band / GX_CELL;
    uint32_t members = gx_order_of(implicit, slot->unit, (gx_sorting)slot->trait, &who->quarter, cell,
                                   gx_cell_length(order, cell));
    return *rank = (uint8_t)gx_rank_of(members, who->band % GX_CELL);
}

/* ---- Who may meet ---- */

/* Whether two of one district have bands with so many places between them that no block reaches over. */
static inline bool gx_bands_part(const gx_implicit *implicit, const gx_slot *slot, gx_who *a, gx_who *b)
{
    const gx_realm *realm = gx_realm_of(implicit, slot, a->city);
    gx_bands order = gx_bands_of(gx_window_of_quarter(implicit, slot, realm, &a->quarter).count);
    uint32_t one = gx_band_of_user(implicit, slot, order, a),
             other = gx_band_of_user(implicit, slot, order, b);
    uint32_t apart = one < other ? other - one : one - other;
    return apart > 1 && realm->run.blocks > 0 && (apart - 1) * (order.cells - 1) >= realm->run.sizes->longest;
}

/* Whether two of different districts are so far apart that no block reaches from one to the other. */
static inline bool gx_districts_part(const gx_implicit *implicit, const gx_slot *slot, const gx_who *a,
                                     const gx_who *b)
{
    const gx_realm *realm = gx_realm_of(implicit, slot, a->city);
    uint32_t one = a->quarter.number, other = b->quarter.number;
    uint32_t between = (one < other ? other - one : one - other) - 1; /* whole districts */
    return realm != gx_realm_of(implicit, slot, b->city) ||
           (slot->reach == GX_REACH_DISTRICT && between > realm->near);
}

/* False: two users cannot be in one block of the slot, as they live too far apart, are a child and a
 * grown-up, or too far apart in the order of a trait. Cheap: nothing is shuffled. */
static inline bool gx_slot_may_share(const gx_implicit *implicit, const gx_slot *slot, gx_who *a, gx_who *b)
{
    bool sorted = gx_is_sorted(slot);
    if (sorted && (a->child != b->child || a->child != (slot->unit == GX_UNIT_CHILD)))
        return false;
    if (a->quarter.number != b->quarter.number)
        return !gx_districts_part(implicit, slot, a, b);
    return !sorted || !gx_bands_part(implicit, slot, a, b);
}

#endif
