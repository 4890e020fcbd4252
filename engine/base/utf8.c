/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 (RFC 3629). */
#include "utf8.h"
#include <gx/base/text.h>

size_t gx_utf8_next(const char *bytes, size_t length, uint32_t *code)
{
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (length == 0)
        return 0;
    unsigned char lead = (unsigned char)bytes[0];
    if (lead < 0x80) {
        *code = lead;
        return 1;
    }
    size_t count = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || count > length)
        return 0;
    uint32_t value = lead & (0x7fu >> count);
    for (size_t i = 1; i < count; ++i) {
        unsigned char next = (unsigned char)bytes[i];
        if ((next & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (next & 0x3fu);
    }
    if (value < smallest[count] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return 0;
    *code = value;
    return count;
}

bool gx_utf8_valid(const char *bytes, size_t length, size_t *offset)
{
    size_t at = 0;
    while (at < length) {
        uint32_t code;
        size_t step = gx_utf8_next(bytes + at, length - at, &code);
        if (step == 0) {
            *offset = at;
            return false;
        }
        at += step;
    }
    return true;
}
