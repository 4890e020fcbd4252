/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results of an analysis: figures, curves and tables, each tied to the metric that defines it. The rooms
 * traffic, spread and credit fill a gx_results from a recording; the command prints it, the report draws it.
 */
#ifndef GX_STATS_RESULTS_H
#define GX_STATS_RESULTS_H

#include <gx/base/status.h>
#include <gx/base/text.h>
#include <gx/record/reader.h>

/* The definition of a metric: one table per room, printed by `guanxi describe metrics`. */
typedef enum gx_shape { GX_SHAPE_FIGURE, GX_SHAPE_CURVE, GX_SHAPE_TABLE } gx_shape;

typedef struct gx_metric {
    const char *name; /* "traffic.packets_sent" */
    gx_shape shape;
    const char *unit;
    const char *help;     /* its precise definition, English */
    const char *label_zh; /* its short label in Chinese */
    const char *label;    /* its short label in English */
    const char *source;   /* of the formula; "" when it is plain counting */
} gx_metric;

typedef struct gx_figure {
    const gx_metric *metric;
    double value;
    double low, high; /* 95 % interval; NaN when there is none */
    bool exact;       /* `integer` holds the value */
    int64_t integer;
} gx_figure;

typedef struct gx_curve {
    const gx_metric *metric;
    const char *x_name, *x_unit; /* borrowed, static */
    size_t count;
    double *x, *y;
} gx_curve;

/* A small table: text cells, already formatted, with column names; numbers are also kept as numbers. */
typedef struct gx_grid {
    const gx_metric *metric;
    size_t rows, columns;
    const char *const *names;    /* columns, borrowed, static */
    const char *const *names_zh; /* the same in Chinese */
    double *cells;               /* rows * columns; NaN where there is none */
    char **labels;               /* rows: text of the first column; NULL when the first column is a number */
} gx_grid;

typedef struct gx_results gx_results;

gx_status gx_results_create(gx_results **out, gx_error *error);
void gx_results_free(gx_results *results);

gx_status gx_results_integer(gx_results *results, const gx_metric *metric, int64_t value, gx_error *error);
gx_status gx_results_real(gx_results *results, const gx_metric *metric, double value, double low, double high,
                          gx_error *error);
/* x and y are copied. */
gx_status gx_results_curve(gx_results *results, const gx_metric *metric, const char *x_name,
                           const char *x_unit, const double *x, const double *y, size_t count,
                           gx_error *error);
/* cells and labels (may be NULL) are copied. */
gx_status gx_results_grid(gx_results *results, const gx_metric *metric, const char *const *names,
                          const char *const *names_zh, size_t columns, const double *cells,
                          const char *const *labels, size_t rows, gx_error *error);

size_t gx_results_figures(const gx_results *results);
const gx_figure *gx_results_figure(const gx_results *results, size_t index);
size_t gx_results_curves(const gx_results *results);
const gx_curve *gx_results_curve_at(const gx_results *results, size_t index);
size_t gx_results_grids(const gx_results *results);
const gx_grid *gx_results_grid_at(const gx_results *results, size_t index);

const gx_figure *gx_results_find_figure(const gx_results *results, const char *name); /* NULL when absent */
const gx_curve *gx_results_find_curve(const gx_results *results, const char *name);
const gx_grid *gx_results_find_grid(const gx_results *results, const char *name);

#endif
