/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A test's hand inside a run, as gx_memory_fail_after is one inside the heap: called with the world after
 * each tick that was run, before the audit's sweep of that tick, by one thread. Not for the program, and not
 * while a run is going on. */
#ifndef GX_RUN_PROBE_H
#define GX_RUN_PROBE_H

#include <gx/models/world.h>

typedef void gx_probe(gx_world *world, uint32_t tick, void *context);

/* From now on; NULL ends it. */
void gx_probe_set(gx_probe *probe, void *context);

/* By the run. */
void gx_probe_tick(gx_world *world, uint32_t tick);

#endif
