/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slots: the foci of a network in which nothing is stored.
 *
 * A slot gives every user at most one focus of one kind, by arithmetic that runs both ways:
 *
 *     user ──► unit ──► window ──► shuffled in it ──► place ──► block     (gx_slot_find)
 *     user ◄── unit ◄── window ◄── unshuffled ◄────── place ◄── block     (gx_slot_at)
 *
 * Unit: what takes part: a user in the order of a trait, a cell of four neighbours that sends one of them by
 * lot (cells.c), or a household.
 *
 * Window: a run of units of which foci are made: a district of some 5,000 users, a city, a province, the
 * nation. Windows lie side by side in a realm (a city, a province, the nation), and so do their places.
 *
 * Place: only a share of a window's units take part: those whose shuffled number is small enough. So places
 * have no holes, sizes are exact, and nobody has to be asked whether he is there.
 *
 * Block: the places of a realm, cut by a pattern of sizes (sizes.c). Blocks run over the borders of
 * districts, as neighbourhoods do, so that only the end of a city has a rest.
 *
 * All numbers of blocks, of groups and of places are sums over realms, kept in a table of realms: some 56
 * bytes a slot and city, none a user.
 */
#ifndef GX_GRAPH_SLOTS_H
#define GX_GRAPH_SLOTS_H

#include "../people/statistics.h"
#include "../ties/rule.h"
#include "sizes.h"

#include <gx/graph/population.h>

enum { GX_SLOTS_MAX = 224, GX_LOT_CELL = 4, GX_SORT_CELL = 8, GX_LAW_MAX = 96 };

typedef enum gx_unit { GX_UNIT_LOT, GX_UNIT_SORTED, GX_UNIT_HOUSEHOLD } gx_unit;
typedef enum gx_reach { GX_REACH_DISTRICT, GX_REACH_CITY, GX_REACH_PROVINCE, GX_REACH_NATION } gx_reach;

/* Traits by which neighbours are put in order (GX_UNIT_SORTED), and weights of their lots (GX_UNIT_LOT). */
typedef enum gx_sorting { GX_SORT_DAY, GX_SORT_CLOSE, GX_SORTINGS } gx_sorting;
typedef enum gx_lots { GX_LOTS_COMMUNITY, GX_LOTS_PAST, GX_LOTS_WEAK, GX_LOT_WEIGHTS } gx_lots;

typedef struct gx_realm {
    gx_run run;
    uint32_t unit_first, units;
    uint32_t windows;
    uint32_t place_base;     /* places of the realms before, in this slot */
    uint32_t group_base;     /* groups of the slots and realms before */
    uint32_t district_first; /* of the realm, when units are households */
} gx_realm;

typedef struct gx_slot {
    gx_unit unit;
    gx_reach reach;
    gx_focus_kind kind;
    bool weak; /* weak ties: `weak_limit` decides instead of the rule for `kind` */
    bool chat; /* its blocks are chat groups, of group_kind */
    uint8_t group_kind;
    uint8_t trait;       /* gx_sorting or gx_lots */
    uint32_t name;       /* in draws on a pair */
    uint32_t lot;        /* number among the slots of lots */
    uint32_t weak_limit; /* of 2^31 */
    uint64_t key;        /* of the shuffles; class and work share theirs */
    uint64_t before;     /* share of a window's order that comes before, of 2^32 */
    uint64_t share;      /* share of a window's units that take part, of 2^32 */
    uint32_t realms;
    gx_realm *realm;
} gx_slot;

/* Logarithms of the weights of lots by activity, 16 fractional bits: see cells.c. */
enum { GX_LOG_PIECES = 16 * 128 };

struct gx_implicit {
    const gx_population *people;
    gx_key key;
    gx_rule *rule;
    uint32_t users, cities, provinces;
    uint32_t *city_province;   /* of each city */
    uint32_t *province_city;   /* first city of each province, and the end */
    uint32_t *cell_first;      /* of each city, and the end: cells of lots in the cities before */
    uint32_t *household_first; /* of each district of the nation, and the end: households before */
    uint32_t *district_first;  /* of each city, and the end: districts in the cities before */
    uint16_t *household_at;    /* of each user of the pattern of households */
    int32_t weight[GX_LOT_WEIGHTS][GX_LOG_PIECES];
    uint64_t age_first[GX_AGE_LAST + 2]; /* share of the users who are younger, of 2^32 */
    gx_chance by_age;                    /* homophily_age */
    uint64_t sort_key[GX_SORTINGS];      /* of places among neighbours; hashed, as eight are asked at once */
    uint32_t slots, chats, groups;       /* the first `chats` slots have chat groups */
    gx_slot slot[GX_SLOTS_MAX];
    gx_sizes *sizes[GX_LAW_MAX];
    uint32_t laws;
};

/* A user with what several slots ask of it, found when first asked for. */
typedef struct gx_who {
    uint32_t user, city, household; /* household: UINT32_MAX until asked for */
    uint32_t cell_count;            /* 0 until asked for */
    uint16_t piece[GX_LOT_CELL];
    uint8_t rank[GX_SORTINGS]; /* 255 until asked for */
} gx_who;

/* A block of a slot, and a place in it. */
typedef struct gx_seat {
    const gx_realm *realm;
    gx_block block;
    uint32_t place; /* in the realm */
} gx_seat;

gx_who gx_who_is(const gx_implicit *implicit, uint32_t user);

/* Where a user is in a slot; false: it does not take part. O(1). */
bool gx_slot_find(gx_seat *seat, const gx_implicit *implicit, const gx_slot *slot, gx_who *who);

/* The unit at a place (below the places of the realm's run); for all units but households it is resolved to
 * the user. O(1). */
uint32_t gx_slot_at(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm, uint32_t place);

/* ---- Set-up ---- */

/* The windows of a realm: the first unit of window `number`, relative to the realm; `windows` gives the end.
 */
uint32_t gx_window_first(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                         uint32_t number);

/* Places in the windows before this many units of a realm. */
static inline uint32_t gx_places_before(const gx_slot *slot, uint32_t units)
{
    return (uint32_t)((units * slot->share) >> 32);
}

/* ---- Households by number (households.c) ---- */

uint32_t gx_household_number(const gx_implicit *implicit, uint32_t user);
gx_span gx_household_span(const gx_implicit *implicit, uint32_t number);

#endif
