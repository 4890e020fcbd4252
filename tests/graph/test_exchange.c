/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written is read again as it was, by us and by igraph; imported graphs become networks and people.
 */
#include "graph/exchange.h"
#include "graph/world.h"

#include <errno.h>
#include <gx/base/memory.h>
#include <gx/graph/family.h>
#include <igraph/igraph.h>
#include <math.h>
#include <string.h>

enum { EDGES_MAX = 4000 };

static const char *const famous[] = {"Bull",       "Chvatal",      "Coxeter",     "Cubical",
                                     "Diamond",    "Dodecahedral", "Folkman",     "Franklin",
                                     "Frucht",     "Grotzsch",     "Heawood",     "Herschel",
                                     "House",      "HouseX",       "Icosahedral", "Krackhardt_Kite",
                                     "Levi",       "McGee",        "Meredith",    "Noperfectmatching",
                                     "Octahedral", "Petersen",     "Robertson",   "Tetrahedral",
                                     "Tutte",      "Walther",      "Zachary"};

static gx_rows rows_from(const igraph_t *graph)
{
    static uint32_t edges[EDGES_MAX][2];
    uint32_t count = (uint32_t)igraph_ecount(graph);
    ck_assert_uint_le(count, EDGES_MAX);
    for (uint32_t edge = 0; edge < count; edge++) {
        edges[edge][0] = (uint32_t)IGRAPH_FROM(graph, edge);
        edges[edge][1] = (uint32_t)IGRAPH_TO(graph, edge);
    }
    return rows_of((uint32_t)igraph_vcount(graph), (const uint32_t(*)[2])edges, count);
}

/* The same rows: nodes keep their numbers, since numeric names are in order. */
static void assert_same(const gx_rows *got, const gx_rows *rows)
{
    ck_assert_uint_eq(got->rows, rows->rows);
    uint64_t entries = rows->offset[rows->rows];
    ck_assert_mem_eq(got->offset, rows->offset, (rows->rows + 1) * sizeof *rows->offset);
    ck_assert_mem_eq(got->column, rows->column, entries * sizeof *rows->column);
}

/* Out and in again; nodes without ties need the nodes' file in formats that have lines of ties only. */
static reading there_and_back(const gx_export_graph *graph, gx_file_format format)
{
    paper sheet = export_paper(graph, format), nodes = export_nodes_paper(graph);
    bool ties_only = format == GX_FILE_EDGES || format == GX_FILE_CSV;
    gx_import_options options = {.threads = 2,
                                 .directed = graph->directed,
                                 .apart = graph->apart,
                                 .nodes = ties_only ? nodes.path : NULL};
    reading done = read_paper(&sheet, format, &options);
    assert_read(&done);
    burn(&sheet);
    burn(&nodes);
    return done;
}

static void round_trip(const gx_export_graph *graph)
{
    for (gx_file_format format = GX_FILE_EDGES; format < GX_FILE_FORMATS; format++) {
        reading done = there_and_back(graph, format);
        assert_same(&done.got.ties, graph->ties);
        ck_assert_uint_eq(done.got.loops + done.got.repeats, 0);
        for (uint64_t at = 0; graph->weight != NULL && at < graph->ties->offset[graph->ties->rows]; at++)
            ck_assert(done.got.weight[at] == graph->weight[at]);
        put_away(&done);
    }
}

START_TEST(famous_graphs)
{
    for (size_t i = 0; i < sizeof famous / sizeof famous[0]; i++) {
        igraph_t graph;
        ck_assert_int_eq(igraph_famous(&graph, famous[i]), IGRAPH_SUCCESS);
        gx_rows rows = rows_from(&graph);
        round_trip(&(gx_export_graph){.ties = &rows, .title = famous[i]});
        free_rows(&rows);
        igraph_destroy(&graph);
    }
}
END_TEST

static gx_rows random_rows(gx_family family, int64_t nodes, double degree, uint64_t seed)
{
    gx_family_config config;
    gx_rows rows;
    gx_error error;
    read_defaults(&config, &gx_family_table);
    config.nodes = nodes;
    config.degree = degree;
    gx_status status = gx_family_make(&rows, family, &config, gx_key_make(seed, 0), 1, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    return rows;
}

static double some_weight(uint32_t a, uint32_t b)
{
    static const double odd[] = {0.1, 1e-300, -3, 12345678901234567890.0, 1.0 / 3, 0, 5, 1e22, 255, 2.5e-308};
    uint32_t low = a < b ? a : b;
    return odd[(low * 31 + a + b) % 10] * (1 + (low + a + b) % 7);
}

static double *weigh(const gx_rows *rows)
{
    double *weight = gx_alloc(rows->offset[rows->rows], sizeof *weight);
    for (uint32_t row = 0; row < rows->rows; row++)
        for (uint64_t at = rows->offset[row]; at < rows->offset[row + 1]; at++)
            weight[at] = some_weight(row, rows->column[at]);
    return weight;
}

/* Sparse ones, so that some nodes have no ties; then with weights. */
START_TEST(random_graphs)
{
    for (uint64_t seed = 0; seed < 20; seed++) {
        gx_rows rows = random_rows(GX_FAMILY_erdos_renyi, 50 + (int64_t)seed * 20, 2, seed);
        round_trip(&(gx_export_graph){.ties = &rows});
        double *weight = weigh(&rows);
        round_trip(&(gx_export_graph){.ties = &rows, .weight = weight});
        gx_free(weight);
        gx_rows_free(&rows);
    }
}
END_TEST

/* Rows read as directed keep their directions. */
START_TEST(directed_and_apart)
{
    for (unsigned apart = 0; apart < 2; apart++) {
        gx_import_options options = {.threads = 1, .directed = !apart, .apart = apart};
        reading first = read_text("1 2\n1 9\n2 1\n7 3\n3 9\n9 3\n", GX_FILE_EDGES, &options);
        assert_read(&first);
        gx_export_column columns[GX_ATTRIBUTES_MAX];
        gx_export_graph graph = gx_export_of_imported(&first.got, columns);
        for (gx_file_format format = GX_FILE_EDGES; format < GX_FILE_FORMATS; format++) {
            if (apart && format == GX_FILE_GRAPHML)
                continue;
            reading second = there_and_back(&graph, format);
            assert_same(&second.got.ties, &first.got.ties);
            ck_assert_uint_eq(second.got.columns.count, first.got.columns.count);
            put_away(&second);
        }
        put_away(&first);
    }
}
END_TEST

/* Names and attributes with everything that must be escaped. */
START_TEST(names_and_attributes)
{
    paper nodes = write_paper(
        "id,age,\"full \"\"name\"\"\"\n\"a, b\",0.1,\"<&\"\"'>\"\n\"c\nd\",,小明\ne,1e22,\n", SIZE_MAX);
    gx_import_options options = {.threads = 1, .nodes = nodes.path};
    reading first =
        read_text("source,target,weight\n\"a, b\",\"c\nd\",0.25\ne,\"a, b\",3\n", GX_FILE_CSV, &options);
    assert_read(&first);
    gx_export_column columns[GX_ATTRIBUTES_MAX];
    gx_export_graph graph = gx_export_of_imported(&first.got, columns);
    char text[1000];
    snprintf(text, sizeof text, "%s", ties_of(&first.got));
    for (gx_file_format format = GX_FILE_CSV; format <= GX_FILE_GRAPHML; format++) {
        reading second = there_and_back(&graph, format);
        assert_same(&second.got.ties, &first.got.ties);
        ck_assert_str_eq(ties_of(&second.got), text);
        ck_assert_uint_eq(second.got.attributes, 2);
        for (uint32_t node = 0; node < 3; node++) {
            const gx_attribute *age[2] = {&first.got.attribute[0], &second.got.attribute[0]};
            const gx_attribute *name[2] = {&first.got.attribute[1], &second.got.attribute[1]};
            ck_assert(age[0]->number[node] == age[1]->number[node] || isnan(age[0]->number[node]));
            ck_assert_int_eq(isnan(age[0]->number[node]), isnan(age[1]->number[node]));
            ck_assert_int_eq(name[0]->text[node] == UINT32_MAX, name[1]->text[node] == UINT32_MAX);
            if (name[0]->text[node] != UINT32_MAX)
                ck_assert_str_eq(name[0]->texts + name[0]->text[node], name[1]->texts + name[1]->text[node]);
        }
        put_away(&second);
    }
    gx_error error;
    FILE *file = tmpfile();
    ck_assert_int_eq(gx_export(&graph, file, GX_FILE_EDGES, NULL, NULL, &error), GX_ERR_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "an edge list cannot hold the name 'a, b'"));
    fclose(file);
    put_away(&first);
    burn(&nodes);
}
END_TEST

/* ---- igraph reads what we write ---- */

static void assert_igraph(const igraph_t *graph, const gx_rows *rows)
{
    ck_assert_uint_eq((uint64_t)igraph_vcount(graph), rows->rows);
    ck_assert_uint_eq((uint64_t)igraph_ecount(graph) * 2, rows->offset[rows->rows]);
    for (igraph_integer_t edge = 0; edge < igraph_ecount(graph); edge++)
        ck_assert(
            gx_row_has(rows, (uint32_t)IGRAPH_FROM(graph, edge), (uint32_t)IGRAPH_TO(graph, edge), NULL));
}

static bool age_of(const void *context, uint32_t node, double *number, const char **text)
{
    (void)context, (void)text;
    *number = node * 0.5;
    return node % 3 != 0;
}

static bool name_of(const void *context, uint32_t node, double *number, const char **text)
{
    (void)context, (void)number;
    *text = node % 2 ? "a<b>&\"c\"" : "小明";
    return true;
}

START_TEST(igraph_reads_ours)
{
    igraph_set_attribute_table(&igraph_cattribute_table);
    const gx_export_column columns[] = {{"age", true, age_of, NULL}, {"name", false, name_of, NULL}};
    for (uint64_t seed = 0; seed < 10; seed++) {
        gx_rows rows = random_rows(GX_FAMILY_barabasi_albert, 40 + (int64_t)seed * 10, 4, seed);
        double *weight = weigh(&rows);
        gx_export_graph out = {.ties = &rows, .weight = weight, .column = columns, .column_count = 2};
        igraph_t graph;
        paper sheet = export_paper(&out, GX_FILE_GRAPHML);
        rewind(sheet.file);
        ck_assert_int_eq(igraph_read_graph_graphml(&graph, sheet.file, 0), IGRAPH_SUCCESS);
        assert_igraph(&graph, &rows);
        for (igraph_integer_t edge = 0; edge < igraph_ecount(&graph); edge++)
            ck_assert(EAN(&graph, "weight", edge) ==
                      some_weight((uint32_t)IGRAPH_FROM(&graph, edge), (uint32_t)IGRAPH_TO(&graph, edge)));
        ck_assert(VAN(&graph, "age", 4) == 2.0 && isnan(VAN(&graph, "age", 3)));
        ck_assert_str_eq(VAS(&graph, "name", 1), "a<b>&\"c\"");
        igraph_destroy(&graph);
        burn(&sheet);
        /* igraph's edge lists have no comments: what stands behind ours */
        out.weight = NULL;
        sheet = export_paper(&out, GX_FILE_EDGES);
        rewind(sheet.file);
        char line[256];
        ck_assert_ptr_nonnull(fgets(line, sizeof line, sheet.file));
        ck_assert_int_eq(igraph_read_graph_edgelist(&graph, sheet.file, 0, IGRAPH_UNDIRECTED),
                         IGRAPH_SUCCESS);
        assert_igraph(&graph, &rows);
        igraph_destroy(&graph);
        burn(&sheet);
        gx_free(weight);
        gx_rows_free(&rows);
    }
}
END_TEST

/* And we read what igraph writes. */
START_TEST(we_read_igraphs)
{
    igraph_set_attribute_table(&igraph_cattribute_table);
    igraph_t graph;
    ck_assert_int_eq(igraph_famous(&graph, "Zachary"), IGRAPH_SUCCESS);
    gx_rows rows = rows_from(&graph);
    for (igraph_integer_t edge = 0; edge < igraph_ecount(&graph); edge++)
        SETEAN(&graph, "weight", edge, 0.1 * (double)(edge + 1));
    for (igraph_integer_t node = 0; node < igraph_vcount(&graph); node++)
        SETVAN(&graph, "age", node, (double)node);
    for (gx_file_format format = GX_FILE_EDGES; format <= GX_FILE_GRAPHML; format += 2) {
        paper sheet = write_paper("", 0);
        ck_assert_int_eq(format == GX_FILE_EDGES ? igraph_write_graph_edgelist(&graph, sheet.file)
                                                 : igraph_write_graph_graphml(&graph, sheet.file, true),
                         IGRAPH_SUCCESS);
        fflush(sheet.file);
        reading done = read_paper(&sheet, format, NULL);
        assert_read(&done);
        assert_same(&done.got.ties, &rows);
        if (format == GX_FILE_GRAPHML) {
            ck_assert(done.got.weight[0] == 0.1);
            ck_assert(done.got.attribute[0].number[33] == 33);
        }
        put_away(&done);
        burn(&sheet);
    }
    free_rows(&rows);
    igraph_destroy(&graph);
}
END_TEST

/* ---- Failures of writing ---- */

static bool never(uint64_t done, uint64_t total, void *context)
{
    (void)done, (void)total, (void)context;
    return false;
}

START_TEST(writing_fails)
{
    gx_rows rows = random_rows(GX_FAMILY_complete, 200, 2, 1);
    gx_export_graph graph = {.ties = &rows};
    gx_error error;
    for (gx_file_format format = GX_FILE_EDGES; format < GX_FILE_FORMATS; format++) {
        FILE *full = fopen("/dev/full", "wb");
        ck_assert_int_eq(gx_export(&graph, full, format, NULL, NULL, &error), GX_ERR_IO);
        ck_assert_ptr_nonnull(strstr(error.message, strerror(ENOSPC)));
        ck_assert_int_eq(gx_export(&graph, full, format, never, NULL, &error), GX_ERR_INTERRUPTED);
        gx_memory_fail_after(0);
        ck_assert_int_eq(gx_export(&graph, full, format, NULL, NULL, &error), GX_ERR_MEMORY);
        gx_memory_fail_after(-1);
        fclose(full);
    }
    FILE *full = fopen("/dev/full", "wb");
    ck_assert_int_eq(gx_export_nodes(&graph, full, &error), GX_ERR_IO);
    ck_assert_int_eq(gx_export(&graph, full, GX_FILE_BY_NAME, NULL, NULL, &error), GX_ERR_ARGUMENT);
    fclose(full);
    gx_rows_free(&rows);
}
END_TEST

/* Strengths and layers, which only a network has. */
START_TEST(strengths_and_layers)
{
    uint64_t offset[] = {0, 1, 3, 4};
    uint32_t column[] = {1, 0, 2, 1};
    uint8_t strength[] = {9, 9, 200, 200}, layers[] = {5, 5, 128, 128};
    gx_rows rows = {3, offset, column, strength, layers};
    gx_export_graph graph = {.ties = &rows, .title = "a\nb"};
    char text[512] = "";
    paper sheet = export_paper(&graph, GX_FILE_CSV);
    rewind(sheet.file);
    ck_assert_uint_gt(fread(text, 1, sizeof text - 1, sheet.file), 0);
    ck_assert_str_eq(text, "source,target,strength,layers\r\n0,1,9,household+close\r\n1,2,200,dormant\r\n");
    reading done = read_paper(&sheet, GX_FILE_CSV, NULL);
    assert_read(&done);
    ck_assert_str_eq(done.got.notes.data, "column 'layers' of ties was left out\n");
    gx_error error;
    ck_assert_int_eq(gx_imported_strengths(&done.got, &error), GX_OK);
    ck_assert_mem_eq(done.got.ties.strength, strength, sizeof strength);
    put_away(&done);
    burn(&sheet);
    sheet = export_paper(&graph, GX_FILE_EDGES);
    rewind(sheet.file);
    memset(text, 0, sizeof text);
    ck_assert_uint_gt(fread(text, 1, sizeof text - 1, sheet.file), 0);
    ck_assert_str_eq(text, "# a b\n# Nodes: 3 Edges: 2\n0\t1\t9\n1\t2\t200\n");
    burn(&sheet);
}
END_TEST

/* ---- Networks and people ---- */

static gx_network *network_of(const char *ties, const char *groups, gx_status expected, gx_error *error)
{
    gx_import_options apart = {.threads = 1, .apart = true};
    reading friends = read_text(ties, GX_FILE_EDGES, NULL);
    reading members = read_text(groups, GX_FILE_CSV, &apart);
    gx_network *network;
    assert_read(&friends);
    assert_read(&members);
    ck_assert_int_eq(gx_network_import(&network, &friends.got, &members.got, error), expected);
    put_away(&friends);
    put_away(&members);
    return network;
}

START_TEST(files_become_networks)
{
    gx_error error;
    gx_network *network = network_of("30 10 0.5\n10 20 1.5\n",
                                     "user,group\n30,chess\n10,\"go, too\"\n10,chess\n", GX_OK, &error);
    gx_friend_room room;
    gx_group_room groups;
    ck_assert_uint_eq(network->users, 3);
    ck_assert_uint_eq(network->groups, 2);
    gx_friends friends = gx_friends_of(network, 0, &room);
    ck_assert(friends.count == 2 && friends.user[0] == 1 && friends.user[1] == 2);
    ck_assert_uint_eq(gx_tie_strength(network, 0, 2), 32); /* the mean weight, 1, is 64 */
    ck_assert_uint_eq(gx_tie_strength(network, 1, 0), 96);
    ck_assert_uint_eq(gx_tie_strength(network, 1, 2), 0);
    ck_assert_uint_eq(gx_groups_of(network, 0, &groups).count, 2);
    ck_assert_uint_eq(gx_groups_of(network, 1, &groups).count, 0);
    ck_assert_uint_eq(gx_group_size(network, 0), 2);
    ck_assert(gx_group_has(network, 0, 2) && gx_group_has(network, 0, 0) && !gx_group_has(network, 1, 2));
    ck_assert_uint_eq(gx_group_member(network, 1, 0), 0);
    gx_network_free(network);
    network = network_of("1 2\n", "user,group\n1,a\n3,b\n4,b\n", GX_ERR_INPUT, &error);
    ck_assert_ptr_null(network);
    ck_assert_ptr_nonnull(
        strstr(error.message, "2 users of the groups' file are not in the graph; the first is '3'"));
    reading directed = read_text("1 2\n", GX_FILE_EDGES, &(gx_import_options){.directed = true});
    ck_assert_int_eq(gx_network_import(&network, &directed.got, NULL, &error), GX_ERR_ARGUMENT);
    put_away(&directed);
}
END_TEST

START_TEST(strengths_from_weights)
{
    static const struct {
        const char *text;
        uint8_t first, second;
    } cases[] = {{"1 2\n3 4\n", 64, 64},
                 {"1 2 1\n3 4 255\n", 1, 255},
                 {"1 2 3\n3 4 3.5\n", 59, 69},
                 {"1 2 0\n3 4 8\n", 1, 64},
                 {"1 2 -5\n3 4 0\n", 1, 1},
                 {"1 2 1e308\n3 4 1.7e308\n", 47, 81},
                 {"1 2 1e-320\n3 4 1e-320\n", 64, 64},
                 {"1 2 1e9\n3 4 1\n", 128, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        gx_error error;
        reading done = read_text(cases[i].text, GX_FILE_EDGES, NULL);
        assert_read(&done);
        ck_assert_int_eq(gx_imported_strengths(&done.got, &error), GX_OK);
        ck_assert_msg(done.got.ties.strength[0] == cases[i].first &&
                          done.got.ties.strength[2] == cases[i].second,
                      "%s: %u %u", cases[i].text, done.got.ties.strength[0], done.got.ties.strength[2]);
        put_away(&done);
    }
}
END_TEST

START_TEST(networks_without_memory)
{
    gx_import_options apart = {.threads = 1, .apart = true};
    gx_status status = GX_ERR_MEMORY;
    long after = 0;
    for (; after < 100 && status != GX_OK; after++) {
        gx_error error;
        gx_network *network;
        reading friends = read_text("1 2\n2 3\n", GX_FILE_EDGES, NULL);
        reading groups = read_text("1 a\n2 a\n", GX_FILE_EDGES, &apart);
        gx_memory_fail_after(after);
        status = gx_network_import(&network, &friends.got, &groups.got, &error);
        gx_memory_fail_after(-1);
        if (status == GX_OK)
            gx_network_free(network);
        else
            ck_assert_int_eq(status, GX_ERR_MEMORY);
        put_away(&friends);
        put_away(&groups);
    }
    ck_assert_int_gt(after, 5);
    ck_assert_int_lt(after, 100);
}
END_TEST

static gx_status take(const char *csv, uint32_t nodes, gx_population *people, gx_population_taken *taken,
                      gx_text *notes, gx_error *error)
{
    gx_text ties = {0};
    for (uint32_t node = 0; node < nodes; node++)
        gx_text_append(&ties, "%u %u\n", node, (node + 1) % nodes);
    paper sheet = write_paper(csv, SIZE_MAX);
    reading done =
        read_text(ties.data, GX_FILE_EDGES, &(gx_import_options){.threads = 1, .nodes = sheet.path});
    assert_read(&done);
    gx_status status = gx_population_take(people, &done.got, taken, notes, error);
    put_away(&done);
    burn(&sheet);
    gx_text_free(&ties);
    return status;
}

START_TEST(attributes_become_people)
{
    world w = plan(300, 3);
    gx_error error;
    gx_population_taken taken;
    gx_text notes = {0};
    ck_assert_int_eq(gx_population_create(&w.population, &w.people, gx_key_make(1, 0), 1, &error), GX_OK);
    uint8_t sex = gx_sex_of(w.population, 2);
    uint32_t wealth = gx_wealth_of(w.population, 1);
    ck_assert_int_eq(take("id,sex,age,wealth,activity,activty,shoe\n0,male,17,12.34,2,1,44\n1,female,35,,0."
                          "001,,\n2,,,1e7,,,\n",
                          300, w.population, &taken, &notes, &error),
                     GX_OK);
    ck_assert(taken.sex && taken.age && taken.wealth && taken.activity);
    ck_assert_uint_eq(gx_sex_of(w.population, 0), GX_MALE);
    ck_assert_uint_eq(gx_sex_of(w.population, 1), GX_FEMALE);
    ck_assert_uint_eq(gx_sex_of(w.population, 2), sex);
    ck_assert_uint_eq(gx_age_band_of(w.population, 0), 0);
    ck_assert_uint_eq(gx_age_band_of(w.population, 1), 3);
    ck_assert_uint_eq(gx_wealth_of(w.population, 0), 1234);
    ck_assert_uint_eq(gx_wealth_of(w.population, 1), wealth);
    ck_assert_uint_eq(gx_wealth_of(w.population, 2), 1000000000);
    ck_assert_uint_eq(gx_activity_of(w.population, 0), 512);
    ck_assert_uint_eq(gx_activity_of(w.population, 1), 1);
    ck_assert_str_eq(notes.data,
                     "attribute 'activty' of nodes means nothing to a population; did you mean 'activity'?\n"
                     "attribute 'shoe' of nodes means nothing to a population\n");
    gx_text_free(&notes);
    ck_assert_int_eq(take("id,age_band\n5,18-24\n6,50+\n", 300, w.population, &taken, &notes, &error), GX_OK);
    ck_assert(taken.age_band && !taken.age && !taken.sex);
    ck_assert_uint_eq(gx_age_band_of(w.population, 5), 1);
    ck_assert_uint_eq(gx_age_band_of(w.population, 6), 4);
    ck_assert_int_eq(take("id,sex,age\n0,m,-1\n1,0,121\n", 300, w.population, &taken, &notes, &error),
                     GX_ERR_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "4 attributes of nodes cannot be: /"));
    ck_assert_ptr_nonnull(strstr(error.message, ":2: node '0': sex 'm' (expected female or male);"));
    ck_assert_int_eq(take("id,sex\n0,male\n", 299, w.population, &taken, &notes, &error), GX_ERR_ARGUMENT);
    gx_text_free(&notes);
    raze(&w);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("exchange");
    TCase *tests = tcase_create("exchange");
    tcase_set_timeout(tests, 100);
    tcase_add_test(tests, famous_graphs);
    tcase_add_test(tests, random_graphs);
    tcase_add_test(tests, directed_and_apart);
    tcase_add_test(tests, names_and_attributes);
    tcase_add_test(tests, igraph_reads_ours);
    tcase_add_test(tests, we_read_igraphs);
    tcase_add_test(tests, writing_fails);
    tcase_add_test(tests, strengths_and_layers);
    tcase_add_test(tests, files_become_networks);
    tcase_add_test(tests, strengths_from_weights);
    tcase_add_test(tests, networks_without_memory);
    tcase_add_test(tests, attributes_become_people);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
