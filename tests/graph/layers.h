/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A population and the layers beside friends, for tests, from the defaults of the tables. */
#ifndef GX_TESTS_GRAPH_LAYERS_H
#define GX_TESTS_GRAPH_LAYERS_H

#include "world.h"

#include <gx/graph/layer.h>

typedef struct layers {
    world w;
    gx_interests_config circles;
    gx_followers_config follows;
    gx_merchants_config shops;
    gx_trade_config trade;
    gx_interests interests;
    gx_rows followers, purchases;
    gx_merchants *merchants;
} layers;

/* Defaults with this many users; nothing made yet. */
layers plan_layers(int64_t users, int64_t cities);

/* Make the population, and each layer; the test fails when one cannot be made. */
void settle_layers(layers *made, uint64_t seed);
void join_circles(layers *made, uint64_t seed, uint32_t threads);
void follow(layers *made, uint64_t seed, uint32_t threads);
void open_shops(layers *made, uint64_t seed, uint32_t threads); /* merchants and trade */
void raze_layers(layers *made);

/* How often each column stands in the rows; the caller's to free. */
uint32_t *chosen(const gx_rows *rows, uint32_t columns);

/* Largest first, for qsort of uint32_t. */
int by_size(const void *a, const void *b);

/* Rows ascend without repeats, below `columns`. */
void assert_ascending(const gx_rows *rows, uint32_t columns);

#endif
