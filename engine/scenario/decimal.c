/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decimal.h"

/* A fraction of more digits times any scale of ours (10^9 at most, 86,400,000 ms a day) is never whole. */
enum { FRACTION_DIGITS_MAX = 10 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static gx_decimal_result read_whole(gx_decimal *out, const char **at)
{
    const char *p = *at;
    if (!is_digit(*p) || (p[0] == '0' && (is_digit(p[1]) || p[1] == '_')))
        return GX_DECIMAL_NONE;
    gx_decimal_result result = GX_DECIMAL_OK;
    for (; is_digit(*p); p += p[1] == '_' && is_digit(p[2]) ? 2 : 1) {
        if (__builtin_mul_overflow(out->whole, 10U, &out->whole) ||
            __builtin_add_overflow(out->whole, (uint64_t)(*p - '0'), &out->whole))
            result = GX_DECIMAL_TOO_LARGE;
    }
    *at = p;
    return result;
}

static gx_decimal_result read_fraction(gx_decimal *out, const char **at)
{
    const char *p = *at + 1; /* behind the point */
    const char *end = p;
    while (is_digit(*end))
        end++;
    *at = end;
    while (end > p && end[-1] == '0')
        end--;
    if (end - p > FRACTION_DIGITS_MAX)
        return GX_DECIMAL_NOT_WHOLE;
    for (; p < end; p++) {
        out->fraction = out->fraction * 10 + (uint64_t)(*p - '0');
        out->digits++;
    }
    return GX_DECIMAL_OK;
}

gx_decimal_result gx_decimal_read(gx_decimal *out, const char *text)
{
    *out = (gx_decimal){.negative = *text == '-'};
    const char *at = text + (*text == '-' || *text == '+');
    gx_decimal_result result = read_whole(out, &at);
    if (result == GX_DECIMAL_NONE)
        return result;
    if (at[0] == '.' && is_digit(at[1])) {
        gx_decimal_result fraction = read_fraction(out, &at);
        if (result == GX_DECIMAL_OK)
            result = fraction;
    }
    out->rest = at;
    return result;
}

gx_decimal_result gx_decimal_scale(const gx_decimal *decimal, uint64_t scale, int64_t *out)
{
    uint64_t magnitude = 0, fraction = 0, unit = 1;
    for (uint32_t i = 0; i < decimal->digits; i++)
        unit *= 10;
    if (__builtin_mul_overflow(decimal->fraction, scale, &fraction) || fraction % unit != 0)
        return GX_DECIMAL_NOT_WHOLE;
    if (__builtin_mul_overflow(decimal->whole, scale, &magnitude) ||
        __builtin_add_overflow(magnitude, fraction / unit, &magnitude))
        return GX_DECIMAL_TOO_LARGE;
    uint64_t most = (uint64_t)INT64_MAX + (decimal->negative ? 1U : 0U);
    if (magnitude > most)
        return GX_DECIMAL_TOO_LARGE;
    if (decimal->negative)
        *out = magnitude == most ? INT64_MIN : -(int64_t)magnitude;
    else
        *out = (int64_t)magnitude;
    return GX_DECIMAL_OK;
}
