/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a gx_writer, shared by the files of this room. */
#ifndef GX_RECORD_INSIDE_H
#define GX_RECORD_INSIDE_H

#include "chunk.h"
#include "disk.h"
#include "hdf.h"

#include <stdatomic.h>

enum { GX_TABLES_MAX = 64, GX_COLUMNS_MAX = 64, GX_PACKERS_MAX = 64 };

/* Chunks of one growing column. Buffers have gx_pack_bound() bytes, so that a chunk is packed in its own
 * place. */
typedef struct gx_growing {
    hid_t dataset;
    size_t size;        /* of an element */
    size_t chunk_count; /* elements a chunk */
    unsigned char *current;
    size_t filled;         /* elements in `current` */
    size_t put;            /* of these in the file already, as a part chunk */
    unsigned char **whole; /* full chunks, oldest first */
    size_t whole_count, whole_capacity;
    uint64_t chunks_written; /* whole chunks in the file */
} gx_growing;

typedef struct gx_growing_table {
    char *path;
    gx_growing *columns;
    size_t column_count;
} gx_growing_table;

/* A whole chunk between cut and commit. */
typedef struct gx_item {
    gx_growing *column;
    unsigned char *buffer;
    size_t packed; /* bytes; 0: not compressed yet */
} gx_item;

typedef struct gx_packer_slot {
    atomic_flag busy;
    gx_packer packer;
} gx_packer_slot;

struct gx_writer {
    uint64_t rows_expected; /* of tables declared from now on; 0: many */
    gx_disk disk;
    hid_t driver, file;
    hid_t group_plan, transfer; /* creation list of groups; transfer list */
    char *path, *partial;
    bool force;
    uint64_t generation; /* of the last mark; 0: none */
    uint64_t bytes;
    gx_growing_table tables[GX_TABLES_MAX];
    uint32_t table_count;
    gx_packer_slot slots[GX_PACKERS_MAX];
    uint32_t slot_count;
    gx_item *items;
    size_t item_count, item_capacity;
    bool cut;              /* between cut and commit */
    unsigned char **spare; /* buffers without work */
    size_t spare_count, spare_capacity;
};

/* A writer without a file: names, lists of HDF5, one packer. Free with gx_writer_free. */
gx_status gx_writer_new(gx_writer **out, const char *path, bool force, gx_error *error);
void gx_writer_free(gx_writer *writer);

/* Create the file on the open disk, or open the one that is there. */
gx_status gx_writer_open_file(gx_writer *writer, bool create, gx_error *error);

/* Close what HDF5 holds; what it writes meanwhile is not committed yet. */
herr_t gx_writer_close_file(gx_writer *writer);

/* The reason why the file cannot be written any more, as an error; GX_OK while it can. */
gx_status gx_writer_usable(const gx_writer *writer, gx_error *error);

/* After a failure of HDF5 in the middle of a change: nothing more reaches the file. Returns GX_ERR_IO with
 * the reason. */
gx_status gx_writer_broken(gx_writer *writer, const char *what, const char *name, gx_error *error);

/* Create the groups of `path` that are missing. */
gx_status gx_writer_groups(gx_writer *writer, const char *path, gx_error *error);

/* GROUP/name in `buffer`, its groups created; refused when something is there already. */
gx_status gx_writer_place(gx_writer *writer, const char *group, const char *name, char buffer[GX_PATH_MAX],
                          gx_error *error);

/* A one-dimensional dataset with the column's attributes. chunk_count 0: contiguous. */
gx_status gx_writer_dataset(gx_writer *writer, hid_t *out, const char *path, const gx_column *column,
                            size_t count, size_t chunk_count, bool grows, gx_error *error);

/* The same of elements of another type, whatever the column says; `type` stays the caller's. */
gx_status gx_writer_dataset_of(gx_writer *writer, hid_t *out, const char *path, hid_t type,
                               const gx_column *column, size_t count, size_t chunk_count, bool grows,
                               gx_error *error);

/* At least `count` packers, or as many as memory allows; returns how many there are. */
uint32_t gx_writer_packers(gx_writer *writer, uint32_t count);

/* A buffer of gx_pack_bound() bytes, taken from the spare ones or allocated; NULL when memory is exhausted.
 */
unsigned char *gx_writer_take(gx_writer *writer);
void gx_writer_give(gx_writer *writer, unsigned char *buffer);

/* Everything of the tables but the datasets, which close with the file. */
void gx_writer_free_tables(gx_writer *writer);

#endif
