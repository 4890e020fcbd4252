/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances from sampled sources, 64 at a time: a node's word has a bit for each source that has reached it,
 * and one pass over all rows takes all 64 searches a step further (Then et al., "The more the merrier:
 * efficient multi-source graph traversal", 2014). A node asks its friends (nothing is written that another
 * thread reads), so any number of threads finds the same. In a small world everybody is reached in a handful
 * of passes. Where paths are long (rings, chains) a pass would find next to nothing: after FRONTIERS steps
 * the sources are searched one by one from a queue instead, with the same counts. */
#include "../purposes.h"
#include "shape.h"

#include <gx/base/memory.h>

#include <math.h>

enum {
    STEPS = 4096, /* longer paths are counted as this long */
    WIDTH = 64,
    FRONTIERS = 24
};

/* ---- One by one ---- */

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

static bool search_singly(uint64_t *at_step, const gx_rows *graph, const uint32_t *sources, uint32_t count,
                          uint32_t threads)
{
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
        for (int64_t source = 0; source < (int64_t)count; source++)
            if (fine)
                search_from(&work, own, graph, sources[source]);
#pragma omp critical(gx_shape_distances)
        for (uint32_t step = 0; fine && step <= STEPS; step++)
            at_step[step] += own[step];
        gx_free(work.seen);
        gx_free(work.queue);
        gx_free(own);
    }
    return failed == 0;
}

/* ---- Many at once ---- */

typedef struct wave {
    uint64_t *seen, *front, *next; /* a bit a source, one word a node */
} wave;

/* How many (source, node) pairs the step reached. */
static uint64_t step_on(const wave *work, const gx_rows *graph, uint64_t full, uint32_t threads)
{
    uint64_t reached = 0;
#pragma omp parallel num_threads((int)threads)
    {
        uint64_t own = 0;
#pragma omp for schedule(dynamic, 2048)
        for (int64_t node = 0; node < (int64_t)graph->rows; node++) {
            uint64_t found = 0, missing = full & ~work->seen[node];
            for (uint64_t at = graph->offset[node]; (missing & ~found) != 0 && at < graph->offset[node + 1];
                 at++)
                found |= work->front[graph->column[at]];
            work->next[node] = found & missing;
            own += (uint64_t)__builtin_popcountll(found & missing);
        }
#pragma omp atomic update
        reached += own;
    }
    for (uint32_t node = 0; node < graph->rows; node++)
        work->seen[node] |= work->next[node];
    return reached;
}

/* False when paths are too long for this way; at_step is then as it was. */
static bool search_together(uint64_t *at_step, const wave *work, const gx_rows *graph,
                            const uint32_t *sources, uint32_t count, uint32_t threads)
{
    wave turn = *work;
    uint64_t reached[FRONTIERS + 1] = {0};
    uint64_t full = count == WIDTH ? UINT64_MAX : (UINT64_C(1) << count) - 1;
    for (uint32_t node = 0; node < graph->rows; node++)
        turn.seen[node] = turn.front[node] = 0;
    for (uint32_t at = 0; at < count; at++) {
        turn.seen[sources[at]] |= UINT64_C(1) << at;
        turn.front[sources[at]] |= UINT64_C(1) << at;
    }
    for (uint32_t step = 1; step <= FRONTIERS; step++) {
        reached[step] = step_on(&turn, graph, full, threads);
        if (reached[step] == 0) {
            for (uint32_t at = 1; at < step; at++)
                at_step[at] += reached[at];
            return true;
        }
        uint64_t *front = turn.front;
        turn.front = turn.next;
        turn.next = front;
    }
    return false;
}

static bool search_all(uint64_t *at_step, const gx_rows *graph, const uint32_t *sources, uint32_t count,
                       uint32_t threads)
{
    wave work = {gx_alloc_columns(graph->rows, sizeof *work.seen),
                 gx_alloc_columns(graph->rows, sizeof *work.front),
                 gx_alloc_columns(graph->rows, sizeof *work.next)};
    bool fine = work.seen != NULL && work.front != NULL && work.next != NULL, near = true;
    for (uint32_t first = 0, width; fine && first < count; first += width) {
        width = count - first < WIDTH ? count - first : WIDTH;
        near = near && search_together(at_step, &work, graph, sources + first, width, threads);
        if (!near)
            fine = search_singly(at_step, graph, sources + first, width, threads);
    }
    gx_free(work.seen);
    gx_free(work.front);
    gx_free(work.next);
    return fine;
}

static uint32_t *draw_sources(const uint32_t *nodes, uint32_t count, uint32_t sources, uint64_t seed)
{
    gx_key key = gx_key_make(seed, 0);
    uint32_t *drawn = gx_alloc(sources, sizeof *drawn);
    for (uint32_t at = 0; drawn != NULL && at < sources; at++)
        drawn[at] = nodes[gx_below32(gx_draw_at(key, GX_DRAW_SOURCE, at, 0, 0).word[0], count)];
    return drawn;
}

gx_status gx_shape_distances(double *mean, double *p90, const gx_rows *graph, const uint32_t *nodes,
                             uint32_t count, uint32_t sources, uint64_t seed, uint32_t threads,
                             gx_error *error)
{
    *mean = *p90 = NAN;
    if (count == 0 || sources == 0)
        return GX_OK;
    uint64_t *at_step = gx_alloc(STEPS + 1, sizeof *at_step);
    uint32_t *drawn = draw_sources(nodes, count, sources, seed);
    if (at_step == NULL || drawn == NULL || !search_all(at_step, graph, drawn, sources, threads)) {
        gx_free(at_step);
        gx_free(drawn);
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
    gx_free(drawn);
    return GX_OK;
}
