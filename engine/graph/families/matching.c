/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration model (Bender & Canfield 1978, Bollobas 1980): every node has as many ends of ties as its
 * degree, and the ends are paired at random.
 *
 * Degrees are drawn from P(k) ~ k^-exponent, degree_min <= k <= degree_max, each from its node's word, so
 * that more nodes change no degree. If their sum is odd, the last node whose degree is below the largest gets
 * one more. Ends are shuffled from the inside out (Fisher & Yates; Knuth, vol. 2): end t takes a random place
 * among the first t + 1 and what stood there moves to place t; so ends that are added at the back move few of
 * those before. Places 2 t and 2 t + 1 make a tie.
 *
 * Loops and repeats are then erased, so hubs have a little less than their degree: about (<k^2>/<k> - 1)^2 /
 * 4 repeats and (<k^2>/<k> - 1) / 2 loops in all, whatever the number of nodes. (To keep them away by drawing
 * again would bend the distribution over graphs.)
 */
#include "../purposes.h"
#include "makers.h"
#include "pairs.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>

enum { DEGREES_MAX = 4000000 }; /* different ones: of the table */

static gx_status check(const gx_maker *maker, gx_error *error)
{
    const gx_family_config *config = maker->config;
    if (config->degree_min > (int64_t)maker->nodes - 1)
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "family.degree_min is %lld, but among %u nodes a degree is at most %u",
                       (long long)config->degree_min, maker->nodes, maker->nodes - 1);
    if (config->degree_max == 0)
        return GX_OK;
    if (config->degree_max < config->degree_min)
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "family.degree_max is %lld, but must be at least degree_min, %lld, or 0",
                       (long long)config->degree_max, (long long)config->degree_min);
    if (config->degree_max > (int64_t)maker->nodes - 1)
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "family.degree_max is %lld, but among %u nodes a degree is at most %u",
                       (long long)config->degree_max, maker->nodes, maker->nodes - 1);
    if (config->degree_max - config->degree_min >= DEGREES_MAX)
        return gx_fail(error, GX_ERR_LIMIT, "family: degrees may span at most %d values", (int)DEGREES_MAX);
    return GX_OK;
}

/* Weights of the degrees low … high; the first is of degree 1 when low is 0, which no power law has: then all
 * of degree 0 is as likely as degree 1. Returns their mean. */
static double weigh(double *weight, double exponent, uint32_t low, uint32_t high)
{
    double sum = 0, ties = 0;
    for (uint32_t degree = low; degree <= high; degree++) {
        double here = gx_pow((double)(degree > 0 ? degree : 1), -exponent);
        if (weight != NULL)
            weight[degree - low] = here;
        sum += here;
        ties += here * degree;
    }
    return ties / sum;
}

/* degree_max, or the largest degree whose square is at most the sum of all degrees, found by going up. */
static uint32_t largest(const gx_maker *maker)
{
    const gx_family_config *config = maker->config;
    if (config->degree_max > 0)
        return (uint32_t)config->degree_max;
    uint32_t high = (uint32_t)config->degree_min, low = high;
    double sum = 0, ties = 0;
    for (; high < maker->nodes - 1 && high - low < DEGREES_MAX - 1; high++) {
        double next = (double)high + 1;
        double here = gx_pow((double)(high > 0 ? high : 1), -config->exponent);
        sum += here;
        ties += here * high;
        if (next * next > maker->nodes * (ties / sum))
            break;
    }
    return high;
}

/* One more for the last node that has room, when the sum is odd. */
static gx_status make_even(uint32_t *degree, uint32_t nodes, uint32_t high, uint64_t sum, gx_error *error)
{
    if (sum % 2 == 0)
        return GX_OK;
    for (uint32_t node = nodes; node-- > 0;)
        if (degree[node] < high) {
            degree[node]++;
            return GX_OK;
        }
    return gx_fail(error, GX_ERR_ARGUMENT,
                   "family: %u nodes that all have %u ties make an odd sum; ask for an even one", nodes,
                   high);
}

gx_status gx_configuration_degrees(uint32_t *degree, const gx_maker *maker, gx_error *error)
{
    gx_status status = check(maker, error);
    if (status != GX_OK)
        return status;
    uint32_t low = (uint32_t)maker->config->degree_min, high = largest(maker);
    double *weight = gx_alloc((size_t)high - low + 1, sizeof *weight);
    if (weight == NULL)
        return gx_fail_memory(error, "the degrees");
    double mean = weigh(weight, maker->config->exponent, low, high);
    gx_steps *steps = NULL;
    status = gx_family_fits(mean * maker->nodes / 2, error);
    if (status == GX_OK)
        status = gx_steps_create(&steps, weight, high - low + 1, error);
    uint64_t sum = 0;
    for (uint32_t node = 0; status == GX_OK && node < maker->nodes; node++) {
        gx_draw draw = gx_draw_at(maker->key, GX_DRAW_FAMILY_DEGREE, node, 0, 0);
        degree[node] = low + gx_steps_draw(steps, gx_draw_high(draw));
        sum += degree[node];
    }
    gx_steps_free(steps);
    gx_free(weight);
    return status == GX_OK ? make_even(degree, maker->nodes, high, sum, error) : status;
}

/* The ends in random order; a serial walk, since each step moves what the one before left. */
static void shuffle(uint32_t *end, const uint32_t *degree, uint32_t nodes, gx_key key)
{
    uint64_t count = 0;
    for (uint32_t node = 0; node < nodes; node++)
        for (uint32_t at = 0; at < degree[node]; at++, count++) {
            gx_draw draw = gx_draw_at(key, GX_DRAW_STUB, (uint32_t)count, (uint32_t)(count >> 32), 0);
            uint64_t place = gx_below64(gx_draw_high(draw), count + 1);
            end[count] = end[place];
            end[place] = node;
        }
}

/* Consecutive ends as pairs; NULL when memory is exhausted. */
static uint64_t *pair_up(const uint32_t *end, uint64_t ties)
{
    uint64_t *pair = gx_alloc_columns((size_t)ties, sizeof *pair);
    for (uint64_t at = 0; pair != NULL && at < ties; at++)
        pair[at] = (uint64_t)end[2 * at] << 32 | end[2 * at + 1];
    return pair;
}

static gx_status join(gx_rows *out, const gx_maker *maker, uint64_t *pair, uint64_t ties, gx_error *error)
{
    gx_pairs run[GX_PAIR_RUNS] = {0};
    for (uint64_t at = 0; at < GX_PAIR_RUNS; at++) {
        uint64_t first = ties * at / GX_PAIR_RUNS, last = ties * (at + 1) / GX_PAIR_RUNS;
        run[at] = (gx_pairs){pair + first, last - first, last - first};
    }
    return gx_pairs_join(out, maker->nodes, run, GX_PAIR_RUNS, maker->threads, "a graph of given degrees",
                         error);
}

/* The pairs of a graph with these degrees; NULL when memory is exhausted. */
static uint64_t *match(uint64_t *ties, const uint32_t *degree, const gx_maker *maker)
{
    uint64_t sum = 0;
    for (uint32_t node = 0; node < maker->nodes; node++)
        sum += degree[node];
    uint32_t *end = gx_alloc_columns((size_t)sum, sizeof *end);
    if (end == NULL)
        return NULL;
    shuffle(end, degree, maker->nodes, maker->key);
    *ties = sum / 2;
    uint64_t *pair = pair_up(end, *ties);
    gx_free(end);
    return pair;
}

gx_status gx_make_configuration(gx_rows *out, const gx_maker *maker, gx_error *error)
{
    uint32_t *degree = gx_alloc_columns(maker->nodes, sizeof *degree);
    uint64_t *pair = NULL, ties = 0;
    if (degree == NULL)
        return gx_fail_memory(error, "the degrees");
    gx_status status = gx_configuration_degrees(degree, maker, error);
    if (status == GX_OK) {
        pair = match(&ties, degree, maker);
        status = pair != NULL ? join(out, maker, pair, ties, error)
                              : gx_fail_memory(error, "a graph of given degrees");
    }
    gx_free(pair);
    gx_free(degree);
    return status;
}
