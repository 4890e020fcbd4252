/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recording that is taken up again: put back to one of its last two marks, whatever came after them, and
 * written on, it holds what one holds that was never interrupted. No parallel region here: these fork. */
#include "scratch.h"

#include <gx/base/archive.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { ROWS = 30011, STEPS = 6 };

/* What a host keeps of a mark: its number, the file's length, and the writer's own. */
static gx_status save_mark(gx_writer *writer, uint64_t generation, gx_error *error)
{
    gx_archive *archive = NULL;
    gx_status status = gx_writer_mark(writer, generation, error);
    uint64_t length = gx_writer_length(writer);
    if (status == GX_OK)
        status = gx_archive_save(&archive, scratch(generation % 2 ? "odd" : "even"), error);
    if (status != GX_OK)
        return status;
    GX_ARCHIVE(archive, generation);
    GX_ARCHIVE(archive, length);
    gx_writer_archive(archive, writer);
    return gx_archive_end(archive, error);
}

static gx_status load_mark(gx_writer **out, uint64_t generation, gx_error *error)
{
    gx_archive *archive = NULL;
    uint64_t found = 0, length = 0;
    *out = NULL;
    gx_status status = gx_archive_load(&archive, scratch(generation % 2 ? "odd" : "even"), error);
    if (status != GX_OK)
        return status;
    GX_ARCHIVE(archive, found);
    GX_ARCHIVE(archive, length);
    ck_assert_uint_eq(found, generation);
    status = gx_writer_reopen(out, scratch("r.h5"), false, generation, length, error);
    if (status != GX_OK) {
        gx_archive_abandon(archive);
        return status;
    }
    gx_writer_archive(archive, *out);
    return gx_archive_end(archive, error);
}

static gx_writer *begin(uint32_t *table)
{
    gx_writer *writer = NULL;
    assert_good(gx_writer_create(&writer, scratch("r.h5"), false, e));
    gx_writer_expect(writer, 16384); /* some columns have whole chunks, some part chunks only */
    assert_good(gx_writer_table(writer, "/events/known", every_type, TYPES, table, e));
    return writer;
}

/* Rows of step `i`, and a flush between two marks, for an overwritten index of either sort. */
static void step(gx_writer *writer, uint32_t table, size_t i)
{
    append_known(writer, table, i * ROWS, ROWS / 2);
    assert_good(gx_writer_int_attribute(writer, "/", "last_tick", (int64_t)i, e));
    assert_good(gx_writer_flush(writer, e));
    append_known(writer, table, i * ROWS + ROWS / 2, ROWS - ROWS / 2);
}

static void go_on(gx_writer *writer, uint32_t table, size_t from)
{
    for (size_t i = from; i < STEPS; i++)
        step(writer, table, i);
    assert_good(gx_writer_finish(writer, e));
    ck_assert_int_eq(scratch_count(), 1);
    gx_reader *reader = NULL;
    int64_t last = 0;
    assert_good(gx_reader_open(&reader, scratch("r.h5"), e));
    assert_known_table(reader, "/events/known", (size_t)STEPS * ROWS);
    assert_good(gx_reader_int_attribute(reader, "/", "last_tick", &last, e));
    ck_assert_int_eq(last, STEPS - 1);
    gx_reader_close(reader);
    ck_assert_int_eq(remove(scratch("r.h5")), 0);
}

static void forget_marks(void)
{
    (void)remove(scratch("odd"));
    (void)remove(scratch("even"));
}

/* Mark behind each step, then a little more that no mark knows, then the kill. */
static void be_killed(size_t steps, bool more)
{
    uint32_t table = 0;
    gx_writer *writer = begin(&table);
    for (size_t i = 0; i < steps; i++) {
        step(writer, table, i);
        assert_good(save_mark(writer, i + 1, e));
    }
    for (size_t i = 0; more && i < 3; i++)
        step(writer, table, steps + i); /* as far as it went */
    if (more)
        append_known(writer, table, 0, 7 * ROWS);
    raise(SIGKILL);
}

static void kill_after(size_t steps, bool more)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        be_killed(steps, more);
        _exit(1);
    }
    int state = 0;
    ck_assert_int_eq(waitpid(child, &state, 0), child);
    ck_assert(WIFSIGNALED(state) && WTERMSIG(state) == SIGKILL);
}

START_TEST(killed_and_taken_up_at_the_last_mark_or_the_one_before)
{
    for (size_t steps = 1; steps < STEPS; steps += 2) {
        for (uint32_t back = 0; back < 2 && back < steps; back++) {
            kill_after(steps, true);
            gx_writer *writer = NULL;
            assert_good(load_mark(&writer, steps - back, e));
            forget_marks();
            go_on(writer, 0, steps - back);
        }
    }
    kill_after(3, false);
    gx_writer *writer = NULL;
    assert_good(load_mark(&writer, 3, e));
    forget_marks();
    go_on(writer, 0, 3);
}
END_TEST

/* Taken up, marked, killed, taken up; and put back twice to the same mark. */
START_TEST(again_and_again)
{
    kill_after(2, true);
    for (size_t done = 2; done < STEPS - 1; done++) {
        pid_t child = fork();
        ck_assert_int_ge(child, 0);
        if (child == 0) {
            gx_writer *writer = NULL;
            assert_good(load_mark(&writer, done, e));
            step(writer, 0, done);
            if (done % 2)
                assert_good(save_mark(writer, done + 1, e));
            step(writer, 0, done + 1);
            raise(SIGKILL);
        }
        int state = 0;
        ck_assert_int_eq(waitpid(child, &state, 0), child);
        ck_assert(WIFSIGNALED(state));
        if (done % 2 == 0) { /* no mark was made: the old one still holds */
            gx_writer *writer = NULL;
            assert_good(load_mark(&writer, done, e));
            step(writer, 0, done);
            assert_good(save_mark(writer, done + 1, e));
            assert_good(gx_writer_leave(writer, e));
        }
    }
    gx_writer *writer = NULL;
    assert_good(load_mark(&writer, STEPS - 2, e)); /* the mark before the last */
    forget_marks();
    go_on(writer, 0, STEPS - 2);
}
END_TEST

/* A run that was interrupted closes its recording with what it knows: that is undone too. */
START_TEST(what_was_added_at_the_end_is_undone)
{
    uint32_t table = 0;
    gx_writer *writer = begin(&table);
    step(writer, table, 0);
    assert_good(save_mark(writer, 1, e));
    const int64_t balance[] = {1, 2, 3};
    assert_good(gx_writer_array(writer, "/users/end", &every_type[5], balance, 3, 1, e));
    assert_good(gx_writer_text_attribute(writer, "/", "status", "interrupted", e));
    append_known(writer, table, 5, 100);
    assert_good(gx_writer_leave(writer, e));
    gx_reader *reader = NULL;
    assert_good(gx_reader_open(&reader, scratch("r.h5.partial"), e));
    ck_assert(gx_reader_has(reader, "/users/end"));
    gx_reader_close(reader);
    assert_good(load_mark(&writer, 1, e));
    forget_marks();
    go_on(writer, 0, 1);
}
END_TEST

static void change_file(const char *name, long at, int what)
{
    FILE *file = fopen(scratch(name), "r+b");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, at, at < 0 ? SEEK_END : SEEK_SET), 0);
    int old = fgetc(file);
    ck_assert_int_ne(old, EOF);
    ck_assert_int_eq(fseek(file, -1, SEEK_CUR), 0);
    ck_assert_int_eq(fputc(old ^ what, file), old ^ what);
    ck_assert_int_eq(fclose(file), 0);
}

/* What cannot be put back is refused, never half put back into a recording that looks whole. */
START_TEST(damage_is_found)
{
    gx_writer *writer = NULL;
    kill_after(2, true);
    change_file("r.h5.partial.undo-c", 40, 1);
    assert_fails(load_mark(&writer, 2, e), GX_ERR_FORMAT);
    ck_assert_ptr_null(writer);
    change_file("r.h5.partial.undo-c", 40, 1);
    change_file("r.h5.partial.undo-c", 9, 1);
    assert_fails(load_mark(&writer, 2, e), GX_ERR_FORMAT);
    change_file("r.h5.partial.undo-c", 9, 1);
    ck_assert_int_eq(rename(scratch("r.h5.partial.undo-c"), scratch("away")), 0);
    assert_fails(load_mark(&writer, 2, e), GX_ERR_FORMAT);
    ck_assert_int_eq(rename(scratch("away"), scratch("r.h5.partial.undo-c")), 0);
    /* An entry that a kill cut short protects nothing. */
    FILE *file = fopen(scratch("r.h5.partial.undo-c"), "ab");
    ck_assert_ptr_nonnull(file);
    const uint64_t torn[] = {100, 5000, 42, 42};
    ck_assert_uint_eq(fwrite(torn, 1, sizeof torn, file), sizeof torn);
    ck_assert_int_eq(fclose(file), 0);
    assert_good(load_mark(&writer, 2, e));
    gx_writer_discard(writer);
    /* A shorter file than the mark had. */
    kill_after(2, true);
    ck_assert_int_eq(truncate(scratch("r.h5.partial"), 5000), 0);
    assert_fails(load_mark(&writer, 2, e), GX_ERR_FORMAT);
    ck_assert_int_eq(remove(scratch("r.h5.partial")), 0);
    assert_fails(load_mark(&writer, 2, e), GX_ERR_NOT_FOUND);
    ck_assert_ptr_null(writer);
}
END_TEST

/* The disk is full before the bytes to come are safe: nothing is overwritten. */
START_TEST(a_full_disk_keeps_the_mark)
{
    for (rlim_t limit = 1500000; limit < 1600000; limit += 49973) {
        pid_t child = fork();
        ck_assert_int_ge(child, 0);
        if (child == 0) {
            struct rlimit small = {limit, limit};
            uint32_t table = 0;
            gx_error error = {0};
            gx_status status = GX_OK;
            signal(SIGXFSZ, SIG_IGN);
            gx_writer *writer = begin(&table);
            step(writer, table, 0);
            assert_good(save_mark(writer, 1, e));
            if (setrlimit(RLIMIT_FSIZE, &small) != 0)
                _exit(99);
            for (size_t i = 1; i < 200 && status == GX_OK; i++) {
                append_known(writer, table, i * ROWS, ROWS);
                status = gx_writer_flush(writer, &error);
            }
            _exit(status == GX_ERR_IO && gx_writer_leave(writer, NULL) == GX_ERR_IO ? 0 : 1);
        }
        int state = 0;
        ck_assert_int_eq(waitpid(child, &state, 0), child);
        ck_assert(WIFEXITED(state) && WEXITSTATUS(state) == 0);
        gx_writer *writer = NULL;
        assert_good(load_mark(&writer, 1, e));
        forget_marks();
        go_on(writer, 0, 1);
    }
}
END_TEST

/* All of a taking up under a failing heap; the last attempt succeeds. */
START_TEST(every_allocation_may_fail)
{
    kill_after(2, true);
    gx_status status = GX_ERR_MEMORY;
    for (long after = 0; status != GX_OK; after++) {
        ck_assert_int_lt(after, 1000);
        gx_writer *writer = NULL;
        gx_memory_fail_after(after);
        status = load_mark(&writer, 2, NULL);
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || status == GX_ERR_MEMORY);
        if (status == GX_OK) {
            forget_marks();
            go_on(writer, 0, 2);
        } else {
            gx_writer_abandon(writer);
        }
    }
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("resume");
    tcase_add_test(tests, killed_and_taken_up_at_the_last_mark_or_the_one_before);
    tcase_add_test(tests, again_and_again);
    tcase_add_test(tests, what_was_added_at_the_end_is_undone);
    tcase_add_test(tests, damage_is_found);
    tcase_add_test(tests, a_full_disk_keeps_the_mark);
    tcase_add_test(tests, every_allocation_may_fail);
    return run_suite("record: resume", tests);
}
