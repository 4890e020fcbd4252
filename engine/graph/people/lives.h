/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sex, age, schooling and occupation. */
#ifndef GX_GRAPH_LIVES_H
#define GX_GRAPH_LIVES_H

#include "copula.h"
#include "ladder.h"
#include "statistics.h"

#include <gx/base/draw.h>

enum { GX_AGE_GUESS_BITS = 10, GX_AGE_GUESSES = 1 << GX_AGE_GUESS_BITS };

typedef struct gx_lives {
    gx_chance male;
    uint8_t age_guess[GX_RELATIONS][GX_AGE_GUESSES]; /* by the word's high bits: at most the age drawn */
    int32_t age_until[GX_RELATIONS][GX_AGES];        /* ladders */
    int32_t schooling_until[GX_STAGES][GX_TIERS][GX_SCHOOLINGS - 1];
    int32_t occupation_until[GX_STAGES][GX_TIERS][GX_SCHOOLINGS][GX_OCCUPATIONS - 1];
    /* The shares behind them, for what else is made of them, and for tests. */
    double age_share[GX_AGES];                                  /* of users */
    double relation_age[GX_RELATIONS][GX_AGES];                 /* of users */
    double schooling_share[GX_STAGES][GX_TIERS][GX_SCHOOLINGS]; /* of the stage in the tier */
    double occupation_share[GX_STAGES][GX_TIERS][GX_SCHOOLINGS][GX_OCCUPATIONS]; /* of those */
} gx_lives;

/* `relation_share`, `tier_share`: of users, of sum 1. */
void gx_lives_make(gx_lives *lives, const gx_statistics *statistics, const gx_population_config *config,
                   const double *relation_share, const double *tier_share);

/* Words of the draw GX_DRAW_PERSON. */
enum { GX_WORD_AGE, GX_WORD_SEX, GX_WORD_NOISE, GX_WORD_MIGRANT };

/* How far members of a household are from its first, in 2^-16 of the range of quantiles: assumptions, which
 * no margin depends on. */
enum { GX_NEAR_PARTNER = 65536 / 16, GX_NEAR_CHILD = 65536 / 6, GX_NEAR_RELATIVE = 65536 / 3 };

/* A member of a household by words of its own draw and that of the household's first member; the same for the
 * first. Most guesses are short by one year at the most, which is no branch; INT32_MAX ends every ladder. */
static inline uint8_t gx_read_age(const gx_lives *lives, uint32_t noise, uint32_t first, bool is_first,
                                  gx_relation relation)
{
    static const uint32_t width[GX_RELATIONS] = {0, GX_NEAR_PARTNER, GX_NEAR_CHILD, GX_NEAR_RELATIVE};
    uint32_t near = gx_near(first, noise, width[relation]), word = is_first ? first : near;
    const int32_t *until = lives->age_until[relation];
    const int32_t rung = (int32_t)(word >> (32 - GX_LADDER_BITS));
    uint32_t at = lives->age_guess[relation][word >> (32 - GX_AGE_GUESS_BITS)];
    at += until[at] <= rung;
    while (until[at] <= rung)
        at++;
    return (uint8_t)(GX_AGE_FIRST + at);
}

static inline uint8_t gx_read_sex(const gx_lives *lives, uint32_t own, uint32_t first, bool is_first,
                                  gx_relation relation)
{
    bool second = relation == GX_RELATION_partner && !is_first;
    return gx_happens(lives->male, second ? ~first : own) ? GX_MALE : GX_FEMALE;
}

static inline uint8_t gx_read_schooling(const gx_lives *lives, uint32_t stage, uint32_t tier, uint32_t word)
{
    return (uint8_t)gx_ladder_draw(lives->schooling_until[stage][tier - 1], GX_SCHOOLINGS, word);
}

static inline uint8_t gx_read_occupation(const gx_lives *lives, uint32_t stage, uint32_t tier,
                                         uint32_t schooling, uint32_t word)
{
    return (uint8_t)gx_ladder_draw(lives->occupation_until[stage][tier - 1][schooling], GX_OCCUPATIONS, word);
}

#endif
