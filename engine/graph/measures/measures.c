/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "communities.h"
#include "shape.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/graph/measures.h>

#include <math.h>

/* Both directions of an edge must be there: their hashes cancel out. */
static gx_status check_rows(const gx_rows *graph, gx_error *error)
{
    uint64_t balance = 0;
    for (uint32_t node = 0; node < graph->rows; node++) {
        if (graph->offset[node] > graph->offset[node + 1])
            return gx_fail(error, GX_ERR_ARGUMENT, "graph: the offset of row %u decreases", node);
        for (uint64_t at = graph->offset[node]; at < graph->offset[node + 1]; at++) {
            uint32_t column = graph->column[at];
            if (column >= graph->rows || column == node ||
                (at > graph->offset[node] && column <= graph->column[at - 1]))
                return gx_fail(error, GX_ERR_ARGUMENT,
                               "graph: row %u holds %u, a loop, a repeat, out of order or out of range", node,
                               column);
            balance += column > node ? gx_mix_pair(node, column) : 0 - gx_mix_pair(column, node);
        }
    }
    if (balance != 0)
        return gx_fail(error, GX_ERR_ARGUMENT, "graph: the rows are not symmetric");
    return GX_OK;
}

static gx_status measure_degrees(gx_graph_measures *out, const gx_rows *graph, gx_error *error)
{
    uint32_t nodes = graph->rows;
    uint32_t *degree = gx_alloc_columns(nodes, sizeof *degree);
    uint32_t *scratch = gx_alloc_columns(nodes, sizeof *scratch);
    if (degree == NULL || scratch == NULL) {
        gx_free(degree);
        gx_free(scratch);
        return gx_fail_memory(error, "the degrees");
    }
    for (uint32_t node = 0; node < nodes; node++)
        degree[node] = gx_row_length(graph, node);
    gx_side side;
    gx_degrees_sums sums = gx_degrees_summarise(&side, degree, scratch, nodes);
    out->degree_mean = side.mean;
    out->degree_sd = side.sd;
    out->degree_second_ratio = sums.sum > 0 ? (double)sums.squares / (double)sums.sum : (double)NAN;
    out->degree_gini = side.gini;
    out->degree_max = side.max;
    out->degree_p10 = side.p10;
    out->degree_p50 = side.p50;
    out->degree_p90 = side.p90;
    out->degree_p99 = side.p99;
    out->isolated = side.without;
    out->degree_bins = gx_degrees_bin(out->degree_bin, degree, nodes);
    double growth = out->degree_second_ratio - 1;
    out->distance_theory = growth > 1 ? gx_log((double)nodes) / gx_log(growth) : (double)NAN;
    gx_free(degree);
    gx_free(scratch);
    return GX_OK;
}

static gx_status measure_clustering(gx_graph_measures *out, const gx_rows *graph,
                                    const gx_measure_options *options, uint32_t threads, gx_error *error)
{
    gx_shape_clustering found;
    bool sampled = options->sample_edges > 0 && out->edges > options->sample_edges;
    gx_status status = sampled ? gx_shape_cluster_sampled(&found, graph, options->seed, threads, error)
                               : gx_shape_cluster(&found, graph, threads, error);
    if (status != GX_OK)
        return status;
    out->clustering_average = found.average;
    out->clustering_defined = found.defined;
    out->clustering_global = found.global;
    out->clustering_sampled = found.sampled;
    out->clustering_average_error = found.average_error;
    out->clustering_global_error = found.global_error;
    for (uint32_t bin = 0; bin < out->degree_bins; bin++)
        out->degree_bin[bin].clustering = found.by_degree[bin];
    return GX_OK;
}

/* Each edge once, from its lower end. */
static gx_status measure_communities(gx_graph_measures *out, const gx_rows *graph, uint64_t seed,
                                     gx_error *error)
{
    uint32_t *from = gx_alloc_columns((size_t)out->edges, sizeof *from);
    uint32_t *to = gx_alloc_columns((size_t)out->edges, sizeof *to);
    gx_status status = GX_OK;
    if (from == NULL || to == NULL) {
        status = gx_fail_memory(error, "the communities");
    } else {
        uint64_t edge = 0;
        for (uint32_t node = 0; node < graph->rows; node++)
            for (uint64_t at = graph->offset[node]; at < graph->offset[node + 1]; at++)
                if (node < graph->column[at]) {
                    from[edge] = node;
                    to[edge++] = graph->column[at];
                }
        gx_bridge_graph plain = {.nodes = graph->rows, .edges = edge, .from = from, .to = to, .weight = NULL};
        status = gx_communities_find(&out->communities, &out->modularity, &plain, seed, error);
    }
    gx_free(from);
    gx_free(to);
    return status;
}

gx_status gx_graph_measure(gx_graph_measures *out, const gx_rows *graph, const gx_measure_options *options,
                           gx_error *error)
{
    *out = (gx_graph_measures){.nodes = graph->rows,
                               .edges = graph->offset[graph->rows] / 2,
                               .degree_mean = NAN,
                               .degree_sd = NAN,
                               .degree_second_ratio = NAN,
                               .degree_gini = NAN,
                               .clustering_average = NAN,
                               .clustering_defined = NAN,
                               .clustering_global = NAN,
                               .assortativity = NAN,
                               .distance_mean = NAN,
                               .distance_p90 = NAN,
                               .distance_theory = NAN,
                               .distance_sources = options->distance_sources,
                               .modularity = NAN};
    gx_status status = check_rows(graph, error);
    if (status != GX_OK || graph->rows == 0)
        return status;
    uint32_t threads = options->threads == 0 ? 1 : options->threads;
    gx_shape_components parts = {0};
    status = measure_degrees(out, graph, error);
    if (status == GX_OK)
        status = measure_clustering(out, graph, options, threads, error);
    if (status == GX_OK && !options->without_core)
        status = gx_shape_core(&out->core_max, graph, error);
    if (status == GX_OK)
        status = gx_shape_find_components(&parts, graph, error);
    if (status == GX_OK) {
        out->assortativity = gx_shape_assortativity(graph);
        out->components = parts.count;
        out->giant = parts.giant;
        status = gx_shape_distances(&out->distance_mean, &out->distance_p90, graph,
                                    parts.order + parts.giant_first, parts.giant, options->distance_sources,
                                    options->seed, threads, error);
    }
    if (status == GX_OK && options->communities && out->edges <= options->communities_max_edges)
        status = measure_communities(out, graph, options->seed, error);
    gx_free(parts.order);
    return status;
}
