/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and their ties, from nothing to finished rows, as a run makes them. The work is the friendships. */
#include "bench/cases.h"
#include <gx/base/memory.h>
#include <gx/run/graph.h>
#include <stdio.h>
#include <string.h>

/* size.entities: users. Everything else is a scenario's default. */
gx_status gx_bench_graph(gx_bench_play *play, gx_error *error)
{
    static const char text[] = "version: 1\nname: bench-graph\n";
    char users[64];
    snprintf(users, sizeof users, "population.users=%llu", (unsigned long long)play->size.entities);
    const char *overrides[] = {users};
    gx_run_options options = {.file = "(bench)",
                              .text = text,
                              .length = strlen(text),
                              .overrides = overrides,
                              .override_count = 1,
                              .record = -1,
                              .threads = play->threads};
    gx_graph_world *world = NULL;
    gx_diagnostics diagnostics;
    gx_bench_start(play);
    gx_status status = gx_graph_world_open(&world, &options, 0, &diagnostics, error);
    gx_bench_stop(play);
    if (status == GX_OK) {
        const gx_rows *friends = &world->network->friends;
        play->work = friends->offset[friends->rows] / 2;
        play->digest = gx_network_digest(world->network);
    } else if (diagnostics.count) {
        gx_fail(error, status, "%s: %.800s", play->name, gx_text_get(&diagnostics.report));
    }
    gx_diagnostics_free(&diagnostics);
    gx_graph_world_close(world);
    return status;
}
