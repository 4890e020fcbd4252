/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes as CSV: a heading, then a record a node: its id and its attributes. Read twice as well: a column is
 * one of numbers when all that is given in it are numbers. */
#include "exchange/digits.h"
#include "exchange/headings.h"
#include "exchange/readers.h"
#include "exchange/records.h"

#include <gx/base/memory.h>

static const char *const id_names[] = {"id", "node", "user", "name", "label", NULL};

typedef struct table {
    gx_reading *reading;
    gx_part *part;
    gx_inlet source;
    gx_records records;
    gx_faults told; /* of records, when they are read again */
    uint32_t fields, id;
    uint32_t column[GX_FIELDS_MAX]; /* of a field: number of the attribute */
    bool numeric[GX_FIELDS_MAX];
} table;

static bool is_missing(const gx_cell *cell)
{
    return cell->length == 0 || (cell->length == 3 && memcmp(cell->text, "NaN", 3) == 0) ||
           (cell->length == 2 && memcmp(cell->text, "NA", 2) == 0);
}

static void check_text(table *t, const gx_cell *cell, size_t most)
{
    size_t offset;
    if (cell->length > most)
        gx_fault_add(&t->part->faults, cell->place, "", "a text is longer than %zu bytes", most);
    else if (memchr(cell->text, '\0', cell->length) != NULL)
        gx_fault_add(&t->part->faults, cell->place, "", "a NUL byte: this is not a text file");
    else if (!gx_utf8_valid(cell->text, cell->length, &offset))
        gx_fault_add(&t->part->faults, cell->place, "", "a text is not UTF-8");
}

static gx_status read_heading(table *t, bool values, gx_error *error)
{
    gx_status status = GX_OK;
    t->id = gx_heading_find(&t->records, id_names);
    t->fields = t->records.count;
    if (t->id == UINT32_MAX)
        gx_heading_missing(&t->records, &t->part->faults, id_names);
    for (uint32_t at = 0; at < t->fields && status == GX_OK && t->id != UINT32_MAX; at++) {
        const gx_cell *cell = &t->records.cell[at];
        if (values && at != t->id)
            status = gx_columns_add(&t->reading->columns, cell->text, cell->length, t->numeric[at],
                                    &t->column[at], error);
        else if (!values)
            check_text(t, cell, sizeof t->reading->columns.column[0].name - 1);
        t->numeric[at] |= !values;
    }
    return status;
}

/* First: which columns are numbers, and what is wrong with texts. */
static void look_at(table *t)
{
    double number;
    if (!gx_heading_fits(&t->records, t->fields, &t->part->faults))
        return;
    for (uint32_t at = 0; at < t->fields; at++) {
        const gx_cell *cell = &t->records.cell[at];
        if (at != t->id) /* names are checked when they are taken */
            check_text(t, cell, GX_IMPORT_NAME_MAX);
        t->numeric[at] &= is_missing(cell) || gx_real_of(&number, cell->text, cell->length);
    }
}

static gx_status take_value(table *t, uint32_t at, uint64_t id, gx_error *error)
{
    const gx_cell *cell = &t->records.cell[at];
    double number;
    if (cell->length == 0 || (t->numeric[at] && !gx_real_of(&number, cell->text, cell->length)))
        return GX_OK;
    return t->numeric[at] ? gx_columns_number(t->reading, t->column[at], id, number, error)
                          : gx_columns_text(t->reading, t->column[at], id, cell->text, cell->length, error);
}

static gx_status take_node(table *t, gx_error *error)
{
    const gx_cell *cell = &t->records.cell[t->id];
    char shown[GX_SHOW_BYTES];
    uint64_t id;
    bool before;
    if (!gx_reading_id(t->reading, t->part, 0, cell->text, cell->length, cell->place, &id)) {
        if (t->part->status != GX_OK && error != NULL)
            *error = t->part->error;
        return t->part->status;
    }
    gx_side_see(&t->reading->gather.side[0], id);
    gx_status status = gx_columns_describe(t->reading, id, GX_DESCRIBED_IN_NODES, &before, error);
    if (status == GX_OK && before)
        gx_fault_add(&t->part->faults, cell->place, "a node has one line", "node '%s' has a line already",
                     gx_show(shown, cell->text, cell->length));
    if (status == GX_OK && !before)
        status = gx_columns_line(t->reading, id, t->records.first, error);
    for (uint32_t at = 0; at < t->fields && status == GX_OK && !before; at++)
        if (at != t->id)
            status = take_value(t, at, id, error);
    return status;
}

static gx_status read_table(table *t, bool values, gx_error *error)
{
    bool end = false, slid, begun = false;
    gx_faults *faults = values ? &t->told : &t->part->faults;
    gx_status status = gx_records_begin(&t->records, &t->source, faults, error);
    while (status == GX_OK && !t->part->again) {
        status = gx_records_next(&t->records, &end, &slid, error);
        if (status != GX_OK || end)
            break;
        if (!begun)
            status = read_heading(t, values, error);
        else if (values && t->records.count == t->fields)
            status = take_node(t, error);
        else if (!values)
            look_at(t);
        begun = true;
        if (t->id == UINT32_MAX)
            break;
    }
    if (status == GX_OK && !begun && !values && t->part->faults.count == 0)
        gx_fault_add(&t->part->faults, (gx_place){1, 1, 1}, "",
                     "expected a heading with a column 'id', found nothing");
    return status;
}

gx_status gx_read_nodes(gx_reading *reading, gx_part *part, gx_error *error)
{
    table *t = gx_alloc(1, sizeof *t);
    if (t == NULL)
        return gx_fail_memory(error, "reading of records");
    t->reading = reading;
    t->part = part;
    gx_status status = gx_inlet_open(&t->source, reading->options->nodes, error);
    if (status == GX_OK)
        status = read_table(t, false, error);
    bool heading = status == GX_OK && t->id != UINT32_MAX && t->fields > 0;
    if (heading)
        status = gx_inlet_rewind(&t->source, error);
    if (heading && status == GX_OK)
        status = read_table(t, true, error);
    reading->columns.of_nodes = reading->columns.count;
    gx_inlet_close(&t->source);
    gx_free(t);
    return status;
}
