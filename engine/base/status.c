/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status codes and failures in words. */
#include <gx/base/status.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const status_names[] = {
#define X(name, text) #name,
    GX_STATUS_TABLE(X)
#undef X
};

static const char *const status_texts[] = {
#define X(name, text) text,
    GX_STATUS_TABLE(X)
#undef X
};

const char *gx_status_name(gx_status status)
{
    return (unsigned)status < GX_STATUS_COUNT ? status_names[status] : "GX_ERR_UNKNOWN";
}

const char *gx_status_text(gx_status status)
{
    return (unsigned)status < GX_STATUS_COUNT ? status_texts[status] : "an unknown status";
}

/* A message that was cut must not end in half a character: drop an unfinished UTF-8 sequence at the end. */
static void drop_half_character(char *message)
{
    size_t length = strlen(message);
    size_t start = length;
    while (start > 0 && length - start < 4 && ((unsigned char)message[start - 1] & 0xc0) == 0x80)
        --start;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)message[start - 1];
    size_t wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    if (length - (start - 1) < wanted)
        message[start - 1] = '\0';
}

/* Formats beside `error` first, because a caller may wrap the message that is already in it. */
gx_status gx_fail(gx_error *error, gx_status status, const char *format, ...)
{
    if (!error)
        return status;
    char message[sizeof(error->message)];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    if (length < 0)
        message[0] = '\0';
    else if ((size_t)length >= sizeof(message))
        drop_half_character(message);
    memcpy(error->message, message, strlen(message) + 1);
    error->status = status;
    return status;
}

/* For calls that are not inlined. */
extern inline gx_status gx_fail_memory(gx_error *error, const char *what);

_Noreturn void gx_assert_failed(const char *condition, const char *file, int line)
{
    fprintf(stderr, "%s:%d: assertion failed: %s\n", file, line, condition);
    abort();
}
