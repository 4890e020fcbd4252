/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recorder_static.h"
#include "recorder_columns.h"
#include "recorder_layers.h"
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/record/reader.h>
#include <stdio.h>
#include <string.h>

static gx_status hex(gx_recorder *r, const char *name, uint64_t value, gx_error *error)
{
    char text[32];
    snprintf(text, sizeof text, "%016llx", (unsigned long long)value);
    return gx_writer_text_attribute(r->writer, "/", name, text, error);
}

/* ---- The beginning
 * --------------------------------------------------------------------------------------------------- */

static gx_status write_attributes(gx_recorder *r, gx_error *error)
{
    const gx_world *world = r->world;
    static const char *const words[] = {"series", "events", "full"};
    const struct {
        const char *name, *text;
    } texts[] = {{"format", GX_RECORDING_FORMAT},
                 {"library_version", GX_VERSION},
                 {"name", r->settings->root.name},
                 {"title", r->settings->root.title},
                 {"status", "running"},
                 {"record", words[r->settings->record.what]}};
    const struct {
        const char *name;
        int64_t value;
    } numbers[] = {{"format_version", GX_RECORDING_VERSION},
                   {"seed", r->settings->root.seed},
                   {"replicate", r->replicate},
                   {"tick_ms", world->clock.tick_ms},
                   {"start", world->clock.start},
                   {"ticks", world->clock.ticks},
                   {"last_tick", 0},
                   {"users", world->population->users},
                   {"groups", world->network->groups},
                   {"cities", world->population->cities}};
    gx_status status = GX_OK;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == GX_OK; i++)
        status = gx_writer_text_attribute(r->writer, "/", texts[i].name, texts[i].text, error);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0] && status == GX_OK; i++)
        status = gx_writer_int_attribute(r->writer, "/", numbers[i].name, numbers[i].value, error);
    if (status == GX_OK)
        status =
            gx_writer_real_attribute(r->writer, "/", "event_share", r->settings->record.event_share, error);
    if (status == GX_OK)
        status = hex(r, "sampler_digest", gx_sampler_digest(), error);
    if (status == GX_OK)
        status = hex(r, "population_digest", r->people->population_digest, error);
    return status == GX_OK ? hex(r, "network_digest", r->people->network_digest, error) : status;
}

static gx_status write_scenario(gx_recorder *r, const gx_run_options *options, gx_error *error)
{
    gx_text effective = {0};
    gx_scenario_print(r->settings->scenario, false, &effective);
    gx_status status = effective.failed ? gx_fail_memory(error, "the effective scenario") : GX_OK;
    if (status == GX_OK)
        status = gx_writer_text(r->writer, "/scenario/text", options->text, error);
    if (status == GX_OK)
        status = gx_writer_text(r->writer, "/scenario/effective", gx_text_get(&effective), error);
    if (status == GX_OK)
        status =
            gx_writer_text(r->writer, "/scenario/variant", options->variant ? options->variant : "", error);
    gx_text_free(&effective);
    return status;
}

gx_status gx_record_beginning(gx_recorder *recorder, const gx_run_options *options, gx_error *error)
{
    gx_status status = write_attributes(recorder, error);
    if (status == GX_OK)
        status = write_scenario(recorder, options, error);
    if (status == GX_OK && recorder->settings->record.users)
        status = gx_record_users(recorder, error);
    if (status == GX_OK)
        status = gx_record_cities(recorder, error);
    if (status == GX_OK)
        status = gx_record_merchants(recorder, error);
    return status == GX_OK ? gx_record_layers(recorder, error) : status;
}

/* ---- The end
 * ---------------------------------------------------------------------------------------------------------
 */

gx_status gx_record_end(gx_recorder *recorder, uint32_t last_tick, uint64_t state_digest, const char *word,
                        gx_error *error)
{
    gx_status status = recorder->settings->record.users ? gx_record_users_end(recorder, error) : GX_OK;
    if (status == GX_OK)
        status = gx_record_merchants_end(recorder, error);
    if (status == GX_OK)
        status = gx_writer_int_attribute(recorder->writer, "/", "last_tick", last_tick, error);
    if (status == GX_OK)
        status = hex(recorder, "digest", gx_sim_digest(recorder->world->sim), error);
    if (status == GX_OK)
        status = hex(recorder, "state_digest", state_digest, error);
    if (status == GX_OK)
        status = gx_record_layers_end(recorder, error);
    return status == GX_OK ? gx_writer_text_attribute(recorder->writer, "/", "status", word, error) : status;
}
