/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that can be asked about a place, as arithmetic on the user's number.
 *
 *     province > city > district (some 5,000 users) > neighbourhood (some 250) > household > user
 *
 * are nested runs of users. Cities are looked up in city_first, with a table of hints; districts cut a city
 * into nearly equal parts, neighbourhoods a district, moved back to the start of the household that the cut
 * would divide. In the plane a city is a square whose area follows from its users, and its households lie
 * along a Hilbert curve in it: neighbours in number are neighbours in place.
 */
#include "tables.h"

#include "../purposes.h"

#include <math.h>

/* 2^16 x 2^16 points: a Hilbert curve of order 16. */
enum { CURVE_SIDE = 65536 };

uint32_t gx_city_of(const gx_population *population, uint32_t user)
{
    const gx_places *places = &population->tables->places;
    uint32_t bucket = user >> places->hint_shift;
    uint32_t low = places->hint[bucket], high = places->hint[bucket + 1] + 1;
    while (high - low > 1) { /* city_first[low] <= user < city_first[high] */
        uint32_t middle = low + (high - low) / 2;
        if (population->city_first[middle] <= user)
            low = middle;
        else
            high = middle;
    }
    return low;
}

gx_span gx_city_span(const gx_population *population, uint32_t city)
{
    return (gx_span){population->city_first[city], population->city_first[city + 1]};
}

gx_span gx_province_span(const gx_population *population, uint32_t city)
{
    const gx_places *places = &population->tables->places;
    uint32_t province = places->city[city].province;
    return (gx_span){population->city_first[places->province_first[province]],
                     population->city_first[places->province_first[province + 1]]};
}

/* Part `at` of the parts into which `length` users are cut: `longer` of them have size + 1. */
static gx_span part(uint32_t at, uint32_t size, uint32_t longer)
{
    uint32_t first = at * size + (at < longer ? at : longer);
    return (gx_span){first, first + size + (at < longer)};
}

static uint32_t part_with(uint32_t offset, uint32_t size, uint32_t longer)
{
    uint32_t in_longer = longer * (size + 1);
    return offset < in_longer ? offset / (size + 1) : longer + (offset - in_longer) / size;
}

/* x / size by the size's inverse, rounded up: exact for 32 bits (Granlund and Montgomery, PLDI 1994). */
static uint32_t quotient(uint32_t x, uint64_t inverse)
{
    __extension__ typedef unsigned __int128 wide;
    return (uint32_t)((wide)inverse * x >> 64);
}

/* The number of a district in its city, by a user's offset in the city; part_with without a division. */
static uint32_t district_at(const gx_city *in, uint32_t offset)
{
    uint32_t in_longer = in->longer * (in->district_users + 1);
    return offset < in_longer ? quotient(offset, in->inverse_longer)
                              : in->longer + quotient(offset - in_longer, in->inverse);
}

static gx_span district_of(const gx_population *people, uint32_t city, uint32_t user, uint32_t *number)
{
    const gx_city *in = &people->tables->places.city[city];
    uint32_t first = people->city_first[city];
    *number = district_at(in, user - first);
    gx_span span = part(*number, in->district_users, in->longer);
    return (gx_span){first + span.first, first + span.end};
}

static gx_span household_at(const gx_households *pattern, uint32_t start, gx_span district, uint32_t user,
                            gx_household_slot *slot)
{
    uint32_t place = start + (user - district.first);
    *slot = pattern->slot[place - quotient(place, pattern->inverse) * pattern->period];
    uint32_t first = user - slot->member, end = first + slot->size;
    return (gx_span){first, end < district.end ? end : district.end};
}

gx_home gx_home_of(const gx_population *people, uint32_t user)
{
    const gx_people_tables *tables = people->tables;
    gx_home home = {.city = gx_city_of(people, user)};
    uint32_t district;
    home.district = district_of(people, home.city, user, &district);
    gx_household_slot slot;
    home.start = tables->places.district_start[tables->places.city[home.city].first_district + district];
    home.household = household_at(&tables->households, home.start, home.district, user, &slot);
    home.member = slot.member;
    home.relation = slot.relation;
    return home;
}

void gx_home_next(const gx_population *people, gx_home *home, uint32_t user)
{
    if (user == home->district.end) {
        *home = gx_home_of(people, user);
        return;
    }
    gx_household_slot slot;
    home->household = household_at(&people->tables->households, home->start, home->district, user, &slot);
    home->member = slot.member;
    home->relation = slot.relation;
}

gx_span gx_district_of(const gx_population *population, uint32_t user)
{
    uint32_t number;
    return district_of(population, gx_city_of(population, user), user, &number);
}

gx_span gx_household_of(const gx_population *population, uint32_t user)
{
    return gx_home_of(population, user).household;
}

/* Neighbourhoods before households are kept together, as places in the district. A household belongs to the
 * neighbourhood of its last user. */
static gx_span plain_neighbourhood(const gx_home *home)
{
    uint32_t length = home->district.end - home->district.first;
    uint32_t parts = (length + GX_NEIGHBOURHOOD_USERS / 2) / GX_NEIGHBOURHOOD_USERS;
    if (parts < 2)
        return (gx_span){0, length};
    uint32_t size = length / parts, longer = length % parts;
    uint32_t last = home->household.end - 1 - home->district.first;
    return part(part_with(last, size, longer), size, longer);
}

uint32_t gx_home_neighbourhood(const gx_home *home)
{
    return home->district.first + plain_neighbourhood(home).first;
}

gx_span gx_neighbourhood_of(const gx_population *population, uint32_t user)
{
    const gx_households *pattern = &population->tables->households;
    gx_home home = gx_home_of(population, user);
    gx_span plain = plain_neighbourhood(&home);
    gx_household_slot slot;
    gx_span span = {home.district.first + plain.first, home.district.first + plain.end};
    span.first = household_at(pattern, home.start, home.district, span.first, &slot).first;
    if (span.end < home.district.end)
        span.end = household_at(pattern, home.start, home.district, span.end, &slot).first;
    return span;
}

/* ---- Hometown ---- */

/* The city of the user number `word` says, of those in `span` but not in `without`. */
static uint32_t city_elsewhere(const gx_population *people, gx_span span, gx_span without, uint32_t word)
{
    uint32_t hole = without.end - without.first;
    uint32_t user = span.first + gx_below32(word, span.end - span.first - hole);
    return gx_city_of(people, user >= without.first ? user + hole : user);
}

uint32_t gx_home_town(const gx_population *people, const gx_home *home, gx_draw person)
{
    const gx_people_tables *tables = people->tables;
    const gx_places *places = &tables->places;
    const gx_city *city = &places->city[home->city];
    if (!gx_happens(city->migrant, person.word[GX_WORD_MIGRANT]))
        return home->city;
    gx_draw draw = gx_draw_at(tables->key, GX_DRAW_HOMETOWN, home->household.first, 0, 0);
    if (!gx_happens(city->far, draw.word[0]))
        return city_elsewhere(people, gx_province_span(people, home->city), gx_city_span(people, home->city),
                              draw.word[1]);
    uint32_t province =
        gx_ladder_draw(places->origin_until[city->province], tables->statistics.provinces, draw.word[2]);
    gx_span origin = gx_province_span(people, places->province_first[province]);
    return city_elsewhere(people, origin, (gx_span){origin.end, origin.end}, draw.word[1]);
}

uint32_t gx_hometown_of(const gx_population *population, uint32_t user)
{
    gx_home home = gx_home_of(population, user);
    return gx_home_town(population, &home,
                        gx_draw_at(population->tables->key, GX_DRAW_PERSON, home.household.first, 0, 0));
}

/* ---- The plane ---- */

gx_point gx_city_point(const gx_population *population, uint32_t city)
{
    const gx_city *of = &population->tables->places.city[city];
    return (gx_point){of->x, of->y};
}

double gx_city_radius(const gx_population *population, uint32_t city)
{
    return (double)population->tables->places.city[city].side * 0.56418958354775629; /* 1 / sqrt(pi) */
}

/* The point of a Hilbert curve at `along` of 2^32: the quadrant of each level by two bits, from the finest;
 * the part that is done is turned into the quadrant's own direction. */
static void along_curve(uint32_t along, uint32_t *x, uint32_t *y)
{
    uint32_t u = 0, v = 0;
    for (uint32_t side = 1; side < CURVE_SIDE; side *= 2, along >>= 2) {
        uint32_t right = 1 & (along >> 1), up = 1 & (along ^ right);
        if (!up) {
            uint32_t turn = right ? side - 1 : 0, old = u;
            u = right ? turn - v : v;
            v = right ? turn - old : old;
        }
        u += right * side;
        v += up * side;
    }
    *x = u;
    *y = v;
}

gx_point gx_point_of(const gx_population *population, uint32_t user)
{
    gx_home home = gx_home_of(population, user);
    const gx_city *city = &population->tables->places.city[home.city];
    uint64_t offset = home.household.first - population->city_first[home.city];
    uint32_t x, y;
    along_curve((uint32_t)(offset * city->curve_step >> 32), &x, &y);
    const float scale = 1.0f / CURVE_SIDE;
    return (gx_point){city->x + (((float)x + 0.5f) * scale - 0.5f) * city->side,
                      city->y + (((float)y + 0.5f) * scale - 0.5f) * city->side};
}

double gx_distance_km(gx_point a, gx_point b)
{
    double x = (double)a.x - (double)b.x, y = (double)a.y - (double)b.y;
    return sqrt(x * x + y * y);
}
