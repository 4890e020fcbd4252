/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The readers of the formats. Each reads a file from its beginning and gives every tie to the gather, in the
 * first pass and again in the second. */
#ifndef GX_GRAPH_EXCHANGE_READERS_H
#define GX_GRAPH_EXCHANGE_READERS_H

#include "exchange/gather.h"
#include "exchange/inlet.h"

/* Where a node was described. */
enum { GX_DESCRIBED_IN_NODES = 1, GX_DESCRIBED_IN_GRAPH = 2 };

/* Attributes of nodes, by id of gather->side[0]; exchange/columns.c. */
typedef struct gx_columns {
    gx_attribute column[GX_ATTRIBUTES_MAX];
    uint64_t capacity[GX_ATTRIBUTES_MAX];
    uint32_t count;
    uint32_t of_nodes; /* the first ones: from options->nodes */
    uint32_t *line;    /* by id: where options->nodes has it; 0: nowhere */
    uint64_t line_capacity;
    uint8_t *described; /* by id: GX_DESCRIBED_* */
    uint64_t described_capacity;
} gx_columns;

/* What one thread, or a reader that has only one, found in its part of a file. */
typedef struct gx_part {
    gx_tally tally;
    gx_faults faults;
    bool again; /* a name wants another naming: wanted[side] */
    gx_naming wanted[2];
    gx_status status; /* of what cannot be told by faults */
    gx_error error;
} gx_part;

typedef struct gx_reading {
    const gx_import_options *options;
    uint32_t threads;
    gx_inlet source;
    gx_gather gather;
    gx_columns columns;
    gx_texts texts;
    gx_allowance allowance;
    gx_part part;     /* the whole file's */
    gx_text notes;    /* of the first pass */
    bool has_weights; /* as the first tie, the header or the keys tell */
} gx_reading;

gx_status gx_read_lines(gx_reading *reading, gx_error *error);
gx_status gx_read_market(gx_reading *reading, gx_error *error);
gx_status gx_read_csv(gx_reading *reading, gx_error *error);
gx_status gx_read_graphml(gx_reading *reading, gx_error *error);

/* options->nodes: attributes, and nodes that may have no ties; in the first pass, before the ties. */
gx_status gx_read_nodes(gx_reading *reading, gx_part *part, gx_error *error);

/* The id of a name at the end 0 or 1 of a tie, in either pass. False: the part says why. In the first pass
 * from one thread only, but for GX_NAMING_DENSE. */
bool gx_reading_id(gx_reading *reading, gx_part *part, unsigned end, const char *name, size_t length,
                   gx_place place, uint64_t *id);

/* Add a part that began `lines` lines down to the whole. */
void gx_reading_join(gx_reading *reading, const gx_part *part, uint64_t lines);

/* Tell how far it is: GX_ERR_INTERRUPTED when the caller wants to stop. */
gx_status gx_reading_progress(const gx_reading *reading, gx_error *error);

/* A line of the notes, unless it is there. */
void gx_reading_note(gx_reading *reading, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- Lines of ties: edge lists, and the body of a Matrix Market file ---- */

typedef struct gx_line_rules {
    unsigned columns;     /* that each line must have; 0: as the first one */
    uint64_t first_line;  /* which that was */
    bool market;          /* numbers from 1; only '%' begins a comment */
    bool both;            /* a tie is undirected, whatever the options say */
    uint64_t rows, width; /* market */
} gx_line_rules;

/* From byte `used` of the window, which is line `line`, to the end of the file. */
gx_status gx_read_body(gx_reading *reading, gx_line_rules *rules, size_t used, uint64_t line,
                       gx_error *error);

/* ---- Attributes ---- */

/* Add a column; its number in *at. GX_ERR_LIMIT beyond GX_ATTRIBUTES_MAX. */
gx_status gx_columns_add(gx_columns *columns, const char *name, size_t length, bool numeric, uint32_t *at,
                         gx_error *error);
gx_status gx_columns_number(gx_reading *reading, uint32_t column, uint64_t id, double number,
                            gx_error *error);
gx_status gx_columns_text(gx_reading *reading, uint32_t column, uint64_t id, const char *text, size_t length,
                          gx_error *error);
/* Note that a node was described; whether it was before, there. */
gx_status gx_columns_describe(gx_reading *reading, uint64_t id, uint8_t where, bool *before, gx_error *error);
/* Note the line of a node in options->nodes. */
gx_status gx_columns_line(gx_reading *reading, uint64_t id, uint64_t line, gx_error *error);
bool gx_columns_described(const gx_columns *columns, uint64_t id, uint8_t where);
/* From ids to rows, after gx_gather_arrange; into `imported`. */
gx_status gx_columns_arrange(gx_reading *reading, gx_imported *imported, gx_error *error);
void gx_columns_free(gx_columns *columns);

#endif
