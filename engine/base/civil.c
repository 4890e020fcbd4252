/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Civil time of the proleptic Gregorian calendar.
 *
 * Days are counted in eras of 400 years (146097 days) that begin on the first of March, so that the leap day
 * is the last day of its year and the month lengths follow one linear formula (Howard Hinnant,
 * "chrono-compatible low-level date algorithms").
 */
#include <gx/base/civil.h>
#include <stdio.h>
#include <string.h>

enum { DAYS_OF_ERA = 146097, YEARS_OF_ERA = 400, EPOCH_SHIFT = 719468, SECONDS_OF_DAY = 86400 };

static const int64_t seconds_max = INT64_C(2000000000) * 31556952;

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

int64_t gx_days_of(int32_t year, int32_t month, int32_t day)
{
    int64_t from_march = (int64_t)year - (month <= 2 ? 1 : 0);
    int64_t era = floor_divide(from_march, YEARS_OF_ERA);
    int64_t year_of_era = from_march - era * YEARS_OF_ERA;
    int64_t day_of_year = (153 * (int64_t)(month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_OF_ERA + day_of_era - EPOCH_SHIFT;
}

gx_civil gx_civil_of(int64_t seconds)
{
    /* Two thousand million years are as far as the year has room. */
    if (seconds > seconds_max || seconds < -seconds_max)
        seconds = seconds > 0 ? seconds_max : -seconds_max;
    int64_t days = floor_divide(seconds, SECONDS_OF_DAY);
    int32_t rest = (int32_t)(seconds - days * SECONDS_OF_DAY);
    int64_t shifted = days + EPOCH_SHIFT;
    int64_t era = floor_divide(shifted, DAYS_OF_ERA);
    int32_t day_of_era = (int32_t)(shifted - era * DAYS_OF_ERA);
    int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month_from_march = (5 * day_of_year + 2) / 153;
    int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    gx_civil civil = {
        .year = (int32_t)(year_of_era + era * YEARS_OF_ERA + (month <= 2 ? 1 : 0)),
        .month = month,
        .day = day_of_year - (153 * month_from_march + 2) / 5 + 1,
        .hour = rest / 3600,
        .minute = rest / 60 % 60,
        .second = rest % 60,
    };
    return civil;
}

int64_t gx_seconds_of(const gx_civil *civil)
{
    return gx_days_of(civil->year, civil->month, civil->day) * SECONDS_OF_DAY + civil->hour * 3600 +
           civil->minute * 60 + civil->second;
}

/* Reads exactly `digits` digits of a number in low … high and moves *at behind them. */
static bool read_number(const char **at, int digits, int32_t low, int32_t high, int32_t *out)
{
    int32_t value = 0;
    for (int i = 0; i < digits; ++i) {
        char c = (*at)[i];
        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    *at += digits;
    *out = value;
    return low <= value && value <= high;
}

static bool read_mark(const char **at, char first, char second)
{
    if (**at != first && **at != second)
        return false;
    ++*at;
    return true;
}

static int32_t days_of_month(int32_t year, int32_t month)
{
    static const int32_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

bool gx_parse_civil(const char *text, int64_t *seconds)
{
    gx_civil civil = {0};
    const char *at = text;
    if (!read_number(&at, 4, 0, 9999, &civil.year) || !read_mark(&at, '-', '-') ||
        !read_number(&at, 2, 1, 12, &civil.month) || !read_mark(&at, '-', '-') ||
        !read_number(&at, 2, 1, days_of_month(civil.year, civil.month), &civil.day))
        return false;
    if (*at != '\0') {
        if (!read_mark(&at, 'T', ' ') || !read_number(&at, 2, 0, 23, &civil.hour) ||
            !read_mark(&at, ':', ':') || !read_number(&at, 2, 0, 59, &civil.minute))
            return false;
        if (*at != '\0' && (!read_mark(&at, ':', ':') || !read_number(&at, 2, 0, 59, &civil.second)))
            return false;
        if (*at != '\0')
            return false;
    }
    *seconds = gx_seconds_of(&civil);
    return true;
}

static char *put_two(char *at, char mark, int32_t value)
{
    *at++ = mark;
    *at++ = (char)('0' + value / 10 % 10);
    *at++ = (char)('0' + value % 10);
    return at;
}

const char *gx_format_civil(char buffer[32], int64_t seconds)
{
    gx_civil civil = gx_civil_of(seconds);
    char *at = buffer + snprintf(buffer, 12, "%04d", (int)civil.year);
    at = put_two(at, '-', civil.month);
    at = put_two(at, '-', civil.day);
    at = put_two(at, 'T', civil.hour);
    at = put_two(at, ':', civil.minute);
    at = put_two(at, ':', civil.second);
    *at = '\0';
    return buffer;
}
