/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a place to its user: the window of the place, the shuffle back, and who of eight neighbours it is. */
#include "lots.h"
#include "ranks.h"
#include "windows.h"

#include <string.h>

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

static gx_asked_window asked_window(gx_window in)
{
    const gx_quarter *quarter = &in.quarter;
    return (gx_asked_window){quarter->number, quarter->first, quarter->users, quarter->start, in.count};
}

/* The cells and bands of numbers in a window; their orders are asked for. */
static void ask_sorted(gx_asked *out, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                       gx_window in, const uint32_t *number, uint32_t count)
{
    gx_bands order = gx_bands_of(in.count);
    for (uint32_t at = 0, end; at < count; at = end) {
        uint32_t of = band_with(order, number[at]);
        uint32_t first = gx_band_begin(order, of), length = gx_band_length(order, of);
        for (end = at; end < count && number[end] - first < length; end++)
            out->with[end] = (uint8_t)of;
        cells_in_band(out->cell + at, slot, realm, in, of, number + at, end - at);
    }
    out->count = count;
    out->window = asked_window(in);
    gx_orders_fetch(implicit, slot->unit, (gx_sorting)slot->trait, &in.quarter, out->cell, count);
}

static void read_sorted(uint32_t *user, const gx_implicit *implicit, const gx_asked *of)
{
    const gx_slot *slot = of->slot;
    const gx_asked_window *in = &of->window;
    gx_quarter quarter = {in->number, in->first, in->users, in->start};
    uint32_t members[GX_UNITS_CHUNK], number[GX_UNITS_CHUNK];
    gx_orders_read(members, implicit, slot->unit, (gx_sorting)slot->trait, &quarter, of->cell, of->count,
                   in->count);
    for (uint32_t at = 0; at < of->count; at++)
        number[at] = of->cell[at] * GX_CELL + gx_member_at(members[at], of->with[at]);
    gx_band_users_at(user, implicit, &quarter, slot->unit, number, of->count);
}

/* Places of one window, in the order of a trait. */
static void ask_in_order(gx_asked *out, const gx_implicit *implicit, const gx_slot *slot,
                         const gx_realm *realm, gx_window in, const uint32_t *place, uint32_t count)
{
    uint32_t first = gx_places_before(slot, in.first), before = (uint32_t)(in.count * slot->before >> 32);
    uint32_t number[GX_UNITS_CHUNK];
    for (uint32_t at = 0; at < count; at++)
        number[at] = place[at] - first + before;
    ask_sorted(out, implicit, slot, realm, in, number, count);
}

/* Units of places of one window that is in no order. */
static void units_in_window(uint32_t *unit, const gx_slot *slot, const gx_realm *realm, gx_window in,
                            const uint32_t *place, uint32_t count)
{
    uint32_t first = gx_places_before(slot, in.first);
    for (uint32_t at = 0; at < count; at++)
        unit[at] = place[at] - first;
    gx_unshuffled_many(unit, gx_window_shuffle(slot, realm, in, 0, in.count), unit, count);
    for (uint32_t at = 0; at < count; at++)
        unit[at] += realm->unit_first + in.first;
    for (uint32_t at = 0; at < count && slot->thin > 0; at++)
        unit[at] = gx_chosen_household(slot, unit[at]);
}

/* How many of the places, from the first on, lie in its window. */
static uint32_t places_in(const gx_slot *slot, gx_window in, const uint32_t *place, uint32_t count)
{
    uint32_t first = gx_places_before(slot, in.first), end = 1;
    uint32_t length = gx_places_before(slot, in.first + in.count) - first;
    while (end < count && place[end] - first < length)
        end++;
    return end;
}

/* Those of several windows wait for memory here and now: they are few. */
static void ask_orders(gx_asked *out, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                       const uint32_t *place, uint32_t count)
{
    for (uint32_t at = 0, some; at < count; at += some) {
        gx_window in = window_of_place(implicit, slot, realm, place[at]);
        some = places_in(slot, in, place + at, count - at);
        if (some == count) {
            ask_in_order(out, implicit, slot, realm, in, place, count);
            return;
        }
        gx_asked part = {.slot = slot};
        ask_in_order(&part, implicit, slot, realm, in, place + at, some);
        read_sorted(out->user + at, implicit, &part);
    }
    out->slot = NULL;
}

void gx_slot_ask(gx_asked *out, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                 const uint32_t *place, uint32_t count)
{
    GX_ASSERT(count <= GX_UNITS_CHUNK);
    out->slot = slot;
    out->count = count;
    if (gx_is_sorted(slot)) {
        ask_orders(out, implicit, slot, realm, place, count);
        return;
    }
    uint32_t *unit = slot->unit == GX_UNIT_LOT ? out->cell : out->user;
    for (uint32_t at = 0, some; at < count; at += some) {
        gx_window in = window_of_place(implicit, slot, realm, place[at]);
        some = places_in(slot, in, place + at, count - at);
        units_in_window(unit + at, slot, realm, in, place + at, some);
    }
    if (slot->unit == GX_UNIT_LOT)
        gx_lots_ask(out->user, out->with, implicit, out->cell, count);
    else
        out->slot = NULL;
}

void gx_slot_read(uint32_t *unit, const gx_implicit *implicit, const gx_asked *of)
{
    const gx_slot *slot = of->slot;
    if (slot == NULL) {
        memcpy(unit, of->user, of->count * sizeof *unit);
        return;
    }
    if (gx_is_sorted(slot)) {
        read_sorted(unit, implicit, of);
        return;
    }
    uint16_t turn[GX_UNITS_CHUNK];
    for (uint32_t at = 0; at < of->count; at++)
        turn[at] = implicit->lots[slot->trait].turn[slot->lot];
    gx_lots_read(unit, implicit, (gx_lots)slot->trait, of->user, of->with, of->cell, turn, of->count);
}

/* The user at a number in the order of a trait. */
static void ask_number(gx_asked *out, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                       gx_window in, uint32_t number)
{
    gx_bands order = gx_bands_of(in.count);
    uint32_t band = band_with(order, number);
    gx_shuffle shuffle = gx_window_shuffle(slot, realm, in, band, gx_band_length(order, band));
    out->cell[0] = gx_unshuffled(shuffle, number - gx_band_begin(order, band));
    out->with[0] = (uint8_t)band;
    out->window = asked_window(in);
    gx_orders_fetch(implicit, slot->unit, (gx_sorting)slot->trait, &in.quarter, out->cell, 1);
}

void gx_slot_ask_one(gx_asked *out, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                     uint32_t place)
{
    gx_window in = window_of_place(implicit, slot, realm, place);
    uint32_t at = place - gx_places_before(slot, in.first);
    out->slot = slot;
    out->count = 1;
    if (gx_is_sorted(slot)) {
        ask_number(out, implicit, slot, realm, in, at + (uint32_t)(in.count * slot->before >> 32));
        return;
    }
    uint32_t unit =
        realm->unit_first + in.first + gx_unshuffled(gx_window_shuffle(slot, realm, in, 0, in.count), at);
    if (slot->thin > 0)
        unit = gx_chosen_household(slot, unit);
    out->cell[0] = out->user[0] = unit;
    if (slot->unit == GX_UNIT_LOT)
        gx_lots_ask(out->user, out->with, implicit, out->cell, 1);
    else
        out->slot = NULL;
}

void gx_slot_units(uint32_t *unit, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                   const uint32_t *place, uint32_t count)
{
    for (uint32_t at = 0; at < count; at += GX_UNITS_CHUNK) {
        gx_asked asked;
        gx_slot_ask(&asked, implicit, slot, realm, place + at,
                    count - at < GX_UNITS_CHUNK ? count - at : GX_UNITS_CHUNK);
        gx_slot_read(unit + at, implicit, &asked);
    }
}
