/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graphs from and to the files of others: edge lists (SNAP), CSV, GraphML, Matrix Market; gzip in. */
#ifndef GX_GRAPH_EXCHANGE_H
#define GX_GRAPH_EXCHANGE_H

#include <gx/base/diagnostics.h>
#include <gx/graph/names.h>
#include <gx/graph/network.h>
#include <stdio.h>

typedef enum gx_file_format {
    GX_FILE_BY_NAME, /* by the ending: .txt .edges .tsv .csv .graphml .mtx …, each also with .gz */
    GX_FILE_EDGES,   /* two columns of node names apart by blanks; '#' and '%' begin comments; a third: weight
                      */
    GX_FILE_CSV,     /* a header names the columns: source,target[,weight|strength]; others are left out */
    GX_FILE_GRAPHML,
    GX_FILE_MATRIX_MARKET, /* coordinate; pattern, integer or real; symmetric or general */
    GX_FILE_FORMATS
} gx_file_format;
extern const char *const gx_file_format_words[GX_FILE_FORMATS + 1]; /* "auto", "edges", "csv", …; then NULL */

/* The format that the ending of a name tells (in front of a .gz), GX_FILE_BY_NAME when none. */
gx_file_format gx_file_format_of(const char *path);

/* ---- In ---- */

/* A column of node attributes. */
typedef struct gx_attribute {
    char name[64];
    bool numeric;
    double *number;    /* NaN: not given; when numeric */
    uint32_t *text;    /* offset into texts; UINT32_MAX: not given; when not numeric */
    const char *texts; /* gx_imported.texts */
} gx_attribute;

enum { GX_ATTRIBUTES_MAX = 32 };

typedef struct gx_imported {
    gx_rows ties;   /* undirected and simple: symmetric; repeats joined, loops left out. Directed files: row u
                       holds u's targets. Apart: rows and columns are nodes of two kinds */
    double *weight; /* beside ties.column when the file has weights, else NULL; those of repeats are added */
    bool directed;
    gx_node_names names;   /* of the rows */
    gx_node_names columns; /* apart: of the columns; else empty */
    char *texts;           /* all texts, each with its NUL; NULL: none */
    gx_attribute attribute[GX_ATTRIBUTES_MAX];
    uint32_t attributes;
    uint32_t nodes_attributes; /* the first ones: from the CSV of nodes */
    char *nodes_file;          /* its name; NULL: none */
    uint32_t *nodes_line;      /* by node: its line there; 0: none; NULL like the name */
    uint64_t lines;            /* ties read: lines, records or elements of the file */
    uint64_t loops, repeats;   /* of these: left out; joined with another */
    gx_text notes;             /* what was left out or taken otherwise than written, a line each */
} gx_imported;

typedef struct gx_import_options {
    gx_file_format format;
    const char *nodes;   /* CSV of nodes: id, then attributes; NULL: none */
    bool directed;       /* keep directions; else a tie either way is a tie */
    bool apart;          /* the second column names nodes of another kind: groups of users */
    uint64_t memory_max; /* bytes; 0: no limit */
    uint32_t threads;    /* 0 counts as 1; the result is the same for any number */
    bool (*progress)(uint64_t done, uint64_t total, void *context); /* false: stop; may be NULL */
    void *context;
} gx_import_options;

/* Limits of what can be read; each is an error that says so. */
enum {
    GX_IMPORT_LINE_MAX = 1 << 20, /* bytes of a line, a record, a tag */
    GX_IMPORT_NAME_MAX = 1000,    /* bytes of a name or of a text attribute */
    GX_IMPORT_ERRORS_MAX = 20     /* errors told in words; the rest is counted */
};
#define GX_IMPORT_TIES_MAX  UINT32_C(2147483647) /* lines with ties */
#define GX_IMPORT_NODES_MAX UINT32_C(4294967294)

/* Read a file. Bad lines are diagnostics with line and column (the first 20, then a count); any of them is
 * GX_ERR_INPUT and nothing is kept. The file is read twice, so it must be one, not a pipe. Nodes keep the
 * order of their numeric names, else that of first appearance (in `nodes` first). Peak memory is at most
 * about twice the result, unless nodes are many and ties few. GX_ERR_NOT_FOUND, GX_ERR_IO, GX_ERR_FORMAT
 * (damaged gzip, another kind of file), GX_ERR_LIMIT (limits above, memory_max), GX_ERR_INTERRUPTED (progress
 * said so, while done < total), GX_ERR_MEMORY. `diagnostics` is initialised here; gx_diagnostics_free. `out`
 * is released by gx_imported_free and empty on failure. O(bytes + ties log degree). */
gx_status gx_import(gx_imported *out, const char *path, const gx_import_options *options,
                    gx_diagnostics *diagnostics, gx_error *error);
void gx_imported_free(gx_imported *imported);

/* Weights as strengths 1 … 255 in ties.strength: as they are when all are whole and fit, else in proportion,
 * the mean becoming 64; 64 each when there are none. What is not above 0 becomes 1, with a note. O(ties). */
gx_status gx_imported_strengths(gx_imported *imported, gx_error *error);

/* ---- Users of a file become agents ---- */

/* A network of the imported form: `friends` (undirected, square) and, unless NULL, `groups` (apart: user,
 * group; names of users as in `friends`). Takes the ties of both: they are left empty, names and attributes
 * stay. GX_ERR_ARGUMENT: directed, or not apart; GX_ERR_INPUT: users of `groups` that `friends` does not
 * know, with the first of them; GX_ERR_MEMORY. Owned by the caller: gx_network_free. O(ties + names). */
gx_status gx_network_import(gx_network **out, gx_imported *friends, gx_imported *groups, gx_error *error);

/* Attributes named as members of gx_person replace what is drawn of a population of as many users: sex,
 * age_band, schooling, occupation (words of population.h), age (years), income and wealth (yuan), activity
 * and norm (1 = the mean), smartphone and real_name (0, 1), app_version, accounts (bits). What is not given
 * is drawn as for anybody with what is given; wallets and activity stay as they were. Where users live is
 * arithmetic on their number and never taken. `notes` tells what was left out, and names near to the known
 * ones. GX_ERR_ARGUMENT: nothing is stored, or other sizes; GX_ERR_INPUT: values that cannot be, the first of
 * them with node and line; GX_ERR_MEMORY. After an error the population is good for gx_population_free only.
 * O(users * attributes). */
typedef struct gx_population_taken {
    bool sex, age, age_band, schooling, occupation, income, wealth, activity; /* the file has such a column */
    bool smartphone, app_version, accounts, real_name, norm;
} gx_population_taken;
gx_status gx_population_take(gx_population *population, const gx_imported *imported,
                             gx_population_taken *taken, gx_text *notes, gx_error *error);

/* ---- Out ---- */

/* A column of nodes to write: `get` gives *number (numeric) or *text (borrowed until the next call); false:
 * not given. */
typedef struct gx_export_column {
    const char *name;
    bool numeric;
    bool (*get)(const void *context, uint32_t node, double *number, const char **text);
    const void *context;
} gx_export_column;

enum { GX_EXPORT_COLUMNS_MAX = 64 };

typedef struct gx_export_graph {
    const gx_rows *ties;  /* strength and layers are written where there are any */
    const double *weight; /* beside ties->column; or NULL */
    bool directed;        /* row u: u's targets; else symmetric, each tie is written once */
    bool apart;           /* rows and columns are nodes of two kinds */
    uint32_t columns;     /* apart: how many nodes of the second kind */
    const char *other;    /* apart: what one of these is called in GraphML's ids; NULL: group */
    const gx_node_names *names, *column_names; /* NULL: numbers from 0 */
    const char *texts;                         /* of both */
    const char *title;                         /* one line for a comment; or NULL */
    const gx_export_column *column;            /* of nodes (rows) */
    uint32_t column_count;
} gx_export_graph;

/* What was imported, to be exported; `columns` has room for GX_ATTRIBUTES_MAX. Borrows all. */
gx_export_graph gx_export_of_imported(const gx_imported *imported, gx_export_column *columns);

/* Write ties to an open file, buffered; the caller opens, closes, renames. Numbers are shortest round-trip.
 *   edges          '#' comments, then a line a tie: names, then weight or strength. Cannot hold nodes without
 *                  ties, attributes, layers, nor names with blanks (GX_ERR_INPUT)
 *   csv            source,target[,weight][,strength][,layers]; RFC 4180. Nodes go into gx_export_nodes
 *   graphml        all of it; strength and layers are attributes of edges
 *   matrix market  1-based; symmetric, or general when directed or apart; weight or strength as values. No
 * names GX_ERR_IO (disk full, say), GX_ERR_INPUT, GX_ERR_ARGUMENT, GX_ERR_INTERRUPTED, GX_ERR_MEMORY. O(nodes
 * + ties). */
gx_status gx_export(const gx_export_graph *graph, FILE *file, gx_file_format format,
                    bool (*progress)(uint64_t done, uint64_t total, void *context), void *context,
                    gx_error *error);

/* The nodes as CSV: id, then the columns. */
gx_status gx_export_nodes(const gx_export_graph *graph, FILE *file, gx_error *error);

#endif
