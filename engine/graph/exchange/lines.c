/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ties as lines: "from to [weight]", apart by blanks.
 *
 * The window over the file is cut at line ends into a part a thread. A line of two plain numbers, as nearly
 * all are, takes the quick way: digits into numbers, without looking for the line's end first. Whatever is
 * not so simple (comments, texts, weights with exponents, mistakes) takes the slow way from the beginning of
 * its line.
 */
#include "exchange/digits.h"
#include "exchange/readers.h"

#include <gx/base/memory.h>

enum { FIELDS = 4, QUICK_DIGITS = 19, QUICK_WEIGHT = 15 };

typedef struct field {
    const char *text;
    size_t length;
} field;

typedef struct scan {
    gx_reading *reading;
    const gx_line_rules *rules;
    const char *begin, *end; /* of the part; ends with a line feed */
    uint64_t lines;          /* so far */
    uint64_t words;          /* lines with names that are no numbers */
    bool heading;            /* the first tie of the file is one of them */
    gx_part part;
} scan;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* ---- The slow way ---- */

/* All fields are counted, the first FIELDS kept. */
static unsigned split_line(const char *line, const char *end, field fields[FIELDS])
{
    unsigned count = 0;
    for (const char *at = line; at < end;) {
        while (at < end && is_blank(*at))
            at++;
        const char *begin = at;
        while (at < end && !is_blank(*at))
            at++;
        if (at > begin && count < FIELDS)
            fields[count] = (field){begin, (size_t)(at - begin)};
        count += at > begin;
    }
    return count;
}

static gx_place place_of(const scan *here, const char *line, const field *at)
{
    return (gx_place){here->lines + 1, (size_t)(at->text - line) + 1, at->length};
}

static bool check_columns(scan *here, const char *line, const char *end, const field *fields, unsigned count)
{
    const gx_line_rules *rules = here->rules;
    char shown[GX_SHOW_BYTES];
    gx_place after = {here->lines + 1, (size_t)(end - line) + 1, 1};
    if (count < 2) {
        bool commas = memchr(line, ',', (size_t)(end - line)) != NULL;
        gx_fault_add(&here->part.faults, after,
                     commas ? "names stand apart by blanks or tabs; for commas use the format csv" : "",
                     rules->market ? "expected the numbers of a row and a column"
                                   : "expected a second name of a node behind '%s'",
                     gx_show(shown, fields[0].text, fields[0].length));
    } else if (count != rules->columns) {
        char like[64] = "";
        if (!rules->market)
            snprintf(like, sizeof like, " as in line %llu", (unsigned long long)rules->first_line);
        gx_fault_add(&here->part.faults,
                     count < rules->columns
                         ? after
                         : place_of(here, line, &fields[count > FIELDS ? FIELDS - 1 : count - 1]),
                     "", "expected %u columns%s, found %u", rules->columns, like, count);
    }
    return count >= 2 && count == rules->columns;
}

/* Row and column of a matrix are within it. */
static bool check_bounds(scan *here, const char *line, const field *fields)
{
    const uint64_t most[2] = {here->rules->rows, here->rules->width};
    for (unsigned end = 0; end < 2; end++) {
        char shown[GX_SHOW_BYTES];
        uint64_t number;
        if (gx_whole_of(&number, fields[end].text, fields[end].length) && number >= 1 && number <= most[end])
            continue;
        gx_fault_add(&here->part.faults, place_of(here, line, &fields[end]), "",
                     "expected a %s from 1 to %llu, found '%s'", end == 0 ? "row" : "column",
                     (unsigned long long)most[end], gx_show(shown, fields[end].text, fields[end].length));
        return false;
    }
    return true;
}

/* No tie was read before. */
static bool is_first(const scan *here)
{
    return here->part.tally.lines == 0 && here->reading->gather.lines == 0;
}

static bool read_weight(scan *here, const char *line, const field *at, double *weight)
{
    char shown[GX_SHOW_BYTES];
    if (gx_real_of(weight, at->text, at->length))
        return true;
    gx_fault_add(&here->part.faults, place_of(here, line, at),
                 is_first(here) ? "a heading? begin it with '#', or use the format csv" : "",
                 "the third column is a weight: expected a number, found '%s'",
                 gx_show(shown, at->text, at->length));
    return false;
}

static bool is_comment(const scan *here, const char *line, const char *end)
{
    while (line < end && is_blank(*line))
        line++;
    return line == end || *line == '%' || (*line == '#' && !here->rules->market);
}

static void read_slowly(scan *here, const char *line, const char *end)
{
    field fields[FIELDS] = {{0}};
    uint64_t id[2], number;
    double weight = 1;
    if (is_comment(here, line, end))
        return;
    if (end - line > GX_IMPORT_LINE_MAX) {
        gx_fault_add(&here->part.faults, (gx_place){here->lines + 1, 1, 1}, "",
                     "a line is longer than %d bytes", GX_IMPORT_LINE_MAX);
        return;
    }
    unsigned count = split_line(line, end, fields);
    if (!check_columns(here, line, end, fields, count) ||
        (here->rules->market && !check_bounds(here, line, fields)) ||
        (count > 2 && !read_weight(here, line, &fields[2], &weight)))
        return;
    bool words = !gx_whole_of(&number, fields[0].text, fields[0].length) &&
                 !gx_whole_of(&number, fields[1].text, fields[1].length);
    here->words += words;
    here->heading |= words && is_first(here);
    for (unsigned end_of = 0; end_of < 2; end_of++)
        if (!gx_reading_id(here->reading, &here->part, end_of, fields[end_of].text, fields[end_of].length,
                           place_of(here, line, &fields[end_of]), &id[end_of]))
            return;
    gx_gather_tie(&here->reading->gather, &here->part.tally, id[0], id[1], weight, here->rules->both);
}

/* ---- The quick way ---- */

/* Digits at *at, at most `most`, no leading zero; *at moves behind them. The line feed at the part's end
 * stops it. */
static inline bool quick_number(const char **at, unsigned most, uint64_t *number)
{
    const char *begin = *at, *now = begin;
    uint64_t value = 0;
    for (unsigned digit; (digit = (unsigned)(unsigned char)*now - '0') <= 9; now++)
        value = value * 10 + digit;
    size_t length = (size_t)(now - begin);
    *at = now;
    *number = value;
    return length > 0 && length <= most && (*begin != '0' || length == 1);
}

static inline bool quick_blank(const char **at)
{
    bool blank = **at == ' ' || **at == '\t';
    *at += blank;
    return blank;
}

/* One line; *at moves behind it when it was simple. */
static inline bool quick_line(const char **at, unsigned columns, uint64_t id[2], double *weight)
{
    const char *now = *at;
    uint64_t whole = 1;
    if (!quick_number(&now, QUICK_DIGITS, &id[0]) || !quick_blank(&now) ||
        !quick_number(&now, QUICK_DIGITS, &id[1]))
        return false;
    if (columns > 2 && (!quick_blank(&now) || !quick_number(&now, QUICK_WEIGHT, &whole)))
        return false;
    now += *now == '\r';
    if (*now != '\n')
        return false;
    *weight = (double)whole;
    *at = now + 1;
    return true;
}

static void read_part(scan *here)
{
    const gx_line_rules *rules = here->rules;
    gx_gather *gather = &here->reading->gather;
    const gx_side *source = &gather->side[0], *target = gx_gather_side(gather, 1);
    bool quick =
        source->naming == GX_NAMING_DENSE && target->naming == GX_NAMING_DENSE && rules->columns <= 3;
    uint64_t least = rules->market ? 1 : 0, rows = rules->market ? rules->rows + 1 : source->ids;
    uint64_t width = rules->market ? rules->width + 1 : target->ids, id[2];
    double weight;
    gx_part *part = &here->part;
    for (const char *at = here->begin; at < here->end && !part->again && part->status == GX_OK;
         here->lines++) {
        const char *line = at;
        if (quick && quick_line(&at, rules->columns, id, &weight) && id[0] < rows && id[1] < width &&
            id[0] >= least && id[1] >= least) {
            gx_gather_tie(gather, &part->tally, id[0], id[1], weight, rules->both);
            continue;
        }
        const char *end = memchr(line, '\n', (size_t)(here->end - line));
        read_slowly(here, line, end);
        at = end + 1;
    }
    gx_gather_flush(gather, &part->tally);
}

/* ---- The file ---- */

/* Cut whole lines into parts of about the same length. */
static void cut(scan *scans, uint32_t count, const char *begin, const char *end)
{
    const char *at = begin;
    for (uint32_t part = 0; part < count; part++) {
        const char *stop = begin + (size_t)(end - begin) * (part + 1) / count;
        stop = stop <= at ? at : stop;
        if (stop > at && stop[-1] != '\n')
            stop = (const char *)memchr(stop, '\n', (size_t)(end - stop)) + 1;
        scans[part].begin = at;
        scans[part].end = at = stop;
    }
}

/* The first line with a tie tells how many columns there are. */
static void learn_columns(gx_line_rules *rules, scan *here, const char *begin, const char *end, uint64_t line)
{
    field fields[FIELDS] = {{0}};
    here->rules = rules;
    for (const char *at = begin, *stop; at < end && rules->columns == 0; at = stop + 1, line++) {
        stop = memchr(at, '\n', (size_t)(end - at));
        unsigned count = is_comment(here, at, stop) ? 0 : split_line(at, stop, fields);
        rules->columns = count == 1 ? 2 : count;
        rules->first_line = line;
    }
    gx_reading *reading = here->reading;
    if (rules->columns >= FIELDS)
        gx_reading_note(reading, "columns behind the third (the weight) were left out");
    if (rules->columns > 0)
        reading->has_weights = rules->columns > 2;
}

/* Bytes of whole lines in the window; a missing last line feed is added. 0: none. */
static size_t whole_lines(gx_inlet *source)
{
    if (source->last && source->filled > 0 && source->window[source->filled - 1] != '\n')
        source->window[source->filled++] = '\n';
    size_t used = source->filled;
    while (used > 0 && source->window[used - 1] != '\n')
        used--;
    return used;
}

typedef struct lines {
    gx_line_rules *rules;
    scan *scans;
    uint64_t line, words; /* the next one; lines whose names are no numbers so far */
    bool heading;         /* the first tie's line is one of them */
} lines;

static void read_window(gx_reading *reading, lines *all, const char *begin, const char *end)
{
    const gx_gather *gather = &reading->gather;
    bool dense = gather->side[0].naming == GX_NAMING_DENSE &&
                 (!gather->apart || gather->side[1].naming == GX_NAMING_DENSE);
    uint32_t parts = dense || gather->placing ? reading->threads : 1;
    for (uint32_t i = 0; i < parts; i++)
        all->scans[i] = (scan){.reading = reading, .rules = all->rules};
    if (all->rules->columns == 0)
        learn_columns(all->rules, &all->scans[0], begin, end, all->line);
    cut(all->scans, parts, begin, end);
#pragma omp parallel for schedule(static, 1) num_threads((int)parts)
    for (int64_t i = 0; i < (int64_t)parts; i++)
        read_part(&all->scans[i]);
    for (uint32_t i = 0; i < parts; i++) {
        gx_reading_join(reading, &all->scans[i].part, all->line - 1);
        all->line += all->scans[i].lines;
        all->words += all->scans[i].words;
        all->heading |= all->scans[i].heading;
    }
}

static gx_status read_windows(gx_reading *reading, lines *all, size_t used, gx_error *error)
{
    gx_inlet *source = &reading->source;
    gx_status status = GX_OK;
    while (status == GX_OK && !reading->part.again) {
        size_t end = whole_lines(source);
        if (end <= used && !source->last && source->filled - used > GX_IMPORT_LINE_MAX)
            return gx_fail(error, GX_ERR_LIMIT, "'%s', line %llu: longer than %d bytes", source->path,
                           (unsigned long long)all->line, GX_IMPORT_LINE_MAX);
        if (end > used)
            read_window(reading, all, source->window + used, source->window + end);
        status = reading->part.status;
        if (status != GX_OK && error != NULL)
            *error = reading->part.error;
        if (status == GX_OK)
            status = gx_reading_progress(reading, error);
        if (status != GX_OK || (source->last && end == source->filled))
            break;
        status = gx_inlet_slide(source, end > used ? end : used, error);
        used = 0;
    }
    return status;
}

gx_status gx_read_body(gx_reading *reading, gx_line_rules *rules, size_t used, uint64_t line, gx_error *error)
{
    lines all = {.rules = rules, .line = line};
    all.scans = gx_alloc(reading->threads, sizeof *all.scans);
    if (all.scans == NULL)
        return gx_fail_memory(error, "reading of lines");
    gx_status status = read_windows(reading, &all, used, error);
    /* One line of words above numbers is a heading that was not meant as a tie. */
    if (status == GX_OK && !reading->gather.placing && all.words == 1 && all.heading &&
        reading->gather.lines > 2)
        gx_fault_add(&reading->part.faults, (gx_place){rules->first_line, 1, 1},
                     "begin it with '#', or use the format csv",
                     "this line is a heading: all other names are numbers");
    gx_free(all.scans);
    return status;
}

gx_status gx_read_lines(gx_reading *reading, gx_error *error)
{
    static const char banner[] = "%%MatrixMarket";
    gx_line_rules rules = {0};
    gx_status status = gx_inlet_slide(&reading->source, 0, error);
    const gx_inlet *source = &reading->source;
    if (status != GX_OK)
        return status;
    if (source->filled >= sizeof banner - 1 && memcmp(source->window, banner, sizeof banner - 1) == 0)
        return gx_fail(error, GX_ERR_FORMAT, "'%s' is a Matrix Market file: use the format mtx",
                       source->path);
    if (source->filled > 0 && source->window[0] == '<')
        return gx_fail(error, GX_ERR_FORMAT, "'%s' is XML: use the format graphml", source->path);
    return gx_read_body(reading, &rules, 0, 1, error);
}
