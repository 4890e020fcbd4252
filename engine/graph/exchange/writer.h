/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text into an open file, through a buffer of its own. */
#ifndef GX_GRAPH_EXCHANGE_WRITER_H
#define GX_GRAPH_EXCHANGE_WRITER_H

#include <gx/base/status.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { GX_WRITER_ROOM = 1 << 16, GX_WRITER_SLACK = 64 };

/* Once writing fails, nothing more is written, and gx_writer_end says why. */
typedef struct gx_writer {
    FILE *file;
    size_t used;
    int failed; /* errno */
    char buffer[GX_WRITER_ROOM + GX_WRITER_SLACK];
} gx_writer;

void gx_out_bytes(gx_writer *writer, const char *bytes, size_t length);
void gx_out_text(gx_writer *writer, const char *text);
void gx_out_char(gx_writer *writer, char c);
void gx_out_whole(gx_writer *writer, uint64_t number);
/* The shortest decimal that reads back as the same double. */
void gx_out_real(gx_writer *writer, double number);
/* A field of CSV, in quotes when it must be. */
void gx_out_field(gx_writer *writer, const char *text);
/* Text of XML, good in an attribute too; control characters that XML cannot hold become '?'. */
void gx_out_xml(gx_writer *writer, const char *text);

/* Write what is left. GX_ERR_IO with the system's words. */
gx_status gx_writer_end(gx_writer *writer, gx_error *error);

#endif
