/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/base/memory.h>
#include <gx/models/world.h>
#include <string.h>

static gx_status prepare_tallies(gx_world *world, gx_error *error)
{
    world->shard = gx_alloc_columns(world->shards, sizeof *world->shard);
    if (!world->shard)
        return gx_fail_memory(error, "the shards' tallies");
    for (uint32_t s = 0; s < world->shards; s++) {
        world->shard[s].series =
            gx_alloc_columns((size_t)world->clock.periods * GX_COUNTERS, sizeof(int64_t));
        if (!world->shard[s].series)
            return gx_fail_memory(error, "the series");
    }
    return GX_OK;
}

gx_status gx_world_prepare(gx_world *world, gx_error *error)
{
    size_t n = world->population->users;
    gx_user_columns *user = &world->user;
    user->serial = gx_alloc_columns(n, sizeof *user->serial);
    user->last_period = gx_alloc_columns(n, sizeof *user->last_period);
    user->sent = gx_alloc_columns(n, sizeof *user->sent);
    user->received = gx_alloc_columns(n, sizeof *user->received);
    user->first_received = gx_alloc_columns(n, sizeof *user->first_received);
    user->sent_fen = gx_alloc_columns(n, sizeof *user->sent_fen);
    user->received_fen = gx_alloc_columns(n, sizeof *user->received_fen);
    user->look_chance = gx_alloc_columns(n, sizeof *user->look_chance);
    user->generosity = gx_alloc_columns(n, sizeof *user->generosity);
    user->inclination = gx_alloc_columns(n, sizeof *user->inclination);
    user->card_at_start = gx_alloc_columns(n, sizeof *user->card_at_start);
    if (!user->serial || !user->last_period || !user->sent || !user->received || !user->first_received ||
        !user->sent_fen || !user->received_fen || !user->look_chance || !user->generosity ||
        !user->inclination || !user->card_at_start)
        return gx_fail_memory(error, "the users' columns");
    memset(user->first_received, 0xff, n * sizeof *user->first_received);
    return prepare_tallies(world, error);
}

static void release_tally(gx_tally *tally)
{
    gx_free(tally->series);
    for (size_t k = 0; k < GX_EVENT_KINDS; k++)
        gx_free(tally->events[k].rows);
}

void gx_world_release(gx_world *world)
{
    gx_user_columns *user = &world->user;
    void *columns[] = {user->serial,         user->last_period, user->sent,          user->received,
                       user->first_received, user->sent_fen,    user->received_fen,  user->look_chance,
                       user->generosity,     user->inclination, user->card_at_start, user->habit,
                       user->habit_tick,     user->first_use};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        gx_free(columns[i]);
    for (uint32_t s = 0; world->shard && s < world->shards; s++)
        release_tally(&world->shard[s]);
    gx_free(world->shard);
    gx_changes_free(world->changes);
    world->changes = NULL;
    memset(user, 0, sizeof *user);
    world->shard = NULL;
}

uint64_t gx_world_digest(const gx_world *world)
{
    const gx_user_columns *user = &world->user;
    uint64_t sum = 0;
    for (uint32_t u = 0; u < world->population->users; u++) {
        uint64_t x = gx_mix_pair(u, (uint64_t)user->sent[u] << 32 | user->received[u]);
        x = gx_mix_pair(x, (uint64_t)user->sent_fen[u]);
        x = gx_mix_pair(x, (uint64_t)user->received_fen[u]);
        x = gx_mix_pair(x, (uint64_t)user->serial[u] << 32 | user->first_received[u]);
        if (user->habit)
            x = gx_mix_pair(x, (uint64_t)user->habit[u] << 32 | user->habit_tick[u]);
        sum += x;
    }
    for (uint32_t s = 0; s < world->shards; s++)
        sum += gx_book_digest(world->books[s]);
    return sum + gx_changes_digest(world->network);
}

int64_t gx_world_total(const gx_world *world, gx_counter counter)
{
    int64_t sum = 0;
    for (uint32_t s = 0; s < world->shards; s++)
        for (uint32_t p = 0; p < world->clock.periods; p++)
            sum += world->shard[s].series[(size_t)p * GX_COUNTERS + counter];
    return sum;
}
