/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graphs of others come in as they are, or not at all and with the reason. */
#include "graph/exchange.h"
#include "graph/world.h"

#include <gx/base/memory.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* ---- What is read ---- */

typedef struct sample {
    gx_file_format format;
    const char *text, *ties;
    uint32_t nodes;
    uint64_t lines, loops, repeats;
    bool directed, apart;
} sample;

#define MARKET "%%MatrixMarket matrix coordinate "
#define ML     "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"

static const sample samples[] = {
    {GX_FILE_EDGES, "1 2\n2 3\n", "1-2 2-3", 3, 2, 0, 0, 0, 0},
    {GX_FILE_EDGES, "# SNAP\n% KONECT\n\n  \n1\t2\r\n 3   2 \r\n", "1-2 2-3", 3, 2, 0, 0, 0, 0},
    {GX_FILE_EDGES,
     "\xef\xbb\xbf"
     "1 2\n2 1\n1 1\n4 4\n2 3",
     "1-2 2-3", 4, 5, 2, 1, 0, 0},
    {GX_FILE_EDGES, "1 2\n2 1\n1 1\n", "1-2 2-1", 2, 3, 1, 0, 1, 0},
    {GX_FILE_EDGES, "1 2\n1 2\n3 1\n", "1-2 3-1", 3, 3, 0, 1, 1, 0},
    {GX_FILE_EDGES, "1 2 0.5\n2 1 1.25e1\n2 3 -7\n", "1-2:13 2-3:-7", 3, 3, 0, 1, 0, 0},
    {GX_FILE_EDGES, "1 2 3 # x\n", "1-2:3", 2, 1, 0, 0, 0, 0},
    {GX_FILE_EDGES, "18446744073709551615 0\n10 0\n", "0-10 0-18446744073709551615", 3, 2, 0, 0, 0, 0},
    {GX_FILE_EDGES, "18446744073709551616 0\n10 0\n", "18446744073709551616-0 0-10", 3, 2, 0, 0, 0, 0},
    {GX_FILE_EDGES, "5 -1\n5 007\n7 5\n", "5--1 5-007 5-7", 4, 3, 0, 0, 0, 0},
    {GX_FILE_EDGES, "小明 小红\n小红 bob\n", "小明-小红 小红-bob", 3, 2, 0, 0, 0, 0},
    {GX_FILE_EDGES, "4000000000 3999999999\n", "3999999999-4000000000", 2, 1, 0, 0, 0, 0},
    {GX_FILE_EDGES, "7 1\n7 2\n3 1\n", "3-1 7-1 7-2", 2, 3, 0, 0, 0, 1},
    {GX_FILE_EDGES, "7 red\n7 blue\n3 red\n7 red\n", "3-red 7-red 7-blue", 2, 4, 0, 1, 0, 1},
    {GX_FILE_CSV, "source,target\r\n1,2\r\n2,3\r\n", "1-2 2-3", 3, 2, 0, 0, 0, 0},
    {GX_FILE_CSV, "kind,TO, From ,weight\nx,2,1,0.5\ny,3,2,2", "1-2:0.5 2-3:2", 3, 2, 0, 0, 0, 0},
    {GX_FILE_CSV, "source,target,strength\n\"a, b\",\"say \"\"hi\"\"\",3\n\n\"line\nend\",\"a, b\",4\n",
     "a, b-say \"hi\":3 a, b-line\nend:4", 3, 2, 0, 0, 0, 0},
    {GX_FILE_CSV, "user,group\n1,a\n2,a\n", "1-a 2-a", 2, 2, 0, 0, 0, 1},
    {GX_FILE_MATRIX_MARKET, MARKET "pattern symmetric\n% c\n\n4 4 3\n2 1\n3 1\n3 3\n", "1-2 1-3", 4, 3, 1, 0,
     0, 0},
    {GX_FILE_MATRIX_MARKET, "%%matrixmarket MATRIX Coordinate Real General\n2 2 2\n1 2 1.5\n2 1 2", "1-2:3.5",
     2, 2, 0, 1, 0, 0},
    {GX_FILE_MATRIX_MARKET, MARKET "integer general\n2 2 1\n1 2 7\n", "1-2:7", 2, 1, 0, 0, 1, 0},
    {GX_FILE_MATRIX_MARKET, MARKET "pattern symmetric\n2 2 1\n2 1\n", "1-2 2-1", 2, 1, 0, 0, 1, 0},
    {GX_FILE_MATRIX_MARKET, MARKET "pattern general\n2 5 2\n1 5\n2 4\n", "1-5 2-4", 2, 2, 0, 0, 0, 1},
    {GX_FILE_MATRIX_MARKET, MARKET "pattern general\n3 3 0\n", "", 3, 0, 0, 0, 0, 0},
    {GX_FILE_GRAPHML,
     ML "<graph edgedefault='undirected'><node id='b'/><node id='a'/><edge source='a' target='b'/>"
        "</graph></graphml>",
     "b-a", 2, 1, 0, 0, 0, 0},
    {GX_FILE_GRAPHML,
     "<?xml version='1.0' encoding='ISO-8859-1'?><!DOCTYPE graphml><g:graphml xmlns:g='u'>"
     "<g:key id='w' for='edge' attr.name='weight' attr.type='double'><g:default>2</g:default></g:key>"
     "<g:graph edgedefault='directed'><g:edge source='10' target='9'><g:data key='w'> 1.5 </g:data>"
     "</g:edge><g:node id='9'/><g:node id='10'/><g:node id='11'/><g:edge source='9' target='11'/>"
     "</g:graph></g:graphml>",
     "9-10:1.5 9-11:2", 3, 2, 0, 0, 0, 0},
    {GX_FILE_GRAPHML,
     ML "<graph edgedefault='directed'><node id='1'/><node id='2'/><edge source='2' target='1'/>"
        "<edge source='1' target='2' directed='false'/><edge source='1' target='1'/>"
        "</graph></graphml>",
     "1-2 2-1", 2, 3, 1, 1, 1, 0},
};

static void check_sample(const sample *s, uint32_t threads)
{
    gx_import_options options = {.directed = s->directed, .apart = s->apart, .threads = threads};
    reading done = read_text(s->text, s->format, &options);
    assert_read(&done);
    ck_assert_str_eq(ties_of(&done.got), s->ties);
    ck_assert_uint_eq(done.got.names.count, s->nodes);
    ck_assert_uint_eq(done.got.ties.rows, s->nodes);
    ck_assert_uint_eq(done.got.lines, s->lines);
    ck_assert_uint_eq(done.got.loops, s->loops);
    ck_assert_uint_eq(done.got.repeats, s->repeats);
    put_away(&done);
}

START_TEST(files_are_read)
{
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        for (uint32_t threads = 1; threads <= 3; threads++)
            check_sample(&samples[i], threads);
}
END_TEST

/* ---- What is refused ---- */

typedef struct mistake {
    gx_file_format format;
    const char *text, *words;
    gx_status status;
} mistake;

static const mistake mistakes[] = {
    {GX_FILE_EDGES, "", "found nothing", GX_ERR_INPUT},
    {GX_FILE_EDGES, "# only\n", "found nothing", GX_ERR_INPUT},
    {GX_FILE_EDGES, "1 2\n3\n", ":2:2: error: expected a second name", GX_ERR_INPUT},
    {GX_FILE_EDGES, "1,2\n", "use the format csv", GX_ERR_INPUT},
    {GX_FILE_EDGES, "1 2 3\n\n1 2\n", ":3:4: error: expected 3 columns as in line 1, found 2", GX_ERR_INPUT},
    {GX_FILE_EDGES, "1 2\n1 2 3 4 5\n", ":2:7: error: expected 2 columns as in line 1, found 5",
     GX_ERR_INPUT},
    {GX_FILE_EDGES, "a b weight\n1 2 3\n", "a heading? begin it with '#'", GX_ERR_INPUT},
    {GX_FILE_EDGES, "from to\n1 2\n2 3\n", "this line is a heading", GX_ERR_INPUT},
    {GX_FILE_EDGES, "1 2 0x10\n", ":1:5: error: the third column is a weight", GX_ERR_INPUT},
    {GX_FILE_EDGES, "1 2 nan\n", "expected a number, found 'nan'", GX_ERR_INPUT},
    {GX_FILE_EDGES, "1 2 1e999\n", "expected a number", GX_ERR_INPUT},
    {GX_FILE_EDGES, "a \xff\xfe\n", "not UTF-8, found '", GX_ERR_INPUT},
    {GX_FILE_EDGES, "%%MatrixMarket matrix\n", "use the format mtx", GX_ERR_FORMAT},
    {GX_FILE_EDGES, "<graphml/>\n", "use the format graphml", GX_ERR_FORMAT},
    {GX_FILE_EDGES, "PK\3\4abc", "zip archive", GX_ERR_FORMAT},
    {GX_FILE_EDGES,
     "\xff\xfe"
     "1",
     "UTF-16", GX_ERR_FORMAT},
    {GX_FILE_CSV, "", "expected a heading", GX_ERR_INPUT},
    {GX_FILE_CSV, "source,target\n", "found nothing", GX_ERR_INPUT},
    {GX_FILE_CSV, "sorce,target\n1,2\n", ":1:1: error: expected a heading with a column 'source'",
     GX_ERR_INPUT},
    {GX_FILE_CSV, "sorce,target\n1,2\n", "did you mean this by 'sorce'?", GX_ERR_INPUT},
    {GX_FILE_CSV, "source;target\n1;2\n", "not by semicolons", GX_ERR_INPUT},
    {GX_FILE_CSV, "source\ttarget\n1\t2\n", "for tabs use the format edges", GX_ERR_INPUT},
    {GX_FILE_CSV, "<graphml>\n", "use the format graphml", GX_ERR_INPUT},
    {GX_FILE_CSV, "1,2\n2,3\n", "expected a heading with a column 'source', found '1', …", GX_ERR_INPUT},
    {GX_FILE_CSV, "source;x,target\n1,2\n", "expected a heading with a column 'source'", GX_ERR_INPUT},
    {GX_FILE_CSV, "source,target\n1\n", ":2:1: error: expected 2 fields as in the heading, found 1",
     GX_ERR_INPUT},
    {GX_FILE_CSV, "source,target\n1,2,3\n", ":2:5: error: expected 2 fields", GX_ERR_INPUT},
    {GX_FILE_CSV, "source,target\n1,\n", ":2:3: error: a name is expected", GX_ERR_INPUT},
    {GX_FILE_CSV, "source,target\n\"a\nb\",c\"d\n", ":3:5: error: a quote inside a field", GX_ERR_INPUT},
    {GX_FILE_CSV, "source,target\n\"a\"b,c\n", ":2:4: error: expected a comma behind", GX_ERR_INPUT},
    {GX_FILE_CSV, "source,target\n1,\"2\n3,4\n", ":2:1: error: a quote is opened", GX_ERR_INPUT},
    {GX_FILE_CSV, "source,target,weight\n1,2,\n", "expected a number as weight, found ''", GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, "", "expected the banner '%%MatrixMarket", GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, "1 2\n", ":1:1: error: expected the banner '%%MatrixMarket", GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "complex general\n", "expected pattern, integer or real, found 'complex'",
     GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "real hermitian\n", ":1:39: error: expected symmetric or general",
     GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, "%%MatrixMarket matrix array real general\n", "a dense array is no graph",
     GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "real general\n% c\n", "expected a line with the numbers", GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "real general\n2 2\n", "expected the number of entries, found 'nothing'",
     GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "real general\n2 2 1 9\n", "rows, columns and entries only", GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "real general\n2 3 1\n1 3 1\n", "expected a square matrix", GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "pattern general\n2 2 2\n1 2\n",
     "the sizes tell 2 entries, but there are 1", GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "pattern general\n2 2 1\n1 2\n2 1\n", "but there are 2", GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "pattern general\n2 2 1\n1 3\n",
     ":3:3: error: expected a column from 1 to 2, found '3'", GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "pattern general\n2 2 1\n0 1\n", "expected a row from 1 to 2, found '0'",
     GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "pattern general\n2 2 1\n1 2 5\n", "expected 2 columns, found 3",
     GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "pattern general\n4000000000 4000000000 1\n1 2\n", "are refused",
     GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "pattern general\n9 9 18446744073709551615\n1 2\n", "too short",
     GX_ERR_INPUT},
    {GX_FILE_MATRIX_MARKET, MARKET "pattern general\n9 9 18446744073709551616\n1 2\n",
     "expected the number of entries", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, "", "no element found", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, "1 2\n", "GraphML is XML and begins with '<'", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, "<html/>", "expected the element graphml, found 'html'", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, ML "</graphml>", "there is no graph in it", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, ML "\n<graph><node id='a'>", ":2:", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, ML "<graph><node/></graph></graphml>", "a node has no id", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, ML "<graph><node id='a'/>\n<node id='a'/></graph></graphml>",
     ":2:1: error: two nodes have the same id", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, ML "<graph><node id='a'/>\n <edge source='a' target='b'/></graph></graphml>",
     ":2:2: error: there is no node 'b'", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, ML "<graph><node id='a'/><edge source='a'/></graph></graphml>", "an edge has no target",
     GX_ERR_INPUT},
    {GX_FILE_GRAPHML, ML "<graph><node id='a'/>\n<hyperedge/></graph></graphml>", ":2:1: error: a hyperedge",
     GX_ERR_INPUT},
    {GX_FILE_GRAPHML, ML "<graph><node id='a'><port/></node></graph></graphml>", "a port", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, ML "<graph><node id='a'><graph/></node></graph></graphml>", "a graph inside a graph",
     GX_ERR_INPUT},
    {GX_FILE_GRAPHML, ML "<graph><node id='a'/></graph><graph/></graphml>", "a second graph", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, ML "<graph><node id='a'><data key='x'>1</data></node></graph></graphml>",
     "there is no key 'x'", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, ML "<key id='x' attr.type='colour'/><graph><node id='a'/></graph></graphml>",
     "attr.type 'colour'", GX_ERR_INPUT},
    {GX_FILE_GRAPHML,
     ML "<key id='x' for='node' attr.type='int'/><graph><node id='a'><data "
        "key='x'>one</data></node></graph></graphml>",
     "expected a number for 'x', found 'one'", GX_ERR_INPUT},
    {GX_FILE_GRAPHML,
     "<!DOCTYPE graphml [<!ENTITY a 'aaaa'>]>" ML "<graph><node id='&a;'/></graph></graphml>",
     "entities declared", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, "<!DOCTYPE graphml [<!ENTITY a SYSTEM '/etc/passwd'>]>" ML "<graph/></graphml>",
     "entities declared", GX_ERR_INPUT},
    {GX_FILE_GRAPHML, ML "<graph><node id='&a;'/></graph></graphml>", "undefined entity", GX_ERR_INPUT},
};

START_TEST(mistakes_are_told)
{
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        const mistake *m = &mistakes[i];
        reading done = read_text(m->text, m->format, NULL);
        assert_refused(&done, m->status, m->words);
        put_away(&done);
    }
}
END_TEST

/* The first twenty in words, the rest counted; in order, for any number of threads. */
START_TEST(all_mistakes_in_one_pass)
{
    gx_text text = {0};
    for (int line = 1; line <= 3000; line++)
        gx_text_append(&text, line % 30 == 0 ? "7\n" : "%d 1\n", line);
    for (uint32_t threads = 1; threads <= 7; threads += 3) {
        gx_import_options options = {.threads = threads};
        reading done = read_text(text.data, GX_FILE_EDGES, &options);
        assert_refused(&done, GX_ERR_INPUT, "100 mistakes; nothing was read");
        const char *report = gx_text_get(&done.diagnostics.report);
        ck_assert_ptr_nonnull(strstr(report, ":30:2:"));
        ck_assert_ptr_nonnull(strstr(report, ":600:2:"));
        ck_assert_ptr_null(strstr(report, ":630:"));
        ck_assert_ptr_nonnull(strstr(report, "and 80 more"));
        ck_assert_ptr_nonnull(strstr(report, "expected a second name of a node behind '7'"));
        put_away(&done);
    }
    gx_text_free(&text);
}
END_TEST

START_TEST(zero_bytes_are_told)
{
    static const char bytes[] = "1 2\n3 \0 4\n";
    for (gx_file_format format = GX_FILE_EDGES; format < GX_FILE_FORMATS; format++) {
        paper sheet = write_paper(bytes, sizeof bytes - 1);
        reading done = read_paper(&sheet, format, NULL);
        ck_assert_int_eq(done.status, GX_ERR_INPUT);
        put_away(&done);
        burn(&sheet);
    }
    paper sheet = write_paper("1 2\n3 \0004\n", 9);
    reading done = read_paper(&sheet, GX_FILE_EDGES, NULL);
    assert_refused(&done, GX_ERR_INPUT, ":2:3: error: a NUL byte");
    put_away(&done);
    burn(&sheet);
}
END_TEST

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

/* ---- Attributes ---- */

static const gx_attribute *attribute(const gx_imported *got, const char *name)
{
    for (uint32_t at = 0; at < got->attributes; at++)
        if (strcmp(got->attribute[at].name, name) == 0)
            return &got->attribute[at];
    ck_abort_msg("no attribute '%s'", name);
    return NULL;
}

static const char *word(const gx_attribute *from, uint32_t node)
{
    return from->text[node] == UINT32_MAX ? "-" : from->texts + from->text[node];
}

START_TEST(attributes_of_nodes)
{
    paper nodes =
        write_paper("label,id,age,sex\n\"A, b\",30,12.5,female\n,10,NA,male\nC,40,,male\n", SIZE_MAX);
    gx_import_options options = {.nodes = nodes.path, .threads = 2};
    reading done = read_text("20 10\n30 10\n", GX_FILE_EDGES, &options);
    assert_read(&done);
    ck_assert_str_eq(ties_of(&done.got), "10-20 10-30");
    ck_assert_uint_eq(done.got.names.count, 4);
    ck_assert_uint_eq(done.got.attributes, 3);
    const gx_attribute *age = attribute(&done.got, "age"), *sex = attribute(&done.got, "sex");
    const gx_attribute *label = attribute(&done.got, "label");
    ck_assert(age->numeric && !sex->numeric && !label->numeric);
    ck_assert(isnan(age->number[0]) && isnan(age->number[1]) && isnan(age->number[3]));
    ck_assert(age->number[2] == 12.5);
    ck_assert_str_eq(word(sex, 0), "male");
    ck_assert_str_eq(word(sex, 1), "-");
    ck_assert_str_eq(word(sex, 2), "female");
    ck_assert_str_eq(word(label, 2), "A, b");
    ck_assert_str_eq(word(label, 0), "-");
    put_away(&done);
    done = read_text("b a\n", GX_FILE_EDGES, &options); /* nodes first, in the order of their lines */
    assert_read(&done);
    ck_assert_str_eq(ties_of(&done.got), "b-a");
    ck_assert_str_eq(done.got.texts + done.got.names.text[0], "30");
    ck_assert_uint_eq(done.got.names.count, 5);
    put_away(&done);
    burn(&nodes);
    nodes = write_paper("id,age\n1,2\n1,3\n2\n", SIZE_MAX);
    options.nodes = nodes.path;
    done = read_text("1 2\n3\n", GX_FILE_EDGES, &options);
    assert_refused(&done, GX_ERR_INPUT, ":4:1: error: expected 2 fields");
    ck_assert_ptr_nonnull(strstr(gx_text_get(&done.diagnostics.report), ":2:2: error: expected a second"));
    put_away(&done);
    burn(&nodes);
    nodes = write_paper("id,age\n1,2\n1,3\n", SIZE_MAX);
    options.nodes = nodes.path;
    done = read_text("1 2\n", GX_FILE_EDGES, &options);
    assert_refused(&done, GX_ERR_INPUT, ":3:1: error: node '1' has a line already");
    put_away(&done);
    burn(&nodes);
    gx_text many = {0};
    gx_text_append(&many, "id");
    for (int i = 0; i <= GX_ATTRIBUTES_MAX; i++)
        gx_text_append(&many, ",a%d", i);
    nodes = write_paper(many.data, SIZE_MAX);
    options.nodes = nodes.path;
    done = read_text("1 2\n", GX_FILE_EDGES, &options);
    assert_refused(&done, GX_ERR_LIMIT, "nodes have more than 32 attributes");
    put_away(&done);
    burn(&nodes);
    gx_text_free(&many);
}
END_TEST

START_TEST(attributes_in_graphml)
{
    reading done = read_text(
        ML
        "<key id='k1' for='node' attr.name='age' attr.type='int'><default>7</default></key>"
        "<key id='k2' for='all' attr.name='name' attr.type='string'/><key id='k3' for='node' "
        "attr.type='boolean'/>"
        "<key id='k4' for='edge' attr.name='colour' attr.type='string'/><key id='k5' for='graph'/>"
        "<graph edgedefault='directed'><data key='k5'>x</data>"
        "<node id='n0'><data key='k1'> 30 </data><data key='k2'>Zo&#235; &lt;x&gt;</data></node>"
        "<node id='n1'><data key='k3'>true</data><data key='k2'><y:z xmlns:y='u'>ignored</y:z></data></node>"
        "<edge source='n0' target='n1'><data key='k4'>red</data></edge></graph></graphml>",
        GX_FILE_GRAPHML, NULL);
    assert_read(&done);
    const gx_attribute *age = attribute(&done.got, "age"), *name = attribute(&done.got, "name");
    ck_assert(age->number[0] == 30 && age->number[1] == 7);
    ck_assert_str_eq(word(name, 0), "Zoë <x>");
    ck_assert_str_eq(word(name, 1), "-");
    ck_assert(isnan(attribute(&done.got, "k3")->number[0]) && attribute(&done.got, "k3")->number[1] == 1);
    ck_assert_ptr_nonnull(strstr(done.got.notes.data, "attribute 'colour' of edges was left out"));
    ck_assert_ptr_nonnull(strstr(done.got.notes.data, "directions of edges were not kept"));
    put_away(&done);
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

/* ---- Threads, memory ---- */

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

/* Memory runs out at every allocation in turn. */
START_TEST(memory_runs_out)
{
    paper nodes = write_paper("id,age,sex\n1,2,male\n2,3,\n", SIZE_MAX);
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        const sample *s = &samples[i];
        paper sheet = write_paper(s->text, SIZE_MAX);
        for (unsigned with_nodes = 0; with_nodes < 2; with_nodes++) {
            gx_import_options options = {.format = s->format,
                                         .directed = s->directed,
                                         .apart = s->apart,
                                         .threads = 2,
                                         .nodes = with_nodes ? nodes.path : NULL};
            long after = 0;
            reading done = {.status = GX_ERR_MEMORY};
            for (; after < 500 && done.status != GX_OK; after++) {
                gx_memory_fail_after(after);
                done.status = gx_import(&done.got, sheet.path, &options, &done.diagnostics, &done.error);
                gx_memory_fail_after(-1);
                ck_assert_msg(done.status == GX_OK || done.status == GX_ERR_MEMORY, "%s", done.error.message);
                put_away(&done);
            }
            ck_assert_int_gt(after, 8);
            ck_assert_int_lt(after, 500);
        }
        burn(&sheet);
    }
    burn(&nodes);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("import");
    TCase *tests = tcase_create("import");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, files_are_read);
    tcase_add_test(tests, mistakes_are_told);
    tcase_add_test(tests, all_mistakes_in_one_pass);
    tcase_add_test(tests, zero_bytes_are_told);
    tcase_add_test(tests, long_things_are_refused);
    tcase_add_test(tests, memory_is_bounded);
    tcase_add_test(tests, packed_files);
    tcase_add_test(tests, what_is_no_file);
    tcase_add_test(tests, formats_by_name);
    tcase_add_test(tests, changed_while_read);
    tcase_add_test(tests, attributes_of_nodes);
    tcase_add_test(tests, attributes_in_graphml);
    tcase_add_test(tests, weights_are_exact);
    tcase_add_test(tests, threads_do_not_matter);
    tcase_add_test(tests, memory_runs_out);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
