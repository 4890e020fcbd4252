/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graphs from and to the files of others: edge lists (SNAP), CSV, GraphML, Matrix Market; gzip in. */
#ifndef GX_GRAPH_EXCHANGE_H
#define GX_GRAPH_EXCHANGE_H

#include <gx/base/diagnostics.h>
#include <gx/graph/network.h>

typedef enum gx_file_format {
    GX_FILE_BY_NAME, /* by the ending: .txt .edges .tsv .csv .graphml .mtx, each also with .gz */
    GX_FILE_EDGES,   /* two columns of node names apart by blanks, '#' and '%' begin comments; a third: weight
                      */
    GX_FILE_CSV, /* a header names the columns: source,target[,weight|strength] and others as attributes */
    GX_FILE_GRAPHML,
    GX_FILE_MATRIX_MARKET
} gx_file_format;

/* A column of node attributes. */
typedef struct gx_attribute {
    char name[64];
    bool numeric;
    double *number; /* NaN: not given; when numeric */
    uint32_t *text; /* offset into gx_imported.texts; UINT32_MAX: not given; when not numeric */
} gx_attribute;

enum { GX_ATTRIBUTES_MAX = 32 };

typedef struct gx_imported {
    gx_rows ties; /* undirected and simple: symmetric; repeats joined, loops left out. strength when the
                     file has weights. Directed files: row u holds u's targets */
    bool directed;
    uint64_t *number; /* node -> its name when all names are whole numbers, else NULL */
    uint32_t *name;   /* node -> offset into texts when some are not, else NULL */
    char *texts;
    gx_attribute attribute[GX_ATTRIBUTES_MAX];
    uint32_t attributes;
    uint64_t lines, loops, repeats; /* read; left out; joined */
} gx_imported;

typedef struct gx_import_options {
    gx_file_format format;
    const char *nodes;   /* CSV of nodes: id, then attributes; NULL: none */
    bool directed;       /* keep directions */
    uint64_t memory_max; /* bytes; 0: no limit */
    uint32_t threads;
    bool (*progress)(uint64_t bytes, uint64_t total, void *context); /* false: stop; may be NULL */
    void *context;
} gx_import_options;

/* Read a file. Bad lines are diagnostics with line and column (the first 20, then a count); any of them, or a
 * limit, is GX_ERR_INPUT and nothing is kept. Streams: peak memory is about twice the rows. Nodes keep the
 * order of their numeric names, else that of first appearance. Released by gx_imported_free. */
gx_status gx_import(gx_imported *out, const char *path, const gx_import_options *options,
                    gx_diagnostics *diagnostics, gx_error *error);
void gx_imported_free(gx_imported *imported);

#endif
