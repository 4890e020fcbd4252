/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables that grow during the run.
 *
 * Each column collects its elements in a buffer of one chunk. A full buffer joins the column's queue, and
 * waits there:
 *
 *     append   copies rows; takes a buffer when one is full        by one thread
 *     cut      lists the full buffers: by table, column, age       by one thread
 *     compress packs one of them in its own place                  any thread, no lock of HDF5 near it
 *     commit   hands them to HDF5 in that order, gives them back   by one thread
 *
 * The order of the list does not depend on how many rows each append had. Buffers go round: once there are
 * enough of them, nothing is allocated. A flush writes the part chunks too, padded with zeros; the next one
 * writes those again that have grown.
 */
#include "inside.h"

#include <gx/base/memory.h>
#include <omp.h>
#include <sched.h>
#include <string.h>

unsigned char *gx_writer_take(gx_writer *writer)
{
    if (writer->spare_count > 0) {
        return writer->spare[--writer->spare_count];
    }
    return gx_alloc_columns(gx_pack_bound(), 1);
}

void gx_writer_give(gx_writer *writer, unsigned char *buffer)
{
    if (writer->spare_count == writer->spare_capacity) {
        size_t capacity = writer->spare_capacity == 0 ? 64 : 2 * writer->spare_capacity;
        unsigned char **spare = gx_resize(writer->spare, writer->spare_capacity, capacity, sizeof *spare);
        if (spare == NULL) {
            gx_free(buffer);
            return;
        }
        writer->spare = spare;
        writer->spare_capacity = capacity;
    }
    writer->spare[writer->spare_count++] = buffer;
}

static void free_table(gx_growing_table *table)
{
    for (size_t c = 0; c < table->column_count && table->columns != NULL; c++) {
        gx_growing *column = &table->columns[c];
        for (size_t i = 0; i < column->whole_count; i++) {
            gx_free(column->whole[i]);
        }
        gx_free(column->whole);
        gx_free(column->current);
    }
    gx_free(table->columns);
    gx_free(table->path);
    *table = (gx_growing_table){0};
}

void gx_writer_free_tables(gx_writer *writer)
{
    for (uint32_t t = 0; t < writer->table_count; t++) {
        free_table(&writer->tables[t]);
    }
    for (size_t i = 0; writer->cut && i < writer->item_count; i++) {
        gx_free(writer->items[i].buffer);
    }
    for (size_t i = 0; i < writer->spare_count; i++) {
        gx_free(writer->spare[i]);
    }
    gx_free(writer->items);
    gx_free(writer->spare);
}

uint64_t gx_writer_memory(const gx_writer *writer)
{
    uint64_t bytes = (writer->spare_count + (writer->cut ? writer->item_count : 0)) * gx_pack_bound();
    for (uint32_t t = 0; t < writer->table_count; t++) {
        for (size_t c = 0; c < writer->tables[t].column_count; c++) {
            const gx_growing *column = &writer->tables[t].columns[c];
            bytes += (1 + column->whole_count) * gx_pack_bound();
        }
    }
    for (size_t i = 0; i < writer->disk.held_count; i++) {
        bytes += writer->disk.held[i].size;
    }
    return bytes + writer->slot_count * (uint64_t)GX_CHUNK_BYTES;
}

void gx_writer_expect(gx_writer *writer, uint64_t rows)
{
    writer->rows_expected = rows;
}

/* 1 MiB; less, by powers of two, for a table that is expected to stay short: a part chunk is padded to a
 * whole one. */
static size_t chunk_count_of(const gx_writer *writer, size_t size)
{
    size_t count = GX_CHUNK_BYTES / size;
    while (writer->rows_expected && count / 2 >= writer->rows_expected && count > GX_CHUNK_COUNT_MIN) {
        count /= 2;
    }
    return count;
}

static gx_status add_column(gx_writer *writer, gx_growing_table *table, const gx_column *column,
                            gx_error *error)
{
    char path[GX_PATH_MAX];
    gx_growing *growing = &table->columns[table->column_count];
    gx_status status = gx_writer_place(writer, table->path, column->name, path, error);
    if (status != GX_OK) {
        return status;
    }
    growing->size = gx_column_size(column->type);
    growing->chunk_count = chunk_count_of(writer, growing->size);
    growing->current = gx_writer_take(writer);
    if (growing->current == NULL) {
        return gx_fail_memory(error, path);
    }
    status = gx_writer_dataset(writer, &growing->dataset, path, column, 0, growing->chunk_count, true, error);
    if (status != GX_OK) {
        gx_writer_give(writer, growing->current);
        growing->current = NULL;
        return status;
    }
    table->column_count++;
    return GX_OK;
}

gx_status gx_writer_table(gx_writer *writer, const char *group, const gx_column *columns, size_t column_count,
                          uint32_t *table, gx_error *error)
{
    gx_status status = gx_writer_usable(writer, error);
    if (status != GX_OK) {
        return status;
    }
    if (writer->table_count == GX_TABLES_MAX || column_count == 0 || column_count > GX_COLUMNS_MAX) {
        return gx_fail(error, GX_ERR_LIMIT, "table '%s': at most %d tables of 1 to %d columns", group,
                       (int)GX_TABLES_MAX, (int)GX_COLUMNS_MAX);
    }
    for (size_t c = 0; c < column_count; c++) {
        if (!gx_hdf_known_type(columns[c].type)) {
            return gx_fail(error, GX_ERR_ARGUMENT, "column '%s' has no type", columns[c].name);
        }
    }
    gx_growing_table *made = &writer->tables[writer->table_count];
    made->path = gx_copy_text(group);
    made->columns = gx_alloc(column_count, sizeof *made->columns);
    if (made->path == NULL || made->columns == NULL) {
        free_table(made);
        return gx_fail_memory(error, group);
    }
    for (size_t c = 0; c < column_count && status == GX_OK; c++) {
        status = add_column(writer, made, &columns[c], error);
    }
    if (status != GX_OK) {
        for (size_t c = 0; c < made->column_count; c++) {
            H5Dclose(made->columns[c].dataset);
        }
        free_table(made);
        return status;
    }
    *table = writer->table_count++;
    return GX_OK;
}

/* Room in the queue and spare buffers for `count` more rows of every column, so that an append cannot stop
 * half way. */
static gx_status make_room(gx_writer *writer, gx_growing_table *table, size_t count, gx_error *error)
{
    size_t buffers = 0;
    for (size_t c = 0; c < table->column_count; c++) {
        gx_growing *column = &table->columns[c];
        size_t more = (column->filled + count) / column->chunk_count;
        size_t wanted = column->whole_count + more;
        if (wanted > column->whole_capacity) {
            size_t capacity = wanted < 8 ? 8 : 2 * wanted;
            unsigned char **whole = gx_resize(column->whole, column->whole_capacity, capacity, sizeof *whole);
            if (whole == NULL) {
                return gx_fail_memory(error, table->path);
            }
            column->whole = whole;
            column->whole_capacity = capacity;
        }
        buffers += more;
    }
    while (writer->spare_count < buffers) {
        unsigned char *buffer = gx_alloc_columns(gx_pack_bound(), 1);
        if (buffer == NULL) {
            return gx_fail_memory(error, table->path);
        }
        size_t before = writer->spare_count;
        gx_writer_give(writer, buffer);
        if (writer->spare_count == before) {
            return gx_fail_memory(error, table->path);
        }
    }
    return GX_OK;
}

static void append_column(gx_writer *writer, gx_growing *column, const unsigned char *from, size_t count)
{
    while (count > 0) {
        size_t room = column->chunk_count - column->filled;
        size_t now = count < room ? count : room;
        memcpy(column->current + column->filled * column->size, from, now * column->size);
        column->filled += now;
        from += now * column->size;
        count -= now;
        if (column->filled == column->chunk_count) {
            column->whole[column->whole_count++] = column->current;
            column->current = gx_writer_take(writer);
            column->filled = column->put = 0;
        }
    }
}

gx_status gx_writer_append(gx_writer *writer, uint32_t table, const void *const *columns, size_t count,
                           gx_error *error)
{
    if (table >= writer->table_count || writer->cut || count > SIZE_MAX / 16) {
        return gx_fail(error, GX_ERR_ARGUMENT,
                       writer->cut ? "rows appended between cut and commit"
                                   : "rows appended to a table that is not there");
    }
    if (writer->disk.failed != 0) {
        return gx_writer_usable(writer, error);
    }
    gx_growing_table *into = &writer->tables[table];
    gx_status status = make_room(writer, into, count, error);
    for (size_t c = 0; c < into->column_count && status == GX_OK; c++) {
        append_column(writer, &into->columns[c], columns[c], count);
    }
    return status;
}

/* Move the oldest full chunks of a column to the list; what does not fit waits for the next cut. */
static bool list_chunks(gx_writer *writer, gx_growing *column)
{
    size_t wanted = writer->item_count + column->whole_count;
    if (wanted > writer->item_capacity) {
        gx_item *items = gx_resize(writer->items, writer->item_capacity, 2 * wanted, sizeof *items);
        if (items == NULL) {
            return false;
        }
        writer->items = items;
        writer->item_capacity = 2 * wanted;
    }
    for (size_t i = 0; i < column->whole_count; i++) {
        writer->items[writer->item_count++] = (gx_item){column, column->whole[i], 0};
    }
    column->whole_count = 0;
    return true;
}

/* The next `*count` of all full chunks. False when some had to wait for want of memory. */
static bool cut_chunks(gx_writer *writer)
{
    bool all = true;
    writer->item_count = 0;
    for (uint32_t t = 0; t < writer->table_count; t++) {
        for (size_t c = 0; c < writer->tables[t].column_count; c++) {
            all = list_chunks(writer, &writer->tables[t].columns[c]) && all;
        }
    }
    writer->cut = writer->item_count > 0;
    return all;
}

size_t gx_writer_cut(gx_writer *writer)
{
    if (writer->cut) {
        return writer->item_count;
    }
    cut_chunks(writer);
    if (writer->item_count > writer->slot_count) {
        uint32_t wanted = writer->item_count < GX_PACKERS_MAX ? (uint32_t)writer->item_count : GX_PACKERS_MAX;
        uint32_t processors = (uint32_t)omp_get_num_procs();
        gx_writer_packers(writer, wanted < processors ? wanted : processors);
    }
    return writer->item_count;
}

/* There is a packer for each processor, so a thread waits for one only when there are more threads than
 * processors. */
void gx_writer_compress(gx_writer *writer, size_t item)
{
    GX_ASSERT(writer->cut && item < writer->item_count);
    gx_item *work = &writer->items[item];
    uint32_t i = 0;
    while (atomic_flag_test_and_set_explicit(&writer->slots[i].busy, memory_order_acquire)) {
        i++;
        if (i == writer->slot_count) {
            i = 0;
            sched_yield();
        }
    }
    const gx_growing *column = work->column;
    work->packed = gx_pack(&writer->slots[i].packer, work->buffer, work->buffer, column->chunk_count,
                           column->chunk_count, column->size);
    atomic_flag_clear_explicit(&writer->slots[i].busy, memory_order_release);
}

/* Hand one packed chunk to HDF5, at `first` of the column, which then has `rows` rows. */
static gx_status put_chunk(gx_writer *writer, const gx_growing *column, uint64_t first, uint64_t rows,
                           const unsigned char *packed, size_t size, gx_error *error)
{
    hsize_t offset = first, extent = rows;
    if (H5Dset_extent(column->dataset, &extent) < 0 ||
        H5Dwrite_chunk(column->dataset, writer->transfer, 0, &offset, size, packed) < 0 ||
        writer->disk.failed != 0) {
        return gx_writer_broken(writer, "cannot write", writer->partial, error);
    }
    writer->bytes += size;
    return GX_OK;
}

gx_status gx_writer_commit(gx_writer *writer, gx_error *error)
{
    gx_status status = gx_writer_usable(writer, error);
    for (size_t i = 0; writer->cut && i < writer->item_count; i++) {
        gx_item *item = &writer->items[i];
        gx_growing *column = item->column;
        uint64_t first = column->chunks_written * column->chunk_count;
        if (status == GX_OK && item->packed == 0) {
            gx_writer_compress(writer, i);
        }
        if (status == GX_OK) {
            status = put_chunk(writer, column, first, first + column->chunk_count, item->buffer, item->packed,
                               error);
            column->chunks_written++;
        }
        gx_writer_give(writer, item->buffer);
    }
    writer->cut = false;
    writer->item_count = 0;
    return status;
}

/* The rows that do not fill a chunk yet, for all columns. */
static gx_status put_parts(gx_writer *writer, gx_error *error)
{
    unsigned char *packed = gx_writer_take(writer);
    if (packed == NULL) {
        return gx_fail_memory(error, writer->partial);
    }
    gx_status status = GX_OK;
    for (uint32_t t = 0; t < writer->table_count; t++) {
        for (size_t c = 0; c < writer->tables[t].column_count && status == GX_OK; c++) {
            gx_growing *column = &writer->tables[t].columns[c];
            if (column->filled > column->put) {
                uint64_t first = column->chunks_written * column->chunk_count;
                size_t size = gx_pack(&writer->slots[0].packer, packed, column->current, column->filled,
                                      column->chunk_count, column->size);
                status = put_chunk(writer, column, first, first + column->filled, packed, size, error);
                column->put = status == GX_OK ? column->filled : column->put;
            }
        }
    }
    gx_writer_give(writer, packed);
    return status;
}

gx_status gx_writer_flush(gx_writer *writer, gx_error *error)
{
    gx_status status = gx_writer_usable(writer, error);
    for (bool all = false; status == GX_OK && !all;) {
        if (!writer->cut) {
            all = cut_chunks(writer);
            if (!all && writer->item_count == 0) {
                return gx_fail_memory(error, writer->partial);
            }
        }
        status = gx_writer_commit(writer, error);
    }
    if (status == GX_OK) {
        status = put_parts(writer, error);
    }
    if (status == GX_OK && H5Fflush(writer->file, H5F_SCOPE_GLOBAL) < 0) {
        status = gx_writer_broken(writer, "cannot flush", writer->partial, error);
    }
    return status == GX_OK ? gx_disk_commit(&writer->disk, error) : status;
}
