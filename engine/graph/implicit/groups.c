/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chat groups that nobody keeps. Their numbers run over the slots of chat groups, in each over its realms,
 * in each over the blocks. A clan is a block of households: its members are those of one after the other. */
#include "implicit.h"
#include "lots.h"

#include <gx/base/memory.h>
#include <gx/graph/change.h>

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
    gx_who who;
    gx_who_is(&who, implicit, user);
    gx_seat seat[GX_SLOTS_MAX];
    gx_groups groups = {.count = gx_seats_of(seat, implicit, GX_SEATS_CHAT, &who), .group = room->group};
    for (uint32_t at = 0; at < groups.count; at++)
        room->group[at] = seat[at].realm->group_base + seat[at].block.number;
    return groups;
}

/* Any group of a user, all alike: those of the slots and lots in the order of a hash, until the user has a
 * place in one. So only that one is looked for, and which it is depends on no other. */
uint32_t gx_implicit_pick_group(const gx_implicit *implicit, uint32_t user, uint64_t word)
{
    gx_who who;
    gx_who_is(&who, implicit, user);
    uint8_t slot[GX_SLOTS_MAX];
    uint64_t score[GX_SLOTS_MAX];
    uint32_t count = gx_slots_fixed(slot, implicit, GX_SEATS_CHAT, &who);
    count += gx_slots_drawn(slot + count, implicit, GX_LOTS_COMMUNITY, &who);
    for (uint32_t at = 0; at < count; at++)
        score[at] = gx_mix64(word ^ implicit->slot[slot[at]].key);
    for (; count > 0; count--) {
        uint32_t best = 0;
        for (uint32_t at = 1; at < count; at++)
            best = score[at] > score[best] ? at : best;
        gx_seat seat;
        if (gx_slot_find(&seat, implicit, &implicit->slot[slot[best]], &who))
            return seat.realm->group_base + seat.block.number;
        score[best] = score[count - 1];
        slot[best] = slot[count - 1];
    }
    return GX_NO_GROUP;
}

/* A clan's households, one after the other; how many. */
static uint32_t homes_of(gx_span home[GX_CLAN_MAX], const gx_implicit *implicit, const place_of_group *of)
{
    uint32_t place[GX_CLAN_MAX] = {0}, unit[GX_CLAN_MAX], count = of->block.end - of->block.first;
    GX_ASSERT(count <= GX_CLAN_MAX);
    for (uint32_t at = 0; at < count; at++)
        place[at] = of->block.first + at;
    gx_slot_units(unit, implicit, of->slot, of->realm, place, count);
    for (uint32_t at = 0; at < count; at++)
        home[at] = gx_household_span(implicit, unit[at]);
    return count;
}

uint32_t gx_implicit_group_size(const gx_implicit *implicit, uint32_t group)
{
    place_of_group of = find_group(implicit, group);
    if (of.slot->unit != GX_UNIT_HOUSEHOLD)
        return of.block.end - of.block.first;
    gx_span home[GX_CLAN_MAX] = {{0, 0}};
    uint32_t homes = homes_of(home, implicit, &of), size = 0;
    for (uint32_t at = 0; at < homes; at++)
        size += home[at].end - home[at].first;
    return size;
}

/* number[i] < size: one of the households has it. */
static void members_of_clan(uint32_t *member, const gx_implicit *implicit, const place_of_group *of,
                            const uint32_t *number, uint32_t count)
{
    gx_span home[GX_CLAN_MAX] = {{0, 0}};
    homes_of(home, implicit, of);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = 0, rest = number[i];
        for (; rest >= home[at].end - home[at].first; at++)
            rest -= home[at].end - home[at].first;
        member[i] = home[at].first + rest;
    }
}

void gx_implicit_group_members(const gx_implicit *implicit, uint32_t group, const uint32_t *number,
                               uint32_t count, uint32_t *member)
{
    place_of_group of = find_group(implicit, group);
    if (of.slot->unit == GX_UNIT_HOUSEHOLD) {
        members_of_clan(member, implicit, &of, number, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        member[i] = of.block.first + number[i];
    gx_slot_units(member, implicit, of.slot, of.realm, member, count);
}

void gx_implicit_group_members_ask(const gx_implicit *implicit, uint32_t group, const uint32_t *number,
                                   uint32_t count, gx_asked *out)
{
    place_of_group of = find_group(implicit, group);
    uint32_t place[GX_ASKED_MOST];
    if (of.slot->unit == GX_UNIT_HOUSEHOLD) { /* by arithmetic alone */
        out->slot = NULL;
        out->count = count;
        members_of_clan(out->user, implicit, &of, number, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        place[i] = of.block.first + number[i];
    gx_slot_ask(out, implicit, of.slot, of.realm, place, count);
}

void gx_implicit_group_members_read(const gx_implicit *implicit, const gx_asked *asked, uint32_t *member)
{
    gx_slot_read(member, implicit, asked);
}

bool gx_implicit_group_has(const gx_implicit *implicit, uint32_t group, uint32_t user)
{
    if (user >= implicit->users || group >= implicit->groups) /* a group made in the run has others */
        return false;
    gx_who who;
    gx_who_is(&who, implicit, user);
    place_of_group at = find_group(implicit, group);
    gx_seat seat = {.slot = at.slot, .realm = at.realm, .block = at.block};
    uint32_t place;
    return gx_lot_is_own(implicit, at.slot, &who) && gx_seat_shared(&place, implicit, &seat, &who);
}

gx_group_kind gx_implicit_group_kind_of(const gx_implicit *implicit, uint32_t group)
{
    return (gx_group_kind)find_group(implicit, group).slot->group_kind;
}
