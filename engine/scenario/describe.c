/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a key names, and the plain table for a terminal. */
#include "describe.h"

#include <gx/base/memory.h>
#include <string.h>

const char *const gx_variants_help = "named sets of overrides: a list of mappings with name, help and set "
                                     "(dotted keys and their values); --variant NAME chooses one";

static bool names_table(const char *key, const char *path)
{
    return strcmp(path, key) == 0 || gx_path_below(path, key) != NULL;
}

/* "agents.name" and "agents.0.name" both name the field of a repeated section. */
static bool names_field(const char *key, const gx_table *table, size_t field)
{
    const char *rest = gx_path_below(key, table->path);
    if (!rest)
        return false;
    if (table->repeat_max > 0) {
        size_t digits = strspn(rest, "0123456789");
        rest += digits > 0 && rest[digits] == '.' ? digits + 1 : 0;
    }
    return strcmp(rest, table->fields[field].name) == 0;
}

bool gx_selected(const gx_selection *selection, size_t table, size_t field)
{
    const char *key = selection->key;
    return !key || (*key && names_table(key, selection->tables[table]->path)) ||
           names_field(key, selection->tables[table], field);
}

bool gx_selected_variants(const gx_selection *selection)
{
    return !selection->key || strcmp(selection->key, GX_VARIANTS_KEY) == 0;
}

const char *gx_role_text(gx_role role)
{
    static const char *const texts[] = {[GX_ROLE_SETTING] = "setting",
                                        [GX_ROLE_INPUT] = "input",
                                        [GX_ROLE_FIT] = "fit",
                                        [GX_ROLE_ASSUMPTION] = "assumption"};
    return texts[role];
}

gx_status gx_default_struct(void **out, const gx_table *table, gx_error *error)
{
    *out = gx_alloc(1, table->size);
    if (!*out)
        return gx_fail_memory(error, "the defaults of a section");
    gx_complaint complaint = {0};
    gx_status status = GX_OK;
    if (!gx_table_defaults(table, *out, &complaint)) {
        status = complaint.what.length == 0 ? gx_fail_memory(error, "the defaults of a section")
                                            : gx_fail(error, GX_ERR_INTERNAL, "the table '%s' is wrong: %s",
                                                      table->path, gx_text_get(&complaint.what));
        gx_free(*out);
        *out = NULL;
    }
    gx_complaint_free(&complaint);
    return status;
}

static void pad(gx_text *out, const char *text, size_t width)
{
    size_t columns = 0;
    for (const char *c = text; *c; c++)
        columns += ((unsigned char)*c & 0xC0U) != 0x80U;
    gx_text_append(out, "%s", text);
    for (; columns < width; columns++)
        gx_text_append(out, " ");
}

/* Words of `text` in lines of at most 100 columns, each behind `margin` blanks. */
static void print_wrapped(gx_text *out, const char *text, size_t margin)
{
    size_t column = 0;
    while (*text) {
        size_t word = strcspn(text, " \n"), columns = 0;
        for (size_t i = 0; i < word; i++)
            columns += ((unsigned char)text[i] & 0xC0U) != 0x80U;
        if (column == 0 || column + 1 + columns > 100) {
            gx_text_append(out, "%s", column > 0 ? "\n" : "");
            pad(out, "", margin);
            column = margin;
        } else {
            gx_text_append(out, " ");
            column++;
        }
        gx_text_append_bytes(out, text, word);
        column += columns;
        text += word;
        text += strspn(text, " \n");
    }
    gx_text_append(out, "\n");
}

static void print_field(gx_text *out, const gx_field *field, size_t name_width)
{
    gx_text_append(out, "  ");
    pad(out, field->name, name_width + 2);
    pad(out, field->fallback ? (*field->fallback ? field->fallback : "\"\"") : "(must be given)", 16);
    gx_text_append(out, "  ");
    gx_field_expects(field, out);
    gx_text_append(out, "\n");
    print_wrapped(out, field->help, name_width + 4);
    if (field->role != GX_ROLE_SETTING || *field->source) {
        gx_text line = {0};
        gx_text_append(&line, "%s%s%s", gx_role_text(field->role), *field->source ? ": " : "", field->source);
        print_wrapped(out, gx_text_get(&line), name_width + 4);
        out->failed = out->failed || line.failed;
        gx_text_free(&line);
    }
}

gx_status gx_describe_table(const gx_selection *selection, gx_text *out, gx_error *error)
{
    (void)error;
    bool first = true;
    for (size_t t = 0; t < selection->count; t++) {
        const gx_table *table = selection->tables[t];
        size_t widest = 0, chosen = 0;
        for (size_t f = 0; f < table->field_count; f++) {
            if (!gx_selected(selection, t, f))
                continue;
            chosen++;
            widest = strlen(table->fields[f].name) > widest ? strlen(table->fields[f].name) : widest;
        }
        if (chosen == 0)
            continue;
        gx_text_append(out, "%s%s: %s", first ? "" : "\n", *table->path ? table->path : "(root)",
                       table->help);
        if (table->repeat_max > 0)
            gx_text_append(out, " (a list of at most %u)", (unsigned)table->repeat_max);
        gx_text_append(out, "\n\n");
        first = false;
        for (size_t f = 0; f < table->field_count; f++) {
            if (gx_selected(selection, t, f))
                print_field(out, &table->fields[f], widest);
        }
    }
    if (gx_selected_variants(selection))
        gx_text_append(out, "%s%s: %s\n", first ? "" : "\n", GX_VARIANTS_KEY, gx_variants_help);
    return GX_OK;
}

static bool is_known(const gx_selection *selection)
{
    if (gx_selected_variants(selection))
        return true;
    for (size_t t = 0; t < selection->count; t++) {
        if (*selection->key && names_table(selection->key, selection->tables[t]->path))
            return true;
        for (size_t f = 0; f < selection->tables[t]->field_count; f++) {
            if (names_field(selection->key, selection->tables[t], f))
                return true;
        }
    }
    return false;
}

static gx_status refuse_key(const gx_selection *selection, gx_error *error)
{
    gx_text nearest = {0};
    char shown[168];
    gx_shown(shown, selection->key);
    gx_status status = GX_ERR_NOT_FOUND;
    if (gx_path_nearest(selection->tables, selection->count, selection->key, true, &nearest))
        status = gx_fail(error, status, "unknown key '%s'; did you mean '%s'?", shown, gx_text_get(&nearest));
    else
        status = gx_fail(error, status, "unknown key '%s'; without a key all are described", shown);
    gx_text_free(&nearest);
    return status;
}

gx_status gx_describe(const gx_table *const *tables, size_t count, const char *key, gx_describe_format format,
                      gx_text *out, gx_error *error)
{
    static gx_status (*const formats[])(const gx_selection *, gx_text *, gx_error *) = {
        [GX_DESCRIBE_TABLE] = gx_describe_table,
        [GX_DESCRIBE_MARKDOWN] = gx_describe_markdown,
        [GX_DESCRIBE_JSON_SCHEMA] = gx_describe_schema,
        [GX_DESCRIBE_TEMPLATE] = gx_describe_template,
    };
    gx_selection selection = {tables, count, key};
    if (!is_known(&selection))
        return refuse_key(&selection, error);
    gx_status status = formats[format](&selection, out, error);
    return status == GX_OK && out->failed ? gx_fail_memory(error, "the description") : status;
}
