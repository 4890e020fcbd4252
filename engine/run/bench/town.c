/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/cases.h"
#include <gx/base/memory.h>
#include <string.h>

uint32_t gx_bench_shards(uint64_t entities)
{
    uint64_t shards = (entities + GX_BENCH_SHARD_ENTITIES - 1) / GX_BENCH_SHARD_ENTITIES;
    return shards < 1 ? 1 : shards > GX_SHARDS_MAX ? GX_SHARDS_MAX : (uint32_t)shards;
}

/* ---- The kernel */

typedef struct sim_run {
    gx_bench_play *play;
    uint32_t ticks;
    gx_error *error;
} sim_run;

/* Asking costs a call; a tick of a thousand entities lasts some ten microseconds. */
static gx_status tick_done(uint32_t tick, uint64_t digest, size_t *work, void *context)
{
    (void)digest;
    (void)work;
    sim_run *run = context;
    return tick % 64 ? GX_OK : gx_bench_go_on(run->play, (double)tick / run->ticks, run->error);
}

gx_status gx_bench_run_sim(gx_bench_play *play, gx_sim *sim, uint32_t ticks, gx_error *error)
{
    gx_error unseen;
    sim_run run = {play, ticks, error ? error : &unseen};
    gx_sim_hooks hooks = {.context = &run, .tick_done = tick_done};
    gx_bench_start(play);
    gx_status status = gx_sim_run(sim, ticks, &hooks, run.error);
    gx_bench_stop(play);
    return status;
}

/* ---- The books */

static bool is_member(const void *directory, uint32_t group, uint32_t user)
{
    (void)directory;
    (void)group;
    (void)user;
    return true; /* one group, and everybody in it */
}

static gx_status make_book(gx_bench_town *town, uint32_t shard, gx_fen wealth, gx_error *error)
{
    uint32_t first = gx_sim_shard_first(town->sim, shard);
    gx_book_config config = {.first_user = first,
                             .users = gx_sim_shard_first(town->sim, shard + 1) - first,
                             .key_window = 4,
                             .membership = {is_member, NULL}};
    gx_status status = gx_book_create(&town->books[shard], &config, error);
    for (uint32_t u = first; status == GX_OK && u < first + config.users; u++)
        GX_ASSERT(gx_open(town->books[shard], u, wealth).code == GX_DONE);
    return status;
}

bool gx_bench_done(gx_lane *lane, gx_answer answer)
{
    GX_ASSERT(answer.code == GX_DONE || answer.code == GX_REFUSED_MEMORY);
    if (answer.code != GX_DONE)
        lane->status = GX_ERR_MEMORY;
    return answer.code == GX_DONE;
}

gx_status gx_bench_town_make(gx_bench_town *town, gx_bench_play *play, gx_fen wealth, gx_error *error)
{
    gx_sim_config config = {.entities = (uint32_t)play->size.entities,
                            .shards = gx_bench_shards(play->size.entities),
                            .threads = play->threads};
    *town = (gx_bench_town){.key = gx_key_make(20160207, 0),
                            .shards = config.shards,
                            .users = config.entities,
                            .play = play,
                            .error = error};
    gx_status status = gx_sim_create(&town->sim, &config, error);
    if (status != GX_OK)
        return status;
    town->books = gx_alloc(town->shards, sizeof(gx_book *));
    if (!town->books)
        return gx_fail_memory(error, "the books");
    for (uint32_t s = 0; s < town->shards && status == GX_OK; s++)
        status = make_book(town, s, wealth, error);
    return status;
}

void gx_bench_town_free(gx_bench_town *town)
{
    for (uint32_t s = 0; town->books && s < town->shards; s++)
        gx_book_free(town->books[s]);
    gx_free(town->books);
    gx_sim_free(town->sim);
}

gx_status gx_bench_town_run(gx_bench_town *town, uint32_t ticks)
{
    gx_fen clearing = 0;
    gx_status status = gx_bench_run_sim(town->play, town->sim, ticks, town->error);
    if (status != GX_OK)
        return status;
    for (uint32_t s = 0; s < town->shards; s++) {
        if (!gx_book_audit_full(town->books[s]).balanced)
            return gx_fail(town->error, GX_ERR_AUDIT, "%s: the book of shard %u does not balance",
                           town->play->name, s);
        clearing += gx_book_house(town->books[s], GX_HOUSE_CLEARING);
    }
    if (clearing < 0)
        return gx_fail(town->error, GX_ERR_AUDIT, "%s: more money arrived than was sent", town->play->name);
    town->play->digest = gx_sim_digest(town->sim);
    return GX_OK;
}
