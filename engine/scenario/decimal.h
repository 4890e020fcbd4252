/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decimal numbers as they are written, without a double on the way: 8.08M is 8,080,000 and 0.29 yuan is 29
 * fen. */
#ifndef GX_SCENARIO_DECIMAL_H
#define GX_SCENARIO_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

typedef enum gx_decimal_result {
    GX_DECIMAL_OK,
    GX_DECIMAL_NONE,
    GX_DECIMAL_TOO_LARGE,
    GX_DECIMAL_NOT_WHOLE
} gx_decimal_result;

typedef struct gx_decimal {
    bool negative;
    uint64_t whole;
    uint64_t fraction; /* of 10^digits; without zeros at the end */
    uint32_t digits;
    const char *rest; /* behind the number */
} gx_decimal;

/* [+-] digits, with single underscores between digits, and .digits; no leading zeros. */
gx_decimal_result gx_decimal_read(gx_decimal *out, const char *text);

/* *out = the number times `scale` (at most 10^9), which must be whole. */
gx_decimal_result gx_decimal_scale(const gx_decimal *decimal, uint64_t scale, int64_t *out);

#endif
