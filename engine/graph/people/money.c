/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Income by what people do, wealth by income.
 *
 * Income is lognormal round a median by occupation, schooling and sex (income.csv), times the city's factor:
 * its tier's and its province's income beside the nation's. What is in the wallet when the run begins is
 * lognormal with the scenario's median and spread and NOT derived from income; the two go together by rank
 * (of the income before the difference of the sexes, so that wallets do not move with the share of men).
 * To know an income's rank among all users without looking at them, the distribution of all incomes is summed
 * up from its parts (every tier, stage, schooling and occupation by its share, every city by its users)
 * at 32 points an octave. Rank plus reflected noise (copula.h) is the rank of the wallet: uniform, so that
 * the scenario's median and spread hold exactly.
 */
#include "money.h"

#include "copula.h"

#include <gx/base/exact.h>
#include <string.h>

enum { SPREAD_BITS = 20, FACTOR_BITS = 16, INCOME_MAX = 1 << 28 };
enum { NORMAL_ENDS = 6, NORMAL_STEPS = 64 };
static const double ln2 = 0.69314718055994531;

/* Stage, schooling and occupation depend on the city by its tier alone. */
typedef struct mixture {
    double normal[NORMAL_ENDS * NORMAL_STEPS * 2 + 1]; /* distribution function at -6 … 6 */
    double tier[GX_TIERS][GX_RANKS + 1]; /* share with an income below 2^(from + at / pieces), factor 1 */
} mixture;

/* Linear between steps of 1/64: within 10^-5. */
static double share_below(const mixture *parts, double z)
{
    double at = (z + NORMAL_ENDS) * NORMAL_STEPS;
    if (!(at > 0))
        return 0;
    if (at >= NORMAL_ENDS * NORMAL_STEPS * 2)
        return 1;
    uint32_t whole = (uint32_t)at;
    return parts->normal[whole] + (parts->normal[whole + 1] - parts->normal[whole]) * (at - whole);
}

/* Incomes of those in `tier`, before the city's factor. */
static void sum_up_tier(mixture *parts, uint32_t tier, const gx_money *money, const gx_statistics *statistics,
                        const gx_lives *lives, const double *stage_share)
{
    double *below = parts->tier[tier];
    memset(below, 0, sizeof parts->tier[tier]);
    for (uint32_t o = 0; o < GX_OCCUPATIONS; o++)
        for (uint32_t s = 0; s < GX_SCHOOLINGS; s++) {
            double share = 0;
            for (uint32_t stage = 0; stage < GX_STAGES; stage++)
                share += stage_share[stage] * lives->schooling_share[stage][tier][s] *
                         lives->occupation_share[stage][tier][s][o];
            double median = gx_log((double)money->median[o][s]) / ln2,
                   sigma = statistics->income_sigma[o] / ln2;
            for (uint32_t at = 0; share > 0 && at <= GX_RANKS; at++) {
                double above = GX_RANK_FROM + (double)at / GX_RANK_PIECES - median;
                below[at] += share * share_below(parts, above / (sigma > 1e-6 ? sigma : 1e-6));
            }
        }
}

/* `below` at log2 income, linear between its points. */
static double look_up(const double *below, double log2_income)
{
    double at = (log2_income - GX_RANK_FROM) * GX_RANK_PIECES;
    if (!(at > 0))
        return below[0];
    if (at >= GX_RANKS)
        return below[GX_RANKS];
    uint32_t whole = (uint32_t)at;
    return below[whole] + (below[whole + 1] - below[whole]) * (at - whole);
}

/* Cities of one tier and province share their factor. */
static void sum_up_nation(gx_money *money, const mixture *parts, const gx_places *places,
                          const uint32_t *city_first, uint32_t cities)
{
    double users[GX_TIERS][GX_PROVINCES_MAX] = {{0}}, factor[GX_TIERS][GX_PROVINCES_MAX] = {{0}};
    double nation[GX_RANKS + 1] = {0};
    for (uint32_t city = 0; city < cities; city++) {
        const gx_city *of = &places->city[city];
        users[of->tier - 1][of->province] += city_first[city + 1] - city_first[city];
        factor[of->tier - 1][of->province] = gx_log((double)of->income_factor / (1 << FACTOR_BITS)) / ln2;
    }
    for (uint32_t tier = 0; tier < GX_TIERS; tier++)
        for (uint32_t p = 0; p < GX_PROVINCES_MAX; p++)
            for (uint32_t at = 0; users[tier][p] > 0 && at <= GX_RANKS; at++) {
                uint32_t octave = at / GX_RANK_PIECES, piece = at % GX_RANK_PIECES;
                double log2_income = GX_RANK_FROM + octave + gx_log(1 + (double)piece / GX_RANK_PIECES) / ln2;
                nation[at] += users[tier][p] / city_first[cities] *
                              look_up(parts->tier[tier], log2_income - factor[tier][p]);
            }
    for (uint32_t at = 0; at <= GX_RANKS; at++)
        money->rank[at] = nation[at] >= 1 ? UINT32_MAX : (uint32_t)(nation[at] * 4294967295.0);
}

void gx_money_make(gx_money *money, const gx_statistics *statistics, const gx_population_config *config,
                   const gx_lives *lives, const gx_places *places, const uint32_t *city_first,
                   uint32_t cities)
{
    double median = config->wealth_median > 0 ? (double)config->wealth_median : 1.0;
    gx_quantiles_lognormal(&money->wealth, median, config->wealth_sigma, 0,
                           config->wealth_median > 0 ? GX_WEALTH_MAX : 0);
    money->noise = (uint32_t)((1 - config->wealth_income) * 65536 + 0.5);
    for (uint32_t o = 0; o < GX_OCCUPATIONS; o++) {
        gx_quantiles_lognormal(&money->spread[o], 1 << SPREAD_BITS, statistics->income_sigma[o], 1,
                               INT64_C(1) << 40);
        for (uint32_t s = 0; s < GX_SCHOOLINGS; s++)
            money->median[o][s] = (uint32_t)(100 * statistics->income[o][s] + 0.5);
    }
    for (uint32_t sex = 0; sex < 2; sex++)
        money->sex_factor[sex] = (uint32_t)(statistics->income_sex[sex] * (1 << FACTOR_BITS) + 0.5);
    double stage_share[GX_STAGES] = {0};
    for (uint32_t at = 0; at < GX_AGES; at++)
        stage_share[gx_stage_of(GX_AGE_FIRST + at)] += lives->age_share[at];
    mixture parts;
    for (int at = 0; at <= NORMAL_ENDS * NORMAL_STEPS * 2; at++)
        parts.normal[at] = gx_normal_cdf((double)at / NORMAL_STEPS - NORMAL_ENDS);
    for (uint32_t tier = 0; tier < GX_TIERS; tier++)
        sum_up_tier(&parts, tier, money, statistics, lives, stage_share);
    sum_up_nation(money, &parts, places, city_first, cities);
}

uint32_t gx_read_income(const gx_money *money, const gx_city *city, uint32_t occupation, uint32_t schooling,
                        uint32_t word)
{
    uint64_t fen = (uint64_t)money->median[occupation][schooling] * city->income_factor >> FACTOR_BITS;
    uint64_t spread = (uint64_t)gx_quantile(&money->spread[occupation], word);
    __extension__ typedef unsigned __int128 wide;
    wide income = (wide)fen * spread >> SPREAD_BITS;
    return income > INCOME_MAX ? INCOME_MAX : (uint32_t)income;
}

uint32_t gx_income_of_sex(const gx_money *money, uint32_t income, uint32_t sex)
{
    return (uint32_t)((uint64_t)income * money->sex_factor[sex] >> FACTOR_BITS);
}

uint32_t gx_income_rank(const gx_money *money, uint32_t income)
{
    if (income < 1u << GX_RANK_FROM)
        return 0;
    uint32_t octave = 31 - (uint32_t)__builtin_clz(income);
    if (octave >= GX_RANK_UNTIL)
        return UINT32_MAX;
    uint32_t shift = octave - 5; /* 2^5 pieces an octave */
    uint32_t at = (octave - GX_RANK_FROM) * GX_RANK_PIECES + ((income >> shift) - GX_RANK_PIECES);
    uint32_t within = income & ((1u << shift) - 1), low = money->rank[at];
    return low + (uint32_t)(((uint64_t)(money->rank[at + 1] - low) * within) >> shift);
}

uint32_t gx_wealth_rank(const gx_money *money, uint32_t income, uint32_t word)
{
    return gx_near(gx_income_rank(money, income), word, money->noise);
}

uint32_t gx_wealth_in(const gx_city *city, int64_t quantile)
{
    __extension__ typedef unsigned __int128 wide;
    wide fen = (wide)(uint64_t)quantile * city->wealth_factor >> FACTOR_BITS;
    return fen > GX_WEALTH_MAX ? (uint32_t)GX_WEALTH_MAX : (uint32_t)fen;
}

uint32_t gx_read_wealth(const gx_money *money, const gx_city *city, uint32_t income, uint32_t word)
{
    return gx_wealth_in(city, gx_quantile(&money->wealth, gx_wealth_rank(money, income, word)));
}
