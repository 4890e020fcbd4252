/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trials.h"

#include <math.h>
#include <stdlib.h>

gx_family_config defaults(int64_t nodes)
{
    gx_family_config config;
    read_defaults(&config, &gx_family_table);
    config.nodes = nodes;
    return config;
}

gx_rows make(gx_family family, const gx_family_config *config, uint64_t seed, uint32_t threads)
{
    gx_rows rows;
    gx_error error = {0};
    gx_status status = gx_family_make(&rows, family, config, gx_key_make(seed, 0), threads, &error);
    ck_assert_msg(status == GX_OK, "%s: %s", gx_family_words[family], error.message);
    return rows;
}

/* Ascending, no loops, no repeats, symmetric. */
void assert_simple(const gx_rows *rows)
{
    bool fine = rows->offset[0] == 0;
    for (uint32_t node = 0; node < rows->rows; node++)
        for (uint64_t at = rows->offset[node]; at < rows->offset[node + 1]; at++)
            fine = fine && rows->column[at] < rows->rows && rows->column[at] != node &&
                   (at == rows->offset[node] || rows->column[at - 1] < rows->column[at]) &&
                   gx_row_has(rows, rows->column[at], node, NULL);
    ck_assert(fine);
}

double ties(const gx_rows *rows)
{
    return (double)rows->offset[rows->rows] / 2;
}

gx_graph_measures measure(const gx_rows *rows)
{
    gx_graph_measures found;
    gx_error error = {0};
    gx_measure_options options = {.threads = 2};
    ck_assert_msg(gx_graph_measure(&found, rows, &options, &error) == GX_OK, "%s", error.message);
    return found;
}

double triangles(const gx_rows *rows)
{
    double wedges = 0;
    for (uint32_t node = 0; node < rows->rows; node++)
        wedges += 0.5 * gx_row_length(rows, node) * (gx_row_length(rows, node) - 1.0);
    return measure(rows).clustering_global * wedges / 3;
}

/* Every tie of `few` among its nodes is one of `many`. */
void assert_inside(const gx_rows *few, const gx_rows *many)
{
    uint64_t lost = 0;
    for (uint32_t node = 0; node < few->rows; node++)
        for (uint64_t at = few->offset[node]; at < few->offset[node + 1]; at++)
            lost += !gx_row_has(many, node, few->column[at], NULL);
    ck_assert_uint_eq(lost, 0);
}

/* Chi-square by the transformation of Wilson & Hilferty, which is nearly normal. */
void assert_fits(const double *seen, const double *expected, int count)
{
    double sum = 0, degrees = count - 1;
    for (int at = 0; at < count; at++)
        sum += (seen[at] - expected[at]) * (seen[at] - expected[at]) / expected[at];
    double z = (cbrt(sum / degrees) - (1 - 2 / (9 * degrees))) / sqrt(2 / (9 * degrees));
    ck_assert_msg(z < 4.5, "chi-square %g at %g degrees of freedom: %.2f standard deviations", sum, degrees,
                  z);
}

/* Degrees against probabilities of 0 … COUNT-1; what is expected less than ten times is put together. */
void assert_degrees(const gx_rows *rows, const double *chance, int count)
{
    double *seen = calloc((size_t)count + 1, sizeof *seen),
           *expected = calloc((size_t)count + 1, sizeof *seen);
    double *nodes = calloc((size_t)count, sizeof *nodes), whole = 0, n = rows->rows;
    for (uint32_t node = 0; node < rows->rows; node++)
        if (gx_row_length(rows, node) < (uint32_t)count)
            nodes[gx_row_length(rows, node)]++;
    int cells = 1; /* cell 0: all that is rare */
    for (int degree = 0; degree < count; degree++) {
        int cell = n * chance[degree] >= 10 ? cells++ : 0;
        seen[cell] += nodes[degree];
        expected[cell] += n * chance[degree];
        whole += nodes[degree];
    }
    free(nodes);
    seen[0] += n - whole;
    expected[0] = n;
    for (int cell = 1; cell < cells; cell++)
        expected[0] -= expected[cell];
    assert_fits(expected[0] > 1 ? seen : seen + 1, expected[0] > 1 ? expected : expected + 1,
                expected[0] > 1 ? cells : cells - 1);
    free(seen);
    free(expected);
}
