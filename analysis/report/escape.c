/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "escape.h"

#include <math.h>
#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

/* Bytes of the well-formed UTF-8 sequence at `at` (1 … 4), or 0. Reads no further than the NUL. */
static size_t sequence(const unsigned char *at)
{
    size_t length = at[0] < 0x80 ? 1 : at[0] >= 0xc2 && at[0] < 0xe0 ? 2 : (at[0] & 0xf0) == 0xe0 ? 3 : 4;
    if (at[0] >= 0xf5 || (at[0] >= 0x80 && at[0] < 0xc2))
        return 0;
    for (size_t k = 1; k < length; k++)
        if ((at[k] & 0xc0) != 0x80)
            return 0;
    if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) ||
        (at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f))
        return 0;
    return length;
}

/* What no page should hold: C0 controls except tab and newline, DEL, C1 controls, and the marks that turn the
 * reading direction of what follows (U+202A … U+202E, U+2066 … U+2069). */
static bool unwanted(const unsigned char *at, size_t length)
{
    if (length == 1)
        return (at[0] < 0x20 && at[0] != '\t' && at[0] != '\n') || at[0] == 0x7f;
    if (length == 2)
        return at[0] == 0xc2 && at[1] < 0xa0;
    if (length == 3 && at[0] == 0xe2)
        return (at[1] == 0x80 && at[2] >= 0xaa && at[2] <= 0xae) ||
               (at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9);
    return false;
}

static const char *html_entity(unsigned char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void gx_html(gx_text *out, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (at && *at) {
        size_t length = sequence(at);
        const char *entity = html_entity(*at);
        if (length == 0 || unwanted(at, length))
            gx_text_append_bytes(out, REPLACEMENT, 3);
        else if (entity)
            gx_text_append_bytes(out, entity, strlen(entity));
        else
            gx_text_append_bytes(out, (const char *)at, length);
        at += length ? length : 1;
    }
}

void gx_json_string(gx_text *out, const char *text)
{
    gx_text_append_bytes(out, "\"", 1);
    const unsigned char *at = (const unsigned char *)(text ? text : "");
    while (*at) {
        size_t length = sequence(at);
        bool separator = length == 3 && at[0] == 0xe2 && at[1] == 0x80 && (at[2] & 0xfe) == 0xa8;
        if (length == 0 || unwanted(at, length))
            gx_text_append_bytes(out, REPLACEMENT, 3);
        else if (separator)
            gx_text_append(out, "\\u20%02x", at[2] & 0x3fu);
        else if (length == 1 && (*at < 0x20 || strchr("\"\\<>&'", *at)))
            gx_text_append(out, "\\u%04x", *at);
        else
            gx_text_append_bytes(out, (const char *)at, length);
        at += length ? length : 1;
    }
    gx_text_append_bytes(out, "\"", 1);
}

void gx_json_number(gx_text *out, double value)
{
    char number[32];
    gx_text_append(out, "%s", isfinite(value) ? gx_format_real(number, value) : "null");
}
