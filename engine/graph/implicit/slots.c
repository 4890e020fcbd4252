/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots.h"
#include "cells.h"
#include "shuffle.h"

gx_who gx_who_is(const gx_implicit *implicit, uint32_t user)
{
    return (gx_who){.user = user,
                    .city = gx_city_of(implicit->people, user),
                    .household = UINT32_MAX,
                    .rank = {[GX_SORT_DAY] = UINT8_MAX, [GX_SORT_CLOSE] = UINT8_MAX}};
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

uint32_t gx_window_first(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                         uint32_t number)
{
    if (number == 0 || number == realm->windows)
        return number == 0 ? 0 : realm->units;
    if (slot->unit == GX_UNIT_HOUSEHOLD)
        return implicit->household_first[realm->district_first + number] - realm->unit_first;
    return (uint32_t)((uint64_t)realm->units * number / realm->windows);
}

typedef struct window {
    uint32_t first, count; /* units, relative to the realm */
} window;

static window window_at(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                        uint32_t number)
{
    uint32_t first = gx_window_first(implicit, slot, realm, number);
    return (window){first, gx_window_first(implicit, slot, realm, number + 1) - first};
}

/* The window of a unit. All are nearly equally long, so that a guess is at most some steps off. */
static window window_with(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                          uint32_t unit)
{
    if (realm->windows == 1)
        return (window){0, realm->units};
    uint32_t number = (uint32_t)((uint64_t)unit * realm->windows / realm->units);
    window seen = window_at(implicit, slot, realm, number);
    while (unit < seen.first)
        seen = window_at(implicit, slot, realm, --number);
    while (unit - seen.first >= seen.count)
        seen = window_at(implicit, slot, realm, ++number);
    return seen;
}

/* The window of a place. */
static window window_of_place(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                              uint32_t place)
{
    if (realm->windows == 1)
        return (window){0, realm->units};
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
    uint32_t cells = (users + GX_SORT_CELL - 1) / GX_SORT_CELL;
    return (band_order){cells, users - (cells - 1) * GX_SORT_CELL};
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
    return cell + 1 == order.cells ? order.last : GX_SORT_CELL;
}

static uint32_t sorted_number(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                              window in, gx_who *who)
{
    band_order order = order_of(in.count);
    uint32_t at = who->user - realm->unit_first - in.first;
    uint32_t cell = at / GX_SORT_CELL, member = at % GX_SORT_CELL;
    if (who->rank[slot->trait] == UINT8_MAX) {
        uint8_t rank[GX_SORT_CELL];
        gx_cell_ranks(implicit, (gx_sorting)slot->trait, who->user - member, cell_length(order, cell), rank);
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
    uint32_t cell = gx_unshuffled(shuffle, number - band_first(order, band));
    uint32_t first = realm->unit_first + in.first + cell * GX_SORT_CELL, member = 0;
    uint8_t rank[GX_SORT_CELL];
    gx_cell_ranks(implicit, (gx_sorting)slot->trait, first, cell_length(order, cell), rank);
    while (rank[member] != band)
        member++;
    return first + member;
}

/* ---- From a user to its place ---- */

/* Whether the lot of its cell falls to a user, and which cell that is, in the realm. */
static bool lot_unit(uint32_t *unit, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                     gx_who *who)
{
    gx_span city = gx_city_span(implicit->people, who->city);
    uint32_t cell = (who->user - city.first) / GX_LOT_CELL, first = city.first + cell * GX_LOT_CELL;
    if (who->cell_count == 0) {
        who->cell_count = city.end - first < GX_LOT_CELL ? city.end - first : GX_LOT_CELL;
        gx_cell_pieces(implicit, first, who->cell_count, who->piece);
    }
    *unit = implicit->cell_first[who->city] + cell - realm->unit_first;
    return gx_cell_lot(implicit, slot, first, who->cell_count, who->piece) == who->user;
}

static uint32_t household_unit(const gx_implicit *implicit, const gx_realm *realm, gx_who *who)
{
    if (who->household == UINT32_MAX)
        who->household = gx_household_number(implicit, who->user);
    return who->household - realm->unit_first;
}

bool gx_slot_find(gx_seat *seat, const gx_implicit *implicit, const gx_slot *slot, gx_who *who)
{
    const gx_realm *realm = realm_of(implicit, slot, who->city);
    if (realm->run.blocks == 0)
        return false;
    uint32_t unit = who->user - realm->unit_first;
    if (slot->unit == GX_UNIT_LOT && !lot_unit(&unit, implicit, slot, realm, who))
        return false;
    if (slot->unit == GX_UNIT_HOUSEHOLD)
        unit = household_unit(implicit, realm, who);
    window in = window_with(implicit, slot, realm, unit);
    uint32_t number = slot->unit == GX_UNIT_SORTED
                          ? sorted_number(implicit, slot, realm, in, who)
                          : gx_shuffled(shuffle_of(slot, realm, in, 0, in.count), unit - in.first);
    uint32_t before = (uint32_t)((uint64_t)in.count * slot->before >> 32);
    uint32_t first = gx_places_before(slot, in.first);
    uint32_t places = gx_places_before(slot, in.first + in.count) - first;
    if (number < before || number - before >= places)
        return false;
    seat->realm = realm;
    seat->place = first + (number - before);
    seat->block = gx_run_at(&realm->run, seat->place);
    return true;
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
                         uint32_t cell)
{
    uint32_t city = city_of_cell(implicit, slot, realm, cell);
    gx_span span = gx_city_span(implicit->people, city);
    uint32_t first = span.first + (cell - implicit->cell_first[city]) * GX_LOT_CELL;
    uint32_t count = span.end - first < GX_LOT_CELL ? span.end - first : GX_LOT_CELL;
    uint16_t piece[GX_LOT_CELL];
    gx_cell_pieces(implicit, first, count, piece);
    return gx_cell_lot(implicit, slot, first, count, piece);
}

uint32_t gx_slot_at(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm, uint32_t place)
{
    window in = window_of_place(implicit, slot, realm, place);
    uint32_t number = place - gx_places_before(slot, in.first);
    if (slot->unit == GX_UNIT_SORTED) {
        number += (uint32_t)((uint64_t)in.count * slot->before >> 32);
        return sorted_user(implicit, slot, realm, in, number);
    }
    uint32_t unit =
        realm->unit_first + in.first + gx_unshuffled(shuffle_of(slot, realm, in, 0, in.count), number);
    return slot->unit == GX_UNIT_LOT ? lot_user(implicit, slot, realm, unit) : unit;
}
