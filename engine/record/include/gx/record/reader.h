/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a recording, or telling why it cannot be read. */
#ifndef GX_RECORD_READER_H
#define GX_RECORD_READER_H

#include <gx/record/writer.h>

typedef struct gx_reader gx_reader;

/* Open for reading. GX_ERR_NOT_FOUND; GX_ERR_FORMAT when it is not HDF5, not a recording of ours (root
 * attribute `format` = "guanxi"), of a newer version than GX_RECORDING_VERSION, or damaged. A `.partial`
 * opens too. */
gx_status gx_reader_open(gx_reader **out, const char *path, gx_error *error);
void gx_reader_close(gx_reader *reader);

#define GX_RECORDING_FORMAT "guanxi"
enum { GX_RECORDING_VERSION = 1 };

const char *gx_reader_path(const gx_reader *reader);
bool gx_reader_has(const gx_reader *reader, const char *path); /* a group or dataset */

/* Length of a one-dimensional dataset, 0 when it is missing. */
size_t gx_reader_length(const gx_reader *reader, const char *path);

/* Bytes that the values below a group (or of a dataset) take in the file, compressed; 0 when it is missing.
 */
uint64_t gx_reader_bytes(const gx_reader *reader, const char *path);

/* Read a whole column, converted to the type asked for. *out is owned by the caller: gx_free.
 * GX_ERR_NOT_FOUND, GX_ERR_FORMAT (not one-dimensional, not a number, does not decompress), GX_ERR_MEMORY. A
 * column of 0 rows gives an empty block. */
gx_status gx_reader_column(const gx_reader *reader, const char *path, gx_column_type type, void **out,
                           size_t *count, gx_error *error);

/* Whether a dataset is a column of texts of fixed length. */
bool gx_reader_is_texts(const gx_reader *reader, const char *path);

/* Read a column of texts of fixed length: row i begins at *texts + (*at)[i] and ends with a NUL. *text_bytes
 * is the length of *texts. Both blocks are owned by the caller: gx_free. GX_ERR_NOT_FOUND, GX_ERR_FORMAT (not
 * such a column, not UTF-8, damaged), GX_ERR_LIMIT (4 GiB and more), GX_ERR_MEMORY. */
gx_status gx_reader_texts(const gx_reader *reader, const char *path, char **texts, size_t *text_bytes,
                          uint32_t **at, size_t *count, gx_error *error);

/* A text dataset or text attribute; owned by the caller: gx_free. */
gx_status gx_reader_text(const gx_reader *reader, const char *path, char **out, gx_error *error);
gx_status gx_reader_text_attribute(const gx_reader *reader, const char *object, const char *name, char **out,
                                   gx_error *error);
gx_status gx_reader_int_attribute(const gx_reader *reader, const char *object, const char *name, int64_t *out,
                                  gx_error *error);
gx_status gx_reader_real_attribute(const gx_reader *reader, const char *object, const char *name, double *out,
                                   gx_error *error);

/* The names below a group in alphabetical order: NULL-terminated, one block; gx_free(names) releases all. */
gx_status gx_reader_list(const gx_reader *reader, const char *group, char ***names, size_t *count,
                         gx_error *error);

/* Whether the recording is whole (root attribute `status` = "complete"), and its last tick. */
bool gx_reader_complete(const gx_reader *reader);

#endif
