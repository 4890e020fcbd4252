/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each type: what it reads, exactly, and what it refuses. */
#include "tables.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Read one assignment; the status. */
static gx_status set(const char *assignment, test_config *config)
{
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    const char *sets[] = {assignment, NULL};
    gx_status status = test_read("version: 1\n", NULL, sets, config, &scenario, &d);
    ck_assert_uint_eq(d.count, status == GX_OK ? 0 : 1);
    ck_assert((scenario != NULL) == (status == GX_OK));
    gx_scenario_free(scenario);
    gx_diagnostics_free(&d);
    return status;
}

typedef struct whole_case {
    const char *value;
    int64_t expected;
} whole_case;

static void check_whole(const char *path, size_t offset, const whole_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char assignment[200];
        test_config config;
        int64_t got = 0;
        snprintf(assignment, sizeof assignment, "%s=%s", path, cases[i].value);
        ck_assert_msg(set(assignment, &config) == GX_OK, "%s", assignment);
        memcpy(&got, (const char *)&config + offset, sizeof got);
        ck_assert_msg(got == cases[i].expected, "%s gives %lld", assignment, (long long)got);
    }
}

static void check_refused(const char *path, const char *const *values)
{
    for (; *values; values++) {
        char assignment[200];
        test_config config;
        snprintf(assignment, sizeof assignment, "%s=%s", path, *values);
        ck_assert_msg(set(assignment, &config) == GX_ERR_INPUT, "%s", assignment);
    }
}

START_TEST(integers)
{
    const whole_case good[] = {{"0", 0},
                               {"1000", 1000},
                               {"1_000", 1000},
                               {"+7", 7},
                               {"-7", -7},
                               {"420k", 420000},
                               {"8.08M", 8080000},
                               {"1G", 1000000000},
                               {"1.000000001G", 1000000001},
                               {"-0.5k", -500},
                               {"3.0", 3},
                               {"9223372036854775807", INT64_MAX},
                               {"-9223372036854775808", INT64_MIN},
                               {"9_223_372_036_854.775807M", INT64_MAX}};
    const char *const bad[] = {"",
                               "x",
                               "1.5",
                               "1e3",
                               "0x10",
                               "010",
                               "1__0",
                               "_1",
                               "1_",
                               "1 k",
                               "1K",
                               "1kk",
                               "1.5.2k",
                               "--1",
                               "\"5\"",
                               "1.0001k",
                               "true",
                               "[1]",
                               "9223372036854775808",
                               "-9223372036854775809",
                               "9223372036854775808k",
                               "18446744073709551616",
                               "99999999999999999999999999999999G",
                               "1.00000000000000000000000001G",
                               "{a: 1}",
                               NULL};
    check_whole("models.binding.free", offsetof(test_config, binding.free), good, GX_COUNT_OF(good));
    check_refused("models.binding.free", bad);
}
END_TEST

START_TEST(money)
{
    const whole_case good[] = {{"8.88 yuan", 888},
                               {"888 fen", 888},
                               {"8.88", 888},
                               {"0.29", 29},
                               {"5", 500},
                               {"-0.05 yuan", -5},
                               {"1_000yuan", 100000},
                               {"\"8 yuan\"", 800},
                               {"0.10", 10},
                               {"1.500 yuan", 150},
                               {"92233720368547758.07 yuan", INT64_MAX},
                               {"-9223372036854775808 fen", INT64_MIN}};
    const char *const bad[] = {"8.888 yuan", "0.5 fen",   "8  yuan",
                               "yuan",       "8 dollars", "8.88 Yuan",
                               "¥8",         "1e2",       "92233720368547758.08 yuan",
                               NULL};
    check_whole("models.binding.gift", offsetof(test_config, binding.gift), good, GX_COUNT_OF(good));
    check_refused("models.binding.gift", bad);
}
END_TEST

START_TEST(durations)
{
    const whole_case good[] = {{"90s", 90000},
                               {"1.5h", 5400000},
                               {"24h", 86400000},
                               {"7d", 604800000},
                               {"250ms", 250},
                               {"10min", 600000},
                               {"10 min", 600000},
                               {"0", 0},
                               {"0.001s", 1},
                               {"-3s", -3000},
                               {"106751991167.300d", 9223372036854720000},
                               {"0.5d", 43200000}};
    const char *const bad[] = {"90", "1.5",   "0.0001s",       "h", "1h30min", "1 hour", "1m",
                               "1D", "0.1ms", "106751991168d", NULL};
    check_whole("models.binding.wait", offsetof(test_config, binding.wait), good, GX_COUNT_OF(good));
    check_refused("models.binding.wait", bad);
}
END_TEST

START_TEST(times)
{
    const whole_case good[] = {{"2016-02-07T12:00", 1454846400},
                               {"2016-02-07", 1454803200},
                               {"2016-02-07 12:00:30", 1454846430},
                               {"2000-01-01", 946684800}};
    const char *const bad[] = {"2016-02-30", "yesterday",           "12:00", "2016-2-7",
                               "1454846400", "1999-12-31T23:59:59", NULL};
    check_whole("models.reciprocity.start", offsetof(test_config, reciprocity.start), good,
                GX_COUNT_OF(good));
    check_refused("models.reciprocity.start", bad);
}
END_TEST

START_TEST(bools)
{
    const char *const words[] = {"true", "yes", "on", "false", "no", "off"};
    const char *const bad[] = {"True", "1", "0", "\"yes\"", "y", "", "[yes]", NULL};
    for (size_t i = 0; i < GX_COUNT_OF(words); i++) {
        char assignment[100];
        test_config config;
        snprintf(assignment, sizeof assignment, "models.reciprocity.active=%s", words[i]);
        ck_assert_int_eq(set(assignment, &config), GX_OK);
        ck_assert_int_eq(config.reciprocity.active, i < 3);
    }
    check_refused("models.reciprocity.active", bad);
}
END_TEST

START_TEST(reals)
{
    const struct {
        const char *value;
        double expected;
    } good[] = {{"0.1", 0.1},
                {"1e-6", 1e-6},
                {"-2.5E+3", -2500},
                {".5", 0.5},
                {"7", 7},
                {"1e308", 1e308},
                {"0.30000000000000004", 0.1 + 0.2}};
    const char *const bad[] = {"nan",   ".inf", "inf",   "1e999", "0x1p3", "1.", "1e",
                               "1_000", "50%",  "\"1\"", "1 2",   "",      NULL};
    for (size_t i = 0; i < GX_COUNT_OF(good); i++) {
        char assignment[100];
        test_config config;
        snprintf(assignment, sizeof assignment, "models.binding.rate=%s", good[i].value);
        ck_assert_int_eq(set(assignment, &config), GX_OK);
        ck_assert(config.binding.rate == good[i].expected);
    }
    check_refused("models.binding.rate", bad);
}
END_TEST

START_TEST(choices)
{
    test_config config;
    const char *const bad[] = {"Lucky", "luckyy", "", "1", "[lucky]", NULL};
    ck_assert_int_eq(set("models.reciprocity.kind=equal", &config), GX_OK);
    ck_assert_int_eq(config.reciprocity.kind, 0);
    ck_assert_int_eq(set("models.reciprocity.kind='lucky'", &config), GX_OK);
    ck_assert_int_eq(config.reciprocity.kind, 1);
    check_refused("models.reciprocity.kind", bad);
}
END_TEST

START_TEST(texts)
{
    test_config config;
    const char *const bad[] = {"",    "123456789012345678901",  "\"a\\0b\"",
                               "[a]", "春节春节春节春节春节春", NULL};
    ck_assert_int_eq(set("name=a: b #c", &config), GX_OK);
    ck_assert_str_eq(config.root.name, "a: b #c");
    ck_assert_int_eq(set("name=\"quoted \\\"too\\\" \"", &config), GX_OK);
    ck_assert_str_eq(config.root.name, "quoted \"too\" ");
    ck_assert_int_eq(set("name=春节春节春节春节", &config), GX_OK); /* 8 characters, 24 bytes */
    ck_assert_str_eq(config.root.name, "春节春节春节春节");
    ck_assert_int_eq(set("name=12345678901234567890", &config), GX_OK); /* the range counts characters */
    check_refused("name", bad); /* the last: 30 bytes fit, so add one */
}
END_TEST

START_TEST(lists)
{
    test_config config;
    const char *const bad[] = {"0.5",         "[2]",  "[0.5, x]", "[[0.5]]", "[\"0.5\"]",
                               "[0.5,, 0.5]", "[0.5", "{a: 1}",   "",        NULL};
    ck_assert_int_eq(set("population.age_shares=[0, 1, 0.125]", &config), GX_OK);
    ck_assert_uint_eq(config.population.age_shares.count, 3);
    ck_assert(config.population.age_shares.at[2] == 0.125);
    ck_assert_int_eq(set("population.age_shares=[]", &config), GX_OK);
    ck_assert_uint_eq(config.population.age_shares.count, 0);
    check_refused("population.age_shares", bad);

    char many[800] = "population.age_shares=[0";
    for (int i = 1; i < GX_REALS_MAX; i++)
        strcat(many, ",0");
    strcat(many, "]");
    ck_assert_int_eq(set(many, &config), GX_OK);
    ck_assert_uint_eq(config.population.age_shares.count, GX_REALS_MAX);
    strcpy(many + strlen(many) - 1, ",0]");
    ck_assert_int_eq(set(many, &config), GX_ERR_INPUT);
}
END_TEST

/* Both ends of a range belong to it; one step beyond does not. */
START_TEST(ranges)
{
    test_config config;
    ck_assert_int_eq(set("population.users=100", &config), GX_OK);
    ck_assert_int_eq(set("population.users=99", &config), GX_ERR_INPUT);
    ck_assert_int_eq(set("population.users=10M", &config), GX_OK);
    ck_assert_int_eq(set("population.users=10_000_001", &config), GX_ERR_INPUT);
    ck_assert_int_eq(set("models.reciprocity.delay=1s", &config), GX_OK);
    ck_assert_int_eq(set("models.reciprocity.delay=999ms", &config), GX_ERR_INPUT);
    ck_assert_int_eq(set("population.wealth=1_000_000 yuan", &config), GX_OK);
    ck_assert_int_eq(set("population.wealth=1_000_000.01 yuan", &config), GX_ERR_INPUT);
    ck_assert_int_eq(set("population.male_share=1", &config), GX_OK);
    ck_assert_int_eq(set("population.male_share=1.0000000000000002", &config), GX_ERR_INPUT);
}
END_TEST

static void check_expects(size_t table, size_t field, const char *expected)
{
    gx_text text = {0};
    gx_field_expects(&test_tables[table]->fields[field], &text);
    ck_assert_str_eq(gx_text_get(&text), expected);
    gx_text_free(&text);
}

START_TEST(expectations)
{
    check_expects(2, 1, "packets per hour, 0 … 1000");
    check_expects(2, 3, "one of: equal, lucky");
    check_expects(2, 0, "true or false");
    check_expects(2, 2, "a duration, 1s … 7d");
    check_expects(1, 0, "users, 100 … 10_000_000");
    check_expects(1, 2, "a list of at most 128 numbers, each 0 … 1");
    check_expects(1, 3, "money, 0 yuan … 1000000 yuan");
    check_expects(0, 0, "a whole number, only 1");
    check_expects(4, 0, "1/day");
    check_expects(0, 1, "text of at most 31 bytes, characters: 1 … 20");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scenario/types");
    TCase *tcase = tcase_create("types");
    const TTest *const tests[] = {integers, money, durations, times,  bools,       reals,
                                  choices,  texts, lists,     ranges, expectations};
    for (size_t i = 0; i < GX_COUNT_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
