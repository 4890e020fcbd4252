/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing text, nearest names, UTF-8. */
#include "bench.h"
#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <string.h>

START_TEST(text_grows)
{
    gx_text text = {0};
    ck_assert_str_eq(gx_text_get(&text), "");
    for (int i = 0; i < 10000; ++i)
        gx_text_append(&text, "%d,", i % 10);
    gx_text_append_bytes(&text, "a\0b", 3);
    gx_text_append_bytes(&text, "", 0);
    ck_assert(!text.failed);
    ck_assert_uint_eq(text.length, 20003);
    ck_assert_int_eq(strncmp(text.data, "0,1,2,3,", 8), 0);
    ck_assert_int_eq(memcmp(text.data + 20000, "a\0b", 4), 0);
    gx_text_free(&text);
    ck_assert_ptr_null(text.data);
    ck_assert_str_eq(gx_text_get(&text), "");
}
END_TEST

START_TEST(text_stops_when_memory_is_exhausted)
{
    gx_text text = {0};
    gx_text_append(&text, "before");
    gx_memory_fail_after(0);
    gx_text_append(&text, "%01000d", 1);
    gx_memory_fail_after(-1);
    ck_assert(text.failed);
    gx_text_append(&text, "after");
    gx_text_append_bytes(&text, "x", 1);
    ck_assert_str_eq(gx_text_get(&text), "before");
    gx_text_free(&text);
}
END_TEST

static const char *const names[] = {"lambda", "seed", "replicate", "users",
                                    "uses",   "days", "tick",      "privacy"};

static const char *nearest(const char *wrong)
{
    return gx_nearest_name(wrong, names, sizeof(names) / sizeof(names[0]));
}

START_TEST(the_nearest_name_is_found)
{
    ck_assert_str_eq(nearest("lambdaa"), "lambda");
    ck_assert_str_eq(nearest("lamdba"), "lambda");
    ck_assert_str_eq(nearest("sede"), "seed");
    ck_assert_str_eq(nearest("day"), "days");
    ck_assert_str_eq(nearest("replciates"), "replicate");
}
END_TEST

/* At most a third of the length, at least 1 and at most 3 edits. */
START_TEST(names_too_far_are_not_proposed)
{
    ck_assert_ptr_null(nearest("xyz"));
    ck_assert_ptr_null(nearest("da"));
    ck_assert_ptr_null(nearest("sxxd"));
    ck_assert_ptr_null(nearest("reXXXXate"));
    ck_assert_str_eq(nearest("reXXXcate"), "replicate");
    ck_assert_ptr_null(gx_nearest_name("x", names, 0));
    char endless[400];
    memset(endless, 'a', sizeof(endless) - 1);
    endless[sizeof(endless) - 1] = '\0';
    ck_assert_ptr_null(nearest(endless));
    const char *const only[] = {endless};
    ck_assert_ptr_null(gx_nearest_name("a", only, 1));
}
END_TEST

START_TEST(ties_go_to_the_earlier_name_and_equals_win)
{
    const char *const tied[] = {"cat", "car", "can"};
    ck_assert_str_eq(gx_nearest_name("cab", tied, 3), "cat");
    ck_assert_str_eq(gx_nearest_name("can", tied, 3), "can");
    ck_assert_str_eq(nearest("uses"), "uses");
    ck_assert_str_eq(nearest("user"), "users");
}
END_TEST

typedef struct utf8_case {
    const char *bytes;
    size_t length;
    size_t bad; /* the first bad byte; the length when there is none */
} utf8_case;

#define UTF8(text, bad)                                                                                      \
    {                                                                                                        \
        text, sizeof(text) - 1, bad                                                                          \
    }

START_TEST(utf8_is_told_from_what_is_not)
{
    static const utf8_case cases[] = {
        UTF8("", 0),
        UTF8("plain", 5),
        UTF8("\0", 1),
        UTF8("\x7f", 1),
        UTF8("\xc2\x80", 2),         /* U+0080, the first of 2 bytes */
        UTF8("\xdf\xbf", 2),         /* U+07FF */
        UTF8("\xe0\xa0\x80", 3),     /* U+0800 */
        UTF8("\xed\x9f\xbf", 3),     /* U+D7FF, before the surrogates */
        UTF8("\xee\x80\x80", 3),     /* U+E000, after them */
        UTF8("\xef\xbf\xbf", 3),     /* U+FFFF */
        UTF8("\xf0\x90\x80\x80", 4), /* U+10000 */
        UTF8("\xf4\x8f\xbf\xbf", 4), /* U+10FFFF, the last */
        UTF8("ab\xe7\xba\xa2\xe5\x8c\x85", 8),
        UTF8("a\x80", 1), /* a continuation alone */
        UTF8("a\xbf", 1),
        UTF8("\xc0\x80", 0),         /* overlong NUL */
        UTF8("\xc1\xbf", 0),         /* overlong U+007F */
        UTF8("x\xe0\x9f\xbf", 1),    /* overlong U+07FF */
        UTF8("\xf0\x8f\xbf\xbf", 0), /* overlong U+FFFF */
        UTF8("\xed\xa0\x80", 0),     /* U+D800 */
        UTF8("\xed\xbf\xbf", 0),     /* U+DFFF */
        UTF8("\xf4\x90\x80\x80", 0), /* U+110000 */
        UTF8("\xf5\x80\x80\x80", 0),
        UTF8("\xf8\x88\x80\x80\x80", 0),
        UTF8("\xff", 0),
        UTF8("\xfe", 0),
        UTF8("ab\xc3", 2), /* cut off */
        UTF8("ab\xe7\xba", 2),
        UTF8("\xf0\x9f\xa7", 0),
        UTF8("\xc3z", 0), /* a continuation is missing */
        UTF8("\xe7\xbaz", 0),
        UTF8("\xf0\x9f\xa7z", 0),
        UTF8("\xe7z\xa2", 0),
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); ++i) {
        size_t offset = cases[i].length;
        bool valid = gx_utf8_valid(cases[i].bytes, cases[i].length, &offset);
        ck_assert_msg(valid == (cases[i].bad == cases[i].length), "case %zu", i);
        ck_assert_msg(offset == cases[i].bad, "case %zu: offset %zu", i, offset);
    }
}
END_TEST

/* Every code point, encoded here by the book. */
START_TEST(every_character_is_accepted)
{
    for (uint32_t code = 0; code < 0x110000; ++code) {
        char b[4];
        size_t length;
        if (code < 0x80) {
            b[0] = (char)code;
            length = 1;
        } else if (code < 0x800) {
            b[0] = (char)(0xc0 | code >> 6);
            length = 2;
        } else if (code < 0x10000) {
            b[0] = (char)(0xe0 | code >> 12);
            length = 3;
        } else {
            b[0] = (char)(0xf0 | code >> 18);
            length = 4;
        }
        for (size_t i = 1; i < length; ++i)
            b[i] = (char)(0x80 | (code >> (6 * (length - 1 - i)) & 0x3f));
        size_t offset;
        bool surrogate = code >= 0xd800 && code <= 0xdfff;
        if (gx_utf8_valid(b, length, &offset) == surrogate)
            ck_abort_msg("U+%04X", code);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        text_grows,
        text_stops_when_memory_is_exhausted,
        the_nearest_name_is_found,
        names_too_far_are_not_proposed,
        ties_go_to_the_earlier_name_and_equals_win,
        utf8_is_told_from_what_is_not,
        every_character_is_accepted,
    };
    return BENCH_RUN("base/text", tests);
}
