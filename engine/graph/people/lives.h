/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sex, age, schooling and occupation. */
#ifndef GX_GRAPH_LIVES_H
#define GX_GRAPH_LIVES_H

#include "ladder.h"
#include "statistics.h"

#include <gx/base/draw.h>

enum { GX_AGE_GUESSES = 256 };

typedef struct gx_lives {
    gx_chance male;
    uint8_t age_guess[GX_RELATIONS][GX_AGE_GUESSES]; /* by the word's high byte: at most the age drawn */
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

/* A member of a household from its own draw and that of the household's first member; the same for the first.
 */
uint8_t gx_read_sex(const gx_lives *lives, gx_draw own, gx_draw first, bool is_first, gx_relation relation);
uint8_t gx_read_age(const gx_lives *lives, gx_draw own, gx_draw first, bool is_first, gx_relation relation);

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
