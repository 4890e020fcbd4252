/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the suites of the graph families share. */
#ifndef GX_TESTS_GRAPH_TRIALS_H
#define GX_TESTS_GRAPH_TRIALS_H

#include "world.h"

#include <gx/graph/family.h>

/* The table's fallbacks with so many nodes. */
gx_family_config defaults(int64_t nodes);

/* Fails the test when it cannot. */
gx_rows make(gx_family family, const gx_family_config *config, uint64_t seed, uint32_t threads);

double ties(const gx_rows *rows);
double triangles(const gx_rows *rows);
gx_graph_measures measure(const gx_rows *rows);

/* Ascending, no loops, no repeats, symmetric. */
void assert_simple(const gx_rows *rows);

/* Every tie of `few` is one of `many`. */
void assert_inside(const gx_rows *few, const gx_rows *many);

/* Chi-square of `count` cells, by the transformation of Wilson & Hilferty, which is nearly normal. */
void assert_fits(const double *seen, const double *expected, int count);

/* Degrees against the chances of 0 … count-1; what is expected less than ten times is put together. */
void assert_degrees(const gx_rows *rows, const double *chance, int count);

#endif
