/* SPDX-License-Identifier: GPL-3.0-or-later */
/* h5py opens a recording without our code, and finds what read_back.py says. */
#include "scratch.h"

#include <sys/wait.h>

enum { ROWS = 300000 };

/* Plain formulas, so that the Python side can say them too. */
static void write_recording(const char *path)
{
    gx_writer *writer = NULL;
    uint32_t tables[GX_RECORDING_TABLE_COUNT];
    assert_good(gx_writer_create(&writer, path, false, e));
    assert_good(gx_writer_text_attribute(writer, "/", "status", "complete", e));
    assert_good(gx_writer_int_attribute(writer, "/", "seed", -7, e));
    assert_good(gx_writer_real_attribute(writer, "/", "event_share", 0.25, e));
    assert_good(gx_writer_text(writer, "/scenario/text", "title: 红包\n", e));
    for (int t = 0; t < GX_RECORDING_TABLE_COUNT; t++) {
        const gx_table_schema *schema = gx_schema((gx_recording_table)t);
        assert_good(
            gx_writer_table(writer, schema->path, schema->columns, schema->column_count, &tables[t], e));
    }
    uint32_t *tick = gx_alloc(ROWS, 4), *user = gx_alloc(ROWS, 4), *other = gx_alloc(ROWS, 4);
    uint8_t *kind = gx_alloc(ROWS, 1);
    int64_t *amount = gx_alloc(ROWS, 8);
    double *activity = gx_alloc(ROWS, 8);
    for (uint32_t i = 0; i < ROWS; i++) {
        tick[i] = i / 10;
        user[i] = i * 7 % 1000;
        kind[i] = (uint8_t)(i % 3);
        other[i] = GX_NOBODY;
        amount[i] = (int64_t)i * 100 - 5;
        activity[i] = i / 8.0;
    }
    const void *moves[] = {tick, user, kind, other, amount};
    for (int half = 0; half < 2; half++) {
        assert_good(gx_writer_append(writer, tables[GX_TABLE_MOVES], moves, ROWS / 2, e));
        assert_good(gx_writer_flush(writer, e));
        for (size_t c = 0; c < 5; c++) {
            moves[c] = (const char *)moves[c] +
                       ROWS / 2 * gx_column_size(gx_schema(GX_TABLE_MOVES)->columns[c].type);
        }
    }
    gx_column small = {"small", GX_F64, "yuan", "a short column", NULL},
              large = {"large", GX_F64, "", "", NULL};
    assert_good(gx_writer_array(writer, "/extra", &small, activity, 100, 1, e));
    assert_good(gx_writer_array(writer, "/extra", &large, activity, ROWS, 2, e));
    assert_good(gx_writer_finish(writer, e));
    gx_free(tick);
    gx_free(user);
    gx_free(other);
    gx_free(kind);
    gx_free(amount);
    gx_free(activity);
}

START_TEST(h5py_reads_it_back)
{
    write_recording(scratch("r.h5"));
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        execl("/usr/bin/python3", "python3", GX_SOURCE_DIR "/tests/record/read_back.py", scratch("r.h5"),
              (char *)NULL);
        _exit(127);
    }
    int state = 0;
    ck_assert_int_eq(waitpid(child, &state, 0), child);
    ck_assert_msg(WIFEXITED(state) && WEXITSTATUS(state) == 0, "read_back.py failed: %d", state);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("h5py");
    tcase_add_test(tests, h5py_reads_it_back);
    return run_suite("record: h5py", tests);
}
