/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers out of text, without NUL and without a locale. */
#ifndef GX_GRAPH_EXCHANGE_DIGITS_H
#define GX_GRAPH_EXCHANGE_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True when the text is a whole number in plain decimal: no sign, no leading zero, below 2^64. */
bool gx_whole_of(uint64_t *number, const char *text, size_t length);

/* True when the text is a finite decimal ("-1.5e3"); correctly rounded. No hexadecimals, no blanks. */
bool gx_real_of(double *number, const char *text, size_t length);

#endif
