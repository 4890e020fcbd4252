/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The epidemic curve of bindings: by minute, its peak and its growth. */
#include "work.h"

#include <gx/base/memory.h>
#include <gx/stats/fit.h>
#include <math.h>

/* Mean over the seven minutes around each. */
static void smooth(const double *y, double *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t first = i < 3 ? 0 : i - 3, last = i + 3 < count ? i + 3 : count - 1;
        double sum = 0;
        for (size_t k = first; k <= last; k++)
            sum += y[k];
        out[i] = sum / (double)(last - first + 1);
    }
}

static size_t largest(const double *y, size_t count)
{
    size_t at = 0;
    for (size_t i = 1; i < count; i++)
        at = y[i] > y[at] ? i : at;
    return at;
}

static void growth(gx_spread_work *work, const double *x, const double *y, const double *mean, size_t peak)
{
    size_t end = peak;
    while (end > 0 && mean[end - 1] >= 0.40 * mean[peak])
        end--;
    size_t first = end;
    while (first > 0 && mean[first - 1] >= 0.05 * mean[peak])
        first--;
    gx_growth_fit fit = gx_fit_growth(x + first, y + first, end - first + 1);
    if (isnan(fit.rate))
        return;
    gx_put_interval(&work->sheet, SPREAD_GROWTH, gx_normal_interval(60 * fit.rate, 60 * fit.rate_se, 0.95));
    if (isnan(fit.doubling))
        return;
    gx_interval rate = gx_normal_interval(fit.rate, fit.rate_se, 0.95);
    gx_interval doubling = {fit.doubling, log(2) / rate.high, rate.low > 0 ? log(2) / rate.low : NAN};
    gx_put_interval(&work->sheet, SPREAD_DOUBLING, doubling);
}

static void width(gx_spread_work *work, const double *mean, size_t count, size_t peak)
{
    size_t first = peak, last = peak;
    while (first > 0 && mean[first - 1] > mean[peak] / 2)
        first--;
    while (last + 1 < count && mean[last + 1] > mean[peak] / 2)
        last++;
    gx_put_real(&work->sheet, SPREAD_PEAK_WIDTH, (double)(last - first + 1));
}

void gx_spread_time(gx_spread_work *work, const gx_cases *cases)
{
    double minute = (double)work->facts.tick_ms / 60000;
    double end = cases->tick[cases->count - 1];
    end = (double)work->facts.last_tick > end ? (double)work->facts.last_tick : end;
    if (end * minute > 5e6) {
        work->sheet.status =
            gx_fail(work->sheet.error, GX_ERR_FORMAT, "%s: /truth/bindings reaches beyond nine years",
                    gx_reader_path(work->reader));
        return;
    }
    size_t count = (size_t)(end * minute) + 1;
    double *x = gx_spread_room(work, count, sizeof *x, "bindings by minute");
    double *y = gx_spread_room(work, count, sizeof *y, "bindings by minute");
    double *z = gx_spread_room(work, count, sizeof *z, "bindings by minute");
    if (x && y && z) {
        for (size_t i = 0; i < count; i++)
            x[i] = (double)i;
        for (size_t i = 0; i < cases->count; i++)
            y[(size_t)((double)cases->tick[i] * minute)]++;
        gx_put_curve(&work->sheet, SPREAD_CASES, "minute", "min", x, y, count);
        smooth(y, z, count);
        size_t peak = largest(z, count);
        gx_put_real(&work->sheet, SPREAD_PEAK_TIME, (double)peak);
        width(work, z, count, peak);
        growth(work, x, y, z, peak);
        for (size_t i = 1; i < count; i++)
            y[i] += y[i - 1];
        gx_put_curve(&work->sheet, SPREAD_CUMULATIVE, "minute", "min", x, y, count);
    }
    gx_free(x);
    gx_free(y);
    gx_free(z);
}
