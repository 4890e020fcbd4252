/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report as text: whole, the same twice, in two languages, without any address, and deaf to hostile
 * texts. What a browser makes of it is asserted by browser.mjs. */
#include "sample.h"

#include <check.h>
#include <gx/base/memory.h>
#include <gx/report/report.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char recording[64], partial[80];

static void set_up(void)
{
    (void)snprintf(recording, sizeof recording, "/tmp/gx-report-%ld.h5", (long)getpid());
    (void)snprintf(partial, sizeof partial, "%s.partial", recording);
}

static void tear_down(void)
{
    (void)unlink(recording);
    (void)unlink(partial);
}

static const sample plain = {
    .title = "Eve & “friends”", .scenario = "name: eve\nusers: 400\n", .wallets = true};
static const sample hostile = {
    .title = HOSTILE_TITLE, .scenario = HOSTILE_TITLE, .variant = "a'; <rm>", .wallets = true};

static gx_text page_of(const sample *what, const gx_results *results, gx_language language)
{
    gx_error error = {0};
    gx_text html = {0};
    gx_reader *reader = sample_recording(recording, what);
    ck_assert_msg(gx_report_html(&html, reader, results, language, &error) == GX_OK, "%s", error.message);
    gx_reader_close(reader);
    return html;
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
        count++;
    return count;
}

#define HAS(text, what)   ck_assert_msg(strstr((text).data, what) != NULL, "the page lacks: %s", what)
#define LACKS(text, what) ck_assert_msg(strstr((text).data, what) == NULL, "the page holds: %s", what)

/* The page without the chart library and the licences' text, which are not ours and name their own addresses.
 */
static void cut(gx_text *page, const char *from, const char *to)
{
    char *begin = strstr(page->data, from);
    ck_assert_ptr_nonnull(begin);
    char *end = strstr(begin, to);
    ck_assert_ptr_nonnull(end);
    memmove(begin, end, strlen(end) + 1);
    page->length = strlen(page->data);
}

static gx_text own_part(const sample *what, const gx_results *results, gx_language language)
{
    gx_text page = page_of(what, results, language);
    cut(&page, "<pre tabindex=\"0\" lang=\"en\" id=\"licences\">", "</pre>");
    cut(&page, "]}</script>\n<script>\n", "\n</script>\n<script>\n");
    return page;
}

START_TEST(same_bytes_twice)
{
    gx_results *results = sample_results(false), *again = sample_results(false);
    gx_text one = page_of(&plain, results, GX_ENGLISH), two = page_of(&plain, again, GX_ENGLISH);
    ck_assert_uint_eq(one.length, two.length);
    ck_assert_int_eq(memcmp(one.data, two.data, one.length), 0);
    size_t bad;
    ck_assert(gx_utf8_valid(one.data, one.length, &bad));
    gx_text_free(&one);
    gx_text_free(&two);
    gx_results_free(results);
    gx_results_free(again);
}
END_TEST

START_TEST(no_address_of_ours)
{
    gx_results *results = sample_results(true);
    for (int language = GX_ENGLISH; language <= GX_CHINESE; language++) {
        gx_text page = own_part(&hostile, results, (gx_language)language);
        LACKS(page, "http:");
        LACKS(page, "https:");
        LACKS(page, "//www");
        LACKS(page, "url(");
        LACKS(page, "@import");
        LACKS(page, " src=\"");
        LACKS(page, "<link");
        ck_assert_uint_eq(count_of(page.data, "href=\""), count_of(page.data, "href=\"#"));
        HAS(page, "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:");
        gx_text_free(&page);
    }
    gx_results_free(results);
}
END_TEST

START_TEST(hostile_texts_stay_texts)
{
    gx_results *results = sample_results(true);
    gx_text page = page_of(&hostile, results, GX_ENGLISH);
    ck_assert_uint_eq(count_of(page.data, "<script"), 3);
    ck_assert_uint_eq(count_of(page.data, "</script"), 3);
    ck_assert_uint_eq(count_of(page.data, "</style"), 1);
    ck_assert_uint_eq(count_of(page.data, "</title"), 1);
    gx_text_free(&page);
    page = own_part(&hostile, results, GX_ENGLISH);
    LACKS(page, "<!--");
    LACKS(page, "<img");
    LACKS(page, "<svg onload");
    LACKS(page, "<b>");
    LACKS(page, "\xe2\x80\xae"); /* the mark that turns the reading direction */
    HAS(page, "<h1><bdi>&lt;/script&gt;&lt;script&gt;alert(1)");
    HAS(page, "<dd>a&#39;; &lt;rm&gt;</dd>");
    gx_text_free(&page);
    gx_results_free(results);
}
END_TEST

START_TEST(both_languages)
{
    gx_results *results = sample_results(false);
    gx_text english = own_part(&plain, results, GX_ENGLISH), chinese = own_part(&plain, results, GX_CHINESE);
    HAS(english, "<html lang=\"en\">");
    HAS(chinese, "<html lang=\"zh-Hans\">");
    HAS(english, "packets sent");
    HAS(english, "95 % interval: 94.5% to 98.1%");
    HAS(chinese, "发出红包");
    HAS(chinese, "账目平衡");
    HAS(chinese, "不应得出的结论");
    /* Every heading is in its language: no Latin sentence among the Chinese ones but names and definitions.
     */
    LACKS(chinese, "What not to conclude");
    LACKS(chinese, "The numbers as a table");
    LACKS(chinese, "published peak");
    for (const char *at = english.data; *at; at++)
        ck_assert_msg(!((unsigned char)at[0] >= 0xe4 && (unsigned char)at[0] <= 0xe9),
                      "Chinese on the English page: %.60s", at);
    gx_text_free(&english);
    gx_text_free(&chinese);
    gx_results_free(results);
}
END_TEST

START_TEST(every_chart_has_a_table)
{
    gx_results *results = sample_results(false);
    gx_text page = own_part(&plain, results, GX_ENGLISH);
    /* packets, money, days | response, claims | hours, generations | tail | unheard-of, separation */
    ck_assert_uint_eq(count_of(page.data, "<figure"), 10);
    ck_assert_uint_eq(count_of(page.data, "class=\"plot\""), 10);
    ck_assert_uint_eq(count_of(page.data, "<details class=\"data\" open>"), 10);
    ck_assert_uint_eq(count_of(page.data, "\"id\":\"chart-"), 10);
    ck_assert_uint_eq(count_of(page.data, "<table"), count_of(page.data, "<caption"));
    HAS(page, "something new");
    /* 1,440 minutes are 48 rows of 30; the largest minute is told beside. */
    HAS(page, "each row is the mean over 30 consecutive points of 1,440");
    HAS(page, "at 2016-02-08 00:06.");
    HAS(page, "<th scope=\"row\">2016-02-07 12:30</th>");
    HAS(page, "48 of 300 points");
    gx_text_free(&page);
    gx_results_free(results);
}
END_TEST

/* Rows of the first table after `from` add up to what they are means of. */
START_TEST(thinned_rows_are_means)
{
    gx_results *results = sample_results(false);
    const gx_curve *curve = gx_results_find_curve(results, "traffic.minute.packets_sent");
    gx_text page = own_part(&plain, results, GX_ENGLISH), wanted = {0};
    double sum = 0;
    for (size_t k = 720; k < 750; k++)
        sum += curve->y[k];
    gx_text_append(&wanted, "<th scope=\"row\">2016-02-08 00:00</th><td>%.1f</td>", sum / 30);
    HAS(page, wanted.data);
    gx_text_free(&wanted);
    gx_text_free(&page);
    gx_results_free(results);
}
END_TEST

START_TEST(references_beside_figures)
{
    gx_results *results = sample_results(false);
    gx_text page = own_part(&plain, results, GX_ENGLISH);
    /* 5.25 simulated, 4.37 published: the ratio, the grade and the role in one row. */
    HAS(page,
        "<td>5.25</td><td>4.37</td><td>1.201</td><td>A</td><td><span class=\"role input\">input</span>");
    /* A total of the nation has no ratio. */
    HAS(page, "<td>4,691,356</td><td>8,080,000,000</td><td>–</td>");
    HAS(page, "published peak 2016-02-07: 4.37 × the mean");
    HAS(page, "\"at\":726,");
    gx_text_free(&page);
    gx_results_free(results);
}
END_TEST

START_TEST(books)
{
    gx_results *results = sample_results(false);
    sample lost = plain, made = plain, moving = plain, blind = plain;
    lost.lost_fen = 12; /* 11 fen were refunded in the last minute and may be on their way */
    made.lost_fen = -1;
    moving.moving_fen = 1234;
    blind.wallets = false;
    gx_text fine = own_part(&plain, results, GX_ENGLISH), wrong = own_part(&lost, results, GX_ENGLISH),
            more = own_part(&made, results, GX_ENGLISH), going = own_part(&moving, results, GX_ENGLISH),
            part = own_part(&blind, results, GX_ENGLISH);
    HAS(fine, "The books balance");
    HAS(fine, "Exact to the fen");
    HAS(wrong, "The books do not balance");
    HAS(wrong, "¥0.12 cannot be accounted for");
    HAS(more, "¥-0.01 cannot be accounted for");
    HAS(going, "Exact to the fen");
    HAS(going, "¥12.34 that was on its way");
    HAS(fine, "¥0.00 that was on its way");
    HAS(part, "can only be the remainder");
    LACKS(part, "Exact to the fen");
    gx_text_free(&fine);
    gx_text_free(&wrong);
    gx_text_free(&more);
    gx_text_free(&going);
    gx_text_free(&part);
    gx_results_free(results);
}
END_TEST

START_TEST(head_and_reproduction)
{
    gx_results *results = sample_results(false);
    sample cut_short = plain;
    cut_short.interrupted = true;
    gx_text page = own_part(&plain, results, GX_ENGLISH), broken = own_part(&cut_short, results, GX_ENGLISH);
    HAS(page, "2016-02-07 12:00 to 2016-02-08 12:00");
    HAS(page, "guanxi run scenario.yaml -o run.h5");
    HAS(page, "guanxi verify run.h5");
    HAS(page, "00112233445566778899aabbccddeeff");
    HAS(page, "name: eve\nusers: 400\n");
    LACKS(page, "is not complete");
    LACKS(page, recording);
    HAS(broken, "This recording is not complete: the run was stopped at 2016-02-08 00:00");
    gx_text_free(&page);
    gx_text_free(&broken);
    gx_results_free(results);
}
END_TEST

/* Numbers whose product or sum would not fit are damage, not a page; the largest that are allowed make one.
 */
START_TEST(absurd_attributes_are_damage)
{
    static const struct {
        const char *name;
        int64_t value;
        gx_status status;
    } all[] = {{"ticks", INT64_C(1) << 62, GX_ERR_FORMAT},
               {"last_tick", -1, GX_ERR_FORMAT},
               {"tick_ms", INT64_C(1) << 62, GX_ERR_FORMAT},
               {"tick_ms", 0, GX_ERR_FORMAT},
               {"start", INT64_MAX, GX_ERR_FORMAT},
               {"users", 0, GX_ERR_FORMAT},
               {"groups", -1, GX_ERR_FORMAT},
               {"ticks", 1 << 24, GX_OK},
               {"tick_ms", 3600000, GX_OK},
               {"start", INT64_C(253402300799), GX_OK}};
    gx_results *results = sample_results(false);
    for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) {
        sample hostile_number = plain;
        hostile_number.absurd = all[k].name;
        hostile_number.absurd_value = all[k].value;
        gx_error error = {0};
        gx_text html = {0};
        char quoted[40];
        gx_reader *reader = sample_recording(recording, &hostile_number);
        ck_assert_int_eq(gx_report_html(&html, reader, results, GX_ENGLISH, &error), all[k].status);
        (void)snprintf(quoted, sizeof quoted, "'%s'", all[k].name);
        ck_assert_msg(all[k].status == GX_OK || strstr(error.message, quoted), "%s", error.message);
        gx_reader_close(reader);
        gx_text_free(&html);
    }
    gx_results_free(results);
}
END_TEST

START_TEST(nothing_there)
{
    const sample bare = {.bare = true};
    gx_error error = {0};
    gx_results *results = NULL;
    ck_assert_int_eq(gx_results_create(&results, &error), GX_OK);
    gx_text page = own_part(&bare, results, GX_ENGLISH);
    HAS(page, "<h1><bdi>A simulated evening</bdi></h1>");
    HAS(page, "{\"charts\":[\n\n");
    ck_assert_uint_ge(count_of(page.data, "This recording holds nothing for this section."), 7);
    LACKS(page, "<figure");
    LACKS(page, "The books");
    gx_text_free(&page);
    gx_results_free(results);
}
END_TEST

START_TEST(no_memory)
{
    gx_results *results = sample_results(false);
    gx_reader *reader = sample_recording(recording, &plain);
    gx_status status = GX_ERR_MEMORY;
    long after = 0;
    for (; status == GX_ERR_MEMORY; after += 7) {
        gx_error error = {0};
        gx_text html = {0};
        gx_memory_fail_after(after);
        status = gx_report_html(&html, reader, results, GX_CHINESE, &error);
        gx_memory_fail_after(-1);
        gx_text_free(&html);
        ck_assert_msg(status == GX_OK || status == GX_ERR_MEMORY, "%s", error.message);
    }
    ck_assert_int_gt(after, 100);
    gx_reader_close(reader);
    gx_results_free(results);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report");
    TCase *pages = tcase_create("pages");
    tcase_add_checked_fixture(pages, set_up, tear_down);
    tcase_set_timeout(pages, 60);
    tcase_add_test(pages, same_bytes_twice);
    tcase_add_test(pages, no_address_of_ours);
    tcase_add_test(pages, hostile_texts_stay_texts);
    tcase_add_test(pages, both_languages);
    tcase_add_test(pages, every_chart_has_a_table);
    tcase_add_test(pages, thinned_rows_are_means);
    tcase_add_test(pages, references_beside_figures);
    tcase_add_test(pages, books);
    tcase_add_test(pages, head_and_reproduction);
    tcase_add_test(pages, absurd_attributes_are_damage);
    tcase_add_test(pages, nothing_there);
    tcase_add_test(pages, no_memory);
    suite_add_tcase(suite, pages);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failures = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failures != 0;
}
