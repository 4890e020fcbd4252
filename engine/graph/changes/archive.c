/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes put down and taken up again: the overlays as they lie in memory, so that what is loaded has the
 * same blocks in the same places and goes on as what was saved would have. The base is not in the archive. */
#include "inside.h"

#include <gx/base/memory.h>

/* An empty overlay over the same rows: hash tables must be as large as those in the file, not larger. */
static void empty(gx_overlay *overlay)
{
    gx_overlay fresh = {.base_rows = overlay->base_rows, .beside = overlay->beside};
    gx_overlay_free(overlay);
    *overlay = fresh;
}

/* A byte an entry beside the arena's columns. */
static void archive_beside(gx_archive *archive, uint8_t **column, size_t used, size_t capacity)
{
    if (gx_archive_loads(archive) && *column == NULL && capacity > 0) {
        *column = gx_alloc(capacity, 1);
        if (*column == NULL) {
            gx_archive_fail(archive, GX_ERR_MEMORY, "memory is exhausted: %zu bytes of changed rows",
                            capacity);
            return;
        }
    }
    if (used > 0)
        gx_archive_bytes(archive, *column, used);
}

static void archive_arena(gx_archive *archive, gx_overlay *overlay)
{
    uint64_t used = overlay->used;
    GX_ARCHIVE(archive, used);
    GX_ARCHIVE(archive, overlay->free);
    if (!gx_archive_good(archive))
        return;
    gx_archive_block(archive, (void **)&overlay->column, &overlay->capacity, used, sizeof *overlay->column);
    if (overlay->beside && gx_archive_good(archive)) {
        archive_beside(archive, &overlay->strength, used, overlay->capacity);
        archive_beside(archive, &overlay->layers, used, overlay->capacity);
    }
    overlay->used = gx_archive_good(archive) ? used : 0;
}

static void archive_overlay(gx_archive *archive, gx_overlay *overlay)
{
    uint8_t opened = overlay->changed != NULL;
    uint32_t capacity = overlay->slot_capacity;
    size_t room = 0;
    gx_archive_same(archive, overlay->base_rows, "rows of the network that the run began with");
    GX_ARCHIVE(archive, opened);
    GX_ARCHIVE(archive, capacity);
    if (!gx_archive_good(archive))
        return;
    if (gx_archive_loads(archive)) {
        empty(overlay);
        if (opened && gx_overlay_open(overlay) != GX_OK)
            gx_archive_fail(archive, GX_ERR_MEMORY, "memory is exhausted: which rows changed");
    }
    if (opened)
        gx_archive_bytes(archive, overlay->changed, gx_overlay_words(overlay) * sizeof *overlay->changed);
    if (capacity > 0 &&
        gx_archive_block(archive, (void **)&overlay->slot, &room, capacity, sizeof *overlay->slot))
        overlay->slot_capacity = capacity;
    GX_ARCHIVE(archive, overlay->slots);
    archive_arena(archive, overlay);
}

/* What shards have noted; between two ticks the lists are empty. */
static void archive_lists(gx_archive *archive, gx_changes *changes)
{
    for (uint32_t l = 0; l < changes->config.lists; l++) {
        gx_change_list *list = &changes->list[l];
        uint64_t count = list->count;
        GX_ARCHIVE(archive, count);
        if (gx_archive_good(archive) && count > 0)
            gx_archive_block(archive, (void **)&list->rows, &list->capacity, count, sizeof *list->rows);
        list->count = gx_archive_good(archive) ? count : 0;
    }
}

static void archive_created(gx_archive *archive, gx_clubs *clubs)
{
    uint32_t count = clubs->created_count, places = clubs->by_name_capacity;
    size_t room = clubs->created_capacity, places_room = 0;
    GX_ARCHIVE(archive, count);
    GX_ARCHIVE(archive, places);
    if (!gx_archive_good(archive))
        return;
    if (gx_archive_loads(archive)) {
        gx_free(clubs->by_name);
        clubs->by_name = NULL;
        clubs->by_name_capacity = clubs->created_count = 0;
    }
    if (count > 0)
        gx_archive_block(archive, (void **)&clubs->created, &room, count, sizeof *clubs->created);
    clubs->created_capacity = (uint32_t)room;
    if (places > 0)
        gx_archive_block(archive, (void **)&clubs->by_name, &places_room, places, sizeof *clubs->by_name);
    if (gx_archive_good(archive)) {
        clubs->created_count = count;
        clubs->by_name_capacity = places;
    }
}

static void archive_clubs(gx_archive *archive, gx_clubs *clubs)
{
    gx_archive_same(archive, clubs->most, "members of the largest group");
    archive_overlay(archive, &clubs->of_user);
    archive_overlay(archive, &clubs->members);
    archive_created(archive, clubs);
}

void gx_changes_archive(gx_archive *archive, gx_changes *changes, gx_network *network)
{
    uint8_t changed = network->changes != NULL;
    gx_archive_mark(archive, "changes");
    gx_archive_same(archive, changes->config.lists, "lists of changes");
    GX_ARCHIVE(archive, changed);
    archive_overlay(archive, &changes->friends);
    for (int r = 0; r < GX_CLUB_KINDS; r++)
        archive_clubs(archive, &changes->clubs[r]);
    archive_lists(archive, changes);
    if (!gx_archive_loads(archive) || !gx_archive_good(archive))
        return;
    changes->done_count = 0;
    gx_changes_show(changes, network);
    if (!changed)
        network->changes = NULL;
}
