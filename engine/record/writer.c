/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of a recording: PATH.partial is created (or opened again: resume.c), grows, is committed at each
 * flush, and becomes PATH at the end. */
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <gx/base/memory.h>
#include <gx/record/reader.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder that `path` lies in, in a block of its own. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = gx_copy_text(slash == NULL ? "." : path);
    if (folder != NULL && slash != NULL) {
        folder[slash == path ? 1 : slash - path] = '\0';
    }
    return folder;
}

/* Everything that can be known now about the rename at the end of the run. */
static gx_status check_target(const char *path, bool force, gx_error *error)
{
    struct stat facts;
    if (path[0] == '\0') {
        return gx_fail(error, GX_ERR_NOT_FOUND, "the name of the recording is empty");
    }
    char *folder = folder_of(path);
    if (folder == NULL) {
        return gx_fail_memory(error, "the name of a recording");
    }
    gx_status status = GX_OK;
    if (stat(folder, &facts) != 0) {
        status = gx_fail(error, errno == ENOENT || errno == ENOTDIR ? GX_ERR_NOT_FOUND : GX_ERR_IO,
                         "cannot write '%s': folder '%s': %s", path, folder, strerror(errno));
    } else if (!S_ISDIR(facts.st_mode)) {
        status = gx_fail(error, GX_ERR_NOT_FOUND, "cannot write '%s': '%s' is not a folder", path, folder);
    } else if (access(folder, W_OK | X_OK) != 0) {
        status =
            gx_fail(error, GX_ERR_IO, "cannot write '%s': folder '%s': %s", path, folder, strerror(errno));
    } else if (lstat(path, &facts) == 0) {
        if (S_ISDIR(facts.st_mode)) {
            status = gx_fail(error, GX_ERR_IO, "cannot write '%s': it is a folder", path);
        } else if (!force) {
            status = gx_fail(error, GX_ERR_EXISTS, "'%s' exists already", path);
        }
    }
    gx_free(folder);
    return status;
}

/* Plain old format and no times: equal runs are equal bytes. */
gx_status gx_writer_open_file(gx_writer *writer, bool create, gx_error *error)
{
    hid_t access_list = gx_disk_access(&writer->disk, &writer->driver);
    hid_t plan = H5Pcreate(H5P_FILE_CREATE);
    writer->group_plan = H5Pcreate(H5P_GROUP_CREATE);
    writer->transfer = H5Pcreate(H5P_DATASET_XFER);
    bool ready = access_list >= 0 && plan >= 0 && writer->group_plan >= 0 && writer->transfer >= 0 &&
                 H5Pset_obj_track_times(plan, 0) >= 0 && H5Pset_obj_track_times(writer->group_plan, 0) >= 0;
    gx_status status = GX_OK;
    if (ready && create) {
        writer->file = H5Fcreate(writer->partial, H5F_ACC_TRUNC, plan, access_list);
    } else if (ready) {
        writer->file = H5Fopen(writer->partial, H5F_ACC_RDWR, access_list);
    }
    if (writer->file < 0) {
        status = gx_hdf_fail(error, GX_ERR_IO, create ? "cannot create" : "cannot open", writer->partial);
    }
    if (plan >= 0) {
        H5Pclose(plan);
    }
    if (access_list >= 0) {
        H5Pclose(access_list);
    }
    return status;
}

/* From here on a kill leaves a file that opens. */
static gx_status write_head(gx_writer *writer, gx_error *error)
{
    gx_status status = gx_writer_text_attribute(writer, "/", "format", GX_RECORDING_FORMAT, error);
    if (status == GX_OK) {
        status = gx_writer_int_attribute(writer, "/", "format_version", GX_RECORDING_VERSION, error);
    }
    return status == GX_OK ? gx_writer_flush(writer, error) : status;
}

herr_t gx_writer_close_file(gx_writer *writer)
{
    herr_t result = writer->file < 0 ? 0 : H5Fclose(writer->file);
    writer->file = -1;
    if (writer->group_plan >= 0) {
        H5Pclose(writer->group_plan);
    }
    if (writer->transfer >= 0) {
        H5Pclose(writer->transfer);
    }
    if (writer->driver >= 0) {
        H5FDunregister(writer->driver);
    }
    return result;
}

void gx_writer_free(gx_writer *writer)
{
    gx_disk_close(&writer->disk);
    gx_writer_free_tables(writer);
    for (uint32_t i = 0; i < writer->slot_count; i++) {
        gx_packer_free(&writer->slots[i].packer);
    }
    gx_free(writer->path);
    gx_free(writer->partial);
    gx_free(writer);
}

gx_status gx_writer_new(gx_writer **out, const char *path, bool force, gx_error *error)
{
    gx_hdf_quiet();
    *out = NULL;
    gx_status status = check_target(path, force, error);
    if (status != GX_OK) {
        return status;
    }
    gx_writer *writer = gx_alloc(1, sizeof *writer);
    if (writer == NULL) {
        return gx_fail_memory(error, "a recording");
    }
    size_t room = strlen(path) + sizeof ".partial";
    writer->disk = (gx_disk){.fd = -1, .undo = GX_UNDO_NONE};
    writer->driver = writer->file = writer->group_plan = writer->transfer = -1;
    writer->force = force;
    writer->path = gx_copy_text(path);
    writer->partial = gx_alloc(room, 1);
    if (writer->path == NULL || writer->partial == NULL || gx_writer_packers(writer, 1) == 0) {
        gx_writer_free(writer);
        return gx_fail_memory(error, "a recording");
    }
    snprintf(writer->partial, room, "%s.partial", path);
    *out = writer;
    return GX_OK;
}

gx_status gx_writer_create(gx_writer **out, const char *path, bool force, gx_error *error)
{
    gx_writer *writer = NULL;
    gx_status status = gx_writer_new(&writer, path, force, error);
    *out = NULL;
    if (status != GX_OK) {
        return status;
    }
    status = gx_disk_open(&writer->disk, writer->partial, error);
    if (status != GX_OK) {
        gx_writer_free(writer);
        return status;
    }
    gx_undo_remove(writer->partial); /* of an earlier file of this name */
    status = gx_writer_open_file(writer, true, error);
    if (status == GX_OK) {
        status = write_head(writer, error);
    }
    if (status != GX_OK) {
        gx_writer_discard(writer);
        return status;
    }
    *out = writer;
    return GX_OK;
}

gx_status gx_writer_usable(const gx_writer *writer, gx_error *error)
{
    gx_hdf_quiet();
    if (writer->disk.failed == 0) {
        return GX_OK;
    }
    return gx_disk_fail(&writer->disk, writer->partial, error);
}

gx_status gx_writer_broken(gx_writer *writer, const char *what, const char *name, gx_error *error)
{
    if (writer->disk.failed != 0) {
        return gx_writer_usable(writer, error);
    }
    gx_status status = gx_hdf_fail(error, GX_ERR_IO, what, name);
    gx_disk_freeze(&writer->disk, EIO);
    return status;
}

/* The rename itself lies in the folder: make it durable too. */
static gx_status publish(const gx_writer *writer, gx_error *error)
{
    struct stat facts;
    if (!writer->force && lstat(writer->path, &facts) == 0) {
        return gx_fail(error, GX_ERR_EXISTS,
                       "'%s' was made by somebody else meanwhile; the recording is '%s'", writer->path,
                       writer->partial);
    }
    if (rename(writer->partial, writer->path) != 0) {
        return gx_fail(error, GX_ERR_IO, "cannot rename '%s' to '%s': %s", writer->partial, writer->path,
                       strerror(errno));
    }
    char *folder = folder_of(writer->path);
    int fd = folder == NULL ? -1 : open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        /* Some file systems refuse this for folders; the recording is in place all the same. */
        (void)fsync(fd);
        close(fd);
    }
    gx_free(folder);
    return GX_OK;
}

static gx_status seal(gx_writer *writer, gx_error *error)
{
    gx_status status = gx_writer_flush(writer, error);
    herr_t closed = gx_writer_close_file(writer);
    if (status == GX_OK && closed < 0) {
        status = gx_writer_broken(writer, "cannot close", writer->partial, error);
    }
    if (status == GX_OK) {
        status = gx_disk_commit(&writer->disk, error);
    }
    return status;
}

gx_status gx_writer_finish(gx_writer *writer, gx_error *error)
{
    gx_status status = seal(writer, error);
    if (status == GX_OK) {
        status = publish(writer, error);
    }
    if (status == GX_OK && writer->generation > 0) {
        gx_undo_remove(writer->partial);
    }
    gx_writer_free(writer);
    return status;
}

gx_status gx_writer_leave(gx_writer *writer, gx_error *error)
{
    gx_status status = seal(writer, error);
    gx_writer_free(writer);
    return status;
}

void gx_writer_abandon(gx_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    gx_hdf_quiet();
    gx_disk_freeze(&writer->disk, ECANCELED);
    gx_writer_close_file(writer);
    gx_writer_free(writer);
}

void gx_writer_discard(gx_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    gx_hdf_quiet();
    gx_disk_freeze(&writer->disk, ECANCELED);
    gx_writer_close_file(writer);
    unlink(writer->partial);
    gx_undo_remove(writer->partial);
    gx_writer_free(writer);
}

uint64_t gx_writer_bytes(const gx_writer *writer)
{
    return writer->bytes;
}
