/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check before YAML: what bytes a scenario may hold.
 *
 * libyaml names a bad byte by its offset only, and counts U+0085, U+2028 and a lone carriage return as line
 * breaks, which no editor does. So all of that is refused here, with line and column, and libyaml's own line
 * numbers can be trusted. */
#include "yaml_tree.h"

#include <inttypes.h>

typedef struct place {
    size_t line, column;
} place;

static place place_of(const char *text, size_t offset)
{
    place at = {1, 1};
    for (size_t i = 0; i < offset; i++) {
        if (text[i] == '\n')
            at = (place){at.line + 1, 1};
        else if (((unsigned char)text[i] & 0xC0U) != 0x80U)
            at.column++;
    }
    return at;
}

/* One character of well-formed UTF-8; *bytes is how long it is. */
static uint32_t decode(const char *text, size_t *bytes)
{
    const unsigned char *u = (const unsigned char *)text;
    if (u[0] < 0x80) {
        *bytes = 1;
        return u[0];
    }
    if (u[0] < 0xE0) {
        *bytes = 2;
        return ((u[0] & 0x1FU) << 6) | (u[1] & 0x3FU);
    }
    if (u[0] < 0xF0) {
        *bytes = 3;
        return ((u[0] & 0x0FU) << 12) | ((u[1] & 0x3FU) << 6) | (u[2] & 0x3FU);
    }
    *bytes = 4;
    return ((u[0] & 0x07U) << 18) | ((u[1] & 0x3FU) << 12) | ((u[2] & 0x3FU) << 6) | (u[3] & 0x3FU);
}

static bool is_printable(uint32_t c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0))
        return c == '\n';
    return c != 0x2028 && c != 0x2029 && c != 0xFEFF && c != 0xFFFE && c != 0xFFFF;
}

static void refuse(gx_diagnostics *diagnostics, place at, uint32_t c)
{
    if (c == '\t')
        gx_diagnose(diagnostics, at.line, at.column, 1, "indent and separate with blanks",
                    "a tab is not allowed");
    else if (c == 0)
        gx_diagnose(diagnostics, at.line, at.column, 1, "is this a text file?", "a NUL byte is not allowed");
    else if (c == '\r')
        gx_diagnose(diagnostics, at.line, at.column, 1, "end lines with a line feed",
                    "a carriage return inside a line is not allowed");
    else
        gx_diagnose(diagnostics, at.line, at.column, 1, "in quotes an escape like \"\\u2028\" can be written",
                    "the control character U+%04" PRIX32 " is not allowed", c);
}

/* At most one message a line: a file indented with tabs has one cause, not a thousand. */
static bool check_characters(gx_diagnostics *diagnostics, const char *text, size_t length)
{
    bool good = true;
    size_t refused_line = 0;
    place at = {1, 1};
    size_t bytes = 0;
    for (size_t i = 0; i < length; i += bytes) {
        uint32_t c = decode(text + i, &bytes);
        bool line_end = c == '\r' && i + 1 < length && text[i + 1] == '\n';
        bool mark = c == 0xFEFF && i == 0; /* an editor's byte order mark */
        if (!line_end && !mark && !is_printable(c)) {
            if (refused_line != at.line)
                refuse(diagnostics, at, c);
            refused_line = at.line;
            good = false;
        }
        at = c == '\n' ? (place){at.line + 1, 1} : (place){at.line, at.column + (mark ? 0 : 1)};
    }
    return good;
}

bool gx_check_bytes(gx_diagnostics *diagnostics, const char *text, size_t length)
{
    if (length == 0) {
        gx_diagnose(diagnostics, 0, 0, 0, NULL, "the scenario is empty");
        return false;
    }
    if (length > GX_YAML_BYTES_MAX) {
        gx_diagnose(diagnostics, 0, 0, 0, NULL, "the scenario is too large: %zu bytes, at most %d are read",
                    length, (int)GX_YAML_BYTES_MAX);
        return false;
    }
    size_t offset = 0;
    if (!gx_utf8_valid(text, length, &offset)) {
        place at = place_of(text, offset);
        gx_diagnose(diagnostics, at.line, at.column, 1, "save the file as UTF-8",
                    "the byte 0x%02X is not UTF-8", (unsigned)(unsigned char)text[offset]);
        return false;
    }
    return check_characters(diagnostics, text, length);
}
