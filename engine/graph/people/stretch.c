/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The attributes of neighbours at once.
 *
 * Whoever wants them of everybody (the columns, the books when a run begins, a digest) goes through the users
 * in the order of their numbers, and neighbours have most of what is looked up in common: city, district, the
 * place in the pattern of households, the draw of a household's first. Own draws go side by side (draws.h),
 * and so do quantiles (samples.h): attribute by attribute, not user by user, and only those that are wanted.
 * What comes out is what person.c answers for each of them, bit for bit.
 */
#include "../purposes.h"
#include "tables.h"

#include <gx/base/samples.h>
#include <string.h>

_Static_assert((int)GX_STRETCH == (int)GX_DRAWS_MOST, "lanes read and write whole arrays of a stretch");

/* What is asked, and what is known of each of them on the way to the answer. */
typedef struct crowd {
    const gx_population *people;
    uint32_t first, count, wanted;
    uint32_t who[GX_STRETCH];
    const gx_city *city[GX_STRETCH];
    uint32_t age[GX_STRETCH];
} crowd;

static void draw_all(const crowd *of, uint32_t purpose, gx_draws *draws)
{
    gx_draws_of(draws, of->people->tables->key, purpose, of->who, 0, 0, of->count);
}

/* Home after home, what sex and age follow from. */
static void read_homes(crowd *of, gx_stretch *out)
{
    const gx_people_tables *tables = of->people->tables;
    gx_draws own;
    draw_all(of, GX_DRAW_PERSON, &own);
    gx_home home = gx_home_of(of->people, of->first);
    gx_draw draw = gx_draw_at(tables->key, GX_DRAW_PERSON, home.household.first, 0, 0);
    uint32_t age = draw.word[GX_WORD_AGE], sex = draw.word[GX_WORD_SEX]; /* of the household's first */
    for (uint32_t at = 0; at < of->count; at++) {
        if (at > 0)
            gx_home_next(of->people, &home, of->first + at);
        gx_relation relation = (gx_relation)home.relation;
        bool is_first = home.member == 0;
        age = is_first ? own.word[GX_WORD_AGE][at] : age;
        sex = is_first ? own.word[GX_WORD_SEX][at] : sex;
        of->city[at] = &tables->places.city[home.city];
        out->sex[at] = gx_read_sex(&tables->lives, own.word[GX_WORD_SEX][at], sex, is_first, relation);
        if (of->wanted & (GX_COLUMN_AGE_BAND | GX_COLUMN_WEALTH))
            of->age[at] = gx_read_age(&tables->lives, own.word[GX_WORD_NOISE][at], age, is_first, relation);
    }
}

static void read_age_bands(const crowd *of, gx_stretch *out)
{
    for (uint32_t at = 0; at < of->count; at++)
        out->age_band[at] = (uint8_t)gx_band_of(of->age[at]);
}

/* Schooling, occupation and income, down to the wallet. */
static void read_wealth(const crowd *of, gx_stretch *out)
{
    const gx_people_tables *tables = of->people->tables;
    gx_draws life;
    uint32_t rank[GX_STRETCH];
    int64_t fen[GX_STRETCH];
    draw_all(of, GX_DRAW_LIFE, &life);
    for (uint32_t at = 0; at < of->count; at++) {
        const gx_city *city = of->city[at];
        uint32_t stage = gx_stage_of(of->age[at]);
        uint32_t schooling = gx_read_schooling(&tables->lives, stage, city->tier, life.word[0][at]);
        uint32_t occupation =
            gx_read_occupation(&tables->lives, stage, city->tier, schooling, life.word[1][at]);
        uint32_t income = gx_read_income(&tables->money, city, occupation, schooling, life.word[2][at]);
        rank[at] = gx_wealth_rank(&tables->money, income, life.word[3][at]);
    }
    gx_quantiles_of(&tables->money.wealth, rank, of->count, fen);
    for (uint32_t at = 0; at < of->count; at++)
        out->wealth[at] = gx_wealth_in(of->city[at], fen[at]);
}

static void read_activity(const crowd *of, gx_stretch *out)
{
    const gx_people_tables *tables = of->people->tables;
    gx_draws draws;
    int64_t activity[GX_STRETCH];
    gx_draws_high_of(&draws, tables->key, GX_DRAW_ACTIVITY, of->who, 0, 0, of->count);
    gx_quantiles_of(&tables->activity, draws.word[0], of->count, activity);
    for (uint32_t at = 0; at < of->count; at++)
        out->activity[at] = (uint16_t)activity[at];
}

static void compute(const gx_population *people, uint32_t first, uint32_t count, uint32_t wanted,
                    gx_stretch *out)
{
    crowd of;
    of.people = people;
    of.first = first;
    of.count = count;
    of.wanted = wanted;
    for (uint32_t at = 0; at < GX_STRETCH; at++)
        of.who[at] = first + at;
    if (wanted & ~(uint32_t)GX_COLUMN_ACTIVITY)
        read_homes(&of, out);
    if (wanted & GX_COLUMN_AGE_BAND)
        read_age_bands(&of, out);
    if (wanted & GX_COLUMN_WEALTH)
        read_wealth(&of, out);
    if (wanted & GX_COLUMN_ACTIVITY)
        read_activity(&of, out);
}

void gx_stretch_of(const gx_population *population, uint32_t first, uint32_t count, uint32_t wanted,
                   gx_stretch *out)
{
    GX_ASSERT(count <= GX_STRETCH && count <= population->users - first);
    if (count == 0)
        return;
    if (population->sex == NULL) {
        compute(population, first, count, wanted, out);
        return;
    }
    if (wanted & GX_COLUMN_SEX)
        memcpy(out->sex, population->sex + first, count * sizeof *out->sex);
    if (wanted & GX_COLUMN_AGE_BAND)
        memcpy(out->age_band, population->age_band + first, count * sizeof *out->age_band);
    if (wanted & GX_COLUMN_WEALTH)
        memcpy(out->wealth, population->wealth + first, count * sizeof *out->wealth);
    if (wanted & GX_COLUMN_ACTIVITY)
        memcpy(out->activity, population->activity + first, count * sizeof *out->activity);
}
