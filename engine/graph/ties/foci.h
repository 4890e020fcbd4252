/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of foci as compressed rows. */
#ifndef GX_GRAPH_FOCI_H
#define GX_GRAPH_FOCI_H

#include "ground.h"
#include "rule.h"

/* Foci of one or several kinds, kind by kind, each from pool to pool. names[] tell draws on a pair of members
 * their focus without its row, which every focus more in an earlier pool would move: the scope of its pool
 * (upper three bits) and its number there. As a user is in one pool of each scope, no two foci of one kind
 * that share a pair have one name. */
typedef struct gx_foci {
    gx_rows members; /* focus -> users, ascending */
    gx_rows of_user; /* user -> foci, ascending */
    uint8_t *kinds;  /* gx_focus_kind, by focus */
    uint32_t *names; /* by focus */
    uint8_t *sexes;  /* beside members.column: of each member */
} gx_foci;

/* The foci that are chat groups (clans of 3 and more, classes, workplaces, communities), or those that are
 * not (couples of households of one, close circles, past classes). On failure what was allocated stays for
 * gx_foci_free. O(places log). */
gx_status gx_foci_make(gx_foci *foci, bool chat, const gx_ground *ground, const gx_network_config *config,
                       gx_key key, uint32_t threads, gx_error *error);
void gx_foci_free(gx_foci *foci);

#endif
