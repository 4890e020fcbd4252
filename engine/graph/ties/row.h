/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The friends of one user, from all sources. */
#ifndef GX_GRAPH_ROW_H
#define GX_GRAPH_ROW_H

#include "foci.h"

enum { GX_ROW_RUNS_MAX = 256 }; /* of one user: 120 groups, 120 past classes, and one of each other kind */

/* What ties are made from, beside households. All borrowed. */
typedef struct gx_tie_sources {
    const gx_ground *ground;
    const gx_rule *rule;
    const gx_foci *chat, *apart;
    const gx_rows *weak; /* user -> users, symmetric, in any order and as often as drawn */
} gx_tie_sources;

/* One thread's bench; all zero at first. */
typedef struct gx_row_bench {
    gx_candidate *run, *merged;
    uint8_t *differs;
    size_t capacity;
    uint32_t ends[GX_ROW_RUNS_MAX];
    uint32_t runs;
    gx_span home; /* the household of the row before: users come in order */
} gx_row_bench;

/* How many candidates a user can have at most. O(foci of the user). */
size_t gx_row_most(const gx_tie_sources *from, uint32_t user);

/* Room for a row of this many candidates. False when memory is exhausted. */
bool gx_row_bench_grow(gx_row_bench *bench, size_t candidates);
void gx_row_bench_free(gx_row_bench *bench);

/* The row of `user` into bench->run, ascending, each friend once; its length. O(candidates log foci). */
uint32_t gx_row_make(gx_row_bench *bench, const gx_tie_sources *from, uint32_t user);

#endif
