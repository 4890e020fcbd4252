/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that differ from those of a base: a full copy of each, found by a bit and a hash.
 *
 *     row 17 ──► bit 17 of `changed` ── 0: ask the base
 *                     │ 1
 *                     ▼
 *                slot {row 17, count 9, class 1, block 40} ──► column[160 … 168], strength, layers beside it
 *                                                              block of 12 entries, 3 of them free
 *
 * The arena holds blocks of 8, 12, 16, 24, 32, 48 … entries (two sizes an octave); a row that outgrows its
 * block moves to one of the next size, and the old block waits in a list of its size for the next row that
 * needs one. The arrays grow by doubling. Rows behind those of the base (groups created in the run) have no
 * bit: they are here or nowhere.
 */
#ifndef GX_GRAPH_CHANGES_OVERLAY_H
#define GX_GRAPH_CHANGES_OVERLAY_H

#include "../rows.h"

#include <gx/base/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { GX_BLOCK_UNIT = 4, GX_BLOCK_CLASSES = 60 };

typedef struct gx_slot {
    uint32_t row; /* + 1; 0: no slot */
    uint32_t count;
    uint32_t block;        /* first entry, in units of GX_BLOCK_UNIT */
    uint32_t class : 6;    /* of the block's size */
    uint32_t pending : 26; /* entries that a merge will add and has made room for */
} gx_slot;

typedef struct gx_overlay {
    uint32_t base_rows;
    bool beside;       /* strengths and layers are kept */
    uint64_t *changed; /* a bit a base row; NULL before gx_overlay_open */
    gx_slot *slot;     /* open addressing; capacity a power of two, at most half full */
    uint32_t slots, slot_capacity;
    uint32_t *column; /* the arena */
    uint8_t *strength, *layers;
    size_t used, capacity; /* entries; capacity < 2^34 */
    uint32_t
        free[GX_BLOCK_CLASSES]; /* first free block of a class + 1; the next stands in its first column */
} gx_overlay;

/* Entries of a row, borrowed; strength and layers are NULL where they are not kept. */
typedef struct gx_entries {
    uint32_t count;
    const uint32_t *column;
    const uint8_t *strength, *layers;
} gx_entries;

/* Memory for the bits; before the first reserve. Can be called again. GX_ERR_MEMORY. */
gx_status gx_overlay_open(gx_overlay *overlay);
void gx_overlay_free(gx_overlay *overlay);
size_t gx_overlay_bytes(const gx_overlay *overlay);

/* Words of `changed`. */
static inline size_t gx_overlay_words(const gx_overlay *overlay)
{
    return (size_t)overlay->base_rows / 64 + 1;
}

/* Whether the base's row holds no more. `row` may be one behind the base's rows. */
static inline bool gx_overlay_has(const gx_overlay *overlay, uint32_t row)
{
    return row >= overlay->base_rows ||
           (overlay->changed != NULL && (overlay->changed[row >> 6] >> (row & 63) & 1) != 0);
}

/* The slot of a row, or NULL. O(1). */
gx_slot *gx_overlay_slot(const gx_overlay *overlay, uint32_t row);

/* The entries of a row that gx_overlay_has. */
gx_entries gx_overlay_row(const gx_overlay *overlay, uint32_t row);

/* Room for `more` entries in a row beside those already asked for. The row is copied from `base` when it is
 * not here. What the row holds stays the same. GX_ERR_MEMORY. */
gx_status gx_overlay_reserve(gx_overlay *overlay, uint32_t row, const gx_entries *base, uint32_t more);

/* Forget what a row was promised and has not used. */
void gx_overlay_release(gx_overlay *overlay, uint32_t row);

/* Change a row that was reserved; `column` must be absent, or present for the latter two. O(row). */
void gx_overlay_insert(gx_overlay *overlay, uint32_t row, uint32_t column, uint8_t strength, uint8_t layers);
void gx_overlay_remove(gx_overlay *overlay, uint32_t row, uint32_t column);
void gx_overlay_set(gx_overlay *overlay, uint32_t row, uint32_t column, uint8_t strength, uint8_t layers);

#endif
