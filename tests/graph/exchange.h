/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files for tests of the exchange with others: made in memory, read by their name in /proc. */
#ifndef GX_TESTS_GRAPH_EXCHANGE_H
#define GX_TESTS_GRAPH_EXCHANGE_H

#include <check.h>
#include <gx/graph/exchange.h>

enum { PATH_BYTES = 64 };
typedef struct paper {
    FILE *file;
    char path[PATH_BYTES];
} paper;

/* A file of these bytes; `length` SIZE_MAX: up to the NUL. */
paper write_paper(const char *bytes, size_t length);
void burn(paper *sheet);

/* What came of reading. */
typedef struct reading {
    gx_imported got;
    gx_status status;
    gx_error error;
    gx_diagnostics diagnostics;
} reading;

/* Read a paper as this format; `options` may be NULL. */
reading read_paper(const paper *sheet, gx_file_format format, const gx_import_options *options);
/* The same of a text. */
reading read_text(const char *text, gx_file_format format, const gx_import_options *options);
void put_away(reading *done);

/* Fails with the report unless it was read. */
void assert_read(const reading *done);

/* Fails unless it was refused with `status`, and the report or the message holds `words`. */
void assert_refused(const reading *done, gx_status status, const char *words);

/* The ties as text: "name-name[:weight] …" by rows, each undirected tie once. In a static buffer. */
const char *ties_of(const gx_imported *got);

/* What is written of a graph, as a paper. */
paper export_paper(const gx_export_graph *graph, gx_file_format format);
paper export_nodes_paper(const gx_export_graph *graph);

#endif
