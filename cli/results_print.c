/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables and Markdown: figures in one table, curves in one (or each on its own when asked for), grids each on
 * its own. */
#include "results_print.h"

#include "listing.h"
#include "results_data.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

bool gx_result_wanted(const gx_texts *wanted, const gx_metric *metric)
{
    for (size_t i = 0; i < wanted->count; i++)
        if (strcmp(wanted->at[i], metric->name) == 0)
            return true;
    return wanted->count == 0;
}

/* A number for reading: whole ones in full, others with five digits. */
static const char *readable(char buffer[32], double value)
{
    if (isnan(value))
        return "";
    if (fabs(value) < 1e15 && value == floor(value))
        return gx_format_count(buffer, (int64_t)value);
    snprintf(buffer, 32, fabs(value) >= 1e5 && fabs(value) < 1e15 ? "%.0f" : "%.5g", value);
    return buffer;
}

static void title(gx_text *out, const gx_metric *metric, gx_format format)
{
    const char *unit = *metric->unit ? metric->unit : NULL;
    gx_text_append(out, format == GX_FORMAT_MD ? "\n### %s: %s%s%s\n\n" : "\n%s: %s%s%s\n", metric->name,
                   metric->label, unit ? ", " : "", unit ? unit : "");
}

static void print_figures(gx_text *out, const gx_results *results, const gx_texts *wanted, gx_format format)
{
    static const gx_listing_column columns[] = {
        {"metric", false}, {"value", true}, {"unit", false}, {"95 % interval", false}, {"meaning", false}};
    gx_listing listing = {columns, 5, {0}, 0};
    for (size_t i = 0; i < gx_results_figures(results); i++) {
        const gx_figure *figure = gx_results_figure(results, i);
        char a[32], b[32];
        if (!gx_result_wanted(wanted, figure->metric))
            continue;
        gx_listing_cell(&listing, "%s", figure->metric->name);
        gx_listing_cell(&listing, "%s",
                        figure->exact ? gx_format_count(a, figure->integer) : readable(a, figure->value));
        gx_listing_cell(&listing, "%s", figure->metric->unit);
        if (isnan(figure->low) && isnan(figure->high))
            gx_listing_cell(&listing, "%s", "");
        else
            gx_listing_cell(&listing, "%s to %s", readable(a, figure->low), readable(b, figure->high));
        gx_listing_cell(&listing, "%s", figure->metric->label);
    }
    if (listing.count)
        gx_listing_print(&listing, format, out);
    gx_listing_free(&listing);
}

/* Points, first and last place, least and greatest value and where that is. */
static void print_curve_summaries(gx_text *out, const gx_results *results, gx_format format)
{
    static const gx_listing_column columns[] = {{"curve", false},   {"points", true}, {"over", false},
                                                {"from", true},     {"to", true},     {"least", true},
                                                {"greatest", true}, {"at", true},     {"unit", false}};
    gx_listing listing = {columns, 9, {0}, 0};
    for (size_t i = 0; i < gx_results_curves(results); i++) {
        const gx_curve *curve = gx_results_curve_at(results, i);
        size_t least = 0, greatest = 0;
        char buffer[32];
        for (size_t k = 1; k < curve->count; k++) {
            least = curve->y[k] < curve->y[least] ? k : least;
            greatest = curve->y[k] > curve->y[greatest] ? k : greatest;
        }
        bool any = curve->count > 0;
        gx_listing_cell(&listing, "%s", curve->metric->name);
        gx_listing_cell(&listing, "%zu", curve->count);
        gx_listing_cell(&listing, "%s%s%s", curve->x_name, *curve->x_unit ? ", " : "", curve->x_unit);
        gx_listing_cell(&listing, "%s", readable(buffer, any ? curve->x[0] : (double)NAN));
        gx_listing_cell(&listing, "%s", readable(buffer, any ? curve->x[curve->count - 1] : (double)NAN));
        gx_listing_cell(&listing, "%s", readable(buffer, any ? curve->y[least] : (double)NAN));
        gx_listing_cell(&listing, "%s", readable(buffer, any ? curve->y[greatest] : (double)NAN));
        gx_listing_cell(&listing, "%s", readable(buffer, any ? curve->x[greatest] : (double)NAN));
        gx_listing_cell(&listing, "%s", curve->metric->unit);
    }
    if (listing.count) {
        gx_text_append(out, "\n");
        gx_listing_print(&listing, format, out);
    }
    gx_listing_free(&listing);
}

static void print_curve(gx_text *out, const gx_curve *curve, gx_format format)
{
    gx_listing_column columns[2] = {{curve->x_name, true}, {curve->metric->label, true}};
    gx_listing listing = {columns, 2, {0}, 0};
    for (size_t k = 0; k < curve->count; k++) {
        gx_listing_real(&listing, curve->x[k]);
        gx_listing_real(&listing, curve->y[k]);
    }
    title(out, curve->metric, format);
    gx_listing_print(&listing, format, out);
    gx_listing_free(&listing);
}

enum { GRID_COLUMNS_MAX = 64 };

static void print_grid(gx_text *out, const gx_grid *grid, gx_format format)
{
    gx_listing_column columns[GRID_COLUMNS_MAX];
    gx_listing listing = {
        columns, grid->columns < GRID_COLUMNS_MAX ? grid->columns : GRID_COLUMNS_MAX, {0}, 0};
    for (size_t c = 0; c < listing.column_count; c++)
        columns[c] = (gx_listing_column){grid->names[c], c > 0 || !grid->labels};
    for (size_t r = 0; r < grid->rows; r++)
        for (size_t c = 0; c < listing.column_count; c++) {
            char buffer[32];
            bool label = c == 0 && grid->labels;
            gx_listing_cell(&listing, "%s",
                            label ? grid->labels[r] : readable(buffer, grid->cells[r * grid->columns + c]));
        }
    title(out, grid->metric, format);
    if (listing.column_count)
        gx_listing_print(&listing, format, out);
    gx_listing_free(&listing);
}

static void print_tables(gx_text *out, const gx_results *results, const gx_texts *wanted, gx_format format)
{
    print_figures(out, results, wanted, format);
    if (wanted->count == 0)
        print_curve_summaries(out, results, format);
    for (size_t i = 0; wanted->count && i < gx_results_curves(results); i++)
        if (gx_result_wanted(wanted, gx_results_curve_at(results, i)->metric))
            print_curve(out, gx_results_curve_at(results, i), format);
    for (size_t i = 0; i < gx_results_grids(results); i++)
        if (gx_result_wanted(wanted, gx_results_grid_at(results, i)->metric))
            print_grid(out, gx_results_grid_at(results, i), format);
    for (size_t i = 0; i < wanted->count; i++)
        if (!gx_result_defined(results, wanted->at[i]))
            gx_text_append(out, "%s%s: not defined for this recording\n", i ? "" : "\n", wanted->at[i]);
}

void gx_results_print(gx_text *out, const gx_results *results, const gx_texts *wanted, gx_format format)
{
    if (format == GX_FORMAT_JSON)
        gx_results_json(out, results, wanted);
    else if (format == GX_FORMAT_CSV)
        gx_results_csv(out, results, wanted);
    else
        print_tables(out, results, wanted, format);
}
