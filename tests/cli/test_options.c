/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parser of options, and the tables of all verbs. */
#include "verb.h"

#include <check.h>
#include <ctype.h>
#include <gx/base/memory.h>
#include <stdlib.h>
#include <string.h>

static const char *const colours[] = {"red", "green", NULL};

typedef struct words {
    bool flag, other;
    const char *text;
    gx_texts list;
    gx_number number;
    int64_t duration;
    int32_t colour, shade;
} words;

static const gx_option table[] = {
    {"flag", 'f', GX_OPTION_FLAG, NULL, "a flag", NULL, offsetof(words, flag), 0, 0, NULL, NULL},
    {"other", 'x', GX_OPTION_FLAG, NULL, "a flag", NULL, offsetof(words, other), 0, 0, NULL, NULL},
    {"text", 't', GX_OPTION_TEXT, "TEXT", "a text", NULL, offsetof(words, text), 0, 0, NULL, NULL},
    {"list", 'l', GX_OPTION_LIST, "TEXT", "texts", NULL, offsetof(words, list), 0, 0, NULL, NULL},
    {"number", 'n', GX_OPTION_NUMBER, "N", "a number", "7", offsetof(words, number), 1, 100, NULL,
     "GX_TEST_NUMBER"},
    {"duration", 'd', GX_OPTION_DURATION, "TIME", "a time", NULL, offsetof(words, duration), 0, 0, NULL,
     NULL},
    {"colour", 'c', GX_OPTION_CHOICE, "COLOUR", "a colour", NULL, offsetof(words, colour), 0, 0, colours,
     NULL},
    {"shade", 0, GX_OPTION_CHOICE, "COLOUR", "a colour", "green", offsetof(words, shade), 0, 0, colours,
     NULL},
};

/* A command line of at most 15 words, parsed. */
typedef struct parsed {
    words words;
    gx_texts operands;
    gx_text complaint;
    gx_option_set set;
    bool fine;
} parsed;

static parsed *parse(const char *first, ...)
{
    char *line[16];
    size_t count = 0;
    parsed *p = calloc(1, sizeof *p);
    ck_assert_ptr_nonnull(p);
    va_list more;
    va_start(more, first);
    for (const char *word = first; word; word = va_arg(more, const char *))
        line[count++] = (char *)(uintptr_t)word;
    va_end(more);
    p->set = (gx_option_set){table, sizeof table / sizeof table[0], &p->words};
    p->fine = gx_options_read(&p->set, 1, line, count, &p->operands, &p->complaint);
    return p;
}

static void release(parsed *p)
{
    gx_options_free(&p->set, 1, &p->operands);
    gx_text_free(&p->complaint);
    free(p);
}

#define REFUSED(said, ...)                                                                                   \
    do {                                                                                                     \
        parsed *refused = parse(__VA_ARGS__, NULL);                                                          \
        ck_assert(!refused->fine);                                                                           \
        ck_assert_msg(strstr(gx_text_get(&refused->complaint), said) != NULL, "%s",                          \
                      gx_text_get(&refused->complaint));                                                     \
        release(refused);                                                                                    \
    } while (0)

START_TEST(nothing_gives_the_defaults)
{
    parsed *p = parse(NULL);
    ck_assert(p->fine && !p->words.flag && !p->words.text && p->words.list.count == 0);
    ck_assert(!p->words.number.given && p->words.number.value == 7);
    ck_assert_int_eq(p->words.colour, -1);
    ck_assert_int_eq(p->words.shade, 1);
    ck_assert_int_eq(p->words.duration, 0);
    ck_assert_uint_eq(p->operands.count, 0);
    release(p);
}
END_TEST

START_TEST(every_way_of_writing)
{
    parsed *p = parse("one", "--flag", "--text=a=b", "-l", "x", "--list", "y", "-n42", "two", "-d", "1.5h",
                      "-c=red", NULL);
    ck_assert(!p->fine); /* "-c=red" is the value "=red" */
    release(p);
    p = parse("one", "--flag", "--text=a=b", "-l", "x", "--list", "y", "-ly2", "-n42", "two", "-d", "1.5h",
              "-xcred", NULL);
    ck_assert_msg(p->fine, "%s", gx_text_get(&p->complaint));
    ck_assert(p->words.flag && p->words.other);
    ck_assert_str_eq(p->words.text, "a=b");
    ck_assert_uint_eq(p->words.list.count, 3);
    ck_assert_str_eq(p->words.list.at[0], "x");
    ck_assert_str_eq(p->words.list.at[2], "y2");
    ck_assert(p->words.number.given && p->words.number.value == 42);
    ck_assert_int_eq(p->words.duration, 5400000);
    ck_assert_int_eq(p->words.colour, 0);
    ck_assert_uint_eq(p->operands.count, 2);
    ck_assert_str_eq(p->operands.at[1], "two");
    release(p);
}
END_TEST

START_TEST(two_dashes_end_options_and_one_is_an_operand)
{
    parsed *p = parse("-", "-f", "--", "--text", "-n", "--", NULL);
    ck_assert(p->fine && p->words.flag && !p->words.text);
    ck_assert_uint_eq(p->operands.count, 4);
    ck_assert_str_eq(p->operands.at[0], "-");
    ck_assert_str_eq(p->operands.at[1], "--text");
    ck_assert_str_eq(p->operands.at[3], "--");
    release(p);
}
END_TEST

START_TEST(what_is_refused)
{
    REFUSED("unknown option '--fla'; did you mean '--flag'?", "--fla");
    REFUSED("unknown option '--numbers'", "--numbers=3");
    REFUSED("unknown option '-z'", "-fz");
    REFUSED("unknown option '--'", "--=3");
    REFUSED("--flag takes no value", "--flag=1");
    REFUSED("--text needs a value (TEXT)", "--text");
    REFUSED("-t needs a value (TEXT); one that begins with a dash is written -t=-f", "-t", "-f");
    REFUSED("--text: the value is empty", "--text=");
    REFUSED("-t is given twice", "--text=a", "-t", "b");
    REFUSED("is not a whole number from 1 to 100", "-n", "0");
    REFUSED("is not a whole number from 1 to 100", "-n", "101");
    REFUSED("is not a whole number from 1 to 100", "-n", "18446744073709551617");
    REFUSED("is not a whole number from 1 to 100", "-n", " 5");
    REFUSED("'rde' is not one of red, green; did you mean 'red'?", "-c", "rde");
    REFUSED("is not a duration", "-d", "h");
}
END_TEST

START_TEST(the_environment_stands_in)
{
    setenv("GX_TEST_NUMBER", "55", 1);
    parsed *p = parse(NULL);
    ck_assert(p->fine && p->words.number.given && p->words.number.value == 55);
    release(p);
    p = parse("-n", "3", NULL);
    ck_assert(p->fine && p->words.number.value == 3);
    release(p);
    setenv("GX_TEST_NUMBER", "x", 1);
    REFUSED("GX_TEST_NUMBER: 'x' is not a whole number", "-f");
    p = parse("-n", "3", NULL);
    ck_assert(p->fine);
    release(p);
    setenv("GX_TEST_NUMBER", "", 1);
    p = parse(NULL);
    ck_assert(p->fine && !p->words.number.given);
    release(p);
    unsetenv("GX_TEST_NUMBER");
}
END_TEST

START_TEST(durations)
{
    static const struct {
        const char *text;
        int64_t ms;
    } cases[] = {{"250ms", 250},
                 {"90s", 90000},
                 {"10min", 600000},
                 {"1.5h", 5400000},
                 {"7d", 604800000},
                 {".5s", 500},
                 {"0.001s", 1},
                 {"1s", 1000},
                 {"0s", 0},
                 {"-1s", 0},
                 {"s", 0},
                 {"", 0},
                 {"1", 0},
                 {"1 s", 0},
                 {"1sec", 0},
                 {"1..5s", 0},
                 {"0.0001s", 0},
                 {"1e3s", 0},
                 {".s", 0},
                 {"99999999999999999999d", 0},
                 {"0.3ms", 0},
                 {"100000000000d", INT64_C(8640000000000000000)},
                 {"200000000000d", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t ms = 0;
        bool fine = gx_parse_duration(cases[i].text, &ms);
        ck_assert_msg(fine == (cases[i].ms > 0), "%s", cases[i].text);
        if (fine)
            ck_assert_int_eq(ms, cases[i].ms);
    }
}
END_TEST

START_TEST(a_failed_allocation_is_no_crash)
{
    for (long after = 0; after < 4; after++) {
        gx_memory_fail_after(after);
        parsed *p = parse("-l", "x", "--zz", NULL);
        gx_memory_fail_after(-1);
        ck_assert(!p->fine);
        release(p);
    }
}
END_TEST

/* ---- The tables of the verbs ----------------------------------------------------------------- */

static void check_option(const gx_verb *verb, const gx_option *option, const gx_option *before, size_t count)
{
    static const size_t sizes[] = {sizeof(bool),      sizeof(char *),  sizeof(gx_texts),
                                   sizeof(gx_number), sizeof(int64_t), sizeof(int32_t)};
    ck_assert_msg(option->offset + sizes[option->type] <= verb->size, "%s --%s lies outside its struct",
                  verb->name, option->name);
    ck_assert_msg((option->argument == NULL) == (option->type == GX_OPTION_FLAG), "%s --%s", verb->name,
                  option->name);
    ck_assert_msg((option->choices != NULL) == (option->type == GX_OPTION_CHOICE), "%s --%s", verb->name,
                  option->name);
    ck_assert(*option->help && !isupper((unsigned char)*option->help) &&
              option->help[strlen(option->help) - 1] != '.');
    for (size_t i = 0; i < count; i++) {
        ck_assert_msg(strcmp(before[i].name, option->name) != 0, "%s --%s twice", verb->name, option->name);
        ck_assert_msg(!option->letter || before[i].letter != option->letter, "%s -%c twice", verb->name,
                      option->letter);
        ck_assert_msg(before[i].offset != option->offset, "%s --%s and --%s share a member", verb->name,
                      before[i].name, option->name);
    }
}

START_TEST(the_tables_of_verbs_are_sound)
{
    size_t count, common_count;
    const gx_verb *const *verbs = gx_verbs(&count);
    const gx_option *common = gx_common_options(&common_count);
    ck_assert_uint_eq(count, 14);
    for (size_t v = 0; v < count; v++) {
        ck_assert_ptr_eq(gx_verb_find(verbs[v]->name), verbs[v]);
        ck_assert(verbs[v]->operand_min <= verbs[v]->operand_max);
        ck_assert((verbs[v]->operand_max > 0) == (verbs[v]->operand != GX_OPERAND_NONE));
        for (size_t i = 0; i < verbs[v]->option_count; i++) {
            const gx_option *option = &verbs[v]->options[i];
            check_option(verbs[v], option, verbs[v]->options, i);
            for (size_t k = 0; k < common_count; k++)
                ck_assert(strcmp(common[k].name, option->name) != 0 && common[k].letter != option->letter);
        }
    }
    ck_assert_ptr_null(gx_verb_find("ru"));
    ck_assert_str_eq(gx_verb_nearest("anlyze"), "analyze");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {nothing_gives_the_defaults,
                                  every_way_of_writing,
                                  two_dashes_end_options_and_one_is_an_operand,
                                  what_is_refused,
                                  the_environment_stands_in,
                                  durations,
                                  a_failed_allocation_is_no_crash,
                                  the_tables_of_verbs_are_sound};
    Suite *suite = suite_create("options");
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
