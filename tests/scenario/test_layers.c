/* SPDX-License-Identifier: GPL-3.0-or-later */
/* default < file < variant < --set: whose value wins, and who is named for it. */
#include "tables.h"

#include <check.h>
#include <gx/base/memory.h>
#include <string.h>

static const char text[] = "version: 1\n"
                           "population:\n"
                           "  male_share: 0.1\n"
                           "  users: 200\n"
                           "agents:\n"
                           "  - name: ann\n"
                           "  - name: bob\n"
                           "    share: 0.25\n"
                           "models:\n"
                           "  binding: {rate: 3}\n"
                           "variants:\n"
                           "  - name: more\n"
                           "    help: more of all\n"
                           "    set: {population.users: 300, models.binding.rate: 4, agents.1.share: 0.75}\n"
                           "  - name: lists\n"
                           "    set:\n"
                           "      population.age_shares: [1]\n";

static char *print(const gx_scenario *scenario, bool origins)
{
    gx_text out = {0};
    gx_scenario_print(scenario, origins, &out);
    ck_assert(!out.failed);
    return out.data;
}

static void check_line(const char *printed, const char *key, const char *origin)
{
    const char *at = strstr(printed, key);
    ck_assert_msg(at, "%s not in\n%s", key, printed);
    size_t length = strcspn(at, "\n");
    size_t tail = strlen(origin);
    ck_assert_msg(length > tail && strncmp(at + length - tail, origin, tail) == 0,
                  "%s is not the origin of %.*s", origin, (int)length, at);
}

START_TEST(precedence)
{
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    const char *sets[] = {"models.binding.rate=5", "agents.0.share=1", "models.binding.rate=6", NULL};

    ck_assert_int_eq(test_read(text, NULL, NULL, &config, &scenario, &d), GX_OK);
    ck_assert_int_eq(config.population.users, 200);
    ck_assert(config.binding.rate == 3);
    ck_assert_int_eq(config.reciprocity.delay, 86400000);
    ck_assert_uint_eq(config.agent_count, 2);
    ck_assert_str_eq(config.agents[1].name, "bob");
    ck_assert(config.agents[0].share == 0.5 && config.agents[1].share == 0.25);
    gx_scenario_free(scenario);
    gx_diagnostics_free(&d);

    ck_assert_int_eq(test_read(text, "more", sets, &config, &scenario, &d), GX_OK);
    ck_assert_int_eq(config.population.users, 300);
    ck_assert(config.population.male_share == 0.1);
    ck_assert(config.binding.rate == 6);
    ck_assert(config.agents[0].share == 1 && config.agents[1].share == 0.75);
    char *printed = print(scenario, true);
    check_line(printed, "  users: 300", " # variant more");
    check_line(printed, "  male_share: 0.1", " # t.yaml:3");
    check_line(printed, "  wealth: 500 yuan", " # default");
    check_line(printed, "    rate: 6", " # --set");
    check_line(printed, "  - name: ann", " # t.yaml:6");
    check_line(printed, "    share: 1", " # --set");
    check_line(printed, "    share: 0.75", " # variant more");
    gx_free(printed);
    gx_scenario_free(scenario);
    gx_diagnostics_free(&d);
}
END_TEST

START_TEST(variants_are_listed)
{
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    ck_assert_int_eq(test_read(text, "lists", NULL, &config, &scenario, &d), GX_OK);
    ck_assert_uint_eq(config.population.age_shares.count, 1);
    ck_assert_uint_eq(gx_scenario_variant_count(scenario), 2);
    ck_assert_str_eq(gx_scenario_variant_name(scenario, 0), "more");
    ck_assert_str_eq(gx_scenario_variant_help(scenario, 0), "more of all");
    ck_assert_str_eq(gx_scenario_variant_name(scenario, 1), "lists");
    ck_assert_str_eq(gx_scenario_variant_help(scenario, 1), "");
    ck_assert_ptr_null(gx_scenario_variant_name(scenario, 2));
    gx_scenario_free(scenario);
    gx_diagnostics_free(&d);
}
END_TEST

/* The other variants are checked too when one is chosen. */
START_TEST(all_variants_are_checked)
{
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    ck_assert_int_eq(test_read("version: 1\nvariants:\n- name: a\n- name: b\n  set: {name: ''}\n", "a", NULL,
                               &config, &scenario, &d),
                     GX_ERR_INPUT);
    ck_assert_ptr_nonnull(strstr(gx_text_get(&d.report), "t.yaml:5:15: error: 'name' is 0 characters"));
    gx_diagnostics_free(&d);
}
END_TEST

typedef struct bad_set {
    const char *variant;
    const char *set;
    const char *report;
} bad_set;

static const bad_set bad_sets[] = {
    {NULL, "models.reciprocity.lucki=2",
     "--set:1:1: error: unknown key 'models.reciprocity.lucki'\n"
     "    1 | models.reciprocity.lucki=2\n"
     "      | ^~~~~~~~~~~~~~~~~~~~~~~~ did you mean 'models.reciprocity.lucky'? (packets per hour, 0 … "
     "1000)\n"},
    {NULL, "lucky=2", "did you mean 'models.reciprocity.lucky'?"},
    {NULL, "zzz=2", "`guanxi describe` lists all keys"},
    {NULL, "population.users=5",
     "--set:1:18: error: 'users' is out of range: 5\n    1 | population.users=5\n      |                  ^ "
     "accepts users"},
    {NULL, "population.age_shares=[0.5, 7]", "--set:1:29: error: 'age_shares' is out of range: 7"},
    {NULL, "population.age_shares=[0.5", "error: not valid YAML: "},
    {NULL, "population.age_shares=[&a 0.5]", "--set:1:24: error: an anchor"},
    {NULL, "population=5", "--set:1:1: error: 'population' is a section"},
    {NULL, "models=5", "--set:1:1: error: 'models' is a section"},
    {NULL, "agents.2.share=1", "--set:1:1: error: 'agents.2.share' does not exist: 'agents' has 2 items"},
    {NULL, "agents.share=1", "did you mean 'agents.0.share'?"},
    {NULL, "agents.99999999999999999999.share=1", "unknown key"},
    {NULL, "population.users", "--set:1:1: error: an override needs a key, '=' and a value"},
    {NULL, "=5", "an override needs a key"},
    {NULL, "", "an override needs a key"},
    {NULL, "population.users=", "--set:1:18: error: 'users' must be a whole number, not ''"},
    {NULL, "name=a\tb", "--set:1:7: error: a tab is not allowed"},
    {NULL, "name=\xff", "--set:1:6: error: the byte 0xFF is not UTF-8"},
    {"mor", NULL, "t.yaml: error: unknown variant 'mor'\n      | did you mean 'more'?"},
    {"zzzzzz", NULL, "the scenario has: more, lists"},
};

START_TEST(bad_overrides)
{
    const bad_set *bad = &bad_sets[_i];
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    const char *sets[] = {bad->set, NULL};
    ck_assert_int_eq(test_read(text, bad->variant, sets, &config, &scenario, &d), GX_ERR_INPUT);
    ck_assert_uint_eq(d.count, 1);
    ck_assert_msg(strstr(gx_text_get(&d.report), bad->report), "%s", gx_text_get(&d.report));
    /* The caller goes on with its own errors on the file. */
    ck_assert_str_eq(d.file, "t.yaml");
    ck_assert_ptr_eq(d.source, text);
    gx_diagnostics_free(&d);
}
END_TEST

/* Errors of the file and of every override come together. */
START_TEST(overrides_join_the_pass)
{
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    const char *sets[] = {"name=", "zzz=1", "population.users=1k", NULL};
    ck_assert_int_eq(test_read("version: 1\nnmae: x\n", "none", sets, &config, &scenario, &d), GX_ERR_INPUT);
    ck_assert_uint_eq(d.count, 4);
    ck_assert_ptr_nonnull(strstr(gx_text_get(&d.report), "the scenario has no variants"));
    ck_assert_int_eq(config.population.users, 1000);
    gx_diagnostics_free(&d);
}
END_TEST

/* What must be given may come from a variant or from --set. */
START_TEST(required_from_above)
{
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    const char *sets[] = {"version=1", NULL};
    ck_assert_int_eq(test_read("name: x\n", NULL, sets, &config, &scenario, &d), GX_OK);
    ck_assert_int_eq(config.root.version, 1);
    gx_scenario_free(scenario);
    gx_diagnostics_free(&d);
    ck_assert_int_eq(
        test_read("variants: [{name: v, set: {version: 1}}]\n", "v", NULL, &config, &scenario, &d), GX_OK);
    gx_scenario_free(scenario);
    gx_diagnostics_free(&d);
}
END_TEST

/* A section without keys, as it is left when all its lines are comments, is a section of defaults. */
START_TEST(empty_sections)
{
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    ck_assert_int_eq(test_read("version: 1\npopulation:\nmodels:\n  binding:\nagents:\nvariants:\n", NULL,
                               NULL, &config, &scenario, &d),
                     GX_OK);
    ck_assert_int_eq(config.population.users, 1000);
    ck_assert_uint_eq(config.agent_count, 0);
    gx_scenario_free(scenario);
    gx_diagnostics_free(&d);
}
END_TEST

/* A table whose default breaks its own range is our defect and is called so. */
START_TEST(wrong_table)
{
    static const gx_field field = {
        .name = "x", .type = GX_TYPE_INTEGER, .unit = "", .fallback = "5", .min = 6, .max = 9};
    static const gx_table table = {"", "", &field, 1, sizeof(int64_t), 0};
    int64_t x = 0;
    gx_section section = {&table, &x, NULL};
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    ck_assert_int_eq(gx_scenario_read(&scenario, "t.yaml", "x: 7\n", 5, NULL, NULL, 0, &section, 1, &d),
                     GX_ERR_INTERNAL);
    ck_assert_ptr_nonnull(
        strstr(gx_text_get(&d.report), "the table '' of this program is wrong: 'x' is out of range"));
    gx_diagnostics_free(&d);
}
END_TEST

static gx_status read_all(void)
{
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    gx_text out = {0};
    const char *sets[] = {"population.age_shares=[0.5, 0.5]", "name=x", NULL};
    gx_status status = test_read(text, "more", sets, &config, &scenario, &d);
    ck_assert((scenario != NULL) == (status == GX_OK));
    if (status == GX_OK)
        gx_scenario_print(scenario, true, &out);
    if (status == GX_OK && out.failed)
        status = GX_ERR_MEMORY;
    gx_text_free(&out);
    gx_scenario_free(scenario);
    gx_diagnostics_free(&d);
    return status;
}

static gx_status read_bad(void)
{
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    const char *sets[] = {"zzz=1", "models.reciprocity.kind=luky", NULL};
    gx_status status =
        test_read("version: 3\nuserss: 1\nagents: [{}]\nname: [a\n", "x", sets, &config, &scenario, &d);
    ck_assert_ptr_null(scenario);
    gx_diagnostics_free(&d);
    return status;
}

/* Each allocation fails once, in turn: GX_ERR_MEMORY every time, nothing leaks (ASan), and in the end it
 * works. */
static void fail_each(gx_status (*work)(void), gx_status in_the_end)
{
    gx_status status = GX_ERR_MEMORY;
    long failures = 0;
    for (; failures < 10000; failures++) {
        uint64_t before = gx_memory_allocations();
        gx_memory_fail_after(failures);
        status = work();
        gx_memory_fail_after(-1);
        if (gx_memory_allocations() - before <= (uint64_t)failures)
            break;
        ck_assert_msg(status == GX_ERR_MEMORY, "allocation %ld: %s", failures, gx_status_name(status));
    }
    ck_assert_int_eq(status, in_the_end);
    ck_assert_int_gt(failures, 20);
}

START_TEST(memory_fails)
{
    fail_each(read_all, GX_OK);
    fail_each(read_bad, GX_ERR_INPUT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scenario/layers");
    TCase *tcase = tcase_create("layers");
    const TTest *const tests[] = {precedence,
                                  variants_are_listed,
                                  all_variants_are_checked,
                                  overrides_join_the_pass,
                                  required_from_above,
                                  empty_sections,
                                  wrong_table,
                                  memory_fails};
    for (size_t i = 0; i < GX_COUNT_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    tcase_add_loop_test(tcase, bad_overrides, 0, (int)GX_COUNT_OF(bad_sets));
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
