/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ties are made from: who is in which focus, and by which rule two of a focus are friends. */
#include "ties/foci.h"
#include "ties/kinds.h"
#include "ties/platforms.h"
#include "ties/pools.h"
#include "world.h"

#include <gx/base/exact.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct makings {
    world w;
    gx_ground ground;
    gx_rule *rule;
    gx_foci set[2]; /* apart, chat */
} makings;

/* The same as a network is made from, without the network. */
static void make(makings *of, uint64_t seed)
{
    gx_error error = {0};
    gx_key key = gx_key_make(seed, 0);
    if (of->w.population == NULL)
        ck_assert_int_eq(gx_population_create(&of->w.population, &of->w.people, key, 2, &error), GX_OK);
    ck_assert_int_eq(gx_rule_create(&of->rule, &of->w.ties, key, &error), GX_OK);
    ck_assert_int_eq(gx_ground_make(&of->ground, of->w.population, &of->w.ties, key, 2, &error), GX_OK);
    for (int chat = 0; chat < 2; chat++)
        ck_assert_int_eq(gx_foci_make(&of->set[chat], chat == 1, &of->ground, &of->w.ties, key, 2, &error),
                         GX_OK);
}

static void unmake(makings *of)
{
    gx_foci_free(&of->set[0]);
    gx_foci_free(&of->set[1]);
    gx_ground_free(&of->ground);
    gx_rule_free(of->rule);
    raze(&of->w);
}

static gx_focus focus_of(const gx_foci *foci, uint32_t row)
{
    return (gx_focus){(gx_focus_kind)foci->kinds[row], gx_row_length(&foci->members, row), foci->names[row]};
}

/* ---- Who is in which focus ---- */

/* Everybody is in one circle, each student in one class, each worker in one workplace, nobody else; but for a
 * few left over. No two foci of one user and kind have one name. */
START_TEST(everybody_has_a_place)
{
    makings of = {.w = plan(30000, 12)};
    make(&of, 1);
    uint32_t students = 0, workers = 0, missing[GX_FOCUS_KINDS] = {0}, faults = 0;
    for (uint32_t user = 0; user < 30000; user++) {
        uint32_t occupation = gx_traits_occupation(of.ground.traits[user]), found[GX_FOCUS_KINDS] = {0};
        bool student = occupation == GX_OCCUPATION_student;
        bool worker = !student && occupation != GX_OCCUPATION_home;
        for (int set = 0; set < 2; set++) {
            const uint32_t *row = gx_row(&of.set[set].of_user, user);
            for (uint32_t at = 0; at < gx_row_length(&of.set[set].of_user, user); at++) {
                found[of.set[set].kinds[row[at]]]++;
                for (uint32_t before = 0; before < at; before++)
                    faults += of.set[set].kinds[row[at]] == of.set[set].kinds[row[before]] &&
                              of.set[set].names[row[at]] == of.set[set].names[row[before]];
            }
        }
        students += student;
        workers += worker;
        missing[GX_FOCUS_CLASS] += student && found[GX_FOCUS_CLASS] == 0;
        missing[GX_FOCUS_WORK] += worker && found[GX_FOCUS_WORK] == 0;
        missing[GX_FOCUS_CLOSE] += found[GX_FOCUS_CLOSE] == 0;
        faults += found[GX_FOCUS_CLASS] > student || found[GX_FOCUS_WORK] > worker;
        faults += found[GX_FOCUS_CLOSE] > 1 || found[GX_FOCUS_KIN] > 1;
    }
    ck_assert_uint_eq(faults, 0);
    ck_assert_uint_gt(students, 1500);
    ck_assert_uint_gt(workers, 10000);
    ck_assert_uint_le(missing[GX_FOCUS_CLASS], students / 200);
    ck_assert_uint_le(missing[GX_FOCUS_WORK], workers / 200);
    ck_assert_uint_eq(missing[GX_FOCUS_CLOSE], 0);
    unmake(&of);
}
END_TEST

START_TEST(circles_have_eight_to_twenty)
{
    makings of = {.w = plan(20000, 10)};
    make(&of, 1);
    uint32_t sizes = 0;
    for (uint32_t row = 0; row < of.set[0].members.rows; row++)
        if (of.set[0].kinds[row] == GX_FOCUS_CLOSE) {
            uint32_t size = gx_row_length(&of.set[0].members, row);
            const uint32_t *members = gx_row(&of.set[0].members, row);
            ck_assert_uint_ge(size, GX_CIRCLE_MIN);
            ck_assert_uint_le(size, GX_CIRCLE_MAX);
            ck_assert_uint_eq(gx_district_of(of.w.population, members[0]).first,
                              gx_district_of(of.w.population, members[size - 1]).first);
            sizes |= UINT32_C(1) << size;
        }
    ck_assert_uint_eq(sizes, 0x1fff00); /* all of 8 … 20 occur */
    unmake(&of);
}
END_TEST

/* Clans are whole households of one hometown, those who left among them, with as many relatives as asked. */
START_TEST(clans_follow_hometowns)
{
    enum { USERS = 60000 };
    makings of = {.w = plan(USERS, 12)};
    make(&of, 2);
    uint64_t relatives = 0, squares = 0, faults = 0, far = 0;
    for (int set = 0; set < 2; set++)
        for (uint32_t row = 0; row < of.set[set].members.rows; row++) {
            if (of.set[set].kinds[row] != GX_FOCUS_KIN)
                continue;
            uint32_t size = gx_row_length(&of.set[set].members, row);
            const uint32_t *member = gx_row(&of.set[set].members, row);
            faults += (size >= GX_FOCUS_MIN) != (set == 1);
            for (uint32_t at = 0; at < size; at++) {
                gx_span home = gx_household_of(of.w.population, member[at]);
                uint32_t outside = size - (home.end - home.first);
                relatives += outside;
                squares += (uint64_t)outside * outside;
                faults +=
                    gx_hometown_of(of.w.population, member[at]) != gx_hometown_of(of.w.population, member[0]);
                faults += member[home.first == member[at] && at + (home.end - home.first) <= size
                                     ? at + (home.end - home.first) - 1
                                     : at] >= home.end;
                far += gx_city_of(of.w.population, member[at]) != gx_city_of(of.w.population, member[0]);
            }
        }
    ck_assert_uint_eq(faults, 0);
    ck_assert_uint_gt(far, USERS / 50);
    double mean = (double)relatives / USERS,
           clan = mean + 3; /* members of a clan share one draw of its size */
    double variance = (double)squares / USERS - mean * mean;
    assert_near(mean, of.w.ties.kin_mean, sqrt(variance * clan / USERS));
    unmake(&of);
}
END_TEST

/* The share of places that stay in the district and in the city; and their number. */
START_TEST(places_are_as_asked)
{
    enum { USERS = 60000 };
    makings of = {.w = plan(USERS, 2)};
    of.w.people.city_zipf = 0;
    of.w.people.activity_sigma = 0;
    of.w.ties.group_local = 0.7;
    of.w.ties.group_city = 0.2;
    make(&of, 4);
    double scope[GX_SCOPES] = {0}, wanted[GX_SCOPES] = {0}, all = 0;
    for (uint32_t row = 0; row < of.set[1].members.rows; row++)
        if (of.set[1].kinds[row] == GX_FOCUS_COMMUNITY) {
            uint32_t size = gx_row_length(&of.set[1].members, row);
            scope[of.set[1].names[row] >> 29] += size;
            all += size;
        }
    double places = USERS * of.w.ties.groups_extra;
    /* Void are the places of a user who holds one in the group already. */
    ck_assert_double_le(all, places + 4.5 * sqrt(places));
    ck_assert_double_ge(all, 0.97 * places);
    static const double shares[GX_SCOPES_OF_PLACE] = {0.7, 0.2, 0.05, 0.05};
    for (uint32_t district = 0; district < of.ground.districts; district++)
        for (int share = 0; share < GX_SCOPES_OF_PLACE; share++)
            wanted[of.ground.scope[district][share]] +=
                shares[share] * (of.ground.first[district + 1] - of.ground.first[district]) / USERS;
    for (int at = 0; at < GX_SCOPES_OF_PLACE; at++)
        assert_near(scope[at] / all, wanted[at], sqrt(wanted[at] * (1 - wanted[at]) / places) + 0.01 / 4.5);
    ck_assert_double_gt(scope[GX_SCOPE_CITY], 0);
    ck_assert_double_gt(scope[GX_SCOPE_NATION], 0);
    unmake(&of);
}
END_TEST

/* ---- The rule ---- */

static double chance_of(const gx_network_config *config, gx_focus focus, bool same)
{
    double chance = 1;
    if (focus.kind == GX_FOCUS_KIN)
        chance = config->kin_probability;
    else if (focus.kind == GX_FOCUS_CLOSE)
        chance = config->close_probability;
    else if (focus.kind != GX_FOCUS_HOUSEHOLD) {
        double friends = config->friend_pull * gx_pow(focus.size / 28.0, config->friend_pull_growth);
        chance = fmin(0.9, friends / (focus.size - 1));
    }
    double tilt = focus.kind == GX_FOCUS_KIN ? 0 : fmin(config->homophily_sex, (1 - chance) / chance);
    return chance * (same ? 1 + tilt : 1 - tilt);
}

/* Of the pairs of a focus a binomial number are tied, by kind, size and sex; from either end alike, asked one
 * by one or all at once, with a strength. */
START_TEST(pairs_are_tied_by_the_rule)
{
    makings of = {.w = plan(20000, 8)};
    make(&of, 3);
    double seen[GX_FOCUS_KINDS][2][3] = {0}, expected[GX_FOCUS_KINDS][2][3] = {0},
           variance[GX_FOCUS_KINDS][2][3];
    memset(variance, 0, sizeof variance);
    uint64_t faults = 0;
    for (int set = 0; set < 2; set++)
        for (uint32_t row = 0; row < of.set[set].members.rows; row++) {
            gx_focus focus = focus_of(&of.set[set], row);
            const uint32_t *member = gx_row(&of.set[set].members, row);
            int bin = focus.size < 16 ? 0 : focus.size < 45 ? 1 : 2;
            for (uint32_t at = 0; at < focus.size; at++) {
                uint8_t differs[600];
                gx_candidate tie[600];
                uint32_t sex = gx_traits_sex(of.ground.traits[member[at]]);
                for (uint32_t other = 0; other < focus.size; other++)
                    differs[other] = sex != gx_traits_sex(of.ground.traits[member[other]]);
                uint32_t ties = gx_rule_ask(tie, of.rule, focus, member[at], member, differs, focus.size),
                         next = 0;
                for (uint32_t other = 0; other < focus.size; other++) {
                    uint32_t low = at < other ? at : other, high = at < other ? other : at;
                    if (at == other)
                        continue;
                    uint32_t strength =
                        gx_rule_ask_pair(of.rule, focus, member[low], member[high], !differs[other]);
                    gx_candidate wanted =
                        gx_candidate_of(member[other], gx_focus_layer(focus.kind), strength);
                    if (strength > 0)
                        faults += next >= ties || tie[next++] != wanted;
                    if (at < other) {
                        double chance = chance_of(&of.w.ties, focus, !differs[other]);
                        seen[focus.kind][differs[other]][bin] += strength > 0;
                        expected[focus.kind][differs[other]][bin] += chance;
                        variance[focus.kind][differs[other]][bin] += chance * (1 - chance);
                    }
                }
                faults += next != ties;
            }
        }
    ck_assert_uint_eq(faults, 0);
    int checked = 0;
    for (int kind = GX_FOCUS_KIN; kind < GX_FOCUS_KINDS; kind++)
        for (int differs = 0; differs < 2; differs++)
            for (int bin = 0; bin < 3; bin++)
                if (expected[kind][differs][bin] > 500) {
                    assert_near(seen[kind][differs][bin], expected[kind][differs][bin],
                                sqrt(variance[kind][differs][bin]) + 1e-6);
                    checked++;
                }
    ck_assert_int_ge(checked, 20);
    unmake(&of);
}
END_TEST

/* The network's rows are the union of what the foci make, with all layers, and nothing else but weak ties. */
START_TEST(rows_are_the_union_of_foci)
{
    makings of = {.w = plan(9000, 5)};
    of.w.ties.weak_mean = 0;
    build(&of.w, 5, 2);
    make(&of, 5);
    uint32_t *layers = calloc(9000, sizeof *layers), *strength = calloc(9000, sizeof *strength);
    uint64_t faults = 0, ties = 0;
    for (uint32_t user = 0; user < 9000; user += 17) {
        memset(layers, 0, 9000 * sizeof *layers);
        memset(strength, 0, 9000 * sizeof *strength);
        gx_span home = gx_household_of(of.w.population, user);
        for (int set = 0; set < 3; set++) {
            uint32_t count = set < 2 ? gx_row_length(&of.set[set].of_user, user) : 1;
            for (uint32_t at = 0; at < count; at++) {
                gx_focus focus = {GX_FOCUS_HOUSEHOLD, home.end - home.first, 0};
                if (set < 2)
                    focus = focus_of(&of.set[set], gx_row(&of.set[set].of_user, user)[at]);
                for (uint32_t turn = 0; turn < focus.size; turn++) {
                    uint32_t other =
                        set == 2 ? home.first + turn
                                 : gx_row(&of.set[set].members, gx_row(&of.set[set].of_user, user)[at])[turn];
                    bool family = other >= home.first && other < home.end;
                    if (other == user || (focus.kind == GX_FOCUS_KIN && family))
                        continue;
                    bool same = gx_sex_of(of.w.population, user) == gx_sex_of(of.w.population, other);
                    uint32_t made = gx_rule_ask_pair(of.rule, focus, other < user ? other : user,
                                                     other < user ? user : other, same);
                    layers[other] |= made > 0 ? gx_focus_layer(focus.kind) : 0;
                    strength[other] += made;
                }
            }
        }
        for (uint32_t other = 0; other < 9000; other++) {
            uint32_t place = 0;
            bool has = gx_row_has(&of.w.network->friends, user, other, &place);
            uint64_t entry = of.w.network->friends.offset[user] + place;
            uint32_t active = layers[other] & ~(uint32_t)GX_LAYER_DORMANT;
            faults += has != (layers[other] != 0);
            faults += has && of.w.network->friends.layers[entry] != (active != 0 ? active : layers[other]);
            faults += has && of.w.network->friends.strength[entry] !=
                                 (strength[other] < 255 ? strength[other] : 255);
            ties += has;
        }
    }
    ck_assert_uint_eq(faults, 0);
    ck_assert_uint_gt(ties, 15000);
    free(layers);
    free(strength);
    unmake(&of);
}
END_TEST

/* ---- Like meets like ---- */

typedef uint32_t trait_of(gx_traits traits);

static uint32_t age_step(gx_traits traits)
{
    return gx_traits_age(traits) / 12;
}

/* Share of the pairs of the foci of a kind who share a trait, above chance: 0 … 1; and in *error its standard
 * error, the foci being the units. Chance is that of the pairs of one district; foci of one district only. */
static double excess(const makings *of, gx_focus_kind kind, trait_of *trait, double *error)
{
    const gx_foci *foci = &of->set[kind == GX_FOCUS_COMMUNITY || kind == GX_FOCUS_WORK];
    double sum = 0, squares = 0, count = 0, possible = 0;
    for (uint32_t row = 0; row < foci->members.rows; row++) {
        if (foci->kinds[row] != kind || foci->names[row] >> 29 != GX_SCOPE_DISTRICT)
            continue;
        uint32_t size = gx_row_length(&foci->members, row), here[16] = {0}, there[16] = {0};
        const uint32_t *member = gx_row(&foci->members, row);
        gx_span district = gx_district_of(of->w.population, member[0]);
        double pairs = size * (size - 1.0) / 2, people = district.end - district.first, same = 0, chance = 0;
        for (uint32_t at = 0; at < size; at++)
            here[trait(of->ground.traits[member[at]])]++;
        for (uint32_t user = district.first; user < district.end; user++)
            there[trait(of->ground.traits[user])]++;
        for (int value = 0; value < 16; value++) {
            same += here[value] * (here[value] - 1.0) / 2 / pairs;
            chance += there[value] * (there[value] - 1.0) / (people * (people - 1));
        }
        sum += same - chance;
        squares += (same - chance) * (same - chance);
        possible += 1 - chance;
        count++;
    }
    *error = sqrt((squares / count - sum / count * (sum / count)) / count) * count / possible;
    return sum / possible;
}

/* Nothing at 0, and rising with the parameter; the one trait does not move the other much. */
START_TEST(homophily_is_as_strong_as_asked)
{
    double last_age = 0, last_schooling = 0;
    for (int step = 0; step <= 4; step++) {
        makings of = {.w = plan(20000, 4)};
        of.w.people.city_zipf = 0;
        of.w.ties.homophily_age = step == 4 ? 0 : step / 3.0;
        of.w.ties.homophily_schooling = step == 0 ? 0 : step == 4 ? 1 : 0.3;
        make(&of, 6);
        double error_age, error_schooling;
        double age = excess(&of, GX_FOCUS_CLOSE, age_step, &error_age);
        double schooling = excess(&of, GX_FOCUS_CLOSE, gx_traits_schooling, &error_schooling);
        if (step == 0) {
            assert_near(age, 0, error_age);
            assert_near(schooling, 0, error_schooling);
        } else if (step < 4) {
            ck_assert_double_gt(age, last_age + 4.5 * error_age);
        } else {
            ck_assert_double_gt(schooling, last_schooling + 4.5 * error_schooling);
        }
        last_age = age;
        last_schooling = schooling;
        unmake(&of);
    }
}
END_TEST

/* ---- Platforms ---- */

/* On a platform are ties of two who have the account, as often as the chance of their layers says; strength
 * and layers stay. The network of all ties tells the same of every platform, tie by tie. */
START_TEST(platforms_keep_their_share)
{
    world all = plan(12000, 4);
    build(&all, 7, 2);
    for (int platform = 0; platform < GX_PLATFORM_COUNT; platform++) {
        gx_network *kept = NULL;
        gx_error error = {0};
        all.ties.platform = 1 + platform;
        ck_assert_int_eq(gx_network_create(&kept, all.population, &all.ties, gx_key_make(7, 0), 2, &error),
                         GX_OK);
        const gx_rows *whole = &all.network->friends;
        double seen = 0, expected = 0, variance = 0;
        uint64_t faults = 0;
        for (uint32_t user = 0; user < 12000; user++) {
            uint8_t accounts = gx_person_of(all.population, user).accounts;
            for (uint64_t at = whole->offset[user]; at < whole->offset[user + 1]; at++) {
                uint32_t place = 0;
                bool has = gx_row_has(&kept->friends, user, whole->column[at], &place);
                uint64_t entry = kept->friends.offset[user] + place;
                faults += has && (kept->friends.layers[entry] != whole->layers[at] ||
                                  kept->friends.strength[entry] != whole->strength[at]);
                if (user > whole->column[at])
                    continue;
                accounts &= (uint8_t)(1 << platform);
                bool both = (accounts & gx_person_of(all.population, whole->column[at]).accounts) != 0;
                double chance = both ? (double)gx_platform_chance(1 + platform, whole->layers[at]).threshold /
                                           4294967296.0
                                     : 0;
                faults += has && !both;
                faults += has != gx_tie_on_platform(all.population, gx_key_make(7, 0), (gx_platform)platform,
                                                    whole->column[at], user, whole->layers[at]);
                seen += has;
                expected += chance;
                variance += chance * (1 - chance);
            }
        }
        ck_assert_uint_eq(faults, 0);
        ck_assert_double_eq(2 * seen, (double)kept->friends.offset[12000]);
        assert_near(seen, expected, sqrt(variance) + 1e-6);
        gx_network_free(kept);
    }
    raze(&all);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("foci");
    TCase *tests = tcase_create("foci");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, everybody_has_a_place);
    tcase_add_test(tests, circles_have_eight_to_twenty);
    tcase_add_test(tests, clans_follow_hometowns);
    tcase_add_test(tests, places_are_as_asked);
    tcase_add_test(tests, pairs_are_tied_by_the_rule);
    tcase_add_test(tests, rows_are_the_union_of_foci);
    tcase_add_test(tests, homophily_is_as_strong_as_asked);
    tcase_add_test(tests, platforms_keep_their_share);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
