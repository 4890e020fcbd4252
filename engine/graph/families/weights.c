/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chung and Lu's graphs of given expected degrees (Ann. Combin. 6, 2002): nodes i and j are tied with
 * probability w_i w_j / S, S the sum of all weights, independently; so node i expects w_i ties (less w_i^2/S,
 * since nobody is tied to oneself).
 *
 * Weights fall from node 0 on: w_i is the quantile 1 - (i + 1/2) / n of a Pareto law cut off at degree_max,
 * whose lower end is such that the mean is `degree`. No weight may be above sqrt(S), where probabilities
 * would exceed 1.
 *
 * Not all pairs are asked (compare Miller & Hagberg 2011). Nodes are cut into classes of nearly equal weight;
 * p* = w*_A w*_B / S with the largest weights of two classes bounds the probability of their pairs. Let each
 * j > i own a stretch of length -ln(1 - p*) on a line. Throw a Poisson number of points, its mean the length
 * of the line, uniformly on it: j is hit by at least one with probability p*, independently of all others.
 * A node that was hit is tied with probability w_i w_j / (w*_A w*_B), by the word of its first hit.
 *
 *     i's line   |  rest of its class  |    class A + 1    |  A + 2 | … |      lengths add up class by class
 *                   |      |        x           x                x             points
 *
 * Where p* is above one half the line would be long: such pairs, among the heaviest nodes, are asked one by
 * one. Points are named by node and number. O(nodes + ties).
 */
#include "../purposes.h"
#include "makers.h"
#include "pairs.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/base/sort.h>

#include <math.h>

enum { CLASSES = 64 };
#define HEAVY 0.5
static const double least_weight = 1e-9; /* of the largest */

typedef struct classes {
    gx_key key;
    uint32_t nodes, count;
    const double *weight;
    double sum;
    uint32_t first[CLASSES + 1];
    double length[CLASSES][CLASSES];     /* -ln(1 - p*) of a pair; 0 where pairs are asked one by one */
    double before[CLASSES][CLASSES + 1]; /* [A][B]: of all nodes in classes A + 1 … B - 1, for a node of A */
} classes;

/* Mean of the Pareto law with density ~ w^-x on low … high. */
static double mean_of(double low, double high, double x)
{
    double a = 1 - x, b = 2 - x;
    if (b < 1e-6 && b > -1e-6)
        b = 1e-6;
    return a / b * ((gx_pow(high, b) - gx_pow(low, b)) / (gx_pow(high, a) - gx_pow(low, a)));
}

/* The lower end that makes the mean: bisection of its logarithm. */
static double find_low(double high, double mean, double x)
{
    double below = gx_log(high * least_weight), above = gx_log(high * (1 - 1e-9));
    for (int step = 0; step < 60; step++) {
        double middle = (below + above) / 2;
        if (mean_of(gx_exp(middle), high, x) < mean)
            below = middle;
        else
            above = middle;
    }
    return gx_exp(above);
}

/* The largest weight: degree_max, or the square root of the sum. */
static gx_status find_high(double *high, const gx_maker *maker, gx_error *error)
{
    const gx_family_config *config = maker->config;
    double most = sqrt(config->degree * maker->nodes);
    *high = 0;
    if (config->degree == 0)
        return GX_OK;
    *high = config->degree_max > 0 ? (double)config->degree_max : most;
    if (config->degree > maker->nodes - 1.0)
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "family.degree is %g, but among %u nodes the mean degree is at most %u",
                       config->degree, maker->nodes, maker->nodes - 1);
    if (*high > most * (1 + 1e-9))
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "family.degree_max is %g, but chung_lu needs at most %g, the square root of nodes x "
                       "degree, above which probabilities would exceed 1; 0 takes that",
                       *high, most);
    if (*high < config->degree)
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "family.degree_max is %g, but must be at least the mean degree %g, or 0", *high,
                       config->degree);
    return gx_family_fits(config->degree * maker->nodes / 2, error);
}

gx_status gx_chung_lu_weights(double *weight, const gx_maker *maker, gx_error *error)
{
    double high, mean = maker->config->degree, x = maker->config->exponent, sum = 0;
    uint32_t nodes = maker->nodes;
    gx_status status = find_high(&high, maker, error);
    if (status != GX_OK)
        return status;
    bool alike = high <= mean * (1 + 1e-9); /* no spread */
    double low = alike ? mean : find_low(high, mean, x);
    double a = 1 - x, least = gx_pow(low > 0 ? low : 1, a), most = gx_pow(high > 0 ? high : 1, a);
#pragma omp parallel for schedule(static) num_threads((int)maker->threads)
    for (int64_t node = 0; node < (int64_t)nodes; node++) {
        double u = ((double)node + 0.5) / nodes;
        weight[node] = alike ? mean : gx_pow(most + u * (least - most), 1 / a);
    }
    for (uint32_t node = 0; node < nodes; node++)
        sum += weight[node];
    double scale =
        sum > 0 ? mean * nodes / sum : 1; /* of a sum by midpoints, that misses the mean a little */
    for (uint32_t node = 0; node < nodes; node++) {
        double scaled = weight[node] * scale;
        weight[node] = scaled < high ? scaled : high;
    }
    return GX_OK;
}

/* -ln(1 - p); the logarithm alone would see nothing of a very small p. */
static double stretch(double p)
{
    return p < 1e-5 ? p + p * p / 2 : -gx_log(1 - p);
}

/* Cut into classes with a constant ratio of weights, and measure the lines. */
static void classify(classes *all)
{
    const double *weight = all->weight;
    double ratio = gx_pow(weight[all->nodes - 1] / weight[0], 1.0 / CLASSES), bound = weight[0];
    for (uint32_t node = 0; node < all->nodes; node++) {
        all->sum += weight[node];
        if (node == 0 || (weight[node] < bound * ratio && all->count < CLASSES)) {
            all->first[all->count++] = node;
            bound = weight[node];
        }
    }
    all->first[all->count] = all->nodes;
    for (uint32_t a = 0; a < all->count; a++)
        for (uint32_t b = a; b < all->count; b++) {
            double chance = weight[all->first[a]] * weight[all->first[b]] / all->sum;
            all->length[a][b] = chance > HEAVY ? 0 : stretch(chance);
            double before = b > a ? all->before[a][b] : 0;
            double nodes = b > a ? (double)(all->first[b + 1] - all->first[b]) : 0;
            all->before[a][b + 1] = before + nodes * all->length[a][b];
        }
}

static bool ask_heavy(gx_pairs *pairs, const classes *all, uint32_t node, uint32_t end)
{
    if (!gx_pairs_room(pairs, end - node))
        return false;
    for (uint32_t other = node + 1; other < end; other++) {
        gx_chance chance = gx_chance_of(all->weight[node] * all->weight[other] / all->sum);
        if (gx_happens(chance, gx_draw_at(all->key, GX_DRAW_HEAVY_PAIR, node, other, 0).word[0]))
            gx_pairs_add(pairs, node, other);
    }
    return true;
}

/* Whom the point at `at` of the line of `node`, of class `own`, hits; and the class. */
static uint32_t hit_at(const classes *all, uint32_t node, uint32_t own, double rest, double at, uint32_t *in)
{
    uint32_t low = own, high = all->count, first = node + 1;
    if (at < rest) {
        high = own + 1;
    } else {
        at -= rest;
        low = own + 1;
        while (high - low > 1) { /* before[own][low] <= at < before[own][high] */
            uint32_t middle = low + (high - low) / 2;
            if (all->before[own][middle] <= at)
                low = middle;
            else
                high = middle;
        }
        at -= all->before[own][low];
        first = all->first[low];
    }
    *in = low;
    uint32_t step = (uint32_t)(at / all->length[own][low]), last = all->first[high] - 1;
    return first + step < last ? first + step : last;
}

/* The points of a node: hits in work[0 … ], sorted, as other << 32 | number. */
static void throw_points(uint64_t *work, uint32_t points, const classes *all, uint32_t node, uint32_t own,
                         double rest, double line)
{
    for (uint32_t number = 0; number < points; number++) {
        gx_draw draw = gx_draw_at(all->key, GX_DRAW_CHUNG_LU, node, number, 1);
        double at = (double)(gx_draw_high(draw) >> 11) * (1.0 / 9007199254740992.0) * line;
        uint32_t in, other = hit_at(all, node, own, rest, at, &in);
        double bound = all->weight[all->first[own]] * all->weight[all->first[in]];
        /* The lightest of the class nearly always tells, and is near in memory where the one hit is not. */
        double least = all->weight[node] * all->weight[all->first[in + 1] - 1];
        bool tied = gx_happens(gx_chance_of(least / bound), draw.word[2]) ||
                    gx_happens(gx_chance_of(all->weight[node] * all->weight[other] / bound), draw.word[2]);
        work[number] = (uint64_t)other << 32 | (uint64_t)number << 1 | tied;
    }
    gx_sort_u64(work, work + points, points);
}

static bool ask_line(gx_pairs *pairs, const classes *all, uint32_t node, uint32_t own)
{
    double rest = all->length[own][own] * (double)(all->first[own + 1] - node - 1);
    double line = rest + all->before[own][all->count];
    if (!(line > 0))
        return true;
    uint32_t points = gx_poisson(line, gx_draw_at(all->key, GX_DRAW_CHUNG_LU, node, 0, 0).word[0]);
    /* The hits stand for a while behind the room of the pairs they may become. */
    if (!gx_pairs_room(pairs, 3 * (size_t)points))
        return false;
    uint64_t *work = pairs->pair + pairs->count + points;
    throw_points(work, points, all, node, own, rest, line);
    uint64_t last = UINT64_MAX;
    for (uint32_t at = 0; at < points; at++) {
        uint64_t other = work[at] >> 32;
        if (other != last && (work[at] & 1)) /* the first hit decides */
            gx_pairs_add(pairs, node, (uint32_t)other);
        last = other;
    }
    return true;
}

static bool ask_nodes(gx_pairs *pairs, const void *context, uint32_t first, uint32_t end)
{
    const classes *all = context;
    uint32_t own = 0;
    for (uint32_t node = first; node < end; node++) {
        while (all->first[own + 1] <= node)
            own++;
        uint32_t heavy = own; /* classes whose pairs with this one are asked one by one: own … heavy - 1 */
        while (heavy < all->count &&
               all->weight[all->first[own]] * all->weight[all->first[heavy]] / all->sum > HEAVY)
            heavy++;
        if (heavy > own && !ask_heavy(pairs, all, node, all->first[heavy]))
            return false;
        if (!ask_line(pairs, all, node, own))
            return false;
    }
    return true;
}

gx_status gx_make_chung_lu(gx_rows *out, const gx_maker *maker, gx_error *error)
{
    double *weight = gx_alloc_columns(maker->nodes, sizeof *weight);
    classes *all = gx_alloc(1, sizeof *all);
    gx_status status = weight != NULL && all != NULL
                           ? gx_chung_lu_weights(weight, maker, error)
                           : gx_fail_memory(error, "a graph of given expected degrees");
    if (status == GX_OK && maker->config->degree > 0) {
        all->key = maker->key;
        all->nodes = maker->nodes;
        all->weight = weight;
        classify(all);
        status = gx_pairs_make(out, maker->nodes, ask_nodes, all, maker->threads,
                               "a graph of given expected degrees", error);
    } else if (status == GX_OK) {
        status = gx_pairs_join(out, maker->nodes, NULL, 0, 1, "a graph", error);
    }
    gx_free(all);
    gx_free(weight);
    return status;
}
