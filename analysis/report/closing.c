/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What closes the page: what not to conclude, every figure with its definition, the scenario, how to do it
 * again. */
#include "assets.h"
#include "escape.h"
#include "page.h"
#include "value.h"

static void caution(gx_page *page)
{
    static const gx_saying points[] = {GX_SAY_CAUTION_INPUT, GX_SAY_CAUTION_PREDICTION,
                                       GX_SAY_CAUTION_SEED,  GX_SAY_CAUTION_SCALE,
                                       GX_SAY_CAUTION_TRUTH, GX_SAY_CAUTION_CREDIT};
    gx_page_section(page, "caution", GX_SAY_CAUTION);
    gx_text_append(page->out, "<ul class=\"prose\">\n");
    for (size_t k = 0; k < sizeof points / sizeof points[0]; k++) {
        gx_text_append(page->out, "<li>");
        gx_page_say(page, points[k]);
        gx_text_append(page->out, "</li>\n");
    }
    gx_text_append(page->out, "</ul>\n</section>\n");
}

static void figure_row(gx_page *page, const gx_figure *figure)
{
    gx_text *out = page->out;
    const gx_metric *metric = figure->metric;
    gx_text_append(out, "<tr><th scope=\"row\">");
    gx_html(out, gx_page_label(page, metric));
    gx_text_append(out, "<small><code>");
    gx_html(out, metric->name);
    gx_text_append(out, "</code></small></th><td>");
    gx_figure_value(out, figure);
    gx_text_append(out, "</td><td>");
    gx_page_interval(page, figure);
    gx_text_append(out, "</td><td>");
    gx_html(out, gx_term(page->language, gx_unit_drawn(metric->unit)));
    gx_text_append(out, "</td><td class=\"words\" lang=\"en\">");
    gx_html(out, metric->help);
    if (*metric->source) {
        gx_text_append(out, " <cite>");
        gx_html(out, metric->source);
        gx_text_append(out, "</cite>");
    }
    gx_text_append(out, "</td></tr>\n");
}

static void figures(gx_page *page)
{
    static const gx_saying columns[] = {GX_SAY_COL_FIGURE, GX_SAY_COL_VALUE, GX_SAY_COL_INTERVAL,
                                        GX_SAY_COL_UNIT, GX_SAY_COL_DEFINITION};
    size_t count = gx_results_figures(page->results);
    gx_page_section(page, "figures", GX_SAY_FIGURES);
    if (count == 0)
        gx_page_absent(page);
    else
        gx_page_table_head(page, GX_SAY_FIGURES, "full quiet", columns, sizeof columns / sizeof columns[0]);
    for (size_t k = 0; k < count; k++)
        figure_row(page, gx_results_figure(page->results, k));
    gx_text_append(page->out, count ? "</tbody></table></div>\n</section>\n" : "</section>\n");
}

static void source_text(gx_page *page, gx_saying title, const char *text, bool open)
{
    if (!text || !*text)
        return;
    gx_text_append(page->out, "<details class=\"source\"%s><summary>", open ? " open" : "");
    gx_page_say(page, title);
    gx_text_append(page->out, "</summary><pre tabindex=\"0\"><code translate=\"no\">");
    gx_html(page->out, text);
    gx_text_append(page->out, "</code></pre></details>\n");
}

static void scenario(gx_page *page)
{
    gx_page_section(page, "scenario", GX_SAY_SCENARIO);
    gx_text_append(page->out, "<p>");
    gx_page_say(page, GX_SAY_SCENARIO_LEAD);
    gx_text_append(page->out, "</p>\n");
    source_text(page, GX_SAY_SCENARIO_EFFECTIVE, page->about.effective, true);
    source_text(page, GX_SAY_SCENARIO_TEXT, page->about.text, false);
    gx_text_append(page->out, "</section>\n");
}

static void digests(gx_page *page)
{
    const struct {
        const char *value;
        gx_saying what;
    } rows[] = {{page->about.digest, GX_SAY_DIGEST_RUN},
                {page->about.state_digest, GX_SAY_DIGEST_STATE},
                {page->about.population_digest, GX_SAY_DIGEST_POPULATION},
                {page->about.network_digest, GX_SAY_DIGEST_NETWORK},
                {page->about.sampler_digest, GX_SAY_DIGEST_SAMPLER}};
    static const gx_saying columns[] = {GX_SAY_COL_COVERS, GX_SAY_COL_DIGEST};
    gx_page_table_head(page, GX_SAY_REPRODUCE_DIGEST, "full quiet", columns, 2);
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        if (!rows[k].value || !*rows[k].value)
            continue;
        gx_text_append(page->out, "<tr><th scope=\"row\">");
        gx_page_say(page, rows[k].what);
        gx_text_append(page->out, "</th><td><code translate=\"no\">");
        gx_html(page->out, rows[k].value);
        gx_text_append(page->out, "</code></td></tr>\n");
    }
    gx_text_append(page->out, "</tbody></table></div>\n");
}

static void command(gx_page *page, gx_saying lead, const char *line)
{
    gx_text_append(page->out, "<p>");
    gx_page_say(page, lead);
    gx_text_append(page->out, "</p>\n<pre tabindex=\"0\"><code translate=\"no\">%s</code></pre>\n", line);
}

/* The effective values hold the seed, the variant and every override, so one command says it all; a replicate
 * other than the first is reached by `guanxi verify`, which reads its number from the recording. */
static void reproduce(gx_page *page)
{
    const gx_about *about = &page->about;
    gx_page_section(page, "reproduce", GX_SAY_REPRODUCE);
    if (!about->replicate.present || about->replicate.value == 0)
        command(page, GX_SAY_REPRODUCE_RUN, "guanxi run scenario.yaml -o run.h5");
    command(page, GX_SAY_REPRODUCE_VERIFY, "guanxi verify run.h5");
    gx_text_append(page->out, "<p>");
    gx_page_say(page, GX_SAY_REPRODUCE_DIGEST);
    gx_text_append(page->out, "</p>\n");
    digests(page);
    gx_text_append(page->out, "</section>\n");
}

static void footer(gx_page *page)
{
    gx_text_append(page->out, "<footer>\n<p>");
    gx_page_fill(page, GX_SAY_MADE_BY, page->about.library_version ? page->about.library_version : "?", NULL,
                 NULL);
    gx_text_append(page->out, " · ");
    gx_page_say(page, GX_SAY_CHARTS_BY);
    gx_text_append(page->out, "</p>\n<details class=\"source licences\"><summary>");
    gx_page_say(page, GX_SAY_LICENCES);
    gx_text_append(page->out, "</summary><pre tabindex=\"0\" lang=\"en\" id=\"licences\">");
    gx_asset licences = gx_asset_licences();
    gx_html(page->out, licences.bytes); /* NUL-terminated by assets.c */
    gx_text_append(page->out, "</pre></details>\n</footer>\n");
}

void gx_page_closing(gx_page *page)
{
    caution(page);
    figures(page);
    scenario(page);
    reproduce(page);
    gx_text_append(page->out, "</main>\n");
    footer(page);
}
