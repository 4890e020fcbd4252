/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/keys.h"

#include <gx/base/memory.h>
#include <gx/base/status.h>

static const size_t chunk_bytes_wanted = (size_t)4 << 20;

/* 40 bytes, without gaps. A done operation has no figures but what it moved, a refused one moved nothing: two numbers hold
 * either. */
typedef struct gx_key_entry {
    uint64_t content;
    int64_t first;  /* done: the amount; refused: have */
    int64_t second; /* done: topped up; refused: need */
    uint32_t slot, life;
    uint32_t serial;
    uint32_t mark; /* 0: never used; else 1 + the answer's code */
} gx_key_entry;

struct gx_key_ring {
    uint64_t highest; /* serial seen, plus 1; 0: none yet */
    gx_key_entry entries[];
};

bool gx_keys_init(gx_keys *keys, uint32_t accounts, uint32_t window)
{
    *keys = (gx_keys){.window = window};
    keys->ring_bytes = sizeof(gx_key_ring) + (size_t)window * sizeof(gx_key_entry);
    if (window == 0)
        return true;
    while ((keys->ring_bytes << keys->chunk_shift) < chunk_bytes_wanted && accounts >> keys->chunk_shift > 1)
        keys->chunk_shift++;
    keys->chunk_count = (accounts >> keys->chunk_shift) + 1;
    keys->chunks = gx_alloc(keys->chunk_count, sizeof *keys->chunks);
    return keys->chunks != NULL;
}

void gx_keys_free(gx_keys *keys)
{
    for (uint32_t i = 0; keys->chunks != NULL && i < keys->chunk_count; i++)
        gx_free(keys->chunks[i]);
    gx_free(keys->chunks);
    keys->chunks = NULL;
}

/* The ring of an account; NULL when memory is exhausted. */
static gx_key_ring *ring_of(gx_keys *keys, uint32_t account)
{
    gx_key_ring **chunk = &keys->chunks[account >> keys->chunk_shift];
    size_t accounts = (size_t)1 << keys->chunk_shift;
    if (*chunk == NULL) {
        *chunk = gx_alloc_columns(accounts, keys->ring_bytes);
        if (*chunk == NULL)
            return NULL;
        keys->bytes += accounts * keys->ring_bytes;
    }
    unsigned char *rings = (unsigned char *)*chunk;
    return (void *)(rings + (account & (accounts - 1)) * keys->ring_bytes);
}

static gx_outcome outcome_of(const gx_key_entry *entry)
{
    gx_outcome outcome = {
        .answer.code = (gx_answer_code)(entry->mark - 1), .slot = entry->slot, .life = entry->life};
    if (outcome.answer.code == GX_DONE) {
        outcome.answer.amount = entry->first;
        outcome.second = entry->second;
    } else {
        outcome.answer.have = entry->first;
        outcome.answer.need = entry->second;
    }
    return outcome;
}

bool gx_keys_admit(gx_keys *keys, uint32_t account, uint32_t serial, uint64_t content, gx_ticket *ticket,
                   gx_outcome *known)
{
    *ticket = (gx_ticket){.content = content, .serial = serial};
    if (keys->window == 0)
        return true;
    gx_key_ring *ring = ring_of(keys, account);
    if (ring == NULL) {
        *known = (gx_outcome){.answer.code = GX_REFUSED_MEMORY};
        return false;
    }
    if ((uint64_t)serial + keys->window < ring->highest) {
        *known = (gx_outcome){.answer = {.code = GX_REFUSED_KEY_OLD,
                                         .have = serial,
                                         .need = (int64_t)(ring->highest - keys->window)}};
        return false;
    }
    uint32_t place = serial % keys->window;
    const gx_key_entry *entry = &ring->entries[place];
    if (entry->mark != 0 && entry->serial == serial) {
        *known = entry->content == content ? outcome_of(entry)
                                           : (gx_outcome){.answer.code = GX_REFUSED_KEY_CONTENT};
        return false;
    }
    ticket->ring = ring;
    ticket->place = place;
    return true;
}

bool gx_keys_remember(gx_ticket ticket, const gx_outcome *outcome)
{
    const gx_answer *answer = &outcome->answer;
    if (ticket.ring == NULL)
        return false;
    bool done = answer->code == GX_DONE;
    GX_ASSERT(done ? answer->have == 0 && answer->need == 0 : answer->amount == 0 && outcome->second == 0);
    ticket.ring->entries[ticket.place] = (gx_key_entry){.content = ticket.content,
                                                        .first = done ? answer->amount : answer->have,
                                                        .second = done ? outcome->second : answer->need,
                                                        .slot = outcome->slot,
                                                        .life = outcome->life,
                                                        .serial = ticket.serial,
                                                        .mark = 1 + (uint32_t)answer->code};
    if (ticket.ring->highest < (uint64_t)ticket.serial + 1)
        ticket.ring->highest = (uint64_t)ticket.serial + 1;
    return true;
}

void gx_keys_digest(const gx_keys *keys, gx_digest *digest)
{
    size_t accounts = (size_t)1 << keys->chunk_shift;
    gx_digest_number(digest, keys->window);
    for (uint32_t c = 0; c < keys->chunk_count; c++)
        for (size_t a = 0; keys->chunks[c] != NULL && a < accounts; a++) {
            const gx_key_ring *ring = (const void *)((const unsigned char *)keys->chunks[c] + a * keys->ring_bytes);
            if (ring->highest == 0)
                continue;
            gx_digest_number(digest, (uint64_t)c << keys->chunk_shift | a);
            gx_digest_number(digest, ring->highest);
            gx_digest_bytes(digest, ring->entries, keys->window * sizeof *ring->entries);
        }
}
