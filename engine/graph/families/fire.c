/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forest fire (Leskovec, Kleinberg & Faloutsos, "Graph evolution: densification and shrinking diameters", ACM
 * TKDD 1(1), 2007): a new node ties itself to a node drawn at random, and burns on from there: geometric
 * numbers of ties forward, of mean p / (1 - p), and backward, of mean q / (1 - q), each of whose ends burns
 * on likewise.
 *
 * Each step needs all before it, so nothing is gained by a maker of our own: igraph makes it, from a seed
 * that is a keyed draw. Its bytes depend on igraph's version (gx_igraph_version) and on the machine's libm,
 * and igraph runs in one thread. What feeds a run must not be made here: export it and import the file.
 */
#include "../measures/bridge.h"
#include "../purposes.h"
#include "makers.h"
#include "pairs.h"

#include <gx/base/memory.h>

enum { DENSE_NODES = 10000, SPARSE_NODES = 2000000 };

/* A fire of which each node lights more than one other burns a share of all nodes. */
static gx_status check(const gx_maker *maker, gx_error *error)
{
    double p = maker->config->burn_forward, q = maker->config->burn_backward;
    if (p == 0 && q > 0)
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "family.burn_backward is %g, but must be 0 when burn_forward is 0", q);
    double lit = p / (1 - p) + q / (1 - q);
    uint32_t most = lit > 1.1 ? DENSE_NODES : SPARSE_NODES;
    if (maker->nodes > most)
        return gx_fail(
            error, GX_ERR_LIMIT,
            "family: a forest fire in which each node lights %.3g others is made for at most %u nodes; "
            "ask for fewer nodes%s",
            lit, most, lit > 1.1 ? " or lower burn_forward and burn_backward" : "");
    return GX_OK;
}

gx_status gx_make_forest_fire(gx_rows *out, const gx_maker *maker, gx_error *error)
{
    gx_status status = check(maker, error);
    gx_pairs ties = {0};
    uint64_t count = 0, seed = gx_draw_high(gx_draw_at(maker->key, GX_DRAW_FIRE, 0, 0, 0));
    if (status == GX_OK && maker->nodes > 1)
        status = gx_bridge_forest_fire(&ties.pair, &count, maker->nodes, maker->config->burn_forward,
                                       maker->config->burn_backward, seed, error);
    ties.count = ties.capacity = (size_t)count;
    if (status == GX_OK)
        status = gx_pairs_join(out, maker->nodes, &ties, 1, maker->threads, "a forest fire", error);
    gx_free(ties.pair);
    return status;
}
