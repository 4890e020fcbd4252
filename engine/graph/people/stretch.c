/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The attributes of neighbours at once.
 *
 * Whoever wants them of everybody (the columns, the books when a run begins, a digest) goes through the users
 * in the order of their numbers, and neighbours have most of what is looked up in common: city, district, the
 * place in the pattern of households, the draw of a household's first. Own draws go side by side (draws.h).
 * What comes out is what person.c answers for each of them, bit for bit.
 */
#include "../purposes.h"
#include "tables.h"

#include <gx/base/draws.h>
#include <string.h>

_Static_assert((int)GX_STRETCH <= (int)GX_DRAWS_MOST, "the draws of a stretch are made at once");

typedef struct stretch_draws {
    gx_draws person, life, activity;
} stretch_draws;

static void draw_all(stretch_draws *draws, const gx_people_tables *tables, uint32_t first, uint32_t count)
{
    uint32_t who[GX_STRETCH];
    for (uint32_t at = 0; at < GX_STRETCH; at++)
        who[at] = first + at;
    gx_draws_of(&draws->person, tables->key, GX_DRAW_PERSON, who, 0, 0, count);
    gx_draws_of(&draws->life, tables->key, GX_DRAW_LIFE, who, 0, 0, count);
    gx_draws_of(&draws->activity, tables->key, GX_DRAW_ACTIVITY, who, 0, 0, count);
}

static gx_draw draw_at(const gx_draws *draws, uint32_t at)
{
    return (gx_draw){{draws->word[0][at], draws->word[1][at], draws->word[2][at], draws->word[3][at]}};
}

/* Sex, age, and what follows from them down to the wallet. */
static void read_one(gx_stretch *out, uint32_t at, const gx_people_tables *tables, const gx_home *home,
                     gx_draw own, gx_draw first, const stretch_draws *draws)
{
    const gx_city *city = &tables->places.city[home->city];
    gx_relation relation = (gx_relation)home->relation;
    bool is_first = home->member == 0;
    uint32_t age = gx_read_age(&tables->lives, own, first, is_first, relation);
    out->age_band[at] = (uint8_t)gx_band_of(age);
    out->sex[at] = gx_read_sex(&tables->lives, own, first, is_first, relation);
    uint32_t stage = gx_stage_of(age);
    uint32_t schooling = gx_read_schooling(&tables->lives, stage, city->tier, draws->life.word[0][at]);
    uint32_t occupation =
        gx_read_occupation(&tables->lives, stage, city->tier, schooling, draws->life.word[1][at]);
    uint32_t income = gx_read_income(&tables->money, city, occupation, schooling, draws->life.word[2][at]);
    out->wealth[at] = gx_read_wealth(&tables->money, city, income, draws->life.word[3][at]);
    out->activity[at] = (uint16_t)gx_quantile(&tables->activity, draws->activity.word[0][at]);
}

static void compute(const gx_population *people, uint32_t first, uint32_t count, gx_stretch *out)
{
    const gx_people_tables *tables = people->tables;
    stretch_draws draws;
    draw_all(&draws, tables, first, count);
    gx_home home = gx_home_of(people, first);
    gx_draw of_first = draw_at(&draws.person, 0);
    if (home.household.first != first)
        of_first = gx_draw_at(tables->key, GX_DRAW_PERSON, home.household.first, 0, 0);
    for (uint32_t at = 0; at < count; at++) {
        if (at > 0)
            gx_home_next(people, &home, first + at);
        gx_draw own = draw_at(&draws.person, at);
        of_first = home.member == 0 ? own : of_first;
        read_one(out, at, tables, &home, own, of_first, &draws);
    }
}

void gx_stretch_of(const gx_population *population, uint32_t first, uint32_t count, gx_stretch *out)
{
    GX_ASSERT(count <= GX_STRETCH && count <= population->users - first);
    if (count == 0)
        return;
    if (population->sex == NULL) {
        compute(population, first, count, out);
        return;
    }
    memcpy(out->sex, population->sex + first, count * sizeof *out->sex);
    memcpy(out->age_band, population->age_band + first, count * sizeof *out->age_band);
    memcpy(out->wealth, population->wealth + first, count * sizeof *out->wealth);
    memcpy(out->activity, population->activity + first, count * sizeof *out->activity);
}
