/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast are graphs made? Ties per second of the processor, from nothing to finished compressed rows: the
 * population with its network of friends, and the families of the literature; beside each what igraph takes
 * for as many ties in the same run. Ours with one thread, as igraph has.
 *
 * usage: bench-graph [--quick] [CASE…]   cases: network, large, erdos_renyi, barabasi_albert, watts_strogatz,
 * chung_lu
 * --quick: a twentieth of the nodes, or less. In full: 1 M users or nodes, 25 M ties for igraph, some 4 GiB;
 * `large` makes 10 M users with their friends. Memory is that of the whole program: run a case alone for its
 * own. */
#define _GNU_SOURCE
#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <gx/graph/family.h>
#include <gx/graph/measures.h>

#include <igraph/igraph.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { NODES = 1000000, TIES_MAX = 25000000, QUICK = 20, DEGREE = 10 };

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A line of the table; the rate in millions a second. */
static double report(const char *name, const char *maker, double nodes, double ties, double seconds)
{
    double rate = ties / seconds / 1e6;
    printf("%-18s %-24s %10.0f %11.0f %9.3f %9.2f\n", name, maker, nodes, ties, seconds, rate);
    fflush(stdout);
    return rate;
}

static void compare(const char *name, double ours, double theirs)
{
    printf("%-18s ratio %.1f\n", name, ours / theirs);
}

/* The ties of a graph as igraph takes them: both ends of each, in the order of rows. False: no memory. */
static bool list_ties(igraph_vector_int_t *ends, const gx_rows *rows, uint64_t most)
{
    uint64_t count = rows->offset[rows->rows] / 2, filled = 0;
    count = count < most ? count : most;
    if (igraph_vector_int_init(ends, (igraph_integer_t)(2 * count)) != IGRAPH_SUCCESS)
        return false;
    for (uint32_t node = 0; node < rows->rows; node++)
        for (uint64_t at = rows->offset[node]; at < rows->offset[node + 1] && filled < 2 * count; at++)
            if (rows->column[at] > node) {
                VECTOR(*ends)[filled++] = node;
                VECTOR(*ends)[filled++] = rows->column[at];
            }
    return true;
}

static void shuffle_ties(igraph_vector_int_t *ends)
{
    igraph_integer_t(*tie)[2] = (igraph_integer_t(*)[2])VECTOR(*ends), swap[2];
    for (uint64_t at = (uint64_t)igraph_vector_int_size(ends) / 2; at > 1; at--) {
        gx_draw draw = gx_draw_at((gx_key){{1, 2}}, 0xf300, (uint32_t)at, 0, 0);
        uint64_t other = gx_below64(gx_draw_high(draw), at);
        memcpy(swap, tie[at - 1], sizeof swap);
        memcpy(tie[at - 1], tie[other], sizeof swap);
        memcpy(tie[other], swap, sizeof swap);
    }
}

/* igraph_create of the network's ties, up to as many as one published comparison had, in the order of rows
 * (as nobody but us makes them) and in random order. */
static bool create_by_igraph(double ours, const gx_rows *rows, uint64_t most)
{
    igraph_vector_int_t ends = {0};
    bool fine = list_ties(&ends, rows, most);
    for (int shuffled = 0; fine && shuffled <= 1; shuffled++) {
        igraph_t graph;
        if (shuffled)
            shuffle_ties(&ends);
        double start = cpu_seconds();
        fine = igraph_create(&graph, &ends, rows->rows, IGRAPH_UNDIRECTED) == IGRAPH_SUCCESS;
        double seconds = cpu_seconds() - start, ties = (double)igraph_vector_int_size(&ends) / 2;
        if (fine) {
            const char *maker = shuffled ? "igraph_create, random" : "igraph_create, in order";
            compare("network", ours, report("network", maker, rows->rows, ties, seconds));
            igraph_destroy(&graph);
        }
    }
    igraph_vector_int_destroy(&ends);
    return fine;
}

/* Defaults as the tables' fallbacks say: only numbers and lists of them occur. */
static void read_defaults(void *config, const gx_table *table)
{
    memset(config, 0, table->size);
    for (size_t at = 0; at < table->field_count; at++) {
        const gx_field *field = &table->fields[at];
        void *member = (char *)config + field->offset;
        if (field->type == GX_TYPE_INTEGER)
            *(int64_t *)member = strtoll(field->fallback, NULL, 10);
        if (field->type == GX_TYPE_REAL)
            *(double *)member = strtod(field->fallback, NULL);
        if (field->type == GX_TYPE_MONEY) /* "300 yuan" */
            *(int64_t *)member = 100 * strtoll(field->fallback, NULL, 10);
        if (field->type == GX_TYPE_BOOL)
            *(bool *)member = strcmp(field->fallback, "true") == 0;
        if (field->type == GX_TYPE_CHOICE)
            for (int32_t choice = 0; field->choices[choice] != NULL; choice++)
                if (strcmp(field->choices[choice], field->fallback) == 0)
                    *(int32_t *)member = choice;
        gx_reals *reals = member;
        const char *text = field->type == GX_TYPE_REALS ? field->fallback : "";
        for (char *end; *text != '\0'; text = end) {
            text += strspn(text, "[], ");
            double value = strtod(text, &end);
            if (end == text)
                break;
            reals->at[reals->count++] = value;
        }
    }
}

typedef struct village {
    gx_population *population;
    gx_network *network;
    double people_seconds, network_seconds;
} village;

/* The population and the network of the defaults. False, and said why, when they cannot be made. */
static bool build(village *made, int64_t users)
{
    gx_population_config people;
    gx_network_config ties;
    gx_error error = {0};
    gx_key key = gx_key_make(1, 0);
    read_defaults(&people, &gx_population_table);
    read_defaults(&ties, &gx_network_table);
    people.users = users;
    people.cities = users / 5000 < 340 ? users / 5000 : 340; /* some as many as prefectures */
    *made = (village){0};
    double start = cpu_seconds();
    bool fine = gx_population_create(&made->population, &people, key, 1, &error) == GX_OK;
    made->people_seconds = cpu_seconds() - start;
    start = cpu_seconds();
    fine = fine && gx_network_create(&made->network, made->population, &ties, key, 1, &error) == GX_OK;
    made->network_seconds = cpu_seconds() - start;
    if (!fine)
        fprintf(stderr, "bench-graph: %s\n", error.message);
    return fine;
}

static void raze(village *made)
{
    gx_network_free(made->network);
    gx_population_free(made->population);
}

static double ties_of(const village *made)
{
    return (double)made->network->friends.offset[made->network->friends.rows] / 2;
}

static double report_village(const char *name, const village *made)
{
    double users = made->population->users, ties = ties_of(made);
    printf("%-18s %-24s %10.0f %11s %9.3f\n", name, "gx_population_create", users, "", made->people_seconds);
    report(name, "gx_network_create", users, ties, made->network_seconds);
    return report(name, "both", users, ties, made->people_seconds + made->network_seconds);
}

static void report_memory(const char *name, const village *made)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double users = made->population->users;
    double kept = (double)(gx_population_bytes(made->population) + gx_network_bytes(made->network));
    printf("%-18s kept %.1f MiB, %.2f bytes a user; the program's peak so far %.2f GiB\n", name,
           kept / 1048576, kept / users, (double)usage.ru_maxrss / 1048576);
}

static bool network(bool quick)
{
    village made;
    bool fine = build(&made, quick ? NODES / QUICK : NODES);
    if (fine) {
        double rate = report_village("network", &made);
        report_memory("network", &made);
        fine = create_by_igraph(rate, &made.network->friends, TIES_MAX) &&
               ties_of(&made) > 10.0 * made.population->users;
    }
    raze(&made);
    return fine;
}

static bool large(bool quick)
{
    village made;
    bool fine = build(&made, quick ? NODES / QUICK : 10 * NODES);
    if (fine) {
        report_village("large", &made);
        report_memory("large", &made);
    }
    raze(&made);
    return fine;
}

/* What igraph makes for a family; expected degrees by `weight`. */
static igraph_error_t make_by_igraph(igraph_t *graph, gx_family family, igraph_integer_t nodes,
                                     const double *weight)
{
    igraph_vector_t weights;
    igraph_rng_seed(igraph_rng_default(), 1);
    switch (family) {
    case GX_FAMILY_erdos_renyi:
        return igraph_erdos_renyi_game_gnp(graph, nodes, (double)DEGREE / (double)(nodes - 1),
                                           IGRAPH_UNDIRECTED, IGRAPH_NO_LOOPS);
    case GX_FAMILY_barabasi_albert:
        return igraph_barabasi_game(graph, nodes, 1, DEGREE / 2, NULL, true, 1, IGRAPH_UNDIRECTED,
                                    IGRAPH_BARABASI_PSUMTREE, NULL);
    case GX_FAMILY_watts_strogatz:
        return igraph_watts_strogatz_game(graph, 1, nodes, DEGREE / 2, 0.1, IGRAPH_NO_LOOPS,
                                          IGRAPH_NO_MULTIPLE);
    default:
        return igraph_static_fitness_game(graph, nodes * DEGREE / 2,
                                          igraph_vector_view(&weights, weight, nodes), NULL, IGRAPH_NO_LOOPS,
                                          IGRAPH_NO_MULTIPLE);
    }
}

static bool one_family(gx_family family, const gx_family_config *config, double *weight)
{
    gx_rows rows;
    gx_error error = {0};
    gx_key key = gx_key_make(1, 0);
    const char *name = gx_family_words[family];
    double start = cpu_seconds();
    bool fine = gx_family_make(&rows, family, config, key, 1, &error) == GX_OK;
    double seconds = cpu_seconds() - start, count = fine ? (double)rows.offset[rows.rows] / 2 : 0;
    if (fine && family == GX_FAMILY_chung_lu)
        fine = gx_family_degrees(weight, family, config, key, &error) == GX_OK;
    if (!fine) {
        fprintf(stderr, "bench-graph: %s\n", error.message);
        return false;
    }
    double ours = report(name, "gx_family_make", rows.rows, count, seconds);
    gx_rows_free(&rows);
    igraph_t graph;
    start = cpu_seconds();
    if (make_by_igraph(&graph, family, config->nodes, weight) != IGRAPH_SUCCESS)
        return false;
    seconds = cpu_seconds() - start;
    compare(name, ours,
            report(name, "igraph", (double)config->nodes, (double)igraph_ecount(&graph), seconds));
    igraph_destroy(&graph);
    double wanted = (double)config->nodes * DEGREE / 2;
    return count > 0.98 * wanted && count < 1.02 * wanted;
}

static bool families(gx_family family, bool quick)
{
    gx_family_config config;
    read_defaults(&config, &gx_family_table);
    config.nodes = quick ? NODES / QUICK : NODES;
    config.degree = DEGREE;
    config.neighbours = DEGREE / 2;
    double *weight = gx_alloc_columns((size_t)config.nodes, sizeof *weight);
    bool fine = weight != NULL && one_family(family, &config, weight);
    gx_free(weight);
    return fine;
}

static bool wanted(const char *name, int argc, char **argv)
{
    int named = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--quick") == 0)
            continue;
        named++;
        if (strcmp(argv[i], name) == 0)
            return true;
    }
    return named == 0;
}

int main(int argc, char **argv)
{
    static const gx_family measured[] = {GX_FAMILY_erdos_renyi, GX_FAMILY_barabasi_albert,
                                         GX_FAMILY_watts_strogatz, GX_FAMILY_chung_lu};
    bool quick = false;
    int failed = 0;
    for (int i = 1; i < argc; i++)
        quick |= strcmp(argv[i], "--quick") == 0;
    printf("igraph %s\n", gx_igraph_version());
    printf("%-18s %-24s %10s %11s %9s %9s\n", "case", "made by", "nodes", "ties", "cpu s", "M ties/s");
    if (wanted("network", argc, argv))
        failed += !network(quick);
    if (wanted("large", argc, argv))
        failed += !large(quick);
    for (size_t at = 0; at < GX_COUNT_OF(measured); at++)
        if (wanted(gx_family_words[measured[at]], argc, argv))
            failed += !families(measured[at], quick);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
