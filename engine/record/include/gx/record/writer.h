/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a recording: HDF5 that h5py, R, MATLAB and h5dump open without our code.
 *
 * The file is written as PATH.partial, flushed at intervals (what was flushed survives a kill), and renamed
 * to PATH by gx_writer_finish. Equal runs give equal bytes: earliest format, no object times, chunks of 1 MiB
 * with byte shuffle and deflate, compressed by us (libdeflate, in parallel) and handed over whole
 * (H5Dwrite_chunk); the chunks of a table reach the file in an order that depends only on what was appended
 * and when the host called gx_writer_cut.
 *
 * Nothing here knows payments: tables and columns are described by the host.
 */
#ifndef GX_RECORD_WRITER_H
#define GX_RECORD_WRITER_H

#include <gx/base/archive.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Element types of a column, little-endian in the file. */
typedef enum gx_column_type { GX_U8, GX_U16, GX_U32, GX_U64, GX_I32, GX_I64, GX_F64 } gx_column_type;
size_t gx_column_size(gx_column_type type);

typedef struct gx_column {
    const char *name;
    gx_column_type type;
    const char *unit;         /* attribute `units`; "" for none */
    const char *description;  /* attribute `description` */
    const char *const *words; /* NULL, or the NULL-terminated names of values 0, 1, …: attribute `words` */
} gx_column;

typedef struct gx_writer gx_writer;

/* Create PATH.partial. GX_ERR_EXISTS when PATH exists and `force` is false (PATH itself is not touched before
 * gx_writer_finish); GX_ERR_NOT_FOUND when its folder does not exist; GX_ERR_IO. */
gx_status gx_writer_create(gx_writer **out, const char *path, bool force, gx_error *error);

/* Attributes of a group or dataset ("/" for the root), which must exist. Text is UTF-8 of fixed length. */
gx_status gx_writer_text_attribute(gx_writer *writer, const char *object, const char *name, const char *text,
                                   gx_error *error);
gx_status gx_writer_int_attribute(gx_writer *writer, const char *object, const char *name, int64_t value,
                                  gx_error *error);
/* Several whole numbers in a row (a shape, say); at least one. */
gx_status gx_writer_ints_attribute(gx_writer *writer, const char *object, const char *name,
                                   const int64_t *values, size_t count, gx_error *error);
gx_status gx_writer_real_attribute(gx_writer *writer, const char *object, const char *name, double value,
                                   gx_error *error);

/* A dataset of one UTF-8 text, scalar, fixed length. Missing groups of the path are created. */
gx_status gx_writer_text(gx_writer *writer, const char *path, const char *text, gx_error *error);

/* A whole one-dimensional dataset at GROUP/column.name; groups are created. Compressed when longer than 4
 * KiB, with `threads` threads. Not from a parallel region. */
gx_status gx_writer_array(gx_writer *writer, const char *group, const gx_column *column, const void *data,
                          size_t count, uint32_t threads, gx_error *error);

/* A whole column of texts (UTF-8) at GROUP/name: fixed length, that of the longest, padded with NUL. Row i is
 * the text that begins at texts + at[i]. Packed like gx_writer_array. At most GX_COLUMN_TEXT_MAX bytes a
 * text: GX_ERR_LIMIT. */
enum { GX_COLUMN_TEXT_MAX = 4096 };
gx_status gx_writer_texts(gx_writer *writer, const char *group, const char *name, const char *description,
                          const char *texts, const uint32_t *at, size_t count, gx_error *error);

/* ---- Tables that grow during the run
 * ----------------------------------------------------------------------------- */

/* How many rows the tables declared after this call will have, about; 0 (the beginning): many. Short tables
 * get smaller chunks: a chunk is 1 MiB at most and holds at least 1,024 rows. */
void gx_writer_expect(gx_writer *writer, uint64_t rows);

/* Declare a table: columns become datasets GROUP/name that are extended. *table is its number. At most 64
 * tables of 64 columns. */
gx_status gx_writer_table(gx_writer *writer, const char *group, const gx_column *columns, size_t column_count,
                          uint32_t *table, gx_error *error);

/* Append rows: columns[c] points at `count` elements of column c. Copied into the writer's buffers; whole
 * chunks wait there for gx_writer_cut. By one thread at a time. */
gx_status gx_writer_append(gx_writer *writer, uint32_t table, const void *const *columns, size_t count,
                           gx_error *error);

/* Parallel compression in three steps, fitted to a host that has a team of threads already (sim's work
 * hooks): cut: by one thread; how many chunks are ready. compress: any thread, item 0 … n-1, each once.
 * commit: by one thread; writes them to the file in order. After cut no append until commit. */
size_t gx_writer_cut(gx_writer *writer);
void gx_writer_compress(gx_writer *writer, size_t item);
gx_status gx_writer_commit(gx_writer *writer, gx_error *error);

/* Write what is buffered, part chunks too, so that a reader sees every row appended so far; then flush the
 * file to disk. Cost: one part chunk a column is compressed again the next time. The file's bytes depend on
 * when this is called, so a host calls it at moments of simulated time only; then equal runs stay equal
 * bytes. */
gx_status gx_writer_flush(gx_writer *writer, gx_error *error);

/* ---- Taking a recording up again
 * ---------------------------------------------------------------------------------
 *
 * A checkpoint: gx_writer_mark, then gx_writer_archive into the host's archive, which must be whole on the
 * disk before the next mark. To take it up again: gx_writer_reopen with what the archive tells, then
 * gx_writer_archive out of it; the tables then have their numbers and rows of that moment. */

/* Flush, and keep from here on what later commits overwrite (PATH.partial.undo-a, -b, -c), so that the file
 * can be put back to this moment. Generations count 1, 2, 3 …; the last two marks can be gone back to. */
gx_status gx_writer_mark(gx_writer *writer, uint64_t generation, gx_error *error);
uint64_t gx_writer_length(const gx_writer *writer); /* bytes of the file at the last flush */

/* Put PATH.partial back to its mark of `generation`, when it had `length` bytes, and open it to go on. What
 * was written later is lost. GX_ERR_FORMAT when it cannot be put back, GX_ERR_NOT_FOUND, GX_ERR_EXISTS as in
 * gx_writer_create, GX_ERR_IO. Until a mark could be found nothing is changed. */
gx_status gx_writer_reopen(gx_writer **out, const char *path, bool force, uint64_t generation,
                           uint64_t length, gx_error *error);

/* The tables with the rows of their part chunks; only behind a mark or a reopening. Other columns or lengths
 * in the file than in the archive are GX_ERR_FORMAT. After a load that failed only gx_writer_abandon. */
void gx_writer_archive(gx_archive *archive, gx_writer *writer);

/* Write what is left, close, fsync, rename to PATH. The writer is freed, also on failure (PATH.partial then
 * stays). */
gx_status gx_writer_finish(gx_writer *writer, gx_error *error);

/* Close without renaming: PATH.partial stays, up to date. The writer is freed. */
gx_status gx_writer_leave(gx_writer *writer, gx_error *error);

/* Close and write nothing more: PATH.partial stays as the last flush left it, with its marks. The writer is
 * freed; NULL is none. */
void gx_writer_abandon(gx_writer *writer);

/* Close and remove PATH.partial. The writer is freed. */
void gx_writer_discard(gx_writer *writer);

uint64_t gx_writer_bytes(const gx_writer *writer); /* compressed bytes written so far */
/* Bytes of its buffers. */
uint64_t gx_writer_memory(const gx_writer *writer);
const char *gx_hdf5_version(void);

#endif
