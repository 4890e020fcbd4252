/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of a file, unpacked when it is gzip (known by its first bytes, not by its name), in a window that
 * slides over it. A file can be read again from its beginning. */
#ifndef GX_GRAPH_EXCHANGE_INLET_H
#define GX_GRAPH_EXCHANGE_INLET_H

#include <gx/base/status.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct gx_unpacker gx_unpacker;

typedef struct gx_inlet {
    const char *path; /* borrowed */
    int file;
    uint64_t size, taken;  /* bytes of the file, packed ones if it is packed; read so far */
    gx_unpacker *unpacker; /* NULL: plain */
    char *window;          /* text begins at window[0]; a byte more than `room` */
    size_t room;
    size_t filled; /* bytes in the window */
    bool last;     /* the file ends where the window ends */
    bool begun;
} gx_inlet;

/* Larger than the longest line or record that is taken. */
enum { GX_WINDOW = 4 << 20, GX_WINDOW_LEAST = (1 << 20) + 4096 };

/* Open, and look at the beginning: GX_ERR_NOT_FOUND; GX_ERR_IO; GX_ERR_INPUT (a folder, a pipe, UTF-16);
 * GX_ERR_FORMAT (another kind of file: zip, xz, HDF5, …); GX_ERR_MEMORY. */
gx_status gx_inlet_open(gx_inlet *source, const char *path, gx_error *error);
void gx_inlet_close(gx_inlet *source);

/* To the beginning again; the window is empty. */
gx_status gx_inlet_rewind(gx_inlet *source, gx_error *error);

/* Forget the first `used` bytes of the window and fill it up. A byte order mark at the beginning of the file
 * is skipped. GX_ERR_IO, GX_ERR_FORMAT (damaged or cut gzip). */
gx_status gx_inlet_slide(gx_inlet *source, size_t used, gx_error *error);

#endif
