/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traits of users in places that are arithmetic.
 *
 * A bijection cannot know who is young or active: traits are keyed draws, and to sort the nation by them
 * would be to store it. But a cell of a few users who follow each other can be sorted whenever it is asked
 * for, and (cell, rank) is again a bijection.
 *
 * Lots: of each four, one takes part, drawn with weight activity^power by Gumbel's trick (the largest of log
 * weight + noise). Several slots are drawn apart, as many as the mean needs; so a user of high activity is in
 * several, one of low activity in few or none, and the number is nearly Poisson with mean m * activity.
 *
 * Ranks: of each eight, the youngest is in band 0, the next in band 1 …, and each band is shuffled alone.
 * Band r holds ages near the quantile (r + .5) / 8, with the spread of an order statistic. For the day those
 * at school come first, then those at work, then those at home.
 *
 *     users     a7 a1 a4 a2 a6 a3 a8 a5 | b2 b1 …      (a1 the youngest of cell a)
 *     order     a1 b1 c1 … | a2 b2 c2 … | … a8 b8 c8   bands of the window, each as long as it has cells
 *
 * Both cost one cell of draws. Memory is touched only where the population is stored, and then of neighbours.
 */
#include "cells.h"
#include "../people/tables.h"

#include <gx/base/exact.h>
#include <gx/base/sample.h>

/* Activity as octave and 7 bits: 1 % near. */
static uint32_t piece_of(uint32_t activity)
{
    uint32_t octave = 31 - (uint32_t)__builtin_clz(activity | 1);
    uint32_t fraction = octave >= 7 ? activity >> (octave - 7) : activity << (7 - octave);
    return octave << 7 | (fraction & 127);
}

void gx_cells_weigh(int32_t weight[GX_LOG_PIECES], double power)
{
    for (uint32_t piece = 0; piece < GX_LOG_PIECES; piece++) {
        double fraction = 1 + (double)(piece & 127) / 128;
        double logarithm = gx_log(fraction) + (double)(piece >> 7) * gx_log(2.0);
        weight[piece] = gx_fixed_of(power * logarithm);
    }
}

void gx_cell_pieces(const gx_implicit *implicit, uint32_t first, uint32_t count, uint16_t piece[GX_LOT_CELL])
{
    for (uint32_t at = 0; at < count; at++)
        piece[at] = (uint16_t)piece_of(gx_activity_of(implicit->people, first + at));
}

uint32_t gx_cell_lot(const gx_implicit *implicit, const gx_slot *slot, uint32_t first, uint32_t count,
                     const uint16_t *piece)
{
    const int32_t *weight = implicit->weight[slot->trait];
    uint32_t best = first;
    int64_t most = INT64_MIN;
    for (uint32_t at = 0; at < count; at++) {
        gx_draw draw =
            gx_draw_at(implicit->key, GX_DRAW_IMPLICIT_LOT, first + at, slot->lot / 4, slot->trait);
        int64_t lot = (int64_t)weight[piece[at]] + gx_gumbel(draw.word[slot->lot % 4]);
        best = lot > most ? first + at : best;
        most = lot > most ? lot : most;
    }
    return best;
}

/* What ranks are made of. */
typedef struct life {
    uint8_t age, day; /* day: 0 at school, 1 at work, 2 at home */
} life;

static uint8_t day_of(const gx_people_tables *tables, uint32_t tier, uint32_t age, uint32_t user)
{
    gx_draw draw = gx_draw_at(tables->key, GX_DRAW_LIFE, user, 0, 0);
    uint32_t stage = gx_stage_of(age);
    uint32_t schooling = gx_read_schooling(&tables->lives, stage, tier, draw.word[0]);
    uint32_t occupation = gx_read_occupation(&tables->lives, stage, tier, schooling, draw.word[1]);
    return occupation == GX_OCCUPATION_student ? 0 : occupation != GX_OCCUPATION_home ? 1 : 2;
}

/* Neighbours share most of what makes a person (people/person.c): the district is looked up once, and the
 * draw of a household's first member is kept for the others. */
static void live(life *out, const gx_implicit *implicit, uint32_t first, uint32_t count, bool days)
{
    const gx_people_tables *tables = implicit->people->tables;
    const gx_households *pattern = &tables->households;
    gx_home home = {.district = {.first = 0, .end = 0}};
    gx_draw head = {{0}};
    uint32_t head_user = UINT32_MAX, tier = 1;
    for (uint32_t at = 0; at < count; at++) {
        uint32_t user = first + at;
        if (user >= home.district.end) {
            home = gx_home_of(implicit->people, user);
            tier = tables->places.city[home.city].tier;
        }
        gx_household_slot slot = pattern->slot[(home.start + (user - home.district.first)) % pattern->period];
        gx_draw own = gx_draw_at(tables->key, GX_DRAW_PERSON, user, 0, 0);
        if (slot.member == 0)
            head = own;
        else if (head_user != user - slot.member)
            head = gx_draw_at(tables->key, GX_DRAW_PERSON, user - slot.member, 0, 0);
        head_user = user - slot.member;
        out[at].age = gx_read_age(&tables->lives, own, head, slot.member == 0, (gx_relation)slot.relation);
        out[at].day = days ? day_of(tables, tier, out[at].age, user) : 0;
    }
}

/* Where an age stands in the order of ages, of 2^32: at random inside the year. */
static uint32_t quantile_of(const gx_implicit *implicit, uint32_t age, uint32_t word)
{
    uint64_t first = implicit->age_first[age], width = implicit->age_first[age + 1] - first;
    uint64_t at = first + (width * word >> 32);
    return at > UINT32_MAX ? UINT32_MAX : (uint32_t)at;
}

void gx_cell_ranks(const gx_implicit *implicit, gx_sorting sorting, uint32_t first, uint32_t count,
                   uint8_t rank[GX_SORT_CELL])
{
    life lives[GX_SORT_CELL];
    uint64_t value[GX_SORT_CELL];
    live(lives, implicit, first, count, sorting == GX_SORT_DAY);
    for (uint32_t at = 0; at < count; at++) {
        uint64_t noise = gx_mix64(implicit->sort_key[sorting] ^ (first + at));
        bool at_school = sorting == GX_SORT_DAY && lives[at].day == 0;
        bool by_age = at_school || gx_happens(implicit->by_age, (uint32_t)(noise >> 32));
        uint64_t where = by_age ? quantile_of(implicit, lives[at].age, (uint32_t)noise) : (uint32_t)noise;
        value[at] = (uint64_t)lives[at].day << 40 | where << 8 | at; /* no two alike */
    }
    for (uint32_t at = 0; at < count; at++) {
        uint32_t before = 0;
        for (uint32_t other = 0; other < count; other++)
            before += value[other] < value[at];
        rank[at] = (uint8_t)before;
    }
}
