/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a scenario by the run's own tables into structs that are known by those tables only. */
#include "peek.h"

#include <gx/base/memory.h>
#include <gx/scenario/scenario.h>
#include <string.h>

typedef struct gx_blind {
    gx_section *sections;
    uint32_t *counts;
    gx_override *overrides;
    size_t count;
} gx_blind;

static bool make(gx_blind *blind, const gx_run_options *options)
{
    const gx_table *const *tables = gx_run_tables(&blind->count);
    blind->sections = gx_alloc(blind->count, sizeof *blind->sections);
    blind->counts = gx_alloc(blind->count, sizeof *blind->counts);
    blind->overrides = gx_alloc(options->override_count + 1, sizeof *blind->overrides);
    bool fine = blind->sections && blind->counts && blind->overrides;
    for (size_t i = 0; fine && i < blind->count; i++) {
        const gx_table *table = tables[i];
        void *target = gx_alloc(table->repeat_max ? table->repeat_max : 1, table->size);
        blind->sections[i] = (gx_section){table, target, table->repeat_max ? &blind->counts[i] : NULL};
        fine = target != NULL;
    }
    for (size_t i = 0; fine && i < options->override_count; i++)
        blind->overrides[i].assignment = options->overrides[i];
    return fine;
}

static void release(gx_blind *blind)
{
    for (size_t i = 0; blind->sections && i < blind->count; i++)
        gx_free(blind->sections[i].target);
    gx_free(blind->sections);
    gx_free(blind->counts);
    gx_free(blind->overrides);
}

/* Whether text `name` of section `path` is not empty. */
static bool is_given(const gx_blind *blind, const char *path, const char *name)
{
    for (size_t i = 0; i < blind->count; i++) {
        const gx_table *table = blind->sections[i].table;
        for (size_t f = 0; f < table->field_count && strcmp(table->path, path) == 0; f++)
            if (table->fields[f].type == GX_TYPE_TEXT && strcmp(table->fields[f].name, name) == 0)
                return ((const char *)blind->sections[i].target)[table->fields[f].offset] != '\0';
    }
    return false;
}

/* The choice `name` of section `path`; 0 when there is none. */
static int32_t choice(const gx_blind *blind, const char *path, const char *name)
{
    for (size_t i = 0; i < blind->count; i++) {
        const gx_table *table = blind->sections[i].table;
        for (size_t f = 0; f < table->field_count && strcmp(table->path, path) == 0; f++) {
            int32_t value;
            if (table->fields[f].type != GX_TYPE_CHOICE || strcmp(table->fields[f].name, name) != 0)
                continue;
            memcpy(&value, (const char *)blind->sections[i].target + table->fields[f].offset, sizeof value);
            return value;
        }
    }
    return 0;
}

/* The 64-bit member `name` of section `path`; 0 when there is none. */
static int64_t whole(const gx_blind *blind, const char *path, const char *name)
{
    for (size_t i = 0; i < blind->count; i++) {
        const gx_table *table = blind->sections[i].table;
        for (size_t f = 0; f < table->field_count && strcmp(table->path, path) == 0; f++) {
            const gx_field *field = &table->fields[f];
            bool is_whole = field->type == GX_TYPE_INTEGER || field->type == GX_TYPE_DURATION ||
                            field->type == GX_TYPE_TIME;
            int64_t value;
            if (!is_whole || strcmp(field->name, name) != 0)
                continue;
            memcpy(&value, (const char *)blind->sections[i].target + field->offset, sizeof value);
            return value;
        }
    }
    return 0;
}

void gx_peek_into(gx_peek *out, const gx_run_options *options)
{
    gx_blind blind = {0};
    gx_scenario *scenario = NULL;
    gx_diagnostics diagnostics;
    memset(out, 0, sizeof *out);
    gx_diagnostics_init(&diagnostics, options->file, options->text);
    if (make(&blind, options) && gx_scenario_read(&scenario, options->file, options->text, options->length,
                                                  options->variant, blind.overrides, options->override_count,
                                                  blind.sections, blind.count, &diagnostics) == GX_OK) {
        out->start = whole(&blind, "time", "start");
        out->tick_ms = whole(&blind, "time", "tick");
        out->duration_ms = options->until_ms ? options->until_ms : whole(&blind, "time", "duration");
        out->imported = is_given(&blind, "graph", "file");
        out->users = whole(&blind, "population", "users");
        out->shards = whole(&blind, "", "shards");
        int32_t what = options->record >= 0 ? options->record : choice(&blind, "record", "what");
        out->ties_recorded = what == 2 || out->users <= whole(&blind, "record", "ties_up_to");
    }
    gx_scenario_free(scenario);
    gx_diagnostics_free(&diagnostics);
    release(&blind);
}
