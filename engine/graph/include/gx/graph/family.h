/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graph families of the literature, for researchers: with known formulas, to test theory on. */
#ifndef GX_GRAPH_FAMILY_H
#define GX_GRAPH_FAMILY_H

#include <gx/base/draw.h>
#include <gx/base/status.h>
#include <gx/base/table.h>
#include <gx/graph/rows.h>

#define GX_FAMILY_TABLE(X)                                                                                   \
    X(erdos_renyi, "each pair is tied with one probability")                                                 \
    X(barabasi_albert, "growth with preferential attachment")                                                \
    X(watts_strogatz, "a ring lattice with rewired ends")                                                    \
    X(stochastic_block, "blocks with probabilities inside and between")                                      \
    X(configuration, "given degrees, ends matched at random")                                                \
    X(chung_lu, "given expected degrees")                                                                    \
    X(forest_fire, "new nodes burn through the links of the old (by igraph)")                                \
    X(complete, "every pair is tied")                                                                        \
    X(star, "one centre")                                                                                    \
    X(ring, "each node has two neighbours")
typedef enum gx_family {
#define X(name, help) GX_FAMILY_##name,
    GX_FAMILY_TABLE(X)
#undef X
        GX_FAMILIES
} gx_family;
extern const char *const gx_family_words[GX_FAMILIES + 1];

/* Parameters of all families; each reads its own (the table's help says which). */
typedef struct gx_family_config {
    int64_t nodes;
    double degree;      /* mean degree: erdos_renyi, stochastic_block, chung_lu, configuration */
    int64_t neighbours; /* ties of a new node: barabasi_albert; on either side of the ring: watts_strogatz */
    double rewiring;    /* watts_strogatz: chance that one end of a tie is rewired */
    int64_t blocks;     /* stochastic_block: their number, all of one size but a rest */
    double mixing;      /* stochastic_block: share of a node's expected ties that leave its block */
    double exponent;    /* chung_lu, configuration: of the power law of degrees */
    int64_t degree_min, degree_max;     /* configuration, chung_lu */
    double burn_forward, burn_backward; /* forest_fire */
} gx_family_config;
extern const gx_table gx_family_table; /* path "family" */

/* Simple undirected graph of a family (symmetric rows, no loops, no repeats; no strengths). The same for any
 * number of threads. GX_ERR_ARGUMENT: parameters that cannot go together, with what can; GX_ERR_MEMORY;
 * GX_ERR_LIMIT. */
gx_status gx_family_make(gx_rows *out, gx_family family, const gx_family_config *config, gx_key key,
                         uint32_t threads, gx_error *error);

#endif
