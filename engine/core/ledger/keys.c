/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/keys.h"

#include <gx/base/memory.h>
#include <gx/base/status.h>

enum { LEAST_SHIFT = 3 }; /* the rings of a chunk begin at a cache line */

static const size_t chunk_bytes_wanted = (size_t)4 << 20;

_Static_assert(sizeof(gx_key_entry) == 32, "two entries to a cache line, without gaps");
_Static_assert(GX_ANSWER_COUNT < 255, "an answer's code has 8 bits of an entry's word");

static size_t bytes_of_party(const gx_keys *keys)
{
    return sizeof(uint64_t) + (size_t)keys->window * sizeof(gx_key_entry);
}

bool gx_keys_init(gx_keys *keys, uint32_t parties, uint32_t window)
{
    *keys = (gx_keys){.window = window, .chunk_shift = LEAST_SHIFT};
    if (window == 0)
        return true;
    while (bytes_of_party(keys) << keys->chunk_shift < chunk_bytes_wanted && parties >> keys->chunk_shift > 1)
        keys->chunk_shift++;
    keys->chunk_count = (parties >> keys->chunk_shift) + 1;
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

/* Makes sure that the chunk of a party is there; false when memory is exhausted. */
static bool have_chunk(gx_keys *keys, gx_party party)
{
    unsigned char **chunk = &keys->chunks[party >> keys->chunk_shift];
    if (*chunk != NULL)
        return true;
    size_t parties = (size_t)1 << keys->chunk_shift;
    *chunk = gx_alloc_columns(parties, bytes_of_party(keys));
    if (*chunk == NULL)
        return false;
    keys->bytes += parties * bytes_of_party(keys);
    return true;
}

static gx_outcome outcome_of(const gx_key_entry *entry)
{
    gx_outcome outcome = {.slot = entry->slot, .life = entry->life};
    outcome.answer.code = (gx_answer_code)((entry->word & 0xff) - 1);
    if (outcome.answer.code == GX_DONE) {
        outcome.answer.amount = entry->first;
        outcome.second = entry->second;
    } else {
        outcome.answer.have = entry->first;
        outcome.answer.need = entry->second;
    }
    return outcome;
}

bool gx_keys_admit(gx_keys *keys, gx_party party, uint32_t serial, uint64_t content, gx_ticket *ticket,
                   gx_outcome *known)
{
    *ticket = (gx_ticket){.content = content >> 8, .serial = serial};
    if (keys->window == 0)
        return true;
    if (!have_chunk(keys, party)) {
        *known = (gx_outcome){.answer.code = GX_REFUSED_MEMORY};
        return false;
    }
    ticket->highest = gx_keys_highest(keys, party);
    ticket->ring = gx_keys_ring(keys, party);
    uint64_t highest = *ticket->highest;
    if (serial >= highest)
        return true;
    if ((uint64_t)serial + keys->window < highest) {
        *known = (gx_outcome){.answer = {.code = GX_REFUSED_KEY_OLD,
                                         .have = serial,
                                         .need = (int64_t)(highest - keys->window)}};
        return false;
    }
    const gx_key_entry *entry = &ticket->ring[serial % keys->window];
    if (entry->word == 0)
        return true;
    *known = entry->word >> 8 == ticket->content ? outcome_of(entry)
                                                 : (gx_outcome){.answer.code = GX_REFUSED_KEY_CONTENT};
    return false;
}

/* Empties the places of the serials between the highest and the new one; most often there are none. */
static void clear_skipped(gx_key_entry *ring, uint32_t window, uint64_t highest, uint32_t serial)
{
    uint64_t from = serial - highest < window ? highest : (uint64_t)serial - window + 1;
    for (uint64_t skipped = from; skipped < serial; skipped++)
        ring[skipped % window].word = 0;
}

bool gx_keys_remember(const gx_keys *keys, const gx_ticket *ticket, const gx_outcome *outcome)
{
    const gx_answer *answer = &outcome->answer;
    uint32_t serial = ticket->serial;
    if (ticket->highest == NULL || (uint64_t)serial + keys->window < *ticket->highest)
        return false;
    bool done = answer->code == GX_DONE;
    GX_ASSERT(done ? answer->have == 0 && answer->need == 0 : answer->amount == 0 && outcome->second == 0);
    if (serial >= *ticket->highest) {
        if (*ticket->highest != 0)
            clear_skipped(ticket->ring, keys->window, *ticket->highest, serial);
        *ticket->highest = (uint64_t)serial + 1;
    }
    ticket->ring[serial % keys->window] =
        (gx_key_entry){.word = ticket->content << 8 | (1 + (uint64_t)answer->code),
                       .first = done ? answer->amount : answer->have,
                       .second = done ? outcome->second : answer->need,
                       .slot = outcome->slot,
                       .life = outcome->life};
    return true;
}

static void digest_ring(const gx_keys *keys, gx_party party, gx_digest *digest)
{
    const gx_key_entry *ring = gx_keys_ring(keys, party);
    for (uint32_t i = 0; i < keys->window; i++)
        if (ring[i].word != 0) {
            gx_digest_number(digest, i);
            gx_digest_bytes(digest, &ring[i], sizeof ring[i]);
        }
}

void gx_keys_digest(const gx_keys *keys, gx_digest *digest)
{
    gx_digest_number(digest, keys->window);
    for (uint32_t c = 0; c < keys->chunk_count; c++) {
        uint32_t first = c << keys->chunk_shift;
        for (uint32_t a = 0; keys->chunks[c] != NULL && a >> keys->chunk_shift == 0; a++) {
            uint64_t highest = *gx_keys_highest(keys, first + a);
            if (highest == 0)
                continue;
            gx_digest_number(digest, first + a);
            gx_digest_number(digest, highest);
            digest_ring(keys, first + a, digest);
        }
    }
}
