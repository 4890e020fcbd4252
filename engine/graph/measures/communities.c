/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "communities.h"

#include <gx/base/memory.h>

#include <math.h>

static double weight_of(const gx_bridge_graph *graph, uint64_t edge)
{
    return graph->weight != NULL ? graph->weight[edge] : 1.0;
}

/* Q = sum over communities of (weight inside / W - (strength / 2 W)^2). */
static double modularity_of(const gx_bridge_graph *graph, const uint32_t *membership, const double *strength,
                            double *inside, double *all, uint64_t count)
{
    double total = 0, modularity = 0;
    for (uint64_t edge = 0; edge < graph->edges; edge++) {
        total += weight_of(graph, edge);
        if (membership[graph->from[edge]] == membership[graph->to[edge]])
            inside[membership[graph->from[edge]]] += weight_of(graph, edge);
    }
    for (uint32_t node = 0; node < graph->nodes; node++)
        all[membership[node]] += strength[node];
    for (uint64_t at = 0; at < count; at++)
        modularity += inside[at] / total - all[at] / (2 * total) * (all[at] / (2 * total));
    return modularity;
}

gx_status gx_communities_find(uint64_t *count, double *modularity, const gx_bridge_graph *graph,
                              uint64_t seed, gx_error *error)
{
    *count = 0;
    *modularity = NAN;
    double total = 0;
    for (uint64_t edge = 0; edge < graph->edges; edge++)
        total += weight_of(graph, edge);
    if (!(total > 0))
        return GX_OK;
    uint32_t *membership = gx_alloc_columns(graph->nodes, sizeof *membership);
    double *strength = gx_alloc_columns(graph->nodes, sizeof *strength);
    double *inside = gx_alloc_columns(graph->nodes, sizeof *inside);
    double *all = gx_alloc_columns(graph->nodes, sizeof *all);
    gx_status status = GX_OK;
    if (membership == NULL || strength == NULL || inside == NULL || all == NULL)
        status = gx_fail_memory(error, "the communities");
    if (status == GX_OK) {
        for (uint64_t edge = 0; edge < graph->edges; edge++) {
            strength[graph->from[edge]] += weight_of(graph, edge);
            strength[graph->to[edge]] += weight_of(graph, edge);
        }
        status = gx_bridge_leiden(membership, count, graph, strength, seed, error);
    }
    if (status == GX_OK)
        *modularity = modularity_of(graph, membership, strength, inside, all, *count);
    gx_free(membership);
    gx_free(strength);
    gx_free(inside);
    gx_free(all);
    return status;
}
