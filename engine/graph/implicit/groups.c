/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chat groups that nobody keeps. Their numbers run over the slots of chat groups, in each over its realms,
 * in each over the blocks. A clan is a block of households: its members are those of one after the other. */
#include "implicit.h"
#include "slots.h"

#include <gx/base/memory.h>

uint32_t gx_implicit_groups(const gx_implicit *implicit)
{
    return implicit->groups;
}

typedef struct place_of_group {
    const gx_slot *slot;
    const gx_realm *realm;
    gx_block block;
} place_of_group;

/* Groups are of ranges, one for each realm that has any. Buckets of equally many groups say where to look:
 * most lie in one range. */
gx_status gx_groups_index(gx_implicit *implicit, gx_error *error)
{
    uint32_t ranges = 0, groups = implicit->groups;
    for (uint32_t slot = 0; slot < implicit->chats; slot++)
        ranges += implicit->slot[slot].realms;
    implicit->range = gx_alloc((size_t)ranges + 1, sizeof *implicit->range);
    implicit->range_hint = gx_alloc(GX_RANGE_BUCKETS, sizeof *implicit->range_hint);
    if (implicit->range == NULL || implicit->range_hint == NULL)
        return gx_fail_memory(error, "the implicit network");
    ranges = 0;
    for (uint32_t slot = 0; slot < implicit->chats; slot++)
        for (uint32_t realm = 0; realm < implicit->slot[slot].realms; realm++)
            if (implicit->slot[slot].realm[realm].run.blocks > 0)
                implicit->range[ranges++] = (gx_group_range){implicit->slot[slot].realm[realm].group_base,
                                                             (uint16_t)slot, (uint16_t)realm};
    implicit->range[ranges].first = groups;
    implicit->ranges = ranges;
    while (groups >> implicit->range_shift > GX_RANGE_BUCKETS - 2)
        implicit->range_shift++;
    for (uint32_t bucket = 0, at = 0; bucket < GX_RANGE_BUCKETS; bucket++) {
        uint64_t first = (uint64_t)bucket << implicit->range_shift;
        while (at + 1 < ranges && implicit->range[at + 1].first <= first)
            at++;
        implicit->range_hint[bucket] = at;
    }
    return GX_OK;
}

static place_of_group find_group(const gx_implicit *implicit, uint32_t group)
{
    const gx_group_range *range = implicit->range;
    uint32_t bucket = group >> implicit->range_shift;
    uint32_t low = implicit->range_hint[bucket], high = implicit->range_hint[bucket + 1] + 1;
    while (high - low > 1) { /* range[low].first <= group < range[high].first */
        uint32_t middle = low + (high - low) / 2;
        if (range[middle].first <= group)
            low = middle;
        else
            high = middle;
    }
    const gx_slot *slot = &implicit->slot[range[low].slot];
    const gx_realm *realm = &slot->realm[range[low].realm];
    return (place_of_group){slot, realm, gx_run_block(&realm->run, group - realm->group_base)};
}

gx_groups gx_implicit_groups_of(const gx_implicit *implicit, uint32_t user, gx_group_room *room)
{
    gx_who who = gx_who_is(implicit, user);
    gx_seat seat[GX_SLOTS_MAX];
    gx_groups groups = {.count = gx_seats_of(seat, implicit, GX_SEATS_CHAT, &who), .group = room->group};
    for (uint32_t at = 0; at < groups.count; at++)
        room->group[at] = seat[at].realm->group_base + seat[at].block.number;
    return groups;
}

uint32_t gx_implicit_group_size(const gx_implicit *implicit, uint32_t group)
{
    place_of_group at = find_group(implicit, group);
    if (at.slot->unit != GX_UNIT_HOUSEHOLD)
        return at.block.end - at.block.first;
    uint32_t size = 0;
    for (uint32_t place = at.block.first; place < at.block.end; place++) {
        gx_span home = gx_household_span(implicit, gx_slot_at(implicit, at.slot, at.realm, place));
        size += home.end - home.first;
    }
    return size;
}

uint32_t gx_implicit_group_member(const gx_implicit *implicit, uint32_t group, uint32_t number)
{
    place_of_group at = find_group(implicit, group);
    if (at.slot->unit != GX_UNIT_HOUSEHOLD)
        return gx_slot_at(implicit, at.slot, at.realm, at.block.first + number);
    for (uint32_t place = at.block.first;; place++) { /* number < size: one of the households has it */
        gx_span home = gx_household_span(implicit, gx_slot_at(implicit, at.slot, at.realm, place));
        if (number < home.end - home.first)
            return home.first + number;
        number -= home.end - home.first;
    }
}

bool gx_implicit_group_has(const gx_implicit *implicit, uint32_t group, uint32_t user)
{
    if (user >= implicit->users)
        return false;
    gx_who who = gx_who_is(implicit, user);
    place_of_group at = find_group(implicit, group);
    gx_seat seat = {.slot = at.slot, .realm = at.realm, .block = at.block};
    uint32_t place;
    return gx_lot_is_own(implicit, at.slot, &who) && gx_seat_shared(&place, implicit, &seat, 0, &who);
}

gx_group_kind gx_implicit_group_kind_of(const gx_implicit *implicit, uint32_t group)
{
    return (gx_group_kind)find_group(implicit, group).slot->group_kind;
}
