/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many bindings one binding triggers. The end of the run cuts off what late ones would still trigger: the
 * plain mean is a lower bound, and the one over those who were followed long enough stands beside it. */
#include "work.h"

#include <gx/base/memory.h>
#include <math.h>

enum { HOURS_MAX = 24 * 60 };

typedef struct moments {
    double n, sum, square;
} moments;

static void add(moments *m, double value)
{
    m->n++;
    m->sum += value;
    m->square += value * value;
}

static gx_interval mean_of(const moments *m)
{
    if (!(m->n > 0))
        return (gx_interval){NAN, NAN, NAN};
    double mean = m->sum / m->n;
    double sd = m->n > 1 ? sqrt(fmax(0, m->square - m->n * mean * mean) / (m->n - 1)) : NAN;
    gx_interval out = gx_t_interval(mean, sd, (uint64_t)m->n, 0.95);
    out.low = fmax(0, out.low);
    return out;
}

/* Ascending times in ticks from a parent's binding to a child's; owned by the caller. */
static double *intervals(gx_spread_work *work, const gx_cases *cases, bool from_exposure, size_t *count)
{
    uint32_t *some = gx_spread_room(work, cases->count, sizeof *some, "generation intervals");
    double *sorted = NULL;
    *count = 0;
    for (size_t i = 0; some && i < cases->count; i++) {
        if (from_exposure && cases->parent_user[i] != GX_NOBODY && cases->exposed[i] <= cases->tick[i])
            some[(*count)++] = cases->tick[i] - cases->exposed[i];
        if (!from_exposure && cases->parent[i] != GX_ROOT)
            some[(*count)++] = cases->tick[i] - cases->tick[cases->parent[i]];
    }
    if (some)
        work->sheet.status = gx_sorted_u32(&sorted, some, *count, work->sheet.error);
    gx_free(some);
    return sorted;
}

static void generation_intervals(gx_spread_work *work, const gx_cases *cases, double *p95)
{
    static const char *const labels[] = {"binding to binding", "share to binding"};
    gx_summary rows[2];
    *p95 = NAN;
    for (int k = 0; k < 2 && work->sheet.status == GX_OK; k++) {
        size_t count;
        double *sorted = intervals(work, cases, k == 1, &count);
        if (k == 0 && sorted)
            *p95 = gx_quantile_sorted(sorted, count, 0.95);
        for (size_t i = 0; sorted && i < count; i++)
            sorted[i] *= (double)work->facts.tick_ms / 1000;
        rows[k] = gx_summarize_sorted(sorted, sorted ? count : 0);
        gx_free(sorted);
    }
    if (work->sheet.status == GX_OK)
        gx_put_summaries(&work->sheet, SPREAD_INTERVAL, rows, labels, 2);
}

static void by_hour(gx_spread_work *work, const gx_cases *cases, const gx_forest *forest)
{
    static const char *const names[] = {"hour", "cards bound", "R", "low", "high"};
    static const char *const names_zh[] = {"小时", "绑卡数", "R", "下限", "上限"};
    moments *hours = gx_spread_room(work, HOURS_MAX, sizeof *hours, "bindings by hour");
    double *cells = gx_spread_room(work, (size_t)HOURS_MAX * 5, sizeof *cells, "bindings by hour");
    size_t rows = 0;
    for (size_t i = 0; hours && i < cases->count; i++) {
        uint64_t hour = (uint64_t)cases->tick[i] * (uint64_t)work->facts.tick_ms / 3600000;
        if (hour < HOURS_MAX)
            add(&hours[hour], forest->children[i]);
    }
    for (size_t hour = 0; hours && cells && hour < HOURS_MAX; hour++) {
        if (!(hours[hour].n > 0))
            continue;
        gx_interval mean = mean_of(&hours[hour]);
        const double row[] = {(double)hour, hours[hour].n, mean.value, mean.low, mean.high};
        for (size_t c = 0; c < 5; c++)
            cells[rows * 5 + c] = row[c];
        rows++;
    }
    if (cells)
        gx_put_grid(&work->sheet, SPREAD_R_COHORT, names, names_zh, 5, cells, NULL, rows);
    gx_free(hours);
    gx_free(cells);
}

static void generations(gx_spread_work *work, const gx_forest *forest)
{
    static const char *const names[] = {"generation", "cards bound", "next / this"};
    static const char *const names_zh[] = {"代", "绑卡数", "下一代/本代"};
    uint32_t last = 0;
    for (uint32_t i = 0; i < forest->nodes; i++)
        last = forest->depth[i] > last ? forest->depth[i] : last;
    double *cells = gx_spread_room(work, ((size_t)last + 1) * 3, sizeof *cells, "generations");
    if (cells) {
        for (uint32_t i = 0; i < forest->nodes; i++)
            cells[(size_t)forest->depth[i] * 3 + 1]++;
        for (size_t g = 0; g <= last; g++) {
            cells[g * 3] = (double)g;
            cells[g * 3 + 2] = g < last ? cells[(g + 1) * 3 + 1] / cells[g * 3 + 1] : 0;
        }
        gx_put_grid(&work->sheet, SPREAD_GENERATIONS, names, names_zh, 3, cells, NULL, (size_t)last + 1);
    }
    gx_free(cells);
}

void gx_spread_reproduction(gx_spread_work *work, const gx_cases *cases, const gx_forest *forest)
{
    moments all = {0}, early = {0};
    double p95, end = (double)work->facts.last_tick;
    if (!(end >= cases->tick[cases->count - 1]))
        end = cases->tick[cases->count - 1];
    generation_intervals(work, cases, &p95);
    for (size_t i = 0; i < cases->count; i++) {
        add(&all, forest->children[i]);
        if ((double)cases->tick[i] + p95 <= end)
            add(&early, forest->children[i]);
    }
    gx_put_interval(&work->sheet, SPREAD_R, mean_of(&all));
    gx_put_interval(&work->sheet, SPREAD_R_EARLY, mean_of(&early));
    double mean = all.sum / all.n, variance = all.square / all.n - mean * mean;
    if (variance > mean)
        gx_put_real(&work->sheet, SPREAD_OFFSPRING_VARIANCE, mean * mean / (variance - mean));
    by_hour(work, cases, forest);
    generations(work, forest);
}
