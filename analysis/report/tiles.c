/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The headline figures, each with a sentence of what it is. */
#include "escape.h"
#include "page.h"
#include "value.h"

#include <math.h>

static void tile(gx_page *page, const gx_tile_plan *plan, const gx_figure *figure)
{
    gx_text_append(page->out, "<li><span class=\"label\">");
    gx_html(page->out, gx_page_label(page, figure->metric));
    gx_text_append(page->out, "</span> <strong>");
    gx_figure_value(page->out, figure);
    gx_text_append(page->out, "</strong> ");
    if (isfinite(figure->low) && isfinite(figure->high)) {
        gx_text_append(page->out, "<span class=\"range\">");
        gx_page_say(page, GX_SAY_COL_INTERVAL);
        gx_text_append(page->out, ": ");
        gx_page_interval(page, figure);
        gx_text_append(page->out, "</span> ");
    }
    gx_text_append(page->out, "<span class=\"help\">");
    gx_html(page->out, plan->help[page->language == GX_CHINESE]);
    gx_text_append(page->out, "</span></li>\n");
}

void gx_page_tiles(gx_page *page)
{
    size_t count, shown = 0;
    const gx_tile_plan *plans = gx_tile_plans(&count);
    for (size_t k = 0; k < count; k++) {
        const gx_figure *figure = gx_results_find_figure(page->results, plans[k].metric);
        if (!figure)
            continue;
        if (shown++ == 0)
            gx_text_append(page->out, "<ul class=\"tiles\">\n");
        tile(page, &plans[k], figure);
    }
    if (shown)
        gx_text_append(page->out, "</ul>\n");
    else
        gx_page_absent(page);
}
