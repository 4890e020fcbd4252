/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paths.h"

#include <gx/base/memory.h>
#include <inttypes.h>
#include <string.h>

size_t gx_field_find(const gx_table *table, const char *name)
{
    for (size_t f = 0; f < table->field_count; f++) {
        if (strcmp(table->fields[f].name, name) == 0)
            return f;
    }
    return GX_NO_INDEX;
}

size_t gx_table_find(const gx_table *const *tables, size_t count, const char *path)
{
    for (size_t t = 0; t < count; t++) {
        if (strcmp(tables[t]->path, path) == 0)
            return t;
    }
    return GX_NO_INDEX;
}

const char *gx_path_below(const char *path, const char *prefix)
{
    size_t length = strlen(prefix);
    if (length == 0)
        return *path ? path : NULL;
    return strncmp(path, prefix, length) == 0 && path[length] == '.' ? path + length + 1 : NULL;
}

bool gx_path_is_parent(const gx_table *const *tables, size_t count, const char *path)
{
    for (size_t t = 0; t < count; t++) {
        if (gx_path_below(tables[t]->path, path))
            return true;
    }
    return false;
}

/* Has an earlier section the same key at this level? */
static bool came_before(const gx_table *const *tables, size_t table, const char *path, const char *key,
                        size_t length)
{
    for (size_t t = 0; t < table; t++) {
        const char *rest = gx_path_below(tables[t]->path, path);
        if (rest && strcspn(rest, ".") == length && strncmp(rest, key, length) == 0)
            return true;
    }
    return false;
}

const char *gx_path_next_child(const gx_table *const *tables, size_t count, const char *path, size_t *cursor,
                               gx_text *child)
{
    gx_text_free(child);
    *child = (gx_text){0};
    for (; *cursor < count; ++*cursor) {
        const char *whole = tables[*cursor]->path;
        const char *rest = gx_path_below(whole, path);
        size_t length = rest ? strcspn(rest, ".") : 0;
        if (!rest || came_before(tables, *cursor, path, rest, length))
            continue;
        size_t before = (size_t)(rest - whole);
        gx_text_append_bytes(child, whole, before + length);
        ++*cursor;
        return child->failed ? NULL : gx_text_get(child) + before;
    }
    return NULL;
}

/* "12.name" -> 12 and "name"; NULL when it is no such thing. */
static const char *read_item(const char *text, uint64_t *item)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 9 || text[digits] != '.')
        return NULL;
    *item = 0;
    for (size_t i = 0; i < digits; i++)
        *item = *item * 10 + (uint64_t)(text[i] - '0');
    return text + digits + 1;
}

gx_path gx_path_find(const gx_table *const *tables, size_t count, const char *path)
{
    for (size_t t = 0; t < count; t++) {
        uint64_t item = 0;
        const char *name = gx_path_below(path, tables[t]->path);
        if (name && tables[t]->repeat_max > 0)
            name = read_item(name, &item);
        size_t field = name ? gx_field_find(tables[t], name) : GX_NO_INDEX;
        if (field != GX_NO_INDEX)
            return (gx_path){tables[t]->repeat_max > 0 ? GX_PATH_ITEM_FIELD : GX_PATH_FIELD, t, field, item};
    }
    if (*path &&
        (gx_table_find(tables, count, path) != GX_NO_INDEX || gx_path_is_parent(tables, count, path)))
        return (gx_path){.kind = GX_PATH_SECTION};
    return (gx_path){.kind = GX_PATH_UNKNOWN};
}

void gx_path_print(const gx_table *table, const char *field, uint64_t item, gx_text *out)
{
    gx_text_append(out, "%s%s", table->path, *table->path ? "." : "");
    if (table->repeat_max > 0)
        gx_text_append(out, "%" PRIu64 ".", item);
    gx_text_append(out, "%s", field);
}

static const char *last_word(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot ? dot + 1 : path;
}

/* Calls `visit` with each path in turn until it answers false. */
typedef struct collector {
    const char **names;
    size_t count;
    gx_text pool; /* one NUL behind each */
} collector;

static void collect(collector *all, const gx_table *const *tables, size_t count, bool sections)
{
    for (size_t t = 0; t < count; t++) {
        if (sections && *tables[t]->path)
            gx_text_append_bytes(&all->pool, tables[t]->path, strlen(tables[t]->path) + 1);
        for (size_t f = 0; f < tables[t]->field_count; f++) {
            gx_path_print(tables[t], tables[t]->fields[f].name, 0, &all->pool);
            gx_text_append_bytes(&all->pool, "", 1);
        }
    }
}

/* The pool no longer moves: point into it. */
static bool index_names(collector *all)
{
    size_t count = 0;
    for (size_t i = 0; i < all->pool.length; i++)
        count += all->pool.data[i] == '\0';
    all->names = gx_alloc(count, sizeof *all->names);
    if (!all->names || all->pool.failed)
        return false;
    for (size_t i = 0; all->count < count; i += strlen(all->pool.data + i) + 1)
        all->names[all->count++] = all->pool.data + i;
    return true;
}

bool gx_path_nearest(const gx_table *const *tables, size_t count, const char *wrong, bool sections,
                     gx_text *out)
{
    if (strlen(wrong) > GX_PATH_MAX)
        return false;
    collector all = {0};
    collect(&all, tables, count, sections);
    const char *nearest = NULL;
    if (index_names(&all)) {
        nearest = gx_nearest_name(wrong, all.names, all.count);
        for (size_t i = 0; !nearest && i < all.count; i++) {
            if (strcmp(last_word(all.names[i]), last_word(wrong)) == 0)
                nearest = all.names[i];
        }
    }
    if (nearest)
        gx_text_append(out, "%s", nearest);
    gx_text_free(&all.pool);
    gx_free(all.names);
    return nearest != NULL;
}
