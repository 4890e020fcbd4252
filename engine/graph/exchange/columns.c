/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes of nodes: they come by name of the node, in any order, and are put in the order of rows at the
 * end. */
#include "exchange/readers.h"

#include <gx/base/memory.h>
#include <math.h>

static const char *const what = "attributes of nodes";

gx_status gx_columns_add(gx_columns *columns, const char *name, size_t length, bool numeric, uint32_t *at,
                         gx_error *error)
{
    if (columns->count >= GX_ATTRIBUTES_MAX)
        return gx_fail(error, GX_ERR_LIMIT, "nodes have more than %d attributes: leave some out",
                       GX_ATTRIBUTES_MAX);
    gx_attribute *column = &columns->column[columns->count];
    size_t most = sizeof column->name - 1;
    snprintf(column->name, sizeof column->name, "%.*s", (int)(length < most ? length : most), name);
    column->numeric = numeric;
    *at = columns->count++;
    return GX_OK;
}

/* Room in a column up to the names there are; what is new is "not given". */
static gx_status make_room(gx_reading *reading, uint32_t at, uint64_t id, gx_error *error)
{
    gx_attribute *column = &reading->columns.column[at];
    uint64_t *capacity = &reading->columns.capacity[at], before = *capacity;
    void *block = column->numeric ? (void *)column->number : (void *)column->text;
    if (id < before)
        return GX_OK;
    gx_status status = gx_allowance_grow(&reading->allowance, &block, capacity, id + 1,
                                         column->numeric ? sizeof(double) : sizeof(uint32_t), what, error);
    if (column->numeric)
        column->number = block;
    else
        column->text = block;
    for (uint64_t i = before; i < *capacity; i++)
        if (column->numeric)
            column->number[i] = (double)NAN;
        else
            column->text[i] = UINT32_MAX;
    return status;
}

gx_status gx_columns_number(gx_reading *reading, uint32_t at, uint64_t id, double number, gx_error *error)
{
    gx_status status = make_room(reading, at, id, error);
    if (status == GX_OK)
        reading->columns.column[at].number[id] = number;
    return status;
}

/* A text like that of the node before is not written again: most attributes are words out of a few. */
gx_status gx_columns_text(gx_reading *reading, uint32_t at, uint64_t id, const char *text, size_t length,
                          gx_error *error)
{
    gx_status status = make_room(reading, at, id, error);
    if (status != GX_OK)
        return status;
    uint32_t *texts_of = reading->columns.column[at].text;
    uint32_t *place = &texts_of[id];
    uint32_t before = id > 0 ? texts_of[id - 1] : UINT32_MAX;
    const gx_texts *texts = &reading->texts;
    if (before != UINT32_MAX && before + length < texts->used && texts->data[before + length] == '\0' &&
        memcmp(texts->data + before, text, length) == 0) {
        *place = before;
        return GX_OK;
    }
    return gx_texts_add(&reading->texts, &reading->allowance, text, length, place, error);
}

gx_status gx_columns_describe(gx_reading *reading, uint64_t id, uint8_t where, bool *before, gx_error *error)
{
    gx_columns *columns = &reading->columns;
    void *block = columns->described;
    gx_status status =
        gx_allowance_grow(&reading->allowance, &block, &columns->described_capacity, id + 1, 1, what, error);
    columns->described = block;
    if (status != GX_OK)
        return status;
    *before = (columns->described[id] & where) != 0;
    columns->described[id] |= where;
    return GX_OK;
}

gx_status gx_columns_line(gx_reading *reading, uint64_t id, uint64_t line, gx_error *error)
{
    gx_columns *columns = &reading->columns;
    void *block = columns->line;
    gx_status status = gx_allowance_grow(&reading->allowance, &block, &columns->line_capacity, id + 1,
                                         sizeof *columns->line, what, error);
    columns->line = block;
    if (status == GX_OK)
        columns->line[id] = line < UINT32_MAX ? (uint32_t)line : 0;
    return status;
}

bool gx_columns_described(const gx_columns *columns, uint64_t id, uint8_t where)
{
    return id < columns->described_capacity && (columns->described[id] & where) != 0;
}

/* One column in the order of rows. */
static gx_status arrange(gx_reading *reading, uint32_t at, uint32_t rows, gx_attribute *to, gx_error *error)
{
    const gx_side *side = &reading->gather.side[0];
    gx_attribute *from = &reading->columns.column[at];
    gx_status status;
    *to = *from;
    to->number = NULL;
    to->text = NULL;
    void *block = gx_allowance_alloc(&reading->allowance, rows,
                                     from->numeric ? sizeof(double) : sizeof(uint32_t), what, &status, error);
    if (status != GX_OK)
        return status;
    if (from->numeric)
        to->number = block;
    else
        to->text = block;
    for (uint64_t id = 0; id < side->ids; id++) {
        bool given = id < reading->columns.capacity[at];
        if (from->numeric)
            to->number[side->mark[id]] = given ? from->number[id] : (double)NAN;
        else
            to->text[side->mark[id]] = given ? from->text[id] : UINT32_MAX;
    }
    return GX_OK;
}

/* Lines in the order of rows. */
static gx_status arrange_lines(gx_reading *reading, gx_imported *imported, gx_error *error)
{
    const gx_side *side = &reading->gather.side[0];
    const gx_columns *columns = &reading->columns;
    gx_status status;
    imported->nodes_attributes = columns->of_nodes;
    imported->nodes_line = gx_allowance_alloc(&reading->allowance, imported->names.count,
                                              sizeof *imported->nodes_line, what, &status, error);
    for (uint64_t id = 0; status == GX_OK && id < side->ids && id < columns->line_capacity; id++)
        imported->nodes_line[side->mark[id]] = columns->line[id];
    if (status != GX_OK)
        return status;
    size_t length = strlen(reading->options->nodes) + 1;
    imported->nodes_file = gx_alloc(length, 1);
    if (imported->nodes_file == NULL)
        return gx_fail_memory(error, what);
    memcpy(imported->nodes_file, reading->options->nodes, length);
    return GX_OK;
}

gx_status gx_columns_arrange(gx_reading *reading, gx_imported *imported, gx_error *error)
{
    gx_status status = GX_OK;
    if (reading->options->nodes != NULL)
        status = arrange_lines(reading, imported, error);
    for (uint32_t at = 0; at < reading->columns.count && status == GX_OK; at++) {
        status = arrange(reading, at, imported->names.count, &imported->attribute[at], error);
        imported->attributes = at + 1;
    }
    return status;
}

void gx_columns_free(gx_columns *columns)
{
    for (uint32_t at = 0; at < columns->count; at++) {
        gx_free(columns->column[at].number);
        gx_free(columns->column[at].text);
    }
    gx_free(columns->line);
    gx_free(columns->described);
    *columns = (gx_columns){0};
}
