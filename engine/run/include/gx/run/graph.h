/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario's people and ties without a run: for the command's `graph`. */
#ifndef GX_RUN_GRAPH_H
#define GX_RUN_GRAPH_H

#include <gx/graph/layer.h>
#include <gx/run/run.h>

/* Layers made beside friends and groups. */
enum { GX_WITH_INTERESTS = 1, GX_WITH_FOLLOWERS = 2, GX_WITH_TRADE = 4, GX_WITH_ALL = 7 };

typedef struct gx_graph_world {
    uint64_t seed;
    char name[128];
    gx_population *population;
    gx_network *network;
    gx_interests interests; /* empty rows when not asked for, like the next three */
    gx_rows followers;
    gx_merchants *merchants; /* NULL when not asked for */
    gx_rows trade;
} gx_graph_world;

/* Read the scenario of `options` (file, text, variant, overrides, seed) and make its people and ties as a run
 * would, byte for byte. GX_ERR_INPUT: `diagnostics` says why; GX_ERR_MEMORY. Owned by the caller. */
gx_status gx_graph_world_open(gx_graph_world **out, const gx_run_options *options, unsigned layers,
                              gx_diagnostics *diagnostics, gx_error *error);
void gx_graph_world_close(gx_graph_world *world);

#endif
