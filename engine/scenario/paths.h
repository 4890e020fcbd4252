/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dotted paths over the tables: which there are, what one names, which is nearest to a wrong one. */
#ifndef GX_SCENARIO_PATHS_H
#define GX_SCENARIO_PATHS_H

#include <gx/base/table.h>
#include <gx/base/text.h>

/* Keys longer than this are nobody's name. */
enum { GX_PATH_MAX = 128 };

/* The key of the reader itself at the root. */
#define GX_VARIANTS_KEY "variants"

#define GX_NO_INDEX SIZE_MAX

typedef enum gx_path_kind {
    GX_PATH_UNKNOWN,
    GX_PATH_SECTION,   /* a section, or what sections stand under */
    GX_PATH_FIELD,     /* of a plain section */
    GX_PATH_ITEM_FIELD /* of item `item` of a repeated section */
} gx_path_kind;

typedef struct gx_path {
    gx_path_kind kind;
    size_t table;
    size_t field;
    uint64_t item;
} gx_path;

/* What `path` names. "agents.field" (without a number) is UNKNOWN. O(fields). */
gx_path gx_path_find(const gx_table *const *tables, size_t count, const char *path);

/* Index of the field in the table, or GX_NO_INDEX. */
size_t gx_field_find(const gx_table *table, const char *name);

/* Index of the table at exactly this path, or GX_NO_INDEX. */
size_t gx_table_find(const gx_table *const *tables, size_t count, const char *path);

/* If `path` lies below `prefix`, the rest behind the dot (all of it for ""), else NULL. */
const char *gx_path_below(const char *path, const char *prefix);

/* Do sections stand below this path? */
bool gx_path_is_parent(const gx_table *const *tables, size_t count, const char *path);

/* The keys below a path that lead to sections, each once, in the order of the tables. Start with *cursor 0.
 * Returns the key, and its path in `child` (replaced; the key points into it); NULL at the end, or with
 * child->failed. */
const char *gx_path_next_child(const gx_table *const *tables, size_t count, const char *path, size_t *cursor,
                               gx_text *child);

/* Appends the path of a field: "run.seed", "agents.0.name", "version". */
void gx_path_print(const gx_table *table, const char *field, uint64_t item, gx_text *out);

/* Appends the path nearest to a wrong one: the one that ends in the same word, else the nearest by spelling;
 * with `sections` the sections count too. False when none is near. O(fields * length^2). */
bool gx_path_nearest(const gx_table *const *tables, size_t count, const char *wrong, bool sections,
                     gx_text *out);

#endif
