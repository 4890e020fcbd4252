/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table for numbers and texts: open addressing on ids, the names themselves lying in arrays by id that
 * are results as well. A name takes 8 bytes (number) or its text and 4, and 8 for its slots and 4 for its
 * mark. */
#include "exchange/naming.h"

#include "exchange/digits.h"
#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <gx/base/sort.h>
#include <gx/base/text.h>
#include <string.h>

enum { FIRST_SLOTS = 1024 };

gx_status gx_side_begin(gx_side *side, gx_naming naming, uint64_t ids, gx_texts *texts,
                        gx_allowance *allowance, gx_error *error)
{
    gx_status status = GX_OK;
    *side = (gx_side){.naming = naming, .texts = texts, .allowance = allowance};
    if (naming == GX_NAMING_DENSE) {
        side->ids = side->mark_capacity = ids;
        side->mark = gx_allowance_alloc(allowance, ids, sizeof *side->mark, "counts of ties", &status, error);
        return status;
    }
    side->slots = FIRST_SLOTS;
    side->slot = gx_allowance_alloc(allowance, FIRST_SLOTS, sizeof *side->slot, "names", &status, error);
    return status;
}

static void free_table(gx_side *side)
{
    gx_allowance_give(side->allowance, side->slots, sizeof *side->slot);
    gx_free(side->slot);
    side->slot = NULL;
    side->slots = 0;
}

void gx_side_free(gx_side *side)
{
    if (side->allowance == NULL)
        return;
    free_table(side);
    gx_allowance_give(side->allowance, side->mark_capacity, sizeof *side->mark);
    gx_free(side->mark);
    gx_free(side->number);
    gx_free(side->text);
    *side = (gx_side){0};
}

gx_status gx_texts_add(gx_texts *texts, gx_allowance *allowance, const char *text, size_t length,
                       uint32_t *at, gx_error *error)
{
    uint64_t end = texts->used + length + 1;
    if (end >= UINT32_MAX)
        return gx_fail(error, GX_ERR_LIMIT, "names and texts of nodes take more than 4 GiB");
    void *data = texts->data;
    gx_status status =
        gx_allowance_grow(allowance, &data, &texts->capacity, end, 1, "names and texts of nodes", error);
    texts->data = data;
    if (status != GX_OK)
        return status;
    memcpy(texts->data + texts->used, text, length);
    texts->data[texts->used + length] = '\0';
    *at = (uint32_t)texts->used;
    texts->used = end;
    return GX_OK;
}

/* ---- The table ---- */

static uint64_t hash_text(const char *text, size_t length)
{
    uint64_t hash = length, word;
    for (; length >= sizeof word; text += sizeof word, length -= sizeof word) {
        memcpy(&word, text, sizeof word);
        hash = gx_mix64(hash ^ word);
    }
    word = 0;
    memcpy(&word, text, length);
    return gx_mix64(hash ^ word);
}

/* A name as the table sees it. */
typedef struct sought {
    uint64_t number;
    const char *text;
    size_t length;
} sought;

static uint64_t hash_of(const gx_side *side, const sought *name)
{
    return side->naming == GX_NAMING_TEXT ? hash_text(name->text, name->length) : gx_mix64(name->number);
}

static bool is_name(const gx_side *side, uint64_t id, const sought *name)
{
    if (side->naming == GX_NAMING_SPARSE)
        return side->number[id] == name->number;
    const char *text = side->texts->data + side->text[id];
    return memcmp(text, name->text, name->length) == 0 && text[name->length] == '\0';
}

/* Its slot, or the free one where it belongs. A text is compared only up to the end of the texts: all are at
 * least as far from it as they are long, but for the last ones. */
static uint64_t slot_of(const gx_side *side, const sought *name)
{
    uint64_t at = hash_of(side, name) & (side->slots - 1);
    while (side->slot[at] != 0) {
        uint64_t id = side->slot[at] - 1;
        bool fits = side->naming == GX_NAMING_SPARSE || side->text[id] + name->length < side->texts->used;
        if (fits && is_name(side, id, name))
            return at;
        at = (at + 1) & (side->slots - 1);
    }
    return at;
}

static gx_status widen(gx_side *side, gx_error *error)
{
    gx_status status;
    uint64_t slots = side->slots * 2;
    uint32_t *slot = gx_allowance_alloc(side->allowance, slots, sizeof *slot, "names", &status, error);
    if (status != GX_OK)
        return status;
    free_table(side);
    side->slot = slot;
    side->slots = slots;
    for (uint64_t id = 0; id < side->ids; id++) {
        sought name = {0};
        if (side->naming == GX_NAMING_SPARSE)
            name.number = side->number[id];
        else
            name.text = side->texts->data + side->text[id];
        if (name.text != NULL)
            name.length = strlen(name.text);
        uint64_t at = hash_of(side, &name) & (slots - 1);
        while (slot[at] != 0)
            at = (at + 1) & (slots - 1);
        slot[at] = (uint32_t)id + 1;
    }
    return GX_OK;
}

static gx_status add_name(gx_side *side, const sought *name, gx_error *error)
{
    if (side->ids >= GX_IMPORT_NODES_MAX)
        return gx_fail(error, GX_ERR_LIMIT, "more than %u nodes", GX_IMPORT_NODES_MAX);
    bool numeric = side->naming == GX_NAMING_SPARSE;
    void *names = numeric ? (void *)side->number : (void *)side->text, *marks = side->mark;
    gx_status status =
        gx_allowance_grow(side->allowance, &names, &side->name_capacity, side->ids + 1,
                          numeric ? sizeof *side->number : sizeof *side->text, "names of nodes", error);
    if (numeric)
        side->number = names;
    else
        side->text = names;
    if (status == GX_OK)
        status = gx_allowance_grow(side->allowance, &marks, &side->mark_capacity, side->ids + 1,
                                   sizeof *side->mark, "counts of ties", error);
    side->mark = marks;
    if (status == GX_OK && numeric)
        side->number[side->ids] = name->number;
    else if (status == GX_OK)
        status = gx_texts_add(side->texts, side->allowance, name->text, name->length, &side->text[side->ids],
                              error);
    if (status == GX_OK)
        side->ids++;
    return status;
}

/* ---- Asking ---- */

static const char *wrong_with(const char *name, size_t length)
{
    size_t offset;
    if (length == 0)
        return "a name is expected";
    if (length > GX_IMPORT_NAME_MAX)
        return "a name is longer than 1000 bytes";
    if (memchr(name, '\0', length) != NULL)
        return "a NUL byte: this is not a text file";
    return gx_utf8_valid(name, length, &offset) ? NULL : "a name is not UTF-8";
}

/* Whether the naming holds it; DENSE: *id is already it. */
static bool can_hold(const gx_side *side, const char *name, size_t length, sought *as)
{
    *as = (sought){.text = name, .length = length};
    if (side->naming == GX_NAMING_TEXT)
        return true;
    return gx_whole_of(&as->number, name, length) &&
           (side->naming == GX_NAMING_SPARSE || as->number < side->ids);
}

gx_naming gx_side_wants(const gx_side *side, const char *name, size_t length)
{
    uint64_t number;
    bool whole = side->naming == GX_NAMING_DENSE && gx_whole_of(&number, name, length);
    return whole ? GX_NAMING_SPARSE : GX_NAMING_TEXT;
}

gx_named gx_side_name(gx_side *side, const char *name, size_t length, uint64_t *id, const char **why,
                      gx_status *status, gx_error *error)
{
    sought as;
    if (!can_hold(side, name, length, &as) || side->naming == GX_NAMING_TEXT) {
        *why = wrong_with(name, length);
        if (*why != NULL)
            return GX_NAMED_WRONG;
        if (side->naming != GX_NAMING_TEXT)
            return GX_NAMED_OTHER;
    }
    *id = as.number;
    if (side->naming == GX_NAMING_DENSE)
        return GX_NAMED;
    uint64_t at = slot_of(side, &as);
    if (side->slot[at] != 0) {
        *id = side->slot[at] - 1;
        return GX_NAMED;
    }
    *id = side->ids;
    *status = add_name(side, &as, error);
    if (*status != GX_OK)
        return GX_NAMED_FAILED;
    side->slot[at] = (uint32_t)side->ids;
    if (side->ids * 3 > side->slots * 2)
        *status = widen(side, error);
    return *status == GX_OK ? GX_NAMED : GX_NAMED_FAILED;
}

gx_named gx_side_find(const gx_side *side, const char *name, size_t length, uint64_t *id)
{
    sought as;
    if (!can_hold(side, name, length, &as))
        return GX_NAMED_NOT;
    *id = as.number;
    if (side->naming == GX_NAMING_DENSE)
        return GX_NAMED;
    uint64_t at = slot_of(side, &as);
    *id = side->slot[at] - UINT64_C(1);
    return side->slot[at] != 0 ? GX_NAMED : GX_NAMED_NOT;
}

/* ---- Rows ---- */

static gx_status count_nodes(const gx_side *side, uint64_t *count, gx_error *error)
{
    *count = 0;
    for (uint64_t id = 0; id < side->ids; id++)
        *count += side->naming != GX_NAMING_DENSE || side->mark[id] != 0;
    return *count <= GX_IMPORT_NODES_MAX
               ? GX_OK
               : gx_fail(error, GX_ERR_LIMIT, "more than %u nodes", GX_IMPORT_NODES_MAX);
}

static void set_row(gx_side *side, uint64_t id, uint64_t row, uint64_t *lengths)
{
    lengths[row + 1] = side->mark[id] & ~GX_MARK_SEEN;
    side->mark[id] = (uint32_t)row;
}

static void arrange_dense(gx_side *side, gx_node_names *names, uint64_t *lengths)
{
    uint64_t row = 0;
    for (uint64_t id = 0; id < side->ids; id++) {
        if (side->mark[id] == 0) {
            continue; /* stays 0 and without a page; whoever asks compares the row's name */
        }
        names->number[row] = id;
        set_row(side, id, row++, lengths);
    }
}

/* By number: ids are sorted along. */
static gx_status arrange_sparse(gx_side *side, gx_node_names *names, uint64_t *lengths, gx_error *error)
{
    gx_status status;
    uint64_t count = side->ids;
    uint64_t *room =
        gx_allowance_alloc(side->allowance, 3 * count, sizeof *room, "sorting of names", &status, error);
    if (status != GX_OK)
        return status;
    memcpy(names->number, side->number, count * sizeof *names->number);
    for (uint64_t id = 0; id < count; id++)
        room[id] = id;
    gx_sort_pairs_u64(names->number, room, room + count, room + 2 * count, (size_t)count);
    for (uint64_t row = 0; row < count; row++)
        set_row(side, room[row], row, lengths);
    gx_free(room);
    gx_allowance_give(side->allowance, 3 * count, sizeof *room);
    return GX_OK;
}

gx_status gx_side_arrange(gx_side *side, gx_node_names *names, uint64_t **lengths, gx_error *error)
{
    uint64_t count;
    gx_status status = count_nodes(side, &count, error);
    if (status != GX_OK)
        return status;
    *lengths = gx_allowance_alloc(side->allowance, count + 1, sizeof **lengths, "rows", &status, error);
    if (status == GX_OK && side->naming != GX_NAMING_TEXT)
        names->number = gx_allowance_alloc(side->allowance, count, sizeof *names->number, "names of nodes",
                                           &status, error);
    if (status != GX_OK)
        return status;
    names->count = (uint32_t)count;
    if (side->naming == GX_NAMING_DENSE)
        arrange_dense(side, names, *lengths);
    if (side->naming == GX_NAMING_SPARSE)
        return arrange_sparse(side, names, *lengths, error);
    for (uint64_t id = 0; side->naming == GX_NAMING_TEXT && id < count; id++)
        set_row(side, id, id, *lengths);
    return GX_OK;
}

void gx_side_give_texts(gx_side *side, gx_node_names *names)
{
    if (side->naming != GX_NAMING_TEXT)
        return;
    names->text = side->text; /* by id is by row */
    side->text = NULL;
}
