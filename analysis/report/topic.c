/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One topic: the charts that the layout plans for it, then every curve and table of the topic that no plan
 * named. */
#include "page.h"

#include <string.h>

static const struct {
    const char *id;
    gx_saying title;
} topics[GX_TOPIC_COUNT] = {
    [GX_TOPIC_TIME] = {"time", GX_SAY_OVER_TIME},           [GX_TOPIC_PACKETS] = {"packets", GX_SAY_PACKETS},
    [GX_TOPIC_CONTAGION] = {"contagion", GX_SAY_CONTAGION}, [GX_TOPIC_BINDING] = {"binding", GX_SAY_BINDING},
    [GX_TOPIC_NETWORK] = {"network", GX_SAY_NETWORK},       [GX_TOPIC_CREDIT] = {"credit", GX_SAY_CREDIT},
};

/* The curves of a plan that the results hold: all of them, or the first when it is an area. */
static size_t curves_of(const gx_page *page, const gx_chart_plan *plan, const gx_curve **curves)
{
    size_t found = 0;
    for (size_t k = 0; k < GX_PLAN_CURVES && plan->curves[k]; k++) {
        const gx_curve *curve = gx_results_find_curve(page->results, plan->curves[k]);
        if (curve && curve->count > 0 && (found == 0 || plan->drawing != GX_DRAW_AREA))
            curves[found++] = curve;
    }
    return found;
}

/* Whether some plan, of any topic, names this curve. */
static bool has_plan(const gx_curve *curve)
{
    size_t count;
    const gx_chart_plan *plans = gx_chart_plans(&count);
    for (size_t k = 0; k < count; k++)
        for (size_t c = 0; c < GX_PLAN_CURVES && plans[k].curves[c]; c++)
            if (strcmp(plans[k].curves[c], curve->metric->name) == 0)
                return true;
    return false;
}

/* A curve of this topic that no plan names. */
static bool is_loose(const gx_curve *curve, gx_topic topic)
{
    return curve->count > 0 && gx_topic_of(curve->metric) == topic && !has_plan(curve);
}

static void planned(gx_page *page, gx_topic topic)
{
    size_t count;
    const gx_chart_plan *plans = gx_chart_plans(&count);
    for (size_t k = 0; k < count; k++) {
        const gx_curve *curves[GX_PLAN_CURVES];
        size_t found = plans[k].topic == topic ? curves_of(page, &plans[k], curves) : 0;
        if (found)
            gx_page_chart(page, &plans[k], curves, found);
    }
}

static void unplanned(gx_page *page, gx_topic topic)
{
    for (size_t c = 0; c < gx_results_curves(page->results); c++) {
        const gx_curve *curve = gx_results_curve_at(page->results, c);
        const gx_chart_plan plan = {.topic = topic, .drawing = gx_drawing_of(curve), .help = {"", ""}};
        if (is_loose(curve, topic))
            gx_page_chart(page, &plan, &curve, 1);
    }
}

/* The tables of a topic: those that are drawn, or the others. */
static void tables(gx_page *page, gx_topic topic, bool drawn)
{
    for (size_t g = 0; g < gx_results_grids(page->results); g++) {
        const gx_grid *grid = gx_results_grid_at(page->results, g);
        if (gx_topic_of(grid->metric) != topic || gx_grid_is_drawn(grid) != drawn)
            continue;
        if (drawn)
            gx_page_grid_chart(page, grid);
        else
            gx_page_grid(page, grid);
    }
}

static bool empty(const gx_page *page, gx_topic topic)
{
    size_t count;
    const gx_chart_plan *plans = gx_chart_plans(&count);
    const gx_curve *curves[GX_PLAN_CURVES];
    for (size_t k = 0; k < count; k++)
        if (plans[k].topic == topic && curves_of(page, &plans[k], curves) > 0)
            return false;
    for (size_t c = 0; c < gx_results_curves(page->results); c++)
        if (is_loose(gx_results_curve_at(page->results, c), topic))
            return false;
    for (size_t g = 0; g < gx_results_grids(page->results); g++)
        if (gx_topic_of(gx_results_grid_at(page->results, g)->metric) == topic)
            return false;
    for (size_t f = 0; f < gx_results_figures(page->results); f++)
        if (topic >= GX_TOPIC_CONTAGION && gx_topic_of(gx_results_figure(page->results, f)->metric) == topic)
            return false;
    return true;
}

void gx_page_topic(gx_page *page, gx_topic topic)
{
    gx_page_section(page, topics[topic].id, topics[topic].title);
    if (empty(page, topic))
        gx_page_absent(page);
    gx_text_append(page->out, "<div class=\"charts\">\n");
    planned(page, topic);
    unplanned(page, topic);
    tables(page, topic, true);
    gx_text_append(page->out, "</div>\n");
    gx_page_key(page, topic);
    tables(page, topic, false);
    gx_text_append(page->out, "</section>\n");
}
