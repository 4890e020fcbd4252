/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From ties, read twice, to rows. */
#ifndef GX_GRAPH_EXCHANGE_GATHER_H
#define GX_GRAPH_EXCHANGE_GATHER_H

#include "exchange/naming.h"

#include <gx/base/draw.h>
#include <string.h>

typedef struct gx_gather {
    gx_side side[2]; /* [1] only when apart */
    bool apart, directed, weighted;
    bool halved;   /* undirected: a tie goes into the row of its lower id only, until gx_mirror */
    bool placing;  /* the second pass */
    bool infinite; /* weights of repeats added up to more than a number holds */
    gx_rows rows;
    double *weight;
    uint64_t entries; /* of all rows, before repeats are joined */
    uint64_t lines, loops, check, repeats;
} gx_gather;

/* Ties on their way: places in memory that many of them will touch are fetched at once. */
enum { GX_BATCH = 128 };
typedef struct gx_batch {
    uint32_t count;
    bool back[GX_BATCH]; /* an entry in the row of `to` as well */
    bool loop[GX_BATCH];
    uint64_t from[GX_BATCH], to[GX_BATCH];
    double weight[GX_BATCH];
} gx_batch;

/* What one reader (a thread's part) saw; added up by gx_gather_add. */
typedef struct gx_tally {
    uint64_t lines, loops, check;
    gx_batch batch;
} gx_tally;

static inline gx_side *gx_gather_side(gx_gather *gather, unsigned end)
{
    return &gather->side[end & gather->apart];
}

/* Count or place what is in the batch. Any threads, each with a tally of its own. */
void gx_gather_flush(gx_gather *gather, gx_tally *tally);

/* One tie between ids; `both`: undirected, though directions are kept. The check is a sum that does not
 * depend on order, so that both passes must have seen the same ties. */
static inline void gx_gather_tie(gx_gather *gather, gx_tally *tally, uint64_t from, uint64_t to,
                                 double weight, bool both)
{
    gx_batch *batch = &tally->batch;
    uint32_t at = batch->count++;
    uint64_t bits;
    memcpy(&bits, &weight, sizeof bits);
    bool loop = !gather->apart && from == to, swap = gather->halved && from > to;
    tally->lines++;
    tally->loops += loop;
    tally->check += gx_mix64(gx_mix64(from) ^ (to + bits));
    batch->from[at] = swap ? to : from;
    batch->to[at] = swap ? from : to;
    batch->weight[at] = weight;
    batch->loop[at] = loop;
    batch->back[at] = both && gather->directed && !loop;
    __builtin_prefetch(&gather->side[0].mark[from], 1);
    __builtin_prefetch(&gx_gather_side(gather, 1)->mark[to], 1);
    if (batch->count == GX_BATCH)
        gx_gather_flush(gather, tally);
}

/* The batch must have been flushed. */
static inline void gx_gather_add(gx_gather *gather, const gx_tally *tally)
{
    gather->lines += tally->lines;
    gather->loops += tally->loops;
    gather->check += tally->check;
}

/* Between the passes: rows in order, room for their entries. The counts of the first pass are kept for the
 * comparison; `names` and `columns` are made. */
gx_status gx_gather_arrange(gx_gather *gather, gx_node_names *names, gx_node_names *columns, gx_error *error);

/* After the second: each row ascending, repeats joined (their weights added), what is over given back.
 * `lines` and `check` are those of the first pass. GX_ERR_IO when the passes saw different ties. When
 * `infinite`, some weights are, and the rows are of no use but to tell which. */
gx_status gx_gather_finish(gx_gather *gather, uint64_t lines, uint64_t check, const char *path,
                           uint32_t threads, gx_error *error);

void gx_gather_free(gx_gather *gather);

/* Halves to whole rows: every tie into the row of its other end as well. Rows must be tidy; they are again,
 * unless ids were not in the order of rows (GX_NAMING_SPARSE). */
gx_status gx_mirror(gx_gather *gather, uint32_t threads, gx_error *error);

#endif
