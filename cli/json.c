/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <math.h>
#include <string.h>

static void append_valid(gx_text *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\')
            gx_text_append(out, "\\%c", c);
        else if (c == '\n')
            gx_text_append(out, "\\n");
        else if (c < 0x20 || c == 0x7f)
            gx_text_append(out, "\\u%04x", c);
        else
            gx_text_append_bytes(out, &text[i], 1);
    }
}

void gx_json_text(gx_text *out, const char *text)
{
    if (!text) {
        gx_text_append(out, "null");
        return;
    }
    gx_text_append(out, "\"");
    size_t bad;
    while (!gx_utf8_valid(text, strlen(text), &bad)) {
        append_valid(out, text, bad);
        gx_text_append(out, "\xef\xbf\xbd");
        text += bad + 1;
    }
    append_valid(out, text, strlen(text));
    gx_text_append(out, "\"");
}

void gx_json_real(gx_text *out, double value)
{
    char buffer[32];
    gx_text_append(out, "%s", isfinite(value) ? gx_format_real(buffer, value) : "null");
}
