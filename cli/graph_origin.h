/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a graph comes from: a scenario, a recording, or somebody's file. */
#ifndef GX_CLI_GRAPH_ORIGIN_H
#define GX_CLI_GRAPH_ORIGIN_H

#include "verb.h"

#include <gx/graph/exchange.h>
#include <gx/record/reader.h>
#include <gx/run/graph.h>

typedef enum gx_origin_kind { GX_ORIGIN_SCENARIO, GX_ORIGIN_RECORDING, GX_ORIGIN_FILE } gx_origin_kind;
extern const char *const gx_origin_words[];

/* When in a recorded run. */
extern const char *const gx_origin_moments[];
#define GX_AT_OPTION(type)                                                                                   \
    {                                                                                                        \
        "at", 0, GX_OPTION_CHOICE, "MOMENT",                                                                 \
            "of a recording: the ties at the start or at the end of the run; without it the end's, when "    \
            "recorded",                                                                                      \
            NULL, offsetof(type, at), 0, 0, gx_origin_moments, NULL                                          \
    }
enum { GX_AT_ANY, GX_AT_START, GX_AT_END }; /* 1 + the word's place */

/* How to open; options that are not for a kind of source are refused by name. */
typedef struct gx_origin_options {
    const char *path;
    const char *nodes;   /* of a file: a CSV of node attributes; NULL: none */
    const char *variant; /* of a scenario, like the next two */
    gx_texts set;
    gx_number seed;
    gx_number threads;
    unsigned layers; /* GX_WITH_… of a scenario */
    bool directed;   /* of a file: keep directions */
    int32_t from;    /* of a file: its gx_file_format; GX_FILE_BY_NAME or below: by its ending */
    int32_t at;      /* of a recording: GX_AT_... */
} gx_origin_options;

enum { GX_TRAITS_MAX = GX_ATTRIBUTES_MAX };

typedef struct gx_origin {
    gx_origin_kind kind;
    const char *path;
    uint32_t threads;
    char name[128]; /* of the scenario, or the file */
    const char *variant;
    bool has_seed;
    bool at_end; /* a recording's ties are those that its run left */
    uint64_t seed;
    gx_graph_world *world;
    gx_reader *reader;
    gx_imported imported;
    gx_rows made_friends, made_groups; /* owned: of a recording, or of a network that stores nothing */
    gx_rows made_circles;              /* owned: of a recording */
    gx_rows *friends;                  /* user -> users: in one of the above */
    const gx_rows *groups;             /* group -> users; NULL: there are none */
    const gx_rows *circles;            /* of a recording: circle -> users; NULL: there are none */
    gx_names recorded_names;           /* owned: what a recording's users are called */
    const gx_names *names;             /* of users of a scenario or recording; NULL: numbers */
    uint32_t nodes;
} gx_origin;

/* What the ending of a path says. */
gx_origin_kind gx_origin_kind_of(const char *path);

/* Open; on failure the exit code, and the complaint is said. Released by gx_origin_close in both cases. */
int gx_origin_open(gx_origin *source, const gx_call *call, const gx_origin_options *options);
void gx_origin_close(gx_origin *source);

/* ---- Traits by which ties can be sorted ---- */

size_t gx_origin_trait_count(const gx_origin *source);
const char *gx_origin_trait_name(const gx_origin *source, size_t index);

/* The kind of each node; owned by the caller: gx_free. NULL and 0 when there is no such thing after all. */
gx_status gx_origin_trait(uint32_t **kind, uint32_t *kinds, const gx_origin *source, size_t index,
                          gx_error *error);

/* ---- Rows from elsewhere ---- */

/* "/layers/friends", "/groups" or "/circles" of a recording, with what stands beside. `columns`: how many
 * there are. GX_ERR_NOT_FOUND when it was not recorded; GX_ERR_FORMAT when the rows do not fit. */
gx_status gx_rows_recorded(gx_rows *out, const gx_reader *reader, const char *path, uint64_t columns,
                           gx_error *error);

#endif
