/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The world in a checkpoint: what the run has changed and no scenario can tell again. */
#include <gx/models/models.h>

/* A fixed column of every user; NULL where the scenario does not keep it, on both sides. */
static void archive_column(gx_archive *archive, void *column, size_t count, size_t size)
{
    gx_archive_same(archive, column != NULL, "which columns are kept");
    if (column)
        gx_archive_bytes(archive, column, count * size);
}

#define COLUMN(archive, column, count) archive_column(archive, column, count, sizeof *(column))

static void archive_users(gx_archive *archive, gx_world *world)
{
    gx_user_columns *user = &world->user;
    size_t n = world->population->users;
    gx_archive_mark(archive, "users");
    gx_archive_same(archive, n, "the number of users");
    COLUMN(archive, user->life, n);
    COLUMN(archive, user->last_period_wide, n);
    COLUMN(archive, user->serial, n);
    COLUMN(archive, user->sent, n);
    COLUMN(archive, user->received, n);
    COLUMN(archive, user->first_received, n);
    COLUMN(archive, user->sent_fen, n);
    COLUMN(archive, user->received_fen, n);
    COLUMN(archive, user->habit, n);
    COLUMN(archive, user->habit_tick, n);
    COLUMN(archive, user->first_use, n);
}

static void archive_tally(gx_archive *archive, gx_tally *tally, uint32_t periods)
{
    gx_archive_bytes(archive, tally->looks, periods * sizeof *tally->looks);
    GX_ARCHIVE(archive, tally->now);
    GX_ARCHIVE(archive, tally->before);
    GX_ARCHIVE(archive, tally->past);
    GX_ARCHIVE(archive, tally->tick);
    GX_ARCHIVE(archive, tally->period);
    GX_ARCHIVE(archive, tally->period_before);
    for (size_t kind = 0; kind < GX_EVENT_KINDS; kind++) {
        gx_event_buffer *events = &tally->events[kind];
        uint64_t count = events->count;
        GX_ARCHIVE(archive, count);
        if (gx_archive_block(archive, (void **)&events->rows, &events->capacity, (size_t)count,
                             sizeof *events->rows))
            events->count = (size_t)count;
    }
    GX_ARCHIVE(archive, tally->into_clearing);
    GX_ARCHIVE(archive, tally->out_of_clearing);
    GX_ARCHIVE(archive, tally->touched);
}

void gx_world_archive(gx_archive *archive, gx_world *world)
{
    gx_archive_mark(archive, "world");
    gx_archive_same(archive, world->shards, "the number of shards");
    gx_archive_same(archive, world->clock.periods, "the number of periods");
    archive_users(archive, world);
    gx_archive_mark(archive, "tallies");
    for (uint32_t s = 0; s < world->shards; s++)
        archive_tally(archive, &world->shard[s], world->clock.periods);
    size_t count;
    const gx_model *const *model = gx_models(&count);
    for (size_t m = 0; m < count; m++) {
        gx_archive_mark(archive, model[m]->name);
        if (model[m]->archive)
            model[m]->archive(archive, world);
    }
}
