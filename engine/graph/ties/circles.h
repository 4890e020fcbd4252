/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Close circles: each city cut into runs of 8 to 20 users that follow each other. */
#ifndef GX_GRAPH_CIRCLES_H
#define GX_GRAPH_CIRCLES_H

#include <gx/graph/population.h>

enum { GX_CIRCLE_MIN = 8, GX_CIRCLE_MAX = 20 };

typedef struct gx_circles {
    uint32_t count;
    uint32_t *first; /* count + 1 entries: users first[i] … first[i+1]-1 */
} gx_circles;

/* A city of fewer than 8 users is one circle. O(users / 8). */
gx_status gx_circles_cut(gx_circles *out, const gx_population *population, gx_key key, gx_error *error);

#endif
