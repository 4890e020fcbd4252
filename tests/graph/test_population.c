/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The population as a whole: shares, sizes of cities, spreads; nothing depends on threads or on what is
 * stored, and one parameter moves only what it must. */
#include "people/sheet.h"
#include "people/tables.h"
#include "world.h"

#include <gx/base/memory.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { USERS = 100000 };
/* Members of a household go together: a share may vary by as much as E[s^2] / E[s] = 3.4 times the variance
 * of independent users. */
static const double cluster = 3.4;
static const double z95 = 1.6448536269514722; /* normal quantile of 0.95 */

static gx_population *people(const gx_population_config *config, uint64_t seed, uint32_t threads)
{
    gx_population *made = NULL;
    gx_error error = {0};
    gx_status status = gx_population_create(&made, config, gx_key_make(seed, 0), threads, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    return made;
}

static uint32_t count_faults(const gx_population *made, const gx_stretch *of, uint32_t wanted, uint32_t first,
                             uint32_t count)
{
    uint32_t faults = 0;
    for (uint32_t at = 0; at < count; at++) {
        gx_person one = gx_person_of(made, first + at);
        faults += (wanted & GX_COLUMN_SEX) && of->sex[at] != one.sex;
        faults += (wanted & GX_COLUMN_AGE_BAND) && of->age_band[at] != one.age_band;
        faults += (wanted & GX_COLUMN_WEALTH) && of->wealth[at] != one.wealth;
        faults += (wanted & GX_COLUMN_ACTIVITY) && of->activity[at] != one.activity;
    }
    return faults;
}

/* Wherever a stretch begins and ends: at a household's middle, across districts and cities; whatever of it is
 * wanted. */
START_TEST(a_stretch_says_what_each_would)
{
    world w = plan(20011, 40);
    for (uint32_t wanted = 0; wanted <= GX_COLUMNS_ALL; wanted++) {
        w.people.stored = wanted % 5 == 4;
        gx_population *made = people(&w.people, 3, 1);
        uint32_t faults = 0, user = 0;
        for (uint32_t count = 1; user < made->users; user += count, count = count % GX_STRETCH + 1) {
            gx_stretch of;
            count = count < made->users - user ? count : made->users - user;
            memset(&of, 0xee, sizeof of);
            gx_stretch_of(made, user, count, wanted, &of);
            faults += count_faults(made, &of, wanted, user, count);
        }
        ck_assert_uint_eq(faults, 0);
        gx_population_free(made);
    }
}
END_TEST

START_TEST(threads_do_not_matter_and_seeds_do)
{
    world w = plan(30011, 30);
    gx_population *one = people(&w.people, 1, 1);
    uint64_t digest = gx_population_digest(one, 1);
    static const uint32_t threads[] = {2, 3, 7};
    for (size_t at = 0; at < GX_COUNT_OF(threads); at++) {
        gx_population *other = people(&w.people, 1, threads[at]);
        ck_assert_uint_eq(gx_population_digest(other, threads[at]), digest);
        ck_assert_mem_eq(other->wealth, one->wealth, one->users * sizeof *one->wealth);
        ck_assert_mem_eq(other->activity, one->activity, one->users * sizeof *one->activity);
        gx_population_free(other);
    }
    gx_population *other = people(&w.people, 2, 1);
    ck_assert_uint_ne(gx_population_digest(other, 1), digest);
    gx_population_free(other);
    gx_population_free(one);
}
END_TEST

/* Hamilton's method by the book, in long double. */
START_TEST(cities_follow_zipf_with_largest_remainders)
{
    enum { CITIES = 30 };
    world w = plan(USERS, CITIES);
    w.people.city_zipf = 1.1;
    gx_population *made = people(&w.people, 1, 2);
    ck_assert_uint_eq(made->cities, CITIES);
    ck_assert_uint_eq(made->city_first[CITIES], USERS);
    long double total = 0, remainder[CITIES];
    uint32_t size[CITIES], given = 0;
    for (int c = 0; c < CITIES; c++)
        total += powl(c + 1, -1.1L);
    for (int c = 0; c < CITIES; c++) {
        long double quota = (USERS - CITIES) * powl(c + 1, -1.1L) / total;
        size[c] = 1 + (uint32_t)floorl(quota);
        remainder[c] = quota - floorl(quota);
        given += size[c];
    }
    for (; given < USERS; given++) {
        int best = 0;
        for (int c = 1; c < CITIES; c++)
            best = remainder[c] > remainder[best] ? c : best;
        remainder[best] = -1;
        size[best]++;
    }
    for (uint32_t c = 0; c < CITIES; c++) { /* numbered province by province: each size once */
        uint32_t rank = 0;
        while (rank < CITIES && size[rank] != made->city_first[c + 1] - made->city_first[c])
            rank++;
        ck_assert_uint_lt(rank, CITIES);
        size[rank] = 0;
    }
    gx_population_free(made);
}
END_TEST

START_TEST(cities_are_taken_down_and_found)
{
    world w = plan(1000, 300);
    gx_population *made = people(&w.people, 1, 1);
    ck_assert_uint_eq(made->cities, 10);
    for (uint32_t c = 0; c < made->cities; c++)
        for (uint32_t user = made->city_first[c]; user < made->city_first[c + 1]; user++)
            ck_assert_uint_eq(gx_city_of(made, user), c);
    gx_population_free(made);
    w = plan(2, 300);
    made = people(&w.people, 1, 3);
    ck_assert_uint_eq(made->cities, 1);
    ck_assert_uint_eq(made->users, 2);
    gx_population_free(made);
    w = plan(20000, 200); /* the steepest: nobody's city is empty */
    w.people.city_zipf = 3;
    made = people(&w.people, 1, 2);
    for (uint32_t c = 0; c < made->cities; c++)
        ck_assert_uint_lt(made->city_first[c], made->city_first[c + 1]);
    gx_population_free(made);
}
END_TEST

START_TEST(shares_are_as_asked)
{
    world w = plan(USERS, 30);
    w.people.age_shares = (gx_reals){.count = 5, .at = {2, 1.9, 2.7, 2.5, 0.9}}; /* scaled to 1 */
    gx_population *made = people(&w.people, 3, 2);
    double men = 0, band[GX_AGE_BANDS] = {0};
    uint32_t faults = 0;
    for (uint32_t user = 0; user < USERS; user++) {
        faults += made->sex[user] > GX_MALE || made->age_band[user] >= GX_AGE_BANDS;
        men += made->sex[user] == GX_MALE;
        band[made->age_band[user]]++;
    }
    ck_assert_uint_eq(faults, 0);
    double share = w.people.male_share;
    assert_near(men / USERS, share, sqrt(cluster * share * (1 - share) / USERS));
    for (int at = 0; at < GX_AGE_BANDS; at++) {
        share = w.people.age_shares.at[at] / 10;
        assert_near(band[at] / USERS, share, sqrt(cluster * share * (1 - share) / USERS));
    }
    gx_population_free(made);
}
END_TEST

/* Activity is lognormal of mean 1; wealth is lognormal round the median when cities are alike. */
START_TEST(spreads_are_lognormal)
{
    world w = plan(USERS, 30);
    w.people.wealth_city_sigma = 0;
    gx_population *made = people(&w.people, 4, 2);
    double activity = 0, below = 0, high = 0, log_sum = 0, log_squares = 0;
    double sigma = w.people.wealth_sigma, median = (double)w.people.wealth_median;
    for (uint32_t user = 0; user < USERS; user++) {
        activity += made->activity[user] / 256.0;
        below += made->wealth[user] < median;
        high += made->wealth[user] > median * exp(sigma * z95);
        double logarithm = log(made->wealth[user] / median);
        log_sum += logarithm;
        log_squares += logarithm * logarithm;
    }
    assert_near(activity / USERS, 1, sqrt((exp(0.49) - 1) / USERS));
    assert_near(below / USERS, 0.5, sqrt(cluster * 0.25 / USERS));
    assert_near(high / USERS, 0.05, sqrt(cluster * 0.05 * 0.95 / USERS));
    assert_near(log_sum / USERS, 0, sigma * sqrt(cluster / USERS));
    assert_near(sqrt(log_squares / USERS), sigma, sigma * sqrt(cluster / (2.0 * USERS)));
    gx_population_free(made);
}
END_TEST

/* With all users of a city alike, the spread between cities is what was asked. */
START_TEST(cities_are_rich_and_poor)
{
    enum { CITIES = 900 };
    world w = plan(USERS, CITIES);
    w.people.wealth_sigma = 0;
    w.people.wealth_city_sigma = 0.5;
    gx_population *made = people(&w.people, 5, 2);
    double sum = 0, squares = 0;
    for (uint32_t c = 0; c < CITIES; c++) {
        uint32_t wealth = made->wealth[made->city_first[c]];
        for (uint32_t user = made->city_first[c]; user < made->city_first[c + 1]; user++)
            ck_assert_uint_eq(made->wealth[user], wealth);
        double logarithm = log(wealth / (double)w.people.wealth_median);
        sum += logarithm;
        squares += logarithm * logarithm;
    }
    assert_near(sum / CITIES, 0, 0.5 / sqrt(CITIES));
    assert_near(sqrt(squares / CITIES), 0.5, 0.5 / sqrt(2.0 * CITIES));
    gx_population_free(made);
}
END_TEST

/* ---- One parameter moves only what it must ---- */

enum {
    MOVES_SEX = 1,
    MOVES_AGE = 2,
    MOVES_INCOME = 4,
    MOVES_WEALTH = 8,
    MOVES_ACTIVITY = 16,
    MOVES_HOMETOWN = 32,
    MOVES_NORM = 64,
    MOVES_OTHER = 128
};

static unsigned difference(const gx_person *a, const gx_person *b)
{
    bool other =
        a->city != b->city || a->household != b->household || a->household_size != b->household_size ||
        a->member != b->member || a->province != b->province || a->tier != b->tier ||
        a->schooling != b->schooling || a->occupation != b->occupation || a->smartphone != b->smartphone ||
        a->app_version != b->app_version || a->accounts != b->accounts || a->real_name != b->real_name;
    return (a->sex != b->sex ? MOVES_SEX : 0u) | (a->age != b->age ? MOVES_AGE : 0u) |
           (a->income != b->income ? MOVES_INCOME : 0u) | (a->wealth != b->wealth ? MOVES_WEALTH : 0u) |
           (a->activity != b->activity ? MOVES_ACTIVITY : 0u) |
           (a->hometown != b->hometown ? MOVES_HOMETOWN : 0u) | (a->norm != b->norm ? MOVES_NORM : 0u) |
           (other ? MOVES_OTHER : 0u);
}

static unsigned moved(const gx_population_config *before, const gx_population_config *after, uint32_t *users)
{
    gx_population *a = people(before, 6, 1), *b = people(after, 6, 2);
    unsigned all = 0;
    *users = 0;
    for (uint32_t user = 0; user < a->users; user++) {
        gx_person one = gx_person_of(a, user), other = gx_person_of(b, user);
        unsigned these = difference(&one, &other);
        all |= these;
        *users += these != 0;
    }
    gx_population_free(a);
    gx_population_free(b);
    return all;
}

START_TEST(one_parameter_moves_only_what_it_must)
{
    world w = plan(20000, 12);
    const gx_population_config before = w.people;
    uint32_t users = 0;
    struct {
        size_t field;
        double value;
        unsigned may;
    } cases[] = {
        {offsetof(gx_population_config, male_share), 0.55, MOVES_SEX | MOVES_INCOME},
        {offsetof(gx_population_config, wealth_sigma), 1.3, MOVES_WEALTH},
        {offsetof(gx_population_config, wealth_city_sigma), 0.4, MOVES_WEALTH},
        {offsetof(gx_population_config, wealth_income), 0.7, MOVES_WEALTH},
        {offsetof(gx_population_config, activity_sigma), 0.8, MOVES_ACTIVITY},
        {offsetof(gx_population_config, migrant_share), 0.3, MOVES_HOMETOWN},
        {offsetof(gx_population_config, norm_sigma), 0.4, MOVES_NORM},
        {offsetof(gx_population_config, city_density), 3000, 0},
    };
    for (size_t at = 0; at < GX_COUNT_OF(cases); at++) {
        gx_population_config after = before;
        *(double *)((char *)&after + cases[at].field) = cases[at].value;
        ck_assert_uint_eq(moved(&before, &after, &users), cases[at].may);
    }
    gx_population_config after = before;
    after.male_share += 0.01;
    moved(&before, &after, &users);
    assert_near(users, 0.01 * 20000, sqrt(cluster * 0.01 * 20000)); /* those who become men, nobody else */
}
END_TEST

START_TEST(more_men_make_nobody_a_woman)
{
    world w = plan(5000, 5);
    gx_population *before = people(&w.people, 6, 1);
    w.people.male_share = 0.7;
    gx_population *after = people(&w.people, 6, 1);
    uint32_t changed = 0, faults = 0;
    for (uint32_t user = 0; user < 5000; user++) {
        faults += after->sex[user] < before->sex[user];
        changed += after->sex[user] != before->sex[user];
    }
    ck_assert_uint_eq(faults, 0);
    ck_assert_uint_gt(changed, 500);
    gx_population_free(before);
    gx_population_free(after);
}
END_TEST

/* ---- Stored or computed ---- */

START_TEST(what_is_computed_is_what_is_stored)
{
    world w = plan(30011, 40);
    gx_population *stored = people(&w.people, 9, 3);
    w.people.stored = false;
    gx_population *computed = people(&w.people, 9, 1);
    ck_assert_ptr_null(computed->sex);
    ck_assert_ptr_null(computed->age_band);
    ck_assert_ptr_null(computed->wealth);
    ck_assert_ptr_null(computed->activity);
    uint32_t faults = 0;
    for (uint32_t user = 0; user < stored->users; user++) {
        gx_person a = gx_person_of(stored, user), b = gx_person_of(computed, user);
        faults += difference(&a, &b) != 0 || a.age_band != b.age_band;
        faults += stored->sex[user] != b.sex || gx_sex_of(computed, user) != b.sex;
        faults += stored->age_band[user] != b.age_band || gx_age_band_of(computed, user) != b.age_band;
        faults += stored->wealth[user] != b.wealth || gx_wealth_of(computed, user) != b.wealth;
        faults += stored->activity[user] != b.activity || gx_activity_of(computed, user) != b.activity;
        faults += gx_hometown_of(stored, user) != b.hometown;
        gx_span household = gx_household_of(computed, user);
        faults += household.first != b.household || household.end - household.first != b.household_size;
    }
    ck_assert_uint_eq(faults, 0);
    ck_assert_uint_eq(gx_population_digest(stored, 1), gx_population_digest(computed, 1));
    ck_assert_uint_ge(gx_population_bytes(stored), gx_population_bytes(computed) + 8 * (size_t)stored->users);
    gx_population_free(stored);
    gx_population_free(computed);
}
END_TEST

/* A nation takes half a megabyte; a billion no more. */
START_TEST(a_nation_fits_anywhere)
{
    static const int64_t users[] = {420000000, 1000000000};
    for (size_t at = 0; at < GX_COUNT_OF(users); at++) {
        world w = plan(users[at], 3000);
        w.people.stored = false;
        uint64_t allocations = gx_memory_allocations();
        gx_population *nation = people(&w.people, 1, 2);
        ck_assert_uint_le(gx_memory_allocations() - allocations, 20);
        ck_assert_uint_lt(gx_population_bytes(nation), 5 << 18);
        static const double places[] = {0, 0.25, 0.5, 0.999999, 1};
        for (size_t p = 0; p < GX_COUNT_OF(places); p++) {
            uint32_t user = (uint32_t)(places[p] * (double)(nation->users - 1));
            gx_person person = gx_person_of(nation, user);
            gx_span household = gx_household_of(nation, user), city = gx_city_span(nation, person.city);
            ck_assert(city.first <= household.first && household.end <= city.end);
            ck_assert(household.first <= user && user < household.end);
            ck_assert_uint_lt(person.hometown, nation->cities);
        }
        ck_assert_uint_eq(gx_household_of(nation, nation->users - 1).end, nation->users);
        ck_assert_uint_eq(gx_province_span(nation, nation->cities - 1).end, nation->users);
        gx_population_free(nation);
    }
}
END_TEST

/* Columns that a file brought: the person follows them, within the band at any of its ages. */
START_TEST(imported_columns_are_followed)
{
    world w = plan(5000, 3);
    gx_population *made = people(&w.people, 3, 1);
    uint64_t digest = gx_population_digest(made, 1);
    uint32_t faults = 0;
    for (uint32_t user = 0; user < made->users; user++) {
        made->sex[user] = (uint8_t)(user & 1);
        made->age_band[user] = (uint8_t)(user % GX_AGE_BANDS);
        made->wealth[user] = user;
        made->activity[user] = (uint16_t)(user + 1);
    }
    for (uint32_t user = 0; user < made->users; user++) {
        gx_person person = gx_person_of(made, user);
        faults += person.sex != (user & 1) || person.age_band != user % GX_AGE_BANDS ||
                  person.wealth != user || person.activity != user + 1 ||
                  gx_band_of(person.age) != person.age_band;
        faults += person.age_band == 0 && person.occupation != GX_OCCUPATION_student;
    }
    ck_assert_uint_eq(faults, 0);
    ck_assert_uint_ne(gx_population_digest(made, 1), digest);
    gx_population_free(made);
}
END_TEST

START_TEST(other_seeds_are_other_people)
{
    world w = plan(20000, 1);
    gx_population *one = people(&w.people, 1, 1), *other = people(&w.people, 2, 1);
    double same_sex = 0, same_wealth = 0;
    for (uint32_t user = 0; user < one->users; user++) {
        same_sex += one->sex[user] == other->sex[user];
        same_wealth += one->wealth[user] == other->wealth[user];
    }
    double men = w.people.male_share, alike = men * men + (1 - men) * (1 - men);
    assert_near(same_sex / 20000, alike, sqrt(cluster * alike * (1 - alike) / 20000));
    ck_assert_double_lt(same_wealth, 20);
    gx_population_free(one);
    gx_population_free(other);
}
END_TEST

/* ---- The tables of data/population ---- */

static void refuse_sheet(const char *text, const char *words)
{
    static gx_sheet sheet;
    gx_error error = {0};
    ck_assert_int_eq(gx_sheet_parse(&sheet, "people.csv", text, strlen(text), &error), GX_ERR_FORMAT);
    ck_assert_msg(strstr(error.message, words) != NULL, "%s", error.message);
}

START_TEST(tables_are_read_strictly)
{
    static gx_sheet sheet;
    static gx_statistics statistics;
    gx_error error = {0};
    ck_assert_msg(gx_statistics_read(&statistics, &error) == GX_OK, "%s", error.message);
    const char *fine = "what,a,b,grade,source\nx,1,-2.5,A,\"a \"\"book\"\", 2020\"\ny,1e3,0,-,assumption\n";
    ck_assert_int_eq(gx_sheet_parse(&sheet, "people.csv", fine, strlen(fine), &error), GX_OK);
    double value = 0;
    ck_assert_int_eq(gx_sheet_get(&sheet, "x", "b", -3, 0, &value, &error), GX_OK);
    ck_assert_double_eq(value, -2.5);
    ck_assert_int_eq(gx_sheet_get(&sheet, "y", "a", 0, 999, &value, &error), GX_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.message, "is not within"));
    ck_assert_int_eq(gx_sheet_get(&sheet, "z", "a", 0, 999, &value, &error), GX_ERR_FORMAT);
    refuse_sheet("", "grade and source");
    refuse_sheet("what,a,source\n", "grade and source");
    refuse_sheet("what,a,grade,source\n", "no rows");
    refuse_sheet("what,a,a,grade,source\n", "line 1: this name stands there already: 'a'");
    refuse_sheet("what,a,grade,source\nx,1,A,s\nx,2,A,s\n", "line 3: this name stands there already: 'x'");
    refuse_sheet("what,a,grade,source\nx,one,A,s\n", "line 2: this is not a number: 'one'");
    refuse_sheet("what,a,grade,source\nx,0x10,A,s\n", "not a number");
    refuse_sheet("what,a,grade,source\nx,inf,A,s\n", "not a number");
    refuse_sheet("what,a,grade,source\nx,,A,s\n", "not a number");
    refuse_sheet("what,a,grade,source\nx,1,D,s\n", "a grade is");
    refuse_sheet("what,a,grade,source\nx,1,A,\n", "must not be empty");
    refuse_sheet("what,a,grade,source\nx,1,A\n", "fields are missing");
    refuse_sheet("what,a,grade,source\nx,1,A,s,t\n", "more fields");
    refuse_sheet("what,a,grade,source\nx,1,A,\"s\n", "does not end");
    refuse_sheet("what,a,grade,source\nx,1,A,\"s\"t\n", "text behind");
    refuse_sheet("what,a,grade,source\n,1,A,s\n", "empty or too long");
}
END_TEST

START_TEST(the_largest_and_least_wealth_hold)
{
    world w = plan(2000, 1);
    w.people.wealth_median = 1000000000;
    w.people.wealth_sigma = 4;
    w.people.wealth_city_sigma = 3;
    gx_population *made = people(&w.people, 7, 1);
    for (uint32_t user = 0; user < 2000; user++)
        ck_assert_uint_le(made->wealth[user], 1000000000);
    gx_population_free(made);
    w.people.wealth_median = 0;
    made = people(&w.people, 7, 1);
    for (uint32_t user = 0; user < 2000; user++)
        ck_assert_uint_eq(made->wealth[user], 0);
    gx_population_free(made);
}
END_TEST

static gx_status attempt(const gx_population_config *config, gx_error *error)
{
    gx_population *made = NULL;
    gx_status status = gx_population_create(&made, config, gx_key_make(1, 0), 1, error);
    ck_assert_ptr_null(made);
    return status;
}

START_TEST(nonsense_is_refused)
{
    gx_error error = {0};
    world w = plan(1, 1);
    ck_assert_int_eq(attempt(&w.people, &error), GX_ERR_ARGUMENT);
    w = plan(1000, 1);
    w.people.male_share = (double)NAN;
    ck_assert_int_eq(attempt(&w.people, &error), GX_ERR_ARGUMENT);
    w = plan(1000, 1);
    w.people.age_shares.count = 3;
    ck_assert_int_eq(attempt(&w.people, &error), GX_ERR_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "age_shares"));
    ck_assert_ptr_nonnull(strstr(error.message, "3 were given"));
    w = plan(1000, 1);
    memset(w.people.age_shares.at, 0, sizeof w.people.age_shares.at);
    ck_assert_int_eq(attempt(&w.people, &error), GX_ERR_INPUT);
    w = plan(1000, 1);
    w.people.age_shares.at[2] = -1;
    ck_assert_int_eq(attempt(&w.people, NULL), GX_ERR_INPUT);
    gx_population_free(NULL);
}
END_TEST

/* The table describes the struct: names differ, defaults lie in their ranges. */
START_TEST(tables_are_sound)
{
    const gx_table *tables[] = {&gx_population_table, &gx_network_table};
    for (size_t t = 0; t < 2; t++)
        for (size_t at = 0; at < tables[t]->field_count; at++) {
            const gx_field *field = &tables[t]->fields[at];
            ck_assert_msg(strlen(field->help) > 10 && field->fallback != NULL, "%s", field->name);
            ck_assert_msg(field->role == GX_ROLE_SETTING || strlen(field->source) > 5, "%s", field->name);
            for (size_t other = 0; other < at; other++)
                ck_assert_str_ne(field->name, tables[t]->fields[other].name);
            double scale = field->type == GX_TYPE_MONEY ? 100 : 1;
            if (field->type == GX_TYPE_INTEGER || field->type == GX_TYPE_REAL ||
                field->type == GX_TYPE_MONEY) {
                ck_assert_double_ge(scale * strtod(field->fallback, NULL), field->min);
                ck_assert_double_le(scale * strtod(field->fallback, NULL), field->max);
            }
        }
    uint32_t bands = 0;
    while (gx_age_band_words[bands] != NULL)
        bands++;
    ck_assert_uint_eq(bands, GX_AGE_BANDS);
    ck_assert_str_eq(gx_sex_words[GX_MALE], "male");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("population");
    TCase *tests = tcase_create("population");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, threads_do_not_matter_and_seeds_do);
    tcase_add_test(tests, cities_follow_zipf_with_largest_remainders);
    tcase_add_test(tests, cities_are_taken_down_and_found);
    tcase_add_test(tests, shares_are_as_asked);
    tcase_add_test(tests, spreads_are_lognormal);
    tcase_add_test(tests, cities_are_rich_and_poor);
    tcase_add_test(tests, one_parameter_moves_only_what_it_must);
    tcase_add_test(tests, more_men_make_nobody_a_woman);
    tcase_add_test(tests, what_is_computed_is_what_is_stored);
    tcase_add_test(tests, a_nation_fits_anywhere);
    tcase_add_test(tests, imported_columns_are_followed);
    tcase_add_test(tests, other_seeds_are_other_people);
    tcase_add_test(tests, tables_are_read_strictly);
    tcase_add_test(tests, the_largest_and_least_wealth_hold);
    tcase_add_test(tests, nonsense_is_refused);
    tcase_add_test(tests, tables_are_sound);
    tcase_add_test(tests, a_stretch_says_what_each_would);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
