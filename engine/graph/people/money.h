/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Income and what is in the wallet. */
#ifndef GX_GRAPH_MONEY_H
#define GX_GRAPH_MONEY_H

#include "lives.h"
#include "places.h"

#include <gx/base/sample.h>

/* Octaves of income in which ranks are known, 2^8 … 2^28 fen, and pieces of each. */
enum { GX_RANK_FROM = 8, GX_RANK_UNTIL = 28, GX_RANK_PIECES = 32 };
enum { GX_RANKS = (GX_RANK_UNTIL - GX_RANK_FROM) * GX_RANK_PIECES };
enum { GX_WEALTH_MAX = 1000000000 };

typedef struct gx_money {
    uint32_t median[GX_OCCUPATIONS][GX_SCHOOLINGS]; /* of income, fen a month, before the factors */
    uint32_t sex_factor[2];                         /* 2^-16 */
    gx_quantiles spread[GX_OCCUPATIONS];            /* round it, in 2^-20 */
    uint32_t rank[GX_RANKS + 1];                    /* of an income among all users, in 2^-32 */
    gx_quantiles wealth;
    uint32_t noise; /* between the ranks of income and of wealth, in 2^-16 of the range */
} gx_money;

/* `places` and `city_first` are ready. */
void gx_money_make(gx_money *money, const gx_statistics *statistics, const gx_population_config *config,
                   const gx_lives *lives, const gx_places *places, const uint32_t *city_first,
                   uint32_t cities);

/* Income before the difference of the sexes, the income of a sex, and the wallet. */
uint32_t gx_read_income(const gx_money *money, const gx_city *city, uint32_t occupation, uint32_t schooling,
                        uint32_t word);
uint32_t gx_income_of_sex(const gx_money *money, uint32_t income, uint32_t sex);
uint32_t gx_read_wealth(const gx_money *money, const gx_city *city, uint32_t income, uint32_t word);

/* The wallet in two steps, for many at once: its rank, in 2^-32, and what the quantile of money->wealth at
 * that rank is in the city. */
uint32_t gx_wealth_rank(const gx_money *money, uint32_t income, uint32_t word);
uint32_t gx_wealth_in(const gx_city *city, int64_t quantile);

/* The share of users, in 2^-32, with a lower income before the difference of the sexes. */
uint32_t gx_income_rank(const gx_money *money, uint32_t income);

#endif
