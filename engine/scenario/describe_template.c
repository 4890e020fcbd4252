/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario to start from: every key with its default and a comment. It reads back without an error, so what
 * must be given gets some value that is allowed, and says so. */
#include "describe.h"

#include <gx/base/memory.h>
#include <inttypes.h>
#include <string.h>

enum { COMMENT_COLUMNS = 100 };

typedef struct writer {
    const gx_selection *selection;
    gx_text *out;
    gx_error *error;
    gx_status status;
} writer;

static void indent(gx_text *out, size_t level)
{
    for (size_t i = 0; i < level; i++)
        gx_text_append(out, "  ");
}

/* Words as comment lines. */
static void print_comment(gx_text *out, size_t level, const char *text)
{
    size_t column = 0;
    while (*(text += strspn(text, " \n"))) {
        size_t word = strcspn(text, " \n");
        if (column == 0 || column + 1 + word > COMMENT_COLUMNS) {
            gx_text_append(out, "%s", column > 0 ? "\n" : "");
            indent(out, level);
            gx_text_append(out, "#");
            column = 2 * level + 1;
        }
        gx_text_append(out, " ");
        gx_text_append_bytes(out, text, word);
        column += word + 1;
        text += word;
    }
    if (column > 0)
        gx_text_append(out, "\n");
}

/* Something allowed for a field that has no default. */
static void print_example(gx_text *out, const gx_field *field)
{
    if (field->type == GX_TYPE_CHOICE) {
        gx_print_yaml_text(field->choices[0], out);
    } else if (field->type == GX_TYPE_TEXT) {
        for (double i = 0; i < 1 || i < field->min; i += 1)
            gx_text_append(out, "x");
    } else if (field->type == GX_TYPE_BOOL || field->type == GX_TYPE_REALS) {
        gx_text_append(out, "%s", field->type == GX_TYPE_BOOL ? "false" : "[]");
    } else {
        double value = gx_field_has_min(field) ? field->min : gx_field_has_max(field) ? field->max : 0;
        gx_field alone = *field;
        alone.offset = 0;
        int64_t whole = (int64_t)value;
        if (field->type == GX_TYPE_REAL)
            gx_field_print(&alone, &value, out);
        else
            gx_field_print(&alone, &whole, out);
    }
}

static void print_value(writer *w, const gx_field *field, const void *defaults)
{
    gx_text_append(w->out, "%s: ", field->name);
    if (!field->fallback)
        print_example(w->out, field);
    else if (field->type == GX_TYPE_TEXT || field->type == GX_TYPE_CHOICE)
        gx_field_print(field, defaults, w->out);
    else
        gx_text_append(w->out, "%s", field->fallback); /* as its author wrote it: 420k, 24h */
    gx_text_append(w->out, "\n");
}

static void print_about(writer *w, const gx_field *field, size_t level)
{
    gx_text about = {0};
    gx_text_append(&about, "%s%s (", field->fallback ? "" : "MUST BE GIVEN. ", field->help);
    gx_field_expects(field, &about);
    gx_text_append(&about, ")");
    if (*field->source)
        gx_text_append(&about, " [%s: %s]", gx_role_text(field->role), field->source);
    print_comment(w->out, level, gx_text_get(&about));
    w->out->failed = w->out->failed || about.failed;
    gx_text_free(&about);
}

static void print_fields(writer *w, size_t table, size_t level)
{
    const gx_selection *s = w->selection;
    void *defaults = NULL;
    gx_status status = gx_default_struct(&defaults, s->tables[table], w->error);
    if (status != GX_OK) {
        w->status = status;
        return;
    }
    for (size_t f = 0; f < s->tables[table]->field_count; f++) {
        if (!gx_selected(s, table, f))
            continue;
        print_about(w, &s->tables[table]->fields[f], level);
        indent(w->out, level);
        print_value(w, &s->tables[table]->fields[f], defaults);
    }
    gx_free(defaults);
}

/* An item is only shown, as a comment: the default is to have none. */
static void print_item(writer *w, size_t table, size_t level)
{
    writer item = *w;
    gx_text lines = {0};
    item.out = &lines;
    print_fields(&item, table, level + 2);
    bool dashed = false;
    for (const char *line = gx_text_get(&lines); *line; line += strcspn(line, "\n") + 1) {
        const char *text = line + strspn(line, " ");
        const char *lead = "#   ";
        if (*text != '#' && !dashed) {
            lead = "# - ";
            dashed = true;
        }
        indent(w->out, level);
        gx_text_append(w->out, "%s%.*s\n", lead, (int)strcspn(text, "\n"), text);
    }
    w->out->failed = w->out->failed || lines.failed;
    w->status = item.status;
    gx_text_free(&lines);
}

/* Is anything at or below this path selected? */
static bool is_wanted(const gx_selection *s, const char *path)
{
    for (size_t t = 0; t < s->count; t++) {
        if (strcmp(s->tables[t]->path, path) != 0 && !gx_path_below(s->tables[t]->path, path))
            continue;
        for (size_t f = 0; f < s->tables[t]->field_count; f++) {
            if (gx_selected(s, t, f))
                return true;
        }
    }
    return false;
}

/* Depth is that of the tables' paths. */
static void print_level(writer *w, const char *path, size_t level)
{
    const gx_selection *s = w->selection;
    size_t own = gx_table_find(s->tables, s->count, path);
    if (own != GX_NO_INDEX)
        print_fields(w, own, level);
    gx_text child = {0};
    const char *name = NULL;
    size_t cursor = 0;
    while ((name = gx_path_next_child(s->tables, s->count, path, &cursor, &child))) {
        if (!is_wanted(s, gx_text_get(&child)))
            continue;
        size_t table = gx_table_find(s->tables, s->count, gx_text_get(&child));
        gx_text_append(w->out, "\n");
        if (table != GX_NO_INDEX)
            print_comment(w->out, level, s->tables[table]->help);
        bool list = table != GX_NO_INDEX && s->tables[table]->repeat_max > 0;
        indent(w->out, level);
        gx_text_append(w->out, "%s:%s\n", name, list ? " []" : "");
        if (list)
            print_item(w, table, level);
        else
            print_level(w, gx_text_get(&child), level + 1);
    }
    w->out->failed = w->out->failed || child.failed;
    gx_text_free(&child);
}

gx_status gx_describe_template(const gx_selection *selection, gx_text *out, gx_error *error)
{
    writer w = {selection, out, error, GX_OK};
    print_level(&w, "", 0);
    if (gx_selected_variants(selection)) {
        gx_text_append(out, "\n");
        print_comment(out, 0, gx_variants_help);
        gx_text_append(out, "variants: []\n# - name: some-name\n#   help: what is different\n#   set: {}\n");
    }
    return w.status;
}
