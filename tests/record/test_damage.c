/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strange files: whatever the bytes are, reading them ends in data or in an error. */
#include "scratch.h"

#include <hdf5.h>
#include <sys/wait.h>

static void write_sample(const char *path, size_t rows)
{
    gx_writer *writer = NULL;
    uint32_t table = 0;
    assert_good(gx_writer_create(&writer, path, true, e));
    assert_good(gx_writer_text(writer, "/scenario/text", "seed: 1\n", e));
    assert_good(gx_writer_text_attribute(writer, "/", "status", "complete", e));
    assert_good(gx_writer_table(writer, "/events", every_type, TYPES, &table, e));
    append_known(writer, table, 0, rows);
    void *data = known_column(GX_F64, 0, 300);
    assert_good(gx_writer_array(writer, "/users", &every_type[6], data, 300, 1, e));
    gx_free(data);
    assert_good(gx_writer_finish(writer, e));
}

/* Read all that can be read. Returns how many calls failed. */
static int read_everything(const char *path)
{
    gx_reader *reader = NULL;
    int failures = 0;
    gx_error error = {0};
    if (gx_reader_open(&reader, path, &error) != GX_OK) {
        return 1;
    }
    const char *groups[] = {"/", "/events", "/users", "/scenario"};
    for (int g = 0; g < 4; g++) {
        char **names = NULL;
        size_t count = 0;
        failures += gx_reader_list(reader, groups[g], &names, &count, &error) != GX_OK;
        for (size_t i = 0; i < count; i++) {
            char name[600];
            void *data = NULL;
            char *text = NULL;
            size_t rows = 0;
            snprintf(name, sizeof name, "%s/%.500s", groups[g], names[i]);
            if (g == 1 || g == 2) {
                failures += gx_reader_column(reader, name, GX_F64, &data, &rows, &error) != GX_OK;
                failures += gx_reader_text_attribute(reader, name, "units", &text, &error) != GX_OK;
            } else if (g == 3) {
                failures += gx_reader_text(reader, name, &text, &error) != GX_OK;
            }
            gx_free(data);
            gx_free(text);
        }
        gx_free(names);
    }
    failures += !gx_reader_complete(reader);
    gx_reader_close(reader);
    return failures;
}

/* In a child, so that a crash inside the HDF5 library would be seen as such. Returns whether something failed
 * to read. */
static bool survives(const char *path)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        _exit(read_everything(path) > 0);
    }
    int state = 0;
    ck_assert_int_eq(waitpid(child, &state, 0), child);
    ck_assert_msg(WIFEXITED(state) && WEXITSTATUS(state) <= 1, "reading %s died: signal %d, exit %d", path,
                  WIFSIGNALED(state) ? WTERMSIG(state) : 0, WIFEXITED(state) ? WEXITSTATUS(state) : 0);
    return WEXITSTATUS(state) == 1;
}

START_TEST(cut_off_anywhere)
{
    size_t length = 0;
    write_sample(scratch("whole.h5"), 2000);
    ck_assert(!survives(scratch("whole.h5")));
    char *bytes = file_bytes(scratch("whole.h5"), &length);
    for (int i = 0; i < 60; i++) {
        size_t keep = i < 20 ? (size_t)i * 13 : length * (size_t)(i - 19) / 41;
        assert_good(gx_write_file(scratch("cut.h5"), bytes, keep, true, e));
        gx_reader *reader = NULL;
        assert_fails(gx_reader_open(&reader, scratch("cut.h5"), e), GX_ERR_FORMAT);
        ck_assert_ptr_null(reader);
    }
    gx_free(bytes);
}
END_TEST

START_TEST(a_flipped_byte_anywhere)
{
    size_t length = 0;
    int seen = 0;
    write_sample(scratch("whole.h5"), 2000);
    char *bytes = file_bytes(scratch("whole.h5"), &length);
    for (uint32_t i = 0; i < 200; i++) {
        uint64_t noise = gx_mix64(1000 + i);
        size_t at = (size_t)gx_below64(noise, i % 4 == 0 ? 4096 : length);
        char flip = (char)(1 + gx_mix64(noise) % 255);
        bytes[at] = (char)(bytes[at] ^ flip);
        assert_good(gx_write_file(scratch("flip.h5"), bytes, length, true, e));
        bytes[at] = (char)(bytes[at] ^ flip);
        seen += survives(scratch("flip.h5"));
    }
    gx_free(bytes);
    ck_assert_int_gt(seen, 50);
}
END_TEST

START_TEST(damaged_data_is_told_by_name)
{
    size_t length = 0;
    write_sample(scratch("whole.h5"), 200000);
    char *bytes = file_bytes(scratch("whole.h5"), &length);
    memset(bytes + length / 2, 0x5a, 64); /* in the middle of some column's chunk */
    assert_good(gx_write_file(scratch("hole.h5"), bytes, length, true, e));
    gx_free(bytes);
    gx_reader *reader = NULL;
    int failures = 0;
    assert_good(gx_reader_open(&reader, scratch("hole.h5"), e));
    for (int c = 0; c < TYPES; c++) {
        char path[100];
        void *data = NULL;
        size_t count = 0;
        gx_error error = {0};
        snprintf(path, sizeof path, "/events/%s", every_type[c].name);
        if (gx_reader_column(reader, path, every_type[c].type, &data, &count, &error) != GX_OK) {
            failures++;
            ck_assert_int_eq(error.status, GX_ERR_FORMAT);
            ck_assert_ptr_nonnull(strstr(error.message, "hole.h5"));
            ck_assert_ptr_nonnull(strstr(error.message, path));
            ck_assert_ptr_nonnull(strstr(error.message, "does not decompress"));
        }
        gx_free(data);
    }
    ck_assert_int_eq(failures, 1);
    gx_reader_close(reader);
}
END_TEST

START_TEST(files_of_others)
{
    gx_reader *reader = NULL;
    assert_fails(gx_reader_open(&reader, scratch("none.h5"), e), GX_ERR_NOT_FOUND);
    assert_fails(gx_reader_open(&reader, scratch_folder, e), GX_ERR_FORMAT);
    assert_good(gx_write_file(scratch("text"), "seed: 1\n", 8, false, e));
    assert_fails(gx_reader_open(&reader, scratch("text"), e), GX_ERR_FORMAT);
    assert_good(gx_write_file(scratch("empty"), "", 0, false, e));
    assert_fails(gx_reader_open(&reader, scratch("empty"), e), GX_ERR_FORMAT);
    hid_t file = H5Fcreate(scratch("plain.h5"), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    ck_assert(file >= 0 && H5Fclose(file) >= 0);
    assert_fails(gx_reader_open(&reader, scratch("plain.h5"), e), GX_ERR_FORMAT);

    gx_writer *writer = NULL;
    assert_good(gx_writer_create(&writer, scratch("other.h5"), false, e));
    assert_good(gx_writer_text_attribute(writer, "/", "format", "foreign", e));
    assert_good(gx_writer_finish(writer, e));
    assert_fails(gx_reader_open(&reader, scratch("other.h5"), e), GX_ERR_FORMAT);
    assert_good(gx_writer_create(&writer, scratch("newer.h5"), false, e));
    assert_good(gx_writer_int_attribute(writer, "/", "format_version", GX_RECORDING_VERSION + 1, e));
    assert_good(gx_writer_finish(writer, e));
    assert_fails(gx_reader_open(&reader, scratch("newer.h5"), e), GX_ERR_FORMAT);
    assert_good(gx_writer_create(&writer, scratch("typed.h5"), false, e));
    assert_good(gx_writer_text_attribute(writer, "/", "format_version", "one", e));
    assert_good(gx_writer_finish(writer, e));
    assert_fails(gx_reader_open(&reader, scratch("typed.h5"), e), GX_ERR_FORMAT);
    ck_assert_ptr_null(reader);
}
END_TEST

/* A dataset as another program may have made it. */
static void foreign_dataset(hid_t file, const char *name, hid_t type, int rank, const hsize_t *extent,
                            const hsize_t *chunk, bool fletcher)
{
    hid_t plan = H5Pcreate(H5P_DATASET_CREATE);
    hid_t space = H5Screate_simple(rank, extent, NULL);
    ck_assert(plan >= 0 && space >= 0);
    if (chunk != NULL) {
        ck_assert(H5Pset_chunk(plan, rank, chunk) >= 0);
        ck_assert(fletcher ? H5Pset_fletcher32(plan) >= 0 : H5Pset_deflate(plan, 1) >= 0);
    }
    hid_t dataset = H5Dcreate2(file, name, type, space, H5P_DEFAULT, plan, H5P_DEFAULT);
    ck_assert(dataset >= 0);
    H5Dclose(dataset);
    H5Sclose(space);
    H5Pclose(plan);
}

START_TEST(columns_that_are_none)
{
    write_sample(scratch("mixed.h5"), 10);
    hid_t file = H5Fopen(scratch("mixed.h5"), H5F_ACC_RDWR, H5P_DEFAULT);
    const hsize_t square[] = {4, 4}, huge[] = {(hsize_t)1 << 45}, chunk[] = {1 << 10},
                  wide[] = {(hsize_t)1 << 28};
    const hsize_t small[] = {100};
    ck_assert(file >= 0);
    foreign_dataset(file, "square", H5T_STD_U32LE, 2, square, NULL, false);
    foreign_dataset(file, "square_chunk", H5T_STD_U32LE, 2, square, square, false);
    foreign_dataset(file, "huge", H5T_STD_U64LE, 1, huge, chunk, false);
    foreign_dataset(file, "wide", H5T_STD_U64LE, 1, wide, wide, false);
    foreign_dataset(file, "text", H5T_C_S1, 1, small, NULL, false);
    foreign_dataset(file, "checked", H5T_STD_U32LE, 1, small, small, true);
    foreign_dataset(file, "missing", H5T_STD_U32LE, 1, small, small, false);
    foreign_dataset(file, "scalar", H5T_STD_U32LE, 0, NULL, NULL, false);
    hid_t odd = H5Tcopy(H5T_STD_I32LE); /* what a flipped byte makes of a type */
    ck_assert(odd >= 0 && H5Tset_precision(odd, 17) >= 0);
    foreign_dataset(file, "odd", odd, 1, small, NULL, false);
    H5Tclose(odd);
    ck_assert(H5Fclose(file) >= 0);
    gx_reader *reader = NULL;
    assert_good(gx_reader_open(&reader, scratch("mixed.h5"), e));
    const char *names[] = {"/square",  "/square_chunk", "/huge",   "/wide",          "/text", "/checked",
                           "/missing", "/scalar",       "/events", "/scenario/text", "/odd"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        void *data = NULL;
        size_t count = 7;
        assert_fails(gx_reader_column(reader, names[i], GX_U32, &data, &count, e), GX_ERR_FORMAT);
        ck_assert_ptr_null(data);
        ck_assert_uint_eq(count, 0);
    }
    ck_assert_uint_eq(gx_reader_length(reader, "/huge"), 0);
    char *text = NULL;
    assert_fails(gx_reader_text(reader, "/events/a_u8", &text, e), GX_ERR_FORMAT);
    gx_reader_close(reader);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("damage");
    tcase_add_test(tests, cut_off_anywhere);
    tcase_add_test(tests, a_flipped_byte_anywhere);
    tcase_add_test(tests, damaged_data_is_told_by_name);
    tcase_add_test(tests, files_of_others);
    tcase_add_test(tests, columns_that_are_none);
    return run_suite("record: damage", tests);
}
