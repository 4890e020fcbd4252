/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives: what was saved is loaded, every damaged byte is found, a failed save leaves what was there. */
#include <check.h>
#include <fcntl.h>
#include <gx/base/archive.h>
#include <gx/base/memory.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 300000 };

typedef struct thing {
    uint32_t number;
    size_t count, capacity;
    uint64_t *rows;
} thing;

static char folder[64], path[96];

static void setup(void)
{
    snprintf(folder, sizeof folder, "/tmp/gx-archive-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/state", folder);
}

static void teardown(void)
{
    remove(path);
    rmdir(folder);
}

static void archive_thing(gx_archive *archive, thing *t)
{
    gx_archive_mark(archive, "thing");
    GX_ARCHIVE(archive, t->number);
    GX_ARCHIVE(archive, t->count);
    gx_archive_block(archive, (void **)&t->rows, &t->capacity, t->count, sizeof *t->rows);
    gx_archive_same(archive, 7, "a constant");
}

static gx_status save(uint32_t number, size_t count, gx_error *error)
{
    thing t = {number, count, count, gx_alloc(count, sizeof(uint64_t))};
    for (size_t i = 0; i < count; i++)
        t.rows[i] = i * i + number;
    gx_archive *archive;
    gx_status status = gx_archive_save(&archive, path, error);
    if (status == GX_OK) {
        archive_thing(archive, &t);
        status = gx_archive_end(archive, error);
    }
    gx_free(t.rows);
    return status;
}

START_TEST(what_was_saved_is_loaded)
{
    ck_assert_int_eq(save(5, ROWS, NULL), GX_OK);
    thing t = {0};
    gx_archive *archive;
    ck_assert_int_eq(gx_archive_load(&archive, path, NULL), GX_OK);
    ck_assert(gx_archive_loads(archive));
    archive_thing(archive, &t);
    ck_assert_uint_eq(gx_archive_size(archive), 8 + 4 + 8 + ROWS * 8 + 8);
    ck_assert_int_eq(gx_archive_end(archive, NULL), GX_OK);
    ck_assert_uint_eq(t.number, 5);
    ck_assert_uint_eq(t.count, ROWS);
    size_t wrong = 0;
    for (size_t i = 0; i < ROWS; i++)
        wrong += t.rows[i] != i * i + 5;
    ck_assert_uint_eq(wrong, 0);
    gx_free(t.rows);
}
END_TEST

START_TEST(every_damaged_byte_is_found)
{
    ck_assert_int_eq(save(5, 4, NULL), GX_OK);
    int fd = open(path, O_RDWR);
    off_t length = lseek(fd, 0, SEEK_END);
    for (off_t at = 0; at < length; at++) {
        unsigned char byte, other;
        ck_assert_int_eq(pread(fd, &byte, 1, at), 1);
        other = byte ^ 0x10;
        ck_assert_int_eq(pwrite(fd, &other, 1, at), 1);
        gx_error error;
        gx_archive *archive;
        ck_assert_int_eq(gx_archive_load(&archive, path, &error), GX_ERR_FORMAT);
        ck_assert_int_eq(pwrite(fd, &byte, 1, at), 1);
    }
    for (off_t shorter = 0; shorter < length; shorter++) {
        ck_assert_int_eq(ftruncate(fd, length - 1 - shorter), 0);
        gx_archive *archive;
        ck_assert_int_eq(gx_archive_load(&archive, path, NULL), GX_ERR_FORMAT);
    }
    close(fd);
}
END_TEST

START_TEST(a_reader_out_of_step_is_told)
{
    ck_assert_int_eq(save(5, 4, NULL), GX_OK);
    gx_error error;
    gx_archive *archive;
    ck_assert_int_eq(gx_archive_load(&archive, path, NULL), GX_OK);
    gx_archive_mark(archive, "another thing");
    ck_assert(!gx_archive_good(archive));
    ck_assert_int_eq(gx_archive_end(archive, &error), GX_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.message, "another thing"));

    ck_assert_int_eq(gx_archive_load(&archive, path, NULL), GX_OK);
    ck_assert_int_eq(gx_archive_end(archive, &error), GX_ERR_FORMAT); /* not read to the end */

    ck_assert_int_eq(gx_archive_load(&archive, path, NULL), GX_OK);
    thing t = {0};
    archive_thing(archive, &t);
    uint64_t more;
    GX_ARCHIVE(archive, more);
    ck_assert_int_eq(gx_archive_end(archive, &error), GX_ERR_FORMAT); /* read beyond it */
    gx_free(t.rows);
}
END_TEST

START_TEST(a_failed_save_leaves_what_was_there)
{
    ck_assert_int_eq(save(5, 4, NULL), GX_OK);
    gx_archive *archive;
    gx_error error;
    ck_assert_int_eq(gx_archive_save(&archive, path, NULL), GX_OK);
    gx_archive_fail(archive, GX_ERR_LIMIT, "too much of %s", "it");
    gx_archive_fail(archive, GX_ERR_IO, "only the first error counts");
    ck_assert_int_eq(gx_archive_end(archive, &error), GX_ERR_LIMIT);
    ck_assert_ptr_nonnull(strstr(error.message, "too much of it"));
    ck_assert_int_eq(gx_archive_save(&archive, path, NULL), GX_OK);
    gx_archive_abandon(archive);

    thing t = {0};
    ck_assert_int_eq(gx_archive_load(&archive, path, NULL), GX_OK);
    archive_thing(archive, &t);
    ck_assert_int_eq(gx_archive_end(archive, NULL), GX_OK);
    ck_assert_uint_eq(t.number, 5);
    gx_free(t.rows);
    char partial[128];
    snprintf(partial, sizeof partial, "%s.partial", path);
    ck_assert_int_ne(access(partial, F_OK), 0);
    ck_assert_int_eq(gx_archive_save(&archive, "/no/such/folder/state", &error), GX_ERR_NOT_FOUND);
    ck_assert_int_eq(gx_archive_load(&archive, "/no/such/folder/state", &error), GX_ERR_NOT_FOUND);
}
END_TEST

START_TEST(exhausted_memory_is_survived)
{
    for (long after = 0; after < 8; after++) {
        gx_archive *archive = NULL;
        gx_memory_fail_after(after);
        gx_status status = gx_archive_save(&archive, path, NULL);
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || (status == GX_ERR_MEMORY && archive == NULL));
        gx_archive_abandon(archive);
    }
    ck_assert_int_eq(save(5, 4, NULL), GX_OK);
    gx_archive *archive;
    thing t = {0};
    ck_assert_int_eq(gx_archive_load(&archive, path, NULL), GX_OK);
    gx_memory_fail_after(0);
    archive_thing(archive, &t);
    gx_memory_fail_after(-1);
    ck_assert_int_eq(gx_archive_end(archive, NULL), GX_ERR_MEMORY);
    ck_assert_ptr_null(t.rows);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("archive");
    TCase *tests = tcase_create("archive");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, what_was_saved_is_loaded);
    tcase_add_test(tests, every_damaged_byte_is_found);
    tcase_add_test(tests, a_reader_out_of_step_is_told);
    tcase_add_test(tests, a_failed_save_leaves_what_was_there);
    tcase_add_test(tests, exhausted_memory_is_survived);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
