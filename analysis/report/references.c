/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulated figures beside published ones. */
#include "escape.h"
#include "page.h"
#include "value.h"

#include <math.h>
#include <string.h>

/* The figure that a reference can be compared with: of its metric, or NULL. */
static const gx_figure *figure_of(const gx_page *page, const gx_reference *reference)
{
    return *reference->metric ? gx_results_find_figure(page->results, reference->metric) : NULL;
}

static gx_saying role_of(const char *role)
{
    static const struct {
        const char *name;
        gx_saying saying;
    } roles[] = {{"input", GX_SAY_ROLE_INPUT},
                 {"fit", GX_SAY_ROLE_FIT},
                 {"prediction", GX_SAY_ROLE_PREDICTION},
                 {"identity", GX_SAY_ROLE_IDENTITY},
                 {"shape", GX_SAY_ROLE_SHAPE}};
    for (size_t k = 0; k < sizeof roles / sizeof roles[0]; k++)
        if (strcmp(roles[k].name, role) == 0)
            return roles[k].saying;
    return GX_SAY_COUNT;
}

static void published(gx_page *page, const gx_reference *reference, const gx_figure *figure)
{
    const char *unit = *reference->unit ? reference->unit : gx_unit_shown(figure->metric);
    if (isfinite(reference->value)) {
        gx_value(page->out, unit, reference->value);
    } else if (isfinite(reference->low) || isfinite(reference->high)) {
        gx_value(page->out, unit, reference->low);
        gx_text_append(page->out, " … ");
        gx_value(page->out, unit, reference->high);
    } else
        gx_text_append(page->out, "–");
}

/* A name in the page's language, and below it what English sources call it. */
static void name(gx_page *page, const gx_reference *reference, const gx_figure *figure)
{
    gx_text_append(page->out, "<tr><th scope=\"row\">");
    gx_html(page->out, gx_page_label(page, figure->metric));
    gx_text_append(page->out, "<small lang=\"en\">");
    gx_html(page->out, reference->when);
    gx_text_append(page->out, *reference->when ? ": " : "");
    gx_html(page->out, reference->quantity);
    if (*reference->scale_note) {
        gx_text_append(page->out, " · ");
        gx_html(page->out, reference->scale_note);
    }
    gx_text_append(page->out, "</small></th>");
}

/* Simulated over published, in one unit. A total of the nation has no ratio: its denominator is another
 * population. */
static double ratio(const gx_reference *reference, const gx_figure *figure)
{
    double scale = gx_unit_divisor(figure->metric->unit) / gx_unit_divisor(reference->unit);
    if (!isfinite(reference->value) || reference->value == 0 ||
        strncmp(reference->scale_note, "the nation", 10) == 0)
        return (double)NAN;
    return figure->value / scale / reference->value;
}

static void row(gx_page *page, const gx_reference *reference, const gx_figure *figure)
{
    gx_text *out = page->out;
    name(page, reference, figure);
    gx_text_append(out, "<td>");
    gx_figure_value(out, figure);
    gx_text_append(out, "</td><td>");
    published(page, reference, figure);
    gx_text_append(out, "</td><td>");
    gx_value(out, "", ratio(reference, figure));
    gx_text_append(out, "</td><td>");
    gx_html(out, reference->grade);
    gx_text_append(out, "</td><td><span class=\"role ");
    gx_html(out, reference->role);
    gx_text_append(out, "\">");
    if (role_of(reference->role) != GX_SAY_COUNT)
        gx_page_say(page, role_of(reference->role));
    else
        gx_html(out, reference->role);
    gx_text_append(out, "</span></td><td class=\"words\" lang=\"en\">");
    gx_html(out, reference->source);
    gx_text_append(out, "</td></tr>\n");
}

static void head(gx_page *page)
{
    static const gx_saying columns[] = {GX_SAY_COL_FIGURE, GX_SAY_COL_SIMULATED, GX_SAY_COL_PUBLISHED,
                                        GX_SAY_COL_RATIO,  GX_SAY_COL_GRADE,     GX_SAY_COL_ROLE,
                                        GX_SAY_COL_SOURCE};
    gx_page_table_head(page, GX_SAY_REFERENCES, "full quiet", columns, sizeof columns / sizeof columns[0]);
}

static void legend(gx_page *page)
{
    static const gx_saying roles[][2] = {{GX_SAY_ROLE_INPUT, GX_SAY_ROLE_INPUT_HELP},
                                         {GX_SAY_ROLE_FIT, GX_SAY_ROLE_FIT_HELP},
                                         {GX_SAY_ROLE_PREDICTION, GX_SAY_ROLE_PREDICTION_HELP},
                                         {GX_SAY_ROLE_IDENTITY, GX_SAY_ROLE_IDENTITY_HELP},
                                         {GX_SAY_ROLE_SHAPE, GX_SAY_ROLE_SHAPE_HELP}};
    gx_text_append(page->out, "<p class=\"note\">");
    gx_page_say(page, GX_SAY_GRADES);
    gx_text_append(page->out, "</p>\n<dl class=\"roles\">\n");
    for (size_t k = 0; k < sizeof roles / sizeof roles[0]; k++) {
        gx_text_append(page->out, "<div><dt>");
        gx_page_say(page, roles[k][0]);
        gx_text_append(page->out, "</dt><dd>");
        gx_page_say(page, roles[k][1]);
        gx_text_append(page->out, "</dd></div>\n");
    }
    gx_text_append(page->out, "</dl>\n");
}

void gx_page_references(gx_page *page)
{
    size_t shown = 0;
    gx_page_section(page, "references", GX_SAY_REFERENCES);
    for (size_t k = 0; k < gx_references_count(page->references); k++) {
        const gx_reference *reference = gx_references_at(page->references, k);
        const gx_figure *figure = figure_of(page, reference);
        if (!figure)
            continue;
        if (shown++ == 0) {
            gx_text_append(page->out, "<p>");
            gx_page_say(page, GX_SAY_REFERENCES_LEAD);
            gx_text_append(page->out, "</p>\n");
            head(page);
        }
        row(page, reference, figure);
    }
    if (shown) {
        gx_text_append(page->out, "</tbody></table></div>\n");
        legend(page);
    } else
        gx_page_absent(page);
    gx_text_append(page->out, "</section>\n");
}
