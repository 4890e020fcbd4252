/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overlap of the circles of two friends, beside the strength of their tie. Each tie is measured on its own
 * and kept in an array; sums are made afterwards, in the order of the draws. */
#include "../purposes.h"
#include "degrees.h"

#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <gx/base/sort.h>

#include <math.h>

enum { STRENGTHS = 256, SCALE = 1 << 24 }; /* overlaps are ranked to 2^-24 */

typedef struct measured {
    uint32_t *overlap; /* in units of 1 / SCALE; UINT32_MAX: not defined */
    uint8_t *strength;
    uint64_t count;
} measured;

static uint32_t shared(const gx_rows *graph, uint32_t a, uint32_t b)
{
    uint64_t left = graph->offset[a], right = graph->offset[b];
    uint32_t found = 0;
    while (left < graph->offset[a + 1] && right < graph->offset[b + 1]) {
        uint32_t x = graph->column[left], y = graph->column[right];
        found += x == y;
        left += x <= y;
        right += y <= x;
    }
    return found;
}

static void measure_tie(const measured *out, uint64_t at, const gx_rows *graph, uint32_t node, uint64_t entry)
{
    uint32_t other = graph->column[entry], both = shared(graph, node, other);
    uint64_t around = (uint64_t)gx_row_length(graph, node) + gx_row_length(graph, other) - 2 - both;
    out->overlap[at] = around == 0 ? UINT32_MAX : (uint32_t)((uint64_t)both * SCALE / around);
    out->strength[at] = graph->strength != NULL ? graph->strength[entry] : 0;
}

/* The number of each tie's first entry, from its lower end. */
static void list_all(uint64_t *entries, const gx_rows *graph)
{
    uint64_t made = 0;
    for (uint32_t node = 0; node < graph->rows; node++)
        for (uint64_t at = graph->offset[node]; at < graph->offset[node + 1]; at++)
            if (node < graph->column[at])
                entries[made++] = at;
}

static void draw_some(uint64_t *entries, uint64_t count, const gx_rows *graph, uint64_t seed)
{
    gx_key key = gx_key_make(seed, 0);
    for (uint64_t at = 0; at < count; at++) {
        gx_draw draw = gx_draw_at(key, GX_DRAW_SAMPLE_TIE, (uint32_t)at, 0, 0);
        entries[at] = gx_below64(gx_draw_high(draw), graph->offset[graph->rows]);
    }
}

/* Leave out what is not defined; the rest keeps its order. */
static void compact(measured *all)
{
    uint64_t kept = 0;
    for (uint64_t at = 0; at < all->count; at++)
        if (all->overlap[at] != UINT32_MAX) {
            all->overlap[kept] = all->overlap[at];
            all->strength[kept++] = all->strength[at];
        }
    all->count = kept;
}

/* Tenths by strength: ties of one strength stay together, in the tenth where their middle lies. */
static void make_parts(gx_tie_overlap *out, const uint64_t *ties, const uint64_t *sums, uint64_t count)
{
    uint64_t below = 0, in_part[GX_OVERLAP_PARTS] = {0};
    double strength[GX_OVERLAP_PARTS] = {0}, overlap[GX_OVERLAP_PARTS] = {0};
    for (unsigned value = 0; value < STRENGTHS; value++) {
        uint64_t middle = (2 * below + ties[value]) * GX_OVERLAP_PARTS / (2 * count);
        unsigned part = middle < GX_OVERLAP_PARTS ? (unsigned)middle : GX_OVERLAP_PARTS - 1;
        in_part[part] += ties[value];
        strength[part] += (double)value * (double)ties[value];
        overlap[part] += (double)sums[value] / SCALE;
        below += ties[value];
    }
    for (unsigned part = 0; part < GX_OVERLAP_PARTS; part++)
        if (in_part[part] > 0) {
            out->strength[part] = strength[part] / (double)in_part[part];
            out->overlap[part] = overlap[part] / (double)in_part[part];
        }
}

/* Ranks of the overlaps, doubled (equals share their mean rank); `order` and the scratches hold one entry a
 * tie. */
static double correlate(const measured *all, const uint64_t *rank_of_strength, uint64_t *order,
                        uint64_t *payload, uint64_t *scratch, uint64_t *payload_scratch)
{
    for (uint64_t at = 0; at < all->count; at++) {
        order[at] = all->overlap[at];
        payload[at] = all->strength[at];
    }
    gx_sort_pairs_u64(order, payload, scratch, payload_scratch, (size_t)all->count);
    gx_wide a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    for (uint64_t begin = 0, end; begin < all->count; begin = end) {
        end = begin;
        while (end < all->count && order[end] == order[begin])
            end++;
        uint64_t x = begin + end + 1; /* twice the mean of begin + 1 … end */
        for (uint64_t at = begin; at < end; at++) {
            uint64_t y = rank_of_strength[payload[at]];
            a += x;
            b += y;
            aa += (gx_wide)x * x;
            bb += (gx_wide)y * y;
            ab += (gx_wide)x * y;
        }
    }
    return gx_pearson(all->count, a, b, aa, bb, ab);
}

static gx_status summarise(gx_tie_overlap *out, const measured *all, bool strengths, gx_error *error)
{
    uint64_t ties[STRENGTHS] = {0}, sums[STRENGTHS] = {0}, sum = 0;
    for (uint64_t at = 0; at < all->count; at++) {
        ties[all->strength[at]]++;
        sums[all->strength[at]] += all->overlap[at];
        sum += all->overlap[at];
    }
    out->ties = all->count;
    if (all->count == 0)
        return GX_OK;
    out->mean = (double)sum / SCALE / (double)all->count;
    if (!strengths)
        return GX_OK;
    make_parts(out, ties, sums, all->count);
    uint64_t *room[4] = {NULL};
    bool fine = true;
    for (unsigned at = 0; at < 4; at++) {
        room[at] = gx_alloc_columns((size_t)all->count, sizeof **room);
        fine = fine && room[at] != NULL;
    }
    if (fine) {
        gx_degrees_rank(ties, STRENGTHS - 1);
        out->correlation = correlate(all, ties, room[0], room[1], room[2], room[3]);
    }
    for (unsigned at = 0; at < 4; at++)
        gx_free(room[at]);
    return fine ? GX_OK : gx_fail_memory(error, "the overlaps");
}

gx_status gx_tie_overlap_measure(gx_tie_overlap *out, const gx_rows *graph, uint32_t samples, uint64_t seed,
                                 uint32_t threads, gx_error *error)
{
    *out = (gx_tie_overlap){.mean = NAN, .correlation = NAN};
    for (unsigned part = 0; part < GX_OVERLAP_PARTS; part++)
        out->strength[part] = out->overlap[part] = NAN;
    uint64_t ties = graph->offset[graph->rows] / 2;
    measured all = {.count = ties < samples ? ties : samples};
    uint64_t *entries = gx_alloc_columns((size_t)all.count, sizeof *entries);
    all.overlap = gx_alloc_columns((size_t)all.count, sizeof *all.overlap);
    all.strength = gx_alloc_columns((size_t)all.count, sizeof *all.strength);
    gx_status status = GX_OK;
    if (entries == NULL || all.overlap == NULL || all.strength == NULL) {
        status = gx_fail_memory(error, "the overlaps");
    } else if (all.count > 0) {
        if (all.count == ties)
            list_all(entries, graph);
        else
            draw_some(entries, all.count, graph, seed);
#pragma omp parallel for schedule(dynamic, 256) num_threads((int)(threads > 0 ? threads : 1))
        for (int64_t at = 0; at < (int64_t)all.count; at++)
            measure_tie(&all, (uint64_t)at, graph, gx_row_of_entry(graph, entries[at]), entries[at]);
        compact(&all);
        status = summarise(out, &all, graph->strength != NULL, error);
    }
    gx_free(entries);
    gx_free(all.overlap);
    gx_free(all.strength);
    return status;
}
