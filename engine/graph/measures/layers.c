/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tie's layers are one byte, so how often each of the 256 occurs tells all overlaps at once. */
#include "degrees.h"

#include <gx/base/memory.h>

#include <math.h>

enum { SETS = 1 << GX_LAYERS };

static void overlap(gx_layers_measures *out, const uint64_t *entries)
{
    for (unsigned set = 0; set < SETS; set++)
        out->sets[set] = entries[set] / 2; /* every tie is there from both ends */
    for (unsigned a = 0; a < GX_LAYERS; a++)
        for (unsigned b = 0; b < GX_LAYERS; b++) {
            uint64_t both = 0, either = 0;
            for (unsigned set = 0; set < SETS; set++) {
                bool in_a = set >> a & 1, in_b = set >> b & 1;
                both += in_a && in_b ? entries[set] : 0;
                either += in_a || in_b ? entries[set] : 0;
            }
            out->both[a][b] = both / 2;
            out->jaccard[a][b] = either > 0 ? (double)both / (double)either : (double)NAN;
        }
}

/* Degrees of each node in each layer, eight side by side, and how often each set of layers occurs. */
static void count_degrees(uint32_t *degree, uint64_t *entries, const gx_rows *graph)
{
    for (uint32_t node = 0; node < graph->rows; node++) {
        uint32_t *own = degree + (size_t)node * GX_LAYERS;
        for (uint64_t at = graph->offset[node]; at < graph->offset[node + 1]; at++) {
            unsigned set = graph->layers[at];
            entries[set]++;
            for (unsigned layer = 0; layer < GX_LAYERS; layer++)
                own[layer] += set >> layer & 1;
        }
    }
}

static void summarise(gx_layer_measures *out, const uint32_t *degree, uint32_t nodes)
{
    uint64_t sum = 0;
    for (uint32_t node = 0; node < nodes; node++) {
        uint32_t own = degree[(size_t)node * GX_LAYERS];
        sum += own;
        out->nodes += own > 0;
        out->degree_max = own > out->degree_max ? own : out->degree_max;
    }
    out->ties = sum / 2;
    out->degree_mean = nodes > 0 ? (double)sum / (double)nodes : (double)NAN;
}

/* Newman's r in each layer, over both directions of its ties. */
static void correlate_ends(gx_layers_measures *out, const uint32_t *degree, const gx_rows *graph)
{
    gx_wide a[GX_LAYERS] = {0}, aa[GX_LAYERS] = {0}, ab[GX_LAYERS] = {0};
    for (uint32_t node = 0; node < graph->rows; node++) {
        const uint32_t *own = degree + (size_t)node * GX_LAYERS;
        uint64_t around[GX_LAYERS] = {0};
        for (uint64_t at = graph->offset[node]; at < graph->offset[node + 1]; at++) {
            const uint32_t *other = degree + (size_t)graph->column[at] * GX_LAYERS;
            for (unsigned set = graph->layers[at]; set != 0; set &= set - 1) {
                unsigned layer = (unsigned)__builtin_ctz(set);
                around[layer] += other[layer];
            }
        }
        for (unsigned layer = 0; layer < GX_LAYERS; layer++) {
            uint64_t k = own[layer];
            a[layer] += k * k;
            aa[layer] += (gx_wide)k * k * k;
            ab[layer] += (gx_wide)k * around[layer];
        }
    }
    for (unsigned layer = 0; layer < GX_LAYERS; layer++)
        out->layer[layer].assortativity =
            gx_pearson(2 * out->layer[layer].ties, a[layer], a[layer], aa[layer], aa[layer], ab[layer]);
}

/* Spearman's r is Pearson's of the ranks, and a node's rank follows from its degree alone. */
static double correlate_ranks(const uint32_t *degree, uint32_t nodes, unsigned a, unsigned b,
                              const uint64_t *rank_a, const uint64_t *rank_b)
{
    gx_wide sum_a = 0, sum_b = 0, aa = 0, bb = 0, ab = 0;
    for (uint32_t node = 0; node < nodes; node++) {
        uint64_t x = rank_a[degree[(size_t)node * GX_LAYERS + a]];
        uint64_t y = rank_b[degree[(size_t)node * GX_LAYERS + b]];
        sum_a += x;
        sum_b += y;
        aa += (gx_wide)x * x;
        bb += (gx_wide)y * y;
        ab += (gx_wide)x * y;
    }
    return gx_pearson(nodes, sum_a, sum_b, aa, bb, ab);
}

static gx_status correlate_layers(gx_layers_measures *out, const uint32_t *degree, uint32_t nodes,
                                  gx_error *error)
{
    uint64_t *rank[GX_LAYERS] = {NULL};
    gx_status status = GX_OK;
    for (unsigned layer = 0; layer < GX_LAYERS; layer++) {
        rank[layer] = gx_alloc((size_t)out->layer[layer].degree_max + 1, sizeof **rank);
        if (rank[layer] == NULL)
            status = gx_fail_memory(error, "the layers' ranks");
    }
    for (unsigned layer = 0; status == GX_OK && layer < GX_LAYERS; layer++) {
        for (uint32_t node = 0; node < nodes; node++)
            rank[layer][degree[(size_t)node * GX_LAYERS + layer]]++;
        gx_degrees_rank(rank[layer], out->layer[layer].degree_max);
    }
    for (unsigned a = 0; status == GX_OK && a < GX_LAYERS; a++)
        for (unsigned b = a; b < GX_LAYERS; b++)
            out->degree_correlation[a][b] = out->degree_correlation[b][a] =
                out->layer[a].ties > 0 && out->layer[b].ties > 0
                    ? correlate_ranks(degree, nodes, a, b, rank[a], rank[b])
                    : (double)NAN;
    for (unsigned layer = 0; layer < GX_LAYERS; layer++)
        gx_free(rank[layer]);
    return status;
}

gx_status gx_layers_measure(gx_layers_measures *out, const gx_rows *graph, gx_error *error)
{
    *out = (gx_layers_measures){0};
    uint32_t nodes = graph->rows;
    uint32_t *degree = gx_alloc_columns((size_t)nodes * GX_LAYERS, sizeof *degree);
    if (degree == NULL)
        return gx_fail_memory(error, "the layers' degrees");
    uint64_t entries[SETS] = {0};
    count_degrees(degree, entries, graph);
    overlap(out, entries);
    for (unsigned layer = 0; layer < GX_LAYERS; layer++)
        summarise(&out->layer[layer], degree + layer, nodes);
    correlate_ends(out, degree, graph);
    gx_status status = correlate_layers(out, degree, nodes, error);
    gx_free(degree);
    return status;
}
