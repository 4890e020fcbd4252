/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that grows, and the nearest name. */
#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 256, NAME_MAX_LENGTH = 128, EDITS_MAX = 3 };

/* Room for `more` bytes and the NUL; false, with `failed` set, when there is none. Doubles, so appends are
 * O(1). */
static bool reserve(gx_text *text, size_t more)
{
    if (text->failed)
        return false;
    size_t wanted;
    if (__builtin_add_overflow(text->length, more, &wanted) || __builtin_add_overflow(wanted, 1, &wanted)) {
        text->failed = true;
        return false;
    }
    if (wanted <= text->capacity)
        return true;
    size_t capacity = text->capacity ? text->capacity : FIRST_CAPACITY;
    while (capacity < wanted)
        capacity = capacity > SIZE_MAX / 2 ? wanted : capacity * 2;
    char *data = gx_resize(text->data, text->capacity, capacity, 1);
    if (!data) {
        text->failed = true;
        return false;
    }
    text->data = data;
    text->capacity = capacity;
    return true;
}

void gx_text_append_list(gx_text *text, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length < 0)
        text->failed = true;
    else if (reserve(text, (size_t)length)) {
        vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
}

void gx_text_append(gx_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    gx_text_append_list(text, format, arguments);
    va_end(arguments);
}

void gx_text_append_bytes(gx_text *text, const char *bytes, size_t length)
{
    if (!reserve(text, length))
        return;
    if (length > 0)
        memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void gx_text_free(gx_text *text)
{
    gx_free(text->data);
    *text = (gx_text){0};
}

const char *gx_text_get(const gx_text *text)
{
    return text->data ? text->data : "";
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Damerau-Levenshtein distance in its restricted form (no part is edited twice): insertions, deletions,
 * substitutions and swaps of neighbours, in bytes. Three rows of the table are enough. Both lengths are at
 * most NAME_MAX_LENGTH. */
static size_t edits_between(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t rows[3][NAME_MAX_LENGTH + 1];
    for (size_t j = 0; j <= b_length; ++j)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_length; ++i) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_length; ++j) {
            size_t changed = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = least(changed, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a_length % 3][b_length];
}

const char *gx_nearest_name(const char *wrong, const char *const *names, size_t count)
{
    size_t length = strlen(wrong);
    if (length > NAME_MAX_LENGTH)
        return NULL;
    size_t limit = length / 3 < 1 ? 1 : least(length / 3, EDITS_MAX);
    const char *nearest = NULL;
    for (size_t i = 0; i < count; ++i) {
        size_t name_length = strlen(names[i]);
        if (name_length > NAME_MAX_LENGTH)
            continue;
        size_t edits = edits_between(wrong, length, names[i], name_length);
        if (edits < limit || (edits == limit && !nearest)) {
            nearest = names[i];
            if (edits == 0)
                return nearest;
            limit = edits;
        }
    }
    return nearest;
}
