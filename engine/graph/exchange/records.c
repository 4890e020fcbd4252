/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields are taken apart in place: what quotes enclose only shrinks. A record is taken when its end is in the
 * window; if not, the window slides and the record is begun again, so a field is never in two pieces. */
#include "exchange/records.h"

#include <string.h>

/* Where taking a record apart stands. */
typedef struct cursor {
    char *at, *end;   /* of the window */
    char *line_begin; /* of the line that `at` is in */
    uint64_t line;
    const char *wrong; /* what is wrong with the record, and where */
    gx_place place;
} cursor;

static gx_place here(const cursor *c, const char *at)
{
    return (gx_place){c->line, (size_t)(at - c->line_begin) + 1, 1};
}

static void complain(cursor *c, const char *at, const char *wrong)
{
    if (c->wrong == NULL) {
        c->wrong = wrong;
        c->place = here(c, at);
    }
}

/* A field in quotes; `at` is behind the first. False: its end is not in the window. */
static bool take_quoted(cursor *c, gx_cell *cell)
{
    char *to = c->at;
    cell->text = to;
    for (; c->at < c->end; c->at++) {
        if (*c->at == '"' && c->at + 1 < c->end && c->at[1] == '"')
            c->at++;
        else if (*c->at == '"')
            break;
        if (*c->at == '\n') {
            c->line++;
            c->line_begin = c->at + 1;
        }
        *to++ = *c->at;
    }
    if (c->at == c->end)
        return false;
    c->at++;
    cell->length = (size_t)(to - cell->text);
    if (c->at < c->end && *c->at != ',' && *c->at != '\n' && *c->at != '\r')
        complain(c, c->at, "expected a comma behind the closing quote");
    while (c->at < c->end && *c->at != ',' && *c->at != '\n')
        c->at++;
    return c->at < c->end;
}

static bool take_plain(cursor *c, gx_cell *cell)
{
    cell->text = c->at;
    for (; c->at < c->end && *c->at != ',' && *c->at != '\n'; c->at++)
        if (*c->at == '"')
            complain(c, c->at,
                     "a quote inside a field without quotes: put the field in quotes and write it twice");
    cell->length = (size_t)(c->at - cell->text);
    if (cell->length > 0 && cell->text[cell->length - 1] == '\r' && c->at < c->end && *c->at == '\n')
        cell->length--;
    return c->at < c->end;
}

/* True when a whole record was taken; `at` is behind its line end. */
static bool take_record(gx_records *records, cursor *c)
{
    records->count = 0;
    for (bool more = true; more; c->at++) {
        gx_cell spare, *cell = records->count < GX_FIELDS_MAX ? &records->cell[records->count] : &spare;
        bool quoted = c->at < c->end && *c->at == '"';
        cell->place = here(c, c->at);
        char *begin = c->at;
        c->at += quoted;
        if (!(quoted ? take_quoted(c, cell) : take_plain(c, cell)))
            return false;
        cell->place.width = *c->at == '\n' && begin < c->line_begin ? 1 : (size_t)(c->at - begin);
        if (cell == &spare)
            complain(c, begin, "more than 256 fields in a record");
        else
            records->count++;
        more = *c->at == ',';
    }
    return true;
}

/* Where the record ends, behind its line feed; NULL: not in the window. Nothing is taken apart before that is
 * known. Only a quote at the beginning of a field opens one. */
static const char *record_end(const char *at, const char *end)
{
    enum { BEGINS, PLAIN, QUOTED, QUOTE } state = BEGINS;
    const char *feed = memchr(at, '\n', (size_t)(end - at));
    if (feed == NULL || memchr(at, '"', (size_t)(feed - at)) == NULL)
        return feed == NULL ? NULL : feed + 1;
    for (; at < end; at++) {
        if (state == QUOTED)
            state = *at == '"' ? QUOTE : QUOTED;
        else if (*at == '\n')
            return at + 1;
        else if (*at == ',')
            state = BEGINS;
        else if (*at == '"' && state != PLAIN)
            state = QUOTED;
        else
            state = PLAIN;
    }
    return NULL;
}

static bool is_empty(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n'))
        at++;
    return at == end;
}

/* The record up to `stop`, taken apart; false when it is blank or wrong. */
static bool take(gx_records *records, char *begin, const char *stop)
{
    cursor c = {.at = begin, .end = begin + (stop - begin), .line_begin = begin, .line = records->line};
    bool fine = !is_empty(begin, stop);
    records->first = records->line;
    records->used += (size_t)(stop - begin);
    if (!fine) {
        records->line++;
        return false;
    }
    if (stop - begin > GX_IMPORT_LINE_MAX)
        complain(&c, begin, "a record is longer than 1048576 bytes");
    take_record(records, &c);
    records->line = c.line + 1;
    if (c.wrong != NULL)
        gx_fault_add(records->faults, c.place, "", "%s", c.wrong);
    return c.wrong == NULL;
}

gx_status gx_records_begin(gx_records *records, gx_inlet *source, gx_faults *faults, gx_error *error)
{
    *records = (gx_records){.source = source, .faults = faults, .line = 1};
    return gx_inlet_slide(source, 0, error);
}

gx_status gx_records_next(gx_records *records, bool *end, bool *slid, gx_error *error)
{
    gx_inlet *source = records->source;
    *slid = *end = false;
    for (;;) {
        if (source->last && source->filled > 0 && source->window[source->filled - 1] != '\n')
            source->window[source->filled++] = '\n';
        char *begin = source->window + records->used;
        const char *stop = record_end(begin, source->window + source->filled);
        if (stop != NULL) {
            if (take(records, begin, stop))
                return GX_OK;
            continue;
        }
        *end = source->last;
        if (source->last && records->used < source->filled)
            gx_fault_add(records->faults, (gx_place){records->line, 1, 1},
                         "a quote inside a field is written twice",
                         "a quote is opened in this record and never closed");
        if (source->last)
            return GX_OK;
        if (source->filled - records->used > GX_IMPORT_LINE_MAX)
            return gx_fail(error, GX_ERR_LIMIT, "'%s', line %llu: a record is longer than %d bytes",
                           source->path, (unsigned long long)records->line, GX_IMPORT_LINE_MAX);
        gx_status status = gx_inlet_slide(source, records->used, error);
        records->used = 0;
        *slid = true;
        if (status != GX_OK)
            return status;
    }
}
