/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small table of the results, as a table. */
#include "escape.h"
#include "page.h"
#include "value.h"

#include <string.h>

static void head(gx_page *page, const gx_grid *grid)
{
    const char *const *names = page->language == GX_CHINESE && grid->names_zh ? grid->names_zh : grid->names;
    gx_text_append(page->out, "<thead><tr>");
    for (size_t c = 0; c < grid->columns; c++) {
        gx_text_append(page->out, "<th scope=\"col\">");
        gx_html(page->out, names[c]);
        gx_text_append(page->out, "</th>");
    }
    gx_text_append(page->out, "</tr></thead>\n");
}

static void row(gx_page *page, const gx_grid *grid, size_t r)
{
    gx_text_append(page->out, "<tr>");
    for (size_t c = 0; c < grid->columns; c++) {
        gx_text_append(page->out, c == 0 ? "<th scope=\"row\">" : "<td>");
        if (c == 0 && grid->labels)
            gx_html(page->out, gx_term(page->language, grid->labels[r]));
        else
            gx_value(page->out, "", grid->cells[r * grid->columns + c]);
        gx_text_append(page->out, c == 0 ? "</th>" : "</td>");
    }
    gx_text_append(page->out, "</tr>\n");
}

void gx_page_grid(gx_page *page, const gx_grid *grid)
{
    gx_text_append(page->out, "<div class=\"scroll\" tabindex=\"0\"><table class=\"grid\"><caption>");
    gx_html(page->out, gx_page_label(page, grid->metric));
    if (*grid->metric->unit) {
        gx_text_append(page->out, " (");
        gx_html(page->out, gx_term(page->language, gx_unit_drawn(grid->metric->unit)));
        gx_text_append(page->out, ")");
    }
    gx_text_append(page->out, "</caption>\n");
    head(page, grid);
    gx_text_append(page->out, "<tbody>\n");
    for (size_t r = 0; r < grid->rows; r++)
        row(page, grid, r);
    gx_text_append(page->out, "</tbody></table></div>\n");
}
