/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Civil time without time zones: seconds since 1970-01-01T00:00 of the place itself (China has one zone). */
#ifndef GX_BASE_CIVIL_H
#define GX_BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

typedef struct gx_civil {
    int32_t year;
    int32_t month; /* 1 … 12 */
    int32_t day;   /* 1 … 31 */
    int32_t hour, minute, second;
} gx_civil;

/* Days since 1970-01-01 of the proleptic Gregorian calendar. O(1). */
int64_t gx_days_of(int32_t year, int32_t month, int32_t day);
gx_civil gx_civil_of(int64_t seconds);
int64_t gx_seconds_of(const gx_civil *civil);

/* Reads "2016-02-07", "2016-02-07T12:00", "2016-02-07 12:00:30"; false when it is not such a date and time.
 */
bool gx_parse_civil(const char *text, int64_t *seconds);

/* "2016-02-07T12:00:00"; `buffer` has 32 bytes; returned. */
const char *gx_format_civil(char buffer[32], int64_t seconds);

#endif
