/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "results_data.h"

#include "json.h"
#include "listing.h"
#include <math.h>
#include <string.h>

bool gx_result_defined(const gx_results *results, const char *name)
{
    return gx_results_find_figure(results, name) || gx_results_find_curve(results, name) ||
           gx_results_find_grid(results, name);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

/* "name": { at the start of a member; `first` says whether a comma stands before it. */
static void open_member(gx_text *out, const gx_metric *metric, bool *first)
{
    gx_text_append(out, *first ? "\n  " : ",\n  ");
    *first = false;
    gx_json_text(out, metric->name);
    gx_text_append(out, ": {\"label\": ");
    gx_json_text(out, metric->label);
    gx_text_append(out, ", \"unit\": ");
    gx_json_text(out, metric->unit);
}

static void json_figures(gx_text *out, const gx_results *results, const gx_texts *wanted)
{
    bool first = true;
    for (size_t i = 0; i < gx_results_figures(results); i++) {
        const gx_figure *figure = gx_results_figure(results, i);
        if (!gx_result_wanted(wanted, figure->metric))
            continue;
        open_member(out, figure->metric, &first);
        gx_text_append(out, ", \"value\": ");
        if (figure->exact)
            gx_text_append(out, "%lld", (long long)figure->integer);
        else
            gx_json_real(out, figure->value);
        gx_text_append(out, ", \"low\": ");
        gx_json_real(out, figure->low);
        gx_text_append(out, ", \"high\": ");
        gx_json_real(out, figure->high);
        gx_text_append(out, "}");
    }
    for (size_t i = 0; i < wanted->count; i++)
        if (!gx_result_defined(results, wanted->at[i])) {
            open_member(out, gx_metric_find(wanted->at[i]), &first);
            gx_text_append(out, ", \"value\": null, \"low\": null, \"high\": null}");
        }
}

static void json_reals(gx_text *out, const char *name, const double *values, size_t count)
{
    gx_text_append(out, ", \"%s\": [", name);
    for (size_t i = 0; i < count; i++) {
        gx_text_append(out, i ? ", " : "");
        gx_json_real(out, values[i]);
    }
    gx_text_append(out, "]");
}

static void json_curves(gx_text *out, const gx_results *results, const gx_texts *wanted)
{
    bool first = true;
    for (size_t i = 0; i < gx_results_curves(results); i++) {
        const gx_curve *curve = gx_results_curve_at(results, i);
        if (!gx_result_wanted(wanted, curve->metric))
            continue;
        open_member(out, curve->metric, &first);
        gx_text_append(out, ", \"x_name\": ");
        gx_json_text(out, curve->x_name);
        gx_text_append(out, ", \"x_unit\": ");
        gx_json_text(out, curve->x_unit);
        json_reals(out, "x", curve->x, curve->count);
        json_reals(out, "y", curve->y, curve->count);
        gx_text_append(out, "}");
    }
}

static void json_row(gx_text *out, const gx_grid *grid, size_t row)
{
    for (size_t c = 0; c < grid->columns; c++) {
        gx_text_append(out, c ? ", " : "");
        if (c == 0 && grid->labels)
            gx_json_text(out, grid->labels[row]);
        else
            gx_json_real(out, grid->cells[row * grid->columns + c]);
    }
}

static void json_grids(gx_text *out, const gx_results *results, const gx_texts *wanted)
{
    bool first = true;
    for (size_t i = 0; i < gx_results_grids(results); i++) {
        const gx_grid *grid = gx_results_grid_at(results, i);
        if (!gx_result_wanted(wanted, grid->metric))
            continue;
        open_member(out, grid->metric, &first);
        gx_text_append(out, ", \"columns\": [");
        for (size_t c = 0; c < grid->columns; c++) {
            gx_text_append(out, c ? ", " : "");
            gx_json_text(out, grid->names[c]);
        }
        gx_text_append(out, "], \"rows\": [");
        for (size_t r = 0; r < grid->rows; r++) {
            gx_text_append(out, r ? ",\n   [" : "\n   [");
            json_row(out, grid, r);
            gx_text_append(out, "]");
        }
        gx_text_append(out, "]}");
    }
}

void gx_results_json(gx_text *out, const gx_results *results, const gx_texts *wanted)
{
    gx_text_append(out, "{\"figures\": {");
    json_figures(out, results, wanted);
    gx_text_append(out, "},\n \"curves\": {");
    json_curves(out, results, wanted);
    gx_text_append(out, "},\n \"tables\": {");
    json_grids(out, results, wanted);
    gx_text_append(out, "}}\n");
}

/* ---- CSV ------------------------------------------------------------------------------------- */

static void csv_start(gx_text *out, const gx_metric *metric, const char *shape)
{
    gx_csv_field(out, metric->name);
    gx_text_append(out, ",%s,", shape);
}

static void csv_real(gx_text *out, double value)
{
    char buffer[32];
    gx_text_append(out, ",%s", isfinite(value) ? gx_format_real(buffer, value) : "");
}

static void csv_end(gx_text *out, const gx_metric *metric)
{
    gx_text_append(out, ",");
    gx_csv_field(out, metric->unit);
    gx_text_append(out, "\r\n");
}

static void csv_figure(gx_text *out, const gx_figure *figure)
{
    csv_start(out, figure->metric, "figure");
    gx_text_append(out, ",");
    if (figure->exact)
        gx_text_append(out, ",%lld", (long long)figure->integer);
    else
        csv_real(out, figure->value);
    csv_real(out, figure->low);
    csv_real(out, figure->high);
    csv_end(out, figure->metric);
}

static void csv_curve(gx_text *out, const gx_curve *curve)
{
    char buffer[32];
    for (size_t k = 0; k < curve->count; k++) {
        csv_start(out, curve->metric, "curve");
        gx_text_append(out, "%s,", gx_format_real(buffer, curve->x[k]));
        gx_csv_field(out, curve->x_name);
        csv_real(out, curve->y[k]);
        gx_text_append(out, ",,");
        csv_end(out, curve->metric);
    }
}

static void csv_grid(gx_text *out, const gx_grid *grid)
{
    char number[32];
    for (size_t r = 0; r < grid->rows; r++)
        for (size_t c = grid->labels ? 1 : 0; c < grid->columns; c++) {
            csv_start(out, grid->metric, "table");
            if (grid->labels)
                gx_csv_field(out, grid->labels[r]);
            else
                gx_text_append(out, "%s", gx_format_real(number, (double)r));
            gx_text_append(out, ",");
            gx_csv_field(out, grid->names[c]);
            csv_real(out, grid->cells[r * grid->columns + c]);
            gx_text_append(out, ",,");
            csv_end(out, grid->metric);
        }
}

void gx_results_csv(gx_text *out, const gx_results *results, const gx_texts *wanted)
{
    gx_text_append(out, "metric,shape,row,column,value,low,high,unit\r\n");
    for (size_t i = 0; i < gx_results_figures(results); i++)
        if (gx_result_wanted(wanted, gx_results_figure(results, i)->metric))
            csv_figure(out, gx_results_figure(results, i));
    for (size_t i = 0; i < gx_results_curves(results); i++)
        if (gx_result_wanted(wanted, gx_results_curve_at(results, i)->metric))
            csv_curve(out, gx_results_curve_at(results, i));
    for (size_t i = 0; i < gx_results_grids(results); i++)
        if (gx_result_wanted(wanted, gx_results_grid_at(results, i)->metric))
            csv_grid(out, gx_results_grid_at(results, i));
}
