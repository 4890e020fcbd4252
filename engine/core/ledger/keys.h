/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Idempotency: what each party asked lately, and what it was answered.
 *
 * Each party has the highest serial that it used and a ring of `window` entries. Serial s lies at s % window,
 * so the ring has a place for each of the last `window` serials up to the highest, and any of them can be
 * told new from repeated. What was skipped is empty: when the highest serial goes forward, the places in
 * between are cleared. So an entry need not say whose it is, and a new serial, the common case, need not even
 * look at it.
 *
 *     window 4, highest 9:   place   0    1    2    3
 *                            serial  8    9    6    7        10 is new; 7 again if its entry is used; 5 is
 * old
 *
 * The content of an order is kept as 56 bits of hash beside the answer's code, the answer as two numbers: 32
 * bytes an entry, two to a cache line. What says nothing about the order ("memory is exhausted") is not
 * handed in, and the asker may try again.
 *
 * Rings are reserved in chunks of neighbouring parties, about 4 MiB each (so that they lie on huge pages),
 * when the first of them asks for something: 8 + 32 * window bytes for each. */
#ifndef GX_CORE_KEYS_H
#define GX_CORE_KEYS_H

#include "ledger/held.h"
#include "ledger/theme.h"

#include <gx/core/money.h>
#include <stdbool.h>
#include <stddef.h>

/* What an operation came to, as far as a repeated key must be told again. */
typedef struct gx_outcome {
    gx_answer answer;
    gx_fen second;       /* the operation's second figure */
    uint32_t slot, life; /* of the thing that was made */
} gx_outcome;

typedef struct gx_key_entry {
    uint64_t word;  /* 0: empty; else content << 8 | 1 + the answer's code */
    int64_t first;  /* done: the amount; refused: have */
    int64_t second; /* done: the second figure; refused: need */
    uint32_t slot, life;
} gx_key_entry;

typedef struct gx_keys {
    unsigned char **chunks; /* of 2^chunk_shift parties: their highest serials plus 1, then their rings */
    uint32_t window;        /* 0: nothing is checked or remembered */
    uint32_t chunk_count;
    unsigned chunk_shift;
    size_t bytes; /* of all chunks so far */
} gx_keys;

/* Where to write the outcome of a new key. */
typedef struct gx_ticket {
    uint64_t *highest; /* NULL: nowhere */
    gx_key_entry *ring;
    uint64_t content;
    uint32_t serial;
} gx_ticket;

bool gx_keys_init(gx_keys *keys, uint32_t parties, uint32_t window);
void gx_keys_free(gx_keys *keys);

/* True: a new key; do what is asked, then call gx_keys_remember. False: *known is the answer, old or refused.
 */
bool gx_keys_admit(gx_keys *keys, gx_party party, uint32_t serial, uint64_t content, gx_ticket *ticket,
                   gx_outcome *known);

/* True when it is kept (with a window of 0 nothing is; neither is a serial that is too old by now). */
bool gx_keys_remember(const gx_keys *keys, const gx_ticket *ticket, const gx_outcome *outcome);

/* All that is remembered, into a digest: the same however it came to lie where it lies. */
void gx_keys_digest(const gx_keys *keys, gx_digest *digest);

static inline uint64_t *gx_keys_highest(const gx_keys *keys, gx_party party)
{
    uint64_t *chunk = (uint64_t *)(void *)keys->chunks[party >> keys->chunk_shift];
    return chunk == NULL ? NULL : chunk + (party & ((UINT32_C(1) << keys->chunk_shift) - 1));
}

/* The ring of a party whose chunk is there. */
static inline gx_key_entry *gx_keys_ring(const gx_keys *keys, gx_party party)
{
    size_t parties = (size_t)1 << keys->chunk_shift;
    unsigned char *rings = keys->chunks[party >> keys->chunk_shift] + parties * sizeof(uint64_t);
    return (gx_key_entry *)(void *)rings + (party & (parties - 1)) * keys->window;
}

/* Has the memory that the key's admission will touch fetched. */
static inline void gx_keys_prefetch(const gx_keys *keys, gx_party party, uint32_t serial)
{
    if (keys->window == 0 || keys->chunks[party >> keys->chunk_shift] == NULL)
        return;
    __builtin_prefetch(gx_keys_highest(keys, party), 1);
    __builtin_prefetch(&gx_keys_ring(keys, party)[serial % keys->window], 1);
}

#endif
