/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Only ends inside a kind and ends of each kind are counted, so that thousands of cities cost no matrix. With
 * M ends, S of them to one's own kind, and E_a of kind a: r = (S M - sum E_a^2) / (M^2 - sum E_a^2). */
#include "degrees.h"

#include <gx/base/memory.h>

#include <math.h>

gx_status gx_mixing_measure(gx_mixing *out, const gx_rows *graph, const uint32_t *kind, uint32_t kinds,
                            gx_error *error)
{
    *out = (gx_mixing){NAN, NAN, NAN, NAN};
    uint64_t *ends = gx_alloc(kinds, sizeof *ends), *inside = gx_alloc(kinds, sizeof *inside);
    gx_status status = ends == NULL || inside == NULL ? gx_fail_memory(error, "the mixing") : GX_OK;
    for (uint32_t node = 0; status == GX_OK && node < graph->rows; node++)
        if (kind[node] >= kinds)
            status = gx_fail(error, GX_ERR_ARGUMENT, "graph: node %u is of kind %u of %u", node, kind[node],
                             kinds);
    gx_wide all = 0, same = 0, chance = 0;
    if (status == GX_OK) {
        for (uint32_t node = 0; node < graph->rows; node++) {
            uint64_t own = 0;
            for (uint64_t at = graph->offset[node]; at < graph->offset[node + 1]; at++)
                own += kind[graph->column[at]] == kind[node];
            ends[kind[node]] += gx_row_length(graph, node);
            inside[kind[node]] += own;
        }
        for (uint32_t a = 0; a < kinds; a++) {
            all += ends[a];
            same += inside[a];
            chance += (gx_wide)ends[a] * ends[a];
        }
    }
    if (all > 0) {
        out->same = (double)same / (double)all;
        out->chance = (double)chance / ((double)all * (double)all);
        if (all * all != chance)
            out->assortativity = (double)((gx_wide_signed)(same * all) - (gx_wide_signed)chance) /
                                 (double)(all * all - chance);
    }
    if (all > 0 && kinds == 2) {
        double apart = (double)(ends[0] - inside[0]) * (double)(ends[1] - inside[1]);
        if (apart > 0)
            out->odds = (double)inside[0] * (double)inside[1] / apart;
    }
    gx_free(ends);
    gx_free(inside);
    return status;
}
