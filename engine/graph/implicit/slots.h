/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slots: the foci of a network in which nothing is stored.
 *
 * A slot gives every user at most one focus of one kind, by arithmetic that runs both ways:
 *
 *     user ──► unit ──► window ──► shuffled in it ──► place ──► block     gx_slot_find
 *     user ◄── unit ◄── window ◄── unshuffled ◄────── place ◄── block     gx_slot_units
 *
 * Unit: what takes part: a child or a grown-up of a household, in the order of traits (cells.c), a cell of
 * eight neighbours that sends one of them by lot (lots.c), or a household (homes.c).
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
#include "divisor.h"
#include "sizes.h"

#include <gx/graph/network.h>
#include <gx/graph/population.h>

enum { GX_SLOTS_MAX = 224, GX_CELL = 8, GX_LAW_MAX = 96, GX_LOTS_MAX = 1024, GX_WINDOW_CELLS = 625 };
enum { GX_CLAN_MAX = 32 };               /* households of a clan (recipe.c) and what a last rest may add */
enum { GX_UNITS_CHUNK = GX_ASKED_MOST }; /* places that are resolved side by side */
enum { GX_SLOTS_CHUNK = 16 };            /* slots that a user is looked for in side by side */
enum { GX_RANGE_BUCKETS = 4098 };

typedef enum gx_unit { GX_UNIT_LOT, GX_UNIT_CHILD, GX_UNIT_GROWN, GX_UNIT_HOUSEHOLD } gx_unit;
typedef enum gx_reach { GX_REACH_DISTRICT, GX_REACH_CITY, GX_REACH_PROVINCE, GX_REACH_NATION } gx_reach;

/* Traits by which neighbours are put in order (children and grown-ups), and weights of lots. */
typedef enum gx_sorting { GX_SORT_DAY, GX_SORT_CLOSE, GX_SORTINGS } gx_sorting;
typedef enum gx_lots { GX_LOTS_COMMUNITY, GX_LOTS_PAST, GX_LOTS_WEAK, GX_LOT_WEIGHTS } gx_lots;

typedef struct gx_realm {
    gx_run run;
    uint32_t unit_first, units;
    uint32_t windows;
    uint32_t place_base;           /* places of the realms before, in this slot */
    uint32_t group_base;           /* groups of the slots and realms before */
    uint32_t city, district_first; /* its first */
    uint64_t window_rate;          /* windows a place, of 2^32 */
    uint32_t near; /* whole districts that a block can reach over (windows.h: gx_districts_part) */
} gx_realm;

typedef struct gx_slot {
    gx_unit unit;
    gx_reach reach;
    gx_focus_kind kind;
    bool chat; /* its blocks are chat groups, of group_kind */
    uint8_t group_kind;
    uint8_t trait; /* gx_sorting or gx_lots */
    uint8_t thin;  /* of households in the nation: one of 2^thin neighbouring ones is a unit (windows.h) */
    uint32_t name; /* in draws of realms */
    uint32_t lot;  /* its lot among those of the trait */
    uint64_t key;  /* of the shuffles; class and work of grown-ups share theirs */
    uint64_t pair_key; /* of the words of pairs (pairs.h), which they do not share */
    uint64_t before;   /* share of a window's order that comes before, of 2^32 */
    uint64_t share;    /* share of a window's units that take part, of 2^32 */
    uint32_t realms;
    gx_realm *realm;
} gx_slot;

/* Of the table of activity^power: see lots.c. */
enum { GX_ACTIVITY_CODES = 256 };

/* Weak ties of one reach: see weak.c. */
typedef struct gx_weak {
    gx_reach reach;
    uint32_t each; /* lots that a cell draws */
    uint64_t key;
    uint64_t share; /* of the pairs of lots that are tied, of 2^32 */
} gx_weak;
enum { GX_WEAK_REACHES = 4 };

/* A lot of a trait: of which slot (of weak ties: of which gx_weak), and which of those that a cell draws for
 * it. See lots.c. */
typedef struct gx_lot {
    uint16_t slot, number;
} gx_lot;
typedef struct gx_lot_table {
    uint32_t count;
    bool uneven; /* weights are taken times a hash; those of all others are alike */
    uint64_t key;
    gx_lot at[GX_LOTS_MAX];            /* in the order in which cells deal them */
    gx_lot what[GX_LOTS_MAX];          /* in the order of slots, and of numbers */
    uint16_t turn[GX_LOTS_MAX];        /* place of each of those in the order in which they are dealt */
    uint32_t power[GX_ACTIVITY_CODES]; /* weight by activity */
} gx_lot_table;

/* What is kept of a district. */
typedef struct gx_district {
    uint32_t first;                /* user */
    uint32_t households, children; /* in the districts before */
    uint32_t start;                /* where in the pattern of households it begins */
    uint32_t cells;                /* of orders that are kept, in the districts before (ranks.c) */
} gx_district;

/* An order of eight neighbours: see ranks.c. */
typedef struct gx_order {
    uint8_t byte[3];
} gx_order;

/* Groups of a realm, for the search by number: see groups.c. */
typedef struct gx_group_range {
    uint32_t first; /* group */
    uint16_t slot, realm;
} gx_group_range;

struct gx_implicit {
    const gx_population *people;
    gx_key key;
    gx_rule *rule;
    uint32_t users, cities, provinces;
    uint32_t *city_province;  /* of each city */
    uint32_t *province_city;  /* first city of each province, and the end */
    uint32_t *cell_first;     /* of each city, and the end: cells of lots in the
                                 cities before */
    uint32_t *district_first; /* of each city, and the end: districts in the
                                 cities before */
    gx_district *district;    /* of the nation, and the end */
    /* of the pattern of households */ uint16_t *household_at; /* by user: its household */
    uint16_t *child_before;                                    /* by user, and the end: children before */
    uint16_t *child_at;                                        /* by child: its user */
    uint16_t *grown_at;                                        /* by grown-up: its user */
    uint32_t children;                                         /* in the pattern */
    gx_divisor pattern, pattern_children, pattern_grown;       /* by its users */
    uint32_t *home_hint;             /* district of the first household of each bucket */
    uint32_t home_shift, home_hints; /* households of a bucket: 2^home_shift */
    gx_lot_table lots[GX_LOT_WEIGHTS];
    gx_chance by_age, by_schooling; /* of users sorted by it: see cells.c */
    uint64_t home_key;              /* of the words of pairs in households (pairs.h) */
    uint64_t sort_key[GX_SORTINGS]; /* of places among neighbours; hashed, as
                                       eight are asked at once */
    uint8_t *activity;              /* by user, codes; or NULL: see lots.c */
    gx_order *order;                /* by cell and sorting, or NULL: see ranks.c */
    size_t cells;                   /* of `order` */
    gx_group_range *range;          /* of realms that have groups, ascending, and the end */
    uint32_t *range_hint;           /* range of the first group of each bucket, and the end */
    uint32_t range_shift;           /* groups of a bucket: 2^range_shift */
    uint32_t ranges;
    uint32_t slots, chats, groups;    /* the first `chats` slots have chat groups */
    uint32_t fixed;                   /* slots that are none of lots */
    uint8_t fixed_slot[GX_SLOTS_MAX]; /* which */
    gx_slot slot[GX_SLOTS_MAX];
    gx_weak weak[GX_WEAK_REACHES];
    uint32_t weaks;
    gx_sizes *sizes[GX_LAW_MAX];
    uint32_t laws;
};

/* A district as homes.c knows it. */
typedef struct gx_quarter {
    uint32_t number;       /* in the nation */
    uint32_t first, users; /* its users */
    uint32_t start;        /* in the pattern */
} gx_quarter;

/* The lots that fall to a user: `count` of them, from `first` on in the order of the table. */
typedef struct gx_lot_run {
    uint16_t first, count;
} gx_lot_run;

/* Eight neighbours who deal lots: see lots.c. */
typedef struct gx_neighbours {
    uint32_t first, count;
    uint8_t code[GX_CELL];        /* of their activity */
    uint32_t before[GX_CELL + 1]; /* weights by it before each of them, alike for all traits that are even */
} gx_neighbours;

/* A user with what several slots ask of it; some of it is found when first asked for. */
typedef struct gx_who {
    uint32_t user, city;
    gx_quarter quarter;
    bool child;
    uint32_t band;                  /* its number among the children, or the grown-ups, of the quarter */
    uint32_t household;             /* UINT32_MAX until asked for */
    uint32_t cell;                  /* of lots, in the nation; with the neighbours */
    uint8_t rank[GX_SORTINGS];      /* among its neighbours; GX_CELL until asked for */
    uint32_t weak[GX_WEAK_REACHES]; /* number of its cell, shuffled; UINT32_MAX until asked for */
    gx_neighbours neighbours;       /* .count: 0 until asked for */
    bool dealt[GX_LOT_WEIGHTS];     /* whether `lots` is known */
    gx_lot_run lots[GX_LOT_WEIGHTS];
} gx_who;

/* A block of a slot, and a place in it. */
typedef struct gx_seat {
    const gx_slot *slot;
    const gx_realm *realm;
    gx_block block;
    uint32_t place; /* in the realm */
} gx_seat;

/* Written where it is wanted: a copy of what was written in pieces would have to wait for all of them. */
void gx_who_is(gx_who *who, const gx_implicit *implicit, uint32_t user);

/* Where a user is in a slot (of lots: one that has drawn the slot's); false: it does not take part. O(1). */
bool gx_slot_find(gx_seat *seat, const gx_implicit *implicit, const gx_slot *slot, gx_who *who);

/* The user's household. */
gx_span gx_who_home(const gx_implicit *implicit, const gx_who *who);

/* Whether another (of lots: who has drawn the slot's) has a place in the block of a seat, and which. */
bool gx_seat_shared(uint32_t *place, const gx_implicit *implicit, const gx_seat *seat, gx_who *who);

/* Whether a slot can be a user's: that of a lot only when it has drawn it. */
bool gx_lot_is_own(const gx_implicit *implicit, const gx_slot *slot, gx_who *who);

/* The seats of a user in some sorts of slots (bits); how many. Those of chat groups come ascending by slot.
 */
enum { GX_SEATS_CHAT = 1, GX_SEATS_CLOSE = 2, GX_SEATS_PAST = 4, GX_SEATS_ALL = 7 };
uint32_t gx_seats_of(gx_seat out[GX_SLOTS_MAX], const gx_implicit *implicit, uint32_t sorts, gx_who *who);

/* The same in steps. Slots by number that can be the user's: of some sorts that are none of lots, and those
 * of a trait whose lots it has drawn. */
uint32_t gx_slots_fixed(uint8_t out[GX_SLOTS_MAX], const gx_implicit *implicit, uint32_t sorts,
                        const gx_who *who);
uint32_t gx_slots_drawn(uint8_t out[GX_SLOTS_MAX], const gx_implicit *implicit, gx_lots trait, gx_who *who);

/* The user's seats in them, in their order, but for the blocks; how many. */
uint32_t gx_slots_find(gx_seat out[GX_SLOTS_MAX], const gx_implicit *implicit, const uint8_t *slot,
                       uint32_t count, gx_who *who);

/* The block of a seat's place. */
static inline void gx_seat_sit(gx_seat *seat)
{
    seat->block = gx_run_at(&seat->realm->run, seat->place);
}

/* The units at `count` places (below the places of the realm's run); all units but households are resolved to
 * the user. O(1) each, and cheaper when they are of few windows. */
void gx_slot_units(uint32_t *unit, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                   const uint32_t *place, uint32_t count);

/* The same in two steps, so that the memory can come meanwhile; at most GX_ASKED_MOST places. O(count). */
void gx_slot_ask(gx_asked *out, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                 const uint32_t *place, uint32_t count);
void gx_slot_read(uint32_t *unit, const gx_implicit *implicit, const gx_asked *of);

/* The first step for one place. */
void gx_slot_ask_one(gx_asked *out, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                     uint32_t place);

/* The city of a cell of lots. */
uint32_t gx_city_of_cell(const gx_implicit *implicit, uint32_t cell);

/* ---- Weak ties (weak.c) ---- */

/* The other ends of a user's weak ties; returns how many. Repeats are possible, as two lots may be matched
 * with the same user's. */
uint32_t gx_weak_friends(uint32_t out[GX_LOTS_MAX], const gx_implicit *implicit, gx_who *who);

/* The other end of the `at`th of a user's lots of weak ties, in two steps; false: it has none. */
bool gx_weak_ask(gx_asked *out, const gx_implicit *implicit, gx_who *who, uint32_t at);
uint32_t gx_weak_read(const gx_implicit *implicit, const gx_asked *of);

/* The lots of one window that two users have both drawn, each of which may be a weak tie of theirs; how many.
 */
uint32_t gx_weak_shared(gx_lot out[GX_LOTS_MAX], const gx_implicit *implicit, gx_who *a, gx_who *b);

/* Whether such a lot ties them. */
bool gx_weak_tied(const gx_implicit *implicit, gx_lot lot, gx_who *a, gx_who *b);

/* ---- Set-up ---- */

/* Places in the windows before this many units of a realm. */
static inline uint32_t gx_places_before(const gx_slot *slot, uint32_t units)
{
    return (uint32_t)((units * slot->share) >> 32);
}

/* The search of groups by number (groups.c); the slots are ready. GX_ERR_MEMORY. */
gx_status gx_groups_index(gx_implicit *implicit, gx_error *error);

/* ---- Homes by number (homes.c) ---- */

/* The tables of districts and of the pattern of households; the cities are listed. GX_ERR_MEMORY, after which
 * gx_homes_free is still due. */
gx_status gx_homes_make(gx_implicit *implicit, gx_error *error);
void gx_homes_free(gx_implicit *implicit);
size_t gx_homes_bytes(const gx_implicit *implicit);

/* The district of a user, and by its number in a city. */
void gx_quarter_find(gx_quarter *out, const gx_implicit *implicit, uint32_t city, uint32_t user);
gx_quarter gx_quarter_at(const gx_implicit *implicit, uint32_t city, uint32_t number); /* in the city */

/* A household's number from a user of it, and its users. */
uint32_t gx_household_number(const gx_implicit *implicit, const gx_quarter *quarter, uint32_t user);
gx_span gx_household_span(const gx_implicit *implicit, uint32_t number);
/* The household of a user. */
gx_span gx_home_span(const gx_implicit *implicit, const gx_quarter *quarter, uint32_t user);

/* Whether a user is a child of its household, and how many of its band are before it in the quarter. */
typedef struct gx_household_band {
    bool child;
    uint32_t number;
} gx_household_band;
gx_household_band gx_household_band_of(const gx_implicit *implicit, const gx_quarter *quarter, uint32_t user);
/* Users of a band of the quarter by their numbers; `user` and `number` may be one array. */
void gx_band_users_at(uint32_t *user, const gx_implicit *implicit, const gx_quarter *quarter, gx_unit unit,
                      const uint32_t *number, uint32_t count);
/* Users `number` … number + count - 1 of it, and the first users of their households. */
void gx_band_users(uint32_t *user, uint32_t *head, const gx_implicit *implicit, const gx_quarter *quarter,
                   gx_unit unit, uint32_t number, uint32_t count);

#endif
