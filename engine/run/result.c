/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of a run, when it has ended. */
#include "provenance.h"
#include "session.h"
#include <stdio.h>

static void fill_counts(const gx_world *world, gx_run_result *result)
{
    result->packets = gx_world_total(world, GX_COUNT_packets_sent);
    result->shares = gx_world_total(world, GX_COUNT_shares_received);
    result->sent_fen = gx_world_total(world, GX_COUNT_sent_fen);
    result->received_fen = gx_world_total(world, GX_COUNT_received_fen);
    result->refunded_fen = gx_world_total(world, GX_COUNT_refunded_fen);
    result->cards_bound = gx_world_total(world, GX_COUNT_cards_bound);
    result->transfers = gx_world_total(world, GX_COUNT_transfers);
    result->ties_made = gx_world_total(world, GX_COUNT_ties_made);
    result->groups_made = gx_world_total(world, GX_COUNT_groups_made);
    result->payments = gx_world_total(world, GX_COUNT_payments);
    result->paid_fen = gx_world_total(world, GX_COUNT_paid_fen);
    result->operations = (uint64_t)(result->packets + result->shares);
    for (uint32_t s = 0; s < world->shards; s++)
        result->open_fen += gx_book_house(world->books[s], GX_HOUSE_ESCROW);
}

static void fill_people(const gx_world *world, gx_run_result *result)
{
    result->users = world->population->users;
    result->groups = world->network->groups;
    result->implicit = world->network->implicit != NULL;
    const gx_rows *friends = &world->network->friends; /* as the run began */
    if (!result->implicit && friends->offset)
        result->friends = friends->offset[result->users] / 2 +
                          (uint64_t)gx_world_total(world, GX_COUNT_ties_made) -
                          (uint64_t)gx_world_total(world, GX_COUNT_ties_ended);
}

static void fill_costs(const gx_session *session, gx_run_result *result)
{
    result->seconds_setup = session->seconds_setup;
    result->seconds_run = session->seconds_run;
    result->seconds_record = session->seconds_record;
    result->seconds_checkpoint = session->seconds_checkpoint;
    result->checkpoint_tick = session->checkpoint.tick;
    result->sittings = session->checkpoint.sittings + 1;
    result->resumable = session->checkpoint.generation > 0;
    result->peak_bytes = gx_peak_memory();
}

void gx_session_result(const gx_session *session, gx_run_result *result)
{
    const gx_world *world = &session->built.world;
    snprintf(result->name, sizeof result->name, "%s", session->settings.root.name);
    result->seed = (uint64_t)session->settings.root.seed;
    result->shards = world->shards;
    result->threads = gx_sim_threads(world->sim);
    result->ticks = gx_sim_tick(world->sim);
    result->ticks_planned = world->clock.ticks;
    result->tick_ms = world->clock.tick_ms;
    result->messages = gx_sim_count(world->sim).delivered;
    result->digest = gx_sim_digest(world->sim);
    result->audits_quick = session->auditor.quick;
    result->audits_full = session->auditor.full;
    fill_people(world, result);
    fill_counts(world, result);
    fill_costs(session, result);
}

gx_status gx_session_check(const gx_run_result *result, gx_error *error)
{
    if (result->sent_fen == result->received_fen + result->refunded_fen + result->open_fen)
        return GX_OK;
    return gx_fail(error, GX_ERR_AUDIT,
                   "audit: packets: %lld fen sent, but %lld received + %lld refunded + %lld open",
                   (long long)result->sent_fen, (long long)result->received_fen,
                   (long long)result->refunded_fen, (long long)result->open_fen);
}
