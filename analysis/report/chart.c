/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One chart: a place for the script to draw into, the curves as JSON, and the same numbers as a table for
 * whoever has no script, no eyes or no patience. A long curve's table is thinned: consecutive points of a
 * curve over time are averaged (a minute's spike must not vanish or dominate by the luck of the row), other
 * curves are picked point by point, evenly on the logarithm of the index, so that a distribution keeps its
 * head and its tail. */
#include "escape.h"
#include "page.h"
#include "value.h"

#include <gx/base/civil.h>
#include <gx/base/memory.h>
#include <math.h>
#include <string.h>

enum { TABLE_ROWS_MAX = 48 };

static bool over_time(const gx_page *page, const gx_curve *curve)
{
    return page->about.start.present &&
           (strcmp(curve->x_name, "minute") == 0 || strcmp(curve->x_name, "time") == 0) &&
           gx_unit_seconds(curve->x_unit) > 0;
}

static bool same_x(const gx_curve *a, const gx_curve *b)
{
    return a->count == b->count && memcmp(a->x, b->x, a->count * sizeof a->x[0]) == 0;
}

/* Curves are stacked only where each has a value at every x of the others. */
static bool stacked(const gx_chart_plan *plan, const gx_curve *const *curves, size_t count)
{
    for (size_t k = 1; k < count; k++)
        if (!same_x(curves[0], curves[k]))
            return false;
    return plan->drawing == GX_DRAW_STACK && count > 1;
}

static int64_t civil_at(const gx_page *page, const gx_curve *curve, double x)
{
    return page->about.start.value + (int64_t)llround(x * gx_unit_seconds(curve->x_unit));
}

/* Days are numbered from the civil day on which the run began. */
static bool over_days(const gx_page *page, const gx_curve *curve)
{
    return page->about.start.present && strcmp(curve->x_name, "day") == 0;
}

static void day(const gx_page *page, gx_text *out, double x)
{
    gx_text minute = {0};
    gx_civil_minute(&minute, page->about.start.value + (int64_t)llround(x) * 86400);
    gx_text_append(out, "%.10s", gx_text_get(&minute));
    out->failed = out->failed || minute.failed;
    gx_text_free(&minute);
}

static void x_cell(gx_page *page, gx_text *out, const gx_curve *curve, double x)
{
    if (over_time(page, curve))
        gx_civil_minute(out, civil_at(page, curve, x));
    else if (over_days(page, curve))
        day(page, out, x);
    else
        gx_value(out, curve->x_unit, x);
}

/* ---- the table
 * ------------------------------------------------------------------------------------------------ */

/* Rows of a picked table: TABLE_ROWS_MAX of more indices, each once, the first and the last among them. */
static size_t picked(size_t count, size_t *rows)
{
    for (size_t k = 0; k < TABLE_ROWS_MAX; k++) {
        double position = (double)k / (TABLE_ROWS_MAX - 1);
        size_t at = (size_t)llround(expm1(position * log((double)count)));
        rows[k] = k > 0 && at <= rows[k - 1] ? rows[k - 1] + 1 : at;
    }
    return TABLE_ROWS_MAX;
}

static double mean_of(const double *y, size_t from, size_t to)
{
    double sum = 0;
    for (size_t k = from; k < to; k++)
        sum += y[k];
    return sum / (double)(to - from);
}

static void table_caption(gx_page *page, const char *title, size_t count, size_t step, size_t rows)
{
    char all[32], part[32];
    gx_format_count(all, (int64_t)count);
    gx_format_count(part, (int64_t)(step > 1 ? step : rows));
    gx_saying word = step > 1 ? GX_SAY_TABLE_MEAN : rows < count ? GX_SAY_TABLE_PICK : GX_SAY_TABLE_ALL;
    gx_text_append(page->out, "<caption>");
    gx_page_fill(page, word, title, rows < count ? part : all, all);
    gx_text_append(page->out, "</caption>");
}

static void table_head(gx_page *page, const gx_curve *const *curves, size_t count)
{
    gx_text_append(page->out, "<thead><tr><th scope=\"col\">");
    gx_html(page->out, gx_term(page->language, curves[0]->x_name));
    bool dated = over_time(page, curves[0]) || over_days(page, curves[0]);
    if (!dated && strncmp(curves[0]->x_name, curves[0]->x_unit, strlen(curves[0]->x_unit)) != 0) {
        gx_text_append(page->out, " (");
        gx_html(page->out, gx_term(page->language, curves[0]->x_unit));
        gx_text_append(page->out, ")");
    }
    gx_text_append(page->out, "</th>");
    for (size_t k = 0; k < count; k++) {
        gx_text_append(page->out, "<th scope=\"col\">");
        gx_html(page->out, gx_page_label(page, curves[k]->metric));
        gx_text_append(page->out, "</th>");
    }
    gx_text_append(page->out, "</tr></thead>\n");
}

/* Curves that share their x, as one table. */
static void table(gx_page *page, const char *title, const gx_curve *const *curves, size_t count)
{
    size_t points = curves[0]->count, rows[TABLE_ROWS_MAX] = {0}, step = 1, kept = points;
    bool thin = points > TABLE_ROWS_MAX;
    if (thin && over_time(page, curves[0])) {
        step = (points + TABLE_ROWS_MAX - 1) / TABLE_ROWS_MAX;
        kept = (points + step - 1) / step;
    } else if (thin) {
        kept = picked(points, rows);
    }
    gx_text_append(page->out, "<div class=\"scroll\" tabindex=\"0\"><table>");
    table_caption(page, title, points, step, kept);
    table_head(page, curves, count);
    gx_text_append(page->out, "<tbody>\n");
    for (size_t r = 0; r < kept; r++) {
        size_t from = step > 1 ? r * step : thin ? rows[r] : r;
        size_t to = from + step < points ? from + step : points;
        gx_text_append(page->out, "<tr><th scope=\"row\">");
        x_cell(page, page->out, curves[0], curves[0]->x[from]);
        gx_text_append(page->out, "</th>");
        for (size_t k = 0; k < count; k++) {
            gx_text_append(page->out, "<td>");
            gx_value(page->out, gx_unit_shown(curves[k]->metric), mean_of(curves[k]->y, from, to));
            gx_text_append(page->out, "</td>");
        }
        gx_text_append(page->out, "</tr>\n");
    }
    gx_text_append(page->out, "</tbody></table></div>\n");
    if (kept < points) {
        gx_text_append(page->out, "<p class=\"note\">");
        gx_page_say(page, GX_SAY_IN_FULL);
        gx_text_append(page->out, "</p>\n");
    }
}

static void tables(gx_page *page, const char *title, const gx_curve *const *curves, size_t count)
{
    gx_page_data(page);
    const gx_curve *group[GX_PLAN_CURVES];
    bool done[GX_PLAN_CURVES] = {false};
    for (size_t k = 0; k < count; k++) {
        size_t members = 0;
        for (size_t j = k; j < count && !done[k]; j++)
            if (!done[j] && j != k && same_x(curves[k], curves[j]))
                group[++members] = curves[j], done[j] = true;
        if (done[k])
            continue;
        group[0] = curves[k];
        table(page, title, group, members + 1);
    }
    gx_page_data_end(page);
}

/* ---- the data for the script
 * ----------------------------------------------------------------------------------- */

static void numbers(gx_text *out, const char *key, const double *values, size_t count, double divisor)
{
    gx_text_append(out, ",\"%s\":[", key);
    for (size_t k = 0; k < count; k++) {
        if (k)
            gx_text_append_bytes(out, ",", 1);
        gx_json_number(out, values[k] / divisor);
    }
    gx_text_append(out, "]");
}

static void json_axis(gx_page *page, const gx_curve *curve)
{
    gx_text *out = &page->charts;
    if (over_time(page, curve)) {
        gx_text_append(out, ",\"time\":{\"start\":%lld,\"scale\":", (long long)page->about.start.value);
        gx_json_number(out, gx_unit_seconds(curve->x_unit));
        gx_text_append(out, "}");
    }
    if (over_days(page, curve)) {
        gx_text_append(out, ",\"labels\":[");
        for (size_t k = 0; k < curve->count; k++) {
            gx_text_append(out, k ? ",\"" : "\"");
            day(page, out, curve->x[k]);
            gx_text_append(out, "\"");
        }
        gx_text_append(out, "]");
    }
    gx_text_append(out, ",\"x_name\":");
    gx_json_string(out, gx_term(page->language, curve->x_name));
    gx_text_append(out, ",\"x_unit\":");
    gx_json_string(out, over_days(page, curve) ? "" : gx_term(page->language, gx_unit_drawn(curve->x_unit)));
    gx_text_append(out, ",\"unit\":");
    gx_json_string(out, gx_term(page->language, gx_unit_drawn(curve->metric->unit)));
    gx_text_append(out, ",\"percent\":%s", gx_is_percent(curve->metric) ? "true" : "false");
}

static void json(gx_page *page, const gx_chart_plan *plan, const char *title, const gx_curve *const *curves,
                 size_t count)
{
    static const char *const kinds[] = {"line", "area", "stack", "bars", "histogram", "log"};
    gx_text *out = &page->charts;
    bool pile = stacked(plan, curves, count);
    gx_text_append(
        out, "%s{\"id\":\"chart-%zu\",\"kind\":\"%s\",\"title\":", page->chart_count > 1 ? ",\n" : "",
        page->chart_count, kinds[plan->drawing == GX_DRAW_STACK && !pile ? GX_DRAW_LINE : plan->drawing]);
    gx_json_string(out, title);
    json_axis(page, curves[0]);
    if (count == 1 || pile)
        gx_page_mark(page, plan, curves, count);
    gx_text_append(out, ",\"series\":[");
    for (size_t k = 0; k < count; k++) {
        gx_text_append(out, "%s{\"name\":", k ? "," : "");
        gx_json_string(out, gx_page_label(page, curves[k]->metric));
        if (k == 0 || !same_x(curves[0], curves[k]))
            numbers(out, "x", curves[k]->x, curves[k]->count, gx_unit_divisor(curves[k]->x_unit));
        numbers(out, "y", curves[k]->y, curves[k]->count, gx_unit_divisor(curves[k]->metric->unit));
        gx_text_append(out, "}");
    }
    gx_text_append(out, "]}");
}

/* ---- the figure
 * ------------------------------------------------------------------------------------------------ */

/* The largest point of the first curve, or of the sum of curves that are stacked. */
static void highest(gx_page *page, const gx_curve *const *curves, size_t count)
{
    const gx_curve *curve = curves[0];
    size_t top = 0;
    double largest = -HUGE_VAL;
    for (size_t k = 0; k < curve->count; k++) {
        double sum = curve->y[k];
        for (size_t c = 1; c < count; c++)
            sum += curves[c]->y[k];
        if (sum > largest) {
            largest = sum;
            top = k;
        }
    }
    gx_text value = {0}, at = {0};
    gx_value(&value, gx_unit_shown(curve->metric), largest);
    x_cell(page, &at, curve, curve->x[top]);
    gx_text_append(page->out, page->language == GX_CHINESE ? "" : " ");
    gx_page_fill(page, GX_SAY_HIGHEST, gx_text_get(&value), gx_text_get(&at), NULL);
    page->out->failed = page->out->failed || value.failed || at.failed;
    gx_text_free(&value);
    gx_text_free(&at);
}

void gx_page_chart(gx_page *page, const gx_chart_plan *plan, const gx_curve *const *curves, size_t count)
{
    bool chinese = page->language == GX_CHINESE;
    const char *title = plan->title[chinese] ? plan->title[chinese] : gx_page_label(page, curves[0]->metric);
    gx_page_figure(page, title, plan->help[chinese]);
    if (plan->drawing == GX_DRAW_LOG) {
        gx_text_append(page->out, chinese ? "" : " ");
        gx_page_say(page, GX_SAY_LOG_AXES);
    }
    if (over_time(page, curves[0]))
        highest(page, curves, stacked(plan, curves, count) ? count : 1);
    gx_page_plot(page, title);
    json(page, plan, title, curves, count);
    tables(page, title, curves, count);
    gx_text_append(page->out, "</figure>\n");
}
