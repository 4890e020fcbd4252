/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/base/memory.h>
#include <gx/stats/sheet.h>

#include <math.h>

void gx_put_integer(gx_sheet *sheet, size_t metric, int64_t value)
{
    if (sheet->status == GX_OK)
        sheet->status = gx_results_integer(sheet->results, &sheet->metrics[metric], value, sheet->error);
}

void gx_put_interval(gx_sheet *sheet, size_t metric, gx_interval value)
{
    if (sheet->status == GX_OK && !isnan(value.value))
        sheet->status = gx_results_real(sheet->results, &sheet->metrics[metric], value.value, value.low,
                                        value.high, sheet->error);
}

void gx_put_real(gx_sheet *sheet, size_t metric, double value)
{
    gx_put_interval(sheet, metric, (gx_interval){value, NAN, NAN});
}

void gx_put_curve(gx_sheet *sheet, size_t metric, const char *x_name, const char *x_unit, const double *x,
                  const double *y, size_t count)
{
    if (sheet->status == GX_OK && count > 0)
        sheet->status = gx_results_curve(sheet->results, &sheet->metrics[metric], x_name, x_unit, x, y, count,
                                         sheet->error);
}

void gx_put_grid(gx_sheet *sheet, size_t metric, const char *const *names, const char *const *names_zh,
                 size_t columns, const double *cells, const char *const *labels, size_t rows)
{
    if (sheet->status == GX_OK && rows > 0)
        sheet->status = gx_results_grid(sheet->results, &sheet->metrics[metric], names, names_zh, columns,
                                        cells, labels, rows, sheet->error);
}

void gx_put_summaries(gx_sheet *sheet, size_t metric, const gx_summary *rows, const char *const *labels,
                      size_t count)
{
    enum { COLUMNS = 10, ROWS = 32 };
    static const char *const names[COLUMNS] = {"what", "count", "mean", "sd",  "least",
                                               "p10",  "p50",   "p90",  "p99", "largest"};
    static const char *const names_zh[COLUMNS] = {"项目", "数量",   "均值", "标准差", "最小",
                                                  "10%",  "中位数", "90%",  "99%",    "最大"};
    double cells[ROWS * COLUMNS];
    const char *kept[ROWS];
    size_t taken = 0;
    for (size_t i = 0; i < count && taken < ROWS; i++) {
        const gx_summary *row = &rows[i];
        if (row->count == 0)
            continue;
        const double values[COLUMNS] = {NAN,      (double)row->count, row->mean, row->sd,  row->min,
                                        row->p10, row->p50,           row->p90,  row->p99, row->max};
        for (size_t c = 0; c < COLUMNS; c++)
            cells[taken * COLUMNS + c] = values[c];
        kept[taken++] = labels[i];
    }
    gx_put_grid(sheet, metric, names, names_zh, COLUMNS, cells, kept, taken);
}

void gx_put_log_histogram(gx_sheet *sheet, size_t metric, const char *x_name, const char *x_unit,
                          const double *sorted, size_t count, unsigned per_decade)
{
    while (count > 0 && !(sorted[0] > 0)) {
        sorted++;
        count--;
    }
    if (count == 0 || sheet->status != GX_OK)
        return;
    double first = floor(log10(sorted[0]) * per_decade), last = floor(log10(sorted[count - 1]) * per_decade);
    size_t bins = (size_t)(last - first) + 1;
    double *x = gx_alloc(bins, sizeof *x), *y = gx_alloc(bins, sizeof *y);
    if (x && y) {
        size_t at = 0;
        for (size_t bin = 0; bin < bins; bin++) {
            double edge = pow(10, (first + (double)bin + 1) / per_decade);
            size_t from = at;
            while (at < count && (sorted[at] < edge || bin + 1 == bins))
                at++;
            x[bin] = pow(10, (first + (double)bin + 0.5) / per_decade);
            y[bin] = (double)(at - from) / (double)count;
        }
        gx_put_curve(sheet, metric, x_name, x_unit, x, y, bins);
    } else {
        sheet->status = gx_fail_memory(sheet->error, "a histogram");
    }
    gx_free(x);
    gx_free(y);
}

void gx_put_ccdf(gx_sheet *sheet, size_t metric, const char *x_name, const char *x_unit, const double *sorted,
                 size_t count)
{
    enum { POINTS = 400 };
    size_t distinct = 0;
    for (size_t i = 0; i < count; i++)
        distinct += i == 0 || sorted[i] > sorted[i - 1];
    if (distinct == 0 || sheet->status != GX_OK)
        return;
    double *x = gx_alloc(POINTS + 1, sizeof *x), *y = gx_alloc(POINTS + 1, sizeof *y);
    if (!x || !y) {
        gx_free(x);
        gx_free(y);
        sheet->status = gx_fail_memory(sheet->error, "a distribution");
        return;
    }
    /* Few distinct values are all shown. Of many, those where the probability has fallen by a fixed factor:
     * the tail, where one step is one observation, stays whole as far as the points reach. */
    double factor = distinct <= POINTS ? 1 : pow((double)count, -1.0 / (POINTS - 2)), next = 1;
    size_t points = 0;
    for (size_t i = 0; i < count; i++) {
        double p = (double)(count - i) / (double)count;
        if ((i > 0 && !(sorted[i] > sorted[i - 1])) || p > next || points == POINTS)
            continue;
        x[points] = sorted[i];
        y[points++] = p;
        next = factor < 1 ? p * factor : 1;
    }
    gx_put_curve(sheet, metric, x_name, x_unit, x, y, points);
    gx_free(x);
    gx_free(y);
}
