/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How payments flow: arcs are put into compressed rows (who pays whom, weight beside), and those into an
 * undirected simple graph (who deals with whom). Nodes without an arc are left out: they are renumbered by
 * the order of their numbers. */
#include "../rows.h"
#include "communities.h"
#include "ranks.h"
#include "shape.h"

#include <gx/base/memory.h>
#include <gx/base/sort.h>
#include <gx/graph/measures.h>

#include <math.h>

enum { FIT_MIN = 50 }; /* nodes, for a power law */

typedef struct flow {
    uint32_t nodes;
    uint32_t *name; /* of node i in the caller's numbers */
    gx_rows arcs;   /* directed, ascending */
    uint32_t *from; /* beside arcs.column */
    double *weight; /* beside arcs.column */
    gx_rows ties;   /* undirected */
    uint64_t payments;
} flow;

static gx_status check_arcs(const gx_arcs *arcs, gx_error *error)
{
    for (uint64_t at = 0; at < arcs->count; at++)
        if (arcs->from[at] >= arcs->nodes || arcs->to[at] >= arcs->nodes || !(arcs->weight[at] >= 0) ||
            isinf(arcs->weight[at]))
            return gx_fail(error, GX_ERR_ARGUMENT,
                           "flow: arc %llu (%u to %u) is out of range or has a weight of %g",
                           (unsigned long long)at, arcs->from[at], arcs->to[at], arcs->weight[at]);
    return GX_OK;
}

/* Numbers of the nodes that have an arc. local[] has one entry a caller's node. */
static gx_status name_nodes(flow *work, uint32_t *local, const gx_arcs *arcs, gx_error *error)
{
    for (uint64_t at = 0; at < arcs->count; at++)
        if (arcs->from[at] != arcs->to[at])
            local[arcs->from[at]] = local[arcs->to[at]] = 1;
    for (uint32_t node = 0; node < arcs->nodes; node++)
        work->nodes += local[node];
    work->name = gx_alloc_columns(work->nodes, sizeof *work->name);
    if (work->name == NULL)
        return gx_fail_memory(error, "the flow");
    uint32_t next = 0;
    for (uint32_t node = 0; node < arcs->nodes; node++)
        if (local[node] != 0) {
            work->name[next] = node;
            local[node] = next++;
        }
    return GX_OK;
}

/* Sorted pairs into rows; repeats add up in the order of the input. pair[] and index[] have `count` entries.
 */
static gx_status pack_arcs(flow *work, const uint64_t *pair, const uint64_t *index, uint64_t count,
                           const gx_arcs *arcs, gx_error *error)
{
    uint64_t distinct = 0;
    for (uint64_t at = 0; at < count; at++)
        distinct += at == 0 || pair[at] != pair[at - 1];
    gx_status status = gx_rows_allocate(&work->arcs, work->nodes, distinct, GX_ROWS_PLAIN, "the flow", error);
    work->from = gx_alloc_columns((size_t)distinct, sizeof *work->from);
    work->weight = gx_alloc_columns((size_t)distinct, sizeof *work->weight);
    if (status != GX_OK || work->from == NULL || work->weight == NULL)
        return gx_fail_memory(error, "the flow");
    uint64_t next = 0;
    for (uint64_t at = 0; at < count; at++) {
        if (at == 0 || pair[at] != pair[at - 1]) {
            work->from[next] = (uint32_t)(pair[at] >> 32);
            work->arcs.column[next] = (uint32_t)pair[at];
            work->arcs.offset[(pair[at] >> 32) + 1]++;
            next++;
        }
        work->weight[next - 1] += arcs->weight[index[at]];
        work->payments += arcs->payments != NULL ? arcs->payments[index[at]] : 0;
    }
    gx_rows_sum(work->arcs.offset, work->nodes);
    return GX_OK;
}

static gx_status make_arcs(flow *work, const gx_arcs *arcs, gx_error *error)
{
    uint32_t *local = gx_alloc_columns(arcs->nodes, sizeof *local);
    uint64_t *block = gx_alloc_columns((size_t)arcs->count, 4 * sizeof *block);
    gx_status status = GX_OK;
    if (local == NULL || block == NULL)
        status = gx_fail_memory(error, "the flow");
    if (status == GX_OK)
        status = name_nodes(work, local, arcs, error);
    if (status == GX_OK) {
        uint64_t *pair = block, *index = block + arcs->count, count = 0;
        for (uint64_t at = 0; at < arcs->count; at++)
            if (arcs->from[at] != arcs->to[at]) {
                pair[count] = (uint64_t)local[arcs->from[at]] << 32 | local[arcs->to[at]];
                index[count++] = at;
            }
        gx_sort_pairs_u64(pair, index, block + 2 * arcs->count, block + 3 * arcs->count, (size_t)count);
        status = pack_arcs(work, pair, index, count, arcs, error);
    }
    gx_free(local);
    gx_free(block);
    return status;
}

static gx_status make_ties(flow *work, gx_error *error)
{
    uint64_t arcs = work->arcs.offset[work->nodes];
    uint64_t *both = gx_alloc_columns((size_t)arcs, 4 * sizeof *both);
    if (both == NULL)
        return gx_fail_memory(error, "the flow");
    for (uint64_t at = 0; at < arcs; at++) {
        both[2 * at] = (uint64_t)work->from[at] << 32 | work->arcs.column[at];
        both[2 * at + 1] = (uint64_t)work->arcs.column[at] << 32 | work->from[at];
    }
    gx_sort_u64(both, both + 2 * arcs, (size_t)(2 * arcs));
    uint64_t count = gx_unique_u64(both, (size_t)(2 * arcs));
    gx_status status = gx_rows_allocate(&work->ties, work->nodes, count, GX_ROWS_PLAIN, "the flow", error);
    for (uint64_t at = 0; status == GX_OK && at < count; at++) {
        work->ties.column[at] = (uint32_t)both[at];
        work->ties.offset[(both[at] >> 32) + 1]++;
    }
    if (status == GX_OK)
        gx_rows_sum(work->ties.offset, work->nodes);
    gx_free(both);
    return status;
}

/* What i pays j, 0 when nothing. */
static double paid(const flow *work, uint32_t i, uint32_t j)
{
    uint32_t at;
    return gx_row_has(&work->arcs, i, j, &at) ? work->weight[work->arcs.offset[i] + at] : 0;
}

static void measure_weights(gx_flow_measures *out, const flow *work)
{
    double mutual = 0;
    for (uint64_t at = 0; at < out->arcs; at++) {
        double back = paid(work, work->arcs.column[at], work->from[at]);
        out->weight += work->weight[at];
        mutual += back < work->weight[at] ? back : work->weight[at];
    }
    out->reciprocity = out->weight > 0 ? mutual / out->weight : NAN;
}

static gx_status fit_degrees(gx_flow_measures *out, const flow *work, gx_error *error)
{
    if (work->nodes < FIT_MIN)
        return GX_OK;
    uint32_t *in = gx_alloc_columns(work->nodes, sizeof *in);
    uint32_t *fitted = gx_alloc_columns(work->nodes, sizeof *fitted);
    gx_status status = in == NULL || fitted == NULL ? gx_fail_memory(error, "the flow") : GX_OK;
    if (status == GX_OK) {
        uint64_t count = 0;
        for (uint64_t at = 0; at < out->arcs; at++)
            in[work->arcs.column[at]]++;
        for (uint32_t node = 0; node < work->nodes; node++)
            if (in[node] > 0)
                fitted[count++] = in[node];
        if (count >= FIT_MIN)
            status = gx_bridge_power_law(&out->in_degree_exponent, fitted, count, error);
    }
    if (status == GX_OK) {
        uint64_t count = 0;
        for (uint32_t node = 0; node < work->nodes; node++)
            if (gx_row_length(&work->arcs, node) > 0)
                fitted[count++] = gx_row_length(&work->arcs, node);
        if (count >= FIT_MIN)
            status = gx_bridge_power_law(&out->out_degree_exponent, fitted, count, error);
    }
    gx_free(in);
    gx_free(fitted);
    return status;
}

/* The ten of highest rank; of equals the lower number first. */
static gx_status rank_nodes(gx_flow_measures *out, const flow *work, gx_error *error)
{
    double *rank = gx_alloc_columns(work->nodes, sizeof *rank);
    if (rank == NULL)
        return gx_fail_memory(error, "the flow");
    gx_bridge_graph graph = {work->nodes, out->arcs, work->from, work->arcs.column, work->weight};
    gx_status status = gx_bridge_pagerank(rank, &graph, true, error);
    for (uint32_t node = 0; status == GX_OK && node < work->nodes; node++)
        gx_top_offer(&out->top, work->name[node], rank[node]);
    gx_free(rank);
    return status;
}

static gx_status find_communities(gx_flow_measures *out, const flow *work, uint64_t seed, gx_error *error)
{
    uint64_t ties = work->ties.offset[work->nodes] / 2, next = 0;
    uint32_t *from = gx_alloc_columns((size_t)ties, sizeof *from);
    uint32_t *to = gx_alloc_columns((size_t)ties, sizeof *to);
    double *weight = gx_alloc_columns((size_t)ties, sizeof *weight);
    gx_status status = GX_OK;
    if (from == NULL || to == NULL || weight == NULL)
        status = gx_fail_memory(error, "the communities");
    for (uint32_t node = 0; status == GX_OK && node < work->nodes; node++)
        for (uint64_t at = work->ties.offset[node]; at < work->ties.offset[node + 1]; at++) {
            uint32_t other = work->ties.column[at];
            if (other < node)
                continue;
            from[next] = node;
            to[next] = other;
            weight[next++] = paid(work, node, other) + paid(work, other, node);
        }
    gx_bridge_graph graph = {work->nodes, ties, from, to, weight};
    if (status == GX_OK)
        status = gx_communities_find(&out->communities, &out->modularity, &graph, seed, error);
    gx_free(from);
    gx_free(to);
    gx_free(weight);
    return status;
}

static gx_status measure(gx_flow_measures *out, const flow *work, const gx_measure_options *options,
                         bool payments, gx_error *error)
{
    out->nodes = work->nodes;
    out->arcs = work->arcs.offset[work->nodes];
    if (out->arcs == 0)
        return GX_OK;
    out->in_degree_mean = (double)out->arcs / (double)out->nodes;
    out->multiplicity = payments ? (double)work->payments / (double)out->arcs : NAN;
    measure_weights(out, work);
    gx_shape_components parts = {0};
    gx_shape_clustering clustering = {0};
    gx_status status = gx_shape_find_components(&parts, &work->ties, error);
    gx_free(parts.order);
    if (status == GX_OK)
        status =
            gx_shape_cluster(&clustering, &work->ties, options->threads == 0 ? 1 : options->threads, error);
    if (status == GX_OK) {
        out->components = parts.count;
        out->giant = parts.giant;
        out->clustering_global = clustering.global;
        out->assortativity = gx_shape_assortativity(&work->ties);
        status = fit_degrees(out, work, error);
    }
    if (status == GX_OK)
        status = rank_nodes(out, work, error);
    if (status == GX_OK && options->communities &&
        work->ties.offset[work->nodes] / 2 <= options->communities_max_edges)
        status = find_communities(out, work, options->seed, error);
    return status;
}

gx_status gx_flow_measure(gx_flow_measures *out, const gx_arcs *arcs, const gx_measure_options *options,
                          gx_error *error)
{
    *out = (gx_flow_measures){.reciprocity = NAN,
                              .multiplicity = NAN,
                              .clustering_global = NAN,
                              .assortativity = NAN,
                              .in_degree_mean = NAN,
                              .in_degree_exponent = NAN,
                              .out_degree_exponent = NAN,
                              .modularity = NAN};
    flow work = {0};
    gx_status status = check_arcs(arcs, error);
    if (status == GX_OK)
        status = make_arcs(&work, arcs, error);
    if (status == GX_OK)
        status = make_ties(&work, error);
    if (status == GX_OK)
        status = measure(out, &work, options, arcs->payments != NULL, error);
    gx_free(work.name);
    gx_free(work.from);
    gx_free(work.weight);
    gx_rows_free(&work.arcs);
    gx_rows_free(&work.ties);
    return status;
}
