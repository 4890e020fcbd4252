/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables as a JSON Schema (draft 2020-12), for editors. What it cannot say (a whole number of fen behind
 * a suffix) the reader checks; what it refuses the reader refuses too. */
#include "describe.h"

#include <gx/base/memory.h>
#include <inttypes.h>
#include <string.h>

typedef struct writer {
    const gx_selection *selection;
    gx_text *out;
    gx_error *error;
    gx_status status;
} writer;

static void print_string(gx_text *out, const char *text)
{
    gx_text_append(out, "\"");
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\')
            gx_text_append(out, "\\%c", *c);
        else if ((unsigned char)*c < 0x20)
            gx_text_append(out, "\\u%04x", (unsigned)(unsigned char)*c);
        else
            gx_text_append_bytes(out, c, 1);
    }
    gx_text_append(out, "\"");
}

static void print_bounds(gx_text *out, const gx_field *field, double scale)
{
    char buffer[32];
    if (gx_field_has_min(field))
        gx_text_append(out, ", \"minimum\": %s", gx_format_real(buffer, field->min / scale));
    if (gx_field_has_max(field))
        gx_text_append(out, ", \"maximum\": %s", gx_format_real(buffer, field->max / scale));
}

static void print_choices(gx_text *out, const gx_field *field)
{
    gx_text_append(out, "\"enum\": [");
    for (size_t i = 0; field->choices[i]; i++) {
        gx_text_append(out, "%s", i > 0 ? ", " : "");
        print_string(out, field->choices[i]);
    }
    gx_text_append(out, "]");
}

static void print_text_type(gx_text *out, const gx_field *field)
{
    char buffer[32];
    gx_text_append(out, "\"type\": \"string\"");
    if (gx_field_has_min(field))
        gx_text_append(out, ", \"minLength\": %s", gx_format_real(buffer, field->min));
    double most = (double)(field->capacity - 1);
    if (gx_field_has_max(field) && field->max < most)
        most = field->max;
    gx_text_append(out, ", \"maxLength\": %s", gx_format_real(buffer, most));
}

#define NUMBER "^[+-]?[0-9][0-9_]*(\\\\.[0-9]+)?"

static void print_type(gx_text *out, const gx_field *field)
{
    switch (field->type) {
    case GX_TYPE_BOOL:
        gx_text_append(out, "\"type\": \"boolean\"");
        break;
    case GX_TYPE_INTEGER:
        gx_text_append(out, "\"anyOf\": [{\"type\": \"integer\"");
        print_bounds(out, field, 1);
        gx_text_append(out, "}, {\"type\": \"string\", \"pattern\": \"" NUMBER "[kMG]?$\"}]");
        break;
    case GX_TYPE_REAL:
        gx_text_append(out, "\"type\": \"number\"");
        print_bounds(out, field, 1);
        break;
    case GX_TYPE_MONEY:
        gx_text_append(out, "\"anyOf\": [{\"type\": \"number\"");
        print_bounds(out, field, 100);
        gx_text_append(out, "}, {\"type\": \"string\", \"pattern\": \"" NUMBER "( ?(yuan|fen))?$\"}]");
        break;
    case GX_TYPE_DURATION:
        gx_text_append(out, "\"anyOf\": [{\"const\": 0}, {\"type\": \"string\", \"pattern\": \"" NUMBER
                            " ?(ms|s|min|h|d)$\"}]");
        break;
    case GX_TYPE_TIME:
        gx_text_append(out, "\"type\": \"string\", \"pattern\": "
                            "\"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$\"");
        break;
    case GX_TYPE_CHOICE:
        print_choices(out, field);
        break;
    case GX_TYPE_TEXT:
        print_text_type(out, field);
        break;
    case GX_TYPE_REALS:
        gx_text_append(out, "\"type\": \"array\", \"maxItems\": %d, \"items\": {\"type\": \"number\"",
                       (int)GX_REALS_MAX);
        print_bounds(out, field, 1);
        gx_text_append(out, "}");
        break;
    }
}

static void print_default(writer *w, const gx_field *field, const void *defaults)
{
    if (!field->fallback)
        return;
    const char *at = (const char *)defaults + field->offset;
    int32_t choice = 0;
    gx_text value = {0};
    gx_text_append(w->out, ", \"default\": ");
    switch (field->type) {
    case GX_TYPE_TEXT:
        print_string(w->out, at);
        break;
    case GX_TYPE_CHOICE:
        memcpy(&choice, at, sizeof choice);
        print_string(w->out, field->choices[choice]);
        break;
    case GX_TYPE_MONEY:
    case GX_TYPE_DURATION:
    case GX_TYPE_TIME:
        gx_field_print(field, defaults, &value);
        print_string(w->out, gx_text_get(&value));
        break;
    default:
        gx_field_print(field, defaults, w->out);
    }
    w->out->failed = w->out->failed || value.failed;
    gx_text_free(&value);
}

static void print_field(writer *w, const gx_field *field, const void *defaults)
{
    gx_text_append(w->out, "{");
    print_type(w->out, field);
    print_default(w, field, defaults);
    gx_text_append(w->out, ", \"description\": ");
    print_string(w->out, field->help);
    gx_text_append(w->out, ", \"x-unit\": ");
    print_string(w->out, field->unit);
    gx_text_append(w->out, ", \"x-role\": \"%s\", \"x-source\": ", gx_role_text(field->role));
    print_string(w->out, field->source);
    gx_text_append(w->out, "}");
}

/* Fields of a table as properties; returns how many. */
static size_t print_fields(writer *w, const gx_table *table)
{
    void *defaults = NULL;
    gx_status status = gx_default_struct(&defaults, table, w->error);
    if (status != GX_OK) {
        w->status = status;
        return 0;
    }
    for (size_t f = 0; f < table->field_count; f++) {
        gx_text_append(w->out, "%s\"%s\": ", f > 0 ? ",\n" : "", table->fields[f].name);
        print_field(w, &table->fields[f], defaults);
    }
    gx_free(defaults);
    return table->field_count;
}

/* Must something be given at this path or below it? */
static bool needs(const gx_selection *s, const char *path)
{
    for (size_t t = 0; t < s->count; t++) {
        const gx_table *table = s->tables[t];
        if (table->repeat_max > 0 || (strcmp(table->path, path) != 0 && !gx_path_below(table->path, path)))
            continue;
        for (size_t f = 0; f < table->field_count; f++) {
            if (!table->fields[f].fallback)
                return true;
        }
    }
    return false;
}

static void print_required(writer *w, const gx_table *own, const char *path, bool with_children)
{
    size_t count = 0;
    gx_text_append(w->out, "}, \"required\": [");
    for (size_t f = 0; own && f < own->field_count; f++) {
        if (!own->fields[f].fallback)
            gx_text_append(w->out, "%s\"%s\"", count++ > 0 ? ", " : "", own->fields[f].name);
    }
    gx_text child = {0};
    const char *name = NULL;
    size_t cursor = 0;
    while (with_children &&
           (name = gx_path_next_child(w->selection->tables, w->selection->count, path, &cursor, &child))) {
        if (needs(w->selection, gx_text_get(&child)))
            gx_text_append(w->out, "%s\"%s\"", count++ > 0 ? ", " : "", name);
    }
    w->out->failed = w->out->failed || child.failed;
    gx_text_free(&child);
    gx_text_append(w->out, "]");
}

static void print_variants(gx_text *out)
{
    gx_text_append(out,
                   "{\"type\": \"array\", \"description\": \"%s\", \"items\": {\"type\": \"object\", "
                   "\"additionalProperties\": false, \"required\": [\"name\"], \"properties\": {"
                   "\"name\": {\"type\": \"string\", \"pattern\": \"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$\"}, "
                   "\"help\": {\"type\": \"string\"}, "
                   "\"set\": {\"type\": \"object\", \"additionalProperties\": {\"type\": "
                   "[\"string\", \"number\", \"boolean\", \"array\"]}}}}}",
                   gx_variants_help);
}

static void print_object(writer *w, const char *path);

/* What stands at a path: a list of items, or an object. */
static void print_place(writer *w, const char *path)
{
    const gx_selection *s = w->selection;
    size_t found = gx_table_find(s->tables, s->count, path);
    if (found == GX_NO_INDEX || s->tables[found]->repeat_max == 0) {
        gx_text_append(w->out, "{");
        print_object(w, path);
    } else {
        const gx_table *table = s->tables[found];
        gx_text_append(
            w->out, "{\"type\": \"array\", \"maxItems\": %" PRIu32 ", \"description\": ", table->repeat_max);
        print_string(w->out, table->help);
        gx_text_append(
            w->out, ", \"items\": {\"type\": \"object\", \"additionalProperties\": false, \"properties\": {");
        print_fields(w, table);
        print_required(w, table, path, false);
        gx_text_append(w->out, "}}");
    }
}

/* The inside of an object behind its opening brace, and the closing one. Depth is that of the tables' paths.
 */
static void print_object(writer *w, const char *path)
{
    const gx_selection *s = w->selection;
    size_t found = gx_table_find(s->tables, s->count, path);
    const gx_table *own = found == GX_NO_INDEX ? NULL : s->tables[found];
    gx_text_append(w->out, "\"type\": \"object\", \"additionalProperties\": false, \"description\": ");
    print_string(w->out, own ? own->help : "");
    gx_text_append(w->out, ", \"properties\": {\n");
    size_t count = own ? print_fields(w, own) : 0;
    gx_text child = {0};
    const char *name = NULL;
    size_t cursor = 0;
    while ((name = gx_path_next_child(s->tables, s->count, path, &cursor, &child))) {
        gx_text_append(w->out, "%s\"%s\": ", count++ > 0 ? ",\n" : "", name);
        print_place(w, gx_text_get(&child));
    }
    w->out->failed = w->out->failed || child.failed;
    gx_text_free(&child);
    if (!*path) {
        gx_text_append(w->out, "%s\"" GX_VARIANTS_KEY "\": ", count > 0 ? ",\n" : "");
        print_variants(w->out);
    }
    print_required(w, own, path, true);
    gx_text_append(w->out, "}");
}

/* One field alone. True when the key names one. */
static bool print_single(writer *w)
{
    const gx_selection *s = w->selection;
    for (size_t t = 0; t < s->count; t++) {
        for (size_t f = 0; f < s->tables[t]->field_count; f++) {
            if (strcmp(s->tables[t]->path, s->key) == 0 || gx_path_below(s->tables[t]->path, s->key) ||
                !gx_selected(s, t, f))
                continue;
            void *defaults = NULL;
            w->status = gx_default_struct(&defaults, s->tables[t], w->error);
            if (defaults)
                print_field(w, &s->tables[t]->fields[f], defaults);
            gx_free(defaults);
            return true;
        }
    }
    return false;
}

gx_status gx_describe_schema(const gx_selection *selection, gx_text *out, gx_error *error)
{
    writer w = {selection, out, error, GX_OK};
    if (!selection->key) {
        gx_text_append(out, "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", "
                            "\"title\": \"Guanxi scenario\", ");
        print_object(&w, "");
    } else if (gx_selected_variants(selection)) {
        print_variants(out);
    } else if (!print_single(&w)) {
        print_place(&w, selection->key);
    }
    gx_text_append(out, "\n");
    return w.status;
}
