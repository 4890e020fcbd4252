/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Datasets: how one is made, and how a whole column is written at once. */
#include "inside.h"

#include <gx/base/memory.h>
#include <omp.h>
#include <string.h>

enum { PLAIN_BYTES = 4096 }; /* up to here a dataset lies in the file as it is */

static gx_status text_note(hid_t dataset, const char *name, const char *text)
{
    size_t length = strlen(text);
    hid_t type = gx_hdf_text_type(length == 0 ? 1 : length);
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t note =
        type < 0 || space < 0 ? -1 : H5Acreate2(dataset, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    bool good = note >= 0 && H5Awrite(note, type, text) >= 0;
    if (note >= 0) {
        H5Aclose(note);
    }
    if (space >= 0) {
        H5Sclose(space);
    }
    if (type >= 0) {
        H5Tclose(type);
    }
    return good ? GX_OK : GX_ERR_IO;
}

/* The names of values 0, 1, … as a table of texts of one length. */
static gx_status words_note(hid_t dataset, const char *const *words)
{
    size_t count = 0, longest = 1;
    for (; words[count] != NULL; count++) {
        size_t length = strlen(words[count]);
        longest = length > longest ? length : longest;
    }
    if (count == 0) {
        return GX_OK;
    }
    char *block = gx_alloc(count, longest);
    if (block == NULL) {
        return GX_ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        memcpy(block + i * longest, words[i], strlen(words[i]));
    }
    hsize_t extent = count;
    hid_t type = gx_hdf_text_type(longest);
    hid_t space = H5Screate_simple(1, &extent, NULL);
    hid_t note =
        type < 0 || space < 0 ? -1 : H5Acreate2(dataset, "words", type, space, H5P_DEFAULT, H5P_DEFAULT);
    bool good = note >= 0 && H5Awrite(note, type, block) >= 0;
    if (note >= 0) {
        H5Aclose(note);
    }
    if (space >= 0) {
        H5Sclose(space);
    }
    if (type >= 0) {
        H5Tclose(type);
    }
    gx_free(block);
    return good ? GX_OK : GX_ERR_IO;
}

static gx_status notes_of(hid_t dataset, const gx_column *column)
{
    gx_status status = text_note(dataset, "units", column->unit == NULL ? "" : column->unit);
    if (status == GX_OK) {
        status = text_note(dataset, "description", column->description == NULL ? "" : column->description);
    }
    if (status == GX_OK && column->words != NULL) {
        status = words_note(dataset, column->words);
    }
    return status;
}

/* The creation list: for chunks the filters that gx_pack has applied by the time a chunk is handed over. */
static hid_t plan_of(size_t chunk_count)
{
    hid_t plan = H5Pcreate(H5P_DATASET_CREATE);
    bool good = plan >= 0 && H5Pset_obj_track_times(plan, 0) >= 0;
    if (good && chunk_count > 0) {
        hsize_t extent = chunk_count;
        good = H5Pset_chunk(plan, 1, &extent) >= 0 && H5Pset_shuffle(plan) >= 0 &&
               H5Pset_deflate(plan, 1) >= 0 && H5Pset_fill_time(plan, H5D_FILL_TIME_NEVER) >= 0 &&
               H5Pset_alloc_time(plan, H5D_ALLOC_TIME_INCR) >= 0;
    }
    if (plan >= 0 && !good) {
        H5Pclose(plan);
        plan = -1;
    }
    return plan;
}

gx_status gx_writer_dataset(gx_writer *writer, hid_t *out, const char *path, const gx_column *column,
                            size_t count, size_t chunk_count, bool grows, gx_error *error)
{
    return gx_writer_dataset_of(writer, out, path, gx_hdf_file_type(column->type), column, count, chunk_count,
                                grows, error);
}

gx_status gx_writer_dataset_of(gx_writer *writer, hid_t *out, const char *path, hid_t type,
                               const gx_column *column, size_t count, size_t chunk_count, bool grows,
                               gx_error *error)
{
    hsize_t extent = count, limit = grows ? H5S_UNLIMITED : count;
    hid_t plan = plan_of(chunk_count);
    hid_t space = H5Screate_simple(1, &extent, &limit);
    hid_t dataset = plan < 0 || space < 0 || type < 0
                        ? -1
                        : H5Dcreate2(writer->file, path, type, space, H5P_DEFAULT, plan, H5P_DEFAULT);
    gx_status status = dataset < 0 ? GX_ERR_IO : notes_of(dataset, column);
    if (plan >= 0) {
        H5Pclose(plan);
    }
    if (space >= 0) {
        H5Sclose(space);
    }
    if (status != GX_OK) {
        gx_status reason = gx_writer_broken(writer, "cannot create dataset", path, error);
        if (dataset >= 0) {
            H5Dclose(dataset);
        }
        return status == GX_ERR_MEMORY ? gx_fail_memory(error, path) : reason;
    }
    *out = dataset;
    return GX_OK;
}

uint32_t gx_writer_packers(gx_writer *writer, uint32_t count)
{
    count = count > GX_PACKERS_MAX ? GX_PACKERS_MAX : count;
    while (writer->slot_count < count) {
        gx_packer_slot *slot = &writer->slots[writer->slot_count];
        if (!gx_packer_init(&slot->packer)) {
            gx_packer_free(&slot->packer);
            break;
        }
        atomic_flag_clear(&slot->busy);
        writer->slot_count++;
    }
    return writer->slot_count;
}

/* A batch of chunks: packed in parallel, then written in order. */
typedef struct batch {
    const unsigned char *data;
    size_t count, size, chunk_count;
    unsigned char *buffers[2 * GX_PACKERS_MAX];
    size_t packed[2 * GX_PACKERS_MAX];
    size_t width; /* buffers there are */
} batch;

static void pack_one(gx_writer *writer, batch *work, size_t first, size_t i, uint32_t slot)
{
    size_t begin = (first + i) * work->chunk_count;
    size_t count = work->count - begin < work->chunk_count ? work->count - begin : work->chunk_count;
    work->packed[i] = gx_pack(&writer->slots[slot].packer, work->buffers[i], work->data + begin * work->size,
                              count, work->chunk_count, work->size);
}

static void pack_batch(gx_writer *writer, batch *work, size_t first, size_t todo, uint32_t threads)
{
    if (threads <= 1 || todo <= 1) {
        for (size_t i = 0; i < todo; i++) {
            pack_one(writer, work, first, i, 0);
        }
        return;
    }
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (size_t i = 0; i < todo; i++) {
        pack_one(writer, work, first, i, (uint32_t)omp_get_thread_num());
    }
}

static gx_status write_chunks(gx_writer *writer, hid_t dataset, const char *path, batch *work,
                              uint32_t threads, gx_error *error)
{
    size_t chunks = (work->count + work->chunk_count - 1) / work->chunk_count;
    for (size_t first = 0; first < chunks; first += work->width) {
        size_t todo = chunks - first < work->width ? chunks - first : work->width;
        pack_batch(writer, work, first, todo, threads);
        for (size_t i = 0; i < todo; i++) {
            hsize_t offset = (first + i) * work->chunk_count;
            if (H5Dwrite_chunk(dataset, writer->transfer, 0, &offset, work->packed[i], work->buffers[i]) <
                    0 ||
                writer->disk.failed != 0) {
                return gx_writer_broken(writer, "cannot write", path, error);
            }
            writer->bytes += work->packed[i];
        }
    }
    return GX_OK;
}

static gx_status write_packed(gx_writer *writer, hid_t dataset, const char *path, batch *work,
                              uint32_t threads, gx_error *error)
{
    size_t chunks = (work->count + work->chunk_count - 1) / work->chunk_count;
    threads = threads > chunks ? (uint32_t)chunks : threads;
    uint32_t packers = gx_writer_packers(writer, threads);
    threads = packers < threads ? packers : threads;
    size_t wanted = chunks < 2 * (size_t)threads ? chunks : 2 * (size_t)threads;
    while (work->width < wanted && (work->buffers[work->width] = gx_writer_take(writer)) != NULL) {
        work->width++;
    }
    gx_status status = work->width == 0 ? gx_fail_memory(error, path)
                                        : write_chunks(writer, dataset, path, work, threads, error);
    for (size_t i = 0; i < work->width; i++) {
        gx_writer_give(writer, work->buffers[i]);
    }
    return status;
}

gx_status gx_writer_array(gx_writer *writer, const char *group, const gx_column *column, const void *data,
                          size_t count, uint32_t threads, gx_error *error)
{
    char path[GX_PATH_MAX];
    gx_status status = gx_writer_usable(writer, error);
    if (status != GX_OK) {
        return status;
    }
    if (!gx_hdf_known_type(column->type)) {
        return gx_fail(error, GX_ERR_ARGUMENT, "column '%s' has no type", column->name);
    }
    status = gx_writer_place(writer, group, column->name, path, error);
    if (status != GX_OK) {
        return status;
    }
    size_t size = gx_column_size(column->type);
    bool plain = count <= PLAIN_BYTES / size;
    size_t whole = GX_CHUNK_BYTES / size;
    batch work = {.data = data, .count = count, .size = size, .chunk_count = count < whole ? count : whole};
    hid_t dataset = -1;
    status =
        gx_writer_dataset(writer, &dataset, path, column, count, plain ? 0 : work.chunk_count, false, error);
    if (status != GX_OK) {
        return status;
    }
    if (!plain) {
        status = write_packed(writer, dataset, path, &work, threads == 0 ? 1 : threads, error);
    } else if (count > 0) {
        hid_t type = gx_hdf_memory_type(column->type);
        if (H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0 || writer->disk.failed != 0) {
            status = gx_writer_broken(writer, "cannot write", path, error);
        }
        writer->bytes += count * size;
    }
    H5Dclose(dataset);
    return status;
}
