/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of comma-separated values as RFC 4180 has them: fields in quotes may hold commas, line ends, and
 * quotes written twice. */
#ifndef GX_GRAPH_EXCHANGE_RECORDS_H
#define GX_GRAPH_EXCHANGE_RECORDS_H

#include "exchange/faults.h"
#include "exchange/inlet.h"

enum { GX_FIELDS_MAX = 256 };

typedef struct gx_cell {
    const char *text; /* in the window, without quotes; until the next record */
    size_t length;
    gx_place place;
} gx_cell;

typedef struct gx_records {
    gx_inlet *source;
    gx_faults *faults;
    size_t used;   /* of the window */
    uint64_t line; /* of the next record, from 1 */
    uint32_t count;
    uint64_t first; /* line of this record */
    gx_cell cell[GX_FIELDS_MAX];
} gx_records;

/* The source stands at its beginning. */
gx_status gx_records_begin(gx_records *records, gx_inlet *source, gx_faults *faults, gx_error *error);

/* The next record that is not a blank line; *end when there is none. A record that is wrong in itself is a
 * fault and passed over. *slid (may be NULL) says that the window moved: a good time to tell the progress.
 * GX_ERR_LIMIT: a record above GX_IMPORT_LINE_MAX; GX_ERR_IO, GX_ERR_FORMAT as the source. */
gx_status gx_records_next(gx_records *records, bool *end, bool *slid, gx_error *error);

#endif
