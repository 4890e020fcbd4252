/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Districts, households, children and grown-ups by number.
 *
 * A district deals its households from a pattern that begins where a keyed draw says (people/households.c);
 * so the number of a household, or of a child, in its district is a difference of two looks into tables of
 * the pattern, and only the sums over districts must be kept: some twenty bytes for 5,000 users. Who is a
 * child is a matter of the place in the household: three of four are pupils, and three of four pupils are
 * among them.
 *
 * Districts of a city are equally long but for one user, so which one a user lives in is a product, and a
 * step more where the longer ones have shifted it. Households are nearly as many in one district as in
 * another: buckets of as many as two districts have say where to look. */
#include "../people/tables.h"
#include "slots.h"

#include <gx/base/memory.h>

/* ---- Districts ---- */

static inline gx_quarter quarter_of_row(const gx_implicit *implicit, uint32_t number)
{
    const gx_district *row = &implicit->district[number];
    return (gx_quarter){
        .number = number, .first = row->first, .users = row[1].first - row->first, .start = row->start};
}

gx_quarter gx_quarter_at(const gx_implicit *implicit, uint32_t city, uint32_t number)
{
    return quarter_of_row(implicit, implicit->district_first[city] + number);
}

void gx_quarter_find(gx_quarter *out, const gx_implicit *implicit, uint32_t city, uint32_t user)
{
    const gx_city *of = &implicit->people->tables->places.city[city];
    const gx_district *row = implicit->district;
    uint64_t share = (user - implicit->people->city_first[city]) * of->curve_step; /* of 2^64 */
    uint32_t number = implicit->district_first[city] + (uint32_t)gx_below64(share, of->districts);
    while (row[number].first > user)
        number--;
    while (row[number + 1].first <= user)
        number++;
    out->number = number;
    out->first = row[number].first;
    out->users = row[number + 1].first - row[number].first;
    out->start = row[number].start;
}

/* ---- Households ---- */

static inline uint32_t pattern_number(const gx_implicit *implicit, uint32_t offset)
{
    uint32_t turn = gx_divide(implicit->pattern, offset);
    return turn * GX_HOUSEHOLD_PATTERN + implicit->household_at[offset - turn * implicit->pattern.by];
}

uint32_t gx_household_number(const gx_implicit *implicit, const gx_quarter *quarter, uint32_t user)
{
    return implicit->district[quarter->number].households +
           pattern_number(implicit, quarter->start + (user - quarter->first)) -
           implicit->household_at[quarter->start];
}

gx_span gx_household_span(const gx_implicit *implicit, uint32_t number)
{
    const gx_households *pattern = &implicit->people->tables->households;
    const gx_district *row = &implicit->district[implicit->home_hint[number >> implicit->home_shift]];
    while (row[1].households <= number)
        row++;
    uint32_t turn = implicit->household_at[row->start] + (number - row->households);
    uint32_t begin = pattern->start[turn % GX_HOUSEHOLD_PATTERN];
    uint32_t user = row->first + turn / GX_HOUSEHOLD_PATTERN * implicit->pattern.by + begin - row->start;
    uint32_t until = user + pattern->slot[begin].size;
    return (gx_span){user, until < row[1].first ? until : row[1].first};
}

gx_span gx_home_span(const gx_implicit *implicit, const gx_quarter *quarter, uint32_t user)
{
    const gx_households *pattern = &implicit->people->tables->households;
    uint32_t at = gx_rest(implicit->pattern, quarter->start + (user - quarter->first));
    uint32_t first = user - pattern->slot[at].member, until = first + pattern->slot[at].size;
    uint32_t end = quarter->first + quarter->users;
    return (gx_span){first, until < end ? until : end};
}

/* ---- Children and grown-ups ---- */

gx_household_band gx_household_band_of(const gx_implicit *implicit, const gx_quarter *quarter, uint32_t user)
{
    uint32_t at = user - quarter->first, offset = quarter->start + at;
    uint32_t turn = gx_divide(implicit->pattern, offset), before = offset - turn * implicit->pattern.by;
    uint32_t children =
        turn * implicit->children + implicit->child_before[before] - implicit->child_before[quarter->start];
    bool child = implicit->child_before[before + 1] > implicit->child_before[before];
    return (gx_household_band){child, child ? children : at - children};
}

/* The members of a band in the pattern, and how many of them are before the quarter's first. */
typedef struct band_pattern {
    const uint16_t *place;
    gx_divisor members;
    uint32_t before;
} band_pattern;

static inline band_pattern band_of(const gx_implicit *implicit, const gx_quarter *quarter, gx_unit unit)
{
    uint32_t before = implicit->child_before[quarter->start];
    return unit == GX_UNIT_CHILD
               ? (band_pattern){implicit->child_at, implicit->pattern_children, before}
               : (band_pattern){implicit->grown_at, implicit->pattern_grown, quarter->start - before};
}

/* User `number` of a band; `from` is where the pattern would begin, modulo 2^32. */
static inline uint32_t band_user(band_pattern band, uint32_t period, uint32_t from, uint32_t number)
{
    uint32_t at = number + band.before, turn = gx_divide(band.members, at);
    return from + turn * period + band.place[at - turn * band.members.by];
}

void gx_band_users_at(uint32_t *user, const gx_implicit *implicit, const gx_quarter *quarter, gx_unit unit,
                      const uint32_t *number, uint32_t count)
{
    const band_pattern band = band_of(implicit, quarter, unit);
    const uint32_t period = implicit->pattern.by, from = quarter->first - quarter->start;
    for (uint32_t at = 0; at < count; at++)
        user[at] = band_user(band, period, from, number[at]);
}

void gx_band_users(uint32_t *user, uint32_t *head, const gx_implicit *implicit, const gx_quarter *quarter,
                   gx_unit unit, uint32_t number, uint32_t count)
{
    const gx_household_slot *slot = implicit->people->tables->households.slot;
    band_pattern band = band_of(implicit, quarter, unit);
    uint32_t at = number + band.before, turn = gx_divide(band.members, at);
    uint32_t from = quarter->first + turn * implicit->pattern.by - quarter->start;
    at -= turn * band.members.by;
    for (uint32_t i = 0; i < count; i++) {
        user[i] = from + band.place[at];
        head[i] = user[i] - slot[band.place[at]].member;
        if (++at == band.members.by) {
            at = 0;
            from += implicit->pattern.by;
        }
    }
}

/* ---- Set-up ---- */

/* What the pattern of households holds, by user and by band. */
static gx_status list_pattern(gx_implicit *implicit, gx_error *error)
{
    const gx_households *pattern = &implicit->people->tables->households;
    implicit->household_at = gx_alloc(pattern->period, sizeof *implicit->household_at);
    implicit->child_before = gx_alloc((size_t)pattern->period + 1, sizeof *implicit->child_before);
    implicit->child_at = gx_alloc(pattern->period, sizeof *implicit->child_at);
    implicit->grown_at = gx_alloc(pattern->period, sizeof *implicit->grown_at);
    if (implicit->household_at == NULL || implicit->child_before == NULL || implicit->child_at == NULL ||
        implicit->grown_at == NULL)
        return gx_fail_memory(error, "the implicit network");
    uint32_t household = UINT32_MAX, children = 0;
    for (uint32_t user = 0; user < pattern->period; user++) {
        bool child = pattern->slot[user].relation == GX_RELATION_child;
        household += pattern->slot[user].member == 0;
        implicit->household_at[user] = (uint16_t)household;
        if (child)
            implicit->child_at[children] = (uint16_t)user;
        else
            implicit->grown_at[user - children] = (uint16_t)user;
        children += child;
        implicit->child_before[user + 1] = (uint16_t)children;
    }
    implicit->children = children;
    implicit->pattern = gx_divisor_of(pattern->period);
    implicit->pattern_children = gx_divisor_of(children);
    implicit->pattern_grown = gx_divisor_of(pattern->period - children);
    return GX_OK;
}

/* Sums over districts, and what each begins with. */
static gx_status list_districts(gx_implicit *implicit, gx_error *error)
{
    const gx_population *people = implicit->people;
    uint32_t districts = implicit->district_first[people->cities], number = 0;
    implicit->district = gx_alloc((size_t)districts + 1, sizeof *implicit->district);
    if (implicit->district == NULL)
        return gx_fail_memory(error, "the implicit network");
    for (uint32_t city = 0; city < people->cities; city++) {
        const gx_city *of = &people->tables->places.city[city];
        uint32_t first = people->city_first[city];
        for (uint32_t at = 0; at < of->districts; at++, number++) {
            gx_district *own = &implicit->district[number];
            own->first = first;
            own->start = gx_home_of(people, first).start;
            own[1].first = first += of->district_users + (at < of->longer);
            gx_quarter quarter = quarter_of_row(implicit, number);
            own[1].households = gx_household_number(implicit, &quarter, first - 1) + 1;
            gx_household_band last = gx_household_band_of(implicit, &quarter, first - 1);
            own[1].children =
                own->children + (last.child ? last.number + 1 : first - own->first - 1 - last.number);
        }
    }
    return GX_OK;
}

static gx_status hint_homes(gx_implicit *implicit, gx_error *error)
{
    enum { DISTRICTS = 2 /* of a bucket */ };
    uint32_t districts = implicit->district_first[implicit->cities], district = 0;
    uint32_t homes = implicit->district[districts].households;
    while (homes >> implicit->home_shift > districts / DISTRICTS)
        implicit->home_shift++;
    implicit->home_hints = ((homes - 1) >> implicit->home_shift) + 1;
    implicit->home_hint = gx_alloc(implicit->home_hints, sizeof *implicit->home_hint);
    if (implicit->home_hint == NULL)
        return gx_fail_memory(error, "the implicit network");
    for (uint32_t bucket = 0; bucket < implicit->home_hints; bucket++) {
        while (implicit->district[district + 1].households <= bucket << implicit->home_shift)
            district++;
        implicit->home_hint[bucket] = district;
    }
    return GX_OK;
}

gx_status gx_homes_make(gx_implicit *implicit, gx_error *error)
{
    gx_status status = list_pattern(implicit, error);
    if (status == GX_OK)
        status = list_districts(implicit, error);
    return status == GX_OK ? hint_homes(implicit, error) : status;
}

void gx_homes_free(gx_implicit *implicit)
{
    gx_free(implicit->district);
    gx_free(implicit->household_at);
    gx_free(implicit->child_before);
    gx_free(implicit->child_at);
    gx_free(implicit->grown_at);
    gx_free(implicit->home_hint);
}

size_t gx_homes_bytes(const gx_implicit *implicit)
{
    return (size_t)implicit->people->tables->households.period * 4 * sizeof *implicit->household_at +
           ((size_t)implicit->district_first[implicit->cities] + 1) * sizeof *implicit->district +
           implicit->home_hints * sizeof *implicit->home_hint;
}
