/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi graph: the social graph alone. Its parts do all the work. */
#include "talk.h"
#include "usage.h"

static int act(const gx_call *call, const void *given)
{
    (void)given;
    return gx_misused(call, "%s is missing", gx_verb_graph.operands);
}

const gx_verb gx_verb_graph = {
    "graph",
    "info|gen|import|export",
    GX_OPERAND_NONE,
    0,
    0,
    "look at, make, read or write a social graph, without a run",
    "The people and ties of a scenario are a function of its seed: what these words show is what a run "
    "uses,\n"
    "byte for byte. Graphs of others are read and written as edge list, CSV, GraphML and Matrix Market.\n",
    NULL,
    0,
    0,
    act,
    NULL};
