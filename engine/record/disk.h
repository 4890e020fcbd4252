/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file below HDF5: what was committed is not touched before the next commit. */
#ifndef GX_RECORD_DISK_H
#define GX_RECORD_DISK_H

#include "undo.h"

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that wait for the next commit. */
typedef struct gx_held {
    haddr_t at;
    size_t size;
    unsigned char *bytes;
} gx_held;

typedef struct gx_disk {
    H5FD_t public; /* HDF5's own part; first */
    int fd;        /* -1: closed */
    int failed;    /* errno of the first failure; from then on the file is not written any more */
    haddr_t eoa;   /* where HDF5 would allocate next */
    haddr_t eof;   /* where the bytes end, those held included */
    haddr_t committed;
    gx_held *held;
    size_t held_count, held_capacity;
    gx_undo undo; /* what commits overwrite, since the last mark; none before the first */
} gx_disk;

/* Create or empty the file. GX_ERR_NOT_FOUND (no such folder), GX_ERR_EXISTS (another process is writing it),
 * GX_ERR_IO. */
gx_status gx_disk_open(gx_disk *disk, const char *path, gx_error *error);

/* Open the file again as it is. GX_ERR_NOT_FOUND, GX_ERR_EXISTS, GX_ERR_IO. */
gx_status gx_disk_reopen(gx_disk *disk, const char *path, gx_error *error);

/* A file access list by which H5Fcreate writes to this disk; < 0 on failure. Close with H5Pclose, and *driver
 * with H5FDunregister once the file is closed. */
hid_t gx_disk_access(gx_disk *disk, hid_t *driver);

/* Make what HDF5 has written since the last commit part of the file, on the disk itself. After H5Fflush or
 * H5Fclose. */
gx_status gx_disk_commit(gx_disk *disk, gx_error *error);

/* Give up what is not committed, and let HDF5 close in peace. */
void gx_disk_freeze(gx_disk *disk, int reason);

/* The failure that froze the disk, in words. */
gx_status gx_disk_fail(const gx_disk *disk, const char *name, gx_error *error);

/* Close the descriptor; what is not committed is cut off. */
void gx_disk_close(gx_disk *disk);

#endif
