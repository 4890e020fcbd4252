/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of rows that is printed as a table, JSON, CSV or Markdown: what all verbs print their results with.
 */
#ifndef GX_CLI_LISTING_H
#define GX_CLI_LISTING_H

#include "verb.h"

/* A column: its name, and whether its cells are numbers (right-aligned; bare in JSON, null when empty). */
typedef struct gx_listing_column {
    const char *name;
    bool number;
} gx_listing_column;

/* Start with the columns and the rest zero; release with gx_listing_free. A want of memory sticks:
 * gx_listing_print then makes `out` failed. */
typedef struct gx_listing {
    const gx_listing_column *columns;
    size_t column_count;
    gx_text cells; /* each with its NUL, row by row */
    size_t count;  /* cells */
} gx_listing;

void gx_listing_cell(gx_listing *listing, const char *format, ...) __attribute__((format(printf, 2, 3)));
void gx_listing_real(gx_listing *listing, double value); /* empty when NaN */
void gx_listing_print(const gx_listing *listing, gx_format format, gx_text *out);
void gx_listing_free(gx_listing *listing);

/* One CSV field, quoted where RFC 4180 wants it. */
void gx_csv_field(gx_text *out, const char *text);

#endif
