/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clustering of graphs that are too large to count every triangle.
 *
 * The average is over 20,000 nodes drawn alike, each with its triangles counted in full: the standard error
 * is that of a mean. 3 triangles / wedges is the chance that a wedge (two ties of one node) is closed, so it
 * is estimated from 200,000 wedges drawn alike: a node in proportion to its wedges, then two of its ties
 * (Schank & Wagner 2005). */
#include "../purposes.h"
#include "shape.h"

#include <gx/base/draw.h>
#include <gx/base/memory.h>

#include <math.h>

enum { NODES = 20000, WEDGES = 200000 };

/* Triangles at a node: its friends' friends that are its friends, each pair seen from both. */
static uint64_t triangles_at(uint64_t *marks, const gx_rows *graph, uint32_t node)
{
    uint64_t found = 0, begin = graph->offset[node], end = graph->offset[node + 1];
    for (uint64_t at = begin; at < end; at++)
        marks[graph->column[at] >> 6] |= UINT64_C(1) << (graph->column[at] & 63);
    for (uint64_t at = begin; at < end; at++) {
        uint32_t friend = graph->column[at];
        for (uint64_t step = graph->offset[friend]; step < graph->offset[friend + 1]; step++)
            found += marks[graph->column[step] >> 6] >> (graph->column[step] & 63) & 1;
    }
    for (uint64_t at = begin; at < end; at++)
        marks[graph->column[at] >> 6] = 0;
    return found / 2;
}

static bool count_nodes(uint64_t *triangles, const uint32_t *nodes, const gx_rows *graph, uint32_t threads)
{
    int failed = 0;
#pragma omp parallel num_threads((int)threads)
    {
        uint64_t *marks = gx_alloc(((size_t)graph->rows + 63) / 64, sizeof *marks);
        if (marks == NULL) {
#pragma omp atomic write
            failed = 1;
        }
#pragma omp for schedule(dynamic, 16)
        for (int64_t at = 0; at < NODES; at++)
            if (marks != NULL)
                triangles[at] = triangles_at(marks, graph, nodes[at]);
        gx_free(marks);
    }
    return failed == 0;
}

/* Mean local clustering over the sample, with its error, and by degree. */
static void average(gx_shape_clustering *out, const gx_rows *graph, const uint32_t *nodes,
                    const uint64_t *triangles)
{
    double sum = 0, squares = 0;
    uint64_t defined = 0, seen[GX_DEGREE_BINS] = {0};
    double sums[GX_DEGREE_BINS] = {0};
    for (uint32_t at = 0; at < NODES; at++) {
        uint32_t degree = gx_row_length(graph, nodes[at]);
        if (degree < 2)
            continue;
        double local = (double)triangles[at] / ((double)degree * (degree - 1.0) / 2);
        sum += local;
        squares += local * local;
        defined++;
        seen[gx_degree_bin_of(degree)]++;
        sums[gx_degree_bin_of(degree)] += local;
    }
    double mean = sum / NODES, spread = squares / NODES - mean * mean;
    out->sampled = NODES;
    out->average = mean;
    out->average_error = sqrt((spread > 0 ? spread : 0) / (NODES - 1));
    out->defined = defined > 0 ? sum / (double)defined : (double)NAN;
    for (uint32_t bin = 0; bin < GX_DEGREE_BINS; bin++)
        out->by_degree[bin] = seen[bin] > 0 ? sums[bin] / (double)seen[bin] : (double)NAN;
}

static gx_status sample_nodes(gx_shape_clustering *out, const gx_rows *graph, gx_key key, uint32_t threads,
                              gx_error *error)
{
    uint32_t *nodes = gx_alloc(NODES, sizeof *nodes);
    uint64_t *triangles = gx_alloc(NODES, sizeof *triangles);
    bool fine = nodes != NULL && triangles != NULL;
    if (fine) {
        for (uint32_t at = 0; at < NODES; at++)
            nodes[at] = gx_below32(gx_draw_at(key, GX_DRAW_SAMPLE_NODE, at, 0, 0).word[0], graph->rows);
        fine = count_nodes(triangles, nodes, graph, threads);
    }
    if (fine)
        average(out, graph, nodes, triangles);
    gx_free(nodes);
    gx_free(triangles);
    return fine ? GX_OK : gx_fail_memory(error, "the sampled triangles");
}

static uint32_t node_of(const uint64_t *below, uint32_t nodes, uint64_t wedge)
{
    uint32_t low = 0, high = nodes;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (below[middle] <= wedge)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static bool closed(const gx_rows *graph, uint32_t node, gx_draw draw)
{
    uint32_t degree = gx_row_length(graph, node);
    uint32_t first = gx_below32(draw.word[2], degree), second = gx_below32(draw.word[3], degree - 1);
    second += second >= first;
    const uint32_t *row = gx_row(graph, node);
    return gx_row_has(graph, row[first], row[second], NULL);
}

static gx_status sample_wedges(gx_shape_clustering *out, const gx_rows *graph, gx_key key, gx_error *error)
{
    uint64_t *below =
        gx_alloc_columns((size_t)graph->rows + 1, sizeof *below); /* wedges of the nodes before */
    if (below == NULL)
        return gx_fail_memory(error, "the sampled wedges");
    for (uint32_t node = 0; node < graph->rows; node++) {
        uint64_t degree = gx_row_length(graph, node);
        below[node + 1] = below[node] + (degree > 1 ? degree * (degree - 1) / 2 : 0);
    }
    uint64_t all = below[graph->rows], found = 0;
    for (uint32_t at = 0; all > 0 && at < WEDGES; at++) {
        gx_draw draw = gx_draw_at(key, GX_DRAW_SAMPLE_WEDGE, at, 0, 0);
        found += closed(graph, node_of(below, graph->rows, gx_below64(gx_draw_high(draw), all)), draw);
    }
    if (all > 0) {
        out->global = (double)found / WEDGES;
        out->global_error = sqrt(out->global * (1 - out->global) / WEDGES);
    }
    gx_free(below);
    return GX_OK;
}

gx_status gx_shape_cluster_sampled(gx_shape_clustering *out, const gx_rows *graph, uint64_t seed,
                                   uint32_t threads, gx_error *error)
{
    *out = (gx_shape_clustering){.global = NAN};
    gx_key key = gx_key_make(seed, 0);
    gx_status status = sample_nodes(out, graph, key, threads, error);
    return status == GX_OK ? sample_wedges(out, graph, key, error) : status;
}
