/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text. */
#include <float.h>
#include <gx/base/text.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER_SIZE = 32, MOST_DIGITS = 17 };

/* The least number of significant digits that reads back as `value`, which is finite and not 0.
 *
 * A decimal of up to 15 digits survives the way through a normal double and back. So if any such decimal
 * reads back as `value`, it is the one that 15 digits give, less its trailing zeros; one attempt instead of
 * fifteen. Subnormal numbers have fewer digits and are tried from 1 on. */
static int digits_of(double value)
{
    char text[BUFFER_SIZE];
    bool normal = fabs(value) >= DBL_MIN;
    for (int digits = normal ? DBL_DIG : 1; digits < MOST_DIGITS; ++digits) {
        snprintf(text, sizeof(text), "%.*e", digits - 1, value);
        if (strtod(text, NULL) != value)
            continue;
        const char *mantissa_end = strchr(text, 'e');
        while (digits > 1 && mantissa_end[-1] == '0') {
            --mantissa_end;
            --digits;
        }
        return digits;
    }
    return MOST_DIGITS;
}

const char *gx_format_real(char buffer[32], double value)
{
    if (isnan(value) || isinf(value)) {
        snprintf(buffer, BUFFER_SIZE, "%s", isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        return buffer;
    }
    if (value == 0) {
        snprintf(buffer, BUFFER_SIZE, "%s", signbit(value) ? "-0" : "0");
        return buffer;
    }
    int digits = digits_of(value);
    snprintf(buffer, BUFFER_SIZE, "%.*e", digits - 1, value);
    int exponent = atoi(strchr(buffer, 'e') + 1);
    if (exponent >= -4 && exponent <= 15) {
        int decimals = digits - 1 - exponent;
        snprintf(buffer, BUFFER_SIZE, "%.*f", decimals > 0 ? decimals : 0, value);
    }
    return buffer;
}

/* Writes `magnitude` with commas; returns the number of characters. */
static size_t put_grouped(char *out, uint64_t magnitude)
{
    char digits[24];
    size_t count = (size_t)snprintf(digits, sizeof(digits), "%llu", (unsigned long long)magnitude);
    size_t length = 0;
    for (size_t i = 0; i < count; ++i) {
        if (i > 0 && (count - i) % 3 == 0)
            out[length++] = ',';
        out[length++] = digits[i];
    }
    out[length] = '\0';
    return length;
}

static uint64_t magnitude_of(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

const char *gx_format_count(char buffer[32], int64_t value)
{
    buffer[0] = '-';
    put_grouped(buffer + (value < 0 ? 1 : 0), magnitude_of(value));
    return buffer;
}

const char *gx_format_yuan(char buffer[32], int64_t fen)
{
    uint64_t magnitude = magnitude_of(fen);
    size_t sign = fen < 0 ? 1 : 0;
    buffer[0] = '-';
    char *at = buffer + sign + put_grouped(buffer + sign, magnitude / 100);
    at[0] = '.';
    at[1] = (char)('0' + magnitude % 100 / 10);
    at[2] = (char)('0' + magnitude % 10);
    at[3] = '\0';
    return buffer;
}
