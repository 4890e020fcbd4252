/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page while it is being written, and what its parts share. */
#ifndef GX_REPORT_PAGE_H
#define GX_REPORT_PAGE_H

#include "about.h"
#include "layout.h"
#include "words.h"

#include <gx/stats/references.h>

typedef struct gx_page {
    gx_text *out;
    gx_text charts; /* the charts as JSON, for the script; written into the page at its end */
    gx_language language;
    const gx_reader *reader;
    const gx_results *results;
    gx_about about;
    gx_references *references;
    size_t chart_count;
} gx_page;

/* A word of the table, escaped, with up to three arguments (NULL: none). */
void gx_page_say(gx_page *page, gx_saying word);
void gx_page_fill(gx_page *page, gx_saying word, const char *first, const char *second, const char *third);

/* The label of a metric in the page's language; borrowed. */
const char *gx_page_label(const gx_page *page, const gx_metric *metric);

/* <h2> and the opening of a section; the section is closed by the caller with "</section>\n". */
void gx_page_section(gx_page *page, const char *id, gx_saying title);

/* What the page is called: the scenario's title, or its name, or a word of ours. Borrowed, not escaped. */
const char *gx_page_title(const gx_page *page);

/* That a section has nothing to show. */
void gx_page_absent(gx_page *page);

/* Opens a table of a class with a caption and a head, up to and including <tbody>. */
void gx_page_table_head(gx_page *page, gx_saying caption, const char *kind, const gx_saying *columns,
                        size_t count);

/* "0.2 to 0.4", or nothing when the figure has no interval. */
void gx_page_interval(gx_page *page, const gx_figure *figure);

/* A chart's <figure>: its heading and sentence, open in a <figcaption> for more; then, closing the
 * <figcaption>, the place for the drawing. The place's number is page->chart_count. The caller writes the
 * table and </figure>. */
void gx_page_figure(gx_page *page, const char *title, const char *help);
void gx_page_plot(gx_page *page, const char *title);

/* Opens and closes the table of a chart, which the script folds away. */
void gx_page_data(gx_page *page);
void gx_page_data_end(gx_page *page);

/* ---- parts of the page, in the files named after them
 * -------------------------------------------------------- */
void gx_page_header(gx_page *page);                      /* header.c */
void gx_page_tiles(gx_page *page);                       /* tiles.c */
gx_status gx_page_books(gx_page *page, gx_error *error); /* books.c */
void gx_page_topic(gx_page *page, gx_topic topic);       /* topic.c: charts and tables of one topic */
void gx_page_chart(gx_page *page, const gx_chart_plan *plan, const gx_curve *const *curves, size_t count);
void gx_page_key(gx_page *page, gx_topic topic);       /* key.c */
void gx_page_grid(gx_page *page, const gx_grid *grid); /* grid.c: as a table */
/* Whether a plan draws it, and its column is there; then its chart and table. */
bool gx_grid_is_drawn(const gx_grid *grid); /* grid_chart.c */
void gx_page_grid_chart(gx_page *page, const gx_grid *grid);
void gx_page_mark(gx_page *page, const gx_chart_plan *plan, const gx_curve *const *curves, size_t count);
void gx_page_references(gx_page *page); /* references.c */
void gx_page_closing(gx_page *page);    /* closing.c: caution, figures, scenario, reproduction */

#endif
