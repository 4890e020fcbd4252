/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_GRAPH_GROUPS_H
#define GX_GRAPH_GROUPS_H

#include <gx/graph/network.h>

/* Chat groups of a population: members of each group ascending, no repeats. See groups.c.
 *
 * names[] (may be NULL; released by gx_free) tells draws on a pair of members their group without its row,
 * which every group more in an earlier city would move: group n of a city's pool is n, since the pair itself
 * says which city, and group n of the pool that mixes cities is ~n. No two groups that share a pair have one
 * name, as there are fewer than 2^32 - 1 groups. */
gx_status gx_groups_make(gx_rows *members, uint32_t **names, const gx_population *population,
                         const gx_network_config *config, gx_key key, uint32_t threads, gx_error *error);

#endif
