/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file driver for HDF5, so that a recording survives a kill, a full disk and a failed allocation.
 *
 * HDF5 gives no guarantee about a file between two flushes: it reuses the space of a chunk that grew, and may
 * write a node of an index before the nodes below it. And once a write has failed it cannot close without
 * writing more. This driver divides the file at the end of what was committed:
 *
 *     0 ............................ committed ............................ eof
 *     the last flushed recording     | appended since: written at once
 *     changes are held in memory     |
 *
 * A commit first makes the appended part durable, then puts the held bytes in their places (no new space is
 * needed for them), then makes those durable. So up to the commit the file is the last flushed recording with
 * unused bytes behind it, which any HDF5 program opens; only a kill among the few writes of the held bytes
 * can hurt. Held are the rewritten part chunks, one per column at most, and index nodes: some MiB. From the
 * first mark on (undo.h) the bytes that they replace are put down in a log before: even that kill is mended.
 *
 * HDF5 is never told of a failed write: it would keep a file that it cannot close, and crash on it when the
 * process ends. The driver notes the failure (the writer looks after each step), from then on takes
 * everything and writes nothing, so that HDF5 closes in peace and the file stays what it was.
 */
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <gx/base/memory.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct disk_info {
    gx_disk *disk;
} disk_info;

static gx_status open_alone(gx_disk *disk, const char *path, int flags, const char *what, gx_error *error)
{
    *disk = (gx_disk){.fd = -1, .undo = GX_UNDO_NONE};
    int fd = open(path, O_RDWR | O_CLOEXEC | flags, 0666);
    if (fd < 0) {
        gx_status status = errno == ENOENT || errno == ENOTDIR ? GX_ERR_NOT_FOUND : GX_ERR_IO;
        return gx_fail(error, status, "cannot %s '%s': %s", what, path, strerror(errno));
    }
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_SETLK, &lock) != 0 && (errno == EACCES || errno == EAGAIN)) {
        close(fd);
        return gx_fail(error, GX_ERR_EXISTS, "'%s' is being written by another process", path);
    }
    disk->fd = fd;
    return GX_OK;
}

gx_status gx_disk_open(gx_disk *disk, const char *path, gx_error *error)
{
    gx_status status = open_alone(disk, path, O_CREAT, "create", error);
    if (status == GX_OK && ftruncate(disk->fd, 0) != 0) {
        status = gx_fail(error, GX_ERR_IO, "cannot empty '%s': %s", path, strerror(errno));
        close(disk->fd);
        disk->fd = -1;
    }
    return status;
}

gx_status gx_disk_reopen(gx_disk *disk, const char *path, gx_error *error)
{
    gx_status status = open_alone(disk, path, 0, "open", error);
    struct stat facts;
    if (status == GX_OK && fstat(disk->fd, &facts) != 0) {
        status = gx_fail(error, GX_ERR_IO, "cannot open '%s': %s", path, strerror(errno));
        close(disk->fd);
        disk->fd = -1;
    }
    if (status == GX_OK) {
        disk->eof = disk->committed = (haddr_t)facts.st_size;
    }
    return status;
}

void gx_disk_freeze(gx_disk *disk, int reason)
{
    if (disk->failed == 0) {
        disk->failed = reason;
    }
}

gx_status gx_disk_fail(const gx_disk *disk, const char *name, gx_error *error)
{
    return gx_fail(error, disk->failed == ENOMEM ? GX_ERR_MEMORY : GX_ERR_IO, "cannot write '%s': %s", name,
                   strerror(disk->failed));
}

static void let_go(gx_disk *disk)
{
    for (size_t i = 0; i < disk->held_count; i++) {
        gx_free(disk->held[i].bytes);
    }
    disk->held_count = 0;
}

void gx_disk_close(gx_disk *disk)
{
    if (disk->fd >= 0) {
        /* Best effort: a longer file opens too. */
        if (disk->eof > disk->committed && ftruncate(disk->fd, (off_t)disk->committed) != 0) {
            errno = 0;
        }
        close(disk->fd);
    }
    let_go(disk);
    gx_free(disk->held);
    gx_undo_close(&disk->undo);
    *disk = (gx_disk){.fd = -1, .undo = GX_UNDO_NONE};
}

/* 0, or an errno. */
static int write_at(int fd, haddr_t at, const unsigned char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t done = pwrite(fd, bytes, size, (off_t)at);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return done < 0 ? errno : ENOSPC;
        }
        at += (haddr_t)done;
        bytes += done;
        size -= (size_t)done;
    }
    return 0;
}

/* Bytes that nobody wrote are zeros: a hole between two commits must not ask for space in the second. */
static int fill_to(gx_disk *disk, haddr_t end)
{
    static const unsigned char zeros[4096];
    int reason = 0;
    while (reason == 0 && disk->eof < end) {
        size_t size = end - disk->eof < sizeof zeros ? (size_t)(end - disk->eof) : sizeof zeros;
        reason = write_at(disk->fd, disk->eof, zeros, size);
        disk->eof += size;
    }
    return reason;
}

/* Later bytes stand behind earlier ones, and win. */
static int hold(gx_disk *disk, haddr_t at, const unsigned char *bytes, size_t size)
{
    for (size_t i = disk->held_count; i-- > 0;) {
        gx_held *old = &disk->held[i];
        if (old->at == at && old->size == size) {
            memcpy(old->bytes, bytes, size);
            return 0;
        }
        if (old->at < at + size && at < old->at + old->size) {
            break; /* they overlap: the order matters */
        }
    }
    if (disk->held_count == disk->held_capacity) {
        size_t capacity = disk->held_capacity == 0 ? 64 : 2 * disk->held_capacity;
        gx_held *held = gx_resize(disk->held, disk->held_capacity, capacity, sizeof *held);
        if (held == NULL) {
            return ENOMEM;
        }
        disk->held = held;
        disk->held_capacity = capacity;
    }
    unsigned char *copy = gx_alloc(size, 1);
    if (copy == NULL) {
        return ENOMEM;
    }
    memcpy(copy, bytes, size);
    disk->held[disk->held_count++] = (gx_held){at, size, copy};
    return 0;
}

/* What the commit will overwrite or cut off goes into the log of the last mark first. */
static int keep_old(gx_disk *disk)
{
    int reason = 0;
    for (size_t i = 0; i < disk->held_count && reason == 0; i++) {
        reason = gx_undo_keep(&disk->undo, disk->fd, disk->held[i].at, disk->held[i].size);
    }
    if (reason == 0 && disk->eof > disk->eoa) {
        reason = gx_undo_keep(&disk->undo, disk->fd, disk->eoa, disk->eof - disk->eoa);
    }
    return reason == 0 ? gx_undo_sync(&disk->undo) : reason;
}

gx_status gx_disk_commit(gx_disk *disk, gx_error *error)
{
    int reason = disk->failed;
    if (reason == 0) {
        reason = fdatasync(disk->fd) == 0 ? 0 : errno;
    }
    uint64_t kept = disk->undo.end;
    if (reason == 0) {
        reason = keep_old(disk);
    }
    bool touched = reason == 0;
    for (size_t i = 0; i < disk->held_count && reason == 0; i++) {
        const gx_held *held = &disk->held[i];
        reason = write_at(disk->fd, held->at, held->bytes, held->size);
    }
    if (reason == 0 && disk->eof > disk->eoa) {
        reason = ftruncate(disk->fd, (off_t)disk->eoa) == 0 ? 0 : errno;
        disk->eof = disk->eoa;
    }
    if (reason == 0) {
        reason = fsync(disk->fd) == 0 ? 0 : errno;
    }
    if (reason != 0) {
        if (touched) {
            gx_undo_take_back(&disk->undo, disk->fd, kept);
        }
        gx_disk_freeze(disk, reason);
        return gx_disk_fail(disk, "the recording", error);
    }
    let_go(disk);
    disk->committed = disk->eof;
    return GX_OK;
}

/* ---- What HDF5 calls
 * ------------------------------------------------------------------------------------------------ */

static H5FD_t *disk_open(const char *name, unsigned flags, hid_t access, haddr_t max_address)
{
    (void)name, (void)flags, (void)max_address;
    const disk_info *info = H5Pget_driver_info(access);
    return info == NULL ? NULL : &info->disk->public;
}

/* HDF5 opens on trial and closes again; the descriptor is ours until gx_disk_close. */
static herr_t disk_close(H5FD_t *file)
{
    (void)file;
    return 0;
}

static int disk_compare(const H5FD_t *a, const H5FD_t *b)
{
    return (uintptr_t)a < (uintptr_t)b ? -1 : a != b;
}

static herr_t disk_query(const H5FD_t *file, unsigned long *flags)
{
    (void)file;
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_AGGREGATE_SMALLDATA |
             H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
    return 0;
}

static haddr_t disk_get_eoa(const H5FD_t *file, H5FD_mem_t type)
{
    (void)type;
    return ((const gx_disk *)file)->eoa;
}

static herr_t disk_set_eoa(H5FD_t *file, H5FD_mem_t type, haddr_t address)
{
    (void)type;
    ((gx_disk *)file)->eoa = address;
    return 0;
}

static haddr_t disk_get_eof(const H5FD_t *file, H5FD_mem_t type)
{
    (void)type;
    return ((const gx_disk *)file)->eof;
}

static herr_t disk_read(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t at, size_t size, void *buffer)
{
    (void)type, (void)transfer;
    gx_disk *disk = (gx_disk *)file;
    unsigned char *to = buffer;
    for (size_t got = 0; got < size;) {
        ssize_t done = pread(disk->fd, to + got, size - got, (off_t)(at + got));
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done < 0) {
            gx_disk_freeze(disk, errno);
            return -1;
        }
        if (done == 0) {
            memset(to + got, 0, size - got);
            break;
        }
        got += (size_t)done;
    }
    for (size_t i = 0; i < disk->held_count; i++) {
        const gx_held *held = &disk->held[i];
        haddr_t start = held->at > at ? held->at : at;
        haddr_t end = held->at + held->size < at + size ? held->at + held->size : at + size;
        if (start < end) {
            memcpy(to + (start - at), held->bytes + (start - held->at), (size_t)(end - start));
        }
    }
    return 0;
}

static herr_t disk_write(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t at, size_t size,
                         const void *buffer)
{
    (void)transfer;
    gx_disk *disk = (gx_disk *)file;
    const unsigned char *bytes = buffer;
    if (disk->failed != 0) {
        /* HDF5 may read its own index back while it closes, never its data. */
        if (type != H5FD_MEM_DRAW) {
            (void)hold(disk, at, bytes, size);
        }
        disk->eof = at + size > disk->eof ? at + size : disk->eof;
        return 0;
    }
    int reason = 0;
    if (at < disk->committed) {
        size_t below = disk->committed - at < size ? (size_t)(disk->committed - at) : size;
        reason = hold(disk, at, bytes, below);
        at += below;
        bytes += below;
        size -= below;
    }
    if (reason == 0 && size > 0) {
        reason = fill_to(disk, at);
    }
    if (reason == 0 && size > 0) {
        reason = write_at(disk->fd, at, bytes, size);
        disk->eof = at + size > disk->eof ? at + size : disk->eof;
    }
    if (reason != 0) {
        gx_disk_freeze(disk, reason);
    }
    return 0;
}

/* HDF5 wants bytes up to eoa. A file that is too long is cut in the commit. */
static herr_t disk_truncate(H5FD_t *file, hid_t transfer, hbool_t closing)
{
    (void)transfer, (void)closing;
    gx_disk *disk = (gx_disk *)file;
    if (disk->failed != 0) {
        return 0;
    }
    int reason = fill_to(disk, disk->eoa);
    if (reason != 0) {
        gx_disk_freeze(disk, reason);
    }
    return 0;
}

static const H5FD_class_t disk_class = {
#if H5_VERSION_GE(1, 13, 0)
    .version = H5FD_CLASS_VERSION,
    .value = (H5FD_class_value_t)600,
#endif
    .name = "guanxi",
    .maxaddr = (haddr_t)INT64_MAX,
    .fc_degree = H5F_CLOSE_STRONG,
    .fapl_size = sizeof(disk_info),
    .open = disk_open,
    .close = disk_close,
    .cmp = disk_compare,
    .query = disk_query,
    .get_eoa = disk_get_eoa,
    .set_eoa = disk_set_eoa,
    .get_eof = disk_get_eof,
    .read = disk_read,
    .write = disk_write,
    .truncate = disk_truncate,
    .fl_map = H5FD_FLMAP_DICHOTOMY,
};

hid_t gx_disk_access(gx_disk *disk, hid_t *driver)
{
    *driver = H5FDregister(&disk_class);
    hid_t access = *driver < 0 ? -1 : H5Pcreate(H5P_FILE_ACCESS);
    disk_info info = {disk};
    if (access >= 0 && (H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_LATEST) < 0 ||
                        H5Pset_driver(access, *driver, &info) < 0)) {
        H5Pclose(access);
        access = -1;
    }
    if (access < 0 && *driver >= 0) {
        H5FDunregister(*driver);
        *driver = -1;
    }
    return access;
}
