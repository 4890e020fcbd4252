/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The payment graph: one arc from sender to claimer for each pair with a share taken, weighted by the money.
 * The graph's bridge adds up the claims of a pair by itself. */
#include "work.h"

#include <gx/base/memory.h>
#include <gx/graph/measures.h>
#include <math.h>

static void tell(gx_traffic_work *work, const gx_flow_measures *found)
{
    gx_sheet *sheet = &work->sheet;
    gx_put_integer(sheet, TRAFFIC_P_NODES, (int64_t)found->nodes);
    gx_put_integer(sheet, TRAFFIC_P_ARCS, (int64_t)found->arcs);
    if (found->nodes == 0)
        return;
    gx_put_real(sheet, TRAFFIC_P_MULTIPLICITY, found->multiplicity);
    gx_put_real(sheet, TRAFFIC_P_RECIPROCITY, found->reciprocity);
    gx_put_integer(sheet, TRAFFIC_P_COMPONENTS, (int64_t)found->components);
    gx_put_real(sheet, TRAFFIC_P_GIANT, (double)found->giant / (double)found->nodes);
    gx_put_real(sheet, TRAFFIC_P_CLUSTERING, found->clustering_global);
    gx_put_real(sheet, TRAFFIC_P_ASSORTATIVITY, found->assortativity);
    gx_put_real(sheet, TRAFFIC_P_IN_MEAN, found->in_degree_mean);
    gx_put_real(sheet, TRAFFIC_P_IN_EXPONENT, found->in_degree_exponent);
    gx_put_real(sheet, TRAFFIC_P_OUT_EXPONENT, found->out_degree_exponent);
    if (found->communities > 0) {
        gx_put_integer(sheet, TRAFFIC_P_COMMUNITIES, (int64_t)found->communities);
        gx_put_real(sheet, TRAFFIC_P_MODULARITY, found->modularity);
    }
    gx_traffic_ranks(work, TRAFFIC_P_PAGERANK, &found->top);
}

static void measure(gx_traffic_work *work, const gx_claims *claims)
{
    gx_flow_measures found;
    gx_measure_options options = {
        .communities = true, .communities_max_edges = GX_TRAFFIC_TIES_MAX, .seed = 1};
    uint32_t *from = gx_traffic_room(work, claims->rows, sizeof *from, "payments");
    uint32_t *to = gx_traffic_room(work, claims->rows, sizeof *to, "payments");
    uint32_t *one = gx_traffic_room(work, claims->rows, sizeof *one, "payments");
    double *fen = gx_traffic_room(work, claims->rows, sizeof *fen, "payments");
    size_t count = 0;
    if (work->sheet.status == GX_OK) {
        for (size_t i = 0; i < claims->rows; i++) {
            if (claims->sender[i] == GX_NOBODY || claims->claimer[i] == GX_NOBODY)
                continue;
            from[count] = claims->sender[i];
            to[count] = claims->claimer[i];
            fen[count] = (double)claims->amount[i];
            one[count++] = 1;
        }
        gx_arcs arcs = {(uint32_t)work->facts.users, count, from, to, fen, one};
        work->sheet.status = gx_flow_measure(&found, &arcs, &options, work->sheet.error);
        if (work->sheet.status == GX_OK)
            tell(work, &found);
    }
    gx_free(from);
    gx_free(to);
    gx_free(one);
    gx_free(fen);
}

void gx_traffic_payments(gx_traffic_work *work)
{
    gx_claims claims;
    bool present;
    if (!work->facts.all_events)
        return;
    work->sheet.status = gx_table_load(&claims, GX_TABLE_CLAIMS, "claimer sender amount", work->reader,
                                       &work->facts, &present, work->sheet.error);
    if (work->sheet.status != GX_OK || !present)
        return;
    gx_traffic_sum(work, claims.amount, claims.rows, "/events/claims/amount");
    if (work->sheet.status == GX_OK && claims.rows > 0)
        measure(work, &claims);
    gx_table_unload(&claims, GX_TABLE_CLAIMS);
}
