/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files to import: their limits, packed ones, changed ones, numbers in them, and threads that read them. */
#include "graph/exchange.h"
#include "graph/world.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#define ML "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"

/* ---- Limits ---- */

static void check_long(gx_file_format format, const char *begin, size_t count, const char *end,
                       gx_status status, const char *words)
{
    gx_text text = {0};
    gx_text_append(&text, "%s", begin);
    for (size_t i = 0; i < count; i++)
        gx_text_append_bytes(&text, "x", 1);
    gx_text_append(&text, "%s", end);
    reading done = read_text(text.data, format, NULL);
    assert_refused(&done, status, words);
    put_away(&done);
    gx_text_free(&text);
}

START_TEST(long_things_are_refused)
{
    check_long(GX_FILE_EDGES, "1 ", 1001, "\n", GX_ERR_INPUT, "a name is longer than 1000 bytes");
    check_long(GX_FILE_EDGES, "1 2\n1 ", 1 << 20, "\n", GX_ERR_INPUT,
               ":2:1: error: a line is longer than 1048576");
    check_long(GX_FILE_EDGES, "1 2\n1 ", 5 << 20, "\n", GX_ERR_LIMIT, "line 2: longer than 1048576");
    check_long(GX_FILE_CSV, "source,target\n1,", 1 << 20, "\n", GX_ERR_INPUT,
               ":2:1: error: a record is longer");
    check_long(GX_FILE_CSV, "source,target\n1,", 5 << 20, "\n", GX_ERR_LIMIT, "line 2: a record is longer");
    check_long(GX_FILE_GRAPHML, ML "<graph><node id='", 1001, "'/></graph></graphml>", GX_ERR_INPUT,
               "longer than 1000");
    check_long(GX_FILE_GRAPHML, ML "<graph><node id='", 2 << 20, "'/></graph></graphml>", GX_ERR_INPUT,
               "longer than 1048576");
    check_long(GX_FILE_GRAPHML, ML "<key id='a' for='node'/><graph><node id='n'><data key='a'>", 1001,
               "</data></node></graph></graphml>", GX_ERR_INPUT, "a text is longer than 1000");
    gx_text deep = {0};
    gx_text_append(&deep, ML);
    for (int i = 0; i < 100; i++)
        gx_text_append(&deep, "<a>");
    reading done = read_text(deep.data, GX_FILE_GRAPHML, NULL);
    assert_refused(&done, GX_ERR_INPUT, "nested deeper than 64");
    put_away(&done);
    gx_text_free(&deep);
}
END_TEST

START_TEST(memory_is_bounded)
{
    gx_text text = {0};
    for (int i = 0; i < 50000; i++)
        gx_text_append(&text, "node%d other%d\n", i, i);
    gx_import_options options = {.memory_max = 1 << 20};
    reading done = read_text(text.data, GX_FILE_EDGES, &options);
    assert_refused(&done, GX_ERR_LIMIT, "than the 1 MiB allowed");
    put_away(&done);
    options.memory_max = 64 << 20;
    done = read_text(text.data, GX_FILE_EDGES, &options);
    assert_read(&done);
    ck_assert_uint_eq(done.got.names.count, 100000);
    put_away(&done);
    gx_text_free(&text);
}
END_TEST

/* ---- Packed files ---- */

static size_t pack(unsigned char *out, size_t room, const char *text)
{
    z_stream stream = {.next_in = (unsigned char *)(uintptr_t)text,
                       .avail_in = (unsigned)strlen(text),
                       .next_out = out,
                       .avail_out = (unsigned)room};
    ck_assert_int_eq(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    ck_assert_int_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return room - stream.avail_out;
}

static reading read_bytes(const unsigned char *bytes, size_t length)
{
    paper sheet = write_paper((const char *)bytes, length);
    reading done = read_paper(&sheet, GX_FILE_EDGES, NULL);
    burn(&sheet);
    return done;
}

START_TEST(packed_files)
{
    unsigned char bytes[4096] = {0};
    size_t first = pack(bytes, 1024, "1 2\n2 ");
    size_t length = first + pack(bytes + first, 1024, "3\n3 4\n");
    reading done = read_bytes(bytes, length);
    assert_read(&done);
    ck_assert_str_eq(ties_of(&done.got), "1-2 2-3 3-4");
    put_away(&done);
    done = read_bytes(bytes, length + 100); /* padded */
    assert_read(&done);
    put_away(&done);
    for (size_t cut = 2; cut < length; cut++) {
        done = read_bytes(bytes, cut);
        if (cut == first)
            assert_refused(&done, GX_ERR_INPUT, "expected a second name");
        else
            assert_refused(&done, GX_ERR_FORMAT, "is cut off");
        put_away(&done);
    }
    bytes[first + 12] ^= 0x55;
    done = read_bytes(bytes, length);
    assert_refused(&done, GX_ERR_FORMAT, "is damaged");
    put_away(&done);
}
END_TEST

/* ---- Files ---- */

START_TEST(what_is_no_file)
{
    static const struct {
        const char *path, *words;
        gx_status status;
    } paths[] = {{"/nowhere/x.edges", "cannot read '/nowhere/x.edges'", GX_ERR_NOT_FOUND},
                 {"/tmp.edges/x.txt", "cannot read", GX_ERR_NOT_FOUND},
                 {"/etc/passwd/x.txt", "cannot read", GX_ERR_NOT_FOUND},
                 {"x.png", "does not tell its format", GX_ERR_INPUT},
                 {".gz", "does not tell its format", GX_ERR_INPUT}};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        gx_import_options options = {.threads = 1};
        reading done = {.status = GX_OK};
        done.status = gx_import(&done.got, paths[i].path, &options, &done.diagnostics, &done.error);
        assert_refused(&done, paths[i].status, paths[i].words);
        put_away(&done);
    }
    gx_import_options options = {.format = GX_FILE_EDGES};
    reading done = {.status = GX_OK};
    done.status = gx_import(&done.got, "/tmp", &options, &done.diagnostics, &done.error);
    assert_refused(&done, GX_ERR_INPUT, "is a folder");
    put_away(&done);
    done.status = gx_import(&done.got, "/dev/null", &options, &done.diagnostics, &done.error);
    assert_refused(&done, GX_ERR_INPUT, "a pipe or a device");
    put_away(&done);
    options.format = GX_FILE_FORMATS;
    done.status = gx_import(&done.got, "/tmp", &options, &done.diagnostics, &done.error);
    assert_refused(&done, GX_ERR_ARGUMENT, "no file format");
    put_away(&done);
}
END_TEST

START_TEST(formats_by_name)
{
    ck_assert_int_eq(gx_file_format_of("a.txt"), GX_FILE_EDGES);
    ck_assert_int_eq(gx_file_format_of("a.b/c.edges.gz"), GX_FILE_EDGES);
    ck_assert_int_eq(gx_file_format_of("a.csv"), GX_FILE_CSV);
    ck_assert_int_eq(gx_file_format_of("a.graphml.gz"), GX_FILE_GRAPHML);
    ck_assert_int_eq(gx_file_format_of("a.mtx"), GX_FILE_MATRIX_MARKET);
    ck_assert_int_eq(gx_file_format_of("a.yaml"), GX_FILE_BY_NAME);
    ck_assert_int_eq(gx_file_format_of(".csv"), GX_FILE_BY_NAME);
    ck_assert_str_eq(gx_file_format_words[GX_FILE_MATRIX_MARKET], "mtx");
}
END_TEST

/* Somebody writes to the file between the passes, or the caller stops. */
typedef struct meddler {
    paper *sheet;
    const char *more;
    bool stop, done;
} meddler;

static bool meddle(uint64_t bytes, uint64_t total, void *context)
{
    meddler *m = context;
    if (!m->done && bytes * 2 >= total) {
        fseek(m->sheet->file, 0, SEEK_SET);
        fputs(m->more, m->sheet->file);
        fflush(m->sheet->file);
        m->done = true;
    }
    return !m->stop;
}

START_TEST(changed_while_read)
{
    static const char *const others[] = {"1 3\n", "9 9\n", "1 2000000000\n5 6\n7 8\n9 1\n", "a b\n",
                                         "1\n2\n"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        paper sheet = write_paper("1 2\n1 3\n2 4\n", SIZE_MAX);
        meddler m = {.sheet = &sheet, .more = others[i]};
        gx_import_options options = {.threads = 1, .progress = meddle, .context = &m};
        reading done = read_paper(&sheet, GX_FILE_EDGES, &options);
        ck_assert_int_ne(done.status, GX_OK);
        ck_assert(m.done);
        put_away(&done);
        burn(&sheet);
    }
    paper sheet = write_paper("1 2\n", SIZE_MAX);
    meddler m = {.sheet = &sheet, .more = "", .stop = true};
    gx_import_options options = {.threads = 1, .progress = meddle, .context = &m};
    for (gx_file_format format = GX_FILE_EDGES; format < GX_FILE_CSV; format++) {
        reading done = read_paper(&sheet, format, &options);
        assert_refused(&done, GX_ERR_INTERRUPTED, "stopped while reading");
        put_away(&done);
    }
    burn(&sheet);
}
END_TEST

/* ---- Numbers ---- */

/* Weights are read as the C library reads them. */
START_TEST(weights_are_exact)
{
    static const char *const numbers[] = {"0.1",
                                          "-0",
                                          "1e22",
                                          "1e23",
                                          "123456789012345678",
                                          "9007199254740993",
                                          "0.30000000000000004",
                                          "4.9e-324",
                                          "1.7976931348623157e308",
                                          "2.2250738585072011e-308",
                                          "00012.500",
                                          ".5",
                                          "5.",
                                          "+3",
                                          "1E+2",
                                          "179769313486231570000000000000e279",
                                          "0.000000000000000000000000000001e30"};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char line[128];
        snprintf(line, sizeof line, "1 2 %s\n", numbers[i]);
        reading done = read_text(line, GX_FILE_EDGES, NULL);
        assert_read(&done);
        ck_assert_msg(done.got.weight[0] == strtod(numbers[i], NULL), "%s: %a, not %a", numbers[i],
                      done.got.weight[0], strtod(numbers[i], NULL));
        put_away(&done);
    }
}
END_TEST

/* ---- Threads ---- */

/* The first is larger than a window; sparse, dense and text names; weights, whose sums do not depend
 * on the order of threads. */
START_TEST(threads_do_not_matter)
{
    static const char *const lines[] = {"%u %u %u.%u\n", "%u000000000%u 17%u %u\n", "n%u n%u %u.%u\n"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        gx_text text = {0};
        uint64_t digest = 0;
        uint32_t count = i == 0 ? 320000 : 50000;
        for (uint32_t line = 0; line < count; line++)
            gx_text_append(&text, lines[i], line % 5000, line * 2654435761u % 6000, line % 17, line % 10);
        for (uint32_t threads = 1; threads <= 7; threads += 3) {
            gx_import_options options = {.threads = threads};
            reading done = read_text(text.data, GX_FILE_EDGES, &options);
            assert_read(&done);
            uint64_t now = gx_rows_digest(&done.got.ties);
            for (uint64_t at = 0; at < done.got.ties.offset[done.got.ties.rows]; at++) {
                uint64_t bits;
                memcpy(&bits, &done.got.weight[at], sizeof bits);
                now = now * 31 + bits;
            }
            digest = threads == 1 ? now : digest;
            ck_assert_uint_eq(now, digest);
            ck_assert_uint_eq(done.got.lines, count);
            put_away(&done);
        }
        gx_text_free(&text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("inlet");
    TCase *tests = tcase_create("inlet");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, long_things_are_refused);
    tcase_add_test(tests, memory_is_bounded);
    tcase_add_test(tests, packed_files);
    tcase_add_test(tests, what_is_no_file);
    tcase_add_test(tests, formats_by_name);
    tcase_add_test(tests, changed_while_read);
    tcase_add_test(tests, weights_are_exact);
    tcase_add_test(tests, threads_do_not_matter);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
