/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Idempotency: what each party asked lately, and what it was answered.
 *
 * Each party has the highest serial that it used and a ring of `window` entries. Serial s lies at s % window,
 * so the ring has a place for each of the last `window` serials up to the highest, and any of them can be
 * told new from repeated. What was skipped is empty: when the highest serial goes forward, the places in
 * between are cleared. So an entry need not say whose it is, and a new serial, the common case, need not even
 * look at it.
 *
 *     window 4,      place     0    1    2    3
 *     highest 9      serial    8    9    6    7
 *
 *     10 is new; 7 is told again if its place is used, else new; 5 is too old
 *
 * A book is larger than any cache, so what counts is how many cache lines an operation touches. What every
 * operation writes lies in one, for a window of up to 4; the rest, which few have, elsewhere:
 *
 *     hot, 64 bytes at window 4:    highest + 1 (8) | first figure (8) of each | tag (6) of each
 *     rest, 64 bytes at window 4:   second figure (8), slot (4), life (4) of each
 *     tag:   39 bits of hash of the content | 1: has a rest | 8: 1 + the answer's code;  0: empty
 *
 * What says nothing about the order ("memory is exhausted") is not handed in, and the asker may try again.
 *
 * Rings are reserved in chunks of neighbouring parties, about 4 MiB each (so that they lie on huge pages),
 * when the first of them asks for something. */
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

/* What few entries have. */
typedef struct gx_key_rest {
    int64_t second; /* done: the second figure; refused: need */
    uint32_t slot, life;
} gx_key_rest;

typedef struct gx_keys {
    unsigned char **chunks; /* of 2^chunk_shift parties: what is hot of each, then the rests */
    uint32_t window;        /* 0: nothing is checked or remembered */
    uint32_t chunk_count;
    unsigned chunk_shift;
    size_t hot_bytes; /* of a party */
    size_t bytes;     /* of all chunks so far */
} gx_keys;

/* Where to write the outcome of a new key. */
typedef struct gx_ticket {
    unsigned char *hot; /* NULL: nowhere */
    gx_key_rest *rest;
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

/* All rings that somebody has. */
void gx_keys_archive(gx_archive *archive, gx_keys *keys);

/* What is hot of a party whose chunk is there. */
static inline unsigned char *gx_keys_hot(const gx_keys *keys, gx_party party)
{
    uint32_t within = party & ((UINT32_C(1) << keys->chunk_shift) - 1);
    return keys->chunks[party >> keys->chunk_shift] + within * keys->hot_bytes;
}

/* The rests of a party whose chunk is there. */
static inline gx_key_rest *gx_keys_rest(const gx_keys *keys, gx_party party)
{
    size_t parties = (size_t)1 << keys->chunk_shift;
    unsigned char *rests = keys->chunks[party >> keys->chunk_shift] + parties * keys->hot_bytes;
    return (gx_key_rest *)(void *)rests + (party & (parties - 1)) * keys->window;
}

/* Has the memory fetched that a key's admission will touch, and that an outcome will which has a rest. */
static inline void gx_keys_fetch(const gx_keys *keys, gx_party party, uint32_t serial, bool rest)
{
    if (keys->window == 0 || keys->chunks[party >> keys->chunk_shift] == NULL)
        return;
    gx_fetch(gx_keys_hot(keys, party));
    if (rest)
        gx_fetch(&gx_keys_rest(keys, party)[serial % keys->window]);
}

#endif
