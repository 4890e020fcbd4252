/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results are three lists of entries, each allocated by itself so that a borrowed pointer stays valid while
 * the list grows. They are short (hundreds): finding one by name is a walk. */
#include <gx/base/memory.h>
#include <gx/stats/results.h>

#include <math.h>
#include <string.h>

typedef struct list {
    void **at;
    size_t count, capacity;
} list;

struct gx_results {
    list figures, curves, grids;
};

static void free_curve(gx_curve *curve)
{
    if (!curve)
        return;
    gx_free(curve->x);
    gx_free(curve->y);
    gx_free(curve);
}

static void free_grid(gx_grid *grid)
{
    if (!grid)
        return;
    for (size_t row = 0; grid->labels && row < grid->rows; row++)
        gx_free(grid->labels[row]);
    gx_free(grid->labels);
    gx_free(grid->cells);
    gx_free(grid);
}

gx_status gx_results_create(gx_results **out, gx_error *error)
{
    *out = gx_alloc(1, sizeof **out);
    return *out ? GX_OK : gx_fail_memory(error, "the results of an analysis");
}

void gx_results_free(gx_results *results)
{
    if (!results)
        return;
    for (size_t i = 0; i < results->figures.count; i++)
        gx_free(results->figures.at[i]);
    for (size_t i = 0; i < results->curves.count; i++)
        free_curve(results->curves.at[i]);
    for (size_t i = 0; i < results->grids.count; i++)
        free_grid(results->grids.at[i]);
    gx_free(results->figures.at);
    gx_free(results->curves.at);
    gx_free(results->grids.at);
    gx_free(results);
}

/* Room for one more entry, before the entry is made. */
static gx_status reserve(list *entries, gx_error *error)
{
    if (entries->count < entries->capacity)
        return GX_OK;
    size_t capacity = entries->capacity ? 2 * entries->capacity : 64;
    void **grown = entries->at ? gx_resize(entries->at, entries->capacity, capacity, sizeof *grown)
                               : gx_alloc(capacity, sizeof *grown);
    if (!grown)
        return gx_fail_memory(error, "the results of an analysis");
    entries->at = grown;
    entries->capacity = capacity;
    return GX_OK;
}

static gx_status check(const gx_metric *metric, gx_shape shape, bool taken, gx_error *error)
{
    if (metric->shape != shape)
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "metric '%s' was given in another shape than its definition says", metric->name);
    if (taken)
        return gx_fail(error, GX_ERR_ARGUMENT, "metric '%s' was given twice", metric->name);
    return GX_OK;
}

static gx_status add_figure(gx_results *results, const gx_figure *figure, gx_error *error)
{
    bool taken = gx_results_find_figure(results, figure->metric->name) != NULL;
    gx_status status = check(figure->metric, GX_SHAPE_FIGURE, taken, error);
    if (status == GX_OK)
        status = reserve(&results->figures, error);
    if (status != GX_OK)
        return status;
    gx_figure *copy = gx_alloc(1, sizeof *copy);
    if (!copy)
        return gx_fail_memory(error, "a figure");
    *copy = *figure;
    results->figures.at[results->figures.count++] = copy;
    return GX_OK;
}

gx_status gx_results_integer(gx_results *results, const gx_metric *metric, int64_t value, gx_error *error)
{
    gx_figure figure = {
        .metric = metric, .value = (double)value, .low = NAN, .high = NAN, .exact = true, .integer = value};
    return add_figure(results, &figure, error);
}

gx_status gx_results_real(gx_results *results, const gx_metric *metric, double value, double low, double high,
                          gx_error *error)
{
    gx_figure figure = {.metric = metric, .value = value, .low = low, .high = high};
    return add_figure(results, &figure, error);
}

static double *copy_reals(const double *from, size_t count)
{
    double *copy = gx_alloc(count, sizeof *copy);
    if (copy && count > 0)
        memcpy(copy, from, count * sizeof *copy);
    return copy;
}

gx_status gx_results_curve(gx_results *results, const gx_metric *metric, const char *x_name,
                           const char *x_unit, const double *x, const double *y, size_t count,
                           gx_error *error)
{
    bool taken = gx_results_find_curve(results, metric->name) != NULL;
    gx_status status = check(metric, GX_SHAPE_CURVE, taken, error);
    if (status == GX_OK)
        status = reserve(&results->curves, error);
    if (status != GX_OK)
        return status;
    gx_curve *curve = gx_alloc(1, sizeof *curve);
    if (!curve)
        return gx_fail_memory(error, "a curve");
    *curve = (gx_curve){metric, x_name, x_unit, count, copy_reals(x, count), copy_reals(y, count)};
    if (!curve->x || !curve->y) {
        free_curve(curve);
        return gx_fail_memory(error, "a curve");
    }
    results->curves.at[results->curves.count++] = curve;
    return GX_OK;
}

static bool copy_labels(gx_grid *grid, const char *const *labels)
{
    grid->labels = gx_alloc(grid->rows, sizeof *grid->labels);
    for (size_t row = 0; grid->labels && row < grid->rows; row++) {
        grid->labels[row] = gx_copy_text(labels[row]);
        if (!grid->labels[row])
            return false;
    }
    return grid->labels != NULL;
}

gx_status gx_results_grid(gx_results *results, const gx_metric *metric, const char *const *names,
                          const char *const *names_zh, size_t columns, const double *cells,
                          const char *const *labels, size_t rows, gx_error *error)
{
    bool taken = gx_results_find_grid(results, metric->name) != NULL;
    gx_status status = check(metric, GX_SHAPE_TABLE, taken, error);
    if (status == GX_OK)
        status = reserve(&results->grids, error);
    if (status != GX_OK)
        return status;
    gx_grid *grid = gx_alloc(1, sizeof *grid);
    if (!grid)
        return gx_fail_memory(error, "a table");
    *grid =
        (gx_grid){.metric = metric, .rows = rows, .columns = columns, .names = names, .names_zh = names_zh};
    grid->cells = copy_reals(cells, rows * columns);
    if (!grid->cells || (labels && !copy_labels(grid, labels))) {
        free_grid(grid);
        return gx_fail_memory(error, "a table");
    }
    results->grids.at[results->grids.count++] = grid;
    return GX_OK;
}

size_t gx_results_figures(const gx_results *results)
{
    return results->figures.count;
}

const gx_figure *gx_results_figure(const gx_results *results, size_t index)
{
    return index < results->figures.count ? results->figures.at[index] : NULL;
}

size_t gx_results_curves(const gx_results *results)
{
    return results->curves.count;
}

const gx_curve *gx_results_curve_at(const gx_results *results, size_t index)
{
    return index < results->curves.count ? results->curves.at[index] : NULL;
}

size_t gx_results_grids(const gx_results *results)
{
    return results->grids.count;
}

const gx_grid *gx_results_grid_at(const gx_results *results, size_t index)
{
    return index < results->grids.count ? results->grids.at[index] : NULL;
}

const gx_figure *gx_results_find_figure(const gx_results *results, const char *name)
{
    for (size_t i = 0; i < results->figures.count; i++) {
        const gx_figure *figure = results->figures.at[i];
        if (strcmp(figure->metric->name, name) == 0)
            return figure;
    }
    return NULL;
}

const gx_curve *gx_results_find_curve(const gx_results *results, const char *name)
{
    for (size_t i = 0; i < results->curves.count; i++) {
        const gx_curve *curve = results->curves.at[i];
        if (strcmp(curve->metric->name, name) == 0)
            return curve;
    }
    return NULL;
}

const gx_grid *gx_results_find_grid(const gx_results *results, const char *name)
{
    for (size_t i = 0; i < results->grids.count; i++) {
        const gx_grid *grid = results->grids.at[i];
        if (strcmp(grid->metric->name, name) == 0)
            return grid;
    }
    return NULL;
}
