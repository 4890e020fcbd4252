/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slots.h"
#include "../people/tables.h"
#include "implicit.h"
#include "lots.h"
#include "ranks.h"
#include "windows.h"

void gx_who_is(gx_who *who, const gx_implicit *implicit, uint32_t user)
{
    gx_lots_fetch(implicit, user);
    who->user = user;
    who->city = gx_city_of(implicit->people, user);
    who->cell = 0;
    gx_quarter_find(&who->quarter, implicit, who->city, user);
    gx_household_band band = gx_household_band_of(implicit, &who->quarter, user);
    who->child = band.child;
    who->band = band.number;
    who->household = UINT32_MAX;
    who->neighbours.count = 0;
    for (uint32_t sorting = 0; sorting < GX_SORTINGS; sorting++)
        who->rank[sorting] = GX_CELL;
    for (uint32_t reach = 0; reach < GX_WEAK_REACHES; reach++)
        who->weak[reach] = UINT32_MAX;
    for (uint32_t trait = 0; trait < GX_LOT_WEIGHTS; trait++)
        who->dealt[trait] = false;
    gx_order_fetch(implicit, who->child ? GX_UNIT_CHILD : GX_UNIT_GROWN, &who->quarter, who->band / GX_CELL);
}

void gx_implicit_fetch(const gx_implicit *implicit, uint32_t user)
{
    gx_who who;
    if (implicit->activity != NULL)
        gx_who_is(&who, implicit, user); /* which asks for all that is kept */
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

/* ---- Many slots of one user ---- */

/* Which slots can be the user's: those of nobody in particular but for the other band's, and those whose lots
 * it has drawn. */

uint32_t gx_slots_fixed(uint8_t out[GX_SLOTS_MAX], const gx_implicit *implicit, uint32_t sorts,
                        const gx_who *who)
{
    gx_unit not_mine = who->child ? GX_UNIT_GROWN : GX_UNIT_CHILD;
    uint32_t count = 0;
    for (uint32_t at = 0; at < implicit->fixed; at++) {
        const gx_slot *slot = &implicit->slot[implicit->fixed_slot[at]];
        __builtin_prefetch(gx_realm_of(implicit, slot, who->city));
        out[count] = implicit->fixed_slot[at];
        count += (slot->unit != not_mine) & ((sorts & (slot->chat ? GX_SEATS_CHAT : GX_SEATS_CLOSE)) != 0);
    }
    return count;
}

uint32_t gx_slots_drawn(uint8_t out[GX_SLOTS_MAX], const gx_implicit *implicit, gx_lots trait, gx_who *who)
{
    const gx_lot_table *table = &implicit->lots[trait];
    gx_lot_run run = gx_lots_of(implicit, trait, who);
    for (uint32_t at = 0; at < run.count; at++)
        out[at] = (uint8_t)table->at[gx_lot_turn(table, run, at)].slot;
    return run.count;
}

/* A user before the shuffle, with no more than what comes after needs: the places are those from `first` on,
 * and the shuffled number plus `from` is the place among them. */
typedef struct start {
    const gx_slot *slot;
    const gx_realm *realm;
    gx_shuffle shuffle;
    uint32_t number, from, first, places;
} start;

static inline uint32_t start_all(start *out, const gx_implicit *implicit, const uint8_t *slot, uint32_t count,
                                 gx_who *who)
{
    uint32_t starts = 0;
    for (uint32_t at = 0; at < count; at++) {
        const gx_slot *in = &implicit->slot[slot[at]];
        const gx_realm *realm = gx_realm_of(implicit, in, who->city);
        entry of;
        if (!enter(&of, implicit, in, realm, who))
            continue;
        out[starts++] = (start){.slot = in,
                                .realm = realm,
                                .shuffle = gx_window_shuffle(in, realm, of.in, of.band, of.count),
                                .number = of.number,
                                .from = of.first - of.before,
                                .first = of.place.first,
                                .places = of.place.end - of.place.first};
    }
    return starts;
}

/* A shuffle is a chain of some eighty cycles, and whether it ends in a place cannot be guessed. So all slots
 * are shuffled before anything is decided: the processor goes through several chains at once. */
static uint32_t find_some(gx_seat *out, const gx_implicit *implicit, const uint8_t *slot, uint32_t count,
                          gx_who *who)
{
    start of[GX_SLOTS_CHUNK];
    uint32_t number[GX_SLOTS_CHUNK], starts = start_all(of, implicit, slot, count, who), found = 0;
    for (uint32_t at = 0; at < starts; at++)
        number[at] = gx_shuffled(of[at].shuffle, of[at].number);
    for (uint32_t at = 0; at < starts; at++) {
        uint32_t place = number[at] + of[at].from;
        out[found].slot = of[at].slot;
        out[found].realm = of[at].realm;
        out[found].place = of[at].first + place;
        found += place < of[at].places;
    }
    return found;
}

uint32_t gx_slots_find(gx_seat out[GX_SLOTS_MAX], const gx_implicit *implicit, const uint8_t *slot,
                       uint32_t count, gx_who *who)
{
    uint32_t found = 0;
    for (uint32_t at = 0; at < count; at += GX_SLOTS_CHUNK)
        found += find_some(out + found, implicit, slot + at,
                           count - at < GX_SLOTS_CHUNK ? count - at : GX_SLOTS_CHUNK, who);
    return found;
}

/* Lots are dealt in an order of their own. */
static void sort_slots(uint8_t *slot, uint32_t count)
{
    for (uint32_t at = 1; at < count; at++) {
        uint8_t moved = slot[at];
        uint32_t to = at;
        for (; to > 0 && slot[to - 1] > moved; to--)
            slot[to] = slot[to - 1];
        slot[to] = moved;
    }
}

static uint32_t add_drawn(uint8_t *out, uint32_t count, const gx_implicit *implicit, gx_lots trait,
                          gx_who *who)
{
    uint32_t drawn = gx_slots_drawn(out + count, implicit, trait, who);
    sort_slots(out + count, drawn);
    return count + drawn;
}

uint32_t gx_seats_of(gx_seat out[GX_SLOTS_MAX], const gx_implicit *implicit, uint32_t sorts, gx_who *who)
{
    uint8_t slot[GX_SLOTS_MAX];
    uint32_t count = gx_slots_fixed(slot, implicit, sorts, who);
    if ((sorts & GX_SEATS_CHAT) != 0)
        count = add_drawn(slot, count, implicit, GX_LOTS_COMMUNITY, who);
    if ((sorts & GX_SEATS_PAST) != 0)
        count = add_drawn(slot, count, implicit, GX_LOTS_PAST, who);
    count = gx_slots_find(out, implicit, slot, count, who);
    for (uint32_t at = 0; at < count; at++)
        gx_seat_sit(&out[at]);
    return count;
}
