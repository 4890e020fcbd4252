/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From pairs of nodes, in any order, to the rows of a simple undirected graph. */
#ifndef GX_GRAPH_FAMILIES_PAIRS_H
#define GX_GRAPH_FAMILIES_PAIRS_H

#include <gx/base/status.h>
#include <gx/graph/rows.h>

enum { GX_PAIR_RUNS = 128 };

/* Pairs, each as one end << 32 | the other. */
typedef struct gx_pairs {
    uint64_t *pair;
    size_t count, capacity;
} gx_pairs;

/* Room for `more` pairs behind the present ones. False: memory is exhausted. */
bool gx_pairs_room(gx_pairs *pairs, size_t more);

static inline void gx_pairs_add(gx_pairs *pairs, uint32_t one, uint32_t other) /* there is room */
{
    pairs->pair[pairs->count++] = (uint64_t)one << 32 | other;
}

/* The pairs that nodes first … end-1 make, appended to `pairs`. False: memory is exhausted. */
typedef bool gx_pair_maker(gx_pairs *pairs, const void *context, uint32_t first, uint32_t end);

/* Make the pairs of all nodes, GX_PAIR_RUNS runs of nodes at a time, and join them. `what` names the graph in
 * errors. The result does not depend on threads. */
gx_status gx_pairs_make(gx_rows *out, uint32_t nodes, gx_pair_maker *make, const void *context,
                        uint32_t threads, const char *what, gx_error *error);

/* Rows from `runs` runs of pairs; loops are left out and repeats joined. O(pairs). */
gx_status gx_pairs_join(gx_rows *out, uint32_t nodes, const gx_pairs *run, uint32_t runs, uint32_t threads,
                        const char *what, gx_error *error);

#endif
