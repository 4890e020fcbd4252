/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is tied to whom: friends as compressed rows, and chat groups as a bipartite affiliation.
 *
 * Chat groups come first: a user belongs to 1 + Poisson(groups_extra * activity) groups; the places of a
 * city's users are shuffled by keyed hashes and cut into groups of lognormal sizes, a share of the places in
 * groups that mix cities. Friends then come from shared foci (groups, and close circles of 8 to 20
 * neighbours): each pair in a focus of size s is a friendship with probability min(0.9, pg (s/28)^alpha /
 * (s-1)), plus weak ties between users of like activity anywhere (Chung-Lu). Shared foci are what gives real
 * clustering (Newman & Park 2003). Every edge is a keyed draw on the pair and its focus, so blocks are
 * generated in parallel in any order and the graph does not depend on threads.
 */
#ifndef GX_GRAPH_NETWORK_H
#define GX_GRAPH_NETWORK_H

#include <gx/graph/population.h>

/* The scenario's section `graph`. */
typedef struct gx_network_config {
    double groups_extra; /* mean number of chat groups a user beyond the first */
    double group_size_median;
    double group_size_sigma; /* of its logarithm */
    int64_t group_size_max;
    double group_local;        /* share of group places that stay inside the city */
    double friend_pull;        /* pg: mean friends in a group of 28 */
    double friend_pull_growth; /* alpha: how the number of friends grows with the group */
    double close_probability;  /* of a tie inside a close circle of 8 to 20 */
    double weak_mean;          /* mean weak ties a user, anywhere */
    double weak_activity;      /* exponent of activity in a weak tie */
    bool cities_apart;         /* no tie and no group between cities: each city a component of its own (for
                                  experiments) */
} gx_network_config;

extern const gx_table gx_network_table;

/* Compressed rows, symmetric: the neighbours of row i are column[offset[i] … offset[i+1]-1], ascending, no
 * loops, no repeats. Owned by the network. */
typedef struct gx_rows {
    uint32_t rows;
    uint64_t *offset;  /* rows + 1 entries */
    uint32_t *column;  /* offset[rows] entries */
    uint8_t *strength; /* beside column: tie strength 1 … 255; NULL for groups */
} gx_rows;

typedef struct gx_network {
    uint32_t users;
    uint32_t groups;
    gx_rows friends;       /* user -> users, symmetric, with strength */
    gx_rows group_members; /* group -> users */
    gx_rows user_groups;   /* user -> groups */
} gx_network;

gx_status gx_network_create(gx_network **out, const gx_population *population,
                            const gx_network_config *config, gx_key key, uint32_t threads, gx_error *error);
void gx_network_free(gx_network *network);
uint64_t gx_network_digest(const gx_network *network);
size_t gx_network_bytes(const gx_network *network);

static inline uint32_t gx_row_length(const gx_rows *rows, uint32_t row)
{
    return (uint32_t)(rows->offset[row + 1] - rows->offset[row]);
}
static inline const uint32_t *gx_row(const gx_rows *rows, uint32_t row)
{
    return rows->column + rows->offset[row];
}

/* Binary search in a row. O(log length). `at` (may be NULL) is the place in the row. */
bool gx_row_has(const gx_rows *rows, uint32_t row, uint32_t column, uint32_t *at);

#endif
