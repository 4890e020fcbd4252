/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ties as CSV: a heading that names the columns, then a record a tie. */
#include "exchange/digits.h"
#include "exchange/headings.h"
#include "exchange/readers.h"
#include "exchange/records.h"

#include <gx/base/memory.h>

/* Columns that are read, by the names they may have. The first name is the one to tell. */
enum { SOURCE, TARGET, WEIGHT, ROLES };

static const char *const source_names[] = {"source", "from", "src", "user", "u", NULL};
static const char *const target_names[] = {"target", "to", "dst", "group", "v", NULL};
static const char *const weight_names[] = {"weight", "strength", "w", NULL};
static const char *const *const role_names[ROLES] = {source_names, target_names, weight_names};

/* A CSV file of ties while it is read. */
typedef struct table {
    gx_reading *reading;
    gx_records records;
    uint32_t role[ROLES]; /* number of the column; UINT32_MAX: none */
    uint32_t fields;      /* of the heading */
} table;

static bool read_heading(table *t)
{
    gx_part *part = &t->reading->part;
    for (unsigned role = 0; role < ROLES; role++)
        t->role[role] = gx_heading_find(&t->records, role_names[role]);
    t->fields = t->records.count;
    unsigned missing = t->role[SOURCE] == UINT32_MAX ? SOURCE : TARGET;
    if (t->role[missing] == UINT32_MAX)
        gx_heading_missing(&t->records, &part->faults, role_names[missing]);
    for (uint32_t at = 0; at < t->records.count; at++) {
        char shown[GX_SHOW_BYTES];
        if (at != t->role[SOURCE] && at != t->role[TARGET] && at != t->role[WEIGHT])
            gx_reading_note(t->reading, "column '%s' of ties was left out",
                            gx_show(shown, t->records.cell[at].text, t->records.cell[at].length));
    }
    t->reading->has_weights = t->role[WEIGHT] != UINT32_MAX;
    return t->role[SOURCE] != UINT32_MAX && t->role[TARGET] != UINT32_MAX;
}

static bool read_weight(table *t, double *weight)
{
    char shown[GX_SHOW_BYTES];
    if (t->role[WEIGHT] == UINT32_MAX)
        return true;
    const gx_cell *cell = &t->records.cell[t->role[WEIGHT]];
    if (gx_real_of(weight, cell->text, cell->length))
        return true;
    gx_fault_add(&t->reading->part.faults, cell->place, "", "expected a number as weight, found '%s'",
                 gx_show(shown, cell->text, cell->length));
    return false;
}

static void read_tie(table *t)
{
    gx_part *part = &t->reading->part;
    uint64_t id[2];
    double weight = 1;
    if (!gx_heading_fits(&t->records, t->fields, &part->faults) || !read_weight(t, &weight))
        return;
    for (unsigned end = 0; end < 2; end++) {
        const gx_cell *cell = &t->records.cell[t->role[SOURCE + end]];
        if (!gx_reading_id(t->reading, part, end, cell->text, cell->length, cell->place, &id[end]))
            return;
    }
    gx_gather_tie(&t->reading->gather, &part->tally, id[0], id[1], weight, false);
}

static gx_status read_table(table *t, gx_error *error)
{
    gx_part *part = &t->reading->part;
    bool end, slid, begun = false;
    for (;;) {
        gx_status status = gx_records_next(&t->records, &end, &slid, error);
        if (status == GX_OK && slid)
            status = gx_reading_progress(t->reading, error);
        if (status == GX_OK && part->status != GX_OK) {
            status = part->status;
            if (error != NULL)
                *error = part->error;
        }
        if (status == GX_OK && end && !begun && part->faults.count == 0)
            gx_fault_add(&part->faults, (gx_place){1, 1, 1}, "",
                         "expected a heading 'source,target', found nothing");
        if (status != GX_OK || end || part->again)
            return status;
        if (begun)
            read_tie(t);
        else if (!read_heading(t))
            return GX_OK;
        begun = true;
    }
}

gx_status gx_read_csv(gx_reading *reading, gx_error *error)
{
    table *t = gx_alloc(1, sizeof *t);
    if (t == NULL)
        return gx_fail_memory(error, "reading of records");
    t->reading = reading;
    gx_status status = gx_records_begin(&t->records, &reading->source, &reading->part.faults, error);
    if (status == GX_OK)
        status = read_table(t, error);
    gx_gather_flush(&reading->gather, &reading->part.tally);
    gx_gather_add(&reading->gather, &reading->part.tally);
    reading->part.tally = (gx_tally){0};
    gx_free(t);
    return status;
}
