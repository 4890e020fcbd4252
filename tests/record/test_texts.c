/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of texts: what was written is read, whatever the lengths; what cannot be is refused. */
#include "scratch.h"

/* Row i of a column whose longest text has `longest` bytes. */
static size_t known_text(char *out, size_t i, size_t longest)
{
    static const char letters[] = "abc \xc3\xa9\xe6\x9d\x8e,\"";
    size_t length = i % 7 == 3 ? longest : gx_mix64(i) % (longest + 1);
    size_t used = 0;
    while (used < length) {
        const char *from = letters + (i + used) % 4;
        if (length - used >= 5 && i % 3 == 0) {
            memcpy(out + used, letters + 4, 5); /* two letters of several bytes, whole */
            used += 5;
        } else {
            out[used++] = *from;
        }
    }
    out[used] = '\0';
    return used;
}

typedef struct texts {
    char *bytes;
    uint32_t *at;
} texts;

static texts make_texts(size_t count, size_t longest)
{
    texts made = {.bytes = malloc(count * (longest + 1) + 1), .at = malloc((count + 1) * sizeof(uint32_t))};
    ck_assert(made.bytes && made.at);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        made.at[i] = (uint32_t)used;
        used += known_text(made.bytes + used, i, longest) + 1;
    }
    return made;
}

static void free_texts(texts *made)
{
    free(made->bytes);
    free(made->at);
}

static void assert_texts(const char *path, size_t count, size_t longest)
{
    gx_reader *reader = NULL;
    char *bytes = NULL, *wanted = malloc(longest + 1);
    uint32_t *at = NULL;
    size_t length = 0, rows = 0;
    assert_good(gx_reader_open(&reader, path, e));
    ck_assert(gx_reader_is_texts(reader, "/users/name"));
    assert_good(gx_reader_texts(reader, "/users/name", &bytes, &length, &at, &rows, e));
    ck_assert_uint_eq(rows, count);
    for (size_t i = 0; i < rows; i++) {
        size_t own = known_text(wanted, i, longest);
        ck_assert_uint_le(at[i] + own + 1, length);
        ck_assert_str_eq(bytes + at[i], wanted);
    }
    void *numbers = NULL;
    assert_fails(gx_reader_column(reader, "/users/name", GX_U64, &numbers, &rows, e), GX_ERR_FORMAT);
    free(wanted);
    gx_free(bytes);
    gx_free(at);
    gx_reader_close(reader);
}

static gx_status write_texts(const char *path, const texts *made, size_t count, gx_error *error)
{
    gx_writer *writer = NULL;
    gx_status status = gx_writer_create(&writer, path, true, error);
    if (status == GX_OK)
        status = gx_writer_text_attribute(writer, "/", "format", GX_RECORDING_FORMAT, error);
    if (status == GX_OK)
        status = gx_writer_int_attribute(writer, "/", "format_version", GX_RECORDING_VERSION, error);
    if (status == GX_OK)
        status = gx_writer_texts(writer, "/users", "name", "what they are called", made->bytes, made->at,
                                 count, error);
    if (status == GX_OK)
        return gx_writer_finish(writer, error);
    if (writer)
        gx_writer_discard(writer);
    return status;
}

START_TEST(texts_of_every_length)
{
    static const struct {
        size_t count, longest;
    } tries[] = {{1, 0}, {1, 1}, {5, 4}, {1000, 12}, {100000, 9}, {3000, 1000}, {1, 4096}, {300000, 8}};
    for (size_t t = 0; t < sizeof tries / sizeof tries[0]; t++) {
        texts made = make_texts(tries[t].count, tries[t].longest);
        assert_good(write_texts(scratch("a.h5"), &made, tries[t].count, e));
        assert_texts(scratch("a.h5"), tries[t].count, tries[t].longest);
        assert_good(write_texts(scratch("b.h5"), &made, tries[t].count, e));
        assert_same_files(scratch("a.h5"), scratch("b.h5"));
        free_texts(&made);
    }
}
END_TEST

START_TEST(what_cannot_be)
{
    texts made = make_texts(4, 4097);
    assert_fails(write_texts(scratch("c.h5"), &made, 4, e), GX_ERR_LIMIT);
    ck_assert_int_eq(scratch_count(), 0);
    free_texts(&made);
    made = make_texts(3, 4);
    strcpy(made.bytes + made.at[0], "\xff");
    made.at[1] = made.at[2] = made.at[0];
    assert_good(write_texts(scratch("d.h5"), &made, 3, e));
    free_texts(&made);
    gx_reader *reader = NULL;
    char *bytes = NULL;
    uint32_t *at = NULL;
    size_t length = 0, rows = 0;
    assert_good(gx_reader_open(&reader, scratch("d.h5"), e));
    assert_fails(gx_reader_texts(reader, "/users/name", &bytes, &length, &at, &rows, e), GX_ERR_FORMAT);
    ck_assert_ptr_null(bytes);
    assert_fails(gx_reader_texts(reader, "/users/nobody", &bytes, &length, &at, &rows, e), GX_ERR_NOT_FOUND);
    gx_reader_close(reader);
}
END_TEST

START_TEST(memory_gives_out)
{
    texts made = make_texts(2000, 700);
    gx_status status = GX_ERR_MEMORY;
    for (long after = 0; status != GX_OK; after++) {
        ck_assert_int_lt(after, 200);
        gx_error error = {GX_OK, ""};
        gx_memory_fail_after(after);
        status = write_texts(scratch("m.h5"), &made, 2000, &error);
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || status == GX_ERR_MEMORY);
        ck_assert_int_eq(access(scratch("m.h5"), F_OK) == 0, status == GX_OK);
    }
    assert_texts(scratch("m.h5"), 2000, 700);
    free_texts(&made);
    gx_reader *reader = NULL;
    assert_good(gx_reader_open(&reader, scratch("m.h5"), e));
    for (long after = 0;; after++) {
        char *bytes = NULL;
        uint32_t *at = NULL;
        size_t length = 0, rows = 0;
        gx_error unused;
        gx_memory_fail_after(after);
        status = gx_reader_texts(reader, "/users/name", &bytes, &length, &at, &rows, &unused);
        gx_memory_fail_after(-1);
        ck_assert(status == GX_OK || (status == GX_ERR_MEMORY && !bytes && !at && rows == 0));
        gx_free(bytes);
        gx_free(at);
        if (status == GX_OK)
            break;
    }
    gx_reader_close(reader);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("texts");
    tcase_add_test(tests, texts_of_every_length);
    tcase_add_test(tests, what_cannot_be);
    tcase_add_test(tests, memory_gives_out);
    return run_suite("texts", tests);
}
