/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door's parts, for single operations and for linked groups. */
#ifndef GX_CORE_LEDGER_DOOR_H
#define GX_CORE_LEDGER_DOOR_H

#include "ledger/book_internal.h"

/* An operation on its way through the door. */
typedef struct gx_errand {
    const gx_op *op;
    const gx_op_entry *entry;
    gx_party party;   /* who asks; of keyed operations that were admitted */
    gx_ticket ticket; /* where its outcome is remembered */
} gx_errand;

/* Is it an operation that can be asked of this book at `now`, the latest time seen? Fills in op and entry;
 * false: *result says why not. */
bool gx_door_check(const gx_book *book, const gx_op *op, uint32_t now, gx_errand *errand, gx_result *result);

/* Who asks, and was it asked before? False: *result says what is answered without asking the rule. */
bool gx_door_admit(gx_book *book, gx_errand *errand, gx_result *result);

/* The rule, with what the book keeps about it. */
void gx_door_perform(gx_book *book, const gx_errand *errand, gx_result *result);

/* Holds the key to an outcome; true when it is remembered. */
bool gx_door_remember(gx_book *book, const gx_errand *errand, const gx_result *result);

/* Notes it in the journal, which has room. */
void gx_door_note(gx_book *book, const gx_errand *errand, const gx_result *result, bool linked,
                  const gx_posting *posting, unsigned postings);

/* An answer that a key must not be held to: it says nothing of the order. */
static inline bool gx_is_passing(gx_answer_code code)
{
    return code == GX_REFUSED_MEMORY || code == GX_REFUSED_JOURNAL;
}

/* The light door. In a book that keeps no journal and, if the operation has a key, remembers none, the door
 * asks nothing of a call that its rule would not ask too, but the clock. So what a simulation does by the
 * billion goes to the rule at once, and is never written down as data: that takes more than the rule. A call
 * that may not is done by the general door, which answers the same. */
static inline bool gx_door_is_light(const gx_book *book, bool keyed, uint32_t now)
{
    return now >= book->now && book->journal == NULL && (!keyed || book->keys.window == 0);
}

/* After something else than an opening was done. */
static inline void gx_door_left(gx_book *book, uint32_t now)
{
    book->now = now;
    book->began = true;
    book->touched = true;
}

/* A single operation. */
void gx_door_do(gx_book *book, const gx_op *op, gx_result *result);

/* A linked group: all or nothing; results are given to each. */
void gx_group_do(gx_book *book, const gx_op *ops, size_t count, gx_result *results);

/* What the member of the group just done posted; valid until the next. */
const gx_posting *gx_group_postings(const gx_book *book, size_t member, unsigned *count);

void gx_group_free(gx_book *book);
size_t gx_group_bytes(const gx_book *book);

#endif
