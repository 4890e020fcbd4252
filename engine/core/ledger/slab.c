/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/slab.h"

void gx_slab_init(gx_slab *slab, size_t size)
{
    *slab = (gx_slab){.free_head = GX_SLAB_NONE};
    gx_chunks_init(&slab->records, size);
}

void gx_slab_free(gx_slab *slab)
{
    gx_chunks_free(&slab->records);
}

size_t gx_slab_bytes(const gx_slab *slab)
{
    return gx_chunks_bytes(&slab->records);
}

bool gx_slab_reserve(gx_slab *slab)
{
    return slab->free_head != GX_SLAB_NONE || gx_chunks_reserve(&slab->records, slab->used + 1);
}

uint32_t gx_slab_take(gx_slab *slab)
{
    uint32_t place = slab->free_head;
    gx_slab_head *head;
    if (place != GX_SLAB_NONE) {
        head = gx_slab_at(slab, place);
        slab->free_head = head->next;
    } else {
        GX_ASSERT(slab->used < slab->records.capacity);
        place = slab->used++;
        head = gx_slab_at(slab, place);
        head->life = 1;
    }
    head->next = GX_SLAB_IN_USE;
    slab->live++;
    return place;
}

void gx_slab_untake(gx_slab *slab, uint32_t place)
{
    gx_slab_head *head = gx_slab_at(slab, place);
    GX_ASSERT(gx_slab_lives(head));
    slab->live--;
    if (head->life == 1) { /* nobody had it before */
        GX_ASSERT(place == slab->used - 1);
        slab->used--;
        return;
    }
    head->next = slab->free_head;
    slab->free_head = place;
}

void gx_slab_give(gx_slab *slab, uint32_t place)
{
    gx_slab_head *head = gx_slab_at(slab, place);
    GX_ASSERT(gx_slab_lives(head));
    head->life++;
    slab->live--;
    if (head->life == UINT32_MAX) {
        head->next = GX_SLAB_NONE; /* its lives are used up: free, but on no list */
        return;
    }
    head->next = slab->free_head;
    slab->free_head = place;
}

/* ---- Archive */

static bool can_be(const gx_slab *slab)
{
    bool listed = slab->free_head < slab->used || slab->free_head == GX_SLAB_NONE;
    return slab->used <= GX_CHUNKS_MAX && slab->live <= slab->used && listed;
}

/* One record: its head, and the rest if it lives. Returns whether the head can be. */
static bool archive_record(gx_archive *archive, gx_slab *slab, uint32_t place)
{
    gx_slab_head *head = gx_slab_at(slab, place);
    GX_ARCHIVE(archive, *head);
    if (gx_slab_lives(head)) {
        gx_archive_bytes(archive, head + 1, slab->records.size - sizeof *head);
        return true;
    }
    return head->next < slab->used || head->next == GX_SLAB_NONE;
}

void gx_slab_archive(gx_archive *archive, gx_slab *slab)
{
    gx_archive_same(archive, slab->records.size, "the size of a record");
    GX_ARCHIVE(archive, slab->used);
    GX_ARCHIVE(archive, slab->free_head);
    GX_ARCHIVE(archive, slab->live);
    bool sound = can_be(slab);
    for (uint32_t i = 0; sound && i < slab->used && gx_archive_good(archive); i++) {
        if (!gx_chunks_reserve(&slab->records, i + 1))
            gx_archive_fail(archive, GX_ERR_MEMORY, "memory is exhausted: cannot allocate records of a book");
        else
            sound = archive_record(archive, slab, i) || !gx_archive_good(archive);
    }
    if (!sound)
        gx_archive_fail(archive, GX_ERR_FORMAT, "a list of records that cannot be");
}
