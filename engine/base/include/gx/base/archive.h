/* SPDX-License-Identifier: GPL-3.0-or-later */
/* State that is put down in a file and taken up again: checkpoints.
 *
 * One function serves both ways, so that what is written and what is read cannot drift apart:
 *
 *     void gx_thing_archive(gx_archive *archive, gx_thing *thing)
 *     {
 *         gx_archive_mark(archive, "thing");
 *         GX_ARCHIVE(archive, thing->count);
 *         gx_archive_block(archive, (void **)&thing->rows, &thing->capacity, thing->count, sizeof
 * *thing->rows);
 *     }
 *
 * When the archive saves, the state is read and written out; when it loads, the state is overwritten with
 * what the file says. Errors stick: after the first one every call does nothing, and the caller looks once,
 * at the end. A load that failed leaves the state unusable but whole enough to be freed.
 *
 *     file:  "GXARCHIV" | version | length of the rest | the rest | XXH3 of all before
 *
 * A save goes to PATH.partial, is made durable and renamed: PATH is a whole archive or is not there. A load
 * reads the file once through before anything of it is believed. Integers lie as the machine has them: an
 * archive belongs to machines of one byte order, and to one version of the program, which the caller checks.
 */
#ifndef GX_BASE_ARCHIVE_H
#define GX_BASE_ARCHIVE_H

#include <gx/base/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct gx_archive gx_archive;

/* Begin a save. GX_ERR_IO, GX_ERR_NOT_FOUND (no such folder), GX_ERR_MEMORY. */
gx_status gx_archive_save(gx_archive **out, const char *path, gx_error *error);

/* Begin a load: checks length and sum of the whole file. GX_ERR_NOT_FOUND, GX_ERR_FORMAT (no archive,
 * damaged, of another version), GX_ERR_IO, GX_ERR_MEMORY. O(bytes). */
gx_status gx_archive_load(gx_archive **out, const char *path, gx_error *error);

/* End it, and free the archive: the first error of all, or GX_OK. A save that failed leaves no file, and what
 * was at PATH before as it was. A load that has not read everything is GX_ERR_FORMAT. `archive` may be NULL.
 */
gx_status gx_archive_end(gx_archive *archive, gx_error *error);

/* Give up: nothing is left of a save. `archive` may be NULL. */
void gx_archive_abandon(gx_archive *archive);

bool gx_archive_loads(const gx_archive *archive);

/* False after the first error. */
bool gx_archive_good(const gx_archive *archive);

/* An error of the caller's own: what was loaded cannot be, or memory is exhausted. The first one stays. */
void gx_archive_fail(gx_archive *archive, gx_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* `size` bytes at `data`, either way. No struct with padding, unless its padding is always zero. */
void gx_archive_bytes(gx_archive *archive, void *data, size_t size);

/* One variable. */
#define GX_ARCHIVE(archive, variable) gx_archive_bytes(archive, &(variable), sizeof(variable))

/* A number that must be the same on both sides: sizes of columns, what a configuration says. A load that
 * finds another fails with GX_ERR_FORMAT, naming `what`. */
void gx_archive_same(gx_archive *archive, uint64_t value, const char *what);

/* A name between sections: a load that is out of step fails there and says where. */
void gx_archive_mark(gx_archive *archive, const char *name);

/* A block of gx_alloc that grows: `count` elements are kept; on loading a block with less room (*capacity, in
 * elements) is made larger. Returns false when that failed. */
bool gx_archive_block(gx_archive *archive, void **block, size_t *capacity, size_t count, size_t size);

/* Bytes saved or loaded so far. */
uint64_t gx_archive_size(const gx_archive *archive);

#endif
