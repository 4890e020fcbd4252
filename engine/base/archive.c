/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <gx/base/archive.h>
#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define XXH_INLINE_ALL /* a program that links the core alone needs no other library */
#include <xxhash.h>

/* The buffer is large enough that neither calls of the system nor of the hash are felt. */
enum { BUFFER = 1 << 20, VERSION = 1 };

typedef struct archive_head {
    char magic[8];
    uint64_t version, length;
} archive_head;

static const char magic[8] = {'G', 'X', 'A', 'R', 'C', 'H', 'I', 'V'};

struct gx_archive {
    int fd;
    bool loads;
    gx_error first;
    uint64_t length; /* of what lies between head and sum */
    uint64_t passed; /* of that, saved or loaded */
    size_t used, filled;
    XXH3_state_t *sum;
    gx_text path, partial;
    unsigned char buffer[BUFFER];
};

bool gx_archive_loads(const gx_archive *archive)
{
    return archive->loads;
}

bool gx_archive_good(const gx_archive *archive)
{
    return archive->first.status == GX_OK;
}

uint64_t gx_archive_size(const gx_archive *archive)
{
    return archive->passed;
}

void gx_archive_fail(gx_archive *archive, gx_status status, const char *format, ...)
{
    if (!gx_archive_good(archive))
        return;
    char text[600];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    gx_fail(&archive->first, status, "'%s': %s", archive->path.data, text);
}

static void fail_system(gx_archive *archive, const char *what)
{
    int reason = errno;
    gx_status status = reason == ENOENT || reason == ENOTDIR ? GX_ERR_NOT_FOUND : GX_ERR_IO;
    gx_archive_fail(archive, status, "cannot %s: %s", what, strerror(reason));
}

static void release(gx_archive *archive)
{
    if (archive->fd >= 0)
        close(archive->fd);
    XXH3_freeState(archive->sum);
    gx_text_free(&archive->path);
    gx_text_free(&archive->partial);
    gx_free(archive);
}

static gx_archive *make(const char *path, bool loads)
{
    gx_archive *archive = gx_alloc(1, sizeof *archive);
    if (!archive)
        return NULL;
    archive->fd = -1;
    archive->loads = loads;
    archive->sum = XXH3_createState();
    gx_text_append(&archive->path, "%s", path);
    gx_text_append(&archive->partial, "%s.partial", path);
    if (!archive->sum || archive->path.failed || archive->partial.failed) {
        release(archive);
        return NULL;
    }
    XXH3_64bits_reset(archive->sum);
    return archive;
}

/* ---- The system ---- */

static void write_all(gx_archive *archive, const void *bytes, size_t size)
{
    const char *from = bytes;
    while (size > 0) {
        ssize_t written = write(archive->fd, from, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            fail_system(archive, "write");
            return;
        }
        from += written;
        size -= (size_t)written;
    }
}

/* How many bytes there were, at most `size`. */
static size_t read_some(gx_archive *archive, void *bytes, size_t size)
{
    size_t got = 0;
    while (got < size) {
        ssize_t more = read(archive->fd, (char *)bytes + got, size - got);
        if (more < 0 && errno == EINTR)
            continue;
        if (more < 0)
            fail_system(archive, "read");
        if (more <= 0)
            break;
        got += (size_t)more;
    }
    return got;
}

static void flush(gx_archive *archive)
{
    XXH3_64bits_update(archive->sum, archive->buffer, archive->used);
    write_all(archive, archive->buffer, archive->used);
    archive->used = 0;
}

/* ---- Either way ---- */

static void put(gx_archive *archive, const unsigned char *data, size_t size)
{
    while (size > 0 && gx_archive_good(archive)) {
        size_t room = BUFFER - archive->used, part = size < room ? size : room;
        memcpy(archive->buffer + archive->used, data, part);
        archive->used += part;
        archive->passed += part;
        data += part;
        size -= part;
        if (archive->used == BUFFER)
            flush(archive);
    }
}

static void take(gx_archive *archive, unsigned char *data, size_t size)
{
    if (size > archive->length - archive->passed) {
        gx_archive_fail(archive, GX_ERR_FORMAT, "it ends where more was expected");
        return;
    }
    while (size > 0) {
        if (archive->used == archive->filled) {
            archive->filled = read_some(archive, archive->buffer, BUFFER);
            archive->used = 0;
        }
        size_t there = archive->filled - archive->used, part = size < there ? size : there;
        if (part == 0) {
            gx_archive_fail(archive, GX_ERR_IO, "it became shorter while it was read");
            return;
        }
        memcpy(data, archive->buffer + archive->used, part);
        archive->used += part;
        archive->passed += part;
        data += part;
        size -= part;
    }
}

void gx_archive_bytes(gx_archive *archive, void *data, size_t size)
{
    if (!gx_archive_good(archive))
        return;
    if (archive->loads)
        take(archive, data, size);
    else
        put(archive, data, size);
}

void gx_archive_same(gx_archive *archive, uint64_t value, const char *what)
{
    uint64_t found = value;
    GX_ARCHIVE(archive, found);
    if (gx_archive_good(archive) && found != value)
        gx_archive_fail(archive, GX_ERR_FORMAT, "%s: %llu here, %llu in the file", what,
                        (unsigned long long)value, (unsigned long long)found);
}

void gx_archive_mark(gx_archive *archive, const char *name)
{
    uint64_t mark = XXH3_64bits(name, strlen(name)), found = mark;
    GX_ARCHIVE(archive, found);
    if (gx_archive_good(archive) && found != mark)
        gx_archive_fail(archive, GX_ERR_FORMAT, "the part '%s' is not where it should be", name);
}

bool gx_archive_block(gx_archive *archive, void **block, size_t *capacity, size_t count, size_t size)
{
    if (archive->loads && gx_archive_good(archive) && count > *capacity) {
        void *larger = gx_resize(*block, *capacity, count, size);
        if (!larger) {
            gx_archive_fail(archive, GX_ERR_MEMORY, "memory is exhausted: cannot allocate %zu bytes",
                            count * size);
            return false;
        }
        *block = larger;
        *capacity = count;
    }
    gx_archive_bytes(archive, *block, count * size);
    return gx_archive_good(archive);
}

/* ---- Begin and end ---- */

gx_status gx_archive_save(gx_archive **out, const char *path, gx_error *error)
{
    *out = NULL;
    gx_archive *archive = make(path, false);
    if (!archive)
        return gx_fail_memory(error, path);
    archive->fd = open(archive->partial.data, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    archive_head room = {{0}, 0, 0}; /* written when the length is known */
    if (archive->fd < 0)
        fail_system(archive, "create");
    else
        write_all(archive, &room, sizeof room);
    if (!gx_archive_good(archive))
        return gx_archive_end(archive, error);
    *out = archive;
    return GX_OK;
}

/* The sum covers the rest first and the head last, for the head is known last. */
static void seal(gx_archive *archive)
{
    archive_head head = {.version = VERSION, .length = archive->passed};
    memcpy(head.magic, magic, sizeof magic);
    flush(archive);
    XXH3_64bits_update(archive->sum, &head, sizeof head);
    uint64_t sum = XXH3_64bits_digest(archive->sum);
    write_all(archive, &sum, sizeof sum);
    if (gx_archive_good(archive) && lseek(archive->fd, 0, SEEK_SET) != 0)
        fail_system(archive, "write");
    if (gx_archive_good(archive))
        write_all(archive, &head, sizeof head);
    if (gx_archive_good(archive) && fsync(archive->fd) != 0)
        fail_system(archive, "write");
    if (gx_archive_good(archive) && rename(archive->partial.data, archive->path.data) != 0)
        fail_system(archive, "name");
}

/* The sum of `length` bytes behind the head, and whether the one behind them is the same. */
static bool sum_holds(gx_archive *archive, const archive_head *head)
{
    uint64_t left = head->length, sum = 0;
    while (left > 0 && gx_archive_good(archive)) {
        size_t part = left < BUFFER ? (size_t)left : BUFFER;
        if (read_some(archive, archive->buffer, part) != part)
            return false;
        XXH3_64bits_update(archive->sum, archive->buffer, part);
        left -= part;
    }
    XXH3_64bits_update(archive->sum, head, sizeof *head);
    if (read_some(archive, &sum, sizeof sum) != sizeof sum)
        return false;
    unsigned char behind;
    return sum == XXH3_64bits_digest(archive->sum) && read_some(archive, &behind, 1) == 0;
}

static void believe(gx_archive *archive)
{
    archive_head head;
    if (read_some(archive, &head, sizeof head) != sizeof head || memcmp(head.magic, magic, sizeof magic) != 0)
        gx_archive_fail(archive, GX_ERR_FORMAT, "this is no checkpoint");
    else if (head.version != VERSION)
        gx_archive_fail(archive, GX_ERR_FORMAT, "a checkpoint of version %llu; this program reads version %d",
                        (unsigned long long)head.version, VERSION);
    else if (!sum_holds(archive, &head))
        gx_archive_fail(archive, GX_ERR_FORMAT, "it is damaged: its bytes do not add up to its sum");
    else if (lseek(archive->fd, (off_t)sizeof head, SEEK_SET) < 0)
        fail_system(archive, "read");
    else
        archive->length = head.length;
}

gx_status gx_archive_load(gx_archive **out, const char *path, gx_error *error)
{
    *out = NULL;
    gx_archive *archive = make(path, true);
    if (!archive)
        return gx_fail_memory(error, path);
    archive->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (archive->fd < 0)
        fail_system(archive, "read");
    else
        believe(archive);
    if (!gx_archive_good(archive)) {
        gx_status status = gx_fail(error, archive->first.status, "%s", archive->first.message);
        release(archive);
        return status;
    }
    *out = archive;
    return GX_OK;
}

gx_status gx_archive_end(gx_archive *archive, gx_error *error)
{
    if (!archive)
        return GX_OK;
    if (!archive->loads && gx_archive_good(archive))
        seal(archive);
    if (archive->loads && archive->passed != archive->length)
        gx_archive_fail(archive, GX_ERR_FORMAT, "%llu bytes of it were not asked for",
                        (unsigned long long)(archive->length - archive->passed));
    gx_status status = archive->first.status;
    if (status != GX_OK)
        gx_fail(error, status, "%s", archive->first.message);
    if (!archive->loads && status != GX_OK)
        remove(archive->partial.data);
    release(archive);
    return status;
}

void gx_archive_abandon(gx_archive *archive)
{
    if (!archive)
        return;
    if (!archive->loads)
        remove(archive->partial.data);
    release(archive);
}
