/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column is computed when it is written, by all threads, and lives in one array that serves all columns:
 * what a keyed draw can tell of a person (schooling, income, hometown) is stored nowhere in the run. */
#include "recorder_columns.h"

#include <gx/base/memory.h>
#include <gx/models/paying.h>
#include <gx/record/schema.h>

typedef void (*fill)(const gx_recorder *recorder, void *out, int threads);

/* `u` is the row. */
#define FILL(table, name, ctype, rows, expression)                                                           \
    static void table##_##name(const gx_recorder *recorder, void *out, int threads)                          \
    {                                                                                                        \
        const gx_world *world = recorder->world;                                                             \
        ctype *to = out;                                                                                     \
        int64_t count = (rows);                                                                              \
        _Pragma("omp parallel for schedule(static) num_threads(threads)") for (int64_t row = 0; row < count; \
                                                                               row++)                        \
        {                                                                                                    \
            uint32_t u = (uint32_t)row;                                                                      \
            to[u] = (ctype)(expression);                                                                     \
        }                                                                                                    \
    }
#define USER(table, name, ctype, expression) FILL(table, name, ctype, world->population->users, expression)
#define PERSON(name, ctype, expression)                                                                      \
    USER(users, name, ctype, gx_person_of(world->population, u).expression)
#define MERCHANT(table, name, ctype, expression) FILL(table, name, ctype, world->merchants->count, expression)
#define CITY(name, ctype, expression)            FILL(cities, name, ctype, world->population->cities, expression)

static const gx_book *book_of(const gx_world *world, uint32_t user)
{
    return world->books[gx_sim_shard_of(world->sim, user)];
}

static uint32_t friends_of(const gx_world *world, uint32_t user)
{
    gx_friend_room room;
    return gx_friends_of(world->network, user, &room).count;
}

static uint32_t groups_of(const gx_world *world, uint32_t user)
{
    gx_group_room room;
    return gx_groups_of(world->network, user, &room).count;
}

static gx_fen merchant_balance(const gx_world *world, uint32_t merchant)
{
    uint32_t party = gx_merchant_party(world, merchant);
    return gx_book_balance(book_of(world, party), party);
}

static gx_person citizen_of(const gx_world *world, uint32_t city)
{
    return gx_person_of(world->population, gx_city_span(world->population, city).first);
}

static uint32_t users_in(const gx_world *world, uint32_t city)
{
    gx_span span = gx_city_span(world->population, city);
    return span.end - span.first;
}

USER(users, city, uint32_t, gx_city_of(world->population, u))
USER(users, hometown, uint32_t, gx_hometown_of(world->population, u))
USER(users, household, uint32_t, gx_household_of(world->population, u).first)
USER(users, sex, uint8_t, gx_sex_of(world->population, u))
PERSON(age, uint8_t, age)
USER(users, age_band, uint8_t, gx_age_band_of(world->population, u))
PERSON(schooling, uint8_t, schooling)
PERSON(occupation, uint8_t, occupation)
PERSON(income, int64_t, income)
PERSON(smartphone, uint8_t, smartphone)
PERSON(app_version, uint8_t, app_version)
PERSON(accounts, uint8_t, accounts)
PERSON(real_name, uint8_t, real_name)
PERSON(norm, double, norm / 256.0)
USER(users, friends, uint32_t, friends_of(world, u))
USER(users, groups, uint32_t, groups_of(world, u))
USER(users, wealth, int64_t, gx_wealth_of(world->population, u))
USER(users, card_at_start, uint8_t, gx_card_at_start(world, u))
USER(end, balance, int64_t, gx_book_balance(book_of(world, u), u))
USER(end, card, uint8_t, gx_wallet_has_card(book_of(world, u), u))
USER(end, sent, uint32_t, world->user.sent[u])
USER(end, received, uint32_t, world->user.received[u])
USER(end, sent_fen, int64_t, world->user.sent_fen[u])
USER(end, received_fen, int64_t, world->user.received_fen[u])
USER(end, first_received, uint32_t, world->user.first_received[u])
USER(truth, activity, double, gx_activity_of(world->population, u) / 256.0)
USER(truth, attention, double, gx_look_chance(world, u) / 65535.0)
USER(truth, generosity, double, gx_generosity(world, u) / 256.0)
USER(truth, binding, double, gx_inclination(world, u) / 256.0)
CITY(province, uint8_t, citizen_of(world, u).province)
CITY(tier, uint8_t, citizen_of(world, u).tier)
CITY(users, uint32_t, users_in(world, u))
CITY(x, double, gx_city_point(world->population, u).x)
CITY(y, double, gx_city_point(world->population, u).y)
CITY(radius, double, gx_city_radius(world->population, u))

MERCHANT(merchants, kind, uint8_t, world->merchants->kind[u])
MERCHANT(merchants, size, uint16_t, world->merchants->size[u])
MERCHANT(merchants, online, uint8_t, u >= world->merchants->online_first)
MERCHANT(merchants, place, uint32_t, world->merchants->place[u])
MERCHANT(merchants_end, balance, int64_t, merchant_balance(world, u))
MERCHANT(merchants_end, payments, uint32_t, gx_paying_count(world, u))

#define X(name, type, unit, help) users_##name,
static const fill users_fill[] = {GX_USERS_TABLE(X)};
#undef X
#define X(name, type, unit, help) end_##name,
static const fill end_fill[] = {GX_USERS_END_TABLE(X)};
#undef X
#define X(name, type, unit, help) truth_##name,
static const fill truth_fill[] = {GX_TRUTH_TABLE(X)};
#undef X
#define X(name, type, unit, help) cities_##name,
static const fill cities_fill[] = {GX_CITIES_TABLE(X)};
#undef X

#define X(name, type, unit, help) merchants_##name,
static const fill merchants_fill[] = {GX_MERCHANTS_TABLE(X)};
#undef X
#define X(name, type, unit, help) merchants_end_##name,
static const fill merchants_end_fill[] = {GX_MERCHANTS_END_TABLE(X)};
#undef X

static gx_status write_table(gx_recorder *r, gx_recording_table table, const fill *fills, size_t count,
                             uint32_t rows, gx_error *error)
{
    const gx_table_schema *schema = gx_schema(table);
    GX_ASSERT(schema->column_count == count);
    void *column = gx_alloc(rows, sizeof(uint64_t));
    if (!column)
        return gx_fail_memory(error, "a column of the recording");
    gx_status status = GX_OK;
    for (size_t c = 0; c < count && status == GX_OK; c++) {
        fills[c](r, column, r->threads ? (int)r->threads : 1);
        status =
            gx_writer_array(r->writer, schema->path, &schema->columns[c], column, rows, r->threads, error);
    }
    gx_free(column);
    return status;
}

/* What a graph's file calls its users. */
static gx_status write_names(gx_recorder *r, gx_error *error)
{
    static const gx_column column = {"name", GX_U64, "", GX_USER_NAMES_HELP, NULL};
    const gx_names *names = &r->world->population->names;
    const char *group = gx_schema(GX_TABLE_USERS)->path;
    if (names->of.text)
        return gx_writer_texts(r->writer, group, column.name, column.description, names->texts,
                               names->of.text, names->of.count, error);
    return names->of.number ? gx_writer_array(r->writer, group, &column, names->of.number, names->of.count,
                                              r->threads, error)
                            : GX_OK;
}

gx_status gx_record_users(gx_recorder *recorder, gx_error *error)
{
    uint32_t users = recorder->world->population->users;
    gx_status status =
        write_table(recorder, GX_TABLE_USERS, users_fill, GX_COUNT_OF(users_fill), users, error);
    if (status == GX_OK)
        status = write_names(recorder, error);
    return status == GX_OK
               ? write_table(recorder, GX_TABLE_TRUTH, truth_fill, GX_COUNT_OF(truth_fill), users, error)
               : status;
}

gx_status gx_record_users_end(gx_recorder *recorder, gx_error *error)
{
    return write_table(recorder, GX_TABLE_USERS_END, end_fill, GX_COUNT_OF(end_fill),
                       recorder->world->population->users, error);
}

gx_status gx_record_cities(gx_recorder *recorder, gx_error *error)
{
    return write_table(recorder, GX_TABLE_CITIES, cities_fill, GX_COUNT_OF(cities_fill),
                       recorder->world->population->cities, error);
}

gx_status gx_record_merchants(gx_recorder *recorder, gx_error *error)
{
    const gx_merchants *merchants = recorder->world->merchants;
    return merchants ? write_table(recorder, GX_TABLE_MERCHANTS, merchants_fill, GX_COUNT_OF(merchants_fill),
                                   merchants->count, error)
                     : GX_OK;
}

gx_status gx_record_merchants_end(gx_recorder *recorder, gx_error *error)
{
    const gx_merchants *merchants = recorder->world->merchants;
    return merchants ? write_table(recorder, GX_TABLE_MERCHANTS_END, merchants_end_fill,
                                   GX_COUNT_OF(merchants_end_fill), merchants->count, error)
                     : GX_OK;
}
