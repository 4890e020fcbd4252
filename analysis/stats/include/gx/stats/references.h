/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Published figures to set beside simulated ones: data/references.csv, embedded when the program was built.
 */
#ifndef GX_STATS_REFERENCES_H
#define GX_STATS_REFERENCES_H

#include <gx/base/status.h>

typedef struct gx_reference {
    const char *id, *when, *quantity;
    double value;     /* NaN when only a range or a sign is known */
    double low, high; /* NaN when none is known */
    const char *unit;
    const char *grade; /* A read in the source, B press or secondary, C computed for this project */
    const char *role;  /* input, fit, prediction, identity, shape */
    const char *source;
    const char *metric;     /* the metric to compare with; "" when none measures it yet */
    const char *scale_note; /* how a small population compares with the nation */
} gx_reference;

typedef struct gx_references gx_references;

/* Read the embedded table. Owned by the caller. */
gx_status gx_references_create(gx_references **out, gx_error *error);

/* Read a table of the same columns (RFC 4180: quoted fields, doubled quotes). Strict: an unknown header, a
 * missing or a surplus field, a number that is none, a repeated id, a grade or role outside its list, bad
 * UTF-8 are GX_ERR_FORMAT with the line. */
gx_status gx_references_parse(gx_references **out, const char *text, size_t length, gx_error *error);
void gx_references_free(gx_references *references);

size_t gx_references_count(const gx_references *references);
const gx_reference *gx_references_at(const gx_references *references, size_t index);
/* By id; the first one for a metric. NULL when there is none. */
const gx_reference *gx_references_find(const gx_references *references, const char *id);
const gx_reference *gx_references_for(const gx_references *references, const char *metric);

#endif
