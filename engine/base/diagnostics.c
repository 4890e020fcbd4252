/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All errors of an input, each with its line quoted and the place marked.
 *
 * Columns count characters, as libyaml does, but a terminal shows a Chinese character two cells wide, so the
 * mark is laid out in cells. What is quoted is a stranger's text: control characters and broken UTF-8 are
 * shown as '?', and of a very long line only the part around the place is shown.
 */
#include "utf8.h"
#include <gx/base/diagnostics.h>
#include <string.h>

enum { ERRORS_MAX = 100, QUOTE_MAX = 160, QUOTE_BEFORE = 60 };

void gx_diagnostics_init(gx_diagnostics *all, const char *file, const char *source)
{
    *all = (gx_diagnostics){.file = file, .source = source};
}

void gx_diagnostics_free(gx_diagnostics *all)
{
    gx_text_free(&all->report);
    all->count = 0;
}

/* The line of this number (from 1), its length without the line end; NULL when the source is shorter. */
static const char *find_line(const char *source, size_t line, size_t *length)
{
    const char *start = source;
    for (size_t i = 1; i < line; ++i) {
        start = strchr(start, '\n');
        if (!start)
            return NULL;
        ++start;
    }
    *length = strcspn(start, "\n");
    if (*length > 0 && start[*length - 1] == '\r')
        --*length;
    return start;
}

/* Blocks that terminals show two cells wide (East Asian Wide and Fullwidth of Unicode's UAX 11, by block). */
static size_t cells_of(uint32_t code)
{
    static const uint32_t wide[][2] = {{0x1100, 0x115f}, {0x2e80, 0xa4cf},   {0xac00, 0xd7a3},
                                       {0xf900, 0xfaff}, {0xfe30, 0xfe6f},   {0xff00, 0xff60},
                                       {0xffe0, 0xffe6}, {0x1f300, 0x1faff}, {0x20000, 0x3fffd}};
    for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); ++i)
        if (code >= wide[i][0] && code <= wide[i][1])
            return 2;
    return 1;
}

static void append_times(gx_text *text, char c, size_t times)
{
    for (size_t i = 0; i < times; ++i)
        gx_text_append_bytes(text, &c, 1);
}

/* Appends to the report the quoted line, and to `mark` the caret below it. */
static void quote(gx_text *report, gx_text *mark, const char *line, size_t length, size_t column,
                  size_t width)
{
    size_t first = column > QUOTE_MAX - QUOTE_BEFORE ? column - QUOTE_BEFORE : 1;
    size_t at = 0;
    size_t place = 1;
    if (first > 1) {
        gx_text_append(report, "…");
        append_times(mark, ' ', 1);
    }
    for (; at < length && place < first + QUOTE_MAX; ++place) {
        uint32_t code;
        size_t step = gx_utf8_next(line + at, length - at, &code);
        bool plain = step > 0 && code >= 0x20 && !(code >= 0x7f && code < 0xa0);
        bool tab = step > 0 && code == '\t';
        size_t cells = plain ? cells_of(code) : 1;
        if (place >= first) {
            gx_text_append_bytes(report, plain || tab ? line + at : "?", plain || tab ? step : 1);
            if (place < column)
                append_times(mark, tab ? '\t' : ' ', cells);
            else if (place > column && place < column + width)
                append_times(mark, '~', cells);
            else if (place == column)
                gx_text_append(mark, cells == 2 ? "^~" : "^");
        }
        at += step > 0 ? step : 1;
    }
    if (at < length)
        gx_text_append(report, "…");
    /* A place behind the end of the line: something is missing there. */
    if (column >= place && column > 0) {
        append_times(mark, ' ', column - place);
        gx_text_append(mark, "^");
    }
}

static void append_quote(gx_diagnostics *all, size_t line, size_t column, size_t width, const char *hint)
{
    gx_text *report = &all->report;
    size_t length = 0;
    const char *start = all->source && line > 0 ? find_line(all->source, line, &length) : NULL;
    if (!start) {
        if (hint)
            gx_text_append(report, "      | %s\n", hint);
        return;
    }
    gx_text mark = {0};
    gx_text_append(report, "%5zu | ", line);
    quote(report, &mark, start, length, column, width);
    gx_text_append(report, "\n");
    if (column > 0)
        gx_text_append(report, "      | %s%s%s\n", gx_text_get(&mark), hint ? " " : "", hint ? hint : "");
    else if (hint)
        gx_text_append(report, "      | %s\n", hint);
    report->failed = report->failed || mark.failed;
    gx_text_free(&mark);
}

void gx_diagnose(gx_diagnostics *all, size_t line, size_t column, size_t width, const char *hint,
                 const char *format, ...)
{
    if (all->count++ >= ERRORS_MAX)
        return;
    gx_text *report = &all->report;
    gx_text_append(report, "%s:", all->file);
    if (line > 0)
        gx_text_append(report, "%zu:", line);
    if (line > 0 && column > 0)
        gx_text_append(report, "%zu:", column);
    gx_text_append(report, " error: ");
    va_list arguments;
    va_start(arguments, format);
    gx_text_append_list(report, format, arguments);
    va_end(arguments);
    gx_text_append(report, "\n");
    append_quote(all, line, column, width, hint);
}
