/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "listing.h"

#include "clean.h"
#include "json.h"
#include <gx/base/memory.h>
#include <math.h>
#include <string.h>

void gx_listing_cell(gx_listing *listing, const char *format, ...)
{
    gx_text raw = {0};
    va_list arguments;
    va_start(arguments, format);
    gx_text_append_list(&raw, format, arguments);
    va_end(arguments);
    gx_clean(&listing->cells, gx_text_get(&raw));
    listing->cells.failed = listing->cells.failed || raw.failed;
    gx_text_free(&raw);
    gx_text_append_bytes(&listing->cells, "", 1);
    listing->count++;
}

void gx_listing_real(gx_listing *listing, double value)
{
    char buffer[32];
    gx_listing_cell(listing, "%s", isnan(value) ? "" : gx_format_real(buffer, value));
}

void gx_listing_free(gx_listing *listing)
{
    gx_text_free(&listing->cells);
    listing->count = 0;
}

/* Columns that a text takes on a terminal, by characters. */
static size_t width_of(const char *text)
{
    size_t width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80;
    return width;
}

static void pad(gx_text *out, size_t blanks)
{
    gx_text_append(out, "%*s", (int)blanks, "");
}

static const char *next(const char *cell)
{
    return cell + strlen(cell) + 1;
}

/* ---- Table and Markdown ---------------------------------------------------------------------- */

static void measure(const gx_listing *listing, size_t *widths)
{
    for (size_t c = 0; c < listing->column_count; c++)
        widths[c] = width_of(listing->columns[c].name);
    const char *cell = listing->cells.data;
    for (size_t i = 0; i < listing->count; i++, cell = next(cell)) {
        size_t c = i % listing->column_count;
        widths[c] = width_of(cell) > widths[c] ? width_of(cell) : widths[c];
    }
}

/* One cell of an aligned table; nothing behind the last one. */
static void print_aligned(const gx_listing *listing, const char *cell, size_t column, size_t width,
                          gx_text *out)
{
    size_t blanks = width - width_of(cell);
    bool last = column + 1 == listing->column_count;
    if (listing->columns[column].number)
        pad(out, blanks);
    gx_text_append(out, "%s", cell);
    if (!listing->columns[column].number && !last)
        pad(out, blanks);
    gx_text_append(out, last ? "\n" : "  ");
}

static void print_table(const gx_listing *listing, const size_t *widths, gx_text *out)
{
    for (size_t c = 0; c < listing->column_count; c++)
        print_aligned(listing, listing->columns[c].name, c, widths[c], out);
    const char *cell = listing->cells.data;
    for (size_t i = 0; i < listing->count; i++, cell = next(cell))
        print_aligned(listing, cell, i % listing->column_count, widths[i % listing->column_count], out);
}

static void print_markdown_cell(const char *cell, gx_text *out)
{
    gx_text_append(out, "| ");
    for (; *cell; cell++)
        if (*cell == '|')
            gx_text_append(out, "\\|");
        else if (*cell == '\n')
            gx_text_append(out, "<br>");
        else
            gx_text_append_bytes(out, cell, 1);
    gx_text_append(out, " ");
}

static void print_markdown(const gx_listing *listing, gx_text *out)
{
    for (size_t c = 0; c < listing->column_count; c++)
        print_markdown_cell(listing->columns[c].name, out);
    gx_text_append(out, "|\n");
    for (size_t c = 0; c < listing->column_count; c++)
        gx_text_append(out, listing->columns[c].number ? "| ---: " : "| --- ");
    gx_text_append(out, "|\n");
    const char *cell = listing->cells.data;
    for (size_t i = 0; i < listing->count; i++, cell = next(cell)) {
        print_markdown_cell(cell, out);
        if ((i + 1) % listing->column_count == 0)
            gx_text_append(out, "|\n");
    }
}

/* ---- CSV and JSON ---------------------------------------------------------------------------- */

void gx_csv_field(gx_text *out, const char *text)
{
    if (!text[strcspn(text, ",\"\r\n")]) {
        gx_text_append(out, "%s", text);
        return;
    }
    gx_text_append(out, "\"");
    for (; *text; text++)
        gx_text_append_bytes(out, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
    gx_text_append(out, "\"");
}

static void print_csv(const gx_listing *listing, gx_text *out)
{
    for (size_t c = 0; c < listing->column_count; c++) {
        gx_text_append(out, "%s", c ? "," : "");
        gx_csv_field(out, listing->columns[c].name);
    }
    gx_text_append(out, "\r\n");
    const char *cell = listing->cells.data;
    for (size_t i = 0; i < listing->count; i++, cell = next(cell)) {
        gx_csv_field(out, cell);
        gx_text_append(out, "%s", (i + 1) % listing->column_count ? "," : "\r\n");
    }
}

static void print_json(const gx_listing *listing, gx_text *out)
{
    const char *cell = listing->cells.data;
    gx_text_append(out, "[");
    for (size_t i = 0; i < listing->count; i++, cell = next(cell)) {
        size_t c = i % listing->column_count;
        gx_text_append(out, "%s", c ? ", " : i ? ",\n {" : "\n {");
        gx_json_text(out, listing->columns[c].name);
        gx_text_append(out, ": ");
        if (listing->columns[c].number)
            gx_text_append(out, "%s", *cell ? cell : "null");
        else
            gx_json_text(out, cell);
        gx_text_append(out, "%s", c + 1 == listing->column_count ? "}" : "");
    }
    gx_text_append(out, "\n]\n");
}

void gx_listing_print(const gx_listing *listing, gx_format format, gx_text *out)
{
    GX_ASSERT(listing->column_count > 0);
    size_t *widths = gx_alloc(listing->column_count, sizeof *widths);
    out->failed = out->failed || !widths || listing->cells.failed;
    if (!out->failed) {
        measure(listing, widths);
        if (format == GX_FORMAT_JSON)
            print_json(listing, out);
        else if (format == GX_FORMAT_CSV)
            print_csv(listing, out);
        else if (format == GX_FORMAT_MD)
            print_markdown(listing, out);
        else
            print_table(listing, widths, out);
    }
    gx_free(widths);
}
