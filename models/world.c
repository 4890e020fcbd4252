/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sleepers.h"
#include <gx/base/memory.h>
#include <gx/models/paying.h>
#include <string.h>

static gx_status prepare_tallies(gx_world *world, gx_error *error)
{
    world->shard = gx_alloc_columns(world->shards, sizeof *world->shard);
    bool failed = !world->shard;
    for (uint32_t s = 0; !failed && s < world->shards; s++) {
        world->shard[s].period = world->shard[s].period_before = GX_NO_PERIOD;
        world->shard[s].looks = gx_alloc(world->clock.periods, sizeof *world->shard[s].looks);
        failed = !world->shard[s].looks;
    }
    return failed ? gx_fail_memory(error, "the shards' tallies") : GX_OK;
}

/* The columns that the recording alone asks for. */
static gx_status prepare_kept(gx_world *world, gx_error *error)
{
    size_t n = world->population->users;
    gx_user_columns *user = &world->user;
    user->sent = gx_alloc_columns(n, sizeof *user->sent);
    user->received = gx_alloc_columns(n, sizeof *user->received);
    user->first_received = gx_alloc_columns(n, sizeof *user->first_received);
    user->sent_fen = gx_alloc_columns(n, sizeof *user->sent_fen);
    user->received_fen = gx_alloc_columns(n, sizeof *user->received_fen);
    if (!user->sent || !user->received || !user->first_received || !user->sent_fen || !user->received_fen)
        return gx_fail_memory(error, "the users' columns for the recording");
    memset(user->first_received, 0xff, n * sizeof *user->first_received);
    return GX_OK;
}

gx_status gx_world_prepare(gx_world *world, gx_error *error)
{
    size_t n = world->population->users;
    gx_user_columns *user = &world->user;
    bool wide = world->clock.periods >= UINT16_MAX;
    user->life = gx_alloc_columns(n, sizeof *user->life);
    if (wide)
        user->last_period_wide = gx_alloc_columns(n, sizeof *user->last_period_wide);
    if (!world->keyless)
        user->serial = gx_alloc_columns(n, sizeof *user->serial);
    if (!user->life || (wide && !user->last_period_wide) || (!world->keyless && !user->serial))
        return gx_fail_memory(error, "the users' columns");
    gx_status status = world->keep_users ? prepare_kept(world, error) : GX_OK;
    return status == GX_OK ? prepare_tallies(world, error) : status;
}

static void release_tally(gx_tally *tally)
{
    gx_free(tally->looks);
    for (size_t k = 0; k < GX_EVENT_KINDS; k++)
        gx_free(tally->events[k].rows);
}

void gx_world_release(gx_world *world)
{
    gx_user_columns *user = &world->user;
    void *columns[] = {user->life,     user->last_period_wide, user->serial,    user->sent,
                       user->received, user->first_received,   user->sent_fen,  user->received_fen,
                       user->habit,    user->habit_tick,       user->first_use, world->witness};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        gx_free(columns[i]);
    for (uint32_t s = 0; world->shard && s < world->shards; s++)
        release_tally(&world->shard[s]);
    gx_free(world->shard);
    gx_changes_free(world->changes);
    world->changes = NULL;
    memset(user, 0, sizeof *user);
    world->shard = NULL;
    world->witness = NULL;
}

uint64_t gx_world_digest(const gx_world *world)
{
    const gx_user_columns *user = &world->user;
    uint64_t sum = 0;
    for (uint32_t u = 0; u < world->population->users; u++) {
        uint32_t serial = user->serial ? user->serial[u] : 0;
        uint64_t x = gx_mix_pair(u, (uint64_t)serial << 8 | user->life[u].gifts);
        if (user->habit)
            x = gx_mix_pair(x, (uint64_t)user->habit[u] << 32 | user->habit_tick[u]);
        sum += x;
    }
    for (uint32_t s = 0; s < world->shards; s++)
        sum += gx_book_digest(world->books[s]);
    return sum + gx_changes_digest(world->network) + gx_paying_digest(world);
}

int64_t gx_world_total(const gx_world *world, gx_counter counter)
{
    int64_t sum = 0;
    for (uint32_t s = 0; s < world->shards; s++) {
        const gx_tally *tally = &world->shard[s];
        sum += tally->now[counter] + tally->before[counter] + tally->past[counter];
        for (uint32_t p = 0; counter == GX_COUNT_looks && p < world->clock.periods; p++)
            sum += tally->looks[p];
    }
    return sum;
}

void gx_world_period(const gx_world *world, uint32_t period, int64_t sum[GX_COUNTERS])
{
    memset(sum, 0, GX_COUNTERS * sizeof *sum);
    for (uint32_t s = 0; s < world->shards; s++) {
        const gx_tally *tally = &world->shard[s];
        const int64_t *from = tally->period == period          ? tally->now
                              : tally->period_before == period ? tally->before
                                                               : NULL;
        for (size_t c = 0; from && c < GX_COUNTERS; c++)
            sum[c] += from[c];
        sum[GX_COUNT_looks] += period < world->clock.periods ? tally->looks[period] : 0;
    }
}

size_t gx_world_bytes(const gx_world *world)
{
    const gx_user_columns *user = &world->user;
    size_t each = sizeof *user->life + (user->serial ? sizeof *user->serial : 0);
    each += user->last_period_wide ? sizeof *user->last_period_wide : 0;
    each += user->sent ? 3 * sizeof *user->sent + 2 * sizeof *user->sent_fen : 0;
    each += user->habit ? sizeof *user->habit + sizeof *user->habit_tick + sizeof *user->first_use : 0;
    size_t bytes =
        each * world->population->users +
        world->shards * (sizeof *world->shard + world->clock.periods * sizeof *world->shard->looks);
    for (uint32_t s = 0; s < world->shards; s++)
        for (size_t k = 0; k < GX_EVENT_KINDS; k++)
            bytes += world->shard[s].events[k].capacity * sizeof(gx_event);
    return bytes + gx_sleepers_bytes(world);
}
