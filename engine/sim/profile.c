/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the threads measured, put together. */
#include "shard.h"

#include <string.h>

/* ---- One thread's ---- */

static void note_one(gx_heat *heat, uint32_t entity)
{
    uint32_t least = 0;
    heat->sampled++;
    for (uint32_t i = 0; i < heat->used; i++) {
        if (heat->entity[i] == entity) {
            heat->count[i]++;
            return;
        }
        least = heat->count[i] < heat->count[least] ? i : least;
    }
    if (heat->used < GX_HEAT_PLACES) {
        least = heat->used++;
        heat->count[least] = 0;
    }
    heat->entity[least] = entity;
    heat->error[least] = heat->count[least];
    heat->count[least]++;
}

void gx_heat_note(gx_heat *heat, const gx_message *span, size_t count)
{
    size_t i = heat->skip;
    for (; i < count; i += GX_HEAT_STRIDE) {
        note_one(heat, span[i].target);
    }
    heat->skip = i - count;
}

uint64_t gx_heat_of(const gx_heat *heat, uint32_t entity)
{
    for (uint32_t i = 0; i < heat->used; i++) {
        if (heat->entity[i] == entity) {
            return heat->count[i] - heat->error[i];
        }
    }
    return 0;
}

void gx_longest_keep(gx_longest *kept, const gx_longest *other)
{
    bool better = other->messages > kept->messages;
    if (other->messages == kept->messages) {
        better = other->tick != kept->tick   ? other->tick < kept->tick
                 : other->kind != kept->kind ? other->kind < kept->kind
                                             : other->entity < kept->entity;
    }
    if (better) {
        *kept = *other;
    }
}

/* ---- All together ---- */

void gx_sim_profile_start(gx_sim *sim, gx_clock_ns clock)
{
    sim->clock = clock;
    sim->wall_ns = 0;
    for (uint32_t thread = 0; thread < sim->threads; thread++) {
        memset(&sim->hand[thread].measure, 0, sizeof(sim->hand[thread].measure));
    }
    for (uint32_t number = sim->own_first; number < sim->own_end; number++) {
        gx_shard *shard = gx_shard_at(sim, number);
        shard->spent_ns = 0;
        shard->delivered_before = shard->delivered;
    }
}

static void add_times(gx_sim_profile *profile, const gx_measure *measure)
{
    profile->exchange_ns += measure->exchange_ns;
    profile->order_ns += measure->order_ns;
    profile->act_ns += measure->act_ns;
    profile->plan_ns += measure->plan_ns;
    profile->host_ns += measure->host_ns;
    profile->work_ns += measure->work_ns;
    profile->sampled += measure->heat.sampled;
    for (uint32_t kind = 0; kind < GX_KINDS_MAX; kind++) {
        profile->kind_ns[kind] += measure->kind_ns[kind];
    }
}

/* Every entity that stands in a thread's counters is looked up in those of all. */
static void find_hottest(const gx_sim *sim, gx_sim_profile *profile)
{
    for (uint32_t thread = 0; thread < sim->threads; thread++) {
        const gx_heat *heat = &sim->hand[thread].measure.heat;
        for (uint32_t i = 0; i < heat->used; i++) {
            uint32_t entity = heat->entity[i];
            uint64_t count = 0;
            for (uint32_t other = 0; other < sim->threads; other++) {
                count += gx_heat_of(&sim->hand[other].measure.heat, entity);
            }
            if (count > profile->hottest_sampled ||
                (count == profile->hottest_sampled && entity < profile->hottest)) {
                profile->hottest_sampled = count;
                profile->hottest = entity;
            }
        }
    }
}

void gx_sim_profile_get(const gx_sim *sim, gx_sim_profile *profile)
{
    *profile = (gx_sim_profile){.threads = sim->threads, .wall_ns = sim->wall_ns};
    gx_longest longest = {0};
    for (uint32_t thread = 0; thread < sim->threads; thread++) {
        const gx_hand *hand = &sim->hand[thread];
        add_times(profile, &hand->measure);
        gx_longest_keep(&longest, &hand->measure.longest);
        profile->bytes_waiting += gx_pool_bytes(&hand->pool);
        profile->bytes_order += gx_order_bytes(&hand->order);
    }
    profile->longest_messages = longest.messages;
    profile->longest_entity = longest.entity;
    profile->longest_tick = longest.tick;
    profile->longest_kind = longest.kind;
    find_hottest(sim, profile);
    for (uint32_t number = sim->own_first; number < sim->own_end; number++) {
        const gx_shard *shard = gx_shard_at(sim, number);
        profile->bytes_waiting += gx_pool_bytes(&shard->pool);
        profile->shard_ns[number] = shard->spent_ns;
        profile->shard_messages[number] = shard->delivered - shard->delivered_before;
    }
    uint64_t busy = profile->exchange_ns + profile->order_ns + profile->act_ns + profile->plan_ns +
                    profile->host_ns + profile->work_ns;
    uint64_t all = profile->wall_ns * profile->threads;
    profile->wait_ns = all > busy ? all - busy : 0;
}
