/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which city a tie from a city leads to: gravity. See gravity.c. */
#ifndef GX_GRAPH_GRAVITY_H
#define GX_GRAPH_GRAVITY_H

#include "../layers/decay.h"

#include <gx/graph/population.h>

typedef struct gx_gravity {
    uint32_t cities;
    gx_decay decay;
    double *x, *y;    /* km, of a city's centre */
    double *inner;    /* km: mean distance of two of its own users */
    double *weight;   /* share of all users' weight, the sum being 1 */
    double *factor;   /* f: balances what a city's users choose and are chosen; km^(x/2) */
    uint32_t rounds;  /* of balancing that were needed */
    double imbalance; /* left: the largest deviation of a city's expected ties from its weight, relative */
} gx_gravity;

/* From the sums of weights of the users before each city: before[city_first[c]]. GX_ERR_MEMORY. On failure
 * what was allocated stays for gx_gravity_free. O(cities^2) a round, some ten rounds; memory O(cities). */
gx_status gx_gravity_make(gx_gravity *out, const gx_population *population, const uint64_t *before,
                          double exponent, uint32_t threads, gx_error *error);
void gx_gravity_free(gx_gravity *gravity);

/* The pull between two users, one in each city: how much more likely they are tied than if there were no
 * places. f_a f_b d_ab^-x. */
double gx_gravity_pull(const gx_gravity *gravity, uint32_t city, uint32_t other);

/* sums[b]: the chances of the cities before b, in 2^-32, for a tie from `city`; cities + 1 entries, the last
 * is 2^32. O(cities). */
void gx_gravity_row(const gx_gravity *gravity, uint32_t city, uint64_t *sums);

#endif
