/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a gx_reader, shared by the files of this room. */
#ifndef GX_RECORD_SIGHT_H
#define GX_RECORD_SIGHT_H

#include "hdf.h"
#include <gx/record/reader.h>

struct gx_reader {
    hid_t file;
    char *path;
    uint64_t bytes; /* length of the file: no honest column needs more than deflate can make of it */
};

/* Deflate makes at most 1032 bytes of one. */
#define GX_DEFLATE_RATIO 1032

/* Open a dataset: GX_ERR_NOT_FOUND, or GX_ERR_FORMAT with the reason. Close with H5Dclose. */
gx_status gx_reader_dataset(const gx_reader *reader, const char *path, hid_t *out, gx_error *error);

/* A column of texts of fixed length as it lies in the file: *count texts of *size bytes, padded with NUL,
 * owned by the caller: gx_free. */
gx_status gx_reader_padded(const gx_reader *reader, const char *path, char **out, size_t *size, size_t *count,
                           gx_error *error);

/* GX_ERR_FORMAT: "PATH of the file: NAME: what". */
gx_status gx_reader_damaged(const gx_reader *reader, const char *name, const char *what, gx_error *error);

#endif
