/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What later commits overwrite, kept, so that a file can be put back to one of its last two marks. */
#ifndef GX_RECORD_UNDO_H
#define GX_RECORD_UNDO_H

#include <gx/base/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The log of one generation, open for writing. Start with GX_UNDO_NONE. */
typedef struct gx_undo {
    int fd; /* -1: nothing is kept */
    uint64_t generation;
    uint64_t length; /* of the file at the mark: what lies behind is not kept */
    uint64_t end;    /* of the log */
} gx_undo;
#define GX_UNDO_NONE ((gx_undo){.fd = -1})

/* Begin the log of `generation`, whose mark is the file with `length` bytes. The logs of the two generations
 * before stay. PATH is the file's; logs lie beside it as PATH.undo-a, -b, -c. GX_ERR_IO, GX_ERR_MEMORY. */
gx_status gx_undo_begin(gx_undo *undo, const char *path, uint64_t generation, uint64_t length,
                        gx_error *error);

/* Keep what `file` holds at [at, at + size), as far as it lies before the mark's length. 0, or an errno:
 * what was to be overwritten must then stay. */
int gx_undo_keep(gx_undo *undo, int file, uint64_t at, uint64_t size);

/* What was kept is on the disk. 0, or an errno. */
int gx_undo_sync(gx_undo *undo);

/* A commit failed in the middle of its overwriting: put back what was kept since the log had `end` bytes, as
 * far as the disk lets us. */
void gx_undo_take_back(const gx_undo *undo, int file, uint64_t end);

void gx_undo_close(gx_undo *undo);

/* Put `file` (open for reading and writing) back to the mark of `generation`, when it had `length` bytes. A
 * kill on the way does no harm: do it again. GX_ERR_FORMAT: a log is damaged or missing. O(bytes kept). */
gx_status gx_undo_roll_back(const char *path, int file, uint64_t generation, uint64_t length,
                            gx_error *error);

/* Remove all logs of `path`. */
void gx_undo_remove(const char *path);

#endif
