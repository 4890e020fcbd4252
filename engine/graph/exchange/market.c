/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matrix Market, coordinate format (Boisvert, Pozo & Remington 1996, NISTIR 5935): a banner, comments, a line
 * with the sizes, then an entry a line. */
#include "exchange/digits.h"
#include "exchange/readers.h"

enum { WORDS = 5, ENTRY_BYTES_MIN = 4, PACKED_AT_MOST = 1032, NODES_ALWAYS = 1000000, NODES_AN_ENTRY = 64 };

typedef struct heading {
    const char *words[WORDS];
    size_t length[WORDS];
    unsigned count;
} heading;

static heading split(const char *line, const char *end)
{
    heading found = {.count = 0};
    for (const char *at = line; at < end;) {
        while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
            at++;
        const char *begin = at;
        while (at < end && *at != ' ' && *at != '\t' && *at != '\r')
            at++;
        if (at > begin && found.count < WORDS) {
            found.words[found.count] = begin;
            found.length[found.count] = (size_t)(at - begin);
        }
        found.count += at > begin;
    }
    return found;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whether a word of the banner is this one; case does not matter. */
static bool is(const heading *banner, unsigned word, const char *name)
{
    for (size_t i = 0; i < banner->length[word]; i++)
        if (name[i] == '\0' || lower(banner->words[word][i]) != name[i])
            return false;
    return name[banner->length[word]] == '\0';
}

static void wrong(gx_reading *reading, uint64_t line, const heading *at, unsigned word,
                  const char *line_begin, const char *expected)
{
    char shown[GX_SHOW_BYTES] = "nothing";
    gx_place place = {line, 1, 1};
    if (word < at->count && word < WORDS) {
        place.column = (size_t)(at->words[word] - line_begin) + 1;
        place.width = at->length[word];
        gx_show(shown, at->words[word], at->length[word]);
    }
    gx_fault_add(&reading->part.faults, place, "", "expected %s, found '%s'", expected, shown);
}

static bool read_banner(gx_reading *reading, gx_line_rules *rules, const char *line, const char *end)
{
    heading banner = split(line, end);
    unsigned bad = WORDS;
    const char *expected = "";
    if (banner.count == 0 || !is(&banner, 0, "%%matrixmarket")) {
        bad = 0;
        expected = "the banner '%%MatrixMarket matrix coordinate …'";
    } else if (banner.count < 2 || !is(&banner, 1, "matrix")) {
        bad = 1;
        expected = "'matrix'";
    } else if (banner.count < 3 || !is(&banner, 2, "coordinate")) {
        bad = 2;
        expected = "'coordinate' (a dense array is no graph)";
    } else if (banner.count < 4 ||
               !(is(&banner, 3, "pattern") || is(&banner, 3, "integer") || is(&banner, 3, "real"))) {
        bad = 3;
        expected = "pattern, integer or real";
    } else if (banner.count != 5 || !(is(&banner, 4, "symmetric") || is(&banner, 4, "general"))) {
        bad = 4;
        expected = "symmetric or general";
    }
    if (bad < WORDS) {
        wrong(reading, 1, &banner, bad, line, expected);
        return false;
    }
    reading->has_weights = !is(&banner, 3, "pattern");
    rules->columns = reading->has_weights ? 3 : 2;
    rules->both = is(&banner, 4, "symmetric");
    return true;
}

/* The size line promises what memory is taken for, so it is not believed beyond what the file can hold. */
static bool check_sizes(gx_reading *reading, gx_line_rules *rules, uint64_t line, uint64_t entries)
{
    const gx_inlet *source = &reading->source;
    uint64_t most = source->size / ENTRY_BYTES_MIN + 1;
    uint64_t larger = rules->rows > rules->width ? rules->rows : rules->width;
    gx_place place = {line, 1, 1};
    most *= source->unpacker != NULL ? PACKED_AT_MOST : 1;
    if (!reading->gather.apart && rules->rows != rules->width)
        gx_fault_add(&reading->part.faults, place,
                     "rows and columns of two kinds are read apart, as users and groups",
                     "expected a square matrix, found %llu rows and %llu columns",
                     (unsigned long long)rules->rows, (unsigned long long)rules->width);
    else if (reading->gather.apart && rules->both)
        gx_fault_add(&reading->part.faults, place, "", "a symmetric matrix cannot tie nodes of two kinds");
    else if (entries > most)
        gx_fault_add(&reading->part.faults, place, "", "the file is too short for %llu entries",
                     (unsigned long long)entries);
    else if (larger > GX_IMPORT_NODES_MAX || (larger > NODES_ALWAYS && larger / NODES_AN_ENTRY > entries))
        gx_fault_add(&reading->part.faults, place, "write only rows that have entries",
                     "%llu nodes for %llu entries: more than %d an entry (and than %d) are refused",
                     (unsigned long long)larger, (unsigned long long)entries, NODES_AN_ENTRY, NODES_ALWAYS);
    else
        return true;
    return false;
}

static bool read_sizes(gx_reading *reading, gx_line_rules *rules, uint64_t line, const char *begin,
                       const char *end, uint64_t *entries)
{
    heading sizes = split(begin, end);
    uint64_t *const to[3] = {&rules->rows, &rules->width, entries};
    static const char *const what[3] = {"the number of rows", "the number of columns",
                                        "the number of entries"};
    for (unsigned i = 0; i < 3; i++)
        if (i >= sizes.count || !gx_whole_of(to[i], sizes.words[i], sizes.length[i])) {
            wrong(reading, line, &sizes, i, begin, what[i]);
            return false;
        }
    if (sizes.count > 3) {
        wrong(reading, line, &sizes, 3, begin, "rows, columns and entries only");
        return false;
    }
    return check_sizes(reading, rules, line, *entries);
}

/* Banner, comments, sizes; *used and *line are behind them. */
static bool read_head(gx_reading *reading, gx_line_rules *rules, uint64_t *entries, size_t *used,
                      uint64_t *line)
{
    gx_inlet *source = &reading->source;
    if (source->last && source->filled > 0 && source->window[source->filled - 1] != '\n')
        source->window[source->filled++] = '\n';
    for (*used = 0, *line = 1; *used < source->filled; (*line)++) {
        const char *begin = source->window + *used;
        const char *end = memchr(begin, '\n', source->filled - *used);
        if (end == NULL)
            break;
        *used = (size_t)(end - source->window) + 1;
        if (*line == 1 && !read_banner(reading, rules, begin, end))
            return false;
        heading words = split(begin, end);
        if (*line == 1 || words.count == 0 || words.words[0][0] == '%')
            continue;
        bool fine = read_sizes(reading, rules, *line, begin, end, entries);
        ++*line;
        return fine;
    }
    gx_fault_add(&reading->part.faults, (gx_place){*line, 1, 1}, "",
                 *line == 1 ? "expected the banner '%%%%MatrixMarket matrix coordinate …'"
                            : "expected a line with the numbers of rows, columns and entries");
    return false;
}

/* All rows and columns are nodes, with entries or without. */
static bool name_all(gx_reading *reading, unsigned end, uint64_t count)
{
    gx_side *side = gx_gather_side(&reading->gather, end);
    if (side->naming == GX_NAMING_DENSE && count < side->ids) {
        for (uint64_t number = 1; number <= count; number++)
            gx_side_see(side, number);
        return true;
    }
    for (uint64_t number = 1; number <= count; number++) {
        char name[24];
        uint64_t id;
        int length = snprintf(name, sizeof name, "%llu", (unsigned long long)number);
        if (!gx_reading_id(reading, &reading->part, end, name, (size_t)length, (gx_place){0}, &id))
            return false;
        gx_side_see(side, id);
    }
    return true;
}

gx_status gx_read_market(gx_reading *reading, gx_error *error)
{
    gx_line_rules rules = {.market = true};
    uint64_t entries = 0, line;
    size_t used;
    gx_status status = gx_inlet_slide(&reading->source, 0, error);
    if (status != GX_OK || !read_head(reading, &rules, &entries, &used, &line))
        return status;
    rules.first_line = line;
    bool first = !reading->gather.placing, apart = reading->gather.apart;
    if (first && (!name_all(reading, 0, rules.rows) || (apart && !name_all(reading, 1, rules.width)))) {
        if (reading->part.status != GX_OK && error != NULL)
            *error = reading->part.error;
        return reading->part.status;
    }
    status = gx_read_body(reading, &rules, used, line, error);
    if (status == GX_OK && first && !reading->part.again && reading->part.faults.count == 0 &&
        reading->gather.lines != entries)
        gx_fault_add(&reading->part.faults, (gx_place){line - 1, 1, 1}, "is the file cut off?",
                     "the sizes tell %llu entries, but there are %llu", (unsigned long long)entries,
                     (unsigned long long)reading->gather.lines);
    return status;
}
