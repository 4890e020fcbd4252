/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a recording, its names, texts and attributes. A file is a stranger until proven: sizes are checked
 * against the length of the file before anything is allocated. */
#include "sight.h"

#include <errno.h>
#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

gx_status gx_reader_damaged(const gx_reader *reader, const char *name, const char *what, gx_error *error)
{
    gx_fail(error, GX_ERR_FORMAT, "'%s': %s: %s", reader->path, name, what);
    return GX_ERR_FORMAT;
}

static gx_status check_head(const gx_reader *reader, gx_error *error)
{
    char *format = NULL;
    int64_t version = 0;
    gx_error unused;
    gx_status status = gx_reader_text_attribute(reader, "/", "format", &format, &unused);
    bool ours = status == GX_OK && strcmp(format, GX_RECORDING_FORMAT) == 0;
    gx_free(format);
    if (status == GX_ERR_MEMORY) {
        return gx_fail_memory(error, reader->path);
    }
    if (!ours) {
        return gx_fail(error, GX_ERR_FORMAT, "'%s' is HDF5, but no recording of this program", reader->path);
    }
    status = gx_reader_int_attribute(reader, "/", "format_version", &version, error);
    if (status == GX_OK && (version < 1 || version > GX_RECORDING_VERSION)) {
        status = gx_fail(error, GX_ERR_FORMAT,
                         "'%s' is a recording of version %lld, this program reads version %d", reader->path,
                         (long long)version, (int)GX_RECORDING_VERSION);
    }
    return status;
}

gx_status gx_reader_open(gx_reader **out, const char *path, gx_error *error)
{
    gx_hdf_quiet();
    *out = NULL;
    struct stat facts;
    if (stat(path, &facts) != 0) {
        return gx_fail(error, errno == ENOENT || errno == ENOTDIR ? GX_ERR_NOT_FOUND : GX_ERR_IO,
                       "cannot open '%s': %s", path, strerror(errno));
    }
    if (!S_ISREG(facts.st_mode)) {
        return gx_fail(error, GX_ERR_FORMAT, "'%s' is not a file", path);
    }
    gx_reader *reader = gx_alloc(1, sizeof *reader);
    if (reader == NULL || (reader->path = gx_copy_text(path)) == NULL) {
        gx_free(reader);
        return gx_fail_memory(error, path);
    }
    reader->bytes = (uint64_t)facts.st_size;
    reader->file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    gx_status status = GX_OK;
    if (reader->file < 0) {
        status = gx_hdf_fail(error, GX_ERR_FORMAT, "cannot read as HDF5", path);
    } else {
        status = check_head(reader, error);
    }
    if (status != GX_OK) {
        gx_reader_close(reader);
        return status;
    }
    *out = reader;
    return GX_OK;
}

void gx_reader_close(gx_reader *reader)
{
    if (reader != NULL) {
        gx_hdf_quiet();
        if (reader->file >= 0) {
            H5Fclose(reader->file);
        }
        gx_free(reader->path);
        gx_free(reader);
    }
}

const char *gx_reader_path(const gx_reader *reader)
{
    return reader->path;
}

bool gx_reader_has(const gx_reader *reader, const char *path)
{
    gx_hdf_quiet();
    return gx_hdf_exists(reader->file, path);
}

static herr_t add_bytes(hid_t group, const char *name, const H5O_info_t *info, void *data)
{
    uint64_t *sum = data;
    hid_t dataset = info->type == H5O_TYPE_DATASET ? H5Dopen2(group, name, H5P_DEFAULT) : -1;
    if (dataset >= 0) {
        *sum += H5Dget_storage_size(dataset);
        H5Dclose(dataset);
    }
    return 0;
}

uint64_t gx_reader_bytes(const gx_reader *reader, const char *path)
{
    uint64_t sum = 0;
    gx_hdf_quiet();
    hid_t object = gx_hdf_exists(reader->file, path) ? H5Oopen(reader->file, path, H5P_DEFAULT) : -1;
    if (object >= 0) {
        (void)H5Ovisit2(object, H5_INDEX_NAME, H5_ITER_INC, add_bytes, &sum, H5O_INFO_BASIC);
        H5Oclose(object);
    }
    return sum;
}

bool gx_reader_complete(const gx_reader *reader)
{
    char *status = NULL;
    bool complete = gx_reader_text_attribute(reader, "/", "status", &status, NULL) == GX_OK &&
                    strcmp(status, "complete") == 0;
    gx_free(status);
    return complete;
}

/* ---- Texts
 * ----------------------------------------------------------------------------------------------------------
 */

/* Room for one text of fixed length, NUL behind it. */
static gx_status text_room(const gx_reader *reader, const char *name, hid_t type, hid_t space, char **out,
                           size_t *size, gx_error *error)
{
    if (type < 0 || space < 0 || H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0 ||
        H5Sget_simple_extent_npoints(space) != 1) {
        return gx_reader_damaged(reader, name, "not one text of fixed length", error);
    }
    *size = H5Tget_size(type);
    if (*size == 0 || *size > reader->bytes) {
        return gx_reader_damaged(reader, name, "a text longer than the file", error);
    }
    *out = gx_alloc(*size + 1, 1);
    return *out == NULL ? gx_fail_memory(error, name) : GX_OK;
}

/* A text of the file's own padding and character set, as it is; blanks of Fortran's padding are kept. */
gx_status gx_reader_text(const gx_reader *reader, const char *path, char **out, gx_error *error)
{
    *out = NULL;
    hid_t dataset = -1;
    gx_status status = gx_reader_dataset(reader, path, &dataset, error);
    if (status != GX_OK) {
        return status;
    }
    size_t size = 0;
    hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset), plan = H5Dget_create_plist(dataset);
    status = text_room(reader, path, type, space, out, &size, error);
    if (status == GX_OK && (plan < 0 || H5Pget_layout(plan) == H5D_CHUNKED)) {
        status = gx_reader_damaged(reader, path, "a text in chunks", error);
    }
    if (status == GX_OK && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, *out) < 0) {
        char reason[256];
        status = gx_reader_damaged(reader, path, gx_hdf_reason(reason), error);
    }
    if (plan >= 0) {
        H5Pclose(plan);
    }
    if (space >= 0) {
        H5Sclose(space);
    }
    if (type >= 0) {
        H5Tclose(type);
    }
    H5Dclose(dataset);
    if (status != GX_OK) {
        gx_free(*out);
        *out = NULL;
    }
    return status;
}

/* ---- Attributes
 * ----------------------------------------------------------------------------------------------------- */

static gx_status open_attribute(const gx_reader *reader, const char *object, const char *name, hid_t *out,
                                gx_error *error)
{
    gx_hdf_quiet();
    *out = -1;
    if (!gx_hdf_exists(reader->file, object) ||
        H5Aexists_by_name(reader->file, object, name, H5P_DEFAULT) <= 0) {
        return gx_fail(error, GX_ERR_NOT_FOUND, "'%s': %s has no attribute '%s'", reader->path, object, name);
    }
    *out = H5Aopen_by_name(reader->file, object, name, H5P_DEFAULT, H5P_DEFAULT);
    if (*out < 0) {
        char reason[256];
        return gx_reader_damaged(reader, name, gx_hdf_reason(reason), error);
    }
    return GX_OK;
}

gx_status gx_reader_text_attribute(const gx_reader *reader, const char *object, const char *name, char **out,
                                   gx_error *error)
{
    *out = NULL;
    hid_t attribute = -1;
    gx_status status = open_attribute(reader, object, name, &attribute, error);
    if (status != GX_OK) {
        return status;
    }
    size_t size = 0;
    hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    status = text_room(reader, name, type, space, out, &size, error);
    if (status == GX_OK && H5Aread(attribute, type, *out) < 0) {
        char reason[256];
        status = gx_reader_damaged(reader, name, gx_hdf_reason(reason), error);
    }
    if (space >= 0) {
        H5Sclose(space);
    }
    if (type >= 0) {
        H5Tclose(type);
    }
    H5Aclose(attribute);
    if (status != GX_OK) {
        gx_free(*out);
        *out = NULL;
    }
    return status;
}

/* One number; a whole one when `memory_type` is. */
static gx_status read_number(const gx_reader *reader, const char *object, const char *name, hid_t memory_type,
                             bool whole, void *out, gx_error *error)
{
    hid_t attribute = -1;
    gx_status status = open_attribute(reader, object, name, &attribute, error);
    if (status != GX_OK) {
        return status;
    }
    hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    bool is_whole = false;
    if (space < 0 || H5Sget_simple_extent_npoints(space) != 1 || !gx_hdf_plain_number(type, &is_whole) ||
        (whole && !is_whole)) {
        status = gx_reader_damaged(reader, name, whole ? "not one whole number" : "not one number", error);
    } else if (H5Aread(attribute, memory_type, out) < 0) {
        status = gx_reader_damaged(reader, name, "a number that cannot be read", error);
    }
    if (space >= 0) {
        H5Sclose(space);
    }
    if (type >= 0) {
        H5Tclose(type);
    }
    H5Aclose(attribute);
    return status;
}

gx_status gx_reader_int_attribute(const gx_reader *reader, const char *object, const char *name, int64_t *out,
                                  gx_error *error)
{
    return read_number(reader, object, name, H5T_NATIVE_INT64, true, out, error);
}

gx_status gx_reader_real_attribute(const gx_reader *reader, const char *object, const char *name, double *out,
                                   gx_error *error)
{
    return read_number(reader, object, name, H5T_NATIVE_DOUBLE, false, out, error);
}

/* ---- Names
 * ----------------------------------------------------------------------------------------------------------
 */

typedef struct name_list {
    gx_text bytes; /* the names, each with its NUL */
    size_t count;
} name_list;

static herr_t add_name(hid_t group, const char *name, const H5L_info_t *info, void *data)
{
    (void)group, (void)info;
    name_list *list = data;
    gx_text_append_bytes(&list->bytes, name, strlen(name) + 1);
    list->count++;
    return list->bytes.failed ? -1 : 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* One block: the pointers, then the bytes they point at. */
static gx_status pack_names(const name_list *list, char ***names, gx_error *error)
{
    size_t table = (list->count + 1) * sizeof(char *);
    char **block = gx_alloc(table + list->bytes.length, 1);
    if (block == NULL) {
        return gx_fail_memory(error, "a list of names");
    }
    char *at = (char *)block + table;
    if (list->count > 0) {
        memcpy(at, list->bytes.data, list->bytes.length);
    }
    for (size_t i = 0; i < list->count; i++) {
        block[i] = at;
        at += strlen(at) + 1;
    }
    qsort(block, list->count, sizeof *block, by_name);
    *names = block;
    return GX_OK;
}

gx_status gx_reader_list(const gx_reader *reader, const char *group, char ***names, size_t *count,
                         gx_error *error)
{
    gx_hdf_quiet();
    *names = NULL;
    *count = 0;
    if (!gx_hdf_exists(reader->file, group)) {
        return gx_fail(error, GX_ERR_NOT_FOUND, "'%s' has no group %s", reader->path, group);
    }
    hid_t at = H5Gopen2(reader->file, group, H5P_DEFAULT);
    if (at < 0) {
        return gx_reader_damaged(reader, group, "not a group", error);
    }
    name_list list = {0};
    gx_status status = GX_OK;
    if (H5Literate(at, H5_INDEX_NAME, H5_ITER_INC, NULL, add_name, &list) < 0) {
        char reason[256];
        status = list.bytes.failed ? gx_fail_memory(error, group)
                                   : gx_reader_damaged(reader, group, gx_hdf_reason(reason), error);
    }
    H5Gclose(at);
    if (status == GX_OK) {
        status = pack_names(&list, names, error);
    }
    if (status == GX_OK) {
        *count = list.count;
    }
    gx_text_free(&list.bytes);
    return status;
}
