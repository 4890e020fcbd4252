/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/slab.h"

#include <gx/base/memory.h>
#include <gx/base/status.h>

enum { FIRST_CAPACITY = 64 };

void gx_slab_init(gx_slab *slab, size_t size)
{
    *slab = (gx_slab){.size = size, .free_head = GX_SLAB_NONE};
}

void gx_slab_free(gx_slab *slab)
{
    gx_free(slab->records);
    slab->records = NULL;
}

size_t gx_slab_bytes(const gx_slab *slab)
{
    return slab->capacity * slab->size;
}

bool gx_slab_reserve(gx_slab *slab)
{
    if (slab->free_head != GX_SLAB_NONE || slab->used < slab->capacity)
        return true;
    uint64_t wanted = slab->capacity == 0 ? FIRST_CAPACITY : (uint64_t)slab->capacity + slab->capacity / 2;
    if (wanted > GX_SLAB_NONE)
        wanted = GX_SLAB_NONE;
    if (wanted <= slab->capacity)
        return false;
    unsigned char *grown = slab->records == NULL
                               ? gx_alloc((size_t)wanted, slab->size)
                               : gx_resize(slab->records, slab->capacity, (size_t)wanted, slab->size);
    if (grown == NULL)
        return false;
    slab->records = grown;
    slab->capacity = (uint32_t)wanted;
    return true;
}

uint32_t gx_slab_take(gx_slab *slab)
{
    uint32_t place = slab->free_head;
    gx_slab_head *head;
    if (place != GX_SLAB_NONE) {
        head = gx_slab_at(slab, place);
        slab->free_head = head->next;
    } else {
        GX_ASSERT(slab->used < slab->capacity);
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
    GX_ASSERT(head->next == GX_SLAB_IN_USE);
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
    GX_ASSERT(head->next == GX_SLAB_IN_USE);
    head->life++;
    slab->live--;
    if (head->life == UINT32_MAX) {
        head->next = GX_SLAB_NONE; /* its lives are used up: free, but on no list */
        return;
    }
    head->next = slab->free_head;
    slab->free_head = place;
}
