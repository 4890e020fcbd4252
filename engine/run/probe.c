/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe.h"

static gx_probe *the_probe;
static void *the_context;

void gx_probe_set(gx_probe *probe, void *context)
{
    the_probe = probe;
    the_context = context;
}

void gx_probe_tick(gx_world *world, uint32_t tick)
{
    if (the_probe)
        the_probe(world, tick, the_context);
}
