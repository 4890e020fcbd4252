/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Districts, households, children and grown-ups by number.
 *
 * A district deals its households from a pattern that begins where a keyed draw says (people/households.c);
 * so the number of a household, or of a child, in its district is a difference of two looks into tables of
 * the pattern, and only the sums over districts must be kept: twelve bytes for 5,000 users. Who is a child
 * is a matter of the place in the household: three of four are pupils, and three of four pupils are among
 * them. */
#include "../people/tables.h"
#include "slots.h"

/* ---- Districts ---- */

gx_quarter gx_quarter_at(const gx_implicit *implicit, uint32_t city, uint32_t at)
{
    const gx_city *of = &implicit->people->tables->places.city[city];
    uint32_t number = implicit->district_first[city] + at;
    uint32_t first =
        implicit->people->city_first[city] + at * of->district_users + (at < of->longer ? at : of->longer);
    return (gx_quarter){.number = number,
                        .first = first,
                        .users = of->district_users + (at < of->longer),
                        .start = implicit->district[number].start};
}

gx_quarter gx_quarter_of(const gx_implicit *implicit, uint32_t city, uint32_t user)
{
    const gx_city *of = &implicit->people->tables->places.city[city];
    uint32_t from_city = user - implicit->people->city_first[city];
    uint32_t in_longer = of->longer * (of->district_users + 1);
    uint32_t at = from_city < in_longer ? from_city / (of->district_users + 1)
                                        : of->longer + (from_city - in_longer) / of->district_users;
    return gx_quarter_at(implicit, city, at);
}

/* The last of ascending sums low … high-1 that is not above a number. */
static uint32_t last_below(const uint32_t *sums, uint32_t low, uint32_t high, uint32_t number)
{
    while (high - low > 1) { /* sums[low] <= number < sums[high] */
        uint32_t middle = low + (high - low) / 2;
        if (sums[middle] <= number)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* ---- Households ---- */

static uint32_t pattern_number(const gx_implicit *implicit, uint32_t offset)
{
    uint32_t period = implicit->people->tables->households.period;
    return offset / period * GX_HOUSEHOLD_PATTERN + implicit->household_at[offset % period];
}

uint32_t gx_household_number(const gx_implicit *implicit, const gx_quarter *quarter, uint32_t user)
{
    return implicit->district[quarter->number].households +
           pattern_number(implicit, quarter->start + (user - quarter->first)) -
           implicit->household_at[quarter->start];
}

/* Households are as many in one district as in another, nearly: a guess, and some steps of a search around
 * it. */
static uint32_t quarter_with(const gx_implicit *implicit, uint32_t number)
{
    const gx_district *at = implicit->district;
    uint32_t districts = implicit->district_first[implicit->cities];
    uint32_t guess = (uint32_t)((uint64_t)number * districts / at[districts].households), step = 1;
    uint32_t low = guess, high = guess + 1;
    for (; at[low].households > number; step *= 2)
        low = low > step ? low - step : 0;
    for (step = 1; at[high].households <= number; step *= 2)
        high = districts - high > step ? high + step : districts;
    while (high - low > 1) { /* households before low <= number < households before high */
        uint32_t middle = low + (high - low) / 2;
        if (at[middle].households <= number)
            low = middle;
        else
            high = middle;
    }
    return low;
}

gx_span gx_household_span(const gx_implicit *implicit, uint32_t number)
{
    const gx_households *pattern = &implicit->people->tables->households;
    uint32_t district = quarter_with(implicit, number);
    uint32_t city = last_below(implicit->district_first, 0, implicit->cities, district);
    gx_quarter quarter = gx_quarter_at(implicit, city, district - implicit->district_first[city]);
    uint32_t turn =
        implicit->household_at[quarter.start] + (number - implicit->district[district].households);
    uint32_t begin =
        turn / GX_HOUSEHOLD_PATTERN * pattern->period + pattern->start[turn % GX_HOUSEHOLD_PATTERN];
    uint32_t user = quarter.first + (begin - quarter.start), end = quarter.first + quarter.users;
    uint32_t until = user + pattern->slot[pattern->start[turn % GX_HOUSEHOLD_PATTERN]].size;
    return (gx_span){user, until < end ? until : end};
}

/* ---- Children and grown-ups ---- */

static uint32_t children_before(const gx_implicit *implicit, uint32_t offset)
{
    uint32_t period = implicit->people->tables->households.period;
    return offset / period * implicit->children + implicit->child_before[offset % period];
}

uint32_t gx_band_first(const gx_implicit *implicit, gx_unit unit, const gx_quarter *quarter)
{
    uint32_t children = implicit->district[quarter->number].children;
    return unit == GX_UNIT_CHILD ? children : quarter->first - children;
}

bool gx_is_child(const gx_implicit *implicit, const gx_quarter *quarter, uint32_t user)
{
    const gx_households *pattern = &implicit->people->tables->households;
    return pattern->slot[(quarter->start + (user - quarter->first)) % pattern->period].relation ==
           GX_RELATION_child;
}

uint32_t gx_band_number(const gx_implicit *implicit, const gx_quarter *quarter, uint32_t user, bool child)
{
    uint32_t at = user - quarter->first;
    uint32_t children =
        children_before(implicit, quarter->start + at) - implicit->child_before[quarter->start];
    return child ? children : at - children;
}

void gx_band_users(uint32_t *user, uint32_t *head, const gx_implicit *implicit, const gx_quarter *quarter,
                   gx_unit unit, uint32_t number, uint32_t count)
{
    const gx_households *pattern = &implicit->people->tables->households;
    uint32_t before = implicit->child_before[quarter->start];
    bool child = unit == GX_UNIT_CHILD;
    const uint16_t *place = child ? implicit->child_at : implicit->grown_at;
    uint32_t members = child ? implicit->children : pattern->period - implicit->children;
    uint32_t at = number + (child ? before : quarter->start - before), turn = at / members;
    uint32_t from = quarter->first + turn * pattern->period - quarter->start;
    at -= turn * members;
    for (uint32_t i = 0; i < count; i++) {
        user[i] = from + place[at];
        head[i] = user[i] - pattern->slot[place[at]].member;
        if (++at == members) {
            at = 0;
            from += pattern->period;
        }
    }
}
