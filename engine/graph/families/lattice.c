/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watts and Strogatz's small world (Nature 393, 1998), and the graphs without chance: ring, star, complete.
 *
 * A small world begins as a ring on which each node is tied to the k nearest on either side. The tie of node
 * i to i + s (s = 1 … k) belongs to i and keeps that end; with the chance `rewiring` the other end is moved
 * to a node drawn uniformly among those further than k places away, and not where another tie of i went. So
 * clustering is C0 (1 - p)^3 of the ring's C0 = 3 (K - 2) / (4 (K - 1)) with K = 2 k. (Both ends may move in
 * igraph's version: (1 - p)^6.)
 *
 * Departures: a moved end never comes back to the ring's neighbours; two nodes that each move a tie to the
 * other are tied once, so that some (p k)^2 / 2 of all ties are missing, whatever the size of the graph. On a
 * ring so short that nobody is further away, ties stay.
 */
#include "../purposes.h"
#include "../rows.h"
#include "makers.h"
#include "pairs.h"

enum { ATTEMPTS = 64, REACH_MAX = 1000 }; /* the field's range */

typedef struct ring {
    gx_key key;
    uint32_t nodes, reach;
    gx_chance rewiring;
} ring;

static bool taken(const uint32_t *moved, uint32_t count, uint32_t step)
{
    for (uint32_t at = 0; at < count; at++)
        if (moved[at] == step)
            return true;
    return false;
}

/* The ties of one node; the ends that moved are steps along the ring. At most far-1 of them have moved. */
static void rewire(gx_pairs *pairs, const ring *rule, uint32_t node, uint32_t *moved)
{
    uint32_t far = rule->nodes - 1 - 2 * rule->reach, count = 0;
    for (uint32_t place = 1; place <= rule->reach; place++) {
        uint32_t step = place;
        gx_draw draw = gx_draw_at(rule->key, GX_DRAW_REWIRE, node, place, 0);
        if (gx_happens(rule->rewiring, draw.word[0]) && count < far) {
            step = rule->reach + 1 + (uint32_t)gx_below64(gx_draw_low(draw), far);
            for (uint32_t attempt = 1; attempt < ATTEMPTS && taken(moved, count, step); attempt++) {
                draw = gx_draw_at(rule->key, GX_DRAW_REWIRE, node, place, attempt);
                step = rule->reach + 1 + (uint32_t)gx_below64(gx_draw_low(draw), far);
            }
            while (taken(moved, count, step))
                step = rule->reach + 1 + (step - rule->reach) % far;
            moved[count++] = step;
        }
        uint64_t other = (uint64_t)node + step;
        gx_pairs_add(pairs, node, (uint32_t)(other < rule->nodes ? other : other - rule->nodes));
    }
}

static bool make_ring(gx_pairs *pairs, const void *context, uint32_t first, uint32_t end)
{
    const ring *rule = context;
    uint32_t moved[REACH_MAX];
    if (!gx_pairs_room(pairs, (size_t)(end - first) * rule->reach))
        return false;
    for (uint32_t node = first; node < end; node++)
        rewire(pairs, rule, node, moved);
    return true;
}

gx_status gx_make_watts_strogatz(gx_rows *out, const gx_maker *maker, gx_error *error)
{
    const gx_family_config *config = maker->config;
    if (2 * config->neighbours >= config->nodes)
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "family.neighbours is %lld on either side of the ring, but %u nodes have room for at "
                       "most %u; ask for more nodes",
                       (long long)config->neighbours, maker->nodes, (maker->nodes - 1) / 2);
    gx_status status = gx_family_fits((double)config->neighbours * maker->nodes, error);
    if (status != GX_OK)
        return status;
    ring rule = {maker->key, maker->nodes, (uint32_t)config->neighbours, gx_chance_of(config->rewiring)};
    return gx_pairs_make(out, maker->nodes, make_ring, &rule, maker->threads, "a small world", error);
}

/* Room for rows of which all have `length` entries, but the first `first`. */
static gx_status allot(gx_rows *out, uint32_t nodes, uint64_t first, uint64_t length, gx_error *error)
{
    gx_status status =
        gx_rows_allocate(out, nodes, first + (nodes - 1) * length, GX_ROWS_PLAIN, "a graph", error);
    for (uint32_t node = 0; status == GX_OK && node < nodes; node++)
        out->offset[node + 1] = out->offset[node] + (node == 0 ? first : length);
    return status;
}

gx_status gx_make_ring(gx_rows *out, const gx_maker *maker, gx_error *error)
{
    uint32_t nodes = maker->nodes, length = nodes < 3 ? nodes - 1 : 2;
    gx_status status = allot(out, nodes, length, length, error);
    for (uint32_t node = 0; status == GX_OK && length > 0 && node < nodes; node++) {
        uint32_t before = (node + nodes - 1) % nodes, after = (node + 1) % nodes;
        out->column[out->offset[node]] = before < after ? before : after;
        out->column[out->offset[node] + length - 1] = before < after ? after : before;
    }
    return status;
}

gx_status gx_make_star(gx_rows *out, const gx_maker *maker, gx_error *error)
{
    uint32_t nodes = maker->nodes;
    gx_status status = allot(out, nodes, nodes - 1, 1, error); /* other rows hold the centre, 0 */
    for (uint32_t node = 1; status == GX_OK && node < nodes; node++)
        out->column[node - 1] = node;
    return status;
}

gx_status gx_make_complete(gx_rows *out, const gx_maker *maker, gx_error *error)
{
    uint32_t nodes = maker->nodes;
    gx_status status = gx_family_fits((double)nodes * (nodes - 1.0) / 2, error);
    if (status == GX_OK)
        status = allot(out, nodes, nodes - 1, nodes - 1, error);
    for (uint32_t node = 0; status == GX_OK && node < nodes; node++) {
        uint32_t *row = out->column + out->offset[node];
        for (uint32_t at = 0; at < nodes - 1; at++)
            row[at] = at < node ? at : at + 1;
    }
    return status;
}
