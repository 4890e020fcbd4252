/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files, read and written, and everything that can be wrong with them. */
#include "bench.h"
#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/guanxi-test-file-XXXXXX";
static char path[64], partial[64];

static void make_folder(void)
{
    strcpy(folder + sizeof(folder) - 7, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/file", folder);
    snprintf(partial, sizeof(partial), "%s/file.partial", folder);
}

static void remove_folder(void)
{
    remove(path);
    remove(partial);
    ck_assert_int_eq(rmdir(folder), 0);
}

static bool exists(const char *name)
{
    struct stat about;
    return lstat(name, &about) == 0;
}

START_TEST(what_was_written_is_read)
{
    enum { BYTES = 300000 };
    char *bytes = calloc(BYTES, 1);
    for (uint32_t i = 0; i < BYTES; ++i)
        bytes[i] = (char)bench_draw(1, i).word[0];
    for (size_t length = 0; length <= BYTES; length = length * 5 + 1) {
        ck_assert_int_eq(gx_write_file(path, bytes, length, true, NULL), GX_OK);
        char *back;
        size_t back_length;
        ck_assert_int_eq(gx_read_file(&back, &back_length, path, BYTES, NULL), GX_OK);
        ck_assert_uint_eq(back_length, length);
        ck_assert_int_eq(memcmp(back, bytes, length), 0);
        ck_assert_int_eq(back[length], '\0');
        gx_free(back);
        ck_assert(!exists(partial));
    }
    free(bytes);
}
END_TEST

START_TEST(nothing_is_overwritten_without_force)
{
    gx_error error;
    ck_assert_int_eq(gx_write_file(path, "one", 3, false, &error), GX_OK);
    ck_assert_int_eq(gx_write_file(path, "two", 3, false, &error), GX_ERR_EXISTS);
    ck_assert_ptr_nonnull(strstr(error.message, path));
    char *back;
    size_t length;
    ck_assert_int_eq(gx_read_file(&back, &length, path, 100, NULL), GX_OK);
    ck_assert_str_eq(back, "one");
    gx_free(back);
    ck_assert_int_eq(gx_write_file(path, "two", 3, true, &error), GX_OK);
    ck_assert_int_eq(gx_read_file(&back, &length, path, 100, NULL), GX_OK);
    ck_assert_str_eq(back, "two");
    gx_free(back);
}
END_TEST

START_TEST(a_file_longer_than_allowed_is_refused)
{
    char *back;
    size_t length;
    ck_assert_int_eq(gx_write_file(path, "12345", 5, false, NULL), GX_OK);
    ck_assert_int_eq(gx_read_file(&back, &length, path, 5, NULL), GX_OK);
    gx_free(back);
    gx_error error;
    ck_assert_int_eq(gx_read_file(&back, &length, path, 4, &error), GX_ERR_LIMIT);
    ck_assert_ptr_null(back);
    ck_assert_ptr_nonnull(strstr(error.message, "longer than 4 bytes"));
    ck_assert_int_eq(gx_read_file(&back, &length, "/dev/zero", 1000000, &error), GX_ERR_LIMIT);
    ck_assert_ptr_null(back);
}
END_TEST

START_TEST(what_cannot_be_read_says_why)
{
    gx_error error;
    char *back;
    size_t length;
    ck_assert_int_eq(gx_read_file(&back, &length, path, 100, &error), GX_ERR_NOT_FOUND);
    ck_assert_ptr_null(back);
    ck_assert_ptr_nonnull(strstr(error.message, path));
    ck_assert_ptr_nonnull(strstr(error.message, "No such file"));
    ck_assert_int_eq(gx_read_file(&back, &length, folder, 100, &error), GX_ERR_IO);
    ck_assert_ptr_null(back);
}
END_TEST

/* No folder; a full device behind the partial name; a folder under the final name. Nothing is left over. */
START_TEST(what_cannot_be_written_says_why)
{
    gx_error error;
    ck_assert_int_eq(gx_write_file("/tmp/guanxi-no-such-folder/x", "x", 1, true, &error), GX_ERR_NOT_FOUND);
    ck_assert_int_eq(symlink("/dev/full", partial), 0);
    ck_assert_int_eq(gx_write_file(path, "x", 1, true, &error), GX_ERR_IO);
    ck_assert_ptr_nonnull(strstr(error.message, "No space left"));
    ck_assert(!exists(path));
    ck_assert(!exists(partial));
    ck_assert_int_eq(mkdir(path, 0700), 0);
    ck_assert_int_eq(gx_write_file(path, "x", 1, false, &error), GX_ERR_EXISTS);
    ck_assert_int_eq(gx_write_file(path, "x", 1, true, &error), GX_ERR_IO);
    ck_assert(!exists(partial));
    ck_assert_int_eq(rmdir(path), 0);
}
END_TEST

START_TEST(exhausted_memory_is_reported)
{
    gx_error error;
    gx_memory_fail_after(0);
    ck_assert_int_eq(gx_write_file(path, "x", 1, false, &error), GX_ERR_MEMORY);
    gx_memory_fail_after(-1);
    ck_assert(!exists(path));
    ck_assert_int_eq(gx_write_file(path, "x", 1, false, &error), GX_OK);
    char *back;
    size_t length;
    gx_memory_fail_after(0);
    ck_assert_int_eq(gx_read_file(&back, &length, path, 100, &error), GX_ERR_MEMORY);
    ck_assert_ptr_null(back);
    gx_memory_fail_after(1); /* a device has no size: the second request is for more room */
    ck_assert_int_eq(gx_read_file(&back, &length, "/dev/zero", 1000000, &error), GX_ERR_MEMORY);
    ck_assert_ptr_null(back);
    gx_memory_fail_after(-1);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_was_written_is_read,
        nothing_is_overwritten_without_force,
        a_file_longer_than_allowed_is_refused,
        what_cannot_be_read_says_why,
        what_cannot_be_written_says_why,
        exhausted_memory_is_reported,
    };
    return bench_run("base/file", tests, sizeof(tests) / sizeof(tests[0]), make_folder, remove_folder);
}
