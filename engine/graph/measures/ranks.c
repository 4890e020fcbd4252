/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PageRank of an undirected graph: a walker who goes on along a tie with a chance in proportion to its
 * strength, and starts anew anywhere with chance 0.15, or when there is no tie. igraph is given each tie
 * once: it takes an undirected graph for both directions by itself, at half the memory. */
#include "ranks.h"
#include "bridge.h"

#include <gx/base/memory.h>

void gx_top_offer(gx_top_ranks *top, uint32_t node, double rank)
{
    uint32_t place = top->count;
    while (place > 0 && top->rank[place - 1] < rank)
        place--;
    if (place >= GX_COUNT_OF(top->node))
        return;
    top->count += top->count < GX_COUNT_OF(top->node);
    for (uint32_t at = top->count - 1; at > place; at--) {
        top->node[at] = top->node[at - 1];
        top->rank[at] = top->rank[at - 1];
    }
    top->node[place] = node;
    top->rank[place] = rank;
}

gx_status gx_pagerank_top(gx_top_ranks *out, const gx_rows *graph, gx_error *error)
{
    *out = (gx_top_ranks){0};
    size_t ties = (size_t)graph->offset[graph->rows] / 2, next = 0;
    uint32_t *from = gx_alloc_columns(ties, sizeof *from);
    uint32_t *to = gx_alloc_columns(ties, sizeof *to);
    double *weight = gx_alloc_columns(ties, sizeof *weight);
    double *rank = gx_alloc_columns(graph->rows, sizeof *rank);
    gx_status status = GX_OK;
    if (from == NULL || to == NULL || weight == NULL || rank == NULL)
        status = gx_fail_memory(error, "PageRank");
    for (uint32_t node = 0; status == GX_OK && node < graph->rows; node++)
        for (uint64_t at = graph->offset[node]; at < graph->offset[node + 1]; at++) {
            if (graph->column[at] < node)
                continue;
            if (next == ties) {
                status = gx_fail(error, GX_ERR_ARGUMENT, "graph: the rows are not symmetric");
                break;
            }
            from[next] = node;
            to[next] = graph->column[at];
            weight[next++] = graph->strength != NULL ? graph->strength[at] : 1;
        }
    gx_bridge_graph plain = {.nodes = graph->rows, .edges = next, .from = from, .to = to, .weight = weight};
    if (status == GX_OK && graph->rows > 0)
        status = gx_bridge_pagerank(rank, &plain, false, error);
    for (uint32_t node = 0; status == GX_OK && node < graph->rows; node++)
        gx_top_offer(out, node, rank[node]);
    gx_free(from);
    gx_free(to);
    gx_free(weight);
    gx_free(rank);
    return status;
}
