/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the people are like: every joint distribution against the tables it is drawn from, those tables
 * against the published shares, and households that look like households. */
#include "people/copula.h"
#include "people/fit.h"
#include "people/tables.h"
#include "purposes.h"
#include "world.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { USERS = 400000, CITIES = 200 };

static gx_population *made;
static gx_person *person; /* all of them */

static void setup(void)
{
    world w = plan(USERS, CITIES);
    gx_error error = {0};
    ck_assert_int_eq(gx_population_create(&made, &w.people, gx_key_make(11, 0), 2, &error), GX_OK);
    person = calloc(USERS, sizeof *person);
    for (uint32_t user = 0; user < USERS; user++)
        person[user] = gx_person_of(made, user);
}

static void teardown(void)
{
    gx_population_free(made);
    free(person);
}

/* Members of a household go together, so a share varies by up to the size of a household as seen by a member:
 * E[s^2] / E[s] times the variance of independent users. */
static double cluster(void)
{
    const gx_households *pattern = &made->tables->households;
    double sum = 0;
    for (uint32_t at = 0; at < pattern->period; at++)
        sum += pattern->slot[at].size;
    return sum / pattern->period;
}

static void assert_share(double seen, double of, double share, double variance_times)
{
    if (of * share * (1 - share) >= 10)
        assert_near(seen / of, share, sqrt(variance_times * share * (1 - share) / of));
    else
        ck_assert_double_le(seen, of * share + 4.5 * sqrt(10) + 1);
}

/* ---- What the tables are made of ---- */

START_TEST(fitted_tables_have_their_margins)
{
    double cell[2][3] = {{1, 2, 3}, {4, 1, 0}}, rows[2] = {0.4, 0.6}, columns[3] = {0.3, 0.5, 0.2};
    gx_fit_margins(&cell[0][0], 2, 3, rows, columns);
    for (int at = 0; at < 3; at++)
        ck_assert_double_le(fabs(cell[0][at] + cell[1][at] - columns[at]), 1e-11);
    for (int at = 0; at < 2; at++)
        ck_assert_double_le(fabs(cell[at][0] + cell[at][1] + cell[at][2] - rows[at]), 1e-11);
    ck_assert_double_le(fabs(cell[0][0] * cell[1][1] / (cell[0][1] * cell[1][0]) - 1.0 / 8), 1e-11);
    ck_assert_double_le(fabs(cell[1][2]), 0);
    double share[3] = {0.2, 0.5, 0.9}, mass[3] = {1, 2, 1};
    gx_fit_odds(share, mass, 3, 0.6);
    ck_assert_double_le(fabs((share[0] + 2 * share[1] + share[2]) / 4 - 0.6), 1e-11);
    ck_assert_double_le(fabs(share[0] * (1 - share[2]) / (share[2] * (1 - share[0])) - 0.25 / 9), 1e-11);
}
END_TEST

START_TEST(ladders_never_draw_what_has_no_share)
{
    int32_t until[4];
    gx_ladder_make(until, (double[]){0, 1, 0, 1, 0}, 5);
    ck_assert_uint_eq(gx_ladder_draw(until, 5, 0), 1);
    ck_assert_uint_eq(gx_ladder_draw(until, 5, 0x7fffffff), 1);
    ck_assert_uint_eq(gx_ladder_draw(until, 5, 0x80000000), 3);
    ck_assert_uint_eq(gx_ladder_draw(until, 5, UINT32_MAX), 3);
}
END_TEST

/* What is drawn near a uniform word is uniform, whatever the width: the sum over a full grid of words and of
 * noises fills 64 bins alike. */
START_TEST(near_words_are_uniform)
{
    enum { GRID = 1024, BINS = 64 };
    static const uint32_t widths[] = {0, 1, 4096, 10922, 30000, 65536};
    for (size_t w = 0; w < GX_COUNT_OF(widths); w++) {
        double bin[BINS] = {0}, both = 0, squares = 0, furthest = 0;
        for (uint32_t a = 0; a < GRID; a++)
            for (uint32_t b = 0; b < GRID; b++) {
                uint32_t word = (a * 2 + 1) << 21, near = gx_near(word, (b * 2 + 1) << 21, widths[w]);
                bin[near >> 26]++;
                double x = word / 4294967296.0 - 0.5, y = near / 4294967296.0 - 0.5;
                both += x * y;
                squares += x * x;
                furthest = fabs(x - y) > furthest ? fabs(x - y) : furthest;
            }
        for (int at = 0; at < BINS; at++)
            ck_assert_double_le(fabs(bin[at] * BINS / ((double)GRID * GRID) - 1), 0.04);
        ck_assert_double_le(furthest, widths[w] / 65536.0 + 1e-4);
        if (widths[w] == 65536)
            ck_assert_double_le(fabs(both / squares), 1e-3);
        if (widths[w] <= 4096)
            ck_assert_double_gt(both / squares, 0.97);
    }
    for (uint32_t at = 0; at < 1000; at++) { /* up and down are alike, to the last bit */
        gx_draw draw = gx_draw_at(gx_key_make(1, 0), 0xf000, at, 0, 0);
        uint32_t width = draw.word[2] >> 16;
        ck_assert_uint_eq(gx_near(~draw.word[0], ~draw.word[1], width),
                          ~gx_near(draw.word[0], draw.word[1], width));
    }
}
END_TEST

/* At the published ages the tables give the published shares. */
START_TEST(tables_keep_the_published_shares)
{
    const gx_statistics *data = &made->tables->statistics;
    const gx_lives *lives = &made->tables->lives;
    const double *tier = made->tables->places.tier_share;
    double total = 0, stage[GX_STAGES] = {0}, schooling[GX_SCHOOLINGS] = {0},
           occupation[GX_OCCUPATIONS] = {0};
    for (uint32_t at = 0; at < GX_AGES; at++)
        total += data->age[at];
    for (uint32_t at = 0; at < GX_AGES; at++)
        stage[gx_stage_of(GX_AGE_FIRST + at)] += data->age[at] / total;
    for (uint32_t a = 0; a < GX_STAGES; a++)
        for (uint32_t t = 0; t < GX_TIERS; t++)
            for (uint32_t s = 0; s < GX_SCHOOLINGS; s++) {
                double share = stage[a] * tier[t] * lives->schooling_share[a][t][s];
                schooling[s] += share;
                for (uint32_t o = 0; o < GX_OCCUPATIONS; o++)
                    occupation[o] += share * lives->occupation_share[a][t][s][o];
            }
    for (uint32_t s = 0; s < GX_SCHOOLINGS; s++)
        ck_assert_double_le(fabs(schooling[s] - data->schooling_all[s]), 1e-6);
    for (uint32_t o = 0; o < GX_OCCUPATIONS; o++)
        ck_assert_double_le(fabs(occupation[o] * 0.985 - data->occupation_all[o]), 1e-6);
}
END_TEST

/* ---- Sex and age ---- */

START_TEST(ages_have_their_shares)
{
    world w = plan(USERS, CITIES);
    const gx_lives *lives = &made->tables->lives;
    double years[GX_AGES] = {0}, band[GX_AGE_BANDS] = {0}, total = 0;
    uint32_t faults = 0;
    for (uint32_t user = 0; user < USERS; user++) {
        faults += person[user].age_band != gx_band_of(person[user].age);
        faults += person[user].age_band != made->age_band[user];
        years[person[user].age - GX_AGE_FIRST]++;
        band[person[user].age_band]++;
    }
    ck_assert_uint_eq(faults, 0);
    for (uint32_t at = 0; at < GX_AGES; at++) {
        assert_share(years[at], USERS, lives->age_share[at], cluster());
        double sum = 0;
        for (uint32_t relation = 0; relation < GX_RELATIONS; relation++)
            sum += lives->relation_age[relation][at];
        ck_assert_double_le(fabs(sum - lives->age_share[at]), 1e-12);
        total += sum;
    }
    ck_assert_double_le(fabs(total - 1), 1e-12);
    for (uint32_t at = 0; at < GX_AGE_BANDS; at++)
        assert_share(band[at], USERS, w.people.age_shares.at[at], cluster());
}
END_TEST

/* Each relation's ages add up to its share, so that drawing them apart keeps the margin. */
START_TEST(relations_have_their_shares)
{
    double share[GX_RELATIONS], seen[GX_RELATIONS] = {0};
    gx_households_relations(&made->tables->households, share);
    for (uint32_t relation = 0; relation < GX_RELATIONS; relation++) {
        double sum = 0;
        for (uint32_t at = 0; at < GX_AGES; at++)
            sum += made->tables->lives.relation_age[relation][at];
        ck_assert_double_le(fabs(sum - share[relation]), 1e-9);
    }
    for (uint32_t user = 0; user < USERS; user++)
        seen[gx_home_of(made, user).relation]++;
    for (uint32_t relation = 0; relation < GX_RELATIONS; relation++)
        ck_assert_double_le(fabs(seen[relation] / USERS - share[relation]), 0.002);
}
END_TEST

START_TEST(households_look_like_households)
{
    world w = plan(USERS, CITIES);
    double couples = 0, opposite = 0, like_age = 0, singles = 0, minors_alone = 0, couples_minor = 0;
    double children = 0, gap = 0, younger = 0, generation = 0;
    for (uint32_t user = 0; user < USERS; user++) {
        const gx_person *p = &person[user], *head = &person[p->household];
        if (p->household_size == 1 && gx_home_of(made, user).relation == GX_RELATION_single) {
            singles++;
            minors_alone += p->age < 18;
        } else if (p->member == 1) {
            couples++;
            opposite += p->sex != head->sex;
            like_age += abs(p->age - head->age) <= 5;
            couples_minor += p->age < 18 || head->age < 18;
        } else if (p->member == 2 || p->member == 3) {
            children++;
            gap += head->age - p->age;
            younger += p->age < head->age;
            generation += head->age - p->age >= 15;
        }
    }
    double men = w.people.male_share;
    assert_share(opposite, couples, 1 - fabs(2 * men - 1), 1);
    ck_assert_double_gt(like_age, 0.9 * couples);
    ck_assert_double_lt(couples_minor, 0.001 * couples);
    ck_assert_double_lt(minors_alone, 0.01 * singles);
    ck_assert(gap > 18 * children && gap < 30 * children);
    ck_assert_double_gt(younger, 0.97 * children);
    ck_assert_double_gt(generation, 0.75 * children);
}
END_TEST

START_TEST(sexes_have_their_share_at_every_age)
{
    world w = plan(USERS, CITIES);
    double men[GX_AGE_BANDS] = {0}, all[GX_AGE_BANDS] = {0};
    for (uint32_t user = 0; user < USERS; user++) {
        men[person[user].age_band] += person[user].sex == GX_MALE;
        all[person[user].age_band]++;
    }
    for (uint32_t band = 0; band < GX_AGE_BANDS; band++)
        assert_share(men[band], all[band], w.people.male_share, cluster());
}
END_TEST

/* ---- Schooling and occupation ---- */

START_TEST(schooling_goes_by_age_and_tier)
{
    static double seen[GX_STAGES][GX_TIERS][GX_SCHOOLINGS], all[GX_STAGES][GX_TIERS];
    for (uint32_t user = 0; user < USERS; user++) {
        const gx_person *p = &person[user];
        seen[gx_stage_of(p->age)][p->tier - 1][p->schooling]++;
        all[gx_stage_of(p->age)][p->tier - 1]++;
    }
    const gx_lives *lives = &made->tables->lives;
    for (uint32_t stage = 0; stage < GX_STAGES; stage++)
        for (uint32_t tier = 0; tier < GX_TIERS; tier++)
            for (uint32_t s = 0; s < GX_SCHOOLINGS; s++)
                assert_share(seen[stage][tier][s], all[stage][tier], lives->schooling_share[stage][tier][s],
                             1);
    for (uint32_t stage = GX_STAGE_FROM_25; stage < GX_STAGES; stage++) /* large cities draw the schooled */
        ck_assert_double_gt(lives->schooling_share[stage][0][GX_SCHOOLING_college],
                            1.5 * lives->schooling_share[stage][4][GX_SCHOOLING_college]);
}
END_TEST

START_TEST(occupation_goes_by_age_schooling_and_tier)
{
    typedef double table[GX_STAGES][GX_TIERS][GX_SCHOOLINGS][GX_OCCUPATIONS];
    static table seen;
    static double all[GX_STAGES][GX_TIERS][GX_SCHOOLINGS];
    for (uint32_t user = 0; user < USERS; user++) {
        const gx_person *p = &person[user];
        seen[gx_stage_of(p->age)][p->tier - 1][p->schooling][p->occupation]++;
        all[gx_stage_of(p->age)][p->tier - 1][p->schooling]++;
    }
    for (uint32_t stage = 0; stage < GX_STAGES; stage++)
        for (uint32_t tier = 0; tier < GX_TIERS; tier++)
            for (uint32_t s = 0; s < GX_SCHOOLINGS; s++)
                for (uint32_t o = 0; o < GX_OCCUPATIONS; o++)
                    assert_share(seen[stage][tier][s][o], all[stage][tier][s],
                                 made->tables->lives.occupation_share[stage][tier][s][o], 1);
}
END_TEST

/* Who the historical circles were opened to: students of universities, and white-collar workers. */
START_TEST(students_and_white_collar_are_who_they_should_be)
{
    uint32_t faults = 0;
    double students = 0, adults = 0, at_college = 0, white = 0, schooled = 0, college_white = 0,
           graduates = 0;
    for (uint32_t user = 0; user < USERS; user++) {
        const gx_person *p = &person[user];
        bool student = p->occupation == GX_OCCUPATION_student, college = p->schooling == GX_SCHOOLING_college;
        faults += (p->age < 18 && !student) || (p->age >= 25 && student);
        students += student;
        adults += student && p->age >= 18;
        at_college += student && p->age >= 18 && college;
        white += p->occupation == GX_OCCUPATION_white_collar;
        schooled += p->occupation == GX_OCCUPATION_white_collar && p->schooling >= GX_SCHOOLING_senior;
        graduates += college && p->age >= 25;
        college_white += college && p->age >= 25 && p->occupation == GX_OCCUPATION_white_collar;
    }
    ck_assert_uint_eq(faults, 0);
    ck_assert(students > 0.245 * USERS && students < 0.265 * USERS); /* 25.2 % of those with an occupation */
    ck_assert(white > 0.255 * USERS && white < 0.275 * USERS);       /* 26.0 % likewise */
    ck_assert_double_gt(at_college, 0.75 * adults);
    ck_assert(adults > 0.04 * USERS && adults < 0.08 * USERS);
    ck_assert_double_gt(schooled, 0.8 * white);
    ck_assert_double_gt(college_white, 0.7 * graduates);
}
END_TEST

/* ---- Money ---- */

/* Within a cell incomes are lognormal round its median, whose parts are as in the tables. */
START_TEST(incomes_are_lognormal_round_their_median)
{
    const gx_statistics *data = &made->tables->statistics;
    double sum[GX_OCCUPATIONS] = {0}, squares[GX_OCCUPATIONS] = {0}, all[GX_OCCUPATIONS] = {0};
    for (uint32_t user = 0; user < USERS; user++) {
        const gx_person *p = &person[user];
        double factor = made->tables->places.city[p->city].income_factor / 65536.0;
        double median = 100 * data->income[p->occupation][p->schooling] * data->income_sex[p->sex] * factor;
        double z = log(p->income / median) / data->income_sigma[p->occupation];
        sum[p->occupation] += z;
        squares[p->occupation] += z * z;
        all[p->occupation]++;
    }
    for (uint32_t o = 0; o < GX_OCCUPATIONS; o++) {
        assert_near(sum[o] / all[o], 0, 1 / sqrt(all[o]));
        assert_near(squares[o] / all[o], 1, sqrt(2 / all[o]));
    }
    double rich = 0, poor = 0;
    for (uint32_t city = 0; city < made->cities; city++) {
        const gx_city *of = &made->tables->places.city[city];
        rich += of->province == 8 ? of->income_factor : 0;  /* Shanghai */
        poor += of->province == 27 ? of->income_factor : 0; /* Gansu */
    }
    ck_assert_double_gt(rich, poor);
}
END_TEST

/* A figure that went into no table: 17.7 % of netizens had 2,001 to 3,000 yuan a month in 2016 and 23.2 % had
 * 3,001 to 5,000 (CNNIC, 39th report). What is fitted from wages by occupation comes within a quarter of
 * their sum. */
START_TEST(incomes_are_of_the_published_size)
{
    double middle = 0, high = 0;
    for (uint32_t user = 0; user < USERS; user++) {
        middle += person[user].income > 200000 && person[user].income <= 500000;
        high += person[user].income > 500000;
    }
    ck_assert_double_le(fabs(middle / USERS / 0.409 - 1), 0.25);
    ck_assert(high > 0.1 * USERS && high < 0.25 * USERS); /* 24.1 % in 2018 */
}
END_TEST

/* The rank of an income among all users is uniform: the distribution that is summed up is that of the people.
 */
START_TEST(ranks_of_income_are_uniform)
{
    enum { BINS = 20 };
    double bin[BINS] = {0};
    uint32_t faults = 0;
    for (uint32_t user = 0; user < USERS; user++) {
        const gx_person *p = &person[user];
        gx_draw life = gx_draw_at(made->tables->key, GX_DRAW_LIFE, user, 0, 0);
        uint32_t income = gx_read_income(&made->tables->money, &made->tables->places.city[p->city],
                                         p->occupation, p->schooling, life.word[2]);
        faults += gx_income_of_sex(&made->tables->money, income, p->sex) != p->income;
        bin[gx_below32(gx_income_rank(&made->tables->money, income), BINS)]++;
    }
    ck_assert_uint_eq(faults, 0);
    for (int at = 0; at < BINS; at++)
        assert_share(bin[at], USERS, 1.0 / BINS, cluster());
}
END_TEST

static double wealth_correlation(double wealth_income)
{
    world w = plan(50000, 30);
    w.people.wealth_income = wealth_income;
    w.people.wealth_city_sigma = 0;
    w.people.stored = false;
    gx_population *people = NULL;
    ck_assert_int_eq(gx_population_create(&people, &w.people, gx_key_make(5, 0), 1, NULL), GX_OK);
    double x = 0, y = 0, xx = 0, yy = 0, xy = 0, n = people->users, below = 0;
    for (uint32_t user = 0; user < people->users; user++) {
        gx_person p = gx_person_of(people, user);
        double income = log(p.income + 1.0), wealth = log(p.wealth + 1.0);
        x += income, y += wealth, xx += income * income, yy += wealth * wealth, xy += income * wealth;
        below += p.wealth < w.people.wealth_median;
    }
    assert_share(below, n, 0.5, cluster());
    gx_population_free(people);
    return (xy / n - x / n * y / n) / sqrt((xx / n - x / n * x / n) * (yy / n - y / n * y / n));
}

START_TEST(wallets_follow_incomes_as_asked)
{
    ck_assert_double_le(fabs(wealth_correlation(0)), 4.5 / sqrt(50000));
    double half = wealth_correlation(0.5);
    ck_assert(half > 0.4 && half < 0.8);
    ck_assert_double_gt(wealth_correlation(1), 0.9);
}
END_TEST

/* ---- Accounts and customs ---- */

START_TEST(accounts_go_by_age_and_phone)
{
    const gx_accounts *accounts = &made->tables->accounts;
    double phone[GX_AGE_BANDS][GX_TIERS] = {{0}}, users[GX_AGE_BANDS][GX_TIERS] = {{0}}, phones = 0;
    double has[GX_PLATFORM_COUNT][GX_AGE_BANDS][2] = {{{0}}}, of[GX_AGE_BANDS][2] = {{0}};
    double all[GX_PLATFORM_COUNT] = {0};
    uint32_t faults = 0;
    for (uint32_t user = 0; user < USERS; user++) {
        const gx_person *p = &person[user];
        users[p->age_band][p->tier - 1]++;
        phone[p->age_band][p->tier - 1] += p->smartphone;
        phones += p->smartphone;
        of[p->age_band][p->smartphone]++;
        faults += p->smartphone ? p->app_version >= GX_APP_VERSIONS : p->app_version != GX_NO_APP;
        for (uint32_t at = 0; at < GX_PLATFORM_COUNT; at++) {
            has[at][p->age_band][p->smartphone] += p->accounts >> at & 1;
            all[at] += p->accounts >> at & 1;
        }
        uint32_t wallets = 1u << GX_PLATFORM_alipay | 1u << GX_PLATFORM_wechat;
        faults += p->real_name && (p->age < GX_REAL_NAME_AGE || (p->accounts & wallets) == 0);
    }
    ck_assert_uint_eq(faults, 0);
    for (uint32_t band = 0; band < GX_AGE_BANDS; band++) {
        for (uint32_t tier = 0; tier < GX_TIERS; tier++)
            assert_share(phone[band][tier], users[band][tier], accounts->phone_share[band][tier], 1);
        for (uint32_t at = 0; at < GX_PLATFORM_COUNT; at++)
            for (int with = 0; with < 2; with++)
                assert_share(has[at][band][with], of[band][with], accounts->account_share[at][band][with], 1);
    }
    const gx_statistics *data = &made->tables->statistics; /* ages differ a little from the published */
    ck_assert_double_le(fabs(phones / USERS - data->smartphone_all), 0.005);
    for (uint32_t at = 0; at < GX_PLATFORM_COUNT; at++)
        ck_assert_double_le(fabs(all[at] / USERS - data->account[at].all), 0.005);
}
END_TEST

START_TEST(real_names_are_as_many_as_published)
{
    double real = 0, newest[2] = {0}, phones[2] = {0};
    for (uint32_t user = 0; user < USERS; user++) {
        const gx_person *p = &person[user];
        real += p->real_name;
        bool old = p->age_band == GX_AGE_BANDS - 1;
        newest[old] += p->app_version == 0;
        phones[old] += p->smartphone;
    }
    ck_assert_double_le(fabs(real / USERS - 400.0 / 688), 0.02); /* 400 of 688 million in 2015 */
    ck_assert_double_gt(newest[0] / phones[0], newest[1] / phones[1]);
}
END_TEST

START_TEST(customs_are_shared_by_neighbourhoods)
{
    world w = plan(USERS, CITIES);
    double sum = 0, logs = 0, squares = 0, count = 0;
    uint32_t faults = 0;
    for (uint32_t user = 0; user < USERS;) {
        gx_span around = gx_neighbourhood_of(made, user);
        double norm = person[user].norm / 256.0;
        for (; user < around.end; user++)
            faults += person[user].norm != person[around.first].norm;
        sum += norm;
        logs += log(norm);
        squares += log(norm) * log(norm);
        count++;
    }
    double sigma = w.people.norm_sigma;
    ck_assert_uint_eq(faults, 0);
    assert_near(sum / count, 1, sqrt((exp(sigma * sigma) - 1) / count));
    double mean = logs / count;
    assert_near(sqrt(squares / count - mean * mean), sigma, sigma / sqrt(2 * count));
}
END_TEST

START_TEST(activity_is_independent_and_of_mean_one)
{
    double sum[GX_AGE_BANDS] = {0}, count[GX_AGE_BANDS] = {0};
    for (uint32_t user = 0; user < USERS; user++) {
        sum[person[user].age_band] += person[user].activity / 256.0;
        count[person[user].age_band]++;
    }
    for (uint32_t band = 0; band < GX_AGE_BANDS; band++)
        assert_near(sum[band] / count[band], 1, sqrt((exp(0.49) - 1) / count[band]));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("people");
    TCase *parts = tcase_create("parts"), *tests = tcase_create("people");
    tcase_set_timeout(parts, 60);
    tcase_set_timeout(tests, 60);
    tcase_add_test(parts, fitted_tables_have_their_margins);
    tcase_add_test(parts, ladders_never_draw_what_has_no_share);
    tcase_add_test(parts, near_words_are_uniform);
    tcase_add_unchecked_fixture(tests, setup, teardown);
    tcase_add_test(tests, tables_keep_the_published_shares);
    tcase_add_test(tests, ages_have_their_shares);
    tcase_add_test(tests, relations_have_their_shares);
    tcase_add_test(tests, households_look_like_households);
    tcase_add_test(tests, sexes_have_their_share_at_every_age);
    tcase_add_test(tests, schooling_goes_by_age_and_tier);
    tcase_add_test(tests, occupation_goes_by_age_schooling_and_tier);
    tcase_add_test(tests, students_and_white_collar_are_who_they_should_be);
    tcase_add_test(tests, incomes_are_lognormal_round_their_median);
    tcase_add_test(tests, incomes_are_of_the_published_size);
    tcase_add_test(tests, ranks_of_income_are_uniform);
    tcase_add_test(tests, wallets_follow_incomes_as_asked);
    tcase_add_test(tests, accounts_go_by_age_and_phone);
    tcase_add_test(tests, real_names_are_as_many_as_published);
    tcase_add_test(tests, customs_are_shared_by_neighbourhoods);
    tcase_add_test(tests, activity_is_independent_and_of_mean_one);
    suite_add_tcase(suite, parts);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
