/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graphs of others come in as they are, or not at all and with the reason. */
#include "graph/exchange.h"
#include "graph/world.h"

#include <gx/base/memory.h>
#include <math.h>
#include <string.h>

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

/* ---- Memory ---- */

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
    tcase_add_test(tests, attributes_of_nodes);
    tcase_add_test(tests, attributes_in_graphml);
    tcase_add_test(tests, memory_runs_out);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
