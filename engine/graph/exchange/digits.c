/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Most decimals in files are short. A mantissa of at most 2^53 and a power of ten of at most 22 are doubles
 * exactly, so their product or quotient is rounded once, and so correctly (Clinger 1990). The rest goes to
 * strtod. */
#include "exchange/digits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_SAFE = 19, POWER_EXACT = 22, TEXT_MAX = 400, EXPONENT_CAP = 100000 };

bool gx_whole_of(uint64_t *number, const char *text, size_t length)
{
    uint64_t value = 0;
    if (length == 0 || length > 20 || (text[0] == '0' && length > 1))
        return false;
    for (size_t i = 0; i < length; i++) {
        unsigned digit = (unsigned)(unsigned char)text[i] - '0';
        if (digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return false;
    }
    *number = value;
    return true;
}

/* A decimal taken apart: digits * 10^power. */
typedef struct decimal {
    uint64_t digits;
    int power;
    unsigned count; /* of digits but for leading zeros */
    bool negative, any;
} decimal;

static const char *take_digits(decimal *d, const char *at, const char *end, int step)
{
    for (; at < end && *at >= '0' && *at <= '9'; at++) {
        d->any = true;
        d->power -= step;
        if (d->count == 0 && *at == '0')
            continue;
        if (d->count < DIGITS_SAFE)
            d->digits = d->digits * 10 + (uint64_t)(*at - '0');
        d->count++;
    }
    return at;
}

static const char *take_exponent(decimal *d, const char *at, const char *end)
{
    bool negative = at < end && *at == '-';
    int exponent = 0;
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    if (at == end)
        d->any = false;
    for (; at < end && *at >= '0' && *at <= '9'; at++)
        exponent = exponent < EXPONENT_CAP ? exponent * 10 + (*at - '0') : exponent;
    d->power += negative ? -exponent : exponent;
    return at;
}

static bool take_apart(decimal *d, const char *text, size_t length)
{
    const char *at = text, *end = text + length;
    d->negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    at = take_digits(d, at, end, 0);
    if (at < end && *at == '.')
        at = take_digits(d, at + 1, end, 1);
    if (d->any && at < end && (*at == 'e' || *at == 'E'))
        at = take_exponent(d, at + 1, end);
    return d->any && at == end;
}

static bool by_library(double *number, const char *text, size_t length)
{
    char copy[TEXT_MAX + 1];
    if (length > TEXT_MAX)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    char *stop;
    *number = strtod(copy, &stop);
    return *stop == '\0' && isfinite(*number);
}

bool gx_real_of(double *number, const char *text, size_t length)
{
    static const double ten[POWER_EXACT + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    decimal d = {0};
    if (!take_apart(&d, text, length))
        return false;
    bool exact = d.count <= DIGITS_SAFE && d.digits <= UINT64_C(1) << 53 && abs(d.power) <= POWER_EXACT;
    if (!exact)
        return by_library(number, text, length);
    double value = (double)d.digits;
    value = d.power < 0 ? value / ten[-d.power] : value * ten[d.power];
    *number = d.negative ? -value : value;
    return true;
}
