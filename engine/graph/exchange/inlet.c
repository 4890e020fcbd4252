/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window over a file. Readers look at whole lines or records in it, say how much they used, and slide on:
 *
 *     |--used--|--rest--|                 before
 *     |--rest--|--new-----------------|   after gx_inlet_slide(source, used)
 *
 * so nothing is copied but the rest of a line, and memory does not depend on the file. gzip members may
 * follow each other, as `cat a.gz b.gz` and parallel packers leave them; zeros behind the last (tapes) are
 * ignored.
 */
#define _POSIX_C_SOURCE 200809L
#include "exchange/inlet.h"

#include <errno.h>
#include <fcntl.h>
#include <gx/base/memory.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { PACKED = 1 << 18, BEGINNING = 8, ANY_HEADER = 15 + 16 };

struct gx_unpacker {
    z_stream stream;
    bool between; /* members: none begun, or one just ended */
    unsigned char packed[PACKED];
};

static gx_status fail_system(gx_error *error, const char *path)
{
    int number = errno;
    char reason[128];
    if (strerror_r(number, reason, sizeof reason) != 0)
        reason[0] = '\0';
    bool absent = number == ENOENT || number == ENOTDIR;
    return gx_fail(error, absent ? GX_ERR_NOT_FOUND : GX_ERR_IO, "cannot read '%s': %s", path, reason);
}

/* ---- Plain bytes ---- */

/* As many as there are, up to `room`. */
static gx_status read_bytes(gx_inlet *source, void *into, size_t room, size_t *got, gx_error *error)
{
    *got = 0;
    while (*got < room) {
        ssize_t count = read(source->file, (char *)into + *got, room - *got);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail_system(error, source->path);
        if (count == 0)
            break;
        *got += (size_t)count;
    }
    source->taken += *got;
    return GX_OK;
}

/* ---- gzip ---- */

static void *take(void *nothing, unsigned count, unsigned size)
{
    (void)nothing;
    return gx_alloc(count, size);
}

static void give(void *nothing, void *block)
{
    (void)nothing;
    gx_free(block);
}

static gx_status begin_unpacker(gx_inlet *source, gx_error *error)
{
    gx_unpacker *unpacker = gx_alloc(1, sizeof *unpacker);
    if (unpacker == NULL)
        return gx_fail_memory(error, "an unpacker");
    unpacker->stream.zalloc = take;
    unpacker->stream.zfree = give;
    if (inflateInit2(&unpacker->stream, ANY_HEADER) != Z_OK) {
        gx_free(unpacker);
        return gx_fail_memory(error, "an unpacker");
    }
    unpacker->between = true;
    source->unpacker = unpacker;
    return GX_OK;
}

/* More packed bytes, when all are used; *end when there are none. */
static gx_status refill(gx_inlet *source, bool *end, gx_error *error)
{
    z_stream *stream = &source->unpacker->stream;
    size_t got = 0;
    gx_status status = GX_OK;
    if (stream->avail_in == 0) {
        status = read_bytes(source, source->unpacker->packed, PACKED, &got, error);
        stream->next_in = source->unpacker->packed;
        stream->avail_in = (unsigned)got;
    }
    *end = stream->avail_in == 0;
    return status;
}

/* Between two members: zeros are padding. */
static void skip_padding(z_stream *stream)
{
    while (stream->avail_in > 0 && *stream->next_in == 0) {
        stream->next_in++;
        stream->avail_in--;
    }
}

static gx_status step_unpacker(gx_inlet *source, gx_error *error)
{
    gx_unpacker *unpacker = source->unpacker;
    unpacker->between = false;
    int code = inflate(&unpacker->stream, Z_NO_FLUSH);
    if (code == Z_MEM_ERROR)
        return gx_fail_memory(error, "an unpacker");
    if (code == Z_STREAM_END) {
        unpacker->between = true;
        code = inflateReset(&unpacker->stream);
    }
    if (code != Z_OK && code != Z_BUF_ERROR)
        return gx_fail(error, GX_ERR_FORMAT, "'%s' is damaged: gzip says '%s' near byte %llu", source->path,
                       unpacker->stream.msg != NULL ? unpacker->stream.msg : "wrong data",
                       (unsigned long long)(source->taken - unpacker->stream.avail_in));
    return GX_OK;
}

static gx_status unpack_bytes(gx_inlet *source, void *into, size_t room, size_t *got, gx_error *error)
{
    gx_unpacker *unpacker = source->unpacker;
    gx_status status = GX_OK;
    unpacker->stream.next_out = into;
    unpacker->stream.avail_out = (unsigned)room;
    while (status == GX_OK && unpacker->stream.avail_out > 0) {
        bool end;
        status = refill(source, &end, error);
        if (status == GX_OK && unpacker->between)
            skip_padding(&unpacker->stream);
        if (status == GX_OK && end && !unpacker->between)
            status =
                gx_fail(error, GX_ERR_FORMAT, "'%s' is cut off: its gzip data does not end", source->path);
        if (status != GX_OK || end)
            break;
        if (unpacker->stream.avail_in > 0)
            status = step_unpacker(source, error);
    }
    *got = room - unpacker->stream.avail_out;
    return status;
}

/* ---- The window ---- */

gx_status gx_inlet_rewind(gx_inlet *source, gx_error *error)
{
    source->filled = 0;
    source->taken = 0;
    source->last = source->begun = false;
    if (source->unpacker != NULL) {
        inflateReset(&source->unpacker->stream);
        source->unpacker->stream.avail_in = 0;
        source->unpacker->between = true;
    }
    return lseek(source->file, 0, SEEK_SET) == 0 ? GX_OK : fail_system(error, source->path);
}

static void skip_mark(gx_inlet *source)
{
    static const char mark[3] = "\xef\xbb\xbf";
    if (source->filled < sizeof mark || memcmp(source->window, mark, sizeof mark) != 0)
        return;
    source->filled -= sizeof mark;
    memmove(source->window, source->window + sizeof mark, source->filled);
}

gx_status gx_inlet_slide(gx_inlet *source, size_t used, gx_error *error)
{
    source->filled -= used;
    memmove(source->window, source->window + used, source->filled);
    size_t room = source->room - source->filled, got = 0;
    gx_status status = GX_OK;
    if (room > 0) {
        char *into = source->window + source->filled;
        status = source->unpacker != NULL ? unpack_bytes(source, into, room, &got, error)
                                          : read_bytes(source, into, room, &got, error);
        source->last = got < room;
    }
    source->filled += got;
    if (!source->begun)
        skip_mark(source);
    source->begun = true;
    return status;
}

/* ---- Opening ---- */

typedef struct kind {
    const char *bytes;
    size_t length;
    const char *what;
} kind;

static const kind others[] = {{"PK\3\4", 4, "a zip archive: unpack it"},
                              {"\xfd"
                               "7zXZ",
                               5, "packed by xz: unpack it, or pack it with gzip"},
                              {"BZh", 3, "packed by bzip2: unpack it, or pack it with gzip"},
                              {"\x28\xb5\x2f\xfd", 4, "packed by zstd: unpack it, or pack it with gzip"},
                              {"\x89HDF\r\n", 6, "an HDF5 file (a recording?): a graph is text"},
                              {"\x89PNG", 4, "a picture: a graph is text"},
                              {"%PDF-", 5, "a PDF: a graph is text"},
                              {"\xff\xfe", 2, "text in UTF-16: save it as UTF-8"},
                              {"\xfe\xff", 2, "text in UTF-16: save it as UTF-8"}};

/* The first bytes tell gzip, and what is certainly no graph. */
static gx_status look(gx_inlet *source, gx_error *error)
{
    unsigned char first[BEGINNING];
    size_t got;
    gx_status status = read_bytes(source, first, sizeof first, &got, error);
    if (status != GX_OK)
        return status;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (got >= others[i].length && memcmp(first, others[i].bytes, others[i].length) == 0)
            return gx_fail(error, GX_ERR_FORMAT, "'%s' is %s", source->path, others[i].what);
    if (got >= 2 && first[0] == 0x1f && first[1] == 0x8b)
        status = begin_unpacker(source, error);
    return status == GX_OK ? gx_inlet_rewind(source, error) : status;
}

static gx_status open_file(gx_inlet *source, gx_error *error)
{
    struct stat about;
    source->file = open(source->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (source->file < 0 || fstat(source->file, &about) != 0)
        return fail_system(error, source->path);
    if (S_ISDIR(about.st_mode))
        return gx_fail(error, GX_ERR_INPUT, "'%s' is a folder; a file is expected", source->path);
    if (!S_ISREG(about.st_mode))
        return gx_fail(error, GX_ERR_INPUT,
                       "'%s' is a pipe or a device; graphs are read twice: save it to a file first",
                       source->path);
    source->size = (uint64_t)about.st_size;
    return look(source, error);
}

gx_status gx_inlet_open(gx_inlet *source, const char *path, gx_error *error)
{
    *source = (gx_inlet){.path = path, .file = -1};
    gx_status status = open_file(source, error);
    if (status == GX_OK) {
        bool small = source->unpacker == NULL && source->size < GX_WINDOW_LEAST;
        source->room = small ? GX_WINDOW_LEAST : GX_WINDOW;
        source->window = gx_alloc(source->room + 1, 1);
        if (source->window == NULL)
            status = gx_fail_memory(error, "a window over a file");
    }
    if (status != GX_OK)
        gx_inlet_close(source);
    return status;
}

void gx_inlet_close(gx_inlet *source)
{
    if (source->unpacker != NULL)
        inflateEnd(&source->unpacker->stream);
    gx_free(source->unpacker);
    gx_free(source->window);
    if (source->file >= 0)
        close(source->file);
    *source = (gx_inlet){.file = -1};
}
