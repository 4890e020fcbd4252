/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Malformed scenarios: each error at its line and column, with the words that help; and all of them in one
 * pass. */
#include "tables.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct bad_case {
    const char *text;
    const char *first; /* how the report begins */
    const char *also;  /* a fragment of it, or NULL */
} bad_case;

#define V "version: 1\n"

static const bad_case bad_cases[] = {
    /* keys */
    {V "populatoin: {users: 100}\n", "t.yaml:2:1: error: unknown key 'populatoin'",
     "did you mean 'population'?"},
    {V "models:\n  reciprocity:\n    luckyy: 2\n",
     "t.yaml:4:5: error: unknown key 'luckyy' in 'models.reciprocity'",
     "      |     ^~~~~~ did you mean 'lucky'? (packets per hour, 0 … 1000)"},
    {V "users: 100\n", "t.yaml:2:1: error: unknown key 'users'", "it belongs under 'population'"},
    {V "population: {version: 1}\n", "t.yaml:2:14: error: unknown key 'version' in 'population'",
     "it belongs to the root of the file"},
    {V "population: {zzzzzzzz: 1}\n", "t.yaml:2:14: error: unknown key 'zzzzzzzz'",
     "known here: users, male_share, age_shares, wealth"},
    {V "population.users: 100\n", "t.yaml:2:1: error: unknown key 'population.users'", "write it nested"},
    {V "<<: {users: 3}\n", "t.yaml:2:1: error: unknown key '<<'", "merge keys are not read"},
    {V "models:\n  zz: 1\n", "t.yaml:3:3: error: unknown key 'zz' in 'models'",
     "known here: reciprocity, binding"},
    {V "'': 1\n", "t.yaml:2:1: error: unknown key ''", NULL},
    {V "population:\n  users: 100\n  users: 200\n", "t.yaml:4:3: error: duplicate key 'users'",
     "first given in line 3"},
    {V "name: a\nname: b\nname: c\n", "t.yaml:3:1: error: duplicate key 'name'",
     "t.yaml:4:1: error: duplicate key 'name'\n    4 | name: c\n      | ^~~~ first given in line 2"},
    {"name: x\n", "t.yaml: error: missing key 'version': it has no default", NULL},
    {V "agents:\n  - share: 0.1\n", "t.yaml:3:5: error: missing key 'agents.0.name'", NULL},
    {"version: 2\n", "t.yaml:1:10: error: version 2 is newer than this program reads", "only 1"},
    {"version: 0\n", "t.yaml:1:10: error: 'version' is out of range: 0", "only 1"},
    /* values */
    {V "population: {users: many}\n", "t.yaml:2:21: error: 'users' must be a whole number, not 'many'",
     "^~~~ like 1000, 420k or 8.08M; accepts users, 100 … 10_000_000"},
    {V "population: {users: \"200\"}\n", "t.yaml:2:21: error: 'users' must be a whole number", NULL},
    {V "population: {users: 5}\n", "t.yaml:2:21: error: 'users' is out of range: 5",
     "users, 100 … 10_000_000"},
    {V "population: {users: 99999999999999999999}\n", "t.yaml:2:21: error: 'users' is too large", NULL},
    {V "population:\n  users:\n", "t.yaml:3:9: error: 'users' has no value", "leave the key out"},
    {V "population:\n  users: ~\n", "t.yaml:3:10: error: 'users' has no value", NULL},
    {V "name:\n", "t.yaml:2:6: error: 'name' has no value", "write it in quotes"},
    {V "population: {users: [100]}\n", "t.yaml:2:21: error: 'users' must be one value, not a list", NULL},
    {V "population:\n  users:\n    a: 1\n", "t.yaml:4:5: error: 'users' must be one value, not a mapping",
     NULL},
    {V "population: {age_shares: 0.5}\n", "t.yaml:2:26: error: 'age_shares' must be a list", "each 0 … 1"},
    {V "population: {age_shares: [0.5, 2]}\n", "t.yaml:2:32: error: 'age_shares' is out of range: 2", NULL},
    {V "population: {male_share: .nan}\n", "t.yaml:2:26: error: 'male_share' must be a finite number", NULL},
    {V "population: {wealth: 1.005 yuan}\n", "t.yaml:2:22: error: 'wealth' must be money in whole fen",
     "888 fen"},
    {V "models: {reciprocity: {kind: luky}}\n", "t.yaml:2:30: error: 'kind' cannot be 'luky'",
     "did you mean 'lucky'? one of: equal, lucky"},
    {V "models: {reciprocity: {delay: 90}}\n", "t.yaml:2:31: error: 'delay' must be a duration", "1s … 7d"},
    {V "models: {reciprocity: {start: 2016-02-30}}\n", "t.yaml:2:31: error: 'start' must be a date and time",
     NULL},
    {V "models: {reciprocity: {active: maybe}}\n", "t.yaml:2:32: error: 'active' must be true or false",
     NULL},
    {V "name: 123456789012345678901\n", "t.yaml:2:7: error: 'name' is 21 characters (21 bytes) long",
     "1 … 20"},
    /* kinds of sections */
    {V "population: 100\n", "t.yaml:2:1: error: 'population' is a section, not one value",
     "on the lines below"},
    {V "models: [a]\n", "t.yaml:2:1: error: 'models' is a section, not a list", NULL},
    {V "agents: {name: a}\n", "t.yaml:2:1: error: 'agents' is a list of items, not a mapping",
     "begin each item"},
    {V "agents: [a]\n", "t.yaml:2:10: error: an item of 'agents' is a mapping of keys, not one value", NULL},
    {V "agents:\n - name: a\n - name: b\n - name: c\n - name: d\n",
     "t.yaml:6:4: error: 'agents' has more than 3 items", NULL},
    {V "agents:\n - name: a\n   nam: b\n", "t.yaml:4:4: error: unknown key 'nam' in 'agents'",
     "did you mean 'name'?"},
    {"- version: 1\n", "t.yaml:1:1: error: a scenario is a mapping of keys, not a list", "version: 1"},
    {"just words\n", "t.yaml:1:1: error: a scenario is a mapping of keys, not one value", NULL},
    /* what YAML can do and a scenario may not */
    {V "population: {users: &n 200}\n", "t.yaml:2:21: error: an anchor (&) is not allowed", NULL},
    {V "population: &p {users: 200}\n", "t.yaml:2:13: error: an anchor (&) is not allowed", NULL},
    {V "name: *n\n", "t.yaml:2:7: error: an alias (*) is not allowed", NULL},
    {V "name: !!str 5\n", "t.yaml:2:7: error: a tag (!) is not allowed", NULL},
    {V "name: !mine 5\n", "t.yaml:2:7: error: a tag (!) is not allowed", NULL},
    {V "&a name: x\n", "t.yaml:2:1: error: an anchor (&) is not allowed", NULL},
    {V "--- \nname: b\n", "t.yaml:2:1: error: a second document starts here", NULL},
    {"%YAML 1.1\n---\n" V, "t.yaml:1:1: error: a % directive is not allowed", NULL},
    {V "? [a, b]\n: 1\n", "t.yaml:2:3: error: a key must be one word", NULL},
    {V "name:\tx\n", "t.yaml:2:6: error: a tab is not allowed", "blanks"},
    {V "population:\n\tusers: 100\n", "t.yaml:3:1: error: a tab is not allowed", NULL},
    {V "name: \"a\rb\"\n", "t.yaml:2:9: error: a carriage return inside a line", NULL},
    {V "name: a\x07\n", "t.yaml:2:8: error: the control character U+0007 is not allowed", NULL},
    {V "name: 春\xe2\x80\xa8\n", "t.yaml:2:8: error: the control character U+2028 is not allowed", NULL},
    {V "name: 节\xff\n", "t.yaml:2:8: error: the byte 0xFF is not UTF-8", "save the file as UTF-8"},
    {V "name: \xc0\xaf\n", "t.yaml:2:7: error: the byte 0xC0 is not UTF-8", NULL},
    {"", "t.yaml: error: the scenario is empty", NULL},
    {"# only a comment\n", "t.yaml: error: the scenario is empty", NULL},
    {"---\n", "t.yaml: error: the scenario is empty", NULL},
    /* syntax */
    {V "name: [a, b\n", "t.yaml:3:1: error: not valid YAML: ", "from line 2"},
    {V "name: \"a\n", "t.yaml:3:1: error: not valid YAML: ", "quoted scalar"},
    {V "a: b: c\n", "t.yaml:2:1: error: unknown key 'a'",
     "t.yaml:2:5: error: not valid YAML: mapping values"},
    {V "name: @x\n", "t.yaml:2:7: error: not valid YAML: ", NULL},
    {V " name: x\n", "t.yaml:2:6: error: not valid YAML: ", NULL},
    /* variants */
    {V "variants: {a: 1}\n", "t.yaml:2:1: error: 'variants' is a list, not a mapping", NULL},
    {V "variants: [a]\n", "t.yaml:2:12: error: a variant is a mapping", NULL},
    {V "variants:\n  - help: x\n", "t.yaml:3:5: error: a variant needs a name", NULL},
    {V "variants:\n  - name: a b\n", "t.yaml:3:11: error: a variant's name must be one word", NULL},
    {V "variants:\n  - name: a\n  - name: a\n", "t.yaml:4:11: error: duplicate variant 'a'", NULL},
    {V "variants:\n  - name: a\n    sett: {}\n", "t.yaml:4:5: error: unknown key 'sett' in a variant",
     "'set'"},
    {V "variants:\n  - name: a\n    set: 5\n", "t.yaml:4:5: error: 'set' of a variant must be a mapping",
     NULL},
    {V "variants:\n  - name: a\n    set: {users: 500}\n", "t.yaml:4:11: error: unknown key 'users'",
     "did you mean 'population.users'? (users, 100"},
    {V "variants:\n  - name: a\n    set: {population.users: 5}\n",
     "t.yaml:4:29: error: 'users' is out of range", NULL},
    {V "variants:\n  - name: a\n    set: {population: 5}\n", "t.yaml:4:11: error: 'population' is a section",
     NULL},
    {V "variants:\n  - name: a\n    set: {agents.0.share: 1}\n",
     "t.yaml:4:11: error: 'agents.0.share' does not exist", "has 0 items"},
    {V "variants:\n  - name: a\n    name: b\n", "t.yaml:4:5: error: duplicate key 'name'", NULL},
    {V "variants:\n  - name: a\n    set: {name: &x y}\n", "t.yaml:4:17: error: an anchor", NULL},
};

START_TEST(place_and_words)
{
    const bad_case *bad = &bad_cases[_i];
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    gx_status status = test_read(bad->text, NULL, NULL, &config, &scenario, &d);
    const char *report = gx_text_get(&d.report);
    ck_assert_int_eq(status, GX_ERR_INPUT);
    ck_assert_ptr_null(scenario);
    ck_assert_uint_ge(d.count, 1);
    ck_assert_msg(strncmp(report, bad->first, strlen(bad->first)) == 0, "expected %s\ngot %s", bad->first,
                  report);
    ck_assert_msg(!bad->also || strstr(report, bad->also), "expected %s\nin %s", bad->also, report);
    gx_diagnostics_free(&d);
}
END_TEST

/* Ten errors of ten kinds: ten messages, in the order of the file. */
START_TEST(all_in_one_pass)
{
    const char *text = "name: 123456789012345678901\n"
                       "population:\n"
                       "  users: 5\n"
                       "  user: 5\n"
                       "  male_share: x\n"
                       "  male_share: 0.5\n"
                       "models:\n"
                       "  reciprocity: 7\n"
                       "  binding: {rate: *r}\n"
                       "agents: 3\n"
                       "variants:\n"
                       "  - name: a\n"
                       "    set: {nothing.here: 5}\n";
    const char *const lines[] = {":1:7:", ":3:10:", ":4:3:",  ":5:15:",  ":6:3:",
                                 ":8:3:", ":9:19:", ":10:1:", ":13:11:", "error: missing key 'version'"};
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    ck_assert_int_eq(test_read(text, NULL, NULL, &config, &scenario, &d), GX_ERR_INPUT);
    ck_assert_uint_eq(d.count, GX_COUNT_OF(lines));
    const char *at = gx_text_get(&d.report);
    for (size_t i = 0; i < GX_COUNT_OF(lines); i++) {
        at = strstr(at, lines[i]);
        ck_assert_msg(at, "%s is not in its place in\n%s", lines[i], gx_text_get(&d.report));
    }
    gx_diagnostics_free(&d);
}
END_TEST

/* What was right before an error of syntax is still checked; what may be missing behind it is not reported.
 */
START_TEST(syntax_ends_the_pass)
{
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    ck_assert_int_eq(test_read("population: {users: 5}\nname: [\n", NULL, NULL, &config, &scenario, &d),
                     GX_ERR_INPUT);
    const char *report = gx_text_get(&d.report);
    ck_assert_uint_eq(d.count, 2);
    ck_assert_ptr_nonnull(strstr(report, ":1:21: error: 'users' is out of range"));
    ck_assert_ptr_nonnull(strstr(report, "not valid YAML"));
    ck_assert_ptr_null(strstr(report, "missing"));
    gx_diagnostics_free(&d);
}
END_TEST

static char *repeat(const char *unit, size_t times, const char *end)
{
    size_t length = strlen(unit);
    char *text = malloc(length * times + strlen(end) + 1);
    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * length, unit, length);
    strcpy(text + length * times, end);
    return text;
}

static void check_report(const char *text, const char *fragment)
{
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    ck_assert_int_eq(test_read(text, NULL, NULL, &config, &scenario, &d), GX_ERR_INPUT);
    ck_assert_msg(strstr(gx_text_get(&d.report), fragment), "%s", gx_text_get(&d.report));
    gx_diagnostics_free(&d);
}

START_TEST(limits)
{
    char *text = repeat("# 345678901234567890123456789012\n", 40000, V);
    check_report(text, "t.yaml: error: the scenario is too large: 1320011 bytes, at most 1048576 are read");
    free(text);
    text = repeat("[", 17, "");
    check_report(text, "t.yaml:1:17: error: nested too deeply");
    free(text);
    text = repeat("[", 100000, "");
    check_report(text, "t.yaml:1:17: error: nested too deeply");
    free(text);
    text = repeat("- a\n", 100001, "");
    check_report(text, ":100000:3: error: too many values");
    free(text);
    /* 40,000 unknown keys: counted, the first hundred shown. */
    text = repeat("k00000: 1\n", 40000, "");
    for (int i = 0; i < 40000; i++) {
        char digits[16];
        snprintf(digits, sizeof digits, "%05d", i);
        memcpy(text + i * 10 + 1, digits, 5);
    }
    check_report(text, "t.yaml:1:1: error: unknown key 'k00000'");
    free(text);
}
END_TEST

START_TEST(nul_byte)
{
    static const char text[] = "version: 1\nname: a\0b\n";
    test_config config = {0};
    gx_section sections[TEST_SECTIONS];
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    test_sections(&config, sections);
    ck_assert_int_eq(gx_scenario_read(&scenario, "t.yaml", text, sizeof text - 1, NULL, NULL, 0, sections,
                                      TEST_SECTIONS, &d),
                     GX_ERR_INPUT);
    ck_assert_ptr_nonnull(strstr(gx_text_get(&d.report), "t.yaml:2:8: error: a NUL byte is not allowed"));
    gx_diagnostics_free(&d);
}
END_TEST

/* A file written on Windows, with a byte order mark and both line ends, is fine. */
START_TEST(mark_and_line_ends)
{
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    ck_assert_int_eq(test_read("\xef\xbb\xbfversion: 1\r\nname: a\r\n", NULL, NULL, &config, &scenario, &d),
                     GX_OK);
    ck_assert_str_eq(config.root.name, "a");
    gx_scenario_free(scenario);
    gx_diagnostics_free(&d);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scenario/malformed");
    TCase *tcase = tcase_create("malformed");
    tcase_add_loop_test(tcase, place_and_words, 0, (int)GX_COUNT_OF(bad_cases));
    tcase_add_test(tcase, all_in_one_pass);
    tcase_add_test(tcase, syntax_ends_the_pass);
    tcase_add_test(tcase, limits);
    tcase_add_test(tcase, nul_byte);
    tcase_add_test(tcase, mark_and_line_ends);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
