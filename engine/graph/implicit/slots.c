/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots.h"
#include "../people/tables.h"
#include "implicit.h"
#include "lots.h"
#include "ranks.h"
#include "windows.h"

gx_who gx_who_is(const gx_implicit *implicit, uint32_t user)
{
    gx_lots_fetch(implicit, user);
    gx_who who;
    who.user = user;
    who.city = gx_city_of(implicit->people, user);
    who.cell = 0;
    who.quarter = gx_quarter_of(implicit, who.city, user);
    gx_household_band band = gx_household_band_of(implicit, &who.quarter, user);
    who.child = band.child;
    who.band = band.number;
    who.household = UINT32_MAX;
    who.neighbours.count = 0;
    for (uint32_t sorting = 0; sorting < GX_SORTINGS; sorting++)
        who.rank[sorting] = GX_CELL;
    for (uint32_t reach = 0; reach < GX_WEAK_REACHES; reach++)
        who.weak[reach] = UINT32_MAX;
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

/* ---- From a user to its place ---- */

/* The window of a user's unit. */
static gx_window window_with(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                             uint32_t unit, const gx_quarter *quarter)
{
    if (slot->reach != GX_REACH_DISTRICT)
        return (gx_window){.first = 0, .count = realm->units};
    if (slot->unit != GX_UNIT_LOT)
        return gx_window_of_quarter(implicit, slot, realm, quarter);
    uint32_t number = unit / GX_WINDOW_CELLS;
    return gx_window_at(implicit, slot, realm, number < realm->windows ? number : realm->windows - 1);
}

/* The unit of a user, in the realm; of a slot that is in the order of a trait: none, as cells are shuffled
 * there. */
static inline uint32_t unit_of(const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                               gx_who *who)
{
    if (slot->unit == GX_UNIT_LOT) /* whose lots are known, so the cell is */
        return who->cell - realm->unit_first;
    if (slot->unit != GX_UNIT_HOUSEHOLD)
        return 0;
    if (who->household == UINT32_MAX)
        who->household = gx_household_number(implicit, &who->quarter, who->user);
    return who->household - realm->unit_first;
}

/* Whether a household is a unit where not all are; then the number of it. */
static inline bool is_chosen(uint32_t *unit, const gx_slot *slot, const gx_realm *realm)
{
    uint32_t household = *unit;
    *unit = household >> slot->thin;
    return *unit < realm->units && gx_chosen_household(slot, *unit) == household;
}

/* A user before the shuffle: the window and its places, and what is shuffled there: of units in the order of
 * a trait, the cells of the user's band. */
typedef struct entry {
    gx_window in;
    gx_span place;   /* in the realm */
    uint32_t before; /* numbers of the window that come before its first place */
    uint32_t band, first, count;
    uint32_t number; /* below `count`; shuffled, it becomes one of first … first + count - 1 */
} entry;

static inline bool enter(entry *out, const gx_implicit *implicit, const gx_slot *slot, const gx_realm *realm,
                         gx_who *who)
{
    bool sorted = gx_is_sorted(slot);
    if (realm->run.blocks == 0 || (sorted && who->child != (slot->unit == GX_UNIT_CHILD)))
        return false;
    uint32_t unit = unit_of(implicit, slot, realm, who);
    if (slot->thin > 0 && !is_chosen(&unit, slot, realm))
        return false;
    out->in = window_with(implicit, slot, realm, unit, &who->quarter);
    out->before = (uint32_t)(out->in.count * slot->before >> 32);
    out->place.first = gx_places_before(slot, out->in.first);
    out->place.end = gx_places_before(slot, out->in.first + out->in.count);
    out->band = out->first = 0;
    out->count = out->in.count;
    out->number = unit - out->in.first;
    if (sorted) {
        gx_bands order = gx_bands_of(out->in.count);
        out->band = gx_band_of_user(implicit, slot, order, who);
        out->first = gx_band_begin(order, out->band);
        out->count = gx_band_length(order, out->band);
        out->number = who->band / GX_CELL;
    }
    return true;
}

/* Whether the user could be in a block, by what is known without a shuffle: its window, and in the order of a
 * trait its band, which is an eighth of the window, beside which most blocks are small. */
static inline bool may_be_in(gx_block block, const entry *of)
{
    uint32_t end = of->first + of->count;
    uint32_t from = of->first > of->before ? of->first - of->before : 0;
    uint32_t until = end > of->before ? end - of->before : 0;
    return of->place.first + from < block.end && of->place.first + until > block.first &&
           of->place.end > block.first;
}

static inline bool find_place(uint32_t *place, const entry *of, const gx_slot *slot, const gx_realm *realm)
{
    gx_shuffle shuffle = gx_window_shuffle(slot, realm, of->in, of->band, of->count);
    uint32_t at = of->first + gx_shuffled(shuffle, of->number) - of->before;
    *place = of->place.first + at;
    return at < of->place.end - of->place.first; /* who comes before is far beyond */
}

bool gx_slot_find(gx_seat *seat, const gx_implicit *implicit, const gx_slot *slot, gx_who *who)
{
    const gx_realm *realm = gx_realm_of(implicit, slot, who->city);
    entry of;
    if (!enter(&of, implicit, slot, realm, who) || !find_place(&seat->place, &of, slot, realm))
        return false;
    seat->slot = slot;
    seat->realm = realm;
    seat->block = gx_run_at(&realm->run, seat->place);
    return true;
}

bool gx_seat_shared(uint32_t *place, const gx_implicit *implicit, const gx_seat *seat, gx_who *who)
{
    const gx_slot *slot = seat->slot;
    entry of;
    return gx_realm_of(implicit, slot, who->city) == seat->realm &&
           enter(&of, implicit, slot, seat->realm, who) && may_be_in(seat->block, &of) &&
           find_place(place, &of, slot, seat->realm) && *place >= seat->block.first &&
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
