/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of texts: fixed length, as every reader of HDF5 takes them (variable ones cannot be packed), so a
 * chunk is filled from texts that lie one behind the other, and only a chunk is ever as wide as the longest.
 */
#include "inside.h"
#include "sight.h"

#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <string.h>

/* ---- Out ---- */

static size_t longest_of(const char *texts, const uint32_t *at, size_t count)
{
    size_t longest = 1;
    for (size_t row = 0; row < count; row++) {
        size_t length = strlen(texts + at[row]);
        longest = length > longest ? length : longest;
    }
    return longest;
}

/* The rows of a column, and where they go. */
typedef struct gx_texts_out {
    const char *texts;
    const uint32_t *at;
    size_t count, width, chunk_count;
    hid_t dataset;
    unsigned char *plain, *packed;
} gx_texts_out;

static gx_status write_chunk(gx_writer *writer, const gx_texts_out *out, size_t first, const char *path,
                             gx_error *error)
{
    size_t left = out->count - first, rows = left < out->chunk_count ? left : out->chunk_count;
    memset(out->plain, 0, rows * out->width);
    for (size_t row = 0; row < rows; row++) {
        const char *text = out->texts + out->at[first + row];
        memcpy(out->plain + row * out->width, text, strlen(text));
    }
    hsize_t offset = first;
    size_t packed =
        gx_pack(&writer->slots[0].packer, out->packed, out->plain, rows, out->chunk_count, out->width);
    if (H5Dwrite_chunk(out->dataset, writer->transfer, 0, &offset, packed, out->packed) < 0 ||
        writer->disk.failed != 0)
        return gx_writer_broken(writer, "cannot write", path, error);
    writer->bytes += packed;
    return GX_OK;
}

static gx_status write_chunks(gx_writer *writer, gx_texts_out *out, const char *path, gx_error *error)
{
    out->plain = gx_writer_take(writer);
    out->packed = gx_writer_take(writer);
    gx_status status = GX_OK;
    if (gx_writer_packers(writer, 1) == 0 || out->plain == NULL || out->packed == NULL)
        status = gx_fail_memory(error, path);
    for (size_t first = 0; first < out->count && status == GX_OK; first += out->chunk_count)
        status = write_chunk(writer, out, first, path, error);
    if (out->plain != NULL)
        gx_writer_give(writer, out->plain);
    if (out->packed != NULL)
        gx_writer_give(writer, out->packed);
    return status;
}

gx_status gx_writer_texts(gx_writer *writer, const char *group, const char *name, const char *description,
                          const char *texts, const uint32_t *at, size_t count, gx_error *error)
{
    char path[GX_PATH_MAX];
    gx_status status = gx_writer_usable(writer, error);
    if (status == GX_OK)
        status = gx_writer_place(writer, group, name, path, error);
    if (status != GX_OK)
        return status;
    gx_texts_out out = {.texts = texts, .at = at, .count = count, .width = longest_of(texts, at, count)};
    if (out.width > GX_COLUMN_TEXT_MAX)
        return gx_fail(error, GX_ERR_LIMIT, "%s: a text of %zu bytes; at most %d are recorded", path,
                       out.width, (int)GX_COLUMN_TEXT_MAX);
    out.chunk_count = GX_CHUNK_BYTES / out.width;
    if (out.chunk_count > count)
        out.chunk_count = count;
    const gx_column column = {name, GX_U8, "", description, NULL};
    hid_t type = gx_hdf_text_type(out.width);
    status =
        gx_writer_dataset_of(writer, &out.dataset, path, type, &column, count, out.chunk_count, false, error);
    if (type >= 0)
        H5Tclose(type);
    if (status != GX_OK)
        return status;
    status = write_chunks(writer, &out, path, error);
    H5Dclose(out.dataset);
    return status;
}

/* ---- In ---- */

bool gx_reader_is_texts(const gx_reader *reader, const char *path)
{
    hid_t dataset = -1;
    if (gx_reader_dataset(reader, path, &dataset, NULL) != GX_OK)
        return false;
    hid_t type = H5Dget_type(dataset);
    bool is = type >= 0 && H5Tget_class(type) == H5T_STRING;
    if (type >= 0)
        H5Tclose(type);
    H5Dclose(dataset);
    return is;
}

static size_t length_of(const char *padded, size_t size)
{
    const char *end = memchr(padded, '\0', size);
    return end != NULL ? (size_t)(end - padded) : size;
}

/* From padded rows to one behind the other. */
static gx_status gather(const gx_reader *reader, const char *path, const char *padded, size_t size,
                        size_t count, char *texts, uint32_t *at, gx_error *error)
{
    size_t used = 0, bad;
    for (size_t row = 0; row < count; row++) {
        const char *text = padded + row * size;
        size_t length = length_of(text, size);
        if (!gx_utf8_valid(text, length, &bad))
            return gx_reader_damaged(reader, path, "a text is not UTF-8", error);
        memcpy(texts + used, text, length);
        texts[used + length] = '\0';
        at[row] = (uint32_t)used;
        used += length + 1;
    }
    return GX_OK;
}

gx_status gx_reader_texts(const gx_reader *reader, const char *path, char **texts, size_t *text_bytes,
                          uint32_t **at, size_t *count, gx_error *error)
{
    char *padded = NULL;
    size_t size = 0, bytes = 0;
    *texts = NULL;
    *at = NULL;
    *text_bytes = *count = 0;
    gx_status status = gx_reader_padded(reader, path, &padded, &size, count, error);
    for (size_t row = 0; status == GX_OK && row < *count; row++)
        bytes += length_of(padded + row * size, size) + 1;
    if (status == GX_OK && bytes >= UINT32_MAX)
        status = gx_fail(error, GX_ERR_LIMIT, "'%s': %s: texts of 4 GiB and more", reader->path, path);
    if (status == GX_OK) {
        *texts = gx_alloc(bytes, 1);
        *at = gx_alloc(*count, sizeof **at);
        status = *texts != NULL && *at != NULL
                     ? gather(reader, path, padded, size, *count, *texts, *at, error)
                     : gx_fail_memory(error, path);
    }
    gx_free(padded);
    if (status == GX_OK) {
        *text_bytes = bytes;
        return GX_OK;
    }
    gx_free(*texts);
    gx_free(*at);
    *texts = NULL;
    *at = NULL;
    *count = 0;
    return status;
}
