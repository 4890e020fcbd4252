/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of a topic as a short table: what, how much, how sure. */
#include "escape.h"
#include "page.h"
#include "value.h"

#include <math.h>
#include <string.h>

void gx_page_interval(gx_page *page, const gx_figure *figure)
{
    if (!isfinite(figure->low) || !isfinite(figure->high))
        return;
    gx_text low = {0}, high = {0};
    gx_value(&low, gx_unit_shown(figure->metric), figure->low);
    gx_value(&high, gx_unit_shown(figure->metric), figure->high);
    gx_page_fill(page, GX_SAY_INTERVAL, gx_text_get(&low), gx_text_get(&high), NULL);
    page->out->failed = page->out->failed || low.failed || high.failed;
    gx_text_free(&low);
    gx_text_free(&high);
}

static void row(gx_page *page, const gx_figure *figure)
{
    gx_text *out = page->out;
    gx_text_append(out, "<tr><th scope=\"row\">");
    gx_html(out, gx_page_label(page, figure->metric));
    gx_text_append(out, "</th><td>");
    gx_figure_value(out, figure);
    gx_text_append(out, "</td><td>");
    gx_page_interval(page, figure);
    gx_text_append(out, "</td><td>");
    gx_html(out, gx_term(page->language, gx_unit_drawn(figure->metric->unit)));
    gx_text_append(out, "</td></tr>\n");
}

static const char *home(const gx_figure *figure, gx_topic topic)
{
    if (gx_topic_of(figure->metric) != topic)
        return "";
    return strncmp(figure->metric->name, "traffic.payments.", 17) == 0 ? "payments" : "rest";
}

static void group(gx_page *page, gx_topic topic, const char *which, gx_saying caption)
{
    static const gx_saying columns[] = {GX_SAY_COL_FIGURE, GX_SAY_COL_VALUE, GX_SAY_COL_INTERVAL,
                                        GX_SAY_COL_UNIT};
    size_t shown = 0;
    for (size_t k = 0; k < gx_results_figures(page->results); k++) {
        const gx_figure *figure = gx_results_figure(page->results, k);
        if (strcmp(home(figure, topic), which) != 0)
            continue;
        if (shown++ == 0)
            gx_page_table_head(page, caption, "key", columns, sizeof columns / sizeof columns[0]);
        row(page, figure);
    }
    if (shown)
        gx_text_append(page->out, "</tbody></table></div>\n");
}

void gx_page_key(gx_page *page, gx_topic topic)
{
    if (topic == GX_TOPIC_TIME || topic == GX_TOPIC_PACKETS)
        return;
    gx_text_append(page->out, "<div class=\"keys\">\n");
    group(page, topic, "rest", topic == GX_TOPIC_NETWORK ? GX_SAY_KEY_FRIENDS : GX_SAY_KEY_FIGURES);
    group(page, topic, "payments", GX_SAY_KEY_PAYMENTS);
    gx_text_append(page->out, "</div>\n");
}
