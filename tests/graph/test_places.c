/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where people live: nested runs of users, sizes, the plane, and who is from elsewhere. */
#include "people/tables.h"
#include "world.h"

#include <math.h>
#include <stdlib.h>

static gx_population *people(const gx_population_config *config, uint64_t seed)
{
    gx_population *made = NULL;
    gx_error error = {0};
    gx_status status = gx_population_create(&made, config, gx_key_make(seed, 0), 2, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    return made;
}

static gx_population *unstored(int64_t users, int64_t cities, uint64_t seed)
{
    world w = plan(users, cities);
    w.people.stored = false;
    return people(&w.people, seed);
}

static bool same(gx_span a, gx_span b)
{
    return a.first == b.first && a.end == b.end;
}

static bool inside(gx_span a, gx_span b)
{
    return a.first >= b.first && a.end <= b.end;
}

/* Every span lies in the next larger one, begins where the one before ends, and all its users agree on it. */
static void check_nesting(const gx_population *made)
{
    gx_span household = {0, 0}, neighbourhood = {0, 0}, district = {0, 0}, city = {0, 0}, province = {0, 0};
    uint32_t faults = 0, number = 0;
    for (uint32_t user = 0; user < made->users; user++) {
        gx_span h = gx_household_of(made, user), n = gx_neighbourhood_of(made, user);
        gx_span d = gx_district_of(made, user);
        while (user >= made->city_first[number + 1])
            number++;
        gx_span c = gx_city_span(made, number), p = gx_province_span(made, number);
        faults += gx_city_of(made, user) != number;
        faults += user < h.first || user >= h.end || h.end - h.first > GX_HOUSEHOLD_MAX;
        faults += !inside(h, n) || !inside(n, d) || !inside(d, c) || !inside(c, p);
        faults += user == household.end ? h.first != user : !same(h, household);
        faults += user == neighbourhood.end ? n.first != user : !same(n, neighbourhood);
        faults += user == district.end ? d.first != user : !same(d, district);
        faults += user == city.end ? c.first != user : !same(c, city);
        faults += user == province.end ? p.first != user : !same(p, province);
        household = h, neighbourhood = n, district = d, city = c, province = p;
    }
    ck_assert_uint_eq(faults, 0);
    ck_assert_uint_eq(household.end, made->users);
    ck_assert_uint_eq(province.end, made->users);
}

START_TEST(places_nest)
{
    static const int64_t sizes[][2] = {{2, 1},       {101, 9},     {4999, 1},
                                       {30011, 300}, {100000, 30}, {50000, 10000}};
    for (size_t at = 0; at < GX_COUNT_OF(sizes); at++) {
        gx_population *made = unstored(sizes[at][0], sizes[at][1], at);
        check_nesting(made);
        gx_population_free(made);
    }
}
END_TEST

START_TEST(parts_are_nearly_equal)
{
    gx_population *made = unstored(200000, 30, 1);
    for (uint32_t user = 0; user < made->users; user = gx_district_of(made, user).end) {
        gx_span district = gx_district_of(made, user), city = gx_city_span(made, gx_city_of(made, user));
        uint32_t users = district.end - district.first;
        ck_assert(same(district, city) || (users >= 3750 && users <= 7500));
        for (uint32_t at = user; at < district.end; at = gx_neighbourhood_of(made, at).end) {
            gx_span around = gx_neighbourhood_of(made, at);
            ck_assert_uint_eq(around.first, at);
            uint32_t length = around.end - around.first;
            ck_assert(users < 375 || (length >= 170 && length <= 380));
        }
    }
    gx_population_free(made);
}
END_TEST

/* Every province is short of or beyond its share by less than a small city; larger cities come first. */
START_TEST(provinces_get_their_shares)
{
    world w = plan(2000000, 3000);
    w.people.stored = false;
    w.people.city_zipf = 0.8;
    gx_population *made = people(&w.people, 1);
    const gx_places *places = &made->tables->places;
    const gx_statistics *statistics = &made->tables->statistics;
    double total = 0;
    for (uint32_t p = 0; p < statistics->provinces; p++)
        total += statistics->province[p].netizens;
    ck_assert_uint_eq(statistics->provinces, 31);
    for (uint32_t p = 0; p < statistics->provinces; p++) {
        uint32_t first = places->province_first[p], end = places->province_first[p + 1];
        ck_assert_uint_lt(first, end);
        double users = made->city_first[end] - made->city_first[first];
        ck_assert_double_le(fabs(users / made->users - statistics->province[p].netizens / total), 2e-4);
        for (uint32_t city = first; city + 1 < end; city++)
            ck_assert_uint_ge(made->city_first[city + 1] - made->city_first[city],
                              made->city_first[city + 2] - made->city_first[city + 1]);
    }
    gx_population_free(made);
}
END_TEST

/* A larger city is never of a lower tier, and the people of the tiers are as tiers.csv says but for the city
 * that the border falls into. */
START_TEST(tiers_go_by_size)
{
    world w = plan(2000000, 3000);
    w.people.stored = false;
    w.people.city_zipf = 0.8;
    gx_population *made = people(&w.people, 1);
    const gx_people_tables *tables = made->tables;
    uint32_t least[GX_TIERS + 1], most[GX_TIERS + 1] = {0};
    for (uint32_t tier = 0; tier <= GX_TIERS; tier++)
        least[tier] = UINT32_MAX;
    double largest = 0;
    for (uint32_t city = 0; city < made->cities; city++) {
        uint32_t users = made->city_first[city + 1] - made->city_first[city];
        uint32_t tier = gx_person_of(made, made->city_first[city]).tier;
        ck_assert_uint_eq(tier, tables->places.city[city].tier);
        ck_assert(tier >= 1 && tier <= GX_TIERS);
        least[tier] = users < least[tier] ? users : least[tier];
        most[tier] = users > most[tier] ? users : most[tier];
        largest = users > largest ? users : largest;
    }
    for (uint32_t tier = 1; tier < GX_TIERS; tier++)
        ck_assert_uint_ge(least[tier], most[tier + 1]);
    for (uint32_t tier = 0; tier < GX_TIERS; tier++)
        ck_assert_double_le(fabs(tables->places.tier_share[tier] - tables->statistics.tier[tier].people),
                            largest / made->users);
    gx_population_free(made);
}
END_TEST

/* Sizes are dealt by the census: exactly in the pattern, and in the population but for the cut ones. */
START_TEST(households_have_the_census_sizes)
{
    gx_population *made = unstored(1000000, 30, 2);
    const gx_households *pattern = &made->tables->households;
    const double *share = made->tables->statistics.household_size;
    double dealt[GX_HOUSEHOLD_MAX + 1] = {0}, seen[GX_HOUSEHOLD_MAX + 1] = {0}, households = 0;
    for (uint32_t at = 0; at < pattern->period; at++)
        dealt[pattern->slot[at].size] += pattern->slot[at].member == 0;
    for (uint32_t user = 0; user < made->users; user = gx_household_of(made, user).end) {
        gx_span household = gx_household_of(made, user);
        seen[household.end - household.first]++;
        households++;
    }
    for (uint32_t size = 1; size <= GX_HOUSEHOLD_MAX; size++) {
        ck_assert_double_le(fabs(dealt[size] - share[size - 1] * GX_HOUSEHOLD_PATTERN), 1);
        ck_assert_double_le(fabs(seen[size] / households - share[size - 1]), 0.0025);
    }
    ck_assert_double_le(fabs(made->users / households - 2.59), 0.02);
    gx_population_free(made);
}
END_TEST

/* ---- The plane ---- */

static double great_circle(const gx_province *a, const gx_province *b)
{
    const double degree = acos(-1.0) / 180;
    double north = sin((a->latitude - b->latitude) * degree / 2);
    double east = sin((a->longitude - b->longitude) * degree / 2);
    double part = north * north + cos(a->latitude * degree) * cos(b->latitude * degree) * east * east;
    return 2 * 6371 * asin(sqrt(part));
}

START_TEST(distances_between_capitals_are_km)
{
    gx_population *made = unstored(1000000, 2000, 3);
    const gx_places *places = &made->tables->places;
    const gx_statistics *statistics = &made->tables->statistics;
    for (uint32_t p = 0; p < statistics->provinces; p++)
        for (uint32_t q = 0; q < p; q++) {
            double flat = gx_distance_km(gx_city_point(made, places->province_first[p]),
                                         gx_city_point(made, places->province_first[q]));
            double globe = great_circle(&statistics->province[p], &statistics->province[q]);
            ck_assert_double_le(fabs(flat / globe - 1), 0.03);
        }
    ck_assert_double_le(fabs(great_circle(&statistics->province[0], &statistics->province[18]) - 1888), 10);
    gx_population_free(made);
}
END_TEST

/* A Hilbert curve never takes two points further apart than the square root of 6 times the part of the area
 * between them (Bauman, The dilation factor of the Peano-Hilbert curve, Math. Notes 80, 2006). */
START_TEST(neighbours_in_number_are_near_in_place)
{
    gx_population *made = unstored(60000, 3, 4);
    gx_span city = gx_city_span(made, 1);
    double users = city.end - city.first, side = made->tables->places.city[1].side;
    ck_assert_double_le(fabs(side * side * 2778 / users - 1), 1e-6);
    double radius = gx_city_radius(made, 1);
    ck_assert_double_le(fabs(acos(-1.0) * radius * radius * 2778 / users - 1), 1e-6);
    gx_point centre = gx_city_point(made, 1);
    static const uint32_t gaps[] = {1, 10, 250, 5000};
    uint32_t faults = 0;
    for (uint32_t user = city.first; user < city.end; user += 3) {
        gx_point here = gx_point_of(made, user);
        faults += fabs((double)here.x - (double)centre.x) > side / 2 * 1.0001;
        faults += fabs((double)here.y - (double)centre.y) > side / 2 * 1.0001;
        for (size_t at = 0; at < GX_COUNT_OF(gaps); at++)
            if (user + gaps[at] < city.end) {
                double apart = gx_distance_km(here, gx_point_of(made, user + gaps[at]));
                faults += apart > side * sqrt(6.0 * (gaps[at] + GX_HOUSEHOLD_MAX) / users) * 1.001;
            }
    }
    ck_assert_uint_eq(faults, 0);
    gx_population_free(made);
}
END_TEST

/* People are spread evenly over the square: the mean distance of two is 0.5214 of its side. */
START_TEST(cities_are_evenly_settled)
{
    enum { PAIRS = 20000 };
    gx_population *made = unstored(50000, 1, 5);
    double sum = 0, squares = 0, side = made->tables->places.city[0].side;
    for (uint32_t at = 0; at < PAIRS; at++) {
        gx_draw draw = gx_draw_at(gx_key_make(1, 0), 0xf000, at, 0, 0);
        gx_point a = gx_point_of(made, gx_below32(draw.word[0], made->users));
        gx_point b = gx_point_of(made, gx_below32(draw.word[1], made->users));
        double apart = gx_distance_km(a, b) / side;
        sum += apart;
        squares += apart * apart;
    }
    double mean = sum / PAIRS;
    assert_near(mean, 0.5214054, sqrt((squares / PAIRS - mean * mean) / PAIRS));
    gx_population_free(made);
}
END_TEST

/* ---- Who is from elsewhere ---- */

START_TEST(households_share_a_hometown)
{
    gx_population *made = unstored(30000, 100, 6);
    uint32_t faults = 0;
    for (uint32_t user = 0; user < made->users; user++) {
        gx_span household = gx_household_of(made, user);
        faults += gx_hometown_of(made, user) != gx_hometown_of(made, household.first);
        faults += gx_hometown_of(made, user) >= made->cities;
    }
    gx_population_free(made);
    made = unstored(20000, 1, 6); /* nowhere else to be from */
    for (uint32_t user = 0; user < made->users; user++)
        faults += gx_hometown_of(made, user) != 0;
    ck_assert_uint_eq(faults, 0);
    gx_population_free(made);
}
END_TEST

/* As many as asked, from other provinces as often as the tables say, and from which by the tables. */
START_TEST(migrants_are_as_asked)
{
    world w = plan(1000000, 1000);
    w.people.stored = false;
    w.people.city_zipf = 0.7;
    gx_population *made = people(&w.people, 7);
    const gx_places *places = &made->tables->places;
    double households = 0, migrants = 0, far = 0, far_expected = 0, far_variance = 0;
    double from[GX_PROVINCES_MAX] = {0}, expected[GX_PROVINCES_MAX] = {0};
    for (uint32_t user = 0; user < made->users; user = gx_household_of(made, user).end) {
        const gx_city *city = &places->city[gx_city_of(made, user)];
        uint32_t home = gx_hometown_of(made, user);
        households++;
        if (home == gx_city_of(made, user))
            continue;
        migrants++;
        double chance = (double)city->far.threshold / 4294967296.0;
        far_expected += chance;
        far_variance += chance * (1 - chance);
        uint32_t province = places->city[home].province;
        far += province != city->province;
        if (province == city->province)
            continue;
        from[province]++;
        double before = 0;
        for (uint32_t p = 0; p < 31; p++) {
            double until =
                p == 30 ? 1 : places->origin_until[city->province][p] / (double)(1 << GX_LADDER_BITS);
            expected[p] += until - before;
            before = until;
        }
    }
    double share = w.people.migrant_share;
    assert_near(migrants / households, share, sqrt(share * (1 - share) / households));
    assert_near(far, far_expected, sqrt(far_variance));
    for (uint32_t p = 0; p < 31; p++)
        assert_near(from[p], expected[p], sqrt(expected[p] + 1));
    ck_assert_double_gt(from[15], from[18]); /* Henan sends more than Guangdong */
    double ratio = (double)places->city[places->province_first[18]].migrant.threshold /
                   (double)places->city[places->province_first[15]].migrant.threshold;
    ck_assert_double_gt(ratio, 1.2); /* and takes in fewer */
    gx_population_free(made);
}
END_TEST

/* More migrants: nobody who was one stops being one or is from another place. */
START_TEST(more_migrants_move_no_others)
{
    world w = plan(50000, 60);
    w.people.stored = false;
    gx_population *few = people(&w.people, 8);
    w.people.migrant_share = 0.4;
    gx_population *more = people(&w.people, 8);
    uint32_t changed = 0, faults = 0;
    for (uint32_t user = 0; user < few->users; user++) {
        uint32_t city = gx_city_of(few, user), before = gx_hometown_of(few, user);
        faults += before != city && before != gx_hometown_of(more, user);
        changed += before != gx_hometown_of(more, user);
    }
    ck_assert_uint_eq(faults, 0);
    ck_assert_uint_gt(changed, 2000);
    gx_population_free(few);
    gx_population_free(more);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("places");
    TCase *tests = tcase_create("places");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, places_nest);
    tcase_add_test(tests, parts_are_nearly_equal);
    tcase_add_test(tests, provinces_get_their_shares);
    tcase_add_test(tests, tiers_go_by_size);
    tcase_add_test(tests, households_have_the_census_sizes);
    tcase_add_test(tests, distances_between_capitals_are_km);
    tcase_add_test(tests, neighbours_in_number_are_near_in_place);
    tcase_add_test(tests, cities_are_evenly_settled);
    tcase_add_test(tests, households_share_a_hometown);
    tcase_add_test(tests, migrants_are_as_asked);
    tcase_add_test(tests, more_migrants_move_no_others);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
