/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_GRAPH_TIES_H
#define GX_GRAPH_TIES_H

#include "circles.h"

#include <gx/graph/network.h>

/* What ties are made from. All borrowed. */
typedef struct gx_foci {
    const gx_network_config *config;
    gx_key key;
    const gx_circles *circles;
    const gx_rows *group_members;
    const uint32_t *group_names; /* see groups.h */
    const gx_rows *user_groups;
    const gx_rows *weak;
} gx_foci;

/* Friends of all users. See ties.c. */
gx_status gx_ties_make(gx_rows *friends, const gx_foci *foci, uint32_t users, uint32_t threads,
                       gx_error *error);

#endif
