/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PHOLD as ROSS defines it (R. M. Fujimoto, "Performance of Time Warp under synthetic workloads", 1990;
 * ROSS's models/phold): every entity begins with one event; an event sends one event, after the lookahead
 * plus an exponential delay of mean 1, to a uniform entity with the remote share as its chance and to itself
 * otherwise. So there are as many events in flight as entities, always.
 *
 * Here the mean is ten ticks and the lookahead one. Times between ticks are not lost: an event falls into the
 * tick of its time. Each event costs its entity one draw and a count. */
#include "bench/cases.h"
#include <gx/base/memory.h>
#include <gx/base/sample.h>

enum { MEAN = 10, LOOKAHEAD = 1, LONGEST = 100 * MEAN };

typedef struct phold {
    gx_key key;
    uint32_t entities;
    gx_chance remote;
    gx_quantiles delay;
    uint32_t *events; /* by entity */
} phold;

static void on_event(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    phold *p = context;
    gx_fetch_first(span, count, p->events, sizeof *p->events);
    for (size_t i = 0; i < count; i++) {
        gx_message next = span[i];
        __builtin_prefetch(&p->events[gx_message_ahead(span, count, i)->target], 1);
        gx_draw draw = gx_draw_at(p->key, GX_BENCH_DRAW_EVENT, next.source, next.serial, 0);
        uint32_t later = LOOKAHEAD + (uint32_t)gx_quantile(&p->delay, draw.word[2]);
        p->events[next.target]++;
        gx_note(lane, gx_mix_pair((uint64_t)next.source << 32 | next.serial, next.target));
        if (gx_happens(p->remote, draw.word[0]))
            next.target = gx_below32(draw.word[1], p->entities);
        next.due_kind = gx_due_kind(lane->tick + later, 0);
        next.tie = draw.word[3];
        next.serial++;
        gx_send(lane, &next);
    }
}

static gx_status post_first(gx_sim *sim, const phold *p, gx_error *error)
{
    gx_status status = GX_OK;
    for (uint32_t i = 0; i < p->entities && status == GX_OK; i++) {
        gx_draw draw = gx_draw_at(p->key, GX_BENCH_DRAW_FIRST, i, 0, 0);
        uint32_t due = LOOKAHEAD + (uint32_t)gx_quantile(&p->delay, draw.word[0]);
        gx_message first = {.target = i, .due_kind = gx_due_kind(due, 0), .tie = draw.word[1], .source = i};
        status = gx_sim_post(sim, &first, error);
    }
    return status;
}

/* size.amount: ticks. */
gx_status gx_bench_phold(gx_bench_play *play, gx_error *error)
{
    gx_sim *sim = NULL;
    gx_sim_config config = {.entities = (uint32_t)play->size.entities,
                            .shards = gx_bench_shards(play->size.entities),
                            .threads = play->threads};
    phold *p = gx_alloc(1, sizeof *p);
    uint32_t *events = gx_alloc_columns(config.entities, sizeof *events);
    gx_status status = GX_OK;
    if (!p || !events) {
        status = gx_fail_memory(error, "the entities");
    } else {
        *p = (phold){.key = gx_key_make(77, 1),
                     .entities = config.entities,
                     .remote = gx_chance_of(play->parameter),
                     .events = events};
        gx_quantiles_exponential(&p->delay, MEAN, LONGEST);
        status = gx_sim_create(&sim, &config, error);
    }
    if (status == GX_OK)
        status = gx_sim_handle(sim, 0, "event", on_event, p);
    if (status == GX_OK)
        status = post_first(sim, p, error);
    if (status == GX_OK)
        status = gx_bench_run_sim(play, sim, (uint32_t)play->size.amount, error);
    if (status == GX_OK) {
        gx_sim_counts counts = gx_sim_count(sim);
        play->work = counts.delivered;
        play->digest = gx_sim_digest(sim);
        if (counts.waiting != config.entities)
            status = gx_fail(error, GX_ERR_INTERNAL, "%llu events are in flight among %u entities",
                             (unsigned long long)counts.waiting, config.entities);
    }
    gx_sim_free(sim);
    gx_free(events);
    gx_free(p);
    return status;
}
