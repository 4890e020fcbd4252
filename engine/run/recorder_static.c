/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recorder_static.h"
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/record/reader.h>
#include <stdio.h>
#include <string.h>

enum { LAYERS_USERS_MAX = 100000 };

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
        status = hex(r, "population_digest", gx_population_digest(world->population), error);
    return status == GX_OK ? hex(r, "network_digest", gx_network_digest(world->network), error) : status;
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

static gx_status write_rows(gx_recorder *r, const char *group, const gx_rows *rows, uint32_t columns,
                            gx_error *error)
{
    static const gx_column indptr = {"indptr", GX_U64, "", "row i is indices[indptr[i] to indptr[i+1]]",
                                     NULL};
    static const gx_column indices = {"indices", GX_U32, "", "column numbers, ascending in a row", NULL};
    static const gx_column data = {"data", GX_U8, "", "tie strength, 1 to 255", NULL};
    uint64_t n = rows->offset[rows->rows];
    gx_status status =
        gx_writer_array(r->writer, group, &indptr, rows->offset, (size_t)rows->rows + 1, r->threads, error);
    if (status == GX_OK)
        status = gx_writer_array(r->writer, group, &indices, rows->column, n, r->threads, error);
    if (status == GX_OK && rows->strength)
        status = gx_writer_array(r->writer, group, &data, rows->strength, n, r->threads, error);
    if (status == GX_OK)
        status = gx_writer_text_attribute(r->writer, group, "encoding-type", "csr_matrix", error);
    if (status == GX_OK)
        status = gx_writer_text_attribute(r->writer, group, "encoding-version", "0.1.0", error);
    const int64_t shape[] = {rows->rows, columns};
    return status == GX_OK ? gx_writer_ints_attribute(r->writer, group, "shape", shape, 2, error) : status;
}

/* Fill a column of a users' table from the world; `end` for the second table. */
typedef void (*fill)(const gx_world *world, void *out);

#define FILL(table, name, ctype, expression)                                                                 \
    static void table##_##name(const gx_world *world, void *out)                                             \
    {                                                                                                        \
        ctype *to = out;                                                                                     \
        for (uint32_t u = 0; u < world->population->users; u++)                                              \
            to[u] = (ctype)(expression);                                                                     \
    }
static const gx_book *book_of(const gx_world *world, uint32_t user)
{
    return world->books[gx_sim_shard_of(world->sim, user)];
}
FILL(users, city, uint32_t, gx_city_of(world->population, u))
FILL(users, sex, uint8_t, world->population->sex[u])
FILL(users, age_band, uint8_t, world->population->age_band[u])
FILL(users, friends, uint32_t, gx_row_length(&world->network->friends, u))
FILL(users, groups, uint32_t, gx_row_length(&world->network->user_groups, u))
FILL(users, wealth, int64_t, world->population->wealth[u])
FILL(users, card_at_start, uint8_t, world->user.card_at_start[u])
FILL(end, balance, int64_t, gx_book_balance(book_of(world, u), u))
FILL(end, card, uint8_t, gx_wallet_has_card(book_of(world, u), u))
FILL(end, sent, uint32_t, world->user.sent[u])
FILL(end, received, uint32_t, world->user.received[u])
FILL(end, sent_fen, int64_t, world->user.sent_fen[u])
FILL(end, received_fen, int64_t, world->user.received_fen[u])
FILL(end, first_received, uint32_t, world->user.first_received[u])
FILL(truth, activity, double, world->population->activity[u] / 256.0)
FILL(truth, attention, double, world->user.look_chance[u] / 65535.0)
FILL(truth, generosity, double, world->user.generosity[u] / 256.0)
FILL(truth, binding, double, world->user.inclination[u] / 256.0)
#undef FILL

#define X(name, type, unit, help) users_##name,
static const fill users_fill[] = {GX_USERS_TABLE(X)};
#undef X
#define X(name, type, unit, help) end_##name,
static const fill end_fill[] = {GX_USERS_END_TABLE(X)};
#undef X
#define X(name, type, unit, help) truth_##name,
static const fill truth_fill[] = {GX_TRUTH_TABLE(X)};
#undef X

static gx_status write_users(gx_recorder *r, gx_recording_table table, const fill *fills, gx_error *error)
{
    const gx_table_schema *schema = gx_schema(table);
    uint32_t users = r->world->population->users;
    void *column = gx_alloc(users, sizeof(uint64_t));
    if (!column)
        return gx_fail_memory(error, "a column of users");
    gx_status status = GX_OK;
    for (size_t c = 0; c < schema->column_count && status == GX_OK; c++) {
        fills[c](r->world, column);
        status =
            gx_writer_array(r->writer, schema->path, &schema->columns[c], column, users, r->threads, error);
    }
    gx_free(column);
    return status;
}

gx_status gx_record_beginning(gx_recorder *recorder, const gx_run_options *options, gx_error *error)
{
    const gx_network *network = recorder->world->network;
    gx_status status = write_attributes(recorder, error);
    if (status == GX_OK)
        status = write_scenario(recorder, options, error);
    if (status == GX_OK)
        status = write_users(recorder, GX_TABLE_USERS, users_fill, error);
    if (status == GX_OK)
        status = write_users(recorder, GX_TABLE_TRUTH, truth_fill, error);
    if (recorder->settings->record.what != GX_RECORD_FULL && network->users > LAYERS_USERS_MAX)
        return status;
    if (status == GX_OK)
        status = write_rows(recorder, "/layers/friends", &network->friends, network->users, error);
    return status == GX_OK ? write_rows(recorder, "/groups", &network->group_members, network->users, error)
                           : status;
}

/* ---- The end
 * ---------------------------------------------------------------------------------------------------------
 */

gx_status gx_record_end(gx_recorder *recorder, uint32_t last_tick, uint64_t state_digest, const char *word,
                        gx_error *error)
{
    gx_status status = write_users(recorder, GX_TABLE_USERS_END, end_fill, error);
    if (status == GX_OK)
        status = gx_writer_int_attribute(recorder->writer, "/", "last_tick", last_tick, error);
    if (status == GX_OK)
        status = hex(recorder, "digest", gx_sim_digest(recorder->world->sim), error);
    if (status == GX_OK)
        status = hex(recorder, "state_digest", state_digest, error);
    return status == GX_OK ? gx_writer_text_attribute(recorder->writer, "/", "status", word, error) : status;
}
