/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail.h"

/* What other ranks sent in the last tick is there: else the array is of an earlier one, or there are none. */
static bool has_come(const gx_sim *sim)
{
    return !gx_exchange_alone(&sim->exchange) && sim->exchange.filled == sim->ticks_run;
}

/* The place of a rank's message to an own shard in the rows of the exchange. */
static size_t cell_of(const gx_sim *sim, uint32_t rank, uint32_t shard)
{
    return (size_t)rank * (sim->own_end - sim->own_first) + (shard - sim->own_first);
}

gx_mail gx_mail_look(const gx_sim *sim)
{
    gx_mail mail = {.soonest = GX_NEVER};
    for (uint32_t thread = 0; thread < sim->threads; thread++) {
        const gx_outbox *outbox = gx_hand_last(sim, thread);
        if (outbox == NULL) {
            continue;
        }
        for (size_t word = 0; word < GX_SHARD_WORDS; word++) {
            mail.to[word] |= outbox->to[word];
        }
        mail.sent += outbox->sent;
        mail.soonest = outbox->soonest < mail.soonest ? outbox->soonest : mail.soonest;
    }
    for (uint32_t rank = 0; has_come(sim) && rank < sim->exchange.ranks.ranks; rank++) {
        for (uint32_t shard = sim->own_first; shard < sim->own_end; shard++) {
            bool any = sim->exchange.come_count[cell_of(sim, rank, shard)] != 0;
            mail.to[shard / 64] |= (uint64_t)any << (shard % 64);
        }
    }
    mail.sent += has_come(sim) ? sim->exchange.arrived : 0;
    return mail;
}

uint64_t gx_mail_count(const gx_sim *sim, uint32_t shard)
{
    uint64_t count = 0;
    for (uint32_t thread = 0; thread < sim->threads; thread++) {
        const gx_outbox *outbox = gx_hand_last(sim, thread);
        count += outbox != NULL ? gx_chunks_count(&outbox->list[shard]) : 0;
    }
    for (uint32_t rank = 0; has_come(sim) && rank < sim->exchange.ranks.ranks; rank++) {
        count += sim->exchange.come_count[cell_of(sim, rank, shard)];
    }
    return count;
}

/* What comes next is fetched while this is taken. */
static bool take_list(const gx_chunks *list, gx_mail_take take, void *context)
{
    size_t used = list->used;
    for (const gx_chunk *chunk = list->newest; chunk != NULL; chunk = chunk->next) {
        if (chunk->next != NULL) {
            __builtin_prefetch(&chunk->next->at[0]);
        }
        if (!take(chunk->at, used, context)) {
            return false;
        }
        used = GX_CHUNK_MESSAGES;
    }
    return true;
}

bool gx_mail_each(const gx_sim *sim, uint32_t shard, gx_mail_take take, void *context)
{
    for (uint32_t thread = 0; thread < sim->threads; thread++) {
        const gx_outbox *outbox = gx_hand_last(sim, thread);
        if (outbox != NULL && gx_outbox_has(outbox, shard) &&
            !take_list(&outbox->list[shard], take, context)) {
            return false;
        }
    }
    for (uint32_t rank = 0; has_come(sim) && rank < sim->exchange.ranks.ranks; rank++) {
        size_t cell = cell_of(sim, rank, shard);
        const gx_message *at = sim->exchange.in + sim->exchange.come_at[cell];
        if (sim->exchange.come_count[cell] != 0 && !take(at, sim->exchange.come_count[cell], context)) {
            return false;
        }
    }
    return true;
}
