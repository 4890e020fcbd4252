/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "people.h"
#include <gx/base/memory.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const record_words[] = {"series", "events", "full", NULL};

static const gx_field root_fields[] = {
    {"version", GX_TYPE_INTEGER, "", NULL, 1, 1, NULL, offsetof(gx_root_settings, version), 0,
     "version of the scenario format; this program reads version 1", "", GX_ROLE_SETTING},
    {"name", GX_TYPE_TEXT, "", "unnamed", 1, 127, NULL, offsetof(gx_root_settings, name), 128,
     "short name of the scenario", "", GX_ROLE_SETTING},
    {"title", GX_TYPE_TEXT, "", "", 0, 255, NULL, offsetof(gx_root_settings, title), 256,
     "what the scenario shows, in one line", "", GX_ROLE_SETTING},
    {"seed", GX_TYPE_INTEGER, "", "1", 0, 9007199254740992.0, NULL, offsetof(gx_root_settings, seed), 0,
     "the result is a function of the scenario and this number", "", GX_ROLE_SETTING},
    {"shards", GX_TYPE_INTEGER, "shards", "16", 1, 256, NULL, offsetof(gx_root_settings, shards), 0,
     "ranges of users that are worked on independently; no result depends on it", "", GX_ROLE_SETTING},
};
static const gx_table root_table = {
    "", "the scenario as a whole", root_fields, GX_COUNT_OF(root_fields), sizeof(gx_root_settings), 0};

static const gx_field time_fields[] = {
    {"start", GX_TYPE_TIME, "", "2016-02-07T12:00", 0, 2e10, NULL, offsetof(gx_time_settings, start), 0,
     "civil time at which the run begins, 1970 or later", "", GX_ROLE_SETTING},
    {"duration", GX_TYPE_DURATION, "ms", "24h", 1000, 1e13, NULL, offsetof(gx_time_settings, duration), 0,
     "how much time is simulated", "", GX_ROLE_SETTING},
    {"tick", GX_TYPE_DURATION, "ms", "1s", 100, 60000, NULL, offsetof(gx_time_settings, tick), 0,
     "the least time between cause and effect", "", GX_ROLE_SETTING},
};
static const gx_table time_table = {"time",
                                    "when the run begins, how long it is, how fine",
                                    time_fields,
                                    GX_COUNT_OF(time_fields),
                                    sizeof(gx_time_settings),
                                    0};

static const gx_field wallet_fields[] = {
    {"key_window", GX_TYPE_INTEGER, "serials", "4", 0, 1024, NULL, offsetof(gx_wallet_settings, key_window),
     0, "how many of each account's last operations are remembered against being done twice", "",
     GX_ROLE_SETTING},
};
static const gx_table wallet_table = {
    "wallet", "the books", wallet_fields, GX_COUNT_OF(wallet_fields), sizeof(gx_wallet_settings), 0};

static const gx_field audit_fields[] = {
    {"sweep", GX_TYPE_DURATION, "ms", "1h", 0, 8.64e8, NULL, offsetof(gx_audit_settings, sweep), 0,
     "each book is added up anew once in this much simulated time; 0: every book in every tick", "",
     GX_ROLE_SETTING},
};
static const gx_table audit_table = {"audit",
                                     "how often the books are added up",
                                     audit_fields,
                                     GX_COUNT_OF(audit_fields),
                                     sizeof(gx_audit_settings),
                                     0};

static const gx_field limit_fields[] = {
    {"packets_per_user_day", GX_TYPE_REAL, "1/day", "500", 0.001, 1e6, NULL,
     offsetof(gx_limit_settings, packets_per_user_day), 0,
     "stop a run in which packets beget packets without end: mean packets sent a user and day", "",
     GX_ROLE_SETTING},
};
static const gx_table limit_table = {
    "limits", "where a run gives up", limit_fields, GX_COUNT_OF(limit_fields), sizeof(gx_limit_settings), 0};

static const gx_field record_fields[] = {
    {"what", GX_TYPE_CHOICE, "", "events", 0, 0, record_words, offsetof(gx_record_settings, what), 0,
     "series: counts per minute only; events: single acts too; full: the ties as well, whatever "
     "record.ties_up_to says",
     "", GX_ROLE_SETTING},
    {"event_share", GX_TYPE_REAL, "", "1", 0, 1, NULL, offsetof(gx_record_settings, event_share), 0,
     "share of users whose packets and moves are kept as events; counts are always of all", "",
     GX_ROLE_SETTING},
    {"ties_up_to", GX_TYPE_INTEGER, "users", "100k", 0, 4294967295.0, NULL,
     offsetof(gx_record_settings, ties_up_to), 0,
     "worlds of at most so many users keep their friends, groups and circles in the recording", "",
     GX_ROLE_SETTING},
    {"users", GX_TYPE_BOOL, "", "yes", 0, 0, NULL, offsetof(gx_record_settings, users), 0,
     "the table of users: who they are, what they have and did at the end; without it a user takes fewer "
     "bytes "
     "of memory",
     "", GX_ROLE_SETTING},
};
static const gx_table record_table = {"record",
                                      "what the recording holds",
                                      record_fields,
                                      GX_COUNT_OF(record_fields),
                                      sizeof(gx_record_settings),
                                      0};

/* The run's own sections, in the order of the documentation: their tables, and where their structs lie. */
static const struct {
    const gx_table *table;
    size_t offset;
} own_sections[] = {{&root_table, offsetof(gx_settings, root)},
                    {&time_table, offsetof(gx_settings, time)},
                    {&gx_population_table, offsetof(gx_settings, population)},
                    {&gx_network_table, offsetof(gx_settings, graph)},
                    {&gx_interests_table, offsetof(gx_settings, interests)},
                    {&gx_followers_table, offsetof(gx_settings, followers)},
                    {&gx_merchants_table, offsetof(gx_settings, merchants)},
                    {&gx_trade_table, offsetof(gx_settings, trade)},
                    {&wallet_table, offsetof(gx_settings, wallet)},
                    {&audit_table, offsetof(gx_settings, audit)},
                    {&limit_table, offsetof(gx_settings, limits)},
                    {&record_table, offsetof(gx_settings, record)}};

enum { OWN_SECTIONS = GX_COUNT_OF(own_sections), SECTIONS_MAX = OWN_SECTIONS + GX_MODELS_MAX };

const gx_table *const *gx_run_tables(size_t *count)
{
    static const gx_table *tables[SECTIONS_MAX];
    for (size_t i = 0; i < OWN_SECTIONS; i++)
        tables[i] = own_sections[i].table;
    size_t models;
    const gx_model *const *model = gx_models(&models);
    for (size_t i = 0; i < models; i++)
        tables[OWN_SECTIONS + i] = model[i]->table;
    *count = OWN_SECTIONS + models;
    return tables;
}

static gx_status make_sections(gx_settings *s, gx_section *sections, size_t *count, gx_error *error)
{
    for (size_t i = 0; i < OWN_SECTIONS; i++)
        sections[i] = (gx_section){own_sections[i].table, (char *)s + own_sections[i].offset, NULL};
    size_t models;
    const gx_model *const *model = gx_models(&models);
    for (size_t i = 0; i < models; i++) {
        const gx_table *table = model[i]->table;
        s->model[i] = gx_alloc(table->repeat_max ? table->repeat_max : 1, table->size);
        if (!s->model[i])
            return gx_fail_memory(error, "the models' parameters");
        sections[OWN_SECTIONS + i] =
            (gx_section){table, s->model[i], table->repeat_max ? &s->model_rows[i] : NULL};
    }
    *count = OWN_SECTIONS + models;
    return GX_OK;
}

/* What options say beside --set, as overrides: so that it stands in the effective scenario. */
typedef struct own_overrides {
    char text[3][64];
    size_t count;
} own_overrides;

static void add_own(own_overrides *own, const gx_run_options *options)
{
    if (options->has_seed)
        snprintf(own->text[own->count++], sizeof own->text[0], "seed=%llu",
                 (unsigned long long)options->seed);
    if (options->until_ms > 0)
        snprintf(own->text[own->count++], sizeof own->text[0], "time.duration=%lldms",
                 (long long)options->until_ms);
    if (options->record >= 0)
        snprintf(own->text[own->count++], sizeof own->text[0], "record.what=%s",
                 record_words[options->record]);
}

/* Where the models' checks complain: at the place of the field in the file. */
typedef struct checkup_at {
    gx_checkup checkup; /* first: a checkup is one of these */
    const gx_settings *settings;
    gx_diagnostics *diagnostics;
} checkup_at;

static void complain(const gx_checkup *checkup, const gx_table *table, uint32_t item, const char *field,
                     const char *hint, const char *format, ...)
{
    const checkup_at *at = (const checkup_at *)checkup;
    char message[500];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    size_t line, column;
    gx_scenario_place(at->settings->scenario, table, item, field, &line, &column);
    if (table->repeat_max)
        gx_diagnose(at->diagnostics, line, column, line != 0, hint, "%s.%u.%s: %s", table->path, item, field,
                    message);
    else
        gx_diagnose(at->diagnostics, line, column, line != 0, hint, "%s.%s: %s", table->path, field, message);
}

static void check_files(const checkup_at *at)
{
    const gx_network_config *graph = &at->settings->graph;
    const char *const names[] = {graph->file, graph->nodes_file, graph->groups_file};
    static const char *const fields[] = {"file", "nodes_file", "groups_file"};
    for (size_t i = 0; i < GX_COUNT_OF(fields); i++) {
        if (names[i][0] == '\0')
            continue;
        if (!gx_people_has_file(at->settings->folder, at->diagnostics->file, names[i]))
            complain(&at->checkup, &gx_network_table, 0, fields[i],
                     at->settings->folder ? "'verify --files FOLDER' looks elsewhere"
                                          : "paths are relative to the scenario's folder",
                     "%s cannot be read%s%s", names[i], at->settings->folder ? " in " : "",
                     at->settings->folder ? at->settings->folder : "");
        else if (graph->file[0] == '\0')
            complain(&at->checkup, &gx_network_table, 0, fields[i], NULL,
                     "goes with graph.file, which is not set");
    }
    if (graph->file[0] != '\0' && graph->form != GX_NETWORK_STORED)
        complain(&at->checkup, &gx_network_table, 0, "form", "leave the key out, or graph.file",
                 "a network from a file is always stored");
    if (graph->file[0] != '\0' && !at->settings->population.stored)
        complain(&at->checkup, &gx_population_table, 0, "stored", "leave the key out, or graph.file",
                 "users from a file are always stored");
}

/* While the users are in a file that nobody has read yet, any number of them may be. */
static void check_together(const gx_settings *s, int64_t users, gx_diagnostics *diagnostics)
{
    checkup_at at = {{users, s->model, complain}, s, diagnostics};
    if (s->population.age_shares.count != GX_AGE_BANDS)
        complain(&at.checkup, &gx_population_table, 0, "age_shares", NULL, "%u shares for %d age bands",
                 s->population.age_shares.count, (int)GX_AGE_BANDS);
    check_files(&at);
    size_t models;
    const gx_model *const *model = gx_models(&models);
    for (size_t i = 0; i < models; i++)
        if (model[i]->check)
            model[i]->check(&at.checkup, s->model[i], model[i]->table->repeat_max ? s->model_rows[i] : 1);
}

static void check_ticks(const gx_settings *s, gx_diagnostics *diagnostics)
{
    int64_t ticks = (s->time.duration + s->time.tick - 1) / s->time.tick;
    if (ticks > GX_TICK_MAX - 1)
        gx_diagnose(diagnostics, 0, 0, 0, "make time.tick longer",
                    "time.duration is %lld ticks; at most %u can be run", (long long)ticks, GX_TICK_MAX - 1);
}

gx_status gx_settings_read(gx_settings *out, const gx_run_options *options, gx_diagnostics *diagnostics,
                           gx_error *error)
{
    memset(out, 0, sizeof *out);
    out->folder = options->folder;
    gx_diagnostics_init(diagnostics, options->file, options->text);
    gx_section sections[SECTIONS_MAX];
    size_t count = 0;
    gx_status status = make_sections(out, sections, &count, error);
    if (status != GX_OK)
        return status;
    own_overrides own = {.count = 0};
    add_own(&own, options);
    gx_override *overrides = gx_alloc(options->override_count + own.count + 1, sizeof *overrides);
    if (!overrides)
        return gx_fail_memory(error, "the overrides");
    size_t n = 0;
    for (size_t i = 0; i < options->override_count; i++)
        overrides[n++].assignment = options->overrides[i];
    for (size_t i = 0; i < own.count; i++)
        overrides[n++].assignment = own.text[i];
    status = gx_scenario_read(&out->scenario, options->file, options->text, options->length, options->variant,
                              overrides, n, sections, count, diagnostics);
    gx_free(overrides);
    out->graph.interests = &out->interests;
    if (status == GX_OK) {
        check_ticks(out, diagnostics);
        check_together(out, out->graph.file[0] != '\0' ? UINT32_MAX : out->population.users, diagnostics);
    }
    if (status == GX_OK && diagnostics->count)
        status = GX_ERR_INPUT;
    return status == GX_ERR_INPUT ? gx_fail(error, status, "the scenario %s is not valid", options->file)
           : status == GX_OK
               ? GX_OK
               : gx_fail(error, status, "reading the scenario %s: %s", options->file, gx_status_text(status));
}

gx_status gx_settings_check(const gx_settings *settings, gx_diagnostics *diagnostics, gx_error *error)
{
    check_together(settings, settings->population.users, diagnostics);
    return diagnostics->count
               ? gx_fail(error, GX_ERR_INPUT, "the scenario %s is not valid", diagnostics->file)
               : GX_OK;
}

void gx_settings_release(gx_settings *settings)
{
    for (size_t i = 0; i < GX_MODELS_MAX; i++)
        gx_free(settings->model[i]);
    gx_scenario_free(settings->scenario);
    memset(settings, 0, sizeof *settings);
}

gx_status gx_run_check(const gx_run_options *options, bool origins, gx_text *effective,
                       gx_diagnostics *diagnostics, gx_error *error)
{
    gx_settings settings;
    gx_status status = gx_settings_read(&settings, options, diagnostics, error);
    if (status == GX_OK && settings.graph.file[0] != '\0') /* which nobody has counted yet */
        gx_scenario_leave_out(settings.scenario, &gx_population_table, "users");
    if (status == GX_OK && effective)
        gx_scenario_print(settings.scenario, origins, effective);
    gx_settings_release(&settings);
    return status;
}
