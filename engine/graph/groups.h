/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_GRAPH_GROUPS_H
#define GX_GRAPH_GROUPS_H

#include <gx/graph/network.h>

/* Chat groups of a population: members of each group ascending, no repeats. See groups.c. */
gx_status gx_groups_make(gx_rows *members, const gx_population *population, const gx_network_config *config,
                         gx_key key, uint32_t threads, gx_error *error);

#endif
