/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a graph looks like: statistics of compressed rows through the one bridge to igraph, and our own where
 * they must be fast. igraph is not thread-safe as Debian builds it: never call these from a parallel region.
 */
#ifndef GX_GRAPH_MEASURES_H
#define GX_GRAPH_MEASURES_H

#include <gx/graph/network.h>

/* Nodes of about one degree. Below 4 each degree is a bin; above, each doubling has two: 4-5, 6-7, 8-11, … */
enum { GX_DEGREE_BINS = 64 };
typedef struct gx_degree_bin {
    uint32_t from, to; /* least and greatest degree */
    uint64_t nodes;
    double share;      /* of all nodes with degree `from` or more: the cumulative distribution from above */
    double clustering; /* mean local clustering of its nodes, or of those sampled; NaN when there are none */
} gx_degree_bin;

typedef struct gx_graph_measures {
    uint64_t nodes, edges;
    double degree_mean, degree_sd;
    double degree_second_ratio; /* <k^2> / <k> */
    uint32_t degree_max;
    uint32_t degree_p10, degree_p50, degree_p90,
        degree_p99; /* the least degree that this share of nodes does not exceed */
    double degree_gini;
    uint64_t isolated;
    uint32_t degree_bins; /* of the following: up to that of the largest degree */
    gx_degree_bin degree_bin[GX_DEGREE_BINS];
    uint64_t components;
    uint64_t giant;    /* nodes of the largest component */
    uint32_t core_max; /* the largest k such that some subgraph has minimum degree k; 0 when not asked */
    double clustering_average;   /* mean local clustering; nodes of degree < 2 count 0 */
    double clustering_defined;   /* the same over the nodes of degree >= 2 only; NaN when there are none */
    double clustering_global;    /* 3 triangles / wedges; NaN without wedges */
    uint32_t clustering_sampled; /* nodes that were drawn for the average; 0: all, and the errors are 0 */
    double clustering_average_error; /* standard errors of what was sampled */
    double clustering_global_error;
    double assortativity;   /* Newman's r by degree; NaN when it is undefined */
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
    uint64_t sample_edges; /* clustering of graphs with more edges is sampled; 0: never */
    bool without_core;     /* leave the largest core out */
    uint64_t seed;         /* for sampling, and for Leiden's order */
    uint32_t threads;      /* of our own passes, whose results do not depend on it; 0: one */
} gx_measure_options;

/* Measure an undirected graph (symmetric rows, ascending, no loops, no repeats; strength may be NULL).
 * Degrees, components, clustering, assortativity, cores and distances are our own, in integers; communities
 * are igraph's. O(edges * sqrt(edges)) for clustering at worst (sampled: 20,000 nodes and 200,000 wedges);
 * distances go from 64 sources at a time, O(edges * largest distance).
 * GX_ERR_MEMORY, GX_ERR_ARGUMENT (rows that are not what they must be: a column out of range, a loop, not
 * ascending). */
gx_status gx_graph_measure(gx_graph_measures *out, const gx_rows *graph, const gx_measure_options *options,
                           gx_error *error);

/* ---- Parts of a graph, and who is tied to whom ---- */

/* What is not only from the past: ties with a layer beside dormant. */
enum { GX_LAYERS_ALL = (1 << GX_LAYERS) - 1, GX_LAYERS_ACTIVE = GX_LAYERS_ALL & ~GX_LAYER_DORMANT };

/* The ties that a layer of `keep` (bits of gx_layer) made, with strengths and layers. rows->layers must not
 * be NULL. Owned by the caller: gx_rows_free. O(entries). GX_ERR_MEMORY. */
gx_status gx_rows_filter(gx_rows *out, const gx_rows *rows, unsigned keep, uint32_t threads, gx_error *error);

/* The other way round: row c of `out` lists the rows that hold c, ascending, without what stands beside.
 * Owned by the caller: gx_rows_free. O(entries). GX_ERR_MEMORY. */
gx_status gx_rows_turned(gx_rows *out, const gx_rows *rows, uint32_t columns, gx_error *error);

/* Share of rows that are least … most entries long; NaN without rows. O(rows). */
double gx_rows_share(const gx_rows *rows, uint32_t least, uint32_t most);

/* Entries that two sets of rows have in common: Jaccard's index is common / (a + b - common). As many rows on
 * both sides. O(entries). */
uint64_t gx_rows_common(const gx_rows *a, const gx_rows *b);

/* Share of the entries of directed square rows whose reverse is there too, of `samples` drawn entries or of
 * all when there are no more; NaN without entries. O(samples * log entries). */
double gx_rows_reciprocity(const gx_rows *rows, uint32_t samples, uint64_t seed);

/* Spearman's correlation of the lengths of the same rows in two layers; as many rows on both sides, NaN when
 * one of them does not vary. O(rows + longest row). GX_ERR_MEMORY. */
gx_status gx_rows_rank_correlation(double *out, const gx_rows *a, const gx_rows *b, gx_error *error);

/* How ties go between kinds of nodes. With e_ab the share of ends of ties from kind a to kind b. */
typedef struct gx_mixing {
    double assortativity; /* (sum e_aa - sum e_a^2) / (1 - sum e_a^2), Newman 2003; NaN with one kind only */
    double same;          /* share of ties inside a kind: sum e_aa; NaN without ties */
    double chance;        /* the same if ends met at random: sum e_a^2 */
    double odds;          /* e_00 e_11 / (e_01 e_10), for two kinds; else, or with a 0 below, NaN */
} gx_mixing;

/* Of an undirected graph whose node u is of kind[u] < kinds. O(entries). GX_ERR_MEMORY, GX_ERR_ARGUMENT (a
 * kind out of range). */
gx_status gx_mixing_measure(gx_mixing *out, const gx_rows *graph, const uint32_t *kind, uint32_t kinds,
                            gx_error *error);

/* Each layer of ties, and each two of them. */
typedef struct gx_layer_measures {
    uint64_t ties, nodes; /* made by the layer; with such a tie */
    double degree_mean;   /* over all nodes of the graph */
    uint32_t degree_max;
    double assortativity; /* Newman's r by the degree in this layer; NaN when undefined */
} gx_layer_measures;
typedef struct gx_layers_measures {
    gx_layer_measures layer[GX_LAYERS];
    uint64_t sets[1 << GX_LAYERS];                   /* ties by the bits of all the layers that made them */
    uint64_t both[GX_LAYERS][GX_LAYERS];             /* ties that both layers made */
    double jaccard[GX_LAYERS][GX_LAYERS];            /* both / either; NaN without ties in either */
    double degree_correlation[GX_LAYERS][GX_LAYERS]; /* Spearman's, over all nodes; NaN when undefined */
} gx_layers_measures;

/* graph->layers must not be NULL. O(entries), 32 bytes a node. GX_ERR_MEMORY. */
gx_status gx_layers_measure(gx_layers_measures *out, const gx_rows *graph, gx_error *error);

/* Lengths of rows (or how often columns occur): degrees of one side of a bipartite or directed layer. */
typedef struct gx_side {
    uint64_t nodes, without; /* without: of degree 0 */
    double mean, sd;
    uint32_t p10, p50, p90, p99, max; /* the least degree that this share of nodes does not exceed */
    double gini;
} gx_side;
typedef struct gx_bipartite_measures {
    uint64_t ties;
    gx_side left, right;  /* rows, columns */
    double assortativity; /* Newman's r of the undirected graph of all nodes: the two sides differ in it */
    double
        degree_correlation;  /* Pearson's, of row's and column's degrees over all ties; NaN when undefined */
    double rank_correlation; /* Spearman's of the same: not ruled by the few largest */
} gx_bipartite_measures;

/* A layer between rows and `columns` columns: buyers and merchants, users and groups; users and users for who
 * follows whom. O(entries). GX_ERR_MEMORY, GX_ERR_ARGUMENT (a column out of range). */
gx_status gx_bipartite_measure(gx_bipartite_measures *out, const gx_rows *rows, uint32_t columns,
                               gx_error *error);

/* Do strong ties lie inside circles? O_ij = shared / (k_i + k_j - 2 - shared), the share of two friends'
 * other friends that they share (Onnela et al. 2007). */
enum { GX_OVERLAP_PARTS = 10 };
typedef struct gx_tie_overlap {
    uint64_t ties;      /* measured: all, or those drawn; pairs without any other friend are left out */
    double mean;        /* NaN without such ties */
    double correlation; /* Spearman's, of strength and overlap; NaN without strengths, or all alike */
    double strength[GX_OVERLAP_PARTS],
        overlap[GX_OVERLAP_PARTS]; /* means of tenths by strength; NaN: empty */
} gx_tie_overlap;

/* Of `samples` drawn ties, or of all when there are fewer. O(samples * degree). GX_ERR_MEMORY. */
gx_status gx_tie_overlap_measure(gx_tie_overlap *out, const gx_rows *graph, uint32_t samples, uint64_t seed,
                                 uint32_t threads, gx_error *error);

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
