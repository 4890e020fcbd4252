/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Idempotency: what each account asked lately, and what it was answered.
 *
 * Each account has a ring of `window` entries; serial s lies at s % window, so the ring holds the last
 * `window` serials up to the highest seen, and any serial among them can be told new from repeated. The
 * content is kept as a 64-bit hash, the answer with its figures. What says nothing about
 * the order ("memory is exhausted") is not handed in, and the asker may try again.
 *
 * Rings are reserved in chunks of neighbouring accounts, about 4 MiB each (so that they lie on huge pages),
 * when the first of them asks for something. In a run most accounts ask in the end: 8 + 40 * window bytes
 * each.
 */
#ifndef GX_CORE_KEYS_H
#define GX_CORE_KEYS_H

#include "ledger/theme.h"

#include <gx/core/money.h>
#include <stdbool.h>
#include <stddef.h>

/* What an operation came to, as far as a repeated key must be told again. */
typedef struct gx_outcome {
    gx_answer answer;
    gx_fen second; /* the operation's second figure */
    uint32_t slot, life; /* of the hold or packet that was made */
} gx_outcome;

typedef struct gx_key_ring gx_key_ring;

typedef struct gx_keys {
    gx_key_ring **chunks;
    uint32_t window; /* 0: nothing is checked or remembered */
    uint32_t chunk_count;
    unsigned chunk_shift; /* a chunk is of 2^chunk_shift accounts */
    size_t ring_bytes;
    size_t bytes; /* of all chunks so far */
} gx_keys;

/* Where to write the outcome of a new key. */
typedef struct gx_ticket {
    gx_key_ring *ring; /* NULL: nowhere */
    uint64_t content;
    uint32_t serial;
    uint32_t place;
} gx_ticket;

bool gx_keys_init(gx_keys *keys, uint32_t accounts, uint32_t window);
void gx_keys_free(gx_keys *keys);

/* True: a new key; do what is asked, then call gx_keys_remember. False: *known is the answer, old or refused.
 */
bool gx_keys_admit(gx_keys *keys, uint32_t account, uint32_t serial, uint64_t content, gx_ticket *ticket,
                   gx_outcome *known);

/* True when it is kept (with a window of 0 nothing is). */
bool gx_keys_remember(gx_ticket ticket, const gx_outcome *outcome);

/* All that is remembered, into a digest. */
void gx_keys_digest(const gx_keys *keys, gx_digest *digest);

#endif
