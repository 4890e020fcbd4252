/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small network whose changes are kept twice: by gx_changes, and in a naive model, a matrix of ties and two
 * of memberships, to which the rules of change.h are applied as they are written. */
#ifndef GX_TESTS_GRAPH_NAIVE_H
#define GX_TESTS_GRAPH_NAIVE_H

#include "world.h"

#include <gx/graph/circle.h>

enum { USERS = 60, GROUPS = 8, CIRCLES = 5, SETS_MOST = 4000, GROUP_MAX = 12 };

/* Groups, or circles. */
typedef struct naive_sets {
    uint32_t base, count; /* when it began; now */
    uint32_t most;        /* members of one */
    bool member[SETS_MOST][USERS];
    uint32_t maker[SETS_MOST], serial[SETS_MOST];
} naive_sets;

typedef struct naive {
    uint8_t strength[USERS][USERS], layers[USERS][USERS];
    naive_sets groups, circles;
} naive;

/* Ties with layers; as an imported file has them, without; none; nothing stored, all of them computed. The
 * first three have GROUPS groups; the first and the last have CIRCLES circles, the others none. */
typedef enum base_kind { BASE_WHOLE, BASE_PLAIN, BASE_EMPTY, BASE_IMPLICIT, BASES } base_kind;

typedef struct scene {
    gx_population *population; /* of the implicit one */
    gx_network *network;
    gx_interests interests;
    gx_changes *changes;
    naive *model;
} scene;

/* A keyed draw below n. */
uint32_t dice(uint32_t purpose, uint32_t a, uint32_t b, uint32_t c, uint32_t n);

/* Into *s, whose circles the network borrows. */
void open_scene(scene *s, base_kind kind, uint32_t lists);
void close_scene(scene *s);

void naive_merge(naive *m, const gx_change *notes, size_t count);

/* Everything that can be asked says what the model says. */
void check_all(const gx_network *n, const naive *m);
void check_names(const gx_network *n, const naive *m);

#endif
