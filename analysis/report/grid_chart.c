/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of the results that is drawn as well: one column as bars, or as points with their 95 % intervals.
 */
#include "escape.h"
#include "page.h"
#include "value.h"

#include <math.h>
#include <string.h>

/* The number of a column by its English name; grid->columns when there is none. */
static size_t column_of(const gx_grid *grid, const char *name)
{
    size_t c = 1;
    while (c < grid->columns && strcmp(grid->names[c], name) != 0)
        c++;
    return c < grid->columns ? c : grid->columns;
}

bool gx_grid_is_drawn(const gx_grid *grid)
{
    const gx_grid_plan *plan = gx_grid_plan_of(grid->metric);
    return plan && grid->rows > 0 && column_of(grid, plan->column) < grid->columns;
}

static void column(gx_text *out, const char *key, const gx_grid *grid, size_t c)
{
    gx_text_append(out, ",\"%s\":[", key);
    for (size_t r = 0; r < grid->rows; r++) {
        gx_text_append(out, r ? "," : "");
        gx_json_number(out, c < grid->columns ? grid->cells[r * grid->columns + c] : (double)NAN);
    }
    gx_text_append(out, "]");
}

static void labels(gx_page *page, const gx_grid *grid)
{
    gx_text *out = &page->charts;
    gx_text_append(out, ",\"labels\":[");
    for (size_t r = 0; r < grid->rows; r++) {
        gx_text number = {0};
        gx_text_append(out, r ? "," : "");
        if (!grid->labels)
            gx_value(&number, "", grid->cells[r * grid->columns]);
        gx_json_string(out, grid->labels ? gx_term(page->language, grid->labels[r]) : gx_text_get(&number));
        out->failed = out->failed || number.failed;
        gx_text_free(&number);
    }
    gx_text_append(out, "]");
}

static void json(gx_page *page, const gx_grid_plan *plan, const gx_grid *grid, const char *title)
{
    static const char *const kinds[] = {"bars", "intervals", "across"};
    gx_text *out = &page->charts;
    const char *const *names = page->language == GX_CHINESE && grid->names_zh ? grid->names_zh : grid->names;
    size_t value = column_of(grid, plan->column);
    gx_text_append(out,
                   "%s{\"id\":\"chart-%zu\",\"kind\":\"%s\",\"title\":", page->chart_count > 1 ? ",\n" : "",
                   page->chart_count, kinds[plan->drawing]);
    gx_json_string(out, title);
    gx_text_append(out, ",\"x_name\":");
    gx_json_string(out, names[0]);
    gx_text_append(out, ",\"x_unit\":\"\",\"unit\":\"\",\"percent\":%s", plan->percent ? "true" : "false");
    if (plan->has_baseline) {
        gx_text_append(out, ",\"baseline\":");
        gx_json_number(out, plan->baseline);
    }
    labels(page, grid);
    gx_text_append(out, ",\"series\":[{\"name\":");
    gx_json_string(out, names[value]);
    column(out, "y", grid, value);
    if (plan->drawing != GX_GRID_BARS) {
        column(out, "low", grid, column_of(grid, "low"));
        column(out, "high", grid, column_of(grid, "high"));
    }
    gx_text_append(out, "}]}");
}

void gx_page_grid_chart(gx_page *page, const gx_grid *grid)
{
    const gx_grid_plan *plan = gx_grid_plan_of(grid->metric);
    bool chinese = page->language == GX_CHINESE;
    gx_page_figure(page, plan->title[chinese], plan->help[chinese]);
    gx_page_plot(page, plan->title[chinese]);
    json(page, plan, grid, plan->title[chinese]);
    gx_page_data(page);
    gx_page_grid(page, grid);
    gx_page_data_end(page);
    gx_text_append(page->out, "</figure>\n");
}
