/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Credit from inside: what other themes may ask of it, and what its files share. */
#ifndef GX_CORE_CREDIT_CREDIT_H
#define GX_CORE_CREDIT_CREDIT_H

#include "ledger/book_internal.h"

#include <gx/core/credit.h>

#define GX_NO_DEBT UINT32_MAX

/* What was drawn for one due day: the header says what each figure means. A user's debts are a list, by due
 * day, then by age. */
typedef struct gx_debt {
    gx_slab_head head;
    gx_fen principal, charges;
    int64_t accrued, due; /* days */
    gx_party user;
    uint32_t next; /* place of the user's next debt, or GX_NO_DEBT */
    uint32_t remainder;
    uint32_t interest_ppm, late_ppm;
} gx_debt;

/* Columns of 18 bytes a user, beside the 8 of the credit account. */
struct gx_credit {
    gx_score_weights weights;
    uint16_t period_days;
    uint16_t minimum[GX_SCORED_RIGHT_COUNT];
    gx_credit_rules rules;
    gx_credit_counts counts;
    gx_slab debts;
    uint16_t *score;
    uint32_t *scored;      /* tick of the last update; counts with a score */
    uint32_t *own_limit;   /* fen + 1; 0: by score */
    uint32_t *first_debt;  /* place + 1; 0: none */
    uint32_t *written_off; /* fen, not recovered */
};

static inline gx_debt *gx_debt_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->credit->debts, place);
}

/* The user's first debt: the oldest; GX_NO_DEBT for none. */
static inline uint32_t gx_first_debt(const gx_book *book, gx_party user)
{
    return book->credit->first_debt[user] - 1;
}

static inline gx_account gx_credit_account(const gx_book *book, gx_party user)
{
    return book->credit_at + user;
}

/* The stored score of a user (a party below book->users); 0: none yet, not a user, or the book is without the
 * theme. */
uint16_t gx_credit_score_of(const gx_book *book, gx_party user);

#endif
