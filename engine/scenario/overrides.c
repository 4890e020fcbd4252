/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assignments to dotted paths: `--set path=value`, and what a variant sets. */
#include "reader.h"

#include <gx/base/memory.h>
#include <inttypes.h>
#include <string.h>

static void suggest_path(gx_reader *r, const char *wrong, gx_text *hint)
{
    const gx_scenario *s = r->scenario;
    gx_text nearest = {0};
    if (r->diagnostics->count < 100 && gx_path_nearest(s->tables, s->section_count, wrong, false, &nearest)) {
        gx_path found = gx_path_find(s->tables, s->section_count, gx_text_get(&nearest));
        gx_text_append(hint, "did you mean '%s'?", gx_text_get(&nearest));
        if (found.kind == GX_PATH_FIELD || found.kind == GX_PATH_ITEM_FIELD) {
            gx_text_append(hint, " (");
            gx_field_expects(&s->tables[found.table]->fields[found.field], hint);
            gx_text_append(hint, ")");
        }
    } else {
        gx_text_append(hint, "`guanxi describe` lists all keys");
    }
    gx_text_free(&nearest);
}

void gx_assign(gx_reader *r, gx_spot path, gx_spot value, gx_origin origin, bool apply)
{
    const gx_scenario *s = r->scenario;
    const char *name = gx_node_text(path.tree, path.node);
    gx_path found = gx_path_find(s->tables, s->section_count, name);
    gx_text hint = {0};
    char shown[168];
    gx_shown(shown, name);
    if (found.kind == GX_PATH_SECTION) {
        gx_text_append(&hint, "name one of its keys: '%s.key'", shown);
        gx_diagnose_node(r, path.tree, path.node, &hint, "'%s' is a section", shown);
    } else if (found.kind == GX_PATH_UNKNOWN) {
        suggest_path(r, name, &hint);
        gx_diagnose_node(r, path.tree, path.node, &hint, "unknown key '%s'", shown);
    } else if (found.kind == GX_PATH_ITEM_FIELD && found.item >= s->filled[found.table].items) {
        gx_text_append(&hint, "items are counted from 0");
        gx_diagnose_node(r, path.tree, path.node, &hint, "'%s' does not exist: '%s' has %" PRIu32 " items",
                         shown, s->tables[found.table]->path, s->filled[found.table].items);
    } else {
        gx_take_field(r, found.table, found.item, found.field, value.tree, value.node, origin, apply);
    }
}

static uint32_t characters(const char *text, size_t length)
{
    uint32_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xC0U) != 0x80U;
    return count;
}

/* The value's tree: what begins with a bracket or a quote is YAML; all else stands for itself, blanks around
 * it cut, so that no '#' or ': ' in it has a meaning. "name=" is the empty text. */
static bool read_value(gx_tree *out, const char *assignment, const char *value)
{
    value += strspn(value, " ");
    size_t length = strlen(value);
    while (length > 0 && value[length - 1] == ' ')
        length--;
    uint32_t offset = characters(assignment, (size_t)(value - assignment));
    if (*value && strchr("[{\"'", *value))
        return gx_tree_read(out, value, length, offset);
    if (!gx_tree_scalar(out, value, length, offset))
        return false;
    out->nodes[out->root].plain = length > 0;
    return true;
}

static void apply(gx_reader *r, const char *assignment, const char *equals)
{
    gx_tree path, value;
    bool read = gx_tree_scalar(&path, assignment, (size_t)(equals - assignment), 0);
    if (!read_value(&value, assignment, equals + 1) || !read) {
        r->memory_failed = true;
    } else if (value.stopped || value.root == GX_NO_NODE) {
        gx_diagnose(r->diagnostics, 1, value.stop_column, 1, "a list is written [1, 2]", "%s",
                    value.stop_message);
    } else {
        gx_assign(r, (gx_spot){&path, path.root}, (gx_spot){&value, value.root},
                  (gx_origin){.from = GX_FROM_SET}, true);
    }
    gx_tree_free(&path);
    gx_tree_free(&value);
}

void gx_apply_override(gx_reader *r, const char *assignment)
{
    gx_diagnostics *d = r->diagnostics;
    const char *file = d->file, *source = d->source;
    d->file = "--set";
    d->source = assignment;
    const char *equals = strchr(assignment, '=');
    if (!equals || equals == assignment)
        gx_diagnose(d, 1, 1, characters(assignment, strlen(assignment)),
                    "write --set path=value, like run.seed=7", "an override needs a key, '=' and a value");
    else if (gx_check_bytes(d, assignment, strlen(assignment)))
        apply(r, assignment, equals);
    d->file = file;
    d->source = source;
}
