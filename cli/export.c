/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table is loaded column by column and written row by row. Where a file gave users names, these stand for
 * the users in every table; the table of users has both. */
#include "export.h"

#include "listing.h"
#include <gx/base/civil.h>
#include <gx/base/memory.h>
#include <gx/stats/tables.h>
#include <inttypes.h>
#include <string.h>

/* What stands before the columns: nothing, the number of the row (a user, a merchant), or the minute and its
 * civil time. */
typedef enum gx_lead { GX_LEAD_NONE, GX_LEAD_USER, GX_LEAD_PERIOD, GX_LEAD_MERCHANT } gx_lead;

/* X(name, table, second table or the same, lead) */
#define GX_EXPORT_TABLE(X)                                                                                   \
    X(series, SERIES, SERIES, GX_LEAD_PERIOD)                                                                \
    X(users, USERS, USERS_END, GX_LEAD_USER)                                                                 \
    X(packets, PACKETS, PACKETS, GX_LEAD_NONE)                                                               \
    X(claims, CLAIMS, CLAIMS, GX_LEAD_NONE)                                                                  \
    X(endings, ENDINGS, ENDINGS, GX_LEAD_NONE)                                                               \
    X(moves, MOVES, MOVES, GX_LEAD_NONE)                                                                     \
    X(ties, TIES, TIES, GX_LEAD_NONE)                                                                        \
    X(memberships, MEMBERSHIPS, MEMBERSHIPS, GX_LEAD_NONE)                                                   \
    X(bindings, BINDINGS, BINDINGS, GX_LEAD_NONE)                                                            \
    X(digest, DIGEST, DIGEST, GX_LEAD_NONE)                                                                  \
    X(payments, PAYMENTS, PAYMENTS, GX_LEAD_NONE)                                                            \
    X(merchants, MERCHANTS, MERCHANTS_END, GX_LEAD_MERCHANT)

static const struct {
    gx_recording_table first, second;
    gx_lead lead;
} tables[] = {
#define X(name, first, second, lead) {GX_TABLE_##first, GX_TABLE_##second, lead},
    GX_EXPORT_TABLE(X)
#undef X
};
enum { TABLES = sizeof tables / sizeof tables[0], COLUMNS_MAX = 40 };

const char *const gx_export_names[] = {
#define X(name, first, second, lead) #name,
    GX_EXPORT_TABLE(X)
#undef X
        "edges",
    NULL};

/* ---- Loading --------------------------------------------------------------------------------- */

typedef struct gx_loaded {
    const gx_column *column[COLUMNS_MAX];
    void *data[COLUMNS_MAX];
    size_t count, rows;
    gx_names names; /* of users; none: numbers are written */
} gx_loaded;

static void unload(gx_loaded *loaded)
{
    for (size_t i = 0; i < loaded->count; i++)
        gx_free(loaded->data[i]);
    loaded->count = 0;
    gx_names_free(&loaded->names);
}

/* Columns may differ in length where a run died between two writes: the common prefix is whole. */
static gx_status load_column(gx_loaded *loaded, const gx_reader *reader, const char *folder,
                             const gx_column *column, gx_error *error)
{
    char path[128];
    size_t rows;
    snprintf(path, sizeof path, "%s/%s", folder, column->name);
    gx_status status =
        gx_reader_column(reader, path, column->type, &loaded->data[loaded->count], &rows, error);
    if (status != GX_OK)
        return status;
    if (loaded->count && rows != loaded->rows && gx_reader_complete(reader)) {
        gx_free(loaded->data[loaded->count]);
        return gx_fail(error, GX_ERR_FORMAT, "'%s': %s has %zu rows, but %zu were expected",
                       gx_reader_path(reader), path, rows, loaded->rows);
    }
    loaded->rows = loaded->count && loaded->rows < rows ? loaded->rows : rows;
    loaded->column[loaded->count++] = column;
    return GX_OK;
}

static gx_status load_table(gx_loaded *loaded, const gx_reader *reader, gx_recording_table table,
                            gx_error *error)
{
    const gx_table_schema *schema = gx_schema(table);
    gx_status status = GX_OK;
    for (size_t c = 0; c < schema->column_count && status == GX_OK && loaded->count < COLUMNS_MAX; c++)
        status = load_column(loaded, reader, schema->path, &schema->columns[c], error);
    return status;
}

static gx_status load_names(gx_names *out, const gx_reader *reader, gx_error *error)
{
    int64_t users = 0;
    if (!gx_reader_has(reader, GX_USER_NAMES))
        return GX_OK;
    gx_status status = gx_root_integer(&users, reader, "users", error);
    return status == GX_OK ? gx_names_read(out, reader, users, error) : status;
}

/* ---- Names of users ---- */

/* Commas, quotes and breaks are quoted, as RFC 4180 wants it. */
static void write_field(FILE *file, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, file);
        return;
    }
    putc('"', file);
    for (; *text; text++) {
        if (*text == '"')
            putc('"', file);
        putc(*text, file);
    }
    putc('"', file);
}

/* A name, or nothing for nobody. */
static void write_user(FILE *file, const gx_names *names, uint32_t user)
{
    char buffer[24];
    if (user < names->of.count)
        write_field(file, gx_node_name(buffer, &names->of, names->texts, user));
}

/* Whether a cell is a user: what a packet is for is one when it is for one person. */
static bool is_user(const gx_loaded *loaded, size_t c, size_t row)
{
    const char *name = loaded->column[c]->name;
    if (strcmp(name, "audience") != 0)
        return gx_column_of_users(name);
    for (size_t k = 0; k < loaded->count; k++)
        if (strcmp(loaded->column[k]->name, "kind") == 0)
            return ((const uint8_t *)loaded->data[k])[row] == GX_WORD_PERSONAL;
    return false;
}

static gx_status check_users(const gx_loaded *loaded, const gx_reader *reader, gx_error *error)
{
    for (size_t c = 0; c < loaded->count; c++)
        for (size_t row = 0; loaded->column[c]->type == GX_U32 && row < loaded->rows; row++) {
            uint32_t user = ((const uint32_t *)loaded->data[c])[row];
            if (is_user(loaded, c, row) && user >= loaded->names.of.count && user != GX_NOBODY)
                return gx_fail(error, GX_ERR_FORMAT, "'%s': %s names user %u in row %zu, but there are %u",
                               gx_reader_path(reader), loaded->column[c]->name, user, row,
                               loaded->names.of.count);
        }
    return GX_OK;
}

/* ---- Writing --------------------------------------------------------------------------------- */

static void write_cell(FILE *file, const gx_column *column, const void *data, size_t row)
{
    char buffer[32];
    uint64_t value = 0;
    switch (column->type) {
    case GX_U8:
        value = ((const uint8_t *)data)[row];
        break;
    case GX_U16:
        value = ((const uint16_t *)data)[row];
        break;
    case GX_U32:
        value = ((const uint32_t *)data)[row];
        break;
    case GX_U64:
        value = ((const uint64_t *)data)[row];
        break;
    case GX_I32:
        fprintf(file, "%" PRId32, ((const int32_t *)data)[row]);
        return;
    case GX_I64:
        fprintf(file, "%" PRId64, ((const int64_t *)data)[row]);
        return;
    case GX_F64:
        fputs(gx_format_real(buffer, ((const double *)data)[row]), file);
        return;
    }
    size_t words = 0;
    while (column->words && column->words[words])
        words++;
    if (value < words)
        fputs(column->words[value], file);
    else
        fprintf(file, "%" PRIu64, value);
}

typedef struct gx_clockwork {
    int64_t start, period_ms;
} gx_clockwork;

static void write_lead(FILE *file, const gx_loaded *loaded, gx_lead lead, const gx_clockwork *clock,
                       size_t row)
{
    char buffer[32];
    if (lead == GX_LEAD_USER || lead == GX_LEAD_MERCHANT)
        fprintf(file, "%zu,", row);
    if (lead == GX_LEAD_USER && loaded->names.of.count) {
        write_user(file, &loaded->names, (uint32_t)row);
        putc(',', file);
    }
    if (lead == GX_LEAD_PERIOD)
        fprintf(file, "%zu,%s,", row,
                gx_format_civil(buffer, clock->start + (int64_t)row * clock->period_ms / 1000));
}

static void write_table(FILE *file, const gx_loaded *loaded, gx_lead lead, const gx_clockwork *clock)
{
    static const char *const leads[] = {"", "user,", "period,time,", "merchant,"};
    bool named = loaded->names.of.count > 0;
    fputs(named && lead == GX_LEAD_USER ? "user,name," : leads[lead], file);
    for (size_t c = 0; c < loaded->count; c++)
        fprintf(file, "%s%s", loaded->column[c]->name, c + 1 < loaded->count ? "," : "\r\n");
    for (size_t r = 0; r < loaded->rows && !ferror(file); r++) {
        write_lead(file, loaded, lead, clock, r);
        for (size_t c = 0; c < loaded->count; c++) {
            if (named && lead != GX_LEAD_USER && is_user(loaded, c, r))
                write_user(file, &loaded->names, ((const uint32_t *)loaded->data[c])[r]);
            else
                write_cell(file, loaded->column[c], loaded->data[c], r);
            fputs(c + 1 < loaded->count ? "," : "\r\n", file);
        }
    }
}

static gx_status refuse_absent(const gx_reader *reader, const char *name, gx_error *error)
{
    char *record = NULL;
    if (!gx_reader_has(reader, "/merchants") &&
        (strcmp(name, "payments") == 0 || strcmp(name, "merchants") == 0))
        return gx_fail(error, GX_ERR_NOT_FOUND,
                       "'%s' holds no %s: nobody pays at tills where models.paying.active is no",
                       gx_reader_path(reader), name);
    gx_reader_text_attribute(reader, "/", "record", &record, NULL);
    gx_fail(error, GX_ERR_NOT_FOUND,
            "'%s' holds no %s: it was recorded as '%s'; 'run --record %s' keeps them", gx_reader_path(reader),
            name, record ? record : "unknown", strcmp(name, "edges") == 0 ? "full" : "events");
    gx_free(record);
    return GX_ERR_NOT_FOUND;
}

static gx_status export_table(FILE *file, const gx_reader *reader, size_t what, bool numbers, gx_error *error)
{
    gx_clockwork clock = {0, 60000};
    const char *first = gx_schema(tables[what].first)->path, *second = gx_schema(tables[what].second)->path;
    if (!gx_reader_has(reader, first))
        return refuse_absent(reader, gx_export_names[what], error);
    gx_loaded *loaded = gx_alloc(1, sizeof *loaded);
    if (!loaded)
        return gx_fail_memory(error, "an export");
    gx_status status = GX_OK;
    if (tables[what].lead == GX_LEAD_PERIOD) {
        status = gx_reader_int_attribute(reader, "/", "start", &clock.start, error);
        if (status == GX_OK)
            status = gx_reader_int_attribute(reader, first, "period_ms", &clock.period_ms, error);
    }
    if (status == GX_OK)
        status = load_table(loaded, reader, tables[what].first, error);
    if (status == GX_OK && tables[what].second != tables[what].first && gx_reader_has(reader, second))
        status = load_table(loaded, reader, tables[what].second, error);
    if (status == GX_OK && !numbers)
        status = load_names(&loaded->names, reader, error);
    if (status == GX_OK && loaded->names.of.count && tables[what].lead == GX_LEAD_USER &&
        loaded->rows > loaded->names.of.count)
        loaded->rows = loaded->names.of.count;
    else if (status == GX_OK && loaded->names.of.count)
        status = check_users(loaded, reader, error);
    if (status == GX_OK)
        write_table(file, loaded, tables[what].lead, &clock);
    unload(loaded);
    gx_free(loaded);
    return status;
}

/* ---- Edges ----------------------------------------------------------------------------------- */

typedef struct gx_csr {
    void *indptr, *indices, *data;
    size_t rows, entries;
} gx_csr;

static gx_status check_csr(const gx_csr *csr, size_t strengths, const gx_reader *reader, gx_error *error)
{
    const uint64_t *indptr = csr->indptr;
    bool fine =
        csr->rows > 0 && indptr[0] == 0 && indptr[csr->rows - 1] == csr->entries && strengths == csr->entries;
    for (size_t i = 1; i < csr->rows && fine; i++)
        fine = indptr[i - 1] <= indptr[i];
    return fine ? GX_OK
                : gx_fail(error, GX_ERR_FORMAT, "'%s': /layers/friends: the rows do not fit the entries",
                          gx_reader_path(reader));
}

/* Each pair once: the end with the lower number is the source. */
static void write_edges(FILE *file, const gx_csr *csr, const gx_names *names)
{
    const uint64_t *indptr = csr->indptr;
    const uint32_t *indices = csr->indices;
    const uint8_t *data = csr->data;
    fputs("source,target,strength\r\n", file);
    for (size_t row = 0; row + 1 < csr->rows && !ferror(file); row++)
        for (uint64_t i = indptr[row]; i < indptr[row + 1]; i++)
            if (indices[i] > row && names->of.count) {
                write_user(file, names, (uint32_t)row);
                putc(',', file);
                write_user(file, names, indices[i]);
                fprintf(file, ",%u\r\n", data[i]);
            } else if (indices[i] > row) {
                fprintf(file, "%zu,%" PRIu32 ",%u\r\n", row, indices[i], data[i]);
            }
}

static gx_status export_edges(FILE *file, const gx_reader *reader, bool numbers, gx_error *error)
{
    gx_csr csr = {0};
    gx_names names = {0};
    size_t strengths = 0;
    if (!gx_reader_has(reader, "/layers/friends"))
        return refuse_absent(reader, "edges", error);
    gx_status status =
        gx_reader_column(reader, "/layers/friends/indptr", GX_U64, &csr.indptr, &csr.rows, error);
    if (status == GX_OK)
        status =
            gx_reader_column(reader, "/layers/friends/indices", GX_U32, &csr.indices, &csr.entries, error);
    if (status == GX_OK)
        status = gx_reader_column(reader, "/layers/friends/data", GX_U8, &csr.data, &strengths, error);
    if (status == GX_OK)
        status = check_csr(&csr, strengths, reader, error);
    if (status == GX_OK && !numbers)
        status = load_names(&names, reader, error);
    if (status == GX_OK)
        write_edges(file, &csr, &names);
    gx_names_free(&names);
    gx_free(csr.indptr);
    gx_free(csr.indices);
    gx_free(csr.data);
    return status;
}

gx_status gx_export_csv(FILE *file, const gx_reader *reader, size_t what, bool numbers, gx_error *error)
{
    return what < TABLES ? export_table(file, reader, what, numbers, error)
                         : export_edges(file, reader, numbers, error);
}
