/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <gx/base/memory.h>
#include <gx/stats/results.h>
#include <gx/stats/sheet.h>
#include <math.h>
#include <string.h>

static const gx_metric metrics[] = {{"t.count", GX_SHAPE_FIGURE, "", "", "", "", ""},
                                    {"t.real", GX_SHAPE_FIGURE, "", "", "", "", ""},
                                    {"t.curve", GX_SHAPE_CURVE, "", "", "", "", ""},
                                    {"t.grid", GX_SHAPE_TABLE, "", "", "", "", ""}};
static const char *const names[] = {"a", "b"};

static gx_status fill(gx_results *results, gx_error *error)
{
    const double x[] = {1, 2, 3}, y[] = {4, 5, 6}, cells[] = {NAN, 1, NAN, 2};
    const char *const labels[] = {"one", "two"};
    gx_status status = gx_results_integer(results, &metrics[0], INT64_C(9007199254740993), error);
    if (status == GX_OK)
        status = gx_results_real(results, &metrics[1], 0.5, 0.4, 0.6, error);
    if (status == GX_OK)
        status = gx_results_curve(results, &metrics[2], "x", "s", x, y, 3, error);
    if (status == GX_OK)
        status = gx_results_grid(results, &metrics[3], names, names, 2, cells, labels, 2, error);
    return status;
}

START_TEST(what_goes_in_comes_out)
{
    gx_results *results;
    gx_error error;
    ck_assert_int_eq(gx_results_create(&results, &error), GX_OK);
    ck_assert_int_eq(fill(results, &error), GX_OK);
    const gx_figure *count = gx_results_find_figure(results, "t.count");
    ck_assert(count->exact && count->integer == INT64_C(9007199254740993) && isnan(count->low));
    ck_assert_ptr_eq(count, gx_results_figure(results, 0));
    ck_assert(!gx_results_find_figure(results, "t.real")->exact);
    ck_assert_double_eq(gx_results_find_figure(results, "t.real")->high, 0.6);
    const gx_curve *curve = gx_results_find_curve(results, "t.curve");
    ck_assert_uint_eq(curve->count, 3);
    ck_assert_double_eq(curve->y[2], 6);
    const gx_grid *grid = gx_results_find_grid(results, "t.grid");
    ck_assert_str_eq(grid->labels[1], "two");
    ck_assert_double_eq(grid->cells[3], 2);
    ck_assert_ptr_null(gx_results_find_figure(results, "t.curve"));
    ck_assert_ptr_null(gx_results_find_curve(results, "none"));
    ck_assert_ptr_null(gx_results_figure(results, 2));
    ck_assert_ptr_null(gx_results_curve_at(results, 1));
    ck_assert_ptr_null(gx_results_grid_at(results, 1));
    /* The same again, and the wrong shape. */
    ck_assert_int_eq(gx_results_integer(results, &metrics[0], 1, &error), GX_ERR_ARGUMENT);
    ck_assert_int_eq(gx_results_real(results, &metrics[2], 1, 1, 1, &error), GX_ERR_ARGUMENT);
    ck_assert_uint_eq(gx_results_figures(results) + gx_results_curves(results) + gx_results_grids(results),
                      4);
    gx_results_free(results);
    gx_results_free(NULL);
}
END_TEST

START_TEST(every_allocation_may_fail)
{
    gx_error error;
    long after = 0;
    for (gx_status status = GX_ERR_MEMORY; status != GX_OK; after++) {
        gx_results *results;
        gx_memory_fail_after(after);
        status = gx_results_create(&results, &error);
        if (status == GX_OK) {
            status = fill(results, &error);
            gx_results_free(results);
        }
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || status == GX_ERR_MEMORY);
        ck_assert_int_lt(after, 100);
    }
    ck_assert_int_gt(after, 10);
}
END_TEST

START_TEST(a_sheet_keeps_its_first_failure)
{
    gx_results *results;
    gx_error error;
    ck_assert_int_eq(gx_results_create(&results, &error), GX_OK);
    gx_sheet sheet = {results, metrics, &error, GX_OK};
    gx_put_real(&sheet, 1, NAN);
    ck_assert_uint_eq(gx_results_figures(results), 0);
    gx_put_integer(&sheet, 2, 1);
    ck_assert_int_eq(sheet.status, GX_ERR_ARGUMENT);
    gx_put_integer(&sheet, 0, 1);
    ck_assert_uint_eq(gx_results_figures(results), 0);
    gx_results_free(results);
}
END_TEST

START_TEST(distributions_add_up)
{
    gx_results *results;
    gx_error error;
    double sorted[1000], sum = 0;
    for (int i = 0; i < 1000; i++)
        sorted[i] = i / 10;
    ck_assert_int_eq(gx_results_create(&results, &error), GX_OK);
    gx_sheet sheet = {results, metrics, &error, GX_OK};
    gx_put_ccdf(&sheet, 2, "x", "", sorted, 1000);
    const gx_curve *ccdf = gx_results_find_curve(results, "t.curve");
    ck_assert_uint_eq(ccdf->count, 100);
    ck_assert_double_eq(ccdf->y[0], 1);
    ck_assert_double_eq_tol(ccdf->y[99], 0.01, 1e-12);
    gx_results_free(results);
    ck_assert_int_eq(gx_results_create(&results, &error), GX_OK);
    sheet = (gx_sheet){results, metrics, &error, GX_OK};
    gx_put_log_histogram(&sheet, 2, "x", "", sorted, 1000, 5);
    const gx_curve *histogram = gx_results_find_curve(results, "t.curve");
    for (size_t i = 0; i < histogram->count; i++)
        sum += histogram->y[i];
    ck_assert_double_eq_tol(sum, 1, 1e-12);
    gx_results_free(results);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stats/results");
    TCase *tests = tcase_create("results");
    tcase_add_test(tests, what_goes_in_comes_out);
    tcase_add_test(tests, every_allocation_may_fail);
    tcase_add_test(tests, a_sheet_keeps_its_first_failure);
    tcase_add_test(tests, distributions_add_up);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
