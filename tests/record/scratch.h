/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the suites of this folder share: a folder of their own, files as bytes, known columns. */
#ifndef GX_TESTS_RECORD_SCRATCH_H
#define GX_TESTS_RECORD_SCRATCH_H

#include <check.h>
#include <dirent.h>
#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <gx/record/reader.h>
#include <gx/record/schema.h>
#include <gx/record/writer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char scratch_folder[64];

static inline void scratch_open(void)
{
    strcpy(scratch_folder, "/tmp/gx-record-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(scratch_folder));
}

static inline const char *scratch(const char *name)
{
    static char paths[8][400];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, 400, "%s/%s", scratch_folder, name);
    return path;
}

/* How many files there are in the folder. */
static inline int scratch_count(void)
{
    int count = 0;
    DIR *folder = opendir(scratch_folder);
    ck_assert_ptr_nonnull(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        count += entry->d_name[0] != '.';
    }
    closedir(folder);
    return count;
}

static inline void scratch_close(void)
{
    DIR *folder = opendir(scratch_folder);
    ck_assert_ptr_nonnull(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            ck_assert_int_eq(remove(scratch(entry->d_name)), 0);
        }
    }
    closedir(folder);
    ck_assert_int_eq(rmdir(scratch_folder), 0);
}

static inline char *file_bytes(const char *path, size_t *length)
{
    char *bytes = NULL;
    gx_error error;
    ck_assert_msg(gx_read_file(&bytes, length, path, (size_t)1 << 32, &error) == GX_OK, "%s", error.message);
    return bytes;
}

static inline void assert_same_files(const char *one, const char *other)
{
    size_t a = 0, b = 0;
    char *first = file_bytes(one, &a), *second = file_bytes(other, &b);
    ck_assert_uint_eq(a, b);
    ck_assert_int_eq(memcmp(first, second, a), 0);
    gx_free(first);
    gx_free(second);
}

#define assert_good(call)                                                                                    \
    do {                                                                                                     \
        gx_error error_ = {0};                                                                               \
        gx_error *e = &error_;                                                                               \
        gx_status status_ = (call);                                                                          \
        ck_assert_msg(status_ == GX_OK, "%s: %s", #call, error_.message);                                    \
    } while (0)

#define assert_fails(call, expected)                                                                         \
    do {                                                                                                     \
        gx_error error_ = {0};                                                                               \
        gx_error *e = &error_;                                                                               \
        gx_status status_ = (call);                                                                          \
        ck_assert_msg(status_ == (expected), "%s: got %s, wanted %s: %s", #call, gx_status_name(status_),    \
                      gx_status_name(expected), error_.message);                                             \
        ck_assert_uint_gt(strlen(error_.message), 0);                                                        \
    } while (0)

/* Every element type once. */
static const char *const truth_words[] = {"no", "yes", NULL};
static const gx_column every_type[] = {
    {"a_u8", GX_U8, "", "bytes", truth_words}, {"b_u16", GX_U16, "shares", "halves", NULL},
    {"c_u32", GX_U32, "ticks", "words", NULL}, {"d_u64", GX_U64, "", "digests", NULL},
    {"e_i32", GX_I32, "", "signed", NULL},     {"f_i64", GX_I64, "fen", "money", NULL},
    {"g_f64", GX_F64, "", "reals", NULL},
};
enum { TYPES = sizeof every_type / sizeof every_type[0] };

/* Element i of a column of known values: small and large, negative where that can be. */
static inline void known_value(gx_column_type type, uint64_t i, void *out)
{
    uint64_t noise = gx_mix64(i);
    uint64_t value = noise >> (noise & 63);
    int64_t money = (int64_t)(noise >> 44) - 500000;
    double real = (double)money / 8;
    switch (type) {
    case GX_U64:
        memcpy(out, &value, 8);
        break;
    case GX_I32: {
        int32_t word = (int32_t)money;
        memcpy(out, &word, 4);
        break;
    }
    case GX_I64:
        memcpy(out, &money, 8);
        break;
    case GX_F64:
        memcpy(out, &real, 8);
        break;
    default: {
        uint32_t word = type == GX_U32 ? (uint32_t)(i / 7) : (uint32_t)value;
        memcpy(out, &word, gx_column_size(type));
    }
    }
}

static inline void *known_column(gx_column_type type, size_t first, size_t count)
{
    size_t size = gx_column_size(type);
    unsigned char *block = gx_alloc(count, size);
    ck_assert_ptr_nonnull(block);
    for (size_t i = 0; i < count; i++) {
        known_value(type, first + i, block + i * size);
    }
    return block;
}

/* The dataset has exactly the first `count` known values. */
static inline void assert_known(const gx_reader *reader, const char *path, gx_column_type type, size_t count)
{
    void *got = NULL;
    size_t rows = 0;
    assert_good(gx_reader_column(reader, path, type, &got, &rows, e));
    ck_assert_uint_eq(rows, count);
    ck_assert_uint_eq(gx_reader_length(reader, path), count);
    void *wanted = known_column(type, 0, count);
    ck_assert_int_eq(memcmp(got, wanted, count * gx_column_size(type)), 0);
    gx_free(got);
    gx_free(wanted);
}

/* Append the known rows first … first + count - 1 of every_type. */
static inline void append_known(gx_writer *writer, uint32_t table, size_t first, size_t count)
{
    void *blocks[TYPES];
    const void *columns[TYPES];
    for (int c = 0; c < TYPES; c++) {
        columns[c] = blocks[c] = known_column(every_type[c].type, first, count);
    }
    assert_good(gx_writer_append(writer, table, columns, count, e));
    for (int c = 0; c < TYPES; c++) {
        gx_free(blocks[c]);
    }
}

static inline void assert_known_table(const gx_reader *reader, const char *group, size_t rows)
{
    for (int c = 0; c < TYPES; c++) {
        char path[100];
        snprintf(path, sizeof path, "%s/%s", group, every_type[c].name);
        assert_known(reader, path, every_type[c].type, rows);
    }
}

/* Run a suite in this process: parallel regions and forks do not go together. */
static inline int run_suite(const char *name, TCase *tests)
{
    Suite *suite = suite_create(name);
    tcase_set_timeout(tests, 100);
    tcase_add_checked_fixture(tests, scratch_open, scratch_close);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}

#endif
