/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who the people are: shares, sizes of cities, spreads, and that nothing depends on threads. */
#include "world.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { USERS = 100000 };
static const double z95 = 1.6448536269514722; /* normal quantile of 0.95 */

static gx_population *people(const gx_population_config *config, uint64_t seed, uint32_t threads)
{
    gx_population *made = NULL;
    gx_error error = {0};
    gx_status status = gx_population_create(&made, config, gx_key_make(seed, 0), threads, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    return made;
}

START_TEST(threads_do_not_matter_and_seeds_do)
{
    world w = plan(30011, 30);
    gx_population *one = people(&w.people, 1, 1);
    uint64_t digest = gx_population_digest(one);
    static const uint32_t threads[] = {2, 3, 7};
    for (size_t at = 0; at < GX_COUNT_OF(threads); at++) {
        gx_population *other = people(&w.people, 1, threads[at]);
        ck_assert_uint_eq(gx_population_digest(other), digest);
        ck_assert_mem_eq(other->wealth, one->wealth, one->users * sizeof *one->wealth);
        ck_assert_mem_eq(other->activity, one->activity, one->users * sizeof *one->activity);
        gx_population_free(other);
    }
    gx_population *other = people(&w.people, 2, 1);
    ck_assert_uint_ne(gx_population_digest(other), digest);
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
    for (uint32_t c = 0; c < CITIES; c++)
        ck_assert_uint_eq(made->city_first[c + 1] - made->city_first[c], size[c]);
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
    for (uint32_t user = 0; user < USERS; user++) {
        ck_assert_uint_le(made->sex[user], GX_MALE);
        ck_assert_uint_lt(made->age_band[user], GX_AGE_BANDS);
        men += made->sex[user] == GX_MALE;
        band[made->age_band[user]]++;
    }
    double share = w.people.male_share;
    assert_near(men / USERS, share, sqrt(share * (1 - share) / USERS));
    for (int at = 0; at < GX_AGE_BANDS; at++) {
        share = w.people.age_shares.at[at] / 10;
        assert_near(band[at] / USERS, share, sqrt(share * (1 - share) / USERS));
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
    assert_near(below / USERS, 0.5, sqrt(0.25 / USERS));
    assert_near(high / USERS, 0.05, sqrt(0.05 * 0.95 / USERS));
    assert_near(log_sum / USERS, 0, sigma / sqrt(USERS));
    assert_near(sqrt(log_squares / USERS), sigma, sigma / sqrt(2.0 * USERS));
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

/* More men: nobody becomes a woman, and nothing else changes. */
START_TEST(one_attribute_leaves_the_others_alone)
{
    world w = plan(5000, 5);
    gx_population *before = people(&w.people, 6, 1);
    w.people.male_share = 0.7;
    gx_population *after = people(&w.people, 6, 1);
    uint32_t changed = 0;
    for (uint32_t user = 0; user < 5000; user++) {
        ck_assert_uint_ge(after->sex[user], before->sex[user]);
        changed += after->sex[user] != before->sex[user];
    }
    ck_assert_uint_gt(changed, 500);
    ck_assert_mem_eq(after->age_band, before->age_band, 5000);
    ck_assert_mem_eq(after->wealth, before->wealth, 5000 * sizeof *after->wealth);
    ck_assert_mem_eq(after->activity, before->activity, 5000 * sizeof *after->activity);
    gx_population_free(before);
    gx_population_free(after);
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
    tcase_add_test(tests, one_attribute_leaves_the_others_alone);
    tcase_add_test(tests, the_largest_and_least_wealth_hold);
    tcase_add_test(tests, nonsense_is_refused);
    tcase_add_test(tests, tables_are_sound);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
