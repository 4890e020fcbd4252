/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../purposes.h"
#include "shape.h"

#include <gx/base/memory.h>

#include <math.h>

enum { STEPS = 4096 }; /* longer paths are counted as this long */

typedef struct search {
    uint64_t *seen;  /* a bit a node */
    uint32_t *queue; /* one entry a node */
} search;

/* Into at_step[d] how many nodes are d steps from the source, d >= 1. */
static void search_from(search *work, uint64_t *at_step, const gx_rows *graph, uint32_t source)
{
    for (size_t word = 0; word < ((size_t)graph->rows + 63) / 64; word++)
        work->seen[word] = 0;
    uint32_t filled = 1, begin = 0;
    work->queue[0] = source;
    work->seen[source >> 6] |= UINT64_C(1) << (source & 63);
    for (uint32_t step = 1; begin < filled; step++) {
        uint32_t end = filled;
        for (; begin < end; begin++) {
            uint32_t node = work->queue[begin];
            for (uint64_t at = graph->offset[node]; at < graph->offset[node + 1]; at++) {
                uint32_t next = graph->column[at];
                uint64_t bit = UINT64_C(1) << (next & 63);
                if ((work->seen[next >> 6] & bit) == 0) {
                    work->seen[next >> 6] |= bit;
                    work->queue[filled++] = next;
                }
            }
        }
        at_step[step < STEPS ? step : STEPS] += filled - end;
    }
}

static bool search_all(uint64_t *at_step, const gx_rows *graph, const uint32_t *nodes, uint32_t count,
                       uint32_t sources, uint64_t seed, uint32_t threads)
{
    gx_key key = gx_key_make(seed, 0);
    int failed = 0;
#pragma omp parallel num_threads((int)threads)
    {
        search work = {gx_alloc(((size_t)graph->rows + 63) / 64, sizeof *work.seen),
                       gx_alloc(graph->rows, sizeof *work.queue)};
        uint64_t *own = gx_alloc(STEPS + 1, sizeof *own);
        bool fine = work.seen != NULL && work.queue != NULL && own != NULL;
        if (!fine) {
#pragma omp atomic write
            failed = 1;
        }
#pragma omp for schedule(dynamic, 1)
        for (int64_t source = 0; source < (int64_t)sources; source++) {
            gx_draw draw = gx_draw_at(key, GX_DRAW_SOURCE, (uint32_t)source, 0, 0);
            if (fine)
                search_from(&work, own, graph, nodes[gx_below32(draw.word[0], count)]);
        }
#pragma omp critical(gx_shape_distances)
        for (uint32_t step = 0; fine && step <= STEPS; step++)
            at_step[step] += own[step];
        gx_free(work.seen);
        gx_free(work.queue);
        gx_free(own);
    }
    return failed == 0;
}

gx_status gx_shape_distances(double *mean, double *p90, const gx_rows *graph, const uint32_t *nodes,
                             uint32_t count, uint32_t sources, uint64_t seed, uint32_t threads,
                             gx_error *error)
{
    *mean = *p90 = NAN;
    if (count == 0 || sources == 0)
        return GX_OK;
    uint64_t *at_step = gx_alloc(STEPS + 1, sizeof *at_step);
    if (at_step == NULL || !search_all(at_step, graph, nodes, count, sources, seed, threads)) {
        gx_free(at_step);
        return gx_fail_memory(error, "the distances");
    }
    uint64_t pairs = 0, sum = 0, nearer = 0;
    for (uint32_t step = 1; step <= STEPS; step++) {
        pairs += at_step[step];
        sum += at_step[step] * step;
    }
    if (pairs > 0) {
        double wanted = 0.9 * (double)pairs;
        uint32_t step = 1;
        while (step < STEPS && (double)(nearer + at_step[step]) < wanted)
            nearer += at_step[step++];
        *mean = (double)sum / (double)pairs;
        *p90 = (double)(step - 1) + (wanted - (double)nearer) / (double)at_step[step];
    }
    gx_free(at_step);
    return GX_OK;
}
