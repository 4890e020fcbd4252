/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recording that is taken up again must be what it was when the checkpoint was made, to the byte: HDF5
 * finds its chunks by an index that every later flush overwrites. So before a commit overwrites bytes of the
 * file, it writes the old ones here, and makes them durable:
 *
 *     head    "GXUNDOLG" | generation | length of the file at the mark | sum
 *     entry   at | size | sum | the old bytes            again and again
 *
 * Going back to a mark reads the logs from the newest to that mark's own, each from its end, puts the old
 * bytes in their places and cuts the file to the mark's length. Appended bytes need no entry.
 *
 * There are three logs in turn. A mark is made before the checkpoint that tells of it is whole: until then
 * the last two checkpoints are the valid ones, and need their logs. An entry that was torn by a kill has a
 * wrong sum; what it was to protect was not overwritten yet, so the log ends before it.
 */
#include "undo.h"

#include <errno.h>
#include <fcntl.h>
#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

enum { LOGS = 3, PIECE = 1 << 20 };
static const char magic[8] = {'G', 'X', 'U', 'N', 'D', 'O', 'L', 'G'};

typedef struct undo_head {
    char magic[8];
    uint64_t generation, length, sum;
} undo_head;

typedef struct undo_entry {
    uint64_t at, size, sum;
} undo_entry;

static bool name_log(gx_text *name, const char *path, uint64_t slot)
{
    gx_text_append(name, "%s.undo-%c", path, (int)('a' + slot % LOGS));
    return !name->failed;
}

static uint64_t head_sum(const undo_head *head)
{
    return XXH3_64bits(head, offsetof(undo_head, sum));
}

/* An entry belongs to its generation: what an older log left behind the end is not believed. */
static uint64_t entry_sum(const undo_entry *entry, uint64_t generation, const void *bytes)
{
    uint64_t about[] = {generation, entry->at, entry->size};
    return XXH3_64bits_withSeed(bytes, entry->size, XXH3_64bits(about, sizeof about));
}

/* ---- Bytes: 0, or an errno ---- */

static int write_at(int fd, uint64_t at, const void *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t now = pwrite(fd, (const char *)bytes + done, size - done, (off_t)(at + done));
        if (now < 0 && errno == EINTR)
            continue;
        if (now <= 0)
            return now < 0 ? errno : ENOSPC;
        done += (size_t)now;
    }
    return 0;
}

static int read_at(int fd, uint64_t at, void *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t now = pread(fd, (char *)bytes + done, size - done, (off_t)(at + done));
        if (now < 0 && errno == EINTR)
            continue;
        if (now <= 0)
            return now < 0 ? errno : EIO;
        done += (size_t)now;
    }
    return 0;
}

/* ---- Keeping ---- */

gx_status gx_undo_begin(gx_undo *undo, const char *path, uint64_t generation, uint64_t length,
                        gx_error *error)
{
    gx_text name = {0};
    gx_undo_close(undo);
    if (!name_log(&name, path, generation)) {
        gx_text_free(&name);
        return gx_fail_memory(error, path);
    }
    int fd = open(name.data, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    undo_head head = {.generation = generation, .length = length};
    memcpy(head.magic, magic, sizeof magic);
    head.sum = head_sum(&head);
    int reason = fd < 0 ? errno : write_at(fd, 0, &head, sizeof head);
    if (reason == 0)
        reason = fdatasync(fd) == 0 ? 0 : errno;
    gx_status status = GX_OK;
    if (reason != 0)
        status = gx_fail(error, GX_ERR_IO, "cannot write '%s': %s", name.data, strerror(reason));
    if (reason != 0 && fd >= 0)
        close(fd);
    if (reason == 0)
        *undo = (gx_undo){fd, generation, length, sizeof head};
    gx_text_free(&name);
    return status;
}

static int keep_piece(gx_undo *undo, int file, uint64_t at, size_t size, unsigned char *bytes)
{
    undo_entry entry = {.at = at, .size = size};
    int reason = read_at(file, at, bytes, size);
    if (reason == 0) {
        entry.sum = entry_sum(&entry, undo->generation, bytes);
        reason = write_at(undo->fd, undo->end, &entry, sizeof entry);
    }
    if (reason == 0)
        reason = write_at(undo->fd, undo->end + sizeof entry, bytes, size);
    if (reason == 0)
        undo->end += sizeof entry + size;
    return reason;
}

int gx_undo_keep(gx_undo *undo, int file, uint64_t at, uint64_t size)
{
    if (undo->fd < 0 || at >= undo->length)
        return 0;
    uint64_t end = size < undo->length - at ? at + size : undo->length;
    unsigned char *bytes = gx_alloc(end - at < PIECE ? (size_t)(end - at) : PIECE, 1);
    int reason = bytes ? 0 : ENOMEM;
    while (at < end && reason == 0) {
        size_t piece = end - at < PIECE ? (size_t)(end - at) : PIECE;
        reason = keep_piece(undo, file, at, piece, bytes);
        at += piece;
    }
    gx_free(bytes);
    return reason;
}

int gx_undo_sync(gx_undo *undo)
{
    return undo->fd < 0 || fdatasync(undo->fd) == 0 ? 0 : errno;
}

void gx_undo_close(gx_undo *undo)
{
    if (undo->fd >= 0)
        close(undo->fd);
    *undo = GX_UNDO_NONE;
}

/* ---- Going back ---- */

/* A log that is read: where its entries begin, as far as they are whole. */
typedef struct undo_log {
    int fd; /* -1: there is none */
    undo_head head;
    uint64_t *entry;
    size_t count, capacity;
} undo_log;

static bool note_entry(undo_log *log, uint64_t at)
{
    if (log->count == log->capacity) {
        size_t capacity = log->capacity ? 2 * log->capacity : 256;
        uint64_t *larger = gx_resize(log->entry, log->capacity, capacity, sizeof *larger);
        if (!larger)
            return false;
        log->entry = larger;
        log->capacity = capacity;
    }
    log->entry[log->count++] = at;
    return true;
}

/* The entry at `at` of the log, its bytes into `bytes` (PIECE); false when it is not whole. */
static bool read_entry(const undo_log *log, uint64_t at, undo_entry *entry, unsigned char *bytes)
{
    return read_at(log->fd, at, entry, sizeof *entry) == 0 && entry->size > 0 && entry->size <= PIECE &&
           entry->at < log->head.length && entry->size <= log->head.length - entry->at &&
           read_at(log->fd, at + sizeof *entry, bytes, (size_t)entry->size) == 0 &&
           entry->sum == entry_sum(entry, log->head.generation, bytes);
}

/* What stands at `at` of a log with `length` bytes is no whole entry: was it cut short by a kill (or never
 * came to the disk: zeros), or is it damaged? */
static bool torn(const undo_log *log, uint64_t at, uint64_t length)
{
    undo_entry entry;
    uint64_t left = length - at;
    if (left < sizeof entry || read_at(log->fd, at, &entry, sizeof entry) != 0)
        return true;
    bool zeros = entry.at == 0 && entry.size == 0 && entry.sum == 0;
    return zeros || (entry.size <= PIECE && left - sizeof entry < entry.size);
}

/* Open a log, when it is there. 0, or an errno; EILSEQ: it is damaged. */
static int open_log(undo_log *log, const char *name, unsigned char *bytes)
{
    struct stat facts;
    log->fd = open(name, O_RDONLY | O_CLOEXEC);
    if (log->fd < 0)
        return errno == ENOENT ? 0 : errno;
    if (fstat(log->fd, &facts) != 0)
        return errno;
    bool whole = read_at(log->fd, 0, &log->head, sizeof log->head) == 0 &&
                 memcmp(log->head.magic, magic, sizeof magic) == 0 && log->head.sum == head_sum(&log->head);
    if (!whole) {
        close(log->fd);
        log->fd = -1;
        return (uint64_t)facts.st_size > sizeof log->head ? EILSEQ : 0;
    }
    undo_entry entry;
    uint64_t at = sizeof log->head;
    for (; read_entry(log, at, &entry, bytes); at += sizeof entry + entry.size)
        if (!note_entry(log, at))
            return ENOMEM;
    return torn(log, at, (uint64_t)facts.st_size) ? 0 : EILSEQ;
}

static int apply(const undo_log *log, int file, unsigned char *bytes)
{
    int reason = 0;
    for (size_t i = log->count; i-- > 0 && reason == 0;) {
        undo_entry entry;
        reason = read_entry(log, log->entry[i], &entry, bytes)
                     ? write_at(file, entry.at, bytes, (size_t)entry.size)
                     : EIO;
    }
    return reason;
}

void gx_undo_take_back(const gx_undo *undo, int file, uint64_t end)
{
    undo_log log = {.fd = undo->fd, .head = {.generation = undo->generation, .length = undo->length}};
    unsigned char *bytes = undo->fd < 0 ? NULL : gx_alloc(PIECE, 1);
    undo_entry entry;
    for (uint64_t at = end; bytes && at < undo->end && read_entry(&log, at, &entry, bytes);
         at += sizeof entry + entry.size)
        if (!note_entry(&log, at))
            break;
    if (bytes)
        (void)apply(&log, file, bytes);
    gx_free(log.entry);
    gx_free(bytes);
}

static const undo_log *log_of(const undo_log logs[LOGS], uint64_t generation)
{
    const undo_log *log = &logs[generation % LOGS];
    return log->fd >= 0 && log->head.generation == generation ? log : NULL;
}

/* A file may be shorter than at its mark, when all that was cut off since is in the logs. */
static bool all_there(const undo_log logs[LOGS], uint64_t generation, uint64_t there, uint64_t length,
                      unsigned char *bytes)
{
    for (bool further = true; there < length && further;) {
        further = false;
        for (uint64_t g = generation; g < generation + LOGS; g++) {
            const undo_log *log = log_of(logs, g);
            for (size_t i = 0; log && i < log->count; i++) {
                undo_entry entry;
                if (read_entry(log, log->entry[i], &entry, bytes) && entry.at <= there &&
                    there < entry.at + entry.size) {
                    there = entry.at + entry.size;
                    further = true;
                }
            }
        }
    }
    return there >= length;
}

static gx_status go_back(const undo_log logs[LOGS], const char *path, int file, uint64_t generation,
                         uint64_t length, unsigned char *bytes, gx_error *error)
{
    const undo_log *own = log_of(logs, generation);
    struct stat facts;
    if (!own || own->head.length != length)
        return gx_fail(error, GX_ERR_FORMAT,
                       "'%s' cannot be put back to its checkpoint: its log '%s.undo-%c' is missing or not of "
                       "that checkpoint",
                       path, path, (int)('a' + generation % LOGS));
    int reason = fstat(file, &facts) == 0 ? 0 : errno;
    if (reason == 0 && !all_there(logs, generation, (uint64_t)facts.st_size, length, bytes))
        return gx_fail(error, GX_ERR_FORMAT, "'%s' has %lld bytes; at its checkpoint it had %llu", path,
                       (long long)facts.st_size, (unsigned long long)length);
    for (uint64_t g = generation + LOGS - 1; g >= generation && reason == 0; g--) {
        const undo_log *log = log_of(logs, g);
        reason = log ? apply(log, file, bytes) : 0;
    }
    if (reason == 0)
        reason = ftruncate(file, (off_t)length) == 0 && fsync(file) == 0 ? 0 : errno;
    return reason == 0 ? GX_OK
                       : gx_fail(error, GX_ERR_IO, "cannot put '%s' back to its checkpoint: %s", path,
                                 strerror(reason));
}

gx_status gx_undo_roll_back(const char *path, int file, uint64_t generation, uint64_t length, gx_error *error)
{
    undo_log logs[LOGS] = {{.fd = -1}, {.fd = -1}, {.fd = -1}};
    unsigned char *bytes = gx_alloc(PIECE, 1);
    gx_status status = bytes ? GX_OK : gx_fail_memory(error, path);
    for (uint64_t slot = 0; slot < LOGS && status == GX_OK; slot++) {
        gx_text name = {0};
        int reason = name_log(&name, path, slot) ? open_log(&logs[slot], name.data, bytes) : ENOMEM;
        if (reason == EILSEQ)
            status = gx_fail(error, GX_ERR_FORMAT,
                             "'%s' is damaged: '%s' cannot be put back to its checkpoint", name.data, path);
        else if (reason == ENOMEM)
            status = gx_fail_memory(error, path);
        else if (reason != 0)
            status = gx_fail(error, GX_ERR_IO, "cannot read '%s': %s", name.data, strerror(reason));
        gx_text_free(&name);
    }
    if (status == GX_OK)
        status = go_back(logs, path, file, generation, length, bytes, error);
    for (size_t i = 0; i < LOGS; i++) {
        if (logs[i].fd >= 0)
            close(logs[i].fd);
        gx_free(logs[i].entry);
    }
    gx_free(bytes);
    return status;
}

void gx_undo_remove(const char *path)
{
    for (uint64_t slot = 0; slot < LOGS; slot++) {
        gx_text name = {0};
        if (name_log(&name, path, slot))
            unlink(name.data);
        gx_text_free(&name);
    }
}
