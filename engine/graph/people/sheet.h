/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of data/population: a CSV of a fixed shape.
 *
 *     first column: the row's name, once; then columns of numbers; then `grade` and `source` (data/README.md)
 *
 * Strict: every row has every field, a number is a number, names do not repeat. The tables are part of the
 * program (room.cmake), so an error here is a defect of ours, which a test finds. */
#ifndef GX_GRAPH_SHEET_H
#define GX_GRAPH_SHEET_H

#include <gx/base/status.h>
#include <stdint.h>

enum { GX_SHEET_ROWS = 40, GX_SHEET_COLUMNS = 20, GX_SHEET_WORD = 32 };

typedef struct gx_sheet {
    const char *title; /* for messages; borrowed */
    uint32_t rows, columns;
    char row[GX_SHEET_ROWS][GX_SHEET_WORD];
    char column[GX_SHEET_COLUMNS][GX_SHEET_WORD];
    double value[GX_SHEET_ROWS][GX_SHEET_COLUMNS];
} gx_sheet;

/* GX_ERR_FORMAT with line and what is wrong. O(length). */
gx_status gx_sheet_parse(gx_sheet *out, const char *title, const char *text, size_t length, gx_error *error);

/* The value at (row, column) by their names, into *out. GX_ERR_FORMAT when there is no such row or column, or
 * the value is outside low … high. */
gx_status gx_sheet_get(const gx_sheet *sheet, const char *row, const char *column, double low, double high,
                       double *out, gx_error *error);

#endif
