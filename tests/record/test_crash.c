/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs that end badly: killed, out of disk, out of memory, discarded, refused. No parallel region here: these
 * fork. */
#include "scratch.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static gx_writer *new_table(const char *path, uint32_t *table)
{
    gx_writer *writer = NULL;
    assert_good(gx_writer_create(&writer, path, false, e));
    assert_good(gx_writer_table(writer, "/events/known", every_type, TYPES, table, e));
    return writer;
}

static void commit_all(gx_writer *writer)
{
    size_t items = gx_writer_cut(writer);
    for (size_t i = 0; i < items; i++) {
        gx_writer_compress(writer, i);
    }
    assert_good(gx_writer_commit(writer, e));
}

/* Write, flush `flushes` times (`rows` rows each), write more that is committed but never flushed, and die.
 */
static void be_killed(const char *path, size_t rows, size_t flushes)
{
    uint32_t table = 0;
    gx_writer *writer = new_table(path, &table);
    for (size_t i = 0; i < flushes; i++) {
        append_known(writer, table, i * rows, rows);
        assert_good(gx_writer_int_attribute(writer, "/", "last_tick", (int64_t)i, e));
        assert_good(gx_writer_flush(writer, e));
    }
    for (size_t i = 0; i < 4; i++) {
        append_known(writer, table, (flushes + i) * rows, rows);
        assert_good(gx_writer_int_attribute(writer, "/", "last_tick", 1000, e));
        commit_all(writer);
    }
    raise(SIGKILL);
}

static void kill_and_look(const char *name, size_t rows, size_t flushes)
{
    char partial[100];
    snprintf(partial, sizeof partial, "%s.partial", name);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        be_killed(scratch(name), rows, flushes);
        _exit(1);
    }
    int state = 0;
    ck_assert_int_eq(waitpid(child, &state, 0), child);
    ck_assert(WIFSIGNALED(state) && WTERMSIG(state) == SIGKILL);
    ck_assert_int_ne(access(scratch(name), F_OK), 0);
    gx_reader *reader = NULL;
    int64_t last = -1;
    assert_good(gx_reader_open(&reader, scratch(partial), e));
    ck_assert(!gx_reader_complete(reader));
    assert_known_table(reader, "/events/known", flushes * rows);
    assert_good(gx_reader_int_attribute(reader, "/", "last_tick", &last, e));
    ck_assert_int_eq(last, (int64_t)flushes - 1);
    gx_reader_close(reader);
}

START_TEST(killed_between_flushes)
{
    kill_and_look("small", 10, 1);
    kill_and_look("parts", 30011, 5);
    kill_and_look("chunks", 200003, 3);
    kill_and_look("exact", (size_t)1 << 17, 2);
}
END_TEST

/* A file size limit stands for a full disk: pwrite fails half way through. Returns what was flushed, by the
 * exit code. */
static void fill_disk(const char *path, rlim_t limit)
{
    struct rlimit small = {limit, limit};
    gx_error error = {0};
    uint32_t table = 0;
    int flushed = 0;
    gx_status status = GX_OK;
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &small) != 0) {
        _exit(99);
    }
    gx_writer *writer = new_table(path, &table);
    if (gx_writer_flush(writer, &error) != GX_OK) {
        _exit(98);
    }
    void *data[TYPES];
    for (size_t i = 0; status == GX_OK && i < 50; i++) {
        for (int c = 0; c < TYPES; c++) {
            data[c] = known_column(every_type[c].type, i * 20000, 20000);
        }
        status = gx_writer_append(writer, table, (const void *const *)data, 20000, &error);
        if (status == GX_OK) {
            status = gx_writer_flush(writer, &error);
        }
        flushed += status == GX_OK;
        for (int c = 0; c < TYPES; c++) {
            gx_free(data[c]);
        }
    }
    gx_status after = gx_writer_int_attribute(writer, "/", "last_tick", 1, NULL);
    gx_status left = gx_writer_leave(writer, NULL);
    bool right = status == GX_ERR_IO && after == GX_ERR_IO && left == GX_ERR_IO && strlen(error.message) > 0;
    _exit(right ? flushed : 97);
}

START_TEST(a_full_disk_leaves_the_last_flush)
{
    for (rlim_t limit = 1500000; limit < 1600000; limit += 9973) {
        pid_t child = fork();
        ck_assert_int_ge(child, 0);
        if (child == 0) {
            fill_disk(scratch("full.h5"), limit);
        }
        int state = 0;
        ck_assert_int_eq(waitpid(child, &state, 0), child);
        ck_assert(WIFEXITED(state));
        int flushed = WEXITSTATUS(state);
        ck_assert_int_lt(flushed, 50);
        ck_assert_int_gt(flushed, 0);
        gx_reader *reader = NULL;
        assert_good(gx_reader_open(&reader, scratch("full.h5.partial"), e));
        assert_known_table(reader, "/events/known", (size_t)flushed * 20000);
        gx_reader_close(reader);
    }
}
END_TEST

START_TEST(leave_keeps_the_partial_up_to_date)
{
    uint32_t table = 0;
    gx_writer *writer = new_table(scratch("l.h5"), &table);
    append_known(writer, table, 0, 150000);
    assert_good(gx_writer_leave(writer, e));
    ck_assert_int_ne(access(scratch("l.h5"), F_OK), 0);
    gx_reader *reader = NULL;
    assert_good(gx_reader_open(&reader, scratch("l.h5.partial"), e));
    assert_known_table(reader, "/events/known", 150000);
    gx_reader_close(reader);
}
END_TEST

START_TEST(discard_leaves_nothing)
{
    uint32_t table = 0;
    gx_writer *writer = new_table(scratch("d.h5"), &table);
    append_known(writer, table, 0, 300000);
    ck_assert_uint_gt(gx_writer_cut(writer), 0);
    gx_writer_discard(writer);
    ck_assert_int_eq(scratch_count(), 0);
    gx_writer_discard(NULL);
}
END_TEST

START_TEST(what_exists_is_not_touched)
{
    gx_writer *writer = NULL;
    assert_good(gx_write_file(scratch("e.h5"), "precious", 8, false, e));
    assert_fails(gx_writer_create(&writer, scratch("e.h5"), false, e), GX_ERR_EXISTS);
    ck_assert_ptr_null(writer);
    ck_assert_int_eq(scratch_count(), 1);
    assert_good(gx_writer_create(&writer, scratch("e.h5"), true, e));
    size_t length = 0;
    char *bytes = file_bytes(scratch("e.h5"), &length);
    ck_assert_str_eq(bytes, "precious");
    gx_free(bytes);
    assert_good(gx_writer_finish(writer, e));
    ck_assert_int_eq(scratch_count(), 1);
    gx_reader *reader = NULL;
    assert_good(gx_reader_open(&reader, scratch("e.h5"), e));
    gx_reader_close(reader);

    /* Made by somebody else during the run: nothing is lost on either side. */
    assert_good(gx_writer_create(&writer, scratch("f.h5"), false, e));
    FILE *file = fopen(scratch("f.h5"), "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs("other", file), 0);
    ck_assert_int_eq(fclose(file), 0);
    assert_fails(gx_writer_finish(writer, e), GX_ERR_EXISTS);
    bytes = file_bytes(scratch("f.h5"), &length);
    ck_assert_str_eq(bytes, "other");
    gx_free(bytes);
    assert_good(gx_reader_open(&reader, scratch("f.h5.partial"), e));
    gx_reader_close(reader);
}
END_TEST

START_TEST(bad_targets_are_refused_at_once)
{
    gx_writer *writer = NULL;
    assert_fails(gx_writer_create(&writer, scratch("no/such/x.h5"), true, e), GX_ERR_NOT_FOUND);
    assert_good(gx_write_file(scratch("plain"), "x", 1, false, e));
    assert_fails(gx_writer_create(&writer, scratch("plain/x.h5"), true, e), GX_ERR_NOT_FOUND);
    ck_assert_int_eq(mkdir(scratch("folder"), 0755), 0);
    assert_fails(gx_writer_create(&writer, scratch("folder"), true, e), GX_ERR_IO);
    assert_fails(gx_writer_create(&writer, "/proc/x.h5", false, e),
                 geteuid() == 0 ? GX_ERR_NOT_FOUND : GX_ERR_IO);
    ck_assert_ptr_null(writer);
    ck_assert_int_eq(chmod(scratch("folder"), 0555), 0);
    if (geteuid() != 0) {
        assert_fails(gx_writer_create(&writer, scratch("folder/x.h5"), false, e), GX_ERR_IO);
    }
    ck_assert_int_eq(scratch_count(), 2);
}
END_TEST

START_TEST(two_processes_do_not_share_a_partial)
{
    uint32_t table = 0;
    gx_writer *writer = new_table(scratch("w.h5"), &table);
    append_known(writer, table, 0, 100);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        gx_writer *second = NULL;
        _exit(gx_writer_create(&second, scratch("w.h5"), true, NULL) == GX_ERR_EXISTS ? 0 : 1);
    }
    int state = 0;
    ck_assert_int_eq(waitpid(child, &state, 0), child);
    ck_assert(WIFEXITED(state) && WEXITSTATUS(state) == 0);
    assert_good(gx_writer_finish(writer, e));
    gx_reader *reader = NULL;
    assert_good(gx_reader_open(&reader, scratch("w.h5"), e));
    assert_known_table(reader, "/events/known", 100);
    gx_reader_close(reader);
}
END_TEST

/* A whole small life under a failing heap: the status of the first call that failed. */
static gx_status try_to_write(const char *path, const void *const *data, size_t rows)
{
    gx_writer *writer = NULL;
    uint32_t table = 0;
    gx_status status = gx_writer_create(&writer, path, true, NULL);
    if (status != GX_OK) {
        return status;
    }
    status = gx_writer_array(writer, "/a", &every_type[5], data[0], rows, 1, NULL);
    if (status == GX_OK) {
        status = gx_writer_table(writer, "/t", &every_type[5], 1, &table, NULL);
    }
    if (status == GX_OK) {
        status = gx_writer_append(writer, table, data, rows, NULL);
    }
    for (int i = 0; i < 2 && status == GX_OK; i++) {
        size_t items = gx_writer_cut(writer);
        for (size_t item = 0; item < items; item++) {
            gx_writer_compress(writer, item);
        }
        status = gx_writer_commit(writer, NULL);
        status = status == GX_OK ? gx_writer_flush(writer, NULL) : status;
    }
    gx_status end = gx_writer_finish(writer, NULL);
    return status == GX_OK ? end : status;
}

static gx_status try_to_read(const char *path)
{
    gx_reader *reader = NULL;
    char **names = NULL;
    void *data = NULL;
    size_t count = 0;
    gx_status status = gx_reader_open(&reader, path, NULL);
    if (status != GX_OK) {
        return status;
    }
    status = gx_reader_list(reader, "/t", &names, &count, NULL);
    gx_free(names);
    if (status == GX_OK) {
        status = gx_reader_column(reader, "/t/f_i64", GX_I64, &data, &count, NULL);
        gx_free(data);
    }
    gx_reader_close(reader);
    return status;
}

START_TEST(every_allocation_may_fail)
{
    const size_t rows = 140000;
    const void *data[] = {known_column(GX_I64, 0, rows)};
    long failures = 0;
    for (gx_status status = GX_ERR_MEMORY; status != GX_OK; failures++) {
        ck_assert_int_lt(failures, 1000);
        gx_memory_fail_after(failures);
        status = try_to_write(scratch("m.h5"), data, rows);
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || status == GX_ERR_MEMORY);
    }
    ck_assert_int_gt(failures, 10);
    failures = 0;
    for (gx_status status = GX_ERR_MEMORY; status != GX_OK; failures++) {
        ck_assert_int_lt(failures, 1000);
        gx_memory_fail_after(failures);
        status = try_to_read(scratch("m.h5"));
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || status == GX_ERR_MEMORY);
    }
    ck_assert_int_gt(failures, 5);
    gx_reader *reader = NULL;
    assert_good(gx_reader_open(&reader, scratch("m.h5"), e));
    assert_known(reader, "/t/f_i64", GX_I64, rows);
    assert_known(reader, "/a/f_i64", GX_I64, rows);
    gx_reader_close(reader);
    gx_free((void *)data[0]);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("crash");
    tcase_add_test(tests, killed_between_flushes);
    tcase_add_test(tests, a_full_disk_leaves_the_last_flush);
    tcase_add_test(tests, leave_keeps_the_partial_up_to_date);
    tcase_add_test(tests, discard_leaves_nothing);
    tcase_add_test(tests, what_exists_is_not_touched);
    tcase_add_test(tests, bad_targets_are_refused_at_once);
    tcase_add_test(tests, two_processes_do_not_share_a_partial);
    tcase_add_test(tests, every_allocation_may_fail);
    return run_suite("record: crash", tests);
}
