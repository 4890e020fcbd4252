/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cascades as a forest: who came after whom. */
#ifndef GX_SPREAD_FOREST_H
#define GX_SPREAD_FOREST_H

#include <gx/base/status.h>
#include <stdint.h>

#define GX_ROOT UINT32_MAX

typedef struct gx_cascade {
    uint32_t root;    /* node */
    uint32_t size;    /* nodes */
    uint32_t depth;   /* of the deepest node; root: 0 */
    uint32_t breadth; /* largest number of children of one node */
    double virality;  /* structural virality: mean distance of two nodes; NaN below two nodes */
} gx_cascade;

typedef struct gx_forest {
    uint32_t nodes;
    uint32_t *children; /* number of each node's children */
    uint32_t *depth;    /* generation of each node */
    uint32_t cascades;
    gx_cascade *cascade; /* in the order of their roots */
} gx_forest;

/* From each node's parent, GX_ROOT for none. A parent stands before its children (order of time), else
 * GX_ERR_ARGUMENT. O(nodes). Release with gx_forest_free. */
gx_status gx_forest_create(gx_forest *out, const uint32_t *parent, uint32_t nodes, gx_error *error);
void gx_forest_free(gx_forest *forest);

#endif
