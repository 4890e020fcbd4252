/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hdf.h"

#include <stdio.h>
#include <string.h>

size_t gx_column_size(gx_column_type type)
{
    switch (type) {
    case GX_U8:
        return 1;
    case GX_U16:
        return 2;
    case GX_U32:
    case GX_I32:
        return 4;
    case GX_U64:
    case GX_I64:
    case GX_F64:
        return 8;
    }
    return 0;
}

bool gx_hdf_known_type(gx_column_type type)
{
    return gx_column_size(type) > 0;
}

hid_t gx_hdf_file_type(gx_column_type type)
{
    switch (type) {
    case GX_U8:
        return H5T_STD_U8LE;
    case GX_U16:
        return H5T_STD_U16LE;
    case GX_U32:
        return H5T_STD_U32LE;
    case GX_U64:
        return H5T_STD_U64LE;
    case GX_I32:
        return H5T_STD_I32LE;
    case GX_I64:
        return H5T_STD_I64LE;
    case GX_F64:
        return H5T_IEEE_F64LE;
    }
    return -1;
}

hid_t gx_hdf_memory_type(gx_column_type type)
{
    switch (type) {
    case GX_U8:
        return H5T_NATIVE_UINT8;
    case GX_U16:
        return H5T_NATIVE_UINT16;
    case GX_U32:
        return H5T_NATIVE_UINT32;
    case GX_U64:
        return H5T_NATIVE_UINT64;
    case GX_I32:
        return H5T_NATIVE_INT32;
    case GX_I64:
        return H5T_NATIVE_INT64;
    case GX_F64:
        return H5T_NATIVE_DOUBLE;
    }
    return -1;
}

bool gx_hdf_plain_number(hid_t type, bool *whole)
{
    const hid_t plain[] = {H5T_STD_U8LE,   H5T_STD_U16LE,  H5T_STD_U32LE, H5T_STD_U64LE, H5T_STD_I8LE,
                           H5T_STD_I16LE,  H5T_STD_I32LE,  H5T_STD_I64LE, H5T_STD_U16BE, H5T_STD_U32BE,
                           H5T_STD_U64BE,  H5T_STD_I16BE,  H5T_STD_I32BE, H5T_STD_I64BE, H5T_IEEE_F32LE,
                           H5T_IEEE_F64LE, H5T_IEEE_F32BE, H5T_IEEE_F64BE};
    for (size_t i = 0; type >= 0 && i < sizeof plain / sizeof plain[0]; i++) {
        if (H5Tequal(type, plain[i]) > 0) {
            *whole = H5Tget_class(plain[i]) == H5T_INTEGER;
            return true;
        }
    }
    return false;
}

hid_t gx_hdf_text_type(size_t size)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    if (type >= 0 && (H5Tset_size(type, size) < 0 || H5Tset_strpad(type, H5T_STR_NULLPAD) < 0 ||
                      H5Tset_cset(type, H5T_CSET_UTF8) < 0)) {
        H5Tclose(type);
        type = -1;
    }
    return type;
}

void gx_hdf_quiet(void)
{
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

/* Called from the innermost error outward: the first that says anything is kept. */
static herr_t keep_reason(unsigned n, const H5E_error2_t *entry, void *data)
{
    (void)n;
    char *buffer = data;
    if (buffer[0] == '\0' && entry->desc != NULL) {
        snprintf(buffer, 256, "%s", entry->desc);
    }
    return 0;
}

const char *gx_hdf_reason(char buffer[256])
{
    buffer[0] = '\0';
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_reason, buffer);
    if (buffer[0] == '\0') {
        snprintf(buffer, 256, "unknown reason");
    }
    return buffer;
}

gx_status gx_hdf_fail(gx_error *error, gx_status status, const char *what, const char *name)
{
    char reason[256];
    gx_hdf_reason(reason);
    return gx_fail(error, status, "%s '%s': %s", what, name, reason);
}

bool gx_hdf_exists(hid_t file, const char *path)
{
    char part[GX_PATH_MAX];
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof part) {
        return false;
    }
    for (size_t i = 1; i <= length; i++) {
        if ((path[i] == '/' || path[i] == '\0') && path[i - 1] != '/') {
            memcpy(part, path, i);
            part[i] = '\0';
            if (H5Lexists(file, part, H5P_DEFAULT) <= 0) {
                return false;
            }
        }
    }
    return strspn(path, "/") == length || H5Oexists_by_name(file, path, H5P_DEFAULT) > 0;
}

const char *gx_hdf5_version(void)
{
    static const char compiled[] = H5_VERS_INFO; /* "HDF5 library version: 1.10.8" */
    const char *number = strrchr(compiled, ' ');
    return number == NULL ? compiled : number + 1;
}
