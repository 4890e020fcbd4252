/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Structural virality (Goel et al. 2016) is the mean distance of all pairs of a tree's nodes, and reads as if
 * it cost the square of the size. But each edge lies on the paths of exactly s_e (s - s_e) pairs, s_e being
 * the size of the subtree below it; the sum over the edges is the Wiener index W, and the mean is 2 W / (s (s
 * - 1)). Parents stand before their children, so one pass backwards gives every s_e, and one forwards every
 * depth and root: O(s). W of a path of a million nodes is 1.7e17; sums are kept in doubles, exact below 2^53
 * and good to 1e-16 beyond. */
#include "forest.h"

#include <gx/base/memory.h>
#include <math.h>
#include <string.h>

typedef struct scratch {
    uint32_t *size;    /* of the subtree below each node, itself included */
    uint32_t *cascade; /* of each node */
} scratch;

void gx_forest_free(gx_forest *forest)
{
    gx_free(forest->children);
    gx_free(forest->depth);
    gx_free(forest->cascade);
    memset(forest, 0, sizeof *forest);
}

static void backward(gx_forest *forest, const uint32_t *parent, scratch *work)
{
    for (uint32_t node = forest->nodes; node-- > 0;) {
        work->size[node]++;
        if (parent[node] == GX_ROOT) {
            forest->cascades++;
        } else {
            work->size[parent[node]] += work->size[node];
            forest->children[parent[node]]++;
        }
    }
}

static void forward(gx_forest *forest, const uint32_t *parent, scratch *work)
{
    uint32_t next = 0;
    for (uint32_t node = 0; node < forest->nodes; node++) {
        if (parent[node] == GX_ROOT) {
            forest->cascade[next] = (gx_cascade){.root = node, .size = work->size[node]};
            work->cascade[node] = next++;
        } else {
            work->cascade[node] = work->cascade[parent[node]];
            forest->depth[node] = forest->depth[parent[node]] + 1;
        }
        gx_cascade *tree = &forest->cascade[work->cascade[node]];
        if (forest->depth[node] > tree->depth)
            tree->depth = forest->depth[node];
        if (forest->children[node] > tree->breadth)
            tree->breadth = forest->children[node];
        tree->virality += (double)work->size[node] * ((double)tree->size - (double)work->size[node]);
    }
    for (uint32_t i = 0; i < forest->cascades; i++) {
        gx_cascade *tree = &forest->cascade[i];
        double s = tree->size;
        tree->virality = tree->size > 1 ? 2 * tree->virality / (s * (s - 1)) : NAN;
    }
}

gx_status gx_forest_create(gx_forest *out, const uint32_t *parent, uint32_t nodes, gx_error *error)
{
    memset(out, 0, sizeof *out);
    for (uint32_t node = 0; node < nodes; node++)
        if (parent[node] != GX_ROOT && parent[node] >= node)
            return gx_fail(error, GX_ERR_ARGUMENT, "node %u of a forest stands before its parent", node);
    scratch work = {gx_alloc(nodes, sizeof *work.size), gx_alloc(nodes, sizeof *work.cascade)};
    out->nodes = nodes;
    out->children = gx_alloc(nodes, sizeof *out->children);
    out->depth = gx_alloc(nodes, sizeof *out->depth);
    gx_status status = GX_OK;
    if (work.size && work.cascade && out->children && out->depth) {
        backward(out, parent, &work);
        out->cascade = gx_alloc(out->cascades, sizeof *out->cascade);
        if (out->cascade)
            forward(out, parent, &work);
    }
    if (!out->cascade) {
        gx_forest_free(out);
        status = gx_fail_memory(error, "a forest of cascades");
    }
    gx_free(work.size);
    gx_free(work.cascade);
    return status;
}
