/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "overlay.h"

#include <gx/base/bits.h>
#include <gx/base/memory.h>
#include <string.h>

/* 8, 12, 16, 24, 32, 48, … */
static size_t class_size(uint32_t class)
{
    return (size_t)(class & 1 ? 12 : 8) << (class >> 1);
}

static uint32_t class_of(size_t entries)
{
    uint32_t class = 0;
    while (class_size(class) < entries)
        class ++;
    return class;
}

gx_status gx_overlay_open(gx_overlay *overlay)
{
    if (overlay->changed == NULL)
        overlay->changed = gx_alloc_columns(gx_overlay_words(overlay), sizeof *overlay->changed);
    return overlay->changed != NULL ? GX_OK : GX_ERR_MEMORY;
}

void gx_overlay_free(gx_overlay *overlay)
{
    gx_free(overlay->changed);
    gx_free(overlay->slot);
    gx_free(overlay->column);
    gx_free(overlay->strength);
    gx_free(overlay->layers);
    memset(overlay, 0, sizeof *overlay);
}

size_t gx_overlay_bytes(const gx_overlay *overlay)
{
    size_t entry = sizeof *overlay->column + (overlay->beside ? 2 : 0);
    size_t bits = overlay->changed != NULL ? gx_overlay_words(overlay) * sizeof(uint64_t) : 0;
    return bits + overlay->slot_capacity * sizeof *overlay->slot + overlay->capacity * entry;
}

/* ---- Slots ---- */

/* Where the row's slot is, or the free one where it would go. */
static gx_slot *probe(const gx_overlay *overlay, uint32_t row)
{
    uint32_t mask = overlay->slot_capacity - 1;
    uint32_t at = (uint32_t)gx_mix64(row) & mask;
    while (overlay->slot[at].row != 0 && overlay->slot[at].row != row + 1)
        at = (at + 1) & mask;
    return &overlay->slot[at];
}

gx_slot *gx_overlay_slot(const gx_overlay *overlay, uint32_t row)
{
    if (overlay->slot_capacity == 0 || !gx_overlay_has(overlay, row))
        return NULL;
    gx_slot *slot = probe(overlay, row);
    return slot->row != 0 ? slot : NULL;
}

static gx_status grow_slots(gx_overlay *overlay)
{
    uint32_t old_capacity = overlay->slot_capacity;
    if (2 * (overlay->slots + 1) <= old_capacity)
        return GX_OK;
    gx_slot *old = overlay->slot;
    uint32_t capacity = old_capacity != 0 ? 2 * old_capacity : 64;
    gx_slot *slot = gx_alloc(capacity, sizeof *slot);
    if (slot == NULL)
        return GX_ERR_MEMORY;
    overlay->slot = slot;
    overlay->slot_capacity = capacity;
    for (uint32_t i = 0; i < old_capacity; i++)
        if (old[i].row != 0)
            *probe(overlay, old[i].row - 1) = old[i];
    gx_free(old);
    return GX_OK;
}

/* ---- Blocks ---- */

static gx_status grow_arena(gx_overlay *overlay, size_t wanted)
{
    size_t capacity = overlay->capacity != 0 ? overlay->capacity : 1024;
    while (capacity < wanted)
        capacity *= 2;
    if (capacity / GX_BLOCK_UNIT > UINT32_MAX)
        return GX_ERR_MEMORY;
    uint32_t *column = gx_resize(overlay->column, overlay->capacity, capacity, sizeof *column);
    if (column == NULL)
        return GX_ERR_MEMORY;
    overlay->column = column;
    if (overlay->beside) {
        uint8_t *strength = gx_resize(overlay->strength, overlay->capacity, capacity, 1);
        overlay->strength = strength != NULL ? strength : overlay->strength;
        uint8_t *layers =
            strength != NULL ? gx_resize(overlay->layers, overlay->capacity, capacity, 1) : NULL;
        if (layers == NULL)
            return GX_ERR_MEMORY;
        overlay->layers = layers;
    }
    overlay->capacity = capacity;
    return GX_OK;
}

static gx_status take_block(gx_overlay *overlay, uint32_t class, uint32_t *block)
{
    if (overlay->free[class] != 0) {
        *block = overlay->free[class] - 1;
        overlay->free[class] = overlay->column[(size_t)*block * GX_BLOCK_UNIT];
        return GX_OK;
    }
    size_t end = overlay->used + class_size(class);
    if (end > overlay->capacity && grow_arena(overlay, end) != GX_OK)
        return GX_ERR_MEMORY;
    *block = (uint32_t)(overlay->used / GX_BLOCK_UNIT);
    overlay->used = end;
    return GX_OK;
}

static void give_block(gx_overlay *overlay, uint32_t class, uint32_t block)
{
    overlay->column[(size_t)block * GX_BLOCK_UNIT] = overlay->free[class];
    overlay->free[class] = block + 1;
}

/* ---- Rows ---- */

static gx_entries entries_of(const gx_overlay *overlay, const gx_slot *slot)
{
    size_t first = (size_t)slot->block * GX_BLOCK_UNIT;
    return (gx_entries){.count = slot->count,
                        .column = overlay->column + first,
                        .strength = overlay->beside ? overlay->strength + first : NULL,
                        .layers = overlay->beside ? overlay->layers + first : NULL};
}

gx_entries gx_overlay_row(const gx_overlay *overlay, uint32_t row)
{
    const gx_slot *slot = gx_overlay_slot(overlay, row);
    return slot != NULL ? entries_of(overlay, slot) : (gx_entries){0};
}

static void copy_entries(gx_overlay *overlay, uint32_t block, const gx_entries *from)
{
    if (from->count == 0)
        return;
    size_t first = (size_t)block * GX_BLOCK_UNIT;
    memcpy(overlay->column + first, from->column, from->count * sizeof *from->column);
    if (!overlay->beside)
        return;
    GX_ASSERT(overlay->strength != NULL && overlay->layers != NULL && from->strength != NULL);
    memcpy(overlay->strength + first, from->strength, from->count);
    if (from->layers != NULL)
        memcpy(overlay->layers + first, from->layers, from->count);
    else
        memset(overlay->layers + first, 0, from->count);
}

static gx_status bring_in(gx_overlay *overlay, uint32_t row, const gx_entries *base, uint32_t more)
{
    uint32_t class = class_of((size_t)base->count + more), block;
    if (grow_slots(overlay) != GX_OK || take_block(overlay, class, &block) != GX_OK)
        return GX_ERR_MEMORY;
    copy_entries(overlay, block, base);
    *probe(overlay, row) = (gx_slot){.row = row + 1,
                                     .count = base->count,
                                     .block = block,
                                     .class = class & 63,
                                     .pending = more & 0x3ffffff};
    overlay->slots++;
    if (row < overlay->base_rows)
        overlay->changed[row >> 6] |= UINT64_C(1) << (row & 63);
    return GX_OK;
}

gx_status gx_overlay_reserve(gx_overlay *overlay, uint32_t row, const gx_entries *base, uint32_t more)
{
    gx_slot *slot = gx_overlay_slot(overlay, row);
    if (slot == NULL)
        return bring_in(overlay, row, base, more);
    size_t wanted = (size_t)slot->count + slot->pending + more;
    if (wanted > class_size(slot->class)) {
        uint32_t class = class_of(wanted), block;
        if (take_block(overlay, class, &block) != GX_OK)
            return GX_ERR_MEMORY;
        gx_entries old = entries_of(overlay, slot);
        copy_entries(overlay, block, &old);
        give_block(overlay, slot->class, slot->block);
        slot->block = block;
        slot->class = class & 63;
    }
    slot->pending = (slot->pending + more) & 0x3ffffff;
    return GX_OK;
}

void gx_overlay_release(gx_overlay *overlay, uint32_t row)
{
    gx_slot *slot = gx_overlay_slot(overlay, row);
    if (slot != NULL)
        slot->pending = 0;
}

void gx_overlay_insert(gx_overlay *overlay, uint32_t row, uint32_t column, uint8_t strength, uint8_t layers)
{
    gx_slot *slot = gx_overlay_slot(overlay, row);
    GX_ASSERT(slot != NULL && slot->pending > 0);
    size_t first = (size_t)slot->block * GX_BLOCK_UNIT;
    uint32_t at = gx_lower_bound(overlay->column + first, slot->count, column), behind = slot->count - at;
    GX_ASSERT(behind == 0 || overlay->column[first + at] != column);
    memmove(overlay->column + first + at + 1, overlay->column + first + at, behind * sizeof *overlay->column);
    overlay->column[first + at] = column;
    if (overlay->beside) {
        memmove(overlay->strength + first + at + 1, overlay->strength + first + at, behind);
        memmove(overlay->layers + first + at + 1, overlay->layers + first + at, behind);
        overlay->strength[first + at] = strength;
        overlay->layers[first + at] = layers;
    }
    slot->count++;
    slot->pending = (slot->pending - 1u) & 0x3ffffff;
}

/* Where a column stands in the arena; it must be there. */
static size_t place_of(const gx_overlay *overlay, const gx_slot *slot, uint32_t column)
{
    GX_ASSERT(slot != NULL);
    size_t first = (size_t)slot->block * GX_BLOCK_UNIT;
    uint32_t at = gx_lower_bound(overlay->column + first, slot->count, column);
    GX_ASSERT(at < slot->count && overlay->column[first + at] == column);
    return first + at;
}

void gx_overlay_remove(gx_overlay *overlay, uint32_t row, uint32_t column)
{
    gx_slot *slot = gx_overlay_slot(overlay, row);
    size_t at = place_of(overlay, slot, column);
    size_t behind = (size_t)slot->block * GX_BLOCK_UNIT + slot->count - at - 1;
    memmove(overlay->column + at, overlay->column + at + 1, behind * sizeof *overlay->column);
    if (overlay->beside) {
        memmove(overlay->strength + at, overlay->strength + at + 1, behind);
        memmove(overlay->layers + at, overlay->layers + at + 1, behind);
    }
    slot->count--;
}

void gx_overlay_set(gx_overlay *overlay, uint32_t row, uint32_t column, uint8_t strength, uint8_t layers)
{
    size_t at = place_of(overlay, gx_overlay_slot(overlay, row), column);
    overlay->strength[at] = strength;
    overlay->layers[at] = layers;
}
