/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small network whose changes are kept twice: by gx_changes, and in a naive model, a matrix of ties and one
 * of memberships, to which the rules of change.h are applied as they are written. */
#ifndef GX_TESTS_GRAPH_NAIVE_H
#define GX_TESTS_GRAPH_NAIVE_H

#include "world.h"

#include <gx/graph/change.h>

enum { USERS = 60, GROUPS = 8, GROUPS_MOST = 4000, GROUP_MAX = 12 };

typedef struct naive {
    uint8_t strength[USERS][USERS], layers[USERS][USERS];
    uint32_t base_groups, groups; /* when it began; now */
    bool member[GROUPS_MOST][USERS];
    uint32_t maker[GROUPS_MOST], serial[GROUPS_MOST];
} naive;

/* Ties with layers; as an imported file has them, without; none; nothing stored, all of them computed. The
 * first three have GROUPS groups. */
typedef enum base_kind { BASE_WHOLE, BASE_PLAIN, BASE_EMPTY, BASE_IMPLICIT, BASES } base_kind;

typedef struct scene {
    gx_population *population; /* of the implicit one */
    gx_network *network;
    gx_changes *changes;
    naive *model;
} scene;

/* A keyed draw below n. */
uint32_t dice(uint32_t purpose, uint32_t a, uint32_t b, uint32_t c, uint32_t n);

scene open_scene(base_kind kind, uint32_t lists);
void close_scene(scene *s);

void naive_merge(naive *m, const gx_change *notes, size_t count);
uint32_t naive_name(const naive *m, uint32_t group);

/* Everything that can be asked says what the model says. */
void check_all(const gx_network *n, const naive *m);
void check_names(const gx_network *n, const naive *m);

#endif
