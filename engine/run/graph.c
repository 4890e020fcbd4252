/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notes.h"
#include "people.h"

#include <gx/base/memory.h>
#include <gx/run/graph.h>
#include <omp.h>
#include <stdio.h>

static gx_status make_layers(gx_graph_world *world, const gx_settings *settings, unsigned layers, gx_key key,
                             uint32_t threads, gx_error *error)
{
    gx_status status = GX_OK;
    if (layers & GX_WITH_INTERESTS)
        status = gx_interests_make(&world->interests, world->population, &settings->interests, key, threads,
                                   error);
    if (status == GX_OK && (layers & GX_WITH_FOLLOWERS))
        status = gx_followers_make(&world->followers, world->population, &settings->followers, key, threads,
                                   error);
    if (status == GX_OK && (layers & GX_WITH_TRADE))
        status = gx_merchants_make(&world->merchants, world->population, &settings->merchants, key, threads,
                                   error);
    if (status == GX_OK && (layers & GX_WITH_TRADE))
        status = gx_trade_make(&world->trade, world->population, world->merchants, &settings->trade, key,
                               threads, error);
    return status;
}

static gx_status make(gx_graph_world *world, gx_settings *settings, const gx_run_options *options,
                      unsigned layers, gx_diagnostics *diagnostics, gx_error *error)
{
    gx_key key = gx_key_make((uint64_t)settings->root.seed, options->replicate);
    uint32_t threads = options->threads ? options->threads : (uint32_t)omp_get_num_procs();
    gx_people people = {0};
    gx_status status = gx_people_make(&people, settings, key, threads, diagnostics, error);
    if (status == GX_OK && options->note)
        gx_settings_notes(settings, false, &people.notes);
    if (status == GX_OK && gx_text_get(&people.notes)[0] != '\0' && options->note)
        options->note(gx_text_get(&people.notes), options->context);
    gx_text_free(&people.notes);
    world->seed = (uint64_t)settings->root.seed;
    snprintf(world->name, sizeof world->name, "%s", settings->root.name);
    world->population = people.population;
    world->network = people.network;
    return status == GX_OK ? make_layers(world, settings, layers, key, threads, error) : status;
}

gx_status gx_graph_world_open(gx_graph_world **out, const gx_run_options *options, unsigned layers,
                              gx_diagnostics *diagnostics, gx_error *error)
{
    *out = NULL;
    gx_settings settings;
    gx_status status = gx_settings_read(&settings, options, diagnostics, error);
    gx_graph_world *world = status == GX_OK ? gx_alloc(1, sizeof *world) : NULL;
    if (status == GX_OK && world == NULL)
        status = gx_fail_memory(error, "the graph");
    if (status == GX_OK)
        status = make(world, &settings, options, layers, diagnostics, error);
    gx_settings_release(&settings);
    if (status == GX_OK)
        *out = world;
    else
        gx_graph_world_close(world);
    return status;
}

void gx_graph_world_close(gx_graph_world *world)
{
    if (world == NULL)
        return;
    gx_rows_free(&world->trade);
    gx_merchants_free(world->merchants);
    gx_rows_free(&world->followers);
    gx_interests_free(&world->interests);
    gx_network_free(world->network);
    gx_population_free(world->population);
    gx_free(world);
}
