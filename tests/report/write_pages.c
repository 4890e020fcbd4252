/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the pages that the browser test opens: write_pages FOLDER makes FOLDER/en.html, zh.html,
 * hostile.html, bare.html. */
#include "sample.h"

#include <check.h>
#include <gx/base/text.h>
#include <gx/report/report.h>
#include <stdio.h>
#include <stdlib.h>

static const char *folder;

static void page(const char *name, const sample *what, const gx_results *results, gx_language language)
{
    gx_error error = {0};
    gx_text html = {0};
    char recording[4096], path[4096];
    (void)snprintf(recording, sizeof recording, "%s/run.h5", folder);
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    gx_reader *reader = sample_recording(recording, what);
    ck_assert_msg(gx_report_html(&html, reader, results, language, &error) == GX_OK, "%s", error.message);
    ck_assert_msg(gx_write_file(path, html.data, html.length, true, &error) == GX_OK, "%s", error.message);
    gx_text_free(&html);
    gx_reader_close(reader);
}

START_TEST(pages)
{
    const sample plain = {.title = "New Year's Eve in the village · 村里的除夕",
                          .scenario = "name: village\n",
                          .wallets = true};
    const sample hostile = {
        .title = HOSTILE_TITLE, .scenario = HOSTILE_TITLE, .wallets = true, .interrupted = true};
    const sample bare = {.bare = true};
    gx_error error = {0};
    gx_results *results = sample_results(false), *attack = sample_results(true), *nothing = NULL;
    ck_assert_int_eq(gx_results_create(&nothing, &error), GX_OK);
    page("en.html", &plain, results, GX_ENGLISH);
    page("zh.html", &plain, results, GX_CHINESE);
    page("hostile.html", &hostile, attack, GX_ENGLISH);
    page("bare.html", &bare, nothing, GX_CHINESE);
    gx_results_free(results);
    gx_results_free(attack);
    gx_results_free(nothing);
}
END_TEST

int main(int count, char **arguments)
{
    if (count != 2)
        return EXIT_FAILURE;
    folder = arguments[1];
    Suite *suite = suite_create("pages");
    TCase *one = tcase_create("pages");
    tcase_add_test(one, pages);
    suite_add_tcase(suite, one);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_ENV);
    int failures = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failures != 0;
}
