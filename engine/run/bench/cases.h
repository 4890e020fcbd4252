/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's cases: each a function that plays one repetition. The table is in cases.c. */
#ifndef GX_RUN_BENCH_CASES_H
#define GX_RUN_BENCH_CASES_H

#include <gx/core/core.h>
#include <gx/run/bench.h>
#include <gx/sim/sim.h>

/* What the cases draw for; a range of their own beside those of draw.h. */
enum {
    GX_BENCH_DRAW_YARDSTICK = 0x4000,
    GX_BENCH_DRAW_EVENT,   /* (entity that began, serial): where to, when */
    GX_BENCH_DRAW_FIRST,   /* (entity): its first event */
    GX_BENCH_DRAW_CLAIM,   /* (claimer, round): order among the claims, and the share */
    GX_BENCH_DRAW_PAYMENT, /* (payer, serial): to whom, how much, when again */
    GX_BENCH_DRAW_SHARE,   /* (packet, share) */
    GX_BENCH_DRAW_ROW      /* (row): what a recorded row says */
};

/* The scenario of the Eve at 1:1000, and that of the whole nation, which stores nothing of people and ties.
 */
#define GX_BENCH_EVE        "new-years-eve-2016.yaml"
#define GX_BENCH_EVE_NATION "new-years-eve-2016-nation.yaml"

gx_status gx_bench_phold(gx_bench_play *play, gx_error *error);
gx_status gx_bench_hot_packet(gx_bench_play *play, gx_error *error);
gx_status gx_bench_zipf(gx_bench_play *play, gx_error *error);
gx_status gx_bench_eve(gx_bench_play *play, gx_error *error);
gx_status gx_bench_eve_nation(gx_bench_play *play, gx_error *error);
gx_status gx_bench_ledger(gx_bench_play *play, gx_error *error);
gx_status gx_bench_split(gx_bench_play *play, gx_error *error);
gx_status gx_bench_graph(gx_bench_play *play, gx_error *error);
gx_status gx_bench_recording(gx_bench_play *play, gx_error *error);

/* ---- A kernel with a book in each shard, for cases that join the two */

enum { GX_BENCH_SHARD_ENTITIES = 4096 };

typedef struct gx_bench_town {
    gx_key key;
    gx_sim *sim;
    gx_book **books; /* one a shard */
    uint32_t shards, users;
    gx_bench_play *play;
    uint32_t ticks; /* that will be run */
    gx_error *error;
} gx_bench_town;

/* As many shards as keep one's entities in a cache, at most 256. */
uint32_t gx_bench_shards(uint64_t entities);

/* Kernel and books for play->size.entities users who own `wealth` each. All is undone by gx_bench_town_free,
 * also after a failure. */
gx_status gx_bench_town_make(gx_bench_town *town, gx_bench_play *play, gx_fen wealth, gx_error *error);
void gx_bench_town_free(gx_bench_town *town);

/* Whether the core did it. Want of memory ends the run after the tick; there is no other reason in these
 * cases. */
bool gx_bench_done(gx_lane *lane, gx_answer answer);

/* Run `ticks` ticks in measured time; then see that the books balance, and take the digest. */
gx_status gx_bench_town_run(gx_bench_town *town, uint32_t ticks);

/* Run a kernel for `ticks` ticks in measured time, asking the host each tick. */
gx_status gx_bench_run_sim(gx_bench_play *play, gx_sim *sim, uint32_t ticks, gx_error *error);

#endif
