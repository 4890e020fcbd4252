/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sex, age, schooling and occupation, so that every published margin holds and households look like
 * households.
 *
 * AGE. A user's relation at home (single, partner, child, relative) follows from the place in the household.
 * Ages given the relation come from a table of relations x years whose margins are exact: by years the age
 * shares of the scenario (within a band spread as in ages.csv), by relations the shares that the pattern of
 * households has. Inside, it is as near to the weights of relations.csv as those margins allow (fit.h). Who
 * lives alone is grown up, children are young. The members' quantiles within their relations go together
 * (copula.h): partners are of like age, older parents have older children.
 *
 * SEX. Partners read one draw from opposite ends: of opposite sex but for what the unequal shares of the
 * scenario leave over. Everybody else by a draw of their own.
 *
 * SCHOOLING given the stage of life: the weights of schooling.csv, fitted to the published shares at the
 * published ages. Then between tiers: weights of tiers.csv, fitted such that all tiers together keep the
 * shares. OCCUPATION given stage and schooling likewise: weights by stage times weights by schooling.
 */
#include "lives.h"

#include "fit.h"

#include <string.h>

/* What a weight of 0 becomes in relations.csv, lest age shares far from the published ones find no table. */
static const double least_weight = 1e-5;

/* ---- Ages ---- */

static void scale_ages(double *share, const gx_statistics *statistics, const gx_reals *bands)
{
    double published[GX_AGE_BANDS] = {0}, total = 0;
    for (uint32_t band = 0; band < GX_AGE_BANDS; band++)
        total += bands->at[band];
    for (uint32_t at = 0; at < GX_AGES; at++)
        published[gx_band_of(GX_AGE_FIRST + at)] += statistics->age[at];
    for (uint32_t at = 0; at < GX_AGES; at++) {
        uint32_t band = gx_band_of(GX_AGE_FIRST + at);
        share[at] = statistics->age[at] / published[band] * (bands->at[band] / total);
    }
}

static void make_ages(gx_lives *lives, const gx_statistics *statistics, const gx_population_config *config,
                      const double *relation_share)
{
    double cell[GX_AGES][GX_RELATIONS];
    scale_ages(lives->age_share, statistics, &config->age_shares);
    for (uint32_t at = 0; at < GX_AGES; at++)
        for (uint32_t relation = 0; relation < GX_RELATIONS; relation++) {
            double weight = statistics->relation[gx_stage_of(GX_AGE_FIRST + at)][relation];
            cell[at][relation] = lives->age_share[at] * (weight > least_weight ? weight : least_weight);
        }
    gx_fit_margins(&cell[0][0], GX_AGES, GX_RELATIONS, lives->age_share, relation_share);
    for (uint32_t relation = 0; relation < GX_RELATIONS; relation++) {
        double *ages = lives->relation_age[relation];
        for (uint32_t at = 0; at < GX_AGES; at++)
            ages[at] = cell[at][relation];
        int32_t *until = lives->age_until[relation];
        gx_ladder_make(until, ages, GX_AGES);
        until[GX_AGES - 1] = INT32_MAX;
        uint32_t at = 0;
        for (uint32_t guess = 0; guess < GX_AGE_GUESSES; guess++) {
            while (until[at] <= (int32_t)(guess << (GX_LADDER_BITS - GX_AGE_GUESS_BITS)))
                at++;
            lives->age_guess[relation][guess] = (uint8_t)at;
        }
    }
}

/* ---- Schooling and occupation ---- */

static void stage_shares(double *share, const double *age_share)
{
    memset(share, 0, GX_STAGES * sizeof *share);
    for (uint32_t at = 0; at < GX_AGES; at++)
        share[gx_stage_of(GX_AGE_FIRST + at)] += age_share[at];
}

/* Sum 1. */
static void shares_of(double *out, const double *weight, uint32_t count)
{
    double sum = 0;
    for (uint32_t at = 0; at < count; at++)
        sum += weight[at];
    for (uint32_t at = 0; at < count; at++)
        out[at] = sum > 0 ? weight[at] / sum : 0;
}

/* Shares of outcomes in each tier, of sum 1, from the shares of all and weights by tier. `tier_share` are the
 * people of this kind in each tier. */
static void spread_over_tiers(double *out, const double *all, const double *weight, uint32_t outcomes,
                              const double *tier_share)
{
    double cell[GX_TIERS * GX_OCCUPATIONS];
    for (uint32_t tier = 0; tier < GX_TIERS; tier++)
        for (uint32_t at = 0; at < outcomes; at++)
            cell[tier * outcomes + at] = all[at] * weight[tier * outcomes + at];
    gx_fit_margins(cell, GX_TIERS, outcomes, tier_share, all);
    for (uint32_t tier = 0; tier < GX_TIERS; tier++) {
        shares_of(&out[tier * outcomes], &cell[tier * outcomes], outcomes);
        if (!(tier_share[tier] > 0)) /* nobody: anything that is a distribution */
            memcpy(&out[tier * outcomes], all, outcomes * sizeof *out);
    }
}

static void make_schooling(gx_lives *lives, const gx_statistics *statistics, const double *stage_share,
                           double (*schooling)[GX_SCHOOLINGS], const double *tier_share)
{
    double weight[GX_TIERS][GX_SCHOOLINGS], all[GX_SCHOOLINGS];
    shares_of(all, statistics->schooling_all, GX_SCHOOLINGS);
    memcpy(schooling, statistics->schooling, sizeof statistics->schooling);
    gx_fit_margins(&schooling[0][0], GX_STAGES, GX_SCHOOLINGS, stage_share, all);
    for (uint32_t tier = 0; tier < GX_TIERS; tier++)
        memcpy(weight[tier], statistics->tier[tier].schooling, sizeof weight[tier]);
    for (uint32_t stage = 0; stage < GX_STAGES; stage++) {
        double share[GX_SCHOOLINGS];
        shares_of(share, schooling[stage], GX_SCHOOLINGS);
        spread_over_tiers(&lives->schooling_share[stage][0][0], share, &weight[0][0], GX_SCHOOLINGS,
                          tier_share);
        for (uint32_t tier = 0; tier < GX_TIERS; tier++)
            gx_ladder_make(lives->schooling_until[stage][tier], lives->schooling_share[stage][tier],
                           GX_SCHOOLINGS);
    }
}

/* `schooling`: shares of all by stage and schooling. */
static void make_occupation(gx_lives *lives, const gx_statistics *statistics,
                            const double (*schooling)[GX_SCHOOLINGS], const double *tier_share)
{
    double cell[GX_STAGES][GX_SCHOOLINGS][GX_OCCUPATIONS], weight[GX_TIERS][GX_OCCUPATIONS],
        all[GX_OCCUPATIONS];
    for (uint32_t stage = 0; stage < GX_STAGES; stage++)
        for (uint32_t s = 0; s < GX_SCHOOLINGS; s++)
            for (uint32_t o = 0; o < GX_OCCUPATIONS; o++)
                cell[stage][s][o] =
                    statistics->occupation_stage[stage][o] * statistics->occupation_schooling[s][o];
    shares_of(all, statistics->occupation_all, GX_OCCUPATIONS);
    gx_fit_margins(&cell[0][0][0], GX_STAGES * GX_SCHOOLINGS, GX_OCCUPATIONS, &schooling[0][0], all);
    for (uint32_t tier = 0; tier < GX_TIERS; tier++)
        memcpy(weight[tier], statistics->tier[tier].occupation, sizeof weight[tier]);
    for (uint32_t stage = 0; stage < GX_STAGES; stage++)
        for (uint32_t s = 0; s < GX_SCHOOLINGS; s++) {
            double share[GX_OCCUPATIONS], in_tier[GX_TIERS], out[GX_TIERS][GX_OCCUPATIONS];
            shares_of(share, schooling[stage][s] > 0 ? cell[stage][s] : statistics->occupation_stage[stage],
                      GX_OCCUPATIONS);
            for (uint32_t tier = 0; tier < GX_TIERS; tier++)
                in_tier[tier] = tier_share[tier] * lives->schooling_share[stage][tier][s];
            shares_of(in_tier, in_tier, GX_TIERS);
            spread_over_tiers(&out[0][0], share, &weight[0][0], GX_OCCUPATIONS, in_tier);
            for (uint32_t tier = 0; tier < GX_TIERS; tier++) {
                memcpy(lives->occupation_share[stage][tier][s], out[tier], sizeof out[tier]);
                gx_ladder_make(lives->occupation_until[stage][tier][s], out[tier], GX_OCCUPATIONS);
            }
        }
}

void gx_lives_make(gx_lives *lives, const gx_statistics *statistics, const gx_population_config *config,
                   const double *relation_share, const double *tier_share)
{
    double published[GX_STAGES], schooling[GX_STAGES][GX_SCHOOLINGS], age[GX_AGES];
    lives->male = gx_chance_of(config->male_share);
    make_ages(lives, statistics, config, relation_share);
    shares_of(age, statistics->age, GX_AGES);
    stage_shares(published, age);
    make_schooling(lives, statistics, published, schooling, tier_share);
    make_occupation(lives, statistics, (const double(*)[GX_SCHOOLINGS])schooling, tier_share);
}
