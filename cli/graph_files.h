/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes graphs: the ties into one file, attributes of the nodes into another. */
#ifndef GX_CLI_GRAPH_FILES_H
#define GX_CLI_GRAPH_FILES_H

#include "graph_origin.h"

typedef struct gx_outputs {
    const char *ties, *nodes, *others; /* files; NULL: not written */
    bool force;
} gx_outputs;

/* Before any work: endings that name a format, folders that are there, nothing that would be overwritten.
 * Complains; the exit code. */
int gx_outputs_check(const gx_call *call, const gx_outputs *outputs);

/* Write what `outputs` names (`others`: nodes of the second kind; may be NULL without outputs->others), each
 * as .partial that is renamed when all is written. Complains; the exit code, 130 or 143 after a signal. */
int gx_outputs_write(const gx_call *call, const gx_outputs *outputs, const gx_export_graph *graph,
                     const gx_export_graph *others);

/* All of gx_person as columns, and where the home is. `people` is lent room that must live as long. */
enum { GX_PEOPLE_COLUMNS_MAX = 24 };
typedef struct gx_people_room {
    const gx_population *population;
    uint32_t user; /* of `person` */
    bool filled;
    gx_person person;
    struct gx_people_getter {
        struct gx_people_room *room;
        unsigned field;
    } getter[GX_PEOPLE_COLUMNS_MAX];
} gx_people_room;
uint32_t gx_people_columns(gx_export_column *columns, gx_people_room *room, const gx_population *population);

/* Kind, size, online, place and district of merchants as columns, which borrow `merchants`. */
enum { GX_MERCHANT_COLUMNS = 5 };
void gx_merchant_columns(gx_export_column columns[GX_MERCHANT_COLUMNS], const gx_merchants *merchants);

/* ---- What of a scenario or recording can be written ---- */

/* friends, active, the layers of ties, groups, circles, followers, trade; NULL-terminated. */
extern const char *const gx_writable_words[];

/* GX_WITH_… that a choice needs. */
unsigned gx_writable_needs(int32_t choice);

/* Point `graph` at the ties of a choice; `room` keeps rows that had to be made: gx_rows_free.
 * GX_ERR_NOT_FOUND when the source does not hold it. */
gx_status gx_writable_find(gx_export_graph *graph, gx_rows *room, const gx_origin *source, int32_t choice,
                           gx_error *error);

/* Open `opening`, and write the layer `choice`, and with outputs->nodes the people, with outputs->others the
 * merchants of trade. The exit code. */
int gx_graph_write_layer(const gx_call *call, gx_origin_options *opening, int32_t choice,
                         const gx_outputs *outputs);

#endif
