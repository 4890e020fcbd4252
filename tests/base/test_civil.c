/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Civil time against a calendar that is counted day by day. */
#include "bench.h"
#include <gx/base/civil.h>
#include <string.h>

static bool is_leap(int32_t year)
{
    return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

/* From 1600-01-01, which is 135140 days before 1970-01-01, through two cycles of 400 years. */
START_TEST(every_day_of_800_years_is_right)
{
    static const int32_t month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t days = -135140;
    for (int32_t year = 1600; year <= 2400; ++year)
        for (int32_t month = 1; month <= 12; ++month)
            for (int32_t day = 1; day <= month_days[month - 1] + (month == 2 && is_leap(year));
                 ++day, ++days) {
                bench_expect(gx_days_of(year, month, day) == days, "%d-%d-%d", year, month, day);
                int64_t seconds = days * 86400 + (days * 7919 % 86400 + 86400) % 86400;
                gx_civil civil = gx_civil_of(seconds);
                if (civil.year != year || civil.month != month || civil.day != day)
                    ck_abort_msg("%d-%d-%d is taken for %d-%d-%d", year, month, day, civil.year, civil.month,
                                 civil.day);
                bench_expect(gx_seconds_of(&civil) == seconds, "%d-%d-%d", year, month, day);
            }
}
END_TEST

START_TEST(known_moments_are_right)
{
    int64_t seconds;
    ck_assert_int_eq(gx_days_of(1970, 1, 1), 0);
    ck_assert(gx_parse_civil("2016-02-07T12:00", &seconds));
    ck_assert_int_eq(seconds, 1454846400);
    ck_assert(gx_parse_civil("2016-02-07", &seconds));
    ck_assert_int_eq(seconds, 1454803200);
    ck_assert(gx_parse_civil("2000-02-29 23:59:59", &seconds));
    ck_assert_int_eq(seconds, 951868799);
    ck_assert(gx_parse_civil("1969-12-31T23:59:59", &seconds));
    ck_assert_int_eq(seconds, -1);
    gx_civil civil = gx_civil_of(-1);
    ck_assert_int_eq(civil.year, 1969);
    ck_assert_int_eq(civil.hour, 23);
    ck_assert_int_eq(civil.second, 59);
}
END_TEST

START_TEST(what_is_formatted_is_parsed_back)
{
    char buffer[32];
    ck_assert_str_eq(gx_format_civil(buffer, 1454846400), "2016-02-07T12:00:00");
    ck_assert_str_eq(gx_format_civil(buffer, -1), "1969-12-31T23:59:59");
    ck_assert_str_eq(gx_format_civil(buffer, 0), "1970-01-01T00:00:00");
    const int64_t first = gx_days_of(0, 1, 1) * 86400, last = gx_days_of(9999, 12, 31) * 86400;
    for (uint32_t i = 0; i < 100000; ++i) {
        int64_t seconds =
            first + (int64_t)gx_below64(gx_draw_high(bench_draw(1, i)), (uint64_t)(last - first));
        int64_t back = -1;
        bool parsed = gx_parse_civil(gx_format_civil(buffer, seconds), &back);
        bench_expect(parsed && back == seconds, "%s", buffer);
    }
}
END_TEST

START_TEST(what_is_no_date_is_refused)
{
    static const char *const bad[] = {
        "",
        "2016",
        "2016-02",
        "2016-2-7",
        "16-02-07",
        "2016-13-01",
        "2016-00-01",
        "2016-01-00",
        "2016-01-32",
        "2016-04-31",
        "2015-02-29",
        "1900-02-29",
        "2016-02-30",
        "2016/02/07",
        "2016-02-07T",
        "2016-02-07T12",
        "2016-02-07T12:",
        "2016-02-07T24:00",
        "2016-02-07T12:60",
        "2016-02-07T12:00:60",
        "2016-02-07T12:00:",
        "2016-02-07T12:00:00Z",
        "2016-02-07T12:00+08",
        "2016-02-07  12:00",
        " 2016-02-07",
        "2016-02-07 ",
        "+016-02-07",
        "-016-02-07",
        "2016-02-0x",
        "today",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); ++i) {
        int64_t seconds = 42;
        ck_assert_msg(!gx_parse_civil(bad[i], &seconds), "'%s' was taken for a date", bad[i]);
        ck_assert_int_eq(seconds, 42);
    }
}
END_TEST

START_TEST(any_number_of_seconds_fits_the_buffer)
{
    char buffer[32];
    const int64_t extremes[] = {INT64_MIN,    INT64_MIN / 2, -62167219201,
                                253402300800, INT64_MAX / 2, INT64_MAX};
    for (size_t i = 0; i < sizeof(extremes) / sizeof(extremes[0]); ++i)
        ck_assert_uint_lt(strlen(gx_format_civil(buffer, extremes[i])), sizeof(buffer));
    ck_assert_int_gt(gx_civil_of(INT64_MAX).year, 1999990000);
    ck_assert_int_lt(gx_civil_of(INT64_MIN).year, -1999990000);
    ck_assert_str_eq(gx_format_civil(buffer, 253402300800), "10000-01-01T00:00:00");
    ck_assert_str_eq(gx_format_civil(buffer, -62167219201), "-001-12-31T23:59:59");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_day_of_800_years_is_right,       known_moments_are_right,
        what_is_formatted_is_parsed_back,      what_is_no_date_is_refused,
        any_number_of_seconds_fits_the_buffer,
    };
    return BENCH_RUN("base/civil", tests);
}
