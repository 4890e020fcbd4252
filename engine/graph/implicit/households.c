/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Households by number. A district deals its households from a pattern that begins where a keyed draw says
 * (people/households.c); so the number of a household in its district is a difference of places in the
 * pattern, and only the sums over districts must be kept: 4 bytes for 5,000 users. */
#include "../people/tables.h"
#include "slots.h"

static uint32_t pattern_number(const gx_implicit *implicit, uint32_t offset)
{
    uint32_t period = implicit->people->tables->households.period;
    return offset / period * GX_HOUSEHOLD_PATTERN + implicit->household_at[offset % period];
}

uint32_t gx_household_number(const gx_implicit *implicit, uint32_t user)
{
    gx_home home = gx_home_of(implicit->people, user);
    const gx_city *city = &implicit->people->tables->places.city[home.city];
    uint32_t from_city = home.district.first - implicit->people->city_first[home.city];
    uint32_t in_longer = city->longer * (city->district_users + 1);
    uint32_t district = from_city <= in_longer
                            ? from_city / (city->district_users + 1)
                            : city->longer + (from_city - in_longer) / city->district_users;
    uint32_t in_district = pattern_number(implicit, home.start + (user - home.district.first)) -
                           pattern_number(implicit, home.start);
    return implicit->household_first[implicit->district_first[home.city] + district] + in_district;
}

/* The last of `count` + 1 ascending sums that is not above a number. */
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

gx_span gx_household_span(const gx_implicit *implicit, uint32_t number)
{
    const gx_households *pattern = &implicit->people->tables->households;
    uint32_t districts = implicit->district_first[implicit->cities];
    uint32_t district = last_below(implicit->household_first, 0, districts, number);
    uint32_t city = last_below(implicit->district_first, 0, implicit->cities, district);
    const gx_city *of = &implicit->people->tables->places.city[city];
    uint32_t at = district - implicit->district_first[city];
    uint32_t first =
        implicit->people->city_first[city] + at * of->district_users + (at < of->longer ? at : of->longer);
    uint32_t end = first + of->district_users + (at < of->longer);
    uint32_t start = gx_home_of(implicit->people, first).start;
    uint32_t turn = pattern_number(implicit, start) + number - implicit->household_first[district];
    uint32_t begin =
        turn / GX_HOUSEHOLD_PATTERN * pattern->period + pattern->start[turn % GX_HOUSEHOLD_PATTERN];
    uint32_t user = first + (begin - start);
    uint32_t until = user + pattern->slot[pattern->start[turn % GX_HOUSEHOLD_PATTERN]].size;
    return (gx_span){user, until < end ? until : end};
}
