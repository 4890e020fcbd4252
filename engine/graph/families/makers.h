/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The makers of the families, one file each. The config is checked against the table, and `threads` is at
 * least 1. */
#ifndef GX_GRAPH_FAMILIES_MAKERS_H
#define GX_GRAPH_FAMILIES_MAKERS_H

#include <gx/graph/family.h>

typedef struct gx_maker {
    const gx_family_config *config;
    gx_key key;
    uint32_t nodes;
    uint32_t threads;
} gx_maker;

typedef gx_status gx_family_maker(gx_rows *out, const gx_maker *maker, gx_error *error);
gx_family_maker gx_make_erdos_renyi, gx_make_barabasi_albert, gx_make_watts_strogatz,
    gx_make_stochastic_block, gx_make_configuration, gx_make_chung_lu, gx_make_forest_fire, gx_make_complete,
    gx_make_star, gx_make_ring;

/* GX_ERR_LIMIT when so many ties are too many. */
gx_status gx_family_fits(double ties, gx_error *error);

/* Degrees of the configuration model, with an even sum: room for `nodes`. */
gx_status gx_configuration_degrees(uint32_t *degree, const gx_maker *maker, gx_error *error);

/* Expected degrees of Chung and Lu's model, descending: room for `nodes`. */
gx_status gx_chung_lu_weights(double *weight, const gx_maker *maker, gx_error *error);

#endif
