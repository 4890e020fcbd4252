/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of the page: what was simulated, of whom, and when. */
#include "escape.h"
#include "page.h"
#include "value.h"

#include <string.h>

static void term(gx_page *page, gx_saying name)
{
    gx_text_append(page->out, "<div><dt>");
    gx_page_say(page, name);
    gx_text_append(page->out, "</dt><dd>");
}

static void fact_text(gx_page *page, gx_saying name, const char *value)
{
    if (!value || !*value)
        return;
    term(page, name);
    gx_html(page->out, value);
    gx_text_append(page->out, "</dd></div>\n");
}

static void fact_count(gx_page *page, gx_saying name, gx_attribute value, bool grouped)
{
    char buffer[32];
    if (!value.present)
        return;
    term(page, name);
    if (grouped)
        gx_text_append(page->out, "%s", gx_format_count(buffer, value.value));
    else
        gx_text_append(page->out, "%lld", (long long)value.value);
    gx_text_append(page->out, "</dd></div>\n");
}

static int64_t civil_of_tick(const gx_about *about, int64_t tick)
{
    return about->start.value + tick * about->tick_ms.value / 1000;
}

static void span(gx_page *page)
{
    const gx_about *about = &page->about;
    if (!about->start.present || !about->tick_ms.present || !about->ticks.present)
        return;
    gx_text from = {0}, to = {0};
    gx_civil_minute(&from, about->start.value);
    gx_civil_minute(&to, civil_of_tick(about, about->ticks.value));
    term(page, GX_SAY_FACT_SPAN);
    gx_page_fill(page, GX_SAY_SPAN, gx_text_get(&from), gx_text_get(&to), NULL);
    gx_text_append(page->out, "</dd></div>\n");
    page->out->failed = page->out->failed || from.failed || to.failed;
    gx_text_free(&from);
    gx_text_free(&to);
}

static void tick(gx_page *page)
{
    if (!page->about.tick_ms.present)
        return;
    term(page, GX_SAY_FACT_TICK);
    gx_value(page->out, "s", (double)page->about.tick_ms.value / 1000);
    gx_text_append(page->out, " ");
    gx_html(page->out, gx_term(page->language, "s"));
    gx_text_append(page->out, "</dd></div>\n");
}

static void event_share(gx_page *page)
{
    if (!page->about.has_event_share)
        return;
    term(page, GX_SAY_FACT_EVENTS);
    gx_value(page->out, "%", page->about.event_share);
    gx_text_append(page->out, "</dd></div>\n");
}

static void incomplete(gx_page *page)
{
    const gx_about *about = &page->about;
    if (about->complete)
        return;
    gx_text at = {0};
    if (about->start.present && about->tick_ms.present && about->last_tick.present)
        gx_civil_minute(&at, civil_of_tick(about, about->last_tick.value));
    else
        gx_text_append(&at, "?");
    gx_text_append(page->out, "<p class=\"warning\" role=\"note\">");
    gx_page_fill(page, GX_SAY_NOT_COMPLETE, gx_text_get(&at), NULL, NULL);
    gx_text_append(page->out, "</p>\n");
    page->out->failed = page->out->failed || at.failed;
    gx_text_free(&at);
}

void gx_page_header(gx_page *page)
{
    const gx_about *about = &page->about;
    gx_text_append(page->out, "<header>\n<p class=\"kicker\">");
    gx_page_say(page, GX_SAY_KICKER);
    gx_text_append(page->out, "</p>\n<h1><bdi>");
    gx_html(page->out, gx_page_title(page));
    gx_text_append(page->out, "</bdi></h1>\n<p class=\"lead\">");
    gx_page_say(page, GX_SAY_SIMULATED);
    gx_text_append(page->out, "</p>\n");
    incomplete(page);
    gx_text_append(page->out, "<dl class=\"facts\">\n");
    fact_text(page, GX_SAY_FACT_NAME, about->name);
    fact_text(page, GX_SAY_FACT_VARIANT, about->variant);
    span(page);
    fact_count(page, GX_SAY_FACT_USERS, about->users, true);
    fact_count(page, GX_SAY_FACT_GROUPS, about->groups, true);
    fact_count(page, GX_SAY_FACT_SEED, about->seed, false);
    fact_count(page, GX_SAY_FACT_REPLICATE, about->replicate, false);
    tick(page);
    fact_text(page, GX_SAY_FACT_RECORD, about->record ? gx_term(page->language, about->record) : NULL);
    event_share(page);
    gx_text_append(page->out, "</dl>\n</header>\n");
}
