/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text: shortest, exact, and readable. */
#include "bench.h"
#include <float.h>
#include <gx/base/text.h>
#include <stdio.h>
#include <string.h>

static void assert_real(double value, const char *text)
{
    char buffer[32];
    ck_assert_str_eq(gx_format_real(buffer, value), text);
}

START_TEST(reals_are_written_as_people_write_them)
{
    assert_real(0.1, "0.1");
    assert_real(-0.1, "-0.1");
    assert_real(1e-6, "1e-06");
    assert_real(0.0001, "0.0001");
    assert_real(0.00001, "1e-05");
    assert_real(1, "1");
    assert_real(100000, "100000");
    assert_real(8080000000.0, "8080000000");
    assert_real(1e15, "1000000000000000");
    assert_real(1e16, "1e+16");
    assert_real(1.5e300, "1.5e+300");
    assert_real(1.0 / 3, "0.3333333333333333");
    assert_real(2.0 / 3, "0.6666666666666666");
    assert_real(0.1 + 0.2, "0.30000000000000004");
    assert_real(123456.789, "123456.789");
    assert_real(0, "0");
    assert_real(-0.0, "-0");
    assert_real(9007199254740993.0, "9007199254740992");
    assert_real(DBL_MAX, "1.7976931348623157e+308");
    assert_real(-DBL_MIN, "-2.2250738585072014e-308");
    assert_real(0x1p-1074, "5e-324");
    assert_real(NAN, "NaN");
    assert_real(INFINITY, "Infinity");
    assert_real(-INFINITY, "-Infinity");
}
END_TEST

static int digits_in(const char *text)
{
    int digits = 0, zeros = 0;
    for (; *text && *text != 'e'; ++text) {
        if (*text < '0' || *text > '9' || (digits == 0 && *text == '0'))
            continue;
        ++digits;
        zeros = *text == '0' ? zeros + 1 : 0;
    }
    return digits - zeros;
}

/* Random bits (all magnitudes, subnormal numbers too) and random decimals: what is written reads back as the
 * same number, and one digit less does not. */
START_TEST(reals_round_trip_in_the_fewest_digits)
{
    for (uint32_t i = 0; i < 60000; ++i) {
        gx_draw draw = bench_draw(1, i);
        uint64_t bits = gx_draw_high(draw);
        if (i % 16 == 0)
            bits &= UINT64_C(0x800fffffffffffff);
        double value;
        memcpy(&value, &bits, sizeof(value));
        if (i % 3 == 1)
            value = (int32_t)draw.word[2] / pow(10, draw.word[3] % 12);
        if (!isfinite(value) || value == 0)
            continue;
        char text[32], shorter[32];
        gx_format_real(text, value);
        int digits = digits_in(text);
        bench_expect(strtod(text, NULL) == value && digits <= 17, "%a is written %s", value, text);
        if (digits > 1) {
            snprintf(shorter, sizeof(shorter), "%.*e", digits - 2, value);
            bench_expect(strtod(shorter, NULL) != value, "%s is also %s", text, shorter);
        }
    }
}
END_TEST

START_TEST(counts_are_grouped)
{
    static const struct {
        int64_t value;
        const char *text;
    } cases[] = {
        {0, "0"},
        {7, "7"},
        {999, "999"},
        {1000, "1,000"},
        {-1000, "-1,000"},
        {-999, "-999"},
        {123456, "123,456"},
        {8080000000, "8,080,000,000"},
        {INT64_MAX, "9,223,372,036,854,775,807"},
        {INT64_MIN, "-9,223,372,036,854,775,808"},
    };
    char buffer[32];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i)
        ck_assert_str_eq(gx_format_count(buffer, cases[i].value), cases[i].text);
}
END_TEST

START_TEST(fen_are_written_as_yuan)
{
    static const struct {
        int64_t fen;
        const char *text;
    } cases[] = {
        {0, "0.00"},
        {5, "0.05"},
        {-5, "-0.05"},
        {88, "0.88"},
        {-100, "-1.00"},
        {888, "8.88"},
        {123405, "1,234.05"},
        {-123405, "-1,234.05"},
        {100000000, "1,000,000.00"},
        {INT64_MAX, "92,233,720,368,547,758.07"},
        {INT64_MIN, "-92,233,720,368,547,758.08"},
    };
    char buffer[32];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i)
        ck_assert_str_eq(gx_format_yuan(buffer, cases[i].fen), cases[i].text);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        reals_are_written_as_people_write_them,
        reals_round_trip_in_the_fewest_digits,
        counts_are_grouped,
        fen_are_written_as_yuan,
    };
    return BENCH_RUN("base/number", tests);
}
