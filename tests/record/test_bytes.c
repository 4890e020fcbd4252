/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Equal runs are equal bytes: for any number of threads, however the rows were portioned. And a steady state
 * allocates nothing. */
#include "scratch.h"

#include <hdf5.h>

enum { ROWS = 400001 };

/* The same recording by `threads` threads, in portions of `step` rows; cut whenever `cut_every` rows have
 * come. */
static void record(const char *path, int threads, size_t step)
{
    const size_t cut_every = 150000;
    gx_writer *writer = NULL;
    uint32_t table = 0, other = 0;
    assert_good(gx_writer_create(&writer, path, true, e));
    assert_good(gx_writer_text(writer, "/scenario/text", "seed: 1\n", e));
    void *data = known_column(GX_I64, 0, ROWS);
    assert_good(gx_writer_array(writer, "/users", &every_type[5], data, ROWS, (uint32_t)threads, e));
    gx_free(data);
    assert_good(gx_writer_table(writer, "/events/a", every_type, TYPES, &table, e));
    assert_good(gx_writer_table(writer, "/events/b", every_type, TYPES, &other, e));
    for (size_t at = 0; at < ROWS;) {
        size_t stop = at + cut_every < ROWS ? at + cut_every : ROWS;
        for (size_t portion; at < stop; at += portion) {
            portion = stop - at < step ? stop - at : step;
            append_known(writer, table, at, portion);
            append_known(writer, other, at, portion);
        }
        size_t items = gx_writer_cut(writer);
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
        for (size_t i = 0; i < items; i++) {
            gx_writer_compress(writer, i);
        }
        assert_good(gx_writer_commit(writer, e));
        assert_good(gx_writer_int_attribute(writer, "/", "last_tick", (int64_t)at, e));
        assert_good(gx_writer_text_attribute(writer, "/", "status", at < ROWS ? "running" : "complete", e));
        assert_good(gx_writer_flush(writer, e));
    }
    assert_good(gx_writer_finish(writer, e));
}

START_TEST(threads_and_portions_leave_no_trace)
{
    record(scratch("one.h5"), 1, 100000);
    record(scratch("again.h5"), 1, 100000);
    assert_same_files(scratch("one.h5"), scratch("again.h5"));
    record(scratch("two.h5"), 2, 100000);
    assert_same_files(scratch("one.h5"), scratch("two.h5"));
    record(scratch("three.h5"), 3, 7001);
    assert_same_files(scratch("one.h5"), scratch("three.h5"));
    gx_reader *reader = NULL;
    assert_good(gx_reader_open(&reader, scratch("three.h5"), e));
    ck_assert(gx_reader_complete(reader));
    assert_known_table(reader, "/events/a", ROWS);
    assert_known_table(reader, "/events/b", ROWS);
    assert_known(reader, "/users/f_i64", GX_I64, ROWS);
    gx_reader_close(reader);
}
END_TEST

START_TEST(no_object_has_a_time)
{
    record(scratch("one.h5"), 1, 100000);
    hid_t file = H5Fopen(scratch("one.h5"), H5F_ACC_RDONLY, H5P_DEFAULT);
    const char *objects[] = {"/", "/events", "/events/a", "/events/a/a_u8", "/users/f_i64", "/scenario/text"};
    ck_assert(file >= 0);
    for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++) {
        H5O_info_t facts;
        ck_assert(H5Oget_info_by_name2(file, objects[i], &facts, H5O_INFO_TIME, H5P_DEFAULT) >= 0);
        ck_assert(facts.atime == 0 && facts.mtime == 0 && facts.ctime == 0 && facts.btime == 0);
    }
    H5Fclose(file);
}
END_TEST

START_TEST(a_steady_state_allocates_nothing)
{
    const size_t rows = 1 << 17;
    gx_writer *writer = NULL;
    uint32_t table = 0;
    void *data = known_column(GX_I64, 0, rows);
    const void *columns[] = {data};
    assert_good(gx_writer_create(&writer, scratch("s.h5"), true, e));
    assert_good(gx_writer_table(writer, "/t", &every_type[5], 1, &table, e));
    uint64_t before = 0;
    for (int i = 0; i < 20; i++) {
        before = i == 3 ? gx_memory_allocations() : before;
        assert_good(gx_writer_append(writer, table, columns, rows, e));
        ck_assert_uint_eq(gx_writer_cut(writer), 1);
        assert_fails(gx_writer_append(writer, table, columns, rows, e), GX_ERR_ARGUMENT);
        gx_writer_compress(writer, 0);
        assert_good(gx_writer_commit(writer, e));
    }
    ck_assert_uint_eq(gx_memory_allocations(), before);
    ck_assert_uint_eq(gx_writer_cut(writer), 0);
    assert_good(gx_writer_commit(writer, e));
    assert_good(gx_writer_append(writer, table, columns, rows, e));
    ck_assert_uint_eq(gx_writer_cut(writer), 1);
    assert_good(gx_writer_finish(writer, e)); /* what was cut but not committed is not lost */
    gx_reader *reader = NULL;
    assert_good(gx_reader_open(&reader, scratch("s.h5"), e));
    ck_assert_uint_eq(gx_reader_length(reader, "/t/f_i64"), 21 * rows);
    gx_reader_close(reader);
    gx_free(data);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("bytes");
    tcase_add_test(tests, threads_and_portions_leave_no_trace);
    tcase_add_test(tests, no_object_has_a_time);
    tcase_add_test(tests, a_steady_state_allocates_nothing);
    return run_suite("record: bytes", tests);
}
