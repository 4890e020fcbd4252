/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a checkpoint keeps of the kernel: where it stands, what it counted, and the messages that wait.
 *
 * The order inside a slot of a wheel means nothing, so messages are written one after another, shard by
 * shard, as they are found, and filed anew when they are loaded: a checkpoint knows nothing of wheels,
 * chunks or threads. */
#include "mail.h"

enum { BLOCK = 64 };

static void archive_list(gx_archive *archive, const gx_chunks *list)
{
    size_t used = list->used;
    for (gx_chunk *chunk = list->newest; chunk != NULL; chunk = chunk->next) {
        gx_archive_bytes(archive, chunk->at, used * sizeof(gx_message));
        used = GX_CHUNK_MESSAGES;
    }
}

static bool save_block(const gx_message *at, size_t count, void *context)
{
    gx_archive_bytes(context, (void *)(uintptr_t)at, count * sizeof(gx_message)); /* a save only reads */
    return true;
}

/* As if everything on the way had been taken in. */
static void save_messages(gx_archive *archive, const gx_sim *sim, uint32_t number)
{
    const gx_shard *shard = gx_shard_at(sim, number);
    uint64_t sent = gx_mail_count(sim, number);
    uint64_t received = shard->received + sent;
    uint64_t waiting = gx_wheel_waiting(&shard->wheel) + sent;
    GX_ARCHIVE(archive, received);
    GX_ARCHIVE(archive, waiting);
    (void)gx_mail_each(sim, number, save_block, archive);
    for (uint32_t level = 0; level < GX_WHEEL_LEVELS; level++) {
        for (uint32_t slot = 0; slot < GX_WHEEL_SLOTS; slot++) {
            archive_list(archive, &shard->wheel.slot[level][slot].list);
        }
    }
}

/* A message that cannot be: a defect would follow where it is delivered. */
static bool is_sound(const gx_sim *sim, uint32_t shard, const gx_message *message)
{
    uint32_t kind = gx_message_kind(message);
    return gx_exists(sim, message->target) && gx_owner(sim, message->target) == shard &&
           kind < GX_KINDS_MAX && (sim->handled >> kind & 1) != 0 && gx_due_tick(message) > sim->tick;
}

static void load_messages(gx_archive *archive, gx_sim *sim, uint32_t number)
{
    gx_shard *shard = gx_shard_at(sim, number);
    gx_message block[BLOCK];
    uint64_t waiting = 0;
    GX_ARCHIVE(archive, shard->received);
    GX_ARCHIVE(archive, waiting);
    while (waiting > 0 && gx_archive_good(archive)) {
        size_t count = waiting < BLOCK ? (size_t)waiting : BLOCK;
        gx_archive_bytes(archive, block, count * sizeof(gx_message));
        for (size_t i = 0; i < count && gx_archive_good(archive); i++) {
            if (!is_sound(sim, number, &block[i])) {
                gx_archive_fail(archive, GX_ERR_FORMAT, "a message of kind %u to entity %u cannot wait here",
                                gx_message_kind(&block[i]), block[i].target);
            } else if (!gx_wheel_file(&shard->wheel, &shard->pool, &block[i], 1)) {
                gx_archive_fail(archive, GX_ERR_MEMORY, "memory is exhausted: the messages that wait");
            }
        }
        waiting -= count;
    }
}

/* Forget what waits; chunks go back to the pool. */
static void forget(gx_shard *shard)
{
    for (uint32_t level = 0; level < GX_WHEEL_LEVELS; level++) {
        for (uint32_t slot = 0; slot < GX_WHEEL_SLOTS; slot++) {
            gx_pool_give_all(&shard->pool, &shard->wheel.slot[level][slot].list);
        }
    }
    gx_wheel_init(&shard->wheel);
}

static void forget_sent(gx_hand *hand)
{
    for (size_t side = 0; side < 2; side++) {
        gx_outbox_clear(&hand->outbox[side], &hand->pool);
        hand->outbox[side].filled = 0;
    }
}

static void archive_shard(gx_archive *archive, gx_sim *sim, uint32_t number)
{
    gx_shard *shard = gx_shard_at(sim, number);
    GX_ARCHIVE(archive, shard->delivered);
    if (!gx_archive_loads(archive)) {
        save_messages(archive, sim, number);
        return;
    }
    forget(shard);
    shard->lane.tick = shard->wheel.position = sim->tick;
    load_messages(archive, sim, number);
    gx_shard_look_ahead(sim, number);
}

/* Who delivered them is forgotten. */
static void archive_delivered(gx_archive *archive, gx_sim *sim)
{
    uint64_t by_kind[GX_KINDS_MAX];
    gx_delivered_by_kind(sim, by_kind);
    GX_ARCHIVE(archive, by_kind);
    for (uint32_t thread = 0; gx_archive_loads(archive) && thread < sim->threads; thread++) {
        for (uint32_t kind = 0; kind < GX_KINDS_MAX; kind++) {
            sim->hand[thread].delivered[kind] = thread == 0 ? by_kind[kind] : 0;
        }
    }
}

void gx_sim_archive(gx_archive *archive, gx_sim *sim)
{
    gx_archive_mark(archive, "sim");
    gx_archive_same(archive, sim->entities, "entities");
    gx_archive_same(archive, sim->more, "entities of the second range");
    gx_archive_same(archive, sim->partition.shards, "shards");
    gx_archive_same(archive, sim->own_first, "the first shard of this rank");
    gx_archive_same(archive, sim->own_end, "the end of the shards of this rank");
    gx_archive_same(archive, sim->handled, "kinds of messages that are handled");
    for (uint32_t thread = 0; gx_archive_loads(archive) && thread < sim->threads; thread++) {
        forget_sent(&sim->hand[thread]);
    }
    sim->exchange.filled = gx_archive_loads(archive) ? 0 : sim->exchange.filled;
    sim->exchange.arrived = gx_archive_loads(archive) ? 0 : sim->exchange.arrived;
    GX_ARCHIVE(archive, sim->tick);
    GX_ARCHIVE(archive, sim->failed);
    GX_ARCHIVE(archive, sim->digest);
    GX_ARCHIVE(archive, sim->ticks_run);
    GX_ARCHIVE(archive, sim->ticks_skipped);
    GX_ARCHIVE(archive, sim->posted);
    archive_delivered(archive, sim);
    for (uint32_t shard = sim->own_first; shard < sim->own_end && gx_archive_good(archive); shard++) {
        archive_shard(archive, sim, shard);
    }
}
