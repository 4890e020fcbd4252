/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of all errors of an input, to the letter. */
#include "bench.h"
#include <gx/base/diagnostics.h>
#include <gx/base/memory.h>
#include <stdio.h>
#include <string.h>

static gx_diagnostics all;

static const char *report(void)
{
    return gx_text_get(&all.report);
}

START_TEST(an_error_is_quoted_and_marked)
{
    static const char source[] = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\nsender:\n    lambdaa: 2.5\nend\n";
    gx_diagnostics_init(&all, "scenarios/eve.yaml", source);
    gx_diagnose(&all, 12, 5, 7, "did you mean 'lambda'? (packets per hour, 0 … 1000)",
                "unknown key '%s' in '%s'", "lambdaa", "sender");
    ck_assert_str_eq(report(), "scenarios/eve.yaml:12:5: error: unknown key 'lambdaa' in 'sender'\n"
                               "   12 |     lambdaa: 2.5\n"
                               "      |     ^~~~~~~ did you mean 'lambda'? (packets per hour, 0 … 1000)\n");
    ck_assert_uint_eq(all.count, 1);
    gx_diagnostics_free(&all);
    ck_assert_uint_eq(all.count, 0);
}
END_TEST

START_TEST(errors_without_hint_width_or_place)
{
    gx_diagnostics_init(&all, "x.yaml", "a: 1\r\nb: 2");
    gx_diagnose(&all, 1, 4, 1, NULL, "one");
    gx_diagnose(&all, 2, 1, 0, NULL, "two");
    gx_diagnose(&all, 2, 0, 0, "a hint", "three");
    gx_diagnose(&all, 0, 0, 0, "another", "four");
    gx_diagnose(&all, 0, 0, 0, NULL, "five");
    gx_diagnose(&all, 9, 1, 1, "beyond", "six");
    ck_assert_str_eq(report(), "x.yaml:1:4: error: one\n"
                               "    1 | a: 1\n"
                               "      |    ^\n"
                               "x.yaml:2:1: error: two\n"
                               "    2 | b: 2\n"
                               "      | ^\n"
                               "x.yaml:2: error: three\n"
                               "    2 | b: 2\n"
                               "      | a hint\n"
                               "x.yaml: error: four\n"
                               "      | another\n"
                               "x.yaml: error: five\n"
                               "x.yaml:9:1: error: six\n"
                               "      | beyond\n");
    ck_assert_uint_eq(all.count, 6);
    gx_diagnostics_free(&all);
    gx_diagnostics_init(&all, "x.h5", NULL);
    gx_diagnose(&all, 3, 2, 4, NULL, "seven");
    ck_assert_str_eq(report(), "x.h5:3:2: error: seven\n");
    gx_diagnostics_free(&all);
}
END_TEST

START_TEST(the_mark_ends_with_the_line)
{
    gx_diagnostics_init(&all, "x", "ab: cd\n\n");
    gx_diagnose(&all, 1, 5, 100, NULL, "too wide");
    gx_diagnose(&all, 1, 7, 1, "a value is missing", "at the end");
    gx_diagnose(&all, 2, 1, 1, NULL, "empty line");
    ck_assert_str_eq(report(), "x:1:5: error: too wide\n"
                               "    1 | ab: cd\n"
                               "      |     ^~\n"
                               "x:1:7: error: at the end\n"
                               "    1 | ab: cd\n"
                               "      |       ^ a value is missing\n"
                               "x:2:1: error: empty line\n"
                               "    2 | \n"
                               "      | ^\n");
    gx_diagnostics_free(&all);
}
END_TEST

/* Columns are characters; a Chinese one takes two cells, a tab goes on being a tab. */
START_TEST(marks_stand_below_wide_characters_and_tabs)
{
    gx_diagnostics_init(&all, "x", "红包: 发送 x\n\té: 1\n");
    gx_diagnose(&all, 1, 8, 1, NULL, "after wide");
    gx_diagnose(&all, 1, 5, 2, NULL, "wide");
    gx_diagnose(&all, 2, 2, 1, NULL, "after a tab");
    ck_assert_str_eq(report(), "x:1:8: error: after wide\n"
                               "    1 | 红包: 发送 x\n"
                               "      |            ^\n"
                               "x:1:5: error: wide\n"
                               "    1 | 红包: 发送 x\n"
                               "      |       ^~~~\n"
                               "x:2:2: error: after a tab\n"
                               "    2 | \té: 1\n"
                               "      | \t^\n");
    gx_diagnostics_free(&all);
}
END_TEST

START_TEST(what_a_terminal_would_obey_is_not_quoted)
{
    gx_diagnostics_init(&all, "x",
                        "a\033[31mb\x9b\xff"
                        "c\xc2\x9b");
    gx_diagnose(&all, 1, 9, 1, NULL, "hostile");
    ck_assert_str_eq(report(), "x:1:9: error: hostile\n"
                               "    1 | a?[31mb??c?\n"
                               "      |         ^\n");
    gx_diagnostics_free(&all);
}
END_TEST

START_TEST(of_an_endless_line_only_the_place_is_quoted)
{
    static char source[100001];
    memset(source, 'x', 100000);
    source[50000 - 1] = '!';
    gx_diagnostics_init(&all, "x", source);
    gx_diagnose(&all, 1, 50000, 3, NULL, "far");
    ck_assert_uint_lt(all.report.length, 500);
    const char *line = strstr(report(), "    1 | …xxx");
    ck_assert_ptr_nonnull(line);
    const char *end = strchr(line, '\n');
    ck_assert_int_eq(memcmp(end - 3, "…", 3), 0);
    const char *bang = strchr(line, '!'), *caret = strchr(end, '^');
    /* The ellipsis is one cell of three bytes. */
    ck_assert_int_eq(bang - line - 2, caret - end - 1);
    ck_assert_int_eq(strncmp(caret, "^~~\n", 4), 0);
    gx_diagnostics_free(&all);
}
END_TEST

START_TEST(past_a_hundred_errors_only_the_count_goes_on)
{
    gx_diagnostics_init(&all, "x", "a");
    for (int i = 0; i < 100; ++i)
        gx_diagnose(&all, 1, 1, 1, NULL, "error %d", i);
    size_t length = all.report.length;
    ck_assert_ptr_nonnull(strstr(report(), "error 99\n"));
    for (int i = 0; i < 50; ++i)
        gx_diagnose(&all, 1, 1, 1, NULL, "error");
    ck_assert_uint_eq(all.count, 150);
    ck_assert_uint_eq(all.report.length, length);
    gx_diagnostics_free(&all);
}
END_TEST

START_TEST(exhausted_memory_still_counts)
{
    for (long after = 0; after < 2; ++after) {
        gx_diagnostics_init(&all, "x", "abc");
        gx_memory_fail_after(after);
        gx_diagnose(&all, 1, 2, 1, NULL, "first");
        gx_memory_fail_after(-1);
        ck_assert(all.report.failed);
        ck_assert_uint_eq(all.count, 1);
        gx_diagnostics_free(&all);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_error_is_quoted_and_marked,
        errors_without_hint_width_or_place,
        the_mark_ends_with_the_line,
        marks_stand_below_wide_characters_and_tabs,
        what_a_terminal_would_obey_is_not_quoted,
        of_an_endless_line_only_the_place_is_quoted,
        past_a_hundred_errors_only_the_count_goes_on,
        exhausted_memory_still_counts,
    };
    return BENCH_RUN("base/diagnostics", tests);
}
