/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The effective scenario reads back to the same values, bit for bit. */
#include "tables.h"

#include <check.h>
#include <gx/base/draw.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void print(const gx_scenario *scenario, bool origins, gx_text *out)
{
    gx_scenario_print(scenario, origins, out);
    ck_assert(!out->failed);
}

/* Print, read, compare the structs, print again, compare the text. */
static void check_round_trip(const char *text, const char *variant, const char *const *sets)
{
    test_config first, second;
    gx_scenario *one = NULL, *two = NULL;
    gx_diagnostics d;
    gx_text plain = {0}, again = {0}, commented = {0};
    gx_status status = test_read(text, variant, sets, &first, &one, &d);
    ck_assert_msg(status == GX_OK, "%s", gx_text_get(&d.report));
    gx_diagnostics_free(&d);
    print(one, false, &plain);
    print(one, true, &commented);
    for (int i = 0; i < 2; i++) {
        status = test_read(gx_text_get(i == 0 ? &plain : &commented), NULL, NULL, &second, &two, &d);
        ck_assert_msg(status == GX_OK, "%s\n%s", gx_text_get(&d.report), gx_text_get(&plain));
        ck_assert_mem_eq(&first, &second, sizeof first);
        again = (gx_text){0};
        print(two, false, &again);
        ck_assert_str_eq(gx_text_get(&plain), gx_text_get(&again));
        gx_text_free(&again);
        gx_scenario_free(two);
        gx_diagnostics_free(&d);
    }
    gx_text_free(&plain);
    gx_text_free(&commented);
    gx_scenario_free(one);
}

static const char base[] = "version: 1\n"
                           "agents: [{name: \"a: b\", share: 0.1}, {name: 'yes'}]\n"
                           "models: {reciprocity: {delay: 1500ms}}\n"
                           "variants: [{name: v, set: {population.users: 420k, agents.1.share: 1e-9}}]\n";

START_TEST(round_trip)
{
    const char *sets[] = {"models.reciprocity.start=2020-02-29T23:59:59",
                          "population.age_shares=[0.1, 1e-300, 0]", NULL};
    check_round_trip("version: 1\n", NULL, NULL);
    check_round_trip(base, NULL, NULL);
    check_round_trip(base, "v", NULL);
    check_round_trip(base, "v", sets);
}
END_TEST

START_TEST(round_trip_of_texts)
{
    const char *const names[] = {"plain",
                                 "two words",
                                 "\"\"\"",
                                 "it's",
                                 "- a",
                                 "#x",
                                 "a #b",
                                 "a: b",
                                 "null",
                                 "~",
                                 "No",
                                 "1e3",
                                 "0x1",
                                 "[a]",
                                 "春节",
                                 "a\\b",
                                 "'\\n'",
                                 "\"\\n\\t\\x07\"",
                                 "\"\\x7F \"",
                                 "\"\\u2028\"",
                                 "\"\\x85\\uFEFF\"",
                                 "%a",
                                 "@a",
                                 "!a",
                                 "&a",
                                 "*a",
                                 "a:",
                                 "\" lead\"",
                                 "\"trail \"",
                                 ".",
                                 "-",
                                 "?",
                                 "|",
                                 "2016-02-07",
                                 "\"\\U0001F9E7\"",
                                 "Y",
                                 "nan"};
    for (size_t i = 0; i < GX_COUNT_OF(names); i++) {
        char assignment[100];
        const char *sets[] = {assignment, NULL};
        bool odd_quote = names[i][0] == '"' && names[i][1] == '"';
        snprintf(assignment, sizeof assignment, "name=%s", odd_quote ? "'\"\"\"'" : names[i]);
        if (names[i][0] == '[' || strcmp(names[i], "null") == 0 || strcmp(names[i], "~") == 0)
            snprintf(assignment, sizeof assignment, "name='%s'", names[i]);
        check_round_trip(base, NULL, sets);
    }
}
END_TEST

/* Whole numbers, money and durations of every size. */
START_TEST(round_trip_of_numbers)
{
    uint64_t state = 1;
    for (int i = 0; i < 500; i++) {
        char free[100], gift[100], wait[100], rate[100];
        const char *sets[] = {free, gift, wait, rate, NULL};
        int64_t value[3];
        for (int k = 0; k < 3; k++) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            value[k] = (int64_t)state >> (i % 61);
        }
        snprintf(free, sizeof free, "models.binding.free=%lld", (long long)value[0]);
        snprintf(gift, sizeof gift, "models.binding.gift=%lld fen", (long long)value[1]);
        snprintf(wait, sizeof wait, "models.binding.wait=%lldms", (long long)value[2]);
        snprintf(rate, sizeof rate, "models.binding.rate=%.17g", (double)value[0] / ((double)value[1] + 0.5));
        check_round_trip(base, NULL, sets);
    }
    const char *ends[] = {"models.binding.free=-9223372036854775808",
                          "models.binding.gift=-9223372036854775808 fen",
                          "models.binding.wait=9223372036854775807ms", "models.binding.rate=-0.0", NULL};
    check_round_trip(base, NULL, ends);
}
END_TEST

static void check_printed(size_t table, size_t field, int64_t value, const char *expected)
{
    gx_field alone = test_tables[table]->fields[field];
    gx_text text = {0};
    alone.offset = 0;
    gx_field_print(&alone, &value, &text);
    ck_assert_str_eq(gx_text_get(&text), expected);
    gx_text_free(&text);
}

START_TEST(as_a_scenario_writes_it)
{
    check_printed(4, 3, 86400000, "24h");
    check_printed(4, 3, 604800000, "7d");
    check_printed(4, 3, 90000, "90s");
    check_printed(4, 3, 600000, "10min");
    check_printed(4, 3, 1, "1ms");
    check_printed(4, 3, 0, "0s");
    check_printed(4, 3, -1500, "-1500ms");
    check_printed(4, 2, 888, "8.88 yuan");
    check_printed(4, 2, 800, "8 yuan");
    check_printed(4, 2, -5, "-0.05 yuan");
    check_printed(4, 1, 8080000, "8080000");
    check_printed(2, 4, 1454846400, "2016-02-07T12:00:00");
}
END_TEST

/* Sections under one key are drawn together; comments stand in one column. */
START_TEST(whole_text)
{
    const char *sets[] = {"population.age_shares=[]", NULL};
    const char *expected = "version: 1                      # t.yaml:1\n"
                           "name: unnamed                   # default\n"
                           "population:\n"
                           "  users: 420000                 # variant v\n"
                           "  male_share: 0.5               # default\n"
                           "  age_shares: []                # --set\n"
                           "  wealth: 500 yuan              # default\n"
                           "models:\n"
                           "  reciprocity:\n"
                           "    active: true                # default\n"
                           "    lucky: 1.5                  # default\n"
                           "    delay: 1500ms               # t.yaml:3\n"
                           "    kind: lucky                 # default\n"
                           "    start: 2016-02-07T12:00:00  # default\n"
                           "  binding:\n"
                           "    rate: 0.1                   # default\n"
                           "    free: 0                     # default\n"
                           "    gift: 0 yuan                # default\n"
                           "    wait: 0s                    # default\n"
                           "agents:\n"
                           "  - name: \"a: b\"                # t.yaml:2\n"
                           "    share: 0.1                  # t.yaml:2\n"
                           "  - name: \"yes\"                 # t.yaml:2\n"
                           "    share: 1e-09                # variant v\n";
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    gx_text out = {0};
    ck_assert_int_eq(test_read(base, "v", sets, &config, &scenario, &d), GX_OK);
    print(scenario, true, &out);
    ck_assert_str_eq(gx_text_get(&out), expected);
    gx_text_free(&out);
    gx_scenario_free(scenario);
    gx_diagnostics_free(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scenario/print");
    TCase *tcase = tcase_create("print");
    const TTest *const tests[] = {round_trip, round_trip_of_texts, round_trip_of_numbers,
                                  as_a_scenario_writes_it, whole_text};
    for (size_t i = 0; i < GX_COUNT_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
