/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a graph looks like: statistics of compressed rows through the one bridge to igraph, and our own where they must be
 * fast. igraph is not thread-safe as Debian builds it: never call these from a parallel region. */
#ifndef GX_GRAPH_MEASURES_H
#define GX_GRAPH_MEASURES_H

#include <gx/graph/network.h>

typedef struct gx_graph_measures {
    uint64_t nodes, edges;
    double degree_mean, degree_sd;
    double degree_second_ratio; /* <k^2> / <k> */
    uint32_t degree_max;
    uint32_t degree_p10, degree_p50, degree_p90, degree_p99;
    uint64_t isolated;
    uint64_t components;
    uint64_t giant; /* nodes of the largest component */
    double clustering_average; /* mean local clustering; nodes of degree < 2 count 0 */
    double clustering_global;  /* 3 triangles / wedges */
    double assortativity;      /* Newman's r by degree; NaN when it is undefined */
    double distance_mean;      /* over `distance_sources` sampled sources, in the giant component; NaN when not asked */
    double distance_theory;    /* ln N / ln(<k^2>/<k> - 1) */
    uint32_t distance_sources;
    uint64_t communities; /* of the community detection, see gx_graph_measure */
    double modularity;
} gx_graph_measures;

typedef struct gx_measure_options {
    uint32_t distance_sources; /* 0: no distances */
    bool communities;          /* label-free: Leiden on graphs up to `communities_max_edges`, else left NaN and 0 */
    uint64_t communities_max_edges;
    uint64_t seed; /* for sampling sources and for Leiden's order */
} gx_measure_options;

/* Measure an undirected graph (symmetric rows). O(sum of squared degrees) for clustering. */
gx_status gx_graph_measure(gx_graph_measures *out, const gx_rows *graph, const gx_measure_options *options,
                           gx_error *error);

/* A weighted directed multigraph as arcs, aggregated: how payments flow. */
typedef struct gx_arcs {
    uint32_t nodes;
    uint64_t count;
    const uint32_t *from, *to;
    const double *weight;
} gx_arcs;

typedef struct gx_flow_measures {
    uint64_t nodes;      /* with at least one arc */
    uint64_t arcs;       /* distinct ordered pairs */
    double weight;       /* total */
    double reciprocity;  /* sum of min(w_ij, w_ji) / sum of w_ij */
    double multiplicity; /* mean number of payments an arc; only when given, else NaN */
    uint64_t components, giant; /* weak, among the nodes with an arc */
    double clustering_global;   /* of the undirected simple graph */
    double assortativity;
    double in_degree_mean, in_degree_exponent, out_degree_exponent; /* power-law fits by igraph; NaN when too few */
    uint64_t communities;
    double modularity;
    uint32_t top_count; /* of the following */
    uint32_t top_node[10];
    double top_pagerank[10]; /* by weight, damping 0.85 */
} gx_flow_measures;

gx_status gx_flow_measure(gx_flow_measures *out, const gx_arcs *arcs, const gx_measure_options *options, gx_error *error);

/* The igraph that is linked, for provenance: "0.10.2". */
const char *gx_igraph_version(void);

#endif
