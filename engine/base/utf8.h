/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One character of UTF-8. */
#ifndef GX_BASE_UTF8_H
#define GX_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The length 1 … 4 of the well-formed character at `bytes`, its code point in *code; 0 when it is not
 * well-formed (overlong, a surrogate, above U+10FFFF, cut off by `length`) or length is 0. O(1). */
size_t gx_utf8_next(const char *bytes, size_t length, uint32_t *code);

#endif
