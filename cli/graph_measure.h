/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures a graph for `graph info`. */
#ifndef GX_CLI_GRAPH_MEASURE_H
#define GX_CLI_GRAPH_MEASURE_H

#include "graph_findings.h"
#include "graph_origin.h"

/* Graphs with more ties are sampled where counting would take minutes; communities are left out above. */
enum { GX_INFO_SAMPLE_TIES = 10000000, GX_INFO_COMMUNITY_TIES = 1000000 };

typedef struct gx_measuring {
    const gx_origin *source;
    gx_findings *findings;
    uint32_t sources; /* of distances */
    uint64_t seed;    /* of samples */
    /* Before each step: its number from 0 and what it is; false asks to stop. */
    bool (*step)(unsigned number, unsigned steps, const char *what, void *context);
    void *context;
} gx_measuring;

/* Measure all that the source holds. GX_ERR_INTERRUPTED when `step` says so. */
gx_status gx_measure_all(const gx_measuring *measuring, gx_error *error);

#endif
