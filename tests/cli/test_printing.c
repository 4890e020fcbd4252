/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listings, JSON, sparklines, results: what is printed, to the letter. And the command as a function. */
#include "clean.h"
#include "input.h"
#include "json.h"
#include "listing.h"
#include "results_print.h"
#include "spark.h"
#include "talk.h"

#include <check.h>
#include <gx/cli/cli.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define IS(text, expected)                                                                                   \
    do {                                                                                                     \
        ck_assert_str_eq(gx_text_get(&(text)), expected);                                                    \
        ck_assert(!(text).failed);                                                                           \
        gx_text_free(&(text));                                                                               \
        (text) = (gx_text){0};                                                                               \
    } while (0)

START_TEST(json_is_exact)
{
    gx_text out = {0};
    gx_json_text(&out, "a\"b\\c\nd\te\x7f\x01 é 红包");
    IS(out, "\"a\\\"b\\\\c\\nd\\u0009e\\u007f\\u0001 é 红包\"");
    gx_json_text(&out, "x\xffy\xc3");
    IS(out, "\"x\xef\xbf\xbdy\xef\xbf\xbd\"");
    gx_json_text(&out, NULL);
    IS(out, "null");
    gx_json_real(&out, 0.1);
    IS(out, "0.1");
    gx_json_real(&out, (double)NAN);
    gx_json_real(&out, (double)-INFINITY);
    IS(out, "nullnull");
}
END_TEST

START_TEST(nothing_strange_reaches_a_terminal)
{
    gx_text out = {0};
    gx_clean(&out, "a\033[31mb\x07\tc\n\x7f"
                   "d\xc2\x9b"
                   "e\xff\xfe f\xc2\xa0红");
    IS(out, "a?[31mb?\tc\n?d?e?? f\xc2\xa0红");
    gx_clean(&out, "\xc2");
    IS(out, "?");
    gx_clean(&out, "");
    IS(out, "");
}
END_TEST

START_TEST(listings_in_every_format)
{
    static const gx_listing_column columns[] = {{"name", false}, {"n", true}, {"last", false}};
    gx_listing listing = {columns, 3, {0}, 0};
    gx_text out = {0};
    gx_listing_cell(&listing, "红包");
    gx_listing_real(&listing, 1.5);
    gx_listing_cell(&listing, "a,b \"c\"");
    gx_listing_cell(&listing, "long name");
    gx_listing_real(&listing, (double)NAN);
    gx_listing_cell(&listing, "p|q");
    gx_listing_print(&listing, GX_FORMAT_TABLE, &out);
    IS(out, "name         n  last\n红包         1.5  a,b \"c\"\nlong name       p|q\n");
    gx_listing_print(&listing, GX_FORMAT_CSV, &out);
    IS(out, "name,n,last\r\n红包,1.5,\"a,b \"\"c\"\"\"\r\nlong name,,p|q\r\n");
    gx_listing_print(&listing, GX_FORMAT_MD, &out);
    IS(out,
       "| name | n | last |\n| --- | ---: | --- |\n| 红包 | 1.5 | a,b \"c\" |\n| long name |  | p\\|q |\n");
    gx_listing_print(&listing, GX_FORMAT_JSON, &out);
    IS(out, "[\n {\"name\": \"红包\", \"n\": 1.5, \"last\": \"a,b \\\"c\\\"\"},\n"
            " {\"name\": \"long name\", \"n\": null, \"last\": \"p|q\"}\n]\n");
    gx_listing_free(&listing);
    gx_listing_print(&listing, GX_FORMAT_JSON, &out);
    IS(out, "[\n]\n");
    gx_listing_print(&listing, GX_FORMAT_TABLE, &out);
    IS(out, "name  n  last\n");
}
END_TEST

START_TEST(sparklines)
{
    gx_text out = {0};
    static const int64_t ramp[] = {0, 1, 2, 3, 4, 5, 6, 7}, flat[] = {0, 0, 0};
    int64_t many[600];
    gx_spark(&out, ramp, 8, 20, true);
    IS(out, " ▂▃▄▅▆▇█");
    gx_spark(&out, ramp, 8, 4, false);
    IS(out, ":=*@");
    gx_spark(&out, flat, 3, 20, true);
    IS(out, "   ");
    gx_spark(&out, NULL, 0, 20, true);
    IS(out, "");
    for (size_t i = 0; i < 600; i++)
        many[i] = i == 599 ? INT64_MAX / 2 : 1;
    gx_spark(&out, many, 600, 60, false);
    ck_assert_uint_eq(out.length, 60);
    ck_assert_int_eq(out.data[59], '@');
    ck_assert_int_eq(out.data[0], '.'); /* little is not nothing */
    gx_text_free(&out);
}
END_TEST

START_TEST(names_of_files)
{
    static const struct {
        const char *path, *stem;
    } cases[] = {{"a.yaml", "a"},    {"x/y/b.yml", "b"}, {"run.h5.partial", "run"}, {"/c", "c"},
                 {".yaml", ".yaml"}, {"x/", "run"},      {"a.b.h5", "a.b"},         {"a.txt", "a.txt"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gx_text out = {0};
        gx_stem(&out, cases[i].path);
        IS(out, cases[i].stem);
    }
}
END_TEST

START_TEST(sizes)
{
    char buffer[32];
    ck_assert_str_eq(gx_format_bytes(buffer, 0), "0 B");
    ck_assert_str_eq(gx_format_bytes(buffer, 999), "999 B");
    ck_assert_str_eq(gx_format_bytes(buffer, 1000), "1.0 kB");
    ck_assert_str_eq(gx_format_bytes(buffer, 1136258), "1.1 MB");
    ck_assert_str_eq(gx_format_bytes(buffer, UINT64_MAX), "18.4 EB");
}
END_TEST

/* Three results of metrics that exist. */
static gx_results *some_results(void)
{
    static const char *const names[] = {"who", "share"};
    static const double x[] = {0, 1}, y[] = {0.1, 2}, cells[] = {(double)NAN, 0.25, (double)NAN, (double)NAN};
    static const char *const labels[] = {"a, b", "c"};
    gx_results *results;
    gx_error error;
    ck_assert_int_eq(gx_results_create(&results, &error), GX_OK);
    gx_results_integer(results, gx_metric_find("traffic.packets_sent"), INT64_C(9007199254740993), &error);
    gx_results_real(results, gx_metric_find("spread.reach"), 0.1, 0.05, (double)NAN, &error);
    gx_results_curve(results, gx_metric_find("traffic.minute.packets_sent"), "minute", "min", x, y, 2,
                     &error);
    gx_results_grid(results, gx_metric_find("traffic.amounts"), names, names, 2, cells, labels, 2, &error);
    return results;
}

START_TEST(results_as_csv_and_json)
{
    gx_results *results = some_results();
    gx_texts all = {NULL, 0};
    gx_text out = {0};
    gx_results_print(&out, results, &all, GX_FORMAT_CSV);
    IS(out, "metric,shape,row,column,value,low,high,unit\r\n"
            "traffic.packets_sent,figure,,,9007199254740993,,,packets\r\n"
            "spread.reach,figure,,,0.1,0.05,,\r\n"
            "traffic.minute.packets_sent,curve,0,minute,0.1,,,packets\r\n"
            "traffic.minute.packets_sent,curve,1,minute,2,,,packets\r\n"
            "traffic.amounts,table,\"a, b\",share,0.25,,,yuan\r\n"
            "traffic.amounts,table,c,share,,,,yuan\r\n");
    const char *one[] = {"spread.reach", "traffic.users"};
    gx_texts wanted = {one, 2};
    gx_results_print(&out, results, &wanted, GX_FORMAT_JSON);
    IS(out, "{\"figures\": {\n"
            "  \"spread.reach\": {\"label\": \"reach\", \"unit\": \"\", \"value\": 0.1, \"low\": 0.05, "
            "\"high\": null},\n"
            "  \"traffic.users\": {\"label\": \"users\", \"unit\": \"users\", \"value\": null, \"low\": "
            "null, \"high\": null}},\n"
            " \"curves\": {},\n \"tables\": {}}\n");
    gx_results_free(results);
}
END_TEST

START_TEST(results_as_tables)
{
    gx_results *results = some_results();
    gx_texts all = {NULL, 0};
    gx_text out = {0};
    gx_results_print(&out, results, &all, GX_FORMAT_TABLE);
    ck_assert_ptr_nonnull(strstr(gx_text_get(&out), "9,007,199,254,740,993  packets"));
    ck_assert_ptr_nonnull(strstr(gx_text_get(&out), "\na, b   0.25\n"));
    gx_text_free(&out);
    const char *one[] = {"traffic.minute.packets_sent", "traffic.users"};
    gx_texts wanted = {one, 2};
    out = (gx_text){0};
    gx_results_print(&out, results, &wanted, GX_FORMAT_TABLE);
    IS(out, "\ntraffic.minute.packets_sent: packets sent a minute, packets\nminute  packets sent a minute\n"
            "     0                    0.1\n     1                      2\n"
            "traffic.users: not defined for this recording\n");
    gx_results_free(results);
}
END_TEST

/* The command as a function: it returns, and may be called again. */
START_TEST(the_command_can_be_linked)
{
    char *version[] = {(char[]){"guanxi"}, (char[]){"version"}, NULL};
    char *wrong[] = {(char[]){"guanxi"}, (char[]){"run"}, (char[]){"/no/such/scenario.yaml"}, NULL};
    char *verify[] = {(char[]){"guanxi"}, (char[]){"verify"}, (char[]){"/no/such/run.h5"}, (char[]){"-q"},
                      NULL};
    ck_assert_ptr_nonnull(freopen("/dev/null", "w", stdout));
    ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(gx_cli_main(2, version), 0);
        ck_assert_int_eq(gx_cli_main(3, wrong), 3);
        ck_assert_int_eq(gx_cli_main(4, verify), 3);
        ck_assert_int_eq(gx_cli_main(1, version), 2);
        ck_assert_int_eq(gx_cli_main(0, version + 2), 2);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {json_is_exact,
                                  nothing_strange_reaches_a_terminal,
                                  listings_in_every_format,
                                  sparklines,
                                  names_of_files,
                                  sizes,
                                  results_as_csv_and_json,
                                  results_as_tables,
                                  the_command_can_be_linked};
    Suite *suite = suite_create("printing");
    TCase *all = tcase_create("all");
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
        tcase_add_test(all, tests[i]);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
