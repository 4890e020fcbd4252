/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Defaults: a table writes them as a scenario would, so they are read by the same parsers and must keep the
 * same range. What fails here is a defect of a table, never a user's. */
#include "fields.h"

#include <string.h>

static size_t size_of(const gx_field *field)
{
    switch (field->type) {
    case GX_TYPE_BOOL:
        return sizeof(bool);
    case GX_TYPE_REAL:
        return sizeof(double);
    case GX_TYPE_CHOICE:
        return sizeof(int32_t);
    case GX_TYPE_TEXT:
        return field->capacity;
    case GX_TYPE_REALS:
        return sizeof(gx_reals);
    default:
        return sizeof(int64_t);
    }
}

bool gx_field_default(const gx_field *field, void *target, gx_complaint *complaint)
{
    memset((char *)target + field->offset, 0, size_of(field));
    if (!field->fallback || (field->type == GX_TYPE_TEXT && *field->fallback == '\0'))
        return true;
    gx_tree tree;
    size_t length = strlen(field->fallback);
    bool read = field->type == GX_TYPE_REALS ? gx_tree_read(&tree, field->fallback, length, 0)
                                             : gx_tree_scalar(&tree, field->fallback, length, 0);
    bool good = read && tree.root != GX_NO_NODE && !tree.stopped &&
                gx_field_parse(field, &tree, tree.root, target, complaint);
    if (read && (tree.root == GX_NO_NODE || tree.stopped))
        gx_text_append(&complaint->what, "'%s' has a default that is no list", field->name);
    gx_tree_free(&tree);
    return good;
}

bool gx_table_defaults(const gx_table *table, void *target, gx_complaint *complaint)
{
    for (size_t f = 0; f < table->field_count; f++) {
        if (!gx_field_default(&table->fields[f], target, complaint))
            return false;
    }
    return true;
}
