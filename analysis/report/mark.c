/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The published peak on a simulated evening. A peak is published as a rate of the whole nation; what can be
 * set beside a smaller population is its multiple of the day's mean, so the line stands at that multiple of
 * the simulated mean. */
#include "escape.h"
#include "page.h"
#include "value.h"

#include <math.h>
#include <stdio.h>

enum { DAY = 86400 };

/* The published mean is that of one day; on a longer recording the multiple would be of another mean. */
static bool is_a_day(const gx_curve *curve)
{
    double span = (curve->x[curve->count - 1] - curve->x[0]) * gx_unit_seconds(curve->x_unit);
    return span > 0 && span <= 1.5 * DAY;
}

static double mean_of(const gx_curve *const *curves, size_t count)
{
    double sum = 0;
    for (size_t c = 0; c < count; c++)
        for (size_t k = 0; k < curves[c]->count; k++)
            sum += curves[c]->y[k];
    return sum / (double)curves[0]->count;
}

/* The x at which the clock first shows so many minutes after a midnight; false when the curve does not reach
 * it. */
static bool clock_at(const gx_page *page, const gx_curve *curve, double minutes, double *x)
{
    double scale = gx_unit_seconds(curve->x_unit);
    if (!page->about.start.present || scale <= 0)
        return false;
    double start = (double)page->about.start.value;
    double first = start + curve->x[0] * scale, last = start + curve->x[curve->count - 1] * scale;
    double at = floor(first / DAY) * DAY + minutes * 60;
    if (at < first)
        at += DAY;
    *x = (at - start) / scale;
    return at <= last;
}

static void clock(gx_page *page, const gx_reference *reference, const gx_curve *curve)
{
    double x = 0;
    if (!reference || !isfinite(reference->value) || !clock_at(page, curve, reference->value, &x))
        return;
    gx_text label = {0};
    char time[16];
    int minutes = (int)fmod(reference->value + 1440, 1440);
    (void)snprintf(time, sizeof time, "%02d:%02d", minutes / 60, minutes % 60);
    const char *const arguments[] = {time};
    gx_say_filled(&label, page->language, GX_SAY_PUBLISHED_CLOCK, arguments, 1);
    gx_text_append(&page->charts, ",\"at\":");
    gx_json_number(&page->charts, x);
    gx_text_append(&page->charts, ",\"clock\":");
    gx_json_string(&page->charts, gx_text_get(&label));
    page->charts.failed = page->charts.failed || label.failed;
    gx_text_free(&label);
}

void gx_page_mark(gx_page *page, const gx_chart_plan *plan, const gx_curve *const *curves, size_t count)
{
    const gx_reference *peak = plan->peak ? gx_references_find(page->references, plan->peak) : NULL;
    double mean = mean_of(curves, count);
    if (!peak || !isfinite(peak->value) || !(mean > 0) || !is_a_day(curves[0]))
        return;
    gx_text multiple = {0}, label = {0};
    gx_value(&multiple, "", peak->value);
    const char *const arguments[] = {gx_text_get(&multiple), peak->when};
    gx_say_filled(&label, page->language, GX_SAY_PUBLISHED_PEAK, arguments, 2);
    gx_text_append(&page->charts, ",\"mark\":{\"value\":");
    gx_json_number(&page->charts, peak->value * mean / gx_unit_divisor(curves[0]->metric->unit));
    gx_text_append(&page->charts, ",\"label\":");
    gx_json_string(&page->charts, gx_text_get(&label));
    clock(page, plan->clock ? gx_references_find(page->references, plan->clock) : NULL, curves[0]);
    gx_text_append(&page->charts, "}");
    page->charts.failed = page->charts.failed || multiple.failed || label.failed;
    gx_text_free(&multiple);
    gx_text_free(&label);
}
