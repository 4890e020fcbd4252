/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four forms of the documentation. */
#include "tables.h"

#include <check.h>
#include <gx/base/memory.h>
#include <jansson.h>
#include <string.h>

static char *describe(const char *key, gx_describe_format format)
{
    gx_text out = {0};
    gx_error error = {0};
    gx_status status = gx_describe(test_tables, TEST_SECTIONS, key, format, &out, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    ck_assert_ptr_nonnull(out.data);
    return out.data;
}

static json_t *schema(const char *key)
{
    json_error_t error;
    char *text = describe(key, GX_DESCRIBE_JSON_SCHEMA);
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(root, "%d:%d: %s\n%s", error.line, error.column, error.text, text);
    gx_free(text);
    return root;
}

/* The value at "a/b/c". */
static json_t *at(json_t *root, const char *path)
{
    while (*path) {
        char key[64];
        size_t length = strcspn(path, "/");
        ck_assert_uint_lt(length, sizeof key);
        memcpy(key, path, length);
        key[length] = '\0';
        root = json_object_get(root, key);
        ck_assert_msg(root, "no %s", path);
        path += length + (path[length] == '/');
    }
    return root;
}

START_TEST(schema_of_all)
{
    json_t *root = schema(NULL);
    ck_assert_str_eq(json_string_value(at(root, "$schema")), "https://json-schema.org/draft/2020-12/schema");
    ck_assert(json_is_false(at(root, "additionalProperties")));
    ck_assert_uint_eq(json_array_size(at(root, "required")), 1);
    ck_assert_str_eq(json_string_value(json_array_get(at(root, "required"), 0)), "version");
    json_t *models = at(root, "properties/models");
    ck_assert_uint_eq(json_object_size(at(models, "properties")), 2);
    ck_assert(json_number_value(at(models, "properties/reciprocity/properties/lucky/maximum")) == 1000);
    ck_assert(json_number_value(at(models, "properties/reciprocity/properties/lucky/default")) == 1.5);
    ck_assert_str_eq(json_string_value(at(models, "properties/reciprocity/properties/lucky/x-role")), "fit");
    ck_assert_uint_eq(json_array_size(at(models, "properties/reciprocity/properties/kind/enum")), 2);
    ck_assert_int_eq(json_integer_value(at(root, "properties/population/properties/users/default")), 1000);
    ck_assert_str_eq(json_string_value(at(root, "properties/population/properties/wealth/default")),
                     "500 yuan");
    ck_assert_str_eq(json_string_value(at(root, "properties/population/properties/wealth/description")),
                     "what a user \"owns\"");
    ck_assert(json_is_true(at(models, "properties/reciprocity/properties/active/default")));
    ck_assert_str_eq(json_string_value(at(root, "properties/agents/type")), "array");
    ck_assert_int_eq(json_integer_value(at(root, "properties/agents/maxItems")), 3);
    ck_assert_str_eq(json_string_value(json_array_get(at(root, "properties/agents/items/required"), 0)),
                     "name");
    ck_assert_str_eq(json_string_value(at(root, "properties/variants/type")), "array");
    json_decref(root);
}
END_TEST

START_TEST(schema_of_one)
{
    json_t *root = schema("models.binding");
    ck_assert_str_eq(json_string_value(at(root, "properties/rate/type")), "number");
    json_decref(root);
    root = schema("models.reciprocity.lucky");
    ck_assert(json_number_value(at(root, "maximum")) == 1000);
    json_decref(root);
    root = schema("agents.0.share");
    ck_assert(json_number_value(at(root, "default")) == 0.5);
    json_decref(root);
    root = schema("models");
    ck_assert_uint_eq(json_object_size(at(root, "properties")), 2);
    json_decref(root);
    root = schema("variants");
    ck_assert_str_eq(json_string_value(at(root, "items/properties/help/type")), "string");
    json_decref(root);
    root = schema("version");
    ck_assert_ptr_null(json_object_get(root, "default"));
    json_decref(root);
}
END_TEST

/* The template is a scenario without an error, and all its values are the defaults. */
START_TEST(template_validates)
{
    test_config config, defaults;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    char *text = describe(NULL, GX_DESCRIBE_TEMPLATE);
    gx_status status = test_read(text, NULL, NULL, &config, &scenario, &d);
    ck_assert_msg(status == GX_OK, "%s\n%s", gx_text_get(&d.report), text);
    gx_scenario_free(scenario);
    gx_diagnostics_free(&d);
    ck_assert_int_eq(test_read("version: 1\n", NULL, NULL, &defaults, &scenario, &d), GX_OK);
    ck_assert_mem_eq(&config, &defaults, sizeof config);
    gx_scenario_free(scenario);
    gx_diagnostics_free(&d);
    ck_assert_ptr_nonnull(strstr(text, "# MUST BE GIVEN. version of the format"));
    ck_assert_ptr_nonnull(strstr(text, "  # how many people (users, 100 … 10_000_000)\n  users: 1k\n"));
    ck_assert_ptr_nonnull(strstr(text, "agents: []\n#   # MUST BE GIVEN. who it is"));
    ck_assert_ptr_nonnull(strstr(text, "# - name: x\n"));
    ck_assert_ptr_nonnull(strstr(text, "#   share: 0.5\n"));
    gx_free(text);

    text = describe("models.reciprocity.lucky", GX_DESCRIBE_TEMPLATE);
    ck_assert_str_eq(text,
                     "\n"
                     "models:\n"
                     "\n"
                     "  # How gifts answer gifts\n"
                     "  reciprocity:\n"
                     "    # how often the luckiest answers (packets per hour, 0 … 1000) [fit: Yuan 2018]\n"
                     "    lucky: 1.5\n");
    gx_free(text);
}
END_TEST

START_TEST(plain_table)
{
    char *text = describe(NULL, GX_DESCRIBE_TABLE);
    for (size_t t = 0; t < TEST_SECTIONS; t++) {
        ck_assert_ptr_nonnull(strstr(text, test_tables[t]->help));
        for (size_t f = 0; f < test_tables[t]->field_count; f++) {
            ck_assert_ptr_nonnull(strstr(text, test_tables[t]->fields[f].name));
            ck_assert_ptr_nonnull(strstr(text, test_tables[t]->fields[f].help));
        }
    }
    ck_assert_ptr_nonnull(strstr(text, "variants: named sets of overrides"));
    gx_free(text);
    text = describe("models.reciprocity.lucky", GX_DESCRIBE_TABLE);
    ck_assert_str_eq(text, "models.reciprocity: How gifts answer gifts\n\n"
                           "  lucky  1.5               packets per hour, 0 … 1000\n"
                           "         how often the luckiest answers\n"
                           "         fit: Yuan 2018\n");
    gx_free(text);
}
END_TEST

START_TEST(markdown)
{
    char *text = describe(NULL, GX_DESCRIBE_MARKDOWN);
    ck_assert_ptr_nonnull(
        strstr(text, "## `models.reciprocity`\n\nHow gifts answer gifts\n\n| key | default |"));
    ck_assert_ptr_nonnull(
        strstr(text, "| `lucky` | `1.5` | packets per hour, 0 … 1000 | how often the luckiest answers | "
                     "fit | Yuan 2018 |\n"));
    ck_assert_ptr_nonnull(strstr(text, "share of men \\| of all"));
    ck_assert_ptr_nonnull(strstr(text, "| `version` | must be given | a whole number, only 1 |"));
    /* Each row of a table has six cells. */
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
        size_t bars = 0, length = strcspn(line, "\n");
        for (size_t i = 0; i < length; i++)
            bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
        ck_assert_msg(bars == 0 || bars == 7, "%.*s", (int)length, line);
    }
    gx_free(text);
}
END_TEST

START_TEST(unknown_keys)
{
    const struct {
        const char *key;
        const char *message;
    } cases[] = {
        {"models.reciprocitty", "unknown key 'models.reciprocitty'; did you mean 'models.reciprocity'?"},
        {"lucky", "unknown key 'lucky'; did you mean 'models.reciprocity.lucky'?"},
        {"", "unknown key ''; without a key all are described"},
        {"zzzzzzzzz", "unknown key 'zzzzzzzzz'; without a key all are described"}};
    for (size_t i = 0; i < GX_COUNT_OF(cases); i++) {
        gx_text out = {0};
        gx_error error = {0};
        ck_assert_int_eq(
            gx_describe(test_tables, TEST_SECTIONS, cases[i].key, GX_DESCRIBE_TABLE, &out, &error),
            GX_ERR_NOT_FOUND);
        ck_assert_str_eq(error.message, cases[i].message);
        ck_assert_uint_eq(out.length, 0);
        gx_text_free(&out);
    }
}
END_TEST

/* An argument of a command may be any bytes; only so many are shown. */
START_TEST(key_of_any_bytes)
{
    char key[1000];
    memset(key, 0x80, sizeof key - 1);
    key[sizeof key - 1] = '\0';
    gx_text out = {0};
    gx_error error = {0};
    ck_assert_int_eq(gx_describe(test_tables, TEST_SECTIONS, key, GX_DESCRIBE_TABLE, &out, &error),
                     GX_ERR_NOT_FOUND);
    ck_assert_uint_lt(strlen(error.message), 300);
    test_config config;
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    ck_assert_int_eq(test_read("version: 1\n", key, NULL, &config, &scenario, &d), GX_ERR_INPUT);
    gx_diagnostics_free(&d);
}
END_TEST

START_TEST(memory_fails)
{
    for (int format = GX_DESCRIBE_TABLE; format <= GX_DESCRIBE_TEMPLATE; format++) {
        for (long after = 0; after < 10000; after++) {
            gx_text out = {0};
            gx_error error = {0};
            uint64_t before = gx_memory_allocations();
            gx_memory_fail_after(after);
            gx_status status =
                gx_describe(test_tables, TEST_SECTIONS, NULL, (gx_describe_format)format, &out, &error);
            gx_memory_fail_after(-1);
            bool done = gx_memory_allocations() - before <= (uint64_t)after;
            gx_text_free(&out);
            ck_assert_msg(status == (done ? GX_OK : GX_ERR_MEMORY), "format %d, allocation %ld: %s", format,
                          after, gx_status_name(status));
            if (done)
                break;
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scenario/describe");
    TCase *tcase = tcase_create("describe");
    const TTest *const tests[] = {schema_of_all, schema_of_one, template_validates, plain_table,
                                  markdown,      unknown_keys,  key_of_any_bytes,   memory_fails};
    for (size_t i = 0; i < GX_COUNT_OF(tests); i++)
        tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
