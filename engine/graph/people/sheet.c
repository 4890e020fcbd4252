/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FIELD_MAX = 1000 };

typedef struct cursor {
    const char *title, *at, *end;
    size_t line;
    char field[FIELD_MAX + 1];
    bool last; /* the field ended its line */
} cursor;

static gx_status bad(const cursor *here, const char *what, gx_error *error)
{
    return gx_fail(error, GX_ERR_FORMAT, "%s, line %zu: %s: '%s'", here->title, here->line, what,
                   here->field);
}

/* The next field into here->field, without its quotes. */
static gx_status next_field(cursor *here, gx_error *error)
{
    size_t length = 0;
    bool quoted = here->at < here->end && *here->at == '"';
    here->at += quoted;
    for (;; here->at++) {
        char next = here->at < here->end ? *here->at : '\n';
        bool doubled = quoted && next == '"' && here->at + 1 < here->end && here->at[1] == '"';
        if (doubled)
            here->at++;
        else if (quoted ? next == '"' || next == '\n' : next == ',' || next == '\n')
            break;
        if (length == FIELD_MAX)
            return bad(here, "a field is too long", error);
        here->field[length++] = next;
        here->field[length] = '\0';
    }
    here->field[length] = '\0';
    if (quoted) {
        if (here->at >= here->end || *here->at != '"')
            return bad(here, "a quoted field does not end on its line", error);
        here->at++;
    }
    if (here->at < here->end && *here->at != ',' && *here->at != '\n')
        return bad(here, "text behind a quoted field", error);
    here->last = here->at >= here->end || *here->at == '\n';
    here->at += here->at < here->end;
    return GX_OK;
}

static gx_status keep_word(const cursor *here, char (*words)[GX_SHEET_WORD], uint32_t count, gx_error *error)
{
    size_t length = strlen(here->field);
    if (length == 0 || length >= GX_SHEET_WORD)
        return bad(here, "a name is empty or too long", error);
    for (uint32_t at = 0; at < count; at++)
        if (strcmp(words[at], here->field) == 0)
            return bad(here, "this name stands there already", error);
    memcpy(words[count], here->field, length + 1);
    return GX_OK;
}

static gx_status read_head(gx_sheet *sheet, cursor *here, gx_error *error)
{
    here->line = 1;
    gx_status status = next_field(here, error); /* what the rows are called */
    bool graded = false;
    while (status == GX_OK && !here->last && !graded) {
        status = next_field(here, error);
        graded = strcmp(here->field, "grade") == 0;
        if (status != GX_OK || graded)
            break;
        if (sheet->columns == GX_SHEET_COLUMNS)
            return bad(here, "too many columns", error);
        status = keep_word(here, sheet->column, sheet->columns++, error);
    }
    if (status == GX_OK && !here->last)
        status = next_field(here, error);
    if (status == GX_OK && (!graded || !here->last || strcmp(here->field, "source") != 0))
        return bad(here, "the last two columns must be grade and source, not", error);
    return status;
}

static gx_status read_number(cursor *here, double *out, gx_error *error)
{
    char *end;
    *out = strtod(here->field, &end);
    if (here->field[0] == '\0' || *end != '\0' || !isfinite(*out) ||
        strspn(here->field, "0123456789+-.e") != strlen(here->field))
        return bad(here, "this is not a number", error);
    return GX_OK;
}

static gx_status read_row(gx_sheet *sheet, cursor *here, gx_error *error)
{
    if (sheet->rows == GX_SHEET_ROWS)
        return bad(here, "too many rows", error);
    uint32_t row = sheet->rows++;
    gx_status status = next_field(here, error);
    if (status == GX_OK)
        status = keep_word(here, sheet->row, row, error);
    for (uint32_t at = 0; at < sheet->columns + 2 && status == GX_OK; at++) {
        if (here->last)
            return bad(here, "fields are missing behind", error);
        status = next_field(here, error);
        if (status == GX_OK && at < sheet->columns)
            status = read_number(here, &sheet->value[row][at], error);
        else if (status == GX_OK && here->field[0] == '\0')
            status = bad(here, "grade and source must not be empty", error);
        else if (status == GX_OK && at == sheet->columns &&
                 (strlen(here->field) != 1 || strchr("ABC-", here->field[0]) == NULL))
            status = bad(here, "a grade is A, B, C or -, not", error);
    }
    if (status == GX_OK && !here->last)
        return bad(here, "there are more fields than columns behind", error);
    return status;
}

gx_status gx_sheet_parse(gx_sheet *out, const char *title, const char *text, size_t length, gx_error *error)
{
    memset(out, 0, sizeof *out);
    out->title = title;
    cursor here = {.title = title, .at = text, .end = text + length};
    gx_status status = read_head(out, &here, error);
    while (status == GX_OK && here.at < here.end) {
        here.line++;
        status = read_row(out, &here, error);
    }
    if (status == GX_OK && out->rows == 0)
        return gx_fail(error, GX_ERR_FORMAT, "%s: there are no rows", title);
    return status;
}

gx_status gx_sheet_get(const gx_sheet *sheet, const char *row, const char *column, double low, double high,
                       double *out, gx_error *error)
{
    uint32_t r = 0, c = 0;
    while (r < sheet->rows && strcmp(sheet->row[r], row) != 0)
        r++;
    while (c < sheet->columns && strcmp(sheet->column[c], column) != 0)
        c++;
    if (r == sheet->rows || c == sheet->columns)
        return gx_fail(error, GX_ERR_FORMAT, "%s: there is no row '%s' with a column '%s'", sheet->title, row,
                       column);
    *out = sheet->value[r][c];
    if (!(*out >= low && *out <= high))
        return gx_fail(error, GX_ERR_FORMAT, "%s: row '%s', column '%s': %g is not within %g and %g",
                       sheet->title, row, column, *out, low, high);
    return GX_OK;
}
