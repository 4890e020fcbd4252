/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small pieces that every part of the page is made of. */
#include "page.h"

#include "escape.h"

void gx_page_say(gx_page *page, gx_saying word)
{
    gx_phrase(page->out, page->language, word, NULL, 0);
}

void gx_page_fill(gx_page *page, gx_saying word, const char *first, const char *second, const char *third)
{
    const char *const arguments[] = {first, second, third};
    size_t count = 0;
    while (count < sizeof arguments / sizeof arguments[0] && arguments[count])
        count++;
    gx_phrase(page->out, page->language, word, arguments, count);
}

const char *gx_page_label(const gx_page *page, const gx_metric *metric)
{
    const char *label = page->language == GX_CHINESE ? metric->label_zh : metric->label;
    return label && *label ? label : metric->name;
}

const char *gx_page_title(const gx_page *page)
{
    if (page->about.title && *page->about.title)
        return page->about.title;
    if (page->about.name && *page->about.name)
        return page->about.name;
    return gx_say_plain(page->language, GX_SAY_UNTITLED);
}

void gx_page_section(gx_page *page, const char *id, gx_saying title)
{
    gx_text_append(page->out, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n<h2 id=\"%s-title\">", id,
                   id, id);
    gx_page_say(page, title);
    gx_text_append(page->out, "</h2>\n");
}

void gx_page_absent(gx_page *page)
{
    gx_text_append(page->out, "<p class=\"absent\">");
    gx_page_say(page, GX_SAY_ABSENT);
    gx_text_append(page->out, "</p>\n");
}

void gx_page_table_head(gx_page *page, gx_saying caption, const char *kind, const gx_saying *columns,
                        size_t count)
{
    gx_text_append(page->out, "<div class=\"scroll\" tabindex=\"0\"><table class=\"%s\"><caption>", kind);
    gx_page_say(page, caption);
    gx_text_append(page->out, "</caption>\n<thead><tr>");
    for (size_t k = 0; k < count; k++) {
        gx_text_append(page->out, "<th scope=\"col\">");
        gx_page_say(page, columns[k]);
        gx_text_append(page->out, "</th>");
    }
    gx_text_append(page->out, "</tr></thead>\n<tbody>\n");
}

void gx_page_figure(gx_page *page, const char *title, const char *help)
{
    size_t number = ++page->chart_count;
    gx_text_append(
        page->out,
        "<figure class=\"chart\" aria-labelledby=\"title-%zu\">\n<figcaption><h3 id=\"title-%zu\">", number,
        number);
    gx_html(page->out, title);
    gx_text_append(page->out, "</h3>\n<p>");
    gx_html(page->out, help);
}

void gx_page_plot(gx_page *page, const char *title)
{
    gx_text_append(page->out,
                   "</p></figcaption>\n<div class=\"plot\" id=\"chart-%zu\" role=\"img\" aria-label=\"",
                   page->chart_count);
    gx_page_fill(page, GX_SAY_CHART_OF, title, NULL, NULL);
    gx_text_append(page->out, "\"></div>\n");
}

void gx_page_data(gx_page *page)
{
    gx_text_append(page->out, "<details class=\"data\" open><summary>");
    gx_page_say(page, GX_SAY_TABLE);
    gx_text_append(page->out, "</summary>\n");
}

void gx_page_data_end(gx_page *page)
{
    gx_text_append(page->out, "</details>\n");
}
