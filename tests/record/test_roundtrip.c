/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was written is read: every type at every awkward length, texts, attributes, names, conversions. */
#include "scratch.h"

#include <gx/graph/population.h>
#include <math.h>

static const size_t CHUNK8 = (size_t)1 << 17; /* elements of 8 bytes in a chunk */

/* Lengths around what changes the layout, for elements of `size` bytes: 4 KiB, one chunk, two. */
enum { LENGTHS = 9 };

static size_t length_at(int l, size_t size)
{
    size_t plain = 4096 / size, chunk = ((size_t)1 << 20) / size;
    const size_t lengths[LENGTHS] = {0,     1,         plain,     plain + 1,    chunk - 1,
                                     chunk, chunk + 1, 2 * chunk, 2 * chunk + 1};
    return lengths[l];
}

START_TEST(arrays_of_every_type_and_length)
{
    char group[40], path[80];
    gx_writer *writer = NULL;
    assert_good(gx_writer_create(&writer, scratch("a.h5"), false, e));
    for (int l = 0; l < LENGTHS; l++) {
        snprintf(group, sizeof group, "/made/of_%d", l);
        for (int c = 0; c < TYPES; c++) {
            size_t count = length_at(l, gx_column_size(every_type[c].type));
            void *data = known_column(every_type[c].type, 0, count);
            assert_good(gx_writer_array(writer, group, &every_type[c], data, count, 1 + (uint32_t)c % 3, e));
            gx_free(data);
        }
    }
    ck_assert_uint_gt(gx_writer_bytes(writer), 0);
    assert_good(gx_writer_finish(writer, e));
    ck_assert_int_eq(scratch_count(), 1);
    gx_reader *reader = NULL;
    assert_good(gx_reader_open(&reader, scratch("a.h5"), e));
    for (int l = 0; l < LENGTHS; l++) {
        for (int c = 0; c < TYPES; c++) {
            snprintf(path, sizeof path, "/made/of_%d/%s", l, every_type[c].name);
            assert_known(reader, path, every_type[c].type, length_at(l, gx_column_size(every_type[c].type)));
        }
    }
    gx_reader_close(reader);
}
END_TEST

static void grow(const char *path, size_t rows, size_t step, size_t flush_every)
{
    gx_writer *writer = NULL;
    uint32_t table = 0, empty = 0;
    assert_good(gx_writer_create(&writer, path, true, e));
    assert_good(gx_writer_table(writer, "/events/known", every_type, TYPES, &table, e));
    assert_good(gx_writer_table(writer, "/events/empty", every_type, 2, &empty, e));
    ck_assert_uint_ne(table, empty);
    for (size_t at = 0, calls = 0; at < rows; at += step, calls++) {
        append_known(writer, table, at, rows - at < step ? rows - at : step);
        if (flush_every > 0 && calls % flush_every == flush_every - 1) {
            assert_good(gx_writer_flush(writer, e));
        }
    }
    assert_good(gx_writer_finish(writer, e));
    gx_reader *reader = NULL;
    assert_good(gx_reader_open(&reader, path, e));
    assert_known_table(reader, "/events/known", rows);
    assert_known(reader, "/events/empty/a_u8", GX_U8, 0);
    assert_known(reader, "/events/empty/b_u16", GX_U16, 0);
    gx_reader_close(reader);
}

START_TEST(tables_grow_to_every_length)
{
    const size_t lengths[] = {0, 1, CHUNK8, CHUNK8 + 1, 2 * CHUNK8};
    for (size_t l = 0; l < sizeof lengths / sizeof lengths[0]; l++) {
        grow(scratch("t.h5"), lengths[l], 100000, 0);
    }
    grow(scratch("t.h5"), 2 * CHUNK8 + 5, 10007, 5);
    grow(scratch("t.h5"), 100, 7, 1);
}
END_TEST

START_TEST(millions_of_rows)
{
    grow(scratch("m.h5"), 3000001, 777777, 2);
}
END_TEST

START_TEST(texts_and_attributes)
{
    const char *poem = "红包 — two lines\nof text";
    gx_writer *writer = NULL;
    assert_good(gx_writer_create(&writer, scratch("x.h5"), false, e));
    assert_good(gx_writer_text(writer, "/scenario/text", poem, e));
    assert_good(gx_writer_text(writer, "/scenario/variant", "", e));
    assert_good(gx_writer_text_attribute(writer, "/", "status", "running", e));
    assert_good(gx_writer_text_attribute(writer, "/", "status", "complete", e));
    assert_good(gx_writer_text_attribute(writer, "/scenario", "note", "", e));
    assert_good(gx_writer_int_attribute(writer, "/", "last_tick", -5, e));
    assert_good(gx_writer_int_attribute(writer, "/", "last_tick", INT64_MAX, e));
    assert_good(gx_writer_real_attribute(writer, "/scenario/text", "event_share", 0.1, e));
    assert_fails(gx_writer_text_attribute(writer, "/nowhere", "a", "b", e), GX_ERR_NOT_FOUND);
    assert_fails(gx_writer_text_attribute(writer, "/", "a", "b\xff", e), GX_ERR_ARGUMENT);
    assert_fails(gx_writer_text(writer, "/scenario/text", "again", e), GX_ERR_ARGUMENT);
    assert_fails(gx_writer_text(writer, "/scenario/text/below", "a dataset", e), GX_ERR_ARGUMENT);
    assert_fails(gx_writer_text(writer, "/", "no name", e), GX_ERR_ARGUMENT);
    assert_good(gx_writer_finish(writer, e));

    gx_reader *reader = NULL;
    char *text = NULL;
    int64_t whole = 0;
    double real = 0;
    assert_good(gx_reader_open(&reader, scratch("x.h5"), e));
    ck_assert_str_eq(gx_reader_path(reader), scratch("x.h5"));
    ck_assert(gx_reader_complete(reader));
    assert_good(gx_reader_text(reader, "/scenario/text", &text, e));
    ck_assert_str_eq(text, poem);
    gx_free(text);
    assert_good(gx_reader_text(reader, "/scenario/variant", &text, e));
    ck_assert_str_eq(text, "");
    gx_free(text);
    assert_good(gx_reader_text_attribute(reader, "/scenario", "note", &text, e));
    ck_assert_str_eq(text, "");
    gx_free(text);
    assert_good(gx_reader_int_attribute(reader, "/", "last_tick", &whole, e));
    ck_assert(whole == INT64_MAX);
    assert_good(gx_reader_real_attribute(reader, "/scenario/text", "event_share", &real, e));
    ck_assert(real == 0.1);
    assert_good(gx_reader_real_attribute(reader, "/", "format_version", &real, e));
    ck_assert(real == 1);
    assert_fails(gx_reader_int_attribute(reader, "/scenario/text", "event_share", &whole, e), GX_ERR_FORMAT);
    assert_fails(gx_reader_int_attribute(reader, "/", "status", &whole, e), GX_ERR_FORMAT);
    assert_fails(gx_reader_text_attribute(reader, "/", "last_tick", &text, e), GX_ERR_FORMAT);
    assert_fails(gx_reader_text_attribute(reader, "/", "nothing", &text, e), GX_ERR_NOT_FOUND);
    assert_fails(gx_reader_text(reader, "/scenario/none", &text, e), GX_ERR_NOT_FOUND);
    assert_fails(gx_reader_text(reader, "/scenario", &text, e), GX_ERR_FORMAT);
    gx_reader_close(reader);
}
END_TEST

START_TEST(names_in_alphabetical_order)
{
    gx_writer *writer = NULL;
    assert_good(gx_writer_create(&writer, scratch("n.h5"), false, e));
    const char *names[] = {"zeta", "Alpha", "beta", "beta2", "_x"};
    for (int i = 0; i < 5; i++) {
        gx_column column = {names[i], GX_U8, "", "", NULL};
        assert_good(gx_writer_array(writer, "/g", &column, "x", 1, 1, e));
    }
    uint32_t table = 0;
    assert_good(gx_writer_table(writer, "/g/below", every_type, 1, &table, e));
    assert_fails(gx_writer_table(writer, "/g/below", every_type, 1, &table, e), GX_ERR_ARGUMENT);
    assert_fails(gx_writer_table(writer, "/g/none", every_type, 0, &table, e), GX_ERR_LIMIT);
    assert_good(gx_writer_finish(writer, e));
    gx_reader *reader = NULL;
    char **list = NULL;
    size_t count = 0;
    assert_good(gx_reader_open(&reader, scratch("n.h5"), e));
    assert_good(gx_reader_list(reader, "/g", &list, &count, e));
    ck_assert_uint_eq(count, 6);
    const char *sorted[] = {"Alpha", "_x", "below", "beta", "beta2", "zeta"};
    for (int i = 0; i < 6; i++) {
        ck_assert_str_eq(list[i], sorted[i]);
    }
    ck_assert_ptr_null(list[6]);
    gx_free(list);
    ck_assert(gx_reader_has(reader, "/"));
    ck_assert(gx_reader_has(reader, "/g/below/a_u8"));
    ck_assert(!gx_reader_has(reader, "/g/zeta/deeper"));
    ck_assert(!gx_reader_has(reader, "/nothing/at/all"));
    ck_assert(!gx_reader_has(reader, ""));
    ck_assert(!gx_reader_complete(reader));
    assert_fails(gx_reader_list(reader, "/none", &list, &count, e), GX_ERR_NOT_FOUND);
    assert_fails(gx_reader_list(reader, "/g/zeta", &list, &count, e), GX_ERR_FORMAT);
    gx_reader_close(reader);
}
END_TEST

START_TEST(columns_are_converted_or_refused)
{
    const uint32_t small[] = {0, 7, 255}, large[] = {1, 256};
    const double whole[] = {1, -3}, broken[] = {0.5}, nothing[] = {NAN};
    const gx_column u32 = {"small", GX_U32, "", "", NULL}, wide = {"large", GX_U32, "", "", NULL};
    const gx_column f64 = {"whole", GX_F64, "", "", NULL}, half = {"half", GX_F64, "", "", NULL};
    const gx_column none = {"nan", GX_F64, "", "", NULL};
    gx_writer *writer = NULL;
    assert_good(gx_writer_create(&writer, scratch("c.h5"), false, e));
    assert_good(gx_writer_array(writer, "/", &u32, small, 3, 1, e));
    assert_good(gx_writer_array(writer, "/", &wide, large, 2, 1, e));
    assert_good(gx_writer_array(writer, "/", &f64, whole, 2, 1, e));
    assert_good(gx_writer_array(writer, "/", &half, broken, 1, 1, e));
    assert_good(gx_writer_array(writer, "/", &none, nothing, 1, 1, e));
    assert_good(gx_writer_finish(writer, e));
    gx_reader *reader = NULL;
    void *out = NULL;
    size_t count = 0;
    assert_good(gx_reader_open(&reader, scratch("c.h5"), e));
    assert_good(gx_reader_column(reader, "/small", GX_F64, &out, &count, e));
    ck_assert_uint_eq(count, 3);
    ck_assert(((double *)out)[2] == 255.0);
    gx_free(out);
    assert_good(gx_reader_column(reader, "/small", GX_U8, &out, &count, e));
    ck_assert_uint_eq(((uint8_t *)out)[2], 255);
    gx_free(out);
    assert_good(gx_reader_column(reader, "/whole", GX_I64, &out, &count, e));
    ck_assert_int_eq(((int64_t *)out)[1], -3);
    gx_free(out);
    assert_fails(gx_reader_column(reader, "/large", GX_U8, &out, &count, e), GX_ERR_FORMAT);
    assert_fails(gx_reader_column(reader, "/whole", GX_U32, &out, &count, e), GX_ERR_FORMAT);
    assert_fails(gx_reader_column(reader, "/half", GX_I64, &out, &count, e), GX_ERR_FORMAT);
    assert_fails(gx_reader_column(reader, "/nan", GX_I64, &out, &count, e), GX_ERR_FORMAT);
    assert_fails(gx_reader_column(reader, "/none", GX_I64, &out, &count, e), GX_ERR_NOT_FOUND);
    ck_assert_ptr_null(out);
    ck_assert_uint_eq(gx_reader_length(reader, "/none"), 0);
    gx_reader_close(reader);
}
END_TEST

static const char *const *words_of(gx_recording_table table, const char *column)
{
    const gx_table_schema *schema = gx_schema(table);
    for (size_t c = 0; c < schema->column_count; c++) {
        if (strcmp(schema->columns[c].name, column) == 0) {
            return schema->columns[c].words;
        }
    }
    ck_abort_msg("no column %s", column);
    return NULL;
}

START_TEST(the_schema_is_a_recording)
{
    ck_assert_str_eq(gx_schema(GX_TABLE_PACKETS)->path, "/events/packets");
    ck_assert_str_eq(gx_schema(GX_TABLE_SERIES)->columns[0].name, "packets_sent");
    ck_assert_uint_eq(gx_schema(GX_TABLE_SERIES)->column_count, 33);
    ck_assert_str_eq(words_of(GX_TABLE_PACKETS, "kind")[2], "lucky");
    ck_assert_str_eq(words_of(GX_TABLE_PACKETS, "cause")[3], "scheduled");
    ck_assert_str_eq(words_of(GX_TABLE_CLAIMS, "kind")[0], "personal");
    ck_assert_str_eq(words_of(GX_TABLE_MOVES, "kind")[1], "withdrawal");
    ck_assert_str_eq(words_of(GX_TABLE_USERS, "sex")[0], "female");
    ck_assert_str_eq(words_of(GX_TABLE_USERS, "age_band")[4], "50+");
    for (int word = 0; word < GX_SCHOOLINGS; word++)
        ck_assert_str_eq(words_of(GX_TABLE_USERS, "schooling")[word], gx_schooling_words[word]);
    for (int word = 0; word < GX_OCCUPATIONS; word++)
        ck_assert_str_eq(words_of(GX_TABLE_USERS, "occupation")[word], gx_occupation_words[word]);
    ck_assert_ptr_null(words_of(GX_TABLE_PACKETS, "amount"));
    ck_assert_ptr_null(words_of(GX_TABLE_ENDINGS, "expired"));
    gx_writer *writer = NULL;
    assert_good(gx_writer_create(&writer, scratch("s.h5"), false, e));
    for (int t = 0; t < GX_RECORDING_TABLE_COUNT; t++) {
        const gx_table_schema *schema = gx_schema((gx_recording_table)t);
        uint32_t table = 0;
        assert_good(gx_writer_table(writer, schema->path, schema->columns, schema->column_count, &table, e));
        ck_assert_uint_eq(table, (uint32_t)t);
    }
    assert_good(gx_writer_finish(writer, e));
    ck_assert_str_ne(gx_hdf5_version(), "");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("round trip");
    tcase_add_test(tests, arrays_of_every_type_and_length);
    tcase_add_test(tests, tables_grow_to_every_length);
    tcase_add_test(tests, millions_of_rows);
    tcase_add_test(tests, texts_and_attributes);
    tcase_add_test(tests, names_in_alphabetical_order);
    tcase_add_test(tests, columns_are_converted_or_refused);
    tcase_add_test(tests, the_schema_is_a_recording);
    return run_suite("record: round trip", tests);
}
