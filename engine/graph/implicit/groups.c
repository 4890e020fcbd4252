/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chat groups that nobody keeps. Their numbers run over the slots of chat groups, in each over its realms, in
 * each over the blocks. A clan is a block of households: its members are those of one after the other. */
#include "implicit.h"
#include "slots.h"

uint32_t gx_implicit_groups(const gx_implicit *implicit)
{
    return implicit->groups;
}

typedef struct place_of_group {
    const gx_slot *slot;
    const gx_realm *realm;
    gx_block block;
} place_of_group;

/* Both searches are over ascending bases; realms without groups share theirs with the next. */
static place_of_group find_group(const gx_implicit *implicit, uint32_t group)
{
    uint32_t slot = 0, end = implicit->chats;
    while (end - slot > 1) {
        uint32_t middle = slot + (end - slot) / 2;
        if (implicit->slot[middle].realm[0].group_base <= group)
            slot = middle;
        else
            end = middle;
    }
    const gx_slot *in = &implicit->slot[slot];
    uint32_t low = 0, high = in->realms;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (in->realm[middle].group_base <= group)
            low = middle;
        else
            high = middle;
    }
    const gx_realm *realm = &in->realm[low];
    return (place_of_group){in, realm, gx_run_block(&realm->run, group - realm->group_base)};
}

gx_groups gx_implicit_groups_of(const gx_implicit *implicit, uint32_t user, gx_group_room *room)
{
    gx_who who = gx_who_is(implicit, user);
    gx_groups groups = {.count = 0, .group = room->group};
    for (uint32_t at = 0; at < implicit->chats; at++) {
        gx_seat seat;
        if (gx_slot_find(&seat, implicit, &implicit->slot[at], &who))
            room->group[groups.count++] = seat.realm->group_base + seat.block.number;
    }
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
    gx_seat seat;
    return gx_slot_find(&seat, implicit, at.slot, &who) && seat.realm == at.realm &&
           seat.block.number == at.block.number;
}

gx_group_kind gx_implicit_group_kind_of(const gx_implicit *implicit, uint32_t group)
{
    return (gx_group_kind)find_group(implicit, group).slot->group_kind;
}
