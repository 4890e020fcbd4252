/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marks, and a recording that is opened again at one of them. */
#include "inside.h"

#include <gx/base/memory.h>
#include <string.h>

uint64_t gx_writer_length(const gx_writer *writer)
{
    return writer->disk.committed;
}

gx_status gx_writer_mark(gx_writer *writer, uint64_t generation, gx_error *error)
{
    gx_status status = gx_writer_flush(writer, error);
    if (status == GX_OK) {
        status =
            gx_undo_begin(&writer->disk.undo, writer->partial, generation, writer->disk.committed, error);
    }
    if (status == GX_OK) {
        writer->generation = generation;
    }
    return status;
}

gx_status gx_writer_reopen(gx_writer **out, const char *path, bool force, uint64_t generation,
                           uint64_t length, gx_error *error)
{
    gx_writer *writer = NULL;
    gx_status status = gx_writer_new(&writer, path, force, error);
    *out = NULL;
    if (status != GX_OK) {
        return status;
    }
    status = gx_disk_reopen(&writer->disk, writer->partial, error);
    if (status == GX_OK) {
        status = gx_undo_roll_back(writer->partial, writer->disk.fd, generation, length, error);
    }
    if (status == GX_OK) {
        writer->disk.eof = writer->disk.committed = length;
        writer->generation = generation;
        status = gx_undo_begin(&writer->disk.undo, writer->partial, generation, length, error);
    }
    if (status == GX_OK) {
        status = gx_writer_open_file(writer, false, error);
    }
    if (status != GX_OK) {
        gx_writer_abandon(writer);
        return status;
    }
    *out = writer;
    return GX_OK;
}

/* ---- Tables ---- */

/* A text of the archive; on loading a block of its own. */
static void archive_name(gx_archive *archive, char **name)
{
    uint32_t length = *name ? (uint32_t)strlen(*name) : 0;
    GX_ARCHIVE(archive, length);
    if (gx_archive_loads(archive) && gx_archive_good(archive)) {
        if (length == 0 || length >= GX_PATH_MAX) {
            gx_archive_fail(archive, GX_ERR_FORMAT, "a name of %u bytes in the recording", length);
            return;
        }
        *name = gx_alloc((size_t)length + 1, 1);
        if (!*name) {
            gx_archive_fail(archive, GX_ERR_MEMORY, "memory is exhausted");
            return;
        }
    }
    gx_archive_bytes(archive, *name, length);
}

/* The dataset is there, of this type, chunks and length. */
static bool open_column(const gx_writer *writer, gx_growing *column, const char *path)
{
    hsize_t rows = 0, chunk = 0;
    column->dataset = H5Dopen2(writer->file, path, H5P_DEFAULT);
    if (column->dataset < 0) {
        return false;
    }
    hid_t space = H5Dget_space(column->dataset), type = H5Dget_type(column->dataset),
          plan = H5Dget_create_plist(column->dataset);
    bool right = space >= 0 && type >= 0 && plan >= 0 && H5Sget_simple_extent_ndims(space) == 1 &&
                 H5Sget_simple_extent_dims(space, &rows, NULL) == 1 && H5Tget_size(type) == column->size &&
                 H5Pget_chunk(plan, 1, &chunk) == 1 && chunk == column->chunk_count &&
                 rows == column->chunks_written * column->chunk_count + column->filled;
    if (space >= 0) {
        H5Sclose(space);
    }
    if (type >= 0) {
        H5Tclose(type);
    }
    if (plan >= 0) {
        H5Pclose(plan);
    }
    return right;
}

/* What a loaded column says of itself is believed only as far as memory is safe. */
static bool sane(const gx_growing *column)
{
    return column->size >= 1 && column->size <= 8 && column->chunk_count >= 1 &&
           column->chunk_count <= GX_CHUNK_BYTES / column->size && column->filled < column->chunk_count &&
           column->chunks_written <= INT64_MAX / GX_CHUNK_BYTES;
}

static void archive_column(gx_archive *archive, gx_writer *writer, gx_growing *column, const char *path)
{
    GX_ARCHIVE(archive, column->size);
    GX_ARCHIVE(archive, column->chunk_count);
    GX_ARCHIVE(archive, column->chunks_written);
    GX_ARCHIVE(archive, column->filled);
    if (!gx_archive_good(archive)) {
        return;
    }
    if (gx_archive_loads(archive)) {
        if (!sane(column) || !open_column(writer, column, path)) {
            gx_archive_fail(archive, GX_ERR_FORMAT, "'%s' in '%s' is not what it was at the checkpoint", path,
                            writer->partial);
            return;
        }
        column->current = gx_writer_take(writer);
        if (!column->current) {
            gx_archive_fail(archive, GX_ERR_MEMORY, "memory is exhausted: %s", path);
            return;
        }
    }
    gx_archive_bytes(archive, column->current, column->filled * column->size);
}

static void archive_table(gx_archive *archive, gx_writer *writer, gx_growing_table *table)
{
    uint64_t columns = table->column_count;
    archive_name(archive, &table->path);
    GX_ARCHIVE(archive, columns);
    if (!gx_archive_good(archive)) {
        return;
    }
    if (gx_archive_loads(archive)) {
        table->columns = columns <= GX_COLUMNS_MAX ? gx_alloc(columns, sizeof *table->columns) : NULL;
        if (!table->columns) {
            gx_archive_fail(archive, columns <= GX_COLUMNS_MAX ? GX_ERR_MEMORY : GX_ERR_FORMAT,
                            "the table %s has %llu columns", table->path, (unsigned long long)columns);
            return;
        }
    }
    for (uint64_t c = 0; c < columns && gx_archive_good(archive); c++) {
        char path[GX_PATH_MAX] = "";
        char *name = path;
        gx_growing *column = &table->columns[c];
        if (!gx_archive_loads(archive)) {
            (void)H5Iget_name(column->dataset, path, sizeof path);
        } else {
            name = NULL;
            table->column_count = c + 1;
        }
        archive_name(archive, &name);
        archive_column(archive, writer, column, name);
        if (gx_archive_loads(archive)) {
            gx_free(name);
        }
    }
}

void gx_writer_archive(gx_archive *archive, gx_writer *writer)
{
    gx_hdf_quiet();
    gx_archive_mark(archive, "recording");
    uint32_t tables = writer->table_count;
    GX_ARCHIVE(archive, tables);
    GX_ARCHIVE(archive, writer->bytes);
    if (gx_archive_good(archive) && tables > GX_TABLES_MAX) {
        gx_archive_fail(archive, GX_ERR_FORMAT, "a recording of %u tables", tables);
    }
    for (uint32_t t = 0; t < tables && gx_archive_good(archive); t++) {
        writer->table_count = gx_archive_loads(archive) ? t + 1 : tables;
        archive_table(archive, writer, &writer->tables[t]);
    }
}
