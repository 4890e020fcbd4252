/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of this room hand each other. */
#ifndef GX_TRAFFIC_WORK_H
#define GX_TRAFFIC_WORK_H

#include "metrics.h"

#include <gx/graph/measures.h>
#include <gx/stats/sheet.h>
#include <gx/stats/tables.h>

typedef struct gx_traffic_work {
    gx_sheet sheet;
    const gx_reader *reader;
    gx_facts facts;
} gx_traffic_work;

/* Each computes its part from the recording and writes it; a part whose tables are not there writes nothing.
 * Failures stay in work->sheet.status. */
void gx_traffic_series(gx_traffic_work *work);
void gx_traffic_users(gx_traffic_work *work);
void gx_traffic_packets(gx_traffic_work *work);
void gx_traffic_claims(gx_traffic_work *work);
void gx_traffic_endings(gx_traffic_work *work);
void gx_traffic_friends(gx_traffic_work *work);
void gx_traffic_payments(gx_traffic_work *work);

/* Sum of a column; a sum beyond 64 bits is a damaged recording. */
int64_t gx_traffic_sum(gx_traffic_work *work, const int64_t *values, size_t count, const char *path);

/* An allocation that leaves the failure in the sheet. */
void *gx_traffic_room(gx_traffic_work *work, size_t count, size_t size, const char *what);

/* Distribution of amounts by kind: which metrics take it; `packets` adds what is told of packets only. */
typedef struct gx_traffic_amount_ids {
    gx_traffic_id table, histogram, median, sigma;
    bool packets;
} gx_traffic_amount_ids;
void gx_traffic_amounts(gx_traffic_work *work, const uint8_t *kinds, const int64_t *amounts, size_t rows,
                        const gx_traffic_amount_ids *ids);

/* Median and sigma of a lognormal fit to an ascending sample, with their intervals. */
void gx_traffic_lognormal(gx_traffic_work *work, const double *sorted, size_t count, gx_traffic_id median,
                          gx_traffic_id sigma);

/* The users of highest PageRank as a table. */
void gx_traffic_ranks(gx_traffic_work *work, gx_traffic_id id, const gx_top_ranks *top);

/* Above this many ties the costly measures (clustering, communities, distances, PageRank) are left out. */
enum { GX_TRAFFIC_TIES_MAX = 3000000 };

/* Sizes of the connected components of `nodes` nodes joined by pairs (from[i], to[i]): how many there are,
 * and the largest. */
void gx_traffic_components(gx_traffic_work *work, uint32_t nodes, const uint32_t *from, const uint32_t *to,
                           size_t pairs, uint64_t *components, uint64_t *giant);

#endif
