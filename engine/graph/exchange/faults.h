/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a file, collected by whoever reads a part of it, told in the order of lines. */
#ifndef GX_GRAPH_EXCHANGE_FAULTS_H
#define GX_GRAPH_EXCHANGE_FAULTS_H

#include <gx/base/diagnostics.h>
#include <gx/graph/exchange.h>

/* Where something stands; line and column from 1, 0: no place. */
typedef struct gx_place {
    uint64_t line;
    size_t column, width;
} gx_place;

typedef struct gx_fault {
    gx_place place;
    char message[240], hint[160];
} gx_fault;

typedef struct gx_faults {
    uint64_t count; /* of which the first GX_IMPORT_ERRORS_MAX are kept */
    gx_fault fault[GX_IMPORT_ERRORS_MAX];
} gx_faults;

/* Texts of the file go in as %s of gx_show. `hint` may be "". */
void gx_fault_add(gx_faults *faults, gx_place place, const char *hint, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Those of a part that began `lines` lines further down. */
void gx_faults_append(gx_faults *all, const gx_faults *part, uint64_t lines);

/* Into the diagnostics, which count all of them. */
void gx_faults_tell(const gx_faults *faults, gx_diagnostics *diagnostics);

enum { GX_SHOW_BYTES = 64 };
/* A stranger's text, cut and made printable (no quotes around it). Returned: `out`. */
const char *gx_show(char out[GX_SHOW_BYTES], const char *text, size_t length);

#endif
