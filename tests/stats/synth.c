/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "synth.h"

#include <check.h>
#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <stdio.h>
#include <string.h>

#define OK(call)                                                                                             \
    do {                                                                                                     \
        gx_status ok_status = (call);                                                                        \
        ck_assert_msg(ok_status == GX_OK, "%s: %s", #call, error.message);                                   \
    } while (0)

/* The struct is a count and a row of pointers, as gx/stats/tables.h says. */
static void *slot(const void *table_struct, size_t column)
{
    void *out;
    memcpy(&out, (const char *)table_struct + sizeof(size_t) + column * sizeof(void *), sizeof out);
    return out;
}

void synth_make(void *table_struct, gx_recording_table table, size_t rows)
{
    const gx_table_schema *schema = gx_schema(table);
    memcpy(table_struct, &rows, sizeof rows);
    for (size_t c = 0; c < schema->column_count; c++) {
        void *column = gx_alloc(rows, gx_column_size(schema->columns[c].type));
        ck_assert_ptr_nonnull(column);
        memcpy((char *)table_struct + sizeof(size_t) + c * sizeof(void *), &column, sizeof column);
    }
}

void synth_begin(synth *s, const char *name, const synth_root *root)
{
    gx_error error;
    snprintf(s->path, sizeof s->path, "synth-%s.h5", name);
    OK(gx_writer_create(&s->writer, s->path, true, &error));
    OK(gx_writer_text_attribute(s->writer, "/", "format", GX_RECORDING_FORMAT, &error));
    OK(gx_writer_int_attribute(s->writer, "/", "format_version", GX_RECORDING_VERSION, &error));
    OK(gx_writer_int_attribute(s->writer, "/", "users", root->users, &error));
    OK(gx_writer_int_attribute(s->writer, "/", "tick_ms", root->tick_ms, &error));
    OK(gx_writer_int_attribute(s->writer, "/", "start", root->start, &error));
    OK(gx_writer_int_attribute(s->writer, "/", "last_tick", root->last_tick, &error));
    OK(gx_writer_real_attribute(s->writer, "/", "event_share", root->event_share, &error));
}

void synth_array(synth *s, const char *group, const char *name, gx_column_type type, const void *data,
                 size_t rows)
{
    gx_error error;
    gx_column column = {name, type, "", "", NULL};
    OK(gx_writer_array(s->writer, group, &column, data, rows, 1, &error));
}

void synth_put(synth *s, gx_recording_table table, const void *table_struct)
{
    const gx_table_schema *schema = gx_schema(table);
    size_t rows;
    memcpy(&rows, table_struct, sizeof rows);
    for (size_t c = 0; c < schema->column_count; c++)
        synth_array(s, schema->path, schema->columns[c].name, schema->columns[c].type, slot(table_struct, c),
                    rows);
    if (table == GX_TABLE_SERIES) {
        gx_error error;
        OK(gx_writer_int_attribute(s->writer, "/series", "period_ms", 60000, &error));
    }
}

gx_reader *synth_end(synth *s)
{
    gx_error error;
    gx_reader *reader;
    OK(gx_writer_text_attribute(s->writer, "/", "status", "complete", &error));
    OK(gx_writer_finish(s->writer, &error));
    OK(gx_reader_open(&reader, s->path, &error));
    return reader;
}

void synth_remove(synth *s, gx_reader *reader)
{
    gx_reader_close(reader);
    remove(s->path);
}

double figure_of(const gx_results *results, const char *name)
{
    const gx_figure *figure = gx_results_find_figure(results, name);
    ck_assert_msg(figure != NULL, "there is no figure '%s'", name);
    return figure->value;
}

double uniform_at(uint32_t stream, uint32_t index)
{
    gx_draw draw = gx_draw_at(gx_key_make(20160207, 0), 0xf200, stream, index, 0);
    return ((double)(gx_draw_high(draw) >> 11) + 0.5) / 9007199254740992.0;
}

double normal_at(uint32_t stream, uint32_t index)
{
    return gx_normal_quantile(uniform_at(stream, index));
}
