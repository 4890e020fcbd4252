/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _POSIX_C_SOURCE 200809L
#include "exchange/writer.h"

#include <errno.h>
#include <gx/base/text.h>
#include <math.h>
#include <string.h>

static const double whole_max = 9007199254740992; /* 2^53 */

static void flush(gx_writer *writer)
{
    errno = 0;
    if (writer->failed == 0 && writer->used > 0 &&
        fwrite(writer->buffer, 1, writer->used, writer->file) != writer->used)
        writer->failed = errno != 0 ? errno : EIO;
    writer->used = 0;
}

void gx_out_bytes(gx_writer *writer, const char *bytes, size_t length)
{
    while (length > 0) {
        size_t room = GX_WRITER_ROOM - writer->used, part = length < room ? length : room;
        memcpy(writer->buffer + writer->used, bytes, part);
        writer->used += part;
        bytes += part;
        length -= part;
        if (writer->used == GX_WRITER_ROOM)
            flush(writer);
    }
}

void gx_out_text(gx_writer *writer, const char *text)
{
    gx_out_bytes(writer, text, strlen(text));
}

void gx_out_char(gx_writer *writer, char c)
{
    writer->buffer[writer->used++] = c;
    if (writer->used == GX_WRITER_ROOM)
        flush(writer);
}

void gx_out_whole(gx_writer *writer, uint64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    gx_out_bytes(writer, digits + at, sizeof digits - at);
}

void gx_out_real(gx_writer *writer, double number)
{
    char text[32];
    if (number > 0 && number < whole_max && number == floor(number))
        gx_out_whole(writer, (uint64_t)number);
    else
        gx_out_text(writer, gx_format_real(text, number));
}

void gx_out_field(gx_writer *writer, const char *text)
{
    bool plain = text[0] != '\0' && text[0] != ' ' && strpbrk(text, ",\"\r\n") == NULL;
    if (plain || text[0] == '\0') {
        gx_out_text(writer, text);
        return;
    }
    gx_out_char(writer, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            gx_out_char(writer, '"');
        gx_out_char(writer, *text);
    }
    gx_out_char(writer, '"');
}

void gx_out_xml(gx_writer *writer, const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '&')
            gx_out_text(writer, "&amp;");
        else if (c == '<')
            gx_out_text(writer, "&lt;");
        else if (c == '>')
            gx_out_text(writer, "&gt;");
        else if (c == '"')
            gx_out_text(writer, "&quot;");
        else if (c == '\t' || c == '\n' || c == '\r')
            gx_out_text(writer, c == '\t' ? "&#9;" : c == '\n' ? "&#10;" : "&#13;");
        else
            gx_out_char(writer, c < 0x20 ? '?' : (char)c);
    }
}

gx_status gx_writer_end(gx_writer *writer, gx_error *error)
{
    char reason[128] = "";
    flush(writer);
    errno = 0;
    if (writer->failed == 0 && fflush(writer->file) != 0)
        writer->failed = errno != 0 ? errno : EIO;
    if (writer->failed == 0)
        return GX_OK;
    if (strerror_r(writer->failed, reason, sizeof reason) != 0)
        reason[0] = '\0';
    return gx_fail(error, GX_ERR_IO, "cannot write the graph: %s", reason);
}
