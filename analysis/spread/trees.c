/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes and shapes of cascades. */
#include "work.h"

#include <gx/base/memory.h>
#include <gx/stats/fit.h>
#include <math.h>

enum { CLASSES = 7 };
static const uint32_t class_first[CLASSES + 1] = {1, 2, 3, 5, 10, 30, 100, UINT32_MAX};
static const char *const class_labels[CLASSES] = {"1", "2", "3-4", "5-9", "10-29", "30-99", "100+"};

static void sizes(gx_spread_work *work, const gx_forest *forest)
{
    uint32_t *some = gx_spread_room(work, forest->cascades, sizeof *some, "sizes of cascades");
    double *sorted = NULL;
    uint64_t alone = 0;
    for (uint32_t i = 0; some && i < forest->cascades; i++) {
        some[i] = forest->cascade[i].size;
        alone += some[i] == 1;
    }
    if (some)
        work->sheet.status = gx_sorted_u32(&sorted, some, forest->cascades, work->sheet.error);
    if (sorted) {
        gx_put_integer(&work->sheet, SPREAD_CASCADES, forest->cascades);
        gx_put_interval(&work->sheet, SPREAD_ALONE, gx_wilson(alone, forest->cascades, 0.95));
        gx_put_real(&work->sheet, SPREAD_SIZE_MEAN, (double)forest->nodes / (double)forest->cascades);
        gx_put_integer(&work->sheet, SPREAD_SIZE_MAX, (int64_t)sorted[forest->cascades - 1]);
        gx_put_ccdf(&work->sheet, SPREAD_SIZE_CCDF, "size", "cards", sorted, forest->cascades);
        gx_tail_fit fit = gx_fit_power_tail(sorted, forest->cascades, true);
        gx_put_interval(&work->sheet, SPREAD_SIZE_EXPONENT,
                        gx_normal_interval(fit.parameter, fit.standard_error, 0.95));
    }
    gx_free(some);
    gx_free(sorted);
}

typedef struct shape {
    double n, depth, virality, broadcast;
} shape;

static void shapes(gx_spread_work *work, const shape *classes)
{
    enum { COLUMNS = 5 };
    static const char *const names[COLUMNS] = {"size", "cascades", "depth", "structural virality",
                                               "broadcast share"};
    static const char *const names_zh[COLUMNS] = {"规模", "级联数", "深度", "结构病毒性", "广播占比"};
    double cells[CLASSES * COLUMNS];
    const char *labels[CLASSES];
    size_t rows = 0;
    for (size_t c = 0; c < CLASSES; c++) {
        const shape *s = &classes[c];
        if (!(s->n > 0))
            continue;
        double v = c == 0 ? NAN : s->virality / s->n, b = c == 0 ? NAN : s->broadcast / s->n;
        const double row[COLUMNS] = {NAN, s->n, s->depth / s->n, v, b};
        for (size_t k = 0; k < COLUMNS; k++)
            cells[rows * COLUMNS + k] = row[k];
        labels[rows++] = class_labels[c];
    }
    gx_put_grid(&work->sheet, SPREAD_SHAPES, names, names_zh, COLUMNS, cells, labels, rows);
}

void gx_spread_trees(gx_spread_work *work, const gx_forest *forest)
{
    shape classes[CLASSES] = {{0}}, all = {0};
    uint32_t deepest = 0;
    sizes(work, forest);
    for (uint32_t i = 0; i < forest->cascades; i++) {
        const gx_cascade *tree = &forest->cascade[i];
        size_t c = 0;
        while (tree->size >= class_first[c + 1])
            c++;
        deepest = tree->depth > deepest ? tree->depth : deepest;
        classes[c].n++;
        if (tree->size < 2)
            continue;
        double broadcast = (double)tree->breadth / (double)(tree->size - 1);
        shape *both[] = {&classes[c], &all};
        for (size_t k = 0; k < 2; k++) {
            both[k]->depth += tree->depth;
            both[k]->virality += tree->virality;
            both[k]->broadcast += broadcast;
        }
        all.n++;
    }
    gx_put_integer(&work->sheet, SPREAD_DEPTH_MAX, deepest);
    if (all.n > 0) {
        gx_put_real(&work->sheet, SPREAD_DEPTH_MEAN, all.depth / all.n);
        gx_put_real(&work->sheet, SPREAD_VIRALITY, all.virality / all.n);
        gx_put_real(&work->sheet, SPREAD_BROADCAST, all.broadcast / all.n);
    }
    shapes(work, classes);
}
