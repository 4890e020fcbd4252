/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a graph looks like: statistics of compressed rows through the one bridge to igraph, and our own where
 * they must be fast. igraph is not thread-safe as Debian builds it: never call these from a parallel region.
 */
#ifndef GX_GRAPH_MEASURES_H
#define GX_GRAPH_MEASURES_H

#include <gx/graph/network.h>

typedef struct gx_graph_measures {
    uint64_t nodes, edges;
    double degree_mean, degree_sd;
    double degree_second_ratio; /* <k^2> / <k> */
    uint32_t degree_max;
    uint32_t degree_p10, degree_p50, degree_p90,
        degree_p99; /* the least degree that this share of nodes does not exceed */
    double degree_gini;
    uint64_t isolated;
    uint64_t components;
    uint64_t giant;            /* nodes of the largest component */
    uint32_t core_max;         /* the largest k such that some subgraph has minimum degree k */
    double clustering_average; /* mean local clustering; nodes of degree < 2 count 0 */
    double clustering_defined; /* the same over the nodes of degree >= 2 only; NaN when there are none */
    double clustering_global;  /* 3 triangles / wedges; NaN without wedges */
    double assortativity;      /* Newman's r by degree; NaN when it is undefined */
    double distance_mean;   /* over `distance_sources` sampled sources, in the giant component; NaN when not
                               asked */
    double distance_p90;    /* effective diameter: 90 % of the pairs are as near, interpolated; NaN when not
                               asked */
    double distance_theory; /* ln N / ln(<k^2>/<k> - 1); NaN when undefined */
    uint32_t distance_sources;
    uint64_t communities; /* of the community detection, see gx_measure_options; 0 when not asked */
    double modularity;    /* NaN when not asked */
} gx_graph_measures;

typedef struct gx_measure_options {
    uint32_t distance_sources; /* 0: no distances */
    bool communities; /* Leiden by modularity, on graphs up to `communities_max_edges`, else left NaN and 0 */
    uint64_t communities_max_edges;
    uint64_t seed;    /* for sampling sources and for Leiden's order */
    uint32_t threads; /* of our own passes, whose results do not depend on it; 0: one */
} gx_measure_options;

/* Measure an undirected graph (symmetric rows, ascending, no loops, no repeats; strength may be NULL).
 * Degrees, components, clustering, assortativity, cores and distances are our own, in integers; communities
 * are igraph's. O(edges * sqrt(edges)) for clustering at worst, O(edges) for each source of distances.
 * GX_ERR_MEMORY, GX_ERR_ARGUMENT (rows that are not what they must be: a column out of range, a loop, not
 * ascending). */
gx_status gx_graph_measure(gx_graph_measures *out, const gx_rows *graph, const gx_measure_options *options,
                           gx_error *error);

/* The ten nodes of highest rank, highest first. */
typedef struct gx_top_ranks {
    uint32_t count; /* of the following */
    uint32_t node[10];
    double rank[10];
} gx_top_ranks;

/* PageRank of an undirected graph, each tie followed both ways in proportion to its strength (NULL: all
 * alike), damping 0.85; isolated nodes keep what starts at them. Rows as in gx_graph_measure, strengths
 * >= 1. O(ties) a step. GX_ERR_MEMORY, GX_ERR_ARGUMENT (rows that are not symmetric). */
gx_status gx_pagerank_top(gx_top_ranks *out, const gx_rows *graph, gx_error *error);

/* A weighted directed multigraph as arcs, aggregated: how payments flow. */
typedef struct gx_arcs {
    uint32_t nodes;
    uint64_t count;
    const uint32_t *from, *to; /* repeats are added up; payments to oneself are left out */
    const double *weight;      /* >= 0, finite */
    const uint32_t *payments;  /* how many payments each entry stands for; NULL: not known */
} gx_arcs;

typedef struct gx_flow_measures {
    uint64_t nodes;             /* with at least one arc */
    uint64_t arcs;              /* distinct ordered pairs */
    double weight;              /* total */
    double reciprocity;         /* sum of min(w_ij, w_ji) / sum of w_ij; NaN without weight */
    double multiplicity;        /* mean number of payments an arc; only when given, else NaN */
    uint64_t components, giant; /* weak, among the nodes with an arc */
    double clustering_global;   /* of the undirected simple graph */
    double assortativity;
    double in_degree_mean, in_degree_exponent,
        out_degree_exponent; /* power-law fits by igraph; NaN when too few */
    uint64_t communities;
    double modularity;
    gx_top_ranks top; /* PageRank by weight, damping 0.85 */
} gx_flow_measures;

/* How payments flow. PageRank (PRPACK), power laws and communities (of w_ij + w_ji) are igraph's, the rest
 * our own. O(arcs log arcs). GX_ERR_MEMORY, GX_ERR_ARGUMENT (a node out of range, a weight below 0 or not
 * finite). */
gx_status gx_flow_measure(gx_flow_measures *out, const gx_arcs *arcs, const gx_measure_options *options,
                          gx_error *error);

/* The igraph that is linked, for provenance: "0.10.2". */
const char *gx_igraph_version(void);

#endif
