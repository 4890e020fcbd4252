/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A population and its network for tests, from the defaults of the tables. */
#ifndef GX_TESTS_GRAPH_WORLD_H
#define GX_TESTS_GRAPH_WORLD_H

#include <check.h>
#include <gx/graph/measures.h>

typedef struct world {
    gx_population_config people;
    gx_network_config ties;
    gx_population *population;
    gx_network *network;
} world;

/* Every field as its table's fallback says. */
void read_defaults(void *config, const gx_table *table);

/* Defaults with this many users; nothing made yet. */
world plan(int64_t users, int64_t cities);

/* Make both; fails the test when it cannot. */
void build(world *made, uint64_t seed, uint32_t threads);
void raze(world *made);

/* Rows from `count` undirected edges (pairs of ends), without repeats; freed by free_rows. */
gx_rows rows_of(uint32_t nodes, const uint32_t (*edges)[2], uint32_t count);
void free_rows(gx_rows *rows);

/* |seen - expected| within 4.5 standard deviations. */
void assert_near(double seen, double expected, double deviation);

int run_suite(Suite *suite);

#endif
