/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a place to its user: the window of the place, the shuffle back, and who of eight neighbours it is. */
#include "lots.h"
#include "ranks.h"
#include "windows.h"

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

/* The window of a place. All are nearly equally long, so that a guess is at most some steps off. */
static gx_window window_of_place(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                                 uint32_t place)
{
    if (slot->reach != GX_REACH_DISTRICT)
        return (gx_window){.first = 0, .count = realm->units};
    uint32_t number = (uint32_t)(place * realm->window_rate >> 32);
    gx_window seen = gx_window_at(implicit, slot, realm, number);
    while (place < gx_places_before(slot, seen.first))
        seen = gx_window_at(implicit, slot, realm, --number);
    while (place >= gx_places_before(slot, seen.first + seen.count))
        seen = gx_window_at(implicit, slot, realm, ++number);
    return seen;
}

/* The cells of numbers that lie in one band. */
static void cells_in_band(uint32_t *cell, const gx_slot *slot, const gx_realm *realm, gx_window in,
                          uint32_t band, const uint32_t *number, uint32_t count)
{
    gx_bands order = gx_bands_of(in.count);
    uint32_t first = gx_band_begin(order, band);
    for (uint32_t at = 0; at < count; at++)
        cell[at] = number[at] - first;
    gx_unshuffled_many(cell, gx_window_shuffle(slot, realm, in, band, gx_band_length(order, band)), cell,
                       count);
}

static uint32_t band_with(gx_bands order, uint32_t number)
{
    uint32_t whole = order.last * order.cells;
    return number < whole ? number / order.cells : order.last + (number - whole) / (order.cells - 1);
}

/* Users by their numbers in a window. */
static void sorted_users(uint32_t *user, const gx_implicit *implicit, const gx_slot *slot,
                         const gx_realm *realm, gx_window in, const uint32_t *number, uint32_t count)
{
    gx_bands order = gx_bands_of(in.count);
    uint32_t cell[GX_UNITS_CHUNK], band[GX_UNITS_CHUNK], members[GX_UNITS_CHUNK];
    for (uint32_t at = 0, end; at < count; at = end) {
        uint32_t of = band_with(order, number[at]);
        uint32_t first = gx_band_begin(order, of), length = gx_band_length(order, of);
        for (end = at; end < count && number[end] - first < length; end++)
            band[end] = of;
        cells_in_band(cell + at, slot, realm, in, of, number + at, end - at);
    }
    gx_orders_read(members, implicit, slot->unit, (gx_sorting)slot->trait, &in.quarter, cell, count,
                   in.count);
    for (uint32_t at = 0; at < count; at++)
        cell[at] = cell[at] * GX_CELL + gx_member_at(members[at], band[at]);
    gx_band_users_at(user, implicit, &in.quarter, slot->unit, cell, count);
}

/* Places of one window. */
static void units_in_window(uint32_t *unit, const gx_implicit *implicit, const gx_slot *slot,
                            const gx_realm *realm, gx_window in, const uint32_t *place, uint32_t count)
{
    uint32_t first = gx_places_before(slot, in.first);
    if (gx_is_sorted(slot)) {
        uint32_t before = (uint32_t)(in.count * slot->before >> 32), number[GX_UNITS_CHUNK];
        for (uint32_t at = 0; at < count; at++)
            number[at] = place[at] - first + before;
        sorted_users(unit, implicit, slot, realm, in, number, count);
        return;
    }
    for (uint32_t at = 0; at < count; at++)
        unit[at] = place[at] - first;
    gx_unshuffled_many(unit, gx_window_shuffle(slot, realm, in, 0, in.count), unit, count);
    for (uint32_t at = 0; at < count; at++)
        unit[at] += realm->unit_first + in.first;
    for (uint32_t at = 0; at < count && slot->thin > 0; at++)
        unit[at] = gx_chosen_household(slot, unit[at]);
}

static void units_of_chunk(uint32_t *unit, const gx_implicit *implicit, const gx_slot *slot,
                           const gx_realm *realm, const uint32_t *place, uint32_t count)
{
    uint16_t turn[GX_UNITS_CHUNK];
    for (uint32_t at = 0, end; at < count; at = end) {
        gx_window in = window_of_place(implicit, slot, realm, place[at]);
        uint32_t first = gx_places_before(slot, in.first);
        uint32_t length = gx_places_before(slot, in.first + in.count) - first;
        for (end = at + 1; end < count && place[end] - first < length; end++) {
        }
        units_in_window(unit + at, implicit, slot, realm, in, place + at, end - at);
    }
    if (slot->unit != GX_UNIT_LOT)
        return;
    for (uint32_t at = 0; at < count; at++)
        turn[at] = implicit->lots[slot->trait].turn[slot->lot];
    gx_lot_users(unit, implicit, (gx_lots)slot->trait, unit, turn, count);
}

/* The user at a number in the order of a trait. */
static uint32_t sorted_user(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                            gx_window in, uint32_t number)
{
    gx_bands order = gx_bands_of(in.count);
    uint32_t band = band_with(order, number);
    gx_shuffle shuffle = gx_window_shuffle(slot, realm, in, band, gx_band_length(order, band));
    uint32_t cell = gx_unshuffled(shuffle, number - gx_band_begin(order, band));
    uint32_t members = gx_order_of(implicit, slot->unit, (gx_sorting)slot->trait, &in.quarter, cell,
                                   gx_cell_length(order, cell));
    return gx_band_user(implicit, &in.quarter, slot->unit, cell * GX_CELL + gx_member_at(members, band));
}

uint32_t gx_slot_unit(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm, uint32_t place)
{
    gx_window in = window_of_place(implicit, slot, realm, place);
    uint32_t at = place - gx_places_before(slot, in.first);
    if (gx_is_sorted(slot))
        return sorted_user(implicit, slot, realm, in, at + (uint32_t)(in.count * slot->before >> 32));
    uint32_t unit =
        realm->unit_first + in.first + gx_unshuffled(gx_window_shuffle(slot, realm, in, 0, in.count), at);
    if (slot->thin > 0)
        unit = gx_chosen_household(slot, unit);
    if (slot->unit == GX_UNIT_LOT)
        unit = gx_lot_user(implicit, (gx_lots)slot->trait, unit, implicit->lots[slot->trait].turn[slot->lot]);
    return unit;
}

void gx_slot_units(uint32_t *unit, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                   const uint32_t *place, uint32_t count)
{
    for (uint32_t at = 0; at < count; at += GX_UNITS_CHUNK)
        units_of_chunk(unit + at, implicit, slot, realm, place + at,
                       count - at < GX_UNITS_CHUNK ? count - at : GX_UNITS_CHUNK);
}
