/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store of changes: made, noted into, counted, asked by name. merge.c does the rest. */
#include "../ties/base.h"
#include "inside.h"

#include <gx/base/memory.h>

gx_status gx_changes_create(gx_changes **out, const gx_network *network, const gx_changes_config *config,
                            gx_error *error)
{
    *out = NULL;
    if (config->lists < 1 || config->lists > 65536 || config->group_max < 1)
        return gx_fail(error, GX_ERR_ARGUMENT, "changes: lists must be 1 to 65536 and group_max 1 or more");
    gx_changes *changes = gx_alloc(1, sizeof *changes);
    gx_change_list *list = gx_alloc_columns(config->lists, sizeof *list);
    if (changes == NULL || list == NULL) {
        gx_free(changes);
        gx_free(list);
        return gx_fail_memory(error, "the changes of the network");
    }
    *changes = (gx_changes){.config = *config,
                            .users = network->users,
                            .list = list,
                            .friends = {.base_rows = network->users, .beside = true}};
    const uint32_t sets[GX_CLUB_KINDS] = {network->groups, network->circles};
    const uint32_t most[GX_CLUB_KINDS] = {config->group_max, UINT32_MAX};
    for (int r = 0; r < GX_CLUB_KINDS; r++)
        changes->clubs[r] = (gx_clubs){.base_sets = sets[r],
                                       .most = most[r],
                                       .of_user = {.base_rows = network->users},
                                       .members = {.base_rows = sets[r]}};
    *out = changes;
    return GX_OK;
}

void gx_changes_free(gx_changes *changes)
{
    if (changes == NULL)
        return;
    for (uint32_t i = 0; i < changes->config.lists; i++)
        gx_free(changes->list[i].rows);
    gx_free(changes->list);
    gx_overlay_free(&changes->friends);
    for (int r = 0; r < GX_CLUB_KINDS; r++)
        gx_clubs_free(&changes->clubs[r]);
    gx_free(changes->done);
    gx_free(changes->noted);
    for (size_t i = 0; i < GX_SORTS; i++)
        gx_free(changes->sort[i]);
    gx_free(changes->members);
    gx_free(changes);
}

gx_status gx_changes_note(gx_changes *changes, uint32_t list, const gx_change *change)
{
    GX_ASSERT(list < changes->config.lists && change->kind < GX_CHANGE_KINDS && change->who < changes->users);
    GX_ASSERT(change->kind > GX_CHANGE_END ||
              (change->about < changes->users && change->about != change->who));
    GX_ASSERT(change->kind != GX_CHANGE_TIE || change->strength > 0);
    gx_change_list *notes = &changes->list[list];
    if (notes->count == notes->capacity) {
        size_t wanted = notes->capacity != 0 ? 2 * notes->capacity : 64;
        gx_change *rows = gx_resize(notes->rows, notes->capacity, wanted, sizeof *rows);
        if (rows == NULL)
            return GX_ERR_MEMORY;
        notes->rows = rows;
        notes->capacity = wanted;
    }
    notes->rows[notes->count++] = *change;
    return GX_OK;
}

const gx_change *gx_changes_done(const gx_changes *changes, size_t *count)
{
    *count = changes->done_count;
    return changes->done;
}

size_t gx_changes_bytes(const gx_changes *changes)
{
    size_t bytes = sizeof *changes + changes->config.lists * sizeof *changes->list;
    for (uint32_t i = 0; i < changes->config.lists; i++)
        bytes += changes->list[i].capacity * sizeof(gx_change);
    bytes += gx_overlay_bytes(&changes->friends);
    for (int r = 0; r < GX_CLUB_KINDS; r++)
        bytes += gx_clubs_bytes(&changes->clubs[r]);
    bytes += changes->done_capacity * sizeof *changes->done +
             changes->room * (sizeof *changes->noted + GX_SORTS * sizeof *changes->sort[0]);
    return bytes + changes->members_room * sizeof *changes->members;
}

/* ---- Groups created ---- */

uint32_t gx_group_created(const gx_network *network, uint32_t maker, uint32_t serial)
{
    const gx_changes *changes = network->changes;
    return changes != NULL ? gx_clubs_find(&changes->clubs[GX_CLUBS_GROUPS], maker, serial) : GX_NO_GROUP;
}

uint32_t gx_group_name(const gx_network *network, uint32_t group)
{
    const gx_changes *changes = network->changes;
    return changes != NULL ? gx_clubs_name(&changes->clubs[GX_CLUBS_GROUPS], group) : group;
}

/* ---- Digest ---- */

static uint64_t digest_of(uint32_t part, uint32_t row, const gx_entries *entries)
{
    uint64_t name = gx_mix64((uint64_t)part << 32 | row), sum = 0;
    for (uint32_t i = 0; i < entries->count; i++) {
        uint64_t x = entries->column[i];
        if (entries->strength != NULL)
            x |= (uint64_t)entries->strength[i] << 32;
        if (entries->layers != NULL)
            x |= (uint64_t)entries->layers[i] << 40;
        sum += gx_mix_pair(name, x);
    }
    return sum;
}

/* Each part is a name of its own in the digest. */
enum { PART_FRIENDS, PART_GROUPS, PART_GROUPS_CREATED, PART_CIRCLES, PART_CIRCLES_CREATED };

static uint64_t base_digest(const gx_network *network, uint32_t part, uint32_t user)
{
    if (part == PART_GROUPS) {
        gx_group_room room;
        gx_groups groups = gx_base_groups_of(network, user, &room);
        return digest_of(part, user, &(gx_entries){.count = groups.count, .column = groups.group});
    }
    if (part == PART_CIRCLES) {
        gx_entries circles = gx_base_circles_of(network, user);
        return digest_of(part, user, &circles);
    }
    gx_friend_room room;
    gx_friends friends = gx_base_friends_of(network, user, &room);
    gx_entries entries = {.count = friends.count,
                          .column = friends.user,
                          .strength = friends.strength,
                          .layers = friends.layers};
    return digest_of(part, user, &entries);
}

/* What the rows add, minus what those of the base added. */
static uint64_t overlay_digest(const gx_network *network, const gx_overlay *overlay, uint32_t part)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < overlay->slot_capacity; i++) {
        if (overlay->slot[i].row == 0)
            continue;
        uint32_t user = overlay->slot[i].row - 1;
        gx_entries entries = gx_overlay_row(overlay, user);
        sum += digest_of(part, user, &entries) - base_digest(network, part, user);
    }
    return sum;
}

/* Members of sets say no more than sets of users. */
static uint64_t clubs_digest(const gx_network *network, const gx_clubs *clubs, uint32_t part,
                             uint32_t part_created)
{
    uint64_t sum = overlay_digest(network, &clubs->of_user, part);
    for (uint32_t i = 0; i < clubs->created_count; i++) {
        const gx_created *set = &clubs->created[i];
        sum += gx_mix_pair((uint64_t)part_created << 32 | i, (uint64_t)set->maker << 32 | set->serial);
    }
    return sum;
}

uint64_t gx_changes_digest(const gx_network *network)
{
    const gx_changes *changes = network->changes;
    if (changes == NULL)
        return 0;
    const gx_clubs *clubs = changes->clubs;
    return overlay_digest(network, &changes->friends, PART_FRIENDS) +
           clubs_digest(network, &clubs[GX_CLUBS_GROUPS], PART_GROUPS, PART_GROUPS_CREATED) +
           clubs_digest(network, &clubs[GX_CLUBS_CIRCLES], PART_CIRCLES, PART_CIRCLES_CREATED);
}
