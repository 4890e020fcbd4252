/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users of a file become agents: their ties (and groups) are the file's, what the file does not say of them
 * is drawn as for anybody else, and their numbers are the order of the names in the file. */
#include "people.h"

#include <gx/base/memory.h>
#include <gx/graph/circle.h>
#include <gx/graph/exchange.h>
#include <gx/models/paying.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A name in a scenario is relative to `folder`, or else to the scenario's own. */
static gx_status place_of(char *out, size_t room, const char *folder, const char *scenario, const char *name,
                          gx_error *error)
{
    const char *slash = scenario != NULL ? strrchr(scenario, '/') : NULL;
    int own = slash != NULL ? (int)(slash - scenario) + 1 : 0, length;
    if (name[0] == '/')
        length = snprintf(out, room, "%s", name);
    else if (folder != NULL)
        length = snprintf(out, room, "%s/%s", folder, name);
    else
        length = snprintf(out, room, "%.*s%s", own, scenario != NULL ? scenario : "", name);
    if (length < 0 || (size_t)length >= room)
        return gx_fail(error, GX_ERR_INPUT, "the path of %s is longer than %zu bytes", name, room - 1);
    return GX_OK;
}

/* A small file can say that it is large (a gzip bomb, a header): never more than the machine has. */
static uint64_t memory_max(void)
{
    long pages = sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGESIZE);
    return pages > 0 && bytes > 0 ? (uint64_t)pages * (uint64_t)bytes : 0;
}

bool gx_people_has_file(const char *folder, const char *scenario, const char *name)
{
    char path[2 * GX_PATH_MAX];
    gx_error error;
    if (place_of(path, sizeof path, folder, scenario, name, &error) != GX_OK)
        return false;
    FILE *file = fopen(path, "rb");
    if (file != NULL)
        fclose(file);
    return file != NULL;
}

static gx_status read_file(gx_imported *out, const gx_settings *settings, const char *name, const char *nodes,
                           uint32_t threads, gx_diagnostics *diagnostics, gx_error *error)
{
    char path[2 * GX_PATH_MAX], nodes_path[2 * GX_PATH_MAX];
    gx_status status = place_of(path, sizeof path, settings->folder, diagnostics->file, name, error);
    if (status == GX_OK && nodes != NULL)
        status = place_of(nodes_path, sizeof nodes_path, settings->folder, diagnostics->file, nodes, error);
    gx_import_options options = {.nodes = nodes != NULL ? nodes_path : NULL,
                                 .apart = name == settings->graph.groups_file,
                                 .memory_max = memory_max(),
                                 .threads = threads};
    if (status != GX_OK)
        return status;
    gx_diagnostics of_scenario = *diagnostics; /* what is wrong with a file is told of that file */
    diagnostics->file = path;
    diagnostics->source = NULL;
    status = gx_import(out, path, &options, diagnostics, error);
    diagnostics->file = of_scenario.file;
    diagnostics->source = of_scenario.source;
    return status;
}

static gx_status check_users(const gx_settings *settings, uint32_t nodes, gx_error *error)
{
    if (gx_scenario_given(settings->scenario, &gx_population_table, 0, "users") &&
        settings->population.users != nodes)
        return gx_fail(
            error, GX_ERR_INPUT,
            "population.users: %lld, but %s has %u nodes; leave the key out, they become the users",
            (long long)settings->population.users, settings->graph.file, nodes);
    if (nodes < 2)
        return gx_fail(error, GX_ERR_INPUT, "graph.file: %s has %u nodes; at least 2 are needed",
                       settings->graph.file, nodes);
    return GX_OK;
}

static gx_status import_people(gx_people *out, gx_settings *settings, gx_key key, uint32_t threads,
                               gx_diagnostics *diagnostics, gx_error *error)
{
    const gx_network_config *graph = &settings->graph;
    gx_imported friends = {0}, groups = {0};
    bool with_groups = graph->groups_file[0] != '\0';
    gx_status status =
        read_file(&friends, settings, graph->file, graph->nodes_file[0] != '\0' ? graph->nodes_file : NULL,
                  threads, diagnostics, error);
    if (status == GX_OK && with_groups)
        status = read_file(&groups, settings, graph->groups_file, NULL, threads, diagnostics, error);
    if (status == GX_OK) {
        out->imported = true;
        out->nodes = friends.names.count;
    }
    if (status == GX_OK)
        status = check_users(settings, friends.names.count, error);
    if (status == GX_OK) {
        settings->population.users = friends.names.count;
        status = gx_settings_check(settings, diagnostics, error);
    }
    if (status == GX_OK)
        status = gx_population_create(&out->population, &settings->population, key, threads, error);
    gx_population_taken taken;
    if (status == GX_OK)
        status = gx_population_take(out->population, &friends, &taken, &out->notes, error);
    if (status == GX_OK)
        status = gx_names_copy(&out->population->names, &friends.names, friends.texts, error);
    if (status == GX_OK)
        status = gx_network_import(&out->network, &friends, with_groups ? &groups : NULL, error);
    /* Joining adds to the notes of both. */
    gx_text_append(&out->notes, "%s%s", gx_text_get(&friends.notes), gx_text_get(&groups.notes));
    gx_imported_free(&groups);
    gx_imported_free(&friends);
    return status;
}

gx_status gx_people_make(gx_people *out, gx_settings *settings, gx_key key, uint32_t threads,
                         gx_diagnostics *diagnostics, gx_error *error)
{
    *out = (gx_people){0};
    if (settings->graph.file[0] != '\0')
        return import_people(out, settings, key, threads, diagnostics, error);
    gx_status status = gx_population_create(&out->population, &settings->population, key, threads, error);
    if (status == GX_OK)
        status = gx_network_create(&out->network, out->population, &settings->graph, key, threads, error);
    return status;
}

gx_status gx_people_join_circles(gx_people *people, const gx_settings *settings, gx_key key, uint32_t threads,
                                 gx_error *error)
{
    if (!gx_models_use_circles(settings->model))
        return GX_OK;
    gx_status status =
        gx_interests_make(&people->interests, people->population, &settings->interests, key, threads, error);
    if (status == GX_OK)
        gx_network_set_circles(people->network, &people->interests);
    return status;
}

gx_status gx_people_open_shops(gx_people *people, const gx_settings *settings, gx_key key, uint32_t threads,
                               gx_error *error)
{
    if (!gx_paying_active(settings->model))
        return GX_OK;
    gx_status status =
        gx_merchants_make(&people->merchants, people->population, &settings->merchants, key, threads, error);
    return status == GX_OK ? gx_trade_make(&people->trade, people->population, people->merchants,
                                           &settings->trade, key, threads, error)
                           : status;
}

void gx_people_release(gx_people *people)
{
    gx_rows_free(&people->trade);
    gx_merchants_free(people->merchants);
    gx_network_free(people->network);
    gx_interests_free(&people->interests);
    gx_population_free(people->population);
    gx_text_free(&people->notes);
    *people = (gx_people){0};
}
