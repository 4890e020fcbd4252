/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "input.h"

#include "exits.h"
#include "talk.h"
#include <errno.h>
#include <gx/base/memory.h>
#include <gx/stats/tables.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SCENARIO_BYTES_MAX = 1 << 20 };

gx_status gx_scenario_text(char **out, size_t *length, const char *path, gx_error *error)
{
    struct stat about;
    *out = NULL;
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        return gx_fail(error, GX_ERR_INPUT, "'%s' is a folder, not a scenario file", path);
    gx_status status = gx_read_file(out, length, path, SCENARIO_BYTES_MAX, error);
    if (status == GX_ERR_IO)
        error->status = GX_ERR_INPUT;
    if (status == GX_OK && *length == 0) {
        gx_free(*out);
        *out = NULL;
        return gx_fail(error, GX_ERR_INPUT,
                       "'%s' is empty; 'guanxi describe --format template' writes a scenario to start from",
                       path);
    }
    return status == GX_OK ? GX_OK : error->status;
}

int gx_refuse_scenario(const gx_call *call, gx_status status, const gx_diagnostics *diagnostics,
                       const gx_error *error)
{
    if (!diagnostics->count) {
        gx_complain(call, "%s", error->message);
        return gx_exit_of(status);
    }
    fputs(gx_text_get(&diagnostics->report), stderr);
    if (diagnostics->count > 1)
        fprintf(stderr, "%zu errors\n", diagnostics->count);
    return GX_EXIT_INPUT;
}

/* Numbers that verbs calculate with: a file may say anything. What is missing is told by whoever needs it. */
static gx_status check_clock(const gx_reader *reader, gx_error *error)
{
    static const char *const names[] = {"start", "tick_ms", "ticks", "last_tick"};
    int64_t value;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        gx_status status = gx_root_integer(&value, reader, names[i], error);
        if (status != GX_OK && status != GX_ERR_NOT_FOUND)
            return status;
    }
    if (gx_reader_int_attribute(reader, "/series", "period_ms", &value, NULL) == GX_OK &&
        (value < 1 || value > 3600000))
        return gx_fail(error, GX_ERR_FORMAT, "'%s' is damaged: /series says a period of %lld ms",
                       gx_reader_path(reader), (long long)value);
    return GX_OK;
}

gx_status gx_recording_open(gx_reader **out, const gx_call *call, const char *path, gx_error *error)
{
    gx_status status = gx_reader_open(out, path, error);
    if (status == GX_ERR_NOT_FOUND) {
        gx_text partial = {0};
        gx_text_append(&partial, "%s.partial", path);
        if (!partial.failed && access(partial.data, R_OK) == 0)
            gx_fail(error, status,
                    "there is no '%s', but '%s' of a run that did not end: name that one to read it", path,
                    partial.data);
        gx_text_free(&partial);
    }
    if (status == GX_ERR_IO)
        status = error->status = GX_ERR_INPUT;
    if (status == GX_OK) {
        status = check_clock(*out, error);
        if (status != GX_OK)
            gx_reader_close(*out);
    }
    if (status == GX_OK && !gx_reader_complete(*out)) {
        int64_t last = 0, planned = 0;
        gx_reader_int_attribute(*out, "/", "last_tick", &last, NULL);
        gx_reader_int_attribute(*out, "/", "ticks", &planned, NULL);
        gx_talk(call, "note: '%s' is of a run that did not end: it holds %lld of %lld ticks", path,
                (long long)last, (long long)planned);
    }
    return status;
}

static bool cut_ending(const char *name, size_t *length, const char *ending)
{
    size_t own = strlen(ending);
    if (*length <= own || memcmp(name + *length - own, ending, own) != 0)
        return false;
    *length -= own;
    return true;
}

void gx_stem(gx_text *out, const char *path)
{
    static const char *const endings[] = {".partial", ".yaml", ".yml", ".h5"};
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        cut_ending(name, &length, endings[i]);
    if (length)
        gx_text_append_bytes(out, name, length);
    else
        gx_text_append(out, "run");
}

/* The folder of `path`, appended. */
static void folder_of(gx_text *out, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash)
        gx_text_append_bytes(out, path, slash == path ? 1 : (size_t)(slash - path));
    else
        gx_text_append(out, ".");
}

gx_status gx_output_check(const char *path, bool force, gx_error *error)
{
    struct stat about;
    gx_text folder = {0};
    folder_of(&folder, path);
    gx_status status = GX_OK;
    size_t length = strlen(path);
    if (folder.failed)
        status = gx_fail_memory(error, path);
    else if (length && path[length - 1] == '/')
        status = gx_fail(error, GX_ERR_INPUT, "'%s' is a folder, not a file to write", path);
    else if (stat(folder.data, &about) != 0)
        status = gx_fail(error, GX_ERR_INPUT, "cannot write '%s': folder '%s': %s", path, folder.data,
                         strerror(errno));
    else if (!S_ISDIR(about.st_mode))
        status = gx_fail(error, GX_ERR_INPUT, "cannot write '%s': '%s' is not a folder", path, folder.data);
    else if (access(folder.data, W_OK | X_OK) != 0)
        status = gx_fail(error, GX_ERR_INPUT, "cannot write '%s': folder '%s': %s", path, folder.data,
                         strerror(errno));
    else if (stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        status = gx_fail(error, GX_ERR_INPUT, "'%s' is a folder, not a file to write", path);
    else if (!force && lstat(path, &about) == 0)
        status = gx_fail(error, GX_ERR_EXISTS, "'%s' exists already; --force overwrites it, -o names another",
                         path);
    gx_text_free(&folder);
    return status;
}
