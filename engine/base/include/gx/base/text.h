/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that grows, nearest names, and numbers in their shortest exact form. */
#ifndef GX_BASE_TEXT_H
#define GX_BASE_TEXT_H

#include <gx/base/status.h>
#include <stdbool.h>
#include <stdint.h>

/* A growing string. Start with {0}; release with gx_text_free. Once an append fails for want of memory,
 * `failed` stays true and further appends do nothing: check once at the end. `data` is NUL-terminated, or
 * NULL while empty. */
typedef struct gx_text {
    char *data;
    size_t length;
    size_t capacity;
    bool failed;
} gx_text;

void gx_text_append(gx_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void gx_text_append_list(gx_text *text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
void gx_text_append_bytes(gx_text *text, const char *bytes, size_t length);
void gx_text_free(gx_text *text);
/* The text so far, "" when empty; borrowed. */
const char *gx_text_get(const gx_text *text);

/* The name nearest to `wrong` by Damerau-Levenshtein distance, or NULL when none is within a third of its
 * length (at least 1, at most 3 edits). Ties go to the earlier name. O(count * length^2). */
const char *gx_nearest_name(const char *wrong, const char *const *names, size_t count);

/* The shortest decimal that reads back as the same double ("0.1", "1e-06", "NaN"); `buffer` has 32 bytes;
 * returned. */
const char *gx_format_real(char buffer[32], double value);

/* Whole number with thousands separated by commas: 8,080,000,000. Returned: `buffer`. */
const char *gx_format_count(char buffer[32], int64_t value);

/* Fen as yuan with two decimals, thousands separated: 1,234.05. Returned: `buffer`. */
const char *gx_format_yuan(char buffer[32], int64_t fen);

/* True when `bytes` is well-formed UTF-8; else *offset is the first bad byte. */
bool gx_utf8_valid(const char *bytes, size_t length, size_t *offset);

/* A whole file in memory, NUL added behind its end. GX_ERR_NOT_FOUND, GX_ERR_IO, GX_ERR_LIMIT (longer than
 * `max_bytes`), GX_ERR_MEMORY. Owned by the caller: gx_free. */
gx_status gx_read_file(char **out, size_t *length, const char *path, size_t max_bytes, gx_error *error);

/* Write a whole file as PATH.partial, then rename it to PATH. With `force` false an existing PATH is
 * GX_ERR_EXISTS. */
gx_status gx_write_file(const char *path, const char *bytes, size_t length, bool force, gx_error *error);

#endif
