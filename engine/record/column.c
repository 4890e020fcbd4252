/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a column.
 *
 * Chunks are fetched as they lie in the file (H5Dread_chunk) and unpacked here: outside the lock of HDF5 and
 * its filters, and safe with damaged files, where HDF5 1.10 takes for granted that a chunk unpacks to its
 * full length. So a chunk must have exactly the filters that a recording has, none or [shuffle] deflate, and
 * unpack to exactly its length.
 */
#include "chunk.h"
#include "sight.h"

#include <gx/base/memory.h>
#include <libdeflate.h>
#include <stdio.h>
#include <string.h>

#define CHUNK_BYTES_MAX ((size_t)256 << 20) /* of a file that was packed anew by other tools */

gx_status gx_reader_dataset(const gx_reader *reader, const char *path, hid_t *out, gx_error *error)
{
    gx_hdf_quiet();
    *out = -1;
    if (!gx_hdf_exists(reader->file, path)) {
        return gx_fail(error, GX_ERR_NOT_FOUND, "'%s' has no %s", reader->path, path);
    }
    *out = H5Dopen2(reader->file, path, H5P_DEFAULT);
    if (*out < 0) {
        char reason[256];
        return gx_reader_damaged(reader, path, gx_hdf_reason(reason), error);
    }
    return GX_OK;
}

/* What is known of a column before its data is read. */
typedef struct column_facts {
    hid_t dataset, type;
    size_t count, size; /* elements, bytes of one in the file */
    size_t chunk_count; /* 0: contiguous */
    bool shuffled, deflated;
} column_facts;

static const char *filter_facts(hid_t plan, column_facts *facts)
{
    int filters = H5Pget_nfilters(plan);
    for (int i = 0; i < filters; i++) {
        unsigned flags = 0;
        size_t values = 0;
        H5Z_filter_t filter = H5Pget_filter2(plan, (unsigned)i, &flags, &values, NULL, 0, NULL, NULL);
        if (filter == H5Z_FILTER_SHUFFLE && !facts->shuffled && !facts->deflated) {
            facts->shuffled = true;
        } else if (filter == H5Z_FILTER_DEFLATE && !facts->deflated) {
            facts->deflated = true;
        } else {
            return "packed by a filter that recordings do not use";
        }
    }
    return filters < 0 ? "its filters cannot be read" : NULL;
}

/* NULL, or what is wrong. */
static const char *layout_facts(hid_t plan, column_facts *facts)
{
    H5D_layout_t layout = H5Pget_layout(plan);
    if (layout == H5D_CONTIGUOUS || layout == H5D_COMPACT) {
        return H5Pget_external_count(plan) == 0 ? NULL : "data in another file";
    }
    hsize_t extent = 0;
    if (layout != H5D_CHUNKED || H5Pget_chunk(plan, 1, &extent) != 1) {
        return "its layout is not one-dimensional";
    }
    if (extent == 0 || extent > CHUNK_BYTES_MAX / facts->size) {
        return "its chunks have an impossible size";
    }
    facts->chunk_count = (size_t)extent;
    return filter_facts(plan, facts);
}

static const char *number_facts(hid_t type, column_facts *facts)
{
    bool whole = false;
    if (!gx_hdf_plain_number(type, &whole)) {
        return "not a column of numbers";
    }
    facts->size = H5Tget_size(type);
    return NULL;
}

static const char *text_facts(hid_t type, column_facts *facts)
{
    if (type < 0 || H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0) {
        return "not a column of texts";
    }
    facts->size = H5Tget_size(type);
    return facts->size >= 1 && facts->size <= GX_COLUMN_TEXT_MAX ? NULL : "its texts are too long";
}

static const char *length_facts(const gx_reader *reader, hid_t space, column_facts *facts)
{
    hsize_t extent = 0;
    if (space < 0 || H5Sget_simple_extent_ndims(space) != 1 ||
        H5Sget_simple_extent_dims(space, &extent, NULL) != 1) {
        return "not one-dimensional";
    }
    uint64_t ratio = facts->deflated ? GX_DEFLATE_RATIO : 1;
    if (extent > (uint64_t)SIZE_MAX / 64 || extent > reader->bytes * ratio / facts->size) {
        return "longer than its file can hold";
    }
    facts->count = (size_t)extent;
    return NULL;
}

static const char *column_about(const gx_reader *reader, hid_t dataset, bool texts, column_facts *facts)
{
    hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset), plan = H5Dget_create_plist(dataset);
    *facts = (column_facts){.dataset = dataset, .type = type};
    const char *wrong = texts ? text_facts(type, facts) : number_facts(type, facts);
    if (wrong == NULL) {
        wrong = plan < 0 ? "its layout cannot be read" : layout_facts(plan, facts);
    }
    if (wrong == NULL) {
        wrong = length_facts(reader, space, facts);
    }
    if (space >= 0) {
        H5Sclose(space);
    }
    if (plan >= 0) {
        H5Pclose(plan);
    }
    if (wrong != NULL && type >= 0) {
        H5Tclose(type);
    }
    return wrong;
}

size_t gx_reader_length(const gx_reader *reader, const char *path)
{
    hid_t dataset = -1;
    if (gx_reader_dataset(reader, path, &dataset, NULL) != GX_OK) {
        return 0;
    }
    column_facts facts;
    const char *wrong = column_about(reader, dataset, false, &facts);
    if (wrong == NULL) {
        H5Tclose(facts.type);
    }
    H5Dclose(dataset);
    return wrong == NULL ? facts.count : 0;
}

/* ---- Chunks
 * ---------------------------------------------------------------------------------------------------------
 */

typedef struct unpacker {
    struct libdeflate_decompressor *decompressor;
    unsigned char *packed, *planes;
    size_t packed_room, chunk_bytes;
} unpacker;

/* One chunk into work->packed; *size is its length there. */
static const char *fetch_chunk(const column_facts *facts, unpacker *work, size_t first, size_t *size)
{
    hsize_t offset = first, length = 0;
    uint32_t filter_mask = 0;
    if (H5Dget_chunk_storage_size(facts->dataset, &offset, &length) < 0 || length == 0) {
        return "a chunk is missing";
    }
    if (length > work->packed_room) {
        return "a chunk is longer than it can be";
    }
    *size = (size_t)length;
    if (H5Dread_chunk(facts->dataset, H5P_DEFAULT, &offset, &filter_mask, work->packed) < 0) {
        return "a chunk cannot be read";
    }
    return filter_mask == 0 ? NULL : "a chunk was written without its filters";
}

/* The first `count` elements of the chunk at `first`, as the file has them, to `to`. */
static const char *unpack_chunk(const column_facts *facts, unpacker *work, size_t first, size_t count,
                                unsigned char *to)
{
    size_t length = 0;
    const char *wrong = fetch_chunk(facts, work, first, &length);
    if (wrong != NULL) {
        return wrong;
    }
    const unsigned char *planes = work->packed;
    if (facts->deflated) {
        size_t unpacked = 0;
        if (libdeflate_zlib_decompress(work->decompressor, work->packed, length, work->planes,
                                       work->chunk_bytes, &unpacked) != LIBDEFLATE_SUCCESS) {
            return "a chunk does not decompress";
        }
        planes = work->planes;
        length = unpacked;
    }
    if (length != work->chunk_bytes) {
        return "a chunk has the wrong length";
    }
    if (facts->shuffled) {
        gx_unshuffle(to, planes, count, facts->chunk_count, facts->size);
    } else {
        memcpy(to, planes, count * facts->size);
    }
    return NULL;
}

/* NULL, what is wrong, or `no_memory`. */
static const char no_memory[] = "memory is exhausted";

static const char *read_chunks(const gx_reader *reader, const column_facts *facts, unsigned char *to)
{
    unpacker work = {.chunk_bytes = facts->chunk_count * facts->size};
    if (work.chunk_bytes > reader->bytes * (facts->deflated ? GX_DEFLATE_RATIO : 1)) {
        return "its chunks are longer than the file can hold";
    }
    work.packed_room = libdeflate_zlib_compress_bound(NULL, work.chunk_bytes) + work.chunk_bytes / 64 + 64;
    work.packed = gx_alloc(work.packed_room, 1);
    work.planes = gx_alloc(work.chunk_bytes, 1);
    work.decompressor = libdeflate_alloc_decompressor();
    const char *wrong =
        work.packed == NULL || work.planes == NULL || work.decompressor == NULL ? no_memory : NULL;
    for (size_t first = 0; first < facts->count && wrong == NULL; first += facts->chunk_count) {
        size_t left = facts->count - first;
        wrong = unpack_chunk(facts, &work, first, left < facts->chunk_count ? left : facts->chunk_count,
                             to + first * facts->size);
    }
    gx_free(work.packed);
    gx_free(work.planes);
    if (work.decompressor != NULL) {
        libdeflate_free_decompressor(work.decompressor);
    }
    return wrong;
}

/* ---- Types
 * ----------------------------------------------------------------------------------------------------------
 */

/* A number that does not fit is an error, never clipped; rounding of large integers to reals is allowed. */
static H5T_conv_ret_t refuse_misfits(H5T_conv_except_t kind, hid_t from, hid_t to, void *source, void *target,
                                     void *data)
{
    (void)from, (void)to, (void)source, (void)target, (void)data;
    return kind == H5T_CONV_EXCEPT_PRECISION ? H5T_CONV_UNHANDLED : H5T_CONV_ABORT;
}

/* In place: `block` has room for the larger of the two types. */
static const char *convert(const column_facts *facts, gx_column_type type, void *block)
{
    hid_t target = gx_hdf_memory_type(type);
    if (facts->count == 0 || H5Tequal(facts->type, target) > 0) {
        return NULL;
    }
    hid_t transfer = H5Pcreate(H5P_DATASET_XFER);
    bool good = transfer >= 0 && H5Pset_type_conv_cb(transfer, refuse_misfits, NULL) >= 0 &&
                H5Tconvert(facts->type, target, facts->count, block, NULL, transfer) >= 0;
    if (transfer >= 0) {
        H5Pclose(transfer);
    }
    return good ? NULL : "a number does not fit the type asked for";
}

/* `room`: bytes of an element in the block, at least those in the file. */
static const char *read_block(const gx_reader *reader, const column_facts *facts, size_t room, void **out)
{
    void *block = gx_alloc_columns(facts->count, room);
    if (block == NULL) {
        return no_memory;
    }
    const char *wrong = NULL;
    if (facts->count > 0 && facts->chunk_count > 0) {
        wrong = read_chunks(reader, facts, block);
    } else if (facts->count > 0 &&
               H5Dread(facts->dataset, facts->type, H5S_ALL, H5S_ALL, H5P_DEFAULT, block) < 0) {
        wrong = "cannot be read";
    }
    if (wrong != NULL) {
        gx_free(block);
        return wrong;
    }
    *out = block;
    return NULL;
}

static const char *read_values(const gx_reader *reader, const column_facts *facts, gx_column_type type,
                               void **out)
{
    size_t wanted = gx_column_size(type);
    void *block = NULL;
    const char *wrong = read_block(reader, facts, facts->size > wanted ? facts->size : wanted, &block);
    if (wrong == NULL) {
        wrong = convert(facts, type, block);
    }
    if (wrong != NULL) {
        gx_free(block);
        return wrong;
    }
    *out = block;
    return NULL;
}

/* What a wrong word means to the caller. */
static gx_status judge(const gx_reader *reader, const char *path, const char *wrong, gx_error *error)
{
    return wrong == NULL        ? GX_OK
           : wrong == no_memory ? gx_fail_memory(error, path)
                                : gx_reader_damaged(reader, path, wrong, error);
}

gx_status gx_reader_column(const gx_reader *reader, const char *path, gx_column_type type, void **out,
                           size_t *count, gx_error *error)
{
    *out = NULL;
    *count = 0;
    if (!gx_hdf_known_type(type)) {
        return gx_fail(error, GX_ERR_ARGUMENT, "column '%s' asked for without a type", path);
    }
    hid_t dataset = -1;
    gx_status status = gx_reader_dataset(reader, path, &dataset, error);
    if (status != GX_OK) {
        return status;
    }
    column_facts facts;
    const char *wrong = column_about(reader, dataset, false, &facts);
    if (wrong == NULL) {
        wrong = read_values(reader, &facts, type, out);
        H5Tclose(facts.type);
    }
    H5Dclose(dataset);
    *count = wrong == NULL ? facts.count : 0;
    return judge(reader, path, wrong, error);
}

gx_status gx_reader_padded(const gx_reader *reader, const char *path, char **out, size_t *size, size_t *count,
                           gx_error *error)
{
    *out = NULL;
    *size = *count = 0;
    hid_t dataset = -1;
    gx_status status = gx_reader_dataset(reader, path, &dataset, error);
    if (status != GX_OK) {
        return status;
    }
    column_facts facts;
    void *block = NULL;
    const char *wrong = column_about(reader, dataset, true, &facts);
    if (wrong == NULL) {
        wrong = read_block(reader, &facts, facts.size, &block);
        H5Tclose(facts.type);
    }
    H5Dclose(dataset);
    if (wrong == NULL) {
        *out = block;
        *size = facts.size;
        *count = facts.count;
    }
    return judge(reader, path, wrong, error);
}
