/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erdos and Renyi's G(n, p) (Gilbert 1959), and the stochastic block model (Holland, Laskey & Leinhardt
 * 1983).
 *
 * p is degree / (nodes - 1). In the block model a node's expected ties are `degree`, of which the share
 * `mixing` leaves its block: p_in = degree (1 - mixing) / (s - 1), p_out = degree mixing / (nodes - s) with
 * blocks of s = nodes / blocks. It is the union of two graphs that share no pair: G(n, p_out) without the
 * pairs inside blocks, and a G(s, p_in) in each block.
 */
#include "makers.h"
#include "tiles.h"

#include "../rows.h"
#include <gx/base/memory.h>

gx_status gx_make_erdos_renyi(gx_rows *out, const gx_maker *maker, gx_error *error)
{
    double degree = maker->config->degree, most = (double)maker->nodes - 1;
    if (degree > most)
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "family.degree is %g, but among %u nodes the mean degree is at most %g", degree,
                       maker->nodes, most);
    gx_status status = gx_family_fits(degree * (double)maker->nodes / 2, error);
    if (status != GX_OK)
        return status;
    return gx_tiles_make(out, maker->nodes, 1, GX_TILED_ALL, most > 0 ? degree / most : 0, maker->key,
                         maker->threads, error);
}

/* Probabilities inside and between, or what is wrong. */
static gx_status find_chances(double *inside, double *between, const gx_maker *maker, gx_error *error)
{
    const gx_family_config *config = maker->config;
    if (config->blocks > config->nodes)
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "family.blocks is %lld, but %u nodes fill at most as many blocks",
                       (long long)config->blocks, maker->nodes);
    double size = (double)maker->nodes / (double)config->blocks;
    double ties_in = config->degree * (1 - config->mixing), ties_out = config->degree * config->mixing;
    double others_in = size - 1, others_out = (double)maker->nodes - size;
    if (ties_in > others_in * (1 + 1e-12))
        return gx_fail(
            error, GX_ERR_ARGUMENT,
            "family: degree x (1 - mixing) is %g ties inside a block, but a block of %.6g nodes has "
            "at most %.6g for each; ask for fewer blocks, a lower degree or more mixing",
            ties_in, size, others_in);
    if (ties_out > others_out * (1 + 1e-12))
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "family: degree x mixing is %g ties to other blocks, but there are at most %.6g for "
                       "each node; ask for more blocks, a lower degree or less mixing",
                       ties_out, others_out);
    *inside = others_in > 0 ? ties_in / others_in : 0;
    *between = others_out > 0 ? ties_out / others_out : 0;
    *inside = *inside < 1 ? *inside : 1;
    *between = *between < 1 ? *between : 1;
    return gx_family_fits(config->degree * (double)maker->nodes / 2, error);
}

/* Row `node` of two graphs that share no tie, ascending. */
static void merge_row(uint32_t *out, const gx_rows *a, const gx_rows *b, uint32_t node)
{
    const uint32_t *left = gx_row(a, node), *left_end = left + gx_row_length(a, node);
    const uint32_t *right = gx_row(b, node), *right_end = right + gx_row_length(b, node);
    while (left < left_end && right < right_end)
        *out++ = *left < *right ? *left++ : *right++;
    while (left < left_end)
        *out++ = *left++;
    while (right < right_end)
        *out++ = *right++;
}

static gx_status unite(gx_rows *out, const gx_rows *a, const gx_rows *b, uint32_t threads, gx_error *error)
{
    uint32_t nodes = a->rows;
    gx_status status =
        gx_rows_allocate(out, nodes, a->offset[nodes] + b->offset[nodes], GX_ROWS_PLAIN, "a graph", error);
    if (status != GX_OK)
        return status;
    for (uint32_t node = 0; node <= nodes; node++)
        out->offset[node] = a->offset[node] + b->offset[node];
#pragma omp parallel for schedule(static) num_threads((int)threads)
    for (int64_t node = 0; node < (int64_t)nodes; node++)
        merge_row(out->column + out->offset[node], a, b, (uint32_t)node);
    return GX_OK;
}

gx_status gx_make_stochastic_block(gx_rows *out, const gx_maker *maker, gx_error *error)
{
    double inside = 0, between = 0;
    gx_rows dense = {0}, sparse = {0};
    gx_status status = find_chances(&inside, &between, maker, error);
    if (status != GX_OK)
        return status;
    uint32_t blocks = (uint32_t)maker->config->blocks;
    status = gx_tiles_make(&dense, maker->nodes, blocks, GX_TILED_INSIDE, inside, maker->key, maker->threads,
                           error);
    if (status == GX_OK)
        status = gx_tiles_make(&sparse, maker->nodes, blocks, GX_TILED_BETWEEN, between, maker->key,
                               maker->threads, error);
    if (status == GX_OK)
        status = unite(out, &dense, &sparse, maker->threads, error);
    gx_rows_free(&dense);
    gx_rows_free(&sparse);
    return status;
}
