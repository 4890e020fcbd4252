/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables as Markdown: a heading and a table a section. */
#include "describe.h"

/* A cell's text: a bar or a line end would break the table. */
static void print_cell(gx_text *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        if (*c == '|')
            gx_text_append(out, "\\|");
        else
            gx_text_append_bytes(out, *c == '\n' ? " " : c, 1);
    }
}

static void print_row(gx_text *out, const gx_field *field)
{
    gx_text expects = {0};
    gx_field_expects(field, &expects);
    gx_text_append(out, "| `%s` | ", field->name);
    if (!field->fallback) {
        gx_text_append(out, "must be given");
    } else {
        gx_text_append(out, "`");
        print_cell(out, *field->fallback ? field->fallback : "\"\"");
        gx_text_append(out, "`");
    }
    gx_text_append(out, " | ");
    print_cell(out, gx_text_get(&expects));
    gx_text_append(out, " | ");
    print_cell(out, field->help);
    gx_text_append(out, " | %s | ", gx_role_text(field->role));
    print_cell(out, field->source);
    gx_text_append(out, " |\n");
    out->failed = out->failed || expects.failed;
    gx_text_free(&expects);
}

static void print_heading(gx_text *out, const gx_table *table)
{
    if (*table->path)
        gx_text_append(out, "## `%s`\n\n", table->path);
    else
        gx_text_append(out, "## The root\n\n");
    gx_text_append(out, "%s", table->help);
    if (table->repeat_max > 0)
        gx_text_append(out, " (a list of at most %u)", (unsigned)table->repeat_max);
    gx_text_append(out, "\n\n| key | default | accepts | what for | role | source |\n| --- | --- | --- | --- "
                        "| --- | --- |\n");
}

gx_status gx_describe_markdown(const gx_selection *selection, gx_text *out, gx_error *error)
{
    (void)error;
    bool first = true;
    for (size_t t = 0; t < selection->count; t++) {
        const gx_table *table = selection->tables[t];
        bool open = false;
        for (size_t f = 0; f < table->field_count; f++) {
            if (!gx_selected(selection, t, f))
                continue;
            if (!open) {
                gx_text_append(out, "%s", first ? "" : "\n");
                print_heading(out, table);
            }
            open = true;
            first = false;
            print_row(out, &table->fields[f]);
        }
    }
    if (gx_selected_variants(selection))
        gx_text_append(out, "%s## `%s`\n\n%s\n", first ? "" : "\n", GX_VARIANTS_KEY, gx_variants_help);
    return GX_OK;
}
