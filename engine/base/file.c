/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files. */
#include <errno.h>
#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { FIRST_BYTES = 1 << 16 };

/* A failure of the system on `path`, in its words. Call at once: reads errno. */
static gx_status fail_system(gx_error *error, const char *what, const char *path)
{
    int number = errno;
    char reason[128];
    if (strerror_r(number, reason, sizeof(reason)) != 0)
        snprintf(reason, sizeof(reason), "error %d", number);
    gx_status status = number == ENOENT || number == ENOTDIR ? GX_ERR_NOT_FOUND
                       : number == ENOMEM                    ? GX_ERR_MEMORY
                                                             : GX_ERR_IO;
    return gx_fail(error, status, "cannot %s '%s': %s", what, path, reason);
}

/* What to ask for at first: the size of a regular file and the NUL, so that one allocation serves. */
static size_t first_capacity(FILE *file, size_t max_bytes)
{
    struct stat about;
    if (fstat(fileno(file), &about) == 0 && S_ISREG(about.st_mode) && about.st_size >= 0 &&
        (uintmax_t)about.st_size <= max_bytes && (uintmax_t)about.st_size < SIZE_MAX - 2)
        return (size_t)about.st_size + 2;
    return FIRST_BYTES;
}

/* Reads to the end; the capacity is always above the length, for the NUL. The block is handed out in *out
 * even on failure, for the caller to release. */
static gx_status read_all(char **out, size_t *length, FILE *file, const char *path, size_t max_bytes,
                          gx_error *error)
{
    size_t capacity = first_capacity(file, max_bytes);
    size_t used = 0;
    *out = gx_alloc(capacity, 1);
    if (!*out)
        return gx_fail_memory(error, path);
    for (;;) {
        size_t got = fread(*out + used, 1, capacity - 1 - used, file);
        used += got;
        if (used > max_bytes)
            return gx_fail(error, GX_ERR_LIMIT, "'%s' is longer than %zu bytes", path, max_bytes);
        if (used < capacity - 1)
            break;
        char *larger = capacity > SIZE_MAX / 2 ? NULL : gx_resize(*out, capacity, capacity * 2, 1);
        if (!larger)
            return gx_fail_memory(error, path);
        *out = larger;
        capacity *= 2;
    }
    if (ferror(file))
        return fail_system(error, "read", path);
    (*out)[used] = '\0';
    *length = used;
    return GX_OK;
}

gx_status gx_read_file(char **out, size_t *length, const char *path, size_t max_bytes, gx_error *error)
{
    *out = NULL;
    *length = 0;
    FILE *file = fopen(path, "rb");
    if (!file)
        return fail_system(error, "read", path);
    gx_status status = read_all(out, length, file, path, max_bytes, error);
    fclose(file);
    if (status != GX_OK) {
        gx_free(*out);
        *out = NULL;
    }
    return status;
}

/* The bytes under the name `partial`; nothing of that name is left on failure. */
static gx_status write_partial(const char *partial, const char *bytes, size_t length, gx_error *error)
{
    FILE *file = fopen(partial, "wb");
    if (!file)
        return fail_system(error, "create", partial);
    gx_status status = GX_OK;
    if (length > 0 && fwrite(bytes, 1, length, file) != length)
        status = fail_system(error, "write", partial);
    if (fclose(file) != 0 && status == GX_OK)
        status = fail_system(error, "write", partial);
    if (status != GX_OK)
        remove(partial);
    return status;
}

gx_status gx_write_file(const char *path, const char *bytes, size_t length, bool force, gx_error *error)
{
    struct stat about;
    if (!force && lstat(path, &about) == 0)
        return gx_fail(error, GX_ERR_EXISTS, "'%s' exists already", path);
    gx_text partial = {0};
    gx_text_append(&partial, "%s.partial", path);
    if (partial.failed) {
        gx_text_free(&partial);
        return gx_fail_memory(error, path);
    }
    gx_status status = write_partial(partial.data, bytes, length, error);
    if (status == GX_OK && rename(partial.data, path) != 0) {
        status = fail_system(error, "write", path);
        remove(partial.data);
    }
    gx_text_free(&partial);
    return status;
}
