/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Barabasi and Albert's growth with preferential attachment (Science 286, 1999), without waiting for the
 * nodes before.
 *
 * Nodes 0 … m are tied to one another; each later node v makes m ties to different older nodes, drawn in
 * proportion to their degrees. Batagelj & Brandes (Phys. Rev. E 71, 2005) do that by an array of the ends of
 * all ties: to draw an end uniformly is to draw a node by degree.
 *
 *     place     0 … B-1                B    B+1    B+2  B+3   …         B = (m + 1) m: of the first nodes,
 *     holds     0 0 … 1 1 … m m …      v    ?      v    ?               each as often as its degree
 *               first nodes            edge 0      edge 1
 *
 * The place behind an edge's maker holds whatever a uniformly drawn earlier place holds. Since that draw is
 * keyed by the edge, nothing must be stored: follow the draws from place to place until one holds a maker or
 * a first node (Sanders & Schulz, Inf. Process. Lett. 116, 2016). Half of all places do, so two draws are
 * enough on the mean, and edges are made in any order by any thread. The graph of the first nodes does not
 * depend on how many follow.
 *
 * Departures: an edge whose end is taken already by an earlier edge of the same node draws again (attempt 1,
 * 2, …), but what later nodes find at its place is its first draw. Only among the first nodes are such
 * repeats frequent. With m = 1 nothing departs.
 */
#include "../purposes.h"
#include "makers.h"
#include "pairs.h"

enum { ATTEMPTS = 64 };

typedef struct growth {
    gx_key key;
    uint32_t ties;  /* m */
    uint64_t first; /* B: places of the first nodes */
} growth;

/* A uniformly drawn place before those of node `maker`. */
static uint64_t draw_place(const growth *rule, uint64_t edge, uint32_t maker, uint32_t attempt)
{
    uint64_t before = rule->first + 2 * (uint64_t)rule->ties * (maker - rule->ties - 1);
    gx_draw draw = gx_draw_at(rule->key, GX_DRAW_ATTACH, (uint32_t)edge, (uint32_t)(edge >> 32), attempt);
    return gx_below64(gx_draw_high(draw), before);
}

static uint32_t holder(const growth *rule, uint64_t place)
{
    while (place >= rule->first) {
        uint64_t edge = (place - rule->first) / 2;
        uint32_t maker = (uint32_t)(edge / rule->ties) + rule->ties + 1;
        if ((place - rule->first) % 2 == 0)
            return maker;
        place = draw_place(rule, edge, maker, 0);
    }
    return (uint32_t)(place / rule->ties);
}

static bool taken(const uint64_t *pair, uint32_t count, uint32_t node)
{
    for (uint32_t at = 0; at < count; at++)
        if ((uint32_t)pair[at] == node)
            return true;
    return false;
}

/* Many draws found only what is taken: the next node that is not (there are always m older ones). */
static uint32_t free_after(const uint64_t *pair, uint32_t count, uint32_t node, uint32_t maker)
{
    do
        node = (node + 1) % maker;
    while (taken(pair, count, node));
    return node;
}

static void attach(gx_pairs *pairs, const growth *rule, uint32_t maker)
{
    const uint64_t *mine = pairs->pair + pairs->count;
    for (uint32_t at = 0; at < rule->ties; at++) {
        uint64_t edge = (uint64_t)(maker - rule->ties - 1) * rule->ties + at;
        uint32_t end = holder(rule, draw_place(rule, edge, maker, 0));
        for (uint32_t attempt = 1; attempt < ATTEMPTS && taken(mine, at, end); attempt++)
            end = holder(rule, draw_place(rule, edge, maker, attempt));
        if (taken(mine, at, end))
            end = free_after(mine, at, end, maker);
        gx_pairs_add(pairs, maker, end);
    }
}

static bool grow(gx_pairs *pairs, const void *context, uint32_t first, uint32_t end)
{
    const growth *rule = context;
    for (uint32_t node = first; node < end; node++) {
        uint32_t ties = node <= rule->ties ? node : rule->ties;
        if (!gx_pairs_room(pairs, node == first ? (size_t)(end - first) * ties : ties))
            return false;
        if (node > rule->ties)
            attach(pairs, rule, node);
        for (uint32_t other = 0; node <= rule->ties && other < node; other++)
            gx_pairs_add(pairs, node, other);
    }
    return true;
}

gx_status gx_make_barabasi_albert(gx_rows *out, const gx_maker *maker, gx_error *error)
{
    uint32_t ties = (uint32_t)maker->config->neighbours;
    if (ties >= maker->nodes)
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "family.neighbours is %u, but barabasi_albert begins with a node more than that, all "
                       "tied: with %u nodes it is at most %u (and a graph of one node is `complete`)",
                       ties, maker->nodes, maker->nodes - 1);
    gx_status status = gx_family_fits((double)ties * maker->nodes, error);
    if (status != GX_OK)
        return status;
    growth rule = {maker->key, ties, (uint64_t)(ties + 1) * ties};
    return gx_pairs_make(out, maker->nodes, grow, &rule, maker->threads, "a graph of preferential attachment",
                         error);
}
