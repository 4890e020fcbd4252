/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shape.h"

#include <gx/base/memory.h>

gx_status gx_shape_find_components(gx_shape_components *out, const gx_rows *graph, gx_error *error)
{
    *out = (gx_shape_components){0};
    uint8_t *seen = gx_alloc_columns(graph->rows, sizeof *seen);
    uint32_t *order = gx_alloc_columns(graph->rows, sizeof *order);
    if (seen == NULL || order == NULL) {
        gx_free(seen);
        gx_free(order);
        return gx_fail_memory(error, "the components");
    }
    uint32_t filled = 0;
    for (uint32_t root = 0; root < graph->rows; root++) {
        if (seen[root])
            continue;
        uint32_t first = filled;
        seen[root] = 1;
        order[filled++] = root;
        for (uint32_t at = first; at < filled; at++)
            for (uint64_t edge = graph->offset[order[at]]; edge < graph->offset[order[at] + 1]; edge++) {
                uint32_t next = graph->column[edge];
                if (!seen[next]) {
                    seen[next] = 1;
                    order[filled++] = next;
                }
            }
        out->count++;
        if (filled - first > out->giant) {
            out->giant = filled - first;
            out->giant_first = first;
        }
    }
    gx_free(seen);
    out->order = order;
    return GX_OK;
}

gx_status gx_shape_core(uint32_t *core_max, const gx_rows *graph, gx_error *error)
{
    uint32_t nodes = graph->rows, degree_max = 0;
    for (uint32_t node = 0; node < nodes; node++)
        degree_max = gx_row_length(graph, node) > degree_max ? gx_row_length(graph, node) : degree_max;
    uint32_t *degree = gx_alloc_columns(nodes, sizeof *degree);
    uint32_t *order = gx_alloc_columns(nodes, sizeof *order); /* by degree that is left */
    uint32_t *place = gx_alloc_columns(nodes, sizeof *place); /* of a node in `order` */
    uint32_t *first =
        gx_alloc((size_t)degree_max + 2, sizeof *first); /* of the nodes of a degree in `order` */
    gx_status status = GX_OK;
    *core_max = 0;
    if (degree == NULL || order == NULL || place == NULL || first == NULL) {
        status = gx_fail_memory(error, "the cores");
        goto done;
    }
    for (uint32_t node = 0; node < nodes; node++)
        first[(degree[node] = gx_row_length(graph, node)) + 1]++;
    for (uint32_t k = 0; k <= degree_max; k++)
        first[k + 1] += first[k];
    for (uint32_t node = 0; node < nodes; node++)
        order[place[node] = first[degree[node]]++] = node;
    for (uint32_t k = degree_max + 1; k > 0; k--)
        first[k] = first[k - 1];
    first[0] = 0;
    for (uint32_t at = 0; at < nodes; at++) {
        uint32_t node = order[at], core = degree[node];
        *core_max = core > *core_max ? core : *core_max;
        for (uint64_t edge = graph->offset[node]; edge < graph->offset[node + 1]; edge++) {
            uint32_t other = graph->column[edge];
            if (degree[other] <= core)
                continue;
            /* Swap `other` with the first of its degree, and let that degree begin one later. */
            uint32_t front = first[degree[other]]++;
            uint32_t moved = order[front];
            order[place[other]] = moved;
            place[moved] = place[other];
            order[front] = other;
            place[other] = front;
            degree[other]--;
        }
    }
done:
    gx_free(degree);
    gx_free(order);
    gx_free(place);
    gx_free(first);
    return status;
}
