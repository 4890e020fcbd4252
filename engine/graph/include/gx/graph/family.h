/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graph families of the literature, for researchers: with known formulas, to test theory on. What each does
 * exactly, with its source, stands at the head of its file in families/. */
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
extern const char *const gx_family_words[GX_FAMILIES + 1]; /* "erdos_renyi", …; NULL at the end */

/* Parameters of all families, each within its range of gx_family_table (begin with its fallbacks); a family
 * reads its own, and `nodes`. */
typedef struct gx_family_config {
    int64_t nodes;
    double degree;      /* mean degree: erdos_renyi, stochastic_block, chung_lu */
    int64_t neighbours; /* ties of a new node: barabasi_albert; on either side of the ring: watts_strogatz */
    double rewiring;    /* watts_strogatz: chance that one end of a tie is rewired */
    int64_t blocks;     /* stochastic_block: their number; sizes differ by one at most */
    double mixing;      /* stochastic_block: share of a node's expected ties that leave its block */
    double exponent;    /* chung_lu, configuration: of the power law of degrees */
    int64_t degree_min; /* configuration */
    int64_t degree_max; /* configuration, chung_lu; 0: the square root of the sum of all degrees, above which
                           pairs of hubs would be tied more than once */
    double burn_forward, burn_backward; /* forest_fire: chances of burning on along a link and against it */
} gx_family_config;
extern const gx_table gx_family_table; /* path "family" */

/* The most ties a graph of a family may have (expected): it takes 16 to 32 bytes a tie while it is made. */
#define GX_FAMILY_TIES_MAX 500000000.0

/* Simple undirected graph of a family: symmetric rows, ascending, no loops, no repeats, no strengths. Owned
 * by the caller: gx_rows_free; empty on failure. A function of family, config and key: the same for any
 * number of threads (0 counts as 1) and on any machine, but for forest_fire, whose bytes are those of one
 * version of igraph (gx_igraph_version) and which must not be called from a parallel region.
 *
 * What stays when a little is changed (the same key):
 *   erdos_renyi, stochastic_block   a higher probability adds ties and takes none away, and more nodes at the
 *                                   same one add the ties of the new nodes, as long as tiles keep their size
 *                                   (probabilities between two of 64 / 4^s, see tiles.c) and blocks theirs
 *   barabasi_albert                 more nodes: the graph of the old ones stays
 *   watts_strogatz                  more rewiring rewires more ties, each to where it always goes
 *   configuration                   more nodes: few of the old ones' ties move
 *   chung_lu, forest_fire           nothing is promised
 *
 * GX_ERR_ARGUMENT: a value out of its field's range, or values that cannot go together, with what can;
 * GX_ERR_LIMIT: more ties than GX_FAMILY_TIES_MAX; GX_ERR_MEMORY. O(nodes + ties), forest_fire more. */
gx_status gx_family_make(gx_rows *out, gx_family family, const gx_family_config *config, gx_key key,
                         uint32_t threads, gx_error *error);

/* The degrees that a graph is made for, by node: for configuration those drawn (before loops and repeats are
 * erased), for chung_lu the expected ones. `degree` has room for config->nodes. GX_ERR_ARGUMENT as above and
 * for other families; GX_ERR_MEMORY. O(nodes). */
gx_status gx_family_degrees(double *degree, gx_family family, const gx_family_config *config, gx_key key,
                            gx_error *error);

#endif
