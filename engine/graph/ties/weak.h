/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_GRAPH_WEAK_H
#define GX_GRAPH_WEAK_H

#include <gx/graph/network.h>

/* Weak ties in both directions: row u lists whom u is tied to, in no order, a pair as often as it was drawn
 * (as often in the one row as in the other). See weak.c. */
gx_status gx_weak_make(gx_rows *out, const gx_population *population, const gx_network_config *config,
                       gx_key key, uint32_t threads, gx_error *error);

#endif
