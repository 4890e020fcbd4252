/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The embedded reference figures, and tables that are not well made. */
#include <check.h>
#include <gx/base/text.h>
#include <gx/credit/credit.h>
#include <gx/spread/spread.h>
#include <gx/stats/references.h>
#include <gx/traffic/traffic.h>
#include <math.h>
#include <string.h>

#define HEADER "id,when,quantity,value,low,high,unit,grade,role,source,metric,scale_note\n"

START_TEST(the_embedded_table)
{
    gx_references *all;
    gx_error error;
    ck_assert_msg(gx_references_create(&all, &error) == GX_OK, "%s", error.message);
    ck_assert_uint_gt(gx_references_count(all), 30);
    ck_assert_double_eq(gx_references_find(all, "eve2016.volume")->value, 8.08e9);
    ck_assert_double_eq(gx_references_find(all, "T1")->value, 0.18);
    ck_assert_double_eq(gx_references_for(all, "traffic.peak_factor")->value, 4.37);
    ck_assert(isnan(gx_references_find(all, "T4")->value));
    ck_assert_double_eq(gx_references_find(all, "T4")->low, 0.5);
    ck_assert_ptr_null(gx_references_find(all, "T99"));
    ck_assert_ptr_null(gx_references_at(all, gx_references_count(all)));
    /* 8.08 bn / 420 M is what the other rows say. */
    double each = gx_references_find(all, "eve2016.volume")->value /
                  gx_references_find(all, "eve2016.participants")->value;
    ck_assert_double_eq_tol(gx_references_find(all, "eve2016.per_participant")->value, each, 0.05);
    gx_references_free(all);
}
END_TEST

static int is_metric(const char *name)
{
    const gx_metric *(*const rooms[])(size_t *) = {gx_traffic_metrics, gx_spread_metrics, gx_credit_metrics};
    for (size_t r = 0; r < 3; r++) {
        size_t count;
        const gx_metric *metrics = rooms[r](&count);
        for (size_t i = 0; i < count; i++)
            if (strcmp(metrics[i].name, name) == 0)
                return metrics[i].shape == GX_SHAPE_FIGURE;
    }
    return 0;
}

START_TEST(metrics_of_references_exist)
{
    gx_references *all;
    gx_error error;
    ck_assert_int_eq(gx_references_create(&all, &error), GX_OK);
    for (size_t i = 0; i < gx_references_count(all); i++) {
        const char *metric = gx_references_at(all, i)->metric;
        ck_assert_msg(!*metric || is_metric(metric), "%s names no figure: %s", gx_references_at(all, i)->id,
                      metric);
    }
    gx_references_free(all);
}
END_TEST

START_TEST(metrics_are_well_made)
{
    const gx_metric *(*const rooms[])(size_t *) = {gx_traffic_metrics, gx_spread_metrics, gx_credit_metrics};
    const char *const prefix[] = {"traffic.", "spread.", "credit."};
    for (size_t r = 0; r < 3; r++) {
        size_t count;
        const gx_metric *metrics = rooms[r](&count);
        for (size_t i = 0; i < count; i++) {
            size_t bad;
            ck_assert_int_eq(strncmp(metrics[i].name, prefix[r], strlen(prefix[r])), 0);
            ck_assert(*metrics[i].help && *metrics[i].label && *metrics[i].label_zh && metrics[i].source &&
                      metrics[i].unit);
            ck_assert(gx_utf8_valid(metrics[i].label_zh, strlen(metrics[i].label_zh), &bad));
            for (size_t k = 0; k < i; k++)
                ck_assert_str_ne(metrics[i].name, metrics[k].name);
        }
    }
}
END_TEST

START_TEST(quotes_and_line_ends)
{
    const char *text =
        HEADER "a,2016,\"one, two \"\"three\"\"\",1e3,,,\"u\",A,fit,src,,\r\nb,,q,,1,2,,B,shape,s,m,note";
    gx_references *all;
    gx_error error;
    ck_assert_msg(gx_references_parse(&all, text, strlen(text), &error) == GX_OK, "%s", error.message);
    ck_assert_uint_eq(gx_references_count(all), 2);
    ck_assert_str_eq(gx_references_at(all, 0)->quantity, "one, two \"three\"");
    ck_assert_double_eq(gx_references_at(all, 0)->value, 1000);
    ck_assert_str_eq(gx_references_at(all, 0)->scale_note, "");
    ck_assert_str_eq(gx_references_at(all, 1)->scale_note, "note");
    gx_references_free(all);
}
END_TEST

static const struct {
    const char *text, *says;
} malformed[] = {
    {"", "missing"},
    {"id,when\n", "missing"},
    {"name,when,quantity,value,low,high,unit,grade,role,source,metric,scale_note\n", "unknown column"},
    {HEADER "a,,q,1,,,,A,fit,s,\n", "scale_note"},
    {HEADER "a,,q,1,,,,A,fit,s,,,\n", "more fields"},
    {HEADER "a,,q,one,,,,A,fit,s,,\n", "not a number: one"},
    {HEADER "a,,q,nan,,,,A,fit,s,,\n", "not a number"},
    {HEADER "a,,q,0x10,,,,A,fit,s,,\n", "not a number"},
    {HEADER "a,,q,1e999,,,,A,fit,s,,\n", "not a number"},
    {HEADER "a,,q,,,,,A,fit,s,,\n", "no value"},
    {HEADER "a,,q,5,1,2,,A,fit,s,,\n", "outside its range"},
    {HEADER "a,,q,1,,,,D,fit,s,,\n", "grade: D"},
    {HEADER "a,,q,1,,,,A,guess,s,,\n", "role: guess"},
    {HEADER "a,,q,1,,,,A,fit,,,\n", "must not be empty"},
    {HEADER "a,,q,1,,,,A,fit,s,,\na,,q,1,,,,A,fit,s,,\n", "line 3"},
    {HEADER "a,,\"q,1,,,,A,fit,s,,\n", "does not end"},
    {HEADER "a,,q\"r,1,,,,A,fit,s,,\n", "quote"},
    {HEADER "a,,\"q\"r,1,,,,A,fit,s,,\n", "quote"},
    {HEADER "a,,\xff,1,,,,A,fit,s,,\n", "UTF-8"},
    {HEADER "\n", "missing"},
};

START_TEST(malformed_tables_are_refused)
{
    gx_references *all;
    gx_error error;
    ck_assert_int_eq(gx_references_parse(&all, malformed[_i].text, strlen(malformed[_i].text), &error),
                     GX_ERR_FORMAT);
    ck_assert_msg(strstr(error.message, malformed[_i].says) != NULL, "'%s' does not say '%s'", error.message,
                  malformed[_i].says);
    ck_assert_ptr_null(all);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stats/references");
    TCase *tests = tcase_create("references");
    tcase_add_test(tests, the_embedded_table);
    tcase_add_test(tests, metrics_of_references_exist);
    tcase_add_test(tests, metrics_are_well_made);
    tcase_add_test(tests, quotes_and_line_ends);
    tcase_add_loop_test(tests, malformed_tables_are_refused, 0, sizeof malformed / sizeof *malformed);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
