/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clean.h"

#include <string.h>

/* Valid UTF-8: only control characters are left to find; those above 0x7f are written 0xc2 0x80 … 0x9f. */
static void append_valid(gx_text *out, const char *text, size_t length)
{
    size_t from = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool wide = c == 0xc2 && (unsigned char)text[i + 1] < 0xa0;
        if (!wide && (c >= 0x20 || c == '\n' || c == '\t') && c != 0x7f)
            continue;
        gx_text_append_bytes(out, text + from, i - from);
        gx_text_append(out, "?");
        i += wide;
        from = i + 1;
    }
    if (from < length)
        gx_text_append_bytes(out, text + from, length - from);
}

void gx_clean(gx_text *out, const char *text)
{
    size_t bad;
    while (!gx_utf8_valid(text, strlen(text), &bad)) {
        append_valid(out, text, bad);
        gx_text_append(out, "?");
        text += bad + 1;
    }
    append_valid(out, text, strlen(text));
}
