/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes, texts and groups. An attribute that exists is overwritten in place when it can be. */
#include "inside.h"

#include <gx/base/text.h>
#include <string.h>

gx_status gx_writer_groups(gx_writer *writer, const char *path, gx_error *error)
{
    char part[GX_PATH_MAX];
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof part) {
        return gx_fail(error, GX_ERR_ARGUMENT, "'%.100s' is no path inside a recording", path);
    }
    for (size_t i = 1; i <= length; i++) {
        if ((path[i] != '/' && path[i] != '\0') || path[i - 1] == '/') {
            continue;
        }
        memcpy(part, path, i);
        part[i] = '\0';
        if (H5Lexists(writer->file, part, H5P_DEFAULT) > 0) {
            H5O_info_t facts;
            if (H5Oget_info_by_name2(writer->file, part, &facts, H5O_INFO_BASIC, H5P_DEFAULT) < 0 ||
                facts.type != H5O_TYPE_GROUP) {
                return gx_fail(error, GX_ERR_ARGUMENT, "'%s' in '%s' is not a group", part, writer->partial);
            }
            continue;
        }
        hid_t group = H5Gcreate2(writer->file, part, H5P_DEFAULT, writer->group_plan, H5P_DEFAULT);
        if (group < 0) {
            return gx_writer_broken(writer, "cannot create group", part, error);
        }
        H5Gclose(group);
    }
    return GX_OK;
}

gx_status gx_writer_place(gx_writer *writer, const char *group, const char *name, char buffer[GX_PATH_MAX],
                          gx_error *error)
{
    size_t left = strlen(group), right = strlen(name);
    bool slash = left > 0 && group[left - 1] == '/';
    if (right == 0 || strchr(name, '/') != NULL || left + right + 2 > GX_PATH_MAX) {
        return gx_fail(error, GX_ERR_ARGUMENT, "'%.100s' below '%.100s' is no name inside a recording", name,
                       group);
    }
    if (strspn(group, "/") != left) {
        gx_status status = gx_writer_groups(writer, group, error);
        if (status != GX_OK) {
            return status;
        }
    }
    memcpy(buffer, group, left);
    if (!slash) {
        buffer[left++] = '/';
    }
    memcpy(buffer + left, name, right + 1);
    if (H5Lexists(writer->file, buffer, H5P_DEFAULT) > 0) {
        return gx_fail(error, GX_ERR_ARGUMENT, "'%s' is in '%s' already", buffer, writer->partial);
    }
    return GX_OK;
}

/* Open the attribute when it has this very type and one value; else make it anew. */
static hid_t attribute_for(hid_t object, const char *name, hid_t type, hid_t space)
{
    if (H5Aexists(object, name) > 0) {
        hid_t old = H5Aopen(object, name, H5P_DEFAULT);
        if (old < 0) {
            return -1;
        }
        hid_t old_type = H5Aget_type(old), old_space = H5Aget_space(old);
        bool same = old_type >= 0 && old_space >= 0 && H5Tequal(old_type, type) > 0 &&
                    H5Sget_simple_extent_type(old_space) == H5S_SCALAR;
        if (old_type >= 0) {
            H5Tclose(old_type);
        }
        if (old_space >= 0) {
            H5Sclose(old_space);
        }
        if (same) {
            return old;
        }
        H5Aclose(old);
        if (H5Adelete(object, name) < 0) {
            return -1;
        }
    }
    return H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
}

/* `count` 0: one value, scalar; else that many in a row. */
static gx_status set_attribute(gx_writer *writer, const char *object, const char *name, hid_t file_type,
                               hid_t memory_type, const void *value, hsize_t count, gx_error *error)
{
    if (!gx_hdf_exists(writer->file, object)) {
        return gx_fail(error, GX_ERR_NOT_FOUND, "attribute '%s': '%s' is not in '%s'", name, object,
                       writer->partial);
    }
    hid_t at = H5Oopen(writer->file, object, H5P_DEFAULT);
    hid_t space = count ? H5Screate_simple(1, &count, NULL) : H5Screate(H5S_SCALAR);
    hid_t attribute = at < 0 || space < 0 ? -1 : attribute_for(at, name, file_type, space);
    gx_status status = GX_OK;
    if (attribute < 0 || H5Awrite(attribute, memory_type, value) < 0) {
        status = gx_writer_broken(writer, "cannot write attribute", name, error);
    }
    if (attribute >= 0) {
        H5Aclose(attribute);
    }
    if (space >= 0) {
        H5Sclose(space);
    }
    if (at >= 0) {
        H5Oclose(at);
    }
    return status;
}

/* The file's header messages end at 64 KiB. */
enum { ATTRIBUTE_MAX = 60000 };

static gx_status check_text(const char *name, const char *text, gx_error *error)
{
    size_t bad = 0;
    if (!gx_utf8_valid(text, strlen(text), &bad)) {
        return gx_fail(error, GX_ERR_ARGUMENT, "text '%s' is not UTF-8 at byte %zu", name, bad);
    }
    return GX_OK;
}

gx_status gx_writer_text_attribute(gx_writer *writer, const char *object, const char *name, const char *text,
                                   gx_error *error)
{
    gx_status status = gx_writer_usable(writer, error);
    if (status == GX_OK) {
        status = check_text(name, text, error);
    }
    if (status != GX_OK) {
        return status;
    }
    size_t length = strlen(text);
    if (length > ATTRIBUTE_MAX) {
        return gx_fail(error, GX_ERR_LIMIT, "attribute '%s' has %zu bytes, at most %d fit", name, length,
                       (int)ATTRIBUTE_MAX);
    }
    hid_t type = gx_hdf_text_type(length == 0 ? 1 : length);
    if (type < 0) {
        return gx_hdf_fail(error, GX_ERR_MEMORY, "cannot write attribute", name);
    }
    status = set_attribute(writer, object, name, type, type, text, 0, error);
    H5Tclose(type);
    return status;
}

gx_status gx_writer_int_attribute(gx_writer *writer, const char *object, const char *name, int64_t value,
                                  gx_error *error)
{
    gx_status status = gx_writer_usable(writer, error);
    return status != GX_OK
               ? status
               : set_attribute(writer, object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, &value, 0, error);
}

gx_status gx_writer_ints_attribute(gx_writer *writer, const char *object, const char *name,
                                   const int64_t *values, size_t count, gx_error *error)
{
    gx_status status = gx_writer_usable(writer, error);
    if (status == GX_OK && count == 0) {
        status = gx_fail(error, GX_ERR_ARGUMENT, "attribute '%s' has no values", name);
    }
    return status != GX_OK
               ? status
               : set_attribute(writer, object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, values, count, error);
}

gx_status gx_writer_real_attribute(gx_writer *writer, const char *object, const char *name, double value,
                                   gx_error *error)
{
    gx_status status = gx_writer_usable(writer, error);
    return status != GX_OK
               ? status
               : set_attribute(writer, object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &value, 0, error);
}

gx_status gx_writer_text(gx_writer *writer, const char *path, const char *text, gx_error *error)
{
    char group[GX_PATH_MAX] = "", place[GX_PATH_MAX];
    gx_status status = gx_writer_usable(writer, error);
    if (status == GX_OK) {
        status = check_text(path, text, error);
    }
    if (status != GX_OK) {
        return status;
    }
    const char *slash = strrchr(path, '/');
    size_t above = slash == NULL ? 0 : (size_t)(slash - path);
    if (above >= sizeof group) {
        return gx_fail(error, GX_ERR_ARGUMENT, "'%.100s' is no path inside a recording", path);
    }
    memcpy(group, path, above);
    group[above] = '\0';
    status = gx_writer_place(writer, group, slash == NULL ? path : slash + 1, place, error);
    if (status != GX_OK) {
        return status;
    }
    size_t length = strlen(text);
    hid_t type = gx_hdf_text_type(length == 0 ? 1 : length);
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t plan = H5Pcreate(H5P_DATASET_CREATE);
    bool ready = type >= 0 && space >= 0 && plan >= 0 && H5Pset_obj_track_times(plan, 0) >= 0;
    hid_t dataset = ready ? H5Dcreate2(writer->file, place, type, space, H5P_DEFAULT, plan, H5P_DEFAULT) : -1;
    if (dataset < 0 || H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text) < 0) {
        status = gx_writer_broken(writer, "cannot write text", path, error);
    }
    writer->bytes += status == GX_OK ? length : 0;
    if (dataset >= 0) {
        H5Dclose(dataset);
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
    return status;
}
