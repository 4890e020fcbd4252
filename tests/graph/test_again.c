/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generator once more, slowly and by another hand: who meets whom is worked out from the recipe (the
 * heads of ties/rule.h, pools.c, clans.c, kinds.c), every pair of every focus is asked, and friends,
 * strengths, layers and chat groups must be those of the network to the last bit. Only people, distributions
 * of base/ and the weak ties (test_weak.c) are taken as given. */
#include "world.h"

#include "purposes.h"
#include "ties/weak.h"
#include <gx/base/draw.h>
#include <gx/base/exact.h>
#include <gx/base/sample.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HOUSEHOLD, KIN, CLOSE, CLASS, WORK, COMMUNITY, PAST, KINDS };
enum { DISTRICT, CITY, PROVINCE, NATION, HOME, SCOPES };

static const unsigned layer_of[KINDS] = {GX_LAYER_HOUSEHOLD, GX_LAYER_KIN,   GX_LAYER_CLOSE,  GX_LAYER_CLASS,
                                         GX_LAYER_CLASS,     GX_LAYER_GROUP, GX_LAYER_DORMANT};

typedef struct meeting { /* a focus */
    int kind;
    uint32_t name, count, *member; /* ascending */
} meeting;

typedef struct tie {
    uint32_t low, high, strength, layers;
} tie;

typedef struct again {
    world w;
    gx_key key;
    gx_person *person;
    uint32_t *district, *home;              /* by user: number of the district; that the household is from */
    uint32_t districts, households, *first; /* of districts */
    meeting *meeting;
    uint32_t meetings;
    tie *tie;
    size_t ties, room;
} again;

static uint32_t *word(gx_draw *draw, gx_key key, uint32_t purpose, uint32_t who, uint32_t about,
                      uint32_t occasion)
{
    *draw = gx_draw_at(key, purpose, who, about, occasion);
    return draw->word;
}

/* ---- People and places ---- */

static void settle(again *a, uint64_t seed)
{
    gx_draw draw;
    a->key = gx_key_make(seed, 0);
    build(&a->w, seed, 2);
    const gx_population *people = a->w.population;
    a->person = calloc(people->users, sizeof *a->person);
    a->district = calloc(people->users, sizeof *a->district);
    a->home = calloc(people->users, sizeof *a->home);
    a->first = calloc((size_t)people->users + 1, sizeof *a->first);
    for (uint32_t user = 0; user < people->users; user++) {
        a->person[user] = gx_person_of(people, user);
        gx_span district = gx_district_of(people, user);
        if (district.first == user) {
            a->first[a->districts++] = user;
            a->first[a->districts] = district.end;
        }
        a->district[user] = a->districts - 1;
        a->households += a->person[user].member == 0;
    }
    for (uint32_t user = 0; user < people->users; user++) {
        const gx_person *person = &a->person[user];
        a->home[user] = a->district[user];
        if (person->hometown != person->city && !a->w.ties.cities_apart) {
            gx_span town = gx_city_span(people, person->hometown);
            uint32_t where = word(&draw, a->key, GX_DRAW_HOME, person->household, 0, 0)[0];
            a->home[user] = a->district[town.first + gx_below32(where, town.end - town.first)];
        }
    }
}

/* The people of a scope around a district; HOME is not one. */
static gx_span reach(const again *a, uint32_t district, int scope)
{
    const gx_population *people = a->w.population;
    uint32_t city = gx_city_of(people, a->first[district]);
    if (scope == DISTRICT)
        return (gx_span){a->first[district], a->first[district + 1]};
    if (scope == CITY || a->w.ties.cities_apart)
        return gx_city_span(people, city);
    return scope == PROVINCE ? gx_province_span(people, city) : (gx_span){0, people->users};
}

/* The narrowest scope with the same people. */
static int narrow(const again *a, uint32_t district, int scope)
{
    gx_span here = reach(a, district, scope);
    while (scope > DISTRICT) {
        gx_span below = reach(a, district, scope - 1);
        if (below.end - below.first != here.end - here.first)
            break;
        scope--;
    }
    return scope;
}

static meeting *new_meeting(again *a, int kind, uint32_t name, uint32_t room)
{
    a->meeting = realloc(a->meeting, (a->meetings + 1) * sizeof *a->meeting);
    meeting *made = &a->meeting[a->meetings++];
    *made = (meeting){.kind = kind, .name = name, .member = calloc((size_t)room + 1, sizeof *made->member)};
    return made;
}

/* ---- Clans ---- */

typedef struct ranked {
    uint64_t rank;
    uint32_t at;
} ranked;

static int by_rank(const void *a, const void *b)
{
    const ranked *one = a, *other = b;
    if (one->rank != other->rank)
        return one->rank < other->rank ? -1 : 1;
    return one->at < other->at ? -1 : one->at > other->at;
}

static int by_number(const void *a, const void *b)
{
    uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
    return one < other ? -1 : one > other;
}

static void form_clans(again *a, uint32_t district)
{
    const gx_population *people = a->w.population;
    gx_draw draw;
    ranked *household = calloc(people->users, sizeof *household);
    uint32_t count = 0, number = 0;
    for (uint32_t user = 0; user < people->users; user++)
        if (a->person[user].member == 0 && a->home[user] == district)
            household[count++] =
                (ranked){word(&draw, a->key, GX_DRAW_FOCUS_PLACE + KIN, user, 0, 0)[0], user};
    qsort(household, count, sizeof *household, by_rank);
    double r = a->w.ties.kin_mean / ((double)people->users / a->households);
    double more = (r - 2 + sqrt((2 - r) * (2 - r) + 4 * r)) / 2;
    for (uint32_t taken = 0, size; taken < count; taken += size, number++) {
        size = 1 + gx_poisson(more, word(&draw, a->key, GX_DRAW_FOCUS_SIZE + KIN, district, number, HOME)[0]);
        size = size < count - taken ? size : count - taken;
        if (size == 1)
            continue;
        meeting *clan = new_meeting(a, KIN, (uint32_t)HOME << 29 | number, 8 * size);
        for (uint32_t at = taken; at < taken + size; at++)
            for (uint32_t member = 0; member < a->person[household[at].at].household_size; member++)
                clan->member[clan->count++] = household[at].at + member;
        qsort(clan->member, clan->count, sizeof *clan->member, by_number);
    }
    free(household);
}

/* ---- Places ---- */

typedef struct seat {
    uint32_t user, hash, coins, lender;
} seat;

static uint32_t places_of(const again *a, int kind, uint32_t user)
{
    const gx_network_config *config = &a->w.ties;
    const gx_person *person = &a->person[user];
    bool student = person->occupation == GX_OCCUPATION_student;
    if (kind == CLASS)
        return student;
    if (kind == WORK)
        return !student && person->occupation != GX_OCCUPATION_home;
    if (kind == CLOSE)
        return 1;
    gx_draw draw;
    double mean = kind == PAST ? config->past_groups : config->groups_extra;
    mean *= person->activity / 256.0;
    return gx_poisson(mean, word(&draw, a->key, GX_DRAW_FOCUS_PLACES + (uint32_t)kind, user, 0, 0)[0]);
}

static int scope_of(const again *a, int kind, uint32_t user, uint32_t drawn)
{
    const gx_network_config *config = &a->w.ties;
    double rest = 1 - config->group_local - config->group_city;
    int scope = DISTRICT;
    if (kind == PAST)
        return HOME;
    if (kind == WORK)
        scope = gx_happens(gx_chance_of(config->group_local), drawn) ? DISTRICT : CITY;
    if (kind == COMMUNITY) {
        double share[] = {config->group_local, config->group_local + config->group_city, 1 - rest / 2};
        while (scope < NATION && !gx_happens(gx_chance_of(share[scope]), drawn))
            scope++;
    }
    return narrow(a, a->district[user], scope);
}

/* Upon what the places of a kind are sorted. */
static uint32_t code_of(const again *a, int kind, uint32_t user, uint32_t lender, uint32_t coins)
{
    const gx_network_config *config = &a->w.ties;
    bool sorted = kind != CLASS;
    bool own_age = !sorted || (coins & 0xffff) < (uint32_t)(config->homophily_age * 65536);
    bool own_schooling = !sorted || coins >> 16 < (uint32_t)(config->homophily_schooling * 65536);
    uint32_t age = a->person[own_age ? user : lender].age;
    uint32_t schooling = a->person[own_schooling ? user : lender].schooling;
    switch (kind) {
    case CLOSE:
    case PAST:
        return 4 * age + schooling;
    case WORK:
        return 4 * a->person[user].occupation + schooling;
    case COMMUNITY:
        return 4 * (age / 12) + schooling;
    default:
        return age;
    }
}

static void sizes_of(gx_quantiles *sizes, const again *a, int kind)
{
    const gx_network_config *config = &a->w.ties;
    double median = kind == CLASS  ? config->class_size_median
                    : kind == WORK ? config->work_size_median
                    : kind == PAST ? config->past_size_median
                                   : config->group_size_median;
    double sigma = kind == WORK        ? config->work_size_sigma
                   : kind == COMMUNITY ? config->group_size_sigma
                                       : config->class_size_sigma;
    gx_quantiles_lognormal(sizes, median, sigma, 3, config->group_size_max);
}

static uint32_t circle_of(uint32_t left, uint32_t drawn)
{
    uint32_t size = 8 + gx_below32(drawn, 13);
    return left <= 20 ? left : left - size < 8 ? left - 8 : size;
}

/* Cut the places in order, and seat each user once in a focus. */
static void cut(again *a, int kind, int scope, uint32_t district, uint32_t people, const seat *places,
                const ranked *order, uint32_t count)
{
    gx_draw draw;
    gx_quantiles sizes;
    sizes_of(&sizes, a, kind);
    uint32_t limit = (uint32_t)a->w.ties.group_size_max, cap = people / 4, number = 0;
    cap = cap > limit ? limit : cap < 3 ? 3 : cap;
    for (uint32_t taken = 0, size; count - taken >= 3; taken += size, number++) {
        uint32_t drawn =
            word(&draw, a->key, GX_DRAW_FOCUS_SIZE + (uint32_t)kind, district, number, (uint32_t)scope)[0];
        uint32_t wanted = (uint32_t)gx_quantile(&sizes, drawn), left = count - taken;
        size = kind == CLOSE ? circle_of(left, drawn) : wanted < cap ? wanted : cap;
        size = size < left ? size : left;
        if (left - size < 3 && left <= limit)
            size = left;
        meeting *made = new_meeting(a, kind, (uint32_t)scope << 29 | number, size);
        for (uint32_t at = taken; at < taken + size; at++)
            made->member[made->count++] = places[order[at].at].user;
        qsort(made->member, made->count, sizeof *made->member, by_number);
        uint32_t once = 0;
        for (uint32_t at = 0; at < made->count; at++)
            if (once == 0 || made->member[once - 1] != made->member[at])
                made->member[once++] = made->member[at];
        made->count = once;
        if (once < 3) { /* nobody meets */
            free(made->member);
            a->meetings--;
        }
    }
}

/* One pool: all places that fall into this scope of this district. */
static void fill_pool(again *a, int kind, int scope, uint32_t district)
{
    const gx_population *people = a->w.population;
    gx_span span = scope == HOME ? (gx_span){0, people->users} : reach(a, district, scope);
    uint32_t count = 0, room = 0, folk = span.end - span.first, homes = 0;
    seat *places = NULL;
    gx_draw draw;
    for (uint32_t user = span.first; user < span.end; user++) {
        if (scope == HOME && a->home[user] != district)
            continue;
        homes += a->person[user].member == 0;
        for (uint32_t number = 0; number < places_of(a, kind, user); number++) {
            const uint32_t *drawn =
                word(&draw, a->key, GX_DRAW_FOCUS_PLACE + (uint32_t)kind, user, number, 0);
            if (scope_of(a, kind, user, drawn[0]) != scope)
                continue;
            if (count == room)
                places = realloc(places, (room = 2 * room + 64) * sizeof *places);
            places[count++] = (seat){user, drawn[1], drawn[2], drawn[3]};
        }
    }
    if (scope == HOME)
        folk = (uint32_t)(homes * ((double)people->users / a->households));
    ranked *order = calloc((size_t)count + 1, sizeof *order);
    for (uint32_t at = 0; at < count; at++) {
        uint32_t lender = places[gx_below32(places[at].lender, count)].user;
        uint64_t code = code_of(a, kind, places[at].user, lender, places[at].coins);
        order[at] = (ranked){code << 20 | places[at].hash >> 12, at};
    }
    qsort(order, count, sizeof *order, by_rank);
    cut(a, kind, scope, district, folk, places, order, count);
    free(order);
    free(places);
}

static void meet(again *a)
{
    const gx_population *people = a->w.population;
    for (uint32_t user = 0; user < people->users; user++)
        if (a->person[user].member == 0) {
            meeting *made = new_meeting(a, HOUSEHOLD, 0, a->person[user].household_size);
            for (uint32_t member = 0; member < a->person[user].household_size; member++)
                made->member[made->count++] = user + member;
        }
    for (uint32_t district = 0; district < a->districts; district++) {
        form_clans(a, district);
        fill_pool(a, PAST, HOME, district);
        for (int scope = DISTRICT; scope <= NATION; scope++)
            if (narrow(a, district, scope) == scope && reach(a, district, scope).first == a->first[district])
                for (int kind = CLOSE; kind <= COMMUNITY; kind++)
                    fill_pool(a, kind, scope, district);
    }
}

/* ---- Asking every pair ---- */

static uint32_t strength_of(double base, uint32_t drawn)
{
    double noise = floor(256 * exp(0.5 * gx_normal_quantile(((drawn >> 22) + 0.5) / 1024)) + 0.5);
    double strength = floor(floor(256 * base) * noise / 65536);
    return strength < 1 ? 1 : strength > 255 ? 255 : (uint32_t)strength;
}

static void note(again *a, uint32_t low, uint32_t high, uint32_t strength, uint32_t layers)
{
    if (a->ties == a->room)
        a->tie = realloc(a->tie, (a->room = 2 * a->room + 1024) * sizeof *a->tie);
    a->tie[a->ties++] = (tie){low, high, strength, layers};
}

static void ask_pair(again *a, const meeting *at, uint32_t low, uint32_t high)
{
    const gx_network_config *config = &a->w.ties;
    double size = at->count,
           crowd = config->friend_pull * pow(size / 28, config->friend_pull_growth) / (size - 1);
    double chance = at->kind == HOUSEHOLD ? 1
                    : at->kind == KIN     ? config->kin_probability
                    : at->kind == CLOSE   ? config->close_probability
                                          : fmin(0.9, crowd);
    double many = at->kind == PAST ? 8 : at->kind == COMMUNITY ? 16 : 64;
    double base = at->kind == HOUSEHOLD ? 96
                  : at->kind == KIN     ? 32
                  : at->kind == CLOSE   ? 64
                                        : fmin(96, many * sqrt(sqrt(28 / size)));
    if (at->kind == KIN && a->person[low].household == a->person[high].household)
        return;
    if (at->kind > KIN) {
        double tilt = fmin(config->homophily_sex, (1 - chance) / chance);
        chance *= a->person[low].sex == a->person[high].sex ? 1 + tilt : 1 - tilt;
    }
    gx_draw draw;
    const uint32_t *drawn = word(&draw, a->key, GX_DRAW_FOCUS_TIE + (uint32_t)at->kind, low, high, at->name);
    if (drawn[0] >> 1 < (uint32_t)(fmin(chance, 1) * 2147483648.0 + 0.5))
        note(a, low, high, strength_of(base, drawn[1]), layer_of[at->kind]);
}

static int by_pair(const void *a, const void *b)
{
    const tie *one = a, *other = b;
    if (one->low != other->low)
        return one->low < other->low ? -1 : 1;
    return one->high < other->high ? -1 : one->high > other->high;
}

static bool on_platform(const again *a, const tie *made)
{
    static const double chances[GX_PLATFORM_COUNT][GX_LAYERS] = {
        {0.70, 0.35, 0.40, 0.15, 0.10, 0.05, 0.50, 0.03},
        {0.99, 0.97, 0.97, 0.93, 0.95, 0.80, 0.95, 0.75},
        {0.50, 0.35, 0.75, 0.80, 0.60, 0.40, 0.30, 0.80},
        {0.20, 0.12, 0.35, 0.15, 0.10, 0.20, 0.10, 0.05},
        {0.15, 0.10, 0.25, 0.15, 0.10, 0.10, 0.10, 0.05}};
    uint32_t platform = (uint32_t)a->w.ties.platform - 1;
    double most = 0;
    gx_draw draw;
    if (a->w.ties.platform == 0)
        return true;
    for (int layer = 0; layer < GX_LAYERS; layer++)
        most = made->layers >> layer & 1 ? fmax(most, chances[platform][layer]) : most;
    const uint32_t *drawn = word(&draw, a->key, GX_DRAW_PLATFORM_TIE, made->low, made->high, platform);
    return (a->person[made->low].accounts & a->person[made->high].accounts) >> platform & 1 &&
           gx_happens(gx_chance_of(most), drawn[0]);
}

static void ask_everybody(again *a)
{
    gx_error error = {0};
    gx_rows weak = {0};
    gx_draw draw;
    for (uint32_t at = 0; at < a->meetings; at++)
        for (uint32_t one = 0; one < a->meeting[at].count; one++)
            for (uint32_t other = one + 1; other < a->meeting[at].count; other++)
                ask_pair(a, &a->meeting[at], a->meeting[at].member[one], a->meeting[at].member[other]);
    ck_assert_int_eq(gx_weak_make(&weak, a->w.population, &a->w.ties, a->key, 1, &error), GX_OK);
    for (uint32_t user = 0; user < weak.rows; user++)
        for (uint64_t at = weak.offset[user]; at < weak.offset[user + 1]; at++)
            if (weak.column[at] > user) {
                const uint32_t *drawn = word(&draw, a->key, GX_DRAW_WEAK_STRENGTH, user, weak.column[at], 0);
                note(a, user, weak.column[at], strength_of(4, drawn[0]), GX_LAYER_WEAK);
            }
    gx_rows_free(&weak);
    qsort(a->tie, a->ties, sizeof *a->tie, by_pair);
    size_t kept = 0;
    for (size_t at = 0, next; at < a->ties; at = next) {
        tie whole = a->tie[at];
        for (next = at + 1; next < a->ties && by_pair(&a->tie[at], &a->tie[next]) == 0; next++) {
            whole.strength += a->tie[next].strength;
            whole.layers |= a->tie[next].layers;
        }
        whole.strength = whole.strength < 255 ? whole.strength : 255;
        if (whole.layers != GX_LAYER_DORMANT)
            whole.layers &= ~(uint32_t)GX_LAYER_DORMANT;
        if (on_platform(a, &whole))
            a->tie[kept++] = whole;
    }
    a->ties = kept;
}

/* ---- Comparing ---- */

static void compare_ties(const again *a)
{
    const gx_rows *rows = &a->w.network->friends;
    uint64_t wrong = 0;
    ck_assert_uint_eq(rows->offset[rows->rows], 2 * a->ties);
    for (size_t at = 0; at < a->ties; at++) {
        const tie *here = &a->tie[at];
        uint32_t place[2];
        bool both = gx_row_has(rows, here->low, here->high, &place[0]) &&
                    gx_row_has(rows, here->high, here->low, &place[1]);
        uint64_t one = both ? rows->offset[here->low] + place[0] : 0;
        uint64_t other = both ? rows->offset[here->high] + place[1] : 0;
        wrong += !both || rows->strength[one] != here->strength || rows->strength[other] != here->strength ||
                 rows->layers[one] != here->layers || rows->layers[other] != here->layers;
    }
    ck_assert_uint_eq(wrong, 0);
}

/* Chat groups in the order of their first members, which need not be the network's. */
static uint64_t digest_of(int kind, const uint32_t *member, uint32_t count)
{
    uint64_t digest = gx_mix_pair((uint64_t)kind, count);
    for (uint32_t at = 0; at < count; at++)
        digest = gx_mix_pair(digest, member[at]);
    return digest;
}

static void compare_groups(const again *a)
{
    static const int group_kind[KINDS] = {[KIN] = GX_GROUP_FAMILY,
                                          [CLASS] = GX_GROUP_CLASS,
                                          [WORK] = GX_GROUP_WORK,
                                          [COMMUNITY] = GX_GROUP_COMMUNITY};
    const gx_network *network = a->w.network;
    uint64_t ours = 0, theirs = 0;
    uint32_t groups = 0;
    for (uint32_t at = 0; at < a->meetings; at++) {
        const meeting *here = &a->meeting[at];
        bool chat =
            (here->kind == KIN && here->count > 2) || (here->kind >= CLASS && here->kind <= COMMUNITY);
        groups += chat;
        ours += chat ? digest_of(group_kind[here->kind], here->member, here->count) : 0;
    }
    ck_assert_uint_eq(network->groups, groups);
    for (uint32_t group = 0; group < groups; group++)
        theirs += digest_of(network->group_kind[group], gx_row(&network->group_members, group),
                            gx_row_length(&network->group_members, group));
    ck_assert_uint_eq(ours, theirs);
}

static void do_again(again *a, uint64_t seed)
{
    settle(a, seed);
    meet(a);
    ask_everybody(a);
    ck_assert_uint_gt(a->ties, a->w.population->users);
    compare_ties(a);
    compare_groups(a);
    for (uint32_t at = 0; at < a->meetings; at++)
        free(a->meeting[at].member);
    free(a->meeting);
    free(a->tie);
    free(a->person);
    free(a->district);
    free(a->home);
    free(a->first);
    raze(&a->w);
}

START_TEST(small_worlds)
{
    for (uint64_t seed = 1; seed <= 6; seed++) {
        again a = {.w = plan(320, 3)};
        do_again(&a, seed);
    }
}
END_TEST

/* Several districts in a city, several cities in a province. */
START_TEST(worlds_of_several_districts)
{
    again a = {.w = plan(13000, 3)};
    do_again(&a, 3);
}
END_TEST

START_TEST(other_settings)
{
    for (int at = 0; at < 6; at++) {
        again a = {.w = plan(900, 4)};
        gx_network_config *ties = &a.w.ties;
        ties->cities_apart = at == 0;
        ties->platform = at == 1 ? 1 + GX_PLATFORM_alipay : at == 2 ? 1 + GX_PLATFORM_qq : 0;
        ties->homophily_age = at == 3 ? 0 : ties->homophily_age;
        ties->homophily_schooling = at == 3 ? 1 : ties->homophily_schooling;
        ties->homophily_sex = at == 3 ? 1 : ties->homophily_sex;
        ties->friend_pull = at == 4 ? 100 : ties->friend_pull; /* all chances at their most */
        ties->groups_extra = at == 4 ? 6 : ties->groups_extra;
        ties->past_groups = at == 4 ? 3 : ties->past_groups;
        ties->group_local = at == 5 ? 0.1 : ties->group_local;
        ties->group_city = at == 5 ? 0.2 : ties->group_city;
        ties->group_size_max = at == 5 ? 12 : ties->group_size_max;
        ties->kin_mean = at == 5 ? 2 : ties->kin_mean;
        do_again(&a, 10 + (uint64_t)at);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("again");
    TCase *tests = tcase_create("again");
    tcase_set_timeout(tests, 110);
    tcase_add_test(tests, small_worlds);
    tcase_add_test(tests, worlds_of_several_districts);
    tcase_add_test(tests, other_settings);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
