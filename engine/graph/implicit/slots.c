/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots.h"
#include "../people/tables.h"
#include "implicit.h"
#include "lots.h"
#include "ranks.h"
#include "shuffle.h"

gx_who gx_who_is(const gx_implicit *implicit, uint32_t user)
{
    gx_lots_fetch(implicit, user);
    gx_who who;
    who.user = user;
    who.city = gx_city_of(implicit->people, user);
    who.cell = 0;
    who.quarter = gx_quarter_of(implicit, who.city, user);
    who.child = gx_is_child(implicit, &who.quarter, user);
    who.band = gx_band_number(implicit, &who.quarter, user, who.child);
    who.household = UINT32_MAX;
    who.neighbours.count = 0;
    for (uint32_t sorting = 0; sorting < GX_SORTINGS; sorting++)
        who.number[sorting] = UINT32_MAX;
    for (uint32_t trait = 0; trait < GX_LOT_WEIGHTS; trait++)
        who.dealt[trait] = false;
    gx_order_fetch(implicit, who.child ? GX_UNIT_CHILD : GX_UNIT_GROWN, &who.quarter, who.band / GX_CELL);
    return who;
}

void gx_implicit_fetch(const gx_implicit *implicit, uint32_t user)
{
    if (implicit->activity != NULL)
        (void)gx_who_is(implicit, user); /* which asks for all that is kept */
}

gx_span gx_who_home(const gx_implicit *implicit, const gx_who *who)
{
    return gx_home_span(implicit, &who->quarter, who->user);
}

/* ---- Realms and windows ---- */

static const gx_realm *realm_of(const gx_implicit *implicit, const gx_slot *slot, uint32_t city)
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

/* Districts as far apart that no block can reach from one to the other. */
static bool is_far(const gx_slot *slot, const gx_realm *realm, uint32_t a, uint32_t b)
{
    uint32_t between = (a < b ? b - a : a - b) - 1; /* whole districts */
    return a != b && between > realm->near && slot->reach == GX_REACH_DISTRICT;
}

bool gx_slot_may_share(const gx_implicit *implicit, const gx_slot *slot, const gx_who *a, const gx_who *b)
{
    const gx_realm *realm = realm_of(implicit, slot, a->city);
    if (realm != realm_of(implicit, slot, b->city) || realm->run.blocks == 0)
        return false;
    bool band = slot->unit == GX_UNIT_CHILD || slot->unit == GX_UNIT_GROWN;
    if (band && (a->child != b->child || a->child != (slot->unit == GX_UNIT_CHILD)))
        return false;
    return !is_far(slot, realm, a->quarter.number, b->quarter.number);
}

typedef struct window {
    uint32_t first, count; /* units, relative to the realm */
    gx_quarter quarter;    /* of a window that is a district of homes */
} window;

/* The units of a district. */
static window window_of_quarter(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                                const gx_quarter *quarter)
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
    return (window){first - realm->unit_first, count, *quarter};
}

static window window_at(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                        uint32_t number)
{
    if (slot->unit != GX_UNIT_LOT) {
        gx_quarter quarter = gx_quarter_at(implicit, realm->city, number);
        return window_of_quarter(implicit, slot, realm, &quarter);
    }
    uint32_t first = number * GX_WINDOW_CELLS;
    return (window){.first = first,
                    .count = number + 1 == realm->windows ? realm->units - first : GX_WINDOW_CELLS};
}

/* The window of a user's unit. */
static window window_with(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                          uint32_t unit, const gx_quarter *quarter)
{
    if (slot->reach != GX_REACH_DISTRICT)
        return (window){.first = 0, .count = realm->units};
    if (slot->unit != GX_UNIT_LOT)
        return window_of_quarter(implicit, slot, realm, quarter);
    uint32_t number = unit / GX_WINDOW_CELLS;
    return window_at(implicit, slot, realm, number < realm->windows ? number : realm->windows - 1);
}

/* The window of a place. All are nearly equally long, so that a guess is at most some steps off. */
static window window_of_place(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                              uint32_t place)
{
    if (slot->reach != GX_REACH_DISTRICT)
        return (window){.first = 0, .count = realm->units};
    uint32_t number = (uint32_t)(place * realm->window_rate >> 32);
    window seen = window_at(implicit, slot, realm, number);
    while (place < gx_places_before(slot, seen.first))
        seen = window_at(implicit, slot, realm, --number);
    while (place >= gx_places_before(slot, seen.first + seen.count))
        seen = window_at(implicit, slot, realm, ++number);
    return seen;
}

/* A bijection for each window of a slot, and each band in it. */
static gx_shuffle shuffle_of(const gx_slot *slot, const gx_realm *realm, window in, uint32_t band,
                             uint32_t count)
{
    uint64_t unit = (uint64_t)realm->unit_first + in.first;
    return gx_shuffle_of(gx_mix64(slot->key ^ (unit << 8 | band)), count);
}

/* ---- Order by a trait: see cells.c ---- */

typedef struct band_order {
    uint32_t cells, last; /* the last cell has `last` users, 1 … 8 */
} band_order;

static band_order order_of(uint32_t users)
{
    uint32_t cells = (users + GX_CELL - 1) / GX_CELL;
    return (band_order){cells, users - (cells - 1) * GX_CELL};
}

static uint32_t band_first(band_order order, uint32_t band)
{
    return band * order.cells - (band > order.last ? band - order.last : 0);
}

static uint32_t band_length(band_order order, uint32_t band)
{
    return order.cells - (band >= order.last);
}

static uint32_t cell_length(band_order order, uint32_t cell)
{
    return cell + 1 == order.cells ? order.last : GX_CELL;
}

/* A user's number in its window; the slots of one sorting have one order of users. */
static uint32_t sorted_number(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                              window in, gx_who *who)
{
    uint32_t *number = &who->number[slot->trait];
    if (*number != UINT32_MAX)
        return *number;
    band_order order = order_of(in.count);
    uint32_t cell = who->band / GX_CELL, member = who->band % GX_CELL;
    uint32_t members = gx_order_of(implicit, slot->unit, (gx_sorting)slot->trait, &who->quarter, cell,
                                   cell_length(order, cell));
    uint32_t band = gx_rank_of(members, member);
    gx_shuffle shuffle = shuffle_of(slot, realm, in, band, band_length(order, band));
    return *number = band_first(order, band) + gx_shuffled(shuffle, cell);
}

/* The cells of numbers that lie in one band. */
static void cells_in_band(uint32_t *cell, const gx_slot *slot, const gx_realm *realm, window in,
                          uint32_t band, const uint32_t *number, uint32_t count)
{
    band_order order = order_of(in.count);
    uint32_t first = band_first(order, band);
    for (uint32_t at = 0; at < count; at++)
        cell[at] = number[at] - first;
    gx_unshuffled_many(cell, shuffle_of(slot, realm, in, band, band_length(order, band)), cell, count);
}

static uint32_t band_with(band_order order, uint32_t number)
{
    uint32_t whole = order.last * order.cells;
    return number < whole ? number / order.cells : order.last + (number - whole) / (order.cells - 1);
}

/* Users by their numbers in a window. */
static void sorted_users(uint32_t *user, const gx_implicit *implicit, const gx_slot *slot,
                         const gx_realm *realm, window in, const uint32_t *number, uint32_t count)
{
    band_order order = order_of(in.count);
    uint32_t cell[GX_UNITS_CHUNK], band[GX_UNITS_CHUNK];
    for (uint32_t at = 0, end; at < count; at = end) {
        uint32_t of = band_with(order, number[at]), until = band_first(order, of) + band_length(order, of);
        for (end = at; end < count && number[end] >= band_first(order, of) && number[end] < until; end++)
            band[end] = of;
        cells_in_band(cell + at, slot, realm, in, of, number + at, end - at);
    }
    for (uint32_t at = 0; at < count; at++)
        gx_order_fetch(implicit, slot->unit, &in.quarter, cell[at]);
    for (uint32_t at = 0; at < count; at++) {
        uint32_t members = gx_order_of(implicit, slot->unit, (gx_sorting)slot->trait, &in.quarter, cell[at],
                                       cell_length(order, cell[at]));
        uint32_t number_of = cell[at] * GX_CELL + gx_member_at(members, band[at]);
        user[at] = gx_band_user(implicit, &in.quarter, slot->unit, number_of);
    }
}

/* ---- From a user to its place ---- */

/* The unit of a user, in the realm; false: it has none in this slot. */
static bool unit_of(uint32_t *unit, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                    gx_who *who)
{
    if (slot->unit == GX_UNIT_LOT) { /* whose lots are known, so the cell is */
        *unit = who->cell - realm->unit_first;
        return true;
    }
    if (slot->unit == GX_UNIT_HOUSEHOLD) {
        if (who->household == UINT32_MAX)
            who->household = gx_household_number(implicit, &who->quarter, who->user);
        *unit = who->household - realm->unit_first;
        return true;
    }
    if (who->child != (slot->unit == GX_UNIT_CHILD))
        return false;
    *unit = gx_band_first(implicit, slot->unit, &who->quarter) - realm->unit_first + who->band;
    return true;
}

/* The place of a user in its realm of the slot. */
static bool find_place(uint32_t *place, const gx_implicit *implicit, const gx_slot *slot,
                       const gx_realm *realm, gx_who *who)
{
    uint32_t unit;
    if (realm->run.blocks == 0 || !unit_of(&unit, implicit, slot, realm, who))
        return false;
    window in = window_with(implicit, slot, realm, unit, &who->quarter);
    uint32_t at = slot->unit == GX_UNIT_CHILD || slot->unit == GX_UNIT_GROWN
                      ? sorted_number(implicit, slot, realm, in, who)
                      : gx_shuffled(shuffle_of(slot, realm, in, 0, in.count), unit - in.first);
    uint32_t before = (uint32_t)(in.count * slot->before >> 32), first = gx_places_before(slot, in.first);
    if (at < before || at - before >= gx_places_before(slot, in.first + in.count) - first)
        return false;
    *place = first + (at - before);
    return true;
}

bool gx_slot_find(gx_seat *seat, const gx_implicit *implicit, const gx_slot *slot, gx_who *who)
{
    const gx_realm *realm = realm_of(implicit, slot, who->city);
    if (!find_place(&seat->place, implicit, slot, realm, who))
        return false;
    seat->slot = slot;
    seat->realm = realm;
    seat->block = gx_run_at(&realm->run, seat->place);
    return true;
}

bool gx_seat_shared(uint32_t *place, const gx_implicit *implicit, const gx_seat *seat, gx_who *who)
{
    return realm_of(implicit, seat->slot, who->city) == seat->realm &&
           find_place(place, implicit, seat->slot, seat->realm, who) && *place >= seat->block.first &&
           *place < seat->block.end;
}

bool gx_lot_is_own(const gx_implicit *implicit, const gx_slot *slot, gx_who *who)
{
    if (slot->unit != GX_UNIT_LOT)
        return true;
    gx_lot_run run = gx_lots_of(implicit, (gx_lots)slot->trait, who);
    const gx_lot_table *table = &implicit->lots[slot->trait];
    return gx_lots_have(table, run, table->turn[slot->lot]);
}

/* Seats by lots of a trait behind the others, such that the row stays ascending by slot. */
static uint32_t add_lots(gx_seat *out, uint32_t count, const gx_implicit *implicit, gx_lots trait,
                         gx_who *who)
{
    const gx_lot_table *table = &implicit->lots[trait];
    gx_lot_run run = gx_lots_of(implicit, trait, who);
    uint32_t begin = count;
    for (uint32_t at = 0; at < run.count; at++) {
        gx_seat seat;
        gx_lot lot = table->at[gx_lot_turn(table, run, at)];
        if (!gx_slot_find(&seat, implicit, &implicit->slot[lot.slot], who))
            continue;
        uint32_t to = count++;
        for (; to > begin && out[to - 1].slot > seat.slot; to--)
            out[to] = out[to - 1];
        out[to] = seat;
    }
    return count;
}

uint32_t gx_seats_of(gx_seat out[GX_SLOTS_MAX], const gx_implicit *implicit, uint32_t sorts, gx_who *who)
{
    uint32_t count = 0;
    for (uint32_t at = 0; at < implicit->fixed; at++) {
        const gx_slot *slot = &implicit->slot[implicit->fixed_slot[at]];
        if ((sorts & (slot->chat ? GX_SEATS_CHAT : GX_SEATS_CLOSE)) != 0)
            count += gx_slot_find(&out[count], implicit, slot, who);
    }
    if ((sorts & GX_SEATS_CHAT) != 0)
        count = add_lots(out, count, implicit, GX_LOTS_COMMUNITY, who);
    if ((sorts & GX_SEATS_PAST) != 0)
        count = add_lots(out, count, implicit, GX_LOTS_PAST, who);
    return count;
}

/* ---- From a place to its user ---- */

/* A city begins with a cell of its own, so the cell's number times its length is a user of this city or of
 * one of the next few. */
uint32_t gx_city_of_cell(const gx_implicit *implicit, uint32_t cell)
{
    uint64_t user = (uint64_t)cell * GX_CELL;
    uint32_t city =
        gx_city_of(implicit->people, user < implicit->users ? (uint32_t)user : implicit->users - 1);
    while (implicit->cell_first[city] > cell)
        city--;
    return city;
}

/* Places of one window. */
static void units_in_window(uint32_t *unit, const gx_implicit *implicit, const gx_slot *slot,
                            const gx_realm *realm, window in, const uint32_t *place, uint32_t count)
{
    uint32_t first = gx_places_before(slot, in.first);
    if (slot->unit == GX_UNIT_CHILD || slot->unit == GX_UNIT_GROWN) {
        uint32_t before = (uint32_t)(in.count * slot->before >> 32), number[GX_UNITS_CHUNK];
        for (uint32_t at = 0; at < count; at++)
            number[at] = place[at] - first + before;
        sorted_users(unit, implicit, slot, realm, in, number, count);
        return;
    }
    for (uint32_t at = 0; at < count; at++)
        unit[at] = place[at] - first;
    gx_unshuffled_many(unit, shuffle_of(slot, realm, in, 0, in.count), unit, count);
    for (uint32_t at = 0; at < count; at++)
        unit[at] += realm->unit_first + in.first;
}

static void units_of_chunk(uint32_t *unit, const gx_implicit *implicit, const gx_slot *slot,
                           const gx_realm *realm, const uint32_t *place, uint32_t count)
{
    uint16_t turn[GX_UNITS_CHUNK];
    for (uint32_t at = 0, end; at < count; at = end) {
        window in = window_of_place(implicit, slot, realm, place[at]);
        uint32_t low = gx_places_before(slot, in.first), high = gx_places_before(slot, in.first + in.count);
        for (end = at + 1; end < count && place[end] >= low && place[end] < high; end++) {
        }
        units_in_window(unit + at, implicit, slot, realm, in, place + at, end - at);
    }
    if (slot->unit != GX_UNIT_LOT)
        return;
    for (uint32_t at = 0; at < count; at++)
        turn[at] = implicit->lots[slot->trait].turn[slot->lot];
    gx_lot_users(unit, implicit, (gx_lots)slot->trait, unit, turn, count);
}

void gx_slot_units(uint32_t *unit, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                   const uint32_t *place, uint32_t count)
{
    for (uint32_t at = 0; at < count; at += GX_UNITS_CHUNK)
        units_of_chunk(unit + at, implicit, slot, realm, place + at,
                       count - at < GX_UNITS_CHUNK ? count - at : GX_UNITS_CHUNK);
}
