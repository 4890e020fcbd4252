/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Payrolls and bills from inside.
 *
 * Who is to be paid, or to pay, is a list of pairs (place of the thing, name) with a word: the share in fen,
 * twice, plus 1 when this one has voted, or paid. */
#ifndef GX_CORE_WALLET_BILLS_H
#define GX_CORE_WALLET_BILLS_H

#include "ledger/book_internal.h"

#include <gx/core/bill.h>

typedef struct gx_payroll_record {
    gx_slab_head head;
    gx_held held; /* the whole amount, while it lives */
    gx_fen named_sum;
    uint32_t payees, named, yes;
    uint32_t list; /* in gx_bills.payees */
} gx_payroll_record;

typedef struct gx_promise_record {
    gx_slab_head head;
    gx_fen amount;
    gx_party payee;
} gx_promise_record;

typedef struct gx_bill_record {
    gx_slab_head head;
    gx_fen amount, unpaid;
    gx_party collector;
    uint32_t friends, paid, expires;
    uint32_t list; /* in gx_bills.friends */
} gx_bill_record;

struct gx_bills {
    gx_slab payrolls, promises, bills;
    gx_relation payees, friends;
};

/* The word of a pair. */
static inline gx_fen gx_share_of_word(uint64_t word)
{
    return (gx_fen)(word >> 1);
}

static inline bool gx_word_is_done(uint64_t word)
{
    return (word & 1) != 0;
}

/* A list of (name, amount) pairs, or of names only. */
typedef struct gx_names {
    const uint32_t *words;
    uint32_t count;  /* names */
    uint32_t stride; /* words a name: 1 or 2 */
} gx_names;

static inline uint32_t gx_name_at(const gx_names *names, uint32_t i)
{
    return names->words[(size_t)i * names->stride];
}

/* With names only: 1. */
static inline uint32_t gx_amount_at(const gx_names *names, uint32_t i)
{
    return names->stride == 1 ? 1 : names->words[(size_t)i * 2 + 1];
}

/* Is there nothing against the names one by one: not `asker`, amount not 0, not among the pairs of `place` in
 * `relation` (GX_RELATION_NONE: the thing is not there yet), not earlier in this list. */
gx_answer gx_names_check(const gx_names *names, uint32_t asker, const gx_relation *relation, uint32_t place);

/* The sum of their amounts. */
gx_fen gx_names_sum(const gx_names *names);

#endif
