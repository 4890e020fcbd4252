/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots.h"
#include "../people/tables.h"
#include "cells.h"
#include "shuffle.h"

gx_who gx_who_is(const gx_implicit *implicit, uint32_t user)
{
    gx_who who;
    who.user = user;
    who.city = gx_city_of(implicit->people, user);
    who.cell = 0;
    who.child = false;
    who.quarter.users = 0;
    who.household = UINT32_MAX;
    who.pieces = false;
    who.words.count = 0;
    for (uint32_t sorting = 0; sorting < GX_SORTINGS; sorting++)
        who.rank[sorting] = UINT8_MAX;
    for (uint32_t trait = 0; trait < GX_LOT_WEIGHTS; trait++)
        who.dealt[trait] = false;
    return who;
}

static void find_quarter(gx_who *who, const gx_implicit *implicit)
{
    if (who->quarter.users != 0)
        return;
    who->quarter = gx_quarter_of(implicit, who->city, who->user);
    who->child = gx_is_child(implicit, &who->quarter, who->user);
}

gx_span gx_who_home(const gx_implicit *implicit, gx_who *who)
{
    find_quarter(who, implicit);
    const gx_households *pattern = &implicit->people->tables->households;
    uint32_t at = who->quarter.start + (who->user - who->quarter.first);
    gx_household_slot slot = pattern->slot[at % pattern->period];
    uint32_t first = who->user - slot.member, end = first + slot.size;
    uint32_t last = who->quarter.first + who->quarter.users;
    return (gx_span){first, end < last ? end : last};
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
    return a != b &&
           (uint64_t)between * (realm->run.places / realm->windows / 2) > 2 * realm->run.sizes->law.high &&
           slot->reach == GX_REACH_DISTRICT;
}

bool gx_slot_may_share(const gx_implicit *implicit, const gx_slot *slot, gx_who *a, gx_who *b)
{
    const gx_realm *realm = realm_of(implicit, slot, a->city);
    if (realm != realm_of(implicit, slot, b->city) || realm->run.blocks == 0)
        return false;
    find_quarter(a, implicit);
    find_quarter(b, implicit);
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
    uint32_t each = GX_WINDOW_CELLS * slot->each, first = number * each;
    return (window){.first = first, .count = number + 1 == realm->windows ? realm->units - first : each};
}

/* The window of a user's unit. */
static window window_with(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                          uint32_t unit, const gx_quarter *quarter)
{
    if (slot->reach != GX_REACH_DISTRICT)
        return (window){.first = 0, .count = realm->units};
    if (slot->unit != GX_UNIT_LOT)
        return window_of_quarter(implicit, slot, realm, quarter);
    uint32_t number = unit / (GX_WINDOW_CELLS * slot->each);
    return window_at(implicit, slot, realm, number < realm->windows ? number : realm->windows - 1);
}

/* The window of a place. All are nearly equally long, so that a guess is at most some steps off. */
static window window_of_place(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                              uint32_t place)
{
    if (slot->reach != GX_REACH_DISTRICT)
        return (window){.first = 0, .count = realm->units};
    uint32_t number = (uint32_t)((uint64_t)place * realm->windows / realm->run.places);
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

/* The users of a cell, filled up by its first, with what sorts them. */
static void read_cell(gx_cell_words *out, const gx_implicit *implicit, gx_unit unit,
                      const gx_quarter *quarter, uint32_t cell, uint32_t count)
{
    uint32_t user[GX_CELL], head[GX_CELL];
    gx_band_users(user, head, implicit, quarter, unit, cell * GX_CELL, count);
    for (uint32_t at = count; at < GX_CELL; at++) {
        user[at] = user[0];
        head[at] = head[0];
    }
    gx_cell_draw(out, implicit, unit, user, head, count);
}

/* A user's number in its window. */
static uint32_t sorted_number(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                              window in, uint32_t unit, gx_who *who)
{
    band_order order = order_of(in.count);
    uint32_t cell = (unit - in.first) / GX_CELL, member = (unit - in.first) % GX_CELL;
    if (who->rank[slot->trait] == UINT8_MAX) {
        uint8_t rank[GX_CELL];
        if (who->words.count == 0)
            read_cell(&who->words, implicit, slot->unit, &who->quarter, cell, cell_length(order, cell));
        gx_cell_ranks(rank, implicit, slot->unit, (gx_sorting)slot->trait, &who->words);
        who->rank[slot->trait] = rank[member];
    }
    uint32_t band = who->rank[slot->trait];
    gx_shuffle shuffle = shuffle_of(slot, realm, in, band, band_length(order, band));
    return band_first(order, band) + gx_shuffled(shuffle, cell);
}

static uint32_t sorted_user(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                            window in, uint32_t number)
{
    band_order order = order_of(in.count);
    uint32_t whole = order.last * order.cells;
    uint32_t band = number < whole ? number / order.cells : order.last + (number - whole) / (order.cells - 1);
    gx_shuffle shuffle = shuffle_of(slot, realm, in, band, band_length(order, band));
    uint32_t cell = gx_unshuffled(shuffle, number - band_first(order, band)), member = 0;
    uint8_t rank[GX_CELL];
    gx_cell_words words;
    read_cell(&words, implicit, slot->unit, &in.quarter, cell, cell_length(order, cell));
    gx_cell_ranks(rank, implicit, slot->unit, (gx_sorting)slot->trait, &words);
    while (rank[member] != band)
        member++;
    return words.user[member];
}

/* ---- From a user to its place ---- */

/* The unit of a user, in the realm; false: it has none in this slot. */
static bool unit_of(uint32_t *unit, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                    uint32_t number, gx_who *who)
{
    if (slot->unit == GX_UNIT_LOT) { /* whose lots are known, so the cell is */
        *unit = who->cell * slot->each + number - realm->unit_first;
        return true;
    }
    find_quarter(who, implicit);
    if (slot->unit == GX_UNIT_HOUSEHOLD) {
        if (who->household == UINT32_MAX)
            who->household = gx_household_number(implicit, &who->quarter, who->user);
        *unit = who->household - realm->unit_first;
        return true;
    }
    if (who->child != (slot->unit == GX_UNIT_CHILD))
        return false;
    *unit = gx_band_first(implicit, slot->unit, &who->quarter) - realm->unit_first +
            gx_band_number(implicit, &who->quarter, who->user, who->child);
    return true;
}

/* The place of a user in its realm of the slot. */
static bool find_place(uint32_t *place, const gx_implicit *implicit, const gx_slot *slot,
                       const gx_realm *realm, uint32_t number, gx_who *who)
{
    uint32_t unit;
    if (realm->run.blocks == 0 || !unit_of(&unit, implicit, slot, realm, number, who))
        return false;
    window in = window_with(implicit, slot, realm, unit, &who->quarter);
    uint32_t at = slot->unit == GX_UNIT_CHILD || slot->unit == GX_UNIT_GROWN
                      ? sorted_number(implicit, slot, realm, in, unit, who)
                      : gx_shuffled(shuffle_of(slot, realm, in, 0, in.count), unit - in.first);
    uint32_t before = (uint32_t)(in.count * slot->before >> 32), first = gx_places_before(slot, in.first);
    if (at < before || at - before >= gx_places_before(slot, in.first + in.count) - first)
        return false;
    *place = first + (at - before);
    return true;
}

bool gx_slot_find(gx_seat *seat, const gx_implicit *implicit, const gx_slot *slot, uint32_t number,
                  gx_who *who)
{
    const gx_realm *realm = realm_of(implicit, slot, who->city);
    if (!find_place(&seat->place, implicit, slot, realm, number, who))
        return false;
    seat->slot = slot;
    seat->realm = realm;
    seat->block = gx_run_at(&realm->run, seat->place);
    return true;
}

bool gx_seat_shared(uint32_t *place, const gx_implicit *implicit, const gx_seat *seat, uint32_t number,
                    gx_who *who)
{
    return realm_of(implicit, seat->slot, who->city) == seat->realm &&
           find_place(place, implicit, seat->slot, seat->realm, number, who) && *place >= seat->block.first &&
           *place < seat->block.end;
}

bool gx_lot_is_own(const gx_implicit *implicit, const gx_slot *slot, gx_who *who)
{
    if (slot->unit != GX_UNIT_LOT)
        return true;
    gx_lot_run run = gx_lots_of(implicit, (gx_lots)slot->trait, who);
    return gx_lots_have(implicit, (gx_lots)slot->trait, run, implicit->lots[slot->trait].turn[slot->lot]);
}

/* Seats by lots of a trait behind the others, such that the row stays ascending by slot. */
static uint32_t add_lots(gx_seat *out, uint32_t count, const gx_implicit *implicit, gx_lots trait,
                         gx_who *who)
{
    gx_lot lot[GX_LOTS_MAX];
    uint32_t lots = gx_lots_list(lot, implicit, trait, who), begin = count;
    for (uint32_t at = 0; at < lots; at++) {
        gx_seat seat;
        if (!gx_slot_find(&seat, implicit, &implicit->slot[lot[at].slot], lot[at].number, who))
            continue;
        uint32_t to = count++;
        for (; to > begin && out[to - 1].slot > seat.slot; to--)
            out[to] = out[to - 1];
        out[to] = seat;
    }
    return count;
}

uint32_t gx_seats_of(gx_seat *out, const gx_implicit *implicit, uint32_t sorts, gx_who *who)
{
    uint32_t count = 0;
    for (uint32_t at = 0; at < implicit->fixed; at++) {
        const gx_slot *slot = &implicit->slot[implicit->fixed_slot[at]];
        if ((sorts & (slot->chat ? GX_SEATS_CHAT : GX_SEATS_CLOSE)) != 0)
            count += gx_slot_find(&out[count], implicit, slot, 0, who);
    }
    static const uint32_t sort_of[GX_LOT_WEIGHTS] = {GX_SEATS_CHAT, GX_SEATS_PAST, GX_SEATS_WEAK};
    for (uint32_t trait = 0; trait < GX_LOT_WEIGHTS; trait++)
        if ((sorts & sort_of[trait]) != 0)
            count = add_lots(out, count, implicit, (gx_lots)trait, who);
    return count;
}

/* ---- From a place to its user ---- */

/* The city of a cell of lots. */
static uint32_t city_of_cell(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                             uint32_t cell)
{
    uint32_t low = (uint32_t)(realm - slot->realm), high = low + 1;
    if (slot->reach == GX_REACH_NATION) {
        low = 0;
        high = implicit->cities;
    } else if (slot->reach == GX_REACH_PROVINCE) {
        high = implicit->province_city[low + 1];
        low = implicit->province_city[low];
    }
    while (high - low > 1) { /* cell_first[low] <= cell < cell_first[high] */
        uint32_t middle = low + (high - low) / 2;
        if (implicit->cell_first[middle] <= cell)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static uint32_t lot_user(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                         uint32_t unit)
{
    uint32_t cell = unit / slot->each, number = unit % slot->each;
    uint32_t city = city_of_cell(implicit, slot, realm, cell);
    gx_span span = gx_city_span(implicit->people, city);
    uint32_t first = span.first + (cell - implicit->cell_first[city]) * GX_CELL;
    uint32_t count = span.end - first < GX_CELL ? span.end - first : GX_CELL;
    return gx_lot_user(implicit, (gx_lots)slot->trait, cell, first, count,
                       implicit->lots[slot->trait].turn[slot->lot + number]);
}

uint32_t gx_slot_at(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm, uint32_t place)
{
    window in = window_of_place(implicit, slot, realm, place);
    uint32_t number = place - gx_places_before(slot, in.first);
    if (slot->unit == GX_UNIT_CHILD || slot->unit == GX_UNIT_GROWN)
        return sorted_user(implicit, slot, realm, in, number + (uint32_t)(in.count * slot->before >> 32));
    uint32_t unit =
        realm->unit_first + in.first + gx_unshuffled(shuffle_of(slot, realm, in, 0, in.count), number);
    return slot->unit == GX_UNIT_LOT ? lot_user(implicit, slot, realm, unit) : unit;
}
