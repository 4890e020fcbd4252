/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file tells of people: all of it comes back, what it leaves open is drawn, what cannot be is told. */
#include "graph/exchange.h"
#include "graph/world.h"

#include <gx/base/memory.h>
#include <string.h>

enum { USERS = 500, NO_APP = 255 };

static gx_population *people_of(uint64_t seed)
{
    world w = plan(USERS, 2);
    gx_error error;
    ck_assert_int_eq(gx_population_create(&w.population, &w.people, gx_key_make(seed, 0), 1, &error), GX_OK);
    return w.population;
}

/* Take from a CSV of nodes of a ring. */
static gx_status take(gx_population *people, const char *csv, gx_text *notes, gx_error *error)
{
    gx_text ties = {0};
    gx_population_taken taken;
    for (uint32_t node = 0; node < USERS; node++)
        gx_text_append(&ties, "%u %u\n", node, (node + 1) % USERS);
    paper sheet = write_paper(csv, SIZE_MAX);
    reading done =
        read_text(ties.data, GX_FILE_EDGES, &(gx_import_options){.threads = 1, .nodes = sheet.path});
    assert_read(&done);
    gx_status status = gx_population_take(people, &done.got, &taken, notes, error);
    put_away(&done);
    burn(&sheet);
    gx_text_free(&ties);
    return status;
}

static void assert_taken(gx_population *people, const char *csv)
{
    gx_text notes = {0};
    gx_error error;
    ck_assert_msg(take(people, csv, &notes, &error) == GX_OK, "%s", error.message);
    ck_assert_str_eq(gx_text_get(&notes), "");
    gx_text_free(&notes);
}

/* ---- There and back ---- */

#define COLUMNS(X)                                                                                           \
    X(city, true, p.city)                                                                                    \
    X(hometown, true, p.hometown)                                                                            \
    X(tier, true, p.tier)                                                                                    \
    X(sex, false, gx_sex_words[p.sex])                                                                       \
    X(age, true, p.age)                                                                                      \
    X(age_band, false, gx_age_band_words[p.age_band])                                                        \
    X(schooling, false, gx_schooling_words[p.schooling])                                                     \
    X(occupation, false, gx_occupation_words[p.occupation])                                                  \
    X(income, true, p.income / 100.0)                                                                        \
    X(wealth, true, p.wealth / 100.0)                                                                        \
    X(activity, true, p.activity / 256.0)                                                                    \
    X(smartphone, true, p.smartphone)                                                                        \
    X(app_version, true, p.app_version)                                                                      \
    X(accounts, true, p.accounts)                                                                            \
    X(real_name, true, p.real_name)                                                                          \
    X(norm, true, p.norm / 256.0)

#define VALUE_true(expression)  *number = (expression)
#define VALUE_false(expression) *text = (expression)
#define X(name, numeric, expression)                                                                         \
    static bool get_##name(const void *context, uint32_t node, double *number, const char **text)            \
    {                                                                                                        \
        gx_person p = gx_person_of(context, node);                                                           \
        (void)number, (void)text;                                                                            \
        VALUE_##numeric(expression);                                                                         \
        return true;                                                                                         \
    }
COLUMNS(X)
#undef X

/* A ring of these people as an exported graph, read again. */
static reading write_and_read(const gx_population *people, gx_file_format format, bool *ints)
{
    static uint32_t ring[USERS][2];
    const gx_export_column columns[] = {
#define X(name, numeric, expression) {#name, numeric, get_##name, people},
        COLUMNS(X)
#undef X
    };
    for (uint32_t node = 0; node < USERS; node++) {
        ring[node][0] = node;
        ring[node][1] = (node + 1) % USERS;
    }
    gx_rows rows = rows_of(USERS, (const uint32_t(*)[2])ring, USERS);
    gx_export_graph graph = {
        .ties = &rows, .column = columns, .column_count = sizeof columns / sizeof columns[0]};
    paper ties = export_paper(&graph, format), nodes = export_nodes_paper(&graph);
    gx_import_options options = {.threads = 2, .nodes = format == GX_FILE_CSV ? nodes.path : NULL};
    static char head[4096];
    rewind(ties.file);
    head[fread(head, 1, sizeof head - 1, ties.file)] = '\0';
    *ints = strstr(head, "attr.name=\"age\" attr.type=\"int\"") != NULL &&
            strstr(head, "attr.name=\"smartphone\" attr.type=\"int\"") != NULL &&
            strstr(head, "attr.name=\"income\" attr.type=\"double\"") != NULL &&
            strstr(head, "attr.name=\"sex\" attr.type=\"string\"") != NULL;
    reading done = read_paper(&ties, format, &options);
    assert_read(&done);
    burn(&nodes);
    burn(&ties);
    free_rows(&rows);
    return done;
}

static void assert_same_person(const gx_person *got, const gx_person *of)
{
#define SAME(name)                                                                                           \
    ck_assert_msg(got->name == of->name, #name " %u, not %u", (unsigned)got->name, (unsigned)of->name)
    SAME(sex), SAME(age), SAME(age_band), SAME(schooling), SAME(occupation), SAME(income), SAME(wealth);
    SAME(activity), SAME(smartphone), SAME(app_version), SAME(accounts), SAME(real_name), SAME(norm);
#undef SAME
}

START_TEST(people_come_back)
{
    gx_population *people = people_of(1);
    gx_text notes = {0};
    gx_error error;
    for (unsigned graphml = 0; graphml < 2; graphml++) {
        gx_population *others = people_of(2);
        uint64_t digest = gx_population_digest(others, 1);
        size_t bytes = gx_population_bytes(others);
        bool ints;
        reading done = write_and_read(people, graphml ? GX_FILE_GRAPHML : GX_FILE_CSV, &ints);
        gx_population_taken taken;
        ck_assert(ints == (graphml == 1));
        ck_assert_int_eq(gx_population_take(others, &done.got, &taken, &notes, &error), GX_OK);
        ck_assert(taken.sex && taken.age && taken.schooling && taken.income && taken.norm);
        ck_assert_str_eq(gx_text_get(&notes),
                         "where users live follows from their order; not taken: city, hometown, tier\n");
        for (uint32_t user = 0; user < USERS; user++) {
            gx_person got = gx_person_of(others, user), of = gx_person_of(people, user);
            assert_same_person(&got, &of);
            ck_assert_uint_eq(gx_age_band_of(others, user), of.age_band);
        }
        ck_assert_uint_ne(gx_population_digest(others, 1), digest);
        ck_assert_uint_ge(gx_population_bytes(others), bytes + USERS * 13);
        gx_population_free(others);
        put_away(&done);
        gx_text_free(&notes);
        notes = (gx_text){0};
    }
    gx_population_free(people);
}
END_TEST

/* ---- Some of it ---- */

START_TEST(the_rest_is_drawn)
{
    gx_population *people = people_of(1), *before = people_of(1);
    uint64_t digest = gx_population_digest(people, 1);
    assert_taken(people, "id,age,app_version,schooling\n0,8,,\n1,40.9,255,\n2,3,2,college\n3,97,,\n");
    gx_person child = gx_person_of(people, 0), old = gx_person_of(people, 3);
    ck_assert(child.age == 8 && child.age_band == 0 && gx_age_band_of(people, 0) == 0);
    ck_assert(child.occupation == GX_OCCUPATION_student && child.schooling == GX_SCHOOLING_primary);
    ck_assert(child.real_name == 0);
    gx_person grown = gx_person_of(people, 1), odd = gx_person_of(people, 2);
    ck_assert(grown.age == 40 && grown.smartphone == 0 && grown.app_version == NO_APP);
    ck_assert(odd.age == 3 && odd.smartphone == 1 && odd.app_version == 2);
    ck_assert(odd.schooling == GX_SCHOOLING_college && odd.occupation == GX_OCCUPATION_student);
    ck_assert(old.age == 97 && old.age_band == 4 && old.occupation != GX_OCCUPATION_student);
    for (uint32_t user = 4; user < USERS; user++) {
        gx_person got = gx_person_of(people, user), of = gx_person_of(before, user);
        assert_same_person(&got, &of);
    }
    ck_assert_uint_ne(gx_population_digest(people, 1), digest);
    assert_taken(people, "id,age_band\n0,0-17\n1,50+\n"); /* years that do not fit are forgotten */
    ck_assert_uint_eq(gx_person_of(people, 0).age, 8);
    ck_assert_uint_ge(gx_person_of(people, 1).age, 50);
    gx_population_free(before);
    gx_population_free(people);
}
END_TEST

/* ---- Mistakes ---- */

START_TEST(mistakes_have_places)
{
    static const struct {
        const char *csv, *words;
    } wrong[] = {
        {"id,age\n7,8\n\n9,121\n", ":4: node '9': age '121' (expected years, 0 to 120)"},
        {"id,schooling\n0,phd\n",
         ":2: node '0': schooling 'phd' (expected primary, junior, senior or college)"},
        {"id,occupation\n0,3\n", "occupation '3' (expected student"},
        {"id,income\n0,-1\n", "income '-1' (expected yuan a month, 0 to 10,000,000)"},
        {"id,smartphone\n0,2\n", "smartphone '2' (expected 0 or 1)"},
        {"id,real_name\n0,0.5\n", "real_name '0.5' (expected 0 or 1)"},
        {"id,app_version\n0,4\n", "app_version '4' (expected 0, the newest, to 3"},
        {"id,accounts\n0,32\n", "accounts '32' (expected a sum of 1 alipay"},
        {"id,norm\n0,256\n", "norm '256' (expected 0 to 255 times the mean)"},
        {"id,age,age_band\n0,8,0-17\n1,20,0-17\n", ":3: node '1': age '20' (expected years of the age_band"},
        {"id,smartphone,app_version\n0,0,1\n", "app_version '1' (expected 255 without a smartphone"},
        {"id,smartphone,app_version\n0,1,255\n", "app_version '255' (expected 255 without a smartphone"},
    };
    for (size_t at = 0; at < sizeof wrong / sizeof wrong[0]; at++) {
        gx_population *people = people_of(1);
        gx_text notes = {0};
        gx_error error;
        ck_assert_int_eq(take(people, wrong[at].csv, &notes, &error), GX_ERR_INPUT);
        ck_assert_msg(strstr(error.message, wrong[at].words) != NULL, "%s", error.message);
        gx_text_free(&notes);
        gx_population_free(people);
    }
}
END_TEST

START_TEST(memory_runs_out)
{
    gx_status status = GX_ERR_MEMORY;
    bool ints;
    gx_population *people = people_of(1);
    reading done = write_and_read(people, GX_FILE_CSV, &ints);
    long after = 0;
    for (; after < 100 && status != GX_OK; after++) {
        gx_population *others = people_of(2);
        gx_population_taken taken;
        gx_text notes = {0};
        gx_error error;
        gx_memory_fail_after(after);
        status = gx_population_take(others, &done.got, &taken, &notes, &error);
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || status == GX_ERR_MEMORY);
        gx_text_free(&notes);
        gx_population_free(others);
    }
    ck_assert_int_gt(after, 9);
    ck_assert_int_lt(after, 100);
    put_away(&done);
    gx_population_free(people);
}
END_TEST

/* Each weight is a number, their sum is none. */
START_TEST(weights_without_a_sum)
{
    static const char *const texts[] = {"a b 1e308\nb c 1\nb a 1.7e308\n", "1 2 1e308\n2 3 1\n2 1 1.7e308\n"};
    for (unsigned at = 0; at < 2; at++)
        for (uint32_t threads = 1; threads < 4; threads++) {
            gx_import_options options = {.threads = threads};
            reading done = read_text(texts[at], GX_FILE_EDGES, &options);
            assert_refused(&done, GX_ERR_INPUT,
                           at == 0
                               ? "the weights of the ties of 'a' and 'b' add up to more than a number holds"
                               : "the weights of the ties of '1' and '2' add up to more than a number holds");
            ck_assert_uint_eq(done.diagnostics.count, 1);
            put_away(&done);
        }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("given");
    TCase *tests = tcase_create("given");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, people_come_back);
    tcase_add_test(tests, the_rest_is_drawn);
    tcase_add_test(tests, mistakes_have_places);
    tcase_add_test(tests, memory_runs_out);
    tcase_add_test(tests, weights_without_a_sum);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
