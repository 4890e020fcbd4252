/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page, top to bottom. It is whole without its script: headings, sentences and every number as tables are
 * HTML that is written here; the script only draws charts into the places left for them and folds the tables
 * away. The policy in its head forbids every connection, so that the page cannot fetch or tell anything,
 * whatever a scenario's text holds. */
#include <gx/report/report.h>

#include "assets.h"
#include "escape.h"
#include "page.h"

static void asset(gx_text *out, gx_asset bytes)
{
    gx_text_append_bytes(out, bytes.bytes, bytes.length);
}

static void head(gx_page *page)
{
    gx_text *out = page->out;
    const char *language = gx_say_plain(page->language, GX_SAY_LANG);
    gx_text_append(out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", language);
    gx_text_append(out,
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
                   "form-action 'none'\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n"
                   "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    gx_html(out, gx_page_title(page));
    gx_text_append(out, " · Guanxi</title>\n<style>\n");
    asset(out, gx_asset_style());
    gx_text_append(out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#headlines\">");
    gx_page_say(page, GX_SAY_SKIP);
    gx_text_append(out, "</a>\n");
}

static void contents(gx_page *page)
{
    static const struct {
        const char *id;
        gx_saying title;
    } parts[] = {
        {"headlines", GX_SAY_HEADLINES}, {"time", GX_SAY_OVER_TIME},        {"packets", GX_SAY_PACKETS},
        {"contagion", GX_SAY_CONTAGION}, {"binding", GX_SAY_BINDING},       {"network", GX_SAY_NETWORK},
        {"credit", GX_SAY_CREDIT},       {"references", GX_SAY_REFERENCES}, {"caution", GX_SAY_CAUTION},
        {"figures", GX_SAY_FIGURES},     {"scenario", GX_SAY_SCENARIO},     {"reproduce", GX_SAY_REPRODUCE}};
    gx_text_append(page->out, "<nav aria-label=\"");
    gx_page_say(page, GX_SAY_CONTENTS);
    gx_text_append(page->out, "\"><ol>\n");
    for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
        gx_text_append(page->out, "<li><a href=\"#%s\">", parts[k].id);
        gx_page_say(page, parts[k].title);
        gx_text_append(page->out, "</a></li>\n");
    }
    gx_text_append(page->out, "</ol></nav>\n");
}

static void scripts(gx_page *page)
{
    gx_text *out = page->out;
    gx_text_append(out, "<script type=\"application/json\" id=\"charts\">{\"charts\":[\n");
    gx_text_append_bytes(out, gx_text_get(&page->charts), page->charts.length);
    gx_text_append(out, "\n]}</script>\n<script>\n");
    asset(out, gx_asset_charts());
    gx_text_append(out, "\n</script>\n<script>\n");
    asset(out, gx_asset_script());
    gx_text_append(out, "</script>\n</body>\n</html>\n");
}

static gx_status body(gx_page *page, gx_error *error)
{
    gx_page_header(page);
    contents(page);
    gx_text_append(page->out, "<noscript><p class=\"warning\">");
    gx_page_say(page, GX_SAY_NO_SCRIPT);
    gx_text_append(page->out, "</p></noscript>\n<main>\n");
    gx_page_section(page, "headlines", GX_SAY_HEADLINES);
    gx_page_tiles(page);
    gx_status status = gx_page_books(page, error);
    if (status != GX_OK)
        return status;
    gx_text_append(page->out, "</section>\n");
    for (int topic = 0; topic < GX_TOPIC_COUNT; topic++)
        gx_page_topic(page, (gx_topic)topic);
    gx_page_references(page);
    gx_page_closing(page);
    return GX_OK;
}

gx_status gx_report_html(gx_text *out, const gx_reader *reader, const gx_results *results,
                         gx_language language, gx_error *error)
{
    gx_page page = {.out = out, .language = language, .reader = reader, .results = results};
    gx_status status = gx_about_read(&page.about, reader, error);
    if (status == GX_OK)
        status = gx_references_create(&page.references, error);
    if (status == GX_OK) {
        head(&page);
        status = body(&page, error);
    }
    if (status == GX_OK) {
        scripts(&page);
        if (out->failed || page.charts.failed)
            status = gx_fail_memory(error, "the report");
    }
    gx_text_free(&page.charts);
    gx_references_free(page.references);
    gx_about_free(&page.about);
    return status;
}
