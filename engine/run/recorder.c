/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recorder.h"
#include "recorder_static.h"
#include <gx/base/memory.h>
#include <gx/base/sort.h>
#include <string.h>

/* The models count what the schema calls its series, in the same order: neither may know the other, so here
 * it is held. */
enum {
#define X(name, type, unit, help) SERIES_##name,
    GX_SERIES_TABLE(X) SERIES_COLUMNS
#undef X
};
#define X(name) _Static_assert((int)SERIES_##name == (int)GX_COUNT_##name, "series and counters: " #name);
GX_COUNTER_TABLE(X)
#undef X
_Static_assert((int)SERIES_COLUMNS == (int)GX_COUNTERS, "as many series as counters");

/* A flush packs every chunk that is not full, only for it to be packed again when it is, and waits for the
 * disk: some 50 ms. What it is for is a kill, so it goes by how much work is lost by one: after MANY
 * operations (a minute on one processor), and at twelve moments of a run if there were SOME. A run of seconds
 * is written once, at its end. Operations are counted, not seconds: the clock must not decide where things
 * lie in the file. */
enum { LOOKS_A_FLUSH = 120, LOOKS = 12 * LOOKS_A_FLUSH };
static const uint64_t some = UINT64_C(1) << 22, many = UINT64_C(1) << 26;

/* Which field of a gx_event is which column of its table, in the order of the schema. */
typedef struct event_table {
    gx_recording_table table;
    uint8_t column_count;
    uint16_t offset[12];
} event_table;

#define AT(member) offsetof(gx_event, member)
static const event_table event_tables[GX_EVENT_KINDS] = {
    [GX_EVENT_PACKET] = {GX_TABLE_PACKETS,
                         10,
                         {AT(tick), AT(user), AT(occasion), AT(kind), AT(cause), AT(other), AT(count),
                          AT(amount), AT(answers_sender), AT(answers_occasion)}},
    [GX_EVENT_CLAIM] = {GX_TABLE_CLAIMS,
                        8,
                        {AT(tick), AT(user), AT(other), AT(occasion), AT(kind), AT(count), AT(amount),
                         AT(span)}},
    [GX_EVENT_ENDING] = {GX_TABLE_ENDINGS,
                         9,
                         {AT(tick), AT(user), AT(occasion), AT(count), AT(kind), AT(amount), AT(other),
                          AT(second), AT(span)}},
    [GX_EVENT_MOVE] = {GX_TABLE_MOVES, 5, {AT(tick), AT(user), AT(kind), AT(other), AT(amount)}},
    [GX_EVENT_BINDING] = {GX_TABLE_BINDINGS, 5, {AT(tick), AT(user), AT(other), AT(occasion), AT(span)}},
    [GX_EVENT_TIE] = {GX_TABLE_TIES, 5, {AT(tick), AT(user), AT(other), AT(cause), AT(kind)}},
    [GX_EVENT_PAYMENT] = {GX_TABLE_PAYMENTS, 4, {AT(tick), AT(user), AT(other), AT(amount)}},
    [GX_EVENT_MEMBERSHIP] = {GX_TABLE_MEMBERSHIPS, 4, {AT(tick), AT(user), AT(other), AT(kind)}},
};
#undef AT

static gx_status declare(gx_recorder *r, gx_recording_table table, uint64_t rows, gx_error *error)
{
    const gx_table_schema *schema = gx_schema(table);
    gx_writer_expect(r->writer, rows);
    return gx_writer_table(r->writer, schema->path, schema->columns, schema->column_count, &r->table[table],
                           error);
}

static bool keeps(const gx_recorder *r, size_t kind)
{
    if (kind == GX_EVENT_PAYMENT && r->world->merchants == NULL)
        return false;
    return r->world->keep_events || kind == GX_EVENT_BINDING;
}

void gx_recorder_know(gx_recorder *recorder, gx_world *world, const gx_settings *settings,
                      const gx_run_people *people, uint32_t replicate)
{
    gx_writer *writer = recorder->writer;
    *recorder = (gx_recorder){.world = world,
                              .writer = writer,
                              .settings = settings,
                              .people = people,
                              .replicate = replicate,
                              .threads = gx_sim_threads(world->sim)};
}

gx_status gx_recorder_start(gx_recorder *recorder, const gx_run_options *options, gx_error *error)
{
    gx_writer *writer = recorder->writer;
    const gx_world *world = recorder->world;
    if (!writer)
        return GX_OK;
    gx_status status = gx_record_beginning(recorder, options, error);
    /* A guess of how many rows there will be: what a user does in a day, on a busy one. */
    const gx_clock *clock = &world->clock;
    uint64_t days = (uint64_t)((int64_t)clock->ticks * clock->tick_ms / GX_DAY_MS) + 1;
    uint64_t events = (uint64_t)world->population->users * days * 16;
    if (status == GX_OK)
        status = declare(recorder, GX_TABLE_SERIES, clock->periods, error);
    if (status == GX_OK)
        status = gx_writer_int_attribute(writer, "/series", "period_ms", world->clock.period_ms, error);
    for (size_t k = 0; k < GX_EVENT_KINDS && status == GX_OK; k++)
        if (keeps(recorder, k))
            status = declare(recorder, event_tables[k].table, events, error);
    return status == GX_OK ? declare(recorder, GX_TABLE_DIGEST, clock->ticks, error) : status;
}

void gx_recorder_release(gx_recorder *recorder)
{
    gx_free(recorder->digests.tick);
    gx_free(recorder->digests.digest);
    for (size_t i = 0; i < 4; i++)
        gx_free(recorder->sort[i]);
    gx_free(recorder->gather);
}

/* ---- Events
 * ----------------------------------------------------------------------------------------------------------
 */

static gx_status make_room(gx_recorder *r, size_t rows, gx_error *error)
{
    if (rows <= r->room)
        return GX_OK;
    r->room = 0;
    for (size_t i = 0; i < 4; i++) {
        gx_free(r->sort[i]);
        r->sort[i] = gx_alloc(rows + rows / 2, sizeof(uint64_t));
        if (!r->sort[i])
            return gx_fail_memory(error, "the order of events");
    }
    gx_free(r->gather);
    r->gather = gx_alloc(rows + rows / 2, sizeof(uint64_t));
    if (!r->gather)
        return gx_fail_memory(error, "a column of events");
    r->room = rows + rows / 2;
    return GX_OK;
}

/* Sort the places (shard, row) of all events of a kind by (tick, user); equal ones stay in the order of
 * shards. */
static size_t order_events(gx_recorder *r, size_t kind)
{
    size_t n = 0;
    for (uint32_t s = 0; s < r->world->shards; s++) {
        const gx_event_buffer *buffer = &r->world->shard[s].events[kind];
        for (size_t i = 0; i < buffer->count; i++, n++) {
            r->sort[0][n] = (uint64_t)buffer->rows[i].tick << 32 | buffer->rows[i].user;
            r->sort[1][n] = (uint64_t)s << 32 | i;
        }
    }
    gx_sort_pairs_u64(r->sort[0], r->sort[1], r->sort[2], r->sort[3], n);
    return n;
}

static void gather(gx_recorder *r, size_t kind, size_t n, size_t offset, size_t size, char *out)
{
    for (size_t i = 0; i < n; i++) {
        uint64_t place = r->sort[1][i];
        const gx_event *event = &r->world->shard[place >> 32].events[kind].rows[(uint32_t)place];
        memcpy(out + i * size, (const char *)event + offset, size);
    }
}

/* Append in slices: a column of each slice lies in `gather`, beside the others. */
static gx_status append_events(gx_recorder *r, size_t kind, gx_error *error)
{
    const event_table *map = &event_tables[kind];
    const gx_table_schema *schema = gx_schema(map->table);
    size_t n = 0;
    for (uint32_t s = 0; s < r->world->shards; s++)
        n += r->world->shard[s].events[kind].count;
    if (n == 0)
        return GX_OK;
    gx_status status = make_room(r, n * map->column_count, error);
    if (status != GX_OK)
        return status;
    order_events(r, kind);
    const void *columns[12];
    for (size_t c = 0; c < map->column_count; c++) {
        char *column = (char *)r->gather + c * n * sizeof(uint64_t);
        gather(r, kind, n, map->offset[c], gx_column_size(schema->columns[c].type), column);
        columns[c] = column;
    }
    for (uint32_t s = 0; s < r->world->shards; s++)
        r->world->shard[s].events[kind].count = 0;
    return gx_writer_append(r->writer, r->table[map->table], columns, n, error);
}

/* ---- Series and digests
 * ---------------------------------------------------------------------------------------------- */

static gx_status append_period(gx_recorder *r, uint32_t period, gx_error *error)
{
    int64_t sum[GX_COUNTERS];
    const void *columns[GX_COUNTERS];
    gx_world_period(r->world, period, sum);
    for (size_t c = 0; c < GX_COUNTERS; c++)
        columns[c] = &sum[c];
    return gx_writer_append(r->writer, r->table[GX_TABLE_SERIES], columns, 1, error);
}

static gx_status append_digests(gx_recorder *r, gx_error *error)
{
    const void *columns[] = {r->digests.tick, r->digests.digest};
    size_t count = r->digests.count;
    r->digests.count = 0;
    return count ? gx_writer_append(r->writer, r->table[GX_TABLE_DIGEST], columns, count, error) : GX_OK;
}

static bool make_room_for_digests(struct gx_digest_rows *rows, size_t wanted)
{
    if (wanted <= rows->capacity)
        return true;
    uint32_t *ticks = gx_resize(rows->tick, rows->capacity, wanted, sizeof *ticks);
    if (ticks)
        rows->tick = ticks;
    uint64_t *digests = ticks ? gx_resize(rows->digest, rows->capacity, wanted, sizeof *digests) : NULL;
    if (digests) {
        rows->digest = digests;
        rows->capacity = wanted;
    }
    return digests != NULL;
}

static gx_status note_digest(gx_recorder *r, uint32_t tick, uint64_t digest, gx_error *error)
{
    struct gx_digest_rows *rows = &r->digests;
    if (digest == r->last_digest)
        return GX_OK;
    r->last_digest = digest;
    if (rows->count == rows->capacity &&
        !make_room_for_digests(rows, rows->capacity ? 2 * rows->capacity : 1024))
        return gx_fail_memory(error, "the digests");
    rows->tick[rows->count] = tick;
    rows->digest[rows->count++] = digest;
    return GX_OK;
}

static gx_status fetch(gx_recorder *r, uint32_t periods, gx_error *error)
{
    gx_status status = GX_OK;
    for (; r->fetched_periods < periods && status == GX_OK; r->fetched_periods++)
        status = append_period(r, r->fetched_periods, error);
    for (size_t k = 0; k < GX_EVENT_KINDS && status == GX_OK; k++)
        if (keeps(r, k))
            status = append_events(r, k, error);
    return status == GX_OK ? append_digests(r, error) : status;
}

static uint32_t periods_before(const gx_clock *clock, uint32_t tick)
{
    return (uint32_t)((int64_t)tick * clock->tick_ms / clock->period_ms);
}

gx_status gx_recorder_tick(gx_recorder *recorder, uint32_t tick, uint64_t digest, gx_error *error)
{
    if (!recorder->writer)
        return GX_OK;
    gx_status status = note_digest(recorder, tick, digest, error);
    uint32_t ended = periods_before(&recorder->world->clock, tick);
    return status == GX_OK && ended > recorder->fetched_periods ? fetch(recorder, ended, error) : status;
}

static uint64_t operations_now(const gx_world *world)
{
    uint64_t sum = 0;
    for (uint32_t s = 0; s < world->shards; s++) {
        gx_book_counts count = gx_book_count(world->books[s]);
        sum += count.holds + count.posts;
    }
    return sum;
}

gx_status gx_recorder_flush(gx_recorder *recorder, uint32_t tick, gx_error *error)
{
    uint32_t look = (uint32_t)((uint64_t)tick * LOOKS / recorder->world->clock.ticks);
    if (!recorder->writer || look <= recorder->looks)
        return GX_OK;
    recorder->looks = look;
    uint64_t now = operations_now(recorder->world), done = now - recorder->flushed_at;
    bool later = look / LOOKS_A_FLUSH > recorder->flushed_look / LOOKS_A_FLUSH;
    if (done < many && (done < some || !later))
        return GX_OK;
    recorder->flushed_look = look;
    recorder->flushed_at = now;
    gx_status status = gx_writer_int_attribute(recorder->writer, "/", "last_tick", tick, error);
    return status == GX_OK ? gx_writer_flush(recorder->writer, error) : status;
}

/* ---- Checkpoints
 * ----------------------------------------------------------------------------------------------------- */

gx_status gx_recorder_mark(gx_recorder *recorder, uint32_t tick, uint64_t generation, gx_error *error)
{
    gx_status status = gx_writer_int_attribute(recorder->writer, "/", "last_tick", tick, error);
    return status == GX_OK ? gx_writer_mark(recorder->writer, generation, error) : status;
}

void gx_recorder_archive(gx_archive *archive, gx_recorder *recorder)
{
    struct gx_digest_rows *rows = &recorder->digests;
    uint64_t count = rows->count;
    gx_archive_mark(archive, "recorder");
    GX_ARCHIVE(archive, recorder->table);
    GX_ARCHIVE(archive, recorder->fetched_periods);
    GX_ARCHIVE(archive, recorder->looks);
    GX_ARCHIVE(archive, recorder->flushed_look);
    GX_ARCHIVE(archive, recorder->flushed_at);
    GX_ARCHIVE(archive, recorder->last_digest);
    GX_ARCHIVE(archive, count);
    if (!gx_archive_good(archive))
        return;
    if (gx_archive_loads(archive)) {
        rows->count = 0;
        if (count > GX_TICK_MAX || !make_room_for_digests(rows, count ? (size_t)count : 1)) {
            gx_archive_fail(archive, count > GX_TICK_MAX ? GX_ERR_FORMAT : GX_ERR_MEMORY, "%llu digests",
                            (unsigned long long)count);
            return;
        }
        rows->count = (size_t)count;
    }
    gx_archive_bytes(archive, rows->tick, rows->count * sizeof *rows->tick);
    gx_archive_bytes(archive, rows->digest, rows->count * sizeof *rows->digest);
}

gx_status gx_recorder_close(gx_recorder *recorder, uint32_t last_tick, uint64_t state_digest,
                            const char *status, gx_error *error)
{
    if (!recorder->writer)
        return GX_OK;
    const gx_clock *clock = &recorder->world->clock;
    uint32_t periods = periods_before(clock, last_tick);
    bool partly = (int64_t)periods * clock->period_ms < (int64_t)last_tick * clock->tick_ms;
    gx_status code = fetch(recorder, periods + partly, error);
    return code == GX_OK ? gx_record_end(recorder, last_tick, state_digest, status, error) : code;
}
