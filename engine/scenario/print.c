/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The effective scenario as YAML.
 *
 * Sections come in the host's order, but two that stand under one key ("models.a" and "models.b") may have
 * others between them; a mapping may name a key once only, so they are drawn together where the first of them
 * stands. Origins are aligned, so the lines are laid out twice: once to measure, once to print. */
#include "reader.h"

#include <inttypes.h>

enum { COMMENT_COLUMN_MAX = 56 };

typedef struct printer {
    const gx_scenario *scenario;
    gx_text *out;
    bool origins;
    size_t column; /* where comments start */
    size_t widest; /* line so far */
} printer;

static size_t columns_of(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xC0U) != 0x80U;
    return count;
}

static void print_origin(printer *p, const gx_origin *origin)
{
    if (origin->from == GX_FROM_FILE)
        gx_text_append(p->out, "# %s:%" PRIu32, p->scenario->file, origin->line);
    else if (origin->from == GX_FROM_VARIANT)
        gx_text_append(p->out, "# variant %s", p->scenario->variant);
    else
        gx_text_append(p->out, "%s", origin->from == GX_FROM_SET ? "# --set" : "# default");
}

/* End the line that began at `start`, with its origin. */
static void end_line(printer *p, size_t start, const gx_origin *origin)
{
    size_t width = p->out->failed ? 0 : columns_of(p->out->data + start, p->out->length - start);
    if (width > p->widest && width <= COMMENT_COLUMN_MAX)
        p->widest = width;
    if (p->origins && origin) {
        for (size_t i = width; i < p->column; i++)
            gx_text_append(p->out, " ");
        gx_text_append(p->out, "  ");
        print_origin(p, origin);
    }
    gx_text_append(p->out, "\n");
}

static void indent(printer *p, size_t level)
{
    for (size_t i = 0; i < level; i++)
        gx_text_append(p->out, "  ");
}

static void print_fields(printer *p, const gx_filled *filled, uint64_t item, size_t level)
{
    const gx_table *table = filled->section.table;
    for (size_t f = 0; f < table->field_count; f++) {
        if (gx_origin_of(filled, item, f)->from == GX_FROM_NOWHERE)
            continue; /* left out by the host */
        size_t start = p->out->length;
        indent(p, level);
        if (table->repeat_max > 0)
            gx_text_append(p->out, "%s", f == 0 ? "- " : "  ");
        gx_text_append(p->out, "%s: ", table->fields[f].name);
        gx_field_print(&table->fields[f], gx_item_of(filled, item), p->out);
        end_line(p, start, gx_origin_of(filled, item, f));
    }
}

static void print_items(printer *p, const gx_filled *filled, size_t level)
{
    for (uint64_t item = 0; item < filled->items; item++)
        print_fields(p, filled, item, level + 1);
}

static void print_level(printer *p, const char *path, size_t level);

static void print_child(printer *p, const char *child, const char *name, size_t level)
{
    const gx_scenario *s = p->scenario;
    size_t found = gx_table_find(s->tables, s->section_count, child);
    bool known = found != GX_NO_INDEX;
    const gx_filled *filled = known ? &s->filled[found] : NULL;
    bool empty = known && !gx_path_is_parent(s->tables, s->section_count, child) &&
                 (filled->section.table->field_count == 0 || filled->items == 0);
    size_t start = p->out->length;
    indent(p, level);
    gx_text_append(p->out, "%s:", name);
    if (empty)
        gx_text_append(p->out, "%s", filled->section.table->repeat_max > 0 ? " []" : " {}");
    end_line(p, start, NULL);
    if (known && filled->section.table->repeat_max > 0)
        print_items(p, filled, level);
    else
        print_level(p, child, level + 1);
}

/* Depth is that of the tables' paths. */
static void print_level(printer *p, const char *path, size_t level)
{
    const gx_scenario *s = p->scenario;
    size_t own = gx_table_find(s->tables, s->section_count, path);
    if (own != GX_NO_INDEX)
        print_fields(p, &s->filled[own], 0, level);
    gx_text child = {0};
    size_t cursor = 0;
    const char *name = NULL;
    while ((name = gx_path_next_child(s->tables, s->section_count, path, &cursor, &child)))
        print_child(p, gx_text_get(&child), name, level);
    p->out->failed = p->out->failed || child.failed;
    gx_text_free(&child);
}

void gx_scenario_print(const gx_scenario *scenario, bool origins, gx_text *out)
{
    gx_text scratch = {0};
    printer measure = {.scenario = scenario, .out = &scratch};
    if (origins)
        print_level(&measure, "", 0);
    if (scratch.failed)
        out->failed = true;
    gx_text_free(&scratch);
    printer print = {.scenario = scenario, .out = out, .origins = origins, .column = measure.widest};
    print_level(&print, "", 0);
}
