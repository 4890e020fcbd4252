/* SPDX-License-Identifier: GPL-3.0-or-later */
/* igraph as Debian builds it is not thread-safe, prints warnings, aborts on errors unless told otherwise, and
 * starts threads of its own in places. Each call from here therefore stands between enter() and leave(),
 * which set and restore its handlers and hold OpenMP to one thread. */
#include "bridge.h"

#include <gx/base/memory.h>
#include <gx/graph/measures.h>

#include <igraph/igraph.h>
#include <math.h>
#include <omp.h>

typedef struct passage {
    igraph_error_handler_t *on_error;
    igraph_warning_handler_t *on_warning;
    int threads;
} passage;

static passage enter(void)
{
    GX_ASSERT(!omp_in_parallel());
    passage old = {igraph_set_error_handler(igraph_error_handler_ignore),
                   igraph_set_warning_handler(igraph_warning_handler_ignore), omp_get_max_threads()};
    omp_set_num_threads(1);
    return old;
}

static void leave(const passage *old)
{
    igraph_set_error_handler(old->on_error);
    igraph_set_warning_handler(old->on_warning);
    omp_set_num_threads(old->threads);
}

static gx_status translate(igraph_error_t code, const char *what, gx_error *error)
{
    if (code == IGRAPH_SUCCESS)
        return GX_OK;
    if (code == IGRAPH_ENOMEM)
        return gx_fail_memory(error, what);
    return gx_fail(error, GX_ERR_INTERNAL, "igraph failed at %s: %s", what, igraph_strerror(code));
}

/* An igraph graph, and its weights as a view of ours. */
static igraph_error_t build(igraph_t *out, const gx_bridge_graph *graph, igraph_bool_t directed)
{
    igraph_vector_int_t edges;
    igraph_error_t code = igraph_vector_int_init(&edges, (igraph_integer_t)(2 * graph->edges));
    if (code != IGRAPH_SUCCESS)
        return code;
    for (uint64_t edge = 0; edge < graph->edges; edge++) {
        VECTOR(edges)[2 * edge] = (igraph_integer_t)graph->from[edge];
        VECTOR(edges)[2 * edge + 1] = (igraph_integer_t)graph->to[edge];
    }
    code = igraph_create(out, &edges, (igraph_integer_t)graph->nodes, directed);
    igraph_vector_int_destroy(&edges);
    return code;
}

static const igraph_vector_t *view(igraph_vector_t *vector, const double *values, uint64_t count)
{
    static const double none = 0; /* igraph wants an address even for nothing */
    return igraph_vector_view(vector, count > 0 ? values : &none, (igraph_integer_t)count);
}

static igraph_error_t leiden(uint32_t *membership, uint64_t *count, const igraph_t *built,
                             const gx_bridge_graph *graph, const double *strength, uint64_t seed)
{
    igraph_vector_t weights, strengths;
    igraph_vector_int_t found;
    igraph_integer_t clusters = 0;
    double total = 0;
    for (uint32_t node = 0; node < graph->nodes; node++)
        total += strength[node];
    igraph_error_t code = igraph_vector_int_init(&found, (igraph_integer_t)graph->nodes);
    if (code != IGRAPH_SUCCESS)
        return code;
    code = igraph_rng_seed(igraph_rng_default(), (igraph_uint_t)seed);
    if (code == IGRAPH_SUCCESS)
        code = igraph_community_leiden(
            built, graph->weight != NULL ? view(&weights, graph->weight, graph->edges) : NULL,
            view(&strengths, strength, graph->nodes), 1.0 / total, 0.01, false, 2, &found, &clusters, NULL);
    for (uint32_t node = 0; code == IGRAPH_SUCCESS && node < graph->nodes; node++)
        membership[node] = (uint32_t)VECTOR(found)[node];
    *count = (uint64_t)clusters;
    igraph_vector_int_destroy(&found);
    return code;
}

gx_status gx_bridge_leiden(uint32_t *membership, uint64_t *count, const gx_bridge_graph *graph,
                           const double *strength, uint64_t seed, gx_error *error)
{
    igraph_t built;
    passage old = enter();
    igraph_error_t code = build(&built, graph, IGRAPH_UNDIRECTED);
    if (code == IGRAPH_SUCCESS) {
        code = leiden(membership, count, &built, graph, strength, seed);
        igraph_destroy(&built);
    }
    leave(&old);
    return translate(code, "the communities", error);
}

gx_status gx_bridge_pagerank(double *rank, const gx_bridge_graph *graph, bool directed, gx_error *error)
{
    igraph_t built;
    igraph_vector_t weights, found;
    passage old = enter();
    igraph_error_t code = build(&built, graph, directed);
    if (code == IGRAPH_SUCCESS) {
        code = igraph_vector_init(&found, (igraph_integer_t)graph->nodes);
        if (code == IGRAPH_SUCCESS) {
            code = igraph_pagerank(
                &built, IGRAPH_PAGERANK_ALGO_PRPACK, &found, NULL, igraph_vss_all(), directed, 0.85,
                graph->weight != NULL ? view(&weights, graph->weight, graph->edges) : NULL, NULL);
            for (uint32_t node = 0; code == IGRAPH_SUCCESS && node < graph->nodes; node++)
                rank[node] = VECTOR(found)[node];
            igraph_vector_destroy(&found);
        }
        igraph_destroy(&built);
    }
    leave(&old);
    return translate(code, "PageRank", error);
}

gx_status gx_bridge_power_law(double *exponent, const uint32_t *values, uint64_t count, gx_error *error)
{
    igraph_vector_t vector;
    igraph_plfit_result_t fit;
    *exponent = NAN;
    passage old = enter();
    igraph_error_t code = igraph_vector_init(&vector, (igraph_integer_t)count);
    if (code == IGRAPH_SUCCESS) {
        for (uint64_t at = 0; at < count; at++)
            VECTOR(vector)[at] = (double)values[at];
        code = igraph_power_law_fit(&vector, &fit, -1, false);
        if (code == IGRAPH_SUCCESS)
            *exponent = fit.alpha;
        else if (code != IGRAPH_ENOMEM)
            code = IGRAPH_SUCCESS; /* no fit is an answer: NaN */
        igraph_vector_destroy(&vector);
    }
    leave(&old);
    return translate(code, "the power law", error);
}

/* False: memory is exhausted. */
static bool read_ties(uint64_t **pair, uint64_t *count, const igraph_t *graph)
{
    *count = (uint64_t)igraph_ecount(graph);
    *pair = gx_alloc((size_t)*count, sizeof **pair);
    for (uint64_t at = 0; *pair != NULL && at < *count; at++)
        (*pair)[at] = (uint64_t)IGRAPH_FROM(graph, (igraph_integer_t)at) << 32 |
                      (uint64_t)IGRAPH_TO(graph, (igraph_integer_t)at);
    return *pair != NULL;
}

gx_status gx_bridge_forest_fire(uint64_t **pair, uint64_t *count, uint32_t nodes, double forward,
                                double backward, uint64_t seed, gx_error *error)
{
    igraph_t made;
    *pair = NULL;
    *count = 0;
    passage old = enter();
    igraph_error_t code = igraph_rng_seed(igraph_rng_default(), (igraph_uint_t)seed);
    if (code == IGRAPH_SUCCESS)
        code = igraph_forest_fire_game(&made, (igraph_integer_t)nodes, forward,
                                       forward > 0 ? backward / forward : 0, 1, IGRAPH_UNDIRECTED);
    if (code == IGRAPH_SUCCESS) {
        code = read_ties(pair, count, &made) ? IGRAPH_SUCCESS : IGRAPH_ENOMEM;
        igraph_destroy(&made);
    }
    leave(&old);
    return translate(code, "the forest fire", error);
}

const char *gx_igraph_version(void)
{
    const char *version = "";
    igraph_version(&version, NULL, NULL, NULL);
    return version;
}
