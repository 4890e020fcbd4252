/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strict reader of one CSV. The text is copied once; fields are cut in place (a quoted field shrinks), so
 * every string of a reference points into that copy. */
#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <gx/stats/references.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 12 };
static const char *const header[COLUMNS] = {"id",   "when",  "quantity", "value",  "low",    "high",
                                            "unit", "grade", "role",     "source", "metric", "scale_note"};

/* The table as it was when the program was built (made by room.cmake). */
extern const unsigned char gx_references_csv[];
extern const size_t gx_references_csv_length;

struct gx_references {
    char *text;
    gx_reference *at;
    size_t count, capacity;
};

typedef struct cursor {
    char *at, *end;
    size_t line;
} cursor;

static gx_status bad(const cursor *here, const char *what, const char *detail, gx_error *error)
{
    gx_fail(error, GX_ERR_FORMAT, "references, line %zu: %s%s%s", here->line, what, *detail ? ": " : "",
            detail);
    return GX_ERR_FORMAT;
}

/* Cut one field at the cursor; *last is set when a line ends behind it. */
static gx_status cut_field(cursor *here, char **field, bool *last, gx_error *error)
{
    char *to = here->at;
    *field = to;
    if (here->at < here->end && *here->at == '"') {
        char *from = here->at + 1;
        for (;; from++) {
            if (from >= here->end || *from == '\n')
                return bad(here, "a quoted field does not end on its line", "", error);
            if (*from == '"' && from[1] != '"')
                break;
            from += *from == '"';
            *to++ = *from;
        }
        here->at = from + 1;
    } else {
        while (here->at < here->end && *here->at != ',' && *here->at != '\n' && *here->at != '\r' &&
               *here->at != '"')
            here->at++;
        to = here->at;
    }
    if (here->at < here->end && *here->at == '\r' && here->at + 1 < here->end && here->at[1] == '\n')
        here->at++;
    if (here->at < here->end && *here->at != ',' && *here->at != '\n')
        return bad(here, "a quote or a return inside a field", "", error);
    *last = here->at >= here->end || *here->at == '\n';
    here->at += here->at < here->end;
    *to = '\0';
    return GX_OK;
}

static gx_status cut_line(cursor *here, char *fields[COLUMNS], gx_error *error)
{
    here->line++;
    for (size_t i = 0; i < COLUMNS; i++) {
        bool last = false;
        gx_status status = cut_field(here, &fields[i], &last, error);
        if (status != GX_OK)
            return status;
        if (last && i + 1 < COLUMNS)
            return bad(here, "fields are missing from", header[i + 1], error);
        if (!last && i + 1 == COLUMNS)
            return bad(here, "there are more fields than columns", "", error);
    }
    return GX_OK;
}

static gx_status number(const cursor *here, const char *field, double *out, gx_error *error)
{
    *out = NAN;
    if (*field == '\0')
        return GX_OK;
    char *end;
    *out = strtod(field, &end);
    if (*end != '\0' || !isfinite(*out) || strspn(field, "0123456789+-.e") != strlen(field))
        return bad(here, "this is not a number", field, error);
    return GX_OK;
}

static bool one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(word, *words) == 0)
            return true;
    return false;
}

static gx_status read_reference(const cursor *here, const gx_references *all, char *const f[COLUMNS],
                                gx_reference *out, gx_error *error)
{
    static const char *const grades[] = {"A", "B", "C", NULL};
    static const char *const roles[] = {"input", "fit", "prediction", "identity", "shape", NULL};
    *out = (gx_reference){.id = f[0],
                          .when = f[1],
                          .quantity = f[2],
                          .unit = f[6],
                          .grade = f[7],
                          .role = f[8],
                          .source = f[9],
                          .metric = f[10],
                          .scale_note = f[11]};
    gx_status status = number(here, f[3], &out->value, error);
    if (status == GX_OK)
        status = number(here, f[4], &out->low, error);
    if (status == GX_OK)
        status = number(here, f[5], &out->high, error);
    if (status != GX_OK)
        return status;
    if (!*out->id || !*out->quantity || !*out->source)
        return bad(here, "id, quantity and source must not be empty", "", error);
    if (gx_references_find(all, out->id))
        return bad(here, "this id stands there already", out->id, error);
    if (isnan(out->value) && isnan(out->low) && isnan(out->high))
        return bad(here, "there is no value and no range", out->id, error);
    if (out->low > out->high || out->value < out->low || out->value > out->high)
        return bad(here, "the value lies outside its range", out->id, error);
    if (!one_of(out->grade, grades))
        return bad(here, "unknown grade", out->grade, error);
    if (!one_of(out->role, roles))
        return bad(here, "unknown role", out->role, error);
    return GX_OK;
}

static gx_status append(gx_references *all, const gx_reference *reference, gx_error *error)
{
    if (all->count == all->capacity) {
        size_t capacity = all->capacity ? 2 * all->capacity : 64;
        gx_reference *grown = all->at ? gx_resize(all->at, all->capacity, capacity, sizeof *grown)
                                      : gx_alloc(capacity, sizeof *grown);
        if (!grown)
            return gx_fail_memory(error, "reference figures");
        all->at = grown;
        all->capacity = capacity;
    }
    all->at[all->count++] = *reference;
    return GX_OK;
}

static gx_status read_all(gx_references *all, size_t length, gx_error *error)
{
    cursor here = {all->text, all->text + length, 0};
    char *fields[COLUMNS];
    size_t offset;
    if (!gx_utf8_valid(all->text, length, &offset) || memchr(all->text, 0, length))
        return gx_fail(error, GX_ERR_FORMAT, "references: the table is not UTF-8 text");
    gx_status status = cut_line(&here, fields, error);
    for (size_t i = 0; i < COLUMNS && status == GX_OK; i++)
        if (strcmp(fields[i], header[i]) != 0)
            status = bad(&here, "unknown column", fields[i], error);
    while (status == GX_OK && here.at < here.end) {
        gx_reference reference;
        status = cut_line(&here, fields, error);
        if (status == GX_OK)
            status = read_reference(&here, all, fields, &reference, error);
        if (status == GX_OK)
            status = append(all, &reference, error);
    }
    return status;
}

gx_status gx_references_parse(gx_references **out, const char *text, size_t length, gx_error *error)
{
    *out = NULL;
    gx_references *all = gx_alloc(1, sizeof *all);
    if (all)
        all->text = gx_alloc(length + 1, 1);
    if (!all || !all->text) {
        gx_references_free(all);
        return gx_fail_memory(error, "reference figures");
    }
    memcpy(all->text, text, length);
    gx_status status = read_all(all, length, error);
    if (status != GX_OK) {
        gx_references_free(all);
        return status;
    }
    *out = all;
    return GX_OK;
}

gx_status gx_references_create(gx_references **out, gx_error *error)
{
    return gx_references_parse(out, (const char *)gx_references_csv, gx_references_csv_length, error);
}

void gx_references_free(gx_references *references)
{
    if (!references)
        return;
    gx_free(references->at);
    gx_free(references->text);
    gx_free(references);
}

size_t gx_references_count(const gx_references *references)
{
    return references->count;
}

const gx_reference *gx_references_at(const gx_references *references, size_t index)
{
    return index < references->count ? &references->at[index] : NULL;
}

const gx_reference *gx_references_find(const gx_references *references, const char *id)
{
    for (size_t i = 0; i < references->count; i++)
        if (strcmp(references->at[i].id, id) == 0)
            return &references->at[i];
    return NULL;
}

const gx_reference *gx_references_for(const gx_references *references, const char *metric)
{
    for (size_t i = 0; i < references->count; i++)
        if (strcmp(references->at[i].metric, metric) == 0)
            return &references->at[i];
    return NULL;
}
