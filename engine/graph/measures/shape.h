/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures of undirected graphs in integers: the same for any number of threads. Rows as in gx_graph_measure.
 */
#ifndef GX_GRAPH_SHAPE_H
#define GX_GRAPH_SHAPE_H

#include "degrees.h"

typedef struct gx_shape_components {
    uint64_t count;
    uint32_t *order;      /* all nodes, component after component; owned: gx_free */
    uint32_t giant_first; /* where the largest component (the first of equals) begins in `order` */
    uint32_t giant;       /* its nodes */
} gx_shape_components;

/* O(nodes + entries), by breadth-first search. */
gx_status gx_shape_find_components(gx_shape_components *out, const gx_rows *graph, gx_error *error);

typedef struct gx_shape_clustering {
    double average; /* nodes of degree < 2 count 0 */
    double defined; /* over the others; NaN when there are none */
    double global;  /* 3 triangles / wedges; NaN without wedges */
    double
        by_degree[GX_DEGREE_BINS]; /* mean local clustering of the nodes of a bin; NaN without such nodes */
    uint64_t triangles;            /* each once; 0 when sampled */
    uint32_t sampled;              /* nodes drawn; 0: all */
    double average_error, global_error; /* standard errors; 0 when all */
} gx_shape_clustering;

/* By the forward algorithm (Schank & Wagner 2005): each triangle is found once, from its member of least
 * degree. */
gx_status gx_shape_cluster(gx_shape_clustering *out, const gx_rows *graph, uint32_t threads, gx_error *error);

/* The same from drawn nodes and wedges. O(nodes + sample * degree^2). */
gx_status gx_shape_cluster_sampled(gx_shape_clustering *out, const gx_rows *graph, uint64_t seed,
                                   uint32_t threads, gx_error *error);

/* Newman's r by degree (2002); NaN when all ends of edges have one degree, or there are none. */
double gx_shape_assortativity(const gx_rows *graph);

/* The largest core, by peeling in order of degree (Batagelj & Zaversnik 2003). O(nodes + entries). */
gx_status gx_shape_core(uint32_t *core_max, const gx_rows *graph, gx_error *error);

/* Distances from `sources` keyed draws of nodes[0 … count-1] to all nodes they reach: mean, and where 90 % of
 * them are, linear between whole steps. NaN when nothing is reached. */
gx_status gx_shape_distances(double *mean, double *p90, const gx_rows *graph, const uint32_t *nodes,
                             uint32_t count, uint32_t sources, uint64_t seed, uint32_t threads,
                             gx_error *error);

#endif
