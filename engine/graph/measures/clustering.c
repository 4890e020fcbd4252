/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Triangles by the forward algorithm: every edge points to its end of higher degree (ties by number), so a
 * hub points to few, and each triangle u -> v, u -> w, v -> w is found once, at u. Counts per node are
 * integers added atomically. */
#include "shape.h"

#include <gx/base/memory.h>

#include <math.h>

static inline bool points(const gx_rows *graph, uint32_t from, uint32_t to)
{
    uint32_t a = gx_row_length(graph, from), b = gx_row_length(graph, to);
    return a < b || (a == b && from < to);
}

static gx_status make_forward(gx_rows *out, const gx_rows *graph, uint32_t threads, gx_error *error)
{
    int64_t nodes = graph->rows;
    out->rows = graph->rows;
    out->offset = gx_alloc_columns((size_t)nodes + 1, sizeof *out->offset);
    if (out->offset == NULL)
        return gx_fail_memory(error, "the triangles");
#pragma omp parallel for schedule(dynamic, 1024) num_threads((int)threads)
    for (int64_t node = 0; node < nodes; node++) {
        uint32_t length = 0;
        for (uint64_t at = graph->offset[node]; at < graph->offset[node + 1]; at++)
            length += points(graph, (uint32_t)node, graph->column[at]);
        out->offset[node + 1] = length;
    }
    for (int64_t node = 0; node < nodes; node++)
        out->offset[node + 1] += out->offset[node];
    out->column = gx_alloc_columns((size_t)out->offset[nodes], sizeof *out->column);
    if (out->column == NULL)
        return gx_fail_memory(error, "the triangles");
#pragma omp parallel for schedule(dynamic, 1024) num_threads((int)threads)
    for (int64_t node = 0; node < nodes; node++) {
        uint64_t to = out->offset[node];
        for (uint64_t at = graph->offset[node]; at < graph->offset[node + 1]; at++)
            if (points(graph, (uint32_t)node, graph->column[at]))
                out->column[to++] = graph->column[at];
    }
    return GX_OK;
}

static void count_at(uint64_t *triangles, uint64_t *marks, const gx_rows *forward, uint32_t node)
{
    uint64_t own = 0;
    uint64_t begin = forward->offset[node], end = forward->offset[node + 1];
    for (uint64_t at = begin; at < end; at++)
        marks[forward->column[at] >> 6] |= UINT64_C(1) << (forward->column[at] & 63);
    for (uint64_t at = begin; at < end; at++) {
        uint32_t next = forward->column[at];
        uint64_t here = 0;
        for (uint64_t step = forward->offset[next]; step < forward->offset[next + 1]; step++) {
            uint32_t third = forward->column[step];
            if (marks[third >> 6] >> (third & 63) & 1) {
                here++;
#pragma omp atomic update
                triangles[third]++;
            }
        }
        own += here;
#pragma omp atomic update
        triangles[next] += here;
    }
#pragma omp atomic update
    triangles[node] += own;
    for (uint64_t at = begin; at < end; at++)
        marks[forward->column[at] >> 6] = 0;
}

static bool count_all(uint64_t *triangles, const gx_rows *forward, uint32_t threads)
{
    int failed = 0;
#pragma omp parallel num_threads((int)threads)
    {
        uint64_t *marks = gx_alloc(((size_t)forward->rows + 63) / 64, sizeof *marks);
        if (marks == NULL) {
#pragma omp atomic write
            failed = 1;
        }
#pragma omp for schedule(dynamic, 256)
        for (int64_t node = 0; node < (int64_t)forward->rows; node++)
            if (marks != NULL)
                count_at(triangles, marks, forward, (uint32_t)node);
        gx_free(marks);
    }
    return failed == 0;
}

static void summarise(gx_shape_clustering *out, const gx_rows *graph, const uint64_t *triangles)
{
    gx_wide wedges = 0, corners = 0;
    uint64_t defined = 0, seen[GX_DEGREE_BINS] = {0};
    double sum = 0, sums[GX_DEGREE_BINS] = {0};
    *out = (gx_shape_clustering){0};
    for (uint32_t node = 0; node < graph->rows; node++) {
        uint64_t degree = gx_row_length(graph, node);
        if (degree < 2)
            continue;
        uint64_t pairs = degree * (degree - 1) / 2;
        wedges += pairs;
        corners += triangles[node];
        double local = (double)triangles[node] / (double)pairs;
        uint32_t bin = gx_degree_bin_of((uint32_t)degree);
        sum += local;
        sums[bin] += local;
        seen[bin]++;
        defined++;
    }
    for (uint32_t bin = 0; bin < GX_DEGREE_BINS; bin++)
        out->by_degree[bin] = seen[bin] > 0 ? sums[bin] / (double)seen[bin] : (double)NAN;
    out->triangles = (uint64_t)(corners / 3);
    out->average = graph->rows > 0 ? sum / (double)graph->rows : NAN;
    out->defined = defined > 0 ? sum / (double)defined : NAN;
    out->global = wedges > 0 ? (double)corners / (double)wedges : NAN;
}

gx_status gx_shape_cluster(gx_shape_clustering *out, const gx_rows *graph, uint32_t threads, gx_error *error)
{
    gx_rows forward = {0};
    uint64_t *triangles = gx_alloc_columns(graph->rows, sizeof *triangles);
    gx_status status = triangles == NULL ? gx_fail_memory(error, "the triangles") : GX_OK;
    if (status == GX_OK)
        status = make_forward(&forward, graph, threads, error);
    if (status == GX_OK && !count_all(triangles, &forward, threads))
        status = gx_fail_memory(error, "the triangles");
    if (status == GX_OK)
        summarise(out, graph, triangles);
    gx_free(triangles);
    gx_free(forward.offset);
    gx_free(forward.column);
    return status;
}

double gx_shape_assortativity(const gx_rows *graph)
{
    /* Over both directions of all edges: M ends, sums of k, k^2 and of the product of the two ends' degrees.
     */
    gx_wide_signed ends = (gx_wide_signed)graph->offset[graph->rows], squares = 0, cubes = 0, products = 0;
    for (uint32_t node = 0; node < graph->rows; node++) {
        gx_wide_signed degree = gx_row_length(graph, node);
        uint64_t around = 0;
        for (uint64_t at = graph->offset[node]; at < graph->offset[node + 1]; at++)
            around += gx_row_length(graph, graph->column[at]);
        squares += degree * degree;
        cubes += degree * degree * degree;
        products += degree * around;
    }
    gx_wide_signed below = ends * cubes - squares * squares;
    return below == 0 ? NAN : (double)(ends * products - squares * squares) / (double)below;
}
